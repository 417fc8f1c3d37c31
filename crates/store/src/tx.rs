//! A transaction on either engine, and the entries it will append to the ledger as its last statement.
//! Commands take one from their caller; `q!` runs queries on it.

use crate::{Result, q};
use courant_model::actor::Actor;
use courant_model::entry::{Entry, Thing};
use courant_model::time::Micros;
use sqlx::{PgConnection, SqliteConnection};
use std::sync::Arc;
use tokio::sync::watch;

/// The connection under a transaction, for `q!`.
pub enum Connection<'t> {
    /// SQLite's.
    Sqlite(&'t mut SqliteConnection),
    /// PostgreSQL's.
    Postgres(&'t mut PgConnection),
}

pub(crate) enum Inner {
    SqliteRead(sqlx::Transaction<'static, sqlx::Sqlite>),
    SqliteWrite(crate::sqlite::WriteTx),
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

/// A transaction.
pub struct Tx {
    pub(crate) inner: Inner,
    entries: Vec<Entry>,
    grown: Option<Arc<watch::Sender<i64>>>,
}

impl Tx {
    pub(crate) fn new(inner: Inner) -> Self {
        Self {
            inner,
            entries: Vec::new(),
            grown: None,
        }
    }

    pub(crate) fn tell(&mut self, grown: Arc<watch::Sender<i64>>) {
        self.grown = Some(grown);
    }

    /// The connection; used by `q!`.
    pub fn connection(&mut self) -> Connection<'_> {
        match &mut self.inner {
            Inner::SqliteRead(tx) => Connection::Sqlite(&mut *tx),
            Inner::SqliteWrite(tx) => Connection::Sqlite(tx.connection()),
            Inner::Postgres(tx) => Connection::Postgres(&mut *tx),
        }
    }

    /// Notes an entry for the ledger; it is appended when the transaction commits. The same act on the same thing
    /// is noted once.
    pub fn enter(&mut self, at: Micros, actor: &Actor, act: &str, thing: &Thing) {
        let entry = Entry {
            seq: 0,
            at,
            actor: actor.to_string(),
            act: act.to_owned(),
            thing: thing.to_string(),
        };
        if !self.entries.contains(&entry) {
            self.entries.push(entry);
        }
    }

    /// Appends the entries and commits. Returns the place of its last entry (0 when it has none). When this
    /// returns, the change survives a power cut, and this process's followers have been woken.
    #[crate::boxed]
    pub async fn commit(mut self) -> Result<i64> {
        let seq = if self.entries.is_empty() {
            0
        } else {
            self.append().await?
        };
        match self.inner {
            Inner::SqliteRead(_) => {}
            Inner::SqliteWrite(tx) => tx.commit().await?,
            Inner::Postgres(tx) => tx.commit().await?,
        }
        if let Some(grown) = self.grown.take().filter(|_| seq > 0) {
            grown.send_if_modified(|known| {
                let newer = seq > *known;
                *known = seq.max(*known);
                newer
            });
        }
        Ok(seq)
    }

    async fn append(&mut self) -> Result<i64> {
        if ledger_is_guarded() {
            q!(self, only::hold_ledger())?;
        }
        let mut seq = q!(self, ledger::last())?;
        let mut entries = std::mem::take(&mut self.entries);
        for entry in &mut entries {
            seq += 1;
            entry.seq = seq;
        }
        q!(self, only::write_entries(&entries))?;
        q!(self, only::announce())?;
        Ok(seq)
    }
}

/// The lock around the append; a test may take it away to show what it is for.
fn ledger_is_guarded() -> bool {
    #[cfg(feature = "scratch")]
    return !crate::scratch::LEDGER_UNGUARDED.load(std::sync::atomic::Ordering::SeqCst);
    #[cfg(not(feature = "scratch"))]
    true
}
