//! Statements that nobody makes: rumours, concerns and forecasts without an owner, and sources without a name.
//! Called through [`super::ALL`]; only a rumour is a warning, the rest are hints.

use super::Check;
use crate::desk::Desk;
use crate::note::{Note, Severity};
use crate::page::Role;
use crate::reading::{Reading, Sentence};
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

pub(super) const CHECK: Check = Check {
    name: "unsourced",
    reason: "The reader can weigh a statement only when it says whose it is.",
    severity: Severity::Warn,
    run,
};

type Pattern = LazyLock<Option<Regex>>;

static RUMOUR: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:(?:is|are|was|were|has been|have been) rumou?red to(?: \w+)?|it is rumou?red that|rumou?rs? (?:has|have) it that)\b").ok()
});

static CONCERN: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:there (?:are|were|is|was) (?:\w+ )?(?:concerns?|fears?|worry|worries) (?:that|about|over)|(?:raises|raised|raising|sparks|sparked|sparking) (?:\w+ ){0,4}(?:concerns?|fears)|it is (?:widely )?(?:feared|believed|thought) that)\b").ok()
});

static FORECAST: Pattern =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:early|initial|some|previous) (?:forecasts|predictions|estimates)\b").ok());

static UNNAMED: Pattern = LazyLock::new(|| {
    Regex::new(r"\b((?:US|U\.S\.|American|British|Russian|Chinese|Israeli|Western|European|Iranian|senior|Senior|intelligence|Intelligence) officials|(?:observers|Observers|insiders|Insiders|critics|Critics|sources|Sources)) (?:have |had )?(?:\w+ly )?(?:said|say|warned|warn|issued|told|claimed|claim|believe|believed|argued|argue)\b").ok()
});

fn run(reading: &Reading<'_>, _: &Desk) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut concerns: Vec<Span> = Vec::new();
    let mut unnamed: Vec<Span> = Vec::new();
    for sentence in &reading.sentences {
        let role = reading.page.parts.get(sentence.part).map(|part| part.role);
        if !matches!(role, Some(Role::Paragraph | Role::Item | Role::Standfirst)) {
            continue;
        }
        let find = |pattern: &Pattern| -> Option<Span> {
            let found = pattern.as_ref()?.captures(reading.page.at(sentence.span))?;
            let at = found.get(1).or_else(|| found.get(0))?;
            let span = Span::new(sentence.span.start + at.start(), sentence.span.start + at.end());
            (!reading.is_quoted(span)).then_some(span)
        };
        let sourced = has_source(reading, sentence);
        if let Some(span) = find(&RUMOUR).filter(|_| !sourced) {
            notes.push(Note::new(
                "unsourced",
                Severity::Warn,
                span,
                "A rumour without a source. Who says so?",
            ));
        }
        if let Some(span) = find(&CONCERN).filter(|span| {
            !reading.quotations_near(*span).iter().any(|q| {
                q.speech
                    && q.span.start + 8 < span.start
                    && q.span.holds(*span)
                    && q.cue.is_some()
                    && own_cue(reading, sentence, q.span.start)
            })
        }) {
            concerns.push(span);
        }
        if let Some(span) = find(&FORECAST).filter(|_| !reading.page.at(sentence.span).contains(" by ")) {
            notes.push(Note::new("unsourced", Severity::Hint, span, "Forecasts by whom?"));
        }
        unnamed.extend(find(&UNNAMED));
    }
    let group = |spans: Vec<Span>, message: &str| -> Option<Note> {
        let first = *spans.first()?;
        Some(Note::new("unsourced", Severity::Hint, first, message).and(spans.into_iter().skip(1).collect()))
    };
    notes.extend(group(concerns, "Whose concern is it? Name one who has it."));
    notes.extend(group(unnamed, "The source has no name. Say why, or name one."));
    notes
}

/// The sentence has a speaker of its own for its words.
fn has_source(reading: &Reading<'_>, sentence: &Sentence) -> bool {
    reading.quotations_near(sentence.span).iter().any(|q| {
        q.speech
            && q.speaker.is_some()
            && q.cue.is_some_and(|cue| sentence.span.holds(cue))
            && !matches!(q.cue.map(|cue| reading.page.at(cue)), Some("discuss" | "plan"))
    })
}

/// The concern follows "that" directly after the speaker's cue, not after a "but" of the writer.
fn own_cue(reading: &Reading<'_>, sentence: &Sentence, from: usize) -> bool {
    let text = reading
        .page
        .at(Span::new(from.max(sentence.span.start), sentence.span.end))
        .to_lowercase();
    !text.contains(", but there")
}
