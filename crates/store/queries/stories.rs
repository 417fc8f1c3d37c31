//! Stories and their revisions: the newsroom's side. Readers' ways out use `live.rs`.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::story::{Revision, Story};

/// A story.
pub async fn by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Story>> {
    sqlx::query_as!(
        Story,
        "SELECT id, number, form, state, working_slug, head, origin, rights, noindex, created_at
         FROM story WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// The newest story with a working slug.
pub async fn by_working_slug(db: &mut Conn, slug: &str) -> sqlx::Result<Option<Story>> {
    sqlx::query_as!(
        Story,
        "SELECT id, number, form, state, working_slug, head, origin, rights, noindex, created_at
         FROM story WHERE working_slug = $1 ORDER BY id DESC LIMIT 1",
        slug
    )
    .fetch_optional(db)
    .await
}

/// The newest story brought in from an address.
pub async fn by_origin(db: &mut Conn, origin: &str) -> sqlx::Result<Option<Story>> {
    sqlx::query_as!(
        Story,
        "SELECT id, number, form, state, working_slug, head, origin, rights, noindex, created_at
         FROM story WHERE origin = $1 ORDER BY id DESC LIMIT 1",
        origin
    )
    .fetch_optional(db)
    .await
}

/// Begins a story.
pub async fn begin(db: &mut Conn, story: &Story) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO story (id, number, form, state, working_slug, head, origin, rights, noindex, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        story.id,
        story.number,
        story.form,
        story.state,
        story.working_slug,
        story.head,
        story.origin,
        story.rights,
        story.noindex,
        story.created_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets state and latest revision.
pub async fn advance(db: &mut Conn, id: &str, state: &str, head: &str) -> sqlx::Result<()> {
    sqlx::query!("UPDATE story SET state = $2, head = $3 WHERE id = $1", id, state, head)
        .execute(db)
        .await?;
    Ok(())
}

/// A revision.
pub async fn revision(db: &mut Conn, id: &str) -> sqlx::Result<Option<Revision>> {
    sqlx::query_as!(
        Revision,
        "SELECT id, story_id, at, actor, headline, short_headline, search_title, share_title, standfirst, document,
                dateline, section_id, kind, picture_id, byline, topics, words
         FROM revision WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// Keeps a revision.
pub async fn keep_revision(db: &mut Conn, revision: &Revision) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO revision (id, story_id, at, actor, headline, short_headline, search_title, share_title,
                               standfirst, document, dateline, section_id, kind, picture_id, byline, topics, words)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        revision.id,
        revision.story_id,
        revision.at,
        revision.actor,
        revision.headline,
        revision.short_headline,
        revision.search_title,
        revision.share_title,
        revision.standfirst,
        revision.document,
        revision.dateline,
        revision.section_id,
        revision.kind,
        revision.picture_id,
        revision.byline,
        revision.topics,
        revision.words
    )
    .execute(db)
    .await?;
    Ok(())
}
