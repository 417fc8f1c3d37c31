//! Dates and relative words of time.
//! Called by [`crate::Reading`], by the reader of plain files and by the check of time.

use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

/// How exact a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exact {
    /// Day, month and year.
    Day,
    /// Day and month without a year, or a month with a year.
    Part,
    /// A year alone.
    Year,
}

/// A date in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// Where it stands.
    pub span: Span,
    /// How exact it is.
    pub exact: Exact,
    /// Year, month and day as far as they are said; 0 where they are not.
    pub ymd: (i32, u8, u8),
}

const MONTH: &str = r"(Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)";

static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"\b(?:(?:{MONTH} (\d{{1,2}})(?:st|nd|rd|th)?(?:,? (\d{{4}}))?)|(?:(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{MONTH}(?:,? (\d{{4}}))?)|(?:{MONTH},? (\d{{4}}))|(?:((?:19|20)\d\d)-(\d\d)-(\d\d)))\b"
    ))
    .ok()
});

static YEAR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:in|since|until|by|of|before|after|from|during) ((?:1[6-9]|20)\d\d)\b").ok());

const NAMES: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

fn month(word: &str) -> u8 {
    let start: String = word.chars().take(3).collect::<String>().to_lowercase();
    NAMES
        .iter()
        .position(|name| *name == start)
        .map_or(0, |at| at as u8 + 1)
}

/// The dates of a text that stands at byte `base`.
pub fn find(text: &str, base: usize, out: &mut Vec<Date>) {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return;
    }
    let Some(pattern) = DATE.as_ref() else { return };
    for found in pattern.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        let number = |i: usize| found.get(i).and_then(|m| m.as_str().parse::<i32>().ok()).unwrap_or(0);
        let word = |i: usize| found.get(i).map_or(0, |m| month(m.as_str()));
        let ymd = if found.get(1).is_some() {
            (number(3), word(1), number(2) as u8)
        } else if found.get(5).is_some() {
            (number(6), word(5), number(4) as u8)
        } else if found.get(7).is_some() {
            (number(8), word(7), 0)
        } else {
            (number(9), number(10) as u8, number(11) as u8)
        };
        let exact = if ymd.0 > 0 && ymd.2 > 0 {
            Exact::Day
        } else {
            Exact::Part
        };
        if ymd.2 <= 31 {
            out.push(Date {
                span: Span::new(base + whole.start(), base + whole.end()),
                exact,
                ymd,
            });
        }
    }
    let Some(pattern) = YEAR.as_ref() else { return };
    for found in pattern.captures_iter(text) {
        let Some(year) = found.get(1) else { continue };
        let span = Span::new(base + year.start(), base + year.end());
        if !out.iter().any(|date| date.span.meets(span)) {
            out.push(Date {
                span,
                exact: Exact::Year,
                ymd: (year.as_str().parse().unwrap_or(0), 0, 0),
            });
        }
    }
}

static WEEKDAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b\d{1,2}[:.]\d\d\b|\b(?:a\.?m|p\.?m|gmt|utc|e[sd]t|bst|cet)\b\.?|\b(?:published|updated|posted|last|on|at)\b|[,;:|•–—-]").ok()
});

/// A line that holds a date and nothing else.
pub fn is_all_date(line: &str) -> bool {
    let mut dates = Vec::new();
    find(line, 0, &mut dates);
    let Some(date) = dates.first() else { return false };
    if date.exact == Exact::Year {
        return false;
    }
    let mut rest = String::from(line.get(..date.span.start).unwrap_or(""));
    rest.push_str(line.get(date.span.end..).unwrap_or(""));
    let Some(pattern) = WEEKDAY.as_ref() else { return false };
    pattern.replace_all(&rest, "").trim().is_empty()
}

/// What a relative word is relative to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Today, yesterday, tomorrow, tonight, a weekday.
    Day,
    /// This week, last week.
    Week,
    /// This month.
    Month,
    /// This year.
    Year,
}

static RELATIVE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:(today|yesterday|tomorrow|tonight|this (?:morning|afternoon|evening)|last night)|",
        r"((?:this|last|next) week(?:end)?)|((?:this|last|next) month|earlier this month|later this month)|((?:this|last|next) year))\b",
    ))
    .ok()
});

/// Relative words of time in a text that stands at byte `base`.
pub fn relative(text: &str, base: usize) -> Vec<(Span, Unit)> {
    let Some(pattern) = RELATIVE.as_ref() else {
        return Vec::new();
    };
    pattern
        .captures_iter(text)
        .filter_map(|found| {
            let whole = found.get(0)?;
            let units = [Unit::Day, Unit::Week, Unit::Month, Unit::Year];
            let unit = (1..=4).zip(units).find(|(i, _)| found.get(*i).is_some())?.1;
            Some((Span::new(base + whole.start(), base + whole.end()), unit))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_their_usual_forms() {
        let mut out = Vec::new();
        find(
            "On Tuesday, September 1, 2015, on 3 May 2024, Jan. 6, June 2020, 2026-11-25 and in 1999.",
            0,
            &mut out,
        );
        let ymd: Vec<_> = out.iter().map(|date| date.ymd).collect();
        assert_eq!(
            ymd,
            [
                (2015, 9, 1),
                (2024, 5, 3),
                (0, 1, 6),
                (2020, 6, 0),
                (2026, 11, 25),
                (1999, 0, 0)
            ]
        );
        assert!(is_all_date("Tuesday, September 1, 2015"));
        assert!(!is_all_date("The fire of 3 May 2024"));
    }
}
