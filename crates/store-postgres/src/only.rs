//! Statements that must differ from SQLite's, with the same signatures as there.
//! Called by the crate `store`.

use crate::Conn;
use courant_model::entry::Entry;
use courant_model::job::Job;

/// Takes the right to append to the ledger until the transaction ends. Without it two transactions could take
/// the same place, or a later commit carry a lower number, and a follower would miss it.
#[crate::boxed]
pub async fn hold_ledger(db: &mut Conn) -> sqlx::Result<()> {
    sqlx::query("SELECT pg_advisory_xact_lock(7162203)").execute(db).await?;
    Ok(())
}

/// Appends entries to the ledger, in one statement.
#[crate::boxed]
pub async fn write_entries(db: &mut Conn, entries: &[Entry]) -> sqlx::Result<()> {
    let texts = |of: fn(&Entry) -> &str| -> Vec<&str> { entries.iter().map(of).collect() };
    sqlx::query(
        "INSERT INTO ledger (seq, at, actor, act, thing)
         SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[])",
    )
    .bind(entries.iter().map(|entry| entry.seq).collect::<Vec<i64>>())
    .bind(entries.iter().map(|entry| entry.at).collect::<Vec<i64>>())
    .bind(texts(|entry| &entry.actor))
    .bind(texts(|entry| &entry.act))
    .bind(texts(|entry| &entry.thing))
    .execute(db)
    .await?;
    Ok(())
}

/// Adds words by which a story is found, in one statement.
#[crate::boxed]
pub async fn add_words(db: &mut Conn, story: &str, source: &str, words: &[&String]) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO story_word (word, story_id, source) SELECT word, $2, $3 FROM unnest($1::text[]) AS word")
        .bind(words.iter().map(|word| word.as_str()).collect::<Vec<&str>>())
        .bind(story)
        .bind(source)
        .execute(db)
        .await?;
    Ok(())
}

/// Tells every node that the ledger grew; delivered when the transaction commits.
#[crate::boxed]
pub async fn announce(db: &mut Conn) -> sqlx::Result<()> {
    sqlx::query("NOTIFY courant_ledger").execute(db).await?;
    Ok(())
}

/// Tells other nodes that a draft's log grew; delivered when the transaction commits.
#[crate::boxed]
pub async fn announce_draft(db: &mut Conn, story_id: &str, seq: i64) -> sqlx::Result<()> {
    sqlx::query("SELECT pg_notify('courant_draft', $1)")
        .bind(format!("{story_id} {seq}"))
        .execute(db)
        .await?;
    Ok(())
}

/// Tells other nodes something that is gone when nobody listens: fewer than 8000 bytes.
#[crate::boxed]
pub async fn relay(db: &mut Conn, words: &str) -> sqlx::Result<()> {
    sqlx::query("SELECT pg_notify('courant_cursors', $1)")
        .bind(words)
        .execute(db)
        .await?;
    Ok(())
}

/// Other processes are heard by `LISTEN`; nothing to look at.
#[crate::boxed]
pub async fn data_version(_db: &mut Conn) -> sqlx::Result<i64> {
    Ok(0)
}

/// Claims the next job that is due, for `until`; counts the attempt.
#[crate::boxed]
pub async fn claim(db: &mut Conn, now: i64, until: i64, only: &str, not: &str) -> sqlx::Result<Option<Job>> {
    sqlx::query_as!(
        Job,
        r#"UPDATE job SET claimed_until = $2, attempts = attempts + 1
           WHERE id = (SELECT id FROM job WHERE run_at <= $1 AND claimed_until <= $1 AND ($3 = '' OR kind = $3) AND kind <> $4
                       ORDER BY run_at, id LIMIT 1
                       FOR UPDATE SKIP LOCKED)
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
    sqlx::query_scalar("SELECT current_setting('server_version')")
        .fetch_one(db)
        .await
}

/// Bytes of the database.
#[crate::boxed]
pub async fn size(db: &mut Conn) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT pg_database_size(current_database())")
        .fetch_one(db)
        .await
}

/// How many nodes serve this paper: each has one connection that listens for the ledger.
#[crate::boxed]
pub async fn nodes(db: &mut Conn) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
         AND starts_with(query, 'LISTEN') AND strpos(query, 'courant_ledger') > 0",
    )
    .fetch_one(db)
    .await
}
