//! Settings of the paper, each change a row of revisions, and the counters of numbers.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::settings::Revised;

/// The latest settings, as JSON.
#[crate::boxed]
pub async fn current(db: &mut Conn) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("SELECT settings FROM paper_revision ORDER BY number DESC LIMIT 1")
        .fetch_optional(db)
        .await
}

/// The latest revision.
#[crate::boxed]
pub async fn latest(db: &mut Conn) -> sqlx::Result<Option<Revised>> {
    sqlx::query_as!(
        Revised,
        "SELECT number, at, actor, act, settings, sections FROM paper_revision ORDER BY number DESC LIMIT 1"
    )
    .fetch_optional(db)
    .await
}

/// A revision by its number.
#[crate::boxed]
pub async fn revision(db: &mut Conn, number: i64) -> sqlx::Result<Option<Revised>> {
    sqlx::query_as!(
        Revised,
        "SELECT number, at, actor, act, settings, sections FROM paper_revision WHERE number = $1",
        number
    )
    .fetch_optional(db)
    .await
}

/// Revisions up to a number, newest first.
#[crate::boxed]
pub async fn revisions(db: &mut Conn, up_to: i64, limit: i64) -> sqlx::Result<Vec<Revised>> {
    sqlx::query_as!(
        Revised,
        "SELECT number, at, actor, act, settings, sections FROM paper_revision
         WHERE number <= $1 ORDER BY number DESC LIMIT $2",
        up_to,
        limit
    )
    .fetch_all(db)
    .await
}

/// Keeps a new revision of the settings.
#[crate::boxed]
pub async fn revise(db: &mut Conn, revised: &Revised) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO paper_revision (number, at, actor, act, settings, sections) VALUES ($1, $2, $3, $4, $5, $6)",
        revised.number,
        revised.at,
        revised.actor,
        revised.act,
        revised.settings,
        revised.sections
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives a revision of before sections were kept the sections that it had.
#[crate::boxed]
pub async fn fill_sections(db: &mut Conn, number: i64, sections: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE paper_revision SET sections = $2 WHERE number = $1 AND sections = ''",
        number,
        sections
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The next number of a sequence: `post`, `term`, `author` or `reply`.
#[crate::boxed]
pub async fn next_number(db: &mut Conn, sequence: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"UPDATE counter SET value = value + 1 WHERE name = $1 RETURNING value AS "value!""#,
        sequence
    )
    .fetch_one(db)
    .await
}
