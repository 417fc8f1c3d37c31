//! The diary: events that the newsroom knows of beforehand, with or without a story, once or again and again.
//! Commands keep [`Event`]s, the day and the diary's list ask [`Event::between`] when they take place.

pub mod repeat;

use crate::schedule::Local;
use crate::time::{Micros, timestamp};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};
use repeat::Repeat;
use serde::{Deserialize, Serialize};

/// An event as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// ULID.
    pub id: String,
    /// What it is.
    pub title: String,
    /// It lasts whole days.
    pub all_day: bool,
    /// Local: `2026-11-30` where it lasts whole days, else `2026-11-30T14:00`.
    pub starts: String,
    /// The same of its end; of whole days the last one.
    pub ends: String,
    /// IANA zone of the local times.
    pub zone: String,
    /// Where; may be empty.
    pub place: String,
    /// Section that answers for it.
    pub section_id: Option<String>,
    /// Contact and notes, sealed; see [`Private`].
    #[serde(skip)]
    pub sealed: Vec<u8>,
    /// JSON of account ids: who goes there.
    pub people: String,
    /// JSON of a [`Repeat`]; empty when it takes place once.
    pub repeats: String,
    /// JSON of [`Exception`]s.
    pub exceptions: String,
    /// It does not take place at all.
    pub cancelled: bool,
    /// No occurrence touches a day before this one.
    pub first_day: String,
    /// No occurrence touches a day after this one.
    pub last_day: String,
    /// As calendars know it; the id where no calendar named it.
    pub uid: String,
    /// How often its calendar changed it.
    pub sequence: i64,
    /// Account that entered it.
    pub created_by: Option<String>,
    /// When it was last changed.
    pub changed_at: Micros,
    /// When it was removed; it can be brought back for a while.
    pub removed_at: Option<Micros>,
}

/// What is for the desk's eyes alone and lies sealed: both mostly hold somebody's telephone number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Private {
    /// Whom to ask.
    pub contact: String,
    /// Whatever else one must know.
    pub notes: String,
    /// What the calendar says from which it came.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub calendar: String,
}

/// A day on which a repeated event does not take place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Exception {
    /// The day on which it would begin, in its own zone.
    pub day: Date,
    /// Called off, and shown so; else another entry stands for it.
    pub cancelled: bool,
}

/// A former state of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// ULID.
    pub id: String,
    /// The event.
    pub event_id: String,
    /// When it ceased to be so.
    pub at: Micros,
    /// Who changed it, as [`crate::actor::Actor`] prints itself.
    pub actor: String,
    /// JSON of the [`Event`] as it was.
    pub kept: String,
    /// Contact and notes as they were, sealed.
    pub sealed: Vec<u8>,
}

/// One time that an event takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The day on which it begins, in its own zone; exceptions name it.
    pub begins: Date,
    /// Days on which it takes place, where it lasts whole days.
    pub days: Option<(Date, Date)>,
    /// First moment; of whole days in the zone that was asked with.
    pub from: Micros,
    /// First moment after it, never before `from`.
    pub until: Micros,
    /// This time, or the event as a whole, is called off.
    pub cancelled: bool,
}

/// A span of whole days as an event has it.
type Days = (Date, Date);

impl Event {
    /// First and last day of its first time, in its own zone.
    pub fn days(&self) -> Option<Days> {
        let day = |text: &str| text.get(..10).and_then(|day| day.parse::<Date>().ok());
        Some((day(&self.starts)?, day(&self.ends)?))
    }

    /// Its rule.
    pub fn rule(&self) -> Option<Repeat> {
        serde_json::from_str(&self.repeats).ok()
    }

    /// The days on which it does not take place.
    pub fn exceptions(&self) -> Vec<Exception> {
        serde_json::from_str(&self.exceptions).unwrap_or_default()
    }

    /// Ids of the accounts that go there.
    pub fn people(&self) -> Vec<String> {
        serde_json::from_str(&self.people).unwrap_or_default()
    }

    /// The days between which it can be seen, a day wider on both sides for zones; for the store's index.
    pub fn reach(&self) -> Option<(String, String)> {
        let (first, last) = self.days()?;
        let span = first.until(last).ok()?.get_days();
        let from = first.yesterday().unwrap_or(first);
        let until = match self.rule() {
            Some(rule) => match rule.until {
                Some(until) => until.checked_add((span + 1).days()).unwrap_or(Date::MAX),
                None => Date::MAX,
            },
            None => last.tomorrow().unwrap_or(last),
        };
        Some((from.to_string(), until.to_string()))
    }

