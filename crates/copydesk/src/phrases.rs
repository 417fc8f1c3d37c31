//! Phrases that may name somebody: from where to where, and whether one is a time, an apposition, or hangs on a preposition.
//! Called by [`crate::subjects`], which looks for who speaks.

mod words;

use crate::cues;
use crate::gazetteer::NameKind;
use crate::lexicon::{FUNCTION, TITLES};
use crate::reading::Reading;
use crate::span::Span;
use crate::tokens::Kind;
pub(crate) use words::{DETERMINERS, PRONOUNS, STOPS, is_between, is_preposition, is_pronoun};

/// Tokens that name a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    /// The first.
    pub from: usize,
    /// The one after the last.
    pub to: usize,
}

impl Phrase {
    /// Where the phrase stands.
    pub fn span(self, reading: &Reading<'_>) -> Span {
        let start = reading.tokens.get(self.from).map_or(0, |t| t.span.start);
        let end = self
            .to
            .checked_sub(1)
            .and_then(|i| reading.tokens.get(i))
            .map_or(start, |t| t.span.end);
        Span::new(start, end)
    }
}

pub(crate) fn is_quoted(reading: &Reading<'_>, at: usize) -> bool {
    let place = reading.start(at);
    reading.quoted_at(place).is_some()
}

/// "2010", "Thursday morning": no one who speaks.
pub(crate) fn is_time_phrase(reading: &Reading<'_>, phrase: Phrase) -> bool {
    (phrase.from..phrase.to).all(|i| {
        reading.tokens.get(i).is_some_and(|t| t.kind == Kind::Number)
            || matches!(
                reading.lower(i).as_str(),
                "monday"
                    | "tuesday"
                    | "wednesday"
                    | "thursday"
                    | "friday"
                    | "saturday"
                    | "sunday"
                    | "morning"
                    | "afternoon"
                    | "evening"
                    | "night"
                    | "today"
                    | "yesterday"
                    | "week"
                    | "month"
                    | "year"
                    | "last"
                    | "this"
                    | "the"
                    | "overnight"
                    | "late"
                    | "early"
                    | "day"
                    | "a"
                    | "-"
            )
    })
}

pub(crate) fn just_before(reading: &Reading<'_>, first: usize, cue: usize) -> Option<Phrase> {
    let mut end = cue;
    while end > first {
        let word = reading.lower(end - 1);
        let adverb = word.ends_with("ly")
            && word.len() > 4
            && !matches!(
                word.as_str(),
                "family"
                    | "italy"
                    | "kelly"
                    | "sally"
                    | "billy"
                    | "ally"
                    | "emily"
                    | "daily"
                    | "july"
                    | "assembly"
                    | "reply"
                    | "supply"
                    | "bully"
            );
        if !(is_between(&word) && word != "and" && word != "all" && word != "both" || adverb)
            || reading.name_at(reading.start(end - 1)).is_some()
        {
            break;
        }
        end -= 1;
    }
    if end <= first {
        return None;
    }
    let word = reading.lower(end - 1);
    if is_quoted(reading, end - 1) {
        return None;
    }
    if word == "and" || word == "," && end > first + 1 && reading.lower(end) == "and" {
        return None;
    }
    if word == "who" || word == "which" {
        // "Harris, who said": the pronoun, when there is a phrase before the comma for it to mean.
        let mut to = end - 1;
        if to > first && reading.word(to - 1) == "," {
            to -= 1;
        }
        return phrase_ending(reading, first, to).map(|_| Phrase { from: end - 1, to: end });
    }
    if word == "," {
        // "Harris, the vice president, said".
        let close = end - 1;
        let open = (first..close.saturating_sub(1))
            .rev()
            .take(40)
            .find(|i| reading.word(*i) == "," && !is_quoted(reading, *i))?;
        if close - open > 26 {
            return None;
        }
        let mut found = phrase_ending(reading, first, open);
        // Several commas: "Jake Sullivan, the adviser, a lawyer, said".
        if let Some(phrase) = found
            && reading.name_at(reading.start(phrase.from)).is_none()
            && !PRONOUNS.contains(&reading.lower(phrase.from).as_str())
            && let Some(earlier) = (first..open)
                .rev()
                .take(40)
                .find(|i| reading.word(*i) == "," && !is_quoted(reading, *i))
            && let Some(name) = phrase_ending(reading, first, earlier)
            && reading
                .name_at(reading.start(name.to - 1))
                .is_some_and(|n| n.kind == NameKind::Person)
        {
            found = Some(name);
        }
        return found;
    }
    phrase_ending(reading, first, end)
}

