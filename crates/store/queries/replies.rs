//! Replies and error reports of readers.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::reply::{NewReply, Reply, Report};

/// Approved replies of a story, oldest first.
#[crate::boxed]
pub async fn approved(db: &mut Conn, story: &str, limit: i64) -> sqlx::Result<Vec<Reply>> {
    sqlx::query_as!(
        Reply,
        "SELECT id, number, story_id, parent_id, name, document, state, at FROM reply
         WHERE story_id = $1 AND state = 'approved' ORDER BY at, id LIMIT $2",
        story,
        limit
    )
    .fetch_all(db)
    .await
}

/// How many approved replies a story has.
#[crate::boxed]
pub async fn count_approved(db: &mut Conn, story: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(count(*) AS BIGINT) AS "n!" FROM reply WHERE story_id = $1 AND state = 'approved'"#,
        story
    )
    .fetch_one(db)
    .await
}

/// Replies in a state, oldest first.
#[crate::boxed]
pub async fn in_state(db: &mut Conn, state: &str, limit: i64) -> sqlx::Result<Vec<Reply>> {
    sqlx::query_as!(
        Reply,
        "SELECT id, number, story_id, parent_id, name, document, state, at FROM reply
         WHERE state = $1 ORDER BY at, id LIMIT $2",
        state,
        limit
    )
    .fetch_all(db)
    .await
}

/// A reply.
#[crate::boxed]
pub async fn by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Reply>> {
    sqlx::query_as!(
        Reply,
        "SELECT id, number, story_id, parent_id, name, document, state, at FROM reply WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// The hash of the key that shows a waiting reply to its writer.
#[crate::boxed]
pub async fn writer_key(db: &mut Conn, id: &str) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar!("SELECT writer_key FROM reply WHERE id = $1", id)
        .fetch_optional(db)
        .await
}

/// Whether a story already has a reply with this text by this name.
#[crate::boxed]
pub async fn is_duplicate(db: &mut Conn, story: &str, text_mac: &[u8]) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM reply WHERE story_id = $1 AND text_mac = $2) AS "e!: bool""#,
        story,
        text_mac
    )
    .fetch_one(db)
    .await
}

/// Keeps a new reply.
#[crate::boxed]
pub async fn add(db: &mut Conn, new: &NewReply) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO reply (id, number, story_id, parent_id, name, document, state, at, email_cipher, email_key,
                            email_mac, domain_mac, client_mac, text_mac, writer_key)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        new.reply.id,
        new.reply.number,
        new.reply.story_id,
        new.reply.parent_id,
        new.reply.name,
        new.reply.document,
        new.reply.state,
        new.reply.at,
        new.email_cipher,
        new.email_key,
        new.email_mac,
        new.domain_mac,
        new.client_mac,
        new.text_mac,
        new.writer_key
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Moves a reply to another state.
#[crate::boxed]
pub async fn set_state(db: &mut Conn, id: &str, state: &str) -> sqlx::Result<()> {
    sqlx::query!("UPDATE reply SET state = $2 WHERE id = $1", id, state)
        .execute(db)
        .await?;
    Ok(())
}

/// The encrypted address of a reply's writer and the id of its key.
#[crate::boxed]
pub async fn sealed_address(db: &mut Conn, id: &str) -> sqlx::Result<Option<(Vec<u8>, String)>> {
    Ok(
        sqlx::query!("SELECT email_cipher, email_key FROM reply WHERE id = $1", id)
            .fetch_optional(db)
            .await?
            .map(|row| (row.email_cipher, row.email_key)),
    )
}

/// Keeps a reader's report of an error.
#[crate::boxed]
pub async fn report(db: &mut Conn, report: &Report) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO report (id, story_id, at, body, passage, email_cipher, email_key, client_mac)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        report.id,
        report.story_id,
        report.at,
        report.body,
        report.passage,
        report.email_cipher,
        report.email_key,
        report.client_mac
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Reports of errors, newest first.
#[crate::boxed]
pub async fn reports(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<Report>> {
    sqlx::query_as!(
        Report,
        "SELECT id, story_id, at, body, passage, email_cipher, email_key, client_mac
         FROM report ORDER BY at DESC, id DESC LIMIT $1",
        limit
    )
    .fetch_all(db)
    .await
}
