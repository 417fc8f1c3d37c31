//! Rows of fronts as the store keeps them: revisions, steps of the draft, changes that wait for their time.
//! The queries of `fronts` fill them; commands and desk read the JSON in them.

use super::{Layout, Locks};
use crate::time::Micros;

/// A revision of an arrangement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revised {
    /// Its number; each front counts its own, from 1.
    pub number: i64,
    /// When.
    pub at: Micros,
    /// Who, as [`crate::actor::Actor`] prints itself.
    pub actor: String,
    /// JSON of a [`Layout`].
    pub layout: String,
    /// How it came about: `arrange`, `scheduled`, `restore`, `lock`, `left`.
    pub act: String,
}

impl Revised {
    /// The arrangement.
    pub fn read(&self) -> serde_json::Result<Layout> {
        serde_json::from_str(&self.layout)
    }
}

/// How a front is worked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Working {
    /// Counts what was done to the draft.
    pub turn: i64,
    /// The revision from which the draft was begun.
    pub base: i64,
    /// JSON of [`Locks`].
    pub locks: String,
}

impl Working {
    /// The locked seats.
    pub fn locks(&self) -> serde_json::Result<Locks> {
        serde_json::from_str(&self.locks)
    }
}

/// A step of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its turn.
    pub turn: i64,
    /// When.
    pub at: Micros,
    /// Who.
    pub actor: String,
    /// JSON of the [`Layout`] after it.
    pub layout: String,
}

impl Step {
    /// The arrangement after it.
    pub fn read(&self) -> serde_json::Result<Layout> {
        serde_json::from_str(&self.layout)
    }
}

/// Somebody who has a front open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here {
    /// The account.
    pub account: String,
    /// When the page said so last.
    pub at: Micros,
}

/// A change of a front that is carried out at its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontSchedule {
    /// ULID.
    pub id: String,
    /// The front, as [`super::Front`] is kept.
    pub page: String,
    /// JSON of [`super::Changes`].
    pub changes: String,
    /// Local time and zone as they were given.
    pub local: String,
    /// The moment that this is by today's rules.
    pub due_at: Micros,
    /// Whose right it has; `None` for the house.
    pub account: Option<String>,
    /// When it was asked.
    pub asked_at: Micros,
    /// `waiting`, `done`, `failed`, `cancelled`.
    pub state: String,
    /// When it came to that.
    pub settled_at: Option<Micros>,
    /// What was left out, as JSON of [`LeftOut`]s, or why nothing was done; mostly empty.
    pub problem: String,
}

/// A part of a scheduled change that was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LeftOut {
    /// The seat.
    pub seat: super::Seat,
    /// The story that was to stand there.
    pub story: Option<String>,
    /// `locked` or `gone`.
    pub why: String,
}
