//! Webhooks: other machines are told what readers can see. A follower of the ledger writes deliveries, the courier signs
//! and sends them. The serving process runs both; the desk's commands ask for a delivery by hand.

pub mod body;
pub mod courier;
pub mod follow;
pub mod sign;

use crate::outside::{Client, OutsideError};
use crate::{Newsroom, Result};
use courant_model::time::{DAY, HOUR, Micros};
use courant_store::q;
use url::Url;

/// After so long without a single success a delivery is given up and its subscription paused.
pub const PATIENCE: Micros = 3 * DAY;
/// So often a delivery was tried before the patience ends: a machine that was off for days has tried nothing.
pub const TRIES: i64 = 10;
/// So long an old secret signs beside the new one.
pub const OVERLAP: Micros = DAY;
/// So long deliveries that came to their end are kept.
pub const KEPT: Micros = 30 * DAY;
/// A receiver that has not answered by then has failed, in seconds.
pub const TIMEOUT_SECONDS: u64 = 15;
/// Whoever claimed a delivery has until then.
const CLAIM: Micros = HOUR / 30;

/// Forgets deliveries that came to their end long ago, also where nobody is subscribed any more. The scheduler calls it
/// every hour.
#[crate::boxed]
pub async fn trim(newsroom: &Newsroom) -> Result<()> {
    let mut tx = newsroom.store.write().await?;
    q!(tx, webhooks::forget(newsroom.house.now() - KEPT))?;
    tx.commit().await?;
    Ok(())
}

/// The client of the courier. It follows no redirect, and beside public addresses it asks those alone that whoever runs
/// the machine has named.
fn client(inside: &[Url]) -> Result<Client, OutsideError> {
    Client::for_webhooks(inside, std::time::Duration::from_secs(TIMEOUT_SECONDS))
}
