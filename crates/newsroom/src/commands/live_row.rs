//! The one place that writes what readers see: the live row with its byline and topics, and the ledger entries of
//! everything that such a change touches. Used by the publishing commands alone.

use super::live_pictures;
use crate::{House, Result, jobs, record};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::story::{Byline, Live, Revision};
use courant_model::term::Signature;
use courant_store::{StoreError, Tx, q};

/// Writes the live row of a story from a revision and enters what changed, both before and after.
pub(super) async fn put(
    tx: &mut Tx,
    house: &House,
    actor: &Actor,
    act: &str,
    revision: &Revision,
    mut live: Live,
) -> Result<Live> {
    let byline: Vec<Byline> = read(&revision.byline)?;
    let topics: Vec<String> = read(&revision.topics)?;
    if let Some(before) = q!(tx, live::by_id(&live.story_id))? {
        enter(tx, house, actor, act, &before).await?;
        record::names::leave(tx, house, actor, &before).await?;
    }
    let mut names = Vec::new();
    let mut signatures = Vec::new();
    for (position, line) in byline.into_iter().enumerate() {
        let name = match &line.author {
            Some(id) => q!(tx, terms::author(id))?.map(|author| author.name).unwrap_or_default(),
            None => line.guest.clone(),
        };
        // Only those who wrote it stand in the line under the headline of a list.
        if !name.is_empty() && (line.role.is_empty() || line.role == "reporting" || line.author.is_none()) {
            names.push(name);
        }
        signatures.push(Signature {
            position: position as i64,
            author_id: line.author,
            guest: line.guest,
            role: line.role,
        });
    }
    live.revision_id.clone_from(&revision.id);
    live.section_id.clone_from(&revision.section_id);
    live.kind.clone_from(&revision.kind);
    live.headline.clone_from(&revision.headline);
    live.short_headline.clone_from(&revision.short_headline);
    live.standfirst.clone_from(&revision.standfirst);
    live.picture_id.clone_from(&revision.picture_id);
    live.byline = join(&names);
    live.words = revision.words;
    live.changed_at = house.now();
    q!(tx, live::put(&live))?;
    q!(tx, terms::clear_live(&live.story_id))?;
    let listed_at = live.placed_at.filter(|_| live.listed);
    for signature in &signatures {
        q!(tx, terms::sign(&live.story_id, signature, listed_at))?;
    }
    for (position, topic) in topics.iter().enumerate() {
        q!(tx, terms::file_under(&live.story_id, topic, position as i64, listed_at))?;
    }
    live_pictures::put(tx, revision).await?;
    record::names::carry(tx, house, actor, revision, &live).await?;
    // A large import is read for names at once, by `courant record scan`.
    if *actor != Actor::Import {
        jobs::names::ask(tx, house, &live.story_id).await?;
    }
    record::storylines::carry(tx, house, actor, act, revision, &live).await?;
    record::quotations::carry(tx, house, actor, act, revision, &live).await?;
    enter(tx, house, actor, act, &live).await?;
    Ok(live)
}

/// Takes the live row away and enters what changed.
pub(super) async fn remove(tx: &mut Tx, house: &House, actor: &Actor, act: &str, live: &Live) -> Result<()> {
    enter(tx, house, actor, act, live).await?;
    record::names::leave(tx, house, actor, live).await?;
    q!(tx, mentions::clear_live(&live.story_id))?;
    q!(tx, mentions::clear_found(&live.story_id))?;
    record::storylines::leave(tx, house, actor, live).await?;
    record::quotations::leave(tx, house, actor, live).await?;
    q!(tx, terms::clear_live(&live.story_id))?;
    let pictures = q!(tx, library::of_story(&live.story_id))?;
    q!(tx, live::remove(&live.story_id))?;
    live_pictures::leave(tx, &live.story_id, pictures).await
}

/// Enters the story and every list that names it.
pub(super) async fn enter(tx: &mut Tx, house: &House, actor: &Actor, act: &str, live: &Live) -> Result<()> {
    let now = house.now();
    tx.enter(now, actor, act, &Thing::Story(live.story_id.clone()));
    if let Some(section) = &live.section_id {
        tx.enter(now, actor, act, &Thing::Section(section.clone()));
    }
    for signature in q!(tx, terms::signatures(&live.story_id))? {
        if let Some(author) = signature.author_id {
            tx.enter(now, actor, act, &Thing::Author(author));
        }
    }
    for topic in q!(tx, terms::topics_of(&live.story_id))? {
        tx.enter(now, actor, act, &Thing::Topic(topic.id));
    }
    if live.listed {
        tx.enter(now, actor, act, &Thing::Latest);
    }
    Ok(())
}

fn read<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, StoreError> {
    serde_json::from_str(json).map_err(|error| StoreError::Unreadable(error.to_string()))
}

/// "A", "A and B", "A, B and C".
fn join(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [many @ .., last] => format!("{} and {last}", many.join(", ")),
    }
}
