//! The story document: HTML, Markdown and plain text in; HTML, plain text and canonical JSON out; differences and counts.
//! Every crate that touches the body of a story or a reply uses this one; it knows no network, no clock and no database.

pub mod count;
pub mod diff;
pub mod document;
pub mod draft;
pub mod embeds;
pub mod escape;
pub mod excerpt;
pub mod html;
pub mod ids;
pub mod json;
pub mod link;
pub mod markdown;
pub mod merge;
pub mod plain;
mod read;
mod references;
pub mod reply;
mod runs;

pub use document::{Block, BlockId, BlockKind, Document, Inline, Inlines};
pub use draft::Draft;
pub use ids::{Ids, SequentialIds};
pub use read::{LeftOut, Read, Why};
pub use references::References;
