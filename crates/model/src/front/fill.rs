//! Fills a front from its arrangement and the newest stories, without repeats, by one pure function.
//! The site calls [`fill`] for its pages, the desk for what an automatic seat holds now and for previews.

use super::{BAND, Front, Layout, SECONDS, Seat};
use crate::time::{HOUR, Micros};
use std::collections::{BTreeMap, HashSet};

/// What the filling needs to know of a story.
pub trait Candidate {
    /// Its id.
    fn id(&self) -> &str;
    /// Its section's id.
    fn section(&self) -> Option<&str>;
    /// When it was published.
    fn published(&self) -> Micros;
    /// Whether it has a lead picture.
    fn has_picture(&self) -> bool;
    /// Whether it may stand in the lead or the seconds without an editor's hand: words that were paid for or sent in may not.
    fn is_ours(&self) -> bool;
}

/// A filled front: seats with indices into the candidates. A seat for which no story is left has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filled {
    /// The seats.
    pub seats: BTreeMap<Seat, usize>,
    /// The Latest column of the front page.
    pub latest: Vec<usize>,
    /// The sections with a band, in the order of the page.
    pub order: Vec<String>,
}

impl Filled {
    /// Lead and seconds, in order, without gaps.
    pub fn top(&self) -> Vec<usize> {
        let seconds = (0..SECONDS).map(Seat::Second);
        std::iter::once(Seat::Lead)
            .chain(seconds)
            .filter_map(|seat| self.seats.get(&seat).copied())
            .collect()
    }

    /// The band of a section, in order, without gaps: its lead first.
    pub fn band(&self, section: &str) -> Vec<usize> {
        (0..=BAND)
            .filter_map(|n| self.seats.get(&Seat::Band(section.to_owned(), n)).copied())
            .collect()
    }
}

/// Stories in the Latest column.
pub const LATEST: usize = 8;

/// Fills the seats of a front from `candidates`, which must hold the newest stories of the paper and of each section,
/// and every story that a seat holds, each once. Held stories keep their seats; the rest goes newest first; for the lead
/// a story with a picture published within 24 hours of `now` is preferred. Lead and seconds are never filled with paid or
/// sent-in words. No story appears twice.
pub fn fill<C: Candidate>(
    front: &Front,
    layout: &Layout,
    candidates: &[C],
    sections: &[String],
    now: Micros,
) -> Filled {
    let mut newest: Vec<(usize, &C)> = candidates.iter().enumerate().collect();
    newest.sort_by(|(_, a), (_, b)| b.published().cmp(&a.published()).then_with(|| a.id().cmp(b.id())));
    let order = layout.ordered(sections);
    let seats = front.seats(&order);
    let mut filled = Filled::default();
    // Held stories are taken first, so that an automatic seat above never steals one from its place.
    let mut used: HashSet<usize> = HashSet::new();
    for seat in &seats {
        let held = layout.at(seat).held(now);
        let found = held.and_then(|id| newest.iter().find(|(_, one)| one.id() == id));
        if let Some((index, _)) = found
            && used.insert(*index)
        {
            filled.seats.insert(seat.clone(), *index);
        }
    }
    let next = |used: &mut HashSet<usize>, wanted: &dyn Fn(&C) -> bool| -> Option<usize> {
        let (index, _) = newest
            .iter()
            .find(|(index, one)| !used.contains(index) && wanted(one))?;
        used.insert(*index);
        Some(*index)
    };
    let (top, bands): (Vec<&Seat>, Vec<&Seat>) = seats
        .iter()
        .filter(|seat| !filled.seats.contains_key(seat))
        .partition(|seat| !matches!(seat, Seat::Band(..)));
    let (top, bands): (Vec<Seat>, Vec<Seat>) =
        (top.into_iter().cloned().collect(), bands.into_iter().cloned().collect());
    for seat in top {
        let pictured = |one: &C| one.is_ours() && one.has_picture() && now - one.published() <= 24 * HOUR;
        let found = match seat {
            Seat::Lead => next(&mut used, &pictured).or_else(|| next(&mut used, &|one| one.is_ours())),
            _ => next(&mut used, &|one| one.is_ours()),
        };
        if let Some(found) = found {
            filled.seats.insert(seat, found);
        }
    }
    if *front == Front::Paper {
        while filled.latest.len() < LATEST {
            let Some(found) = next(&mut used, &|_| true) else { break };
            filled.latest.push(found);
        }
        filled.order = order;
    }
    for seat in bands {
        let Seat::Band(section, _) = &seat else { continue };
        if let Some(found) = next(&mut used, &|one| one.section() == Some(section.as_str())) {
            filled.seats.insert(seat, found);
        }
    }
    filled
}
