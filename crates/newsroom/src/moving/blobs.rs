//! The blobs of an export: originals of pictures and their renditions, each under the hash of its bytes.
//! Which there are is read from the file of rows, so that no list of them lies in memory.

use super::files::Files;
use super::manifest::Manifest;
use super::{BLOBS, Step, failed, refused};
use crate::{Newsroom, Result};
use bytes::Bytes;
use courant_store::blobs::name_of;
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// A line of `pictures/media.jsonl`.
#[derive(Deserialize)]
struct Media {
    hash: String,
    kind: String,
}

/// Path of a blob within an export.
fn path_of(hash: &str, is_original: bool) -> String {
    let (first, rest) = hash.split_at_checked(2).unwrap_or(("xx", hash));
    let shelf = if is_original { "originals" } else { "renditions" };
    format!("{BLOBS}/{shelf}/{first}/{rest}")
}

/// The lines of a file of media, as they stand.
fn lines(path: &Path) -> Result<impl Iterator<Item = Result<Media>>> {
    let file = File::open(path).map_err(|error| failed(path, error))?;
    let path = path.to_owned();
    Ok(BufReader::new(file).lines().enumerate().filter_map(move |(at, line)| {
        let line = match line {
            Ok(line) if line.is_empty() => return None,
            Ok(line) => line,
            Err(error) => return Some(Err(failed(&path, error))),
        };
        let media = serde_json::from_str(&line)
            .map_err(|error| refused(format!("{}, line {}: {error}", path.display(), at + 1)));
        Some(media)
    }))
}

/// Writes every blob that a file of media names.
pub(super) async fn write(
    newsroom: &Newsroom,
    files: &mut Files,
    media: &Path,
    manifest: &mut Manifest,
    of: u64,
    progress: &mut (dyn FnMut(Step<'_>) + Send),
) -> Result<()> {
    for (done, media) in lines(media)?.enumerate() {
        let Media { hash, kind } = media?;
        progress(Step {
            what: BLOBS,
            done: done as u64,
            of,
        });
        let blobs = &newsroom.blobs;
        let (bytes, is_original) = match kind.as_str() {
            "original" => (blobs.get_private(&hash).await?, true),
            "rendition" => (blobs.get(&hash).await?, false),
            // What was replaced is an original or a rendition.
            _ => match blobs.get(&hash).await? {
                Some(bytes) => (Some(bytes), false),
                None => (blobs.get_private(&hash).await?, true),
            },
        };
        let Some(bytes) = bytes else {
            manifest.missing.push(hash);
            continue;
        };
        manifest.blobs += 1;
        manifest.blob_bytes += bytes.len() as u64;
        files.blob(&path_of(&hash, is_original), &bytes)?;
    }
    Ok(())
}

/// Takes in every blob that the file of media names; returns the names of those that the export does not have.
pub(super) async fn bring(
    newsroom: &Newsroom,
    folder: &Path,
    media: &Path,
    of: u64,
    progress: &mut (dyn FnMut(Step<'_>) + Send),
) -> Result<Vec<String>> {
    let mut missing = Vec::new();
    for (done, media) in lines(media)?.enumerate() {
        let Media { hash, .. } = media?;
        progress(Step {
            what: BLOBS,
            done: done as u64,
            of,
        });
        let mut found = false;
        for is_original in [true, false] {
            let path = folder.join(path_of(&hash, is_original));
            let bytes = match std::fs::read(&path) {
                Ok(bytes) => Bytes::from(bytes),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                Err(error) => return Err(failed(&path, error)),
            };
            if name_of(&bytes) != hash {
                return Err(refused(format!(
                    "{}: these are not the bytes that its name says; nothing was brought in",
                    path.display()
                )));
            }
            if is_original {
                newsroom.blobs.put_private(bytes).await?;
            } else {
                newsroom.blobs.put(bytes).await?;
            }
            found = true;
        }
        if !found {
            missing.push(hash);
        }
    }
    Ok(missing)
}
