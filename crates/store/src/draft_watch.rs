//! Hears of rows that other nodes added to the logs of drafts, and of cursors, which are kept nowhere.
//! [`crate::Store::watch_drafts`] runs it while a node serves; only PostgreSQL has other nodes.

use crate::{Engine, Store};
use std::time::Duration;

/// What another node said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// The log of a story grew.
    Grown(String),
    /// Words of a node to the others.
    Relayed(String),
    /// Something may have been missed: look at everything.
    All,
}

pub(crate) async fn run(store: &Store, heard: impl Fn(Heard) + Send + Sync) {
    let Engine::Postgres(postgres) = &store.engine else {
        return std::future::pending().await;
    };
    loop {
        match postgres.draft_listener().await {
            Ok(mut listener) => {
                heard(Heard::All);
                loop {
                    match listener.recv().await {
                        Ok(said) if said.channel() == "courant_cursors" => {
                            heard(Heard::Relayed(said.payload().to_owned()));
                        }
                        Ok(said) => {
                            let story = said.payload().split(' ').next().unwrap_or_default();
                            heard(Heard::Grown(story.to_owned()));
                        }
                        Err(error) => {
                            tracing::warn!(%error, "drafts cannot be watched; trying again");
                            break;
                        }
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "drafts cannot be watched; trying again"),
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}
