//! Keys that show a draft to somebody without an account; kept as keyed hashes.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::story::Preview;

/// Keeps a key's hash.
#[crate::boxed]
pub async fn add(db: &mut Conn, preview: &Preview, mac: &[u8]) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO preview (id, story_id, mac, made_by, made_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
        preview.id,
        preview.story_id,
        mac,
        preview.made_by,
        preview.made_at,
        preview.expires_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether a key opens a story at a moment.
#[crate::boxed]
pub async fn opens(db: &mut Conn, story: &str, mac: &[u8], now: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM preview WHERE story_id = $1 AND mac = $2 AND expires_at > $3) AS "e!: bool""#,
        story,
        mac,
        now
    )
    .fetch_one(db)
    .await
}

/// Keys of a story that still open, newest first.
#[crate::boxed]
pub async fn of_story(db: &mut Conn, story: &str, now: i64) -> sqlx::Result<Vec<Preview>> {
    sqlx::query_as!(
        Preview,
        "SELECT id, story_id, made_by, made_at, expires_at FROM preview
         WHERE story_id = $1 AND expires_at > $2 ORDER BY made_at DESC, id DESC",
        story,
        now
    )
    .fetch_all(db)
    .await
}

/// Takes every key of a story back, and forgets those that have run out.
#[crate::boxed]
pub async fn revoke(db: &mut Conn, story: &str, now: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM preview WHERE story_id = $1 OR expires_at <= $2",
        story,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}
