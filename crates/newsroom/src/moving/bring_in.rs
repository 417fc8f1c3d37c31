//! The way in: an export taken into an empty paper, in one transaction. A line that cannot be read, or that the database
//! refuses, is named by file and number, and then nothing comes in.
//! `courant import courant` calls it.

use super::manifest::{FileOf, Manifest};
use super::{SECRET, Step, blobs, digits, failed, refused};
use crate::{Error, Newsroom, Result, library, shelf};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_store::carry::{self, Line, Putting, TABLES, Table};
use courant_store::{Tx, q};
use ring::digest::{Context, SHA256};
use serde::Serialize;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// A line longer than this is none of ours, in bytes.
const LONGEST: usize = 256 << 20;

/// How it is brought in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bringing {
    /// Read and check everything, and bring in nothing.
    pub dry_run: bool,
    /// Take files that are not as the manifest says, since somebody changed them.
    pub edited: bool,
}

/// Counts of what people ask for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Stories.
    pub stories: u64,
    /// Standing pages.
    pub pages: u64,
    /// Replies.
    pub replies: u64,
    /// Pictures.
    pub pictures: u64,
    /// Authors.
    pub authors: u64,
    /// Sections and topics.
    pub terms: u64,
}

impl Counted {
    /// The counts with their names, in the order of a report.
    pub fn named(&self) -> [(&'static str, u64); 6] {
        [
            ("stories", self.stories),
            ("pages", self.pages),
            ("replies", self.replies),
            ("pictures", self.pictures),
            ("authors", self.authors),
            ("terms", self.terms),
        ]
    }
}

impl std::ops::AddAssign for Counted {
    fn add_assign(&mut self, other: Self) {
        self.stories += other.stories;
        self.pages += other.pages;
        self.replies += other.replies;
        self.pictures += other.pictures;
        self.authors += other.authors;
        self.terms += other.terms;
    }
}

/// Something that came in otherwise than it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What it is about.
    pub item: String,
    /// Where.
    pub place: String,
    /// What is the matter.
    pub what: String,
}

/// What came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Arrived {
    /// Name of the paper.
    pub paper: String,
    /// Lines of the export.
    #[serde(rename = "in")]
    pub brought: Counted,
    /// What the paper has now.
    pub out: Counted,
    /// Nothing is ever updated: the paper was empty.
    pub updated: u64,
    /// And nothing was there already.
    pub unchanged: u64,
    /// Rows of all files.
    pub rows: u64,
    /// What came in otherwise than it was.
    pub problems: Vec<Problem>,
}

/// The key of the paper that an export was made of, when it was made with secrets.
pub fn secret_of(folder: &Path) -> Result<Option<Vec<u8>>> {
    let path = folder.join(SECRET);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(&path, error)),
    };
    match STANDARD.decode(text.trim()) {
        Ok(secret) if secret.len() >= 32 => Ok(Some(secret)),
        _ => Err(refused(format!("{}: this is no key of a paper", path.display()))),
    }
}

