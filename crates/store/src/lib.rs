//! Everything that is kept: rows in SQLite or PostgreSQL, blobs in a folder or a bucket, and the keys to what is sealed.
//! The newsroom's commands write through [`Tx`]; the site reads through it; nobody else knows which engine runs.

pub mod blobs;
pub mod carry;
pub mod draft_watch;
pub mod keys;
mod ledger_watch;
mod postgres;
#[cfg(feature = "scratch")]
pub mod scratch;
mod sqlite;
pub mod tx;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::watch;

/// On an async function: its future comes in a box, so that its body is compiled in this crate, once, and not again in
/// every crate that awaits it.
pub(crate) use async_recursion::async_recursion as boxed;

pub use tx::Tx;

#[doc(hidden)]
pub use {courant_store_postgres, courant_store_sqlite};

/// What can go wrong below the newsroom's rules.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database said no.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database's schema: {0}")]
    Schema(#[from] sqlx::migrate::MigrateError),
    /// A blob could not be read or written.
    #[error("the blob store: {0}")]
    Blobs(#[from] object_store::Error),
    /// A file of the data folder could not be read or written.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// A sealed value or a key is not what it should be.
    #[error("{0}")]
    Sealed(&'static str),
    /// Kept text that cannot be read back.
    #[error("a kept row cannot be read: {0}")]
    Unreadable(String),
    /// The database's address cannot be understood.
    #[error("database address {0:?}: say sqlite:PATH or postgres://USER@HOST/NAME")]
    Address(String),
}

/// Short for results of this crate.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Where the rows are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Database {
    /// A file.
    Sqlite(PathBuf),
    /// A server, by URL.
    Postgres(String),
}

impl Database {
    /// Reads `sqlite:PATH`, `postgres://…` or `postgresql://…`.
    pub fn parse(text: &str) -> Result<Self> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        match text.strip_prefix("sqlite:") {
            Some(path) if !path.trim_start_matches("//").is_empty() => Ok(Self::Sqlite(
                Path::new(path.strip_prefix("//").unwrap_or(path)).to_owned(),
            )),
            _ => Err(StoreError::Address(text.to_owned())),
        }
    }
}

/// The store of one paper. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
    grown: Arc<watch::Sender<i64>>,
}

#[derive(Clone)]
enum Engine {
    Sqlite(Arc<sqlite::Sqlite>),
    Postgres(postgres::Postgres),
}

impl Store {
    /// Opens the database, makes it when it is not there (SQLite), and brings its schema up to date.
    #[crate::boxed]
    pub async fn open(database: &Database) -> Result<Self> {
        let engine = match database {
            Database::Sqlite(path) => Engine::Sqlite(Arc::new(sqlite::Sqlite::open(path).await?)),
            Database::Postgres(url) => Engine::Postgres(postgres::Postgres::open(url).await?),
        };
        let store = Self {
            engine,
            grown: Arc::new(watch::Sender::new(0)),
        };
        let last = {
            let mut tx = store.read().await?;
            q!(tx, ledger::last())?
        };
        store.grown.send_replace(last);
        Ok(store)
    }

    /// `sqlite` or `postgres`.
    pub fn engine(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite(_) => "sqlite",
            Engine::Postgres(_) => "postgres",
        }
    }

    /// Begins a transaction that reads one state of everything.
    #[crate::boxed]
    pub async fn read(&self) -> Result<Tx> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.read().await,
            Engine::Postgres(postgres) => postgres.read().await,
        }
    }

    /// Begins a transaction that may write. Dropped without [`Tx::commit`], it leaves no trace.
    #[crate::boxed]
    pub async fn write(&self) -> Result<Tx> {
        let mut tx = match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.write().await?,
            Engine::Postgres(postgres) => postgres.write().await?,
        };
        tx.tell(self.grown.clone());
        Ok(tx)
    }

    /// Takes the right to be the only node that serves this store, until the value is dropped; `None` when another
    /// node has it. On SQLite the lock of the data folder already says so.
    #[crate::boxed]
    pub async fn sole_node(&self) -> Result<Option<SoleNode>> {
        match &self.engine {
            Engine::Sqlite(_) => Ok(Some(SoleNode { _session: None })),
            Engine::Postgres(postgres) => Ok(postgres.sole_session().await?.map(|session| SoleNode {
                _session: Some(session),
            })),
        }
    }

    /// The last place of the ledger that this process knows of; changes wake the receiver.
    pub fn grown(&self) -> watch::Receiver<i64> {
        self.grown.subscribe()
    }

    /// Watches for entries of other processes until the future is dropped, so that [`Store::grown`] tells of them
    /// too: `LISTEN` on PostgreSQL, `data_version` on SQLite, and a look every 50 ms as a net. `seen` is called after
    /// each successful look, so that a node knows how fresh its knowledge is.
    pub async fn watch_ledger(&self, seen: impl Fn() + Send + Sync) {
        ledger_watch::run(self, seen).await;
    }

    /// Hears what other nodes say of drafts, until the future is dropped. On SQLite there are none to hear.
    pub async fn watch_drafts(&self, heard: impl Fn(draft_watch::Heard) + Send + Sync) {
        draft_watch::run(self, heard).await;
    }
}

/// Held by a node that must be the only one; see [`Store::sole_node`].
#[derive(Debug)]
pub struct SoleNode {
    _session: Option<sqlx::PgConnection>,
}

/// Runs a query of `store/queries` on whichever engine the transaction has: `q!(tx, stories::by_id(&id))?`.
#[macro_export]
macro_rules! q {
    ($tx:expr, $room:ident :: $query:ident ( $($argument:expr),* $(,)? )) => {
        match $tx.connection() {
            $crate::tx::Connection::Sqlite(db) => {
                $crate::courant_store_sqlite::$room::$query(db, $($argument),*).await
            }
            $crate::tx::Connection::Postgres(db) => {
                $crate::courant_store_postgres::$room::$query(db, $($argument),*).await
            }
        }
        .map_err($crate::StoreError::from)
    };
}
