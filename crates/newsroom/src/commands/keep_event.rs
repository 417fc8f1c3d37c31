//! Keeps an event of the diary: enters it, changes it, calls it off, removes it, and takes each of these back.
//! Called by the desk; events of other calendars come in by `import_diary`.

use crate::diary::{self, MOST_VERSIONS};
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result, people};
use courant_model::account::{Act, On};
use courant_model::diary::repeat::{Every, Repeat};
use courant_model::diary::{Event, Exception, Private, Version};
use courant_model::entry::Thing;
use courant_model::time::Micros;
use courant_store::{StoreError, Tx, q};
use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, ToSpan};

/// Longest title and longest place, in characters.
pub const LONGEST_TITLE: usize = 200;
/// Longest contact, in characters.
pub const LONGEST_CONTACT: usize = 500;
/// Longest notes, in characters.
pub const LONGEST_NOTES: usize = 5_000;
/// Most days that an event lasts.
pub const MOST_DAYS: i32 = 366;
/// Most colleagues that go to one event.
const MOST_PEOPLE: usize = 30;

/// An event as it is to be; days as `2026-11-30`, times as `14:00`, both of the event's zone.
#[derive(Debug, Clone, Default)]
pub struct Keep {
    /// Which one; `None` enters a new one.
    pub id: Option<String>,
    /// When it was last changed as far as the form knew; changed since, it is a conflict. `None` does not compare.
    pub seen: Option<Micros>,
    /// What it is.
    pub title: String,
    /// Day on which it begins.
    pub day: String,
    /// When it begins; empty where it lasts the whole day.
    pub time: String,
    /// Day on which it ends; empty means the same.
    pub end_day: String,
    /// When it ends; empty means an hour later.
    pub end_time: String,
    /// Where.
    pub place: String,
    /// Section.
    pub section: Option<String>,
    /// Whom to ask; sealed.
    pub contact: String,
    /// What else one must know; sealed.
    pub notes: String,
    /// Accounts that go there.
    pub people: Vec<String>,
    /// By what it repeats; `None` takes place once.
    pub every: Option<Every>,
    /// Each so many of them.
    pub interval: i32,
    /// Last day on which it may begin; empty repeats for good.
    pub until: String,
}

/// Keeps it.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, keep: &Keep) -> Result<Event> {
    who.check(Act::Diary, On::NOTHING)?;
    let before = match &keep.id {
        Some(id) => Some(standing(tx, id).await?),
        None => None,
    };
    if let (Some(before), Some(seen)) = (&before, keep.seen)
        && before.changed_at != seen
    {
        return Err(Error::Conflict(
            "somebody changed this event while you had it open; nothing was overwritten".to_owned(),
        ));
    }
    let now = house.now();
    let (mut event, mut private) = if let Some(before) = &before {
        (before.clone(), diary::open(house, before)?)
    } else {
        let paper = super::revise_paper::current(tx).await?;
        (fresh(house.id(), paper.zone, who), Private::default())
    };
    dress(&mut event, &mut private, keep)?;
    if let Some(section) = &event.section_id
        && !q!(tx, terms::sections())?.iter().any(|one| one.id == *section)
    {
        return Err(Refusal::new("section-missing", "there is no such section").into());
    }
    let went_before = before.as_ref().map(Event::people).unwrap_or_default();
    for account in event.people().iter().filter(|one| !went_before.contains(one)) {
        people::member(tx, account).await?;
    }
    event.sealed = diary::seal(house, &event.id, &private)?;
    event.changed_at = later_than(now, before.as_ref());
    store(tx, house, who, before.as_ref(), &event).await?;
    tx.enter(now, &who.actor(), "keep", &Thing::DiaryEvent(event.id.clone()));
    Ok(event)
}

