//! The body of a post, in block markup or in classic HTML, as the story document.
//! Called for every item; what has no place is named in a sentence, and every picture is listed for the import to fetch.

pub(super) mod autop;
mod blocks;
mod core_blocks;
mod expand;
pub(super) mod links;
mod parts;
mod pictures;
mod prepare;
mod settle;
mod shortcodes;
pub(crate) mod tags;

use std::collections::HashMap;

use courant_text::document::{Block, BlockId, BlockKind, Inline, Link, Marks};
use courant_text::{Document, SequentialIds, html, ids, plain as text_of};

pub(crate) use expand::card as embed_card;
pub use pictures::{Picked, PictureRef, Sort, original_address, replace_media, replace_pictures};
use shortcodes::Shortcode;

/// Reusable blocks by their number.
pub type Shared = HashMap<i64, String>;

/// Longer bodies are cut, in bytes: four books.
pub(crate) const LONGEST: usize = 4 << 20;
/// What shortcodes and blocks of one text may become, in bytes: a list of numbers says little and prints much.
const MOST_MADE: usize = 4 * LONGEST;
/// The longest text that is read for its words alone, in bytes.
const LONGEST_PLAIN: usize = 1 << 20;
/// The longest title or name, in bytes of markup.
const LONGEST_TITLE: usize = 16 << 10;
/// Sentences about one body.
const MOST_NOTES: usize = 500;

/// What a body is read with.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The address of its page, for relative links.
    pub page: Option<&'a str>,
    /// The address of the site.
    pub site: Option<&'a str>,
    /// The number of the post, for galleries of whatever was uploaded to it.
    pub post: Option<i64>,
    /// Reusable blocks.
    pub shared: &'a Shared,
    /// The meta field that holds footnotes.
    pub footnotes: Option<&'a str>,
}

/// A body that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    /// The text.
    pub document: Document,
    /// Pictures, sound and films in it.
    pub pictures: Vec<PictureRef>,
    /// What could not be kept, a sentence each.
    pub left: Vec<String>,
}

/// Reads a body. The same text always gives the same document.
pub fn read(content: &str, context: &Context<'_>) -> Body {
    let mut notes = Notes::default();
    let content = cut(content, &mut notes);
    let content = if content.contains('\r') {
        content.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        content.to_owned()
    };
    let markup = if blocks::has_blocks(&content) {
        core_blocks::render(&content, context, &mut notes)
    } else {
        classic(&content, context, &mut notes)
    };
    finish(&markup, context.page, notes)
}

/// Reads HTML that stands for a whole body, and settles what it shows.
fn finish(markup: &str, page: Option<&str>, mut notes: Notes) -> Body {
    let prepared = prepare::prepare(markup, page, &mut notes);
    let mut read = html::read_from(&prepared.html, page, &mut SequentialIds::new());
    for out in &read.left_out {
        notes.left(format!("{}: {}", out.what, out.why));
    }
    let pictures = settle::settle(&mut read.document, prepared, page, &mut notes);
    Body {
        document: read.document,
        pictures,
        left: notes.finish(),
    }
}

/// A body that is a document already: cards, pictures and links are settled as in any other.
pub(crate) fn of_document(mut document: Document, page: Option<&str>, left: Vec<String>) -> Body {
    let mut notes = Notes::default();
    for what in left {
        notes.left(what);
    }
    let pictures = settle::settle(&mut document, prepare::Prepared::default(), page, &mut notes);
    Body {
        document,
        pictures,
        left: notes.finish(),
    }
}

/// A body that another system has as HTML, or that was made into it; `left` are sentences about what could not be.
pub(crate) fn of_html(markup: &str, page: Option<&str>, left: Vec<String>) -> Body {
    let mut notes = Notes::default();
    let markup = cut(markup, &mut notes);
    for what in left {
        notes.left(what);
    }
    finish(markup, page, notes)
}

/// Classic text: shortcodes first, since what they become stands outside paragraphs.
fn classic(text: &str, context: &Context<'_>, notes: &mut Notes) -> String {
    let expanded = shortcodes::expand(text, context, notes, 0);
    autop::paragraphs(&expanded)
}

/// The beginning of a text that is too long for a story.
fn cut<'a>(content: &'a str, notes: &mut Notes) -> &'a str {
    if content.len() <= LONGEST {
        return content;
    }
    let kept = beginning(content, LONGEST);
    let end = kept.rfind("\n\n").filter(|at| *at > LONGEST / 2).unwrap_or(kept.len());
    notes.left(format!(
        "the text has {} bytes; what comes after {end} was left out",
        content.len()
    ));
    content.get(..end).unwrap_or_default()
}

/// As much of a text as fits into a number of bytes.
pub(crate) fn beginning(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or_default()
}

/// Whether a comment parts the text for WordPress.
fn is_page_break(comment: &str) -> bool {
    let comment = comment.trim();
    comment == "nextpage" || comment == "noteaser" || comment.starts_with("more")
}

