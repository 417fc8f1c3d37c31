//! PostgreSQL: a pool; writers run under READ COMMITTED, readers see one state.
//! Used by [`crate::Store`] alone.

use crate::tx::{Inner, Tx};
use crate::{Result, StoreError};
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::{ConnectOptions, PgConnection, PgPool};
use std::str::FromStr;
use std::time::Duration;

#[derive(Clone)]
pub(crate) struct Postgres {
    pool: PgPool,
}

impl Postgres {
    pub(crate) async fn open(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|_| StoreError::Address("postgres://…".to_owned()))?
            .statement_cache_capacity(200)
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options)
            .await?;
        courant_store_postgres::MIGRATIONS.run(&pool).await?;
        Ok(Self { pool })
    }

    /// A session of its own that holds the lock of a sole node; the server lets go of it when the session ends.
    pub(crate) async fn sole_session(&self) -> Result<Option<PgConnection>> {
        let mut session = self.pool.connect_options().connect().await?;
        let held = sqlx::query_scalar::<_, bool>("SELECT pg_try_advisory_lock(7162204)")
            .fetch_one(&mut session)
            .await?;
        Ok(held.then_some(session))
    }

    pub(crate) async fn listener(&self) -> Result<PgListener> {
        let mut listener = PgListener::connect_with(&self.pool).await?;
        listener.listen("courant_ledger").await?;
        Ok(listener)
    }

    /// Hears what other nodes say of drafts.
    pub(crate) async fn draft_listener(&self) -> Result<PgListener> {
        let mut listener = PgListener::connect_with(&self.pool).await?;
        listener.listen_all(["courant_draft", "courant_cursors"]).await?;
        Ok(listener)
    }

    pub(crate) async fn read(&self) -> Result<Tx> {
        let tx = self
            .pool
            .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            .await?;
        Ok(Tx::new(Inner::Postgres(tx)))
    }

    pub(crate) async fn write(&self) -> Result<Tx> {
        Ok(Tx::new(Inner::Postgres(self.pool.begin().await?)))
    }
}
