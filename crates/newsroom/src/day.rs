//! The paper's day: which stories stand in it, what is overdue, and how much the days around it hold.
//! The desk's page of the day asks here; everything is seen from the state of things.

use crate::permissions::Who;
use crate::{Result, people};
use courant_model::account::{Act, On};
use courant_model::day::{self, DayLine};
use courant_model::time::{Micros, timestamp};
use courant_store::{Tx, q};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// Most stories of one day.
pub const MOST: usize = 1_000;
/// Most that are overdue.
pub const MOST_LATE: usize = 100;
/// Looked at for the counts of a week.
const MOST_OF_WEEK: i64 = 20_000;

/// The stories of a day.
#[derive(Debug, Clone, Default)]
pub struct Stories {
    /// Due on it, going out by themselves, or published on it.
    pub lines: Vec<DayLine>,
    /// Due before now and not there yet, whichever day they belong to; only where the day is today.
    pub overdue: Vec<DayLine>,
}

/// The stories of a day as somebody may see them.
#[crate::boxed]
pub async fn stories(tx: &mut Tx, who: &Who, date: Date, zone: &TimeZone, now: Micros) -> Result<Stories> {
    let Some((from, until)) = day::bounds(date, zone) else {
        return Ok(Stories::default());
    };
    let name = date.to_string();
    let lines: Vec<DayLine> = q!(tx, day::between(from, until, &name, MOST as i64))?;
    let is_today = timestamp(now).to_zoned_datetime(zone.clone()).date() == date;
    let overdue: Vec<DayLine> = if is_today {
        q!(tx, day::overdue(now, &name, MOST_LATE as i64))?
    } else {
        Vec::new()
    };
    let seen = |lines: Vec<DayLine>| {
        lines
            .into_iter()
            .filter(|line| may(who, Act::Read, line))
            .collect::<Vec<_>>()
    };
    // What is due at one time and went out at another stands where it went out.
    let stands = |line: &DayLine| match day::stands_at(line) {
        Some(at) => (from..until).contains(&at),
        None => line.due_day == name,
    };
    Ok(Stories {
        lines: seen(lines).into_iter().filter(stands).collect(),
        overdue: seen(overdue)
            .into_iter()
            .filter(|line| line.scheduled_at.is_none())
            .collect(),
    })
}

/// How many stories stand in each of the days from `first` to `last`; nothing for whoever may not read them all.
#[crate::boxed]
pub async fn counts(
    tx: &mut Tx,
    who: &Who,
    first: Date,
    last: Date,
    zone: &TimeZone,
) -> Result<Option<BTreeMap<Date, usize>>> {
    if !who.may(Act::Read, On::NOTHING) {
        return Ok(None);
    }
    let (Some((from, _)), Some((_, until))) = (day::bounds(first, zone), day::bounds(last, zone)) else {
        return Ok(None);
    };
    let mut days: BTreeMap<Date, BTreeSet<String>> = BTreeMap::new();
    let due: Vec<(String, Micros)> = q!(tx, day::due(from, until, MOST_OF_WEEK))?;
    let published: Vec<(String, Micros)> = q!(tx, day::published(from, until, MOST_OF_WEEK))?;
    for (id, at) in due.into_iter().chain(published) {
        let date = timestamp(at).to_zoned_datetime(zone.clone()).date();
        days.entry(date).or_default().insert(id);
    }
    let (first, last) = (first.to_string(), last.to_string());
    let without_hour: Vec<(String, String)> = q!(tx, day::due_days(&first, &last, MOST_OF_WEEK))?;
    for (id, name) in without_hour {
        if let Ok(date) = name.parse() {
            days.entry(date).or_default().insert(id);
        }
    }
    Ok(Some(days.into_iter().map(|(date, ids)| (date, ids.len())).collect()))
}

/// Whether somebody may do a thing on a story of the day.
pub fn may(who: &Who, act: Act, line: &DayLine) -> bool {
    let own = match who {
        Who::Member(member) => {
            let me = Some(member.account.as_str());
            line.begun_by.as_deref() == me || line.assignee.as_deref() == me || people::signs(member, &line.byline)
        }
        Who::House(_) => true,
    };
    let on = On {
        own,
        section: line.section_id.as_deref(),
    };
    who.may(act, on)
}
