//! The way out: every table that goes out as a file of lines, then the blobs, then what explains and checks it all.
//! `courant export` calls it.

use super::files::{Files, Target};
use super::manifest::{FileOf, Manifest};
use super::{ADDRESSES, BLOBS, SECRET, Step, blobs, failed, readme};
use crate::commands::revise_paper;
use crate::{Newsroom, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use courant_store::StoreError;
use courant_store::carry::{self, Fate, Reading, TABLES, Table};
use courant_store::keys::Keys;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// A folder beside the store that belongs to the paper: house style, a theme of its own.
#[derive(Debug, Clone)]
pub struct Extra {
    /// Its name within the export.
    pub name: &'static str,
    /// Where it lies.
    pub folder: PathBuf,
}

/// How it is exported.
#[derive(Debug, Clone, Default)]
pub struct Exporting {
    /// With addresses of readers, hashes of passwords, and the secret that opens and makes them.
    pub secrets: bool,
    /// The file of the paper's secret.
    pub secret_file: PathBuf,
    /// Folders that go along.
    pub extras: Vec<Extra>,
}

/// Rows that stayed behind because secrets do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Of this table.
    pub table: String,
    /// So many.
    pub rows: u64,
    /// What they are.
    pub what: String,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// The manifest, as it lies in the export.
    pub manifest: Manifest,
    /// What stayed behind for want of `--secrets`.
    pub left_out: Vec<LeftOut>,
    /// Rows whose sealed words open with another key alone, and went out without them.
    pub unreadable: Vec<String>,
}

impl Exported {
    /// Rows of all files.
    pub fn rows(&self) -> u64 {
        self.manifest.files.iter().map(|file| file.rows).sum()
    }

    /// Rows of one table.
    pub fn of(&self, table: &str) -> u64 {
        let file = self.manifest.files.iter().find(|file| file.table == table);
        file.map_or(0, |file| file.rows)
    }
}

