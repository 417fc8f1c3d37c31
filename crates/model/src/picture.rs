//! Pictures and their renditions, as kept.
//! The bytes lie in the blob store under their content hash.

use serde::{Deserialize, Serialize};

/// A picture of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// ULID.
    pub id: String,
    /// Unique number, of the same sequence as stories.
    pub number: i64,
    /// Short name, unique; part of media addresses.
    pub name: String,
    /// Content hash of the original.
    pub hash: String,
    /// Media type of the original.
    pub mime: String,
    /// Pixels, upright.
    pub width: i64,
    /// Pixels, upright.
    pub height: i64,
    /// What it shows.
    pub alt: String,
    /// Caption.
    pub caption: String,
    /// Who made it.
    pub credit: String,
    /// Under what licence it is used.
    pub licence: String,
    /// Day on which it was taken, when it is a file picture.
    pub taken: Option<String>,
    /// Renditions, JSON of [`Rendition`]s.
    pub renditions: String,
}

impl Picture {
    /// The renditions that exist; unreadable ones do not.
    pub fn renditions(&self) -> Vec<Rendition> {
        serde_json::from_str(&self.renditions).unwrap_or_default()
    }
}

/// One stored form of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendition {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// `image/jpeg`, `image/webp` or `image/avif`.
    pub mime: String,
    /// Content hash; the blob's name.
    pub hash: String,
    /// Size in bytes.
    pub bytes: u64,
    /// True for the 1200 × 630 crop of share cards.
    #[serde(default)]
    pub share: bool,
}
