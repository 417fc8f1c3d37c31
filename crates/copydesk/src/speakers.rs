//! Who speaks: the phrase that names a speaker before or after a cue, and the person whom a pronoun, a title or a family name means.
//! Called by [`crate::quotations`]; a speaker who cannot be told stays as the sentence describes them.

use crate::cues;
use crate::gazetteer::NameKind;
use crate::lexicon::{FUNCTION, TITLES};
use crate::marks::Quoted;
use crate::quotations::Quotation;
use crate::reading::Reading;
use crate::span::Span;
use crate::tokens::Kind;
use std::collections::HashMap;

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

const PRONOUNS: &[&str] = &["he", "she", "they", "i", "we", "it", "you", "who", "one"];

fn is_pronoun(word: &str) -> bool {
    let bare = word.split(['\'', '’']).next().unwrap_or(word);
    PRONOUNS.contains(&word) || word.len() < 8 && bare.len() < word.len() && PRONOUNS.contains(&bare)
}

/// Words after which a phrase is no subject.
fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "through"
            | "in"
            | "to"
            | "at"
            | "from"
            | "with"
            | "into"
            | "during"
            | "over"
            | "across"
            | "on"
            | "after"
            | "under"
            | "near"
            | "before"
            | "against"
            | "about"
            | "by"
            | "between"
            | "around"
            | "outside"
            | "inside"
            | "since"
    )
}

/// A comma before `at` closes an apposition: "Flynn, a top surrogate, said".
pub fn apposition(reading: &Reading<'_>, first: usize, at: usize) -> bool {
    before(reading, first, at).is_some_and(|phrase| phrase.from > first || phrase.to + 1 < at)
        && (first..at.saturating_sub(1))
            .rev()
            .take(26)
            .any(|i| reading.word(i) == "," && !is_quoted(reading, i))
}

/// "PENCE: Well, look": the label of a transcript at the start of the words.
pub fn label(reading: &Reading<'_>, inner: Span) -> Option<Span> {
    let text = reading.page.at(inner);
    let (head, rest) = text.split_once(':')?;
    let capitals = head.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !head.chars().any(char::is_lowercase);
    let fits = capitals && head.split_whitespace().count() <= 3 && rest.starts_with([' ', '\n', '\u{a0}']);
    fits.then(|| Span::new(inner.start, inner.start + head.len()))
}

/// “…” — Anna Berg: the line behind the words says whose they are.
pub fn signature(reading: &Reading<'_>, quoted: &Quoted) -> Option<Span> {
    let rest = reading.page.text.get(quoted.outer.end..)?;
    let trimmed = rest.trim_start();
    let words = trimmed.trim_start_matches(['―', '—', '–', '-', '~', ' ', '\u{a0}']);
    if words.len() == trimmed.len() {
        return None;
    }
    let line = words.split(['\n', ',', '.', '(']).next()?.trim_end();
    // "Edwin G. Monroy": the full stop of an initial ends nothing.
    let line =
        if line.ends_with(|c: char| c.is_uppercase()) && words.get(line.len()..).is_some_and(|r| r.starts_with(". ")) {
            words.split(['\n', ',', '(']).next()?.trim_end_matches(['.', ' '])
        } else {
            line
        };
    let names = line.split_whitespace().count();
    let fits = (1..=5).contains(&names)
        && line
            .split_whitespace()
            .all(|w| w.chars().next().is_some_and(char::is_uppercase))
        && !line.ends_with([':', '”', '"']);
    let start = quoted.outer.end + (rest.len() - words.len());
    fits.then(|| Span::new(start, start + line.len()))
}

fn lower(reading: &Reading<'_>, at: usize) -> String {
    reading.word(at).to_lowercase()
}

fn start(reading: &Reading<'_>, at: usize) -> usize {
    reading.tokens.get(at).map_or(usize::MAX, |t| t.span.start)
}

fn is_quoted(reading: &Reading<'_>, at: usize) -> bool {
    let place = start(reading, at);
    reading.quoted_at(place).is_some()
}

