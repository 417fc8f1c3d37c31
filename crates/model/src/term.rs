//! Sections, topics and authors: what stories are filed under and who signs them.
//! A story has one section and many topics; an author is not an account and not a person of the record.

use crate::time::Micros;
use serde::{Deserialize, Serialize};

/// A section of the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// ULID.
    pub id: String,
    /// Unique number, as imports keep it.
    pub number: i64,
    /// Last part of `/SLUG`.
    pub slug: String,
    /// As printed.
    pub name: String,
    /// One line under the name; may be empty.
    pub description: String,
    /// Place in the row, from 0.
    pub position: i64,
    /// `approve`, `open` or `closed`; `paper` follows the paper.
    pub replies: String,
    /// Days after publication when replies close; 0 means never.
    pub replies_close_after_days: i64,
}

/// A topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// ULID.
    pub id: String,
    /// Unique number.
    pub number: i64,
    /// Last part of `/topic/SLUG`.
    pub slug: String,
    /// As printed.
    pub name: String,
    /// One line; may be empty.
    pub description: String,
}

/// Someone who signs stories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// ULID.
    pub id: String,
    /// Unique number.
    pub number: i64,
    /// Last part of `/by/SLUG`.
    pub slug: String,
    /// As signed.
    pub name: String,
    /// "Council reporter"; may be empty.
    pub role: String,
    /// A few sentences; may be empty.
    pub bio: String,
    /// An address the author wants printed; may be empty.
    pub contact: String,
}

/// One line of a live story's byline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Place in the byline, from 0.
    pub position: i64,
    /// The author; `None` for a guest.
    pub author_id: Option<String>,
    /// A guest's name, or empty.
    pub guest: String,
    /// Role in this story, or empty.
    pub role: String,
}

/// A correction or clarification of a published story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// ULID.
    pub id: String,
    /// The story.
    pub story_id: String,
    /// `correction` or `clarification`.
    pub kind: String,
    /// When, microseconds UTC.
    pub at: Micros,
    /// What was wrong.
    pub wrong: String,
    /// What is right.
    pub correct: String,
    /// True when it concerns headline, first three paragraphs, a name or a figure: it stands above the story.
    pub grave: bool,
}
