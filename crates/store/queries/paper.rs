//! Settings of the paper, each change a row of revisions, and the counters of numbers.
//! Included by both engine crates; called through `q!`.

use crate::Conn;

/// The latest settings, as JSON.
#[crate::boxed]
pub async fn current(db: &mut Conn) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("SELECT settings FROM paper_revision ORDER BY number DESC LIMIT 1")
        .fetch_optional(db)
        .await
}

/// Keeps a new revision of the settings.
#[crate::boxed]
pub async fn revise(db: &mut Conn, at: i64, actor: &str, settings: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO paper_revision (number, at, actor, settings)
         SELECT COALESCE(max(number), 0) + 1, $1, $2, $3 FROM paper_revision",
        at,
        actor,
        settings
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
