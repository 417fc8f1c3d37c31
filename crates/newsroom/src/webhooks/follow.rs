//! The follower that turns entries of the ledger into deliveries. Its cursor lies in the store and is held while it
//! writes, so that of several nodes one asks for each delivery, once. The serving process runs it.

use crate::followers::BATCH;
use crate::{House, Newsroom, Result};
use courant_model::actor::Actor;
use courant_model::entry::Entry;
use courant_model::time::Micros;
use courant_model::webhook::{Delivery, Event, Webhook};
use courant_store::{Tx, q};
use std::collections::HashMap;
use std::time::Duration;

/// The follower's name.
pub const NAME: &str = "webhooks";

/// Follows for ever, from where this or another process stopped.
#[crate::boxed]
pub async fn run(newsroom: &Newsroom) {
    let cursor = loop {
        match begin(newsroom).await {
            Ok(cursor) => break cursor,
            Err(error) => {
                tracing::warn!(%error, "webhooks cannot follow the ledger; trying again");
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
        }
    };
    crate::followers::follow(newsroom, NAME, cursor, |entries| async move {
        look(newsroom, &entries).await
    })
    .await;
}

/// Reads all that the ledger has by now, and returns. For tests and commands that do not serve.
#[crate::boxed]
pub async fn catch_up(newsroom: &Newsroom) -> Result<()> {
    let mut cursor = begin(newsroom).await?;
    loop {
        let entries = {
            let mut tx = newsroom.store.read().await?;
            q!(tx, ledger::after(cursor, BATCH))?
        };
        let Some(last) = entries.last().map(|entry| entry.seq) else {
            return Ok(());
        };
        look(newsroom, &entries).await?;
        cursor = last;
    }
}

/// Where to begin. While nobody is subscribed there is nothing to catch up with, and the cursor goes to the end.
async fn begin(newsroom: &Newsroom) -> Result<i64> {
    let (kept, last, active) = {
        let mut tx = newsroom.store.read().await?;
        (
            q!(tx, ledger::cursor(NAME))?,
            q!(tx, ledger::last())?,
            q!(tx, webhooks::any_active())?,
        )
    };
    if let Some(kept) = kept.filter(|kept| active && *kept <= last) {
        return Ok(kept);
    }
    let mut tx = newsroom.store.write().await?;
    q!(tx, ledger::set_cursor(NAME, last))?;
    tx.commit().await?;
    Ok(last)
}

/// Writes the deliveries of a batch and the cursor in one transaction.
async fn look(newsroom: &Newsroom, entries: &[Entry]) -> Result<()> {
    let Some(last) = entries.last().map(|entry| entry.seq) else {
        return Ok(());
    };
    if !entries.iter().any(may_tell) {
        return Ok(());
    }
    {
        let mut tx = newsroom.store.read().await?;
        if !q!(tx, webhooks::any_active())? {
            return Ok(());
        }
    }
    let mut tx = newsroom.store.write().await?;
    let read = q!(tx, ledger::hold_cursor(NAME))?.unwrap_or(0);
    let receivers = q!(tx, webhooks::all())?;
    let mut pages = HashMap::new();
    for entry in entries.iter().filter(|entry| entry.seq > read && may_tell(entry)) {
        if let Some(event) = told(&mut tx, &mut pages, entry).await? {
            ask(&mut tx, newsroom, &receivers, entry, event).await?;
        }
    }
    if last > read {
        q!(tx, ledger::set_cursor(NAME, last))?;
    }
    tx.commit().await?;
    Ok(())
}

/// Whether an entry could be an event. What an import brings is told to nobody.
fn may_tell(entry: &Entry) -> bool {
    entry.actor != Actor::Import.to_string() && Event::told_by(&entry.act, &entry.thing, false).is_some()
}

/// The event that an entry tells; standing pages have events of their own.
async fn told(tx: &mut Tx, pages: &mut HashMap<String, bool>, entry: &Entry) -> Result<Option<Event>> {
    let is_page = match entry.thing.strip_prefix("story:") {
        Some(id) => {
            if let Some(known) = pages.get(id) {
                *known
            } else {
                let is_page = q!(tx, stories::by_id(id))?.is_some_and(|story| story.form == "page");
                pages.insert(id.to_owned(), is_page);
                is_page
            }
        }
        None => false,
    };
    Ok(Event::told_by(&entry.act, &entry.thing, is_page))
}

async fn ask(tx: &mut Tx, newsroom: &Newsroom, receivers: &[Webhook], entry: &Entry, event: Event) -> Result<()> {
    for receiver in receivers {
        if receiver.wants(event) && entry.seq > receiver.since_seq {
            let delivery = fresh(&newsroom.house, &receiver.id, event, &entry.thing, entry.at, false);
            q!(tx, webhooks::ask(&delivery))?;
        }
    }
    Ok(())
}

/// A delivery that nobody has tried yet.
pub(crate) fn fresh(house: &House, webhook: &str, event: Event, thing: &str, at: Micros, by_hand: bool) -> Delivery {
    let now = house.now();
    Delivery {
        id: house.id(),
        webhook_id: webhook.to_owned(),
        event: event.as_str().to_owned(),
        thing: thing.to_owned(),
        at,
        asked_at: now,
        state: "waiting".to_owned(),
        by_hand,
        attempts: 0,
        run_at: now,
        claimed_until: 0,
        tried_at: None,
        status: None,
        duration_ms: None,
        problem: String::new(),
    }
}
