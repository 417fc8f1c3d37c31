//! Words and sentences of a part, with Unicode segmentation underneath.
//! Called by [`crate::Reading`]; a sentence may end inside quotation marks, and "“Why?” she asked." is one sentence.

use crate::span::Span;
use unicode_segmentation::UnicodeSegmentation;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A word; apostrophes and the full stops of "U.S." belong to it.
    Word,
    /// Digits, with their separators.
    Number,
    /// A mark.
    Mark,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// Begins with a capital.
    pub capital: bool,
}

/// Appends the tokens of `text`, which stands at byte `base` of the page.
pub fn tokens(text: &str, base: usize, out: &mut Vec<Token>) {
    for (at, piece) in text.split_word_bound_indices() {
        let Some(first) = piece.chars().next() else { continue };
        if first.is_whitespace() || first == '\u{200b}' || first == '\u{feff}' {
            continue;
        }
        let kind = if first.is_numeric() {
            Kind::Number
        } else if first.is_alphabetic() || first == '_' {
            Kind::Word
        } else {
            Kind::Mark
        };
        let mut span = Span::new(base + at, base + at + piece.len());
        // "U.S" takes its last full stop; so do "Mr." and initials, which sentences look at.
        if kind == Kind::Mark
            && piece == "."
            && let Some(last) = out.last_mut()
            && last.kind == Kind::Word
            && last.span.end == span.start
            && last.span.start >= base
        {
            let word = text.get(last.span.start - base..last.span.end - base).unwrap_or("");
            if is_initials(word) || is_title_abbreviation(word) {
                last.span.end = span.end;
                continue;
            }
        }
        // The mark of the apostrophe in "workers’" belongs to nobody here; pairs are found in `marks`.
        if kind == Kind::Mark {
            let count = piece.chars().count();
            if count > 1 {
                for (i, letter) in piece.char_indices() {
                    span = Span::new(base + at + i, base + at + i + letter.len_utf8());
                    out.push(Token {
                        span,
                        kind,
                        capital: false,
                    });
                }
                continue;
            }
        }
        let capital = first.is_uppercase();
        out.push(Token { span, kind, capital });
    }
}

/// "U.S", "D.C", "J": letters with full stops between, or a single capital.
fn is_initials(word: &str) -> bool {
    let mut letters = word.split('.');
    let all = letters.all(|letter| letter.chars().count() == 1 && letter.chars().all(char::is_alphabetic));
    all && (word.contains('.') || word.chars().all(|c| c.is_uppercase() && c != 'I'))
}

/// Abbreviations that a name or a number follows: their full stop ends no sentence.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "capt", "sgt", "maj", "adm", "sen", "rep", "gov", "rev",
    "hon", "st", "pres", "no", "nos", "vs", "fig", "mt", "ft", "messrs", "supt", "insp", "cmdr", "atty", "approx",
    "dept", "est", "vol",
];

/// Abbreviations that may also end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "inc", "corp", "ltd", "co", "jr", "sr", "etc", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep",
    "oct", "nov", "dec", "a.m", "p.m", "u.s", "u.k", "u.n", "d.c", "e.g", "i.e", "ph.d", "calif", "fla", "mass",
    "penn", "conn", "ariz", "ore", "wash", "va", "pa", "md", "ave", "blvd", "rd", "bros", "assn", "univ",
];

fn is_title_abbreviation(word: &str) -> bool {
    let lower = word.to_lowercase();
    word.chars().next().is_some_and(char::is_uppercase) && TITLES.contains(&lower.as_str()) && lower != "no"
}

/// Marks that close: they belong to the sentence before them.
fn closes(letter: char) -> bool {
    matches!(
        letter,
        '"' | '”' | '’' | '\'' | ')' | ']' | '»' | '›' | '」' | '』' | '“'
    )
}

/// The sentences of a part, without the white space around them.
pub fn sentences(text: &str, base: usize) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let at = |i: usize| letters.get(i).map_or(text.len(), |(byte, _)| *byte);
    let mut i = 0;
    while let Some((byte, letter)) = letters.get(i).copied() {
        i += 1;
        let wide = matches!(letter, '。' | '！' | '？' | '।' | '۔' | '؟' | '።');
        if !wide && !matches!(letter, '.' | '!' | '?' | '…') {
            continue;
        }
        let mut end = i;
        while letters
            .get(end)
            .is_some_and(|(_, c)| matches!(c, '.' | '!' | '?' | '…' | '！' | '？'))
        {
            end += 1;
        }
        let mut after_marks = end;
        while letters
            .get(after_marks)
            .is_some_and(|(at, c)| closes(*c) && !opens_here(text, *at, *c))
        {
            after_marks += 1;
        }
        let closed = after_marks > end;
        let space = letters.get(after_marks).is_none_or(|(_, c)| c.is_whitespace());
        if !space && !wide {
            i = end;
            continue;
        }
        let rest = text.get(at(after_marks)..).unwrap_or("").trim_start();
        let word_before = last_word(text.get(start..byte).unwrap_or(""));
        let next = rest.chars().find(|c| {
            !matches!(
                c,
                '"' | '“' | '‘' | '\'' | '(' | '[' | '«' | '„' | '—' | '–' | '-' | '`'
            )
        });
        let lower_next = next.is_some_and(char::is_lowercase);
        let abbreviated = letter == '.' && end == i && !closed && is_abbreviated(word_before, rest);
        let told = closed && matches!(letter, '?' | '!' | '…') && speaks(rest);
        if rest.is_empty() || wide || (!lower_next && !abbreviated && next.is_some() && !told) {
            push(text, base, start, at(after_marks), &mut found);
            start = at(after_marks);
        }
        i = after_marks;
    }
    push(text, base, start, text.len(), &mut found);
    found
}

