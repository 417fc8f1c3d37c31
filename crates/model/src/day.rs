//! A day of the paper: its hours in the paper's zone, the stories that stand in it, and how far each of them is.
//! The newsroom's day reads [`DayLine`]s and asks [`stage`]; nothing of it is kept, all is seen from the state of things.

use crate::time::{Micros, SECOND, timestamp};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A story as the day needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayLine {
    /// ULID.
    pub id: String,
    /// As [`crate::story::State`] is kept.
    pub state: String,
    /// For the newsroom alone.
    pub working_slug: String,
    /// Headline of the latest revision; may be empty before publication.
    pub headline: String,
    /// Section of the latest revision.
    pub section_id: Option<String>,
    /// JSON of [`crate::story::Byline`]s.
    pub byline: String,
    /// Words of the latest revision.
    pub words: i64,
    /// Lead picture of the latest revision.
    pub picture_id: Option<String>,
    /// Account that began it.
    pub begun_by: Option<String>,
    /// Account that works on it.
    pub assignee: Option<String>,
    /// When it is due.
    pub due_at: Option<Micros>,
    /// The day on which it is due, where no hour was said; else empty.
    pub due_day: String,
    /// Promised length in words; 0 when none was promised.
    pub planned_words: i64,
    /// A picture was asked for.
    pub picture_wanted: bool,
    /// What is wanted of it.
    pub brief: String,
    /// Before this moment nothing puts it out.
    pub embargo_until: Option<Micros>,
    /// When it was first published, when readers see it.
    pub published_at: Option<Micros>,
    /// When it goes out by itself.
    pub scheduled_at: Option<Micros>,
}

/// Where a story stands among the days, for their counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayMark {
    /// When it is due.
    pub due_at: Option<Micros>,
    /// The day on which it is due, where no hour was said; else empty.
    pub due_day: String,
    /// When it was first published, when readers see it.
    pub published_at: Option<Micros>,
    /// When it goes out by itself.
    pub scheduled_at: Option<Micros>,
}

impl DayMark {
    /// The day on which it stands: as [`stands_at`] says of a line, else the day on which it is due.
    pub fn day(&self, zone: &TimeZone) -> Option<Date> {
        match self.published_at.or(self.scheduled_at).or(self.due_at) {
            Some(at) => Some(timestamp(at).to_zoned_datetime(zone.clone()).date()),
            None => self.due_day.parse().ok(),
        }
    }
}

/// How far a story is, in the words of a conference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Somebody thought of it, nobody has it.
    Planned,
    /// Somebody has it and has not begun.
    Assigned,
    /// Being written or edited.
    InHand,
    /// May go out.
    Ready,
    /// Goes out by itself.
    Scheduled,
    /// Readers see it.
    Published,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 6] = [
        Self::Planned,
        Self::Assigned,
        Self::InHand,
        Self::Ready,
        Self::Scheduled,
        Self::Published,
    ];

    /// As addresses and strings name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Assigned => "assigned",
            Self::InHand => "in-hand",
            Self::Ready => "ready",
            Self::Scheduled => "scheduled",
            Self::Published => "published",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text)
    }
}

/// How far a story is; `present` says that somebody has it open.
pub fn stage(line: &DayLine, present: bool) -> Stage {
    if line.published_at.is_some() || line.state == "published" {
        return Stage::Published;
    }
    if line.scheduled_at.is_some() {
        return Stage::Scheduled;
    }
    match line.state.as_str() {
        "ready" => Stage::Ready,
        "in-edit" => Stage::InHand,
        _ if line.words > 0 || present => Stage::InHand,
        _ if line.assignee.is_some() => Stage::Assigned,
        _ => Stage::Planned,
    }
}

/// Whether a story should have been there by now; `today` is the paper's date. What is ready waits for others.
pub fn is_late(line: &DayLine, stage: Stage, now: Micros, today: &str) -> bool {
    let open = !matches!(stage, Stage::Published | Stage::Scheduled);
    open && is_past(line.due_at, &line.due_day, now, today)
}

/// Whether a moment has passed, or else a day by its name.
pub fn is_past(due_at: Option<Micros>, due_day: &str, now: Micros, today: &str) -> bool {
    due_at.is_some_and(|due| due < now) || (!due_day.is_empty() && due_day < today)
}

/// Where in time a story stands on the page: published, else going out by itself, else due.
pub fn stands_at(line: &DayLine) -> Option<Micros> {
    line.published_at.or(line.scheduled_at).or(line.due_at)
}

/// An hour of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hour {
    /// Its first moment.
    pub from: Micros,
    /// The first moment after it.
    pub until: Micros,
    /// The hour that clocks show, 0 to 23.
    pub shows: i8,
    /// Clocks show this hour twice on this day; then the zone's abbreviation tells which one it is.
    pub twice: Option<String>,
}

/// The hours of a local day: 23 or 25 of them where clocks change. A day that a zone never had has none.
pub fn hours(day: Date, zone: &TimeZone) -> Vec<Hour> {
    let Some((start, end)) = bounds(day, zone) else {
        return Vec::new();
    };
    // Zones change by quarters of an hour at the finest, and at such.
    let step = 15 * 60 * SECOND;
    let mut hours: Vec<(Hour, i32, String)> = Vec::new();
    let mut at = start;
    while at < end {
        let zoned = timestamp(at).to_zoned_datetime(zone.clone());
        let offset = zoned.offset().seconds();
        let same = hours
            .last()
            .is_some_and(|(hour, before, _)| hour.shows == zoned.hour() && *before == offset);
        if !same {
            if let Some((last, ..)) = hours.last_mut() {
                last.until = at;
            }
            let hour = Hour {
                from: at,
                until: end,
                shows: zoned.hour(),
                twice: None,
            };
            hours.push((hour, offset, zoned.strftime("%Z").to_string()));
        }
        at += step;
    }
    let shown: Vec<i8> = hours.iter().map(|(hour, ..)| hour.shows).collect();
    hours
        .into_iter()
        .map(|(hour, _, abbreviation)| Hour {
            twice: (shown.iter().filter(|one| **one == hour.shows).count() > 1).then_some(abbreviation),
            ..hour
        })
        .collect()
}

