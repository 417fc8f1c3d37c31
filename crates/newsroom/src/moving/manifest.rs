//! The manifest of an export: what it is of, which files it has, how many rows stand in each and which checksum it has.
//! Written last; an export without a whole one was broken off.

use super::{failed, refused};
use crate::Result;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Its name.
pub(super) const MANIFEST: &str = "manifest.json";
/// Checksums of all files, as `sha256sum -c` reads them.
pub(super) const SUMS: &str = "SHA256SUMS";
/// What `format` says.
const FORMAT: &str = "courant";
/// The shape of the folder; a change that older programs cannot read counts it up.
const VERSION: u32 = 1;

/// A file of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileOf {
    /// Its path within the export.
    pub path: String,
    /// The table whose rows it holds; empty for a file that is there for people.
    pub table: String,
    /// Rows: one a line.
    pub rows: u64,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
}

/// What an export says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `courant`.
    pub format: String,
    /// The shape of the folder.
    pub version: u32,
    /// Whether it was finished.
    pub complete: bool,
    /// Number of the newest step of the database's schema.
    pub schema: i64,
    /// Version of the program that made it.
    pub program: String,
    /// When, RFC 3339.
    pub at: String,
    /// Name of the paper.
    pub paper: String,
    /// Whether secrets are in it.
    pub secrets: bool,
    /// Files of rows, in the order in which they are taken in.
    pub files: Vec<FileOf>,
    /// Blobs: originals of pictures and renditions.
    pub blobs: u64,
    /// Bytes of the blobs.
    pub blob_bytes: u64,
    /// Names of blobs that the paper itself does not have any more.
    pub missing: Vec<String>,
}

impl Manifest {
    /// One that says nothing yet.
    pub(super) fn begun(paper: &str, at: String, secrets: bool) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            complete: false,
            schema: courant_store::carry::schema(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            at,
            paper: paper.to_owned(),
            secrets,
            files: Vec::new(),
            blobs: 0,
            blob_bytes: 0,
            missing: Vec::new(),
        }
    }

    /// As it lies in the file.
    pub(super) fn text(&self) -> Result<String> {
        serde_json::to_string_pretty(self)
            .map(|text| text + "\n")
            .map_err(|error| courant_store::StoreError::Unreadable(error.to_string()).into())
    }

    /// Whether a folder holds an export, finished or not.
    pub(super) fn is_in(folder: &Path) -> bool {
        std::fs::read_to_string(folder.join(MANIFEST))
            .ok()
            .and_then(|text| serde_json::from_str::<Self>(&text).ok())
            .is_some_and(|found| found.format == FORMAT)
    }

    /// The manifest of a folder that can be taken in here.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(MANIFEST);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(refused(format!(
                    "{} is no export of Courant: it has no {MANIFEST}",
                    folder.display()
                )));
            }
            Err(error) => return Err(failed(&path, error)),
        };
        let found: Self =
            serde_json::from_str(&text).map_err(|error| refused(format!("{}: {error}", path.display())))?;
        if found.format != FORMAT {
            return Err(refused(format!(
                "{}: the format is {:?}, not \"{FORMAT}\"",
                path.display(),
                found.format
            )));
        }
        if !found.complete {
            return Err(refused(format!(
                "{}: this export was broken off; make it again with `courant export`",
                folder.display()
            )));
        }
        let ours = courant_store::carry::schema();
        if found.version > VERSION || found.schema > ours {
            return Err(refused(format!(
                "{}: it was made by Courant {} (schema {}), and this one knows schema {ours}; bring this program up to date",
                folder.display(),
                found.program,
                found.schema
            )));
        }
        Ok(found)
    }
}
