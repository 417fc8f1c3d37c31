//! The storylines of the demo: their stories, and the events that an editor confirmed, each by its sentence.
//! Called by the loader once the stories are out; a sentence that its story does not have stops the loading.

use super::folder::{DemoFolder, Fault, PersonLines, StorylineLines, line_of};
use crate::failure::{Failure, Result};
use courant_model::actor::Actor;
use courant_model::record::EntityKind;
use courant_newsroom::House;
use courant_newsroom::commands::decide_event::{self, Decide};
use courant_newsroom::commands::decide_mention::{self, Decision, Wanted};
use courant_newsroom::commands::keep_storyline::{self, Keep, Open};
use courant_newsroom::commands::{file_in_storyline, open_entity};
use courant_newsroom::permissions::Who;
use courant_newsroom::record::names;
use courant_store::Tx;
use std::collections::HashMap;
use toml::Spanned;

/// As whom the demo is loaded.
const WHO: Who = Who::House(Actor::Import);

/// Loads them. `stories` has the ids of the stories by slug.
pub(super) async fn load(
    tx: &mut Tx,
    house: &House,
    folder: &DemoFolder,
    stories: &HashMap<String, String>,
) -> Result<()> {
    for lines in &folder.storylines {
        let keep = Keep {
            title: lines.title.get_ref().clone(),
            summary: lines.summary.clone(),
            open: Open::parse(&lines.open),
            ..Keep::default()
        };
        let storyline = keep_storyline::run(tx, house, &WHO, &keep).await?;
        for slug in &lines.stories {
            let story = story(stories, slug)?;
            file_in_storyline::run(tx, house, &WHO, &storyline.id, story).await?;
        }
        for person in &lines.people {
            open_person(tx, house, folder, lines, person, stories).await?;
        }
        for event in &lines.events {
            let decide = Decide {
                id: None,
                storyline_id: storyline.id.clone(),
                story_id: story(stories, &event.story)?.to_owned(),
                sentence: event.sentence.clone(),
                kind: event.kind.clone(),
                status: event.status.clone(),
                day: event.day.clone(),
                title: event.title.clone(),
                place: event.place.clone(),
                refuse: false,
            };
            decide_event::run(tx, house, &WHO, &decide)
                .await
                .map_err(|error| fault(&event.story, Failure::from(error).to_string()))?;
        }
    }
    Ok(())
}

/// Confirms a person in the stories of a storyline that have the name, and opens a page.
async fn open_person(
    tx: &mut Tx,
    house: &House,
    folder: &DemoFolder,
    lines: &StorylineLines,
    person: &PersonLines,
    stories: &HashMap<String, String>,
) -> Result<()> {
    let found = names::find_or_make(tx, house, &WHO.actor(), EntityKind::Person, &person.name).await?;
    for slug in &lines.stories {
        let has = folder
            .pieces
            .iter()
            .any(|piece| &piece.slug == slug.get_ref() && piece.body.contains(&person.name));
        if has {
            let wanted = Wanted {
                story_id: story(stories, slug)?.to_owned(),
                words: person.name.clone(),
                decision: Decision::Is(found.id.clone()),
            };
            decide_mention::run(tx, house, &WHO, &wanted).await?;
        }
    }
    let open = open_entity::Open {
        id: found.id,
        role: person.role.clone(),
        engines: true,
    };
    open_entity::run(tx, house, &WHO, &open).await?;
    Ok(())
}

fn story<'s>(stories: &'s HashMap<String, String>, slug: &Spanned<String>) -> Result<&'s str, Fault> {
    stories
        .get(slug.get_ref())
        .map(String::as_str)
        .ok_or_else(|| fault(slug, format!("there is no story {}", slug.get_ref())))
}

fn fault(at: &Spanned<String>, message: String) -> Fault {
    Fault {
        file: "storylines.toml".to_owned(),
        line: line_of("storylines.toml", at.span().start),
        message,
    }
}
