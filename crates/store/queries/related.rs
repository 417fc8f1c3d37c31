//! Which stories go together: chosen by an editor, or worked out from their texts.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::story::Live;
use courant_model::storyline::LiveRelated;

/// What an editor chose to go with a story, in order.
#[crate::boxed]
pub async fn chosen(db: &mut Conn, story: &str) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT related_id FROM story_related WHERE story_id = $1 ORDER BY position",
        story
    )
    .fetch_all(db)
    .await
}

/// Forgets what was chosen.
#[crate::boxed]
pub async fn clear_chosen(db: &mut Conn, story: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM story_related WHERE story_id = $1", story)
        .execute(db)
        .await?;
    Ok(())
}

/// Adds a chosen story.
#[crate::boxed]
pub async fn choose(db: &mut Conn, story: &str, position: i64, related: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO story_related (story_id, position, related_id) VALUES ($1, $2, $3)",
        story,
        position,
        related
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The chosen stories that readers see, in order.
#[crate::boxed]
pub async fn chosen_live(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Live>> {
    sqlx::query_as!(
        Live,
        "SELECT l.story_id, l.number, l.form, l.revision_id, l.path, l.section_id, l.kind, l.headline,
                l.short_headline, l.standfirst, l.picture_id, l.byline, l.words, l.published_at, l.updated_at,
                l.listed, l.noindex, l.changed_at, l.placed_at, l.developing_until, l.retracted_at
         FROM story_related r JOIN live l ON l.story_id = r.related_id
         WHERE r.story_id = $1 AND l.retracted_at IS NULL ORDER BY r.position",
        story
    )
    .fetch_all(db)
    .await
}

/// What was worked out for a story, the nearest first.
#[crate::boxed]
pub async fn worked_out(db: &mut Conn, story: &str) -> sqlx::Result<Vec<LiveRelated>> {
    sqlx::query_as!(
        LiveRelated,
        "SELECT position, related_id, duplicate FROM live_related WHERE story_id = $1 ORDER BY position",
        story
    )
    .fetch_all(db)
    .await
}

/// The stories worked out for a story that readers see, the nearest first.
#[crate::boxed]
pub async fn worked_out_live(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Live>> {
    sqlx::query_as!(
        Live,
        "SELECT l.story_id, l.number, l.form, l.revision_id, l.path, l.section_id, l.kind, l.headline,
                l.short_headline, l.standfirst, l.picture_id, l.byline, l.words, l.published_at, l.updated_at,
                l.listed, l.noindex, l.changed_at, l.placed_at, l.developing_until, l.retracted_at
         FROM live_related r JOIN live l ON l.story_id = r.related_id
         WHERE r.story_id = $1 AND NOT r.duplicate AND l.retracted_at IS NULL ORDER BY r.position",
        story
    )
    .fetch_all(db)
    .await
}

/// Forgets what was worked out for a story.
#[crate::boxed]
pub async fn clear(db: &mut Conn, story: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM live_related WHERE story_id = $1", story)
        .execute(db)
        .await?;
    Ok(())
}

/// Adds what was worked out; nothing where the other story has gone meanwhile.
#[crate::boxed]
pub async fn put(db: &mut Conn, story: &str, related: &LiveRelated) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO live_related (story_id, position, related_id, duplicate)
         SELECT $1, $2, l.story_id, $4 FROM live l WHERE l.story_id = $3
         ON CONFLICT (story_id, position) DO UPDATE SET
             related_id = excluded.related_id, duplicate = excluded.duplicate",
        story,
        related.position,
        related.related_id,
        related.duplicate
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The stories whose list a story stands in.
#[crate::boxed]
pub async fn standing_by(db: &mut Conn, related: &str) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!("SELECT story_id FROM live_related WHERE related_id = $1", related)
        .fetch_all(db)
        .await
}