/// Removes it; it can be brought back for a month.
#[crate::boxed]
pub async fn remove(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<()> {
    who.check(Act::Diary, On::NOTHING)?;
    let before = standing(tx, id).await?;
    let now = house.now();
    let event = Event {
        removed_at: Some(now),
        changed_at: later_than(now, Some(&before)),
        ..before.clone()
    };
    q!(tx, diary::keep(&event))?;
    tx.enter(now, &who.actor(), "remove", &Thing::DiaryEvent(id.to_owned()));
    Ok(())
}

/// Brings back what was removed.
#[crate::boxed]
pub async fn bring_back(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<()> {
    who.check(Act::Diary, On::NOTHING)?;
    let before = found(tx, id).await?;
    let now = house.now();
    let event = Event {
        removed_at: None,
        changed_at: later_than(now, Some(&before)),
        ..before
    };
    q!(tx, diary::keep(&event))?;
    tx.enter(now, &who.actor(), "bring-back", &Thing::DiaryEvent(id.to_owned()));
    Ok(())
}

/// Calls it off, or says that it takes place after all: one time of it, by the day on which that begins, or every one.
#[crate::boxed]
pub async fn call_off(
    tx: &mut Tx,
    house: &House,
    who: &Who,
    id: &str,
    day: Option<Date>,
    cancelled: bool,
) -> Result<Event> {
    who.check(Act::Diary, On::NOTHING)?;
    let before = standing(tx, id).await?;
    let now = house.now();
    let mut event = Event {
        changed_at: later_than(now, Some(&before)),
        ..before.clone()
    };
    match day {
        Some(day) if event.rule().is_some() => {
            let mut exceptions = event.exceptions();
            exceptions.retain(|one| one.day != day || !one.cancelled);
            if cancelled && !exceptions.iter().any(|one| one.day == day) {
                exceptions.push(Exception { day, cancelled: true });
            }
            exceptions.sort();
            event.exceptions = written(&exceptions)?;
        }
        _ => event.cancelled = cancelled,
    }
    store(tx, house, who, Some(&before), &event).await?;
    let act = if cancelled { "call-off" } else { "hold" };
    tx.enter(now, &who.actor(), act, &Thing::DiaryEvent(id.to_owned()));
    Ok(event)
}

/// Takes it back to what it was; what it is now stays among its versions.
#[crate::boxed]
pub async fn restore(tx: &mut Tx, house: &House, who: &Who, id: &str, version: &str) -> Result<Event> {
    who.check(Act::Diary, On::NOTHING)?;
    let before = standing(tx, id).await?;
    let versions: Vec<Version> = q!(tx, diary::versions(id))?;
    let version = versions
        .into_iter()
        .find(|one| one.id == version)
        .ok_or_else(|| Error::NotFound("such version of this event".to_owned()))?;
    let was: Event = serde_json::from_str(&version.kept)
        .map_err(|_| StoreError::Unreadable(format!("a version of the event {id}")))?;
    let now = house.now();
    let event = Event {
        sealed: version.sealed,
        uid: before.uid.clone(),
        sequence: before.sequence,
        removed_at: None,
        changed_at: later_than(now, Some(&before)),
        ..was
    };
    store(tx, house, who, Some(&before), &event).await?;
    tx.enter(now, &who.actor(), "restore", &Thing::DiaryEvent(id.to_owned()));
    Ok(event)
}

/// Ties a story to the event that it is made of. Whoever may write in the story may do so.
#[crate::boxed]
pub async fn tie(tx: &mut Tx, house: &House, who: &Who, id: &str, story_id: &str) -> Result<()> {
    let event = standing(tx, id).await?;
    if !diary::may_see(who, &event) {
        return Err(Refusal::new("not-allowed", "your roles do not allow this").into());
    }
    let (story, head) = super::story_with_head(tx, story_id).await?;
    who.check_story(Act::Write, &story, &head)?;
    q!(tx, diary::tie(id, story_id))?;
    tx.enter(house.now(), &who.actor(), "tie", &Thing::DiaryEvent(id.to_owned()));
    Ok(())
}

/// Unties a story from an event.
#[crate::boxed]
pub async fn untie(tx: &mut Tx, house: &House, who: &Who, id: &str, story_id: &str) -> Result<()> {
    who.check(Act::Diary, On::NOTHING)?;
    if !q!(tx, diary::untie(id, story_id))? {
        return Err(Error::NotFound("such story of this event".to_owned()));
    }
    tx.enter(house.now(), &who.actor(), "untie", &Thing::DiaryEvent(id.to_owned()));
    Ok(())
}

/// An event, also a removed one, or that there is none.
async fn found(tx: &mut Tx, id: &str) -> Result<Event> {
    q!(tx, diary::by_id(id))?.ok_or_else(|| Error::NotFound("such event".to_owned()))
}

/// An event that was not removed.
async fn standing(tx: &mut Tx, id: &str) -> Result<Event> {
    let event = found(tx, id).await?;
    match event.removed_at {
        None => Ok(event),
        Some(_) => Err(Error::Conflict(
            "somebody removed this event; bring it back first, from the foot of the diary".to_owned(),
        )),
    }
}

/// An event of which nothing is said yet.
pub(super) fn fresh(id: String, zone: String, who: &Who) -> Event {
    Event {
        uid: id.clone(),
        id,
        title: String::new(),
        all_day: false,
        starts: String::new(),
        ends: String::new(),
        zone,
        place: String::new(),
        section_id: None,
        sealed: Vec::new(),
        people: "[]".to_owned(),
        repeats: String::new(),
        exceptions: "[]".to_owned(),
        cancelled: false,
        first_day: String::new(),
        last_day: String::new(),
        sequence: 0,
        created_by: who.account().map(str::to_owned),
        changed_at: 0,
        removed_at: None,
    }
}

/// Writes it, and what it was beside it.
pub(super) async fn store(tx: &mut Tx, house: &House, who: &Who, before: Option<&Event>, event: &Event) -> Result<()> {
    let (first_day, last_day) =
        (event.reach()).ok_or_else(|| Refusal::new("day-unreadable", "write the day as 2026-11-25"))?;
    let event = Event {
        first_day,
        last_day,
        ..event.clone()
    };
    q!(tx, diary::keep(&event))?;
    if let Some(before) = before {
        let version = Version {
            id: house.id(),
            event_id: event.id,
            at: house.now(),
            actor: who.actor().to_string(),
            kept: serde_json::to_string(before)
                .map_err(|_| StoreError::Unreadable(format!("the event {}", before.id)))?,
            sealed: before.sealed.clone(),
        };
        q!(tx, diary::keep_version(&version, MOST_VERSIONS))?;
    }
    Ok(())
}

/// The moment of a change: two within a microsecond are still two.
pub(super) fn later_than(now: Micros, before: Option<&Event>) -> Micros {
    before.map_or(now, |before| now.max(before.changed_at + 1))
}

pub(super) fn written<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Unreadable("an event of the diary".to_owned()))
}

