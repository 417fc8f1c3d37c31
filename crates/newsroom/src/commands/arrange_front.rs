//! Arranges the front page: which slots hold a story and which are automatic. Each change is a revision.
//! Called by `courant front` and, one day, by the desk.

use crate::{Error, House, Refusal, Result};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::front::{Layout, Slot};
use courant_store::{StoreError, Tx, q};

/// Keeps an arrangement; a slot can only hold a story that readers can see.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, actor: &Actor, layout: &Layout) -> Result<()> {
    let held: Vec<&String> = std::iter::once(&layout.lead)
        .chain(&layout.seconds)
        .chain(layout.bands.values())
        .filter_map(|slot| match slot {
            Slot::Story(id) => Some(id),
            Slot::Automatic => None,
        })
        .collect();
    for (place, id) in held.iter().enumerate() {
        if held.iter().skip(place + 1).any(|other| other == id) {
            return Err(Refusal::new("front-twice", "a story can hold one slot only").into());
        }
        let live = q!(tx, live::by_id(id))?;
        if !live.is_some_and(|live| live.listed) {
            return Err(Error::NotFound("such story before readers".to_owned()));
        }
    }
    let json = serde_json::to_string(layout).map_err(|e| StoreError::Unreadable(e.to_string()))?;
    q!(tx, paper::revise_front(house.now(), &actor.to_string(), &json))?;
    tx.enter(house.now(), actor, "arrange", &Thing::Front);
    Ok(())
}

/// The arrangement in force.
#[crate::boxed]
pub async fn current(tx: &mut Tx) -> Result<Layout> {
    match q!(tx, paper::front())? {
        Some(json) => Ok(serde_json::from_str(&json).map_err(|e| StoreError::Unreadable(format!("front page: {e}")))?),
        None => Ok(Layout::default()),
    }
}
