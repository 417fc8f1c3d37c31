//! Moves a reply to another state: approve, refuse, spam, or back to waiting. Called by `courant replies` and the desk.

use crate::{Error, House, Result};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::reply::{Reply, ReplyState};
use courant_store::{Tx, q};

/// Decides on a reply. Deciding what stands already changes nothing.
pub async fn run(tx: &mut Tx, house: &House, actor: &Actor, id: &str, state: ReplyState) -> Result<Reply> {
    let mut reply = q!(tx, replies::by_id(id))?.ok_or_else(|| Error::NotFound(format!("reply {id}")))?;
    if reply.state == state.as_str() {
        return Ok(reply);
    }
    q!(tx, replies::set_state(id, state.as_str()))?;
    let act = match state {
        ReplyState::Waiting => "hold",
        ReplyState::Approved => "approve",
        ReplyState::Refused => "refuse",
        ReplyState::Spam => "spam",
    };
    tx.enter(house.now(), actor, act, &Thing::Reply(reply.id.clone()));
    tx.enter(house.now(), actor, act, &Thing::Story(reply.story_id.clone()));
    state.as_str().clone_into(&mut reply.state);
    Ok(reply)
}
