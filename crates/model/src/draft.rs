//! The log of a draft as rows: where it stands, its updates, and who is at it.
//! Read and written by the store's `drafts` queries; the newsroom's rooms make sense of the bytes.

use crate::time::Micros;

/// Where the log of a draft stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// Its story.
    pub story_id: String,
    /// Changes when the log is made anew, which no client's copy survives.
    pub epoch: String,
    /// Place of the last update; 0 right after seeding.
    pub last_seq: i64,
    /// Place up to which the story's head says the same.
    pub settled_seq: i64,
    /// Place up to which `snapshot` holds everything.
    pub compacted_to: i64,
    /// One update that stands for all up to `compacted_to`.
    pub snapshot: Vec<u8>,
    /// Suggestions that nobody has accepted or refused yet.
    pub suggestions: i64,
    /// Words of the body.
    pub words: i64,
    /// Who wrote last, as [`crate::actor::Actor`] prints itself.
    pub writer: String,
    /// When.
    pub written_at: Micros,
}

/// One row of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogUpdate {
    /// Its place; 1, 2, 3 … without gaps.
    pub seq: i64,
    /// When it was kept.
    pub at: Micros,
    /// Who wrote it.
    pub writer: String,
    /// The update in Yjs's first encoding.
    pub bytes: Vec<u8>,
}

/// Somebody who has a draft open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// The story.
    pub story_id: String,
    /// Account id.
    pub account: String,
    /// As colleagues see them.
    pub name: String,
}
