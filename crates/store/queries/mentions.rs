//! Who stands in which story: names that were found, what people decided on them, and what readers see of it.
//! Included by both engine crates; called through `q!`. What was merged answers with what it stands for.

use crate::Conn;
use courant_model::record::{Entity, FoundName, Mention, NamingStory, OpenName};
use courant_model::story::Live;

/// What was decided about a name of a story.
#[crate::boxed]
pub async fn mention(db: &mut Conn, story: &str, folded: &str) -> sqlx::Result<Option<Mention>> {
    sqlx::query_as!(
        Mention,
        "SELECT story_id, folded, words, kind, entity_id, state, decided_by, decided_at FROM mention
         WHERE story_id = $1 AND folded = $2",
        story,
        folded
    )
    .fetch_optional(db)
    .await
}

/// All that was decided about the names of a story.
#[crate::boxed]
pub async fn mentions(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Mention>> {
    sqlx::query_as!(
        Mention,
        "SELECT story_id, folded, words, kind, entity_id, state, decided_by, decided_at FROM mention
         WHERE story_id = $1 ORDER BY folded",
        story
    )
    .fetch_all(db)
    .await
}

/// Keeps a decision; a later one takes the place of an earlier.
#[crate::boxed]
pub async fn put_mention(db: &mut Conn, mention: &Mention) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO mention (story_id, folded, words, kind, entity_id, state, decided_by, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (story_id, folded) DO UPDATE SET words = excluded.words, kind = excluded.kind,
             entity_id = excluded.entity_id, state = excluded.state, decided_by = excluded.decided_by,
             decided_at = excluded.decided_at",
        mention.story_id,
        mention.folded,
        mention.words,
        mention.kind,
        mention.entity_id,
        mention.state,
        mention.decided_by,
        mention.decided_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a decision back: the name is open again.
#[crate::boxed]
pub async fn drop_mention(db: &mut Conn, story: &str, folded: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM mention WHERE story_id = $1 AND folded = $2", story, folded)
        .execute(db)
        .await?;
    Ok(())
}

/// Stories in which somebody was confirmed, newest change first, with the name as it stands there.
#[crate::boxed]
pub async fn naming(db: &mut Conn, id: &str, limit: i64) -> sqlx::Result<Vec<NamingStory>> {
    sqlx::query_as!(
        NamingStory,
        r#"SELECT m.story_id, s.working_slug, r.headline, s.state, m.folded, m.words, l.path AS "path?"
           FROM entity e JOIN mention m ON m.entity_id = e.id JOIN story s ON s.id = m.story_id
           JOIN revision r ON r.id = s.head LEFT JOIN live l ON l.story_id = s.id
           WHERE e.stands_for = $1 AND m.state = 'confirmed'
           ORDER BY s.changed_at DESC, s.id DESC, m.folded LIMIT $2"#,
        id,
        limit
    )
    .fetch_all(db)
    .await
}

/// In how many stories somebody was confirmed.
#[crate::boxed]
pub async fn count_naming(db: &mut Conn, id: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(count(DISTINCT m.story_id) AS BIGINT) AS "n!"
           FROM entity e JOIN mention m ON m.entity_id = e.id WHERE e.stands_for = $1 AND m.state = 'confirmed'"#,
        id
    )
    .fetch_one(db)
    .await
}

/// Takes what was found in a story away before it is found anew.
#[crate::boxed]
pub async fn clear_found(db: &mut Conn, story: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM name_found WHERE story_id = $1", story)
        .execute(db)
        .await?;
    Ok(())
}

/// Keeps a name that was found in a story.
#[crate::boxed]
pub async fn put_found(db: &mut Conn, story: &str, found: &FoundName) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO name_found (story_id, folded, words, kind, times) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (story_id, folded) DO NOTHING",
        story,
        found.folded,
        found.words,
        found.kind,
        found.times
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Names found on which nobody has decided, those of most stories first; an empty `kind` takes any.
#[crate::boxed]
pub async fn open(db: &mut Conn, kind: &str, limit: i64, offset: i64) -> sqlx::Result<Vec<OpenName>> {
    sqlx::query_as!(
        OpenName,
        r#"SELECT f.folded AS "folded!", min(f.words) AS "words!", min(f.kind) AS "kind!", CAST(count(*) AS BIGINT) AS "stories!",
                  CAST(sum(f.times) AS BIGINT) AS "times!"
           FROM name_found f
           WHERE ($1 = '' OR f.kind = $1)
             AND NOT EXISTS (SELECT 1 FROM mention m WHERE m.story_id = f.story_id AND m.folded = f.folded)
           GROUP BY f.folded ORDER BY 4 DESC, 5 DESC, f.folded LIMIT $2 OFFSET $3"#,
        kind,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many names are open.
#[crate::boxed]
pub async fn count_open(db: &mut Conn, kind: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(count(DISTINCT f.folded) AS BIGINT) AS "n!" FROM name_found f
           WHERE ($1 = '' OR f.kind = $1)
             AND NOT EXISTS (SELECT 1 FROM mention m WHERE m.story_id = f.story_id AND m.folded = f.folded)"#,
        kind
    )
    .fetch_one(db)
    .await
}

/// Stories in which an open name stands, newest change first.
#[crate::boxed]
pub async fn open_in(db: &mut Conn, folded: &str, limit: i64) -> sqlx::Result<Vec<NamingStory>> {
    sqlx::query_as!(
        NamingStory,
        r#"SELECT f.story_id, s.working_slug, r.headline, s.state, f.folded, f.words, l.path AS "path?"
           FROM name_found f JOIN story s ON s.id = f.story_id
           JOIN revision r ON r.id = s.head LEFT JOIN live l ON l.story_id = s.id
           WHERE f.folded = $1
             AND NOT EXISTS (SELECT 1 FROM mention m WHERE m.story_id = f.story_id AND m.folded = f.folded)
           ORDER BY s.changed_at DESC, s.id DESC LIMIT $2"#,
        folded,
        limit
    )
    .fetch_all(db)
    .await
}

/// Ids that stand in a live story, as they were confirmed.
#[crate::boxed]
pub async fn live_ids(db: &mut Conn, story: &str) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT entity_id FROM live_mention WHERE story_id = $1 ORDER BY entity_id",
        story
    )
    .fetch_all(db)
    .await
}

