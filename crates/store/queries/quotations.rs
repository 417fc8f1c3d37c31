//! Remarks of the record and the reports of them that people decided on.
//! Included by both engine crates; called through `q!`. What readers see of them is in `live_quotations.rs`.

use crate::Conn;
use courant_model::quotation::{Quotation, Utterance};

/// A remark.
#[crate::boxed]
pub async fn utterance(db: &mut Conn, id: &str) -> sqlx::Result<Option<Utterance>> {
    sqlx::query_as!(
        Utterance,
        "SELECT id, number, speaker_id, speaker_as, addressee, outlet, occasion, place_id, place, said_on, accused_id,
                accused, answer_kind, answer, answer_by, merged_into, created_at, changed_at
         FROM utterance WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// The remarks that another stands for.
#[crate::boxed]
pub async fn joined_to(db: &mut Conn, id: &str) -> sqlx::Result<Vec<Utterance>> {
    sqlx::query_as!(
        Utterance,
        "SELECT id, number, speaker_id, speaker_as, addressee, outlet, occasion, place_id, place, said_on, accused_id,
                accused, answer_kind, answer, answer_by, merged_into, created_at, changed_at
         FROM utterance WHERE merged_into = $1 ORDER BY created_at, id",
        id
    )
    .fetch_all(db)
    .await
}

/// Keeps a new remark.
#[crate::boxed]
pub async fn begin(db: &mut Conn, one: &Utterance) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO utterance (id, number, speaker_id, speaker_as, addressee, outlet, occasion, place_id, place, said_on, accused_id,
                accused, answer_kind, answer, answer_by, merged_into, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        one.id, one.number, one.speaker_id, one.speaker_as, one.addressee, one.outlet, one.occasion, one.place_id, one.place, one.said_on, one.accused_id, one.accused, one.answer_kind, one.answer, one.answer_by, one.merged_into, one.created_at, one.changed_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Keeps what is known of a remark.
#[crate::boxed]
pub async fn change(db: &mut Conn, one: &Utterance) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE utterance SET speaker_id = $2, speaker_as = $3, addressee = $4, outlet = $5, occasion = $6, place_id = $7, place = $8, said_on = $9, accused_id = $10, accused = $11, answer_kind = $12, answer = $13, answer_by = $14, merged_into = $15, changed_at = $16
         WHERE id = $1",
        one.id, one.speaker_id, one.speaker_as, one.addressee, one.outlet, one.occasion, one.place_id, one.place, one.said_on, one.accused_id, one.accused, one.answer_kind, one.answer, one.answer_by, one.merged_into, one.changed_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A report.
#[crate::boxed]
pub async fn by_id(db: &mut Conn, id: &str) -> sqlx::Result<Option<Quotation>> {
    sqlx::query_as!(
        Quotation,
        "SELECT id, story_id, utterance_id, revision_id, mark, block, start_at, end_at, sentence, words, cue, manner,
                known_how, known_outlet, state, corrected_at, decided_by, decided_at
         FROM quotation WHERE id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// The reports of a story, in the order in which they were decided on.
#[crate::boxed]
pub async fn of_story(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Quotation>> {
    sqlx::query_as!(
        Quotation,
        "SELECT id, story_id, utterance_id, revision_id, mark, block, start_at, end_at, sentence, words, cue, manner,
                known_how, known_outlet, state, corrected_at, decided_by, decided_at
         FROM quotation WHERE story_id = $1 ORDER BY decided_at, id",
        story
    )
    .fetch_all(db)
    .await
}

/// The reports of a remark, and of those that it stands for.
#[crate::boxed]
pub async fn of_remark(db: &mut Conn, remark: &str) -> sqlx::Result<Vec<Quotation>> {
    sqlx::query_as!(
        Quotation,
        "SELECT q.id, q.story_id, q.utterance_id, q.revision_id, q.mark, q.block, q.start_at, q.end_at, q.sentence, q.words, q.cue, q.manner,
                q.known_how, q.known_outlet, q.state, q.corrected_at, q.decided_by, q.decided_at
         FROM quotation q JOIN utterance u ON u.id = q.utterance_id
         WHERE u.id = $1 OR u.merged_into = $1 ORDER BY q.decided_at, q.id",
        remark
    )
    .fetch_all(db)
    .await
}

/// The newest reports of what somebody said, refused ones apart.
#[crate::boxed]
pub async fn told_by(db: &mut Conn, speaker: &str, limit: i64) -> sqlx::Result<Vec<Quotation>> {
    sqlx::query_as!(
        Quotation,
        "SELECT q.id, q.story_id, q.utterance_id, q.revision_id, q.mark, q.block, q.start_at, q.end_at, q.sentence, q.words,
                q.cue, q.manner, q.known_how, q.known_outlet, q.state, q.corrected_at, q.decided_by, q.decided_at
         FROM quotation q JOIN utterance u ON u.id = q.utterance_id
         WHERE u.speaker_id IN (SELECT id FROM entity WHERE stands_for = $1)
         ORDER BY q.decided_at DESC, q.id DESC LIMIT $2",
        speaker,
        limit
    )
    .fetch_all(db)
    .await
}

/// Keeps what was decided about a report.
#[crate::boxed]
pub async fn keep(db: &mut Conn, one: &Quotation) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO quotation (id, story_id, utterance_id, revision_id, mark, block, start_at, end_at, sentence, words, cue, manner,
                known_how, known_outlet, state, corrected_at, decided_by, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
         ON CONFLICT (id) DO UPDATE SET utterance_id = excluded.utterance_id, revision_id = excluded.revision_id, mark = excluded.mark, block = excluded.block, start_at = excluded.start_at, end_at = excluded.end_at, sentence = excluded.sentence, words = excluded.words, cue = excluded.cue, manner = excluded.manner, known_how = excluded.known_how, known_outlet = excluded.known_outlet, state = excluded.state, corrected_at = excluded.corrected_at, decided_by = excluded.decided_by, decided_at = excluded.decided_at",
        one.id, one.story_id, one.utterance_id, one.revision_id, one.mark, one.block, one.start_at, one.end_at, one.sentence, one.words, one.cue, one.manner, one.known_how, one.known_outlet, one.state, one.corrected_at, one.decided_by, one.decided_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets what was decided about a report.
#[crate::boxed]
pub async fn forget(db: &mut Conn, id: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM quotation WHERE id = $1", id)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets a remark that nobody reports and that stands for no other.
#[crate::boxed]
pub async fn drop_unreported(db: &mut Conn, id: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM utterance WHERE id = $1
           AND NOT EXISTS (SELECT 1 FROM quotation q WHERE q.utterance_id = $1)
           AND NOT EXISTS (SELECT 1 FROM utterance u WHERE u.merged_into = $1)",
        id
    )
    .execute(db)
    .await?;
    Ok(())
}
