//! How an event repeats: by day, week, month or year, each so many of them, until a day or for good.
//! [`super::Event::between`] asks it; crates for the whole of RFC 5545 bring a second library of time with them.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

/// Most times that are given in one answer.
const MOST: usize = 1_000;

/// By what it repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Every {
    /// Each day.
    Day,
    /// The same day of the week.
    Week,
    /// The same date; a month that has no such date is left out.
    Month,
    /// The same week and day of the month: the second Tuesday. A fifth one is left out where there are four.
    MonthWeekday,
    /// The last such day of the week of a month.
    MonthLast,
    /// The same date of the year; 29 February is left out where there is none.
    Year,
}

impl Every {
    /// Every way.
    pub const ALL: [Self; 6] = [
        Self::Day,
        Self::Week,
        Self::Month,
        Self::MonthWeekday,
        Self::MonthLast,
        Self::Year,
    ];

    /// As forms name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::MonthWeekday => "month-weekday",
            Self::MonthLast => "month-last",
            Self::Year => "year",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    /// By what.
    pub every: Every,
    /// Each so many of them, 1 to 99.
    pub interval: i32,
    /// The last day on which it may begin; for good without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl Repeat {
    /// The days from `from` to `to` on which an event begins that began first on `first`.
    pub fn between(&self, first: Date, from: Date, to: Date) -> Vec<Date> {
        let to = self.until.map_or(to, |until| until.min(to));
        let interval = i64::from(self.interval.clamp(1, 99));
        let mut found = Vec::new();
        // Not from the first one on: a rule may be old.
        let mut n = match self.every {
            Every::Day | Every::Week => days(first, from) / (interval * self.length()),
            Every::Month | Every::MonthWeekday | Every::MonthLast => months(first, from) / interval,
            Every::Year => i64::from(from.year() - first.year()) / interval,
        }
        .max(0);
        while found.len() < MOST {
            let Some((earliest, day)) = self.nth(first, n * interval) else {
                break;
            };
            if earliest > to {
                break;
            }
            found.extend(day.filter(|day| *day >= from && *day <= to && *day >= first));
            n += 1;
        }
        found
    }

    /// The day on which it begins for the nth time, counted from 1, where it does so at all.
    pub fn last_of(&self, first: Date, count: u32) -> Option<Date> {
        let count = usize::try_from(count).ok()?;
        let mut seen = 0;
        for n in 0..i64::try_from(count.min(MOST) * 8).ok()? {
            let (_, day) = self.nth(first, n * i64::from(self.interval.clamp(1, 99)))?;
            if let Some(day) = day.filter(|day| *day >= first) {
                seen += 1;
                if seen >= count.min(MOST) {
                    return Some(day);
                }
            }
        }
        None
    }

    fn length(self) -> i64 {
        if self.every == Every::Week { 7 } else { 1 }
    }

    /// So many units after the first: a day not after it, and the day itself where there is one.
    fn nth(self, first: Date, units: i64) -> Option<(Date, Option<Date>)> {
        let begin = first.first_of_month();
        match self.every {
            Every::Day | Every::Week => {
                let day = first
                    .checked_add(Span::new().try_days(units * self.length()).ok()?)
                    .ok()?;
                Some((day, Some(day)))
            }
            Every::Month => {
                let month = begin.checked_add(Span::new().try_months(units).ok()?).ok()?;
                Some((month, Date::new(month.year(), month.month(), first.day()).ok()))
            }
            Every::MonthWeekday => {
                let month = begin.checked_add(Span::new().try_months(units).ok()?).ok()?;
                let week = (first.day() - 1) / 7 + 1;
                Some((month, month.nth_weekday_of_month(week, first.weekday()).ok()))
            }
            Every::MonthLast => {
                let month = begin.checked_add(Span::new().try_months(units).ok()?).ok()?;
                Some((month, month.nth_weekday_of_month(-1, first.weekday()).ok()))
            }
            Every::Year => {
                let year = first.year().checked_add(i16::try_from(units).ok()?)?;
                let start = Date::new(year, 1, 1).ok()?;
                Some((start, Date::new(year, first.month(), first.day()).ok()))
            }
        }
    }
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn months(from: Date, to: Date) -> i64 {
    i64::from(to.year() - from.year()) * 12 + i64::from(to.month() - from.month())
}

/// A day so many days later; the end of the calendar where it ends.
pub fn later(day: Date, by: i64) -> Date {
    by.try_into()
        .ok()
        .and_then(|by: i32| day.checked_add(by.days()).ok())
        .unwrap_or(Date::MAX)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn times(every: Every, interval: i32, first: &str, from: &str, to: &str) -> Vec<String> {
        let rule = Repeat {
            every,
            interval,
            until: None,
        };
        let day = |text: &str| text.parse::<Date>().unwrap();
        rule.between(day(first), day(from), day(to))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_rule_gives_the_days_that_a_calendar_gives() {
        assert_eq!(
            times(Every::Week, 2, "2020-01-06", "2026-11-23", "2026-12-20"),
            ["2026-11-30", "2026-12-14"]
        );
        assert_eq!(
            times(Every::Month, 1, "2026-01-31", "2026-02-01", "2026-06-30"),
            ["2026-03-31", "2026-05-31"],
            "a month without a 31st is left out"
        );
        assert_eq!(
            times(Every::MonthWeekday, 1, "2026-09-08", "2026-10-01", "2026-12-31"),
            ["2026-10-13", "2026-11-10", "2026-12-08"],
            "the second Tuesday"
        );
        assert_eq!(
            times(Every::MonthWeekday, 1, "2026-07-31", "2026-08-01", "2026-12-31"),
            ["2026-10-30"],
            "a fifth Friday is rare"
        );
        assert_eq!(
            times(Every::MonthLast, 1, "2026-09-24", "2026-10-01", "2026-11-30"),
            ["2026-10-29", "2026-11-26"]
        );
        assert_eq!(
            times(Every::Year, 1, "2024-02-29", "2025-01-01", "2032-12-31"),
            ["2028-02-29", "2032-02-29"]
        );
        assert_eq!(times(Every::Day, 1, "2026-11-30", "2026-11-01", "2026-12-02").len(), 3);
    }

    #[test]
    fn a_rule_begins_with_its_first_day_and_ends_with_its_last() {
        assert!(times(Every::Week, 1, "2026-11-30", "2026-01-01", "2026-11-29").is_empty());
        let rule = Repeat {
            every: Every::Month,
            interval: 1,
            until: Some("2026-03-15".parse().unwrap()),
        };
        let first = "2026-01-15".parse().unwrap();
        assert_eq!(rule.between(first, Date::MIN, Date::MAX).len(), 3);
        let endless = Repeat { until: None, ..rule };
        assert_eq!(endless.between(first, Date::MIN, Date::MAX).len(), MOST);
        assert_eq!(endless.last_of(first, 3), Some("2026-03-15".parse().unwrap()));
    }

    #[test]
    fn the_end_of_the_calendar_ends_every_rule() {
        for every in Every::ALL {
            let rule = Repeat {
                every,
                interval: 99,
                until: None,
            };
            let late = "9999-12-01".parse().unwrap();
            assert!(rule.between(late, Date::MIN, Date::MAX).len() <= 31);
        }
    }
}
