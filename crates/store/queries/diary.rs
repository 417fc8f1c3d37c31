//! The diary: events, what they were before, and the stories that are made of them.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::day::DayLine;
use courant_model::diary::{Event, Version};

/// Events, with the rest of the statement and its values.
macro_rules! events {
    ($rest:tt $(, $value:expr)* $(,)?) => {
        sqlx::query_as!(
            Event,
            "SELECT id, title, all_day, starts, ends, zone, place, section_id, sealed, people, repeats, exceptions, cancelled,
                    first_day, last_day, uid, sequence, created_by, changed_at, removed_at
         FROM diary_event" + $rest
            $(, $value)*
        )
    };
}

/// An event, also one that was removed and is not forgotten yet.
#[crate::boxed]
pub async fn by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Event>> {
    events!(" WHERE id = $1 AND title <> ''", id).fetch_optional(db).await
}

/// The event that a calendar knows by this name, also one that was removed or forgotten.
#[crate::boxed]
pub async fn by_uid(db: &mut Conn, uid: &str) -> sqlx::Result<Option<Event>> {
    events!(" WHERE uid = $1", uid).fetch_optional(db).await
}

/// Events that can take place on the days from `first` to `last`.
#[crate::boxed]
pub async fn between(db: &mut Conn, first: &str, last: &str, limit: i64) -> sqlx::Result<Vec<Event>> {
    events!(
        " WHERE last_day >= $1 AND first_day <= $2 AND removed_at IS NULL ORDER BY first_day, id LIMIT $3",
        first,
        last,
        limit
    )
    .fetch_all(db)
    .await
}

/// What was removed lately, newest first.
#[crate::boxed]
pub async fn removed(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<Event>> {
    events!(
        " WHERE removed_at IS NOT NULL AND title <> '' ORDER BY removed_at DESC, id LIMIT $1",
        limit
    )
    .fetch_all(db)
    .await
}

/// Keeps an event: a new one, or in the place of what it was.
#[crate::boxed]
pub async fn keep(db: &mut Conn, event: &Event) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO diary_event (id, title, all_day, starts, ends, zone, place, section_id, sealed, people, repeats, exceptions,
                                  cancelled, first_day, last_day, uid, sequence, created_by, changed_at, removed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
         ON CONFLICT (id) DO UPDATE SET
             title = excluded.title, all_day = excluded.all_day, starts = excluded.starts, ends = excluded.ends,
             zone = excluded.zone, place = excluded.place, section_id = excluded.section_id, sealed = excluded.sealed,
             people = excluded.people, repeats = excluded.repeats, exceptions = excluded.exceptions,
             cancelled = excluded.cancelled, first_day = excluded.first_day, last_day = excluded.last_day,
             sequence = excluded.sequence, changed_at = excluded.changed_at, removed_at = excluded.removed_at",
        event.id,
        event.title,
        event.all_day,
        event.starts,
        event.ends,
        event.zone,
        event.place,
        event.section_id,
        event.sealed,
        event.people,
        event.repeats,
        event.exceptions,
        event.cancelled,
        event.first_day,
        event.last_day,
        event.uid,
        event.sequence,
        event.created_by,
        event.changed_at,
        event.removed_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets events that were removed before a moment, with all that they were. Of what a calendar knows and has days from
/// `today` on, name and days are kept without a word, so that the calendar does not bring it back.
#[crate::boxed]
pub async fn forget(db: &mut Conn, before: i64, today: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM diary_event WHERE removed_at < $1 AND (uid = id OR last_day < $2)",
        before,
        today
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "DELETE FROM diary_version WHERE event_id IN (SELECT id FROM diary_event WHERE removed_at < $1 AND title <> '')",
        before
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "DELETE FROM diary_story WHERE event_id IN (SELECT id FROM diary_event WHERE removed_at < $1 AND title <> '')",
        before
    )
    .execute(&mut *db)
    .await?;
    let nothing: &[u8] = &[];
    sqlx::query!(
        "UPDATE diary_event SET title = '', place = '', section_id = NULL, sealed = $2, people = '[]', repeats = '',
                exceptions = '[]', created_by = NULL
         WHERE removed_at < $1 AND title <> ''",
        before,
        nothing
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps what an event was, and of its former states the newest alone.
#[crate::boxed]
pub async fn keep_version(db: &mut Conn, version: &Version, most: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO diary_version (id, event_id, at, actor, kept, sealed) VALUES ($1, $2, $3, $4, $5, $6)",
        version.id,
        version.event_id,
        version.at,
        version.actor,
        version.kept,
        version.sealed
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "DELETE FROM diary_version WHERE event_id = $1 AND id NOT IN
             (SELECT v.id FROM diary_version v WHERE v.event_id = $1 ORDER BY v.at DESC, v.id DESC LIMIT $2)",
        version.event_id,
        most
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What an event was, newest first.
#[crate::boxed]
pub async fn versions(db: &mut Conn, event: &str) -> sqlx::Result<Vec<Version>> {
    sqlx::query_as!(
        Version,
        "SELECT id, event_id, at, actor, kept, sealed FROM diary_version WHERE event_id = $1 ORDER BY at DESC, id DESC",
        event
    )
    .fetch_all(db)
    .await
}

/// Ties a story to an event.
#[crate::boxed]
pub async fn tie(db: &mut Conn, event: &str, story: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO diary_story (event_id, story_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        event,
        story
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Unties a story from an event; false when it was not tied.
#[crate::boxed]
pub async fn untie(db: &mut Conn, event: &str, story: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM diary_story WHERE event_id = $1 AND story_id = $2",
        event,
        story
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The stories of an event, as the day has them.
#[crate::boxed]
pub async fn stories(db: &mut Conn, event: &str) -> sqlx::Result<Vec<DayLine>> {
    sqlx::query_as!(
        DayLine,
        r#"SELECT s.id, s.state, s.working_slug, r.headline, s.section_id, r.byline, r.words, r.picture_id, s.begun_by,
                s.assignee, s.due_at, s.due_day, s.planned_words, s.picture_wanted, s.brief, s.embargo_until,
                l.published_at AS "published_at?",
                (SELECT CAST(min(c.due_at) AS BIGINT) FROM schedule c
                 WHERE c.story_id = s.id AND c.state = 'waiting') AS "scheduled_at?: i64"
         FROM diary_story d JOIN story s ON s.id = d.story_id JOIN revision r ON r.id = s.head
              LEFT JOIN live l ON l.story_id = s.id
         WHERE d.event_id = $1 ORDER BY s.id"#,
        event
    )
    .fetch_all(db)
    .await
}
