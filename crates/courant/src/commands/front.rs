//! `courant front show|hold|automatic`: which slots of the front page hold a story.
//! `crate::obey` runs it.

use crate::cli::Front;
use crate::config::Flags;
use crate::failure::{Failure, Result};
use crate::{house, report};
use courant_model::actor::Actor;
use courant_model::front::{Layout, Slot};
use courant_newsroom::commands::arrange_front;
use courant_store::{Tx, q};
use serde_json::json;

/// Shows or arranges.
pub async fn run(flags: Flags, front: &Front) -> Result<()> {
    let settings = super::settle(&flags)?;
    let (newsroom, _) = house::open_standing(&settings.machine).await?;
    let (slot, path) = match front {
        Front::Show { json } => {
            let mut tx = newsroom.store.read().await?;
            return show(&mut tx, *json).await;
        }
        Front::Hold { slot, path } => (slot, Some(path)),
        Front::Automatic { slot } => (slot, None),
    };
    let mut tx = newsroom.store.write().await?;
    let held = match path {
        Some(path) => Slot::Story(super::live_at(&mut tx, path).await?.story_id),
        None => Slot::Automatic,
    };
    let mut layout = arrange_front::current(&mut tx).await?;
    put(&mut tx, &mut layout, slot, held).await?;
    arrange_front::run(&mut tx, &newsroom.house, &Actor::Console, &layout).await?;
    tx.commit().await?;
    Ok(())
}

async fn put(tx: &mut Tx, layout: &mut Layout, slot: &str, held: Slot) -> Result<()> {
    let [first, second] = &mut layout.seconds;
    match slot {
        "lead" => layout.lead = held,
        "second-1" => *first = held,
        "second-2" => *second = held,
        slug => {
            let sections = q!(tx, terms::sections())?;
            let section = sections
                .into_iter()
                .find(|section| section.slug == slug)
                .ok_or_else(|| {
                    Failure::new(format!(
                        "there is no slot {slug}; say lead, second-1, second-2 or the slug of a section"
                    ))
                })?;
            match held {
                Slot::Automatic => layout.bands.remove(&section.id),
                Slot::Story(_) => layout.bands.insert(section.id, held),
            };
        }
    }
    Ok(())
}

async fn show(tx: &mut Tx, as_json: bool) -> Result<()> {
    let layout = arrange_front::current(tx).await?;
    let [first, second] = &layout.seconds;
    let mut slots = vec![
        ("lead".to_owned(), &layout.lead),
        ("second-1".to_owned(), first),
        ("second-2".to_owned(), second),
    ];
    let sections = q!(tx, terms::sections())?;
    for section in &sections {
        slots.push((
            section.slug.clone(),
            layout.bands.get(&section.id).unwrap_or(&Slot::Automatic),
        ));
    }
    let mut shown = serde_json::Map::new();
    for (name, slot) in slots {
        let path = match slot {
            Slot::Automatic => None,
            Slot::Story(id) => q!(tx, live::by_id(id))?.map(|live| live.path),
        };
        if !as_json {
            report::print(&format!("{name}  {}", path.as_deref().unwrap_or("automatic")));
        }
        shown.insert(name, json!(path));
    }
    if as_json {
        report::json(&json!({ "slots": shown }))?;
    }
    Ok(())
}
