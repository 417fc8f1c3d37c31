//! The storylines of the demo: their stories, and the events and quotations that an editor confirmed, each by its sentence.
//! Called by the loader once the stories are out; a sentence that its story does not have stops the loading.

use super::folder::{DemoFolder, Fault, PersonLines, QuotationLines, StorylineLines, line_of};
use crate::failure::{Failure, Result};
use courant_model::actor::Actor;
use courant_model::quotation::{AnswerKind, KnownHow, fold_space};
use courant_model::record::EntityKind;
use courant_newsroom::House;
use courant_newsroom::commands::confirm_quotation::{self, Confirm, Details};
use courant_newsroom::commands::decide_event::{self, Decide};
use courant_newsroom::commands::decide_mention::{self, Decision, Wanted};
use courant_newsroom::commands::keep_storyline::{self, Keep, Open};
use courant_newsroom::commands::{file_in_storyline, open_entity};
use courant_newsroom::permissions::Who;
use courant_newsroom::record::{names, quotations};
use courant_store::{Tx, q};
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
        confirm(tx, house, &lines.quotations, stories).await?;
    }
    Ok(())
}

/// Confirms the quotations as the desk does: each is one that the copy desk finds in its story.
async fn confirm(
    tx: &mut Tx,
    house: &House,
    lines: &[QuotationLines],
    stories: &HashMap<String, String>,
) -> Result<()> {
    let mut read: HashMap<&str, Vec<quotations::Suggestion>> = HashMap::new();
    for one in lines {
        let story = story(stories, &one.story)?;
        let wrong = |message: &str| fault(&one.story, message.to_owned());
        if !read.contains_key(story) {
            let kept = q!(tx, stories::by_id(story))?.ok_or_else(|| wrong("the story was not begun"))?;
            let head = q!(tx, stories::revision(&kept.head))?.ok_or_else(|| wrong("the story has no revision"))?;
            let page = confirm_quotation::page(tx, &head).await?;
            read.insert(story, quotations::read(&page));
        }
        let (sentence, words) = (fold_space(&one.sentence), fold_space(&one.words));
        let found = read
            .get(story)
            .into_iter()
            .flatten()
            .find(|found| found.sentence == sentence && found.words.contains(&words))
            .ok_or_else(|| wrong("the copy desk finds no such quotation in the story"))?;
        let details = Details {
            speaker: one.speaker.clone(),
            kind: Some(EntityKind::Person),
            known_how: KnownHow::parse(&one.known)
                .ok_or_else(|| wrong("a quotation is known in none of these ways"))?,
            known_outlet: one.known_outlet.clone(),
            addressee: one.addressee.clone(),
            occasion: one.occasion.clone(),
            place: one.place.clone(),
            said_on: one.day.clone(),
            accused: one.accused.clone(),
            answer_kind: AnswerKind::parse(&one.answer_kind),
            answer: one.answer.clone(),
            ..Details::default()
        };
        let wanted = Confirm {
            story_id: story.to_owned(),
            mark: found.mark.clone(),
            again: None,
            details: Some(details),
        };
        confirm_quotation::run(tx, house, &WHO, &wanted)
            .await
            .map_err(|error| fault(&one.story, Failure::from(error).to_string()))?;
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
