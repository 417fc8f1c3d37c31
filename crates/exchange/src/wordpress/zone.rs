//! The zone of a site, which an export does not name: worked out from how far local dates stand from GMT through the years.
//! Fed with every item by the import or by [`super::survey`]; asked once, before dates without GMT are resolved.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use super::Dates;

/// Zones that papers keep, in the order in which they are believed; all others come after them.
const USUAL: &[&str] = &[
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Madrid",
    "Europe/Rome",
    "Europe/Amsterdam",
    "Europe/Lisbon",
    "Europe/Dublin",
    "Europe/Stockholm",
    "Europe/Oslo",
    "Europe/Copenhagen",
    "Europe/Helsinki",
    "Europe/Warsaw",
    "Europe/Prague",
    "Europe/Budapest",
    "Europe/Athens",
    "Europe/Bucharest",
    "Europe/Sofia",
    "Europe/Kyiv",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Europe/Vienna",
    "Europe/Zurich",
    "Europe/Brussels",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Halifax",
    "America/St_Johns",
    "America/Toronto",
    "America/Mexico_City",
    "America/Bogota",
    "America/Lima",
    "America/Caracas",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "Pacific/Honolulu",
    "Asia/Jerusalem",
    "Asia/Beirut",
    "Asia/Dubai",
    "Asia/Tehran",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Jakarta",
    "Asia/Singapore",
    "Asia/Manila",
    "Asia/Shanghai",
    "Asia/Hong_Kong",
    "Asia/Taipei",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Australia/Perth",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Sydney",
    "Pacific/Auckland",
    "Africa/Casablanca",
    "Africa/Lagos",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Nairobi",
    "UTC",
];

/// The capital's zone of a language or of a language with its country.
const OF_LANGUAGE: &[(&str, &str)] = &[
    ("de-at", "Europe/Vienna"),
    ("de-ch", "Europe/Zurich"),
    ("de", "Europe/Berlin"),
    ("fr-be", "Europe/Brussels"),
    ("fr-ch", "Europe/Zurich"),
    ("fr-ca", "America/Toronto"),
    ("fr", "Europe/Paris"),
    ("es-mx", "America/Mexico_City"),
    ("es-ar", "America/Argentina/Buenos_Aires"),
    ("es-co", "America/Bogota"),
    ("es-cl", "America/Santiago"),
    ("es-pe", "America/Lima"),
    ("es", "Europe/Madrid"),
    ("it", "Europe/Rome"),
    ("nl-be", "Europe/Brussels"),
    ("nl", "Europe/Amsterdam"),
    ("pt-br", "America/Sao_Paulo"),
    ("pt", "Europe/Lisbon"),
    ("sv", "Europe/Stockholm"),
    ("nb", "Europe/Oslo"),
    ("nn", "Europe/Oslo"),
    ("da", "Europe/Copenhagen"),
    ("fi", "Europe/Helsinki"),
    ("pl", "Europe/Warsaw"),
    ("cs", "Europe/Prague"),
    ("hu", "Europe/Budapest"),
    ("el", "Europe/Athens"),
    ("ro", "Europe/Bucharest"),
    ("bg", "Europe/Sofia"),
    ("uk", "Europe/Kyiv"),
    ("tr", "Europe/Istanbul"),
    ("ru", "Europe/Moscow"),
    ("en-gb", "Europe/London"),
    ("en-ie", "Europe/Dublin"),
    ("en-au", "Australia/Sydney"),
    ("en-nz", "Pacific/Auckland"),
    ("en-ca", "America/Toronto"),
    ("en-za", "Africa/Johannesburg"),
    ("en-us", "America/New_York"),
    ("ja", "Asia/Tokyo"),
    ("ko", "Asia/Seoul"),
    ("zh-tw", "Asia/Taipei"),
    ("zh-hk", "Asia/Hong_Kong"),
    ("zh", "Asia/Shanghai"),
    ("he", "Asia/Jerusalem"),
    ("hi", "Asia/Kolkata"),
    ("th", "Asia/Bangkok"),
    ("id", "Asia/Jakarta"),
    ("fa", "Asia/Tehran"),
    ("ar-eg", "Africa/Cairo"),
];

/// Offsets of local time from GMT, gathered item by item in bounded memory.
#[derive(Debug, Clone, Default)]
pub struct Zone {
    /// By year, month and offset in minutes: a moment, its local time, and how many items said so.
    seen: BTreeMap<(i16, i8, i32), (Timestamp, DateTime, usize)>,
}

/// What the dates say of the zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneGuess {
    /// The best zone: a name, or a fixed distance from GMT such as `+05:30` where no zone fits better.
    pub name: String,
    /// Other zones that fit as well.
    pub others: Vec<String>,
    /// Items whose dates agree with it.
    pub agreeing: usize,
    /// Items that have both dates.
    pub of: usize,
}