/// Takes an export in. The newsroom must have the export's own key when it has one; see [`secret_of`].
#[crate::boxed]
pub async fn bring_in(
    newsroom: &Newsroom,
    folder: &Path,
    how: Bringing,
    progress: &mut (dyn FnMut(Step<'_>) + Send),
) -> Result<Arrived> {
    let manifest = Manifest::read(folder)?;
    let of = manifest.files.iter().map(|file| file.rows).sum();
    let mut tx = newsroom.store.write().await?;
    if !carry::is_empty(&mut tx).await? {
        return Err(refused(
            "this paper has stories, pictures or accounts already; an export comes into an empty paper alone. Name another folder \
             with --data, or another database with --database",
        ));
    }
    carry::clear(&mut tx).await?;
    let mut arriving = Arriving {
        newsroom,
        folder,
        older: manifest.schema < carry::schema(),
        how,
        brought: Counted::default(),
        done: 0,
        of,
    };
    for file in &manifest.files {
        let table = TABLES
            .iter()
            .find(|table| table.name == file.table)
            .ok_or_else(|| refused(format!("{}: there is no table {:?}", file.path, file.table)))?;
        // The path is foreign text: only the one that this program would have written is opened.
        if table.file(true) != Some(file.path.as_str()) {
            return Err(refused(format!("{:?} is not where {} stands", file.path, table.name)));
        }
        arriving.file(&mut tx, table, file, progress).await?;
    }
    for file in &manifest.files {
        if let Some(table) = TABLES
            .iter()
            .find(|table| table.name == file.table && table.own.is_some())
        {
            arriving.refer(&mut tx, table, file).await?;
        }
    }
    let mut problems = problems(&mut tx, &manifest).await?;
    if q!(tx, paper::current())?.is_none() {
        return Err(refused(format!("{}: there is no paper in it", folder.display())));
    }
    let media = folder.join(super::MEDIA);
    let named = manifest
        .files
        .iter()
        .find(|file| file.table == "picture_media")
        .map_or(0, |file| file.rows);
    if !how.dry_run {
        for hash in blobs::bring(newsroom, folder, &media, named, progress).await? {
            problems.push(Problem {
                item: format!("blob {hash}"),
                place: "blobs".to_owned(),
                what: "the export does not have it; where it is shown, nothing is".to_owned(),
            });
        }
    }
    let out = counted(&mut tx).await?;
    let rows = arriving.done;
    let brought = arriving.brought;
    if how.dry_run {
        drop(tx);
    } else {
        tx.enter(newsroom.house.now(), &Actor::Import, "move-in", &Thing::Paper);
        tx.commit().await?;
        shelf::fill(&newsroom.store, &newsroom.house).await?;
        library::fill(&newsroom.store).await?;
    }
    Ok(Arrived {
        paper: manifest.paper,
        brought,
        out,
        updated: 0,
        unchanged: 0,
        rows,
        problems,
    })
}

struct Arriving<'a> {
    newsroom: &'a Newsroom,
    folder: &'a Path,
    older: bool,
    how: Bringing,
    brought: Counted,
    done: u64,
    of: u64,
}

impl Arriving<'_> {
    /// The rows of one file.
    async fn file(
        &mut self,
        tx: &mut Tx,
        table: &Table,
        file: &FileOf,
        progress: &mut (dyn FnMut(Step<'_>) + Send),
    ) -> Result<()> {
        let mut lines = Lines::open(&self.folder.join(&file.path))?;
        let mut putting = Putting::into(table);
        let mut numbers = Vec::new();
        while let Some((number, text)) = lines.next()? {
            let line =
                Line::read(table, putting.columns(), text, self.older).map_err(|fault| at(file, number, &fault))?;
            count(&mut self.brought, table.name, text);
            numbers.push(number);
            self.done += 1;
            if putting.add(line, &self.newsroom.house.keys)? {
                flush(tx, &mut putting, &mut numbers, file).await?;
                progress(Step {
                    what: &file.path,
                    done: self.done,
                    of: self.of,
                });
            }
        }
        flush(tx, &mut putting, &mut numbers, file).await?;
        let (rows, sum) = lines.end();
        if !self.how.edited && (sum != file.sha256 || rows != file.rows) {
            return Err(refused(format!(
                "{}: it has {rows} lines and the manifest says {}, or it was changed since; nothing was brought in. If you changed \
                 it on purpose, say --edited",
                file.path, file.rows
            )));
        }
        Ok(())
    }

    /// Tells rows which other of their table they refer to.
    async fn refer(&mut self, tx: &mut Tx, table: &Table, file: &FileOf) -> Result<()> {
        let mut lines = Lines::open(&self.folder.join(&file.path))?;
        let putting = Putting::into(table);
        while let Some((number, text)) = lines.next()? {
            let line =
                Line::read(table, putting.columns(), text, self.older).map_err(|fault| at(file, number, &fault))?;
            putting
                .refer(tx, &line)
                .await
                .map_err(|error| at(file, number, &error))?;
        }
        Ok(())
    }
}

async fn flush(tx: &mut Tx, putting: &mut Putting, numbers: &mut Vec<u64>, file: &FileOf) -> Result<()> {
    let outcome = putting.flush(tx).await;
    let numbers = std::mem::take(numbers);
    outcome.map_err(|(place, error)| at(file, numbers.get(place).copied().unwrap_or_default(), &error))
}

/// What is wrong, with its place.
fn at(file: &FileOf, line: u64, what: &dyn std::fmt::Display) -> Error {
    refused(format!("{}, line {line}: {what}. Nothing was brought in", file.path))
}

/// The lines of a file, with the checksum of all of it.
struct Lines {
    path: PathBuf,
    from: BufReader<File>,
    line: Vec<u8>,
    number: u64,
    rows: u64,
    sum: Context,
}

impl Lines {
    fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|error| failed(path, error))?;
        Ok(Self {
            path: path.to_owned(),
            from: BufReader::with_capacity(256 * 1024, file),
            line: Vec::new(),
            number: 0,
            rows: 0,
            sum: Context::new(&SHA256),
        })
    }

    /// The next line that has something in it, with its number.
    fn next(&mut self) -> Result<Option<(u64, &str)>> {
        loop {
            self.line.clear();
            let read = self
                .from
                .by_ref()
                .take(LONGEST as u64)
                .read_until(b'\n', &mut self.line)
                .map_err(|error| failed(&self.path, error))?;
            if read == 0 {
                return Ok(None);
            }
            self.number += 1;
            self.sum.update(&self.line);
            if read == LONGEST {
                return Err(self.wrong("the line is too long"));
            }
            if !self.line.iter().all(u8::is_ascii_whitespace) {
                break;
            }
        }
        self.rows += 1;
        match std::str::from_utf8(&self.line) {
            Ok(text) => Ok(Some((self.number, text.trim()))),
            Err(_) => Err(self.wrong("it is not UTF-8")),
        }
    }

    fn wrong(&self, what: &str) -> Error {
        refused(format!(
            "{}, line {}: {what}. Nothing was brought in",
            self.path.display(),
            self.number
        ))
    }

    fn end(self) -> (u64, String) {
        (self.rows, digits(self.sum.finish().as_ref()))
    }
}

