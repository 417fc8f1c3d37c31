//! The subject of a cue: the phrase before it, after it, or at the opening of its sentence.
//! Called by [`crate::quotations`] for each cue; who the phrase means is told by [`crate::speakers`].

use crate::cues;
use crate::gazetteer::NameKind;
use crate::lexicon::TITLES;
use crate::phrases::{
    DETERMINERS, Phrase, STOPS, is_preposition, is_pronoun, is_quoted, is_time_phrase, just_before, phrase_ending,
};
use crate::reading::Reading;
use crate::tokens::Kind;

/// The speaker who stands before a cue at `cue`, within a sentence that begins at `first`. A phrase after a preposition is no
/// subject: "Protesters marching through the streets chanted", "who in 2010 said".
pub fn before(reading: &Reading<'_>, first: usize, cue: usize) -> Option<Phrase> {
    let found = just_before(reading, first, cue)?;
    // "a swiftly called meeting": no noun, no subject.
    if (found.from..found.to).all(|i| {
        let word = reading.lower(i);
        DETERMINERS.contains(&word.as_str())
            && !is_pronoun(&word)
            && !matches!(
                word.as_str(),
                "some"
                    | "many"
                    | "most"
                    | "others"
                    | "both"
                    | "all"
                    | "one"
                    | "this"
                    | "these"
                    | "another"
                    | "two"
                    | "three"
                    | "several"
                    | "few"
                    | "each"
            )
            || word.ends_with("ly") && word.len() > 5
    }) {
        return None;
    }
    if is_time_phrase(reading, found) {
        let at = if found.from > first && is_preposition(&reading.lower(found.from - 1)) {
            found.from - 1
        } else {
            found.from
        };
        return if at > first { before(reading, first, at) } else { None };
    }
    let behind = found
        .from
        .checked_sub(1)
        .filter(|i| *i > first)
        .map(|i| reading.lower(i));
    if behind.as_deref().is_some_and(is_preposition)
        && found.to - found.from <= 4
        && let Some(longer) = just_before(reading, first, found.from - 1)
    {
        let opens = reading.name_at(reading.start(longer.from));
        if let Some(name) = opens {
            return Some(Phrase {
                from: longer.from,
                to: reading.tokens_in(name.span).1,
            });
        }
        let pronoun = is_pronoun(&reading.lower(longer.from));
        let nouns = (longer.from..longer.to).all(|i| reading.tokens.get(i).is_some_and(|t| t.kind == Kind::Word));
        if pronoun || nouns {
            return Some(longer);
        }
    }
    Some(found)
}

/// The speaker who stands after a cue: "said Harris", "said a spokesman for the line".
pub fn after(reading: &Reading<'_>, from: usize, end: usize) -> Option<Phrase> {
    let mut at = from;
    let word = reading.lower(at);
    if is_pronoun(&word) && word != "one" {
        return Some(Phrase { from, to: from + 1 });
    }
    let limit = (from + 18).min(end);
    while at < limit {
        let token = reading.tokens.get(at)?;
        if is_quoted(reading, at) {
            break;
        }
        if let Some(name) = reading.name_at(token.span.start) {
            at = reading.tokens_in(name.span).1.max(at + 1);
            // A person ends the phrase; an organisation or a place may be a person's: "Trump campaign manager Conway".
            let next = reading.tokens.get(at);
            let goes_on = next.is_some_and(|t| {
                t.kind == Kind::Word && at < limit && (TITLES.contains(reading.lower(at).as_str()) || t.capital)
            });
            if name.kind == NameKind::Person && !goes_on || next.is_none_or(|t| t.kind == Kind::Mark) {
                break;
            }
            continue;
        }
        let word = reading.lower(at);
        if token.kind == Kind::Mark && word != "-" && word != "&" {
            break;
        }
        if at > from
            && (STOPS.contains(&word.as_str())
                || matches!(
                    word.as_str(),
                    "who"
                        | "in"
                        | "on"
                        | "during"
                        | "to"
                        | "at"
                        | "by"
                        | "about"
                        | "and"
                        | "with"
                        | "last"
                        | "this"
                        | "earlier"
                ))
        {
            break;
        }
        if at > from && cues::verb(&word).is_some() && !TITLES.contains(word.as_str()) && !word.ends_with('s') {
            break;
        }
        at += 1;
    }
    let first = reading.lower(from);
    let fine = at > from
        && !STOPS.contains(&first.as_str())
        && !matches!(
            first.as_str(),
            "in" | "on" | "at" | "to" | "by" | "with" | "and" | "about" | "into"
        );
    fine.then_some(Phrase { from, to: at })
}

