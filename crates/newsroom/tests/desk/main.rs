//! What the desk does with stories, on both databases.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::assigning_clones,
    reason = "tests"
)]

mod fronts;
mod letters;
mod lists;
mod notes;
mod room;
mod settings;
mod steps;
mod table;
