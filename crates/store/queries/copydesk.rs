//! What the copy desk keeps: sources of stories, decisions on notes, words of the house, stops overridden, sealed names.
//! Included by both engine crates; called through `q!`.

use crate::Conn;
use courant_model::copydesk::{Decision, Never, Overridden, Retired, Source, Speaker, Tally, Withheld};

/// Attaches a source to a story.
#[crate::boxed]
pub async fn attach(db: &mut Conn, source: &Source) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO story_source (id, story_id, kind, name, url, body, at, actor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        source.id,
        source.story_id,
        source.kind,
        source.name,
        source.url,
        source.body,
        source.at,
        source.actor
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The sources of a story, oldest first.
#[crate::boxed]
pub async fn sources(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Source>> {
    sqlx::query_as!(
        Source,
        "SELECT id, story_id, kind, name, url, body, at, actor FROM story_source WHERE story_id = $1 ORDER BY at, id",
        story
    )
    .fetch_all(db)
    .await
}

/// Takes a source off a story; false when it is not there.
#[crate::boxed]
pub async fn detach(db: &mut Conn, story: &str, id: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!("DELETE FROM story_source WHERE story_id = $1 AND id = $2", story, id)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Keeps what was decided on a note; the last word holds.
#[crate::boxed]
pub async fn decide(db: &mut Conn, one: &Decision) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO check_decision (story_id, rule, passage, verdict, reason, at, actor) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (story_id, rule, passage) DO UPDATE SET
             verdict = excluded.verdict, reason = excluded.reason, at = excluded.at, actor = excluded.actor",
        one.story_id,
        one.rule,
        one.passage,
        one.verdict,
        one.reason,
        one.at,
        one.actor
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What was decided on the notes of a story.
#[crate::boxed]
pub async fn decisions(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Decision>> {
    sqlx::query_as!(
        Decision,
        "SELECT story_id, rule, passage, verdict, reason, at, actor FROM check_decision WHERE story_id = $1
         ORDER BY at, rule, passage",
        story
    )
    .fetch_all(db)
    .await
}

/// Opens a note again.
#[crate::boxed]
pub async fn reopen(db: &mut Conn, story: &str, rule: &str, passage: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM check_decision WHERE story_id = $1 AND rule = $2 AND passage = $3",
        story,
        rule,
        passage
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Counts a note as shown, once for a passage of a story.
#[crate::boxed]
pub async fn show(db: &mut Conn, story: &str, rule: &str, passage: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO check_shown (story_id, rule, passage) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        story,
        rule,
        passage
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How often each rule was shown.
#[crate::boxed]
pub async fn shown(db: &mut Conn) -> sqlx::Result<Vec<Tally>> {
    sqlx::query_as!(
        Tally,
        r#"SELECT rule, '' AS "verdict!", CAST(count(*) AS BIGINT) AS "count!: i64" FROM check_shown GROUP BY rule ORDER BY rule"#
    )
    .fetch_all(db)
    .await
}

/// How often each rule's notes were accepted and dismissed.
#[crate::boxed]
pub async fn decided(db: &mut Conn) -> sqlx::Result<Vec<Tally>> {
    sqlx::query_as!(
        Tally,
        r#"SELECT rule, verdict AS "verdict!", CAST(count(*) AS BIGINT) AS "count!: i64" FROM check_decision
         GROUP BY rule, verdict ORDER BY rule, verdict"#
    )
    .fetch_all(db)
    .await
}

/// Keeps a word on which a rule is never to speak again.
#[crate::boxed]
pub async fn never(db: &mut Conn, one: &Never) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO check_never (rule, folded, word, at, actor) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        one.rule,
        one.folded,
        one.word,
        one.at,
        one.actor
    )
    .execute(db)
    .await?;
    Ok(())
}

/// All such words.
#[crate::boxed]
pub async fn nevers(db: &mut Conn) -> sqlx::Result<Vec<Never>> {
    sqlx::query_as!(
        Never,
        "SELECT rule, folded, word, at, actor FROM check_never ORDER BY folded, rule"
    )
    .fetch_all(db)
    .await
}

/// Takes such a word back.
#[crate::boxed]
pub async fn again(db: &mut Conn, rule: &str, folded: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!("DELETE FROM check_never WHERE rule = $1 AND folded = $2", rule, folded)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Puts a rule aside.
#[crate::boxed]
pub async fn retire(db: &mut Conn, one: &Retired) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO check_retired (rule, reason, at, actor) VALUES ($1, $2, $3, $4)
         ON CONFLICT (rule) DO UPDATE SET reason = excluded.reason, at = excluded.at, actor = excluded.actor",
        one.rule,
        one.reason,
        one.at,
        one.actor
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Rules that were put aside.
#[crate::boxed]
pub async fn retired(db: &mut Conn) -> sqlx::Result<Vec<Retired>> {
    sqlx::query_as!(
        Retired,
        "SELECT rule, reason, at, actor FROM check_retired ORDER BY rule"
    )
    .fetch_all(db)
    .await
}

/// Takes a rule up again.
#[crate::boxed]
pub async fn restore(db: &mut Conn, rule: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!("DELETE FROM check_retired WHERE rule = $1", rule)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Keeps that a stop was overridden.
#[crate::boxed]
pub async fn override_stop(db: &mut Conn, one: &Overridden) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO stop_override (story_id, rule, passage, revision_id, reason, at, actor) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (story_id, rule, passage) DO UPDATE SET
             revision_id = excluded.revision_id, reason = excluded.reason, at = excluded.at, actor = excluded.actor",
        one.story_id,
        one.rule,
        one.passage,
        one.revision_id,
        one.reason,
        one.at,
        one.actor
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The stops of a story that were overridden.
#[crate::boxed]
pub async fn overrides(db: &mut Conn, story: &str) -> sqlx::Result<Vec<Overridden>> {
    sqlx::query_as!(
        Overridden,
        "SELECT story_id, rule, passage, revision_id, reason, at, actor FROM stop_override WHERE story_id = $1
         ORDER BY at, rule, passage",
        story
    )
    .fetch_all(db)
    .await
}

/// Keeps a name that may not be printed, new or changed.
#[crate::boxed]
pub async fn withhold(db: &mut Conn, one: &Withheld) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO do_not_name (id, sealed, until_day, at, actor) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET
             sealed = excluded.sealed, until_day = excluded.until_day, at = excluded.at, actor = excluded.actor",
        one.id,
        one.sealed,
        one.until_day,
        one.at,
        one.actor
    )
    .execute(db)
    .await?;
    Ok(())
}

/// All names that may not be printed, oldest first.
#[crate::boxed]
pub async fn withheld(db: &mut Conn) -> sqlx::Result<Vec<Withheld>> {
    sqlx::query_as!(
        Withheld,
        "SELECT id, sealed, until_day, at, actor FROM do_not_name ORDER BY id"
    )
    .fetch_all(db)
    .await
}

/// Forgets such a name.
#[crate::boxed]
pub async fn release(db: &mut Conn, id: &str) -> sqlx::Result<bool> {
    let done = sqlx::query!("DELETE FROM do_not_name WHERE id = $1", id)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Full names of people, organisations and places of the record, at most so many.
#[crate::boxed]
pub async fn known_names(db: &mut Conn, kind: &str, most: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT name FROM entity WHERE kind = $1 AND merged_into IS NULL ORDER BY folded, id LIMIT $2",
        kind,
        most
    )
    .fetch_all(db)
    .await
}

/// Those whose words readers can find in the record, by each of their names, at most so many.
#[crate::boxed]
pub async fn speakers(db: &mut Conn, most: i64) -> sqlx::Result<Vec<Speaker>> {
    sqlx::query_as!(
        Speaker,
        r#"SELECT e.id AS "id!", e.name AS "name!" FROM entity e
           WHERE e.id IN (SELECT stands.stands_for FROM live_quotation l JOIN entity stands ON stands.id = l.speaker_id)
           UNION
           SELECT e.stands_for, a.alias FROM entity_alias a JOIN entity e ON e.id = a.entity_id
           WHERE e.stands_for IN (SELECT stands.stands_for FROM live_quotation l JOIN entity stands ON stands.id = l.speaker_id)
           ORDER BY 2, 1 LIMIT $1"#,
        most
    )
    .fetch_all(db)
    .await
}

/// The newest words to the letter that other stories have of a speaker.
#[crate::boxed]
pub async fn said_elsewhere(db: &mut Conn, speaker: &str, story: &str, most: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "SELECT q.words FROM live_quotation l JOIN quotation q ON q.id = l.quotation_id
         WHERE l.speaker_id IN (SELECT id FROM entity WHERE stands_for = $1) AND l.story_id <> $2
           AND q.manner IN ('direct', 'mixed')
         ORDER BY l.placed_at DESC, l.quotation_id DESC LIMIT $3",
        speaker,
        story,
        most
    )
    .fetch_all(db)
    .await
}

/// Names that at least so many published stories have, as one of them writes each, the commonest first.
#[crate::boxed]
pub async fn often_found(db: &mut Conn, kind: &str, least: i64, most: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"SELECT min(words) AS "words!" FROM name_found WHERE kind = $1 GROUP BY folded
           HAVING count(*) >= $2 ORDER BY count(*) DESC, folded LIMIT $3"#,
        kind,
        least,
        most
    )
    .fetch_all(db)
    .await
}
