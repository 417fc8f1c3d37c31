//! The frames of speech in a sentence: a cue, who is its source, and where what was said begins and ends.
//! Called by [`super::find`]; nouns of saying ("her warning that"), "according to", and openings ("Asked whether") are here.

use super::clauses::{clause_end, clause_follows, cut_clause};
use super::openings::{according, noun_frame, opened};
use super::verbs::verb_frame;
use super::{ends_at, outermost, starts_at};
use crate::cues::{self, Cue};
use crate::phrases::Phrase;
use crate::reading::{Reading, Sentence};
use crate::span::Span;
use crate::subjects;

/// What stands before a cue begins at most this many tokens ahead of it.
pub(super) const LONGEST: usize = 400;

/// A cue that was found in a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) cue: (usize, usize),
    pub(super) source: Option<Phrase>,
    pub(super) content: Span,
    pub(super) speech: bool,
}

/// Words that may stand between a cue and what is said: listener, day, occasion.
pub(super) fn skip_after(reading: &Reading<'_>, mut at: usize, end: usize, cue: Cue) -> usize {
    let mut budget = 14;
    let from = at;
    while at < end && budget > 0 {
        budget -= 1;
        let word = reading.lower(at);
        if cue.listener && at == from {
            // "told reporters", "told CBS News", "told him", "warned the leader of".
            if let Some(name) = reading.name_at(starts_at(reading, at)) {
                at = reading.tokens_in(name.span).1;
                continue;
            }
            if matches!(
                word.as_str(),
                "me" | "him"
                    | "her"
                    | "them"
                    | "us"
                    | "you"
                    | "reporters"
                    | "journalists"
                    | "supporters"
                    | "voters"
                    | "viewers"
                    | "people"
                    | "lawmakers"
                    | "fans"
                    | "officers"
                    | "police"
            ) {
                at += 1;
                continue;
            }
            if matches!(word.as_str(), "the" | "a" | "an" | "his" | "her" | "their" | "its") {
                let to = (at + 1..(at + 7).min(end)).find(|i| {
                    matches!(
                        reading.lower(*i).as_str(),
                        "that" | "," | ":" | "“" | "\"" | "to" | "in" | "on" | "at" | "during"
                    ) || outermost(reading, starts_at(reading, *i)).is_some()
                });
                if let Some(to) = to {
                    at = to;
                    continue;
                }
            }
        }
        if cue.listener && at == from {
            let to = (at + 1..(at + 5).min(end)).find(|i| {
                matches!(
                    reading.lower(*i).as_str(),
                    "that" | "if" | "whether" | "what" | "how" | "why" | "who" | "to"
                )
            });
            let plain = |to: usize| {
                (at..to).all(|i| {
                    reading
                        .tokens
                        .get(i)
                        .is_some_and(|t| t.kind == crate::tokens::Kind::Word)
                        && crate::cues::verb(&reading.lower(i)).is_none()
                        && !crate::phrases::is_preposition(&reading.lower(i))
                        && outermost(reading, starts_at(reading, i)).is_none()
                })
            };
            if let Some(to) = to.filter(|to| plain(*to)) {
                at = to;
                continue;
            }
        }
        match word.as_str() {
            "also" | "later" | "again" | "simply" | "publicly" | "bluntly" | "recently" | "repeatedly" | "today"
            | "yesterday" | "earlier" | "then" | "once" | "monday" | "tuesday" | "wednesday" | "thursday"
            | "friday" | "saturday" | "sunday" => at += 1,
            w if w.ends_with("ly") && w.len() > 4 && at == from && reading.lower(at + 1) == "that" => at += 1,
            "on" | "in" | "at" | "during" | "to" | "of" | "after" | "with" | "via" => {
                // An adjunct ends before "that", a comma, a colon or an opening mark.
                let to = (at + 1..(at + 13).min(end)).find(|i| {
                    let w = reading.word(*i);
                    matches!(w, "that" | "," | ":") || outermost(reading, starts_at(reading, *i)).is_some()
                });
                match to {
                    Some(to) if !(word == "to" && (cue.to || cue.listener && at > from)) => at = to,
                    _ => break,
                }
            }
            _ => break,
        }
    }
    at
}

pub(super) fn is_open_mark(word: &str) -> bool {
    matches!(word, "“" | "\"" | "„" | "«" | "‘" | "'" | "`")
}

