//! The nouns of the newsroom: plain structs, states and the rules that need no IO.
//! Every crate below `store` and above uses these types; none of them reads a clock or a disk.

pub mod account;
pub mod actor;
pub mod address;
pub mod copydesk;
pub mod crawlers;
pub mod day;
pub mod diary;
pub mod door;
pub mod draft;
pub mod entry;
pub mod front;
pub mod ids;
pub mod job;
pub mod look;
pub mod navigation;
pub mod note;
pub mod paper;
pub mod permalink;
pub mod picture;
pub mod quotation;
pub mod reading;
pub mod record;
pub mod reply;
pub mod schedule;
pub mod settings;
pub mod shelf;
pub mod slug;
pub mod standing;
pub mod story;
pub mod storyline;
pub mod template;
pub mod term;
pub mod time;
pub mod webhook;
pub mod workflow;
