//! Rules of a calendar file (RRULE) as rules of the diary. One that says more than those can is refused in words.

use super::times::{At, short};
use courant_model::diary::repeat::{Every, Repeat};
use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, tz::TimeZone};

/// The rule, and the days on which its parts begin where it repeats on several days of the week.
pub(super) fn read(value: &str, at: &At) -> Result<(Option<Repeat>, Vec<Date>), String> {
    let mut parts: Vec<(String, String)> = Vec::new();
    for part in value.split(';').take(20).filter(|part| !part.trim().is_empty()) {
        let (name, value) = part
            .split_once('=')
            .ok_or_else(|| format!("this repetition cannot be read: {}", short(value)))?;
        parts.push((name.trim().to_ascii_uppercase(), value.trim().to_ascii_uppercase()));
    }
    let get = |name: &str| {
        parts
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    };
    let beyond = || format!("a repetition like this is not read: {}", short(value));
    let known = [
        "FREQ",
        "INTERVAL",
        "UNTIL",
        "COUNT",
        "BYDAY",
        "BYMONTHDAY",
        "BYMONTH",
        "BYSETPOS",
        "WKST",
    ];
    if parts.iter().any(|(name, _)| !known.contains(&name.as_str())) {
        return Err(beyond());
    }
    let interval: i32 = match get("INTERVAL") {
        Some(text) => text
            .parse()
            .ok()
            .filter(|interval| (1..=99).contains(interval))
            .ok_or_else(beyond)?,
        None => 1,
    };
    let first = at.day();
    let same = |name: &str, is: i8| get(name).is_none_or(|text| text.parse() == Ok(is));
    let mut days = Vec::new();
    let every = match get("FREQ").unwrap_or_default() {
        "DAILY" if get("BYDAY").is_none() => Every::Day,
        "DAILY" | "WEEKLY" => {
            let named: Vec<&str> = get("BYDAY").map(|text| text.split(',').collect()).unwrap_or_default();
            let wanted: Option<Vec<Weekday>> = named.iter().map(|name| weekday(name)).collect();
            let wanted = wanted.ok_or_else(beyond)?;
            let alone = wanted.is_empty() || wanted == [first.weekday()];
            if !alone && interval != 1 {
                return Err(beyond());
            }
            if !alone {
                days = (0..7)
                    .filter_map(|n| first.checked_add(n.days()).ok())
                    .filter(|day| wanted.contains(&day.weekday()))
                    .collect();
            }
            Every::Week
        }
        "MONTHLY" => monthly(first, get("BYDAY"), get("BYSETPOS")).ok_or_else(beyond)?,
        "YEARLY" if get("BYDAY").is_none() && same("BYMONTH", first.month()) => Every::Year,
        _ => return Err(beyond()),
    };
    let by_date = matches!(every, Every::Month | Every::Year);
    if get("BYMONTHDAY").is_some() && !(by_date && same("BYMONTHDAY", first.day())) {
        return Err(beyond());
    }
    if get("BYMONTH").is_some() && every != Every::Year || get("BYSETPOS").is_some() && get("BYDAY").is_none() {
        return Err(beyond());
    }
    let mut rule = Repeat {
        every,
        interval,
        until: None,
    };
    rule.until = match (get("UNTIL"), get("COUNT")) {
        (Some(text), _) => Some(until(text, at).ok_or_else(beyond)?.max(first)),
        (None, Some(text)) => {
            let count: u32 = text.parse().ok().filter(|count| *count > 0).ok_or_else(beyond)?;
            // On several days of the week the count is shared.
            if days.len() > 1 {
                let all = count.min(1_000) as usize - 1;
                let (rounds, rest) = (all / days.len(), all % days.len());
                let last = days.get(rest).copied().unwrap_or(first);
                i32::try_from(rounds * 7)
                    .ok()
                    .and_then(|by| last.checked_add(by.days()).ok())
            } else {
                rule.last_of(first, count)
            }
        }
        (None, None) => None,
    };
    // A single other day than the one on which it began.
    if days.len() == 1 && days.first() != Some(&first) {
        return Err(beyond());
    }
    Ok((Some(rule), days))
}

/// The last day on which it may begin, in the zone of the series. Of a moment the hour counts: what would begin later on
/// that day does not take place any more.
fn until(text: &str, first: &At) -> Option<Date> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    let small = |from: usize, to: usize| number(from, to).and_then(|value| i8::try_from(value).ok());
    let day = Date::new(number(0, 4)?, small(4, 6)?, small(6, 8)?).ok()?;
    if !text.contains('T') {
        return Some(day);
    }
    let at = day.at(small(9, 11)?, small(11, 13)?, small(13, 15).unwrap_or(0), 0);
    let last = if text.ends_with('Z') {
        let there = at.to_zoned_datetime(TimeZone::UTC).ok()?;
        there.with_time_zone(TimeZone::get(&first.zone).ok()?).datetime()
    } else {
        at
    };
    match first.time() {
        Some(begins) if begins > last.time() => last.date().yesterday().ok(),
        _ => Some(last.date()),
    }
}

/// By date, by week and day, or by the last such day; the named day must be that of the first time.
fn monthly(first: Date, by_day: Option<&str>, position: Option<&str>) -> Option<Every> {
    let Some(by_day) = by_day else {
        return Some(Every::Month);
    };
    let split = by_day.len().checked_sub(2)?;
    let (number, name) = (by_day.get(..split)?, by_day.get(split..)?);
    if weekday(name)? != first.weekday() {
        return None;
    }
    let number = match (number, position) {
        ("", Some(position)) => position,
        (number, None) => number,
        _ => return None,
    };
    match number.trim_start_matches('+').parse::<i8>().ok()? {
        -1 => Some(Every::MonthLast),
        week if week == (first.day() - 1) / 7 + 1 => Some(Every::MonthWeekday),
        _ => None,
    }
}

fn weekday(name: &str) -> Option<Weekday> {
    Some(match name.trim() {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    })
}
