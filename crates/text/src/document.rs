//! The story document: a tree of blocks, each with an id that survives edits.
//! Every other crate reads and writes stories through these types; the JSON form is in [`crate::json`].

use serde::{Deserialize, Serialize};

/// A published story body. It can hold no tracked change and no note; a draft is another type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Top-level blocks in reading order.
    pub blocks: Vec<Block>,
}

/// Names one block for as long as it exists; a place in a text is (block id, start, end).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BlockId(pub String);

/// One block and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Unique within its document; 1 to 40 characters of `[A-Za-z0-9_-]`.
    pub id: BlockId,
    /// What the block is.
    pub kind: BlockKind,
}

/// Text with marks, in reading order.
pub type Inlines = Vec<Inline>;

/// What a block can be. Anything else is refused with its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph(Inlines),
    /// A subhead. The headline of the story is level 1 and never stands in the body.
    Heading(HeadingLevel, Inlines),
    /// A quotation set as a block, with who said it.
    Quote {
        /// What was said.
        blocks: Vec<Block>,
        /// Who said it, where.
        attribution: Inlines,
    },
    /// Words lifted from the body, to the letter.
    PullQuote {
        /// The words.
        text: Inlines,
        /// Who said them.
        speaker: String,
    },
    /// A list; items hold blocks.
    List(List),
    /// One picture with its caption and credit.
    Picture(Picture),
    /// Several pictures shown together.
    Gallery(Vec<Picture>),
    /// Something of another site, shown as a link card until the reader asks.
    Embed(Embed),
    /// A sound file.
    Audio(Media),
    /// A film.
    Video(Media),
    /// A file to download.
    File(Media),
    /// Text behind a summary line.
    Details {
        /// The line that is always seen.
        summary: Inlines,
        /// What opens.
        blocks: Vec<Block>,
    },
    /// Lines whose breaks matter.
    Verse(Inlines),
    /// A "Read more" card.
    ReadMore(ReadMore),
    /// Program text, printed as it is.
    Code {
        /// The language, or empty.
        language: String,
        /// The text.
        text: String,
    },
    /// A table; the first `header_rows` rows are headings.
    Table(Table),
    /// A thematic break.
    Rule,
}

/// Level of a subhead, 2 to 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeadingLevel {
    /// `<h2>`
    Two,
    /// `<h3>`
    Three,
    /// `<h4>`
    Four,
}

/// A list of either sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Numbered or not.
    pub ordered: bool,
    /// First number of a numbered list.
    pub start: u32,
    /// The items, each a run of blocks.
    pub items: Vec<Vec<Block>>,
}

/// A picture in a story.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// Id of the picture in the paper's store; `None` while it is only known by its address.
    pub picture: Option<String>,
    /// Where it was found, when it is not in the store.
    pub source: Option<String>,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// The caption under it; empty means the picture's own caption.
    pub caption: Inlines,
    /// Who made it; empty means the picture's own credit.
    pub credit: String,
}

/// A card for something on another site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Embed {
    /// Provider name from the allow-list ("YouTube"), or the host.
    pub provider: String,
    /// The page it stands for (`http` or `https`).
    pub url: String,
    /// Its title, or empty.
    pub title: String,
}

/// Sound, film or file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// Where it lies (`http`, `https`, or a path of this site).
    pub url: String,
    /// Title or caption.
    pub title: String,
}

/// A pointer to another story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadMore {
    /// The headline as printed.
    pub title: String,
    /// Id of the story in this paper, when known.
    pub story: Option<String>,
    /// Its address elsewhere, when it is not of this paper.
    pub url: Option<String>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// How many rows at the top are headings.
    pub header_rows: usize,
    /// Rows of cells.
    pub rows: Vec<Vec<Inlines>>,
    /// Caption, or empty.
    pub caption: Inlines,
}

/// A run of text with marks, or a line break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Text.
    Text {
        /// The characters.
        text: String,
        /// How they are set.
        marks: Marks,
    },
    /// A line break inside a block.
    Break,
}

/// How a run of text is set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    /// Bold by meaning.
    pub strong: bool,
    /// Italic by meaning.
    pub emphasis: bool,
    /// Struck out.
    pub strike: bool,
    /// Program text.
    pub code: bool,
    /// Lowered.
    pub sub: bool,
    /// Raised.
    pub sup: bool,
    /// A link.
    pub link: Option<Link>,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// `http`, `https`, `mailto`, `tel`, or a path or fragment of this site.
    pub href: String,
    /// Title, or empty.
    pub title: String,
}
