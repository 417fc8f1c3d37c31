//! The claims of the text crate: what its readers keep, what its writers never print, how deep and how large they go.
//! One binary; a module a subject.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod allowed;
mod attacks;
mod bombs;
mod demo;
mod differences;
mod drafts;
mod generate;
mod html_in;
mod html_out;
mod json;
mod markdown;
mod merging;
mod properties;
mod replies;
