//! Fronts laid out by hand: the seats of the front page and of a section's page, what an editor puts there and for how
//! long, and what one arrangement changes of another. [`fill`] turns an arrangement into a page.

mod fill;
mod kept;
mod seat;
mod strip;

pub use fill::{Candidate, Filled, LATEST, fill};
pub use kept::{FrontSchedule, Here, LeftOut, Revised, Step, Working};
pub use seat::{BAND, Front, SECONDS, Seat};
pub use strip::Strip;

use crate::entry::Thing;
use crate::time::Micros;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What an editor put into a seat. Without a story it is automatic: whatever is newest and not yet used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Slot {
    /// This story, by id, while it is live.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<String>,
    /// Until this moment; then the seat is automatic again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Micros>,
}

impl Slot {
    /// Whatever is newest.
    pub const AUTOMATIC: Self = Self {
        story: None,
        until: None,
    };

    /// A story, until somebody changes it.
    pub fn story(id: impl Into<String>) -> Self {
        Self {
            story: Some(id.into()),
            until: None,
        }
    }

    /// The story that is held at a moment.
    pub fn held(&self, now: Micros) -> Option<&str> {
        self.story
            .as_deref()
            .filter(|_| self.until.is_none_or(|until| until > now))
    }
}

/// A seat that nobody and nothing changes until it is unlocked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// The story in it.
    pub story: String,
    /// Who locked it, as [`crate::actor::Actor`] prints itself.
    pub by: String,
    /// When.
    pub at: Micros,
}

/// The locked seats of a front.
pub type Locks = BTreeMap<Seat, Lock>;

/// An arrangement of a front, as one revision of it is kept. A seat that is not named is automatic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(from = "Kept")]
pub struct Layout {
    /// What the seats hold.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub slots: BTreeMap<Seat, Slot>,
    /// Sections whose bands come first, by id; the others follow in the paper's order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<String>,
}

/// What one arrangement changes of another: seats with what they are to hold, and the order of the bands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub struct Changes {
    /// Seats and what they are to hold.
    pub slots: BTreeMap<Seat, Slot>,
    /// The order of the bands, when it changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Vec<String>>,
}

impl Changes {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty() && self.order.is_none()
    }

    /// One seat.
    pub fn of(seat: Seat, slot: Slot) -> Self {
        Self {
            slots: BTreeMap::from([(seat, slot)]),
            order: None,
        }
    }

    /// Their seats that a lock holds fast, each with what it was to hold, taken out of them. A change that says what the
    /// lock holds anyway is no change.
    pub fn refused_by(&mut self, locks: &Locks) -> Vec<(Seat, Slot)> {
        let mut refused = Vec::new();
        self.slots.retain(|seat, slot| match locks.get(seat) {
            Some(lock) => {
                if slot.story.as_deref() != Some(lock.story.as_str()) {
                    refused.push((seat.clone(), slot.clone()));
                }
                false
            }
            None => true,
        });
        // A story cannot be taken out of a locked seat by being put elsewhere either.
        self.slots.retain(|seat, slot| {
            let locked = locks
                .values()
                .any(|lock| slot.story.as_deref() == Some(lock.story.as_str()));
            if locked {
                refused.push((seat.clone(), slot.clone()));
            }
            !locked
        });
        refused
    }
}

impl Layout {
    /// What a seat holds.
    pub fn at(&self, seat: &Seat) -> &Slot {
        self.slots.get(seat).unwrap_or(&Slot::AUTOMATIC)
    }

    /// The seat that holds a story.
    pub fn seat_of(&self, story: &str) -> Option<&Seat> {
        self.slots
            .iter()
            .find(|(_, slot)| slot.story.as_deref() == Some(story))
            .map(|(seat, _)| seat)
    }

    /// Every story that a seat holds.
    pub fn stories(&self) -> impl Iterator<Item = &str> {
        self.slots.values().filter_map(|slot| slot.story.as_deref())
    }

    /// The arrangement with changes. A story that was held elsewhere leaves its old seat: no story stands twice.
    #[must_use]
    pub fn with(&self, changes: &Changes) -> Self {
        let mut next = self.clone();
        let moved: BTreeSet<&str> = changes
            .slots
            .values()
            .filter_map(|slot| slot.story.as_deref())
            .collect();
        next.slots
            .retain(|_, slot| slot.story.as_deref().is_none_or(|story| !moved.contains(story)));
        for (seat, slot) in &changes.slots {
            next.slots.insert(seat.clone(), slot.clone());
        }
        if let Some(order) = &changes.order {
            next.order.clone_from(order);
        }
        next.tidied()
    }