/// Plain text of some HTML, an empty line between paragraphs; what is longer than [`LONGEST_PLAIN`] is cut.
pub(crate) fn plain(markup: &str) -> String {
    let markup = beginning(markup, LONGEST_PLAIN);
    if !markup.contains(['<', '&', '\n', '\r']) {
        return markup.trim().to_owned();
    }
    let read = html::read(&autop::paragraphs(markup), &mut SequentialIds::new());
    text_of::write(&read.document)
}

/// Plain text of some HTML on one line: a title, a name; what is longer than [`LONGEST_TITLE`] is cut.
pub(crate) fn plain_title(markup: &str) -> String {
    let markup = beginning(markup, LONGEST_TITLE);
    if markup.contains(['<', '&']) {
        let read = html::read(markup, &mut SequentialIds::new());
        return crate::page::squeeze(&text_of::write(&read.document));
    }
    crate::page::squeeze(markup)
}

/// XML's entities and numbers in an attribute.
fn entities(text: &str) -> String {
    super::characters::unescape(text).into_owned()
}

/// A block whose id is given when the document is whole.
pub(super) fn block(kind: BlockKind) -> Block {
    Block {
        id: BlockId(String::new()),
        kind,
    }
}

/// A run without marks.
pub(super) fn plain_run(text: &str) -> Inline {
    Inline::Text {
        text: text.to_owned(),
        marks: Marks::default(),
    }
}

/// A run that leads somewhere.
pub(super) fn link_run(text: &str, href: &str) -> Inline {
    let link = Link {
        href: href.to_owned(),
        title: String::new(),
    };
    Inline::Text {
        text: text.to_owned(),
        marks: Marks {
            link: Some(link),
            ..Marks::default()
        },
    }
}

/// Gives every block its number, once all stand in their places.
fn number(document: &mut Document) {
    ids::number(document, &mut SequentialIds::new());
}

/// Sentences about what had no place; the same one is told once, with how often.
#[derive(Debug, Default)]
pub(super) struct Notes {
    told: Vec<(String, usize)>,
    known: HashMap<String, usize>,
    pages: usize,
    /// Targets that are kept beside the text.
    beside: Vec<String>,
}

impl Notes {
    fn left(&mut self, what: String) {
        if let Some(at) = self.known.get(&what) {
            if let Some((_, times)) = self.told.get_mut(*at) {
                *times += 1;
            }
            return;
        }
        if self.told.len() < MOST_NOTES {
            self.known.insert(what.clone(), self.told.len());
            self.told.push((what, 1));
        }
    }

    fn shortcode(&mut self, shortcode: &Shortcode<'_>) {
        let written: String = shortcode.written.chars().take(80).collect();
        let space = if written.is_empty() { "" } else { " " };
        let kept = if shortcode.content.is_some() {
            ": what stands inside it was kept"
        } else {
            ""
        };
        self.left(format!("the shortcode [{}{space}{written}]{kept}", shortcode.name));
    }

    /// A text that would grow beyond [`MOST_MADE`].
    fn grown(&mut self) {
        self.left(format!(
            "the text prints more than {} MB; what comes after was left out",
            MOST_MADE >> 20
        ));
    }

    fn page_break(&mut self) {
        self.pages += 1;
    }

    /// A second address of something that can have only one.
    fn elsewhere(&mut self, address: &str) {
        self.beside.push(address.to_owned());
        self.left(format!("the address {address}: the file beside it was taken"));
    }

    /// The sentences.
    pub(super) fn finish(self) -> Vec<String> {
        let mut out: Vec<String> = Vec::with_capacity(self.told.len() + 1);
        if self.pages > 0 {
            out.push(format!("the text had {} pages; they were joined", self.pages + 1));
        }
        out.extend(self.told.into_iter().map(|(what, times)| {
            if times > 1 {
                format!("{what} ({times} times)")
            } else {
                what
            }
        }));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(text: &str, footnotes: Option<&str>) -> Body {
        let shared = Shared::new();
        let site = format!("https://{}.example", "s".repeat(480));
        read(
            text,
            &Context {
                page: None,
                site: Some(&site),
                post: None,
                shared: &shared,
                footnotes,
            },
        )
    }

    #[test]
    fn footnotes_are_printed_once() {
        let notes = format!("[{{\"content\":\"{}\",\"id\":\"a\"}}]", "long ".repeat(1000));
        let body = made(&"<!-- wp:footnotes /-->".repeat(2000), Some(&notes));
        assert_eq!(text_of::write(&body.document).matches("long").count(), 1000);
    }

    #[test]
    fn numbers_print_only_so_much() {
        let ids = "1,".repeat(3900);
        let began = std::time::Instant::now();
        let body = made(&format!("[gallery ids=\"{ids}\"]\n").repeat(500), None);
        assert!(
            body.left.iter().any(|what| what.contains("prints more than 16 MB")),
            "{:?}",
            body.left
        );
        assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
    }

    #[test]
    fn long_texts_are_cut_at_a_character() {
        assert_eq!(plain_title(&format!("<b>{}", "ä".repeat(20_000))).chars().count(), 8190);
        assert_eq!(
            plain(&format!("&lt;{}", "ä".repeat(1 << 20))).chars().count(),
            (1 << 19) - 1
        );
    }
}
