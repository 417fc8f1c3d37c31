//! The seats of a front as the page shows them: what stands in each now, held by hand or by itself, locked, changed.
//! Filled by the page's handler from the draft; printed by `parts/front-seat.html`.

use super::words;
use crate::desk::visit::{Desk, picture_src};
use crate::site::view::Moment;
use courant_model::front::{BAND, Filled, Front, SECONDS, Seat, Slot};
use courant_newsroom::Error;
use courant_newsroom::fronts::{Newest, Standing};
use courant_store::q;
use serde::Serialize;
use std::collections::BTreeMap;

/// A seat.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SeatView {
    /// As forms name it.
    key: String,
    /// As people name it.
    name: String,
    /// How it looks: `lead`, `second`, `band-lead`, `line`.
    look: &'static str,
    /// What stands there in the draft.
    story: Option<SeatStory>,
    /// An editor put it there.
    held: bool,
    until: Option<Moment>,
    until_field: String,
    lock: Option<LockView>,
    /// The draft changes this seat.
    changed: bool,
    /// What it holds is not before readers any more.
    gone: bool,
    /// It can be locked: readers see there what the draft says.
    may_lock: bool,
}

/// The story in a seat.
#[derive(Debug, Clone, Serialize)]
struct SeatStory {
    id: String,
    headline: String,
    section: String,
    standfirst: String,
    picture: Option<String>,
    time: Option<Moment>,
}

/// A lock.
#[derive(Debug, Clone, Serialize)]
struct LockView {
    by: String,
    at: Moment,
}

/// A band.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct BandView {
    section: String,
    name: String,
    first: bool,
    last: bool,
    seats: Vec<SeatView>,
}

/// A front as it is shown.
pub(super) struct Shown {
    pub(super) top: Vec<SeatView>,
    pub(super) latest: Vec<String>,
    pub(super) bands: Vec<BandView>,
    /// Stories that stand in seats, with the seat's name.
    pub(super) stands: BTreeMap<String, String>,
}

/// The seats of a draft, or of what is in force.
pub(super) async fn view(
    desk: &mut Desk<'_>,
    standing: &Standing,
    filled: &Filled,
    candidates: &[Newest],
) -> Result<Shown, Error> {
    let mut shown = Shown {
        top: Vec::new(),
        latest: Vec::new(),
        bands: Vec::new(),
        stands: BTreeMap::new(),
    };
    let changes = standing.changes();
    let mut show = Show {
        standing,
        changed: &changes.slots,
        filled,
        candidates,
        stands: &mut shown.stands,
    };
    shown.top.push(show.seat(desk, Seat::Lead).await?);
    for n in 0..SECONDS {
        shown.top.push(show.seat(desk, Seat::Second(n)).await?);
    }
    if standing.front == Front::Paper {
        let many = filled.order.len();
        for (place, section) in filled.order.iter().enumerate() {
            let mut seats = Vec::new();
            for n in 0..=BAND {
                seats.push(show.seat(desk, Seat::Band(section.clone(), n)).await?);
            }
            shown.bands.push(BandView {
                name: desk
                    .section(Some(section))
                    .map(|one| one.name.clone())
                    .unwrap_or_default(),
                section: section.clone(),
                first: place == 0,
                last: place + 1 == many,
                seats,
            });
        }
    }
    shown.latest = filled
        .latest
        .iter()
        .filter_map(|index| candidates.get(*index))
        .map(|newest| newest.0.headline.clone())
        .collect();
    Ok(shown)
}

struct Show<'s> {
    standing: &'s Standing,
    changed: &'s BTreeMap<Seat, Slot>,
    filled: &'s Filled,
    candidates: &'s [Newest],
    stands: &'s mut BTreeMap<String, String>,
}

