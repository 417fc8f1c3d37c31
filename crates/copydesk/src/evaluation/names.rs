//! Names against the marked texts of the GUM corpus, in two ways: as marked, and as meant.
//!
//! GUM marks mentions, not names: a phrase around a name, with its titles and its clauses, or an office alone. What a name is within a mention follows
//! from the title of the article that the mention is linked to. [`names_as_marked`] takes that to the letter. [`names_as_meant`] puts
//! right where the letter is no measure of reading names:
//!
//! - Words are joined as they were published: the corpus has "North Korea 's" and "do n't" for "North Korea's" and "don't".
//! - A name may be longer than the words of the title, by other capitals of the same mention beside it: the article of "Rob Siegel" is
//!   called "Robert Siegel", that of "Slate Magazine" "Slate (magazine)". Titles of persons are no part of it in any case.
//! - A country that plays, governs or wages war is marked as an organisation. For a newsroom it is the place still, with one page;
//!   both are right.
//! - An office alone ("the Home Secretary"), a common noun alone ("the Church"), a people or an adjective ("Muslims", "the Afghan
//!   team") is no name of a person, an organisation or a place.
//! - Words with a possessive between them are two names: "Mecca's Grand Mosque".
//! - Where names nest the longer one counts, in the judged list as well: the city in "Irving Police Department" is not missed.
//!
//! Called by the example `evaluate`, which prints both figures.

use super::Score;
use super::mentions::{Mention, NamedText, core, gold_names, mentions};
use crate::gazetteer::{self, NameKind};
use crate::lexicon::{FUNCTION, NO_NAMES, PARTICLES, TITLES};
use crate::page::Page;
use crate::reading::Reading;
use crate::span::Span;
use std::collections::HashSet;

/// Names of a text against the gold: same words, same type. The corpus marks only what has an article in Wikipedia, so a name that
/// meets no mention is judged by `also`, a list of the other proper names in the text, and counts as a false alarm when it is not there.
pub fn names_as_marked(text: &NamedText, also: &[(String, NameKind)]) -> (Score, Vec<String>) {
    let mut gold: HashSet<(Span, NameKind)> = gold_names(text).into_iter().collect();
    for (words, kind) in also {
        for span in occurrences(&text.text, words) {
            if !gold.iter().any(|(other, _)| other.meets(span)) {
                gold.insert((span, *kind));
            }
        }
    }
    let found = found(&text.text);
    let hits = gold.intersection(&found).count();
    let show = |set: Vec<&(Span, NameKind)>, sign: &str| -> Vec<String> {
        set.iter().map(|(span, kind)| line(text, sign, *span, *kind)).collect()
    };
    let meets = |span: Span| gold.iter().any(|(other, _)| other.meets(span));
    let mut report = show(found.difference(&gold).filter(|(span, _)| meets(*span)).collect(), "~");
    report.extend(show(
        found.difference(&gold).filter(|(span, _)| !meets(*span)).collect(),
        "?",
    ));
    report.extend(show(gold.difference(&found).collect(), "-"));
    let score = Score {
        hits,
        false_alarms: found.len() - hits,
        misses: gold.len() - hits,
    };
    (score, report)
}

/// What the copy desk finds, without articles.
fn found(text: &str) -> HashSet<(Span, NameKind)> {
    let page = Page::from_plain(text);
    let reading = Reading::of(&page);
    let names = reading.names.iter().map(|name| {
        let span = page.in_source(name.span);
        let words = text.get(span.start..span.end).unwrap_or("");
        let article = words
            .strip_prefix("The ")
            .or_else(|| words.strip_prefix("the "))
            .map_or(0, |rest| words.len() - rest.len());
        (Span::new(span.start + article, span.end), name.kind)
    });
    names.collect()
}

fn line(text: &NamedText, sign: &str, span: Span, kind: NameKind) -> String {
    let before: String = text
        .text
        .get(..span.start)
        .unwrap_or("")
        .chars()
        .rev()
        .take(30)
        .collect();
    let before: String = before.chars().rev().collect();
    let after: String = text.text.get(span.end..).unwrap_or("").chars().take(30).collect();
    let words = text.text.get(span.start..span.end).unwrap_or("");
    format!("{sign} {} {words} [{}] {before}<>{after}", kind.word(), text.id).replace('\n', "⏎")
}

