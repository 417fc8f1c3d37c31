//! Standing pages as the desk lists them: About, Contact, Imprint. A page is a story of the form `page`.
//! The settings room of pages reads these lines.

use crate::time::Micros;

/// A standing page in the desk's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingPage {
    /// Id of the story.
    pub id: String,
    /// As [`crate::story::State`] is kept.
    pub state: String,
    /// Title of the newest revision; may be empty.
    pub title: String,
    /// For the newsroom.
    pub working_slug: String,
    /// Wanted end of its address at the first publishing.
    pub wanted_slug: String,
    /// Latest revision.
    pub head: String,
    /// Where readers find it.
    pub path: Option<String>,
    /// The revision that readers see.
    pub seen: Option<String>,
    /// When anything about it last changed.
    pub changed_at: Micros,
}