    /// The arrangement with locked seats as they are locked, whatever it says of them.
    #[must_use]
    pub fn under(&self, locks: &Locks) -> Self {
        let slots = locks
            .iter()
            .map(|(seat, lock)| (seat.clone(), Slot::story(&lock.story)))
            .collect();
        self.with(&Changes { slots, order: None })
    }

    /// The arrangement without a story.
    #[must_use]
    pub fn without(&self, gone: impl Fn(&str) -> bool) -> Self {
        let mut next = self.clone();
        next.slots
            .retain(|_, slot| slot.story.as_deref().is_none_or(|story| !gone(story)));
        next.tidied()
    }

    /// What one must change of this arrangement to get the other.
    pub fn changes_to(&self, other: &Self) -> Changes {
        let seats: BTreeSet<&Seat> = self.slots.keys().chain(other.slots.keys()).collect();
        Changes {
            slots: seats
                .into_iter()
                .filter(|seat| self.at(seat) != other.at(seat))
                .map(|seat| (seat.clone(), other.at(seat).clone()))
                .collect(),
            order: (self.order != other.order).then(|| other.order.clone()),
        }
    }

    /// This arrangement, made of `base`, with what has changed of `base` meanwhile; where both changed a seat this one
    /// stands.
    #[must_use]
    pub fn over(&self, base: &Self, meanwhile: &Self) -> Self {
        meanwhile.with(&base.changes_to(self))
    }

    /// Moves what stands at a seat to another: the story that readers would see at `from` goes to `to`, and what `to`
    /// held by hand comes back to `from`.
    pub fn swap(&self, from: &Seat, to: &Seat, story: &str) -> Changes {
        let mut moved = self.at(from).clone();
        if moved.story.as_deref() != Some(story) {
            moved = Slot::story(story);
        }
        let mut changes = Changes::of(to.clone(), moved);
        if from != to {
            changes.slots.insert(from.clone(), self.at(to).clone());
        }
        changes
    }

    /// The sections in the order of their bands.
    pub fn ordered(&self, sections: &[String]) -> Vec<String> {
        let named = self.order.iter().filter(|id| sections.contains(id));
        let others = sections.iter().filter(|id| !self.order.contains(id));
        named.chain(others).cloned().collect()
    }

    /// The order of bands after one goes a place up or down.
    pub fn order_with(&self, sections: &[String], section: &str, up: bool) -> Vec<String> {
        let mut order = self.ordered(sections);
        if let Some(at) = order.iter().position(|one| one == section) {
            let to = if up { at.saturating_sub(1) } else { at + 1 };
            if to < order.len() {
                order.swap(at, to);
            }
        }
        if order == sections { Vec::new() } else { order }
    }

    fn tidied(mut self) -> Self {
        self.slots.retain(|_, slot| slot.story.is_some());
        self
    }
}

/// What the seats of a front are filled from, and which thing changes with it.
impl Front {
    /// The thing that the ledger names when it changes for readers.
    pub fn thing(&self) -> Thing {
        match self {
            Self::Paper => Thing::Front,
            Self::Section(id) => Thing::Section(id.clone()),
        }
    }
}

/// How arrangements are kept; the first shape had no bands of several seats.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Kept {
    slots: BTreeMap<Seat, Slot>,
    order: Vec<String>,
    lead: First,
    seconds: Vec<First>,
    bands: BTreeMap<String, First>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
enum First {
    #[default]
    Automatic,
    Story(String),
}

impl From<Kept> for Layout {
    fn from(kept: Kept) -> Self {
        let mut slots = kept.slots;
        let mut take = |seat: Seat, first: First| {
            if let First::Story(id) = first {
                slots.insert(seat, Slot::story(id));
            }
        };
        take(Seat::Lead, kept.lead);
        for (n, second) in (0_u8..).zip(kept.seconds) {
            take(Seat::Second(n), second);
        }
        for (section, lead) in kept.bands {
            take(Seat::Band(section, 0), lead);
        }
        Self {
            slots,
            order: kept.order,
        }
        .tidied()
    }
}

#[cfg(test)]
mod tests;
