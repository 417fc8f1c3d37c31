//! What was done to stories beyond their text: acts, embargoes, who has read them, who wrote them.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::story::{StoryAct, Writing};

/// Keeps an act.
pub async fn keep(db: &mut Conn, act: &StoryAct) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO story_act (id, story_id, kind, at, actor, revision_id, note) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        act.id,
        act.story_id,
        act.kind,
        act.at,
        act.actor,
        act.revision_id,
        act.note
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Acts on a story, oldest first.
pub async fn of_story(db: &mut Conn, story: &str) -> sqlx::Result<Vec<StoryAct>> {
    sqlx::query_as!(
        StoryAct,
        "SELECT id, story_id, kind, at, actor, revision_id, note FROM story_act WHERE story_id = $1 ORDER BY at, id",
        story
    )
    .fetch_all(db)
    .await
}

/// Sets or lifts an embargo.
pub async fn set_embargo(db: &mut Conn, story: &str, until: Option<i64>, local: &str, at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE story SET embargo_until = $2, embargo_local = $3, changed_at = $4 WHERE id = $1",
        story,
        until,
        local,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Puts a story on the list of what is still to be read, or takes it off.
pub async fn set_unread(db: &mut Conn, story: &str, since: Option<i64>, at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE story SET unread_since = $2, changed_at = $3 WHERE id = $1",
        story,
        since,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ids of stories that are still to be read by a second person, longest waiting first.
pub async fn to_be_read(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT id FROM story WHERE unread_since IS NOT NULL ORDER BY unread_since, id LIMIT $1",
        limit
    )
    .fetch_all(db)
    .await
}

/// Asks engines to leave a story out, or no longer.
pub async fn set_noindex(db: &mut Conn, story: &str, noindex: bool, at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE story SET noindex = $2, changed_at = $3 WHERE id = $1",
        story,
        noindex,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Who made the revisions of a story and with how many words, oldest first.
pub async fn writing(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Writing>> {
    sqlx::query_as!(
        Writing,
        "SELECT actor, words FROM revision WHERE story_id = $1 ORDER BY at, id",
        story
    )
    .fetch_all(db)
    .await
}
