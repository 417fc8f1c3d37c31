//! Sections, topics and authors.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::term::{Author, Section, Signature, Topic};

/// All sections in the order of the row.
#[crate::boxed]
pub async fn sections(db: &mut Conn) -> sqlx::Result<Vec<Section>> {
    sqlx::query_as!(
        Section,
        "SELECT id, number, slug, name, description, position, replies, replies_close_after_days
         FROM section WHERE removed_at IS NULL ORDER BY position, slug"
    )
    .fetch_all(db)
    .await
}

/// Adds a section.
#[crate::boxed]
pub async fn add_section(db: &mut Conn, section: &Section) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO section (id, number, slug, name, description, position, replies, replies_close_after_days)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        section.id,
        section.number,
        section.slug,
        section.name,
        section.description,
        section.position,
        section.replies,
        section.replies_close_after_days
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A section by the end of its address, also one that was removed; and whether it was.
#[crate::boxed]
pub async fn section_at(db: &mut Conn, slug: &str) -> sqlx::Result<Option<(String, i64, bool)>> {
    let row = sqlx::query!("SELECT id, number, removed_at FROM section WHERE slug = $1", slug)
        .fetch_optional(db)
        .await?;
    Ok(row.map(|row| (row.id, row.number, row.removed_at.is_some())))
}

/// Takes a section away, or brings it back. Its row stays for the revisions of stories that name it.
#[crate::boxed]
pub async fn set_section_removed(db: &mut Conn, id: &str, at: Option<i64>) -> sqlx::Result<()> {
    sqlx::query!("UPDATE section SET removed_at = $2 WHERE id = $1", id, at)
        .execute(db)
        .await?;
    Ok(())
}

/// Whether a story lies in a section: one before readers, or one that the desk has in hand. What was killed or taken down
/// is neither, and nobody could move it.
#[crate::boxed]
pub async fn is_section_used(db: &mut Conn, id: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM live WHERE section_id = $1)
               OR EXISTS (SELECT 1 FROM story s JOIN revision r ON r.id = s.head
                          WHERE r.section_id = $1 AND s.state NOT IN ('killed', 'removed')) AS "e!: bool""#,
        id
    )
    .fetch_one(db)
    .await
}

/// Changes what is printed of a section, its place, and how it takes replies; its slug stays.
#[crate::boxed]
pub async fn revise_section(db: &mut Conn, section: &Section) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE section SET name = $2, description = $3, replies = $4, replies_close_after_days = $5, position = $6
         WHERE id = $1",
        section.id,
        section.name,
        section.description,
        section.replies,
        section.replies_close_after_days,
        section.position
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A topic by the end of its address.
#[crate::boxed]
pub async fn topic_by_slug(db: &mut Conn, slug: &str) -> sqlx::Result<Option<Topic>> {
    sqlx::query_as!(
        Topic,
        "SELECT id, number, slug, name, description FROM topic WHERE slug = $1",
        slug
    )
    .fetch_optional(db)
    .await
}

/// A topic.
#[crate::boxed]
pub async fn topic(db: &mut Conn, id: &str) -> sqlx::Result<Option<Topic>> {
    sqlx::query_as!(
        Topic,
        "SELECT id, number, slug, name, description FROM topic WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// All topics, by slug.
#[crate::boxed]
pub async fn topics(db: &mut Conn) -> sqlx::Result<Vec<Topic>> {
    sqlx::query_as!(
        Topic,
        "SELECT id, number, slug, name, description FROM topic ORDER BY slug"
    )
    .fetch_all(db)
    .await
}

/// All topics under which a live story stands, by slug.
#[crate::boxed]
pub async fn topics_in_use(db: &mut Conn) -> sqlx::Result<Vec<Topic>> {
    sqlx::query_as!(
        Topic,
        "SELECT id, number, slug, name, description FROM topic
         WHERE EXISTS (SELECT 1 FROM live_topic WHERE topic_id = topic.id) ORDER BY slug"
    )
    .fetch_all(db)
    .await
}

/// Adds a topic.
#[crate::boxed]
pub async fn add_topic(db: &mut Conn, topic: &Topic) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO topic (id, number, slug, name, description) VALUES ($1, $2, $3, $4, $5)",
        topic.id,
        topic.number,
        topic.slug,
        topic.name,
        topic.description
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether a live story other than this one stands under a topic.
#[crate::boxed]
pub async fn is_topic_of_others(db: &mut Conn, topic: &str, story: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM live_topic WHERE topic_id = $1 AND story_id <> $2) AS "e!: bool""#,
        topic,
        story
    )
    .fetch_one(db)
    .await
}

