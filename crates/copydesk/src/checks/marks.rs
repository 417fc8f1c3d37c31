//! Quotation marks that have no partner, do not fit each other, or change from one kind to another.
//! Called through [`super::ALL`].

use super::Check;
use crate::desk::Desk;
use crate::marks::{Family, Wrong};
use crate::note::{Fix, Note, Severity};
use crate::page::Role;
use crate::reading::Reading;
use crate::span::Span;

pub(super) const CHECK: Check = Check {
    name: "marks",
    reason: "A mark without its partner makes it impossible to tell whose words a reader reads.",
    severity: Severity::Stop,
    run,
};

/// Whoever has mended this many marks finds the others.
const MOST: usize = 40;

fn run(reading: &Reading<'_>, _: &Desk) -> Vec<Note> {
    let mut notes = Vec::new();
    for trouble in reading.troubles.iter().take(MOST) {
        let words = reading.page.at(trouble.reach).trim();
        let short: String = words.chars().take(60).collect();
        match trouble.wrong {
            Wrong::Unclosed => {
                // A lone straight single mark is as likely a stray apostrophe.
                let straight = matches!(reading.page.at(trouble.mark), "'");
                let severity = if straight { Severity::Hint } else { Severity::Stop };
                let missing = nowhere_in_body(reading, trouble.reach);
                let more = if missing {
                    " The words stand nowhere in the body."
                } else {
                    ""
                };
                notes.push(Note::new(
                    "marks",
                    severity,
                    trouble.reach,
                    format!(
                        "This quotation mark opens and never closes: {}{more} Find where the quotation ends.",
                        ended(&short)
                    ),
                ));
            }
            Wrong::Unopened => notes.push(Note::new(
                "marks",
                Severity::Warn,
                trouble.mark,
                "This quotation mark closes what never opened. Find where the quotation begins.",
            )),
            Wrong::Mixed => {
                let open = reading.page.at(trouble.reach).chars().next().unwrap_or('"');
                let with = match open {
                    '“' => "”",
                    '‘' => "’",
                    '"' => "\"",
                    _ => "'",
                };
                notes.push(
                    Note::new(
                        "marks",
                        Severity::Warn,
                        trouble.mark,
                        "The quotation opens with one kind of mark and closes with another.",
                    )
                    .with(Fix::Replace {
                        span: trouble.mark,
                        with: with.into(),
                    }),
                );
            }
        }
    }
    notes.extend(two_families(reading));
    notes
}

/// The words of an unclosed quotation in a heading are not in the body.
/// With a full stop, unless it ends with one or its like.
fn ended(words: &str) -> String {
    let stop = if words.ends_with(['.', '!', '?', '…']) {
        ""
    } else {
        "."
    };
    format!("{words}{stop}")
}

fn nowhere_in_body(reading: &Reading<'_>, reach: Span) -> bool {
    let page = reading.page;
    let heading = page
        .part_at(reach.start)
        .and_then(|i| page.parts.get(i))
        .is_some_and(|part| part.role.is_heading());
    let words = page
        .at(reach)
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    heading
        && !words.is_empty()
        && !page
            .parts
            .iter()
            .filter(|part| part.role.is_prose())
            .any(|part| page.at(part.span).to_lowercase().contains(&words))
}

/// Double marks for some quotations of the body and single ones for others: one note, at the first of the fewer.
fn two_families(reading: &Reading<'_>) -> Option<Note> {
    let of = |family: Family| -> Vec<Span> {
        reading
            .quoted
            .iter()
            .filter(|q| {
                q.depth == 0
                    && q.family == family
                    && reading
                        .page
                        .parts
                        .get(q.part)
                        .is_some_and(|part| matches!(part.role, Role::Paragraph | Role::Item))
            })
            .map(|q| q.outer)
            .collect()
    };
    let (double, single) = (of(Family::Double), of(Family::Single));
    let (fewer, name) = if single.len() <= double.len() {
        (&single, "single")
    } else {
        (&double, "double")
    };
    let first = *fewer.first()?;
    if single.is_empty() || double.is_empty() {
        return None;
    }
    Some(
        Note::new(
            "marks",
            Severity::Warn,
            first,
            format!("The body has double and single quotation marks for the same purpose; these are {name}."),
        )
        .and(fewer.iter().skip(1).copied().collect()),
    )
}
