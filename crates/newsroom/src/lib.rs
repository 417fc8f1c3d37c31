//! What a newsroom does: its commands, what follows from them, its jobs, and its one way to the outside.
//! The site, the importers and the command line call it; it knows nothing of HTTP served or of other systems' files.

pub mod accounts;
pub mod commands;
pub mod copydesk;
mod darkroom;
pub mod day;
pub mod diary;
pub mod drafts;
mod error;
pub mod followers;
pub mod fronts;
mod house;
pub mod jobs;
pub mod library;
pub mod minor_fix;
pub mod moving;
pub mod names;
pub mod notices;
pub mod numbers;
pub mod outside;
pub mod people;
pub mod permissions;
pub mod record;
pub mod revisions;
pub mod scheduler;
pub mod search;
pub mod settings;
pub mod shelf;
pub mod uploads;
pub mod waiting;
pub mod webhooks;

/// On an async function: its future comes in a box, so that its body is compiled in this crate, once, and not again in
/// every crate that awaits it.
pub(crate) use async_recursion::async_recursion as boxed;

pub use error::{Error, Refusal, Result};
pub use house::{House, Newsroom};
