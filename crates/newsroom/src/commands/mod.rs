//! Commands, one a file: each loads, decides by a pure function, and writes with its ledger entries into the caller's
//! transaction. Nothing here talks to a network; what must leave the house becomes a job.

pub mod add_author;
pub mod add_picture;
pub mod arrange_front;
pub mod correct_story;
pub mod decide_reply;
pub mod file_story;
mod live_row;
pub mod move_story;
pub mod name_topic;
pub mod open_paper;
pub mod post_reply;
pub mod publish_story;
pub mod remove_story;
pub mod report_error;
pub mod revise_paper;
pub mod revise_section;
