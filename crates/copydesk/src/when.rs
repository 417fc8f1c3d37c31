//! When something was said or happened: dates, weekdays and relative words, counted from the story's own date.
//! Called by [`crate::circumstances`] and [`crate::events`]; what cannot be counted stays words.

use crate::dates::{Date, Exact};
use crate::page::Role;
use crate::reading::Reading;
use crate::span::Span;
use regex::Regex;
use std::sync::LazyLock;

/// How exact a time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// A day.
    Day,
    /// A month; a week that lies in one month is told as the month.
    Month,
    /// A year.
    Year,
}

impl Precision {
    /// The word of the JSON form.
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// A time in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// The words: "on Tuesday" gives "Tuesday".
    pub span: Span,
    /// Year, month and day as far as they are exact, 0 behind that; `None` when the words count from a date that the story does not have.
    pub ymd: Option<(i32, u8, u8)>,
    /// How exact it is.
    pub precision: Precision,
}

impl When {
    /// `2026-11-25`, `2026-11` or `2026`.
    pub fn iso(&self) -> Option<String> {
        let (year, month, day) = self.ymd?;
        Some(match self.precision {
            Precision::Day => format!("{year:04}-{month:02}-{day:02}"),
            Precision::Month => format!("{year:04}-{month:02}"),
            Precision::Year => format!("{year:04}"),
        })
    }
}

static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:(today|tonight|this (?:morning|afternoon|evening))|(yesterday|last night)|(tomorrow)|",
        r"(?:(last|this|next|this past|this coming) )?((?:mon|tues|wednes|thurs|fri|satur|sun)day)|",
        r"(?:(last|this|next|earlier this|later this|earlier last|late last) )(week(?:end)?|month|year)|",
        r"(?:in )?((?:late|early|mid)[ -])?(january|february|march|april|june|july|august|september|october|november|december)\b|",
        r"(one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (days?|weeks?|months?|years?) (ago|earlier))\b",
    ))
    .ok()
});

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const NUMBERS: [&str; 10] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Days since 1 January 1970, as the civil calendar counts them.
fn number(ymd: (i32, u8, u8)) -> i64 {
    let (mut y, m, d) = (i64::from(ymd.0), i64::from(ymd.1), i64::from(ymd.2));
    if m <= 2 {
        y -= 1;
    }
    let era = y.div_euclid(400);
    let yoe = y - era * 400;
    let doy = (153 * (m + if m > 2 { -3 } else { 9 }) + 2) / 5 + d - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

/// The day with a number.
fn civil(days: i64) -> (i32, u8, u8) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z - era * 146_097;
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    (
        i32::try_from(year).unwrap_or(0),
        u8::try_from(month).unwrap_or(0),
        u8::try_from(day).unwrap_or(0),
    )
}

/// The story's own date: what the caller says, or a full date that stands as a line of its own or near the top.
pub fn story_date(reading: &Reading<'_>) -> Option<(i32, u8, u8)> {
    let facts = &reading.page.facts;
    if let Some(date) = facts.written.as_deref().or(facts.date.as_deref()) {
        let mut parts = date.get(..10).unwrap_or(date).split('-');
        let year = parts.next()?.parse().ok()?;
        return Some((year, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?));
    }
    let full = |date: &&Date| {
        let part = reading.page.part_at(date.span.start);
        let line = part
            .and_then(|i| reading.page.parts.get(i))
            .is_some_and(|part| part.role == Role::Line);
        date.exact == Exact::Day && (line || part.is_some_and(|i| i < 2) && !reading.is_quoted(date.span))
    };
    reading.dates.iter().find(full).map(|date| date.ymd)
}

/// The times within a span, in order. `ahead`: a weekday without more words lies ahead ("will meet on Friday").
pub fn find(reading: &Reading<'_>, span: Span, story: Option<(i32, u8, u8)>, ahead: bool) -> Vec<When> {
    let mut found: Vec<When> = Vec::new();
    let from = reading.dates.partition_point(|date| date.span.start < span.start);
    let dates = reading.dates.get(from..).unwrap_or(&[]).iter();
    for date in dates
        .take_while(|date| date.span.start < span.end)
        .filter(|date| span.holds(date.span))
    {
        found.push(dated(date, story, ahead));
    }
    let Some(pattern) = WORDS.as_ref() else { return found };
    let today = story.map(number);
    for hit in pattern.captures_iter(reading.page.at(span)) {
        let Some(whole) = hit.get(0) else { continue };
        let at = Span::new(span.start + whole.start(), span.start + whole.end());
        if found.iter().any(|have| have.span.meets(at)) {
            continue;
        }
        let group = |i: usize| hit.get(i).map(|m| m.as_str().to_lowercase());
        let days = |by: i64| (today.map(|today| civil(today + by)), Precision::Day);
        let (ymd, precision) = if group(1).is_some() {
            days(0)
        } else if group(2).is_some() {
            days(-1)
        } else if group(3).is_some() {
            days(1)
        } else if let Some(day) = group(5) {
            (
                today.map(|today| weekday(today, &day, group(4).as_deref(), ahead)),
                Precision::Day,
            )
        } else if let Some(unit) = group(7) {
            unit_of(story, group(6).as_deref().unwrap_or("this"), &unit)
        } else if let Some(month) = group(9) {
            // A bare "May" or "March" is no month; the others are.
            let number = MONTHS
                .iter()
                .position(|m| month.starts_with(m))
                .map_or(0, |i| i as u8 + 1);
            if month == "march" && !whole.as_str().to_lowercase().starts_with("in ") {
                continue;
            }
            (
                story.map(|story| (near_year(story, number, ahead), number, 0)),
                Precision::Month,
            )
        } else {
            let count = group(10).unwrap_or_default();
            let count = NUMBERS
                .iter()
                .position(|word| *word == count)
                .map_or_else(|| count.parse().unwrap_or(0), |i| i as i64 + 1);
            ago(story, count, &group(11).unwrap_or_default())
        };
        found.push(When {
            span: at,
            ymd,
            precision,
        });
    }
    found.sort_by_key(|when| when.span.start);
    found
}

