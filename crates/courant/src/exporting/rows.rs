//! Rows of the store as an export needs them, read as lines of `courant_store::carry`, and spools of lines that are too many to
//! be held: they lie in a file and are walked through once.
//! The writers of both forms ask here.

use crate::failure::{Failure, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use courant_exchange::out::{Author, Picture, Term};
use courant_model::picture::Rendition;
use courant_store::Tx;
use courant_store::carry::{Reading, TABLES, Table, read_out};
use courant_store::keys::Keys;
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Seek, Write};
use std::marker::PhantomData;

/// The id of a row, whatever else it has.
#[derive(Deserialize)]
pub(super) struct Id {
    pub(super) id: String,
}

/// A reply.
#[derive(Deserialize)]
pub(super) struct ReplyRow {
    pub(super) id: String,
    pub(super) number: i64,
    pub(super) story_id: String,
    pub(super) parent_id: Option<String>,
    pub(super) name: String,
    pub(super) document: Box<RawValue>,
    pub(super) state: String,
    pub(super) at: Timestamp,
    #[serde(default)]
    pub(super) email_cipher: Option<String>,
}

#[derive(Deserialize)]
struct AuthorRow {
    id: String,
    number: i64,
    slug: String,
    name: String,
    bio: String,
}

#[derive(Deserialize)]
struct TermRow {
    id: String,
    number: i64,
    slug: String,
    name: String,
    description: String,
}

#[derive(Deserialize)]
struct PictureRow {
    id: String,
    number: i64,
    name: String,
    alt: String,
    caption: String,
    credit: String,
    copyright: String,
    renditions: Vec<Rendition>,
    down_at: Option<String>,
    added_at: Timestamp,
}

fn table(name: &str) -> Result<Table> {
    let found = TABLES.iter().find(|table| table.name == name);
    found
        .copied()
        .ok_or_else(|| Failure::new(format!("there is no table {name}")))
}

/// Every row of a table.
async fn all<T: DeserializeOwned + Send>(tx: &mut Tx, keys: &Keys, name: &str) -> Result<Vec<T>> {
    let mut rows = Vec::new();
    read_out(tx, &table(name)?, &mut Reading::new(keys, false), &mut |line| {
        let row = serde_json::from_slice(line);
        rows.push(row.map_err(|error| courant_store::StoreError::Unreadable(error.to_string()))?);
        Ok(())
    })
    .await?;
    Ok(rows)
}

/// Whoever signs, by id.
pub(super) async fn authors(tx: &mut Tx, keys: &Keys) -> Result<BTreeMap<String, Author>> {
    let rows: Vec<AuthorRow> = all(tx, keys, "author").await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let author = Author {
                number: row.number,
                slug: row.slug,
                name: row.name,
                bio: row.bio,
            };
            (row.id, author)
        })
        .collect())
}

/// Sections or topics, by id.
pub(super) async fn terms(tx: &mut Tx, keys: &Keys, name: &str) -> Result<BTreeMap<String, Term>> {
    let rows: Vec<TermRow> = all(tx, keys, name).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let term = Term {
                number: row.number,
                slug: row.slug,
                name: row.name,
                description: row.description,
            };
            (row.id, term)
        })
        .collect())
}

/// Pictures by id, each by the largest rendition that every browser shows.
pub(super) async fn pictures(tx: &mut Tx, keys: &Keys, root: &str) -> Result<super::Pictures> {
    let rows: Vec<PictureRow> = all(tx, keys, "picture").await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let largest = row
                .renditions
                .iter()
                .filter(|one| !one.share && one.mime == "image/jpeg" && row.down_at.is_none())
                .max_by_key(|one| one.width);
            let picture = largest.map(|one| Picture {
                number: row.number,
                // As the site names it under /media.
                url: format!("{root}/media/{}/{}-{}.jpg", one.hash, row.name, one.width),
                name: row.name.clone(),
                mime: one.mime.clone(),
                alt: row.alt.clone(),
                caption: row.caption.clone(),
                credit: row.credit.clone(),
                copyright: row.copyright.clone(),
                width: one.width,
                height: one.height,
                added: Some(row.added_at).filter(|at| at.as_microsecond() > 0),
            });
            (row.id, picture)
        })
        .collect())
}

/// Opens what was sealed for the whole paper; nothing when another key sealed it.
pub(super) fn opened(keys: &Keys, sealed: &str) -> String {
    let bytes = STANDARD.decode(sealed).unwrap_or_default();
    keys.unseal(&bytes).unwrap_or_default()
}

/// Lines that wait in a file.
pub(super) struct Spool<T> {
    from: BufReader<File>,
    line: String,
    ahead: Option<T>,
    /// How many there were at first.
    pub(super) rows: u64,
    of: PhantomData<T>,
}

/// Writes the rows of a table into a file, in the order of some columns.
pub(super) async fn spool<T: DeserializeOwned>(
    tx: &mut Tx,
    keys: &Keys,
    name: &str,
    order: &'static str,
    secrets: bool,
) -> Result<Spool<T>> {
    let table = Table {
        key: order,
        ..table(name)?
    };
    let mut file = BufWriter::new(tempfile::tempfile()?);
    let mut failed = None;
    let rows = read_out(tx, &table, &mut Reading::new(keys, secrets), &mut |line| {
        if let Err(error) = file.write_all(line).and_then(|()| file.write_all(b"\n")) {
            failed.get_or_insert(error);
        }
        Ok(())
    })
    .await?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    let mut file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(Spool {
        from: BufReader::new(file),
        line: String::new(),
        ahead: None,
        rows,
        of: PhantomData,
    })
}

impl<T: DeserializeOwned> Spool<T> {
    /// The next row.
    pub(super) fn next(&mut self) -> Result<Option<T>> {
        if let Some(ahead) = self.ahead.take() {
            return Ok(Some(ahead));
        }
        self.line.clear();
        if self.from.read_line(&mut self.line)? == 0 {
            return Ok(None);
        }
        Ok(Some(serde_json::from_str(&self.line)?))
    }

    /// The rows that belong together: those before are passed over, the first after them waits.
    pub(super) fn while_of(&mut self, order: impl Fn(&T) -> Ordering) -> Result<Vec<T>> {
        let mut found = Vec::new();
        while let Some(row) = self.next()? {
            match order(&row) {
                Ordering::Less => {}
                Ordering::Equal => found.push(row),
                Ordering::Greater => {
                    self.ahead = Some(row);
                    break;
                }
            }
        }
        Ok(found)
    }
}
