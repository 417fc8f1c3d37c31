//! Takes the events of a calendar file into the diary: new ones come in, known ones are brought up to date, none twice.
//! Called by the desk. What somebody removed stays removed, and what the desk called off stays so until the calendar moves it.

use super::keep_event::{fresh, later_than, store, written};
use crate::diary::{self, ics};
use crate::permissions::Who;
use crate::{House, Refusal, Result};
use courant_model::account::{Act, On};
use courant_model::diary::{Event, Exception};
use courant_model::entry::Thing;
use courant_model::time::timestamp;
use courant_store::{Tx, q};
use jiff::tz::TimeZone;

/// What came of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Entered.
    pub new: usize,
    /// Brought up to date.
    pub changed: usize,
    /// As they were.
    pub same: usize,
    /// Left out, since somebody had removed them.
    pub removed: usize,
    /// Left out, since they are over or were called off before they came in.
    pub over: usize,
    /// Stood in the file more than once.
    pub doubles: usize,
    /// What could not be read.
    pub faults: Vec<ics::Fault>,
    /// Faults beyond those.
    pub more_faults: usize,
}

impl Report {
    fn fault(&mut self, line: usize, message: &str) {
        if self.faults.len() >= ics::MOST_FAULTS {
            self.more_faults += 1;
            return;
        }
        self.faults.push(ics::Fault {
            line,
            message: message.to_owned(),
        });
        self.faults.sort();
    }
}

/// Takes them in, all in the caller's transaction. New ones get the section.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, text: &str, section: Option<&str>) -> Result<Report> {
    who.check(Act::Diary, On::NOTHING)?;
    if text.trim().is_empty() {
        return Err(Refusal::new("calendar-empty", "paste a calendar, or choose its file").into());
    }
    if text.len() > ics::LARGEST {
        return Err(Refusal::new("calendar-large", "a calendar has at most 2 MB; give it in parts").into());
    }
    if let Some(section) = section
        && !q!(tx, terms::sections())?.iter().any(|one| one.id == section)
    {
        return Err(Refusal::new("section-missing", "there is no such section").into());
    }
    let paper = super::revise_paper::current(tx).await?;
    let calendar = ics::read(text, &paper.zone);
    let zone = TimeZone::get(&paper.zone).unwrap_or(TimeZone::UTC);
    let now = house.now();
    let today = timestamp(now).to_zoned_datetime(zone.clone()).date().to_string();
    let mut report = Report {
        doubles: calendar.doubles,
        faults: calendar.faults,
        more_faults: calendar.more_faults,
        ..Report::default()
    };
    for found in calendar.events {
        let known: Option<Event> = q!(tx, diary::by_uid(&found.uid))?;
        if known.as_ref().is_some_and(|event| event.removed_at.is_some()) {
            report.removed += 1;
            continue;
        }
        if known.as_ref().is_some_and(|event| found.sequence < event.sequence) {
            report.same += 1;
            continue;
        }
        let mut event = match &known {
            Some(known) => known.clone(),
            None => Event {
                uid: found.uid.clone(),
                section_id: section.map(str::to_owned),
                ..fresh(house.id(), paper.zone.clone(), who)
            },
        };
        dress(&mut event, &found, &zone)?;
        let Some((first_day, last_day)) = event.reach() else {
            continue;
        };
        (event.first_day, event.last_day) = (first_day, last_day);
        if known.is_none() && (event.cancelled || event.last_day < today) {
            report.over += 1;
            continue;
        }
        let mut private = diary::open(house, &event)?;
        let says_more = private.calendar != found.said;
        if let Some(known) = &known
            && *known == event
            && !says_more
        {
            report.same += 1;
            continue;
        }
        if says_more {
            private.calendar.clone_from(&found.said);
            event.sealed = diary::seal(house, &event.id, &private)?;
        }
        event.changed_at = later_than(now, known.as_ref());
        store(tx, house, who, known.as_ref(), &event).await?;
        tx.enter(now, &who.actor(), "import", &Thing::DiaryEvent(event.id.clone()));
        if known.is_some() {
            report.changed += 1;
        } else {
            report.new += 1;
        }
    }
    for change in &calendar.changes {
        apply(tx, house, who, change, &mut report).await?;
    }
    Ok(report)
}

