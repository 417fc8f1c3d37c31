//! Moves a reply to another state: approve, refuse, spam, or back to waiting. Called by `courant replies` and the desk.

use crate::copydesk::withheld;
use crate::{Error, House, Refusal, Result, accounts};
use courant_model::account::{Act, On};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::reply::{Reply, ReplyState};
use courant_store::{Tx, q};

/// Decides on a reply. Deciding what stands already changes nothing.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, actor: &Actor, id: &str, state: ReplyState) -> Result<Reply> {
    let mut reply = q!(tx, replies::by_id(id))?.ok_or_else(|| Error::NotFound(format!("reply {id}")))?;
    if reply.state == state.as_str() {
        return Ok(reply);
    }
    if state == ReplyState::Approved && !may_print_names(tx, actor).await? {
        let text = courant_text::json::read(&reply.document)
            .map(|document| courant_text::plain::write(&document))
            .unwrap_or_default();
        if withheld::holds(tx, house, &[&reply.name, &text]).await? {
            return Err(Refusal::new(withheld::HELD, "held for the chief").into());
        }
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

/// Whoever may see the list of names that are held back decides on a reply that has one.
async fn may_print_names(tx: &mut Tx, actor: &Actor) -> Result<bool> {
    let Actor::Account(id) = actor else { return Ok(false) };
    Ok(accounts::open(tx, id).await?.member().may(Act::Withhold, On::NOTHING))
}
