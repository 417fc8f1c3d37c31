//! What readers see of the record's quotations: rows that go with the live story which reports them.
//! Included by both engine crates; called through `q!`. The public reads quotations here and nowhere else.

use crate::Conn;
use courant_model::quotation::{LiveQuotation, Told, Wanted};

/// The rows of a story, in the order of its text.
#[crate::boxed]
pub async fn rows_of(db: &mut Conn, story: &str) -> sqlx::Result<Vec<LiveQuotation>> {
    sqlx::query_as!(
        LiveQuotation,
        "SELECT quotation_id, story_id, remark_id, speaker_id, place_id, placed_at, position, block
         FROM live_quotation WHERE story_id = $1 ORDER BY position, quotation_id",
        story
    )
    .fetch_all(db)
    .await
}

/// Puts a quotation before readers.
#[crate::boxed]
pub async fn put(db: &mut Conn, row: &LiveQuotation) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO live_quotation (quotation_id, story_id, remark_id, speaker_id, place_id, placed_at, position, block)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        row.quotation_id,
        row.story_id,
        row.remark_id,
        row.speaker_id,
        row.place_id,
        row.placed_at,
        row.position,
        row.block
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A word by which a quotation is found.
#[crate::boxed]
pub async fn put_word(db: &mut Conn, word: &str, quotation: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO live_quotation_word (word, quotation_id) VALUES ($1, $2) ON CONFLICT (word, quotation_id) DO NOTHING",
        word,
        quotation
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes one quotation from readers.
#[crate::boxed]
pub async fn drop(db: &mut Conn, id: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM live_quotation WHERE quotation_id = $1", id)
        .execute(db)
        .await?;
    Ok(())
}

/// Takes all quotations of a story from readers.
#[crate::boxed]
pub async fn clear(db: &mut Conn, story: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM live_quotation WHERE story_id = $1", story)
        .execute(db)
        .await?;
    Ok(())
}

/// The quotations of a live story, in the order of its text.
#[crate::boxed]
pub async fn of_story(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Told>> {
    sqlx::query_as!(
        Told,
        r#"SELECT l.quotation_id AS id, l.remark_id, u.number, l.story_id, v.path, v.headline, v.published_at, l.placed_at, l.block,
                q.sentence, q.words, q.manner, q.known_how, q.known_outlet, q.revision_id, q.decided_by, q.decided_at,
                q.corrected_at, m.id AS "speaker_id?",
                m.name AS "speaker_name?", m.kind AS "speaker_kind?",
                m.slug AS "speaker_slug?", m.is_public AS "speaker_public?",
                u.speaker_as, u.addressee, u.outlet, u.occasion, u.place, u.said_on,
                a.stands_for AS "accused_id?", u.accused,
                u.answer_kind, u.answer, u.answer_by
         FROM live_quotation l JOIN quotation q ON q.id = l.quotation_id JOIN utterance u ON u.id = q.utterance_id
              JOIN live v ON v.story_id = l.story_id
              LEFT JOIN entity e ON e.id = u.speaker_id LEFT JOIN entity m ON m.id = e.stands_for
              LEFT JOIN entity a ON a.id = u.accused_id
         WHERE l.story_id = $1 AND v.retracted_at IS NULL ORDER BY l.position, l.quotation_id"#,
        story
    )
    .fetch_all(db)
    .await
}

/// A quotation that readers see.
#[crate::boxed]
pub async fn by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Told>> {
    sqlx::query_as!(
        Told,
        r#"SELECT l.quotation_id AS id, l.remark_id, u.number, l.story_id, v.path, v.headline, v.published_at, l.placed_at, l.block,
                q.sentence, q.words, q.manner, q.known_how, q.known_outlet, q.revision_id, q.decided_by, q.decided_at,
                q.corrected_at, m.id AS "speaker_id?",
                m.name AS "speaker_name?", m.kind AS "speaker_kind?",
                m.slug AS "speaker_slug?", m.is_public AS "speaker_public?",
                u.speaker_as, u.addressee, u.outlet, u.occasion, u.place, u.said_on,
                a.stands_for AS "accused_id?", u.accused,
                u.answer_kind, u.answer, u.answer_by
         FROM live_quotation l JOIN quotation q ON q.id = l.quotation_id JOIN utterance u ON u.id = q.utterance_id
              JOIN live v ON v.story_id = l.story_id
              LEFT JOIN entity e ON e.id = u.speaker_id LEFT JOIN entity m ON m.id = e.stands_for
              LEFT JOIN entity a ON a.id = u.accused_id
         WHERE l.quotation_id = $1 AND v.retracted_at IS NULL"#,
        id
    )
    .fetch_optional(db)
    .await
}

/// The reports of a remark that readers see, newest story first.
#[crate::boxed]
pub async fn of_remark(db: &mut Conn, remark: &str) -> sqlx::Result<Vec<Told>> {
    sqlx::query_as!(
        Told,
        r#"SELECT l.quotation_id AS id, l.remark_id, u.number, l.story_id, v.path, v.headline, v.published_at, l.placed_at, l.block,
                q.sentence, q.words, q.manner, q.known_how, q.known_outlet, q.revision_id, q.decided_by, q.decided_at,
                q.corrected_at, m.id AS "speaker_id?",
                m.name AS "speaker_name?", m.kind AS "speaker_kind?",
                m.slug AS "speaker_slug?", m.is_public AS "speaker_public?",
                u.speaker_as, u.addressee, u.outlet, u.occasion, u.place, u.said_on,
                a.stands_for AS "accused_id?", u.accused,
                u.answer_kind, u.answer, u.answer_by
         FROM live_quotation l JOIN quotation q ON q.id = l.quotation_id JOIN utterance u ON u.id = q.utterance_id
              JOIN live v ON v.story_id = l.story_id
              LEFT JOIN entity e ON e.id = u.speaker_id LEFT JOIN entity m ON m.id = e.stands_for
              LEFT JOIN entity a ON a.id = u.accused_id
         WHERE l.remark_id = $1 AND v.retracted_at IS NULL ORDER BY l.placed_at DESC, l.quotation_id DESC"#,
        remark
    )
    .fetch_all(db)
    .await
}

/// The remarks on the page of an entity, newest report first: what it said, and what was said there. What accuses it,
/// and what accuses anybody in a place, is not among them.
#[crate::boxed]
pub async fn remarks_of_entity(db: &mut Conn, entity: &str, limit: i64, offset: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"SELECT l.remark_id AS "id!" FROM live_quotation l JOIN quotation q ON q.id = l.quotation_id
              JOIN utterance u ON u.id = q.utterance_id
         WHERE (l.speaker_id IN (SELECT id FROM entity WHERE stands_for = $1)
                OR u.accused = '' AND l.place_id IN (SELECT id FROM entity WHERE stands_for = $1))
           AND NOT EXISTS (SELECT 1 FROM entity a WHERE a.id = u.accused_id AND a.stands_for = $1)
         GROUP BY l.remark_id ORDER BY max(l.placed_at) DESC, l.remark_id DESC LIMIT $2 OFFSET $3"#,
        entity,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many remarks [`remarks_of_entity`] has.
#[crate::boxed]
pub async fn count_of_entity(db: &mut Conn, entity: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT CAST(count(DISTINCT l.remark_id) AS BIGINT) AS "n!" FROM live_quotation l
              JOIN quotation q ON q.id = l.quotation_id JOIN utterance u ON u.id = q.utterance_id
         WHERE (l.speaker_id IN (SELECT id FROM entity WHERE stands_for = $1)
                OR u.accused = '' AND l.place_id IN (SELECT id FROM entity WHERE stands_for = $1))
           AND NOT EXISTS (SELECT 1 FROM entity a WHERE a.id = u.accused_id AND a.stands_for = $1)"#,
        entity
    )
    .fetch_one(db)
    .await
}

/// Ids of what is wanted, newest story first.
#[crate::boxed]
pub async fn find(db: &mut Conn, wanted: &Wanted) -> sqlx::Result<Vec<String>> {
    let [one, two, three, four] = [0, 1, 2, 3].map(|n| wanted.range(n));
    sqlx::query_scalar!(
        "SELECT l.quotation_id FROM live_quotation l
         WHERE ($1 = '' OR EXISTS (SELECT 1 FROM live_quotation_word w
                                   WHERE w.quotation_id = l.quotation_id AND w.word >= $1 AND w.word < $2))
           AND ($3 = '' OR EXISTS (SELECT 1 FROM live_quotation_word w
                                   WHERE w.quotation_id = l.quotation_id AND w.word >= $3 AND w.word < $4))
           AND ($5 = '' OR EXISTS (SELECT 1 FROM live_quotation_word w
                                   WHERE w.quotation_id = l.quotation_id AND w.word >= $5 AND w.word < $6))
           AND ($7 = '' OR EXISTS (SELECT 1 FROM live_quotation_word w
                                   WHERE w.quotation_id = l.quotation_id AND w.word >= $7 AND w.word < $8))
           AND ($9 = '' OR l.speaker_id IN (SELECT id FROM entity WHERE stands_for = $9)) AND ($10 = '' OR l.story_id = $10)
         ORDER BY l.placed_at DESC, l.quotation_id DESC LIMIT $11 OFFSET $12",
        one.0,
        one.1,
        two.0,
        two.1,
        three.0,
        three.1,
        four.0,
        four.1,
        wanted.speaker,
        wanted.story,
        wanted.limit,
        wanted.offset
    )
    .fetch_all(db)
    .await
}

/// How many are wanted in all.
#[crate::boxed]
pub async fn count(db: &mut Conn, wanted: &Wanted) -> sqlx::Result<i64> {
    let [one, two, three, four] = [0, 1, 2, 3].map(|n| wanted.range(n));
    sqlx::query_scalar!(
        r#"SELECT CAST(count(*) AS BIGINT) AS "n!" FROM live_quotation l
         WHERE ($1 = '' OR EXISTS (SELECT 1 FROM live_quotation_word w
                                   WHERE w.quotation_id = l.quotation_id AND w.word >= $1 AND w.word < $2))
           AND ($3 = '' OR EXISTS (SELECT 1 FROM live_quotation_word w
                                   WHERE w.quotation_id = l.quotation_id AND w.word >= $3 AND w.word < $4))
           AND ($5 = '' OR EXISTS (SELECT 1 FROM live_quotation_word w
                                   WHERE w.quotation_id = l.quotation_id AND w.word >= $5 AND w.word < $6))
           AND ($7 = '' OR EXISTS (SELECT 1 FROM live_quotation_word w
                                   WHERE w.quotation_id = l.quotation_id AND w.word >= $7 AND w.word < $8))
           AND ($9 = '' OR l.speaker_id IN (SELECT id FROM entity WHERE stands_for = $9)) AND ($10 = '' OR l.story_id = $10)"#,
        one.0,
        one.1,
        two.0,
        two.1,
        three.0,
        three.1,
        four.0,
        four.1,
        wanted.speaker,
        wanted.story
    )
    .fetch_one(db)
    .await
}
