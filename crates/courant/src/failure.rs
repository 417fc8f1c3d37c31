//! Why a command failed, as a person at a console is told: what happened, and what to do.
//! Every command returns it; `run` prints it after `error:` and exits with 1.

use crate::config::ConfigError;
use courant_store::StoreError;
use std::fmt;

/// A failure, ready to print.
#[derive(Debug)]
pub struct Failure(String);

/// Short for results of commands.
pub type Result<T, E = Failure> = std::result::Result<T, E>;

impl Failure {
    /// A failure with its message.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// A file that could not be read or written.
    pub fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self(format!("{}: {}", path.display(), of_disk(error)))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        match error.0.as_slice() {
            [one] => Self(one.clone()),
            many => Self(format!(
                "the settings have {} faults\n  {}",
                many.len(),
                many.join("\n  ")
            )),
        }
    }
}

impl From<courant_newsroom::Error> for Failure {
    fn from(error: courant_newsroom::Error) -> Self {
        match error {
            courant_newsroom::Error::Internal(error) => error.into(),
            other => Self(other.to_string()),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::File { path, error } => Self::file(&path, &error),
            other => Self(with_advice(other.to_string())),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(of_disk(&error))
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}

fn of_disk(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            format!("the disk is full ({error}); make room and try again, nothing was lost")
        }
        std::io::ErrorKind::PermissionDenied => {
            format!("{error}; the user that runs courant must be allowed to read and write there")
        }
        std::io::ErrorKind::ReadOnlyFilesystem => format!("{error}; the data folder must be writable"),
        _ => error.to_string(),
    }
}

/// What databases say, and what it means for the person at the console.
fn with_advice(message: String) -> String {
    let advice = [
        (
            "database or disk is full",
            "make room on the disk and try again, nothing was lost",
        ),
        (
            "No space left on device",
            "make room on the disk and try again, nothing was lost",
        ),
        (
            "readonly database",
            "the user that runs courant must be allowed to write the data folder",
        ),
        (
            "unable to open database file",
            "see that the folder exists and may be written",
        ),
        (
            "database disk image is malformed",
            "the file is damaged; put a backup in its place",
        ),
        (
            "file is not a database",
            "the file is damaged or another program's; put a backup in its place",
        ),
        (
            "database is locked",
            "another program holds the database; stop it and try again",
        ),
        ("pool timed out", "see that the database runs and takes connections"),
        (
            "Connection refused",
            "see that the database runs and that --database names its host and port",
        ),
        (
            "password authentication failed",
            "see that user and password in --database are right",
        ),
        (
            "previously applied but is missing",
            "the store was made by a newer Courant; use that one",
        ),
    ];
    match advice.iter().find(|(said, _)| message.contains(said)) {
        Some((_, what)) => format!("{message}; {what}"),
        None => message,
    }
}
