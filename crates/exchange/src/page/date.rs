//! Dates as they are printed on pages and written in metadata, in the languages of the larger European presses and of East Asia.
//! Called by `metadata`, `web` and `plain`; a date with two readings is reported, never chosen.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

/// A date as exactly as it was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrintedDate {
    /// Date, time and zone are known.
    Moment(Timestamp),
    /// Date and time without a zone: the paper's own zone is to be taken.
    Local(DateTime),
    /// Only the day.
    Day(Date),
}

/// What a text says when read as a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reading {
    /// One reading.
    Sure(PrintedDate),
    /// Day and month may be swapped, as in 06/09/2023.
    TwoReadings(String),
    /// No date.
    None,
}

const MONTHS: &[(&str, i8)] = &[
    // Three letters and more are matched by their beginning, so full and short names stand together.
    ("jan", 1),
    ("feb", 2),
    ("fév", 2),
    ("fev", 2),
    ("mar", 3),
    ("mär", 3),
    ("mrt", 3),
    ("maa", 3),
    ("apr", 4),
    ("avr", 4),
    ("abr", 4),
    ("may", 5),
    ("mai", 5),
    ("mei", 5),
    ("mag", 5),
    ("maio", 5),
    ("mayo", 5),
    ("juin", 6),
    ("jun", 6),
    ("giu", 6),
    ("juil", 7),
    ("jul", 7),
    ("lug", 7),
    ("aug", 8),
    ("août", 8),
    ("aout", 8),
    ("ago", 8),
    ("sep", 9),
    ("set", 9),
    ("oct", 10),
    ("okt", 10),
    ("out", 10),
    ("ott", 10),
    ("nov", 11),
    ("dec", 12),
    ("dez", 12),
    ("déc", 12),
    ("dic", 12),
];

/// Names whose first letters begin a month but which are other words.
const NOT_MONTHS: &[&str] = &[
    "mark", "market", "markets", "marine", "march-in", "mary", "mario", "maria", "martin", "novel", "octopus",
    "decision", "second", "several", "setting", "settle", "juncture", "junior", "august-", "article", "apron",
    "maison", "mais", "outside", "outlet", "output",
];

/// Reads the first date in a short text. `whole` texts of metadata and printed lines go the same way.
pub(crate) fn read(text: &str) -> Reading {
    let text = text.trim();
    if text.is_empty() || text.len() > 400 {
        return Reading::None;
    }
    if let Some(date) = iso(text) {
        return Reading::Sure(date);
    }
    if let Some(date) = east_asian(text) {
        return Reading::Sure(date);
    }
    if let Some(date) = with_month_name(text) {
        return Reading::Sure(date);
    }
    numeric(text)
}

fn sensible(year: i16) -> bool {
    (1600..=2200).contains(&year)
}

/// `2023-09-06`, `2023-09-06T14:05:00+02:00`, `2023/09/06 14:05`, anywhere in the text.
fn iso(text: &str) -> Option<PrintedDate> {
    let bytes = text.as_bytes();
    for at in 0..bytes.len().saturating_sub(9) {
        let before = at.checked_sub(1).and_then(|i| bytes.get(i)).copied().unwrap_or(b' ');
        if before.is_ascii_digit() || !text.is_char_boundary(at) {
            continue;
        }
        let Some(piece) = text.get(at..at + 10) else { continue };
        let mut numbers = piece.split(['-', '/']);
        let (Some(y), Some(m), Some(d), None) = (numbers.next(), numbers.next(), numbers.next(), numbers.next()) else {
            continue;
        };
        if y.len() != 4 || m.len() != 2 || d.len() != 2 {
            continue;
        }
        let (Ok(year), Ok(month), Ok(day)) = (y.parse::<i16>(), m.parse::<i8>(), d.parse::<i8>()) else {
            continue;
        };
        if !sensible(year) {
            continue;
        }
        let Ok(date) = Date::new(year, month, day) else {
            continue;
        };
        let rest = text.get(at + 10..).unwrap_or_default();
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let rest = rest.trim_start_matches(['T', 't', ' ', ',']);
        return Some(with_clock(date, rest));
    }
    None
}