/// Applies what a calendar says of an event that the diary has: called off, or one day of a series called off or moved.
async fn apply(tx: &mut Tx, house: &House, who: &Who, change: &ics::Change, report: &mut Report) -> Result<()> {
    let (mut known, mut changed) = (false, false);
    // A day that was moved before is an event by itself.
    let moved = change.uid_of_day().filter(|_| change.cancelled);
    for uid in moved.into_iter().chain(change.uids()) {
        let Some(event) = q!(tx, diary::by_uid(&uid))? else {
            continue;
        };
        let Some(after) = after(&event, change)? else {
            continue;
        };
        known = true;
        if event.removed_at.is_none() && change.sequence >= event.sequence && after != event {
            let after = Event {
                changed_at: later_than(house.now(), Some(&event)),
                ..after
            };
            store(tx, house, who, Some(&event), &after).await?;
            tx.enter(
                house.now(),
                &who.actor(),
                "import",
                &Thing::DiaryEvent(after.id.clone()),
            );
            changed = true;
        }
    }
    if changed {
        report.changed += 1;
    } else if known {
        report.same += 1;
    } else if !change.cancelled {
        // The day stands in the diary by itself.
    } else if change.is_of_a_day() {
        report.fault(change.line, "this calls off a day that no series of the diary has");
    } else {
        report.over += 1;
    }
    Ok(())
}

/// What an event is after a change; nothing where the change means another one.
fn after(event: &Event, change: &ics::Change) -> Result<Option<Event>> {
    let mut after = event.clone();
    match (change.day_in(&event.zone), event.rule(), event.days()) {
        (Some(day), Some(rule), Some((first, _))) => {
            if !rule.between(first, day, day).contains(&day) {
                return Ok(None);
            }
            let mut exceptions = event.exceptions();
            exceptions.retain(|one| one.day != day);
            exceptions.push(Exception {
                day,
                cancelled: change.cancelled,
            });
            exceptions.sort();
            after.exceptions = written(&exceptions)?;
        }
        // A day of a series by itself, or what takes place once.
        _ => after.cancelled |= change.cancelled,
    }
    if !change.is_of_a_day() {
        after.cancelled = true;
        after.sequence = change.sequence.max(event.sequence);
    }
    Ok(Some(after))
}

/// Puts what the calendar says into the event; what the desk added stays.
fn dress(event: &mut Event, found: &ics::Found, paper: &TimeZone) -> Result<()> {
    let moved = found.sequence > event.sequence;
    event.title.clone_from(&found.title);
    event.place.clone_from(&found.place);
    event.all_day = found.all_day;
    event.sequence = found.sequence;
    event.starts.clone_from(&found.starts);
    event.ends.clone_from(&found.ends);
    event.zone.clone_from(&found.zone);
    event.repeats = match &found.repeat {
        Some(rule) => written(rule)?,
        None => String::new(),
    };
    if found.repeat.is_none() && !found.all_day {
        in_zone(event, paper);
    }
    let mut exceptions = found.exceptions.clone();
    if found.repeat.is_some() && !moved {
        let ours = event.exceptions().into_iter().filter(|one| one.cancelled);
        exceptions.extend(ours.filter(|one| !found.exceptions.iter().any(|known| known.day == one.day)));
    }
    exceptions.sort();
    exceptions.dedup();
    event.exceptions = written(&exceptions)?;
    event.cancelled = found.cancelled || event.cancelled && !moved;
    Ok(())
}

/// What takes place once is told by the paper's clocks.
fn in_zone(event: &mut Event, paper: &TimeZone) {
    let there = |text: &str| {
        let at: jiff::civil::DateTime = text.parse().ok()?;
        let there = at.to_zoned_datetime(TimeZone::get(&event.zone).ok()?).ok()?;
        let here = there.with_time_zone(paper.clone());
        Some(here.strftime("%Y-%m-%dT%H:%M").to_string())
    };
    let name = paper.iana_name().map(str::to_owned);
    if let (Some(starts), Some(ends), Some(name)) = (there(&event.starts), there(&event.ends), name) {
        (event.starts, event.ends, event.zone) = (starts, ends, name);
    }
}
