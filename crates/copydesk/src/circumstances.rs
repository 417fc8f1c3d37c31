//! To whom, through whom, on what occasion, where and when something was said, as its sentence tells it.
//! Called by [`crate::quotations`] once the speaker is known; only words outside of what was said are read.

mod words;

use crate::cues;
use crate::gazetteer::NameKind;
use crate::lexicon::TITLES;
use crate::quotations::Quotation;
use crate::reading::Reading;
use crate::span::Span;
use crate::tokens::Kind;
use crate::when;
use words::{CARRIERS, FORMS, GATHERINGS, LEADS, LISTENERS};

/// Tokens before and after the cue that are looked at.
const REACH: usize = 60;

fn end_of(reading: &Reading<'_>, after: usize) -> usize {
    after
        .checked_sub(1)
        .and_then(|i| reading.tokens.get(i))
        .map_or(0, |t| t.span.end)
}

fn between(reading: &Reading<'_>, from: usize, to: usize) -> Span {
    Span::new(reading.start(from), end_of(reading, to))
}

/// Whether an organisation's name is that of somebody who carries news.
pub fn is_outlet(name: &str) -> bool {
    name.split_whitespace()
        .next_back()
        .is_some_and(|last| CARRIERS.contains(&last.trim_end_matches("'s").trim_end_matches("’s")))
}

/// Fills in what the sentence says beside the words.
pub fn fill(reading: &Reading<'_>, found: &mut [Quotation]) {
    let story = when::story_date(reading);
    for quotation in found {
        let anchor = quotation.cue.or(quotation.source).unwrap_or(quotation.span);
        let Some(sentence) = reading.sentence_at(anchor.start).copied() else {
            continue;
        };
        quotation.sentence = sentence.span;
        let Some(cue) = quotation.cue else { continue };
        let said = quotation.span;
        let outside = |at: usize| {
            let place = reading.start(at);
            !(said.start <= place && place < said.end) && reading.quoted_at(place).is_none()
        };
        // What is far from the cue belongs to another one.
        let middle = reading.tokens_in(cue).0;
        let first = sentence.tokens.0.max(middle.saturating_sub(REACH));
        let end = sentence.tokens.1.min(middle + REACH);
        let free: Vec<usize> = (first..end).filter(|at| outside(*at)).collect();
        let after_cue = reading.tokens_in(Span::new(0, cue.end)).1;
        listener(reading, quotation, after_cue, end, &outside);
        occasion(reading, quotation, &free);
        outlet(reading, quotation, &free);
        place(reading, quotation, &free, after_cue);
        let times = when::find(reading, between(reading, first, end), story, false);
        quotation.date = times
            .into_iter()
            .filter(|when| {
                !said.meets(when.span)
                    && !reading.is_quoted(when.span)
                    && quotation.occasion.is_none_or(|o| !o.meets(when.span))
                    && belongs(reading, when.span, cue, quotation.source)
            })
            .min_by_key(|when| when.span.start.abs_diff(cue.start));
        quotation.unnamed = is_unnamed(reading, quotation);
    }
}

/// "said on Tuesday", "on Tuesday, Harris said", "told reporters Tuesday": near the cue, with no other clause between.
fn belongs(reading: &Reading<'_>, time: Span, cue: Span, source: Option<Span>) -> bool {
    let (from, to) = if time.start < cue.start {
        (time.end, source.map_or(cue.start, |s| s.start.min(cue.start)))
    } else {
        (cue.end, time.start)
    };
    let (a, b) = reading.tokens_in(Span::new(from.min(to), to));
    b.saturating_sub(a) <= 14
        && !(a..b).any(|at| {
            let word = reading.lower(at);
            matches!(word.as_str(), "who" | "which" | "that" | "when" | "because" | ";")
                || cues::verb(&word).is_some_and(|c| c.speech && !c.ing)
        })
}