/// The noun phrase that ends before token `end`.
pub(crate) fn phrase_ending(reading: &Reading<'_>, first: usize, end: usize) -> Option<Phrase> {
    let last = end.checked_sub(1).filter(|i| *i >= first)?;
    let token = reading.tokens.get(last)?;
    if token.kind == Kind::Mark && !matches!(reading.word(last), ")" | "%") || is_quoted(reading, last) {
        return None;
    }
    let word = reading.lower(last);
    if is_pronoun(&word) {
        return Some(Phrase { from: last, to: end });
    }
    if matches!(
        word.as_str(),
        "this" | "that" | "others" | "some" | "many" | "everyone" | "nobody" | "critics"
    ) {
        return (word != "that").then_some(Phrase { from: last, to: end });
    }
    let mut from = last;
    let (mut to, mut named) = (end, false);
    if word == ")" {
        // "Sen. John Smith (R-Ohio) said".
        let open = (first..last).rev().take(12).find(|i| reading.word(*i) == "(")?;
        to = open;
        from = open.checked_sub(1).filter(|i| *i >= first)?;
    }
    if let Some(name) = reading.name_at(reading.start(from)) {
        from = reading.tokens_in(name.span).0.max(first);
        named = true;
    } else if FUNCTION.contains(reading.lower(from).as_str())
        && !matches!(
            reading.lower(from).as_str(),
            "people"
                | "officials"
                | "official"
                | "critics"
                | "supporters"
                | "experts"
                | "researchers"
                | "scientists"
                | "analysts"
                | "witnesses"
                | "residents"
                | "students"
                | "teachers"
                | "doctors"
                | "workers"
                | "voters"
                | "reporters"
                | "journalists"
                | "lawyers"
                | "prosecutors"
                | "authorities"
                | "police"
                | "government"
                | "man"
                | "woman"
                | "men"
                | "women"
                | "child"
                | "children"
                | "former"
                | "one"
                | "most"
                | "others"
                | "both"
        )
    {
        return None;
    }
    // Walk left over titles, adjectives and nouns.
    let mut budget = 14;
    while from > first && budget > 0 {
        budget -= 1;
        let before = reading.lower(from - 1);
        let token = reading.tokens.get(from - 1)?;
        if is_quoted(reading, from - 1) {
            break;
        }
        if token.kind == Kind::Mark {
            let joins = before == "-" || matches!(before.as_str(), "'" | "’" | "." | "&") && from - 1 > first;
            if joins && before != "." {
                from -= 1;
                continue;
            }
            break;
        }
        if STOPS.contains(&before.as_str()) || is_pronoun(&before) {
            break;
        }
        if DETERMINERS.contains(&before.as_str()) {
            from -= 1;
            // "a spokesman for the president": the head stands before the preposition.
            if let Some(longer) = over_preposition(reading, first, from) {
                from = longer;
                continue;
            }
            break;
        }
        if matches!(
            before.as_str(),
            "of" | "for"
                | "at"
                | "from"
                | "with"
                | "in"
                | "on"
                | "to"
                | "by"
                | "against"
                | "about"
                | "into"
                | "over"
                | "under"
        ) {
            match over_preposition(reading, first, from) {
                Some(longer) => {
                    from = longer;
                    continue;
                }
                None => break,
            }
        }
        if before == "and" {
            let names = named && from >= first + 2 && reading.name_at(reading.start(from - 2)).is_some();
            if names {
                from -= 1;
                continue;
            }
            break;
        }
        if before.ends_with("ly") && before.len() > 5
            || matches!(
                before.as_str(),
                "monday"
                    | "tuesday"
                    | "wednesday"
                    | "thursday"
                    | "friday"
                    | "saturday"
                    | "sunday"
                    | "today"
                    | "yesterday"
                    | "however"
                    | "meanwhile"
                    | "later"
                    | "also"
                    | "then"
                    | "there"
                    | "now"
                    | "here"
            )
        {
            break;
        }
        if named
            && !token.capital
            && !TITLES.contains(before.as_str())
            && !before.ends_with("er")
            && !before.ends_with("or")
            && !before.ends_with("ist")
            && !before.ends_with("man")
            && !before.ends_with("ial")
            && !before.ends_with("ic")
            && !before.ends_with("al")
        {
            // "Tulsa police Chief Chuck Jordan": small words that lead back to a mark are titles.
            let mark = (first..from)
                .rev()
                .take(6)
                .find(|i| reading.tokens.get(*i).is_none_or(|t| t.kind != Kind::Word) || is_quoted(reading, *i));
            let begin = mark.map_or(first, |i| i + 1);
            let near = from - begin <= 5 && mark.is_some_and(|i| matches!(reading.word(i), "," | "”" | "\""));
            let plain = (begin..from).all(|i| {
                let word = reading.lower(i);
                !STOPS.contains(&word.as_str())
                    && !is_preposition(&word)
                    && !cues::verb(&word).is_some_and(|c| !c.ing && !cues::may_be_noun(&word))
            });
            if near && plain {
                from = begin;
            }
            break;
        }
        from -= 1;
    }
    Some(Phrase { from, to })
}

/// When the phrase hangs on "of", "for" or the like, where the phrase before it begins.
pub(crate) fn over_preposition(reading: &Reading<'_>, first: usize, from: usize) -> Option<usize> {
    let preposition = from.checked_sub(1).filter(|i| *i > first)?;
    if !matches!(
        reading.lower(preposition).as_str(),
        "of" | "for" | "at" | "from" | "with" | "in"
    ) {
        return None;
    }
    let head = reading.lower(preposition - 1);
    let personal = TITLES.contains(head.as_str())
        || head.ends_with("er")
        || head.ends_with("ers")
        || head.ends_with("man")
        || head.ends_with("men")
        || head.ends_with("woman")
        || head.ends_with("ist")
        || head.ends_with("ists")
        || head.ends_with("or")
        || head.ends_with("ors")
        || head.ends_with("person")
        || head.ends_with("ant")
        || matches!(
            head.as_str(),
            "officials"
                | "official"
                | "members"
                | "critics"
                | "people"
                | "experts"
                | "supporters"
                | "sources"
                | "source"
                | "some"
                | "many"
                | "most"
                | "one"
                | "fellow"
                | "group"
                | "number"
                | "majority"
                | "percent"
                | "half"
                | "head"
                | "aide"
                | "aides"
                | "editor"
                | "voters"
                | "allies"
                | "ally"
                | "parents"
                | "mother"
                | "father"
        );
    personal.then_some(preposition - 1)
}
