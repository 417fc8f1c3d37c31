//! Puts a story on the schedule: it goes out by itself at a time, or its update does, with the right of whoever asked.
//! Called by the desk and `courant story schedule`; the scheduler carries it out.

use super::going_out::{self, Leaving};
use crate::jobs::mail;
use crate::permissions::Who;
use crate::{House, Refusal, Result};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::note::NoticeKind;
use courant_model::schedule::{Local, Schedule};
use courant_model::story::{Live, Revision, State, Story};
use courant_model::time::Micros;
use courant_model::workflow::Workflow;
use courant_store::{Tx, q};

/// Schedules the story; one that is scheduled already gets the new time.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, story_id: &str, local: &Local) -> Result<Schedule> {
    put(tx, house, who, story_id, local, false).await
}

/// As [`run`]; what readers see already gets a new top with its update.
#[crate::boxed]
pub async fn with_new_top(tx: &mut Tx, house: &House, who: &Who, story_id: &str, local: &Local) -> Result<Schedule> {
    put(tx, house, who, story_id, local, true).await
}

async fn put(tx: &mut Tx, house: &House, who: &Who, story_id: &str, local: &Local, new_top: bool) -> Result<Schedule> {
    let leaving = going_out::load(tx, house, who, story_id).await?;
    let Leaving { story, head, live } = &leaving;
    let own = going_out::is_own(tx, who, story, head).await?;
    going_out::may_publish(who, story, head, own, false)?;
    let now = house.now();
    let due_at = resolve(local)?;
    let workflow = super::revise_paper::current(tx).await?.workflow();
    let kind = match decide(&workflow, who, story, head, live.as_ref(), due_at, now)? {
        "update" if new_top => "new-top",
        kind => kind,
    };
    super::unschedule_story::withdraw(tx, house, &who.actor(), story_id).await?;
    let schedule = Schedule {
        id: house.id(),
        story_id: story_id.to_owned(),
        kind: kind.to_owned(),
        local: local.to_string(),
        due_at,
        account: who.account().map(str::to_owned),
        asked_at: now,
        state: "waiting".to_owned(),
        settled_at: None,
        problem: String::new(),
    };
    q!(tx, schedules::add(&schedule))?;
    q!(tx, notes::settle(story_id, NoticeKind::Failed.as_str(), now))?;
    if who.actor() != Actor::Import {
        // Whoever wants to hear of it by mail does so an hour before; at a changed time the letter finds nothing to say.
        let near = now.max(due_at.saturating_sub(mail::BEFORE));
        mail::ask_at(tx, house, &mail::Errand::GoingOut(story_id.to_owned()), near).await?;
    }
    tx.enter(now, &who.actor(), "schedule", &Thing::Story(story_id.to_owned()));
    going_out::keep_act(
        tx,
        house,
        &who.actor(),
        "schedule",
        story_id,
        Some(&head.id),
        &schedule.local,
    )
    .await?;
    Ok(schedule)
}

/// The moment of a local time, or why it has none.
pub(super) fn resolve(local: &Local) -> Result<Micros, Refusal> {
    local
        .resolve()
        .map_err(|error| Refusal::new("time-unreadable", error.to_string()))
}

/// `publish` or `update`. The text may still change until then; that the story is ready is asked now and again at its
/// time.
fn decide(
    workflow: &Workflow,
    who: &Who,
    story: &Story,
    head: &Revision,
    live: Option<&Live>,
    due_at: Micros,
    now: Micros,
) -> Result<&'static str, Refusal> {
    going_out::stands(story, live)?;
    if due_at <= now {
        return Err(Refusal::new(
            "schedule-past",
            "the time is over: publish the story, or say a later time",
        ));
    }
    if let Err(refusal) = going_out::free_of_embargo(story, due_at) {
        return Err(Refusal::new(
            "schedule-embargoed",
            format!("that is too early: {}", refusal.message),
        ));
    }
    going_out::is_whole(story, head)?;
    if live.is_some() {
        return Ok("update");
    }
    let state = State::parse(&story.state);
    let lets_out = state.is_some_and(|state| workflow.step("publish", state).is_some());
    let of_the_house = who.account().is_none() && matches!(state, Some(State::Idea | State::Draft));
    if lets_out || of_the_house {
        return Ok("publish");
    }
    Err(Refusal::new(
        "story-not-ready",
        "only a story that is ready is put on the schedule",
    ))
}
