//! One remark in several wordings: words of one speaker that are quoted in different forms.
//! Called through [`super::ALL`]; it lists the passages and never picks between them.

use super::Check;
use crate::desk::Desk;
use crate::note::{Note, Severity};
use crate::reading::Reading;
use crate::span::Span;
use crate::tokens::Kind;

pub(super) const CHECK: Check = Check {
    name: "wordings",
    reason: "When one remark stands in two wordings between quotation marks, at least one of them was never said.",
    severity: Severity::Warn,
    run,
};

/// Nouns that writers put for one another when they quote from memory.
const ALIKE: &[&[&str]] = &[
    &["error", "mistake", "blunder", "folly", "misstep", "miscalculation"],
    &["disaster", "catastrophe", "calamity", "tragedy"],
    &["threat", "danger", "menace", "peril"],
    &["lie", "lies", "falsehood", "untruth", "fabrication", "invention"],
    &["disgrace", "outrage", "scandal", "shame"],
    &["attack", "assault", "offensive", "strike"],
    &["win", "victory", "triumph"],
    &["defeat", "loss", "setback"],
    &["betrayal", "treachery", "treason"],
    &["murder", "killing", "slaughter", "massacre"],
    &["fool", "idiot", "moron", "clown"],
    &["joke", "farce", "charade", "sham"],
    &["nonsense", "rubbish", "garbage", "baloney"],
    &["coward", "weakling", "wimp"],
    &["thief", "crook", "robber", "criminal"],
    &["chaos", "mess", "shambles"],
    &["breakthrough", "milestone", "landmark"],
    &["provocation", "insult", "affront", "slap"],
    &["unacceptable", "intolerable", "inexcusable", "unforgivable"],
    &["honour", "honor", "privilege"],
    &["crime", "offence", "offense", "felony"],
];

/// Words of degree that stand before such a noun.
const DEGREE: &[&str] = &[
    "huge",
    "grave",
    "serious",
    "significant",
    "catastrophic",
    "big",
    "great",
    "terrible",
    "major",
    "enormous",
    "massive",
    "total",
    "complete",
    "utter",
    "absolute",
    "real",
    "historic",
    "tragic",
    "dangerous",
    "colossal",
    "monumental",
    "fatal",
    "costly",
    "disastrous",
    "horrible",
    "awful",
    "gross",
    "deadly",
    "direct",
    "immediate",
    "mortal",
    "pure",
];

struct Passage {
    /// Where the key words stand.
    span: Span,
    group: usize,
    /// The words of degree and the noun.
    words: String,
    speaker: Option<usize>,
    quotation: Span,
}

/// A quotation is compared with this many before it.
const MOST: usize = 60;

/// Longer ones, in words, are compared with none.
const LONG: usize = 400;

fn run(reading: &Reading<'_>, desk: &Desk) -> Vec<Note> {
    let mut passages = Vec::new();
    let marked = reading.quoted.iter().filter(|q| q.depth == 0).map(|q| q.inner).chain(
        reading
            .troubles
            .iter()
            .filter(|t| t.wrong == crate::marks::Wrong::Unclosed)
            .take(MOST)
            .map(|t| t.reach),
    );
    for span in marked {
        let speaker = reading
            .quotations_near(span)
            .iter()
            .find(|q| q.span.meets(span))
            .and_then(|q| q.entity);
        collect(reading, span, speaker, &mut passages);
    }
    passages.sort_by_key(|p| p.span);
    let mut notes = Vec::new();
    for group in 0..ALIKE.len() {
        let same: Vec<&Passage> = passages.iter().filter(|p| p.group == group).collect();
        notes.extend(one_remark(reading, &same));
    }
    notes.extend(against_record(reading, desk));
    notes
}

/// Each pair of a word of degree and a noun of the groups.
fn collect(reading: &Reading<'_>, span: Span, speaker: Option<usize>, out: &mut Vec<Passage>) {
    let (from, to) = reading.tokens_in(span);
    for at in from..to {
        let word = reading.word(at).to_lowercase();
        let Some(group) = ALIKE.iter().position(|group| group.contains(&word.as_str())) else {
            continue;
        };
        let before = at
            .checked_sub(1)
            .filter(|i| *i >= from)
            .map(|i| reading.word(i).to_lowercase())
            .unwrap_or_default();
        if !DEGREE.contains(&before.as_str()) {
            continue;
        }
        let start = reading.tokens.get(at - 1).map_or(span.start, |t| t.span.start);
        let end = reading.tokens.get(at).map_or(span.end, |t| t.span.end);
        out.push(Passage {
            span: Span::new(start, end),
            group,
            words: format!("{before} {word}"),
            speaker,
            quotation: span,
        });
    }
}

