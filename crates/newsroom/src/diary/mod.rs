//! The diary as commands and pages need it: who sees an event, its sealed words, and what takes place on some days.
//! `commands/keep_event.rs` and `commands/import_diary.rs` write it; the desk's day and diary read it here.

pub mod ics;

use crate::permissions::Who;
use crate::{House, Newsroom, Result};
use courant_model::account::{Act, On};
use courant_model::diary::{Event, Occurrence, Private};
use courant_model::time::{DAY, Micros, timestamp};
use courant_store::{StoreError, Tx, q};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Former states that are kept of an event.
pub const MOST_VERSIONS: i64 = 20;
/// How long a removed event can be brought back; then it is forgotten, with the contact in it.
pub const REMOVED_STAY: Micros = 30 * DAY;
/// Events that are looked through for one page.
const MOST: i64 = 5_000;

/// Whether somebody may see an event: who keeps the diary sees all of it, everybody else what they are sent to.
pub fn may_see(who: &Who, event: &Event) -> bool {
    who.may(Act::Diary, On::NOTHING)
        || who
            .account()
            .is_some_and(|account| event.people().iter().any(|one| one == account))
}

/// Contact and notes of an event.
pub fn open(house: &House, event: &Event) -> Result<Private> {
    if event.sealed.is_empty() {
        return Ok(Private::default());
    }
    let opened = house.keys.unseal_secret(&event.id, &event.sealed)?;
    Ok(serde_json::from_slice(&opened)
        .map_err(|_| StoreError::Unreadable(format!("contact and notes of the event {}", event.id)))?)
}

/// Seals contact and notes for an event.
pub(crate) fn seal(house: &House, id: &str, private: &Private) -> Result<Vec<u8>> {
    if *private == Private::default() {
        return Ok(Vec::new());
    }
    let open = serde_json::to_vec(private)
        .map_err(|_| StoreError::Unreadable(format!("contact and notes of the event {id}")))?;
    Ok(house.keys.seal_secret(id, &open)?)
}

/// Forgets what was removed longer ago than it can be brought back. The scheduler calls it every hour.
#[crate::boxed]
pub async fn trim(newsroom: &Newsroom) -> Result<()> {
    let now = newsroom.house.now();
    // Reaches are a day wider than any zone, so the day of Greenwich will do.
    let today = timestamp(now).to_zoned_datetime(TimeZone::UTC).date().to_string();
    let mut tx = newsroom.store.write().await?;
    q!(tx, diary::forget(now - REMOVED_STAY, &today))?;
    tx.commit().await?;
    Ok(())
}

/// What takes place from `first` to `last` in a zone, as somebody may see it: earliest first, whole days before hours.
#[crate::boxed]
pub async fn between(
    tx: &mut Tx,
    who: &Who,
    first: Date,
    last: Date,
    zone: &TimeZone,
) -> Result<Vec<(Event, Occurrence)>> {
    let (from, until) = (first.to_string(), last.to_string());
    let events: Vec<Event> = q!(tx, diary::between(&from, &until, MOST))?;
    let mut found: Vec<(Event, Occurrence)> = events
        .into_iter()
        .filter(|event| may_see(who, event))
        .flat_map(|event| {
            let times = event.between(first, last, zone);
            times.into_iter().map(move |time| (event.clone(), time))
        })
        .collect();
    found.sort_by(|(a, one), (b, other)| {
        let key = |event: &Event, time: &Occurrence| (time.from, !event.all_day, event.title.clone());
        key(a, one).cmp(&key(b, other))
    });
    Ok(found)
}
