//! Taking somebody out of the record for good: what is looked through for a name, and what is deleted.
//! Included by both engine crates; called through `q!` by the command `erase_entity` alone.

use crate::Conn;
use courant_model::quotation::{Quotation, Request, Utterance};
use courant_model::record::{Entity, EntityRole};
use courant_model::storyline::{Event, Storyline};

/// Remarks after an id, in order of the ids.
#[crate::boxed]
pub async fn utterances(db: &mut Conn, after: &str, limit: i64) -> sqlx::Result<Vec<Utterance>> {
    sqlx::query_as!(
        Utterance,
        "SELECT id, number, speaker_id, speaker_as, addressee, outlet, occasion, place_id, place, said_on, accused_id,
                accused, answer_kind, answer, answer_by, merged_into, created_at, changed_at
         FROM utterance WHERE id > $1 ORDER BY id LIMIT $2",
        after,
        limit
    )
    .fetch_all(db)
    .await
}

/// Reports of remarks after an id.
#[crate::boxed]
pub async fn reports(db: &mut Conn, after: &str, limit: i64) -> sqlx::Result<Vec<Quotation>> {
    sqlx::query_as!(
        Quotation,
        "SELECT id, story_id, utterance_id, revision_id, mark, block, start_at, end_at, sentence, words, cue, manner,
                known_how, known_outlet, state, corrected_at, decided_by, decided_at
         FROM quotation WHERE id > $1 ORDER BY id LIMIT $2",
        after,
        limit
    )
    .fetch_all(db)
    .await
}

/// Events after an id.
#[crate::boxed]
pub async fn events(db: &mut Conn, after: &str, limit: i64) -> sqlx::Result<Vec<Event>> {
    sqlx::query_as!(
        Event,
        "SELECT id, storyline_id, story_id, kind, status, day, title, place, revision_id, block, sentence, state,
                decided_by, decided_at
         FROM event WHERE id > $1 ORDER BY id LIMIT $2",
        after,
        limit
    )
    .fetch_all(db)
    .await
}

/// Storylines after an id.
#[crate::boxed]
pub async fn storylines(db: &mut Conn, after: &str, limit: i64) -> sqlx::Result<Vec<Storyline>> {
    sqlx::query_as!(
        Storyline,
        "SELECT id, number, slug, title, summary, state, is_public, noindex, created_at, changed_at
         FROM storyline WHERE id > $1 ORDER BY id LIMIT $2",
        after,
        limit
    )
    .fetch_all(db)
    .await
}

/// Requests to correct the record after an id.
#[crate::boxed]
pub async fn requests(db: &mut Conn, after: &str, limit: i64) -> sqlx::Result<Vec<Request>> {
    sqlx::query_as!(
        Request,
        "SELECT id, quotation_id, entity_id, at, body, email_cipher, email_key, client_mac, outcome, answer,
                answered_by, answered_at
         FROM record_request WHERE id > $1 ORDER BY id LIMIT $2",
        after,
        limit
    )
    .fetch_all(db)
    .await
}

/// People, organisations and places after an id, merged or not.
#[crate::boxed]
pub async fn entities(db: &mut Conn, after: &str, limit: i64) -> sqlx::Result<Vec<Entity>> {
    sqlx::query_as!(
        Entity,
        "SELECT id, number, kind, slug, name, folded, description, gazetteer, wikidata, public_role, is_public,
                noindex, merged_into, stands_for, created_at, changed_at
         FROM entity WHERE id > $1 ORDER BY id LIMIT $2",
        after,
        limit
    )
    .fetch_all(db)
    .await
}

/// Roles after an id.
#[crate::boxed]
pub async fn roles(db: &mut Conn, after: &str, limit: i64) -> sqlx::Result<Vec<EntityRole>> {
    sqlx::query_as!(
        EntityRole,
        "SELECT id, entity_id, title, organisation_id, from_day, to_day FROM entity_role
         WHERE id > $1 ORDER BY id LIMIT $2",
        after,
        limit
    )
    .fetch_all(db)
    .await
}

/// Stories in which somebody was confirmed under a name, before readers or not.
#[crate::boxed]
pub async fn stories_of(db: &mut Conn, entity: &str) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"SELECT story_id AS "id!" FROM mention WHERE entity_id = $1
           UNION SELECT story_id FROM live_mention WHERE entity_id = $1"#,
        entity
    )
    .fetch_all(db)
    .await
}

