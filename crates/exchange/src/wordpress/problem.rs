//! What could not be read or kept, with file, line and item, for the report of an import.
//! Made by every part of the reader; shown to the person who imports.

use std::sync::Arc;

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The name of the file as the caller gave it.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: u64,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// One thing that was wrong or had no place, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands. A thing inside a text has the line on which its item begins.
    pub place: Place,
    /// The number of the item, when it is known.
    pub item: Option<i64>,
    /// The title of the item, or empty.
    pub title: String,
    /// What it is, in a sentence without a full stop.
    pub what: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: ", self.place)?;
        if let Some(number) = self.item {
            write!(f, "item {number} ")?;
        }
        if !self.title.is_empty() {
            write!(f, "“{}” ", self.title)?;
        }
        f.write_str(&self.what)
    }
}