/// Everything that stands in a live story, each once, by name; public or not.
#[crate::boxed]
pub async fn of_live(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Entity>> {
    sqlx::query_as!(
        Entity,
        "SELECT id, number, kind, slug, name, folded, description, gazetteer, wikidata, public_role, is_public,
                noindex, merged_into, stands_for, created_at, changed_at
         FROM entity WHERE id IN (
             SELECT e.stands_for FROM live_mention m JOIN entity e ON e.id = m.entity_id WHERE m.story_id = $1)
         ORDER BY folded, id",
        story
    )
    .fetch_all(db)
    .await
}

/// Takes the names of a live story from readers.
#[crate::boxed]
pub async fn clear_live(db: &mut Conn, story: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM live_mention WHERE story_id = $1", story)
        .execute(db)
        .await?;
    Ok(())
}

/// Says that somebody stands in a live story.
#[crate::boxed]
pub async fn put_live(db: &mut Conn, story: &str, entity: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO live_mention (story_id, entity_id) VALUES ($1, $2)
         ON CONFLICT (story_id, entity_id) DO NOTHING",
        story,
        entity
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Listed stories in which somebody stands, by their place, newest first.
#[crate::boxed]
pub async fn stories_of(db: &mut Conn, id: &str, limit: i64, offset: i64) -> sqlx::Result<Vec<Live>> {
    sqlx::query_as!(
        Live,
        "SELECT story_id, number, form, revision_id, path, section_id, kind, headline, short_headline,
                standfirst, picture_id, byline, words, published_at, updated_at, listed, noindex,
                changed_at, placed_at, developing_until, retracted_at
         FROM live WHERE listed AND retracted_at IS NULL AND story_id IN (
             SELECT m.story_id FROM entity e JOIN live_mention m ON m.entity_id = e.id WHERE e.stands_for = $1)
         ORDER BY placed_at DESC, story_id DESC LIMIT $2 OFFSET $3",
        id,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many that are.
#[crate::boxed]
pub async fn count_stories(db: &mut Conn, id: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(count(DISTINCT m.story_id) AS BIGINT) AS "n!"
           FROM entity e JOIN live_mention m ON m.entity_id = e.id JOIN live l ON l.story_id = m.story_id
           WHERE e.stands_for = $1 AND l.listed AND l.retracted_at IS NULL"#,
        id
    )
    .fetch_one(db)
    .await
}

/// Live stories in which somebody stands, listed or not: whose pages change when a name does.
#[crate::boxed]
pub async fn live_stories(db: &mut Conn, id: &str) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT DISTINCT m.story_id FROM entity e JOIN live_mention m ON m.entity_id = e.id
         WHERE e.stands_for = $1 ORDER BY m.story_id",
        id
    )
    .fetch_all(db)
    .await
}

/// What the copy desk takes a name of a story for.
#[crate::boxed]
pub async fn kind_found(db: &mut Conn, story: &str, folded: &str) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "SELECT kind FROM name_found WHERE story_id = $1 AND folded = $2",
        story,
        folded
    )
    .fetch_optional(db)
    .await
}
