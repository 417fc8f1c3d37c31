//! Asks for a delivery by hand: a trial, or one that was sent or given up once more. Called by the room of webhooks.
//! The courier sends it, even while the subscription is paused.

use super::keep_webhook::standing;
use crate::permissions::Who;
use crate::webhooks::follow;
use crate::{Error, House, Refusal, Result};
use courant_model::account::{Act, On};
use courant_model::entry::Thing;
use courant_model::webhook::Event;
use courant_store::{Tx, q};

/// Asks for a trial; gives the id of its delivery.
#[crate::boxed]
pub async fn test(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<String> {
    who.check(Act::Settings, On::NOTHING)?;
    let webhook = standing(tx, id).await?;
    let thing = Thing::Webhook(webhook.id.clone());
    let delivery = follow::fresh(house, &webhook.id, Event::Test, &thing.to_string(), house.now(), true);
    q!(tx, webhooks::ask(&delivery))?;
    tx.enter(house.now(), &who.actor(), "test", &thing);
    Ok(delivery.id)
}

/// Asks for a delivery once more: the same message, under the same id.
#[crate::boxed]
pub async fn again(tx: &mut Tx, house: &House, who: &Who, id: &str, delivery: &str) -> Result<()> {
    who.check(Act::Settings, On::NOTHING)?;
    let webhook = standing(tx, id).await?;
    let delivery = q!(tx, webhooks::delivery(delivery))?
        .filter(|delivery| delivery.webhook_id == webhook.id)
        .ok_or_else(|| Error::NotFound("such delivery".to_owned()))?;
    if delivery.claimed_until > house.now() {
        return Err(Refusal::new("delivery-under-way", "this delivery is under way").into());
    }
    q!(tx, webhooks::ask_again(&delivery.id, house.now()))?;
    tx.enter(house.now(), &who.actor(), "send again", &Thing::Webhook(webhook.id));
    Ok(())
}