/// "In August, several groups granted Mr. Clarke": the phrase before the first verb, when no person stands in it or before it.
pub(crate) fn plain_subject(reading: &Reading<'_>, first: usize, end: usize) -> Option<Phrase> {
    let mut begin = first;
    if is_preposition(&reading.lower(first)) {
        let comma = (first..end.min(first + 12)).find(|i| reading.word(*i) == ",")?;
        begin = comma + 1;
    }
    let limit = end.min(begin + 8);
    let verb = (begin + 1..limit).find(|i| {
        let word = reading.lower(*i);
        matches!(
            word.as_str(),
            "has"
                | "have"
                | "had"
                | "is"
                | "was"
                | "were"
                | "are"
                | "used"
                | "gave"
                | "made"
                | "took"
                | "sent"
                | "held"
        ) || word.ends_with("ed") && word.len() > 4 && reading.tokens.get(*i).is_some_and(|t| !t.capital)
    })?;
    let plain = (begin..verb).all(|i| {
        let word = reading.lower(i);
        reading.tokens.get(i).is_some_and(|t| t.kind == Kind::Word)
            && !is_quoted(reading, i)
            && !is_preposition(&word)
            && !STOPS.contains(&word.as_str())
            && reading
                .name_at(reading.start(i))
                .is_none_or(|n| n.kind != NameKind::Person)
    });
    let word = reading.lower(begin);
    let opens = DETERMINERS.contains(&word.as_str())
        || word.ends_with('s')
        || reading.name_at(reading.start(begin)).is_some()
        || word == "other";
    (plain && opens && !matches!(word.as_str(), "this" | "his" | "its" | "it's" | "it’s"))
        .then_some(Phrase { from: begin, to: verb })
}

/// Where the main clause begins: "When Wallace died, the president wrote", "Filling in for her, West replied".
fn after_lead(reading: &Reading<'_>, first: usize, end: usize) -> usize {
    let word = reading.lower(first);
    let leads = matches!(
        word.as_str(),
        "when"
            | "while"
            | "as"
            | "after"
            | "although"
            | "though"
            | "if"
            | "since"
            | "because"
            | "before"
            | "despite"
            | "asked"
    ) || word.ends_with("ing") && word.len() > 5;
    let comma = (first + 1..end.min(first + 30)).find(|i| reading.word(*i) == "," && !is_quoted(reading, *i));
    match comma {
        Some(comma) if leads && comma + 2 < end => comma + 1,
        _ => first,
    }
}

/// The first name or pronoun of a sentence: the speaker of "stating", "adding".
pub fn opening(reading: &Reading<'_>, first: usize, end: usize) -> Option<Phrase> {
    if let Some(phrase) = plain_subject(reading, first, end) {
        return Some(phrase);
    }
    let mut at = after_lead(reading, first, end);
    let end = end.min(first + 60);
    while at < end {
        if is_quoted(reading, at) {
            at += 1;
            continue;
        }
        let word = reading.lower(at);
        if matches!(word.as_str(), "he" | "she" | "they" | "i" | "we") {
            return Some(Phrase { from: at, to: at + 1 });
        }
        if let Some(name) = reading.name_at(reading.start(at)) {
            let to = reading.tokens_in(name.span).1;
            if name.kind == NameKind::Person {
                return Some(Phrase { from: at, to });
            }
            at = to.max(at + 1);
            continue;
        }
        at += 1;
    }
    // No person: what stands before the first verb-like word.
    let to = (first + 1..end.min(first + 7)).find(|i| {
        matches!(
            reading.lower(*i).as_str(),
            "has" | "have" | "had" | "is" | "was" | "were" | "are"
        ) || reading.lower(*i).ends_with("ed")
    })?;
    phrase_ending(reading, first, to)
}

/// "Harris's claim that", "his belief that".
pub fn possessor(reading: &Reading<'_>, first: usize, noun: usize) -> Option<Phrase> {
    let from = noun.saturating_sub(4).max(first);
    let at = (from..noun).rev().find(|i| {
        let word = reading.lower(*i);
        matches!(word.as_str(), "his" | "her" | "their" | "my" | "our")
            || word.ends_with("'s")
            || word.ends_with("’s")
            || word.ends_with("s'")
    })?;
    let begin = reading
        .name_at(reading.start(at))
        .map_or(at, |name| reading.tokens_in(name.span).0);
    Some(Phrase {
        from: begin,
        to: at + 1,
    })
}

/// A comma before `at` closes an apposition: "Flynn, a top surrogate, said".
pub fn apposition(reading: &Reading<'_>, first: usize, at: usize) -> bool {
    before(reading, first, at).is_some_and(|phrase| phrase.from > first || phrase.to + 1 < at)
        && (first..at.saturating_sub(1))
            .rev()
            .take(26)
            .any(|i| reading.word(i) == "," && !is_quoted(reading, i))
}
