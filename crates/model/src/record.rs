//! The nouns of the record: people, organisations and places with their names and roles.
//! A person of the record is written about; whoever signs is an author, and whoever signs in has an account.

mod fold;

pub use fold::{fold, holds, tails};

use crate::time::Micros;
use serde::{Deserialize, Serialize};

/// What an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntityKind {
    /// A human being.
    Person,
    /// A firm, an office, a party, a club, a state as an actor.
    Organisation,
    /// A town, a country, a building, a sea.
    Place,
}

impl EntityKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Person, Self::Organisation, Self::Place];

    /// As it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Place => "place",
        }
    }

    /// Reads the kept form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// First segment of the address of its page: `/people/SLUG`.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Person => "people",
            Self::Organisation => "organisations",
            Self::Place => "places",
        }
    }

    /// Reads the first segment of an address.
    pub fn of_folder(segment: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.folder() == segment)
    }
}

/// A person, an organisation or a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// ULID.
    pub id: String,
    /// Unique number within the record.
    pub number: i64,
    /// [`EntityKind`] as kept.
    pub kind: String,
    /// Last part of the address of its page, unique within its kind.
    pub slug: String,
    /// As printed.
    pub name: String,
    /// The name folded for finding.
    pub folded: String,
    /// One line that tells it from others of the name; may be empty.
    pub description: String,
    /// Its id in the shipped gazetteer, or empty. Never invented.
    pub gazetteer: String,
    /// Its Wikidata id, or empty. Never invented.
    pub wikidata: String,
    /// In which public role a person acts, as whoever opened the page wrote it; may be empty.
    pub public_role: String,
    /// Whether readers have a page of it.
    pub is_public: bool,
    /// Whether engines are asked to leave the page out.
    pub noindex: bool,
    /// The entity that it was merged into.
    pub merged_into: Option<String>,
    /// The id that it goes by: its own, or that of the last entity which merging led to.
    pub stands_for: String,
    /// When it was made.
    pub created_at: Micros,
    /// When it was last changed.
    pub changed_at: Micros,
}

/// A role over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityRole {
    /// ULID.
    pub id: String,
    /// Whose role.
    pub entity_id: String,
    /// "Mayor".
    pub title: String,
    /// Of which organisation, when it is one of the record.
    pub organisation_id: Option<String>,
    /// First day as `2026-11-25`, `2026-11` or `2026`; empty when unknown.
    pub from_day: String,
    /// Last day, likewise; empty while it lasts or when unknown.
    pub to_day: String,
}

/// A name that the copy desk found in published stories and on which nobody has decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenName {
    /// The name folded.
    pub folded: String,
    /// As one of the stories writes it.
    pub words: String,
    /// [`EntityKind`] as kept, as the copy desk takes it.
    pub kind: String,
    /// In how many stories.
    pub stories: i64,
    /// How often in all.
    pub times: i64,
}

/// A name as the copy desk found it in one story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundName {
    /// The name folded.
    pub folded: String,
    /// As the story writes it.
    pub words: String,
    /// [`EntityKind`] as kept.
    pub kind: String,
    /// How often in the story.
    pub times: i64,
}

/// A story with a name of the record in it, as the desk lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamingStory {
    /// The story.
    pub story_id: String,
    /// What the desk calls it.
    pub working_slug: String,
    /// Its newest headline; may be empty.
    pub headline: String,
    /// Its state as kept.
    pub state: String,
    /// The name folded, as this story has it.
    pub folded: String,
    /// The name as this story writes it.
    pub words: String,
    /// Where readers find it, when it is out.
    pub path: Option<String>,
}

/// What a person decided about a name of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The story.
    pub story_id: String,
    /// The name folded.
    pub folded: String,
    /// The name as the story writes it.
    pub words: String,
    /// [`EntityKind`] as kept.
    pub kind: String,
    /// Who is meant; `None` when refused.
    pub entity_id: Option<String>,
    /// `confirmed` or `refused`.
    pub state: String,
    /// The account.
    pub decided_by: String,
    /// When.
    pub decided_at: Micros,
}
