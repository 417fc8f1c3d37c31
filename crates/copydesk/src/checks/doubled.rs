//! A word that stands twice in a row.
//! Called through [`super::ALL`].

use super::Check;
use crate::desk::Desk;
use crate::note::{Fix, Note, Severity};
use crate::reading::Reading;
use crate::span::Span;
use crate::tokens::Kind;

pub(super) const CHECK: Check = Check {
    name: "doubled",
    reason: "The eye skips a doubled word, and the reader's does not.",
    severity: Severity::Warn,
    run,
};

/// Words that rightly stand twice.
const RIGHT: &[&str] = &[
    "had", "that", "very", "no", "bye", "so", "yes", "ha", "la", "many", "really", "long", "far", "her", "do", "is",
    "you", "who", "win", "choo", "knock", "blah", "boo",
];

/// Words that open a sentence and are no names: only these are told apart from "Will will come".
const OPENING: &[&str] = &[
    "the", "in", "on", "at", "of", "to", "it", "and", "but", "he", "she", "they", "we", "this", "these", "for", "with",
    "by", "from", "as", "if", "when", "an", "there", "after", "before",
];

fn run(reading: &Reading<'_>, _: &Desk) -> Vec<Note> {
    let mut notes = Vec::new();
    for (at, pair) in reading.tokens.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let (first, second) = (reading.page.at(a.span), reading.page.at(b.span));
        let same = first == second && !a.capital;
        let at_the_start = a.capital && OPENING.contains(&second) && first.to_lowercase() == second;
        if a.kind != Kind::Word || !(same || at_the_start) || RIGHT.contains(&first) || first.chars().count() < 2 {
            continue;
        }
        let between = reading.page.at(Span::new(a.span.end, b.span.start));
        let prose = reading
            .page
            .part_at(a.span.start)
            .and_then(|i| reading.page.parts.get(i))
            .is_some_and(|part| part.role.is_prose() || part.role.is_heading());
        let one_part = between.chars().all(char::is_whitespace) && !between.contains("\n\n") && !between.is_empty();
        if prose && one_part && !reading.is_quoted(a.span) && !thrice(reading, at) {
            let span = Span::new(a.span.start, b.span.end);
            notes.push(
                Note::new("doubled", Severity::Warn, span, format!("“{second}” stands twice."))
                    .with(Fix::cut(Span::new(a.span.end, b.span.end))),
            );
        }
    }
    notes
}

/// "What are they fighting, fighting, fighting for" without its commas: a longer word three times in a row is said with force.
fn thrice(reading: &Reading<'_>, at: usize) -> bool {
    let word = reading.word(at);
    let before = at.checked_sub(1).map_or("", |before| reading.word(before));
    word.chars().count() > 4 && (before == word || reading.word(at + 2) == word)
}
