//! Which pictures readers see in a story, and the end of them when the story is taken down for law or safety.
//! `live_row` notes them whenever it writes; `remove_story` withdraws what no other live story shows.

use crate::{House, Result};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::picture::Picture;
use courant_model::story::Revision;
use courant_store::{StoreError, Tx, q};
use courant_text::References;
use std::collections::BTreeSet;

/// The pictures of a revision that the paper has: the lead, and those in the text.
pub(super) async fn of(tx: &mut Tx, revision: &Revision) -> Result<Vec<Picture>> {
    let document = courant_text::json::read(&revision.document)
        .map_err(|refused| StoreError::Unreadable(format!("revision {}: {refused}", revision.id)))?;
    let mut ids: BTreeSet<String> = References::of(&document).pictures;
    ids.extend(revision.picture_id.clone());
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(q!(tx, pictures::by_id(&id))?);
    }
    Ok(found)
}

/// Notes what the newest revision of a story has; whoever keeps one calls it.
#[crate::boxed]
pub(crate) async fn put_draft(tx: &mut Tx, revision: &Revision) -> Result<()> {
    let before = q!(tx, library::of_story(&revision.story_id))?;
    q!(tx, library::clear_draft(&revision.story_id))?;
    for picture in of(tx, revision).await? {
        q!(tx, library::use_in_draft(&revision.story_id, &picture.id))?;
    }
    mark_used(tx, &revision.story_id, before).await
}

/// Notes what a live story shows. A picture that was withdrawn answers again: somebody put it before readers anew. One
/// that was taken down stays so.
pub(super) async fn put(tx: &mut Tx, revision: &Revision) -> Result<()> {
    let before = q!(tx, library::of_story(&revision.story_id))?;
    q!(tx, pictures::clear_live(&revision.story_id))?;
    for picture in of(tx, revision).await? {
        q!(tx, pictures::show(&revision.story_id, &picture.id))?;
        for hash in q!(tx, pictures::media_of(&picture.id))? {
            q!(tx, pictures::bring_back(&hash))?;
        }
    }
    mark_used(tx, &revision.story_id, before).await
}

/// A story has left readers; its draft may still have its pictures.
pub(super) async fn leave(tx: &mut Tx, story: &str, before: Vec<String>) -> Result<()> {
    mark_used(tx, story, before).await
}

/// Says anew of which pictures a story is a use: of those that it had, and of those that it has.
async fn mark_used(tx: &mut Tx, story: &str, before: Vec<String>) -> Result<()> {
    let mut touched: BTreeSet<String> = before.into_iter().collect();
    touched.extend(q!(tx, library::of_story(story))?);
    for picture in touched {
        q!(tx, library::mark_used(&picture))?;
    }
    Ok(())
}

/// Sends to nobody any more what a story ever showed and no other live story shows. The bytes stay, for whoever must
/// prove what was published.
pub(super) async fn withdraw(tx: &mut Tx, house: &House, actor: &Actor, story: &str) -> Result<()> {
    let mut seen = BTreeSet::new();
    for revision in q!(tx, acts::revisions(story))? {
        for picture in of(tx, &revision).await? {
            if !seen.insert(picture.id.clone()) || q!(tx, pictures::shown_elsewhere(&picture.hash, story))? {
                continue;
            }
            for hash in q!(tx, pictures::media_of(&picture.id))? {
                q!(tx, pictures::withdraw(&hash, story, house.now()))?;
            }
            tx.enter(house.now(), actor, "withdraw", &Thing::Picture(picture.id));
        }
    }
    Ok(())
}
