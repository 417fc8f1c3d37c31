//! Who speaks: the phrase that names a speaker before or after a cue, and the person whom a pronoun, a title or a family name means.
//! Called by [`crate::quotations`]; a speaker who cannot be told stays as the sentence describes them.

use crate::cues;
use crate::gazetteer::NameKind;
use crate::lexicon::TITLES;
use crate::marks::Quoted;
use crate::phrases::{DETERMINERS, Phrase, phrase_ending};
use crate::quotations::Quotation;
use crate::reading::Reading;
use crate::span::Span;
use crate::subjects::{self, opening};
use crate::tokens::Kind;
use std::collections::HashMap;

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
            .find(|i| cues::verb(&reading.lower(*i)).is_some_and(|cue| cue.speech));
        if let Some(phrase) = verb
            .and_then(|at| subjects::before(reading, first, at))
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
    // A sentence that leads to the words names who speaks before anybody else can.
    if !lead_text.is_empty()
        && let Some(sentence) = reading.sentence_at(quoted.outer.start)
    {
        let (first, end) = reading.tokens_in(Span::new(sentence.span.start, quoted.outer.start));
        if let Some(phrase) = opening(reading, first, end).filter(|_| end > first) {
            return Some(phrase.span(reading));
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
        cues::verb(&reading.lower(*i)).is_some_and(|c| !c.ing)
            || matches!(reading.lower(*i).as_str(), "rip" | "rips" | "hits" | "warns" | "reeks")
    });
    if let Some(verb) = verb.filter(|at| at - first <= 6) {
        return Some(Phrase { from: first, to: verb }.span(reading));
    }
    let (from, to) = reading.tokens_in(after);
    let says = (from..to)
        .rev()
        .find(|i| matches!(reading.lower(*i).as_str(), "says" | "said" | "say"));
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
        let Some(mut source) = quotation.source else { continue };
        // "Flynn, who said": the phrase before the comma is meant.
        if matches!(reading.page.at(source), "who" | "which") {
            let (at, _) = reading.tokens_in(source);
            let first = reading.sentence_at(source.start).map_or(at, |s| s.tokens.0);
            let to = at - usize::from(at > first && reading.word(at - 1) == ",");
            if let Some(meant) = phrase_ending(reading, first, to) {
                source = meant.span(reading);
            }
        }
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
            reading.lower(at).as_str(),
            "of" | "for" | "to" | "from" | "with" | "by" | "at"
        )
    });
    let (rest, end) = reading.tokens_in(Span::new(name.end, source.end));
    let goes_on = (rest..end)
        .take_while(|at| !matches!(reading.word(*at), "," | "(" | "—"))
        .any(|at| {
            let token = reading.tokens.get(at);
            token.is_some_and(|t| t.kind == Kind::Word && !t.capital)
                && !matches!(reading.lower(at).as_str(), "himself" | "herself" | "and" | "jr" | "sr")
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
        while from > 0 && TITLES.contains(reading.lower(from - 1).as_str()) {
            from -= 1;
        }
        if from < first {
            let words: Vec<String> = (from..first).map(|i| reading.lower(i)).collect();
            keys.push(words.join(" "));
        }
        if first > 1 && reading.word(first - 1) == "," {
            // "The Vice President of the United States, Kamala Harris".
            let sentence = reading.sentence_at(name.span.start).map_or(first, |s| s.tokens.0);
            let words: Vec<String> = (sentence.max(first.saturating_sub(10))..first - 1)
                .map(|i| reading.lower(i))
                .collect();
            let text = words.join(" ");
            if text.starts_with("the ") {
                keys.push(title_key(&text));
            }
        }
        if reading.word(to) == "," && matches!(reading.lower(to + 1).as_str(), "the" | "a" | "an") {
            let words: Vec<String> = (to + 2..to + 12)
                .map(|i| reading.lower(i))
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
