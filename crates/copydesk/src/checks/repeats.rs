//! Paragraphs and sentences that are printed twice, to the letter or nearly.
//! Called through [`super::ALL`]; near repeats are found by the share of common runs of four words (Broder, 1997).

use super::Check;
use crate::desk::Desk;
use crate::note::{Fix, Note, Severity};
use crate::reading::Reading;
use crate::span::Span;
use std::collections::{HashMap, HashSet};

pub(super) const CHECK: Check = Check {
    name: "repeats",
    reason: "A paragraph pasted twice is the commonest accident of a page, and every reader sees it.",
    severity: Severity::Stop,
    run,
};

/// Fewer words than this may come again.
const SHORT: usize = 6;

/// From this share of common runs on, two paragraphs are nearly the same.
const NEAR: f64 = 0.7;

fn folded(text: &str) -> String {
    text.split(|c: char| c.is_whitespace())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

fn shingles(words: &str) -> HashSet<u64> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let words: Vec<&str> = words
        .split(' ')
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|w| !w.is_empty())
        .collect();
    words
        .windows(4)
        .map(|four| {
            let mut hasher = DefaultHasher::new();
            four.hash(&mut hasher);
            hasher.finish()
        })
        .collect()
}

fn run(reading: &Reading<'_>, _: &Desk) -> Vec<Note> {
    let page = reading.page;
    let parts: Vec<(usize, String, HashSet<u64>)> = page
        .parts
        .iter()
        .enumerate()
        .filter(|(_, part)| part.role.is_prose() && !part.shared)
        .map(|(index, part)| {
            let words = folded(page.at(part.span));
            let runs = shingles(&words);
            (index, words, runs)
        })
        .collect();
    let mut notes = Vec::new();
    let mut repeated: HashSet<usize> = HashSet::new();
    for (at, (index, words, runs)) in parts.iter().enumerate() {
        let count = words.split(' ').count();
        if count < SHORT {
            continue;
        }
        for (other, others, other_runs) in parts.iter().take(at) {
            let (Some(part), Some(first)) = (page.parts.get(*index), page.parts.get(*other)) else {
                continue;
            };
            if words == others {
                let after = page.parts.get(index + 1).map_or(part.span.end, |next| next.span.start);
                let cut = Span::new(part.span.start, after.max(part.span.end));
                notes.push(
                    Note::new(
                        "repeats",
                        Severity::Stop,
                        part.span,
                        "This paragraph was printed before, word for word.",
                    )
                    .with(Fix::cut(cut))
                    .and(vec![first.span]),
                );
                repeated.insert(*index);
                break;
            }
            let common = runs.intersection(other_runs).count();
            let all = runs.len() + other_runs.len() - common;
            if all > 0 && common >= 6 && common as f64 / all as f64 >= NEAR {
                notes.push(
                    Note::new(
                        "repeats",
                        Severity::Warn,
                        part.span,
                        "This paragraph says nearly word for word what an earlier one says.",
                    )
                    .and(vec![first.span]),
                );
                repeated.insert(*index);
                break;
            }
        }
    }
    notes.extend(sentences(reading, &repeated));
    notes
}

/// Whole sentences that come again in other paragraphs.
fn sentences(reading: &Reading<'_>, repeated: &HashSet<usize>) -> Vec<Note> {
    let mut seen: HashMap<String, Span> = HashMap::new();
    let mut notes = Vec::new();
    for sentence in &reading.sentences {
        let part = reading.page.parts.get(sentence.part);
        if repeated.contains(&sentence.part) || !part.is_some_and(|part| part.role.is_prose() && !part.shared) {
            continue;
        }
        let words = folded(reading.page.at(sentence.span));
        if words.split(' ').count() < SHORT + 2 {
            continue;
        }
        match seen.get(&words) {
            Some(first) => notes.push(
                Note::new(
                    "repeats",
                    Severity::Warn,
                    sentence.span,
                    "This sentence was printed before, word for word.",
                )
                .and(vec![*first]),
            ),
            None => {
                seen.insert(words, sentence.span);
            }
        }
    }
    notes
}
