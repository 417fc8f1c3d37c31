//! The Yjs document of a draft: seeded from a story, fed with updates, and read back as a draft that the schema allows.
//! The newsroom's rooms call it; it knows no store, no clock and no network.
//!
//! A [`Sheet`] is one such document. Updates come from browsers, so each is looked at before it is applied
//! ([`bounds`]) and a panic of the library underneath ends the sheet and nothing else. What merges of honest edits can
//! leave behind is mended ([`Sheet::mend`]); what still breaks the schema is named with its path ([`Sheet::derive`]).

pub mod bounds;
mod bring;
mod derive;
mod fields;
mod mend;
mod settling;
mod sheet;
mod tree;

pub use courant_text::json::Refused;
pub use fields::Fields;
pub use sheet::{Derived, Sheet, client_of, knows, merge};

/// Why an update was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// More bytes than an update, or a draft, may have.
    #[error("{0} bytes are more than {1}")]
    TooLarge(usize, usize),
    /// No Yjs update, or one with content that a draft has no place for.
    #[error("no update of a draft: {0}")]
    Malformed(&'static str),
    /// It builds on updates that are not here.
    #[error("the update builds on others that are missing")]
    Missing,
    /// It accepts or refuses a suggestion of somebody else, and its sender may not.
    #[error("only an editor accepts or refuses suggestions of others")]
    Settles,
    /// The library underneath broke on it; the sheet must be opened anew.
    #[error("the update broke the document")]
    Broke,
}
