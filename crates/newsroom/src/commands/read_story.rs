//! A second person has read a story that was published unseen: it leaves the list of what is still to be read.
//! Called by the desk.

use super::going_out;
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_model::account::Act;
use courant_model::entry::Thing;
use courant_store::{Tx, q};

/// Marks it read. Whoever published it, and whose it is, cannot be the second person.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, story_id: &str) -> Result<()> {
    let story = super::story(tx, story_id).await?;
    let head = going_out::revision(tx, &story.head).await?;
    who.check_story(Act::Publish, &story, &head)?;
    let actor = who.actor();
    if story.unread_since.is_none() {
        return Err(Error::Conflict("the story has been read already".to_owned()));
    }
    let published_it = q!(tx, acts::of_story(story_id))?
        .iter()
        .rev()
        .find(|act| act.kind == "unseen")
        .is_some_and(|act| act.actor == actor.to_string());
    if who.account().is_some() && (published_it || going_out::is_own(tx, who, &story, &head).await?) {
        return Err(Refusal::new("read-own", "somebody else has to read it: this is your own").into());
    }
    q!(tx, acts::set_unread(story_id, None, house.now()))?;
    tx.enter(house.now(), &actor, "read", &Thing::Story(story_id.to_owned()));
    going_out::keep_act(tx, house, &actor, "read", story_id, Some(&head.id), "").await
}