/// Where a judged name stands, as a whole word.
fn occurrences(text: &str, words: &str) -> Vec<Span> {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(words)
        .map(|(at, _)| Span::new(at, at + words.len()))
        .filter(|span| {
            edge(text.get(..span.start).and_then(|s| s.chars().next_back()))
                && edge(text.get(span.end..).and_then(|s| s.chars().next()))
        })
        .collect()
}

/// A name that is to be found: at least `core`, at most `most`.
struct Meant {
    core: Span,
    most: Span,
    kind: NameKind,
    /// A country, which is a place as well.
    country: bool,
}

impl Meant {
    fn fits(&self, (span, kind): (Span, NameKind)) -> bool {
        let right = kind == self.kind || self.country && kind == NameKind::Place;
        right && span.holds(self.core) && self.most.holds(span)
    }
}

/// Names of a text against the names that are meant by the marks; see the head of this file.
pub fn names_as_meant(text: &NamedText, also: &[(String, NameKind)]) -> (Score, Vec<String>) {
    let text = &joined(text);
    let mut meant = meant(text);
    for (words, kind) in also {
        for span in occurrences(&text.text, words) {
            if meant
                .iter()
                .any(|m| m.core.meets(span) && !(span.holds(m.core) && span != m.core))
            {
                continue;
            }
            meant.retain(|m| !span.holds(m.core));
            meant.push(Meant {
                core: span,
                most: span,
                kind: *kind,
                country: false,
            });
        }
    }
    let found = found(&text.text);
    let mut score = Score::default();
    let mut report = Vec::new();
    let mut used: Vec<(Span, NameKind)> = Vec::new();
    let mut missed = Vec::new();
    for name in &meant {
        match found.iter().find(|one| name.fits(**one)) {
            Some(one) if !used.contains(one) => {
                score.hits += 1;
                used.push(*one);
            }
            Some(_) => {}
            None => missed.push(name),
        }
    }
    for name in missed {
        if !used.iter().any(|(span, _)| span.holds(name.core) && *span != name.core) {
            score.misses += 1;
            report.push(line(text, "-", name.core, name.kind));
        }
    }
    for one in found.iter().filter(|one| !used.contains(one)) {
        score.false_alarms += 1;
        let sign = if meant.iter().any(|m| m.core.meets(one.0)) {
            "~"
        } else {
            "?"
        };
        report.push(line(text, sign, one.0, one.1));
    }
    report.sort();
    (score, report)
}

/// The text with its words joined as they were published.
fn joined(text: &NamedText) -> NamedText {
    let all: Vec<char> = text.text.chars().collect();
    let at = |i: usize| all.get(i).copied().unwrap_or(' ');
    let mut places = Vec::with_capacity(all.len() + 1);
    let mut words = String::with_capacity(text.text.len());
    let mut count = 0;
    for (i, c) in all.iter().enumerate() {
        places.push(count);
        let mark = |i: usize| matches!(at(i), '\'' | '’');
        let ends = |i: usize| !at(i).is_alphanumeric();
        let short = mark(i + 1)
            && (matches!(at(i + 2), 's' | 'd' | 'm') && ends(i + 3)
                || matches!((at(i + 2), at(i + 3)), ('r' | 'v', 'e') | ('l', 'l')) && ends(i + 4));
        let not = at(i + 1) == 'n' && mark(i + 2) && at(i + 3) == 't' && ends(i + 4);
        if !(*c == ' ' && i > 0 && at(i - 1).is_alphanumeric() && (short || not)) {
            words.push(*c);
            count += 1;
        }
    }
    places.push(count);
    let place = |i: usize| places.get(i).copied().unwrap_or(count);
    NamedText {
        id: text.id.clone(),
        split: text.split.clone(),
        text: words,
        mentions: text
            .mentions
            .iter()
            .map(|m| Mention {
                start: place(m.start),
                end: place(m.end),
                kind: m.kind.clone(),
                identity: m.identity.clone(),
            })
            .collect(),
    }
}

