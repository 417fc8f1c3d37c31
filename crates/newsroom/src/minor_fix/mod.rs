//! Tells a small fix, of spelling or layout, from a change of what the paper said: names, numbers, dates, quoted words,
//! negations and headlines. Pure; the command `fix_story` refuses by it, corrections are weighed by it, the desk shows it.

mod quoted;
mod tables;
mod words;

use courant_text::diff::{self, BlockChange};
use courant_text::{Block, BlockKind, Document, plain};
use std::collections::BTreeSet;

/// What a change touches, so that a small fix will not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asks {
    /// The headline, or one of the titles that stand for it.
    Headline,
    /// Who signs.
    Byline,
    /// A name.
    Name,
    /// A number, in digits or in words.
    Number,
    /// A day or a month.
    Date,
    /// Words within quotation marks.
    Quote,
    /// A word that turns a sentence round.
    Negation,
}

impl Asks {
    /// As strings of the desk name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Byline => "byline",
            Self::Name => "name",
            Self::Number => "number",
            Self::Date => "date",
            Self::Quote => "quote",
            Self::Negation => "negation",
        }
    }

    /// Whether a correction of it stands above the story.
    pub fn is_grave(self) -> bool {
        matches!(self, Self::Headline | Self::Name | Self::Number)
    }
}

/// One change that asks for more than a small fix.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Passage {
    /// Why.
    pub asks: Asks,
    /// What readers see.
    pub old: String,
    /// What the draft says.
    pub new: String,
    /// It stands in the headline, the standfirst or the first three paragraphs.
    pub early: bool,
}

/// What of a revision is compared.
#[derive(Debug, Clone, Default)]
pub struct Printed {
    /// Headline, short headline, search title, share title.
    pub titles: Vec<String>,
    /// The standfirst.
    pub standfirst: String,
    /// The dateline.
    pub dateline: String,
    /// The byline as it is kept; any change of it counts.
    pub byline: String,
    /// The body.
    pub document: Document,
}

/// Paragraphs at whose correction readers look first.
const EARLY: usize = 3;

/// The changes that are more than spelling and layout. `language` is the paper's; `names` are people whose names count
/// however they are spelt, in capitals or not.
pub fn passages(language: &str, old: &Printed, new: &Printed, names: &[String]) -> Vec<Passage> {
    let mut found = Vec::new();
    for (was, is) in old.titles.iter().zip(&new.titles) {
        if was != is {
            found.push(passage(Asks::Headline, was, is, true));
        }
    }
    if old.byline != new.byline {
        found.push(passage(Asks::Byline, "", "", true));
    }
    let (was, is) = changed(&old.document, &new.document);
    let early_old = early(&old.document);
    let early_new = early(&new.document);
    // What is a name in one place is one at the start of a sentence too.
    let known = words::Known::new(
        language,
        names,
        &[&plain::write(&old.document), &plain::write(&new.document)],
    );
    for (was, is, whole_early) in [
        (old.standfirst.as_str(), new.standfirst.as_str(), true),
        (old.dateline.as_str(), new.dateline.as_str(), false),
        (was.as_str(), is.as_str(), false),
    ] {
        found.extend(touched(&known, was, is).into_iter().map(|mut one| {
            one.early = whole_early || early_old.contains(one.old.as_str()) || early_new.contains(one.new.as_str());
            one
        }));
    }
    found
}

/// What the difference of two texts touches, without where.
pub fn words_asked(language: &str, old: &str, new: &str) -> Vec<Asks> {
    let known = words::Known::new(language, &[], &[old, new]);
    let asked: BTreeSet<Asks> = touched(&known, old, new).into_iter().map(|one| one.asks).collect();
    asked.into_iter().collect()
}

fn passage(asks: Asks, old: &str, new: &str, early: bool) -> Passage {
    Passage {
        asks,
        old: old.to_owned(),
        new: new.to_owned(),
        early,
    }
}

/// The blocks that differ, as text. Blocks that only moved are layout, and a paragraph that was cut in two says the
/// same in two.
fn changed(old: &Document, new: &Document) -> (String, String) {
    let mut gone = BTreeSet::new();
    let mut come = BTreeSet::new();
    for change in diff::blocks(old, new) {
        match change {
            BlockChange::Same { .. } | BlockChange::Moved { .. } => {}
            BlockChange::Added { id } => drop(come.insert(id)),
            BlockChange::Removed { id } => drop(gone.insert(id)),
            BlockChange::Changed { old, new, .. } => {
                gone.insert(old);
                come.insert(new);
            }
        }
    }
    let text = |document: &Document, of: &BTreeSet<_>| {
        let blocks = document.blocks.iter().filter(|block| of.contains(&block.id));
        blocks.map(said).collect::<Vec<_>>().join("\n")
    };
    (text(old, &gone), text(new, &come))
}

/// The text of a block; what a block of quotation says stands within quotation marks.
fn said(block: &Block) -> String {
    let text = plain::block(block);
    match block.kind {
        BlockKind::Quote { .. } | BlockKind::PullQuote { .. } => format!("“{}”", text.trim()),
        _ => text,
    }
}

/// The text of the first paragraphs.
fn early(document: &Document) -> String {
    let paragraphs = document
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Paragraph(_)))
        .take(EARLY);
    paragraphs.map(plain::block).collect::<Vec<_>>().join("\n")
}

/// What the changed words of two texts touch.
fn touched(known: &words::Known, old: &str, new: &str) -> Vec<Passage> {
    let mut found = Vec::new();
    if old == new {
        return found;
    }
    let quotes = (quoted::all(old), quoted::all(new));
    let unlike = |these: &[String], those: &[String]| these.iter().find(|one| !those.contains(one)).cloned();
    if quotes.0 != quotes.1 {
        let was = unlike(&quotes.0, &quotes.1).unwrap_or_default();
        let is = unlike(&quotes.1, &quotes.0).unwrap_or_default();
        found.push(passage(Asks::Quote, &was, &is, false));
    }
    let tokens = (words::tokens(old), words::tokens(new));
    for (was, is) in words::changes(&tokens.0, &tokens.1) {
        let olds = tokens.0.get(was.clone()).unwrap_or_default();
        let news = tokens.1.get(is.clone()).unwrap_or_default();
        let mut asked = BTreeSet::new();
        for (token, at, all) in olds
            .iter()
            .zip(was)
            .map(|(token, at)| (token, at, &tokens.0))
            .chain(news.iter().zip(is).map(|(token, at)| (token, at, &tokens.1)))
        {
            asked.extend(known.asks(token, at, all));
        }
        let joined = |tokens: &[words::Token<'_>]| tokens.iter().map(|one| one.text).collect::<Vec<_>>().join(" ");
        found.extend(
            asked
                .into_iter()
                .map(|asks| passage(asks, &joined(olds), &joined(news), false)),
        );
    }
    found
}

#[cfg(test)]
mod tests;
