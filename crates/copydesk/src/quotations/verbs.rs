//! The frame of a verb of saying: its subject before or after it, and the clause or the marks that it brings.
//! Called by [`super::frames`] for each verb that may be a cue.

use super::clauses::{
    begins_thing, clause_end, closes_or_comma, cut_clause, is_time, looks_like_clause, split, subordinate_end, trim_end,
};
use super::frames::{Frame, LONGEST, is_open_mark, skip_after};
use super::{ends_at, is_work, outermost, starts_at};
use crate::cues::{self, Cue};
use crate::phrases::Phrase;
use crate::reading::{Reading, Sentence};
use crate::span::Span;
use crate::subjects;

pub(super) fn verb_frame(
    reading: &Reading<'_>,
    sentence: &Sentence,
    at: usize,
    cue: Cue,
    main: Option<Phrase>,
    covered: usize,
) -> Option<Frame> {
    let (first, end) = sentence.tokens;
    let before = at
        .checked_sub(1)
        .filter(|i| *i >= first)
        .map_or("", |i| reading.word(i));
    let next = reading.lower(at + 1);
    let closes = matches!(before, "”" | "\"" | "»" | "’" | "'");
    // "to meet and discuss" is what somebody means to do; "went on to say" is said.
    let led = at
        .checked_sub(2)
        .filter(|i| *i >= first)
        .map(|i| reading.lower(i))
        .unwrap_or_default();
    let meant = cue.base
        && matches!(before, "to" | "and" | "or")
        && !matches!(led.as_str(), "on" | "continued" | "continues" | "wanted");
    let make = |source: Option<Phrase>, content: Span| {
        (!content.is_empty()).then_some(Frame {
            cue: (at, at + 1),
            source,
            content,
            speech: cue.speech && !meant,
        })
    };
    // What stands before a cue: from the sentence's start or the quotation's, to the mark before the speaker.
    let content_before = |speaker_from: usize| -> Option<Span> {
        let mut to = speaker_from;
        while to > first && reading.word(to - 1) == "," {
            to -= 1;
        }
        let last = to.checked_sub(1).filter(|i| *i >= first)?;
        let close = outermost(reading, starts_at(reading, last));
        if let Some(q) = close.filter(|q| reading.tokens.get(last).is_some_and(|t| t.span.end == q.outer.end)) {
            // All words before are quoted, or the quotation ends a clause in the writer's words.
            let before_quote = reading
                .page
                .at(Span::new(sentence.span.start.min(q.outer.start), q.outer.start));
            let clean = before_quote.trim().trim_end_matches([',', ':']).trim();
            if clean.is_empty() {
                return Some(q.outer);
            }
            return Some(Span::new(
                starts_at(reading, covered.max(first).max(last.saturating_sub(LONGEST))).min(q.outer.start),
                q.outer.end,
            ));
        }
        let begin = covered.min(last).max(last.saturating_sub(LONGEST));
        Some(Span::new(starts_at(reading, begin), ends_at(reading, last)))
    };
    // "…," said X.
    let inverted = (closes || before == ",")
        && cue.speech
        && !cue.ing
        && !is_open_mark(&next)
        && next != "that"
        && !matches!(
            next.as_str(),
            "in" | "to"
                | "on"
                | "by"
                | "at"
                | ","
                | "."
                | "during"
                | "as"
                | "of"
                | "with"
                | "after"
                | "when"
                | "while"
                | "about"
        )
        && !is_time(&next)
        && !(before == "," && subjects::apposition(reading, first, at));
    // "who starred in “The Ferry,” posted it": the name of a work, and no words of anybody.
    let named_work = closes
        && outermost(reading, starts_at(reading, at.saturating_sub(1)))
            .is_some_and(|q| q.outer.start > sentence.span.start && is_work(reading, q));
    if inverted
        && (closes
            || matches!(
                reading.lower(at).as_str(),
                "said" | "says" | "wrote" | "added" | "asked" | "explained"
            ))
        && let Some(source) = subjects::after(reading, at + 1, end)
        && !named_work
    {
        // "In other words, explained Berg: “…”".
        if !closes
            && reading.word(source.to) == ":"
            && let Some(q) = outermost(reading, starts_at(reading, source.to + 1))
        {
            return make(Some(source), q.outer);
        }
        let content = content_before(at)?;
        return make(Some(source), content).map(|frame| split(reading, sentence, frame, source.to));
    }
    let source = if cue.ing {
        let usual =
            matches!(before, "," | "by" | "”" | "\"" | "in" | "without") || reading.lower(at.saturating_sub(1)) == "by";
        let short = ["’s", "'s", "’re", "'re", "’m", "'m"]
            .iter()
            .any(|end| before.ends_with(end));
        let runs = matches!(before, "is" | "are" | "was" | "were" | "been") || short && cue.speech;
        if !usual && !runs {
            return None;
        }
        subjects::before(reading, first, at)
            .filter(|_| runs)
            .or(main)
            .or_else(|| subjects::opening(reading, first, at))
    } else if before == "to" && at > first + 1 {
        main.or_else(|| subjects::opening(reading, first, at))
            .or_else(|| subjects::before(reading, first, at))
    } else if matches!(before, "and" | "but") && cue.speech {
        main.or_else(|| subjects::opening(reading, first, at))
    } else {
        subjects::before(reading, first, at)
    };
    // "As X reported, …", "…, as X noted": a clause of its own beside what was said.
    if !cue.ing
        && cue.speech
        && cue.bare
        && let Some(source) = source
        && let Some(aside) = source
            .from
            .checked_sub(1)
            .filter(|i| *i >= first && reading.lower(*i) == "as")
        && matches!(
            next.as_str(),
            "," | "last" | "earlier" | "this" | "on" | "in" | "." | "out"
        )
    {
        let comma = (at..(at + 10).min(end)).find(|i| reading.word(*i) == ",");
        if aside == first {
            let from = comma? + 1;
            return make(
                Some(source),
                Span::new(starts_at(reading, from), clause_end(reading, sentence, from)),
            );
        }
        if reading.word(aside - 1) == "," {
            let content = content_before(aside)?;
            let rest = comma
                .filter(|comma| comma + 3 < end)
                .map_or(content.end, |comma| clause_end(reading, sentence, comma + 1));
            return make(Some(source), Span::new(content.start, rest.max(content.end)));
        }
    }
    // "…, X said": the cue stands behind what is said.
    if !cue.ing
        && cue.speech
        && let Some(source) = source
    {
        let ahead = source
            .from
            .checked_sub(1)
            .filter(|i| *i >= first)
            .map_or("", |i| reading.word(i));
        let behind = closes_or_comma(ahead);
        let past = skip_after(reading, at + 1, end, cue);
        let stop = reading.word(past);
        let ends = past >= end
            || matches!(stop, "." | "," | "!" | "?" | ";" | ":" | "—" | "-")
            || is_open_mark(stop)
            || matches!(
                next.as_str(),
                "in" | "on"
                    | "at"
                    | "during"
                    | "of"
                    | "to"
                    | "as"
                    | "when"
                    | "after"
                    | "before"
                    | "while"
                    | "with"
                    | "about"
            );
        let work = source
            .from
            .checked_sub(1)
            .and_then(|i| outermost(reading, starts_at(reading, i)))
            .is_some_and(|q| q.outer.start > sentence.span.start && is_work(reading, q));
        let quoted_behind = !work
            && (matches!(ahead, "”" | "\"" | "»" | "’" | "'")
                || ahead == ","
                    && source.from >= first + 2
                    && outermost(reading, starts_at(reading, source.from.saturating_sub(2))).is_some());
        if behind
            && next != "that"
            && (cue.bare || !cue.thing)
            && (quoted_behind
                || ends
                    && (cue.bare || cue.listener)
                    && (source.from >= first + 5 || next == "," && source.from >= first + 2))
        {
            let content = content_before(source.from)?;
            // "The test, North Korea said, was its biggest": what goes on belongs to it.
            let rest = clause_end(reading, sentence, (at + 2).min(end.saturating_sub(1)));
            if !quoted_behind && next == "," && at + 5 < end && rest > ends_at(reading, at + 1) {
                return make(Some(source), Span::new(content.start, rest));
            }
            if quoted_behind || content.len() > 18 {
                return make(Some(source), content).map(|frame| split(reading, sentence, frame, at + 1));
            }
        }
    }
    if at < covered {
        return None;
    }
    // What follows the cue.
    let out = usize::from(next == "out" && reading.lower(at).starts_with("point"));
    let from = skip_after(reading, at + 1 + out, end, cue);
    let word = reading.lower(from);
    let after_comma = if matches!(word.as_str(), "," | ":" | "—") {
        from + 1
    } else {
        from
    };
    let quote = outermost(reading, starts_at(reading, after_comma));
    // "Asked whether", "all but two said that": what was said stands even where nobody can be named.
    let asked = reading.lower(at) == "asked";
    let nameless = source.is_none()
        && (matches!(reading.lower(at).as_str(), "said" | "says" | "say") && (word == "that" || !is_open_mark(&word))
            || asked
                && (matches!(
                    word.as_str(),
                    "if" | "whether" | "what" | "how" | "why" | "who" | "when" | "where"
                )));
    if source.is_none() && !nameless {
        return None;
    }
    if nameless && asked && next == "by" && from == at + 1 {
        return None;
    }
    if let Some(q) = quote.filter(|q| q.outer.start >= starts_at(reading, from) && !is_work(reading, q)) {
        let stop = cut_clause(reading, after_comma, end);
        let rest = reading.page.at(Span::new(
            q.outer.end,
            clause_end(reading, sentence, after_comma).max(q.outer.end),
        ));
        let trailing = rest.split_whitespace().count();
        let last = stop.checked_sub(1).map_or(q.outer.end, |i| ends_at(reading, i));
        let content_end = if trailing <= 1 || !rest.trim_start().starts_with(char::is_alphabetic) {
            q.outer.end
        } else {
            last.max(q.outer.end)
        };
        let content = Span::new(q.outer.start, trim_end(reading, content_end));
        return make(source, content);
    }
    let clause = |from: usize| {
        let stop = subordinate_end(reading, first, at, from, end).unwrap_or_else(|| cut_clause(reading, from, end));
        let mut last = ends_at(reading, stop.saturating_sub(1)).min(clause_end(reading, sentence, from));
        if stop == end {
            last = clause_end(reading, sentence, from);
        }
        // A quotation that began in the clause is kept whole.
        if let Some(q) = last.checked_sub(1).and_then(|i| outermost(reading, i)) {
            last = last.max(q.outer.end);
        }
        Span::new(starts_at(reading, from), trim_end(reading, last))
    };
    if cue.findings
        && let Some(phrase) = source
        && cues::is_study(&reading.lower(phrase.to.saturating_sub(1)))
        && from == at + 1
        && begins_thing(reading, from, end)
    {
        return make(source, clause(from));
    }
    let clause_words = matches!(
        word.as_str(),
        "that" | "how" | "whether" | "why" | "what" | "if" | "who" | "where" | "when"
    );
    if clause_words && from < end {
        let asks = asked
            .then(|| (from..end.min(from + 60)).find(|i| reading.word(*i) == ","))
            .flatten();
        // "Asked whether it would rain, he said no": the question ends where the sentence begins.
        if let Some(comma) = asks.filter(|_| at <= first + 2) {
            return make(source, Span::new(starts_at(reading, from), ends_at(reading, comma - 1)));
        }
        return make(source, clause(from));
    }
    // "they see her as the heir".
    if matches!(
        reading.lower(at).as_str(),
        "see" | "sees" | "saw" | "seen" | "portrayed" | "identified" | "characterized"
    ) && (from..(from + 8).min(end))
        .take_while(|i| reading.word(*i) != ",")
        .any(|i| reading.lower(i) == "as")
        && reading.lower(from) != "as"
    {
        return make(source, clause(from));
    }
    if word == "to" && cue.to {
        return make(source, clause(from));
    }
    if cue.listener && word == "to" && from > at + 1 {
        return make(source, clause(from));
    }
    if matches!(
        word.as_str(),
        "," | "." | ")" | "—" | "to" | "by" | "in" | "on" | "at" | "with" | "for" | "as"
    ) && !(cue.thing && matches!(word.as_str(), "as"))
    {
        let against = cue.speech && matches!(reading.lower(from + 1).as_str(), "against");
        return if against { make(source, clause(from)) } else { None };
    }
    if from >= end {
        return None;
    }
    if cue.bare && (looks_like_clause(reading, from, end) || cue.speech && begins_thing(reading, from, end)) {
        return make(source, clause(from));
    }
    if cue.thing || matches!(word.as_str(), "against" | "about" | "of") && cue.speech {
        let mut from = from;
        while from < end && (reading.lower(from).ends_with("ly")) {
            from += 1;
        }
        return make(source, clause(from));
    }
    if word == "sternly" || word == "strongly" || word == "out" {
        return make(source, clause(from + 1));
    }
    None
}
