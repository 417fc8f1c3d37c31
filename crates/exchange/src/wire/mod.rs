//! Items of news agencies: ninjs 1 to 3 and NewsML-G2, single, in packages or several in a message, read into one type.
//! Called when a wire is followed or a file of it is imported; [`collapse`] keeps of each item what holds now.
//!
//! ```
//! use courant_exchange::wire::{self, Kind};
//!
//! let item = r#"{"uri": "urn:shore:7", "version": "2", "headline": "Tide comes in", "pubstatus": "canceled"}"#;
//! let read = wire::read(item.as_bytes())?;
//! assert_eq!(read.items[0].kind, Kind::Kill);
//! # Ok::<(), wire::Refusal>(())
//! ```

mod collapse;
mod kind;
mod newsml;
mod ninjs;
mod nitf;
mod text;

use courant_text::Document;
use jiff::Timestamp;

use crate::page::decode::decode;
use crate::wordpress::PictureRef;

pub use collapse::{collapse, supersedes};
pub use kind::{Kind, Status};
pub(crate) use text::paragraphs as lines;

/// The largest file that is read, in bytes: it is held in memory as a whole.
pub const LARGEST: usize = 32 << 20;
/// Items of one file.
const MOST_ITEMS: usize = 5_000;
/// Subjects, places, pictures and the like of one item, each.
const MOST: usize = 500;

/// Files of one picture.
const MOST_RENDITIONS: usize = 40;
/// The longest caption, in bytes.
const LONGEST_CAPTION: usize = 16 << 10;

/// Something that is not read as items of the wire.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is longer than [`LARGEST`].
    #[error("not read: the file is larger than {} MB", LARGEST >> 20)]
    TooLarge,
    /// It is no text.
    #[error("not read: {0}")]
    NotText(String),
    /// It is JSON with a fault in it.
    #[error("no ninjs: line {line}, column {column}: {problem}")]
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column.
        column: usize,
        /// What is wrong.
        problem: String,
    },
    /// It is JSON or XML of something else.
    #[error("neither ninjs nor NewsML-G2: {0}")]
    Unknown(String),
}

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wire {
    /// The items in their order, every version that the file has.
    pub items: Vec<Item>,
    /// What could not be read, a sentence each.
    pub problems: Vec<String>,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Sort {
    /// A story.
    #[default]
    Text,
    /// A photograph.
    Picture,
    /// A drawing, map or chart.
    Graphic,
    /// Sound.
    Audio,
    /// A film.
    Video,
    /// Several items that belong together.
    Package,
    /// Anything else, by its name.
    Other(String),
}

impl Sort {
    fn of(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "" | "text" => Self::Text,
            "picture" | "photo" | "image" => Self::Picture,
            "graphic" => Self::Graphic,
            "audio" => Self::Audio,
            "video" => Self::Video,
            "composite" | "package" => Self::Package,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// A subject, a place, a person or an organisation, as the agency names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Concept {
    /// Its name in the language of the item, or in any; empty where only a code is given.
    pub name: String,
    /// Its code (`20000523`), or its address as a whole.
    pub code: String,
    /// The vocabulary of the code (`medtop`, `http://cv.iptc.org/newscodes/mediatopic/`), or empty.
    pub scheme: String,
}

/// A file of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rendition {
    /// What the agency calls it (`highRes`, `thumbnail`).
    pub name: String,
    /// Where it lies. Agencies also send files along and name them by a relative address.
    pub address: String,
    /// Its media type, or empty.
    pub media_type: String,
    /// Width in pixels.
    pub width: Option<u32>,
    /// Height in pixels.
    pub height: Option<u32>,
}

/// A picture of an item, or the item itself when it is a picture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// Its own identifier, or empty.
    pub guid: String,
    /// Its title.
    pub headline: String,
    /// Its caption, as plain text.
    pub caption: String,
    /// Who made it, and for whom.
    pub credit: String,
    /// Its copyright notice.
    pub copyright: String,
    /// Its files, the largest first.
    pub renditions: Vec<Rendition>,
}

impl Picture {
    /// The address of the largest file.
    pub fn address(&self) -> Option<&str> {
        self.renditions.first().map(|rendition| rendition.address.as_str())
    }
}

