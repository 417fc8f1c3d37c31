//! Takes a name out of what a story shares with others: what is said of its pictures, its topics, its byline.
//! The command `anonymise_story` calls it before it writes the revisions anew.

use super::anonymise_story::hide;
use super::anonymise_text::Name;
use super::live_pictures;
use crate::{House, Result};
use courant_model::actor::Actor;
use courant_model::address::{Address, Leads};
use courant_model::entry::Thing;
use courant_model::slug;
use courant_model::story::{Byline, Revision, Story};
use courant_store::{StoreError, Tx, q};
use std::collections::BTreeSet;

/// What becomes of the topics and authors whose names hold the name.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// Topics that the story leaves, since others stand under them.
    left: BTreeSet<String>,
    /// Authors who are named by the wording instead; none unless it was asked.
    authors: BTreeSet<String>,
}

impl Shared {
    /// A revision as it is after it has left topics and authors.
    pub(super) fn out_of(&self, name: &Name, revision: &mut Revision) -> Result<(), StoreError> {
        if !self.left.is_empty() {
            let mut topics: Vec<String> = read(&revision.topics)?;
            topics.retain(|topic| !self.left.contains(topic));
            revision.topics = write(&topics)?;
        }
        if !self.authors.is_empty() {
            let mut byline: Vec<Byline> = read(&revision.byline)?;
            for line in &mut byline {
                if line.author.as_ref().is_some_and(|author| self.authors.contains(author)) {
                    line.author = None;
                    name.wording().clone_into(&mut line.guest);
                }
            }
            revision.byline = write(&byline)?;
        }
        Ok(())
    }
}

/// Cleans pictures and topics, and says what the revisions must leave. What is said of a picture changes wherever it
/// is shown; a topic of this story alone is called by the wording, and one of several is left.
pub(super) async fn clean(
    tx: &mut Tx,
    house: &House,
    actor: &Actor,
    name: &Name,
    story: &Story,
    authors_too: bool,
) -> Result<Shared> {
    let mut shared = Shared::default();
    let (mut pictures, mut topics, mut authors) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for revision in q!(tx, acts::revisions(&story.id))? {
        for picture in live_pictures::of(tx, &revision).await? {
            if pictures.insert(picture.id.clone()) {
                clean_picture(tx, house, actor, name, picture).await?;
            }
        }
        topics.extend(read::<Vec<String>>(&revision.topics)?);
        let byline: Vec<Byline> = read(&revision.byline)?;
        authors.extend(byline.into_iter().filter_map(|line| line.author));
    }
    for id in topics {
        if !clean_topic(tx, house, actor, name, &id, &story.id).await? {
            shared.left.insert(id);
        }
    }
    for id in authors.into_iter().filter(|_| authors_too) {
        if q!(tx, terms::author(&id))?.is_some_and(|author| name.out_of(&author.name).is_some()) {
            shared.authors.insert(id);
        }
    }
    Ok(shared)
}

async fn clean_picture(
    tx: &mut Tx,
    house: &House,
    actor: &Actor,
    name: &Name,
    mut picture: courant_model::picture::Picture,
) -> Result<()> {
    let before = picture.clone();
    for field in [
        &mut picture.alt,
        &mut picture.caption,
        &mut picture.credit,
        &mut picture.copyright,
        &mut picture.holder,
        &mut picture.notes,
    ] {
        if let Some(text) = name.out_of(field) {
            *field = text;
        }
    }
    if name.is_in_address(&picture.name) {
        picture.name = format!("picture-{}", picture.number);
    }
    if name.is_in_address(&slug::of(&picture.file_name)) {
        picture.file_name = String::new();
    }
    if picture != before {
        q!(tx, pictures::rewrite(&picture))?;
        tx.enter(house.now(), actor, "anonymise", &Thing::Picture(picture.id));
    }
    Ok(())
}

/// False when the story must leave the topic.
async fn clean_topic(tx: &mut Tx, house: &House, actor: &Actor, name: &Name, id: &str, story: &str) -> Result<bool> {
    let Some(mut topic) = q!(tx, terms::topic(id))? else {
        return Ok(true);
    };
    let called = name.out_of(&topic.name);
    let said = name.out_of(&topic.description);
    let addressed = name.is_in_address(&topic.slug);
    if called.is_none() && said.is_none() && !addressed {
        return Ok(true);
    }
    if q!(tx, terms::is_topic_of_others(id, story))? {
        return Ok(false);
    }
    topic.name = called.unwrap_or(topic.name);
    topic.description = said.unwrap_or(topic.description);
    if addressed {
        let old = format!("/topic/{}", topic.slug);
        topic.slug = format!("topic-{}", topic.number);
        let address = Address {
            path: format!("/topic/{}", topic.slug),
            kind: Leads::Topic.as_str().to_owned(),
            target: topic.id.clone(),
        };
        q!(tx, addresses::put(&address, house.now()))?;
        tx.enter(house.now(), actor, "anonymise", &Thing::Address(address.path));
        hide(tx, house, actor, &old, &topic.id).await?;
    }
    q!(tx, terms::rewrite_topic(&topic))?;
    tx.enter(house.now(), actor, "anonymise", &Thing::Topic(topic.id));
    Ok(true)
}

fn read<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, StoreError> {
    serde_json::from_str(json).map_err(|error| StoreError::Unreadable(error.to_string()))
}

fn write<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Unreadable(error.to_string()))
}
