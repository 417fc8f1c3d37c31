//! Fields that are empty or lead nowhere: alt text, caption, credit, section, words and target of links.
//! Called through [`super::ALL`]; silent for a plain text, which has no fields.

use super::Check;
use crate::desk::Desk;
use crate::note::{Note, Severity};
use crate::reading::Reading;
use crate::span::Span;

pub(super) const CHECK: Check = Check {
    name: "fields",
    reason: "What nobody sees while writing is what some readers depend on.",
    severity: Severity::Warn,
    run,
};

/// Words of a link that tell nobody where it leads.
const EMPTY: &[&str] = &[
    "here",
    "click here",
    "this",
    "link",
    "this link",
    "read more",
    "more",
    "this page",
];

fn run(reading: &Reading<'_>, desk: &Desk) -> Vec<Note> {
    let facts = &reading.page.facts;
    let mut notes = Vec::new();
    let warn = |at: Span, message: &str| Note::new("fields", Severity::Warn, at, message);
    if facts.has_fields && facts.section.is_none() {
        notes.push(warn(Span::default(), "The story has no section."));
    }
    for picture in &facts.pictures {
        if !picture.alt {
            notes.push(warn(
                picture.at,
                "The picture has no words for those who do not see it.",
            ));
        }
        if facts.has_fields && !picture.caption {
            notes.push(warn(picture.at, "The picture has no caption."));
        }
        if facts.has_fields && !picture.credit {
            notes.push(warn(picture.at, "The picture has no credit."));
        }
    }
    for link in &facts.links {
        let words = reading.page.at(link.at).trim().to_lowercase();
        if words.is_empty() {
            notes.push(warn(link.at, "The link has no words."));
        } else if EMPTY.contains(&words.as_str()) {
            notes.push(Note::new(
                "fields",
                Severity::Hint,
                link.at,
                "The words of the link do not say where it leads.",
            ));
        }
        if desk.dead_links.contains(&link.to) {
            notes.push(warn(link.at, "The link leads nowhere."));
        }
        if let Some((_, to)) = desk.moved_links.iter().find(|(from, _)| *from == link.to) {
            notes.push(Note::new(
                "fields",
                Severity::Hint,
                link.at,
                format!("The link leads to {to} now."),
            ));
        }
    }
    notes
}
