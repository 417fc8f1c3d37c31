//! Followers of the ledger: each reads from its own cursor and looks at the present state of what changed.
//! The serving process runs them; the page cache is one too, registered by `web` through [`follow`].

pub mod related;
pub mod search;

use crate::search::Index;
use crate::{Newsroom, Result};
use courant_model::entry::Entry;
use courant_store::{Store, q};
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Entries that are read at once.
pub const BATCH: i64 = 500;

/// How far each follower of this process has looked, by name. A cursor that is kept moves only where there was something
/// to do; this one says what nobody has to look at any more.
#[derive(Debug, Clone, Default)]
pub struct Looked(Arc<Mutex<BTreeMap<String, i64>>>);

impl Looked {
    /// Up to where a follower has looked; `None` when none of that name runs here.
    pub fn of(&self, name: &str) -> Option<i64> {
        self.0.lock().ok()?.get(name).copied()
    }

    fn keep(&self, name: &str, seq: i64) {
        if let Ok(mut places) = self.0.lock() {
            places.insert(name.to_owned(), seq);
        }
    }
}

/// The followers that the index feeds: the index itself from its cursor, and what is worked out with it. For ever.
#[crate::boxed]
pub async fn with_index(newsroom: &Newsroom, index: Arc<Index>, cursor: Option<u64>) {
    tokio::join!(
        search::run(newsroom, index.clone(), cursor),
        related::run(newsroom, index)
    );
}

/// Reads the ledger from after `cursor` for ever, batch by batch in order, and gives each to `look`. A batch that
/// fails is given again after a pause, so `look` must be safe to run twice.
pub async fn follow<Look, Looking>(newsroom: &Newsroom, name: &str, mut cursor: i64, mut look: Look)
where
    Look: FnMut(Vec<Entry>) -> Looking,
    Looking: Future<Output = Result<()>>,
{
    let store = &newsroom.store;
    let mut grown = store.grown();
    newsroom.looked.keep(name, cursor);
    loop {
        match next(store, cursor).await {
            Ok(entries) if entries.is_empty() => {
                // Wakes on the next commit of this process or of another.
                if grown.changed().await.is_err() {
                    return;
                }
            }
            Ok(entries) => {
                let last = entries.last().map_or(cursor, |entry| entry.seq);
                match look(entries).await {
                    Ok(()) => {
                        cursor = last;
                        newsroom.looked.keep(name, cursor);
                    }
                    Err(error) => {
                        tracing::warn!(follower = name, %error, "a batch of the ledger failed; it is read again");
                        tokio::time::sleep(Duration::from_secs(1)).await;
                    }
                }
            }
            Err(error) => {
                tracing::warn!(follower = name, %error, "the ledger cannot be read; trying again");
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
        }
    }
}

async fn next(store: &Store, cursor: i64) -> Result<Vec<Entry>> {
    let mut tx = store.read().await?;
    Ok(q!(tx, ledger::after(cursor, BATCH))?)
}
