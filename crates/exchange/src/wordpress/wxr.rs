//! The reader of a WordPress export: an iterator over what the file holds, in its order, one item in memory at a time.
//! Called by the import, and by [`super::survey`] without bodies; nothing in a file ends it but the file's end.

use std::io::Read;
use std::sync::Arc;

use super::body::Shared;
use super::element;
use super::item::{self, Item};
use super::pieces::{LARGEST, Pieces, WXR};
use super::site::{self, Author, Site, Term};
use super::{Place, Problem};

/// How a file is read.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether texts become documents. A survey leaves them.
    pub bodies: bool,
    /// Reusable blocks by their number, which texts only name; a survey of the same files finds them.
    pub shared: Arc<Shared>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            bodies: true,
            shared: Arc::new(Shared::default()),
        }
    }
}

/// Something that a file holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// What the file says of the site: once, before its first author, term or item.
    Site(Box<Site>),
    /// Somebody who signs.
    Author(Box<Author>),
    /// A term.
    Term(Box<Term>),
    /// An item.
    Item(Box<Item>),
    /// Something that was wrong with the file, and what became of it. Reading goes on.
    Problem(Problem),
}

/// What the readers of items are told.
pub(super) struct Reading<'a> {
    pub(super) place: Place,
    pub(super) bodies: bool,
    pub(super) shared: &'a Shared,
    pub(super) site: Option<&'a str>,
    pub(super) site_title: &'a str,
}

/// The reader.
pub struct Wxr<R> {
    file: Arc<str>,
    pieces: Pieces<R>,
    options: Options,
    site: Site,
    told: bool,
    done: bool,
    waiting: std::collections::VecDeque<Piece>,
    items: u64,
}

impl<R: Read> Wxr<R> {
    /// Reads a file; its name stands in problems.
    pub fn new(file: &str, read: R, options: Options) -> Self {
        Self {
            file: Arc::from(file),
            pieces: Pieces::new(read, &WXR),
            options,
            site: Site::default(),
            told: false,
            done: false,
            waiting: std::collections::VecDeque::new(),
            items: 0,
        }
    }

    /// What is known of the site so far.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The line that is read next: how far the reader has come.
    pub fn line(&self) -> u64 {
        self.pieces.line()
    }

    /// The character set that the file declares.
    pub fn encoding(&self) -> &'static str {
        self.pieces.encoding()
    }

    fn problem(&mut self, line: u64, item: Option<i64>, title: &str, what: String) {
        self.waiting.push_back(Piece::Problem(Problem {
            place: Place {
                file: self.file.clone(),
                line,
            },
            item,
            title: title.to_owned(),
            what,
        }));
    }

    /// Puts the site before whatever comes after its fields.
    fn tell_site(&mut self) {
        if !self.told {
            self.told = true;
            self.waiting.push_back(Piece::Site(Box::new(self.site.clone())));
        }
    }

    fn advance(&mut self) {
        let Some(cut) = self.pieces.next() else {
            return self.end();
        };
        let (element, faults) = element::read(&cut.text, self.pieces.namespaces());
        let Some(element) = element else {
            return self.problem(
                cut.line,
                None,
                "",
                "markup that is no element was passed over".to_owned(),
            );
        };
        let mut found = None;
        let mut title = String::new();
        let mut number = None;
        if element.name == "item" {
            self.tell_site();
            self.items += 1;
            title = element
                .child(element::Space::Rss, "title")
                .and_then(element::Element::some)
                .map(|title| super::body::plain_title(&title))
                .unwrap_or_default();
            number = element.wp("post_id").and_then(|number| number.parse().ok());
            if cut.too_large {
                let what = format!("the item is longer than {} MB and was left out", LARGEST >> 20);
                return self.problem(cut.line, number, &title, what);
            }
            let reading = Reading {
                place: Place {
                    file: self.file.clone(),
                    line: cut.line,
                },
                bodies: self.options.bodies,
                shared: &self.options.shared,
                site: Some(self.site.url.as_str()).filter(|url| !url.is_empty()),
                site_title: &self.site.title,
            };
            let item = item::read(&element, &reading);
            if number.is_none() {
                let what = "has no number; nothing can refer to it".to_owned();
                self.problem(cut.line, None, &title, what);
            }
            found = Some(Piece::Item(Box::new(item)));
        } else if matches!(element.name, "author" | "wp_author" | "category" | "tag" | "term")
            && element.space == element::Space::Wp
        {
            self.tell_site();
            found = match element.name {
                "author" | "wp_author" => site::author(&element).map(|author| Piece::Author(Box::new(author))),
                _ => site::term(&element).map(|term| Piece::Term(Box::new(term))),
            };
            if found.is_none() {
                self.problem(
                    cut.line,
                    None,
                    "",
                    format!("<wp:{}> names nobody and nothing", element.name),
                );
            }
        } else if !self.told {
            site::field(&mut self.site, &element);
        }
        for (line, what) in cut.faults {
            self.problem(line, number, &title, what);
        }
        for fault in faults {
            self.problem(cut.line + fault.lines, number, &title, fault.what);
        }
        self.waiting.extend(found);
    }

    fn end(&mut self) {
        self.done = true;
        self.tell_site();
        let line = self.pieces.line();
        if let Some(error) = self.pieces.take_fault() {
            self.problem(line, None, "", format!("the file could not be read further: {error}"));
        }
        let version = self.site.version.clone();
        if !self.pieces.seen() {
            self.problem(
                line,
                None,
                "",
                "this is no WordPress export: it has no channel and no item".to_owned(),
            );
        } else if version.is_empty() {
            self.problem(
                1,
                None,
                "",
                "the file names no version of the format; it was read as 1.2".to_owned(),
            );
        } else if !matches!(version.as_str(), "1.0" | "1.1" | "1.2") {
            self.problem(
                1,
                None,
                "",
                format!("the version “{version}” is not known; it was read as 1.2"),
            );
        }
        if self.pieces.seen() && !self.pieces.closed() {
            let what = format!("the file ends before its channel does; {} items were read", self.items);
            self.problem(line, None, "", what);
        }
    }
}

impl<R: Read> Iterator for Wxr<R> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        while self.waiting.is_empty() && !self.done {
            self.advance();
        }
        self.waiting.pop_front()
    }
}
