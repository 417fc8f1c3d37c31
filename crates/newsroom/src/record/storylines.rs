//! What readers see of storylines: the story's place in them and the events that its text tells of.
//! Written by `live_row` whenever a story goes out, changes or leaves, and by the commands of storylines.

use super::sentences::Sentences;
use crate::{House, Result};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::story::{Live, Revision};
use courant_model::storyline::{Event, EventState};
use courant_store::{Tx, q};

/// What becomes of an event when its story is printed anew.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fate {
    /// It stands on the timeline, with the block of its sentence.
    Stands(String),
    /// Its sentence is printed no more: it leaves until somebody confirms it again.
    Leaves,
    /// It was never printed, or is not confirmed.
    Waits,
}

/// Brings storylines and timelines to what the live row says now. Nothing stands of what was retracted.
#[crate::boxed]
pub async fn carry(
    tx: &mut Tx,
    house: &House,
    actor: &Actor,
    act: &str,
    revision: &Revision,
    live: &Live,
) -> Result<()> {
    let id = &live.story_id;
    let storylines = q!(tx, storylines::of_story(id))?;
    let shown = live.form == "story" && live.retracted_at.is_none();
    let before = q!(tx, storylines::live_events_of_story(id))?;
    q!(tx, storylines::clear_live(id))?;
    q!(tx, storylines::clear_live_events(id))?;
    if shown {
        for storyline in &storylines {
            q!(tx, storylines::put_live(id, &storyline.id, live.placed_at))?;
        }
        let events = q!(tx, storylines::events_of_story(id))?;
        if !events.is_empty() {
            let sentences = Sentences::of(revision)?;
            for mut event in events {
                match fate(&event, before.contains(&event.id), &sentences) {
                    Fate::Stands(block) => q!(tx, storylines::put_live_event(&event, &block))?,
                    Fate::Leaves => {
                        EventState::Stale.as_str().clone_into(&mut event.state);
                        q!(tx, storylines::put_event(&event))?;
                    }
                    Fate::Waits => {}
                }
            }
        }
    }
    let print = if shown {
        super::prints::of(revision)?
    } else {
        String::new()
    };
    if print.is_empty() {
        q!(tx, storylines::clear_print(id))?;
    } else {
        q!(tx, storylines::put_print(id, &print))?;
    }
    for storyline in storylines {
        tx.enter(house.now(), actor, act, &Thing::Storyline(storyline.id));
    }
    Ok(())
}

/// Enters what a story leaves behind; the rows go with the live row.
#[crate::boxed]
pub async fn leave(tx: &mut Tx, house: &House, actor: &Actor, live: &Live) -> Result<()> {
    for storyline in q!(tx, storylines::of_story(&live.story_id))? {
        tx.enter(house.now(), actor, "remove", &Thing::Storyline(storyline.id));
    }
    // Lists that were worked out for other stories lose a row.
    for story in q!(tx, related::standing_by(&live.story_id))? {
        tx.enter(house.now(), actor, "relate", &Thing::Story(story));
    }
    Ok(())
}

/// Takes a name out of the events of a story; `out` gives a text without it, or nothing where it is not in it.
#[crate::boxed]
pub async fn anonymise(tx: &mut Tx, story_id: &str, out: &(dyn Fn(&str) -> Option<String> + Sync)) -> Result<()> {
    for mut event in q!(tx, storylines::events_of_story(story_id))? {
        let mut changed = false;
        for field in [&mut event.title, &mut event.place, &mut event.sentence] {
            if let Some(clean) = out(field) {
                *field = clean;
                changed = true;
            }
        }
        if changed {
            q!(tx, storylines::put_event(&event))?;
        }
    }
    Ok(())
}

/// Puts an event that was just confirmed before readers, when they see its sentence.
pub(crate) async fn show(tx: &mut Tx, event: &Event) -> Result<()> {
    q!(tx, storylines::clear_live_event(&event.id))?;
    let Some(live) = q!(tx, live::by_id(&event.story_id))? else {
        return Ok(());
    };
    let Some(revision) = q!(tx, stories::revision(&live.revision_id))? else {
        return Ok(());
    };
    if live.form == "story"
        && live.retracted_at.is_none()
        && let Fate::Stands(block) = fate(event, false, &Sentences::of(&revision)?)
    {
        q!(tx, storylines::put_live_event(event, &block))?;
    }
    Ok(())
}

fn fate(event: &Event, was_shown: bool, sentences: &Sentences) -> Fate {
    if EventState::parse(&event.state) != Some(EventState::Confirmed) {
        return Fate::Waits;
    }
    match sentences.block_of(&event.sentence) {
        Some(block) => Fate::Stands(block.to_owned()),
        None if was_shown => Fate::Leaves,
        None => Fate::Waits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use courant_copydesk::Page;
    use courant_text::{SequentialIds, plain};

    fn event(state: &str) -> Event {
        Event {
            id: "e".into(),
            storyline_id: "l".into(),
            story_id: "s".into(),
            kind: "vote".into(),
            status: "reported".into(),
            day: String::new(),
            title: String::new(),
            place: String::new(),
            revision_id: "r".into(),
            block: String::new(),
            sentence: "The council voted on Monday.".into(),
            state: state.into(),
            decided_by: "account:a".into(),
            decided_at: 0,
        }
    }

    fn text(words: &str) -> Sentences {
        Sentences::of_page(&Page::from_document(&plain::read(words, &mut SequentialIds::new())))
    }

    #[test]
    fn an_event_leaves_when_its_sentence_changed_and_waits_when_it_was_never_printed() {
        let printed = text("It rained. The council voted on Monday.");
        let changed = text("It rained. The council voted on Tuesday.");
        assert!(matches!(fate(&event("confirmed"), false, &printed), Fate::Stands(_)));
        assert_eq!(fate(&event("confirmed"), true, &changed), Fate::Leaves);
        assert_eq!(fate(&event("confirmed"), false, &changed), Fate::Waits);
    }

    #[test]
    fn only_a_confirmed_event_stands() {
        let printed = text("The council voted on Monday.");
        for state in ["refused", "stale"] {
            assert_eq!(fate(&event(state), false, &printed), Fate::Waits, "{state}");
        }
    }
}
