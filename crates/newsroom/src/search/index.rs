//! The index as a folder on disk: opened or begun anew, written a batch a commit, cleared.
//! The search follower opens and feeds it; searching is in `find`.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use tantivy::indexer::IndexWriterOptions;
use tantivy::query::AllQuery;
use tantivy::schema::Term;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyDocument};

use super::schema::{Fields, VERSION, schema};
use super::{SearchError, SearchStory};

/// Memory that a writer may fill before it flushes, in bytes; the library's least.
const WRITER_MEMORY: usize = 15_000_000;
/// How long an unused writer is kept.
const WRITER_IDLE: Duration = Duration::from_millis(if cfg!(test) { 100 } else { 5_000 });
/// How far the cursor may run ahead in memory through batches without a change.
const EMPTY_AHEAD: u64 = 1_000;

/// What happened to a story, as far as the index cares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The story is live, and this is how it reads now.
    Put(Box<SearchStory>),
    /// The story with this id is not live any more.
    Remove(String),
}

/// How an index was found when it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// There was none; an empty one was begun.
    Fresh,
    /// It was sound and stands at this place of the ledger.
    Kept {
        /// The ledger position of its last commit.
        cursor: u64,
    },
    /// It could not be used and an empty one was begun.
    Rebuilt {
        /// What was wrong with it.
        why: String,
    },
}

/// An opened index and how it was found.
#[derive(Debug)]
pub struct Opened {
    /// The index.
    pub index: Index,
    /// How it was found.
    pub state: State,
}

/// The full-text index. Clones share it; searching and writing may happen at once.
#[derive(Debug, Clone)]
pub struct Index {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    index: tantivy::Index,
    pub(super) reader: IndexReader,
    pub(super) fields: Fields,
    writing: Mutex<Writing>,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inner").finish_non_exhaustive()
    }
}

struct Writing {
    writer: Option<IndexWriter>,
    used: Instant,
    /// Where the follower stands.
    cursor: u64,
    /// Where the last commit stands.
    committed: u64,
}

impl Index {
    /// Opens the index in a folder, making the folder when there is none. Blocks for file work.
    ///
    /// A folder that is damaged, unreadable as an index or of another version is emptied and begun anew, and the state says why:
    /// the follower then fills it from the store, starting from nothing. One process at a time may hold a folder.
    ///
    /// # Errors
    /// When the folder can be neither used nor emptied.
    pub fn open(folder: &Path) -> Result<Opened, SearchError> {
        let is_new = fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
        if is_new {
            return Ok(Opened {
                index: Self::begin(folder)?,
                state: State::Fresh,
            });
        }
        // The library checks most things, but a damaged file may still make it panic; that must not keep the paper from starting.
        let tried = catch_unwind(AssertUnwindSafe(|| Self::open_kept(folder)))
            .unwrap_or_else(|_| Err("reading it failed badly".to_owned()));
        match tried {
            Ok((index, cursor)) => Ok(Opened {
                index,
                state: State::Kept { cursor },
            }),
            Err(why) => {
                tracing::warn!(folder = %folder.display(), %why, "the search index can't be used and is rebuilt from the store");
                put_away(folder)?;
                Ok(Opened {
                    index: Self::begin(folder)?,
                    state: State::Rebuilt { why },
                })
            }
        }
    }

    fn begin(folder: &Path) -> Result<Self, SearchError> {
        fs::create_dir_all(folder)?;
        let (schema, fields) = schema();
        let index = Self::around(tantivy::Index::create_in_dir(folder, schema)?, fields, 0)?;
        index.commit(&mut index.writing(), &[], 0)?;
        index.release_writer()?;
        Ok(index)
    }