/// Words between a speaker and a cue.
fn is_between(word: &str) -> bool {
    matches!(
        word,
        "has"
            | "have"
            | "had"
            | "also"
            | "later"
            | "then"
            | "just"
            | "never"
            | "not"
            | "once"
            | "often"
            | "even"
            | "would"
            | "will"
            | "could"
            | "may"
            | "might"
            | "did"
            | "does"
            | "do"
            | "should"
            | "can"
            | "must"
            | "still"
            | "already"
            | "always"
            | "only"
            | "further"
            | "is"
            | "was"
            | "are"
            | "were"
            | "been"
            | "being"
            | "again"
            | "now"
            | "himself"
            | "herself"
            | "themselves"
            | "itself"
            | "reportedly"
            | "to"
            | "both"
            | "all"
            | "sometimes"
            | "soon"
            | "first"
            | "went"
            | "on"
            | "earlier"
            | "recently"
            | "be"
            | "didn't"
            | "don't"
            | "doesn't"
            | "wouldn't"
            | "won't"
            | "hasn't"
            | "haven't"
            | "didn’t"
            | "don’t"
            | "doesn’t"
            | "wouldn’t"
            | "won’t"
            | "hasn’t"
            | "haven’t"
            | "hadn't"
            | "and"
            | "continues"
            | "continued"
    )
}

const DETERMINERS: &[&str] = &[
    "the", "a", "an", "his", "her", "their", "its", "my", "our", "your", "some", "many", "most", "several", "other",
    "another", "one", "two", "three", "no", "this", "these", "those", "each", "every", "all", "both", "few", "more",
    "any",
];

const STOPS: &[&str] = &[
    "that", "but", "as", "when", "while", "because", "if", "which", "where", "after", "before", "since", "though",
    "although", "so", "than", "what", "how", "why", "whether", "yet", "nor", "or", "until", "like", "said", "says",
    "is", "was", "are", "were", "has", "had", "have", "be",
];

