//! Events that the copy desk finds in a text, as suggestions for a timeline: nothing here makes a row.
//! Asked by the desk; a person decides with `decide_event`.

use super::sentences::fold;
use crate::Result;
use courant_copydesk::{Fields, Page, Reading};
use courant_model::story::Revision;
use courant_model::storyline::{Event, EventKind, EventStatus};
use courant_store::StoreError;
use courant_text::Document;

/// The most that are suggested of one text.
const MOST: usize = 12;

/// The events of a draft on which nobody has decided for a storyline, in the order of the text. `day` is the story's own
/// date, from which its relative words count.
#[crate::boxed]
pub async fn found(draft: &Revision, day: &str, storyline: &str, decided: &[Event]) -> Result<Vec<Event>> {
    let document = courant_text::json::read(&draft.document)
        .map_err(|refused| StoreError::Unreadable(format!("revision {}: {refused}", draft.id)))?;
    let known: Vec<String> = decided
        .iter()
        .filter(|event| event.storyline_id == storyline && event.story_id == draft.story_id)
        .map(|event| fold(&event.sentence))
        .collect();
    let (draft, day) = (draft.clone(), day.to_owned());
    let read = tokio::task::spawn_blocking(move || (read(&draft.standfirst, &document, &day), draft));
    let (events, draft) = read
        .await
        .map_err(|_| StoreError::Unreadable("reading a text for events broke off".to_owned()))?;
    Ok(events
        .into_iter()
        .filter(|event| !known.contains(&fold(&event.sentence)))
        .take(MOST)
        .map(|event| Event {
            storyline_id: storyline.to_owned(),
            story_id: draft.story_id.clone(),
            revision_id: draft.id.clone(),
            ..event
        })
        .collect())
}

fn read(standfirst: &str, document: &Document, day: &str) -> Vec<Event> {
    let mut fields = Fields {
        standfirst,
        ..Fields::default()
    };
    fields.facts.date = Some(day.to_owned());
    let page = Page::from_story(&fields, document);
    let reading = Reading::of(&page);
    let mut found: Vec<Event> = Vec::new();
    for event in reading.events() {
        let sentence = page.at(event.sentence).to_owned();
        // One line a sentence: what happens in it is one event for the timeline.
        if found.iter().any(|one| one.sentence == sentence) {
            continue;
        }
        let kind = EventKind::parse(event.kind.word()).unwrap_or(EventKind::Other);
        let status = EventStatus::parse(event.standing.word()).unwrap_or(EventStatus::Reported);
        let block = page
            .part_at(event.sentence.start)
            .and_then(|part| page.parts.get(part))
            .and_then(|part| part.block.as_ref())
            .map(|id| id.0.clone());
        found.push(Event {
            id: String::new(),
            storyline_id: String::new(),
            story_id: String::new(),
            kind: kind.as_str().to_owned(),
            status: status.as_str().to_owned(),
            day: event.when.and_then(|when| when.iso()).unwrap_or_default(),
            title: String::new(),
            place: event
                .place
                .and_then(|at| reading.names.get(at))
                .map(|name| name.main.clone())
                .unwrap_or_default(),
            revision_id: String::new(),
            block: block.unwrap_or_default(),
            sentence,
            state: String::new(),
            decided_by: String::new(),
            decided_at: 0,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use courant_text::{SequentialIds, plain};

    #[test]
    fn a_sentence_of_a_text_is_suggested_once_with_its_day() {
        let document = plain::read(
            "Kim Jong Un met with Vladimir Putin in Vladivostok on Wednesday and signed a treaty. It rained.",
            &mut SequentialIds::new(),
        );
        let found = read("", &document, "2023-09-14");
        let told: Vec<(&str, &str)> = found
            .iter()
            .map(|one| (one.day.as_str(), one.sentence.as_str()))
            .collect();
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told.iter()
                .all(|(day, sentence)| *day == "2023-09-13" && sentence.starts_with("Kim Jong Un met with"))
        );
        assert!(found.iter().all(|one| one.state.is_empty()), "nothing is decided");
    }
}
