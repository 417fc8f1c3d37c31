//! Sets or moves a story's embargo: before its end nothing puts the story out, not even Publish or a schedule.
//! Called by the desk and `courant story embargo`; lifting one, or moving it forward, is an act of its own.

use super::going_out;
use crate::permissions::Who;
use crate::{House, Refusal, Result};
use courant_model::account::Act;
use courant_model::entry::Thing;
use courant_model::schedule::{Local, Schedule};
use courant_model::story::{Live, Story};
use courant_model::time::Micros;
use courant_store::{Tx, q};

/// What a new moment does to the embargo that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Set,
    Later,
    /// Before its time: only those who may lift it.
    Earlier,
}

/// Sets it.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, story_id: &str, local: &Local) -> Result<Micros> {
    let story = super::story(tx, story_id).await?;
    let head = going_out::revision(tx, &story.head).await?;
    let live = q!(tx, live::by_id(story_id))?;
    let until = super::schedule_story::resolve(local)?;
    let now = house.now();
    let waiting = q!(tx, schedules::of_story(story_id))?;
    let change = decide(&story, live.as_ref(), &waiting, until, now)?;
    let act = match change {
        Change::Set | Change::Later => {
            who.check_story(Act::Embargo, &story, &head)?;
            if change == Change::Set {
                "embargo"
            } else {
                "move embargo"
            }
        }
        Change::Earlier => {
            who.check_story(Act::LiftEmbargo, &story, &head)?;
            "move embargo forward"
        }
    };
    q!(tx, acts::set_embargo(story_id, Some(until), &local.to_string(), now))?;
    tx.enter(now, &who.actor(), act, &Thing::Story(story_id.to_owned()));
    going_out::keep_act(tx, house, &who.actor(), act, story_id, None, &local.to_string()).await?;
    Ok(until)
}

/// Lifts it before its time. The ledger keeps that it was done, by whom and when.
#[crate::boxed]
pub async fn lift(tx: &mut Tx, house: &House, who: &Who, story_id: &str) -> Result<()> {
    let story = super::story(tx, story_id).await?;
    let head = going_out::revision(tx, &story.head).await?;
    who.check_story(Act::LiftEmbargo, &story, &head)?;
    if going_out::free_of_embargo(&story, house.now()).is_ok() {
        return Err(Refusal::new("embargo-none", "no embargo holds on the story").into());
    }
    q!(tx, acts::set_embargo(story_id, None, "", house.now()))?;
    tx.enter(
        house.now(),
        &who.actor(),
        "lift embargo",
        &Thing::Story(story_id.to_owned()),
    );
    let note = story.embargo_local.clone();
    going_out::keep_act(tx, house, &who.actor(), "lift embargo", story_id, None, &note).await
}

fn decide(
    story: &Story,
    live: Option<&Live>,
    schedules: &[Schedule],
    until: Micros,
    now: Micros,
) -> Result<Change, Refusal> {
    going_out::stands(story, live)?;
    if until <= now {
        return Err(Refusal::new("embargo-past", "an embargo ends in the future"));
    }
    let too_soon = |one: &&Schedule| one.state == "waiting" && one.due_at < until;
    if let Some(schedule) = schedules.iter().find(too_soon) {
        return Err(Refusal::new(
            "embargo-scheduled",
            format!(
                "the story is to go out at {}, before the embargo would end: take it off the schedule first",
                going_out::said(&schedule.local, schedule.due_at)
            ),
        ));
    }
    Ok(match story.embargo_until.filter(|standing| now < *standing) {
        None => Change::Set,
        Some(standing) if until >= standing => Change::Later,
        Some(_) => Change::Earlier,
    })
}
