//! What a file says of events that it does not hold: one day of a series that the diary may have, or that something is
//! called off. Offices send such as messages (RFC 5546). `commands/import_diary.rs` applies them to what the diary has.

use super::times::{At, Zones};
use super::{Fault, LONGEST_UID, fault};
use crate::diary::ics::lines::Line;
use jiff::civil::Date;

/// A change of an event of the diary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The line on which its event begins.
    pub line: usize,
    /// By which the calendar knows the event, or the series.
    pub uid: String,
    /// How often the calendar changed it.
    pub sequence: i64,
    /// It does not take place; else another event stands for this day of the series.
    pub cancelled: bool,
    /// The day of the series that is meant; none means all of it.
    pub(super) day: Option<At>,
}

impl Change {
    /// The day that is meant, in the zone of the series.
    pub fn day_in(&self, zone: &str) -> Option<Date> {
        self.day.as_ref().map(|at| at.day_in(zone))
    }

    /// Whether one day alone is meant.
    pub fn is_of_a_day(&self) -> bool {
        self.day.is_some()
    }

    /// The name of the event that stands for the day, where there is one.
    pub fn uid_of_day(&self) -> Option<String> {
        let at = self.day.as_ref()?;
        Some(format!("{} {}", self.uid, at.day_in(&at.zone)))
    }

    /// The names by which the diary may know the series: its own, and that of each day of the week.
    pub fn uids(&self) -> Vec<String> {
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        std::iter::once(self.uid.clone())
            .chain(days.map(|day| format!("{} {day}", self.uid)))
            .collect()
    }
}

/// Reads an event of a message that calls off: its name is enough.
pub(super) fn called_off(
    begins: usize,
    lines: &[&Line],
    zones: &Zones,
    faults: &mut Vec<Fault>,
) -> Result<Change, Fault> {
    let get = |name: &str| lines.iter().find(|line| line.name == name).copied();
    let uid = get("UID").map(Line::text).unwrap_or_default();
    if uid.is_empty() || uid.chars().count() > LONGEST_UID {
        return Err(fault(begins, "this calls off an event that it does not name (UID)"));
    }
    let day = match get("RECURRENCE-ID") {
        Some(line) => Some(zones.read(line, faults)?),
        None => None,
    };
    Ok(Change {
        line: begins,
        uid,
        sequence: super::sequence(get("SEQUENCE")),
        cancelled: true,
        day,
    })
}