/// One note for all passages of one speaker whose words differ. A headline has no speaker of its own and joins.
fn one_remark(reading: &Reading<'_>, same: &[&Passage]) -> Option<Note> {
    let speaker = same.iter().find_map(|p| p.speaker)?;
    let fits: Vec<&&Passage> = same.iter().filter(|p| p.speaker.is_none_or(|s| s == speaker)).collect();
    let first = fits.first()?;
    let quotations: Vec<Span> = fits.iter().map(|p| p.quotation).collect();
    let apart = quotations.iter().any(|q| *q != first.quotation);
    let differ = fits.iter().any(|p| {
        p.quotation != first.quotation
            && !fits
                .iter()
                .any(|other| other.quotation != p.quotation && other.words == p.words)
    });
    if !apart || !differ {
        return None;
    }
    let list: Vec<String> = fits.iter().map(|p| format!("“{}”", reading.page.at(p.span))).collect();
    let who = reading
        .names
        .iter()
        .find(|n| n.entity == speaker)
        .map_or("the speaker", |n| n.main.as_str());
    Some(
        Note::new(
            "wordings",
            Severity::Warn,
            first.span,
            format!(
                "One remark of {who} seems to stand in several wordings: {}. Check the tape.",
                list.join(", ")
            ),
        )
        .and(fits.iter().skip(1).map(|p| p.span).collect()),
    )
}

/// Quotations of the same speaker, here or in the record, that agree in most words and not in all.
fn against_record(reading: &Reading<'_>, desk: &Desk) -> Vec<Note> {
    let mut notes = Vec::new();
    let spoken: Vec<(Span, Option<&str>, Vec<Word>)> = reading
        .quoted
        .iter()
        .filter(|q| q.depth == 0)
        .map(|q| {
            let speaker = reading
                .quotations_near(q.inner)
                .iter()
                .find(|k| k.span.meets(q.inner))
                .and_then(|k| k.speaker.as_deref());
            (q.inner, speaker, words(reading, q.inner))
        })
        .filter(|(_, _, words)| words.len() >= 5)
        .collect();
    for (index, (span, speaker, ours)) in spoken.iter().enumerate() {
        for (other, other_speaker, theirs) in spoken.get(index.saturating_sub(MOST)..index).unwrap_or(&[]) {
            let same = speaker == other_speaker || speaker.is_none() || other_speaker.is_none();
            if same && differs_a_little(ours, theirs) {
                notes.push(
                    Note::new(
                        "wordings",
                        Severity::Warn,
                        *span,
                        "The same words are quoted before in another wording. Check the tape.",
                    )
                    .and(vec![*other]),
                );
            }
        }
        for said in &desk.record {
            let theirs = split(&said.words);
            if speaker.is_some_and(|s| s == said.speaker) && differs_a_little(ours, &theirs) {
                notes.push(Note::new(
                    "wordings",
                    Severity::Warn,
                    *span,
                    format!(
                        "The record has these words of {} as “{}”. Check the tape.",
                        said.speaker, said.words
                    ),
                ));
            }
        }
    }
    notes
}

/// A word in small letters, and whether it carries sense: neither a small word nor one with a capital, as names have.
type Word = (String, bool);

/// Two quotations that share fewer words of sense than this are two remarks.
const SENSE: usize = 2;

fn word(text: &str) -> Word {
    let capital = text.chars().next().is_some_and(char::is_uppercase);
    let small = text.chars().count() < 4 || SMALL.contains(&text.to_lowercase().as_str());
    (text.to_lowercase(), !capital && !small)
}

const SMALL: &[&str] = &[
    "about", "after", "also", "been", "before", "could", "does", "from", "have", "here", "into", "just", "more",
    "most", "only", "over", "should", "some", "such", "than", "that", "their", "them", "then", "there", "these",
    "they", "this", "those", "very", "were", "what", "when", "where", "which", "will", "with", "would", "your",
];

fn words(reading: &Reading<'_>, span: Span) -> Vec<Word> {
    let (from, to) = reading.tokens_in(span);
    let tokens = reading.tokens.get(from..to).unwrap_or(&[]).iter();
    tokens
        .filter(|t| t.kind != Kind::Mark)
        .map(|t| word(reading.page.at(t.span)))
        .collect()
}

fn split(text: &str) -> Vec<Word> {
    text.split_whitespace()
        .map(|w| word(w.trim_matches(|c: char| !c.is_alphanumeric())))
        .filter(|(w, _)| !w.is_empty())
        .collect()
}

/// Most words of the shorter stand in the longer in their order, words of sense among them, and yet it is not a part of it to the
/// letter.
fn differs_a_little(a: &[Word], b: &[Word]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 5
        || long.len() > LONG
        || long
            .windows(short.len())
            .any(|window| window.iter().zip(short).all(|(x, y)| x.0 == y.0))
    {
        return false;
    }
    let sense = |window: &[Word]| short.iter().filter(|w| w.1 && window.contains(w)).count() >= SENSE;
    long.windows(short.len())
        .any(|window| sense(window) && common(short, window) * 100 >= short.len() * 75)
}

/// Length of the longest common subsequence of words.
fn common(a: &[Word], b: &[Word]) -> usize {
    let mut row = vec![0_usize; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let up = row.get(j + 1).copied().unwrap_or(0);
            let left = row.get(j).copied().unwrap_or(0);
            let best = if x.0 == y.0 { diagonal + 1 } else { up.max(left) };
            diagonal = up;
            if let Some(cell) = row.get_mut(j + 1) {
                *cell = best;
            }
        }
    }
    row.last().copied().unwrap_or(0)
}