/// The first moment after a local day by its name; nothing for what is no day.
pub fn end_of(name: &str, zone: &TimeZone) -> Option<Micros> {
    bounds(name.parse().ok()?, zone).map(|(_, until)| until)
}

/// The first moment of a local day and the first one after it; nothing for a day that the zone never had.
pub fn bounds(day: Date, zone: &TimeZone) -> Option<(Micros, Micros)> {
    let start = day.to_zoned_datetime(zone.clone()).ok()?.start_of_day().ok()?;
    if start.date() != day {
        return None;
    }
    let next = day
        .tomorrow()
        .ok()?
        .to_zoned_datetime(zone.clone())
        .ok()?
        .start_of_day()
        .ok()?;
    Some((start.timestamp().as_microsecond(), next.timestamp().as_microsecond()))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn count(day: &str, zone: &str) -> (usize, Vec<String>) {
        let zone = TimeZone::get(zone).unwrap();
        let hours = hours(day.parse().unwrap(), &zone);
        for (one, next) in hours.iter().zip(hours.iter().skip(1)) {
            assert_eq!(one.until, next.from);
        }
        let twice = hours.iter().filter_map(|hour| hour.twice.clone()).collect();
        (hours.len(), twice)
    }

    #[test]
    fn a_day_has_as_many_hours_as_its_clocks_show() {
        assert_eq!(count("2026-11-30", "Europe/Lisbon"), (24, vec![]));
        assert_eq!(count("2026-03-29", "Europe/Lisbon"), (23, vec![]));
        assert_eq!(
            count("2026-10-25", "Europe/Lisbon"),
            (25, vec!["WEST".into(), "WET".into()])
        );
        // Half an hour, and a change at midnight itself.
        assert_eq!(count("2026-04-05", "Australia/Lord_Howe").0, 25);
        assert_eq!(count("2018-11-04", "America/Sao_Paulo").0, 23);
        assert_eq!(count("2011-12-30", "Pacific/Apia").0, 0);
    }

    fn line(state: &str) -> DayLine {
        DayLine {
            id: "s".into(),
            state: state.into(),
            working_slug: "s".into(),
            headline: String::new(),
            section_id: None,
            byline: "[]".into(),
            words: 0,
            picture_id: None,
            begun_by: None,
            assignee: None,
            due_at: None,
            due_day: String::new(),
            planned_words: 0,
            picture_wanted: false,
            brief: String::new(),
            embargo_until: None,
            published_at: None,
            scheduled_at: None,
        }
    }

    #[test]
    fn how_far_a_story_is_follows_from_its_state() {
        let mut one = line("idea");
        assert_eq!(stage(&one, false), Stage::Planned);
        one.assignee = Some("a".into());
        assert_eq!(stage(&one, false), Stage::Assigned);
        assert_eq!(stage(&one, true), Stage::InHand);
        one.state = "draft".into();
        one.words = 12;
        assert_eq!(stage(&one, false), Stage::InHand);
        one.state = "ready".into();
        assert_eq!(stage(&one, false), Stage::Ready);
        one.scheduled_at = Some(1);
        assert_eq!(stage(&one, false), Stage::Scheduled);
        one.published_at = Some(2);
        assert_eq!(stage(&one, false), Stage::Published);
        assert_eq!(stands_at(&one), Some(2));
    }

    #[test]
    fn a_story_is_counted_on_the_day_on_which_it_stands() {
        let zone = TimeZone::get("Europe/Lisbon").unwrap();
        let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_microsecond();
        let mut mark = DayMark {
            due_at: None,
            due_day: "2026-11-29".into(),
            published_at: None,
            scheduled_at: None,
        };
        let day = |mark: &DayMark| mark.day(&zone).unwrap().to_string();
        assert_eq!(day(&mark), "2026-11-29");
        mark.due_at = Some(at("2026-11-30T10:00:00Z"));
        assert_eq!(day(&mark), "2026-11-30");
        mark.scheduled_at = Some(at("2026-12-01T10:00:00Z"));
        assert_eq!(day(&mark), "2026-12-01");
        mark.published_at = Some(at("2026-12-01T23:59:00Z"));
        assert_eq!(day(&mark), "2026-12-01");
        assert_eq!(end_of("2026-11-30", &zone), Some(at("2026-12-01T00:00:00Z")));
        assert_eq!(end_of("soon", &zone), None);
    }

    #[test]
    fn late_is_what_should_have_been_there_and_is_not() {
        let mut one = line("ready");
        one.due_at = Some(5);
        assert!(is_late(&one, Stage::Ready, 6, "2026-11-30"));
        assert!(!is_late(&one, Stage::Ready, 5, "2026-11-30"));
        assert!(!is_late(&one, Stage::Published, 6, "2026-11-30"));
        one.due_at = None;
        one.due_day = "2026-11-30".into();
        assert!(!is_late(&one, Stage::Planned, 6, "2026-11-30"));
        assert!(is_late(&one, Stage::Planned, 6, "2026-12-01"));
    }
}
