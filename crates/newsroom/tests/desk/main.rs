//! What the desk does with stories, on both databases.

#![expect(clippy::unwrap_used, reason = "tests")]

mod letters;
mod lists;
mod notes;
mod room;
mod steps;
mod table;