pub(super) fn of_sentence(reading: &Reading<'_>, sentence: &Sentence, frames: &mut Vec<Frame>) {
    let (first, end) = sentence.tokens;
    let mut main: Option<Phrase> = None;
    let mut covered = first;
    for at in first..end {
        let start = starts_at(reading, at);
        if outermost(reading, start).is_some() {
            continue;
        }
        let word = reading.lower(at);
        if word == "according" && reading.lower(at + 1) == "to" {
            if let Some(frame) = according(reading, sentence, at) {
                main = frame.source.or(main);
                covered = end;
                frames.push(frame);
            }
            continue;
        }
        let link = reading.lower(at + 1);
        let hearsay = matches!(word.as_str(), "reportedly" | "allegedly")
            || matches!(word.as_str(), "seems" | "seemed" | "appear" | "appears" | "appeared")
                && matches!(
                    link.as_str(),
                    "to" | "that" | "like" | "as" | "likely" | "unlikely" | "ready" | "poised"
                );
        if hearsay && at >= covered {
            let to = cut_clause(reading, at + 1, end);
            let last = if to == end {
                clause_end(reading, sentence, at + 1)
            } else {
                ends_at(reading, to.saturating_sub(1))
            };
            frames.push(Frame {
                cue: (at, at + 1),
                source: None,
                content: Span::new(starts_at(reading, covered), last.max(ends_at(reading, at))),
                speech: false,
            });
            covered = to;
            continue;
        }
        let owned = at > first
            && at >= covered
            && cues::takes(&word, &link)
            && subjects::possessor(reading, first, at).is_some_and(|p| p.to + 2 >= at);
        if (cues::is_noun(&word) && link == "that" || owned) && at >= covered {
            let source = subjects::possessor(reading, first, at);
            let to = clause_end(reading, sentence, at + 1);
            let bare = !matches!(
                word.as_str(),
                "evidence" | "news" | "idea" | "notion" | "speculation" | "report" | "reports"
            );
            frames.push(Frame {
                cue: (at, at + 1),
                source,
                content: Span::new(
                    starts_at(reading, at + 1 + usize::from(owned && link != "that" && link != "to")),
                    to,
                ),
                speech: source.is_some() && bare && link == "that",
            });
            covered = end;
            continue;
        }
        if cues::is_state(&word) && matches!(link.as_str(), "that" | "about" | "of" | "to") && at >= covered {
            let source = subjects::before(reading, first, at).filter(|p| p.to < at);
            if let Some(source) = source {
                let from = at + 1 + usize::from(link == "about" || link == "of");
                frames.push(Frame {
                    cue: (at, at + 1),
                    source: Some(source),
                    content: Span::new(starts_at(reading, from), clause_end(reading, sentence, from)),
                    speech: false,
                });
                covered = end;
                continue;
            }
        }
        if matches!(
            word.as_str(),
            "issued"
                | "issues"
                | "issuing"
                | "expressed"
                | "expresses"
                | "voiced"
                | "voices"
                | "raised"
                | "raises"
                | "raising"
                | "faced"
                | "faces"
                | "expressing"
                | "voicing"
                | "sparked"
                | "drew"
                | "made"
                | "makes"
        ) && at >= covered
        {
            if let Some(frame) = noun_frame(reading, sentence, at) {
                main = main.or(frame.source);
                covered = end;
                frames.push(frame);
            }
            continue;
        }
        let pointed = matches!(word.as_str(), "pointed" | "points" | "pointing") && reading.lower(at + 1) == "out";
        let opens = at >= covered && cues::opens_with(&word, &reading.lower(at + 1));
        if opens
            && !pointed
            && !is_noun_here(reading, first, at, end, &word)
            && let Some(frame) = opened(reading, sentence, at, main)
        {
            main = main.or(frame.source);
            covered = reading.tokens_in(Span::new(0, frame.content.end)).1;
            frames.push(frame);
            continue;
        }
        let Some(cue) = (if pointed {
            cues::verb("noted").map(|cue| Cue {
                thing: true,
                ing: word == "pointing",
                ..cue
            })
        } else {
            cues::verb(&word)
        }) else {
            continue;
        };
        if at > first && is_possessive(reading.word(at - 1)) && !cue.ing || is_other(reading, first, at, &word) {
            continue;
        }
        if at > first && is_noun_here(reading, first, at, end, &word) {
            continue;
        }
        if reading.name_at(start).is_some()
            || reading
                .tokens
                .get(at)
                .is_some_and(|t| t.capital && at > first && !t.span.is_empty() && word != "said")
        {
            continue;
        }
        if let Some(frame) = verb_frame(reading, sentence, at, cue, main, covered) {
            if main.is_none() {
                main = frame.source;
            }
            // "highlighted the gravity by stating that": the second cue has what was said.
            if let Some(last) = frames.last().copied()
                && cue.ing
                && cues::verb(&reading.lower(last.cue.0)).is_some_and(|cue| cue.thing)
                && last.cue.0 >= first
                && !matches!(reading.lower(frame.cue.0).as_str(), "calling" | "describing")
                && !clause_follows(reading, last)
                && frame.content.start > last.content.start
            {
                frames.pop();
            }
            let reaches = reading.tokens_in(Span::new(0, frame.content.end)).1;
            if frame.content.start >= ends_at(reading, at) {
                covered = reaches;
            }
            frames.push(frame);
        }
    }
}

