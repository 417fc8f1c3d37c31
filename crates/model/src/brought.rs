//! What was brought in from another system, so that a second run knows it again.
//! Imports keep a row for each item; the site finds by it what an old address meant.

use crate::time::Micros;

/// What an item of another system became here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// The other system and its site: `wordpress:news.example`.
    pub source: String,
    /// As [`Kind`] is kept.
    pub kind: String,
    /// Its number or name there.
    pub outside: String,
    /// The id of what it became.
    pub target: String,
    /// The revision that was made of it; empty where there is none.
    pub revision_id: String,
    /// A digest of what it said when it came.
    pub print: String,
    /// When it came last.
    pub at: Micros,
}

/// What sort of item it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A story or page; the target is a story.
    Post,
    /// A picture.
    Picture,
    /// An older revision of a story; the target is a revision.
    Revision,
    /// A reply.
    Reply,
    /// Somebody who signs.
    Author,
    /// A category, which became a section or a topic; the target is the path of its list.
    Term,
    /// A section that stands beside the address that the table wants for it; outside is that address, the target a section.
    Section,
    /// The table by which categories, types and authors came in; the target is the table itself.
    Table,
}

impl Kind {
    /// As it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Picture => "picture",
            Self::Revision => "revision",
            Self::Reply => "reply",
            Self::Author => "author",
            Self::Term => "term",
            Self::Section => "section",
            Self::Table => "table",
        }
    }
}