impl Zone {
    /// Looks at one item.
    pub fn observe(&mut self, dates: &Dates) {
        let (Some(local), Some(gmt)) = (dates.local, dates.gmt) else {
            return;
        };
        let there = TimeZone::UTC.to_datetime(gmt);
        let minutes = (local.duration_since(there).as_secs() + 30).div_euclid(60) as i32;
        // A date that was set by hand, or an export of two sites in one.
        if !(-12 * 60..=14 * 60).contains(&minutes) || self.seen.len() > 20_000 {
            return;
        }
        let entry = self
            .seen
            .entry((local.year(), local.month(), minutes))
            .or_insert((gmt, local, 0));
        entry.2 += 1;
    }

    /// The zone with which most items agree; `language` (`de-DE`) decides between zones that fit alike.
    pub fn guess(&self, language: &str) -> Option<ZoneGuess> {
        let of = self.seen.values().map(|(_, _, count)| count).sum();
        if of == 0 {
            return None;
        }
        let language = language.to_ascii_lowercase().replace('_', "-");
        let expected = OF_LANGUAGE
            .iter()
            .find(|(tag, _)| language == *tag || language.starts_with(&format!("{tag}-")))
            .map(|(_, zone)| *zone);
        let names = expected.into_iter().chain(USUAL.iter().copied());
        let mut best: Vec<String> = Vec::new();
        let mut most = 0;
        for name in names {
            let Ok(zone) = TimeZone::get(name) else { continue };
            let agreeing = self.agreeing(&zone);
            if agreeing > most {
                most = agreeing;
                best.clear();
            }
            if agreeing == most && agreeing > 0 && !best.iter().any(|known| known == name) {
                best.push(name.to_owned());
            }
        }
        let mut fixed: BTreeMap<i32, usize> = BTreeMap::new();
        for ((_, _, minutes), (_, _, count)) in &self.seen {
            *fixed.entry(*minutes).or_default() += count;
        }
        let (minutes, agreeing) = fixed.into_iter().max_by_key(|(_, count)| *count)?;
        // A site that never went with the seasons keeps a fixed distance, which WordPress offers as "UTC+1".
        if agreeing > most {
            let zone = TimeZone::fixed(Offset::from_seconds(minutes * 60).ok()?);
            let sign = if minutes < 0 { '-' } else { '+' };
            let name = format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
            return Some(ZoneGuess {
                name,
                others: Vec::new(),
                agreeing: self.agreeing(&zone),
                of,
            });
        }
        let mut best = best.into_iter();
        Some(ZoneGuess {
            name: best.next()?,
            others: best.collect(),
            agreeing: most,
            of,
        })
    }

    fn agreeing(&self, zone: &TimeZone) -> usize {
        self.seen
            .values()
            .filter(|(gmt, local, _)| {
                let there = zone.to_datetime(*gmt);
                there.duration_since(*local).as_secs().abs() < 60
            })
            .map(|(_, _, count)| count)
            .sum()
    }
}

impl ZoneGuess {
    /// The zone to reckon with.
    pub fn zone(&self) -> TimeZone {
        if let Ok(zone) = TimeZone::get(&self.name) {
            return zone;
        }
        let seconds = self.name.split_once(':').and_then(|(hours, minutes)| {
            let hours: i32 = hours.parse().ok()?;
            let minutes: i32 = minutes.parse().ok()?;
            let sign = if self.name.starts_with('-') { -1 } else { 1 };
            Some(hours * 3600 + sign * minutes * 60)
        });
        seconds
            .and_then(|seconds| Offset::from_seconds(seconds).ok())
            .map_or(TimeZone::UTC, TimeZone::fixed)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::wordpress::dates::{civil, gmt};

    fn guess(pairs: &[(&str, &str)], language: &str) -> ZoneGuess {
        let mut zone = Zone::default();
        for (local, at) in pairs {
            zone.observe(&Dates {
                local: civil(local),
                gmt: gmt(at),
                ..Dates::default()
            });
        }
        zone.guess(language).unwrap()
    }

    #[test]
    fn summer_and_winter_tell_the_zone_and_the_language_decides() {
        let pairs = [
            ("2019-01-10 12:00:00", "2019-01-10 11:00:00"),
            ("2019-07-10 12:00:00", "2019-07-10 10:00:00"),
            ("2019-07-11 12:00:00", "0000-00-00 00:00:00"),
        ];
        assert_eq!(guess(&pairs, "it-IT").name, "Europe/Rome");
        let german = guess(&pairs, "de");
        assert_eq!(
            (german.name.as_str(), german.agreeing, german.of),
            ("Europe/Berlin", 2, 2)
        );
        assert!(german.others.iter().any(|zone| zone == "Europe/Paris"));
    }

    #[test]
    fn a_fixed_distance_that_no_season_moves_stays_fixed() {
        let pairs = [
            ("2019-01-10 12:00:00", "2019-01-10 17:00:00"),
            ("2019-07-10 12:00:00", "2019-07-10 17:00:00"),
            ("2019-10-10 12:00:00", "2019-10-10 17:00:00"),
        ];
        let lima = guess(&pairs, "en-US");
        assert_eq!(lima.agreeing, 3);
        let odd = guess(&[("2019-01-10 12:00:00", "2019-01-10 08:45:00")], "");
        assert_eq!(odd.name, "+03:15");
        assert_eq!(odd.zone().to_datetime(gmt("2019-01-10 08:45:00").unwrap()).hour(), 12);
    }
}
