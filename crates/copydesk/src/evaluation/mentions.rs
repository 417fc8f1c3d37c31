//! The marked texts of the GUM corpus: their mentions, and the names within these.
//! Called by [`super::names`].

use crate::gazetteer::NameKind;
use crate::span::Span;
use serde::Deserialize;
use std::collections::HashSet;

/// A text of the GUM corpus with its named mentions; offsets in Unicode scalar values.
#[derive(Debug, Deserialize)]
pub struct NamedText {
    /// Its name.
    pub id: String,
    /// `train` or `dev`.
    pub split: String,
    /// The words.
    pub text: String,
    /// Mentions of named things, many of them long phrases around a name.
    pub mentions: Vec<Mention>,
}

/// One mention.
#[derive(Debug, Deserialize)]
pub struct Mention {
    /// First scalar value.
    pub start: usize,
    /// The one after the last.
    pub end: usize,
    /// `person`, `organization`, `place` and others.
    #[serde(rename = "type")]
    pub kind: String,
    /// Title of the article of Wikipedia about it.
    pub identity: String,
}

/// The proper names among the mentions: the words that the identity names, or a phrase of capitals; the longest where they nest.
pub fn gold_names(text: &NamedText) -> Vec<(Span, NameKind)> {
    let mut found: Vec<(Span, NameKind)> = Vec::new();
    for (span, kind, identity) in mentions(text) {
        let words = text.text.get(span.start..span.end).unwrap_or("");
        found.extend(core(words, identity).map(|(a, b)| (Span::new(span.start + a, span.start + b), kind)));
    }
    found.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let mut last = 0;
    found.retain(|(span, _)| {
        let keeps = span.start >= last;
        if keeps {
            last = span.end;
        }
        keeps
    });
    found
}

/// The mentions of persons, organisations and places.
pub(super) fn mentions(text: &NamedText) -> Vec<(Span, NameKind, &str)> {
    let bytes: Vec<usize> = text
        .text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.text.len()])
        .collect();
    let byte = |scalar: usize| bytes.get(scalar).copied().unwrap_or(text.text.len());
    let kinds = text.mentions.iter().filter_map(|mention| {
        let kind = match mention.kind.as_str() {
            "person" => NameKind::Person,
            "organization" => NameKind::Organisation,
            "place" => NameKind::Place,
            _ => return None,
        };
        Some((
            Span::new(byte(mention.start), byte(mention.end)),
            kind,
            mention.identity.as_str(),
        ))
    });
    kinds.collect()
}

/// The words of a mention that the title of its article has; without such, a mention all in capitals.
pub(super) fn core(words: &str, identity: &str) -> Option<(usize, usize)> {
    let identity = identity
        .split("%28")
        .next()
        .unwrap_or("")
        .replace("%27", "'")
        .replace("%2C", ",")
        .replace("%2D", "-");
    let named: HashSet<String> = identity
        .split(['_', '-'])
        .map(|word| word.trim_matches([',', '"']).to_lowercase())
        .flat_map(|word| [word.trim_end_matches("'s").to_string(), word])
        .collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    for piece in words.split_inclusive(char::is_whitespace) {
        let word = piece.trim();
        let clean = word.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != '!');
        let clean = clean
            .strip_suffix("'s")
            .or_else(|| clean.strip_suffix("’s"))
            .unwrap_or(clean);
        tokens.push((at, at + clean.len(), clean));
        at += piece.len();
    }
    let small = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "of" | "the" | "and" | "de" | "for" | "&" | "on"
        )
    };
    let mut best: Option<(usize, usize)> = None;
    let mut run: Option<(usize, usize)> = None;
    for (i, (_, _, word)) in tokens.iter().enumerate() {
        let parts = word.split('-').all(|part| named.contains(&part.to_lowercase()));
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let tail = i > 0 && tokens.get(i - 1).is_some_and(|t| t.2.is_empty());
        if run.is_some() && word.is_empty() {
            continue;
        }
        if parts && (capital || run.is_some() && (small(word) || tail)) && !word.is_empty() {
            run = Some((run.map_or(i, |r| r.0), i + 1));
        } else {
            run = None;
        }
        let comma = words
            .get(..tokens.get(i).map_or(0, |t| t.1) + 1)
            .is_some_and(|s| s.ends_with(','));
        if let Some(run) = run.filter(|run| best.is_none_or(|b| run.1 - run.0 > b.1 - b.0)) {
            best = Some(run);
        }
        if comma {
            run = None;
        }
    }
    let trimmed = |(mut a, mut b): (usize, usize)| {
        while a < b && tokens.get(a).is_some_and(|t| small(t.2)) {
            a += 1;
        }
        while b > a && tokens.get(b - 1).is_some_and(|t| small(t.2) || t.2.is_empty()) {
            b -= 1;
        }
        (b > a).then(|| (tokens.get(a).map_or(0, |t| t.0), tokens.get(b - 1).map_or(0, |t| t.1)))
    };
    if let Some(best) = best {
        return trimmed(best);
    }
    let from = usize::from(tokens.first().is_some_and(|t| matches!(t.2, "the" | "The" | "a" | "A")));
    let all = tokens.get(from..).is_some_and(|rest| {
        rest.iter()
            .filter(|t| !t.2.is_empty())
            .all(|t| t.2.chars().next().is_some_and(char::is_uppercase) || small(t.2))
    });
    let none = [
        "I", "He", "She", "It", "We", "They", "You", "My", "Our", "His", "Her", "Here", "The", "This", "That", "Its",
        "Your",
    ];
    let title = [
        "President",
        "Senator",
        "Church",
        "State",
        "Poet",
        "Court",
        "University",
        "Mr.",
        "North",
        "South",
    ];
    let fine = tokens
        .get(from)
        .is_some_and(|t| !none.contains(&t.2) && (tokens.len() - from > 1 || !title.contains(&t.2)) && !t.2.is_empty());
    if all && fine {
        trimmed((from, tokens.len()))
    } else {
        None
    }
}
