//! The logs of drafts, refused updates and presence.
//! Included by both engine crates; called through `q!` by `newsroom::drafts` and its rooms.

use crate::Conn;
use courant_model::draft::{Log, LogUpdate, Present};

/// Where a story's log stands; `None` when nobody ever opened it for editing.
#[crate::boxed]
pub async fn log(db: &mut Conn, story_id: &str) -> sqlx::Result<Option<Log>> {
    sqlx::query_as!(
        Log,
        "SELECT story_id, epoch, last_seq, settled_seq, compacted_to, snapshot, suggestions, words, writer, written_at
         FROM draft WHERE story_id = $1",
        story_id
    )
    .fetch_optional(db)
    .await
}

/// Takes the log's row until the transaction ends, so that no other writer gets a place meanwhile. Says whether
/// there is one.
#[crate::boxed]
pub async fn hold(db: &mut Conn, story_id: &str) -> sqlx::Result<bool> {
    let held = sqlx::query!("UPDATE draft SET last_seq = last_seq WHERE story_id = $1", story_id)
        .execute(db)
        .await?;
    Ok(held.rows_affected() > 0)
}

/// Begins a log, unless another node was faster.
#[crate::boxed]
pub async fn seed(db: &mut Conn, log: &Log) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO draft (story_id, epoch, last_seq, settled_seq, compacted_to, snapshot, suggestions, words, writer,
                            written_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (story_id) DO NOTHING",
        log.story_id,
        log.epoch,
        log.last_seq,
        log.settled_seq,
        log.compacted_to,
        log.snapshot,
        log.suggestions,
        log.words,
        log.writer,
        log.written_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives the next place of a log and notes who wrote; `None` when the log was made anew meanwhile.
#[crate::boxed]
pub async fn next_place(
    db: &mut Conn,
    story_id: &str,
    epoch: &str,
    writer: &str,
    at: i64,
    words: i64,
    suggestions: i64,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        r#"UPDATE draft SET last_seq = last_seq + 1, writer = $3, written_at = $4, words = $5, suggestions = $6
           WHERE story_id = $1 AND epoch = $2 RETURNING last_seq AS "seq!""#,
        story_id,
        epoch,
        writer,
        at,
        words,
        suggestions
    )
    .fetch_optional(db)
    .await
}

/// Keeps an update at its place.
#[crate::boxed]
pub async fn keep(db: &mut Conn, story_id: &str, update: &LogUpdate) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO draft_update (story_id, seq, at, writer, bytes) VALUES ($1, $2, $3, $4, $5)",
        story_id,
        update.seq,
        update.at,
        update.writer,
        update.bytes
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The updates after a place, in order.
#[crate::boxed]
pub async fn after(db: &mut Conn, story_id: &str, seq: i64, limit: i64) -> sqlx::Result<Vec<LogUpdate>> {
    sqlx::query_as!(
        LogUpdate,
        "SELECT seq, at, writer, bytes FROM draft_update WHERE story_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        story_id,
        seq,
        limit
    )
    .fetch_all(db)
    .await
}

/// Epoch and last place of a log, without its bytes.
#[crate::boxed]
pub async fn place(db: &mut Conn, story_id: &str) -> sqlx::Result<Option<(String, i64)>> {
    let row = sqlx::query!("SELECT epoch, last_seq FROM draft WHERE story_id = $1", story_id)
        .fetch_optional(db)
        .await?;
    Ok(row.map(|row| (row.epoch, row.last_seq)))
}

/// The head says what the log says up to a place.
#[crate::boxed]
pub async fn settled(db: &mut Conn, story_id: &str, seq: i64) -> sqlx::Result<()> {
    sqlx::query!("UPDATE draft SET settled_seq = $2 WHERE story_id = $1", story_id, seq)
        .execute(db)
        .await?;
    Ok(())
}

/// Open suggestions of a draft; `None` without a log.
#[crate::boxed]
pub async fn suggestions(db: &mut Conn, story_id: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!("SELECT suggestions FROM draft WHERE story_id = $1", story_id)
        .fetch_optional(db)
        .await
}

/// Puts one snapshot in the place of many updates, unless a newer one stands or the log was made anew.
#[crate::boxed]
pub async fn compact(db: &mut Conn, story_id: &str, epoch: &str, to: i64, snapshot: &[u8]) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE draft SET compacted_to = $3, snapshot = $4
         WHERE story_id = $1 AND epoch = $2 AND compacted_to < $3 AND last_seq >= $3",
        story_id,
        epoch,
        to,
        snapshot
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Drops the rows that the snapshot holds and that are older than a moment.
#[crate::boxed]
pub async fn drop_compacted(db: &mut Conn, story_id: &str, before: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM draft_update
         WHERE story_id = $1 AND at < $2 AND seq <= (SELECT compacted_to FROM draft WHERE draft.story_id = $1)",
        story_id,
        before
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Drops a log with all its rows, refused ones too.
#[crate::boxed]
pub async fn forget(db: &mut Conn, story_id: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM draft_update WHERE story_id = $1", story_id)
        .execute(&mut *db)
        .await?;
    sqlx::query!("DELETE FROM draft_refused WHERE story_id = $1", story_id)
        .execute(&mut *db)
        .await?;
    sqlx::query!("DELETE FROM draft WHERE story_id = $1", story_id)
        .execute(&mut *db)
        .await?;
    Ok(())
}

/// Keeps an update that broke the schema.
#[expect(clippy::too_many_arguments, reason = "one a column")]
#[crate::boxed]
pub async fn keep_refused(
    db: &mut Conn,
    id: &str,
    story_id: &str,
    epoch: &str,
    at: i64,
    writer: &str,
    problem: &str,
    bytes: &[u8],
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO draft_refused (id, story_id, epoch, at, writer, problem, bytes) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        id,
        story_id,
        epoch,
        at,
        writer,
        problem,
        bytes
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How many updates of a story were refused.
#[crate::boxed]
pub async fn refused(db: &mut Conn, story_id: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT COUNT(*) AS "n!: i64" FROM draft_refused WHERE story_id = $1"#,
        story_id
    )
    .fetch_one(db)
    .await
}

/// Says that somebody is at a draft until a moment.
#[crate::boxed]
pub async fn come(
    db: &mut Conn,
    story_id: &str,
    client: &str,
    account: &str,
    name: &str,
    until: i64,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO presence (story_id, client, account, name, until) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (story_id, client) DO UPDATE SET name = $4, until = $5",
        story_id,
        client,
        account,
        name,
        until
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Says that they left.
#[crate::boxed]
pub async fn leave(db: &mut Conn, story_id: &str, client: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM presence WHERE story_id = $1 AND client = $2",
        story_id,
        client
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets those whose time is over.
#[crate::boxed]
pub async fn forget_absent(db: &mut Conn, now: i64) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM presence WHERE until <= $1", now)
        .execute(db)
        .await?;
    Ok(())
}

/// Who is at which draft now, each person once a story.
#[crate::boxed]
pub async fn present(db: &mut Conn, now: i64) -> sqlx::Result<Vec<Present>> {
    sqlx::query_as!(
        Present,
        "SELECT story_id, account, name FROM presence WHERE until > $1
         GROUP BY story_id, account, name ORDER BY story_id, name, account",
        now
    )
    .fetch_all(db)
    .await
}
