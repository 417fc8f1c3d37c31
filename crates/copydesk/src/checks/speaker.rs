//! Quoted sentences of which nobody can tell who said them.
//! Called through [`super::ALL`].

use super::Check;
use crate::desk::Desk;
use crate::gazetteer::NameKind;
use crate::note::{Note, Severity};
use crate::page::Role;
use crate::reading::Reading;
use crate::tokens::Kind;

pub(super) const CHECK: Check = Check {
    name: "speaker",
    reason: "A quotation that nobody said is worth nothing to the reader.",
    severity: Severity::Warn,
    run,
};

/// Terms, nicknames and titles are shorter than this.
const SHORT: usize = 5;

fn run(reading: &Reading<'_>, _: &Desk) -> Vec<Note> {
    let page = reading.page;
    if page.facts.interview || looks_like_interview(reading) {
        return Vec::new();
    }
    let mut notes = Vec::new();
    for quoted in reading.quoted.iter().filter(|q| q.depth == 0) {
        let prose = page
            .parts
            .get(quoted.part)
            .is_some_and(|part| matches!(part.role, Role::Paragraph | Role::Item));
        let (from, to) = reading.tokens_in(quoted.inner);
        let words: Vec<_> = reading
            .tokens
            .get(from..to)
            .unwrap_or(&[])
            .iter()
            .filter(|t| t.kind != Kind::Mark)
            .collect();
        let title = words.iter().filter(|t| t.span.len() > 3).all(|t| t.capital);
        let sentence = page.at(quoted.inner).trim_end().ends_with(['.', ',', '!', '?', '…']);
        if !prose || words.len() < SHORT || title || !sentence {
            continue;
        }
        let told = reading
            .quotations_near(quoted.inner)
            .iter()
            .any(|q| q.span.meets(quoted.inner) && q.speaker.is_some());
        if !told && !source_follows(reading, quoted.outer.end) && !somebody_near(reading, quoted.part) {
            notes.push(Note::new(
                "speaker",
                Severity::Warn,
                quoted.outer,
                "Nobody is named who said this, here or in the paragraphs beside it. Who says so?",
            ));
        }
    }
    notes
}

/// So many paragraphs of one quotation are passed over.
const FAR: usize = 6;

/// The source in brackets, or after a dash, directly behind the marks.
fn source_follows(reading: &Reading<'_>, end: usize) -> bool {
    let rest = reading.page.text.get(end..).unwrap_or("").trim_start_matches(' ');
    let mut letters = rest.chars().filter(|c| !c.is_whitespace());
    letters.next().is_some_and(|c| matches!(c, '(' | '—' | '–')) && letters.next().is_some_and(char::is_uppercase)
}

/// A person, or a word for one that speaks, stands in this paragraph or beside it.
fn somebody_near(reading: &Reading<'_>, part: usize) -> bool {
    let parts = &reading.page.parts;
    if parts.get(part).is_none_or(|p| !p.role.is_prose()) {
        return true;
    }
    // Paragraphs that are quoted from their first word to their last name nobody; whom they quote stands beyond them.
    let spoken = |p: &crate::page::Part| {
        let words = reading
            .page
            .at(p.span)
            .trim_end()
            .trim_end_matches(['"', '”', '\'', '’']);
        let last = p.span.start + words.len().saturating_sub(1);
        reading.quoted_at(p.span.start).is_some() && reading.quoted_at(last).is_some()
    };
    let prose = |p: &&crate::page::Part| p.role.is_prose() && !spoken(p);
    let before = parts.get(..part).unwrap_or(&[]).iter().rev().take(FAR).find(prose);
    let after = parts.get(part + 1..).unwrap_or(&[]).iter().take(FAR).find(prose);
    if before.is_some_and(|p| reading.page.at(p.span).trim_end().ends_with(':')) {
        return true;
    }
    let near = before.into_iter().chain(parts.get(part)).chain(after);
    near.into_iter().any(|part| {
        let named = reading
            .names_in(part.span)
            .any(|n| n.kind != NameKind::Place && reading.quoted_at(n.span.start).is_none());
        let (from, to) = reading.tokens_in(part.span);
        let speaks = (from..to).any(|i| {
            let inside = reading
                .tokens
                .get(i)
                .is_some_and(|t| reading.quoted_at(t.span.start).is_some());
            !inside && crate::lexicon::SAYING.contains(reading.word(i).to_lowercase().as_str())
        });
        named || speaks
    })
}

/// Question and answer: several short paragraphs that end with a question mark, or that begin with a speaker and a colon.
fn looks_like_interview(reading: &Reading<'_>) -> bool {
    let texts: Vec<&str> = reading
        .page
        .parts
        .iter()
        .filter(|p| p.role.is_prose() || p.role.is_heading())
        .map(|p| reading.page.at(p.span))
        .collect();
    let asks = texts.iter().filter(|t| t.trim_end().ends_with('?')).count();
    let labelled = texts
        .iter()
        .filter(|t| {
            t.split_once(':').is_some_and(|(who, _)| {
                who.len() < 30 && who.chars().next().is_some_and(char::is_uppercase) && who.split(' ').count() <= 3
            })
        })
        .count();
    asks >= 3 && asks * 5 >= texts.len() || labelled >= 3 && labelled * 4 >= texts.len()
}
