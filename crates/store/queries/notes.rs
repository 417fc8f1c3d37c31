//! Notes in the margin of stories, and notices for single accounts.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::note::{Note, Notice};

/// Keeps a note.
#[crate::boxed]
pub async fn add(db: &mut Conn, note: &Note) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO note (id, story_id, parent_id, account_id, at, body, quoted, verb, resolved_by, resolved_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        note.id,
        note.story_id,
        note.parent_id,
        note.account_id,
        note.at,
        note.body,
        note.quoted,
        note.verb,
        note.resolved_by,
        note.resolved_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A note.
#[crate::boxed]
pub async fn by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Note>> {
    sqlx::query_as!(
        Note,
        "SELECT id, story_id, parent_id, account_id, at, body, quoted, verb, resolved_by, resolved_at
         FROM note WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// The notes of a story, oldest first.
#[crate::boxed]
pub async fn of_story(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Note>> {
    sqlx::query_as!(
        Note,
        "SELECT id, story_id, parent_id, account_id, at, body, quoted, verb, resolved_by, resolved_at
         FROM note WHERE story_id = $1 ORDER BY at, id",
        story
    )
    .fetch_all(db)
    .await
}

/// Says who resolved a note and when; nobody, when it is opened again.
#[crate::boxed]
pub async fn resolve(db: &mut Conn, id: &str, by: Option<&str>, at: Option<i64>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE note SET resolved_by = $2, resolved_at = $3 WHERE id = $1",
        id,
        by,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Tells an account of something.
#[crate::boxed]
pub async fn tell(db: &mut Conn, notice: &Notice) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO notice (id, account_id, kind, story_id, note_id, by_account, at, seen_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        notice.id,
        notice.account_id,
        notice.kind,
        notice.story_id,
        notice.note_id,
        notice.by_account,
        notice.at,
        notice.seen_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A notice.
#[crate::boxed]
pub async fn notice(db: &mut Conn, id: &str) -> sqlx::Result<Option<Notice>> {
    sqlx::query_as!(
        Notice,
        "SELECT id, account_id, kind, story_id, note_id, by_account, at, seen_at FROM notice WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// What an account was told and has not seen, oldest first.
#[crate::boxed]
pub async fn unseen(db: &mut Conn, account: &str, limit: i64) -> sqlx::Result<Vec<Notice>> {
    sqlx::query_as!(
        Notice,
        "SELECT id, account_id, kind, story_id, note_id, by_account, at, seen_at
         FROM notice WHERE account_id = $1 AND seen_at IS NULL ORDER BY at, id LIMIT $2",
        account,
        limit
    )
    .fetch_all(db)
    .await
}

/// An account saw what it was told about a story.
#[crate::boxed]
pub async fn see_story(db: &mut Conn, account: &str, story: &str, at: i64) -> sqlx::Result<u64> {
    let seen = sqlx::query!(
        "UPDATE notice SET seen_at = $3 WHERE account_id = $1 AND seen_at IS NULL AND story_id = $2",
        account,
        story,
        at
    )
    .execute(db)
    .await?;
    Ok(seen.rows_affected())
}

/// What was told of one kind about a story no longer matters to anybody: it is taken as seen.
#[crate::boxed]
pub async fn settle(db: &mut Conn, story: &str, kind: &str, at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE notice SET seen_at = $3 WHERE story_id = $1 AND kind = $2 AND seen_at IS NULL",
        story,
        kind,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}
