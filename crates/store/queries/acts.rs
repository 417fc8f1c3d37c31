//! What was done to stories beyond their text: acts, embargoes, who has read them, who wrote them.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::reply::{Reply, Report};
use courant_model::story::{Revision, StoryAct, Writing};

/// Keeps an act.
#[crate::boxed]
pub async fn keep(db: &mut Conn, act: &StoryAct) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO story_act (id, story_id, kind, at, actor, revision_id, note) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        act.id,
        act.story_id,
        act.kind,
        act.at,
        act.actor,
        act.revision_id,
        act.note
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Acts on a story, oldest first.
#[crate::boxed]
pub async fn of_story(db: &mut Conn, story: &str) -> sqlx::Result<Vec<StoryAct>> {
    sqlx::query_as!(
        StoryAct,
        "SELECT id, story_id, kind, at, actor, revision_id, note FROM story_act WHERE story_id = $1 ORDER BY at, id",
        story
    )
    .fetch_all(db)
    .await
}

/// Sets or lifts an embargo.
#[crate::boxed]
pub async fn set_embargo(db: &mut Conn, story: &str, until: Option<i64>, local: &str, at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE story SET embargo_until = $2, embargo_local = $3, changed_at = $4 WHERE id = $1",
        story,
        until,
        local,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Puts a story on the list of what is still to be read, or takes it off.
#[crate::boxed]
pub async fn set_unread(db: &mut Conn, story: &str, since: Option<i64>, at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE story SET unread_since = $2, changed_at = $3 WHERE id = $1",
        story,
        since,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ids of stories that are still to be read by a second person, longest waiting first.
#[crate::boxed]
pub async fn to_be_read(db: &mut Conn, limit: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT id FROM story WHERE unread_since IS NOT NULL ORDER BY unread_since, id LIMIT $1",
        limit
    )
    .fetch_all(db)
    .await
}

/// Asks engines to leave a story out, or no longer.
#[crate::boxed]
pub async fn set_noindex(db: &mut Conn, story: &str, noindex: bool, at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE story SET noindex = $2, changed_at = $3 WHERE id = $1",
        story,
        noindex,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Who made the revisions of a story and with how many words, oldest first.
#[crate::boxed]
pub async fn writing(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Writing>> {
    sqlx::query_as!(
        Writing,
        "SELECT actor, words FROM revision WHERE story_id = $1 ORDER BY at, id",
        story
    )
    .fetch_all(db)
    .await
}

/// Every revision of a story.
#[crate::boxed]
pub async fn revisions(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Revision>> {
    sqlx::query_as!(
        Revision,
        "SELECT id, story_id, at, actor, headline, short_headline, search_title, share_title, standfirst, document,
                dateline, section_id, kind, picture_id, byline, topics, words, name
         FROM revision WHERE story_id = $1 ORDER BY at, id",
        story
    )
    .fetch_all(db)
    .await
}

/// Writes a revision anew. Revisions never change; that a name is taken out of them for good is the one exception.
#[crate::boxed]
pub async fn rewrite_revision(db: &mut Conn, revision: &Revision) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE revision SET headline = $2, short_headline = $3, search_title = $4, share_title = $5, standfirst = $6,
                             dateline = $7, document = $8, byline = $9, name = $10, topics = $11
         WHERE id = $1",
        revision.id,
        revision.headline,
        revision.short_headline,
        revision.search_title,
        revision.share_title,
        revision.standfirst,
        revision.dateline,
        revision.document,
        revision.byline,
        revision.name,
        revision.topics
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes a correction anew, without a name.
#[crate::boxed]
pub async fn rewrite_correction(db: &mut Conn, id: &str, wrong: &str, correct: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE correction SET wrong = $2, correct = $3 WHERE id = $1",
        id,
        wrong,
        correct
    )
    .execute(db)
    .await?;
    Ok(())
}

/// All replies to a story, in whatever state.
#[crate::boxed]
pub async fn replies(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Reply>> {
    sqlx::query_as!(
        Reply,
        "SELECT id, number, story_id, parent_id, name, document, state, at FROM reply WHERE story_id = $1 ORDER BY at, id",
        story
    )
    .fetch_all(db)
    .await
}

/// Writes a reply anew, without a name.
#[crate::boxed]
pub async fn rewrite_reply(db: &mut Conn, id: &str, name: &str, document: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE reply SET name = $2, document = $3 WHERE id = $1",
        id,
        name,
        document
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Readers' reports about a story.
#[crate::boxed]
pub async fn reports(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Report>> {
    sqlx::query_as!(
        Report,
        "SELECT id, story_id, at, body, passage, email_cipher, email_key, client_mac FROM report
         WHERE story_id = $1 ORDER BY at, id",
        story
    )
    .fetch_all(db)
    .await
}

/// Writes a report anew, without a name.
#[crate::boxed]
pub async fn rewrite_report(db: &mut Conn, id: &str, body: &str, passage: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE report SET body = $2, passage = $3 WHERE id = $1",
        id,
        body,
        passage
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes a note anew, without a name.
#[crate::boxed]
pub async fn rewrite_note(db: &mut Conn, id: &str, body: &str, quoted: &str) -> sqlx::Result<()> {
    sqlx::query!("UPDATE note SET body = $2, quoted = $3 WHERE id = $1", id, body, quoted)
        .execute(db)
        .await?;
    Ok(())
}

/// Writes what the desk says of a story anew, without a name.
#[crate::boxed]
pub async fn rewrite_story(db: &mut Conn, id: &str, working: &str, wanted: &str, brief: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE story SET working_slug = $2, wanted_slug = $3, brief = $4 WHERE id = $1",
        id,
        working,
        wanted,
        brief
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets the words by which the desk finds a story; its next change brings the present ones back.
#[crate::boxed]
pub async fn forget_words(db: &mut Conn, story: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM story_word WHERE story_id = $1", story)
        .execute(db)
        .await?;
    Ok(())
}

/// Drops an address altogether, so that not even its path is kept.
#[crate::boxed]
pub async fn drop_address(db: &mut Conn, path: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM address WHERE path = $1", path)
        .execute(db)
        .await?;
    Ok(())
}