/// `2023年9月6日 14時05分`, `2023년 9월 6일`.
fn east_asian(text: &str) -> Option<PrintedDate> {
    let (year_part, rest) = text.split_once(['年', '년'])?;
    let (month_part, rest) = rest.split_once(['月', '월'])?;
    let (day_part, rest) = rest.split_once(['日', '일'])?;
    let digits: String = year_part.chars().rev().take_while(char::is_ascii_digit).collect();
    let year: i16 = digits.chars().rev().collect::<String>().parse().ok()?;
    let month: i8 = month_part.trim().parse().ok()?;
    let day: i8 = day_part.trim().parse().ok()?;
    if !sensible(year) {
        return None;
    }
    let date = Date::new(year, month, day).ok()?;
    let clock = rest.replace(['時', '시'], ":").replace(['分', '분'], "");
    Some(with_clock(date, &clock))
}

#[derive(Debug, Clone, PartialEq)]
enum Word<'a> {
    Number(&'a str),
    Letters(&'a str),
}

/// Numbers and words of the text with the byte where each ends.
fn words(text: &str) -> Vec<(Word<'_>, usize)> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let digit = c.is_ascii_digit();
        if !digit && !c.is_alphabetic() {
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some((at, next)) = chars.peek().copied() {
            if (digit && next.is_ascii_digit()) || (!digit && next.is_alphabetic()) {
                end = at + next.len_utf8();
                chars.next();
            } else {
                break;
            }
        }
        if let Some(word) = text.get(start..end) {
            out.push((if digit { Word::Number(word) } else { Word::Letters(word) }, end));
        }
        if out.len() > 60 {
            break;
        }
    }
    out
}

fn month_of(word: &str) -> Option<i8> {
    let lower = word.to_lowercase();
    if lower.chars().count() < 3 || lower.chars().count() > 10 || NOT_MONTHS.contains(&lower.as_str()) {
        return None;
    }
    // The longer beginnings first: "juil" before "jun", "juin" before "jui".
    MONTHS
        .iter()
        .filter(|(start, _)| lower.starts_with(start))
        .max_by_key(|(start, _)| start.len())
        .map(|(_, month)| *month)
}

fn with_month_name(text: &str) -> Option<PrintedDate> {
    let words = words(text);
    let number = |at: usize, low: i32, high: i32| -> Option<i32> {
        match words.get(at) {
            Some((Word::Number(digits), _)) if digits.len() <= 4 => {
                digits.parse().ok().filter(|n| (low..=high).contains(n))
            }
            _ => None,
        }
    };
    let filler = |at: usize| {
        matches!(words.get(at), Some((Word::Letters(word), _))
            if matches!(word.to_lowercase().as_str(), "de" | "of" | "del" | "st" | "nd" | "rd" | "th" | "er" | "den"))
    };
    for (at, (word, _)) in words.iter().enumerate() {
        let Word::Letters(word) = word else { continue };
        let Some(month) = month_of(word) else { continue };
        // "6 September 2023", "6. de septiembre de 2023", "6th of September 2023"
        let mut day_at = at;
        while day_at > 0 && filler(day_at - 1) {
            day_at -= 1;
        }
        let mut year_at = at + 1;
        while filler(year_at) {
            year_at += 1;
        }
        if day_at > 0
            && let (Some(day), Some(year)) = (number(day_at - 1, 1, 31), number(year_at, 1600, 2200))
        {
            return finish(text, &words, year, month, day, year_at);
        }
        // "September 6, 2023", "Sept. 6th 2023"
        if let Some(day) = number(at + 1, 1, 31) {
            let mut year_at = at + 2;
            while filler(year_at) {
                year_at += 1;
            }
            if let Some(year) = number(year_at, 1600, 2200) {
                return finish(text, &words, year, month, day, year_at);
            }
            // "Sep 6 14:05:00 2023" and the like are machine forms that no page prints.
        }
        // "2023 September 6"
        if at > 0
            && let (Some(year), Some(day)) = (number(at - 1, 1600, 2200), number(at + 1, 1, 31))
        {
            return finish(text, &words, year, month, day, at + 1);
        }
    }
    None
}

fn finish(text: &str, words: &[(Word<'_>, usize)], year: i32, month: i8, day: i32, last: usize) -> Option<PrintedDate> {
    let date = Date::new(i16::try_from(year).ok()?, month, i8::try_from(day).ok()?).ok()?;
    let end = words.get(last).map_or(text.len(), |(_, end)| *end);
    let after = with_clock(date, text.get(end..).unwrap_or_default());
    if after != PrintedDate::Day(date) {
        return Some(after);
    }
    // "14:05, 6 September 2023" and "2:05 PM ET, Wed September 6, 2023": the clock stands before the date.
    let before = text.get(..end).unwrap_or_default();
    Some(with_clock_before(date, before))
}

fn with_clock_before(date: Date, before: &str) -> PrintedDate {
    match before.find(':') {
        Some(colon) => {
            let start = before
                .get(..colon)
                .unwrap_or_default()
                .rfind(|c: char| !c.is_ascii_digit())
                .map_or(0, |at| {
                    at + before
                        .get(at..)
                        .and_then(|s| s.chars().next())
                        .map_or(1, char::len_utf8)
                });
            with_clock(date, before.get(start..).unwrap_or_default())
        }
        None => PrintedDate::Day(date),
    }
}

/// `06.09.2023` is day first wherever it is used; with strokes or hyphens both orders are in use.
fn numeric(text: &str) -> Reading {
    for piece in text.split([' ', ',', ';', '(', ')', '|', '\u{a0}', '·', '•']) {
        let piece = piece.trim_matches(|c: char| !c.is_ascii_digit());
        for mark in ['.', '/', '-'] {
            let parts: Vec<&str> = piece.split(mark).collect();
            let [first, second, year] = parts.as_slice() else {
                continue;
            };
            if first.len() > 2 || second.len() > 2 || year.len() != 4 {
                continue;
            }
            let (Ok(a), Ok(b), Ok(year)) = (first.parse::<i8>(), second.parse::<i8>(), year.parse::<i16>()) else {
                continue;
            };
            if !sensible(year) {
                continue;
            }
            let day_first = Date::new(year, b, a).ok();
            let month_first = Date::new(year, a, b).ok();
            let rest = text
                .find(piece)
                .and_then(|at| text.get(at + piece.len()..))
                .unwrap_or_default();
            return match (day_first, month_first) {
                (Some(date), _) if mark == '.' => Reading::Sure(with_clock(date, rest)),
                (Some(one), Some(other)) if one != other => Reading::TwoReadings(piece.to_owned()),
                (Some(date), _) | (None, Some(date)) => Reading::Sure(with_clock(date, rest)),
                (None, None) => continue,
            };
        }
    }
    Reading::None
}

/// Adds a clock time and a zone when the text after the date begins with them (a word or two may stand between).
fn with_clock(date: Date, rest: &str) -> PrintedDate {
    let Some((time, after)) = clock(rest) else {
        return PrintedDate::Day(date);
    };
    let local = date.to_datetime(time);
    match zone(after) {
        Some(zone) => zone
            .to_timestamp(local)
            .map_or(PrintedDate::Local(local), PrintedDate::Moment),
        None => PrintedDate::Local(local),
    }
}

fn clock(rest: &str) -> Option<(Time, &str)> {
    let start = rest.char_indices().take(24).find(|(_, c)| c.is_ascii_digit())?.0;
    let from = rest.get(start..)?;
    let hour_end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
    let mut hour: i8 = from.get(..hour_end).filter(|h| h.len() <= 2)?.parse().ok()?;
    let mut after = from.get(hour_end..)?;
    let mut minute = 0i8;
    let mut second = 0i8;
    let separated = after.starts_with([':', '.', 'h']);
    if separated
        && let Some(digits) = after.get(1..3)
        && let Ok(found) = digits.parse::<i8>()
    {
        minute = found;
        after = after.get(3..)?;
        if let Some(digits) = after.strip_prefix(':').and_then(|s| s.get(..2))
            && let Ok(found) = digits.parse::<i8>()
        {
            second = found;
            after = after.get(3..)?;
            if after.starts_with(['.', ',']) {
                let fraction = after.get(1..)?;
                let digits = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
                if digits > 0 {
                    after = fraction.get(digits..)?;
                }
            }
        }
    } else if !half_of_day(after).is_some_and(|_| true) {
        // A bare number after a date is not a time.
        return None;
    }
    if let Some((afternoon, left)) = half_of_day(after) {
        if hour > 12 && !afternoon {
            return None;
        }
        hour = match (hour, afternoon) {
            (12, false) => 0,
            (12, true) => 12,
            (h, true) if h < 12 => h + 12,
            (h, _) => h,
        };
        after = left;
    }
    Time::new(hour, minute, second.min(59), 0)
        .ok()
        .map(|time| (time, after))
}

/// "p.m.", "PM", "am" at the start of the text.
fn half_of_day(text: &str) -> Option<(bool, &str)> {
    let trimmed = text.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    for (mark, afternoon) in [
        ("a.m.", false),
        ("p.m.", true),
        ("a.m", false),
        ("p.m", true),
        ("am", false),
        ("pm", true),
    ] {
        if let Some(start) = trimmed.get(..mark.len())
            && start.eq_ignore_ascii_case(mark)
        {
            let rest = trimmed.get(mark.len()..)?;
            if !rest.starts_with(char::is_alphabetic) {
                return Some((afternoon, rest));
            }
        }
    }
    None
}

fn zone(text: &str) -> Option<TimeZone> {
    let text = text.trim_start_matches([' ', '\u{a0}', '(', ',']);
    if text.starts_with(['Z', 'z']) && !text.get(1..).is_some_and(|s| s.starts_with(char::is_alphabetic)) {
        return Some(TimeZone::UTC);
    }
    if text.starts_with(['+', '-', '−']) {
        let negative = !text.starts_with('+');
        let digits: String = text
            .chars()
            .skip(1)
            .take_while(|c| c.is_ascii_digit() || *c == ':')
            .filter(char::is_ascii_digit)
            .collect();
        let (hours, minutes) = match digits.len() {
            1 | 2 => (digits.parse::<i32>().ok()?, 0),
            4 => (digits.get(..2)?.parse().ok()?, digits.get(2..)?.parse::<i32>().ok()?),
            _ => return None,
        };
        let seconds = (hours * 60 + minutes) * 60;
        let offset = Offset::from_seconds(if negative { -seconds } else { seconds }).ok()?;
        return Some(TimeZone::fixed(offset));
    }
    let name: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
    let hours = match name.as_str() {
        "GMT" | "UTC" => {
            let rest = text.get(3..).unwrap_or_default();
            return if rest.starts_with(['+', '-']) {
                zone(rest)
            } else {
                Some(TimeZone::UTC)
            };
        }
        "WEST" | "BST" | "CET" | "MEZ" | "WAT" => 1,
        "CEST" | "MESZ" | "EET" | "SAST" | "CAT" => 2,
        "EEST" | "MSK" | "EAT" => 3,
        "HKT" | "SGT" | "AWST" => 8,
        "JST" | "KST" => 9,
        "AEST" => 10,
        "AEDT" => 11,
        "EDT" => -4,
        "EST" | "CDT" => -5,
        "MDT" => -6,
        "PDT" => -7,
        "PST" => -8,
        "WIB" => 7,
        // The American short forms follow the clock change; those with two owners (IST, CST, MST) are left unread.
        "ET" => return TimeZone::get("America/New_York").ok(),
        "CT" => return TimeZone::get("America/Chicago").ok(),
        "MT" => return TimeZone::get("America/Denver").ok(),
        "PT" => return TimeZone::get("America/Los_Angeles").ok(),
        _ => return None,
    };
    Offset::from_hours(hours).ok().map(TimeZone::fixed)
}

/// A short line that holds a date and hardly anything else: "Published Sept. 6, 2023 at 2:05 p.m. ET", "Updated 6 hours ago".
pub(crate) fn is_date_line(line: &str) -> bool {
    if line.chars().count() > 110 || line.ends_with('.') && line.chars().count() > 40 {
        return false;
    }
    if read(line) == Reading::None {
        let lower = line.to_lowercase();
        return (lower.starts_with("updated")
            || lower.starts_with("published")
            || lower.starts_with("posted")
            || lower.starts_with("last updated"))
            && lower.chars().any(|c| c.is_ascii_digit())
            && line.chars().count() < 60;
    }
    let other = words(line)
        .iter()
        .filter(|(word, _)| match word {
            Word::Number(_) => false,
            Word::Letters(word) => {
                let lower = word.to_lowercase();
                month_of(word).is_none()
                    && !FILLERS.contains(&lower.as_str())
                    && !WEEKDAYS.iter().any(|day| lower.starts_with(day))
            }
        })
        .count();
    other <= 1
}

const FILLERS: &[&str] = &[
    "published",
    "posted",
    "updated",
    "last",
    "first",
    "modified",
    "created",
    "on",
    "at",
    "am",
    "pm",
    "a",
    "m",
    "p",
    "et",
    "est",
    "edt",
    "gmt",
    "utc",
    "bst",
    "cet",
    "cest",
    "pt",
    "ct",
    "mt",
    "pst",
    "pdt",
    "ist",
    "z",
    "t",
    "h",
    "uhr",
    "de",
    "le",
    "à",
    "el",
    "date",
    "by",
    "the",
    "of",
    "st",
    "nd",
    "rd",
    "th",
    "um",
    "am",
    "den",
    "del",
    "publié",
    "mis",
    "jour",
    "stand",
    "publicado",
    "em",
    "às",
    "il",
    "alle",
    "time",
    "issued",
    "released",
    "年",
    "月",
    "日",
    "時",
    "分",
    "년",
    "월",
    "일",
    "시",
    "분",
];

const WEEKDAYS: &[&str] = &[
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "die", "mitt",
    "don", "frei", "sonn", "dom", "mié", "jue", "vie", "sáb", "seg", "ter", "qua", "qui", "sex",
];

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn sure(text: &str) -> String {
        match read(text) {
            Reading::Sure(PrintedDate::Moment(at)) => at.to_string(),
            Reading::Sure(PrintedDate::Local(at)) => at.to_string(),
            Reading::Sure(PrintedDate::Day(day)) => day.to_string(),
            Reading::TwoReadings(text) => format!("two readings: {text}"),
            Reading::None => "none".to_owned(),
        }
    }

    #[test]
    fn printed_dates_are_read_as_exactly_as_they_are_printed() {
        for (text, expected) in [
            ("2023-09-06T14:05:00Z", "2023-09-06T14:05:00Z"),
            ("2023-09-06T14:05:00.123+02:00", "2023-09-06T12:05:00Z"),
            ("2023-09-06 14:05", "2023-09-06T14:05:00"),
            ("2023-09-06", "2023-09-06"),
            ("Published 6 September 2023, 14:05", "2023-09-06T14:05:00"),
            ("Sept. 6, 2023 at 2:05 p.m. ET", "2023-09-06T18:05:00Z"),
            ("6 Sept 2023", "2023-09-06"),
            ("September 6, 2023", "2023-09-06"),
            ("Wed, 06 Sep 2023 10:00:00 GMT", "2023-09-06T10:00:00Z"),
            ("2:05 PM ET, Wed September 6, 2023", "2023-09-06T18:05:00Z"),
            ("14:05, 6 September 2023", "2023-09-06T14:05:00"),
            ("6. September 2023, 14.05 Uhr", "2023-09-06T14:05:00"),
            ("Publié le 6 août 2023 à 14h05", "2023-08-06T14:05:00"),
            ("6 de septiembre de 2023", "2023-09-06"),
            ("6 de marzo del 2023", "2023-03-06"),
            ("Friday 1st December 2023", "2023-12-01"),
            ("06.09.2023 14:05", "2023-09-06T14:05:00"),
            ("2023年9月6日 14時05分", "2023-09-06T14:05:00"),
            ("25/12/2023", "2023-12-25"),
            ("12/25/2023", "2023-12-25"),
            ("Published: 10:30 PM EDT, Mon July 3, 2023", "2023-07-04T02:30:00Z"),
        ] {
            assert_eq!(sure(text), expected, "{text}");
        }
    }

    #[test]
    fn a_date_with_two_readings_is_not_chosen() {
        assert_eq!(sure("Posted 06/09/2023"), "two readings: 06/09/2023");
        assert_eq!(sure("09/09/2023"), "2023-09-09");
    }

    #[test]
    fn words_that_only_look_like_dates_are_none() {
        for text in [
            "3 hours ago",
            "May I help you in 2023?",
            "31 February 2023",
            "Market 12, 2023 visitors",
            "today",
        ] {
            assert_eq!(sure(text), "none", "{text}");
        }
    }

    #[test]
    fn a_date_written_out_is_kept_through_json() {
        let date = PrintedDate::Day(jiff::civil::date(2023, 9, 6));
        let json = serde_json::to_string(&date).unwrap();
        assert_eq!(serde_json::from_str::<PrintedDate>(&json).unwrap(), date);
    }
}