/// Writes a topic anew, without a name.
#[crate::boxed]
pub async fn rewrite_topic(db: &mut Conn, topic: &Topic) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE topic SET slug = $2, name = $3, description = $4 WHERE id = $1",
        topic.id,
        topic.slug,
        topic.name,
        topic.description
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Topics of a live story, in order.
#[crate::boxed]
pub async fn topics_of(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Topic>> {
    sqlx::query_as!(
        Topic,
        "SELECT t.id, t.number, t.slug, t.name, t.description
         FROM live_topic l JOIN topic t ON t.id = l.topic_id WHERE l.story_id = $1 ORDER BY l.position",
        story
    )
    .fetch_all(db)
    .await
}

/// An author by the end of the address.
#[crate::boxed]
pub async fn author_by_slug(db: &mut Conn, slug: &str) -> sqlx::Result<Option<Author>> {
    sqlx::query_as!(
        Author,
        "SELECT id, number, slug, name, role, bio, contact FROM author WHERE slug = $1",
        slug
    )
    .fetch_optional(db)
    .await
}

/// An author.
#[crate::boxed]
pub async fn author(db: &mut Conn, id: &str) -> sqlx::Result<Option<Author>> {
    sqlx::query_as!(
        Author,
        "SELECT id, number, slug, name, role, bio, contact FROM author WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// All authors, by slug.
#[crate::boxed]
pub async fn authors(db: &mut Conn) -> sqlx::Result<Vec<Author>> {
    sqlx::query_as!(
        Author,
        "SELECT id, number, slug, name, role, bio, contact FROM author ORDER BY slug"
    )
    .fetch_all(db)
    .await
}

/// Adds an author.
#[crate::boxed]
pub async fn add_author(db: &mut Conn, author: &Author) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO author (id, number, slug, name, role, bio, contact) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        author.id,
        author.number,
        author.slug,
        author.name,
        author.role,
        author.bio,
        author.contact
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Who signed a live story, in order.
#[crate::boxed]
pub async fn signatures(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Signature>> {
    sqlx::query_as!(
        Signature,
        "SELECT position, author_id, guest, role FROM live_author WHERE story_id = $1 ORDER BY position",
        story
    )
    .fetch_all(db)
    .await
}

/// Clears byline and topics of a live story before they are written anew.
#[crate::boxed]
pub async fn clear_live(db: &mut Conn, story: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM live_author WHERE story_id = $1", story)
        .execute(&mut *db)
        .await?;
    sqlx::query!("DELETE FROM live_topic WHERE story_id = $1", story)
        .execute(db)
        .await?;
    Ok(())
}

/// Writes one signature of a live story.
#[crate::boxed]
pub async fn sign(db: &mut Conn, story: &str, signature: &Signature, published_at: Option<i64>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO live_author (story_id, position, author_id, guest, role, published_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        story,
        signature.position,
        signature.author_id,
        signature.guest,
        signature.role,
        published_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Files a live story under a topic.
#[crate::boxed]
pub async fn file_under(
    db: &mut Conn,
    story: &str,
    topic: &str,
    position: i64,
    published_at: Option<i64>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO live_topic (story_id, topic_id, position, published_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (story_id, topic_id) DO NOTHING",
        story,
        topic,
        position,
        published_at
    )
    .execute(db)
    .await?;
    Ok(())
}
