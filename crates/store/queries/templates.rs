//! What the desk begins stories with and puts into them: story templates, and shared background.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::template::{Background, Template};

/// All templates, by name.
#[crate::boxed]
pub async fn all(db: &mut Conn) -> sqlx::Result<Vec<Template>> {
    sqlx::query_as!(
        Template,
        "SELECT id, name, kind, headline, standfirst, document, brief, planned_words, changed_at
         FROM story_template ORDER BY name"
    )
    .fetch_all(db)
    .await
}

/// A template.
#[crate::boxed]
pub async fn by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Template>> {
    sqlx::query_as!(
        Template,
        "SELECT id, name, kind, headline, standfirst, document, brief, planned_words, changed_at
         FROM story_template WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// Keeps a template, new or changed.
#[crate::boxed]
pub async fn put(db: &mut Conn, template: &Template) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO story_template (id, name, kind, headline, standfirst, document, brief, planned_words, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (id) DO UPDATE SET
             name = excluded.name, kind = excluded.kind, headline = excluded.headline,
             standfirst = excluded.standfirst, document = excluded.document, brief = excluded.brief,
             planned_words = excluded.planned_words, changed_at = excluded.changed_at",
        template.id,
        template.name,
        template.kind,
        template.headline,
        template.standfirst,
        template.document,
        template.brief,
        template.planned_words,
        template.changed_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a template away.
#[crate::boxed]
pub async fn remove(db: &mut Conn, id: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM story_template WHERE id = $1", id)
        .execute(db)
        .await?;
    Ok(())
}

/// All background, by name.
#[crate::boxed]
pub async fn background(db: &mut Conn) -> sqlx::Result<Vec<Background>> {
    sqlx::query_as!(
        Background,
        "SELECT id, name, document, owner, review_at, changed_at FROM background ORDER BY name"
    )
    .fetch_all(db)
    .await
}

/// One background.
#[crate::boxed]
pub async fn background_by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Background>> {
    sqlx::query_as!(
        Background,
        "SELECT id, name, document, owner, review_at, changed_at FROM background WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// Background that an account is to look at again by now.
#[crate::boxed]
pub async fn to_review(db: &mut Conn, owner: &str, now: i64) -> sqlx::Result<Vec<Background>> {
    sqlx::query_as!(
        Background,
        "SELECT id, name, document, owner, review_at, changed_at FROM background
         WHERE owner = $1 AND review_at <= $2 ORDER BY review_at, id",
        owner,
        now
    )
    .fetch_all(db)
    .await
}

/// Keeps background, new or changed.
#[crate::boxed]
pub async fn put_background(db: &mut Conn, background: &Background) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO background (id, name, document, owner, review_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO UPDATE SET
             name = excluded.name, document = excluded.document, owner = excluded.owner,
             review_at = excluded.review_at, changed_at = excluded.changed_at",
        background.id,
        background.name,
        background.document,
        background.owner,
        background.review_at,
        background.changed_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes background away.
#[crate::boxed]
pub async fn remove_background(db: &mut Conn, id: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM background WHERE id = $1", id)
        .execute(db)
        .await?;
    Ok(())
}
