//! Bringing a page in: the bytes of a saved news page, HTML or plain text, become a typed story.
//! `courant import page` calls [`read`] and stores what it returns; nothing here reads a clock, a store or the network.
//!
//! What is printed is taken to the letter; what is not printed (a date, a byline, a dateline) is never made up.
//! Whatever does not belong to the story is left out *with its words and a reason*, so that a person can check.

mod blocks;
mod body;
mod byline;
mod clean;
mod date;
pub(crate) mod decode;
mod furniture;
mod headline;
mod ld;
mod metadata;
mod outside;
mod phrases;
mod pictures;
mod plain;
mod refusal;
mod survey;
mod tame;
mod top;
mod web;
mod without;

use courant_model::story::Kind;
use courant_text::document::Document;
use serde::{Deserialize, Serialize};
use url::Url;

pub use date::PrintedDate;
pub use refusal::Refusal;

/// What the paper knows of itself, so that its own furniture is recognised on a saved page.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The paper's name as printed in its masthead; may be empty.
    pub site_name: String,
    /// Its sections: slug and name.
    pub section_names: Vec<(String, String)>,
}

/// A story found on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The headline as printed, faults included.
    pub headline: String,
    /// The line under the headline, if the page prints one.
    pub standfirst: Option<String>,
    /// The body: subheads, paragraphs, pictures, read-more cards.
    pub document: Document,
    /// The section's name as printed.
    pub section: Option<String>,
    /// What kind of story the page says it is.
    pub kind: Option<Kind>,
    /// Who signed it, in printed order; empty if nobody did.
    pub byline: Vec<String>,
    /// When it was published, if the page or its metadata say so without doubt.
    pub published: Option<PrintedDate>,
    /// Place and agency in dateline form ("JAKARTA, Indonesia (AP)"); the words also stay in the text.
    pub dateline: Option<String>,
    /// BCP 47 tag of the text: as declared, or as recognised when nothing is declared.
    pub language: Option<String>,
    /// The picture above the text; it is not repeated in the document.
    pub lead_picture: Option<FoundPicture>,
    /// The pictures inside the document, in order.
    pub pictures: Vec<FoundPicture>,
    /// Canonical address of the page, else the address it was read from.
    pub origin: Option<Url>,
    /// Copyright or licence as stated on the page.
    pub rights: Option<String>,
    /// Name of the site as the page gives it.
    pub site: Option<String>,
    /// Texts that were left out, each cut to about 200 characters, with the reason.
    pub left_out: Vec<LeftOut>,
    /// What was taken, and from which place of the page.
    pub took: Vec<Took>,
    /// Things a person should look at: a second page, a paywall, a date with two readings.
    pub warnings: Vec<String>,
}

/// A picture of a page, still only an address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FoundPicture {
    /// Its address, absolute when the page's address is known.
    pub src: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// The caption as printed, without the credit when that stands apart.
    pub caption: String,
    /// Who made it, as printed.
    pub credit: String,
}

/// A text of the page that is not in the story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Its words, cut to about 200 characters.
    pub text: String,
    /// Why it is not in the story.
    pub why: String,
}

/// One thing taken from the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Took {
    /// Which part of the story ("headline", "date").
    pub what: String,
    /// Where on the page it stood ("JSON-LD datePublished").
    pub from: String,
}

/// Reads the bytes of a saved page and returns the story in it.
///
/// `address` is where the page was fetched from, `content_type` the header it came with; both only help.
///
/// # Errors
/// A [`Refusal`] when the bytes are no text, or when the page holds no story.
pub fn read(bytes: &[u8], address: Option<&Url>, content_type: Option<&str>, paper: &Known) -> Result<Found, Refusal> {
    let text = decode::decode(bytes, content_type)?;
    if text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    if decode::looks_like_html(&text, content_type) {
        web::read(&text, address, paper)
    } else {
        plain::read(&text, address, paper)
    }
}

impl Found {
    /// A story with nothing but its headline and body.
    pub(crate) fn new(headline: String, document: Document) -> Self {
        Self {
            headline,
            standfirst: None,
            document,
            section: None,
            kind: None,
            byline: Vec::new(),
            published: None,
            dateline: None,
            language: None,
            lead_picture: None,
            pictures: Vec::new(),
            origin: None,
            rights: None,
            site: None,
            left_out: Vec::new(),
            took: Vec::new(),
            warnings: Vec::new(),
        }
    }

    pub(crate) fn took(&mut self, what: &str, from: impl Into<String>) {
        self.took.push(Took {
            what: what.to_owned(),
            from: from.into(),
        });
    }
}

impl Found {
    /// Adds a sentence for the person who imports, once.
    pub(crate) fn warn(&mut self, sentence: String) {
        if !self.warnings.contains(&sentence) {
            self.warnings.push(sentence);
        }
    }
}

/// Adds a text to the list of what was left out; empty and repeated ones are passed over.
pub(crate) fn leave_out(list: &mut Vec<LeftOut>, text: &str, why: &str) {
    const MOST_TEXTS: usize = 80;
    let mut short: String = squeeze(text);
    if short.is_empty() || list.len() >= MOST_TEXTS {
        return;
    }
    if let Some((cut, _)) = short.char_indices().nth(200) {
        short.truncate(cut);
        short.push('…');
    }
    if list.iter().any(|left| left.text == short) {
        return;
    }
    list.push(LeftOut {
        text: short,
        why: why.to_owned(),
    });
}

/// Joins runs of HTML white space into one space; no-break spaces and other characters stay as they are.
pub(crate) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split([' ', '\t', '\n', '\r', '\u{c}']) {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Lower case, letters and digits only, one space between words: for comparing, never for printing.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}
