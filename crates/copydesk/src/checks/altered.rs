//! Direct quotations that the attached sources have in other words, or not at all.
//! Called through [`super::ALL`]; silent when no source is attached.

use super::Check;
use crate::desk::Desk;
use crate::note::{Note, Severity};
use crate::reading::Reading;

pub(super) const CHECK: Check = Check {
    name: "altered",
    reason: "Words between quotation marks are the speaker's to the letter, and the source is there to be asked.",
    severity: Severity::Warn,
    run,
};

fn split(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|w| {
            w.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
                .replace('’', "'")
        })
        .filter(|w| !w.is_empty())
        .collect()
}

fn run(reading: &Reading<'_>, desk: &Desk) -> Vec<Note> {
    if desk.sources.is_empty() {
        return Vec::new();
    }
    let sources: Vec<(&str, Vec<String>, Vec<&str>)> = desk
        .sources
        .iter()
        .map(|s| (s.name.as_str(), split(&s.text), s.text.split_whitespace().collect()))
        .collect();
    let mut notes = Vec::new();
    for quoted in reading.quoted.iter().filter(|q| q.depth == 0) {
        let heading = reading
            .page
            .parts
            .get(quoted.part)
            .is_some_and(|part| part.role.is_heading());
        // What the writer left out is between dots or brackets: each piece is looked for.
        let text = reading.page.at(quoted.inner);
        let pieces: Vec<Vec<String>> = text
            .split(['…', '[', ']'])
            .flat_map(|p| p.split("..."))
            .map(split)
            .filter(|p| p.len() >= 3)
            .collect();
        if pieces.is_empty() || heading && desk.headline_marks_may_paraphrase {
            continue;
        }
        let missing = pieces.iter().find(|piece| {
            !sources
                .iter()
                .any(|(_, words, _)| words.windows(piece.len()).any(|w| w == piece.as_slice()))
        });
        let Some(missing) = missing else { continue };
        let best = sources
            .iter()
            .filter_map(|(name, words, raw)| nearest(missing, words).map(|(at, hits)| (hits, name, at, raw)))
            .max_by_key(|(hits, ..)| *hits);
        let message = match best {
            Some((hits, name, at, raw)) if hits * 2 >= missing.len() && raw.len() >= at + missing.len() => {
                let theirs = raw.get(at..at + missing.len()).unwrap_or(&[]).join(" ");
                format!("The source ({name}) has other words: “{theirs}”. Open the source.")
            }
            _ => "No attached source has these words. Open the source, or mark them as a paraphrase.".into(),
        };
        notes.push(Note::new("altered", Severity::Warn, quoted.inner, message));
    }
    notes
}

/// The place in a source that shares most words with the piece.
fn nearest(piece: &[String], words: &[String]) -> Option<(usize, usize)> {
    words
        .windows(piece.len())
        .enumerate()
        .map(|(at, window)| (at, window.iter().filter(|w| piece.contains(w)).count()))
        .max_by_key(|(_, hits)| *hits)
}