/// "people like him", "pledged delegates": a form of a cue that is no verb here.
fn is_other(reading: &Reading<'_>, first: usize, at: usize, word: &str) -> bool {
    let next = reading.lower(at + 1);
    match word {
        "like" => {
            let before = at.checked_sub(1).filter(|i| *i >= first).map(|i| reading.lower(i));
            !before.is_some_and(|before| {
                matches!(
                    before.as_str(),
                    "would" | "do" | "i" | "we" | "you" | "they" | "who" | "also" | "really"
                ) || ["n't", "n’t", "'d", "’d"].iter().any(|end| before.ends_with(end))
            })
        }
        "pledged" => {
            matches!(
                next.as_str(),
                "delegate" | "delegates" | "and" | "or" | "superdelegates"
            ) || at > first && matches!(reading.lower(at - 1).as_str(), "of" | "more" | "in" | "all")
        }
        "called" | "dubbed" | "named" | "titled" | "entitled" | "labelled" => {
            // "a group called", "another site dubbed": a thing and its name.
            let near = at.saturating_sub(4).max(first);
            (near..at.saturating_sub(1)).any(|i| matches!(reading.lower(i).as_str(), "a" | "an" | "another"))
                && (near..at).all(|i| {
                    reading
                        .tokens
                        .get(i)
                        .is_some_and(|t| t.kind == crate::tokens::Kind::Word)
                        && !matches!(
                            reading.lower(i).as_str(),
                            "has" | "have" | "had" | "was" | "is" | "who" | "he" | "she" | "they"
                        )
                })
        }
        "states" => next != "that" && !is_open_mark(&next) && next != "," && next != ":",
        _ => false,
    }
}

/// "his tweets", "a report on", "early-morning tweets": a form that is also a noun, where nothing could be its subject.
pub(super) fn is_noun_here(reading: &Reading<'_>, first: usize, at: usize, end: usize, word: &str) -> bool {
    if !cues::may_be_noun(word) {
        return false;
    }
    let before = reading.lower(at - 1);
    if matches!(
        before.as_str(),
        "the"
            | "a"
            | "an"
            | "his"
            | "her"
            | "their"
            | "its"
            | "my"
            | "our"
            | "your"
            | "these"
            | "those"
            | "of"
            | "for"
            | "in"
            | "on"
            | "from"
            | "with"
            | "about"
            | "to"
            | "no"
            | "any"
            | "some"
            | "such"
            | "other"
            | "several"
            | "many"
            | "and"
            | "or"
            | "by"
            | "more"
    ) && (before != "to" || word.ends_with('s'))
        && (before != "and" || at <= first + 2)
    {
        return true;
    }
    if matches!(
        before.as_str(),
        "he" | "she" | "it" | "they" | "who" | "which" | "that" | "also" | "”" | "\"" | ","
    ) || reading.name_at(starts_at(reading, at - 1)).is_some()
    {
        return false;
    }
    let next = reading.lower(at + 1);
    let goes_on = at + 1 < end
        && !matches!(
            next.as_str(),
            "of" | "in"
                | "on"
                | "from"
                | "for"
                | "about"
                | ","
                | "."
                | "were"
                | "are"
                | "was"
                | "is"
                | "have"
                | "has"
                | "had"
                | "and"
                | "to"
                | "against"
                | "by"
                | "at"
                | "made"
                | "came"
                | "with"
                | "or"
        );
    !goes_on
}

pub(super) fn is_possessive(word: &str) -> bool {
    ["'s", "’s", "s'", "s’"].iter().any(|end| word.ends_with(end))
}
