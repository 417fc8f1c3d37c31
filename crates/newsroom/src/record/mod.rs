//! The record: what the paper remembers of people, words and events, each line confirmed by a person.
//! Its slices stand beside each other; `commands::live_row` carries each of them along when a story goes out.

pub(crate) mod erased;
pub mod events;
pub mod found;
pub mod names;
pub mod prints;
pub mod quotations;
pub mod sentences;
pub mod storylines;
pub mod suggest;

pub use courant_model::record::fold;
