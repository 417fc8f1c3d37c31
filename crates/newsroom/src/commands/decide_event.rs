//! Decides on an event of a storyline: confirms it with its kind, day and words, or refuses it. Called by the desk and
//! the demo; what the copy desk suggests becomes a row by this alone.

use super::file_in_storyline;
use super::keep_storyline::found;
use crate::copydesk::withheld;
use crate::permissions::Who;
use crate::record::sentences::{Sentences, fold};
use crate::record::storylines as shown;
use crate::{Error, House, Refusal, Result};
use courant_model::account::Act;
use courant_model::storyline::{Day, Event, EventKind, EventState, EventStatus};
use courant_store::{Tx, q};

/// Longest title and place, in characters.
const LONGEST: usize = 200;

/// What is decided.
#[derive(Debug, Clone, Default)]
pub struct Decide {
    /// The event, when somebody decided on it before.
    pub id: Option<String>,
    /// The storyline.
    pub storyline_id: String,
    /// The story that tells of it.
    pub story_id: String,
    /// The sentence to the letter; it must stand in the draft or before readers.
    pub sentence: String,
    /// [`EventKind`] as kept.
    pub kind: String,
    /// [`EventStatus`] as kept.
    pub status: String,
    /// `2026-11-25`, `2026-11`, `2026`, or empty.
    pub day: String,
    /// In an editor's words; empty prints the sentence.
    pub title: String,
    /// Where; may be empty.
    pub place: String,
    /// It is no event of this storyline.
    pub refuse: bool,
}

/// Decides. The story is filed in the storyline with the first event that is confirmed.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, wanted: &Decide) -> Result<Event> {
    let storyline = found(tx, &wanted.storyline_id).await?;
    let (story, head) = super::story_with_head(tx, &wanted.story_id).await?;
    who.check_story(Act::Record, &story, &head)?;
    let events = q!(tx, storylines::events_of_story(&story.id))?;
    let before = before(&events, wanted)?;
    let fields = decide(wanted)?;
    if !wanted.refuse {
        withheld::guard(tx, house, who, &[&fields.title, &fields.place, &fields.sentence]).await?;
    }
    // Where readers see the sentence, that is where it is confirmed; else in the draft.
    let seen = match q!(tx, live::by_id(&story.id))? {
        Some(live) => q!(tx, stories::revision(&live.revision_id))?,
        None => None,
    };
    let mut place = None;
    for revision in seen.iter().chain([&head]) {
        if place.is_none() {
            place = Sentences::of(revision)?
                .block_of(&fields.sentence)
                .map(|block| (revision.id.clone(), block.to_owned()));
        }
    }
    let (revision_id, block) = match place {
        Some(place) => place,
        None if wanted.refuse => (head.id.clone(), String::new()),
        None => {
            return Err(Refusal::new(
                "event-sentence",
                "the story has no such sentence any more: look at what it says now",
            )
            .into());
        }
    };
    let event = Event {
        id: before.map_or_else(|| house.id(), |event| event.id.clone()),
        storyline_id: storyline.id.clone(),
        story_id: story.id.clone(),
        revision_id,
        block,
        decided_by: who.actor().to_string(),
        decided_at: house.now(),
        ..fields
    };
    q!(tx, storylines::put_event(&event))?;
    if wanted.refuse {
        q!(tx, storylines::clear_live_event(&event.id))?;
    } else {
        let filed = q!(tx, storylines::of_story(&story.id))?;
        if filed.iter().all(|one| one.id != storyline.id) {
            file_in_storyline::run(tx, house, who, &storyline.id, &story.id).await?;
        }
        shown::show(tx, &event).await?;
    }
    let act = if wanted.refuse { "refuse" } else { "confirm" };
    file_in_storyline::enter(tx, house, who, act, &storyline.id, &story.id).await?;
    Ok(event)
}