fn count(brought: &mut Counted, table: &str, line: &str) {
    let of = match table {
        // The form stands near the front, so that it need not be read as JSON a second time.
        "story" if line.contains("\"form\":\"page\"") => &mut brought.pages,
        "story" => &mut brought.stories,
        "reply" => &mut brought.replies,
        "picture" => &mut brought.pictures,
        "author" => &mut brought.authors,
        "section" | "topic" => &mut brought.terms,
        _ => return,
    };
    *of += 1;
}

/// What the paper has now.
async fn counted(tx: &mut Tx) -> Result<Counted> {
    let mut counted = Counted::default();
    for table in TABLES {
        let of = match table.name {
            "story" => {
                let pages = Table {
                    only: "form = 'page'",
                    ..*table
                };
                counted.pages = carry::count(tx, &pages).await?;
                counted.stories = carry::count(tx, table).await? - counted.pages;
                continue;
            }
            "reply" => &mut counted.replies,
            "picture" => &mut counted.pictures,
            "author" => &mut counted.authors,
            "section" | "topic" => &mut counted.terms,
            _ => continue,
        };
        *of += carry::count(tx, table).await?;
    }
    Ok(counted)
}

/// What a paper without secrets arrives without.
async fn problems(tx: &mut Tx, manifest: &Manifest) -> Result<Vec<Problem>> {
    let mut problems = Vec::new();
    if manifest.secrets {
        return Ok(problems);
    }
    let paused = carry::pause_webhooks(tx).await?;
    let rows = |table: &str| {
        manifest
            .files
            .iter()
            .find(|file| file.table == table)
            .map_or(0, |file| file.rows)
    };
    let mut say = |item: String, table: &str, what: &str| {
        problems.push(Problem {
            item,
            place: TABLES
                .iter()
                .find(|one| one.name == table)
                .and_then(|one| one.file(true))
                .unwrap_or_default()
                .to_owned(),
            what: what.to_owned(),
        });
    };
    if paused > 0 {
        say(
            format!("{paused} webhooks"),
            "webhook",
            "paused: their secrets are not in the export; give each a new one at the desk",
        );
    }
    if rows("account") > 0 {
        say(
            format!("{} accounts", rows("account")),
            "account",
            "without passwords; `courant account reset ADDRESS` prints a link by which somebody sets a new one",
        );
    }
    if rows("reply") > 0 {
        say(
            format!("{} replies", rows("reply")),
            "reply",
            "without the addresses of their writers, which go out with --secrets alone",
        );
    }
    Ok(problems)
}
