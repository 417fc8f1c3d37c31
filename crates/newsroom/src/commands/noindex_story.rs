//! Asks search engines to leave a story out, or no longer: in its robots line, and by its absence from sitemaps.
//! Called by the desk and `courant story noindex`.

use super::{going_out, live_row};
use crate::permissions::Who;
use crate::{House, Result};
use courant_model::account::Act;
use courant_model::entry::Thing;
use courant_store::{Tx, q};

/// Sets it, for now and for whenever the story goes out.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, story_id: &str, noindex: bool) -> Result<()> {
    let story = super::story(tx, story_id).await?;
    let head = going_out::revision(tx, &story.head).await?;
    who.check_story(Act::Remove, &story, &head)?;
    let actor = who.actor();
    let act = if noindex { "noindex" } else { "index" };
    q!(tx, acts::set_noindex(story_id, noindex, house.now()))?;
    if let Some(mut live) = q!(tx, live::by_id(story_id))? {
        let seen = going_out::revision(tx, &live.revision_id).await?;
        live.noindex = noindex;
        live_row::put(tx, house, &actor, act, &seen, live).await?;
    }
    tx.enter(house.now(), &actor, act, &Thing::Story(story_id.to_owned()));
    going_out::keep_act(tx, house, &actor, act, story_id, None, "").await
}