    /// The times that touch the days from `first` to `last` of a zone, earliest first.
    pub fn between(&self, first: Date, last: Date, zone: &TimeZone) -> Vec<Occurrence> {
        let Some((begins, ends)) = self.days() else {
            return Vec::new();
        };
        let length = begins.until(ends).map_or(0, |span| span.get_days());
        // What began before may still go on, and another zone may have another date.
        let wider = |days: i32| Span::new().try_days(days).unwrap_or_default();
        let from = first.checked_sub(wider(length + 1)).unwrap_or(Date::MIN);
        let until = last.checked_add(wider(1)).unwrap_or(Date::MAX);
        let starts = match self.rule() {
            Some(rule) => rule.between(begins, from, until),
            None => vec![begins],
        };
        let exceptions = self.exceptions();
        let mut found: Vec<Occurrence> = starts
            .into_iter()
            .filter_map(|day| {
                let exception = exceptions.iter().find(|one| one.day == day);
                if exception.is_some_and(|one| !one.cancelled) {
                    return None;
                }
                let mut one = self.on(day, length, zone)?;
                one.cancelled |= exception.is_some();
                let touches = if let Some((from, until)) = one.days {
                    from <= last && until >= first
                } else {
                    let date = |at: Micros| timestamp(at).to_zoned_datetime(zone.clone()).date();
                    date(one.from) <= last && date((one.until - 1).max(one.from)) >= first
                };
                touches.then_some(one)
            })
            .collect();
        found.sort_by_key(|one| one.from);
        found
    }

    /// The time that begins on a day.
    fn on(&self, day: Date, length: i32, zone: &TimeZone) -> Option<Occurrence> {
        let last = day.checked_add(Span::new().try_days(length).ok()?).ok()?;
        if self.all_day {
            let start = |day: Date| Some(day.to_zoned_datetime(zone.clone()).ok()?.timestamp().as_microsecond());
            return Some(Occurrence {
                begins: day,
                days: Some((day, last)),
                from: start(day)?,
                until: start(last.tomorrow().ok()?)?,
                cancelled: self.cancelled,
            });
        }
        let moment = |day: Date, text: &str| {
            let at: DateTime = text.parse().ok()?;
            let local = day.to_datetime(at.time()).strftime("%Y-%m-%dT%H:%M").to_string();
            Local::parse(&local, &self.zone).ok()?.resolve().ok()
        };
        let from = moment(day, &self.starts)?;
        Some(Occurrence {
            begins: day,
            days: None,
            from,
            until: moment(last, &self.ends)?.max(from),
            cancelled: self.cancelled,
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::repeat::Every;
    use super::*;

    fn event(starts: &str, ends: &str) -> Event {
        Event {
            id: "e".into(),
            title: "Council".into(),
            all_day: starts.len() == 10,
            starts: starts.into(),
            ends: ends.into(),
            zone: "Europe/Lisbon".into(),
            place: String::new(),
            section_id: None,
            sealed: Vec::new(),
            people: "[]".into(),
            repeats: String::new(),
            exceptions: "[]".into(),
            cancelled: false,
            first_day: String::new(),
            last_day: String::new(),
            uid: "e".into(),
            sequence: 0,
            created_by: None,
            changed_at: 0,
            removed_at: None,
        }
    }

    fn lisbon() -> TimeZone {
        TimeZone::get("Europe/Lisbon").unwrap()
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn what_lasts_several_days_stands_in_each_of_them() {
        let fair = event("2026-11-28", "2026-12-01");
        for (asked, there) in [
            ("2026-11-27", 0),
            ("2026-11-28", 1),
            ("2026-12-01", 1),
            ("2026-12-02", 0),
        ] {
            assert_eq!(fair.between(day(asked), day(asked), &lisbon()).len(), there, "{asked}");
        }
        let night = event("2026-11-28T22:00", "2026-11-29T02:00");
        assert_eq!(night.between(day("2026-11-29"), day("2026-11-29"), &lisbon()).len(), 1);
        let until_midnight = event("2026-11-28T22:00", "2026-11-29T00:00");
        assert!(
            until_midnight
                .between(day("2026-11-29"), day("2026-11-29"), &lisbon())
                .is_empty()
        );
    }

    #[test]
    fn a_repeated_event_keeps_its_hour_when_clocks_change() {
        let mut council = event("2026-10-19T18:30", "2026-10-19T20:00");
        council.repeats = serde_json::to_string(&Repeat {
            every: Every::Week,
            interval: 1,
            until: Some(day("2026-11-09")),
        })
        .unwrap();
        council.exceptions = r#"[{"day":"2026-11-02","cancelled":true},{"day":"2026-11-09","cancelled":false}]"#.into();
        let times = council.between(day("2026-10-01"), day("2026-12-31"), &lisbon());
        let told: Vec<_> = times
            .iter()
            .map(|one| (timestamp(one.from).to_string(), one.cancelled))
            .collect();
        assert_eq!(
            told,
            [
                ("2026-10-19T17:30:00Z".to_owned(), false),
                ("2026-10-26T18:30:00Z".to_owned(), false),
                ("2026-11-02T18:30:00Z".to_owned(), true),
            ]
        );
        assert_eq!(council.reach().unwrap(), ("2026-10-18".into(), "2026-11-10".into()));
    }

    #[test]
    fn an_event_of_another_zone_stands_on_the_papers_day() {
        let mut briefing = event("2026-11-30T21:00", "2026-11-30T22:00");
        briefing.zone = "America/New_York".into();
        assert!(
            briefing
                .between(day("2026-11-30"), day("2026-11-30"), &lisbon())
                .is_empty()
        );
        assert_eq!(
            briefing.between(day("2026-12-01"), day("2026-12-01"), &lisbon()).len(),
            1
        );
    }
}
