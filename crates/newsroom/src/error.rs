//! The four kinds of error of a command: a rule says no, nothing is there, someone was faster, or the house failed.
//! Commands return them; the site and the command line turn them into pages and exit codes, each in one place.

use courant_store::StoreError;

/// A rule says no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// Key of the message in the strings of desk and theme.
    pub key: &'static str,
    /// The message in English, for consoles and logs.
    pub message: String,
}

impl Refusal {
    /// A refusal with its message.
    pub fn new(key: &'static str, message: impl Into<String>) -> Self {
        Self {
            key,
            message: message.into(),
        }
    }
}

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule says no; asking again the same way will not help.
    #[error(transparent)]
    Refusal(#[from] Refusal),
    /// What was named is not there.
    #[error("there is no {0}")]
    NotFound(String),
    /// Someone else changed it meanwhile.
    #[error("{0}")]
    Conflict(String),
    /// The house failed: disk, database, a bug.
    #[error(transparent)]
    Internal(#[from] StoreError),
}

/// Short for results of commands.
pub type Result<T, E = Error> = std::result::Result<T, E>;
