//! `courant front show|hold|automatic`: which seats of the front page, or of a section's page, hold a story.
//! `crate::obey` runs it.

use crate::cli::Front as Wanted;
use crate::config::Flags;
use crate::failure::{Failure, Result};
use crate::{house, report};
use courant_model::actor::Actor;
use courant_model::front::{Changes, Front, Seat, Slot};
use courant_model::term::Section;
use courant_newsroom::commands::put_front_live;
use courant_newsroom::fronts;
use courant_newsroom::permissions::Who;
use courant_store::{Tx, q};
use serde_json::json;

/// Shows or arranges.
pub async fn run(flags: Flags, wanted: &Wanted) -> Result<()> {
    let settings = super::settle(&flags)?;
    let (newsroom, _) = house::open_standing(&settings.machine).await?;
    let (slot, of, path) = match wanted {
        Wanted::Show { section, json } => {
            let mut tx = newsroom.store.read().await?;
            return show(&mut tx, section.as_deref(), *json).await;
        }
        Wanted::Hold { slot, path, section } => (slot, section, Some(path)),
        Wanted::Automatic { slot, section } => (slot, section, None),
    };
    let mut tx = newsroom.store.write().await?;
    let held = match path {
        Some(path) => Slot::story(super::live_at(&mut tx, path).await?.story_id),
        None => Slot::AUTOMATIC,
    };
    let sections = q!(tx, terms::sections())?;
    let front = front_of(of.as_deref(), &sections)?;
    let seat = seat_of(slot, &front, &sections)?;
    let layout = fronts::layout(&mut tx, &front).await?.with(&Changes::of(seat, held));
    let who = Who::House(Actor::Console);
    put_front_live::set(&mut tx, &newsroom.house, &who, &front, &layout).await?;
    tx.commit().await?;
    Ok(())
}

fn front_of(slug: Option<&str>, sections: &[Section]) -> Result<Front> {
    let Some(slug) = slug else { return Ok(Front::Paper) };
    let section = sections.iter().find(|section| section.slug == slug);
    let section = section.ok_or_else(|| Failure::new(format!("there is no section {slug}")))?;
    Ok(Front::Section(section.id.clone()))
}

/// `lead`, `second-1`, `local` for the lead of a band, `local/2` for the second headline under it.
fn seat_of(slot: &str, front: &Front, sections: &[Section]) -> Result<Seat> {
    let ids: Vec<String> = sections.iter().map(|section| section.id.clone()).collect();
    let named = match slot {
        "lead" => Some(Seat::Lead),
        "second-1" => Some(Seat::Second(0)),
        "second-2" => Some(Seat::Second(1)),
        band => {
            let (slug, n) = band
                .split_once('/')
                .map_or((band, Some(0)), |(slug, n)| (slug, n.parse().ok()));
            let section = sections.iter().find(|section| section.slug == slug);
            section.zip(n).map(|(section, n)| Seat::Band(section.id.clone(), n))
        }
    };
    named.filter(|seat| front.has(seat, &ids)).ok_or_else(|| {
        Failure::new(format!(
            "there is no slot {slot}; say lead, second-1, second-2, the slug of a section, or SLUG/1 to SLUG/3 for the \
             headlines of its band"
        ))
    })
}

fn name_of(seat: &Seat, sections: &[Section]) -> String {
    match seat {
        Seat::Lead | Seat::Second(_) => seat.to_string(),
        Seat::Band(id, n) => {
            let slug = sections
                .iter()
                .find(|section| section.id == *id)
                .map(|section| &section.slug);
            let slug = slug.map_or("?", String::as_str);
            if *n == 0 {
                slug.to_owned()
            } else {
                format!("{slug}/{n}")
            }
        }
    }
}

async fn show(tx: &mut Tx, of: Option<&str>, as_json: bool) -> Result<()> {
    let sections = q!(tx, terms::sections())?;
    let front = front_of(of, &sections)?;
    let layout = fronts::layout(tx, &front).await?;
    let ids: Vec<String> = sections.iter().map(|section| section.id.clone()).collect();
    let mut shown = serde_json::Map::new();
    for seat in front.seats(&layout.ordered(&ids)) {
        let path = match &layout.at(&seat).story {
            None => None,
            Some(id) => q!(tx, live::by_id(id))?.map(|live| live.path),
        };
        // Of the headlines under a band's lead only those that somebody set are worth a line.
        if path.is_none() && matches!(seat, Seat::Band(_, 1..)) {
            continue;
        }
        let name = name_of(&seat, &sections);
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
