//! Moving out and in: the whole paper as a folder, or one archive, of plain files, and such a folder taken into an empty paper.
//! `courant export` and `courant import courant` call it. Which rows go out is said in one list, `courant_store::carry::TABLES`;
//! here are the files, the blobs, the manifest by which all of it is checked, and the page that explains it.
//!
//! An export is made from one read transaction, so it is one moment of the paper, and rows stream from the database into their
//! file. An import is one write transaction: all of it comes in, or nothing does.

mod blobs;
mod bring_in;
mod export;
mod files;
mod manifest;
mod readme;

pub use bring_in::{Arrived, Bringing, Counted, Problem, bring_in, secret_of};
pub use export::{Exported, Exporting, Extra, LeftOut, export};
pub use files::{Target, unpacked};
pub use manifest::{FileOf, Manifest};

use crate::{Error, Refusal};
use courant_store::StoreError;
use std::path::Path;

/// How far it is, for whoever waits at a console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step<'s> {
    /// What is under way: a file of the export, or `blobs`.
    pub what: &'s str,
    /// Rows or blobs that are done.
    pub done: u64,
    /// Of so many.
    pub of: u64,
}

/// The folder of blobs within an export.
const BLOBS: &str = "blobs";
/// The secret of a paper within an export that was made with `--secrets`.
const SECRET: &str = "secret.key";
/// Addresses of readers, open, within such an export.
const ADDRESSES: &str = "replies/addresses.jsonl";

/// The file that says which blobs there are.
const MEDIA: &str = "pictures/media.jsonl";

fn refused(message: impl Into<String>) -> Error {
    Refusal::new("moving", message).into()
}

fn failed(path: &Path, error: std::io::Error) -> Error {
    StoreError::File {
        path: path.to_owned(),
        error,
    }
    .into()
}

/// Bytes as the digits of a checksum.
fn digits(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}
