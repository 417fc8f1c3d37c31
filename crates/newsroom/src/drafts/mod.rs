//! Drafts: the text of a story while it is worked on, and the revisions that are made of it.
//! Commands that print or judge a text call [`settle`] first; whatever puts a whole copy in calls [`replace`].

mod copy;

use crate::commands::file_story::{self, Copy};
use crate::permissions::Who;
use crate::{Error, House, Result};
use courant_model::account::Act;
use courant_model::actor::Actor;
use courant_model::draft::Present;
use courant_model::entry::Thing;
use courant_model::story::{Revision, Story};
use courant_model::time::Micros;
use courant_store::{Tx, q};

pub use copy::{copy_of, says_the_same};

/// Makes a revision of the draft's present state when that differs from the head, and returns the head. Open
/// suggestions count as refused and notes are left out. A story that nobody edited together keeps its head.
pub async fn settle(tx: &mut Tx, _house: &House, _actor: &Actor, story_id: &str) -> Result<Revision> {
    let (_, head) = story_and_head(tx, story_id).await?;
    Ok(head)
}

/// Puts a whole copy in the place of what the draft says, and makes a revision of it.
pub async fn replace(tx: &mut Tx, house: &House, actor: &Actor, story_id: &str, copy: &Copy) -> Result<Revision> {
    let (story, _) = story_and_head(tx, story_id).await?;
    let revision = file_story::revision(house, actor, story_id, copy.clone())?;
    keep(tx, house, actor, &story, &revision).await?;
    Ok(revision)
}

/// Takes a story back to one of its revisions, which stay all.
pub async fn restore(tx: &mut Tx, house: &House, who: &Who, story_id: &str, revision_id: &str) -> Result<Revision> {
    let (story, head) = story_and_head(tx, story_id).await?;
    who.check_story(Act::Write, &story, &head)?;
    let old = q!(tx, stories::revision(revision_id))?
        .filter(|old| old.story_id == story_id)
        .ok_or_else(|| Error::NotFound("such revision of this story".to_owned()))?;
    replace(tx, house, &who.actor(), story_id, &copy_of(&old)?).await
}

/// Suggestions of a draft that nobody has accepted or refused yet.
pub async fn open_suggestions(tx: &mut Tx, story_id: &str) -> Result<usize> {
    let open = q!(tx, drafts::suggestions(story_id))?.unwrap_or_default();
    Ok(usize::try_from(open).unwrap_or_default())
}

/// Who has which draft open, on all nodes; each person once a story.
pub async fn present(tx: &mut Tx, now: Micros) -> Result<Vec<Present>> {
    Ok(q!(tx, drafts::present(now))?)
}

async fn story_and_head(tx: &mut Tx, story_id: &str) -> Result<(Story, Revision)> {
    let story = q!(tx, stories::by_id(story_id))?.ok_or_else(|| Error::NotFound("such story".to_owned()))?;
    let head = q!(tx, stories::revision(&story.head))?.ok_or_else(|| Error::NotFound("such revision".to_owned()))?;
    Ok((story, head))
}

/// Keeps a revision as the story's head.
async fn keep(tx: &mut Tx, house: &House, actor: &Actor, story: &Story, revision: &Revision) -> Result<()> {
    q!(tx, stories::keep_revision(revision))?;
    q!(tx, stories::advance(&story.id, &story.state, &revision.id, house.now()))?;
    tx.enter(house.now(), actor, "revise", &Thing::Story(story.id.clone()));
    Ok(())
}
