//! What the desk does with stories, on both databases.

#![expect(clippy::unwrap_used, reason = "tests")]

mod room;
mod steps;
