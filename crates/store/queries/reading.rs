//! What was read and by whom it was led there, by spans of time; and how many replies came.
//! Included by both engine crates; called through `q!`. Each node adds its own counts to the same rows.

use crate::Conn;
use courant_model::reading::{Reading, ReplyCount, Share, Tick, Total};

/// Adds to a count, from whichever node.
#[crate::boxed]
pub async fn add(db: &mut Conn, row: &Reading) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO reading (span, who, source, at, page, count) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (span, who, source, at, page) DO UPDATE SET count = reading.count + excluded.count",
        row.span,
        row.who,
        row.source,
        row.at,
        row.page,
        row.count
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Adds to the count of a source that the page has in this span already.
#[crate::boxed]
pub async fn add_to(db: &mut Conn, row: &Reading) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE reading SET count = count + $6
         WHERE span = $1 AND who = $2 AND source = $3 AND at = $4 AND page = $5",
        row.span,
        row.who,
        row.source,
        row.at,
        row.page,
        row.count
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// How many sources a page has in a span.
#[crate::boxed]
pub async fn count_sources(db: &mut Conn, page: &str, span: &str, who: &str, at: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(count(*) AS BIGINT) AS "n!" FROM reading
           WHERE page = $1 AND span = $2 AND who = $3 AND at = $4 AND source <> ''"#,
        page,
        span,
        who,
        at
    )
    .fetch_one(db)
    .await
}

/// Pages by how often they were asked for, the most first. The whole site is none of them.
#[crate::boxed]
pub async fn totals(db: &mut Conn, span: &str, who: &str, from: i64, to: i64, limit: i64) -> sqlx::Result<Vec<Total>> {
    sqlx::query_as!(
        Total,
        r#"SELECT page AS "page!", CAST(sum(count) AS BIGINT) AS "count!: i64" FROM reading
           WHERE span = $1 AND who = $2 AND source = '' AND at >= $3 AND at < $4 AND page <> ''
           GROUP BY page ORDER BY 2 DESC, page LIMIT $5"#,
        span,
        who,
        from,
        to,
        limit
    )
    .fetch_all(db)
    .await
}

/// How often a page was asked for, or the whole site.
#[crate::boxed]
pub async fn total(db: &mut Conn, page: &str, span: &str, who: &str, from: i64, to: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(COALESCE(sum(count), 0) AS BIGINT) AS "n!: i64" FROM reading
           WHERE page = $1 AND span = $2 AND who = $3 AND source = '' AND at >= $4 AND at < $5"#,
        page,
        span,
        who,
        from,
        to
    )
    .fetch_one(db)
    .await
}

/// The sums of a page, or of the whole site, span by span.
#[crate::boxed]
pub async fn series(
    db: &mut Conn,
    page: &str,
    span: &str,
    who: &str,
    from: i64,
    to: i64,
    limit: i64,
) -> sqlx::Result<Vec<Tick>> {
    sqlx::query_as!(
        Tick,
        "SELECT at, count FROM reading
         WHERE page = $1 AND span = $2 AND who = $3 AND source = '' AND at >= $4 AND at < $5 ORDER BY at LIMIT $6",
        page,
        span,
        who,
        from,
        to,
        limit
    )
    .fetch_all(db)
    .await
}

/// Where the reads of a page, or of the whole site, came from; of robots, which they were. The most first.
#[crate::boxed]
pub async fn sources(
    db: &mut Conn,
    page: &str,
    span: &str,
    who: &str,
    from: i64,
    to: i64,
    limit: i64,
) -> sqlx::Result<Vec<Share>> {
    sqlx::query_as!(
        Share,
        r#"SELECT source AS "source!", CAST(sum(count) AS BIGINT) AS "count!: i64" FROM reading
           WHERE page = $1 AND span = $2 AND who = $3 AND source <> '' AND at >= $4 AND at < $5
           GROUP BY source ORDER BY 2 DESC, source LIMIT $6"#,
        page,
        span,
        who,
        from,
        to,
        limit
    )
    .fetch_all(db)
    .await
}

/// Forgets the spans of a length that began before a moment.
#[crate::boxed]
pub async fn forget(db: &mut Conn, span: &str, before: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!("DELETE FROM reading WHERE span = $1 AND at < $2", span, before)
        .execute(db)
        .await?;
    Ok(done.rows_affected())
}

/// Forgets of the spans that began before a moment where the reads came from, and keeps their sums.
#[crate::boxed]
pub async fn forget_sources(db: &mut Conn, span: &str, before: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM reading WHERE span = $1 AND at < $2 AND source <> ''",
        span,
        before
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Forgets which pages robots asked for in the spans that began before a moment, and keeps what they asked in all.
#[crate::boxed]
pub async fn forget_robots(db: &mut Conn, span: &str, before: i64) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM reading WHERE span = $1 AND who = 'robot' AND at < $2 AND page <> ''",
        span,
        before
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Replies that came to each story in a time, and how many of them stand by now; the most first.
#[crate::boxed]
pub async fn replies(db: &mut Conn, from: i64, to: i64, limit: i64) -> sqlx::Result<Vec<ReplyCount>> {
    sqlx::query_as!(
        ReplyCount,
        r#"SELECT story_id AS "story_id!", CAST(count(*) AS BIGINT) AS "came!: i64",
                  CAST(sum(CASE WHEN state = 'approved' THEN 1 ELSE 0 END) AS BIGINT) AS "approved!: i64"
           FROM reply WHERE at >= $1 AND at < $2
           GROUP BY story_id ORDER BY 2 DESC, story_id LIMIT $3"#,
        from,
        to,
        limit
    )
    .fetch_all(db)
    .await
}

/// Of all replies that came in a time, how many stand by now.
#[crate::boxed]
pub async fn replies_standing(db: &mut Conn, from: i64, to: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(count(*) AS BIGINT) AS "n!: i64" FROM reply WHERE at >= $1 AND at < $2 AND state = 'approved'"#,
        from,
        to
    )
    .fetch_one(db)
    .await
}

/// How many replies came to a story.
#[crate::boxed]
pub async fn replies_of(db: &mut Conn, story: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(count(*) AS BIGINT) AS "n!: i64" FROM reply WHERE story_id = $1"#,
        story
    )
    .fetch_one(db)
    .await
}

/// Replies of a story, or of all when `story` is empty, by spans of so many microseconds.
#[crate::boxed]
pub async fn reply_series(
    db: &mut Conn,
    story: &str,
    from: i64,
    to: i64,
    span: i64,
    limit: i64,
) -> sqlx::Result<Vec<Tick>> {
    sqlx::query_as!(
        Tick,
        r#"SELECT CAST(at - (at % $4) AS BIGINT) AS "at!: i64", CAST(count(*) AS BIGINT) AS "count!: i64"
           FROM reply WHERE at >= $2 AND at < $3 AND ($1 = '' OR story_id = $1)
           GROUP BY 1 ORDER BY 1 LIMIT $5"#,
        story,
        from,
        to,
        span,
        limit
    )
    .fetch_all(db)
    .await
}
