//! A story while it is written: a document with tracked changes and notes on its text, which a published one cannot hold.
//! The newsroom derives it from the log of a draft; the desk lists its suggestions and shows its notes.
//!
//! ```
//! use courant_text::{Draft, plain};
//! let draft = Draft::read(r#"{"type":"doc","content":[{"type":"paragraph","attrs":{"id":"b1"},"content":[
//!     {"type":"text","text":"Rain"},
//!     {"type":"text","text":" and wind","marks":[{"type":"insertion","attrs":{"id":"s1","by":"ana","at":"2026-11-25T10:00:00Z"}}]},
//!     {"type":"text","text":"."}]}]}"#)?;
//! assert_eq!(plain::write(&draft.accepted()).trim(), "Rain and wind.");
//! assert_eq!(plain::write(&draft.refused()).trim(), "Rain.");
//! # Ok::<(), courant_text::json::Refused>(())
//! ```

mod settled;
mod span;

use serde_json::Value;

use crate::count;
use crate::document::{Block, BlockId, BlockKind, Document, Inlines};
use crate::json::{self, Refused};
use crate::{plain, runs};

pub(crate) use span::Span;

/// A document whose text may carry suggestions and notes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// Everything that is written, suggested deletions too.
    text: Document,
    /// What stands on each line of text, in reading order. A line is a run of inlines: of a paragraph, a caption, a cell.
    lines: Vec<Vec<Span>>,
}

/// What a suggestion would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sort {
    /// Add the words.
    Insertion,
    /// Take the words out.
    Deletion,
}

impl Sort {
    /// As the mark is called.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Insertion => "insertion",
            Self::Deletion => "deletion",
        }
    }
}

/// A tracked change as it stands on a run of text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Change {
    /// What it would do.
    pub kind: Sort,
    /// Its id; a replacement is an insertion and a deletion of one id.
    pub id: String,
    /// Account that suggests it.
    pub by: String,
    /// When, as the editor wrote it (ISO 8601).
    pub at: String,
}

/// A mark that only drafts have.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Tracked {
    Change(Change),
    Note(String),
}

/// An open suggestion at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it would do, whose it is.
    pub change: Change,
    /// The words that it adds or takes out.
    pub words: String,
    /// Where it stands.
    pub place: Place,
}

/// A note at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// Id of the note.
    pub id: String,
    /// The words it stands at.
    pub words: String,
    /// Where.
    pub place: Place,
}

/// A place in a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The block.
    pub block: BlockId,
    /// First character, in Unicode scalar values from the beginning of its line; a line break counts as one.
    pub start: usize,
    /// After the last one.
    pub end: usize,
}

impl Draft {
    /// Reads a draft, or says where it breaks the schema.
    pub fn read(json: &str) -> Result<Self, Refused> {
        Self::of(&json::parse(json)?)
    }

    /// Reads a draft from its tree.
    pub fn of(value: &Value) -> Result<Self, Refused> {
        let (text, lines) = json::from::draft(value)?;
        Ok(Self { text, lines })
    }

    /// The canonical JSON.
    pub fn write(&self) -> String {
        // A tree of strings and numbers always serialises.
        serde_json::to_string(&json::to::draft(&self.text, &self.lines)).unwrap_or_default()
    }

    /// The document when every suggestion is taken; notes are left out.
    pub fn accepted(&self) -> Document {
        settled::without(&self.text, &self.lines, Sort::Deletion)
    }

    /// The document when every suggestion is refused, as it is printed while they are open; notes are left out.
    pub fn refused(&self) -> Document {
        settled::without(&self.text, &self.lines, Sort::Insertion)
    }

    /// Words of the body, by UAX 29, when every suggestion is taken.
    pub fn words(&self) -> usize {
        if self.suggests() {
            count::words(&self.accepted())
        } else {
            count::words(&self.text)
        }
    }

    /// Whether any suggestion is open.
    pub fn suggests(&self) -> bool {
        (self.lines.iter().flatten()).any(|span| matches!(span.mark, Tracked::Change(_)))
    }

    /// Open suggestions in reading order; one that reaches over several lines stands there once a line.
    pub fn suggestions(&self) -> Vec<Suggestion> {
        let mut out = Vec::new();
        self.each_mark(|place, words, mark| {
            if let Tracked::Change(change) = mark {
                out.push(Suggestion {
                    change: change.clone(),
                    words,
                    place,
                });
            }
        });
        out
    }

    /// How many suggestions are open, by their ids.
    pub fn open(&self) -> usize {
        let ids: std::collections::HashSet<&str> = (self.lines.iter().flatten())
            .filter_map(|span| match &span.mark {
                Tracked::Change(change) => Some(change.id.as_str()),
                Tracked::Note(_) => None,
            })
            .collect();
        ids.len()
    }

    /// Notes in reading order; one that reaches over several lines stands there once a line.
    pub fn notes(&self) -> Vec<Noted> {
        let mut out = Vec::new();
        self.each_mark(|place, words, mark| {
            if let Tracked::Note(id) = mark {
                out.push(Noted {
                    id: id.clone(),
                    words,
                    place,
                });
            }
        });
        out
    }

    fn each_mark(&self, mut found: impl FnMut(Place, String, &Tracked)) {
        if self.lines.iter().all(Vec::is_empty) {
            return;
        }
        let mut lines = self.lines.iter();
        each_line(&self.text.blocks, &mut |block, inlines| {
            let Some(spans) = lines.next().filter(|spans| !spans.is_empty()) else {
                return;
            };
            let text = runs::text(inlines);
            for span in spans {
                let words = text.chars().skip(span.start).take(span.end - span.start).collect();
                let place = Place {
                    block: block.clone(),
                    start: span.start,
                    end: span.end,
                };
                found(place, words, &span.mark);
            }
        });
    }

    /// The text as it would be read when every suggestion is taken.
    pub fn plain(&self) -> String {
        plain::write(&self.accepted())
    }
}

impl From<Document> for Draft {
    fn from(text: Document) -> Self {
        let mut lines = Vec::new();
        each_line(&text.blocks, &mut |_, _| lines.push(Vec::new()));
        Self { text, lines }
    }
}

/// Every line of text with its block, in reading order: the order in which the JSON is read and written.
fn each_line(blocks: &[Block], look: &mut impl FnMut(&BlockId, &Inlines)) {
    for Block { id, kind } in blocks {
        match kind {
            BlockKind::Paragraph(text)
            | BlockKind::Heading(_, text)
            | BlockKind::PullQuote { text, .. }
            | BlockKind::Verse(text) => look(id, text),
            BlockKind::Quote { blocks, attribution } => {
                each_line(blocks, look);
                look(id, attribution);
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    each_line(item, look);
                }
            }
            BlockKind::Picture(picture) => look(id, &picture.caption),
            BlockKind::Gallery(pictures) => {
                for picture in pictures {
                    look(id, &picture.caption);
                }
            }
            BlockKind::Details { summary, blocks } => {
                look(id, summary);
                each_line(blocks, look);
            }
            BlockKind::Table(table) => {
                look(id, &table.caption);
                for cell in table.rows.iter().flatten() {
                    look(id, cell);
                }
            }
            BlockKind::Embed(_)
            | BlockKind::Audio(_)
            | BlockKind::Video(_)
            | BlockKind::File(_)
            | BlockKind::ReadMore(_)
            | BlockKind::Code { .. }
            | BlockKind::Rule => {}
        }
    }
}
