//! SQLite: one writing connection whose waiting commands share a commit, and a pool of readers.
//! Used by [`crate::Store`] alone; other processes may write beside it.

use crate::tx::{Inner, Tx};
use crate::{Result, StoreError};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Executor, SqliteConnection, SqlitePool};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard, watch};

/// At most so many commands share one commit.
const MOST_IN_A_COMMIT: usize = 64;

pub(crate) struct Sqlite {
    readers: SqlitePool,
    writer: Arc<Mutex<Writer>>,
    waiting: Arc<AtomicUsize>,
    options: SqliteConnectOptions,
}

struct Writer {
    connection: SqliteConnection,
    /// The commit that the open transaction will end with; `None` when none is open.
    group: Option<Group>,
    /// A command was dropped in the middle: its savepoint must be rolled back before anything else.
    abandoned: bool,
}

struct Group {
    size: usize,
    done: watch::Sender<Option<bool>>,
}

impl Sqlite {
    pub(crate) async fn open(path: &Path) -> Result<Self> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| StoreError::File {
                path: folder.to_owned(),
                error,
            })?;
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(20))
            .statement_cache_capacity(200)
            .disable_statement_logging();
        let mut connection = options.connect().await?;
        courant_store_sqlite::MIGRATIONS
            .run_direct(None, &mut connection, false)
            .await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(8)
            .min_connections(0)
            .idle_timeout(Duration::from_mins(1))
            .connect_lazy_with(options.clone().pragma("query_only", "ON"));
        let writer = Writer {
            connection,
            group: None,
            abandoned: false,
        };
        Ok(Self {
            readers,
            writer: Arc::new(Mutex::new(writer)),
            waiting: Arc::default(),
            options,
        })
    }

    /// A connection of its own, to look at `data_version`.
    pub(crate) async fn watcher(&self) -> Result<SqliteConnection> {
        Ok(self.options.connect().await?)
    }

    pub(crate) async fn read(&self) -> Result<Tx> {
        Ok(Tx::new(Inner::SqliteRead(self.readers.begin().await?)))
    }

    pub(crate) async fn write(&self) -> Result<Tx> {
        let mut guard = {
            let _in_line = InLine::join(&self.waiting);
            self.writer.clone().lock_owned().await
        };
        let writer = &mut *guard;
        writer.clear_abandoned().await?;
        if writer.group.is_none() {
            writer.connection.execute("BEGIN IMMEDIATE").await?;
            writer.group = Some(Group {
                size: 0,
                done: watch::Sender::new(None),
            });
        }
        // From here on a drop of this future leaves a savepoint that the next command rolls back.
        writer.abandoned = true;
        if let Err(error) = writer.connection.execute("SAVEPOINT command").await {
            writer.abandoned = false;
            writer.fail().await;
            return Err(error.into());
        }
        let alarm = Alarm {
            armed: true,
            writer: self.writer.clone(),
            waiting: self.waiting.clone(),
        };
        Ok(Tx::new(Inner::SqliteWrite(WriteTx { guard, alarm })))
    }
}

impl Writer {
    /// Rolls back what a dropped command left behind; the commands before it in the group stay.
    async fn clear_abandoned(&mut self) -> Result<()> {
        if !std::mem::take(&mut self.abandoned) {
            return Ok(());
        }
        let undone = async {
            self.connection.execute("ROLLBACK TO command").await?;
            self.connection.execute("RELEASE command").await
        };
        if let Err(error) = undone.await {
            tracing::error!(%error, "a dropped command could not be rolled back alone; its whole group is");
            self.fail().await;
        }
        Ok(())
    }

    /// Rolls back the whole group and tells its commands.
    async fn fail(&mut self) {
        // SQLite may have rolled back by itself (disk full); then this statement fails, and nothing is lost by it.
        let _ = self.connection.execute("ROLLBACK").await;
        if let Some(group) = self.group.take() {
            group.done.send_replace(Some(false));
        }
    }

    /// Commits the group and tells its commands.
    async fn commit(&mut self) -> Result<()> {
        let Some(group) = self.group.take() else { return Ok(()) };
        match self.connection.execute("COMMIT").await {
            Ok(_) => {
                group.done.send_replace(Some(true));
                Ok(())
            }
            Err(error) => {
                let _ = self.connection.execute("ROLLBACK").await;
                group.done.send_replace(Some(false));
                Err(error.into())
            }
        }
    }
}

/// Counts those who wait for the writer, also when they stop waiting.
struct InLine(Arc<AtomicUsize>);

impl InLine {
    fn join(line: &Arc<AtomicUsize>) -> Self {
        line.fetch_add(1, Ordering::SeqCst);
        Self(line.clone())
    }
}

impl Drop for InLine {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A command's share of the writing transaction.
pub(crate) struct WriteTx {
    // Dropped before the alarm, whose task waits for the lock that this holds.
    guard: OwnedMutexGuard<Writer>,
    alarm: Alarm,
}

impl WriteTx {
    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.guard.connection
    }

    /// Ends the command: commits now, or leaves the commit to those who wait and returns when they have made it.
    pub(crate) async fn commit(self) -> Result<()> {
        let Self { mut guard, mut alarm } = self;
        if let Err(error) = guard.connection.execute("RELEASE command").await {
            guard.abandoned = false;
            guard.fail().await;
            return Err(error.into());
        }
        guard.abandoned = false;
        let Some(group) = guard.group.as_mut() else {
            return Ok(());
        };
        group.size += 1;
        if alarm.waiting.load(Ordering::SeqCst) == 0 || group.size >= MOST_IN_A_COMMIT {
            let committed = guard.commit().await;
            alarm.armed = false;
            return committed;
        }
        let done = group.done.subscribe();
        alarm.armed = false;
        drop(guard);
        // A task of its own, so that the commit is made even when the caller stops waiting for it.
        match tokio::spawn(settle(alarm.writer.clone(), done)).await {
            Ok(true) => Ok(()),
            _ => Err(StoreError::Unreadable(
                "the commit failed; nothing of it was kept".to_owned(),
            )),
        }
    }
}

/// Waits for the group's commit, or makes it when everybody who was in line has gone by without doing so.
async fn settle(writer: Arc<Mutex<Writer>>, mut done: watch::Receiver<Option<bool>>) -> bool {
    let told = done.clone();
    let guard = tokio::select! {
        biased;
        _ = done.changed() => None,
        guard = writer.lock() => Some(guard),
    };
    if let Some(mut guard) = guard.filter(|_| told.borrow().is_none()) {
        let _ = guard.clear_abandoned().await;
        let _ = guard.commit().await;
    }
    *told.borrow() == Some(true)
}

/// Gives back the database's write lock when a command is dropped without commit: other processes wait for it too.
struct Alarm {
    armed: bool,
    writer: Arc<Mutex<Writer>>,
    waiting: Arc<AtomicUsize>,
}

impl Drop for Alarm {
    fn drop(&mut self) {
        if !self.armed {
            return;
        }
        let writer = self.writer.clone();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let mut guard = writer.lock().await;
                let _ = guard.clear_abandoned().await;
                if guard.group.as_ref().is_some_and(|group| group.size == 0) {
                    guard.fail().await;
                }
            });
        }
    }
}
