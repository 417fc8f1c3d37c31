//! The breaking strip above the nameplate: a line, where it leads, and until when it runs.
//! Kept as one row while it runs; `set_breaking` writes it and the front page prints it.

use crate::time::{HOUR, Micros};

/// The strip that is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// ULID.
    pub id: String,
    /// The line.
    pub text: String,
    /// The story to which it leads.
    pub story_id: Option<String>,
    /// Who set it, as [`crate::actor::Actor`] prints itself.
    pub set_by: String,
    /// When.
    pub set_at: Micros,
    /// Until when it runs.
    pub until_at: Micros,
}

impl Strip {
    /// How long a strip runs when nobody says otherwise.
    pub const USUAL: Micros = 2 * HOUR;
    /// The longest that one runs.
    pub const LONGEST: Micros = 24 * HOUR;
    /// Most characters of the line.
    pub const MOST: usize = 200;
}
