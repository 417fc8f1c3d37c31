//! Throw-away databases, one a test, on either engine. Used by tests of every crate from here down.
//! PostgreSQL's are made on the server that `COURANT_TEST_POSTGRES` names (`cargo xtask test` starts one).

use crate::{Database, Result, Store};
use sqlx::{Connection, Executor};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Takes away the lock around the ledger's append, to show what it is for.
pub static LEDGER_UNGUARDED: AtomicBool = AtomicBool::new(false);

/// A database that goes with its value.
pub struct Scratch {
    /// How to open it.
    pub database: Database,
    /// An empty folder of its own.
    pub folder: tempfile::TempDir,
}

/// The engines a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// SQLite in a file.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Scratch {
    /// A new empty database; `None` (said on standard error) when PostgreSQL is asked for and none is named.
    ///
    /// # Panics
    /// When the server that is named does not answer: a test that did not run must not pass.
    #[crate::boxed]
    #[expect(clippy::panic, reason = "only tests call it")]
    pub async fn new(on: On) -> Option<Self> {
        let folder = tempfile::tempdir().ok()?;
        let database = match on {
            On::Sqlite => Database::Sqlite(folder.path().join("courant.db")),
            On::Postgres => {
                let Ok(server) = std::env::var("COURANT_TEST_POSTGRES") else {
                    eprintln!("skipped on PostgreSQL: COURANT_TEST_POSTGRES names no server");
                    return None;
                };
                match new_database(&server).await {
                    Ok(database) => Database::Postgres(database),
                    Err(error) => panic!("the PostgreSQL server that COURANT_TEST_POSTGRES names: {error}"),
                }
            }
        };
        Some(Self { database, folder })
    }

    /// Opens it.
    #[crate::boxed]
    pub async fn open(&self) -> Result<Store> {
        Store::open(&self.database).await
    }
}

async fn new_database(server: &str) -> std::result::Result<String, sqlx::Error> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let stamp = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_micros());
    let name = format!(
        "courant_{stamp}_{}_{}",
        std::process::id(),
        COUNT.fetch_add(1, Ordering::SeqCst)
    );
    let mut connection = sqlx::PgConnection::connect(server).await?;
    connection
        .execute(sqlx::AssertSqlSafe(format!(
            "CREATE DATABASE {name} TEMPLATE template0"
        )))
        .await?;
    let (base, query) = server
        .split_once('?')
        .map_or((server, None), |(base, query)| (base, Some(query)));
    let root = base
        .rfind('/')
        .filter(|at| *at > "postgres://".len())
        .map_or(base, |at| base.get(..at).unwrap_or(base));
    Ok(match query {
        Some(query) => format!("{root}/{name}?{query}"),
        None => format!("{root}/{name}"),
    })
}

/// Makes a test of each engine out of one `async fn(Scratch)`: `on_both!(name, claim)`.
#[macro_export]
macro_rules! on_both {
    ($($claim:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $claim() {
                if let Some(scratch) = $crate::scratch::Scratch::new($crate::scratch::On::Sqlite).await {
                    super::$claim(scratch).await;
                }
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $claim() {
                if let Some(scratch) = $crate::scratch::Scratch::new($crate::scratch::On::Postgres).await {
                    super::$claim(scratch).await;
                }
            })+
        }
    };
}
