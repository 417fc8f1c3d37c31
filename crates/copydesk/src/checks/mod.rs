//! The checks, one a file: each has a name, a reason, a gravity, a page in `docs/copydesk` and fixtures in `tests/checks`.
//! [`run`] is called by [`crate::check`]; a new check is a new file, a line in [`ALL`], a page and two fixtures.

mod altered;
mod do_not_name;
mod doubled;
mod fairness;
mod fields;
mod filler;
mod furniture;
mod headline;
mod marks;
mod names;
mod repeats;
mod speaker;
mod spelling;
mod sums;
mod time;
mod unsourced;
mod wordings;

use crate::desk::Desk;
use crate::note::{Note, Severity};
use crate::reading::Reading;
pub use fairness::accused;

/// One check.
pub struct Check {
    /// Its name, which is also the name of its page and of its folder of fixtures.
    pub name: &'static str,
    /// Why it exists, in a sentence.
    pub reason: &'static str,
    /// The gravest note that it makes.
    pub severity: Severity,
    /// Finds its notes.
    pub run: fn(&Reading<'_>, &Desk) -> Vec<Note>,
}

/// All checks, in the order in which their notes are listed at one place.
pub const ALL: &[Check] = &[
    do_not_name::CHECK,
    marks::CHECK,
    furniture::CHECK,
    repeats::CHECK,
    filler::CHECK,
    wordings::CHECK,
    altered::CHECK,
    speaker::CHECK,
    headline::CHECK,
    time::CHECK,
    names::CHECK,
    doubled::CHECK,
    unsourced::CHECK,
    fairness::CHECK,
    sums::CHECK,
    fields::CHECK,
    spelling::CHECK,
];

/// Runs all checks and the house rules.
pub fn run(reading: &Reading<'_>, desk: &Desk) -> Vec<Note> {
    let mut notes: Vec<Note> = ALL.iter().flat_map(|check| (check.run)(reading, desk)).collect();
    notes.extend(desk.rules.notes(reading, desk.spelling.as_deref()));
    for note in &mut notes {
        if note.fix.as_ref().is_some_and(|fix| touches_quotation(reading, fix)) {
            note.fix = None;
        }
    }
    notes.sort_by_key(|note| (note.span.start, std::cmp::Reverse(note.severity), note.span.end));
    notes
}

/// A fix may cut a whole paragraph with its quotations, and may change marks. It never changes the words between marks.
fn touches_quotation(reading: &Reading<'_>, fix: &crate::note::Fix) -> bool {
    let span = fix.span();
    let crate::note::Fix::Replace { with, .. } = fix else {
        return false;
    };
    let whole = with.is_empty() && reading.page.parts.iter().any(|part| span.holds(part.span));
    let words = reading.page.at(span).chars().any(char::is_alphanumeric) || with.chars().any(char::is_alphanumeric);
    !whole && words && reading.is_quoted(span)
}
