//! What readers see: the `live` rows. Every public way out reads stories here and nowhere else.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::story::Live;

/// A live story.
#[crate::boxed]
pub async fn by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Live>> {
    sqlx::query_as!(
        Live,
        "SELECT story_id, number, form, revision_id, path, section_id, kind, headline, short_headline,
                standfirst, picture_id, byline, words, published_at, updated_at, listed, noindex,
                changed_at, placed_at, developing_until, retracted_at
         FROM live WHERE story_id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// Listed stories by their place, newest first. Retracted ones stand only where `retracted` asks for them: in feeds,
/// so that the notice takes the place of the text with those who have it.
#[crate::boxed]
pub async fn latest(db: &mut Conn, retracted: bool, limit: i64, offset: i64) -> sqlx::Result<Vec<Live>> {
    sqlx::query_as!(
        Live,
        "SELECT story_id, number, form, revision_id, path, section_id, kind, headline, short_headline,
                standfirst, picture_id, byline, words, published_at, updated_at, listed, noindex,
                changed_at, placed_at, developing_until, retracted_at
         FROM live WHERE listed AND (retracted_at IS NULL OR $1)
         ORDER BY placed_at DESC, story_id DESC LIMIT $2 OFFSET $3",
        retracted,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// Listed stories of a section, like [`latest`].
#[crate::boxed]
pub async fn of_section(
    db: &mut Conn,
    section: &str,
    retracted: bool,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Live>> {
    sqlx::query_as!(
        Live,
        "SELECT story_id, number, form, revision_id, path, section_id, kind, headline, short_headline,
                standfirst, picture_id, byline, words, published_at, updated_at, listed, noindex,
                changed_at, placed_at, developing_until, retracted_at
         FROM live WHERE section_id = $1 AND listed AND (retracted_at IS NULL OR $2)
         ORDER BY placed_at DESC, story_id DESC LIMIT $3 OFFSET $4",
        section,
        retracted,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// Listed stories under a topic, like [`latest`].
#[crate::boxed]
pub async fn of_topic(db: &mut Conn, topic: &str, retracted: bool, limit: i64, offset: i64) -> sqlx::Result<Vec<Live>> {
    sqlx::query_as!(
        Live,
        "SELECT l.story_id, l.number, l.form, l.revision_id, l.path, l.section_id, l.kind, l.headline,
                l.short_headline, l.standfirst, l.picture_id, l.byline, l.words, l.published_at, l.updated_at,
                l.listed, l.noindex, l.changed_at, l.placed_at, l.developing_until, l.retracted_at
         FROM live_topic t JOIN live l ON l.story_id = t.story_id WHERE t.topic_id = $1
           AND t.published_at IS NOT NULL AND (l.retracted_at IS NULL OR $2)
         ORDER BY t.published_at DESC, t.story_id DESC LIMIT $3 OFFSET $4",
        topic,
        retracted,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// Listed stories signed by an author, like [`latest`].
#[crate::boxed]
pub async fn of_author(
    db: &mut Conn,
    author: &str,
    retracted: bool,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Live>> {
    sqlx::query_as!(
        Live,
        "SELECT l.story_id, l.number, l.form, l.revision_id, l.path, l.section_id, l.kind, l.headline,
                l.short_headline, l.standfirst, l.picture_id, l.byline, l.words, l.published_at, l.updated_at,
                l.listed, l.noindex, l.changed_at, l.placed_at, l.developing_until, l.retracted_at
         FROM live_author a JOIN live l ON l.story_id = a.story_id WHERE a.author_id = $1
           AND a.published_at IS NOT NULL AND (l.retracted_at IS NULL OR $2)
         ORDER BY a.published_at DESC, a.story_id DESC LIMIT $3 OFFSET $4",
        author,
        retracted,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// Listed stories published since a moment, newest first.
#[crate::boxed]
pub async fn since(db: &mut Conn, at: i64, limit: i64) -> sqlx::Result<Vec<Live>> {
    sqlx::query_as!(
        Live,
        "SELECT story_id, number, form, revision_id, path, section_id, kind, headline, short_headline,
                standfirst, picture_id, byline, words, published_at, updated_at, listed, noindex,
                changed_at, placed_at, developing_until, retracted_at
         FROM live WHERE listed AND retracted_at IS NULL AND published_at >= $1
         ORDER BY published_at DESC, story_id DESC LIMIT $2",
        at,
        limit
    )
    .fetch_all(db)
    .await
}

/// All live rows after an id, in order of id: for sitemaps and for building an index anew.
#[crate::boxed]
pub async fn after(db: &mut Conn, id: &str, limit: i64) -> sqlx::Result<Vec<Live>> {
    sqlx::query_as!(
        Live,
        "SELECT story_id, number, form, revision_id, path, section_id, kind, headline, short_headline,
                standfirst, picture_id, byline, words, published_at, updated_at, listed, noindex,
                changed_at, placed_at, developing_until, retracted_at
         FROM live WHERE story_id > $1 ORDER BY story_id LIMIT $2",
        id,
        limit
    )
    .fetch_all(db)
    .await
}

/// A live story whose headline is exactly this.
#[crate::boxed]
pub async fn by_headline(db: &mut Conn, headline: &str) -> sqlx::Result<Option<Live>> {
    sqlx::query_as!(
        Live,
        "SELECT story_id, number, form, revision_id, path, section_id, kind, headline, short_headline,
                standfirst, picture_id, byline, words, published_at, updated_at, listed, noindex,
                changed_at, placed_at, developing_until, retracted_at
         FROM live WHERE headline = $1 ORDER BY published_at DESC LIMIT 1",
        headline
    )
    .fetch_optional(db)
    .await
}

/// Live stories that print a picture as their lead.
#[crate::boxed]
pub async fn with_picture(db: &mut Conn, picture: &str) -> sqlx::Result<Vec<Live>> {
    sqlx::query_as!(
        Live,
        "SELECT story_id, number, form, revision_id, path, section_id, kind, headline, short_headline,
                standfirst, picture_id, byline, words, published_at, updated_at, listed, noindex,
                changed_at, placed_at, developing_until, retracted_at
         FROM live WHERE picture_id = $1",
        picture
    )
    .fetch_all(db)
    .await
}

/// How many stories are listed.
#[crate::boxed]
pub async fn count_latest(db: &mut Conn) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"SELECT CAST(count(*) AS BIGINT) AS "n!" FROM live WHERE listed AND retracted_at IS NULL"#)
        .fetch_one(db)
        .await
}

/// How many stories a section lists.
#[crate::boxed]
pub async fn count_section(db: &mut Conn, section: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(count(*) AS BIGINT) AS "n!" FROM live
           WHERE section_id = $1 AND listed AND retracted_at IS NULL"#,
        section
    )
    .fetch_one(db)
    .await
}

/// How many stories stand under a topic.
#[crate::boxed]
pub async fn count_topic(db: &mut Conn, topic: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(count(*) AS BIGINT) AS "n!"
           FROM live_topic t JOIN live l ON l.story_id = t.story_id
           WHERE t.topic_id = $1 AND t.published_at IS NOT NULL AND l.retracted_at IS NULL"#,
        topic
    )
    .fetch_one(db)
    .await
}

/// How many stories an author signed.
#[crate::boxed]
pub async fn count_author(db: &mut Conn, author: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(count(*) AS BIGINT) AS "n!"
           FROM live_author a JOIN live l ON l.story_id = a.story_id
           WHERE a.author_id = $1 AND a.published_at IS NOT NULL AND l.retracted_at IS NULL"#,
        author
    )
    .fetch_one(db)
    .await
}

/// Puts a story before readers, or what they see of it anew.
#[crate::boxed]
pub async fn put(db: &mut Conn, live: &Live) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO live (story_id, number, form, revision_id, path, section_id, kind, headline, short_headline,
                           standfirst, picture_id, byline, words, published_at, updated_at, listed, noindex,
                           changed_at, placed_at, developing_until, retracted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
         ON CONFLICT (story_id) DO UPDATE SET
             number = excluded.number, form = excluded.form, revision_id = excluded.revision_id,
             path = excluded.path, section_id = excluded.section_id, kind = excluded.kind,
             headline = excluded.headline, short_headline = excluded.short_headline,
             standfirst = excluded.standfirst, picture_id = excluded.picture_id, byline = excluded.byline,
             words = excluded.words, published_at = excluded.published_at, updated_at = excluded.updated_at,
             listed = excluded.listed, noindex = excluded.noindex, changed_at = excluded.changed_at,
             placed_at = excluded.placed_at, developing_until = excluded.developing_until,
             retracted_at = excluded.retracted_at",
        live.story_id,
        live.number,
        live.form,
        live.revision_id,
        live.path,
        live.section_id,
        live.kind,
        live.headline,
        live.short_headline,
        live.standfirst,
        live.picture_id,
        live.byline,
        live.words,
        live.published_at,
        live.updated_at,
        live.listed,
        live.noindex,
        live.changed_at,
        live.placed_at,
        live.developing_until,
        live.retracted_at
    )
    .execute(&mut *db)
    .await?;
    crate::listings::put(db, live).await
}

/// Takes a story from readers.
#[crate::boxed]
pub async fn remove(db: &mut Conn, story: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM live WHERE story_id = $1", story)
        .execute(db)
        .await?;
    Ok(())
}
