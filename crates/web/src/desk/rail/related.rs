//! The tab Related: the storylines of a story, events for their timelines, the stories that stand under it, and what the
//! archive suggests for each. Part of the rail; the acts lie in `desk/together.rs`.

use crate::desk::stories::Choice;
use crate::desk::storylines::{EventLine, event_line, suggested};
use crate::desk::visit::Desk;
use courant_model::account::Act;
use courant_model::story::{Revision, Story};
use courant_newsroom::commands::relate_stories;
use courant_newsroom::permissions::Who;
use courant_newsroom::record::suggest::{self, Suggestions};
use courant_newsroom::search::Near;
use courant_newsroom::{Error, drafts};
use courant_store::q;
use serde::Serialize;

/// Open storylines that can be chosen.
const CHOICES: i64 = 60;

/// What the tab holds.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Together {
    may_record: bool,
    may_keep: bool,
    /// Storylines in which it is filed.
    filed: Vec<Filed>,
    /// Storylines that it fits.
    fits: Vec<Fitting>,
    /// Other open storylines.
    open: Vec<Choice>,
    /// Events of its storylines on which somebody decided.
    events: Vec<EventLine>,
    /// Events that the copy desk finds in its text.
    found: Vec<EventLine>,
    /// Chosen stories, in order.
    chosen: Vec<Chosen>,
    /// More can be chosen.
    room: bool,
    /// Suggested stories.
    near: Vec<Nearby>,
}

/// A storyline.
#[derive(Debug, Clone, Serialize)]
struct Filed {
    id: String,
    title: String,
}

/// A storyline that the story fits, and why.
#[derive(Debug, Clone, Serialize)]
struct Fitting {
    id: String,
    title: String,
    why: String,
}

/// A chosen story, with the orders that moving or leaving it makes.
#[derive(Debug, Clone, Serialize)]
struct Chosen {
    id: String,
    headline: String,
    path: Option<String>,
    /// Ids in order when it moves up, down, or goes; empty where it can't.
    up: String,
    down: String,
    without: String,
}

/// A story of the archive.
#[derive(Debug, Clone, Serialize)]
struct Nearby {
    id: String,
    headline: String,
    path: String,
    /// Names that both have.
    why: String,
    same_event: bool,
    /// The chosen ids with it at the end.
    with: String,
}

/// A text of the archive that is nearly the same.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Copy {
    headline: String,
    path: String,
    /// How much of the text, in per cent.
    per_cent: u32,
    date: Option<crate::site::view::Moment>,
}

/// Texts that are nearly the same, for the tab Publish.
pub(super) async fn copies(desk: &mut Desk<'_>, story: &Story, head: &Revision) -> Result<Vec<Copy>, Error> {
    if q!(desk.tx, live::by_id(&story.id))?.is_some() {
        return Ok(Vec::new());
    }
    let draft = draft(desk, story, head).await?;
    let newsroom = desk.app.newsroom.clone();
    let copies = suggest::copies(&mut desk.tx, &newsroom, &draft).await?;
    Ok(copies.into_iter().map(|one| copy(desk, one)).collect())
}

fn copy(desk: &Desk<'_>, one: Near) -> Copy {
    Copy {
        per_cent: (one.copy * 100.0).round() as u32,
        date: one.published.map(|at| desk.moment(at)),
        headline: one.headline,
        path: one.path,
    }
}

/// The draft as it stands now, as a revision.
async fn draft(desk: &mut Desk<'_>, story: &Story, head: &Revision) -> Result<Revision, Error> {
    match drafts::present_state(&mut desk.tx, &desk.app.newsroom.house, &story.id).await {
        Ok((copy, _)) => Ok(crate::desk::plain::as_it_stands(head, &copy)),
        Err(Error::Refusal(_)) => Ok(head.clone()),
        Err(error) => Err(error),
    }
}

/// Fills it.
pub(super) async fn fill(desk: &mut Desk<'_>, who: &Who, story: &Story, head: &Revision) -> Result<Together, Error> {
    let draft = draft(desk, story, head).await?;
    let newsroom = desk.app.newsroom.clone();
    let found = suggest::of_draft(&mut desk.tx, &newsroom, &draft).await?;
    let may_record = who.check_story(Act::Record, story, head).is_ok();
    let storylines = q!(desk.tx, storylines::of_story(&story.id))?;
    let decided = q!(desk.tx, storylines::events_of_story(&story.id))?;
    let mut events = Vec::new();
    for event in decided.iter().filter(|event| event.state != "refused") {
        events.push(event_line(desk, event).await?);
    }
    let events_found = match storylines.first() {
        Some(storyline) if may_record => suggested(desk, storyline, &draft, &decided).await?,
        _ => Vec::new(),
    };
    let filed: Vec<Filed> = storylines
        .iter()
        .map(|one| Filed {
            id: one.id.clone(),
            title: one.title.clone(),
        })
        .collect();
    let fits = fits(desk, &found);
    let open = q!(desk.tx, storylines::lines("open", CHOICES, 0))?
        .into_iter()
        .filter(|one| filed.iter().all(|filed| filed.id != one.id))
        .map(|one| Choice {
            value: one.id,
            label: one.title,
            chosen: false,
        })
        .collect();
    let ids = q!(desk.tx, related::chosen(&story.id))?;
    let mut chosen = Vec::new();
    for (place, id) in ids.iter().enumerate() {
        chosen.extend(one_chosen(desk, &ids, place, id).await?);
    }
    let room = ids.len() < relate_stories::MOST;
    Ok(Together {
        may_record,
        may_keep: desk.may(Act::KeepRecord),
        filed,
        fits,
        open,
        events,
        found: events_found,
        near: nearby(found.near, &ids),
        chosen,
        room,
    })
}

