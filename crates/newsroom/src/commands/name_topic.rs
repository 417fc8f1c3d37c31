//! Finds the topic of a name, or adds it with an address of its own. Called by imports, the demo and the desk.

use crate::{House, Refusal, Result};
use courant_model::actor::Actor;
use courant_model::address::{Address, Leads};
use courant_model::entry::Thing;
use courant_model::slug;
use courant_model::term::Topic;
use courant_store::{Tx, q};

/// The topic of that name.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, actor: &Actor, name: &str) -> Result<Topic> {
    at(tx, house, actor, &slug::of(name), name, "").await
}

/// The topic at the end of an address, or a new one there with its name and what is said of it.
#[crate::boxed]
pub async fn at(tx: &mut Tx, house: &House, actor: &Actor, slug: &str, name: &str, description: &str) -> Result<Topic> {
    let slug = slug::of(slug);
    if slug.is_empty() {
        return Err(Refusal::new("topic-name", "a topic needs a name").into());
    }
    if let Some(topic) = q!(tx, terms::topic_by_slug(&slug))? {
        return Ok(topic);
    }
    let topic = Topic {
        id: house.id(),
        number: q!(tx, paper::next_number("term"))?,
        slug,
        name: name.trim().to_owned(),
        description: description.trim().to_owned(),
    };
    q!(tx, terms::add_topic(&topic))?;
    let address = Address {
        path: format!("/topic/{}", topic.slug),
        kind: Leads::Topic.as_str().to_owned(),
        target: topic.id.clone(),
    };
    q!(tx, addresses::put(&address, house.now()))?;
    tx.enter(house.now(), actor, "add", &Thing::Topic(topic.id.clone()));
    Ok(topic)
}