/// A straight or German mark after a space and before a letter opens.
fn opens_here(text: &str, at: usize, mark: char) -> bool {
    let before = text.get(..at).and_then(|s| s.chars().next_back());
    let after = text.get(at + mark.len_utf8()..).and_then(|s| s.chars().next());
    before.is_none_or(char::is_whitespace) && after.is_some_and(|c| !c.is_whitespace())
}

/// “Why?” Anna Berg asked: a name and a verb of saying follow the closing mark.
fn speaks(rest: &str) -> bool {
    let words: Vec<&str> = rest.split_whitespace().take(9).collect();
    let verb = words.iter().position(|w| {
        crate::lexicon::SAYING.contains(w.trim_end_matches(['.', ',', ':']))
            || w.trim_end_matches(['.', ',', ':']) == "demanded"
    });
    let Some(verb) = verb.filter(|at| *at > 0) else {
        return false;
    };
    let ends = |w: &&str| {
        w.ends_with([',', '.', ':', '"', '”'])
            && !crate::lexicon::TITLES.contains(w.to_lowercase().as_str())
            && w.chars().count() > 2
    };
    let lead = words.get(..verb).unwrap_or(&[]);
    let first = lead.first().copied().unwrap_or("");
    !lead.iter().any(ends) && !starts_sentence(first) && !first.starts_with(['"', '“', '‘', '\''])
}

fn last_word(text: &str) -> &str {
    let from = text
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '.' | '\'' | '’'))
        .last()
        .map_or(text.len(), |(at, _)| at);
    text.get(from..).unwrap_or("")
}

fn is_abbreviated(word: &str, rest: &str) -> bool {
    let lower = word.to_lowercase();
    if lower == "no" {
        return rest.starts_with(|c: char| c.is_ascii_digit());
    }
    if word.chars().next().is_some_and(char::is_uppercase) && TITLES.contains(&lower.as_str()) {
        return true;
    }
    if word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I" {
        return true;
    }
    if ABBREVIATIONS.contains(&lower.as_str()) || is_initials(word) && word.contains('.') {
        // "in the U.S. The" ends; "U.S. President" and "Jan. 6" do not.
        return !starts_sentence(rest);
    }
    false
}

/// Words that begin sentences and hardly ever stand inside a name.
fn starts_sentence(rest: &str) -> bool {
    let first = rest.split_whitespace().next().unwrap_or("");
    matches!(
        first,
        "The"
            | "A"
            | "An"
            | "He"
            | "She"
            | "It"
            | "They"
            | "We"
            | "I"
            | "In"
            | "On"
            | "At"
            | "But"
            | "And"
            | "However"
            | "This"
            | "That"
            | "These"
            | "Those"
            | "There"
            | "His"
            | "Her"
            | "Their"
            | "Its"
            | "If"
            | "When"
            | "While"
            | "As"
            | "For"
            | "After"
            | "Before"
            | "With"
            | "According"
            | "Some"
            | "Many"
            | "Most"
            | "By"
            | "Since"
            | "Although"
            | "Though"
            | "You"
            | "What"
            | "Why"
            | "How"
    )
}

fn push(text: &str, base: usize, start: usize, end: usize, out: &mut Vec<Span>) {
    let words = text.get(start..end).unwrap_or("");
    let from = start + (words.len() - words.trim_start().len());
    let to = start + words.trim_end().len();
    if to > from {
        out.push(Span::new(base + from, base + to));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text, 0)
            .into_iter()
            .map(|s| text.get(s.start..s.end).unwrap_or(""))
            .collect()
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        assert_eq!(
            split(
                "Mr. Key met U.S. President Obama. “Why now?” she asked. “It ends here.” He left at 5 p.m. on Jan. 6."
            ),
            [
                "Mr. Key met U.S. President Obama.",
                "“Why now?” she asked.",
                "“It ends here.”",
                "He left at 5 p.m. on Jan. 6."
            ]
        );
        assert_eq!(
            split("He lives in the U.S. The rest left. No. 10 stayed."),
            ["He lives in the U.S.", "The rest left.", "No. 10 stayed."]
        );
        assert_eq!(split("東京は晴れ。明日は雨！"), ["東京は晴れ。", "明日は雨！"]);
        assert_eq!(
            split("It cost 3.5 million... and rose."),
            ["It cost 3.5 million... and rose."]
        );
    }

    #[test]
    fn words_keep_their_apostrophes_and_full_stops() {
        let text = "Russia’s U.S. ally, Dr. J. Smith-Jones, paid 1,200.";
        let mut out = Vec::new();
        tokens(text, 0, &mut out);
        let words: Vec<&str> = out
            .iter()
            .map(|t| text.get(t.span.start..t.span.end).unwrap_or(""))
            .collect();
        assert_eq!(
            words,
            [
                "Russia’s",
                "U.S.",
                "ally",
                ",",
                "Dr.",
                "J.",
                "Smith",
                "-",
                "Jones",
                ",",
                "paid",
                "1,200",
                "."
            ]
        );
    }
}
