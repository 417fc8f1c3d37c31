//! Times of a calendar file: days, local times with or without a zone, and such in UTC.
//! A zone that has no name known here becomes the paper's, which is said.

use super::lines::Line;
use super::{Fault, Found, fault};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, ToSpan};

/// A time as a file gives it, in a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct At {
    day: Date,
    /// None is the whole day.
    time: Option<Time>,
    /// IANA name.
    pub zone: String,
}

impl At {
    pub fn is_day(&self) -> bool {
        self.time.is_none()
    }

    pub fn day(&self) -> Date {
        self.day
    }

    /// The hour, where it is not the whole day.
    pub fn time(&self) -> Option<Time> {
        self.time
    }

    /// Its day in another zone.
    pub fn day_in(&self, zone: &str) -> Date {
        let there = || {
            let at = self.day.to_datetime(self.time.filter(|_| self.zone != zone)?);
            let at = at.to_zoned_datetime(TimeZone::get(&self.zone).ok()?).ok()?;
            Some(at.with_time_zone(TimeZone::get(zone).ok()?).date())
        };
        there().unwrap_or(self.day)
    }

    /// As an event keeps it.
    pub fn kept(&self) -> String {
        match self.time {
            None => self.day.to_string(),
            Some(time) => self.day.to_datetime(time).strftime("%Y-%m-%dT%H:%M").to_string(),
        }
    }

    /// As the end of what begins at `start`: of whole days the file names the first one after it.
    pub fn ending(self, start: &At) -> At {
        match (start.time, self.time) {
            (None, _) => At {
                day: self.day.yesterday().unwrap_or(self.day).max(start.day),
                time: None,
                zone: start.zone.clone(),
            },
            (Some(_), None) => At {
                time: start.time,
                ..self
            },
            (Some(_), Some(_)) if self.zone == start.zone => self,
            // An end told in another zone than the beginning.
            (Some(_), Some(time)) => {
                let moment = |at: DateTime, zone: &str| {
                    let zone = TimeZone::get(zone).ok()?;
                    at.to_zoned_datetime(zone).ok()
                };
                let there = moment(self.day.to_datetime(time), &self.zone);
                let here = there.and_then(|there| Some(there.with_time_zone(TimeZone::get(&start.zone).ok()?)));
                match here {
                    Some(here) => At {
                        day: here.date(),
                        time: Some(here.time()),
                        zone: start.zone.clone(),
                    },
                    None => self,
                }
            }
        }
    }

    pub fn is_not_before(&self, start: &At) -> bool {
        (self.day, self.time) >= (start.day, start.time)
    }

    /// An hour later; of a whole day the same.
    pub fn usual_end(&self) -> At {
        let Some(time) = self.time else { return self.clone() };
        match self.day.to_datetime(time).checked_add(SignedDuration::from_hours(1)) {
            Ok(end) => At {
                day: end.date(),
                time: Some(end.time()),
                zone: self.zone.clone(),
            },
            Err(_) => self.clone(),
        }
    }

    /// So much later as a line says.
    pub fn after(&self, line: &Line) -> Result<At, Fault> {
        let unreadable = || {
            fault(
                line.number,
                format!("this duration cannot be read: {}", short(&line.value)),
            )
        };
        let span: Span = line.value.trim().parse().map_err(|_| unreadable())?;
        let begin = self.day.to_datetime(self.time.unwrap_or_default());
        let end = begin.checked_add(span).map_err(|_| unreadable())?;
        Ok(match self.time {
            None => At {
                day: end.date().yesterday().unwrap_or(self.day).max(self.day),
                time: None,
                zone: self.zone.clone(),
            },
            Some(_) => At {
                day: end.date(),
                time: Some(end.time()),
                zone: self.zone.clone(),
            },
        })
    }
}

/// The zones of a file.
pub(super) struct Zones {
    /// The calendar's own, else the paper's.
    usual: String,
}

impl Zones {
    pub fn of(paper: &str, lines: &[Line]) -> Self {
        let own = lines.iter().find(|line| line.name == "X-WR-TIMEZONE");
        let own = own.map(|line| line.value.trim().to_owned());
        Self {
            usual: own
                .filter(|name| TimeZone::get(name).is_ok())
                .unwrap_or_else(|| paper.to_owned()),
        }
    }

