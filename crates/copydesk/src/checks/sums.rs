//! Parts that do not make their whole, and per cent where percentage points are meant.
//! Called through [`super::ALL`]; hints only, within the rounding of the coarsest number.

use super::Check;
use crate::desk::Desk;
use crate::note::{Note, Severity};
use crate::page::Role;
use crate::reading::Reading;
use crate::span::Span;
use regex::{Captures, Regex};
use std::sync::LazyLock;

pub(super) const CHECK: Check = Check {
    name: "sums",
    reason: "A reader who adds up and gets another number believes none of them.",
    severity: Severity::Hint,
    run,
};

const NUMBER: &str = r"(\d[\d,]*(?:\.\d+)?)";

type Pattern = LazyLock<Option<Regex>>;

/// "120 seats: 70 for A, 40 for B and 20 for C".
static PARTS: Pattern = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)\b{NUMBER} (?:[a-z]+ ){{0,3}}[a-z]+ ?[:—–] ?{NUMBER} ([^.;:]{{1,60}}?)(?:, {NUMBER} ([^.;:]{{1,60}}?))?,? and {NUMBER}\b")).ok()
});

/// "130 of the 120 members".
static OF: Pattern = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)\b{NUMBER} (?:out )?of (?:the |its |their |all )?{NUMBER} [a-z]+"
    ))
    .ok()
});

/// "from 4 per cent to 6 per cent, a rise of 2 per cent".
static POINTS: Pattern = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)from {NUMBER} ?(?:%|per ?cent) to {NUMBER} ?(?:%|per ?cent),? (?:an? )?(?:rise|increase|fall|drop|decline|up|down|jump|gain)(?: of| by)? {NUMBER} ?(%|per ?cent)")).ok()
});

/// "rose 10 per cent, from 200 to 250".
static CHANGE: Pattern = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)\b(rose|grew|increased|jumped|climbed|fell|dropped|declined|shrank)(?: by)? {NUMBER} ?(?:%|per ?cent),? from [$£€]?{NUMBER} to [$£€]?{NUMBER}\b"
    ))
    .ok()
});

fn value(found: &Captures<'_>, at: usize) -> Option<f64> {
    found
        .get(at)?
        .as_str()
        .replace(',', "")
        .trim_end_matches('.')
        .parse()
        .ok()
}

/// Half of the last place that a number shows: 1,200 is taken as exact to a unit.
fn rounding(found: &Captures<'_>, at: usize) -> f64 {
    let text = found.get(at).map_or("", |m| m.as_str());
    let places = text.split_once('.').map_or(0, |(_, after)| after.len());
    0.5 / 10_f64.powi(places as i32)
}

fn run(reading: &Reading<'_>, _: &Desk) -> Vec<Note> {
    let mut notes = Vec::new();
    for part in &reading.page.parts {
        if !matches!(part.role, Role::Paragraph | Role::Item | Role::Standfirst) {
            continue;
        }
        let text = reading.page.at(part.span);
        if text.bytes().filter(u8::is_ascii_digit).count() < 2 {
            continue;
        }
        let mut each = |pattern: &Pattern, judge: &dyn Fn(&Captures<'_>) -> Option<String>| {
            let Some(pattern) = pattern.as_ref() else { return };
            for found in pattern.captures_iter(text) {
                let (Some(whole), Some(message)) = (found.get(0), judge(&found)) else {
                    continue;
                };
                notes.push(Note::new(
                    "sums",
                    Severity::Hint,
                    Span::new(part.span.start + whole.start(), part.span.start + whole.end()),
                    message,
                ));
            }
        };
        each(&PARTS, &|found| {
            let total = value(found, 1)?;
            let parts: Vec<f64> = [2, 4, 6].iter().filter_map(|i| value(found, *i)).collect();
            let slack: f64 = [2, 4, 6]
                .iter()
                .filter(|i| found.get(**i).is_some_and(|m| m.as_str().contains('.')))
                .map(|i| rounding(found, *i))
                .sum();
            let sum: f64 = parts.iter().sum();
            (parts.len() >= 2 && (sum - total).abs() > slack + 0.001 && sum > total * 0.5 && sum < total * 1.5)
                .then(|| format!("The parts make {sum}, the whole is {total}. Check."))
        });
        each(&OF, &|found| {
            let (part, whole) = (value(found, 1)?, value(found, 2)?);
            let year = (1900.0..2100.0).contains(&whole);
            (part > whole && !year && whole >= 2.0)
                .then(|| format!("{part} of {whole}: the part is larger than the whole. Check."))
        });
        each(&POINTS, &|found| {
            let (from, to, by) = (value(found, 1)?, value(found, 2)?, value(found, 3)?);
            ((to - from).abs() - by)
                .abs()
                .lt(&0.05)
                .then(|| "The difference of two percentages is in percentage points. Check.".into())
        });
        each(&CHANGE, &|found| {
            let (by, from, to) = (value(found, 2)?, value(found, 3)?, value(found, 4)?);
            if from <= 0.0 {
                return None;
            }
            let change = (to - from).abs() / from * 100.0;
            let slack = rounding(found, 2) + (rounding(found, 3) + rounding(found, 4)) / from * 100.0 + 0.01;
            ((change - by).abs() > slack).then(|| format!("From {from} to {to} is {change:.1} per cent. Check."))
        });
    }
    notes
}
