//! Commands on readers' replies: listing and deciding them.
//! The binary's `commands` are handed these, each its own part.

use clap::{Args, Subcommand, ValueEnum};
use courant_model::reply::ReplyState;

/// States of replies, as a flag names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Wanted {
    /// Waiting for a decision
    Waiting,
    /// Public
    Approved,
    /// Refused
    Refused,
    /// Refused as spam
    Spam,
    /// All of them
    All,
}

impl Wanted {
    /// The states meant.
    pub fn states(self) -> Vec<ReplyState> {
        match self {
            Self::Waiting => vec![ReplyState::Waiting],
            Self::Approved => vec![ReplyState::Approved],
            Self::Refused => vec![ReplyState::Refused],
            Self::Spam => vec![ReplyState::Spam],
            Self::All => ReplyState::ALL.to_vec(),
        }
    }
}

/// `courant replies`
#[derive(Debug, Subcommand)]
pub enum Replies {
    /// Print replies, oldest first
    List {
        /// In which state
        #[arg(long, value_enum, default_value = "waiting")]
        state: Wanted,
        /// Of one story, by its path or address
        #[arg(long, value_name = "PATH")]
        story: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Print them below their story
    Approve(Decided),
    /// Refuse them
    Refuse(Decided),
    /// Refuse them as spam
    Spam(Decided),
}

/// Which replies are decided on.
#[derive(Debug, Args)]
pub struct Decided {
    /// Ids, as `courant replies list` prints them
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// Report as JSON
    #[arg(long)]
    pub json: bool,
}