/// The names that the marks mean.
fn meant(text: &NamedText) -> Vec<Meant> {
    let all = gazetteer::get();
    let mut names: Vec<Meant> = Vec::new();
    for (span, kind, identity) in mentions(text) {
        let words = text.text.get(span.start..span.end).unwrap_or("");
        // After a possessive the name proper begins.
        let after = ["'s ", "’s "]
            .iter()
            .filter_map(|mark| words.rfind(mark).map(|at| at + mark.len()))
            .max();
        let after = after
            .filter(|at| core(words, identity).is_some_and(|(a, b)| a < *at && b > *at))
            .unwrap_or(0);
        let Some((a, b)) = core(words.get(after..).unwrap_or(""), identity) else {
            continue;
        };
        let core = Span::new(span.start + after + a, span.start + after + b);
        let name = text.text.get(core.start..core.end).unwrap_or("");
        if is_name(name, kind) {
            names.push(Meant {
                core,
                most: grown(&text.text, core, Span::new(span.start + after, span.end)),
                kind,
                country: kind == NameKind::Organisation && (all.is_country(name) || NATIONS.contains(&name)),
            });
        }
    }
    names.sort_by_key(|name| (name.core.start, std::cmp::Reverse(name.core.end)));
    let mut last = 0;
    names.retain(|name| {
        let keeps = name.core.start >= last;
        if keeps {
            last = name.core.end;
        }
        keeps
    });
    names
}

/// No office, no common noun, no people, no adjective.
fn is_name(name: &str, kind: NameKind) -> bool {
    let all = gazetteer::get();
    let lower = |word: &str| word.trim_end_matches(',').to_lowercase();
    let office = name.split(' ').all(|word| {
        let word = lower(word);
        TITLES.contains(word.as_str()) || FUNCTION.contains(word.as_str())
    });
    let people = all.demonym(name).is_some() || NO_NAMES.contains(lower(name).as_str());
    let noun = GENERIC.contains(&name);
    !(people || noun || office && kind == NameKind::Person)
}

/// Nations that play for themselves.
const NATIONS: &[&str] = &["England", "Scotland", "Wales", "Northern Ireland", "Korea"];

/// Heads of names that are none alone.
const GENERIC: &[&str] = &[
    "Church",
    "Government",
    "University",
    "Court",
    "Council",
    "Bridge",
    "Department",
    "Office",
    "Party",
    "State",
    "City",
    "Company",
    "College",
    "School",
    "Hospital",
    "World",
    "Ministry",
    "Foundation",
    "Museum",
];

/// The core with the capitals beside it in the same mention, without titles.
fn grown(text: &str, core: Span, mention: Span) -> Span {
    let word_fits = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let capital = bare
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        let inner = PARTICLES.contains(bare);
        (capital || inner) && !TITLES.contains(bare.to_lowercase().as_str()) && !matches!(bare, "The" | "A")
    };
    let clean = |word: &str| {
        word.chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || c == '.')
    };
    let mut grown = core;
    while let Some(before) = text.get(mention.start..grown.start).filter(|s| s.ends_with([' ', '-'])) {
        let trimmed = before.trim_end_matches([' ', '-']);
        let from = trimmed.rfind([' ', '-']).map_or(0, |at| at + 1);
        let word = trimmed.get(from..).unwrap_or("");
        if !word_fits(word) || !clean(word) {
            break;
        }
        grown.start = mention.start + from;
    }
    while let Some(after) = text.get(grown.end..mention.end).filter(|s| s.starts_with([' ', '-'])) {
        let rest = after.trim_start_matches([' ', '-']);
        let hung = after.starts_with('-');
        let word = rest.split([' ', '-']).next().unwrap_or("");
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != '!');
        let bare = bare
            .strip_suffix("'s")
            .or_else(|| bare.strip_suffix("’s"))
            .unwrap_or(bare);
        if !word_fits(bare) && !hung {
            break;
        }
        grown.end += after.len() - rest.len() + bare.len();
        if bare.len() < word.len() {
            break;
        }
    }
    grown
}
