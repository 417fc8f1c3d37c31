//! Takes a story from readers for law or safety: its addresses answer 410, it leaves every list at once,
//! and its pictures answer no more.
//! Called by the desk, `courant story remove` and the demo.

use super::going_out;
use crate::permissions::Who;
use crate::{House, Result, fronts};
use courant_model::account::Act;
use courant_model::address::{Address, Leads};
use courant_model::entry::Thing;
use courant_model::story::State;
use courant_store::{Tx, q};

/// Takes it down.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, story_id: &str) -> Result<()> {
    let story = super::story(tx, story_id).await?;
    let live = going_out::live(tx, story_id).await?;
    let seen = going_out::revision(tx, &live.revision_id).await?;
    who.check_story(Act::Remove, &story, &seen)?;
    let actor = &who.actor();
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
    if live.form == "page" {
        super::begin_page::follow(tx, house, actor, &live.path, None).await?;
    }
    super::live_row::remove(tx, house, actor, "remove", &live).await?;
    fronts::leave(tx, house, actor, story_id).await?;
    super::live_pictures::withdraw(tx, house, actor, story_id).await?;
    q!(
        tx,
        stories::advance(story_id, State::Removed.as_str(), &story.head, house.now())
    )?;
    q!(tx, previews::revoke(story_id, house.now()))?;
    super::unschedule_story::withdraw(tx, house, actor, story_id).await?;
    going_out::keep_act(tx, house, actor, "remove", story_id, None, "").await
}
