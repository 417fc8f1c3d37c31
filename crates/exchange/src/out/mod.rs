//! The paper for other systems: a WordPress export (WXR 1.2) and a Ghost export, written item by item.
//! `courant export wordpress` and `courant export ghost` call it; it knows no store. Bodies come as HTML that `courant_text` wrote.

pub mod ghost;
pub mod wordpress;

use jiff::Timestamp;

/// The paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// Its name.
    pub name: String,
    /// The line under it.
    pub tagline: String,
    /// Its address, without a slash at the end.
    pub url: String,
    /// Its language, BCP 47.
    pub language: String,
    /// Its time zone (`Europe/Lisbon`).
    pub zone: String,
}

/// Somebody who signs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    /// Their number.
    pub number: i64,
    /// By which stories name them.
    pub slug: String,
    /// Their name.
    pub name: String,
    /// What is said of them.
    pub bio: String,
}

/// A section or a topic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Term {
    /// Its number.
    pub number: i64,
    /// The end of its address.
    pub slug: String,
    /// As readers see it.
    pub name: String,
    /// What is said of it.
    pub description: String,
}

/// A picture with its public address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// Its number.
    pub number: i64,
    /// Its name, an end of an address.
    pub name: String,
    /// Where readers see it.
    pub url: String,
    /// The kind of file at that address.
    pub mime: String,
    /// What it shows.
    pub alt: String,
    /// Its caption.
    pub caption: String,
    /// Who made it.
    pub credit: String,
    /// Its copyright line.
    pub copyright: String,
    /// Width at that address, in pixels.
    pub width: u32,
    /// Height at that address, in pixels.
    pub height: u32,
    /// When it was added.
    pub added: Option<Timestamp>,
}

/// Where a story stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stands {
    /// Readers see it.
    #[default]
    Published,
    /// It is to go out at its date.
    Scheduled,
    /// In work.
    Draft,
    /// Ready, and nobody has put it out.
    Pending,
    /// Put aside.
    Trash,
}

/// Who signs a story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signature {
    /// The author's slug; for a guest one that is made of the name.
    pub slug: String,
    /// The name.
    pub name: String,
}

/// A reply.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// Its number.
    pub number: i64,
    /// The number of the reply that it answers.
    pub parent: Option<i64>,
    /// The name its writer gave.
    pub name: String,
    /// The address its writer left; empty without `--secrets`.
    pub email: String,
    /// When.
    pub at: Timestamp,
    /// The text as HTML.
    pub html: String,
    /// `1`, `0`, `spam` or `trash`, as WordPress has it.
    pub state: &'static str,
}

/// A story or a standing page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Story {
    /// Its number.
    pub number: i64,
    /// Its id.
    pub id: String,
    /// Whether it is a standing page.
    pub is_page: bool,
    /// The end of its address; empty for a draft that has none.
    pub slug: String,
    /// Its whole address; empty while it has none.
    pub url: String,
    /// The headline.
    pub headline: String,
    /// The standfirst.
    pub standfirst: String,
    /// The body.
    pub html: String,
    /// Where it stands.
    pub stands: Stands,
    /// When it was, or will be, published; none while nobody knows.
    pub published: Option<Timestamp>,
    /// When it was begun.
    pub created: Timestamp,
    /// When it was last changed.
    pub changed: Timestamp,
    /// Who signs, in order.
    pub authors: Vec<Signature>,
    /// Its section.
    pub section: Option<Term>,
    /// Its topics, in order.
    pub topics: Vec<Term>,
    /// The picture above it.
    pub picture: Option<Picture>,
    /// Title for search engines; empty where it is the headline.
    pub search_title: String,
    /// Replies, those that are answered before their answers.
    pub replies: Vec<Reply>,
    /// Whether it takes replies.
    pub open: bool,
}

/// Text within an element of XML: escaped, and without what XML 1.0 cannot hold.
fn xml(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars().filter(|c| holds(*c)) {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c => safe.push(c),
        }
    }
    safe
}

/// Text within CDATA, whose end is taken apart where the text itself has it.
fn cdata(text: &str) -> String {
    let safe: String = text.chars().filter(|c| holds(*c)).collect();
    format!("<![CDATA[{}]]>", safe.replace("]]>", "]]]]><![CDATA[>"))
}

/// Whether XML 1.0 can hold a character.
fn holds(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
