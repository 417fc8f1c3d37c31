//! What changes on a front, in words: "Lead: ‘Ferry sails’ instead of automatic". The page, the comparison and the history
//! say it alike.

use crate::desk::visit::Desk;
use courant_model::front::{Changes, Layout, LeftOut, Seat, Slot};
use courant_newsroom::Error;
use courant_store::q;

/// The name of a seat.
pub(super) fn seat(desk: &Desk<'_>, seat: &Seat) -> String {
    let said = match seat {
        Seat::Lead => Some(desk.word("seat-lead")),
        Seat::Second(n) => desk
            .words
            .with("seat-second", &[("n", &(u16::from(*n) + 1).to_string())]),
        Seat::Band(section, n) => {
            let name = desk.section(Some(section)).map_or("?", |section| section.name.as_str());
            if *n == 0 {
                desk.words.with("seat-band", &[("section", name)])
            } else {
                desk.words
                    .with("seat-band-line", &[("section", name), ("n", &n.to_string())])
            }
        }
    };
    said.unwrap_or_else(|| seat.to_string())
}

/// The headline of a story as readers see it, or as the desk has it.
pub(super) async fn headline(desk: &mut Desk<'_>, story: &str) -> Result<String, Error> {
    if let Some(live) = q!(desk.tx, live::by_id(story))? {
        return Ok(live.headline);
    }
    let line = q!(desk.tx, shelf::line(story))?;
    Ok(line.map_or_else(
        || desk.word("front-gone"),
        |line| {
            if line.headline.is_empty() {
                line.working_slug
            } else {
                line.headline
            }
        },
    ))
}

/// What a seat holds: a headline in quotation marks, with its end, or "automatic".
async fn held(desk: &mut Desk<'_>, slot: &Slot) -> Result<String, Error> {
    let Some(story) = &slot.story else {
        return Ok(desk.word("front-automatic-word"));
    };
    let headline = headline(desk, story).await?;
    let said = match slot.until {
        Some(until) => {
            let time = desk.moment(until).text;
            desk.words
                .with("front-held-until", &[("headline", &headline), ("time", &time)])
        }
        None => desk.words.with("front-held", &[("headline", &headline)]),
    };
    Ok(said.unwrap_or(headline))
}

/// Changes of an arrangement, a line each.
pub(super) async fn lines(desk: &mut Desk<'_>, before: &Layout, changes: &Changes) -> Result<Vec<String>, Error> {
    let mut out = Vec::new();
    for (at, slot) in &changes.slots {
        let name = seat(desk, at);
        let is = held(desk, slot).await?;
        let was = held(desk, before.at(at)).await?;
        let line = desk
            .words
            .with("front-change", &[("seat", &name), ("is", &is), ("was", &was)]);
        out.push(line.unwrap_or(name));
    }
    if changes.order.is_some() {
        let sections: Vec<String> = desk.sections.iter().map(|section| section.id.clone()).collect();
        let ordered = Layout {
            order: changes.order.clone().unwrap_or_default(),
            ..Layout::default()
        }
        .ordered(&sections);
        let names: Vec<&str> = ordered
            .iter()
            .filter_map(|id| desk.section(Some(id)))
            .map(|section| section.name.as_str())
            .collect();
        let order = desk.words.with("front-order", &[("order", &names.join(", "))]);
        out.extend(order);
    }
    Ok(out)
}

/// What was left out of a scheduled change, and why.
pub(super) async fn left_out(desk: &mut Desk<'_>, left: &[LeftOut]) -> Result<Vec<String>, Error> {
    let mut out = Vec::new();
    for one in left {
        let name = seat(desk, &one.seat);
        let slot = Slot {
            story: one.story.clone(),
            until: None,
        };
        let wanted = held(desk, &slot).await?;
        let key = if one.why == "locked" {
            "front-left-locked"
        } else {
            "front-left-gone"
        };
        out.extend(desk.words.with(key, &[("seat", &name), ("wanted", &wanted)]));
    }
    Ok(out)
}
