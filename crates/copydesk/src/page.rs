//! The page as the copy desk reads it: one visible text in parts, with the way back to the input or to the blocks of a document.
//! Made by [`crate::plain`], [`crate::markup`] and [`crate::story`]; everything else only reads it.

use crate::span::Span;
use courant_text::BlockId;

/// What a part of the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The headline.
    Headline,
    /// The standfirst.
    Standfirst,
    /// A heading in the body.
    Subhead,
    /// Running text.
    Paragraph,
    /// A block quotation: its words are somebody else's.
    Quote,
    /// Who said a block quotation.
    Attribution,
    /// Words lifted from the body.
    PullQuote,
    /// An item of a list.
    Item,
    /// A caption.
    Caption,
    /// What a picture shows, for those who do not see it.
    Alt,
    /// Who made a picture.
    Credit,
    /// A cell of a table.
    Cell,
    /// Lines whose breaks matter.
    Verse,
    /// A byline or a line with the date.
    Line,
    /// The site's furniture: navigation, forms, links to other stories.
    Furniture,
    /// A field that is no running text: section, slug, file name, topic.
    Field,
}

impl Role {
    /// Text in sentences, which the checks of prose read.
    pub fn is_prose(self) -> bool {
        matches!(self, Self::Paragraph | Self::Item | Self::Standfirst | Self::Quote)
    }

    /// A headline or a heading.
    pub fn is_heading(self) -> bool {
        matches!(self, Self::Headline | Self::Subhead)
    }
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub role: Role,
    /// Where its words stand.
    pub span: Span,
    /// The block of the document, where the page was made from one.
    pub block: Option<BlockId>,
    /// Shared background that other stories print too.
    pub shared: bool,
    /// Only a line end, and no blank line, stands between it and the part before: a quotation may run on.
    pub runs_on: bool,
}

/// How a stretch of the visible text came from the input.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    visible: usize,
    visible_len: usize,
    source: usize,
    source_len: usize,
}

/// A place as the desk keeps it: Unicode scalar values within one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The block; `None` for a field such as the headline.
    pub block: Option<BlockId>,
    /// What the part is.
    pub role: Role,
    /// First scalar value of the part's text.
    pub start: usize,
    /// The one after the last.
    pub end: usize,
}

/// The page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The visible words; parts are divided by line ends that belong to none.
    pub text: String,
    /// The parts in reading order.
    pub parts: Vec<Part>,
    /// What came in, when it was a file.
    pub source: String,
    /// What the story says about itself beside its words.
    pub facts: Facts,
    pub(crate) pieces: Vec<Piece>,
}

/// What is known of a story beside its words. A file has none of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Day of publication as `2026-11-25`, where there is one.
    pub date: Option<String>,
    /// The day on which the words were written, where it differs from the day they are printed.
    pub written: Option<String>,
    /// The story was published before and is run again.
    pub again: bool,
    /// The input has fields, so that their absence can be seen.
    pub has_fields: bool,
    /// Section of the paper, where it has one.
    pub section: Option<String>,
    /// Question and answer form.
    pub interview: bool,
    /// Pictures, in reading order.
    pub pictures: Vec<PictureFacts>,
    /// Links, in reading order.
    pub links: Vec<LinkFacts>,
}

/// A picture as the fields check sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PictureFacts {
    /// Its block.
    pub block: Option<BlockId>,
    /// Where a note about it stands.
    pub at: Span,
    /// It has words for those who do not see it.
    pub alt: bool,
    /// It has a caption.
    pub caption: bool,
    /// It says who made it.
    pub credit: bool,
}

/// A link as the fields check sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkFacts {
    /// The words of the link.
    pub at: Span,
    /// Where it leads.
    pub to: String,
}

impl Page {
    /// The words of a span; nothing for a span that is none.
    pub fn at(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or("")
    }

    /// The words of part `index`.
    pub fn part_text(&self, index: usize) -> &str {
        self.parts.get(index).map_or("", |part| self.at(part.span))
    }

    /// The part that holds a place.
    pub fn part_at(&self, at: usize) -> Option<usize> {
        let after = self.parts.partition_point(|part| part.span.start <= at);
        let index = after.checked_sub(1)?;
        self.parts.get(index).filter(|part| at <= part.span.end).map(|_| index)
    }

    /// Adds visible text that stands letter by letter at `source` of the input.
    pub(crate) fn push_same(&mut self, text: &str, source: usize) {
        self.push(text, source, text.len());
    }

    /// Adds visible text that came from `source_len` bytes of other letters.
    pub(crate) fn push(&mut self, text: &str, source: usize, source_len: usize) {
        if text.is_empty() {
            return;
        }
        self.pieces.push(Piece {
            visible: self.text.len(),
            visible_len: text.len(),
            source,
            source_len,
        });
        self.text.push_str(text);
    }

