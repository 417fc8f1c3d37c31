//! `courant story publish|move|correct|remove`: the newsroom's commands from the console, for scripts and emergencies.
//! `crate::obey` runs it.

use crate::cli::Story;
use crate::config::Flags;
use crate::failure::{Failure, Result};
use crate::{house, report};
use courant_model::actor::Actor;
use courant_newsroom::commands::correct_story::Correct;
use courant_newsroom::commands::move_story::Move;
use courant_newsroom::commands::publish_story::{Dated, Publish};
use courant_newsroom::commands::{correct_story, move_story, publish_story, remove_story};
use courant_newsroom::permissions::Who;
use courant_store::q;

/// Does it.
pub async fn run(flags: Flags, story: &Story) -> Result<()> {
    let settings = super::settle(&flags)?;
    let (newsroom, paper) = house::open_standing(&settings.machine).await?;
    let house = &newsroom.house;
    let actor = Actor::Console;
    let who = Who::House(Actor::Console);
    let mut tx = newsroom.store.write().await?;
    let said = match story {
        Story::Publish { id, date, undated } => {
            let dated = match date {
                Some(date) => Dated::At(super::date_of(date, &paper, house.now())?),
                None if *undated => Dated::Unknown,
                None => Dated::Now,
            };
            let publish = Publish {
                story_id: id.clone(),
                dated,
                updated: None,
                developing: None,
                slug: String::new(),
                unseen: false,
            };
            publish_story::run(&mut tx, house, &who, &publish).await?.path
        }
        Story::Move { path, section, slug } => {
            let live = super::live_at(&mut tx, path).await?;
            let section_id = match section {
                Some(slug) => {
                    let sections = q!(tx, terms::sections())?;
                    let found = sections.into_iter().find(|section| section.slug == *slug);
                    Some(
                        found
                            .ok_or_else(|| Failure::new(format!("there is no section {slug}")))?
                            .id,
                    )
                }
                None => None,
            };
            let wanted = Move {
                story_id: live.story_id,
                section_id,
                slug: slug.clone(),
            };
            move_story::run(&mut tx, house, &actor, &wanted).await?.path
        }
        Story::Correct {
            path,
            wrong,
            correct,
            grave,
            clarification,
        } => {
            let live = super::live_at(&mut tx, path).await?;
            let kind = if *clarification { "clarification" } else { "correction" };
            let wanted = Correct {
                story_id: live.story_id,
                kind: kind.to_owned(),
                wrong: wrong.clone(),
                correct: correct.clone(),
                grave: grave.then_some(true),
                at: None,
            };
            correct_story::run(&mut tx, house, &who, &wanted).await?;
            live.path
        }
        Story::Remove { path } => {
            let live = super::live_at(&mut tx, path).await?;
            remove_story::run(&mut tx, house, &who, &live.story_id).await?;
            live.path
        }
    };
    tx.commit().await?;
    report::print(&said);
    Ok(())
}
