//! Stories as the desk lists them: newest change first, by state, section and assignee, and by typed words.
//! Included by both engine crates; called through `q!`. Each way in has an index that gives the order.

use crate::Conn;
use courant_model::shelf::{Line, Typed};

/// Lines, with the rest of the statement and its values: each way into the list says only what is its own.
macro_rules! lines {
    ($rest:tt $(, $value:expr)* $(,)?) => {
        sqlx::query_as!(
            Line,
            r#"SELECT s.id, s.form, s.state, s.working_slug, s.head, r.headline, s.section_id, r.kind, r.byline, r.words,
                s.begun_by, s.assignee, s.due_at, s.due_day, s.planned_words, s.embargo_until, s.unread_since, s.changed_at,
                l.path AS "path?", l.revision_id AS "live_revision?"
         FROM story s JOIN revision r ON r.id = s.head LEFT JOIN live l ON l.story_id = s.id"#
                + $rest
            $(, $value)*
        )
    };
}

/// All stories changed before a moment and id, newest first; empty `section` and `assignee` take any.
#[crate::boxed]
pub async fn all(
    db: &mut Conn,
    section: &str,
    assignee: &str,
    at: i64,
    id: &str,
    limit: i64,
) -> sqlx::Result<Vec<Line>> {
    lines!(
        r#"
         WHERE ($1 = '' OR s.section_id = $1) AND ($2 = '' OR s.assignee = $2)
           AND (s.changed_at < $3 OR (s.changed_at = $3 AND s.id < $4))
         ORDER BY s.changed_at DESC, s.id DESC LIMIT $5"#,
        section,
        assignee,
        at,
        id,
        limit
    )
    .fetch_all(db)
    .await
}

/// Those in a state.
#[crate::boxed]
pub async fn in_state(
    db: &mut Conn,
    state: &str,
    section: &str,
    assignee: &str,
    at: i64,
    id: &str,
    limit: i64,
) -> sqlx::Result<Vec<Line>> {
    lines!(
        r#"
         WHERE s.state = $1 AND ($2 = '' OR s.section_id = $2) AND ($3 = '' OR s.assignee = $3)
           AND (s.changed_at < $4 OR (s.changed_at = $4 AND s.id < $5))
         ORDER BY s.changed_at DESC, s.id DESC LIMIT $6"#,
        state,
        section,
        assignee,
        at,
        id,
        limit
    )
    .fetch_all(db)
    .await
}

/// Those that are neither out nor put away: idea, draft, in edit, ready.
#[crate::boxed]
pub async fn in_work(
    db: &mut Conn,
    section: &str,
    assignee: &str,
    at: i64,
    id: &str,
    limit: i64,
) -> sqlx::Result<Vec<Line>> {
    lines!(
        r#"
         WHERE s.state IN ('idea', 'draft', 'in-edit', 'ready') AND ($1 = '' OR s.section_id = $1)
           AND ($2 = '' OR s.assignee = $2)
           AND (s.changed_at < $3 OR (s.changed_at = $3 AND s.id < $4))
         ORDER BY s.changed_at DESC, s.id DESC LIMIT $5"#,
        section,
        assignee,
        at,
        id,
        limit
    )
    .fetch_all(db)
    .await
}

/// Those of a section; an empty `state` takes any.
#[crate::boxed]
pub async fn in_section(
    db: &mut Conn,
    section: &str,
    state: &str,
    at: i64,
    id: &str,
    limit: i64,
) -> sqlx::Result<Vec<Line>> {
    lines!(
        r#"
         WHERE s.section_id = $1 AND ($2 = '' OR s.state = $2)
           AND (s.changed_at < $3 OR (s.changed_at = $3 AND s.id < $4))
         ORDER BY s.changed_at DESC, s.id DESC LIMIT $5"#,
        section,
        state,
        at,
        id,
        limit
    )
    .fetch_all(db)
    .await
}

/// Those that an account works on; an empty `state` takes any.
#[crate::boxed]
pub async fn of_assignee(
    db: &mut Conn,
    account: &str,
    state: &str,
    at: i64,
    id: &str,
    limit: i64,
) -> sqlx::Result<Vec<Line>> {
    lines!(
        r#"
         WHERE s.assignee = $1 AND ($2 = '' OR s.state = $2)
           AND (s.changed_at < $3 OR (s.changed_at = $3 AND s.id < $4))
         ORDER BY s.changed_at DESC, s.id DESC LIMIT $5"#,
        account,
        state,
        at,
        id,
        limit
    )
    .fetch_all(db)
    .await
}

