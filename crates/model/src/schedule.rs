//! Times as people give them: a local moment and its zone, kept as given and resolved to UTC by a written rule.
//! Commands of schedules and embargoes use it; the scheduler resolves anew, since zones change their rules.

use crate::time::Micros;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use std::fmt;

/// A local moment in a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Local {
    at: DateTime,
    zone: String,
}

/// Why a local moment cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not a date and a time.
    #[error("give date and time as 2026-11-25T14:05")]
    Moment,
    /// No zone of this name.
    #[error("there is no time zone of this name")]
    Zone,
    /// Outside the calendar.
    #[error("the calendar does not reach so far")]
    Far,
}

impl Local {
    /// Reads `2026-11-25T14:05` (a space will do for the T, seconds may follow) in an IANA zone.
    pub fn parse(text: &str, zone: &str) -> Result<Self, Unreadable> {
        let text = text.trim();
        // A date alone would be read as its midnight, which nobody means.
        if !text.contains(':') || text.contains(['Z', 'z', '[', '+']) {
            return Err(Unreadable::Moment);
        }
        let at: DateTime = text.parse().map_err(|_| Unreadable::Moment)?;
        TimeZone::get(zone).map_err(|_| Unreadable::Zone)?;
        Ok(Self {
            at,
            zone: zone.to_owned(),
        })
    }

    /// Reads the kept form, `2026-11-25T14:05:00[Europe/Lisbon]`.
    pub fn kept(text: &str) -> Result<Self, Unreadable> {
        let (at, zone) = text
            .strip_suffix(']')
            .and_then(|text| text.split_once('['))
            .ok_or(Unreadable::Moment)?;
        Self::parse(at, zone)
    }

    /// The local moment as a form's field takes it: `2026-11-25T14:05`.
    pub fn field(&self) -> String {
        self.at.strftime("%Y-%m-%dT%H:%M").to_string()
    }

    /// The same clock time in another zone.
    pub fn in_zone(&self, zone: &str) -> Result<Self, Unreadable> {
        TimeZone::get(zone).map_err(|_| Unreadable::Zone)?;
        Ok(Self {
            at: self.at,
            zone: zone.to_owned(),
        })
    }

    /// The zone's name.
    pub fn zone(&self) -> &str {
        &self.zone
    }

    /// The moment in UTC by the zone's rules as they are known now. A time that clocks skip means the first moment
    /// after the gap; a time that clocks show twice means the first of the two.
    pub fn resolve(&self) -> Result<Micros, Unreadable> {
        let zone = TimeZone::get(&self.zone).map_err(|_| Unreadable::Zone)?;
        let ambiguous = zone.to_ambiguous_timestamp(self.at);
        let in_gap = matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. });
        let at = ambiguous.compatible().map_err(|_| Unreadable::Far)?;
        if in_gap {
            // The change itself may be that very moment, and `preceding` looks strictly before.
            let after = at
                .checked_add(jiff::SignedDuration::from_nanos(1))
                .map_err(|_| Unreadable::Far)?;
            if let Some(change) = zone.preceding(after).next() {
                return Ok(change.timestamp().as_microsecond());
            }
        }
        Ok(at.as_microsecond())
    }
}

impl fmt::Display for Local {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.at, self.zone)
    }
}

/// A story that goes out by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// ULID.
    pub id: String,
    /// The story.
    pub story_id: String,
    /// `publish`, `update` or `new-top`.
    pub kind: String,
    /// As [`Local`] prints itself.
    pub local: String,
    /// The moment that this is, as resolved last.
    pub due_at: Micros,
    /// The account with whose right it goes out; `None` for the house itself.
    pub account: Option<String>,
    /// When it was asked for.
    pub asked_at: Micros,
    /// `waiting`, `done`, `failed` or `withdrawn`.
    pub state: String,
    /// When it went out, failed or was withdrawn.
    pub settled_at: Option<Micros>,
    /// Why it failed; "late" with the seconds when it went out late; else empty.
    pub problem: String,
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn utc(text: &str, zone: &str) -> String {
        let at = Local::parse(text, zone).unwrap().resolve().unwrap();
        crate::time::timestamp(at).to_string()
    }

    #[test]
    fn a_time_that_clocks_skip_means_the_first_moment_after_the_gap() {
        for (local, zone, wanted) in [
            ("2026-03-29T01:30", "Europe/Lisbon", "2026-03-29T01:00:00Z"),
            ("2026-03-29T02:59", "Europe/Berlin", "2026-03-29T01:00:00Z"),
            ("2026-03-08T02:00", "America/New_York", "2026-03-08T07:00:00Z"),
            // Half an hour, in the south.
            ("2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:30:00Z"),
            // A whole day that Samoa never had.
            ("2011-12-30T12:00", "Pacific/Apia", "2011-12-30T10:00:00Z"),
        ] {
            assert_eq!(utc(local, zone), wanted, "{local} in {zone}");
        }
    }

    #[test]
    fn a_time_that_clocks_show_twice_means_the_first() {
        for (local, zone, wanted) in [
            ("2026-10-25T01:30", "Europe/Lisbon", "2026-10-25T00:30:00Z"),
            ("2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00Z"),
            ("2026-11-01T01:30", "America/New_York", "2026-11-01T05:30:00Z"),
            ("2026-04-05T01:45", "Australia/Lord_Howe", "2026-04-04T14:45:00Z"),
        ] {
            assert_eq!(utc(local, zone), wanted, "{local} in {zone}");
        }
    }

    #[test]
    fn a_time_beside_a_change_of_clocks_is_what_it_says() {
        for (local, zone, wanted) in [
            ("2026-03-29T00:59", "Europe/Lisbon", "2026-03-29T00:59:00Z"),
            ("2026-03-29T02:00", "Europe/Lisbon", "2026-03-29T01:00:00Z"),
            ("2026-07-01 14:05", "Asia/Tokyo", "2026-07-01T05:05:00Z"),
            ("2026-01-01T00:00:30", "Asia/Kathmandu", "2025-12-31T18:15:30Z"),
        ] {
            assert_eq!(utc(local, zone), wanted, "{local} in {zone}");
        }
    }

    #[test]
    fn what_is_kept_reads_back_as_it_was_given() {
        let local = Local::parse("2026-11-25T14:05", "Europe/Lisbon").unwrap();
        assert_eq!(Local::kept(&local.to_string()).unwrap(), local);
        assert_eq!(local.field(), "2026-11-25T14:05");
        for (text, zone, why) in [
            ("2026-11-25", "Europe/Lisbon", Unreadable::Moment),
            ("tomorrow", "Europe/Lisbon", Unreadable::Moment),
            ("2026-11-25T14:05Z", "Europe/Lisbon", Unreadable::Moment),
            ("2026-02-30T14:05", "Europe/Lisbon", Unreadable::Moment),
            ("2026-11-25T14:05", "Europe/Nowhere", Unreadable::Zone),
        ] {
            assert_eq!(Local::parse(text, zone), Err(why), "{text}");
        }
    }
}
