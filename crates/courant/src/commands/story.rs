//! `courant story …`: the newsroom's acts on a story from the console, for scripts and emergencies.
//! `crate::obey` runs it; the console is the house itself, which no role restrains and every embargo does.

use crate::cli::Story;
use crate::config::Flags;
use crate::failure::{Failure, Result};
use crate::{house, report};
use courant_model::actor::Actor;
use courant_model::paper::Paper;
use courant_model::schedule::Local;
use courant_newsroom::House;
use courant_newsroom::commands::anonymise_story::{self, Anonymise};
use courant_newsroom::commands::correct_story::{self, Correct};
use courant_newsroom::commands::move_story::{self, Move};
use courant_newsroom::commands::publish_story::{self, Dated, Publish};
use courant_newsroom::commands::retract_story::{self, Retract};
use courant_newsroom::commands::update_story::{self, Update};
use courant_newsroom::commands::{
    embargo_story, fix_story, noindex_story, remove_story, schedule_story, stops, unschedule_story,
};
use courant_newsroom::permissions::Who;
use courant_store::{Tx, q};

const WHO: Who = Who::House(Actor::Console);

/// Does it.
pub async fn run(flags: Flags, story: &Story) -> Result<()> {
    let settings = super::settle(&flags)?;
    let (newsroom, paper) = house::open_standing(&settings.machine).await?;
    let mut tx = newsroom.store.write().await?;
    let said = obey(&mut tx, &newsroom.house, &paper, story).await?;
    tx.commit().await?;
    report::print(&said);
    Ok(())
}

/// One act; what is printed is the path of the story, or its id while it has none.
async fn obey(tx: &mut Tx, house: &House, paper: &Paper, story: &Story) -> Result<String> {
    Ok(match story {
        Story::Publish {
            id,
            date,
            undated,
            over,
        } => {
            overrule(tx, house, id, over.as_ref()).await?;
            let dated = match date {
                Some(date) => Dated::At(super::date_of(date, paper, house.now())?),
                None if *undated => Dated::Unknown,
                None => Dated::Now,
            };
            let publish = Publish {
                dated,
                ..Publish::now(id)
            };
            publish_story::run(tx, house, &WHO, &publish).await?.path
        }
        Story::Move { path, section, slug } => {
            let wanted = Move {
                story_id: super::live_at(tx, path).await?.story_id,
                section_id: match section {
                    Some(slug) => Some(section_id(tx, slug).await?),
                    None => None,
                },
                slug: slug.clone(),
            };
            move_story::run(tx, house, &WHO, &wanted).await?.path
        }
        Story::Correct {
            path,
            wrong,
            correct,
            grave,
            clarification,
            over,
        } => {
            let live = super::live_at(tx, path).await?;
            overrule(tx, house, &live.story_id, over.as_ref()).await?;
            let kind = if *clarification { "clarification" } else { "correction" };
            let wanted = Correct {
                story_id: live.story_id,
                kind: kind.to_owned(),
                wrong: wrong.clone(),
                correct: correct.clone(),
                grave: grave.then_some(true),
                at: None,
            };
            correct_story::run(tx, house, &WHO, &wanted).await?;
            live.path
        }
        Story::Update { path, new_top, over } => {
            let story_id = super::live_at(tx, path).await?.story_id;
            overrule(tx, house, &story_id, over.as_ref()).await?;
            let wanted = Update {
                story_id,
                new_top: *new_top,
                unseen: false,
            };
            update_story::run(tx, house, &WHO, &wanted).await?.path
        }
        Story::Fix { path, over } => {
            let live = super::live_at(tx, path).await?;
            overrule(tx, house, &live.story_id, over.as_ref()).await?;
            fix_story::run(tx, house, &WHO, &live.story_id).await?.path
        }
        Story::Retract { path, notice } => {
            let live = super::live_at(tx, path).await?;
            let wanted = Retract {
                story_id: live.story_id,
                notice: notice.clone(),
            };
            retract_story::run(tx, house, &WHO, &wanted).await?;
            live.path
        }
        Story::Remove { path } => {
            let live = super::live_at(tx, path).await?;
            remove_story::run(tx, house, &WHO, &live.story_id).await?;
            live.path
        }
        Story::Anonymise {
            path,
            spellings,
            wording,
            authors,
        } => {
            let wanted = Anonymise {
                story_id: super::live_at(tx, path).await?.story_id,
                spellings: spellings.clone(),
                wording: wording.clone(),
                authors: *authors,
            };
            anonymise_story::run(tx, house, &WHO, &wanted).await?;
            let live = q!(tx, live::by_id(&wanted.story_id))?;
            live.map_or(wanted.story_id, |live| live.path)
        }
        Story::Noindex { path, off } => {
            let live = super::live_at(tx, path).await?;
            noindex_story::run(tx, house, &WHO, &live.story_id, !off).await?;
            live.path
        }
        Story::Schedule { id, at, new_top } => {
            let id = named(tx, id).await?;
            let at = local(at, paper)?;
            if *new_top {
                schedule_story::with_new_top(tx, house, &WHO, &id, &at).await?;
            } else {
                schedule_story::run(tx, house, &WHO, &id, &at).await?;
            }
            id
        }
        Story::Unschedule { id } => {
            let id = named(tx, id).await?;
            unschedule_story::run(tx, house, &WHO, &id).await?;
            id
        }
        Story::Embargo { id, until, lift } => {
            let id = named(tx, id).await?;
            match until {
                Some(until) if !lift => {
                    let until = local(until, paper)?;
                    embargo_story::run(tx, house, &WHO, &id, &until).await?;
                }
                _ => embargo_story::lift(tx, house, &WHO, &id).await?,
            }
            id
        }
    })
}

/// With `--override REASON`, sets aside every stop of a story but those of names that are held back.
async fn overrule(tx: &mut Tx, house: &House, story_id: &str, reason: Option<&String>) -> Result<()> {
    if let Some(reason) = reason {
        stops::override_all(tx, house, &WHO, story_id, reason).await?;
    }
    Ok(())
}

/// The id of a story that is given by its id, or by the path at which readers see it.
async fn named(tx: &mut Tx, id: &str) -> Result<String> {
    if id.contains('/') {
        return Ok(super::live_at(tx, id).await?.story_id);
    }
    Ok(id.to_owned())
}

/// A moment in the paper's zone.
fn local(text: &str, paper: &Paper) -> Result<Local> {
    Local::parse(text, &paper.zone).map_err(|error| Failure::new(format!("{text:?}: {error}")))
}

async fn section_id(tx: &mut Tx, slug: &str) -> Result<String> {
    let found = q!(tx, terms::sections())?
        .into_iter()
        .find(|section| section.slug == slug);
    Ok(found
        .ok_or_else(|| Failure::new(format!("there is no section {slug}")))?
        .id)
}
