//! Picks the passage of a text that shows best why a story was found, and marks the words in it.
//! The search calls it for each hit.

use tantivy::tokenizer::Language;

use super::ask::Needles;
use super::words::{Unit, stems, units};

/// A piece of text, and whether it was asked for.
pub type Piece = (String, bool);

/// About how long an excerpt is, in characters.
const LENGTH: usize = 220;
/// How many characters stand before the first word that was found.
const RUN_UP: usize = 60;
/// How much of a text is looked at for an excerpt, in characters.
const MOST_LOOKED_AT: usize = 60_000;

/// The whole text with the found words marked.
pub(super) fn marked(text: &str, needles: &Needles, language: Option<Language>) -> Vec<Piece> {
    let (units, found) = look(text, needles, language);
    cut(text, 0, text.len(), &units, &found)
}

/// The passage with most of the words, and whether any word stands in it; without one it is the beginning.
///
/// An ellipsis stands where text was left out.
pub(super) fn excerpt(text: &str, needles: &Needles, language: Option<Language>) -> (Vec<Piece>, bool) {
    // A book-length text is searched whole but shown from its first part.
    let shown = text
        .char_indices()
        .nth(MOST_LOOKED_AT)
        .map_or(text, |(end, _)| text.get(..end).unwrap_or(text));
    let (units, found) = look(shown, needles, language);
    let (from, to) = best_window(shown, &units, &found);
    let mut pieces = cut(shown, from, to, &units, &found);
    if from > 0 {
        pieces.insert(0, ("… ".to_owned(), false));
    }
    if to < text.trim_end().len() {
        pieces.push((" …".to_owned(), false));
    }
    (joined(pieces), found.contains(&true))
}

fn look(text: &str, needles: &Needles, language: Option<Language>) -> (Vec<Unit>, Vec<bool>) {
    let units = units(text);
    let stems = language.map(|language| stems(&units, language)).unwrap_or_default();
    let found = needles.found(&units, &stems);
    (units, found)
}

/// Byte bounds of the window, at borders of units.
fn best_window(text: &str, units: &[Unit], found: &[bool]) -> (usize, usize) {
    let lit: Vec<&Unit> = units
        .iter()
        .zip(found)
        .filter(|(_, found)| **found)
        .map(|(unit, _)| unit)
        .collect();
    let reach = |from: usize| {
        from + text.get(from..).map_or(0, |rest| {
            rest.char_indices()
                .nth(LENGTH - RUN_UP)
                .map_or(rest.len(), |(end, _)| end)
        })
    };
    let mut best: Option<(usize, usize)> = None; // (different words, start)
    // Beyond a few hundred occurrences the passage is as good as it gets.
    for (place, unit) in lit.iter().enumerate().take(400) {
        let end = reach(unit.from);
        let mut different: Vec<&str> = lit
            .iter()
            .skip(place)
            .take_while(|other| other.to <= end)
            .map(|other| other.plain.as_str())
            .collect();
        different.sort_unstable();
        different.dedup();
        if best.is_none_or(|(most, _)| different.len() > most) {
            best = Some((different.len(), unit.from));
        }
    }
    let found_at = best.map_or(0, |(_, start)| start);
    let before = text.get(..found_at).unwrap_or_default();
    let from = before.char_indices().rev().nth(RUN_UP).map_or(0, |(start, _)| {
        // A sentence that begins within the run-up is the better place to start.
        let window = text.get(start..found_at).unwrap_or_default();
        let sentence = window
            .rfind(['.', '!', '?', '。', '\n'])
            .and_then(|end| units.iter().find(|unit| unit.from > start + end));
        let near = sentence.or_else(|| units.iter().find(|unit| unit.from >= start));
        near.map_or(start, |unit| unit.from).min(found_at)
    });
    let to = text
        .get(from..)
        .and_then(|rest| rest.char_indices().nth(LENGTH))
        .map_or(text.len(), |(length, _)| {
            let limit = from + length;
            units
                .iter()
                .rev()
                .find(|unit| unit.to <= limit && unit.to > found_at)
                .map_or(limit, |unit| unit.to)
        });
    (from, to)
}

fn cut(text: &str, from: usize, to: usize, units: &[Unit], found: &[bool]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = from;
    for (unit, _) in units
        .iter()
        .zip(found)
        .filter(|(unit, found)| **found && unit.from >= from && unit.to <= to)
    {
        pieces.push((one_line(text.get(at..unit.from).unwrap_or_default()), false));
        pieces.push((one_line(text.get(unit.from..unit.to).unwrap_or_default()), true));
        at = unit.to;
    }
    pieces.push((one_line(text.get(at..to).unwrap_or_default()), false));
    joined(pieces)
}

/// Neighbours of one sort become one piece, empty ones go.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for (text, lit) in pieces.into_iter().filter(|(text, _)| !text.is_empty()) {
        match out.last_mut() {
            Some((before, was_lit)) if *was_lit == lit => before.push_str(&text),
            _ => out.push((text, lit)),
        }
    }
    out
}

/// White space of any length becomes one space.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if !letter.is_whitespace() {
            out.push(letter);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::ask::Ask;
    use super::*;

    fn shown(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|(text, lit)| if *lit { format!("[{text}]") } else { text.clone() })
            .collect()
    }

    fn needles(query: &str) -> Needles {
        Ask::read(query, &[Language::English]).needles()
    }

    #[test]
    fn the_marks_stand_exactly_around_the_words() {
        for (query, text, wanted) in [
            (
                "ferry",
                "Two ferries, one Ferry’s crew.",
                "Two [ferries], one [Ferry’s] crew.",
            ),
            ("sao ", "São Paulo", "[São] Paulo"),
            (
                "\"old port\" ",
                "The old, old port; port old.",
                "The old, [old] [port]; port old.",
            ),
            ("port", "Portugal’s ports", "[Portugal’s] [ports]"),
            ("京都 ", "東京都と京都", "東[京都]と[京都]"),
            ("the ferry ", "the ferry", "the [ferry]"),
        ] {
            assert_eq!(
                shown(&marked(text, &needles(query), Some(Language::English))),
                wanted,
                "{query}"
            );
        }
    }

    #[test]
    fn an_excerpt_shows_the_passage_with_most_of_the_words() {
        let filler = "Nothing happens in this sentence at all. ".repeat(20);
        let text = format!("{filler}A ferry came. {filler}The ferry reached the harbour at night. {filler}");
        let (pieces, _) = excerpt(&text, &needles("ferry harbour "), Some(Language::English));
        let shown = shown(&pieces);
        assert!(
            shown.starts_with("… The [ferry] reached the [harbour] at night."),
            "{shown}"
        );
        assert!(shown.ends_with(" …") && shown.chars().count() < LENGTH + 20, "{shown}");
    }

    #[test]
    fn without_a_find_the_excerpt_is_the_beginning() {
        assert_eq!(
            shown(&excerpt("Short text.\n\nEnd.", &needles("nowhere "), None).0),
            "Short text. End."
        );
        assert_eq!(excerpt("", &needles("x"), None), (vec![], false));
    }

    proptest! {
        #[test]
        fn marking_loses_no_letter(text in "\\PC{0,80}", query in "\\PC{0,20}") {
            let pieces = marked(&text, &needles(&query), Some(Language::English));
            let together: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
            prop_assert_eq!(one_line(&together), one_line(&text));
            let _ = excerpt(&text, &needles(&query), None);
        }
    }
}