impl Show<'_> {
    async fn seat(&mut self, desk: &mut Desk<'_>, seat: Seat) -> Result<SeatView, Error> {
        let now = desk.app.newsroom.house.now();
        let slot = self.standing.shown().at(&seat).clone();
        let name = words::seat(desk, &seat);
        let stands = self
            .filled
            .seats
            .get(&seat)
            .and_then(|index| self.candidates.get(*index));
        let held = slot.held(now);
        let is_held = held.is_some() && stands.is_some_and(|newest| held == Some(newest.0.story_id.as_str()));
        let gone = held.is_some() && !is_held;
        let look = match seat {
            Seat::Lead => "lead",
            Seat::Second(_) => "second",
            Seat::Band(_, 0) => "band-lead",
            Seat::Band(..) => "line",
        };
        let story = match stands {
            Some(Newest(live)) => {
                self.stands.insert(live.story_id.clone(), name.clone());
                let picture = match &live.picture_id {
                    Some(id) if look != "line" => q!(desk.tx, pictures::by_id(id))?.map(|one| picture_src(&one)),
                    _ => None,
                };
                Some(SeatStory {
                    id: live.story_id.clone(),
                    headline: if live.short_headline.is_empty() {
                        live.headline.clone()
                    } else {
                        live.short_headline.clone()
                    },
                    section: super::places::section_name(desk, live.section_id.as_deref()),
                    standfirst: live.standfirst.clone(),
                    picture,
                    time: live.published_at.map(|at| desk.moment(at)),
                })
            }
            None => None,
        };
        let lock = match self.standing.locks.get(&seat) {
            Some(lock) => Some(LockView {
                by: desk.actor_name(&lock.by).await?,
                at: desk.moment(lock.at),
            }),
            None => None,
        };
        let changed = self.changed.contains_key(&seat);
        Ok(SeatView {
            key: seat.to_string(),
            name,
            look,
            held: is_held,
            until: slot.until.filter(|_| is_held).map(|at| desk.moment(at)),
            until_field: slot
                .until
                .filter(|_| is_held)
                .map(|at| super::local_field(desk, at))
                .unwrap_or_default(),
            changed,
            gone,
            // With a draft an automatic seat may show what readers do not see there yet.
            may_lock: lock.is_none() && story.is_some() && !changed && (is_held || self.standing.draft.is_none()),
            lock,
            story,
        })
    }
}

#[cfg(test)]
impl SeatView {
    pub(super) fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let at = || moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET");
        let story = |picture: Option<&str>| SeatStory {
            id: "01A".into(),
            headline: "Ferry <b>\"".into(),
            section: "Local".into(),
            standfirst: "It sails & sails.".into(),
            picture: picture.map(str::to_owned),
            time: Some(at()),
        };
        let lead = Self {
            key: "lead".into(),
            name: "Lead".into(),
            look: "lead",
            story: Some(story(Some("/media/a/b.jpg"))),
            held: true,
            until: Some(at()),
            until_field: "2026-03-14T14:05".into(),
            lock: Some(LockView {
                by: "Bo <i>".into(),
                at: at(),
            }),
            changed: false,
            gone: false,
            may_lock: false,
        };
        let second = Self {
            key: "second-1".into(),
            name: "Second 1".into(),
            look: "second",
            story: Some(story(None)),
            held: false,
            until: None,
            lock: None,
            changed: true,
            may_lock: true,
            ..lead.clone()
        };
        let empty = Self {
            key: "second-2".into(),
            story: None,
            gone: true,
            changed: false,
            may_lock: false,
            ..second.clone()
        };
        vec![lead, second, empty]
    }
}

#[cfg(test)]
impl BandView {
    pub(super) fn samples() -> Vec<Self> {
        let mut seats = SeatView::samples();
        for (n, seat) in seats.iter_mut().enumerate() {
            seat.key = format!("band-01S.{n}");
            seat.look = if n == 0 { "band-lead" } else { "line" };
        }
        vec![Self {
            section: "01S".into(),
            name: "Local <b>".into(),
            first: false,
            last: false,
            seats,
        }]
    }
}
