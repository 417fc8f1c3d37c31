//! Work that is done later, as kept: claimed, retried with back-off, safe to run twice.
//! Commands ask for jobs in their own transaction; the serving process runs them.

use crate::time::Micros;

/// A job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// ULID.
    pub id: String,
    /// Which job: the name of its file under `jobs/`.
    pub kind: String,
    /// What it is about; its own form.
    pub payload: String,
    /// Not before.
    pub run_at: Micros,
    /// How often it was tried.
    pub attempts: i64,
    /// Whoever claimed it has until then.
    pub claimed_until: Micros,
    /// What went wrong last; empty when nothing did.
    pub problem: String,
}
