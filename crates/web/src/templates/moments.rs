//! Times as the paper's language writes them.
//! Used by the site's handlers when they fill a view; the patterns stand in the theme's strings (`date-long`, `time-zoned`).

use std::sync::Arc;

use courant_model::storyline::Day;
use jiff::ZonedDateTime;

use super::Words;
use crate::site::view::Moment;

/// Writes dates and times in one language.
#[derive(Debug, Clone)]
pub struct Dates(Arc<Words>);

impl Dates {
    pub(super) fn new(words: Arc<Words>) -> Self {
        Self(words)
    }

    /// A moment in the zone of `at`. Its short form is the time when it is of the same day as `page`, the day that the page is
    /// made on, in that zone; else the date.
    pub fn moment(&self, at: &ZonedDateTime, page: &ZonedDateTime) -> Moment {
        let day = self.date(at);
        let time = self.time(at);
        let page = page.with_time_zone(at.time_zone().clone());
        Moment {
            iso: at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            text: if at.date() == page.date() {
                time.clone()
            } else {
                day.clone()
            },
            full: self
                .0
                .with("date-time", &[("date", &day), ("time", &time)])
                .unwrap_or_else(|| format!("{day}, {time}")),
        }
    }

    /// A moment whose short form is always the time, for lists that name the day themselves.
    pub fn clock(&self, at: &ZonedDateTime) -> Moment {
        let moment = self.moment(at, at);
        Moment {
            text: self.time(at),
            ..moment
        }
    }

    /// "6 September 2023".
    pub fn date(&self, at: &ZonedDateTime) -> String {
        let (day, year) = (at.day().to_string(), at.year().to_string());
        let number = at.month().to_string();
        let month = self.named("month", at.month());
        self.0
            .with(
                "date-long",
                &[("day", &day), ("month", &month), ("number", &number), ("year", &year)],
            )
            .unwrap_or_else(|| at.date().to_string())
    }

    /// "6 September 2023", "September 2023", "2023": as well as the day is known.
    pub fn day(&self, day: Day) -> String {
        let year = day.year.to_string();
        let Some(month) = day.month else { return year };
        let (name, number) = (self.named("month", month), month.to_string());
        let mut values = vec![
            ("month", name.as_str()),
            ("number", number.as_str()),
            ("year", year.as_str()),
        ];
        let known = day.day.map(|day| day.to_string());
        let pattern = match &known {
            Some(known) => {
                values.push(("day", known));
                "date-long"
            }
            None => "date-month",
        };
        self.0.with(pattern, &values).unwrap_or_else(|| day.to_string())
    }

    /// "Saturday".
    pub fn weekday(&self, at: &ZonedDateTime) -> String {
        self.named("weekday", at.weekday().to_monday_one_offset())
    }

    /// "Saturday 14 March 2026".
    pub fn today(&self, at: &ZonedDateTime) -> Moment {
        let date = self.date(at);
        let weekday = self.named("weekday", at.weekday().to_monday_one_offset());
        let text = self
            .0
            .with("date-today", &[("weekday", &weekday), ("date", &date)])
            .unwrap_or_else(|| date.clone());
        Moment {
            iso: at.date().to_string(),
            full: text.clone(),
            text,
        }
    }

    /// "14:05 WET": always with the zone, for a page may be read anywhere.
    pub fn time(&self, at: &ZonedDateTime) -> String {
        let clock = at.strftime("%H:%M").to_string();
        let zone = at.strftime("%Z").to_string();
        self.0
            .with("time-zoned", &[("time", &clock), ("zone", &zone)])
            .unwrap_or_else(|| format!("{clock} {zone}"))
    }

    fn named(&self, what: &str, number: i8) -> String {
        self.0
            .text(&format!("{what}-{number}"))
            .unwrap_or_else(|| number.to_string())
    }
}
