//! The day of the demo: stories that are planned around the first start, and what the diary has, through the desk's commands.
//! Called by the loader once the paper stands; accounts come later, so nobody has the stories yet, and authors sign them.

use super::folder::{DemoFolder, Fault, line_of};
use super::times;
use crate::failure::{Failure, Result};
use courant_model::actor::Actor;
use courant_model::diary::repeat::Every;
use courant_model::story::Byline;
use courant_model::time::{Micros, SECOND, timestamp};
use courant_newsroom::House;
use courant_newsroom::commands::begin_story::{self, Begin};
use courant_newsroom::commands::file_story::Copy;
use courant_newsroom::commands::keep_event::{self, Keep};
use courant_newsroom::commands::step_story::{self, Step};
use courant_newsroom::permissions::Who;
use courant_store::Tx;
use courant_text::{SequentialIds, markdown};
use jiff::ToSpan;
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::collections::HashMap;
use toml::Spanned;

/// As whom the demo is loaded.
const WHO: Who = Who::House(Actor::Import);
/// Due times are set to this, as people do.
const QUARTER: Micros = 15 * 60 * SECOND;

/// `day.toml`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DayFile {
    #[serde(default, rename = "plan")]
    plans: Vec<PlanLines>,
    #[serde(default, rename = "event")]
    events: Vec<EventLines>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanLines {
    slug: Spanned<String>,
    section: String,
    author: Option<String>,
    /// Due so long after the first start, or before it.
    within: Option<String>,
    ago: Option<String>,
    /// Due some time on that day.
    #[serde(default)]
    some_time: bool,
    words: i64,
    #[serde(default)]
    picture: bool,
    picture_name: Option<String>,
    #[serde(default)]
    brief: String,
    #[serde(default)]
    headline: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    ready: bool,
    /// The event of which it is made, by title.
    event: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EventLines {
    title: Spanned<String>,
    #[serde(default)]
    later: i32,
    #[serde(default)]
    time: String,
    #[serde(default)]
    end: String,
    /// How many whole days it lasts.
    #[serde(default)]
    days: i32,
    #[serde(default)]
    place: String,
    section: String,
    #[serde(default)]
    contact: String,
    #[serde(default)]
    notes: String,
    every: Option<String>,
    #[serde(default)]
    called_off: bool,
}

/// What the loader has made, by the names that the files use.
pub(super) struct Known<'k> {
    pub sections: &'k HashMap<String, String>,
    pub authors: &'k HashMap<String, String>,
    pub pictures: &'k HashMap<String, String>,
    pub zone: &'k TimeZone,
}

/// Loads the day.
pub(super) async fn load(tx: &mut Tx, house: &House, folder: &DemoFolder, known: &Known<'_>) -> Result<()> {
    let now = house.now();
    let today = timestamp(now).to_zoned_datetime(known.zone.clone()).date();
    let mut events: HashMap<&str, String> = HashMap::new();
    for lines in &folder.day.events {
        let wrong = |message: String| fault(&lines.title, message);
        let day = today
            .checked_add(lines.later.days())
            .map_err(|error| wrong(error.to_string()))?;
        let last = day
            .checked_add((lines.days.max(1) - 1).days())
            .map_err(|error| wrong(error.to_string()))?;
        let every = match &lines.every {
            Some(name) => Some(Every::parse(name).ok_or_else(|| wrong(format!("nothing repeats by {name}")))?),
            None => None,
        };
        let keep = Keep {
            title: lines.title.get_ref().clone(),
            day: day.to_string(),
            time: lines.time.clone(),
            end_day: if lines.days > 1 {
                last.to_string()
            } else {
                String::new()
            },
            end_time: lines.end.clone(),
            place: lines.place.clone(),
            section: Some(found(known.sections, &lines.section, &lines.title)?),
            contact: lines.contact.clone(),
            notes: lines.notes.clone(),
            every,
            interval: 1,
            ..Keep::default()
        };
        let event = keep_event::run(tx, house, &WHO, &keep)
            .await
            .map_err(|error| wrong(Failure::from(error).to_string()))?;
        if lines.called_off {
            keep_event::call_off(tx, house, &WHO, &event.id, None, true).await?;
        }
        events.insert(lines.title.get_ref(), event.id);
    }
    for lines in &folder.day.plans {
        let story = plan(tx, house, lines, known, now).await?;
        if let Some(title) = &lines.event {
            let event = events
                .get(title.as_str())
                .ok_or_else(|| fault(&lines.slug, format!("there is no event {title}")))?;
            keep_event::tie(tx, house, &WHO, event, &story).await?;
        }
    }
    Ok(())
}

async fn plan(tx: &mut Tx, house: &House, lines: &PlanLines, known: &Known<'_>, now: Micros) -> Result<String> {
    let wrong = |message: String| fault(&lines.slug, message);
    let span = |text: &Option<String>| {
        text.as_deref()
            .map(|text| times::span(text).map_err(&wrong))
            .transpose()
    };
    let due_at = match (span(&lines.within)?, span(&lines.ago)?) {
        (Some(later), _) => Some(now + later),
        (None, Some(before)) => Some(now - before),
        (None, None) => None,
    };
    let today = timestamp(now).to_zoned_datetime(known.zone.clone()).date();
    let mut copy = Copy {
        headline: lines.headline.clone(),
        document: markdown::read(&lines.body, &mut SequentialIds::new()).document,
        section_id: Some(found(known.sections, &lines.section, &lines.slug)?),
        ..Copy::default()
    };
    if let Some(author) = &lines.author {
        copy.byline.push(Byline {
            author: Some(found(known.authors, author, &lines.slug)?),
            guest: String::new(),
            role: String::new(),
        });
    }
    if let Some(picture) = &lines.picture_name {
        copy.picture_id = Some(found(known.pictures, picture, &lines.slug)?);
    }
    let begin = Begin {
        idea: lines.body.is_empty(),
        working_slug: lines.slug.get_ref().clone(),
        copy,
        due_at: due_at.map(|at| at - at.rem_euclid(QUARTER)),
        due_day: if lines.some_time {
            today.to_string()
        } else {
            String::new()
        },
        picture_wanted: lines.picture,
        planned_words: lines.words,
        brief: lines.brief.clone(),
        ..Begin::default()
    };
    let story = begin_story::run(tx, house, &WHO, begin)
        .await
        .map_err(|error| wrong(Failure::from(error).to_string()))?;
    if lines.ready {
        let step = Step {
            story_id: story.id.clone(),
            verb: "hand-in".to_owned(),
            reason: String::new(),
            seen: None,
        };
        step_story::run(tx, house, &WHO, &step)
            .await
            .map_err(|error| wrong(Failure::from(error).to_string()))?;
    }
    Ok(story.id)
}

fn found(known: &HashMap<String, String>, name: &str, at: &Spanned<String>) -> Result<String> {
    known
        .get(name)
        .cloned()
        .ok_or_else(|| fault(at, format!("there is no {name}")).into())
}

fn fault(at: &Spanned<String>, message: String) -> Fault {
    Fault {
        file: "day.toml".to_owned(),
        line: line_of("day.toml", at.span().start),
        message,
    }
}