/// Puts what was typed into the event, or says what cannot be.
fn dress(event: &mut Event, private: &mut Private, keep: &Keep) -> Result<()> {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let within = |text: &str, most: usize, what: &str| {
        if text.chars().count() <= most {
            return Ok(());
        }
        Err(Refusal::new(
            "diary-long",
            format!("{what} has at most {most} characters"),
        ))
    };
    event.title = fold(&keep.title);
    event.place = fold(&keep.place);
    keep.contact.trim().clone_into(&mut private.contact);
    keep.notes.trim().clone_into(&mut private.notes);
    if event.title.is_empty() {
        return Err(Refusal::new("diary-title", "an event needs a title").into());
    }
    within(&event.title, LONGEST_TITLE, "a title")?;
    within(&event.place, LONGEST_TITLE, "a place")?;
    within(&private.contact, LONGEST_CONTACT, "a contact")?;
    within(&private.notes, LONGEST_NOTES, "notes")?;
    let (starts, ends, all_day) = times(keep)?;
    let first = date(&keep.day)?;
    event.repeats = match keep.every {
        Some(every) => written(&rule(every, keep, first)?)?,
        None => String::new(),
    };
    if keep.every.is_none() {
        // A day that was called off belongs to the rule.
        event.exceptions = written(&Vec::<Exception>::new())?;
    }
    (event.starts, event.ends, event.all_day) = (starts, ends, all_day);
    event.section_id.clone_from(&keep.section);
    let mut people = keep.people.clone();
    people.dedup();
    if people.len() > MOST_PEOPLE {
        return Err(Refusal::new("diary-people", format!("at most {MOST_PEOPLE} go to one event")).into());
    }
    event.people = written(&people)?;
    Ok(())
}

fn date(text: &str) -> Result<Date, Refusal> {
    let unreadable = || Refusal::new("day-unreadable", "write the day as 2026-11-25");
    let day: Date = text.trim().parse().map_err(|_| unreadable())?;
    // Within what forms and calendars can write.
    if (1900..=9000).contains(&day.year()) {
        Ok(day)
    } else {
        Err(unreadable())
    }
}

