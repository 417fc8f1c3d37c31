//! Drafts: the text of a story while it is worked on, and the revisions that are made of it.
//! Commands that print or judge a text call [`settle`] first; whatever puts a whole copy in calls [`replace`].

mod copy;
mod cursors;
mod log;
mod protocol;
mod room;
mod rooms;
mod seat;

use crate::commands::file_story::{self, Copy};
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_model::account::Act;
use courant_model::actor::Actor;
use courant_model::draft::Present;
use courant_model::entry::Thing;
use courant_model::story::{Revision, Story};
use courant_model::time::Micros;
use courant_store::{Tx, q};
use courant_text::Draft;

pub use copy::{copy_of, says_the_same};
pub use rooms::{Entrant, Rooms};
pub use seat::{Closing, Seat, ToBrowser};

/// Makes a revision of the draft's present state when that differs from the head, and returns the head. Open
/// suggestions count as refused and notes are left out. A story that nobody edited together keeps its head.
#[crate::boxed]
pub async fn settle(tx: &mut Tx, house: &House, actor: &Actor, story_id: &str) -> Result<Revision> {
    let opened = log::hold(tx, house, story_id).await?;
    let (story, head) = story_and_head(tx, story_id).await?;
    let Some(opened) = opened.filter(|opened| opened.log.settled_seq < opened.log.last_seq) else {
        return Ok(head);
    };
    let derived = opened.sheet.derive().map_err(|refused| {
        Refusal::new(
            "draft-broken",
            format!("the draft cannot be printed as it stands: {refused}"),
        )
    })?;
    let copy = copy::copy_of_draft(derived);
    check_references(tx, &copy).await?;
    // The revision is of whoever wrote it, the entry of whoever had it made.
    let writer = log::actor_of(&opened.log.writer, actor);
    let revision = file_story::revision(house, &writer, story_id, copy)?;
    q!(tx, drafts::settled(story_id, opened.log.last_seq))?;
    if says_the_same(&revision, &head) {
        return Ok(head);
    }
    keep(tx, house, actor, &story, &revision).await?;
    Ok(revision)
}

/// Puts a whole copy in the place of what the draft says, and makes a revision of it. Whoever has the draft open sees
/// it as an edit; what the copy does not touch they go on writing.
#[crate::boxed]
pub async fn replace(tx: &mut Tx, house: &House, actor: &Actor, story_id: &str, copy: &Copy) -> Result<Revision> {
    let opened = log::hold(tx, house, story_id).await?;
    let (story, _) = story_and_head(tx, story_id).await?;
    let revision = file_story::revision(house, actor, story_id, copy.clone())?;
    if let Some(mut opened) = opened {
        // What people wrote until now stays a revision of its own.
        if opened.log.settled_seq < opened.log.last_seq {
            match settle(tx, house, actor, story_id).await {
                Ok(_) | Err(Error::Refusal(_)) => {}
                Err(error) => return Err(error),
            }
        }
        let update = (opened.sheet)
            .bring(&copy::copy_to_fields(copy), &copy.document, &mut log::block_ids(house))
            .map_err(|fault| log::unreadable(story_id, &fault))?;
        let writer = actor.to_string();
        let noted = log::Noted {
            writer: &writer,
            words: revision.words,
            suggestions: 0,
        };
        let added = log::add(tx, house, (story_id, &opened.log.epoch), &noted, update).await?;
        q!(tx, drafts::settled(story_id, added.unwrap_or(opened.log.last_seq)))?;
    }
    keep(tx, house, actor, &story, &revision).await?;
    Ok(revision)
}

/// Begins the log of a story anew from its head, and forgets what it held: what was erased from a text must be in no
/// row either. Browsers that have the draft open begin anew too.
#[crate::boxed]
pub async fn rebuild(tx: &mut Tx, house: &House, story_id: &str) -> Result<()> {
    if !q!(tx, drafts::hold(story_id))? {
        return Ok(());
    }
    let (_, head) = story_and_head(tx, story_id).await?;
    q!(tx, drafts::forget(story_id))?;
    log::seed(tx, house, &head).await
}

/// Whether anything was written that no revision has yet.
#[crate::boxed]
pub async fn has_unsettled(tx: &mut Tx, story_id: &str) -> Result<bool> {
    Ok(q!(tx, drafts::log(story_id))?.is_some_and(|log| log.settled_seq < log.last_seq))
}

/// What a draft says now, with its suggestions and notes; the head's text when nobody edited it together.
#[crate::boxed]
pub async fn present_state(tx: &mut Tx, house: &House, story_id: &str) -> Result<(Copy, Draft)> {
    let (_, head) = story_and_head(tx, story_id).await?;
    if let Some(opened) = log::open(tx, house, story_id).await? {
        let derived = opened.sheet.derive().map_err(|refused| {
            Refusal::new(
                "draft-broken",
                format!("the draft cannot be read as it stands: {refused}"),
            )
        })?;
        let draft = derived.draft.clone();
        return Ok((copy::copy_of_draft(derived), draft));
    }
    let copy = copy_of(&head)?;
    let draft = Draft::from(copy.document.clone());
    Ok((copy, draft))
}

/// A browser may have named what is gone, or never was.
async fn check_references(tx: &mut Tx, copy: &Copy) -> Result<()> {
    let gone = |key, what| Err(Refusal::new(key, format!("{what} of the draft is gone; choose another")).into());
    if let Some(section) = &copy.section_id
        && !q!(tx, terms::sections())?.iter().any(|one| one.id == *section)
    {
        return gone("section-unknown", "the section");
    }
    if let Some(picture) = &copy.picture_id
        && q!(tx, pictures::by_id(picture))?.is_none()
    {
        return gone("picture-unknown", "the lead picture");
    }
    for author in copy.byline.iter().filter_map(|name| name.author.as_deref()) {
        if q!(tx, terms::author(author))?.is_none() {
            return gone("author-unknown", "an author");
        }
    }
    for topic in &copy.topics {
        if q!(tx, terms::topic(topic))?.is_none() {
            return gone("topic-unknown", "a topic");
        }
    }
    Ok(())
}

/// Takes a story back to one of its revisions, which stay all.
#[crate::boxed]
pub async fn restore(tx: &mut Tx, house: &House, who: &Who, story_id: &str, revision_id: &str) -> Result<Revision> {
    let (story, head) = story_and_head(tx, story_id).await?;
    who.check_story(Act::Write, &story, &head)?;
    let old = q!(tx, stories::revision(revision_id))?
        .filter(|old| old.story_id == story_id)
        .ok_or_else(|| Error::NotFound("such revision of this story".to_owned()))?;
    replace(tx, house, &who.actor(), story_id, &copy_of(&old)?).await
}

/// Suggestions of a draft that nobody has accepted or refused yet.
#[crate::boxed]
pub async fn open_suggestions(tx: &mut Tx, story_id: &str) -> Result<usize> {
    let open = q!(tx, drafts::suggestions(story_id))?.unwrap_or_default();
    Ok(usize::try_from(open).unwrap_or_default())
}

/// Who has which draft open, on all nodes; each person once a story.
#[crate::boxed]
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
    crate::commands::live_pictures::put_draft(tx, revision).await?;
    q!(tx, stories::advance(&story.id, &story.state, &revision.id, house.now()))?;
    tx.enter(house.now(), actor, "revise", &Thing::Story(story.id.clone()));
    Ok(())
}