    fn open_kept(folder: &Path) -> Result<(Self, u64), String> {
        let (schema, fields) = schema();
        let index = tantivy::Index::open_in_dir(folder).map_err(|error| error.to_string())?;
        if index.schema() != schema {
            return Err("it was written by another version".to_owned());
        }
        let payload = index
            .load_metas()
            .map_err(|error| error.to_string())?
            .payload
            .unwrap_or_default();
        let cursor = read_payload(&payload).ok_or("it was written by another version")?;
        let damaged = index.validate_checksum().map_err(|error| error.to_string())?;
        if let Some(file) = damaged.iter().next() {
            return Err(format!("{} is damaged", file.display()));
        }
        let index = Self::around(index, fields, cursor).map_err(|error| error.to_string())?;
        index.try_out().map_err(|error| error.to_string())?;
        Ok((index, cursor))
    }

    fn around(index: tantivy::Index, fields: Fields, cursor: u64) -> Result<Self, SearchError> {
        let reader: IndexReader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(8)
            .try_into()?;
        let writing = Mutex::new(Writing {
            writer: None,
            used: Instant::now(),
            cursor,
            committed: cursor,
        });
        Ok(Self {
            inner: Arc::new(Inner {
                index,
                reader,
                fields,
                writing,
            }),
        })
    }

    /// Reads a little of everything, so that a broken file shows now and not under a reader's hands.
    fn try_out(&self) -> Result<(), SearchError> {
        let searcher = self.inner.reader.searcher();
        let top = tantivy::collector::TopDocs::with_limit(1).order_by_score();
        for (_, address) in searcher.search(&AllQuery, &top)? {
            let _: TantivyDocument = searcher.doc(address)?;
        }
        for segment in searcher.segment_readers() {
            for (field, _) in self.inner.fields.weighted() {
                segment.inverted_index(field)?;
            }
            segment.fast_fields().i64(super::schema::PUBLISHED)?;
        }
        Ok(())
    }

    /// Applies a batch and stores the cursor with it in one commit; searches see it when this returns. Blocks for file work.
    ///
    /// After an error neither the batch nor the cursor counts. A batch without a change moves the cursor in memory only: reading
    /// those ledger entries again after a restart changes nothing, and a commit for each would cost a disk write.
    pub fn apply(&self, batch: &[Change], cursor: u64) -> Result<(), SearchError> {
        let mut writing = self.writing();
        if batch.is_empty() && cursor.saturating_sub(writing.committed) < EMPTY_AHEAD {
            writing.cursor = cursor;
            return Ok(());
        }
        self.commit(&mut writing, batch, cursor)
    }

    /// Where the index stands in the ledger.
    pub fn cursor(&self) -> u64 {
        self.writing().cursor
    }

    /// How many stories are in it.
    pub fn stories(&self) -> u64 {
        self.inner.reader.searcher().num_docs()
    }

    /// Empties the index and sets the cursor to 0, in one commit.
    pub fn clear(&self) -> Result<(), SearchError> {
        let mut writing = self.writing();
        self.writer(&mut writing)?.delete_all_documents()?;
        self.commit(&mut writing, &[], 0)
    }

