//! Names that may not be printed, wherever they could appear: text, caption, alt text, file name, address, topic, quotation.
//! Called through [`super::ALL`]; the note never tells the reason, nor what the entry holds.

use super::Check;
use crate::desk::Desk;
use crate::note::{Note, Severity};
use crate::reading::Reading;
use crate::span::Span;

pub(super) const CHECK: Check = Check {
    name: "do-not-name",
    reason: "A name that a court or the paper protects must not slip through in any form.",
    severity: Severity::Stop,
    run,
};

fn run(reading: &Reading<'_>, desk: &Desk) -> Vec<Note> {
    let today = reading.page.facts.date.as_deref();
    let mut notes = Vec::new();
    let (folded, places) = fold(&reading.page.text);
    for entry in &desk.do_not_name {
        let over = entry
            .until
            .as_deref()
            .zip(today)
            .is_some_and(|(until, today)| today > until);
        if over {
            continue;
        }
        for words in &entry.words {
            let (needle, _) = fold(words);
            let needle = needle.trim_matches(' ');
            if needle.is_empty() {
                continue;
            }
            for (at, _) in folded.match_indices(needle) {
                let edge = |c: Option<char>| c.is_none_or(|c| c == ' ');
                let before = folded.get(..at).and_then(|s| s.chars().next_back());
                let after = folded.get(at + needle.len()..).and_then(|s| s.chars().next());
                if !edge(before) || !edge(after) {
                    continue;
                }
                let start = places.get(at).copied().unwrap_or(0);
                let end = places
                    .get(at + needle.len())
                    .copied()
                    .unwrap_or(reading.page.text.len());
                let text = reading.page.at(Span::new(start, end));
                let span = Span::new(
                    start,
                    start + text.trim_end_matches(|c: char| !c.is_alphanumeric()).len(),
                );
                notes.push(Note::new("do-not-name", Severity::Stop, span, "Held for the chief."));
            }
        }
    }
    notes.sort_by_key(|note| note.span);
    notes.dedup_by_key(|note| note.span);
    notes
}

/// Small letters without accents; everything else is one space, so that "anna-berg.jpg" holds "Anna Berg". With it, the byte of the
/// text that each byte of the folded form came from.
fn fold(text: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let before = out.len();
        if letter.is_alphanumeric() {
            for lower in letter.to_lowercase() {
                plain(lower, &mut out);
            }
        } else if matches!(letter, '\'' | '’' | '\u{ad}' | '\u{200b}' | '\u{301}' | '\u{308}') {
            // "Annas" and "Anna's" both tell.
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
        places.resize(places.len() + out.len() - before, at);
    }
    (out, places)
}

/// The letter without its accent, as address slugs have it.
fn plain(letter: char, out: &mut String) {
    let base = match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ğ' | 'ģ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ł' | 'ľ' | 'ļ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ž' | 'ż' => 'z',
        'ß' => {
            out.push_str("ss");
            return;
        }
        other => other,
    };
    out.push(base);
}