/// Forgets in which stories somebody stands, with the words by which each of them names them.
#[crate::boxed]
pub async fn drop_mentions(db: &mut Conn, entity: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM live_mention WHERE entity_id = $1", entity)
        .execute(&mut *db)
        .await?;
    sqlx::query!(
        "DELETE FROM name_found WHERE EXISTS (SELECT 1 FROM mention m WHERE m.entity_id = $1
             AND m.story_id = name_found.story_id AND m.folded = name_found.folded)",
        entity
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("DELETE FROM mention WHERE entity_id = $1", entity)
        .execute(db)
        .await?;
    Ok(())
}

/// The names under which something was found or decided, folded, after one of them.
#[crate::boxed]
pub async fn names(db: &mut Conn, after: &str, limit: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        r#"SELECT n.folded AS "folded!: String" FROM (SELECT folded FROM name_found UNION SELECT folded FROM mention) n
           WHERE n.folded > $1 ORDER BY n.folded LIMIT $2"#,
        after,
        limit
    )
    .fetch_all(db)
    .await
}

/// Forgets what was found and decided under a name, in every story.
#[crate::boxed]
pub async fn drop_name(db: &mut Conn, folded: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM name_found WHERE folded = $1", folded)
        .execute(&mut *db)
        .await?;
    sqlx::query!("DELETE FROM mention WHERE folded = $1", folded)
        .execute(db)
        .await?;
    Ok(())
}

/// Parts all roles from an organisation; what they are stays.
#[crate::boxed]
pub async fn part_roles(db: &mut Conn, organisation: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE entity_role SET organisation_id = NULL WHERE organisation_id = $1",
        organisation
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Calls a role by other words.
#[crate::boxed]
pub async fn rewrite_role(db: &mut Conn, id: &str, title: &str) -> sqlx::Result<()> {
    sqlx::query!("UPDATE entity_role SET title = $2 WHERE id = $1", id, title)
        .execute(db)
        .await?;
    Ok(())
}

/// Parts a remark from those that it stands for.
#[crate::boxed]
pub async fn unjoin(db: &mut Conn, remark: &str) -> sqlx::Result<()> {
    sqlx::query!("UPDATE utterance SET merged_into = NULL WHERE merged_into = $1", remark)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets an event.
#[crate::boxed]
pub async fn drop_event(db: &mut Conn, id: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM live_event WHERE event_id = $1", id)
        .execute(&mut *db)
        .await?;
    sqlx::query!("DELETE FROM event WHERE id = $1", id).execute(db).await?;
    Ok(())
}

/// Gives a storyline another address.
#[crate::boxed]
pub async fn readdress_storyline(db: &mut Conn, id: &str, slug: &str) -> sqlx::Result<()> {
    sqlx::query!("UPDATE storyline SET slug = $2 WHERE id = $1", id, slug)
        .execute(db)
        .await?;
    Ok(())
}

/// Parts requests from whom they are about.
#[crate::boxed]
pub async fn part_requests(db: &mut Conn, entity: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE record_request SET entity_id = NULL WHERE entity_id = $1",
        entity
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Rewrites what a request says and what it was answered.
#[crate::boxed]
pub async fn rewrite_request(db: &mut Conn, id: &str, body: &str, answer: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE record_request SET body = $2, answer = $3 WHERE id = $1",
        id,
        body,
        answer
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Deletes somebody whom nothing else names any more, with names, roles and whatever typing finds them by.
#[crate::boxed]
pub async fn drop_entity(db: &mut Conn, id: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM entity_alias WHERE entity_id = $1", id)
        .execute(&mut *db)
        .await?;
    sqlx::query!("DELETE FROM entity_tail WHERE entity_id = $1", id)
        .execute(&mut *db)
        .await?;
    sqlx::query!("DELETE FROM entity_role WHERE entity_id = $1", id)
        .execute(&mut *db)
        .await?;
    sqlx::query!("UPDATE entity SET merged_into = NULL WHERE merged_into = $1", id)
        .execute(&mut *db)
        .await?;
    sqlx::query!("DELETE FROM entity WHERE id = $1", id).execute(db).await?;
    Ok(())
}

/// Remembers the keyed hash of a name that was erased.
#[crate::boxed]
pub async fn remember(db: &mut Conn, mac: &str, at: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO erased_name (mac, at) VALUES ($1, $2) ON CONFLICT (mac) DO UPDATE SET at = excluded.at",
        mac,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whether a name was erased.
#[crate::boxed]
pub async fn is_remembered(db: &mut Conn, mac: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM erased_name WHERE mac = $1) AS "e!: bool""#,
        mac
    )
    .fetch_one(db)
    .await
}

/// Forgets that a name was erased: somebody else of that name was entered by hand.
#[crate::boxed]
pub async fn forget(db: &mut Conn, mac: &str) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM erased_name WHERE mac = $1", mac)
        .execute(db)
        .await?;
    Ok(())
}
