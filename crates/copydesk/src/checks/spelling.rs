//! Words that the dictionary does not know.
//! Called through [`super::ALL`]; silent without a dictionary, inside quotations, in names, and for words with a capital.

use super::Check;
use crate::desk::Desk;
use crate::note::{Note, Severity};
use crate::reading::Reading;
use crate::tokens::Kind;
use std::collections::HashSet;

pub(super) const CHECK: Check = Check {
    name: "spelling",
    reason: "A slip of the keyboard is found by a list and overlooked by its writer.",
    severity: Severity::Hint,
    run,
};

fn run(reading: &Reading<'_>, desk: &Desk) -> Vec<Note> {
    let Some(spelling) = &desk.spelling else {
        return Vec::new();
    };
    let mut seen: HashSet<&str> = HashSet::new();
    let mut notes = Vec::new();
    for token in &reading.tokens {
        let word = reading.page.at(token.span);
        let prose = reading
            .page
            .part_at(token.span.start)
            .and_then(|i| reading.page.parts.get(i))
            .is_some_and(|p| p.role.is_prose());
        if token.kind != Kind::Word
            || token.capital
            || !prose
            || word.chars().count() < 3
            || word.chars().any(|c| c.is_ascii_digit() || c.is_uppercase() || c == '_')
        {
            continue;
        }
        if reading.is_quoted(token.span)
            || reading.name_at(token.span.start).is_some()
            || spelling.knows(word)
            || !seen.insert(word)
        {
            continue;
        }
        let near = spelling.suggest(word);
        let message = if near.is_empty() {
            format!("“{word}” is not in the dictionary.")
        } else {
            format!("“{word}” is not in the dictionary. {}?", near.join(", "))
        };
        notes.push(Note::new("spelling", Severity::Hint, token.span, message));
    }
    notes
}
