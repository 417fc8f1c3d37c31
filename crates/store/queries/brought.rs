//! What was brought in from another system, by its number or name there.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::brought::Brought;

/// What stands here for an item of another system.
#[crate::boxed]
pub async fn of(db: &mut Conn, source: &str, kind: &str, outside: &str) -> sqlx::Result<Option<Brought>> {
    sqlx::query_as!(
        Brought,
        "SELECT source, kind, outside, target, revision_id, print, at FROM brought
         WHERE source = $1 AND kind = $2 AND outside = $3",
        source,
        kind,
        outside
    )
    .fetch_optional(db)
    .await
}

/// What stands here for an item of any system, by its number there; that which came last.
#[crate::boxed]
pub async fn anywhere(db: &mut Conn, kind: &str, outside: &str) -> sqlx::Result<Option<Brought>> {
    sqlx::query_as!(
        Brought,
        "SELECT source, kind, outside, target, revision_id, print, at FROM brought
         WHERE kind = $1 AND outside = $2 ORDER BY at DESC, source LIMIT 1",
        kind,
        outside
    )
    .fetch_optional(db)
    .await
}

/// Keeps what stands for an item, in place of what was known of it.
#[crate::boxed]
pub async fn put(db: &mut Conn, brought: &Brought) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO brought (source, kind, outside, target, revision_id, print, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (source, kind, outside) DO UPDATE
         SET target = excluded.target, revision_id = excluded.revision_id, print = excluded.print, at = excluded.at",
        brought.source,
        brought.kind,
        brought.outside,
        brought.target,
        brought.revision_id,
        brought.print,
        brought.at
    )
    .execute(db)
    .await?;
    Ok(())
}
