//! Stories and their revisions: the newsroom's side. Readers' ways out use `live.rs`.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::shelf;
use courant_model::story::{Revision, Story};

/// A story.
#[crate::boxed]
pub async fn by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Story>> {
    sqlx::query_as!(
        Story,
        "SELECT id, number, form, state, working_slug, head, origin, rights, noindex, created_at, begun_by, assignee, brief,
                due_at, planned_words, wanted_slug, embargo_until, embargo_local, unread_since, changed_at,
                due_day, picture_wanted
         FROM story WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// The newest story with a working slug.
#[crate::boxed]
pub async fn by_working_slug(db: &mut Conn, slug: &str) -> sqlx::Result<Option<Story>> {
    sqlx::query_as!(
        Story,
        "SELECT id, number, form, state, working_slug, head, origin, rights, noindex, created_at, begun_by, assignee, brief,
                due_at, planned_words, wanted_slug, embargo_until, embargo_local, unread_since, changed_at,
                due_day, picture_wanted
         FROM story WHERE working_slug = $1 ORDER BY id DESC LIMIT 1",
        slug
    )
    .fetch_optional(db)
    .await
}

/// The newest story brought in from an address.
#[crate::boxed]
pub async fn by_origin(db: &mut Conn, origin: &str) -> sqlx::Result<Option<Story>> {
    sqlx::query_as!(
        Story,
        "SELECT id, number, form, state, working_slug, head, origin, rights, noindex, created_at, begun_by, assignee, brief,
                due_at, planned_words, wanted_slug, embargo_until, embargo_local, unread_since, changed_at,
                due_day, picture_wanted
         FROM story WHERE origin = $1 ORDER BY id DESC LIMIT 1",
        origin
    )
    .fetch_optional(db)
    .await
}

/// Begins a story.
#[crate::boxed]
pub async fn begin(db: &mut Conn, story: &Story) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO story (id, number, form, state, working_slug, head, origin, rights, noindex, created_at, begun_by, assignee,
                            brief, due_at, planned_words, wanted_slug, embargo_until, embargo_local, unread_since,
                            changed_at, due_day, picture_wanted)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)",
        story.id,
        story.number,
        story.form,
        story.state,
        story.working_slug,
        story.head,
        story.origin,
        story.rights,
        story.noindex,
        story.created_at,
        story.begun_by,
        story.assignee,
        story.brief,
        story.due_at,
        story.planned_words,
        story.wanted_slug,
        story.embargo_until,
        story.embargo_local,
        story.unread_since,
        story.changed_at,
        story.due_day,
        story.picture_wanted
    )
    .execute(&mut *db)
    .await?;
    keep_words(db, &story.id, "slug", &story.working_slug).await
}

/// Sets state, latest revision and time of change.
#[crate::boxed]
pub async fn advance(db: &mut Conn, id: &str, state: &str, head: &str, at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE story SET state = $2, head = $3, changed_at = $4,
                          section_id = (SELECT section_id FROM revision WHERE revision.id = $3)
         WHERE id = $1",
        id,
        state,
        head,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A revision.
#[crate::boxed]
pub async fn revision(db: &mut Conn, id: &str) -> sqlx::Result<Option<Revision>> {
    sqlx::query_as!(
        Revision,
        "SELECT id, story_id, at, actor, headline, short_headline, search_title, share_title, standfirst, document,
                dateline, section_id, kind, picture_id, byline, topics, words, name
         FROM revision WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// Keeps a revision that was never the newest here: one that a story had before it was brought in.
#[crate::boxed]
pub async fn keep_older_revision(db: &mut Conn, revision: &Revision) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO revision (id, story_id, at, actor, headline, short_headline, search_title, share_title,
                               standfirst, document, dateline, section_id, kind, picture_id, byline, topics, words, name)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        revision.id,
        revision.story_id,
        revision.at,
        revision.actor,
        revision.headline,
        revision.short_headline,
        revision.search_title,
        revision.share_title,
        revision.standfirst,
        revision.document,
        revision.dateline,
        revision.section_id,
        revision.kind,
        revision.picture_id,
        revision.byline,
        revision.topics,
        revision.words,
        revision.name
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps a revision, and the words of its headline for the desk's lists.
#[crate::boxed]
pub async fn keep_revision(db: &mut Conn, revision: &Revision) -> sqlx::Result<()> {
    keep_older_revision(db, revision).await?;
    sqlx::query!(
        "UPDATE story SET section_id = $2 WHERE id = $1 AND head = $3",
        revision.story_id,
        revision.section_id,
        revision.id
    )
    .execute(&mut *db)
    .await?;
    keep_words(db, &revision.story_id, "headline", &revision.headline).await
}

/// Puts the words of a text in place of those that a story had from the same source: `slug` or `headline`.
#[crate::boxed]
pub async fn keep_words(db: &mut Conn, story: &str, source: &str, text: &str) -> sqlx::Result<()> {
    let words = shelf::words(text);
    let kept = sqlx::query_scalar!(
        "SELECT word FROM story_word WHERE story_id = $1 AND source = $2",
        story,
        source
    )
    .fetch_all(&mut *db)
    .await?;
    for word in kept.iter().filter(|word| !words.contains(word)) {
        sqlx::query!(
            "DELETE FROM story_word WHERE word = $1 AND story_id = $2 AND source = $3",
            word,
            story,
            source
        )
        .execute(&mut *db)
        .await?;
    }
    let new: Vec<&String> = words.iter().filter(|word| !kept.contains(word)).collect();
    if !new.is_empty() {
        crate::only::add_words(db, story, source, &new).await?;
    }
    Ok(())
}