/// An item that another one names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reference {
    /// Its identifier.
    pub guid: String,
    /// Its title, where one is given.
    pub title: String,
    /// What it is.
    pub sort: Sort,
}

/// An item of the wire.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Item {
    /// Its identifier, the same for all its versions.
    pub guid: String,
    /// Its version as it is written (`11`), or empty.
    pub version: String,
    /// The item that it carries on, when it says so.
    pub follows: Option<String>,
    /// What it is.
    pub sort: Sort,
    /// What this version means for those who have used an earlier one.
    pub kind: Kind,
    /// Whether it may be published.
    pub status: Status,
    /// 1 (drop everything) to 9.
    pub urgency: Option<u8>,
    /// Nothing of it may be published before.
    pub embargo: Option<Timestamp>,
    /// The headline, as plain text.
    pub headline: String,
    /// What the desk calls it (`US-Finance-Fed`).
    pub slugline: String,
    /// A summary, as plain text.
    pub summary: String,
    /// Who wrote it, as it is to be printed.
    pub byline: String,
    /// Where it was written and when, as it is to be printed.
    pub dateline: String,
    /// Where it was written.
    pub located: String,
    /// The line of credit, or who holds the copyright.
    pub credit: String,
    /// Who gave the information.
    pub source: String,
    /// Who sends it.
    pub provider: String,
    /// The copyright notice.
    pub copyright: String,
    /// What may be done with it.
    pub usage: String,
    /// A note from editor to editor. Never to be published.
    pub ed_note: String,
    /// What it is about.
    pub subjects: Vec<Concept>,
    /// Places.
    pub places: Vec<Concept>,
    /// People.
    pub people: Vec<Concept>,
    /// Organisations.
    pub organisations: Vec<Concept>,
    /// Its language (`en-GB`), or empty.
    pub language: String,
    /// The text.
    pub document: Document,
    /// Pictures that the text itself shows.
    pub in_text: Vec<PictureRef>,
    /// Its pictures.
    pub pictures: Vec<Picture>,
    /// Other items that it names.
    pub references: Vec<Reference>,
    /// When it was sent.
    pub sent: Option<Timestamp>,
    /// When its first version was made.
    pub created: Option<Timestamp>,
    /// When this version was made.
    pub changed: Option<Timestamp>,
    /// What could not be kept, a sentence each.
    pub left: Vec<String>,
}

/// Reads a file, or what a server of the agency answered.
pub fn read(bytes: &[u8]) -> Result<Wire, Refusal> {
    if bytes.len() > LARGEST {
        return Err(Refusal::TooLarge);
    }
    let text = decode(bytes, None).map_err(|refusal| Refusal::NotText(refusal.to_string()))?;
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let mut wire = match start.chars().next() {
        Some('{' | '[') => ninjs::read(start)?,
        Some('<') => newsml::read(start)?,
        _ => return Err(Refusal::Unknown("it is neither JSON nor XML".to_owned())),
    };
    for item in &mut wire.items {
        item.finish();
    }
    Ok(wire)
}

impl Item {
    /// What follows from the fields together.
    fn finish(&mut self) {
        for picture in &mut self.pictures {
            picture.renditions.truncate(MOST_RENDITIONS);
            picture
                .renditions
                .retain(|rendition| rendition.address.len() <= courant_text::link::LONGEST);
            picture
                .caption
                .truncate(picture.caption.floor_char_boundary(LONGEST_CAPTION));
            picture.renditions.sort_by_key(|rendition| {
                let area = u64::from(rendition.width.unwrap_or(0)) * u64::from(rendition.height.unwrap_or(0));
                std::cmp::Reverse((kind::is_image(rendition), area, kind::is_large(&rendition.name)))
            });
        }
        // Agencies repeat the headline at the top of the text.
        if let Some(first) = self.document.blocks.first() {
            let words = crate::page::folded(&courant_text::plain::block(first));
            let is_heading = matches!(first.kind, courant_text::BlockKind::Heading(..));
            if is_heading && words == crate::page::folded(&self.headline) {
                self.document.blocks.remove(0);
            }
        }
    }
}