fn fits(desk: &Desk<'_>, found: &Suggestions) -> Vec<Fitting> {
    found
        .storylines
        .iter()
        .map(|fit| Fitting {
            id: fit.storyline.id.clone(),
            title: fit.storyline.title.clone(),
            why: why(desk, &fit.nearest, &fit.names),
        })
        .collect()
}

/// "near “HEADLINE”: NAMES".
fn why(desk: &Desk<'_>, nearest: &str, names: &[String]) -> String {
    let names = names.join(", ");
    let values = [("headline", nearest), ("names", names.as_str())];
    let key = if names.is_empty() { "fit-why-story" } else { "fit-why" };
    desk.words.with(key, &values).unwrap_or(names.clone())
}

fn nearby(near: Vec<Near>, chosen: &[String]) -> Vec<Nearby> {
    near.into_iter()
        .filter(|one| !chosen.contains(&one.id))
        .map(|one| Nearby {
            why: one.names.join(", "),
            same_event: one.bond() == Some(courant_newsroom::search::Bond::Event),
            with: chosen.iter().chain([&one.id]).cloned().collect::<Vec<_>>().join(" "),
            id: one.id,
            headline: one.headline,
            path: one.path,
        })
        .collect()
}

async fn one_chosen(desk: &mut Desk<'_>, ids: &[String], place: usize, id: &str) -> Result<Option<Chosen>, Error> {
    let Some(story) = q!(desk.tx, stories::by_id(id))? else {
        return Ok(None);
    };
    let live = q!(desk.tx, live::by_id(id))?;
    let headline = match &live {
        Some(live) => live.headline.clone(),
        None => q!(desk.tx, stories::revision(&story.head))?
            .map(|head| head.headline)
            .filter(|headline| !headline.is_empty())
            .unwrap_or(story.working_slug),
    };
    Ok(Some(Chosen {
        id: id.to_owned(),
        headline,
        path: live.map(|live| live.path),
        up: place
            .checked_sub(1)
            .map(|above| swapped(ids, place, above))
            .unwrap_or_default(),
        down: swapped(ids, place, place + 1),
        without: ids
            .iter()
            .filter(|one| *one != id)
            .cloned()
            .collect::<Vec<_>>()
            .join(" "),
    }))
}

/// The order with two places exchanged; empty when one of them is none.
fn swapped(ids: &[String], a: usize, b: usize) -> String {
    if a >= ids.len() || b >= ids.len() {
        return String::new();
    }
    let mut ids = ids.to_vec();
    ids.swap(a, b);
    ids.join(" ")
}

#[cfg(test)]
impl Together {
    pub(crate) fn sample() -> Self {
        let nearby = |same_event| Nearby {
            id: "n".into(),
            headline: "Ferry <b>".into(),
            path: "/local/ferry".into(),
            why: "Olav Dahl".into(),
            same_event,
            with: "a n".into(),
        };
        Self {
            may_record: true,
            may_keep: true,
            filed: vec![Filed {
                id: "l".into(),
                title: "The \"ferry\"".into(),
            }],
            fits: vec![Fitting {
                id: "m".into(),
                title: "The quay".into(),
                why: "near <b>".into(),
            }],
            open: vec![Choice {
                value: "o".into(),
                label: "Other".into(),
                chosen: false,
            }],
            events: vec![EventLine::sample("e")],
            found: vec![EventLine::sample("")],
            chosen: vec![Chosen {
                id: "a".into(),
                headline: "Old".into(),
                path: None,
                up: String::new(),
                down: "b a".into(),
                without: "b".into(),
            }],
            room: true,
            near: vec![nearby(true), nearby(false)],
        }
    }
}

#[cfg(test)]
impl Copy {
    pub(crate) fn sample() -> Self {
        Self {
            headline: "Old <b>".into(),
            path: "/local/old".into(),
            per_cent: 92,
            date: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_story_moves_one_place_and_never_out_of_the_list() {
        let ids: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(swapped(&ids, 1, 0), "b a c");
        assert_eq!(swapped(&ids, 2, 3), "");
    }
}
