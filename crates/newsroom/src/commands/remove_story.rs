//! Takes a story from readers for law or safety: its addresses answer 410, and it leaves every list at once.
//! Called by `courant story remove`, the demo and, one day, the desk.

use crate::{Error, House, Result};
use courant_model::actor::Actor;
use courant_model::address::{Address, Leads};
use courant_model::entry::Thing;
use courant_model::story::State;
use courant_store::{Tx, q};

/// Takes it down.
pub async fn run(tx: &mut Tx, house: &House, actor: &Actor, story_id: &str) -> Result<()> {
    let story = q!(tx, stories::by_id(story_id))?.ok_or_else(|| Error::NotFound("such story".to_owned()))?;
    let live = q!(tx, live::by_id(story_id))?.ok_or_else(|| Error::NotFound("such story before readers".to_owned()))?;
    let mut paths = q!(tx, addresses::leading_to(&live.path))?;
    paths.push(live.path.clone());
    for path in paths {
        let gone = Address {
            path,
            kind: Leads::Gone.as_str().to_owned(),
            target: story_id.to_owned(),
        };
        q!(tx, addresses::put(&gone, house.now()))?;
        tx.enter(house.now(), actor, "remove", &Thing::Address(gone.path));
    }
    if !q!(tx, corrections::of_story(story_id))?.is_empty() {
        tx.enter(house.now(), actor, "remove", &Thing::Corrections);
    }
    super::live_row::remove(tx, house, actor, "remove", &live).await?;
    q!(
        tx,
        stories::advance(story_id, State::Removed.as_str(), &story.head, house.now())
    )?;
    Ok(())
}
