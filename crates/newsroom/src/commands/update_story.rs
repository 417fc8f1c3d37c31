//! Prints an update: new facts, a new time, "Updated" above the story. With a new top it moves to the head of lists.
//! Called by the desk, the scheduler and `courant story update`.

use super::going_out::{self, Leaving};
use crate::permissions::Who;
use crate::{House, Refusal, Result};
use courant_model::entry::Thing;
use courant_model::story::{Live, Revision, Story};
use courant_model::time::Micros;
use courant_store::{Tx, q};

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Update {
    /// The story; readers must see it.
    pub story_id: String,
    /// The story gets a new lead: it keeps its address and its first date, and stands at the head of lists again.
    pub new_top: bool,
    /// Nobody else has read it: it goes on the list of what is still to be read.
    pub unseen: bool,
}

/// Prints the draft as an update.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, wanted: &Update) -> Result<Live> {
    let leaving = going_out::load(tx, house, who, &wanted.story_id).await?;
    let before = going_out::live(tx, &wanted.story_id).await?;
    let Leaving { story, head, .. } = &leaving;
    let own = going_out::is_own(tx, who, story, head).await?;
    going_out::may_publish(who, story, head, own, wanted.unseen)?;
    let now = house.now();
    let row = decide(story, head, &before, wanted, now)?;
    let act = if wanted.new_top { "new top" } else { "update" };
    let live = going_out::put_out(tx, house, who, act, &leaving, row, &[]).await?;
    if wanted.unseen {
        q!(tx, acts::set_unread(&story.id, Some(now), now))?;
        tx.enter(now, &who.actor(), "unseen", &Thing::Story(story.id.clone()));
    }
    Ok(live)
}

fn decide(story: &Story, head: &Revision, before: &Live, wanted: &Update, now: Micros) -> Result<Live, Refusal> {
    going_out::stands(story, Some(before))?;
    going_out::free_of_embargo(story, now)?;
    if head.id == before.revision_id {
        return Err(Refusal::new(
            "update-nothing",
            "readers see this text already: there is nothing new in the draft",
        ));
    }
    going_out::is_whole(story, head)?;
    let mut row = before.clone();
    row.updated_at = Some(now);
    row.noindex = story.noindex;
    if wanted.new_top && row.placed_at.is_some() {
        row.placed_at = Some(now);
    }
    Ok(row)
}
