//! Puts a change of a front on the schedule: what the draft changes, or one seat of it, goes live at a local time.
//! Listed, moved, cancelled and taken back into the draft at the desk; `scheduler` carries it out.

use super::schedule_story::resolve;
use crate::fronts;
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_model::front::{Changes, Front, FrontSchedule, Layout, LeftOut, Seat};
use courant_model::schedule::Local;
use courant_model::time::Micros;
use courant_store::{Tx, q};

/// What is asked.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// Which front.
    pub front: Front,
    /// The state of the draft that was seen.
    pub seen: i64,
    /// This seat alone; `None` takes all that the draft changes.
    pub seat: Option<Seat>,
    /// When, in the paper's zone.
    pub local: Local,
}

/// Schedules it; what is scheduled leaves the draft.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, wanted: &Schedule) -> Result<FrontSchedule> {
    fronts::check(who, &wanted.front)?;
    let standing = fronts::claim(tx, &wanted.front).await?;
    standing.unchanged_since(wanted.seen)?;
    let due_at = later(house, &wanted.local)?;
    let all = standing.changes();
    let (now, rest) = match &wanted.seat {
        None => (all, Changes::default()),
        Some(seat) => split(all, seat),
    };
    if now.is_empty() {
        return Err(Refusal::new("front-no-change", "the draft changes nothing there").into());
    }
    let schedule = FrontSchedule {
        id: house.id(),
        page: wanted.front.as_str().to_owned(),
        changes: serde_json::to_string(&now).map_err(fronts::unreadable)?,
        local: wanted.local.to_string(),
        due_at,
        account: who.account().map(str::to_owned),
        asked_at: house.now(),
        state: "waiting".to_owned(),
        settled_at: None,
        problem: String::new(),
    };
    q!(tx, fronts::add_schedule(&schedule))?;
    let base = standing.draft.as_ref().map_or(standing.number, |draft| draft.base);
    fronts::keep_draft(tx, house, &who.actor(), &standing, &standing.live.with(&rest), base).await?;
    tx.enter(
        house.now(),
        &who.actor(),
        "schedule",
        &fronts::arrangement(&wanted.front),
    );
    Ok(schedule)
}

/// The change of one seat, and the others.
fn split(mut all: Changes, seat: &Seat) -> (Changes, Changes) {
    let now = match all.slots.remove(seat) {
        Some(slot) => Changes::of(seat.clone(), slot),
        None => Changes::default(),
    };
    (now, all)
}

/// Gives it another time.
#[crate::boxed]
pub async fn reschedule(tx: &mut Tx, house: &House, who: &Who, id: &str, local: &Local) -> Result<()> {
    let front = waiting(tx, who, id).await?.0;
    let due_at = later(house, local)?;
    if !q!(tx, fronts::reschedule(id, &local.to_string(), due_at))? {
        return Err(over());
    }
    tx.enter(house.now(), &who.actor(), "schedule", &fronts::arrangement(&front));
    Ok(())
}

/// Takes it off the schedule.
#[crate::boxed]
pub async fn cancel(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<()> {
    let front = waiting(tx, who, id).await?.0;
    if !q!(tx, fronts::settle_schedule(id, "cancelled", house.now(), ""))? {
        return Err(over());
    }
    tx.enter(house.now(), &who.actor(), "unschedule", &fronts::arrangement(&front));
    Ok(())
}

/// Takes it off the schedule and its changes into the draft, to go on with them. `seen` is the state of the draft.
#[crate::boxed]
pub async fn take_back(tx: &mut Tx, house: &House, who: &Who, id: &str, seen: i64) -> Result<()> {
    let (front, schedule) = waiting(tx, who, id).await?;
    let standing = fronts::claim(tx, &front).await?;
    standing.unchanged_since(seen)?;
    cancel(tx, house, who, id).await?;
    let mut changes = read(&schedule)?;
    changes.refused_by(&standing.locks);
    let base = standing.draft.as_ref().map_or(standing.number, |draft| draft.base);
    fronts::keep_draft(
        tx,
        house,
        &who.actor(),
        &standing,
        &standing.shown().with(&changes),
        base,
    )
    .await
}

async fn waiting(tx: &mut Tx, who: &Who, id: &str) -> Result<(Front, FrontSchedule)> {
    let schedule = q!(tx, fronts::schedule(id))?.ok_or_else(|| Error::NotFound("such scheduled change".to_owned()))?;
    let front = Front::parse(&schedule.page);
    fronts::check(who, &front)?;
    if schedule.state != "waiting" {
        return Err(over());
    }
    Ok((front, schedule))
}

fn over() -> Error {
    Error::Conflict("the change is not on the schedule any more".to_owned())
}

fn later(house: &House, local: &Local) -> Result<Micros, Refusal> {
    let due_at = resolve(local)?;
    if due_at <= house.now() {
        return Err(Refusal::new(
            "front-schedule-past",
            "the time is over: put it live, or say a later time",
        ));
    }
    Ok(due_at)
}

/// The changes of a schedule.
pub fn read(schedule: &FrontSchedule) -> Result<Changes> {
    Ok(serde_json::from_str(&schedule.changes).map_err(fronts::unreadable)?)
}

/// Carries a scheduled change out, in the transaction that has settled its row: what a lock holds and what readers do not
/// see any more is left out and handed back. The right is asked again.
#[crate::boxed]
pub(crate) async fn carry_out(tx: &mut Tx, house: &House, who: &Who, schedule: &FrontSchedule) -> Result<Vec<LeftOut>> {
    let front = Front::parse(&schedule.page);
    fronts::check(who, &front)?;
    let standing = fronts::claim(tx, &front).await?;
    let mut changes = read(schedule)?;
    let mut left = Vec::new();
    let gone = fronts::gone(tx, &Layout::default().with(&changes)).await?;
    changes.slots.retain(|seat, slot| {
        let is_gone = slot.story.as_ref().is_some_and(|story| gone.contains(story));
        if is_gone {
            left.push(out(seat, slot.story.clone(), "gone"));
        }
        !is_gone
    });
    for (seat, slot) in changes.refused_by(&standing.locks) {
        left.push(out(&seat, slot.story, "locked"));
    }
    let layout = standing.live.with(&changes);
    if layout == standing.live {
        tx.enter(house.now(), &who.actor(), "scheduled", &fronts::arrangement(&front));
    } else {
        let number = fronts::put(tx, house, &who.actor(), &front, "scheduled", &layout).await?;
        fronts::rebase(tx, house, &who.actor(), &standing, number).await?;
    }
    Ok(left)
}

fn out(seat: &Seat, story: Option<String>, why: &str) -> LeftOut {
    LeftOut {
        seat: seat.clone(),
        story,
        why: why.to_owned(),
    }
}
