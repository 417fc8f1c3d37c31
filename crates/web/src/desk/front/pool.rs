//! The stories beside a front: the newest or those that were typed, which can be put into a seat, and those that wait to be
//! published, which cannot. The page of a front prints them.

use super::places::section_name;
use crate::auth::Signed;
use crate::desk::visit::Desk;
use crate::site::view::Moment;
use courant_model::front::Front;
use courant_model::story::{Live, State};
use courant_newsroom::Error;
use courant_newsroom::shelf::{self, Wanted, Which};
use courant_store::q;
use serde::Serialize;
use std::collections::BTreeMap;

/// Stories of the pool.
const POOL: i64 = 24;
/// Stories that wait to be published, below them.
const READY: usize = 12;

/// Stories that can be put on the front.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Pool {
    q: String,
    stories: Vec<PoolStory>,
    /// Handed in and not published; they cannot be placed.
    ready: Vec<PoolStory>,
}

/// A story of the pool.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PoolStory {
    id: String,
    headline: String,
    section: String,
    time: Option<Moment>,
    /// The seat in which it stands in the draft; empty when in none.
    stands: String,
}

#[cfg(test)]
impl Pool {
    pub(super) fn samples() -> [Self; 2] {
        use crate::site::view::samples::moment;
        let story = |stands: &str| PoolStory {
            id: "01A".into(),
            headline: "Ferry <b>\"".into(),
            section: "Local".into(),
            time: Some(moment(
                "2026-03-14T14:05:00+00:00",
                "14:05 WET",
                "14 March 2026, 14:05 WET",
            )),
            stands: stands.into(),
        };
        let full = Self {
            q: "\"<".into(),
            stories: vec![story(""), story("Lead")],
            ready: vec![story("")],
        };
        let bare = Self {
            q: String::new(),
            stories: Vec::new(),
            ready: Vec::new(),
        };
        [full, bare]
    }
}

/// What stands on the right: what was typed, else the newest.
pub(super) async fn pool(
    desk: &mut Desk<'_>,
    signed: &Signed,
    front: &Front,
    typed: &str,
    stands: &BTreeMap<String, String>,
) -> Result<Pool, Error> {
    let mut stories = Vec::new();
    if typed.is_empty() {
        let rows = match front {
            Front::Paper => q!(desk.tx, live::latest(false, POOL, 0))?,
            Front::Section(id) => q!(desk.tx, live::of_section(id, false, POOL, 0))?,
        };
        stories.extend(rows.into_iter().map(|live| placeable(desk, live, stands)));
    } else {
        let wanted = Wanted {
            which: Which::Only(State::Published),
            typed: typed.to_owned(),
            limit: POOL as usize,
            ..Wanted::default()
        };
        for line in shelf::list(&mut desk.tx, &signed.who(), &wanted).await?.lines {
            let Some(live) =
                q!(desk.tx, live::by_id(&line.id))?.filter(|live| live.listed && live.retracted_at.is_none())
            else {
                continue;
            };
            stories.push(placeable(desk, live, stands));
        }
    }
    let wanted = Wanted {
        which: Which::Only(State::Ready),
        typed: typed.to_owned(),
        section: match front {
            Front::Paper => None,
            Front::Section(id) => Some(id.clone()),
        },
        limit: READY,
        ..Wanted::default()
    };
    let ready = shelf::list(&mut desk.tx, &signed.who(), &wanted).await?.lines;
    Ok(Pool {
        q: typed.to_owned(),
        stories,
        ready: ready
            .into_iter()
            .map(|line| PoolStory {
                section: section_name(desk, line.section_id.as_deref()),
                headline: if line.headline.is_empty() {
                    line.working_slug
                } else {
                    line.headline
                },
                id: line.id,
                time: None,
                stands: String::new(),
            })
            .collect(),
    })
}

/// A story that readers see, with the seat in which it stands.
fn placeable(desk: &Desk<'_>, live: Live, stands: &BTreeMap<String, String>) -> PoolStory {
    PoolStory {
        section: section_name(desk, live.section_id.as_deref()),
        time: live.published_at.map(|at| desk.moment(at)),
        stands: stands.get(&live.story_id).cloned().unwrap_or_default(),
        headline: live.headline,
        id: live.story_id,
    }
}
