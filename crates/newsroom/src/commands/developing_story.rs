//! Says to readers that more is expected, until a moment, or no longer.
//! Called by the desk and `courant story developing`; it lapses by itself.

use super::{going_out, live_row};
use crate::permissions::Who;
use crate::{House, Refusal, Result};
use courant_model::account::Act;
use courant_model::story::Live;
use courant_model::time::{DAY, HOUR, Micros};
use courant_store::Tx;

/// How long it is said when nobody says otherwise.
pub const USUAL: Micros = DAY;
/// The longest that it is said.
pub const LONGEST: Micros = 72 * HOUR;

/// Sets or ends it.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, story_id: &str, until: Option<Micros>) -> Result<Live> {
    let story = super::story(tx, story_id).await?;
    let mut live = going_out::live(tx, story_id).await?;
    let seen = going_out::revision(tx, &live.revision_id).await?;
    who.check_story(Act::Publish, &story, &seen)?;
    decide(&live, until, house.now())?;
    live.developing_until = until;
    let act = if until.is_some() { "developing" } else { "developed" };
    let live = live_row::put(tx, house, &who.actor(), act, &seen, live).await?;
    going_out::keep_act(tx, house, &who.actor(), act, story_id, None, "").await?;
    Ok(live)
}

fn decide(live: &Live, until: Option<Micros>, now: Micros) -> Result<(), Refusal> {
    let Some(until) = until else { return Ok(()) };
    if live.retracted_at.is_some() {
        return Err(Refusal::new(
            "story-retracted",
            "the story was retracted; nothing more is expected of it",
        ));
    }
    if until <= now || until > now.saturating_add(LONGEST) {
        return Err(Refusal::new(
            "developing-time",
            "say until when more is expected: within the next three days",
        ));
    }
    Ok(())
}