/// Those that an account began or works on.
#[crate::boxed]
pub async fn own(db: &mut Conn, account: &str, at: i64, id: &str, limit: i64) -> sqlx::Result<Vec<Line>> {
    lines!(
        r#"
         WHERE (s.begun_by = $1 OR s.assignee = $1)
           AND (s.changed_at < $2 OR (s.changed_at = $2 AND s.id < $3))
         ORDER BY s.changed_at DESC, s.id DESC LIMIT $4"#,
        account,
        at,
        id,
        limit
    )
    .fetch_all(db)
    .await
}

/// Those in work that were due before a moment, earliest first, and behind them those that were due on a day before today.
#[crate::boxed]
pub async fn overdue(db: &mut Conn, now: i64, today: &str, limit: i64) -> sqlx::Result<Vec<Line>> {
    lines!(
        r#"
         WHERE s.id IN (
             SELECT a.id FROM story a
             WHERE a.state IN ('idea', 'draft', 'in-edit', 'ready') AND a.due_at < $1
             UNION
             SELECT b.id FROM story b
             WHERE b.state IN ('idea', 'draft', 'in-edit', 'ready') AND b.due_day < $2 AND b.due_day <> '')
         ORDER BY CASE WHEN s.due_at IS NULL THEN 1 ELSE 0 END, s.due_at, s.due_day, s.id LIMIT $3"#,
        now,
        today,
        limit
    )
    .fetch_all(db)
    .await
}

/// Those that went out unseen and that nobody has read since, oldest first.
#[crate::boxed]
pub async fn unread(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<Line>> {
    lines!(
        r#"
         WHERE s.unread_since IS NOT NULL ORDER BY s.unread_since, s.id LIMIT $1"#,
        limit
    )
    .fetch_all(db)
    .await
}

/// A story's line.
#[crate::boxed]
pub async fn line(db: &mut Conn, id: &str) -> sqlx::Result<Option<Line>> {
    lines!(
        r#"
         WHERE s.id = $1"#,
        id
    )
    .fetch_optional(db)
    .await
}

/// Those that have a word in each of the ranges, in any state.
#[crate::boxed]
pub async fn typed(db: &mut Conn, typed: &Typed<'_>) -> sqlx::Result<Vec<Line>> {
    let [one, two, three] = typed.ranges;
    lines!(
        r#"
         WHERE s.id IN (
             SELECT t.id FROM story t
             WHERE t.id IN (SELECT story_id FROM story_word WHERE word >= $1 AND word < $2)
               AND ($3 = '' OR EXISTS (SELECT 1 FROM story_word w
                                       WHERE w.story_id = t.id AND w.word >= $3 AND w.word < $4))
               AND ($5 = '' OR EXISTS (SELECT 1 FROM story_word w
                                       WHERE w.story_id = t.id AND w.word >= $5 AND w.word < $6))
               AND ($7 = '' OR t.state = $7) AND ($8 = '' OR t.section_id = $8) AND ($9 = '' OR t.assignee = $9)
               AND (t.changed_at < $10 OR (t.changed_at = $10 AND t.id < $11))
             ORDER BY t.changed_at DESC, t.id DESC LIMIT $12)
         ORDER BY s.changed_at DESC, s.id DESC"#,
        one.0,
        one.1,
        two.0,
        two.1,
        three.0,
        three.1,
        typed.state,
        typed.section,
        typed.assignee,
        typed.at,
        typed.id,
        typed.limit
    )
    .fetch_all(db)
    .await
}

/// How many stories stand in each state.
#[crate::boxed]
pub async fn counts(db: &mut Conn) -> sqlx::Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(r#"SELECT state, CAST(count(*) AS BIGINT) AS "n!" FROM story GROUP BY state"#)
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.state, row.n)).collect())
}

/// Stories whose working slug has no kept words, for filling them in; at most `limit`.
#[crate::boxed]
pub async fn without_words(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<Line>> {
    lines!(
        r#"
         WHERE NOT EXISTS (SELECT 1 FROM story_word w WHERE w.story_id = s.id) ORDER BY s.id LIMIT $1"#,
        limit
    )
    .fetch_all(db)
    .await
}
