//! Relative words of time without a day from which they count, or whose meaning moves with the day of printing.
//! Called through [`super::ALL`].

use super::Check;
use crate::dates::{self, Exact, Unit};
use crate::desk::Desk;
use crate::note::{Note, Severity};
use crate::page::Role;
use crate::reading::Reading;

pub(super) const CHECK: Check = Check {
    name: "time",
    reason: "“This month” means something only on the day on which it is read.",
    severity: Severity::Warn,
    run,
};

/// More notes of one kind than this tell nobody anything.
const MOST: usize = 3;

fn run(reading: &Reading<'_>, _: &Desk) -> Vec<Note> {
    let facts = &reading.page.facts;
    let dated = facts.date.is_some() || dated_text(reading);
    let moved = facts
        .date
        .as_deref()
        .zip(facts.written.as_deref())
        .filter(|(date, written)| date != written);
    if dated && moved.is_none() && !facts.again {
        return Vec::new();
    }
    let mut notes: Vec<Note> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for part in &reading.page.parts {
        if !matches!(
            part.role,
            Role::Paragraph | Role::Item | Role::Standfirst | Role::Caption
        ) {
            continue;
        }
        for (span, unit) in dates::relative(reading.page.at(part.span), part.span.start) {
            let words = reading.page.at(span);
            let lower = words.to_lowercase();
            if reading.is_quoted(span) || seen.contains(&lower) || !counts_from_printing(reading, span) {
                continue;
            }
            let message = match moved {
                Some((date, written)) if crosses(date, written, unit) => {
                    format!(
                        "“{words}” was written on {written} and is printed on {date}, when it means another {}.",
                        word_for(unit)
                    )
                }
                Some(_) if !facts.again => continue,
                _ if facts.again => format!("The story is run again: “{words}” meant the time of its first printing."),
                _ => format!(
                    "“{words}” counts from a date, and the story has none. Say which {}.",
                    word_for(unit)
                ),
            };
            seen.push(lower);
            notes.push(Note::new("time", Severity::Warn, span, message));
        }
    }
    notes.sort_by_key(|note| note.span.start);
    notes.truncate(MOST);
    notes
}

/// "earlier this year" and "last night" count from the day of printing; "that last year of the war" and "the last week of May" do not.
fn counts_from_printing(reading: &Reading<'_>, span: crate::span::Span) -> bool {
    let before = reading
        .page
        .text
        .get(..span.start)
        .unwrap_or("")
        .trim_end()
        .to_lowercase();
    let after = reading
        .page
        .text
        .get(span.end..)
        .unwrap_or("")
        .trim_start()
        .to_lowercase();
    let article = [
        " the", " that", " his", " her", " their", " its", " our", " of the", "\nthe",
    ]
    .iter()
    .any(|word| before.ends_with(word));
    !article && !after.starts_with("of ") && !after.starts_with("'s ")
}

/// A full date stands at the top, or in the text.
fn dated_text(reading: &Reading<'_>) -> bool {
    reading.dates.iter().any(|date| {
        let line = reading
            .page
            .part_at(date.span.start)
            .and_then(|i| reading.page.parts.get(i))
            .is_some_and(|part| part.role == Role::Line);
        let early = reading.page.part_at(date.span.start).is_some_and(|i| i < 4);
        date.exact == Exact::Day && !reading.is_quoted(date.span)
            || line && date.exact != Exact::Year
            || early && date.exact == Exact::Part
    })
}

fn word_for(unit: Unit) -> &'static str {
    match unit {
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
    }
}

/// The two days lie in different days, weeks, months or years.
fn crosses(a: &str, b: &str, unit: Unit) -> bool {
    let cut = |s: &str, to: usize| s.get(..to).map(str::to_string);
    match unit {
        Unit::Day => a != b,
        Unit::Week => week(a) != week(b),
        Unit::Month => cut(a, 7) != cut(b, 7),
        Unit::Year => cut(a, 4) != cut(b, 4),
    }
}

/// Weeks since a Monday long ago; days are counted as the civil calendar does (Hinnant's days_from_civil).
fn week(date: &str) -> Option<i64> {
    let mut parts = date.split('-').map(str::parse::<i64>);
    let (y, m, d) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let yoe = y - era * 400;
    let doy = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + d - 1;
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    Some((era * 146_097 + doe - 719_468 + 3).div_euclid(7))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        assert_eq!(week("2026-11-23"), week("2026-11-29"));
        assert_ne!(week("2026-11-29"), week("2026-11-30"));
        assert!(crosses("2026-12-01", "2026-11-30", Unit::Month) && !crosses("2026-12-01", "2026-11-30", Unit::Week));
    }
}