/// Begin and end as they are kept, and whether whole days are meant.
fn times(keep: &Keep) -> Result<(String, String, bool), Refusal> {
    let first = date(&keep.day)?;
    let last = if keep.end_day.trim().is_empty() {
        None
    } else {
        Some(date(&keep.end_day)?)
    };
    let time = |text: &str| {
        text.trim()
            .parse::<Time>()
            .map_err(|_| Refusal::new("time-unreadable", "write the time as 14:05"))
    };
    let backwards = || Refusal::new("diary-backwards", "an event cannot end before it begins");
    if last.unwrap_or(first) < first {
        return Err(backwards());
    }
    let length = first.until(last.unwrap_or(first)).map_or(0, |span| span.get_days());
    if length > MOST_DAYS {
        return Err(Refusal::new(
            "diary-days",
            format!("an event lasts at most {MOST_DAYS} days; enter its parts by themselves"),
        ));
    }
    if keep.time.trim().is_empty() {
        if !keep.end_time.trim().is_empty() {
            return Err(Refusal::new(
                "diary-begin",
                "say when it begins, or leave the end out too",
            ));
        }
        return Ok((first.to_string(), last.unwrap_or(first).to_string(), true));
    }
    let starts = first.to_datetime(time(&keep.time)?);
    let ends: DateTime = if keep.end_time.trim().is_empty() {
        match last {
            Some(last) if last > first => last.to_datetime(starts.time()),
            _ => starts
                .checked_add(SignedDuration::from_hours(1))
                .map_err(|_| backwards())?,
        }
    } else {
        let end = last.unwrap_or(first).to_datetime(time(&keep.end_time)?);
        // From ten in the evening until two means the next day.
        if end < starts && last.is_none_or(|last| last == first) {
            end.checked_add(1.day()).map_err(|_| backwards())?
        } else {
            end
        }
    };
    if ends < starts {
        return Err(backwards());
    }
    let kept = |at: DateTime| at.strftime("%Y-%m-%dT%H:%M").to_string();
    Ok((kept(starts), kept(ends), false))
}

fn rule(every: Every, keep: &Keep, first: Date) -> Result<Repeat, Refusal> {
    let until = if keep.until.trim().is_empty() {
        None
    } else {
        Some(date(&keep.until)?)
    };
    if until.is_some_and(|until| until < first) {
        return Err(Refusal::new(
            "diary-until",
            "the last time cannot come before the first one",
        ));
    }
    if !(1..=99).contains(&keep.interval) {
        return Err(Refusal::new("diary-interval", "it repeats each 1 to 99 of them"));
    }
    Ok(Repeat {
        every,
        interval: keep.interval,
        until,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn of(day: &str, time: &str, end_day: &str, end_time: &str) -> Result<(String, String, bool), &'static str> {
        let keep = Keep {
            day: day.into(),
            time: time.into(),
            end_day: end_day.into(),
            end_time: end_time.into(),
            ..Keep::default()
        };
        times(&keep).map_err(|refusal| refusal.key)
    }

    #[test]
    fn what_is_left_out_of_a_time_has_a_plain_meaning() {
        let kept = |starts: &str, ends: &str, all_day| Ok((starts.to_owned(), ends.to_owned(), all_day));
        assert_eq!(of("2026-11-30", "", "", ""), kept("2026-11-30", "2026-11-30", true));
        assert_eq!(
            of("2026-11-30", "", "2026-12-02", ""),
            kept("2026-11-30", "2026-12-02", true)
        );
        assert_eq!(
            of("2026-11-30", "18:30", "", ""),
            kept("2026-11-30T18:30", "2026-11-30T19:30", false)
        );
        assert_eq!(
            of("2026-11-30", "22:00", "", "02:00"),
            kept("2026-11-30T22:00", "2026-12-01T02:00", false)
        );
    }

    #[test]
    fn times_that_cannot_be_are_refused() {
        for (given, key) in [
            (("2026-02-30", "", "", ""), "day-unreadable"),
            (("12026-01-01", "", "", ""), "day-unreadable"),
            (("2026-11-30", "half past", "", ""), "time-unreadable"),
            (("2026-11-30", "", "2026-11-29", ""), "diary-backwards"),
            (("2026-11-30", "", "", "14:00"), "diary-begin"),
            (("2026-11-30", "", "2028-11-30", ""), "diary-days"),
        ] {
            assert_eq!(of(given.0, given.1, given.2, given.3).unwrap_err(), key, "{given:?}");
        }
    }

    #[test]
    fn a_rule_ends_after_it_begins() {
        let first = "2026-11-30".parse().unwrap();
        let mut keep = Keep {
            interval: 2,
            until: "2026-11-29".into(),
            ..Keep::default()
        };
        assert_eq!(rule(Every::Week, &keep, first).unwrap_err().key, "diary-until");
        keep.until = String::new();
        assert_eq!(rule(Every::Week, &keep, first).unwrap().interval, 2);
        keep.interval = 0;
        assert_eq!(rule(Every::Week, &keep, first).unwrap_err().key, "diary-interval");
    }
}
