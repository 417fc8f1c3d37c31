//! Words about the text instead of the matter, and what a writing machine left behind.
//! Called through [`super::ALL`].

use super::Check;
use crate::desk::Desk;
use crate::note::{Fix, Note, Severity};
use crate::reading::Reading;
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

pub(super) const CHECK: Check = Check {
    name: "filler",
    reason: "Words about the text itself tell the reader that nobody read it.",
    severity: Severity::Stop,
    run,
};

/// Cut with the comma before it: nothing else can be right.
static CUT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)[,;]?\s*\b(?:concluding|ending|closing|to conclude) (?:this|the) (?:paragraph|article|section|essay)\b",
    )
    .ok()
});

/// Never printed on purpose, but a person must say what stands there instead.
static STOP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:as an ai(?: language)? model|as a (?:large )?language model|i(?:'m| am) (?:just )?an ai\b|as of my (?:last|latest) (?:knowledge )?(?:update|cutoff)|",
        r"my knowledge cut-?off|i cannot fulfil?l? (?:this|that|your) request|(?:sure|certainly)[!,] here(?:'s| is) (?:a|an|the|your) (?:article|rewritten|revised|summary|version|story)|",
        r"here is (?:a|the) (?:rewritten|revised|paraphrased) (?:version|article|text)|regenerate response|lorem ipsum|in this (?:article|paragraph|essay), (?:i|we) will\b)|",
        r"\[(?:insert|add|your|name|date|tk|source|citation)\b[^\]]{0,40}\]|\bTKTK\b",
    ))
    .ok()
});

fn run(reading: &Reading<'_>, _: &Desk) -> Vec<Note> {
    let mut notes = Vec::new();
    for part in &reading.page.parts {
        if !(part.role.is_prose() || part.role.is_heading()) {
            continue;
        }
        let text = reading.page.at(part.span);
        let find = |pattern: &LazyLock<Option<Regex>>| -> Vec<Span> {
            let found = pattern.as_ref().map(|p| {
                p.find_iter(text)
                    .map(|m| Span::new(part.span.start + m.start(), part.span.start + m.end()))
                    .collect::<Vec<_>>()
            });
            found
                .unwrap_or_default()
                .into_iter()
                .filter(|span| !reading.is_quoted(*span))
                .collect()
        };
        for span in find(&CUT) {
            notes.push(
                Note::new(
                    "filler",
                    Severity::Stop,
                    span,
                    "This speaks of the paragraph and not of the matter.",
                )
                .with(Fix::cut(span)),
            );
        }
        for span in find(&STOP) {
            notes.push(Note::new(
                "filler",
                Severity::Stop,
                span,
                "This was left by a writing machine or by a template.",
            ));
        }
    }
    notes
}