/// Writes the whole paper.
#[crate::boxed]
pub async fn export(
    newsroom: &Newsroom,
    target: &Target,
    how: &Exporting,
    progress: &mut (dyn FnMut(Step<'_>) + Send),
) -> Result<Exported> {
    let mut tx = newsroom.store.read().await?;
    let paper = revise_paper::current(&mut tx).await?;
    let at = courant_model::time::timestamp(newsroom.house.now()).to_string();
    let mut manifest = Manifest::begun(&paper.name, at, how.secrets);
    let mut files = Files::begin(target, &manifest)?;
    files.without(&stale(how.secrets))?;

    let mut counts = Vec::with_capacity(TABLES.len());
    let mut left_out = Vec::new();
    for table in TABLES {
        let rows = match table.fate {
            Fate::Kept(_) | Fate::Secret(_) => carry::count(&mut tx, table).await?,
            Fate::Derived | Fate::Fleeting => 0,
        };
        if table.file(how.secrets).is_none() && rows > 0 {
            left_out.push(LeftOut {
                table: table.name.to_owned(),
                rows,
                what: table.says.to_owned(),
            });
        }
        counts.push(rows);
    }
    let of = counts
        .iter()
        .zip(TABLES)
        .filter(|(_, table)| table.file(how.secrets).is_some())
        .map(|(rows, _)| rows)
        .sum();
    let mut reading = Reading::new(&newsroom.house.keys, how.secrets);
    let mut addresses = how.secrets.then(|| Addresses::new(&newsroom.house.keys));
    let mut done = 0;
    for table in TABLES {
        let Some(name) = table.file(how.secrets) else { continue };
        let mut writing = files.file(name)?;
        let rows = carry::read_out(&mut tx, table, &mut reading, &mut |line| {
            writing.write(line)?;
            writing.write(b"\n")?;
            if let Some(addresses) = &mut addresses {
                addresses.hear(table, line)?;
            }
            if done % 256 == 0 {
                progress(Step { what: name, done, of });
            }
            done += 1;
            Ok(())
        })
        .await?;
        let (bytes, sha256) = files.keep(writing)?;
        manifest.files.push(FileOf {
            path: name.to_owned(),
            table: table.name.to_owned(),
            rows,
            bytes,
            sha256,
        });
    }
    // The blobs never change, so the moment may pass now.
    drop(tx);
    let named = manifest
        .files
        .iter()
        .find(|file| file.table == "picture_media")
        .map_or(0, |file| file.rows);
    let media = files.media();
    blobs::write(newsroom, &mut files, &media, &mut manifest, named, progress).await?;
    progress(Step {
        what: BLOBS,
        done: named,
        of: named,
    });
    if let Some(addresses) = addresses {
        files.whole(ADDRESSES, &addresses.lines)?;
        let secret = std::fs::read(&how.secret_file).map_err(|error| failed(&how.secret_file, error))?;
        files.whole(SECRET, (STANDARD.encode(secret) + "\n").as_bytes())?;
    }
    for extra in &how.extras {
        copy(&mut files, &extra.folder, extra.name, 0)?;
    }
    files.whole("README.md", readme::text(&manifest, &left_out).as_bytes())?;
    manifest.complete = true;
    files.end(&manifest)?;
    Ok(Exported {
        manifest,
        left_out,
        unreadable: reading.unreadable,
    })
}

/// Files that an earlier export with secrets may have left and this one does not have.
fn stale(secrets: bool) -> Vec<&'static str> {
    let mut names = vec![super::manifest::SUMS];
    if !secrets {
        names.extend([SECRET, ADDRESSES]);
        names.extend(
            TABLES
                .iter()
                .filter(|table| table.file(false).is_none())
                .filter_map(|table| table.file(true)),
        );
    }
    names
}

/// Folders deeper than this are no theme.
const DEEPEST: usize = 8;

/// Copies the files of a folder, links left out.
fn copy(files: &mut Files, folder: &Path, name: &str, depth: usize) -> Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(folder, error)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(|error| failed(folder, error))?.path());
    }
    paths.sort();
    for path in paths {
        let own = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let name = format!("{name}/{own}");
        let kind = std::fs::symlink_metadata(&path).map_err(|error| failed(&path, error))?;
        if kind.is_dir() && depth < DEEPEST {
            copy(files, &path, &name, depth + 1)?;
        } else if kind.is_file() {
            let bytes = std::fs::read(&path).map_err(|error| failed(&path, error))?;
            files.whole(&name, &bytes)?;
        }
    }
    Ok(())
}

/// The addresses that readers left, open, for people; the rows hold them sealed.
struct Addresses<'k> {
    keys: &'k Keys,
    lines: Vec<u8>,
}

#[derive(Serialize)]
struct Address<'a> {
    of: &'a str,
    id: &'a str,
    email: Option<String>,
}

impl<'k> Addresses<'k> {
    fn new(keys: &'k Keys) -> Self {
        Self {
            keys,
            lines: Vec::new(),
        }
    }

    fn hear(&mut self, table: &Table, line: &[u8]) -> Result<(), StoreError> {
        #[derive(serde::Deserialize)]
        struct Row {
            id: String,
            email_cipher: Option<String>,
        }
        if !matches!(table.name, "reply" | "report" | "record_request") {
            return Ok(());
        }
        let unreadable = |error: serde_json::Error| StoreError::Unreadable(error.to_string());
        let row: Row = serde_json::from_slice(line).map_err(unreadable)?;
        let Some(sealed) = row.email_cipher.and_then(|sealed| STANDARD.decode(sealed).ok()) else {
            return Ok(());
        };
        let address = Address {
            of: table.name,
            id: &row.id,
            email: self.keys.unseal(&sealed).ok(),
        };
        serde_json::to_writer(&mut self.lines, &address).map_err(unreadable)?;
        self.lines.push(b'\n');
        Ok(())
    }
}
