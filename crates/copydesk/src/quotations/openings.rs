//! Frames whose cue is more than a verb: a verb and a small word ("called for"), a verb and its noun ("expressed concern that"), "according to".
//! Called by [`super::frames`].

use super::clauses::{clause_end, cut_clause, has_verb, trim_end};
use super::frames::{Frame, is_open_mark};
use super::{ends_at, outermost, starts_at};
use crate::cues;
use crate::phrases::Phrase;
use crate::reading::{Reading, Sentence};
use crate::span::Span;
use crate::subjects;

/// A comma is looked for this many tokens ahead, and a verb this many back.
const AHEAD: usize = 60;

/// "called for a vote", "spoke about her plans": what is meant stands after the small word.
pub(super) fn opened(reading: &Reading<'_>, sentence: &Sentence, at: usize, main: Option<Phrase>) -> Option<Frame> {
    let (first, end) = sentence.tokens;
    let word = reading.lower(at);
    let source = if word.ends_with("ing") {
        let before = at
            .checked_sub(1)
            .filter(|i| *i >= first)
            .map(|i| reading.lower(i))
            .unwrap_or_default();
        match before.as_str() {
            "is" | "are" | "was" | "were" | "been" => subjects::before(reading, first, at),
            "," | "and" | "by" => main.or_else(|| subjects::opening(reading, first, at)),
            _ => None,
        }
    } else {
        subjects::before(reading, first, at).or(main.filter(|_| reading.lower(at.saturating_sub(1)) == "and"))
    }?;
    let next = reading.lower(at + 1);
    let from = at + 1 + usize::from(next != "that");
    let to = cut_clause(reading, from, end);
    let last = if to == end {
        clause_end(reading, sentence, from)
    } else {
        ends_at(reading, to.saturating_sub(1))
    };
    let last = last
        .checked_sub(1)
        .and_then(|i| outermost(reading, i))
        .map_or(last, |q| last.max(q.outer.end));
    let speech = cues::verb(&word).is_none_or(|cue| cue.speech) && !matches!(next.as_str(), "in" | "to");
    (last > starts_at(reading, from)).then(|| Frame {
        cue: (at, at + 2),
        source: Some(source),
        content: Span::new(starts_at(reading, from), trim_end(reading, last)),
        speech,
    })
}

/// "issued warnings regarding", "expressed concern that".
pub(super) fn noun_frame(reading: &Reading<'_>, sentence: &Sentence, at: usize) -> Option<Frame> {
    let (first, end) = sentence.tokens;
    let noun = (at + 1..(at + 6).min(end)).find(|i| {
        let word = reading.lower(*i);
        cues::is_noun(&word)
            || matches!(
                word.as_str(),
                "questions" | "criticism" | "calls" | "complaints" | "anger" | "support" | "frustration" | "regret"
            )
    })?;
    let told = ["issu", "express", "voic"]
        .iter()
        .any(|stem| reading.lower(at).starts_with(stem));
    let link = reading.lower(noun + 1);
    if !matches!(
        link.as_str(),
        "regarding" | "about" | "over" | "that" | "of" | "on" | "at" | "for"
    ) {
        return None;
    }
    let source = subjects::before(reading, first, at)?;
    let from = if link == "that" { noun + 1 } else { noun + 2 };
    let to = cut_clause(reading, from, end);
    let last = if to == end {
        clause_end(reading, sentence, from)
    } else {
        ends_at(reading, to.saturating_sub(1))
    };
    Some(Frame {
        cue: (at, noun + 1),
        source: Some(source),
        content: Span::new(starts_at(reading, from), last),
        speech: told,
    })
}

pub(super) fn according(reading: &Reading<'_>, sentence: &Sentence, at: usize) -> Option<Frame> {
    let (first, end) = sentence.tokens;
    let source = subjects::after(reading, at + 2, end)?;
    let cue = (at, at + 2);
    let linked = matches!(
        reading.lower(first).as_str(),
        "but" | "and" | "yet" | "so" | "still" | "however" | "also"
    );
    let lead = (first..at.min(first + 4))
        .filter(|i| {
            reading
                .tokens
                .get(*i)
                .is_some_and(|t| t.kind == crate::tokens::Kind::Word)
        })
        .count();
    let opens = at == first || at == first + 1 && is_open_mark(reading.word(first)) || linked && lead <= 1;
    let comma = (source.to..end.min(source.to + AHEAD))
        .find(|i| reading.word(*i) == "," && outermost(reading, starts_at(reading, *i)).is_none());
    if opens {
        let comma = comma?;
        let content = Span::new(starts_at(reading, comma + 1), clause_end(reading, sentence, comma + 1));
        return Some(Frame {
            cue,
            source: Some(source),
            content,
            speech: true,
        });
    }
    // "In the long run, according to the office, the debt will rise": what goes on belongs to it, when no verb stood before.
    if let Some(comma) = comma.filter(|comma| {
        at > first
            && at <= first + AHEAD
            && reading.word(at - 1) == ","
            && comma + 3 < end
            && !has_verb(reading, first, at)
    }) {
        let rest = clause_end(reading, sentence, comma + 1);
        return Some(Frame {
            cue,
            source: Some(Phrase {
                from: source.from,
                to: comma,
            }),
            content: Span::new(starts_at(reading, first), rest),
            speech: true,
        });
    }
    let mut to = at;
    while to > first && matches!(reading.word(to - 1), "," | "-" | "—" | "–") {
        to -= 1;
    }
    let from = outermost(reading, starts_at(reading, first)).map_or(starts_at(reading, first), |q| q.outer.start);
    (to > first).then(|| Frame {
        cue,
        source: Some(source),
        content: Span::new(from, ends_at(reading, to - 1)),
        speech: true,
    })
}
