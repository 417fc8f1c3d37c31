//! The ledger and the cursors of those who follow it. Appending is in each engine's `only.rs`.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::entry::Entry;

/// Entries after a place, in order.
#[crate::boxed]
pub async fn after(db: &mut Conn, seq: i64, limit: i64) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as!(
        Entry,
        "SELECT seq, at, actor, act, thing FROM ledger WHERE seq > $1 ORDER BY seq LIMIT $2",
        seq,
        limit
    )
    .fetch_all(db)
    .await
}

/// The place of the last entry; 0 when there is none.
#[crate::boxed]
pub async fn last(db: &mut Conn) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"SELECT CAST(COALESCE(max(seq), 0) AS BIGINT) AS "seq!" FROM ledger"#)
        .fetch_one(db)
        .await
}

/// When the last entry was made; `None` when there is none.
#[crate::boxed]
pub async fn last_at(db: &mut Conn) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!("SELECT at FROM ledger ORDER BY seq DESC LIMIT 1")
        .fetch_optional(db)
        .await
}

/// The last entry about a thing, as [`courant_model::entry::Thing`] prints itself.
#[crate::boxed]
pub async fn last_about(db: &mut Conn, thing: &str) -> sqlx::Result<Option<Entry>> {
    sqlx::query_as!(
        Entry,
        "SELECT seq, at, actor, act, thing FROM ledger WHERE thing = $1 ORDER BY seq DESC LIMIT 1",
        thing
    )
    .fetch_optional(db)
    .await
}

/// Entries about a thing before a place, newest first.
#[crate::boxed]
pub async fn about(db: &mut Conn, thing: &str, before: i64, limit: i64) -> sqlx::Result<Vec<Entry>> {
    sqlx::query_as!(
        Entry,
        "SELECT seq, at, actor, act, thing FROM ledger WHERE thing = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3",
        thing,
        before,
        limit
    )
    .fetch_all(db)
    .await
}

/// How far a follower has read; `None` when it never did.
#[crate::boxed]
pub async fn cursor(db: &mut Conn, follower: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!("SELECT seq FROM follower WHERE name = $1", follower)
        .fetch_optional(db)
        .await
}

/// Notes how far a follower has read.
#[crate::boxed]
pub async fn set_cursor(db: &mut Conn, follower: &str, seq: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO follower (name, seq) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET seq = excluded.seq",
        follower,
        seq
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How far a follower has read, held until the transaction ends: no other node reads on meanwhile.
#[crate::boxed]
pub async fn hold_cursor(db: &mut Conn, follower: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        r#"UPDATE follower SET seq = seq WHERE name = $1 RETURNING seq AS "seq!""#,
        follower
    )
    .fetch_optional(db)
    .await
}
