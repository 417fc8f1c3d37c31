//! Accusations against named people and firms without a source, a charge or a verdict, and verbs that vouch for what somebody says.
//! Called through [`super::ALL`]; hints only, and no legal advice.

use super::Check;
use crate::desk::Desk;
use crate::gazetteer::NameKind;
use crate::names::Name;
use crate::note::{Note, Severity};
use crate::page::Role;
use crate::reading::Reading;
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

pub(super) const CHECK: Check = Check {
    name: "fairness",
    reason: "Whoever is accused by name may expect that the paper says who accuses, and what they answer.",
    severity: Severity::Hint,
    run,
};

static ACCUSES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:stole|embezzled|defrauded|bribed|laundered|lied to|murdered|raped|assaulted|molested|swindled|cheated|plagiari[sz]ed|falsified|forged|extorted|blackmailed|covered up|took bribes|is (?:a|an) (?:fraud|liar|thief|crook|criminal|murderer|rapist)|fraudulent(?:ly)?|corrupt(?:ly)?)\b").ok()
});

/// Signs that it is said by somebody, charged or judged.
static SOURCED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:charged|charges?|convicted|conviction|verdict|sentenced|guilty|pleaded|pled|indict\w*|accus\w*|alleg\w*|according|prosecut\w*|police|court|jury|judge|trial|lawsuit|sued|suing|complaint|said|says|say|told|testified|admitted|confess\w*|claim\w*|report\w*|investigat\w*|suspect\w*|arrest\w*|inquiry|ruled|found|settle\w*|denie[sd]|deny|if|would|not|never|novel|film|movie|play(?:s|ed)?|character|series)\b").ok()
});

static VOUCHES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:debunked|exposed the (?:truth|lie)|proved (?:conclusively )?that|rightly (?:said|noted|pointed out)|correctly (?:said|noted|pointed out))\b").ok()
});

/// Who is accused by name in a sentence that somebody said: the nearest name beside the words that accuse, other than the
/// speaker's own. For the record, which prints such a sentence only with what they answered.
pub fn accused<'r>(reading: &'r Reading<'_>, sentence: Span, speaker: Option<usize>) -> Option<&'r Name> {
    let hit = ACCUSES.as_ref()?.find(reading.page.at(sentence))?;
    let at = sentence.start + hit.start();
    reading
        .names_in(sentence)
        .filter(|name| name.kind != NameKind::Place && Some(name.entity) != speaker)
        .min_by_key(|name| (name.span.start > at, name.span.start.abs_diff(at)))
}

fn run(reading: &Reading<'_>, _: &Desk) -> Vec<Note> {
    let (Some(accuses), Some(sourced), Some(vouches)) = (ACCUSES.as_ref(), SOURCED.as_ref(), VOUCHES.as_ref()) else {
        return Vec::new();
    };
    let mut notes = Vec::new();
    let mut before = "";
    for sentence in &reading.sentences {
        let text = reading.page.at(sentence.span);
        let role = reading.page.parts.get(sentence.part).map(|part| part.role);
        if !matches!(role, Some(Role::Paragraph | Role::Item)) {
            continue;
        }
        let spot = |m: regex::Match<'_>| Span::new(sentence.span.start + m.start(), sentence.span.start + m.end());
        if let Some(span) = accuses.find(text).map(spot)
            && !reading.is_quoted(span)
            && !sourced.is_match(text)
            && !sourced.is_match(before)
            && reading
                .names_in(sentence.span)
                .any(|n| n.kind != NameKind::Place && n.span.end <= span.start && !n.guessed)
        {
            notes.push(Note::new(
                "fairness",
                Severity::Hint,
                span,
                "This accuses somebody by name. Who says so? What did they answer?",
            ));
        }
        if let Some(span) = vouches.find(text).map(spot).filter(|span| !reading.is_quoted(*span)) {
            notes.push(Note::new(
                "fairness",
                Severity::Hint,
                span,
                "This verb vouches for what is said. Is it so?",
            ));
        }
        before = text;
    }
    notes
}
