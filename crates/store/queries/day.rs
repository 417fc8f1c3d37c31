//! A day of the paper: the stories that stand in it, what is overdue, and how much the days of a week hold.
//! Included by both engine crates; called through `q!`. Each way in has an index, so that the archive's size counts for nothing.

use crate::Conn;
use courant_model::day::{DayLine, DayMark};

/// Lines, with the rest of the statement and its values.
macro_rules! day_lines {
    ($rest:tt $(, $value:expr)* $(,)?) => {
        sqlx::query_as!(
            DayLine,
            r#"SELECT s.id, s.state, s.working_slug, r.headline, s.section_id, r.byline, r.words, r.picture_id, s.begun_by,
                s.assignee, s.due_at, s.due_day, s.planned_words, s.picture_wanted, s.brief, s.embargo_until,
                l.published_at AS "published_at?",
                (SELECT CAST(min(c.due_at) AS BIGINT) FROM schedule c
                 WHERE c.story_id = s.id AND c.state = 'waiting') AS "scheduled_at?: i64"
         FROM story s JOIN revision r ON r.id = s.head LEFT JOIN live l ON l.story_id = s.id"#
                + $rest
            $(, $value)*
        )
    };
}

/// Stories due, going out by themselves or published between two moments, and those due on a day without an hour.
#[crate::boxed]
pub async fn between(db: &mut Conn, from: i64, until: i64, day: &str, limit: i64) -> sqlx::Result<Vec<DayLine>> {
    day_lines!(
        r#"
         WHERE s.form = 'story' AND s.id IN (
             SELECT a.id FROM story a
             WHERE a.state IN ('idea', 'draft', 'in-edit', 'ready') AND a.due_at >= $1 AND a.due_at < $2
             UNION
             SELECT b.id FROM story b
             WHERE b.state IN ('idea', 'draft', 'in-edit', 'ready') AND b.due_day = $3 AND b.due_day <> ''
             UNION
             SELECT p.story_id FROM live p WHERE p.listed = TRUE AND p.published_at >= $1 AND p.published_at < $2
             UNION
             SELECT w.story_id FROM schedule w WHERE w.state = 'waiting' AND w.due_at >= $1 AND w.due_at < $2)
         ORDER BY s.due_at, s.id LIMIT $4"#,
        from,
        until,
        day,
        limit
    )
    .fetch_all(db)
    .await
}

/// Stories in work that were due before a moment and do not go out by themselves, earliest first, after a place in that
/// order.
#[crate::boxed]
pub async fn overdue(db: &mut Conn, now: i64, after: i64, after_id: &str, limit: i64) -> sqlx::Result<Vec<DayLine>> {
    day_lines!(
        r#"
         WHERE s.id IN (
             SELECT a.id FROM story a
             WHERE a.state IN ('idea', 'draft', 'in-edit', 'ready') AND a.form = 'story' AND a.due_at < $1
               AND (a.due_at > $2 OR (a.due_at = $2 AND a.id > $3))
               AND NOT EXISTS (SELECT 1 FROM schedule w WHERE w.story_id = a.id AND w.state = 'waiting')
             ORDER BY a.due_at, a.id LIMIT $4)
         ORDER BY s.due_at, s.id"#,
        now,
        after,
        after_id,
        limit
    )
    .fetch_all(db)
    .await
}

/// The same of stories that were due on a day before today.
#[crate::boxed]
pub async fn overdue_days(
    db: &mut Conn,
    today: &str,
    after: &str,
    after_id: &str,
    limit: i64,
) -> sqlx::Result<Vec<DayLine>> {
    day_lines!(
        r#"
         WHERE s.id IN (
             SELECT a.id FROM story a
             WHERE a.state IN ('idea', 'draft', 'in-edit', 'ready') AND a.form = 'story'
               AND a.due_day <> '' AND a.due_day < $1
               AND (a.due_day > $2 OR (a.due_day = $2 AND a.id > $3))
               AND NOT EXISTS (SELECT 1 FROM schedule w WHERE w.story_id = a.id AND w.state = 'waiting')
             ORDER BY a.due_day, a.id LIMIT $4)
         ORDER BY s.due_day, s.id"#,
        today,
        after,
        after_id,
        limit
    )
    .fetch_all(db)
    .await
}

/// A story's line.
#[crate::boxed]
pub async fn line(db: &mut Conn, id: &str) -> sqlx::Result<Option<DayLine>> {
    day_lines!(
        r#"
         WHERE s.id = $1"#,
        id
    )
    .fetch_optional(db)
    .await
}

/// Where stories stand that are due, go out by themselves or were published between two moments, or are due on one of the
/// days from `first` to `last`.
#[crate::boxed]
pub async fn marks(
    db: &mut Conn,
    from: i64,
    until: i64,
    first: &str,
    last: &str,
    limit: i64,
) -> sqlx::Result<Vec<DayMark>> {
    sqlx::query_as!(
        DayMark,
        r#"SELECT s.due_at, s.due_day, l.published_at AS "published_at?",
                (SELECT CAST(min(c.due_at) AS BIGINT) FROM schedule c
                 WHERE c.story_id = s.id AND c.state = 'waiting') AS "scheduled_at?: i64"
         FROM story s LEFT JOIN live l ON l.story_id = s.id
         WHERE s.form = 'story' AND s.id IN (
             SELECT a.id FROM story a
             WHERE a.state IN ('idea', 'draft', 'in-edit', 'ready') AND a.due_at >= $1 AND a.due_at < $2
             UNION
             SELECT b.id FROM story b
             WHERE b.state IN ('idea', 'draft', 'in-edit', 'ready')
               AND b.due_day >= $3 AND b.due_day <= $4 AND b.due_day <> ''
             UNION
             SELECT p.story_id FROM live p WHERE p.listed = TRUE AND p.published_at >= $1 AND p.published_at < $2
             UNION
             SELECT w.story_id FROM schedule w WHERE w.state = 'waiting' AND w.due_at >= $1 AND w.due_at < $2)
         ORDER BY s.id LIMIT $5"#,
        from,
        until,
        first,
        last,
        limit
    )
    .fetch_all(db)
    .await
}
