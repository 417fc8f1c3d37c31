//! A day of the paper: the stories that stand in it, what is overdue, and how much the days of a week hold.
//! Included by both engine crates; called through `q!`. Each way in has an index, so that the archive's size counts for nothing.

use crate::Conn;
use courant_model::day::DayLine;

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

/// Stories in work that were due before a moment, or before a day.
#[crate::boxed]
pub async fn overdue(db: &mut Conn, now: i64, today: &str, limit: i64) -> sqlx::Result<Vec<DayLine>> {
    day_lines!(
        r#"
         WHERE s.form = 'story' AND s.id IN (
             SELECT a.id FROM story a
             WHERE a.state IN ('idea', 'draft', 'in-edit', 'ready') AND a.due_at < $1
             UNION
             SELECT b.id FROM story b
             WHERE b.state IN ('idea', 'draft', 'in-edit', 'ready') AND b.due_day < $2 AND b.due_day <> '')
         ORDER BY s.due_at, s.due_day, s.id LIMIT $3"#,
        now,
        today,
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

/// Stories in work by the moment at which they are due: id and moment.
#[crate::boxed]
pub async fn due(db: &mut Conn, from: i64, until: i64, limit: i64) -> sqlx::Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT id, due_at AS "due_at!: i64" FROM story
         WHERE state IN ('idea', 'draft', 'in-edit', 'ready') AND due_at >= $1 AND due_at < $2
         ORDER BY due_at, id LIMIT $3"#,
        from,
        until,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.due_at)).collect())
}

/// Stories in work by the day on which they are due without an hour: id and day.
#[crate::boxed]
pub async fn due_days(db: &mut Conn, first: &str, last: &str, limit: i64) -> sqlx::Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "SELECT id, due_day FROM story
         WHERE state IN ('idea', 'draft', 'in-edit', 'ready') AND due_day >= $1 AND due_day <= $2 AND due_day <> ''
         ORDER BY due_day, id LIMIT $3",
        first,
        last,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.due_day)).collect())
}

/// What readers see by the moment at which it was first published: id and moment.
#[crate::boxed]
pub async fn published(db: &mut Conn, from: i64, until: i64, limit: i64) -> sqlx::Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT story_id, published_at AS "published_at!: i64" FROM live
         WHERE listed = TRUE AND published_at >= $1 AND published_at < $2
         ORDER BY published_at, story_id LIMIT $3"#,
        from,
        until,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.story_id, row.published_at)).collect())
}
