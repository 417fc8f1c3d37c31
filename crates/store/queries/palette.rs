//! What the search for anything asks that no other room does: a story by its number, and who replied lately.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::reading::ReplyWriter;

/// The id of the story that has a number.
#[crate::boxed]
pub async fn story_by_number(db: &mut Conn, number: i64) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("SELECT id FROM story WHERE number = $1", number)
        .fetch_optional(db)
        .await
}

/// The newest replies with the names of their writers, newest first.
#[crate::boxed]
pub async fn reply_writers(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<ReplyWriter>> {
    sqlx::query_as!(
        ReplyWriter,
        r#"SELECT r.id, r.name, r.state, r.story_id, l.path AS "path?", l.headline AS "headline?"
           FROM reply r LEFT JOIN live l ON l.story_id = r.story_id
           ORDER BY r.at DESC, r.id DESC LIMIT $1"#,
        limit
    )
    .fetch_all(db)
    .await
}
