//! WordPress's pairs of dates: local time without a zone, and the same in GMT, either of which may be all zeros.
//! Called for every item and reply; what a date without GMT means is settled by the import with the site's zone.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// When an item was published or is to be, and when it was last changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dates {
    /// The site's own time. A draft that was never dated has none.
    pub local: Option<DateTime>,
    /// The moment. Drafts have none until they are scheduled.
    pub gmt: Option<Timestamp>,
    /// When it was last changed, by the site's own time.
    pub changed_local: Option<DateTime>,
    /// When it was last changed.
    pub changed_gmt: Option<Timestamp>,
}

impl Dates {
    /// The moment: as it is written, or the local time in a zone.
    pub fn moment(&self, zone: &TimeZone) -> Option<Timestamp> {
        self.gmt.or_else(|| resolved(self.local?, zone))
    }

    /// When it was last changed: as it is written, or the local time in a zone.
    pub fn changed(&self, zone: &TimeZone) -> Option<Timestamp> {
        self.changed_gmt.or_else(|| resolved(self.changed_local?, zone))
    }
}

fn resolved(local: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_ambiguous_timestamp(local).compatible().ok()
}

/// `2011-01-10 06:17:54`. All zeros, impossible days and years before 1000 are no date.
pub(crate) fn civil(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let (day, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00:00"));
    let mut day = day.split('-');
    let year: i16 = day.next()?.parse().ok()?;
    let month: i8 = day.next()?.parse().ok()?;
    let date: i8 = day.next()?.parse().ok()?;
    let mut time = time.trim_end_matches('Z').split(':');
    let hour: i8 = time.next()?.parse().ok()?;
    let minute: i8 = time.next()?.parse().ok()?;
    let second: i8 = time.next().unwrap_or("0").parse().ok()?;
    if year < 1000 {
        return None;
    }
    DateTime::new(year, month, date, hour, minute, second.min(59), 0).ok()
}

/// The same in GMT.
pub(crate) fn gmt(text: &str) -> Option<Timestamp> {
    moment(civil(text)?)
}

fn moment(civil: DateTime) -> Option<Timestamp> {
    TimeZone::UTC.to_timestamp(civil).ok()
}

/// `Mon, 10 Jan 2011 13:17:54 +0000`, which WordPress writes wrong for drafts (`-0001`).
pub(crate) fn of_feed(text: &str) -> Option<Timestamp> {
    let zoned = jiff::fmt::rfc2822::DateTimeParser::new()
        .relaxed_weekday(true)
        .parse_zoned_datetime(text.trim())
        .ok()?;
    // What PHP makes of a date of all zeros.
    let year = zoned.year();
    (year > 1970 && !(zoned.date() == jiff::civil::date(1999, 11, 30) && text.contains("00:00:00")))
        .then(|| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn zeros_are_no_date() {
        for none in [
            "0000-00-00 00:00:00",
            "",
            "2011-02-30 00:00:00",
            "-0001-11-30 00:00:00",
            "soon",
        ] {
            assert_eq!(civil(none), None, "{none}");
        }
        assert_eq!(civil("2011-01-10 06:17:54").unwrap().to_string(), "2011-01-10T06:17:54");
        assert_eq!(of_feed("Tue, 30 Nov 1999 00:00:00 +0000"), None);
        assert_eq!(of_feed("Mon, 30 Nov -0001 00:00:00 +0000"), None);
        assert_eq!(
            of_feed("Mon, 10 Jan 2011 13:17:54 +0000").unwrap().to_string(),
            "2011-01-10T13:17:54Z"
        );
    }

    #[test]
    fn a_local_date_means_a_moment_in_the_zone_of_the_site() {
        let dates = Dates {
            local: civil("2020-07-01 12:00:00"),
            ..Dates::default()
        };
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        assert_eq!(dates.moment(&berlin).unwrap().to_string(), "2020-07-01T10:00:00Z");
    }
}
