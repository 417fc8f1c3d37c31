//! Ids are ULID text; where they come from is passed in, so that a test can say which it gets.
//! Commands ask an [`IdSource`]; nothing else makes an id.

use std::sync::atomic::{AtomicU64, Ordering};

/// Gives new ids. Shared by every task of the process.
pub trait IdSource: Send + Sync {
    /// A new ULID as 26 characters, ordered by time of making.
    fn next(&self) -> String;
}

/// Ids from the clock and the system's random numbers.
#[derive(Debug, Default)]
pub struct SystemIds;

impl IdSource for SystemIds {
    fn next(&self) -> String {
        ulid::Ulid::generate().to_string()
    }
}

/// Ids in a row, for tests: `00000000000000000000000001` and on.
#[derive(Debug, Default)]
pub struct CountedIds(AtomicU64);

impl IdSource for CountedIds {
    fn next(&self) -> String {
        let next = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        format!("{next:026}")
    }
}
