//! Files a story in a storyline, or takes it out again. Called by the desk and the demo; suggestions file nothing.
//! Readers see it at once when the story is before them.

use super::keep_storyline::found;
use crate::permissions::Who;
use crate::{House, Refusal, Result};
use courant_model::account::Act;
use courant_model::entry::Thing;
use courant_model::story::{Live, Story};
use courant_model::storyline::{Event, Storyline};
use courant_store::{Tx, q};

/// Files it; a story that is filed already stays.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, storyline_id: &str, story_id: &str) -> Result<()> {
    let storyline = found(tx, storyline_id).await?;
    let (story, head) = super::story_with_head(tx, story_id).await?;
    who.check_story(Act::Record, &story, &head)?;
    decide(&storyline, &story)?;
    let now = house.now();
    let by = who.actor().to_string();
    q!(tx, storylines::file(storyline_id, story_id, &by, now))?;
    if let Some(live) = q!(tx, live::by_id(story_id))?.filter(shows) {
        q!(tx, storylines::put_live(story_id, storyline_id, live.placed_at))?;
    }
    enter(tx, house, who, "file", storyline_id, story_id).await
}

/// Takes it out. Events of the storyline that this story tells of hold it in.
#[crate::boxed]
pub async fn take_out(tx: &mut Tx, house: &House, who: &Who, storyline_id: &str, story_id: &str) -> Result<()> {
    found(tx, storyline_id).await?;
    let (story, head) = super::story_with_head(tx, story_id).await?;
    who.check_story(Act::Record, &story, &head)?;
    let events = q!(tx, storylines::events_of_story(story_id))?;
    decide_out(&events, storyline_id)?;
    q!(tx, storylines::take_out(storyline_id, story_id))?;
    q!(tx, storylines::clear_live_of(story_id, storyline_id))?;
    enter(tx, house, who, "take out", storyline_id, story_id).await
}

/// Whether readers are shown a story as one of a storyline.
pub(super) fn shows(live: &Live) -> bool {
    live.form == "story" && live.retracted_at.is_none()
}

pub(super) async fn enter(
    tx: &mut Tx,
    house: &House,
    who: &Who,
    act: &str,
    storyline_id: &str,
    story_id: &str,
) -> Result<()> {
    let now = house.now();
    q!(tx, storylines::touch(storyline_id, now))?;
    tx.enter(now, &who.actor(), act, &Thing::Storyline(storyline_id.to_owned()));
    tx.enter(now, &who.actor(), act, &Thing::Story(story_id.to_owned()));
    Ok(())
}

fn decide(storyline: &Storyline, story: &Story) -> Result<(), Refusal> {
    if story.form == "page" {
        return Err(Refusal::new(
            "storyline-page",
            "a standing page is no part of a storyline",
        ));
    }
    if matches!(story.state.as_str(), "killed" | "removed") {
        return Err(Refusal::new(
            "storyline-ended",
            "a story that was killed or taken down is filed nowhere",
        ));
    }
    if !storyline.is_open() {
        return Err(Refusal::new(
            "storyline-closed",
            "the storyline is closed; open it again to file stories in it",
        ));
    }
    Ok(())
}

fn decide_out(events: &[Event], storyline_id: &str) -> Result<(), Refusal> {
    let holds = events
        .iter()
        .any(|event| event.storyline_id == storyline_id && event.state != "refused");
    if holds {
        return Err(Refusal::new(
            "storyline-has-events",
            "the timeline has events from this story; refuse them first",
        ));
    }
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::commands::samples;
    use courant_model::story::State;

    #[test]
    fn nothing_is_filed_in_what_is_closed_and_no_page_anywhere() {
        let mut storyline = Storyline {
            id: "l".into(),
            number: 1,
            slug: "l".into(),
            title: "L".into(),
            summary: String::new(),
            state: "open".into(),
            is_public: false,
            noindex: true,
            created_at: 0,
            changed_at: 0,
        };
        let (mut story, _) = samples::story(State::Draft);
        assert!(decide(&storyline, &story).is_ok());
        story.form = "page".into();
        assert_eq!(decide(&storyline, &story).unwrap_err().key, "storyline-page");
        let (story, _) = samples::story(State::Killed);
        assert_eq!(decide(&storyline, &story).unwrap_err().key, "storyline-ended");
        storyline.state = "closed".into();
        let (story, _) = samples::story(State::Draft);
        assert_eq!(decide(&storyline, &story).unwrap_err().key, "storyline-closed");
    }
}
