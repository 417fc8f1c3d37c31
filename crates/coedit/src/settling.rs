//! Sees whether an update settles somebody else's suggestion: their mark goes and the words under it stay.
//! Rooms ask it of writers who may not settle; [`crate::Sheet::apply_from`] is the way in.
//!
//! Words that are deleted with their suggestion, and a paragraph that is split, settle nothing: there the characters
//! themselves go. What counts is a character that was marked, is still there, and is marked no more. One thing looks
//! like it and is none: of two equal letters side by side an editor may delete the marked one by deleting the other and
//! moving the mark. So a character counts only when no equal one without the mark went from the same text.

use crate::derive::name_of;
use std::collections::HashMap;
use std::sync::Arc;
use yrs::branch::{Branch, BranchID};
use yrs::types::text::YChange;
use yrs::types::{Attrs, Delta, Event};
use yrs::{Any, Out, ReadTxn, Text, TransactionMut, XmlFragment, XmlFragmentRef, XmlOut, XmlTextRef};

/// A text in UTF-16, as browsers and updates count, with the marks of others on each unit.
type Before = Vec<(u16, Arc<[Mark]>)>;

/// Somebody else's suggestion on a run of text.
#[derive(Debug, PartialEq, Eq)]
struct Mark {
    /// The key of the mark as the text has it.
    key: String,
    /// Whose it is.
    by: String,
}

/// The texts on which somebody else suggests something.
#[derive(Debug, Default)]
pub(crate) struct Others(HashMap<BranchID, Before>);

impl Others {
    /// Those that an account did not suggest.
    pub(crate) fn of(txn: &impl ReadTxn, body: &XmlFragmentRef, account: &str) -> Self {
        let mut found = Self::default();
        // Text stands below the top.
        for child in body.successors(txn) {
            if let XmlOut::Text(text) = child {
                found.note(txn, &text, account);
            }
        }
        found
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn note(&mut self, txn: &impl ReadTxn, text: &XmlTextRef, account: &str) {
        let mut units = Before::new();
        let mut any = false;
        for chunk in text.diff(txn, YChange::identity) {
            let marks: Arc<[Mark]> = chunk
                .attributes
                .map_or_else(Vec::new, |attrs| of_others(&attrs, account))
                .into();
            any |= !marks.is_empty();
            match chunk.insert {
                Out::Any(Any::String(words)) => units.extend(words.encode_utf16().map(|unit| (unit, marks.clone()))),
                // Anything else counts one, and the schema will say what it thinks of it.
                _ => units.push((0, marks)),
            }
        }
        if any {
            let branch: &Branch = text.as_ref();
            self.0.insert(branch.id(), units);
        }
    }

    /// Whether a change of texts settles one of them.
    pub(crate) fn settled_by(&self, txn: &TransactionMut, events: &yrs::types::Events) -> bool {
        events.iter().any(|event| {
            let Event::XmlText(event) = event else { return false };
            let branch: &Branch = event.target().as_ref();
            self.0
                .get(&branch.id())
                .is_some_and(|before| settles(before, event.delta(txn)))
        })
    }
}

/// The suggestions of others among the marks of a run.
fn of_others(attrs: &Attrs, account: &str) -> Vec<Mark> {
    attrs
        .iter()
        .filter(|(key, _)| matches!(name_of(key), "insertion" | "deletion"))
        .filter_map(|(key, value)| {
            let by = by(value)?;
            (by != account).then(|| Mark {
                key: key.to_string(),
                by,
            })
        })
        .collect()
}

/// Whose a suggestion is.
fn by(value: &Any) -> Option<String> {
    let Any::Map(entries) = value else { return None };
    match entries.get("by") {
        Some(Any::String(by)) => Some(by.to_string()),
        _ => None,
    }
}

fn settles(before: &[(u16, Arc<[Mark]>)], delta: &[Delta]) -> bool {
    let mut bare: HashMap<u16, i64> = HashMap::new();
    let mut at = 0_usize;
    for change in delta {
        match change {
            Delta::Inserted(..) => {}
            Delta::Deleted(length) => {
                let end = at.saturating_add(*length as usize);
                for (unit, marks) in before.get(at..end).unwrap_or_default() {
                    if marks.is_empty() {
                        *bare.entry(*unit).or_default() -= 1;
                    }
                }
                at = end;
            }
            Delta::Retain(length, attrs) => {
                let end = at.saturating_add(*length as usize);
                if let Some(attrs) = attrs {
                    for (unit, marks) in before.get(at..end).unwrap_or_default() {
                        let lost = marks.iter().any(|mark| {
                            attrs
                                .get(mark.key.as_str())
                                .is_some_and(|now| by(now).as_ref() != Some(&mark.by))
                        });
                        if lost {
                            *bare.entry(*unit).or_default() += 1;
                        }
                    }
                }
                at = end;
            }
        }
    }
    bare.values().any(|count| *count > 0)
}