    /// Lets go of the writer and its memory at once, after its merges; it is made again when needed.
    pub fn release_writer(&self) -> Result<(), SearchError> {
        self.inner.release(&mut self.writing())
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        // A panic in a writer leaves nothing half done: what was not committed does not count.
        self.inner.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn commit(&self, writing: &mut Writing, batch: &[Change], cursor: u64) -> Result<(), SearchError> {
        let done = self.try_commit(writing, batch, cursor);
        if done.is_err() {
            // Half a batch must not ride along with the next commit.
            writing.writer = None;
        }
        done
    }

    fn try_commit(&self, writing: &mut Writing, batch: &[Change], cursor: u64) -> Result<(), SearchError> {
        let fields = self.inner.fields;
        let writer = self.writer(writing)?;
        for change in batch {
            let id = match change {
                Change::Put(story) => &story.id,
                Change::Remove(id) => id,
            };
            writer.delete_term(Term::from_field_text(fields.id, id));
            if let Change::Put(story) = change {
                writer.add_document(fields.document(story)?)?;
            }
        }
        let mut prepared = writer.prepare_commit()?;
        prepared.set_payload(&payload(cursor));
        prepared.commit()?;
        self.inner.reader.reload()?;
        writing.used = Instant::now();
        writing.cursor = cursor;
        writing.committed = cursor;
        Ok(())
    }

    fn writer<'a>(&self, writing: &'a mut Writing) -> Result<&'a mut IndexWriter, SearchError> {
        let made = if let Some(writer) = writing.writer.take() {
            writer
        } else {
            let options = IndexWriterOptions::builder()
                .memory_budget_per_thread(WRITER_MEMORY)
                .num_worker_threads(1)
                .num_merge_threads(1)
                .build();
            let writer = self.inner.index.writer_with_options(options)?;
            writing.used = Instant::now();
            release_when_idle(Arc::downgrade(&self.inner));
            writer
        };
        Ok(writing.writer.insert(made))
    }
}

impl Inner {
    fn release(&self, writing: &mut Writing) -> Result<(), SearchError> {
        if let Some(writer) = writing.writer.take() {
            writer.wait_merging_threads()?;
            // Merged segments are read from their new files, so that the old ones can go.
            self.reader.reload()?;
        }
        Ok(())
    }
}

/// Waits in a thread of its own until the writer has been idle for a while, then lets it go; a thread lives as long as its writer.
fn release_when_idle(inner: Weak<Inner>) {
    let watch = move || {
        let mut wait = WRITER_IDLE;
        loop {
            std::thread::sleep(wait);
            let Some(inner) = inner.upgrade() else { return };
            let mut writing = inner.writing.lock().unwrap_or_else(PoisonError::into_inner);
            if writing.writer.is_none() {
                return;
            }
            let idle = writing.used.elapsed();
            if idle >= WRITER_IDLE {
                if let Err(error) = inner.release(&mut writing) {
                    tracing::warn!(%error, "the search index's writer did not end well");
                }
                return;
            }
            wait = WRITER_IDLE.saturating_sub(idle);
        }
    };
    if let Err(error) = std::thread::Builder::new()
        .name("search-writer-rest".to_owned())
        .spawn(watch)
    {
        tracing::warn!(%error, "the search index's writer stays in memory");
    }
}

fn payload(cursor: u64) -> String {
    format!("courant {VERSION} {cursor}")
}

fn read_payload(payload: &str) -> Option<u64> {
    payload.strip_prefix(&format!("courant {VERSION} "))?.parse().ok()
}

/// Deletes a broken index. A folder in which anything else stands is only renamed: it may be a wrong path, not a broken index.
fn put_away(folder: &Path) -> std::io::Result<()> {
    let mut is_ours = true;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        is_ours &= entry.file_type()?.is_file() && is_index_file(&entry.file_name().to_string_lossy());
    }
    if is_ours && fs::remove_dir_all(folder).is_ok() {
        return Ok(());
    }
    let mut number = 1;
    let aside = loop {
        let mut name = folder.as_os_str().to_owned();
        name.push(format!(".broken-{number}"));
        let path = PathBuf::from(name);
        if !path.exists() {
            break path;
        }
        number += 1;
    };
    tracing::warn!(folder = %folder.display(), aside = %aside.display(), "what stood there was moved aside");
    fs::rename(folder, aside)
}

/// Whether a file has a name that the library gives: the two lists, the locks, and segments, named by 32 hexadecimal digits.
fn is_index_file(name: &str) -> bool {
    let segment = name.split('.').next().unwrap_or_default();
    matches!(
        name,
        "meta.json" | ".managed.json" | ".tantivy-writer.lock" | ".tantivy-meta.lock"
    ) || (segment.len() == 32 && segment.bytes().all(|byte| byte.is_ascii_hexdigit()))
        || name.starts_with(".tmp")
}
