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

/// Notes what a live story shows. A picture that was withdrawn answers again: somebody put it before readers anew.
pub(super) async fn put(tx: &mut Tx, revision: &Revision) -> Result<()> {
    q!(tx, pictures::clear_live(&revision.story_id))?;
    for picture in of(tx, revision).await? {
        q!(tx, pictures::show(&revision.story_id, &picture.id))?;
        for hash in hashes(&picture) {
            q!(tx, pictures::bring_back(&hash))?;
        }
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
            for hash in hashes(&picture) {
                q!(tx, pictures::withdraw(&hash, story, house.now()))?;
            }
            tx.enter(house.now(), actor, "withdraw", &Thing::Picture(picture.id));
        }
    }
    Ok(())
}

/// Everything that is sent of a picture: the original and its renditions.
fn hashes(picture: &Picture) -> impl Iterator<Item = String> {
    let renditions = picture.renditions().into_iter().map(|rendition| rendition.hash);
    std::iter::once(picture.hash.clone()).chain(renditions)
}
