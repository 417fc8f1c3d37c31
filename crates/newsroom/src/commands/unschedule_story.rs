//! Takes a story off the schedule: it does not go out by itself any more.
//! Called by the desk and `courant story unschedule`; other acts that settle the matter withdraw a schedule too.

use super::going_out;
use crate::permissions::Who;
use crate::{House, Refusal, Result};
use courant_model::account::Act;
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_store::{Tx, q};

/// Takes it off.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, story_id: &str) -> Result<()> {
    let story = super::story(tx, story_id).await?;
    let head = going_out::revision(tx, &story.head).await?;
    who.check_story(Act::Publish, &story, &head)?;
    if !withdraw(tx, house, &who.actor(), story_id).await? {
        return Err(Refusal::new("schedule-none", "the story is not on the schedule").into());
    }
    Ok(())
}

/// Withdraws what still waits; false when nothing does. For acts after which the story no longer goes out by itself.
#[crate::boxed]
pub async fn withdraw(tx: &mut Tx, house: &House, actor: &Actor, story_id: &str) -> Result<bool> {
    let mut withdrawn = false;
    for schedule in q!(tx, schedules::of_story(story_id))? {
        if schedule.state == "waiting" && q!(tx, schedules::settle(&schedule.id, "withdrawn", house.now(), ""))? {
            withdrawn = true;
        }
    }
    if withdrawn {
        tx.enter(house.now(), actor, "unschedule", &Thing::Story(story_id.to_owned()));
    }
    Ok(withdrawn)
}
