//! The versions of a story as a list, and their names.
//! Included by both engine crates; called through `q!`. One whole revision is `stories::revision`.

use crate::Conn;
use courant_model::shelf::Version;

/// Versions made before a moment and id, newest first.
#[crate::boxed]
pub async fn of_story(db: &mut Conn, story: &str, at: i64, id: &str, limit: i64) -> sqlx::Result<Vec<Version>> {
    sqlx::query_as!(
        Version,
        "SELECT id, at, actor, name, headline, words FROM revision
         WHERE story_id = $1 AND (at < $2 OR (at = $2 AND id < $3))
         ORDER BY at DESC, id DESC LIMIT $4",
        story,
        at,
        id,
        limit
    )
    .fetch_all(db)
    .await
}

/// Calls a version something, or nothing.
#[crate::boxed]
pub async fn name(db: &mut Conn, id: &str, name: &str) -> sqlx::Result<()> {
    sqlx::query!("UPDATE revision SET name = $2 WHERE id = $1", id, name)
        .execute(db)
        .await?;
    Ok(())
}
