//! Storylines, the stories filed in them, and the events of their timelines.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::story::Live;
use courant_model::storyline::{CastMember, Event, LiveEvent, Storyline, StorylineLine, StorylineStory};

/// A storyline by id.
#[crate::boxed]
pub async fn by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Storyline>> {
    sqlx::query_as!(
        Storyline,
        "SELECT id, number, slug, title, summary, state, is_public, noindex, created_at, changed_at
         FROM storyline WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// A storyline by the end of its address.
#[crate::boxed]
pub async fn by_slug(db: &mut Conn, slug: &str) -> sqlx::Result<Option<Storyline>> {
    sqlx::query_as!(
        Storyline,
        "SELECT id, number, slug, title, summary, state, is_public, noindex, created_at, changed_at
         FROM storyline WHERE slug = $1",
        slug
    )
    .fetch_optional(db)
    .await
}

/// Adds a storyline.
#[crate::boxed]
pub async fn add(db: &mut Conn, storyline: &Storyline) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO storyline (id, number, slug, title, summary, state, is_public, noindex, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        storyline.id,
        storyline.number,
        storyline.slug,
        storyline.title,
        storyline.summary,
        storyline.state,
        storyline.is_public,
        storyline.noindex,
        storyline.created_at,
        storyline.changed_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Changes what an editor says of it; its address stays.
#[crate::boxed]
pub async fn revise(db: &mut Conn, storyline: &Storyline) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE storyline SET title = $2, summary = $3, state = $4, is_public = $5, noindex = $6, changed_at = $7
         WHERE id = $1",
        storyline.id,
        storyline.title,
        storyline.summary,
        storyline.state,
        storyline.is_public,
        storyline.noindex,
        storyline.changed_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Notes that something in it changed.
#[crate::boxed]
pub async fn touch(db: &mut Conn, id: &str, at: i64) -> sqlx::Result<()> {
    sqlx::query!("UPDATE storyline SET changed_at = $2 WHERE id = $1", id, at)
        .execute(db)
        .await?;
    Ok(())
}

/// Storylines of a state (all where it is empty), the last changed first, with what is in them.
#[crate::boxed]
pub async fn lines(db: &mut Conn, state: &str, limit: i64, offset: i64) -> sqlx::Result<Vec<StorylineLine>> {
    sqlx::query_as!(
        StorylineLine,
        r#"SELECT s.id, s.slug, s.title, s.state, s.is_public, s.noindex, s.changed_at,
                  (SELECT CAST(count(*) AS BIGINT) FROM storyline_story f WHERE f.storyline_id = s.id) AS "stories!: i64",
                  (SELECT CAST(count(*) AS BIGINT) FROM event e
                   WHERE e.storyline_id = s.id AND e.state = 'confirmed') AS "events!: i64",
                  (SELECT CAST(count(*) AS BIGINT) FROM event e
                   WHERE e.storyline_id = s.id AND e.state = 'stale') AS "stale!: i64"
           FROM storyline s WHERE $1 = '' OR s.state = $1
           ORDER BY s.changed_at DESC, s.id DESC LIMIT $2 OFFSET $3"#,
        state,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many storylines go on.
#[crate::boxed]
pub async fn count_open(db: &mut Conn) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"SELECT CAST(count(*) AS BIGINT) AS "n!" FROM storyline WHERE state = 'open'"#)
        .fetch_one(db)
        .await
}

/// Storylines that readers have a page of, the last changed first.
#[crate::boxed]
pub async fn public(db: &mut Conn, limit: i64, offset: i64) -> sqlx::Result<Vec<Storyline>> {
    sqlx::query_as!(
        Storyline,
        "SELECT id, number, slug, title, summary, state, is_public, noindex, created_at, changed_at
         FROM storyline WHERE is_public ORDER BY changed_at DESC, id DESC LIMIT $1 OFFSET $2",
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// Storylines that engines may list, after an id, in order of the ids.
#[crate::boxed]
pub async fn open_to_engines(db: &mut Conn, after: &str, limit: i64) -> sqlx::Result<Vec<Storyline>> {
    sqlx::query_as!(
        Storyline,
        "SELECT id, number, slug, title, summary, state, is_public, noindex, created_at, changed_at
         FROM storyline WHERE is_public AND NOT noindex AND id > $1 ORDER BY id LIMIT $2",
        after,
        limit
    )
    .fetch_all(db)
    .await
}

/// The storylines in which a story is filed, the newest first.
#[crate::boxed]
pub async fn of_story(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Storyline>> {
    sqlx::query_as!(
        Storyline,
        "SELECT s.id, s.number, s.slug, s.title, s.summary, s.state, s.is_public, s.noindex, s.created_at, s.changed_at
         FROM storyline_story f JOIN storyline s ON s.id = f.storyline_id
         WHERE f.story_id = $1 ORDER BY f.added_at DESC, s.id DESC",
        story
    )
    .fetch_all(db)
    .await
}

/// The storylines in which a story that readers see is filed.
#[crate::boxed]
pub async fn of_live(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Storyline>> {
    sqlx::query_as!(
        Storyline,
        "SELECT s.id, s.number, s.slug, s.title, s.summary, s.state, s.is_public, s.noindex, s.created_at, s.changed_at
         FROM live_storyline f JOIN storyline s ON s.id = f.storyline_id
         WHERE f.story_id = $1 ORDER BY s.changed_at DESC, s.id DESC",
        story
    )
    .fetch_all(db)
    .await
}

/// Files a story.
#[crate::boxed]
pub async fn file(db: &mut Conn, storyline: &str, story: &str, by: &str, at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO storyline_story (storyline_id, story_id, added_by, added_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (storyline_id, story_id) DO NOTHING",
        storyline,
        story,
        by,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a story out again.
#[crate::boxed]
pub async fn take_out(db: &mut Conn, storyline: &str, story: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM storyline_story WHERE storyline_id = $1 AND story_id = $2",
        storyline,
        story
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The stories filed in a storyline, the newest first.
#[crate::boxed]
pub async fn stories(db: &mut Conn, storyline: &str, limit: i64) -> sqlx::Result<Vec<StorylineStory>> {
    sqlx::query_as!(
        StorylineStory,
        r#"SELECT f.story_id, s.working_slug, r.headline, s.state, l.path AS "path?: String",
                  l.published_at AS "published_at?: i64", f.added_at
           FROM storyline_story f JOIN story s ON s.id = f.story_id JOIN revision r ON r.id = s.head
           LEFT JOIN live l ON l.story_id = f.story_id
           WHERE f.storyline_id = $1 ORDER BY f.added_at DESC, f.story_id DESC LIMIT $2"#,
        storyline,
        limit
    )
    .fetch_all(db)
    .await
}

/// Puts a story before readers as one of a storyline.
#[crate::boxed]
pub async fn put_live(db: &mut Conn, story: &str, storyline: &str, placed_at: Option<i64>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO live_storyline (story_id, storyline_id, placed_at) VALUES ($1, $2, $3)
         ON CONFLICT (story_id, storyline_id) DO UPDATE SET placed_at = excluded.placed_at",
        story,
        storyline,
        placed_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a story from the storylines that readers see.
#[crate::boxed]
pub async fn clear_live(db: &mut Conn, story: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM live_storyline WHERE story_id = $1", story)
        .execute(db)
        .await?;
    Ok(())
}

/// Takes a story from one storyline that readers see.
#[crate::boxed]
pub async fn clear_live_of(db: &mut Conn, story: &str, storyline: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM live_storyline WHERE story_id = $1 AND storyline_id = $2",
        story,
        storyline
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The stories of a storyline that readers see, the newest first.
#[crate::boxed]
pub async fn live_stories(db: &mut Conn, storyline: &str, limit: i64, offset: i64) -> sqlx::Result<Vec<Live>> {
    sqlx::query_as!(
        Live,
        "SELECT l.story_id, l.number, l.form, l.revision_id, l.path, l.section_id, l.kind, l.headline,
                l.short_headline, l.standfirst, l.picture_id, l.byline, l.words, l.published_at, l.updated_at,
                l.listed, l.noindex, l.changed_at, l.placed_at, l.developing_until, l.retracted_at
         FROM live_storyline t JOIN live l ON l.story_id = t.story_id
         WHERE t.storyline_id = $1 AND t.placed_at IS NOT NULL
         ORDER BY t.placed_at DESC, t.story_id DESC LIMIT $2 OFFSET $3",
        storyline,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many stories of a storyline readers see.
#[crate::boxed]
pub async fn count_live(db: &mut Conn, storyline: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(count(*) AS BIGINT) AS "n!" FROM live_storyline
           WHERE storyline_id = $1 AND placed_at IS NOT NULL"#,
        storyline
    )
    .fetch_one(db)
    .await
}

/// The stories of a storyline next to a moment, for the box beside one of them: up to so many before it.
#[crate::boxed]
pub async fn live_before(db: &mut Conn, storyline: &str, at: i64, limit: i64) -> sqlx::Result<Vec<Live>> {
    sqlx::query_as!(
        Live,
        "SELECT l.story_id, l.number, l.form, l.revision_id, l.path, l.section_id, l.kind, l.headline,
                l.short_headline, l.standfirst, l.picture_id, l.byline, l.words, l.published_at, l.updated_at,
                l.listed, l.noindex, l.changed_at, l.placed_at, l.developing_until, l.retracted_at
         FROM live_storyline t JOIN live l ON l.story_id = t.story_id
         WHERE t.storyline_id = $1 AND t.placed_at < $2
         ORDER BY t.placed_at DESC, t.story_id DESC LIMIT $3",
        storyline,
        at,
        limit
    )
    .fetch_all(db)
    .await
}

/// People of the record whom readers may be shown, by how many stories of a storyline name them.
#[crate::boxed]
pub async fn cast(db: &mut Conn, storyline: &str, limit: i64) -> sqlx::Result<Vec<CastMember>> {
    sqlx::query_as!(
        CastMember,
        "SELECT e.id, e.slug, e.name, e.public_role
         FROM (SELECT m.entity_id, count(*) AS n FROM live_storyline t
               JOIN live_mention m ON m.story_id = t.story_id
               WHERE t.storyline_id = $1 GROUP BY m.entity_id) c
         JOIN entity e ON e.id = c.entity_id
         WHERE e.kind = 'person' AND e.is_public AND e.merged_into IS NULL
         ORDER BY c.n DESC, e.folded, e.id LIMIT $2",
        storyline,
        limit
    )
    .fetch_all(db)
    .await
}

/// An event by id.
#[crate::boxed]
pub async fn event(db: &mut Conn, id: &str) -> sqlx::Result<Option<Event>> {
    sqlx::query_as!(
        Event,
        "SELECT id, storyline_id, story_id, kind, status, day, title, place, revision_id, block, sentence, state,
                decided_by, decided_at
         FROM event WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// Keeps an event, or what was decided of it anew.
#[crate::boxed]
pub async fn put_event(db: &mut Conn, event: &Event) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO event (id, storyline_id, story_id, kind, status, day, title, place, revision_id, block, sentence,
                            state, decided_by, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         ON CONFLICT (id) DO UPDATE SET
             kind = excluded.kind, status = excluded.status, day = excluded.day, title = excluded.title,
             place = excluded.place, revision_id = excluded.revision_id, block = excluded.block,
             sentence = excluded.sentence, state = excluded.state, decided_by = excluded.decided_by,
             decided_at = excluded.decided_at",
        event.id,
        event.storyline_id,
        event.story_id,
        event.kind,
        event.status,
        event.day,
        event.title,
        event.place,
        event.revision_id,
        event.block,
        event.sentence,
        event.state,
        event.decided_by,
        event.decided_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Every event of a storyline on which somebody decided, by day.
#[crate::boxed]
pub async fn events(db: &mut Conn, storyline: &str) -> sqlx::Result<Vec<Event>> {
    sqlx::query_as!(
        Event,
        "SELECT id, storyline_id, story_id, kind, status, day, title, place, revision_id, block, sentence, state,
                decided_by, decided_at
         FROM event WHERE storyline_id = $1 ORDER BY day, id",
        storyline
    )
    .fetch_all(db)
    .await
}

/// Every event that a story tells of, by day.
#[crate::boxed]
pub async fn events_of_story(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Event>> {
    sqlx::query_as!(
        Event,
        "SELECT id, storyline_id, story_id, kind, status, day, title, place, revision_id, block, sentence, state,
                decided_by, decided_at
         FROM event WHERE story_id = $1 ORDER BY day, id",
        story
    )
    .fetch_all(db)
    .await
}

/// Ids of the events of a story that readers see.
#[crate::boxed]
pub async fn live_events_of_story(db: &mut Conn, story: &str) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!("SELECT event_id FROM live_event WHERE story_id = $1", story)
        .fetch_all(db)
        .await
}

/// Puts an event on the timeline that readers see.
#[crate::boxed]
pub async fn put_live_event(db: &mut Conn, event: &Event, block: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO live_event (event_id, story_id, storyline_id, day, block) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (event_id) DO UPDATE SET day = excluded.day, block = excluded.block",
        event.id,
        event.story_id,
        event.storyline_id,
        event.day,
        block
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes an event from the timeline that readers see.
#[crate::boxed]
pub async fn clear_live_event(db: &mut Conn, id: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM live_event WHERE event_id = $1", id)
        .execute(db)
        .await?;
    Ok(())
}

/// Takes the events of a story from the timelines that readers see.
#[crate::boxed]
pub async fn clear_live_events(db: &mut Conn, story: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM live_event WHERE story_id = $1", story)
        .execute(db)
        .await?;
    Ok(())
}

/// The timeline that readers see, the oldest first; what has no day comes last.
#[crate::boxed]
pub async fn timeline(db: &mut Conn, storyline: &str, limit: i64) -> sqlx::Result<Vec<LiveEvent>> {
    sqlx::query_as!(
        LiveEvent,
        "SELECT e.id, e.kind, e.status, e.day, e.title, e.place, t.block, e.sentence, e.story_id, l.path, l.headline,
                l.published_at
         FROM live_event t JOIN event e ON e.id = t.event_id JOIN live l ON l.story_id = t.story_id
         WHERE t.storyline_id = $1
         ORDER BY CASE WHEN t.day = '' THEN 1 ELSE 0 END, t.day, t.event_id LIMIT $2",
        storyline,
        limit
    )
    .fetch_all(db)
    .await
}

/// The print of a live story's text, for finding the same text again.
#[crate::boxed]
pub async fn put_print(db: &mut Conn, story: &str, print: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO live_print (story_id, print) VALUES ($1, $2)
         ON CONFLICT (story_id) DO UPDATE SET print = excluded.print",
        story,
        print
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes the print of a story away: its text is printed no more.
#[crate::boxed]
pub async fn clear_print(db: &mut Conn, story: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM live_print WHERE story_id = $1", story)
        .execute(db)
        .await?;
    Ok(())
}

/// Another live story with the same text.
#[crate::boxed]
pub async fn same_print(db: &mut Conn, print: &str, but: &str) -> sqlx::Result<Option<Live>> {
    sqlx::query_as!(
        Live,
        "SELECT l.story_id, l.number, l.form, l.revision_id, l.path, l.section_id, l.kind, l.headline,
                l.short_headline, l.standfirst, l.picture_id, l.byline, l.words, l.published_at, l.updated_at,
                l.listed, l.noindex, l.changed_at, l.placed_at, l.developing_until, l.retracted_at
         FROM live_print p JOIN live l ON l.story_id = p.story_id
         WHERE p.print = $1 AND p.story_id <> $2 ORDER BY p.story_id LIMIT 1",
        print,
        but
    )
    .fetch_optional(db)
    .await
}
