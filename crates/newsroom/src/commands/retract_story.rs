//! Retracts a story that was wrong as a whole: its address answers with a notice in place of the text, kept for ever.
//! Called by the desk and `courant story retract`; asked again, it adds to the notice and changes nothing of it.

use super::{going_out, live_row};
use crate::copydesk::withheld;
use crate::permissions::Who;
use crate::{House, Refusal, Result, fronts};
use courant_model::account::Act;
use courant_model::entry::Thing;
use courant_model::story::State;
use courant_model::term::Correction;
use courant_store::{Tx, q};

/// The kind under which the log of corrections keeps it.
pub const KIND: &str = "retraction";

/// What is asked.
#[derive(Debug, Clone)]
pub struct Retract {
    /// The story; readers must see it.
    pub story_id: String,
    /// What readers are told: what was wrong, and why the story is withdrawn.
    pub notice: String,
}

/// Retracts. The text stays in the revisions and is printed nowhere any more.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, wanted: &Retract) -> Result<Correction> {
    let story = super::story(tx, &wanted.story_id).await?;
    let mut live = going_out::live(tx, &wanted.story_id).await?;
    let seen = going_out::revision(tx, &live.revision_id).await?;
    who.check_story(Act::Retract, &story, &seen)?;
    decide(wanted)?;
    withheld::guard(tx, house, who, &[&wanted.notice]).await?;
    let now = house.now();
    let actor = who.actor();
    let notice = Correction {
        id: house.id(),
        story_id: story.id.clone(),
        kind: KIND.to_owned(),
        at: now,
        wrong: String::new(),
        correct: wanted.notice.trim().to_owned(),
        grave: true,
    };
    q!(tx, corrections::add(&notice))?;
    live.retracted_at = live.retracted_at.or(Some(now));
    live.updated_at = Some(now);
    live.developing_until = None;
    live_row::put(tx, house, &actor, "retract", &seen, live).await?;
    fronts::leave(tx, house, &actor, &story.id).await?;
    q!(
        tx,
        stories::advance(&story.id, State::Published.as_str(), &story.head, now)
    )?;
    super::unschedule_story::withdraw(tx, house, &actor, &story.id).await?;
    going_out::keep_act(tx, house, &actor, "retract", &story.id, Some(&seen.id), "").await?;
    tx.enter(now, &actor, "retract", &Thing::Corrections);
    Ok(notice)
}

fn decide(wanted: &Retract) -> Result<(), Refusal> {
    if wanted.notice.trim().is_empty() {
        return Err(Refusal::new(
            "retraction-empty",
            "say what was wrong: readers get the notice in place of the story",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retraction_tells_readers_why() {
        let mut wanted = Retract {
            story_id: "s".into(),
            notice: " ".into(),
        };
        assert!(decide(&wanted).is_err());
        wanted.notice = "The minutes quoted in it were made up.".into();
        assert!(decide(&wanted).is_ok());
    }
}