/// The event on which somebody decided already: by its id, or by the same sentence.
fn before<'e>(events: &'e [Event], wanted: &Decide) -> Result<Option<&'e Event>> {
    let sentence = fold(&wanted.sentence);
    let mut of_storyline = events.iter().filter(|event| event.storyline_id == wanted.storyline_id);
    match &wanted.id {
        Some(id) => of_storyline
            .find(|event| &event.id == id)
            .map(Some)
            .ok_or_else(|| Error::NotFound("such event".to_owned())),
        None => Ok(of_storyline.find(|event| fold(&event.sentence) == sentence)),
    }
}

/// The event as it is kept, without what only the store knows.
fn decide(wanted: &Decide) -> Result<Event, Refusal> {
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (title, place, day) = (fold(&wanted.title), fold(&wanted.place), wanted.day.trim());
    if wanted.sentence.trim().is_empty() {
        return Err(Refusal::new(
            "event-sentence-empty",
            "an event needs the sentence that tells of it",
        ));
    }
    let kind = EventKind::parse(&wanted.kind).unwrap_or(EventKind::Other);
    let Some(status) = EventStatus::parse(&wanted.status) else {
        return Err(Refusal::new(
            "event-status",
            "say whether the event is planned, reported or confirmed",
        ));
    };
    if !day.is_empty() && Day::parse(day).is_none() {
        return Err(Refusal::new(
            "event-day",
            format!("{day:?} is no date such as 2026-11-25, 2026-11 or 2026"),
        ));
    }
    if title.chars().count() > LONGEST || place.chars().count() > LONGEST {
        return Err(Refusal::new(
            "event-long",
            format!("an event's words and its place have at most {LONGEST} characters each"),
        ));
    }
    let state = if wanted.refuse {
        EventState::Refused
    } else {
        EventState::Confirmed
    };
    Ok(Event {
        id: String::new(),
        storyline_id: String::new(),
        story_id: String::new(),
        kind: kind.as_str().to_owned(),
        status: status.as_str().to_owned(),
        day: day.to_owned(),
        title,
        place,
        revision_id: String::new(),
        block: String::new(),
        sentence: wanted.sentence.trim().to_owned(),
        state: state.as_str().to_owned(),
        decided_by: String::new(),
        decided_at: 0,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn wanted() -> Decide {
        Decide {
            sentence: " The council voted. ".into(),
            kind: "vote".into(),
            status: "reported".into(),
            day: "2026-11".into(),
            ..Decide::default()
        }
    }

    #[test]
    fn an_event_has_a_sentence_a_status_and_a_day_as_well_as_it_is_known() {
        let event = decide(&wanted()).unwrap();
        assert_eq!(
            (event.sentence.as_str(), event.day.as_str()),
            ("The council voted.", "2026-11")
        );
        let day = |day: &str| {
            decide(&Decide {
                day: day.into(),
                ..wanted()
            })
            .map_err(|refused| refused.key)
        };
        assert!(day("").is_ok() && day("2026").is_ok());
        assert_eq!(day("last week").unwrap_err(), "event-day");
        let status = Decide {
            status: "rumoured".into(),
            ..wanted()
        };
        assert_eq!(decide(&status).unwrap_err().key, "event-status");
        let bare = Decide {
            sentence: "\u{a0}".into(),
            ..wanted()
        };
        assert_eq!(decide(&bare).unwrap_err().key, "event-sentence-empty");
    }

    #[test]
    fn a_sentence_is_decided_on_once_in_a_storyline() {
        let kept = Event {
            id: "e".into(),
            storyline_id: "l".into(),
            ..decide(&wanted()).unwrap()
        };
        let mut again = Decide {
            storyline_id: "l".into(),
            ..wanted()
        };
        assert_eq!(before(std::slice::from_ref(&kept), &again).unwrap(), Some(&kept));
        again.id = Some("another".into());
        assert!(before(std::slice::from_ref(&kept), &again).is_err());
        again.id = None;
        again.storyline_id = "m".into();
        assert_eq!(before(std::slice::from_ref(&kept), &again).unwrap(), None);
    }
}
