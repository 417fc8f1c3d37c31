//! The paper's day: which stories stand in it, what is overdue, and how much the days around it hold.
//! The desk's page of the day asks here; everything is seen from the state of things.

use crate::permissions::Who;
use crate::{Result, people};
use courant_model::account::{Act, On};
use courant_model::day::{self, DayLine, DayMark};
use courant_model::time::{Micros, timestamp};
use courant_store::{Tx, q};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// Most stories of one day.
pub const MOST: usize = 1_000;
/// Most that are overdue.
pub const MOST_LATE: usize = 100;
/// How often further ones are looked for, for whoever may read few of them.
const LOOKS: usize = 50;
/// Looked at for the counts of a week.
const MOST_OF_WEEK: i64 = 20_000;

/// The stories of a day.
#[derive(Debug, Clone, Default)]
pub struct Stories {
    /// Due on it, going out by themselves, or published on it.
    pub lines: Vec<DayLine>,
    /// Due before now and not there yet, whichever day they belong to, the earliest first; only where the day is today.
    pub overdue: Vec<DayLine>,
    /// More are overdue than these.
    pub more_overdue: bool,
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
    let mut overdue = if is_today {
        late(tx, who, date, zone, now).await?
    } else {
        Vec::new()
    };
    let more_overdue = overdue.len() > MOST_LATE;
    overdue.truncate(MOST_LATE);
    // What is due at one time and went out at another stands where it went out.
    let stands = |line: &DayLine| match day::stands_at(line) {
        Some(at) => (from..until).contains(&at),
        None => line.due_day == name,
    };
    Ok(Stories {
        lines: lines
            .into_iter()
            .filter(|line| may(who, Act::Read, line) && stands(line))
            .collect(),
        overdue,
        more_overdue,
    })
}

/// What is overdue as somebody may see it, the earliest first: by the moment, or by the end of the day on which it was due.
/// More than [`MOST_LATE`] of it where there are more.
async fn late(tx: &mut Tx, who: &Who, today: Date, zone: &TimeZone, now: Micros) -> Result<Vec<DayLine>> {
    let enough = MOST_LATE + 1;
    let mut found: Vec<(Micros, DayLine)> = Vec::new();
    let (mut after, mut after_id) = (Micros::MIN, String::new());
    for _ in 0..LOOKS {
        let lines: Vec<DayLine> = q!(tx, day::overdue(now, after, &after_id, enough as i64))?;
        let more = lines.len() == enough;
        if let Some(last) = lines.last() {
            (after, after_id) = (last.due_at.unwrap_or(now), last.id.clone());
        }
        let seen = lines.into_iter().filter(|line| may(who, Act::Read, line));
        found.extend(seen.map(|line| (line.due_at.unwrap_or(now), line)));
        if !more || found.len() >= enough {
            break;
        }
    }
    let of_moments = found.len();
    let (today, mut after, mut after_id) = (today.to_string(), String::new(), String::new());
    for _ in 0..LOOKS {
        let lines: Vec<DayLine> = q!(tx, day::overdue_days(&today, &after, &after_id, enough as i64))?;
        let more = lines.len() == enough;
        if let Some(last) = lines.last() {
            (after, after_id) = (last.due_day.clone(), last.id.clone());
        }
        let seen = lines.into_iter().filter(|line| may(who, Act::Read, line));
        found.extend(seen.map(|line| (day::end_of(&line.due_day, zone).unwrap_or(now), line)));
        if !more || found.len() - of_moments >= enough {
            break;
        }
    }
    found.sort_by(|(a, one), (b, other)| (a, &one.id).cmp(&(b, &other.id)));
    found.truncate(enough);
    Ok(found.into_iter().map(|(_, line)| line).collect())
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
    let (first, last) = (first.to_string(), last.to_string());
    let marks: Vec<DayMark> = q!(tx, day::marks(from, until, &first, &last, MOST_OF_WEEK))?;
    let mut days: BTreeMap<Date, usize> = BTreeMap::new();
    // Each story once, on the day on which the board has it.
    for day in marks.iter().filter_map(|mark| mark.day(zone)) {
        *days.entry(day).or_default() += 1;
    }
    Ok(Some(days))
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