/// "told reporters", "cautioned Kim Jong Un", "wrote to the court".
fn listener(
    reading: &Reading<'_>,
    quotation: &mut Quotation,
    after_cue: usize,
    end: usize,
    outside: &impl Fn(usize) -> bool,
) {
    let Some(cue) = quotation.cue else { return };
    let verb = reading.page.at(cue).to_lowercase();
    let takes = cues::verb(&verb).is_some_and(|cue| cue.listener);
    let mut at = after_cue;
    while reading.lower(at).ends_with("ly") && at < end && outside(at) {
        at += 1;
    }
    if reading.lower(at) == "to" && !takes && at + 1 < end {
        at += 1;
    } else if !takes {
        return;
    }
    if at >= end || !outside(at) {
        return;
    }
    if let Some(phrase) = listener_phrase(reading, at, end, outside) {
        if let Some(name) = reading.name_at(end_of(reading, phrase.1).saturating_sub(1))
            && name.kind == NameKind::Organisation
            && is_outlet(&name.main)
        {
            quotation.outlet = Some(name.span);
        } else {
            quotation.addressee = Some(between(reading, phrase.0, phrase.1));
        }
    }
}

/// The phrase of a listener: a name with its titles, a pronoun, or a plain noun such as "reporters".
fn listener_phrase(
    reading: &Reading<'_>,
    from: usize,
    end: usize,
    outside: &impl Fn(usize) -> bool,
) -> Option<(usize, usize)> {
    let mut at = from;
    while at < end && at < from + 7 && outside(at) {
        if let Some(name) = reading.name_at(reading.start(at)) {
            let to = reading.tokens_in(name.span).1.max(at + 1);
            // "the Guardian newspaper" and "CNN host Tapper": the name goes on.
            let more = reading.name_at(reading.start(to + 1)).is_some() && TITLES.contains(reading.lower(to).as_str());
            if more {
                at = to + 1;
                continue;
            }
            return Some((from, to));
        }
        let word = reading.lower(at);
        if LISTENERS.contains(&word.as_str()) {
            return Some((from, at + 1));
        }
        let token = reading.tokens.get(at)?;
        let inside = token.capital
            || TITLES.contains(word.as_str())
            || matches!(
                word.as_str(),
                "the"
                    | "a"
                    | "an"
                    | "his"
                    | "her"
                    | "their"
                    | "its"
                    | "local"
                    | "state"
                    | "house"
                    | "magazine"
                    | "newspaper"
                    | "network"
                    | "host"
            );
        if token.kind != Kind::Word || !inside {
            // "told the court": an article and one noun.
            let article =
                at == from + 1 && matches!(reading.lower(from).as_str(), "the" | "a" | "his" | "her" | "their");
            return (article && token.kind == Kind::Word && word.len() > 3 && !word.ends_with("ly"))
                .then_some((from, at + 1));
        }
        at += 1;
    }
    None
}

/// "at an ASEAN summit", "in a statement": a gathering before a form, the nearest to the cue of each.
fn occasion(reading: &Reading<'_>, quotation: &mut Quotation, free: &[usize]) {
    let mut best: Option<(bool, usize, Span)> = None;
    let cue = quotation.cue.map_or(0, |c| c.start);
    for (index, at) in free.iter().enumerate() {
        if !LEADS.contains(&reading.lower(*at).as_str()) {
            continue;
        }
        let mut from = None;
        for next in free.iter().skip(index + 1).take(8) {
            let word = reading.lower(*next);
            if reading
                .tokens
                .get(*next)
                .is_some_and(|t| t.kind == Kind::Mark && word != "-")
            {
                break;
            }
            if matches!(
                word.as_str(),
                "a" | "an" | "the" | "his" | "her" | "their" | "its" | "of" | "this" | "that" | "what"
            ) {
                continue;
            }
            let begin = *from.get_or_insert(*next);
            let gathering = GATHERINGS.contains(&word.as_str());
            let known = gathering || FORMS.contains(&word.as_str());
            if LEADS.contains(&word.as_str()) || cues::verb(&word).is_some() && !known {
                break;
            }
            // "news conference", "statement": the last head of the phrase.
            let goes_on = GATHERINGS.contains(&reading.lower(next + 1).as_str())
                || FORMS.contains(&reading.lower(next + 1).as_str());
            if known && !goes_on {
                let span = between(reading, begin, next + 1);
                let key = (gathering, usize::MAX - span.start.abs_diff(cue), span);
                if best.is_none_or(|have| (have.0, have.1) < (key.0, key.1)) {
                    best = Some(key);
                }
                break;
            }
        }
    }
    quotation.occasion = best.map(|(_, _, span)| span);
}