/// A date of the text with the year that it leaves out.
fn dated(date: &Date, story: Option<(i32, u8, u8)>, ahead: bool) -> When {
    let (year, month, day) = date.ymd;
    let precision = match (month, day) {
        (0, _) => Precision::Year,
        (_, 0) => Precision::Month,
        _ => Precision::Day,
    };
    let year = if year > 0 {
        Some(year)
    } else {
        story.map(|story| near_year(story, month, ahead))
    };
    When {
        span: date.span,
        ymd: year.map(|year| (year, month, day)),
        precision,
    }
}

/// The year of a month without one: the last time it was, or the next time when it lies ahead.
fn near_year(story: (i32, u8, u8), month: u8, ahead: bool) -> i32 {
    match (ahead, month.cmp(&story.1)) {
        (false, std::cmp::Ordering::Greater) => story.0 - 1,
        (true, std::cmp::Ordering::Less) => story.0 + 1,
        _ => story.0,
    }
}

fn weekday(today: i64, day: &str, which: Option<&str>, ahead: bool) -> (i32, u8, u8) {
    let wanted = WEEKDAYS.iter().position(|d| day.starts_with(d)).map_or(0, |i| i as i64);
    // 1 January 1970 was a Thursday.
    let now = (today + 3).rem_euclid(7);
    let back = (now - wanted).rem_euclid(7);
    let by = match which {
        Some("last" | "this past") => -(if back == 0 { 7 } else { back }),
        Some("next" | "this coming") => {
            if back == 0 {
                7
            } else {
                7 - back
            }
        }
        _ if ahead => (7 - back) % 7,
        _ => -back,
    };
    civil(today + by)
}

fn unit_of(story: Option<(i32, u8, u8)>, which: &str, unit: &str) -> (Option<(i32, u8, u8)>, Precision) {
    let by: i64 = match which {
        "last" | "earlier last" | "late last" => -1,
        "next" => 1,
        _ => 0,
    };
    let year = |y: i32| y + i32::try_from(by).unwrap_or(0);
    if unit.starts_with("week") {
        let day = story.map(|story| civil(number(story) + 7 * by));
        return (day.map(|(y, m, _)| (y, m, 0)), Precision::Month);
    }
    if unit == "month" {
        return (story.map(|story| months(story, by)), Precision::Month);
    }
    (story.map(|(y, _, _)| (year(y), 0, 0)), Precision::Year)
}

fn months(story: (i32, u8, u8), by: i64) -> (i32, u8, u8) {
    let all = i64::from(story.0) * 12 + i64::from(story.1) - 1 + by;
    let year = i32::try_from(all.div_euclid(12)).unwrap_or(0);
    (year, u8::try_from(all.rem_euclid(12) + 1).unwrap_or(1), 0)
}

fn ago(story: Option<(i32, u8, u8)>, count: i64, unit: &str) -> (Option<(i32, u8, u8)>, Precision) {
    if unit.starts_with("day") {
        return (story.map(|story| civil(number(story) - count)), Precision::Day);
    }
    if unit.starts_with("week") {
        let day = story.map(|story| civil(number(story) - 7 * count));
        return (day.map(|(y, m, _)| (y, m, 0)), Precision::Month);
    }
    if unit.starts_with("month") {
        return (story.map(|story| months(story, -count)), Precision::Month);
    }
    (
        story.map(|(y, _, _)| (y - i32::try_from(count).unwrap_or(0), 0, 0)),
        Precision::Year,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;

    fn read(text: &str, date: Option<&str>, ahead: bool) -> Vec<(String, Option<String>)> {
        let mut page = Page::from_plain(text);
        page.facts.date = date.map(str::to_string);
        let reading = Reading::of(&page);
        let story = story_date(&reading);
        find(&reading, Span::new(0, page.text.len()), story, ahead)
            .iter()
            .map(|when| (page.at(when.span).to_string(), when.iso()))
            .collect()
    }

    #[test]
    fn words_of_time_count_from_the_day_of_the_story() {
        // 25 November 2026 is a Wednesday.
        let day = Some("2026-11-25");
        let one = |text: &str, ahead| read(text, day, ahead).first().and_then(|(_, iso)| iso.clone());
        for (text, ahead, iso) in [
            ("They met yesterday.", false, "2026-11-24"),
            ("They met on Tuesday.", false, "2026-11-24"),
            ("They met last Wednesday.", false, "2026-11-18"),
            ("They will meet on Friday.", true, "2026-11-27"),
            ("They met last month.", false, "2026-10"),
            ("They met this year.", false, "2026"),
            ("They met in December.", false, "2025-12"),
            ("They met on 3 March.", false, "2026-03-03"),
            ("They met three days ago.", false, "2026-11-22"),
            ("They met on Jan. 6, 2021.", false, "2021-01-06"),
        ] {
            assert_eq!(one(text, ahead).as_deref(), Some(iso), "{text}");
        }
    }

    #[test]
    fn without_a_date_the_words_stay_words() {
        assert_eq!(
            read("They met last month.", None, false),
            [("last month".to_string(), None)]
        );
    }

    #[test]
    fn days_and_their_numbers_are_each_others_way_back() {
        for days in (-200_000..200_000).step_by(97) {
            assert_eq!(number(civil(days)), days);
        }
        assert_eq!(civil(0), (1970, 1, 1));
    }
}
