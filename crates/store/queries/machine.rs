//! How the house does: followers, jobs, and what waits. What differs between the engines is in `only.rs`.
//! Included by both engine crates; called through `q!`.

use crate::Conn;

/// Followers that keep their cursor here, by name: how far each has read.
#[crate::boxed]
pub async fn followers(db: &mut Conn) -> sqlx::Result<Vec<(String, i64)>> {
    let rows = sqlx::query!("SELECT name, seq FROM follower ORDER BY name")
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.seq)).collect())
}

/// Jobs by kind: how many wait, and how many of these have failed at least once.
#[crate::boxed]
pub async fn jobs(db: &mut Conn) -> sqlx::Result<Vec<(String, i64, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT kind AS "kind!", CAST(count(*) AS BIGINT) AS "waiting!",
                  CAST(COALESCE(sum(CASE WHEN problem <> '' THEN 1 ELSE 0 END), 0) AS BIGINT) AS "failing!"
           FROM job GROUP BY kind ORDER BY kind"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.kind, row.waiting, row.failing))
        .collect())
}

/// Jobs that failed last time, newest failure first: kind, what went wrong, tries, next try.
#[crate::boxed]
pub async fn failing(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<(String, String, i64, i64)>> {
    let rows = sqlx::query!(
        "SELECT kind, problem, attempts, run_at FROM job WHERE problem <> '' ORDER BY run_at, id LIMIT $1",
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.kind, row.problem, row.attempts, row.run_at))
        .collect())
}

/// Bytes of all original pictures and what was made of them, as far as the library knows.
#[crate::boxed]
pub async fn originals(db: &mut Conn) -> sqlx::Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"SELECT CAST(count(*) AS BIGINT) AS "n!", CAST(COALESCE(sum(bytes), 0) AS BIGINT) AS "bytes!" FROM picture"#
    )
    .fetch_one(db)
    .await?;
    Ok((row.n, row.bytes))
}