/// "in an interview with CBS News", "on CNN": an outlet after one of these words.
fn outlet(reading: &Reading<'_>, quotation: &mut Quotation, free: &[usize]) {
    if quotation.outlet.is_some() {
        return;
    }
    for at in free {
        let word = reading.lower(*at);
        if !matches!(
            word.as_str(),
            "with" | "to" | "on" | "by" | "via" | "in" | "told" | "for" | "at"
        ) {
            continue;
        }
        let mut next = at + 1;
        while matches!(reading.lower(next).as_str(), "the" | "a" | "an" | "local") {
            next += 1;
        }
        let name = reading
            .name_at(reading.start(next))
            .filter(|n| n.kind != NameKind::Place && is_outlet(&n.main));
        let page = matches!(
            reading.word(next),
            "Twitter" | "Facebook" | "Instagram" | "Telegram" | "YouTube"
        );
        let span = name
            .map(|n| n.span)
            .or_else(|| page.then(|| between(reading, next, next + 1)));
        // A network's own people speak for it, and "in the Times area" names no outlet.
        let source = quotation.source.unwrap_or_default();
        if let Some(span) =
            span.filter(|span| free.iter().any(|i| reading.start(*i) == span.start) && !source.meets(*span))
        {
            quotation.outlet = Some(span);
            return;
        }
    }
}

/// "in Jakarta": behind the occasion, or else beside the cue.
fn place(reading: &Reading<'_>, quotation: &mut Quotation, free: &[usize], after_cue: usize) {
    let near = |from: usize| {
        free.iter()
            .skip_while(|at| **at < from)
            .take(6)
            .copied()
            .find_map(|at| {
                let leads = matches!(reading.lower(at).as_str(), "in" | "at" | "from" | "near" | "outside");
                let name = reading.name_at(reading.start(at + 1)).or_else(|| {
                    matches!(reading.lower(at + 1).as_str(), "the")
                        .then(|| reading.name_at(reading.start(at + 2)))
                        .flatten()
                })?;
                (leads && name.kind == NameKind::Place).then_some(name.span)
            })
    };
    let spoken = free
        .iter()
        .copied()
        .find(|at| matches!(reading.lower(*at).as_str(), "speaking" | "visiting" | "addressing"));
    quotation.place = quotation
        .occasion
        .and_then(|o| near(reading.tokens_in(Span::new(0, o.end)).1))
        .or_else(|| spoken.and_then(near))
        .or_else(|| {
            let close = free
                .iter()
                .skip_while(|at| **at < after_cue)
                .take(6)
                .copied()
                .collect::<Vec<_>>();
            close.into_iter().find_map(|at| {
                let name = reading.name_at(reading.start(at + 1))?;
                let here = reading.lower(at) == "in" && name.kind == NameKind::Place;
                here.then_some(name.span)
            })
        });
}

/// The speaker is described and not named: "US officials", "a spokesman", "critics".
fn is_unnamed(reading: &Reading<'_>, quotation: &Quotation) -> bool {
    let Some(source) = quotation.source else { return false };
    let words = reading.page.at(source).to_lowercase();
    if matches!(
        words.as_str(),
        "he" | "she" | "they" | "i" | "we" | "it" | "you" | "his" | "her" | "their"
    ) {
        return false;
    }
    if matches!(words.as_str(), "who" | "which") {
        return quotation.entity.is_none();
    }
    // An organisation or a country that speaks for itself is a name.
    quotation.entity.is_none() && !reading.names_in(source).any(|name| name.span.end + 2 >= source.end)
}
