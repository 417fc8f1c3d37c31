//! What a note is about, as it is known again after other words of the story changed.
//! A decision on a note, and the override of a stop, hold as long as the passage and its nearest words stand.

use courant_copydesk::{Note, Page, Span};
use courant_store::keys::Keys;
use std::fmt::Write as _;

/// Words on each side that belong to a short passage.
const AROUND: usize = 4;
/// A passage of so many words is known by itself.
const ENOUGH: usize = 6;

/// Small letters, straight marks, single spaces.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for letter in word.chars() {
            match letter {
                '’' | '‘' => out.push('\''),
                '“' | '”' => out.push('"'),
                other => out.extend(other.to_lowercase()),
            }
        }
    }
    out
}

/// The keyed hash of a note's passage: its words, and for a few words their neighbours.
pub fn passage_of(keys: &Keys, page: &Page, note: &Note) -> String {
    let words = page.at(note.span);
    let mut told = format!("copy desk\n{}\n", folded(words));
    if words.split_whitespace().count() < ENOUGH
        && let Some(part) = page.part_at(note.span.start).and_then(|at| page.parts.get(at))
    {
        let before = page.at(Span::new(part.span.start, note.span.start.max(part.span.start)));
        let after = page.at(Span::new(note.span.end.min(part.span.end), part.span.end));
        let mut near: Vec<&str> = before.split_whitespace().rev().take(AROUND).collect();
        near.reverse();
        let _ = write!(
            told,
            "{}\n{}",
            folded(&near.join(" ")),
            folded(&after.split_whitespace().take(AROUND).collect::<Vec<_>>().join(" "))
        );
        if words.is_empty() {
            // What is missing has no words; the fault itself tells one from another.
            let _ = write!(told, "\n{}", note.message);
        }
    }
    hex(&keys.text_mac(&told))
}

/// The first sixteen bytes of a hash, in hexadecimal.
fn hex(mac: &[u8]) -> String {
    mac.iter().take(16).fold(String::with_capacity(32), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use courant_copydesk::Severity;

    fn of(text: &str, words: &str) -> String {
        let page = Page::from_plain(text);
        let at = page.text.find(words).unwrap();
        let note = Note::new("marks", Severity::Stop, Span::new(at, at + words.len()), "x");
        passage_of(&Keys::from_secret(&[7; 32]).unwrap(), &page, &note)
    }

    #[test]
    fn a_passage_is_the_same_while_its_nearest_words_stand() {
        let before = of(
            "He said “nothing more. The quay was closed all day long on Monday.",
            "“",
        );
        let far = of(
            "He said “nothing more. The quay was closed all week long, until Sunday.",
            "“",
        );
        let near = of(
            "He said “nothing else. The quay was closed all day long on Monday.",
            "“",
        );
        assert_eq!(before, far);
        assert_ne!(before, near);
        assert!(!before.contains("nothing") && before.len() == 32);
    }

    #[test]
    fn two_faults_at_one_place_without_words_are_two() {
        let page = Page::from_plain("A picture.");
        let keys = Keys::from_secret(&[7; 32]).unwrap();
        let one = |message| {
            passage_of(
                &keys,
                &page,
                &Note::new("fields", Severity::Warn, Span::default(), message),
            )
        };
        assert_ne!(one("No alt."), one("No caption."));
    }
}
