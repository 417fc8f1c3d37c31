//! Words that the dictionary does not know.
//! Called through [`super::ALL`]; silent without a dictionary, and where a house rule reads the spelling itself.

use super::Check;
use crate::desk::Desk;
use crate::note::{Note, Severity};
use crate::reading::Reading;
use crate::span::Span;
use crate::spelling::strange;

pub(super) const CHECK: Check = Check {
    name: "spelling",
    reason: "A slip of the keyboard is found by a list and overlooked by its writer.",
    severity: Severity::Hint,
    run,
};

fn run(reading: &Reading<'_>, desk: &Desk) -> Vec<Note> {
    let Some(spelling) = desk.spelling.as_ref().filter(|_| !desk.rules.spells()) else {
        return Vec::new();
    };
    let found = strange(reading, Some(spelling), |_| false);
    let note = |span: Span| {
        let word = reading.page.at(span);
        let near = spelling.suggest(word);
        let message = if near.is_empty() {
            format!("“{word}” is not in the dictionary.")
        } else {
            format!("“{word}” is not in the dictionary. {}?", near.join(", "))
        };
        Note::new("spelling", Severity::Hint, span, message)
    };
    found.into_iter().map(note).collect()
}