    /// Ends a part that began at visible byte `start`; white space at its ends is left outside.
    pub(crate) fn end_part(&mut self, role: Role, start: usize, block: Option<BlockId>) -> Option<usize> {
        let words = self.text.get(start..).unwrap_or("");
        let from = start + (words.len() - words.trim_start().len());
        let to = start + words.trim_end().len();
        let index = (to > from).then(|| {
            self.parts.push(Part {
                role,
                span: Span::new(from, to),
                block,
                shared: false,
                runs_on: false,
            });
            self.parts.len() - 1
        });
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push_str("\n\n");
        }
        index
    }

    /// Byte of the input at which a visible byte stands.
    fn source_at(&self, visible: usize, as_end: bool) -> usize {
        if self.pieces.is_empty() {
            return visible;
        }
        let probe = if as_end { visible.saturating_sub(1) } else { visible };
        let after = self.pieces.partition_point(|piece| piece.visible <= probe);
        let Some(piece) = after.checked_sub(1).and_then(|at| self.pieces.get(at)) else {
            return 0;
        };
        let into = visible.saturating_sub(piece.visible);
        if piece.visible_len == piece.source_len && into <= piece.visible_len {
            piece.source + into
        } else if into == 0 {
            piece.source
        } else {
            piece.source + piece.source_len
        }
    }

    /// The bytes of the input that a span came from.
    pub fn in_source(&self, span: Span) -> Span {
        let start = self.source_at(span.start, false);
        let end = if span.is_empty() {
            start
        } else {
            self.source_at(span.end, true)
        };
        Span::new(start, end)
    }

    /// The input, or the visible text where there was no file.
    pub fn input(&self) -> &str {
        if self.pieces.is_empty() {
            &self.text
        } else {
            &self.source
        }
    }

    /// Where a span stands in its block, in scalar values. A span over several parts is cut at the end of its first.
    pub fn place(&self, span: Span) -> Option<Place> {
        let part = self.parts.get(self.part_at(span.start)?)?;
        let count = |to: usize| self.at(Span::new(part.span.start, to)).chars().count();
        Some(Place {
            block: part.block.clone(),
            role: part.role,
            start: count(span.start),
            end: count(span.end.min(part.span.end)),
        })
    }

    /// The headline, when there is one.
    pub fn headline(&self) -> Option<usize> {
        self.parts.iter().position(|part| part.role == Role::Headline)
    }
}

/// Turns bytes of a text into scalar values and lines, many times.
pub struct Ruler<'t> {
    text: &'t str,
    /// Scalar values before each 256th byte or the boundary before it.
    marks: Vec<(usize, usize)>,
    lines: Vec<usize>,
}

impl<'t> Ruler<'t> {
    /// Measures the text once.
    pub fn new(text: &'t str) -> Self {
        let mut marks = vec![(0, 0)];
        let mut lines = vec![0];
        let mut next = 256;
        for (scalars, (byte, letter)) in text.char_indices().enumerate() {
            if byte >= next {
                marks.push((byte, scalars));
                next = byte + 256;
            }
            if letter == '\n' {
                lines.push(byte + 1);
            }
        }
        Self { text, marks, lines }
    }

    /// Scalar values before a byte.
    pub fn scalars(&self, byte: usize) -> usize {
        let after = self.marks.partition_point(|(at, _)| *at <= byte);
        let (at, count) = after
            .checked_sub(1)
            .and_then(|i| self.marks.get(i))
            .copied()
            .unwrap_or_default();
        count + self.text.get(at..byte).map_or(0, |s| s.chars().count())
    }

    /// The line of a byte, counted from 1.
    pub fn line(&self, byte: usize) -> usize {
        self.lines.partition_point(|start| *start <= byte).max(1)
    }
}

impl Page {
    /// Reads a file as what its name or its first letters say it is: HTML, Markdown or plain text.
    pub fn from_file(name: &str, text: &str) -> Self {
        let ending = name
            .rsplit_once('.')
            .map_or("", |(_, ending)| ending)
            .to_ascii_lowercase();
        let start = text.trim_start().get(..15).unwrap_or("").to_ascii_lowercase();
        match ending.as_str() {
            "html" | "htm" | "xhtml" => Self::from_html(text),
            "md" | "markdown" => Self::from_markdown(text),
            _ if start.starts_with("<!doctype") || start.starts_with("<html") || start.starts_with("<p>") => {
                Self::from_html(text)
            }
            _ => Self::from_plain(text),
        }
    }
}