/// The speaker who stands before a cue at `cue`, within a sentence that begins at `first`. A phrase after a preposition is no
/// subject: "Protesters marching through the streets chanted", "who in 2010 said".
pub fn before(reading: &Reading<'_>, first: usize, cue: usize) -> Option<Phrase> {
    let found = just_before(reading, first, cue)?;
    // "a swiftly called meeting": no noun, no subject.
    if (found.from..found.to).all(|i| {
        let word = lower(reading, i);
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
        let at = if found.from > first && is_preposition(&lower(reading, found.from - 1)) {
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
        .map(|i| lower(reading, i));
    if behind.as_deref().is_some_and(is_preposition)
        && found.to - found.from <= 4
        && let Some(longer) = just_before(reading, first, found.from - 1)
    {
        let opens = reading.name_at(start(reading, longer.from));
        if let Some(name) = opens {
            return Some(Phrase {
                from: longer.from,
                to: reading.tokens_in(name.span).1,
            });
        }
        let pronoun = is_pronoun(&lower(reading, longer.from));
        let nouns = (longer.from..longer.to).all(|i| reading.tokens.get(i).is_some_and(|t| t.kind == Kind::Word));
        if pronoun || nouns {
            return Some(longer);
        }
    }
    Some(found)
}

/// "2010", "Thursday morning": no one who speaks.
fn is_time_phrase(reading: &Reading<'_>, phrase: Phrase) -> bool {
    (phrase.from..phrase.to).all(|i| {
        reading.tokens.get(i).is_some_and(|t| t.kind == Kind::Number)
            || matches!(
                lower(reading, i).as_str(),
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

fn just_before(reading: &Reading<'_>, first: usize, cue: usize) -> Option<Phrase> {
    let mut end = cue;
    while end > first {
        let word = lower(reading, end - 1);
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
            || reading.name_at(start(reading, end - 1)).is_some()
        {
            break;
        }
        end -= 1;
    }
    if end <= first {
        return None;
    }
    let word = lower(reading, end - 1);
    if is_quoted(reading, end - 1) {
        return None;
    }
    if word == "and" || word == "," && end > first + 1 && lower(reading, end) == "and" {
        return None;
    }
    if word == "who" || word == "which" {
        // "Harris, who said": the phrase before the comma.
        let mut to = end - 1;
        if to > first && reading.word(to - 1) == "," {
            to -= 1;
        }
        return phrase_ending(reading, first, to);
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
            && reading.name_at(start(reading, phrase.from)).is_none()
            && !PRONOUNS.contains(&lower(reading, phrase.from).as_str())
            && let Some(earlier) = (first..open)
                .rev()
                .take(40)
                .find(|i| reading.word(*i) == "," && !is_quoted(reading, *i))
            && let Some(name) = phrase_ending(reading, first, earlier)
            && reading
                .name_at(start(reading, name.to - 1))
                .is_some_and(|n| n.kind == NameKind::Person)
        {
            found = Some(name);
        }
        return found;
    }
    phrase_ending(reading, first, end)
}

/// The noun phrase that ends before token `end`.
fn phrase_ending(reading: &Reading<'_>, first: usize, end: usize) -> Option<Phrase> {
    let last = end.checked_sub(1).filter(|i| *i >= first)?;
    let token = reading.tokens.get(last)?;
    if token.kind == Kind::Mark && !matches!(reading.word(last), ")" | "%") || is_quoted(reading, last) {
        return None;
    }
    let word = lower(reading, last);
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
    if let Some(name) = reading.name_at(start(reading, from)) {
        from = reading.tokens_in(name.span).0.max(first);
        named = true;
    } else if FUNCTION.contains(lower(reading, from).as_str())
        && !matches!(
            lower(reading, from).as_str(),
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
        let before = lower(reading, from - 1);
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
            let names = named && from >= first + 2 && reading.name_at(start(reading, from - 2)).is_some();
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
                let word = lower(reading, i);
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
fn over_preposition(reading: &Reading<'_>, first: usize, from: usize) -> Option<usize> {
    let preposition = from.checked_sub(1).filter(|i| *i > first)?;
    if !matches!(
        lower(reading, preposition).as_str(),
        "of" | "for" | "at" | "from" | "with" | "in"
    ) {
        return None;
    }
    let head = lower(reading, preposition - 1);
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

/// The speaker who stands after a cue: "said Harris", "said a spokesman for the line".
pub fn after(reading: &Reading<'_>, from: usize, end: usize) -> Option<Phrase> {
    let mut at = from;
    let word = lower(reading, at);
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
                t.kind == Kind::Word && at < limit && (TITLES.contains(lower(reading, at).as_str()) || t.capital)
            });
            if name.kind == NameKind::Person && !goes_on || next.is_none_or(|t| t.kind == Kind::Mark) {
                break;
            }
            continue;
        }
        let word = lower(reading, at);
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
    let first = lower(reading, from);
    let fine = at > from
        && !STOPS.contains(&first.as_str())
        && !matches!(
            first.as_str(),
            "in" | "on" | "at" | "to" | "by" | "with" | "and" | "about" | "into"
        );
    fine.then_some(Phrase { from, to: at })
}

/// "In August, several groups granted Mr. Clarke": the phrase before the first verb, when no person stands in it or before it.
fn plain_subject(reading: &Reading<'_>, first: usize, end: usize) -> Option<Phrase> {
    let mut begin = first;
    if is_preposition(&lower(reading, first)) {
        let comma = (first..end.min(first + 12)).find(|i| reading.word(*i) == ",")?;
        begin = comma + 1;
    }
    let limit = end.min(begin + 8);
    let verb = (begin + 1..limit).find(|i| {
        let word = lower(reading, *i);
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
        let word = lower(reading, i);
        reading.tokens.get(i).is_some_and(|t| t.kind == Kind::Word)
            && !is_quoted(reading, i)
            && !is_preposition(&word)
            && !STOPS.contains(&word.as_str())
            && reading
                .name_at(start(reading, i))
                .is_none_or(|n| n.kind != NameKind::Person)
    });
    let word = lower(reading, begin);
    let opens = DETERMINERS.contains(&word.as_str())
        || word.ends_with('s')
        || reading.name_at(start(reading, begin)).is_some()
        || word == "other";
    (plain && opens && !matches!(word.as_str(), "this" | "his" | "its" | "it's" | "it’s"))
        .then_some(Phrase { from: begin, to: verb })
}

/// The first name or pronoun of a sentence: the speaker of "stating", "adding".
pub fn opening(reading: &Reading<'_>, first: usize, end: usize) -> Option<Phrase> {
    if let Some(phrase) = plain_subject(reading, first, end) {
        return Some(phrase);
    }
    let mut at = first;
    let end = end.min(first + 60);
    while at < end {
        if is_quoted(reading, at) {
            at += 1;
            continue;
        }
        let word = lower(reading, at);
        if matches!(word.as_str(), "he" | "she" | "they" | "i" | "we") {
            return Some(Phrase { from: at, to: at + 1 });
        }
        if let Some(name) = reading.name_at(start(reading, at)) {
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
            lower(reading, *i).as_str(),
            "has" | "have" | "had" | "is" | "was" | "were" | "are"
        ) || lower(reading, *i).ends_with("ed")
    })?;
    phrase_ending(reading, first, to)
}

/// "Harris's claim that", "his belief that".
pub fn possessor(reading: &Reading<'_>, first: usize, noun: usize) -> Option<Phrase> {
    let from = noun.saturating_sub(4).max(first);
    let at = (from..noun).rev().find(|i| {
        let word = lower(reading, *i);
        matches!(word.as_str(), "his" | "her" | "their" | "my" | "our")
            || word.ends_with("'s")
            || word.ends_with("’s")
            || word.ends_with("s'")
    })?;
    let begin = reading
        .name_at(start(reading, at))
        .map_or(at, |name| reading.tokens_in(name.span).0);
    Some(Phrase {
        from: begin,
        to: at + 1,
    })
}

/// The speaker of quoted words that stand without a cue: the speaker before, in the same or the previous paragraph, or a name that leads to them.
pub fn near(reading: &Reading<'_>, quoted: &Quoted, last: Option<(usize, Option<Span>, usize)>) -> Option<Span> {
    let part = reading.page.parts.get(quoted.part)?;
    let lead = Span::new(part.span.start, quoted.outer.start);
    let lead_text = reading.page.at(lead).trim_end();
    // "The New York Times reports:" and then the words, as a paragraph of their own.
    if lead_text.is_empty()
        && let Some(before) = quoted.part.checked_sub(1).and_then(|i| reading.page.parts.get(i))
        && !matches!(before.role, crate::page::Role::Furniture | crate::page::Role::Field)
        && reading.page.at(before.span).ends_with(':')
        && let Some(sentence) = reading.sentence_at(before.span.end.saturating_sub(1))
    {
        let (first, end) = sentence.tokens;
        let verb = (first..end)
            .rev()
            .find(|i| cues::verb(&lower(reading, *i)).is_some_and(|cue| cue.speech));
        if let Some(phrase) = verb
            .and_then(|at| self::before(reading, first, at))
            .or_else(|| opening(reading, first, end))
        {
            return Some(phrase.span(reading));
        }
    }
    // "SHANKBONE: “…”" and "Harris: “…”".
    if lead_text.ends_with(':') {
        let (from, to) = reading.tokens_in(lead);
        if let Some(sentence) = reading.sentence_at(lead.end.saturating_sub(1)) {
            let first = sentence.tokens.0.max(from);
            if let Some(phrase) = opening(reading, first, to) {
                return Some(phrase.span(reading));
            }
        }
    }
    if let Some((at, source, _)) = last {
        let same = at == quoted.part;
        let whole = lead_text.is_empty();
        let next = at + 1 == quoted.part
            || (at < quoted.part
                && quoted.part - at < 12
                && (at + 1..quoted.part).all(|i| reading.page.parts.get(i).is_some_and(|p| !p.role.is_prose())));
        if same || whole && next {
            return source;
        }
    }
    if lead_text.is_empty() {
        // The paragraph before ends with who is going to speak.
        let before = quoted.part.checked_sub(1).and_then(|i| reading.page.parts.get(i))?;
        let person = reading
            .names_in(before.span)
            .filter(|name| name.kind == NameKind::Person)
            .last();
        return before.role.is_prose().then(|| person.map(|name| name.span)).flatten();
    }
    let sentence = reading.sentence_at(quoted.outer.start)?;
    let before = Span::new(sentence.span.start, quoted.outer.start);
    let person = reading
        .names_in(before)
        .find(|name| name.kind == NameKind::Person)
        .map(|name| name.span);
    person.or_else(|| {
        let (first, end) = reading.tokens_in(before);
        opening(reading, first, end).map(|phrase| phrase.span(reading))
    })
}

/// The first person that a heading names outside of its quoted words, before them or else after.
pub fn of_heading(reading: &Reading<'_>, quoted: &Quoted) -> Option<Span> {
    let part = reading.page.parts.get(quoted.part)?;
    let before = Span::new(part.span.start, quoted.outer.start);
    let after = Span::new(quoted.outer.end, part.span.end);
    // "Pat Caddell: Democrats Worried": who speaks stands before the colon.
    if let Some((head, _)) = reading.page.at(before).split_once(':')
        && (1..=4).contains(&head.split_whitespace().count())
    {
        return Some(Span::new(part.span.start, part.span.start + head.trim_end().len()));
    }
    // "Chris Christie Calls Her ‘A Disgrace’", "…, Lindsey Graham Says".
    let (first, end) = reading.tokens_in(before);
    let verb = (first + 1..end).find(|i| {
        cues::verb(&lower(reading, *i)).is_some_and(|c| !c.ing)
            || matches!(lower(reading, *i).as_str(), "rip" | "rips" | "hits" | "warns" | "reeks")
    });
    if let Some(verb) = verb.filter(|at| at - first <= 6) {
        return Some(Phrase { from: first, to: verb }.span(reading));
    }
    let (from, to) = reading.tokens_in(after);
    let says = (from..to)
        .rev()
        .find(|i| matches!(lower(reading, *i).as_str(), "says" | "said" | "say"));
    if let Some(says) = says
        && let Some(comma) = (from..says).rev().find(|i| reading.word(*i) == ",")
        && says - comma <= 5
    {
        return Some(
            Phrase {
                from: comma + 1,
                to: says,
            }
            .span(reading),
        );
    }
    let person = |span: Span| {
        reading
            .names_in(span)
            .find(|name| name.kind == NameKind::Person)
            .map(|name| name.span)
    };
    person(before).or_else(|| person(after))
}

/// Finds for every quotation whom its source means.
pub fn resolve(reading: &Reading<'_>, found: &mut [Quotation]) {
    let titles = titles(reading);
    let mut mains: HashMap<usize, &str> = HashMap::new();
    for name in &reading.names {
        mains.entry(name.entity).or_insert(&name.main);
    }
    let mut last_person: Option<(usize, usize)> = None; // entity, byte
    for quotation in found {
        let Some(source) = quotation.source else { continue };
        let text = reading.page.at(source).trim();
        let lower = text.to_lowercase();
        let person = reading
            .names_in(source)
            .filter(|n| n.kind == NameKind::Person && is_head(reading, source, n.span))
            .last();
        let resolved = if let Some(name) = person {
            Some(name.entity)
        } else if matches!(lower.as_str(), "he" | "she" | "his" | "her" | "who") {
            let before = |limit: usize| {
                let upto = reading.names.partition_point(|n| n.span.start < source.start);
                reading
                    .names
                    .get(..upto)
                    .unwrap_or(&[])
                    .iter()
                    .rev()
                    .take(60)
                    .find(|n| {
                        n.kind == NameKind::Person
                            && n.span.end <= source.start
                            && source.start - n.span.end < limit
                            && !inside_quotation(reading, n.span)
                    })
            };
            let same_sentence = reading
                .sentence_at(source.start)
                .map_or(0, |s| source.start - s.span.start);
            let recent = subject_before(reading, source.start);
            match (last_person, recent) {
                (Some((entity, at)), Some(subject)) => Some(if at >= subject.1 { entity } else { subject.0 }),
                (Some((entity, at)), None) if source.start.saturating_sub(at) < 1500 => Some(entity),
                (None, Some(subject)) => Some(subject.0),
                _ => before(same_sentence + 900).map(|n| n.entity),
            }
        } else {
            let key = title_key(&lower);
            titles.get(&key).copied().flatten()
        };
        if let Some(entity) = resolved {
            quotation.entity = Some(entity);
            quotation.speaker = mains.get(&entity).map(|main| (*main).to_string());
            last_person = Some((entity, source.start));
        } else {
            let organisation = reading.names_in(source).find(|n| n.span == source);
            quotation.entity = organisation.map(|n| n.entity);
            quotation.speaker = Some(organisation.map_or_else(|| text.to_string(), |n| n.main.clone()));
        }
    }
}

/// The name is who speaks, and not whom the speaker belongs to: "Clinton's aides", "a spokesman for Clinton".
fn is_head(reading: &Reading<'_>, source: Span, name: Span) -> bool {
    let (first, from) = reading.tokens_in(Span::new(source.start, name.start));
    let led = from.checked_sub(1).filter(|at| *at > first).is_some_and(|at| {
        matches!(
            lower(reading, at).as_str(),
            "of" | "for" | "to" | "from" | "with" | "by" | "at"
        )
    });
    let (rest, end) = reading.tokens_in(Span::new(name.end, source.end));
    let goes_on = (rest..end)
        .take_while(|at| !matches!(reading.word(*at), "," | "(" | "—"))
        .any(|at| {
            let token = reading.tokens.get(at);
            token.is_some_and(|t| t.kind == Kind::Word && !t.capital)
                && !matches!(lower(reading, at).as_str(), "himself" | "herself" | "and" | "jr" | "sr")
        });
    !led && !goes_on
}

fn inside_quotation(reading: &Reading<'_>, span: Span) -> bool {
    reading.quoted_in(span).iter().any(|q| q.inner.holds(span))
}

/// The person who opens the nearest sentence before a place.
fn subject_before(reading: &Reading<'_>, at: usize) -> Option<(usize, usize)> {
    let index = reading.sentences.partition_point(|s| s.span.start <= at);
    let from = index.saturating_sub(4);
    reading.sentences.get(from..index)?.iter().rev().find_map(|sentence| {
        reading
            .names_in(sentence.span)
            .find(|n| n.kind == NameKind::Person && n.span.end <= at && !inside_quotation(reading, n.span))
            .map(|n| (n.entity, n.span.start))
    })
}

/// "the vice president" as a key: the words of the title alone.
fn title_key(phrase: &str) -> String {
    let mut words: Vec<&str> = phrase
        .split_whitespace()
        .filter(|word| !DETERMINERS.contains(word))
        .collect();
    if let Some(of) = words.iter().position(|word| *word == "of" || *word == "for") {
        words.truncate(of);
    }
    words.retain(|word| TITLES.contains(*word));
    words.join(" ")
}

/// Titles that the text gives to one person: before the name, or in an appositive beside it.
fn titles(reading: &Reading<'_>) -> HashMap<String, Option<usize>> {
    let mut found: HashMap<String, Option<usize>> = HashMap::new();
    for name in reading.names.iter().filter(|n| n.kind == NameKind::Person) {
        let (first, to) = reading.tokens_in(name.span);
        let mut keys = Vec::new();
        let mut from = first;
        while from > 0 && TITLES.contains(lower(reading, from - 1).as_str()) {
            from -= 1;
        }
        if from < first {
            let words: Vec<String> = (from..first).map(|i| lower(reading, i)).collect();
            keys.push(words.join(" "));
        }
        if first > 1 && reading.word(first - 1) == "," {
            // "The Vice President of the United States, Kamala Harris".
            let sentence = reading.sentence_at(name.span.start).map_or(first, |s| s.tokens.0);
            let words: Vec<String> = (sentence.max(first.saturating_sub(10))..first - 1)
                .map(|i| lower(reading, i))
                .collect();
            let text = words.join(" ");
            if text.starts_with("the ") {
                keys.push(title_key(&text));
            }
        }
        if reading.word(to) == "," && matches!(lower(reading, to + 1).as_str(), "the" | "a" | "an") {
            let words: Vec<String> = (to + 2..to + 12)
                .map(|i| lower(reading, i))
                .take_while(|w| w != "," && w != ".")
                .collect();
            keys.push(title_key(&words.join(" ")));
        }
        for key in keys
            .into_iter()
            .filter(|key| !key.is_empty() && !matches!(key.as_str(), "mr" | "mr." | "ms" | "mrs" | "ms." | "mrs."))
        {
            found
                .entry(key)
                .and_modify(|have| {
                    if *have != Some(name.entity) {
                        *have = None;
                    }
                })
                .or_insert(Some(name.entity));
        }
    }
    found
}
