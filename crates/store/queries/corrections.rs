//! Corrections and clarifications of live stories.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::term::Correction;

/// Corrections of a story, oldest first.
#[crate::boxed]
pub async fn of_story(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Correction>> {
    sqlx::query_as!(
        Correction,
        "SELECT id, story_id, kind, at, wrong, correct, grave FROM correction WHERE story_id = $1 ORDER BY at, id",
        story
    )
    .fetch_all(db)
    .await
}

/// Corrections of all live stories, newest first.
#[crate::boxed]
pub async fn latest(db: &mut Conn, limit: i64, offset: i64) -> sqlx::Result<Vec<Correction>> {
    sqlx::query_as!(
        Correction,
        "SELECT c.id, c.story_id, c.kind, c.at, c.wrong, c.correct, c.grave
         FROM correction c JOIN live l ON l.story_id = c.story_id
         ORDER BY c.at DESC, c.id DESC LIMIT $1 OFFSET $2",
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many corrections of live stories there are.
#[crate::boxed]
pub async fn count(db: &mut Conn) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(count(*) AS BIGINT) AS "n!" FROM correction c JOIN live l ON l.story_id = c.story_id"#
    )
    .fetch_one(db)
    .await
}

/// Keeps a correction.
#[crate::boxed]
pub async fn add(db: &mut Conn, correction: &Correction) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO correction (id, story_id, kind, at, wrong, correct, grave) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        correction.id,
        correction.story_id,
        correction.kind,
        correction.at,
        correction.wrong,
        correction.correct,
        correction.grave
    )
    .execute(db)
    .await?;
    Ok(())
}
