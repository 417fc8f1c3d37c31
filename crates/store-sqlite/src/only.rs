//! Statements that must differ from PostgreSQL's, with the same signatures as there.
//! Called by the crate `store`.

use crate::Conn;
use courant_model::entry::Entry;
use courant_model::job::Job;

/// Takes the right to append to the ledger. The write transaction already holds it.
#[crate::boxed]
pub async fn hold_ledger(_db: &mut Conn) -> sqlx::Result<()> {
    Ok(())
}

/// Appends entries to the ledger, in one statement.
#[crate::boxed]
pub async fn write_entries(db: &mut Conn, entries: &[Entry]) -> sqlx::Result<()> {
    let rows: Vec<_> = entries
        .iter()
        .map(|entry| (entry.seq, entry.at, &entry.actor, &entry.act, &entry.thing))
        .collect();
    sqlx::query(
        "INSERT INTO ledger (seq, at, actor, act, thing)
         SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each($1)",
    )
    .bind(json_of(&rows)?)
    .execute(db)
    .await?;
    Ok(())
}

/// Adds words by which a story is found, in one statement.
#[crate::boxed]
pub async fn add_words(db: &mut Conn, story: &str, source: &str, words: &[&String]) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO story_word (word, story_id, source) SELECT value, $2, $3 FROM json_each($1)")
        .bind(json_of(&words)?)
        .bind(story)
        .bind(source)
        .execute(db)
        .await?;
    Ok(())
}

/// Tells other processes that the ledger grew. They see it by `data_version`.
#[crate::boxed]
pub async fn announce(_db: &mut Conn) -> sqlx::Result<()> {
    Ok(())
}

/// Tells other nodes that a draft's log grew. There are none.
#[crate::boxed]
pub async fn announce_draft(_db: &mut Conn, _story_id: &str, _seq: i64) -> sqlx::Result<()> {
    Ok(())
}

/// Tells other nodes something that is gone when nobody listens. There are none.
#[crate::boxed]
pub async fn relay(_db: &mut Conn, _words: &str) -> sqlx::Result<()> {
    Ok(())
}

/// Changes when another connection has written.
#[crate::boxed]
pub async fn data_version(db: &mut Conn) -> sqlx::Result<i64> {
    sqlx::query_scalar::<_, i64>("PRAGMA data_version").fetch_one(db).await
}

/// Claims the next job that is due, for `until`; counts the attempt.
#[crate::boxed]
pub async fn claim(db: &mut Conn, now: i64, until: i64, only: &str, not: &str) -> sqlx::Result<Option<Job>> {
    sqlx::query_as!(
        Job,
        r#"UPDATE job SET claimed_until = $2, attempts = attempts + 1
           WHERE id = (SELECT id FROM job WHERE run_at <= $1 AND claimed_until <= $1 AND ($3 = '' OR kind = $3) AND kind <> $4
                       ORDER BY run_at, id LIMIT 1)
           RETURNING id AS "id!", kind AS "kind!", payload AS "payload!", run_at AS "run_at!",
                     attempts AS "attempts!", claimed_until AS "claimed_until!", problem AS "problem!""#,
        now,
        until,
        only,
        not
    )
    .fetch_optional(db)
    .await
}

/// The engine's version.
#[crate::boxed]
pub async fn version(db: &mut Conn) -> sqlx::Result<String> {
    sqlx::query_scalar("SELECT sqlite_version()").fetch_one(db).await
}

/// Bytes of the database.
#[crate::boxed]
pub async fn size(db: &mut Conn) -> sqlx::Result<i64> {
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&mut *db).await?;
    let page: i64 = sqlx::query_scalar("PRAGMA page_size").fetch_one(db).await?;
    Ok(pages.saturating_mul(page))
}

/// How many nodes serve this paper: with SQLite one alone.
#[crate::boxed]
pub async fn nodes(_db: &mut Conn) -> sqlx::Result<i64> {
    Ok(1)
}

/// Rows for `json_each`.
fn json_of(rows: &impl serde::Serialize) -> sqlx::Result<String> {
    serde_json::to_string(rows).map_err(|error| sqlx::Error::Encode(error.into()))
}
