//! Hears of entries that other processes wrote. [`crate::Store::watch_ledger`] runs it while a node serves.
//! PostgreSQL notifies; SQLite's `data_version` is looked at; every 50 ms a look is the net under both.

use crate::{Engine, Store, q};
use sqlx::{Connection, SqliteConnection};
use std::time::Duration;

/// The longest time between two looks.
const NET: Duration = Duration::from_millis(50);

pub(crate) async fn run(store: &Store, seen: impl Fn() + Send + Sync) {
    loop {
        let outcome = match &store.engine {
            Engine::Sqlite(sqlite) => match sqlite.watcher().await {
                Ok(connection) => watch_sqlite(store, connection, &seen).await,
                Err(error) => Err(error),
            },
            Engine::Postgres(postgres) => watch_postgres(store, postgres, &seen).await,
        };
        if let Err(error) = outcome {
            tracing::warn!(%error, "the ledger cannot be watched; trying again");
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

async fn watch_sqlite(store: &Store, mut connection: SqliteConnection, seen: &impl Fn()) -> crate::Result<()> {
    let mut version = 0;
    loop {
        let now = match courant_store_sqlite::only::data_version(&mut connection).await {
            Ok(now) => now,
            Err(error) => {
                let _ = connection.close().await;
                return Err(error.into());
            }
        };
        if now != version {
            version = now;
            note(store, courant_store_sqlite::ledger::last(&mut connection).await?);
        }
        seen();
        tokio::time::sleep(NET).await;
    }
}

async fn watch_postgres(store: &Store, postgres: &crate::postgres::Postgres, seen: &impl Fn()) -> crate::Result<()> {
    let mut listener = postgres.listener().await?;
    loop {
        let last = {
            let mut tx = store.read().await?;
            q!(tx, ledger::last())?
        };
        note(store, last);
        seen();
        // A notification or the net, whichever comes first.
        if let Ok(heard) = tokio::time::timeout(NET, listener.recv()).await {
            heard?;
        }
    }
}

fn note(store: &Store, last: i64) {
    store.grown.send_if_modified(|known| {
        let newer = last > *known;
        *known = last.max(*known);
        newer
    });
}
