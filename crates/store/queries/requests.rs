//! What somebody asks to have put right in the record, and what they were answered.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::quotation::Request;

/// Keeps a request.
#[crate::boxed]
pub async fn add(db: &mut Conn, one: &Request) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO record_request (id, quotation_id, entity_id, at, body, email_cipher, email_key, client_mac, outcome, answer, answered_by, answered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        one.id, one.quotation_id, one.entity_id, one.at, one.body, one.email_cipher, one.email_key, one.client_mac, one.outcome, one.answer, one.answered_by, one.answered_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A request.
#[crate::boxed]
pub async fn by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Request>> {
    sqlx::query_as!(
        Request,
        "SELECT id, quotation_id, entity_id, at, body, email_cipher, email_key, client_mac, outcome, answer, answered_by, answered_at
         FROM record_request WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// The requests that nobody has answered, oldest first.
#[crate::boxed]
pub async fn open(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<Request>> {
    sqlx::query_as!(
        Request,
        "SELECT id, quotation_id, entity_id, at, body, email_cipher, email_key, client_mac, outcome, answer, answered_by, answered_at
         FROM record_request WHERE answered_at IS NULL ORDER BY at, id LIMIT $1",
        limit
    )
    .fetch_all(db)
    .await
}

/// The requests that were answered, newest answer first.
#[crate::boxed]
pub async fn answered(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<Request>> {
    sqlx::query_as!(
        Request,
        "SELECT id, quotation_id, entity_id, at, body, email_cipher, email_key, client_mac, outcome, answer, answered_by, answered_at
         FROM record_request WHERE answered_at IS NOT NULL ORDER BY answered_at DESC, id DESC LIMIT $1",
        limit
    )
    .fetch_all(db)
    .await
}

/// How many wait for an answer.
#[crate::boxed]
pub async fn count_open(db: &mut Conn) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"SELECT CAST(count(*) AS BIGINT) AS "n!" FROM record_request WHERE answered_at IS NULL"#)
        .fetch_one(db)
        .await
}

/// Keeps an answer.
#[crate::boxed]
pub async fn answer(db: &mut Conn, one: &Request) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE record_request SET outcome = $2, answer = $3, answered_by = $4, answered_at = $5 WHERE id = $1",
        one.id,
        one.outcome,
        one.answer,
        one.answered_by,
        one.answered_at
    )
    .execute(db)
    .await?;
    Ok(())
}