    /// The time that a line names.
    pub fn read(&self, line: &Line, faults: &mut Vec<Fault>) -> Result<At, Fault> {
        let value = line.value.trim();
        let unreadable = || fault(line.number, format!("this time cannot be read: {}", short(value)));
        let (day, time, utc) = parts(value).ok_or_else(unreadable)?;
        let zone = match line.parameter("TZID") {
            _ if utc => "UTC".to_owned(),
            Some(name) => known(name).unwrap_or_else(|| {
                faults.push(fault(
                    line.number,
                    format!("the zone {} is not known; {} was taken", short(name), self.usual),
                ));
                self.usual.clone()
            }),
            None => self.usual.clone(),
        };
        Ok(At { day, time, zone })
    }

    /// The days that a line names, in the zone of a series. What cannot be read is left out: it takes nothing away.
    pub fn days(&self, line: &Line, zone: &str) -> Vec<Date> {
        let own = line
            .parameter("TZID")
            .and_then(known)
            .unwrap_or_else(|| self.usual.clone());
        line.value
            .split(',')
            .take(super::MOST_EXCEPTIONS + 1)
            .filter_map(|value| {
                let (day, time, utc) = parts(value.trim())?;
                let from = if utc { "UTC" } else { &own };
                let Some(time) = time.filter(|_| from != zone) else {
                    return Some(day);
                };
                let there = day
                    .to_datetime(time)
                    .to_zoned_datetime(TimeZone::get(from).ok()?)
                    .ok()?;
                Some(there.with_time_zone(TimeZone::get(zone).ok()?).date())
            })
            .collect()
    }
}

/// An IANA name, also where something stands before it, as `/mozilla.org/20050126_1/Europe/Lisbon`.
fn known(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split('/').collect();
    (0..parts.len().min(8))
        .filter_map(|from| parts.get(from..).map(|rest| rest.join("/")))
        .find(|name| !name.is_empty() && TimeZone::get(name).is_ok())
}

/// `20261130`, `20261130T140000`, `20261130T140000Z`.
fn parts(value: &str) -> Option<(Date, Option<Time>, bool)> {
    let utc = value.ends_with(['Z', 'z']);
    let value = value.trim_end_matches(['Z', 'z']);
    if !value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'T') {
        return None;
    }
    let number = |from: usize, to: usize| value.get(from..to)?.parse::<i16>().ok();
    let small = |from: usize, to: usize| number(from, to).and_then(|value| i8::try_from(value).ok());
    let day = Date::new(number(0, 4)?, small(4, 6)?, small(6, 8)?).ok()?;
    if !(1900..=9000).contains(&day.year()) {
        return None;
    }
    match value.len() {
        8 => Some((day, None, false)),
        13 | 15 if value.as_bytes().get(8) == Some(&b'T') => {
            let time = Time::new(small(9, 11)?, small(11, 13)?, 0, 0).ok()?;
            Some((day, Some(time), utc))
        }
        _ => None,
    }
}

/// A few letters of what somebody wrote, for a message.
pub(super) fn short(text: &str) -> String {
    let mut out: String = text.chars().filter(|letter| !letter.is_control()).take(40).collect();
    if text.chars().count() > 40 {
        out.push('…');
    }
    out
}

/// The part of a series that begins on another day.
pub(super) fn shifted(event: &Found, day: Date) -> Option<Found> {
    let date = |text: &str| text.get(..10)?.parse::<Date>().ok();
    let (first, last) = (date(&event.starts)?, date(&event.ends)?);
    let length = first.until(last).ok()?.get_days();
    let end = day.checked_add(length.days()).ok()?;
    let with = |text: &str, day: Date| Some(format!("{day}{}", text.get(10..)?));
    Some(Found {
        starts: with(&event.starts, day)?,
        ends: with(&event.ends, end)?,
        uid: format!("{} {}", event.uid, day.strftime("%a")),
        ..event.clone()
    })
}
