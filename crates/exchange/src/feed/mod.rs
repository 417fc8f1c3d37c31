//! Feeds: RSS 0.90 to 2.0, Atom 0.3 and 1.0, and JSON Feed, read once or followed as a wire.
//! Called by the import; what is broken is mended first ([`tidy`]), since hardly a feed of a newspaper is without a fault.
//!
//! ```
//! use courant_exchange::feed;
//!
//! let source = "<rss><channel><title>Shore</title><item><guid>7</guid><title>Fish & chips</title></item></channel></rss>";
//! let feed = feed::read(source.as_bytes(), None, Some("https://shore.example/feed"))?;
//! assert_eq!(feed.items[0].title, "Fish & chips");
//! # Ok::<(), feed::Refusal>(())
//! ```

mod entry;
mod json;
mod tidy;

use courant_text::Document;
use feed_rs::model;
use feed_rs::parser::{self, Parser};
use jiff::Timestamp;
use serde_json::Value;

use crate::page::decode::decode;
use crate::wordpress::PictureRef;
use crate::wordpress::body::plain_title;
use crate::xml;

/// The largest feed that is read, in bytes: it is held in memory as a whole.
pub const LARGEST: usize = 16 << 20;
/// Items of one feed.
const MOST: usize = 5_000;

/// Something that is not read as a feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is longer than [`LARGEST`].
    #[error("not read: the feed is larger than {} MB", LARGEST >> 20)]
    TooLarge,
    /// It is no text.
    #[error("not read: {0}")]
    NotText(String),
    /// It is a page, or anything else that is no feed.
    #[error("no feed: {0}")]
    NoFeed(String),
}

/// In what form a feed is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// RSS of any version.
    Rss,
    /// Atom.
    Atom,
    /// JSON Feed.
    Json,
}

/// A feed.
#[derive(Debug, Clone, PartialEq)]
pub struct Feed {
    /// In what form it is.
    pub form: Form,
    /// Its title, as plain text.
    pub title: String,
    /// What it says of itself, as plain text.
    pub description: String,
    /// The page it belongs to.
    pub site: Option<String>,
    /// Its language (`en-gb`), or empty.
    pub language: String,
    /// Who writes it.
    pub authors: Vec<Person>,
    /// When it was last changed.
    pub updated: Option<Timestamp>,
    /// Its items, in their order.
    pub items: Vec<Item>,
    /// What was wrong, a sentence each.
    pub problems: Vec<String>,
}

/// Somebody who writes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// Never public.
    pub email: String,
    /// Their page, or empty.
    pub page: String,
}

/// An item.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Item {
    /// Its identifier: what the feed gives, else its address, else title and time. Never empty.
    pub id: String,
    /// Its page.
    pub link: Option<String>,
    /// The headline, as plain text.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<Person>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// When it was last changed.
    pub updated: Option<Timestamp>,
    /// Its categories and tags, as the feed writes them.
    pub categories: Vec<String>,
    /// The summary, as plain text; empty where it is all there is, and stands as the text.
    pub summary: String,
    /// The text, as much of it as the feed holds.
    pub document: Document,
    /// Whether that is only the summary.
    pub only_summary: bool,
    /// Pictures, sound and films that the text shows.
    pub pictures: Vec<PictureRef>,
    /// What comes along: enclosures, pictures, films.
    pub media: Vec<Enclosure>,
    /// Its language, or empty.
    pub language: String,
    /// Its rights, or empty.
    pub rights: String,
    /// What could not be kept, a sentence each.
    pub left: Vec<String>,
}

/// A file that comes along with an item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Enclosure {
    /// Where it lies.
    pub address: String,
    /// Its media type, or empty.
    pub media_type: String,
    /// Its size in bytes, as the feed says.
    pub bytes: Option<u64>,
    /// Width in pixels.
    pub width: Option<u32>,
    /// Height in pixels.
    pub height: Option<u32>,
    /// Its title or description.
    pub title: String,
    /// Who made it.
    pub credit: String,
    /// Whether it is only a small picture of something else.
    pub thumbnail: bool,
}

/// Reads a feed. `content_type` is what the server said; `address` where it lies, for relative links.
pub fn read(bytes: &[u8], content_type: Option<&str>, address: Option<&str>) -> Result<Feed, Refusal> {
    if bytes.len() > LARGEST {
        return Err(Refusal::TooLarge);
    }
    let text = decode(bytes, content_type).map_err(|refusal| Refusal::NotText(refusal.to_string()))?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') {
        return of_json(text, address);
    }
    let (tree, mut problems) = xml::read(text);
    let Some(tree) = tree else {
        return Err(Refusal::NoFeed("it has no element".to_owned()));
    };
    let tidied = tidy::tidy(tree)?;
    let (found, lost) = match parser(address).parse(tidied.whole().as_bytes()) {
        Ok(found) => (found, Vec::new()),
        // One item of a hundred is broken beyond mending: the others are read one by one.
        Err(error) => one_by_one(&tidied, address, &error.to_string()),
    };
    problems.extend(lost);
    if tidied.left_out > 0 {
        problems.push(format!(
            "{} items beyond the first {MOST} were left out",
            tidied.left_out
        ));
    }
    Ok(of_model(found, tidied.form, address, problems))
}

/// A parser for one file. After a fault it must not be used again: it remembers the item in which it stopped.
fn parser(address: Option<&str>) -> Parser {
    parser::Builder::new()
        .base_uri(address.filter(|address| url::Url::parse(address).is_ok()))
        .sanitize_content(false)
        // What has no identifier is named by our own rule, which knows no chance.
        .id_generator(|_, _, _| String::new())
        .build()
}

fn one_by_one(tidied: &tidy::Tidied, address: Option<&str>, why: &str) -> (model::Feed, Vec<String>) {
    let mut lost = Vec::new();
    let mut feed = match parser(address).parse(tidied.with(None).as_bytes()) {
        Ok(feed) => feed,
        Err(error) => {
            lost.push(format!("what the feed says of itself could not be read: {error}"));
            empty(tidied.form)
        }
    };
    for at in 0..tidied.items.len() {
        match parser(address).parse(tidied.with(Some(at)).as_bytes()) {
            Ok(one) => feed.entries.extend(one.entries),
            Err(error) => lost.push(format!("item {} could not be read: {error}", at + 1)),
        }
    }
    if lost.is_empty() {
        lost.push(format!("the feed could only be read item by item: {why}"));
    }
    (feed, lost)
}

/// A model without anything in it. The library makes none by itself.
fn empty(form: Form) -> model::Feed {
    model::Feed {
        feed_type: match form {
            Form::Rss => model::FeedType::RSS2,
            Form::Atom => model::FeedType::Atom,
            Form::Json => model::FeedType::JSON,
        },
        id: String::new(),
        title: None,
        updated: None,
        authors: Vec::new(),
        description: None,
        links: Vec::new(),
        categories: Vec::new(),
        contributors: Vec::new(),
        generator: None,
        icon: None,
        language: None,
        logo: None,
        published: None,
        rating: None,
        rights: None,
        ttl: None,
        people: Vec::new(),
        entries: Vec::new(),
    }
}

fn of_json(text: &str, address: Option<&str>) -> Result<Feed, Refusal> {
    let value: Value =
        serde_json::from_str(text).map_err(|error| Refusal::NoFeed(format!("its JSON is broken: {error}")))?;
    let (mut head, mut items) = json::parts(value)?;
    let mut problems = Vec::new();
    if items.len() > MOST {
        problems.push(format!(
            "{} items beyond the first {MOST} were left out",
            items.len() - MOST
        ));
        items.truncate(MOST);
    }
    let mut parse = |items: Vec<Value>| {
        if let Some(head) = head.as_object_mut() {
            head.insert("items".to_owned(), Value::Array(items));
        }
        parser(address).parse(head.to_string().as_bytes())
    };
    let (mut found, pictures) = match parse(items.clone()) {
        Ok(found) => (found, items.iter().map(json::picture_of).collect()),
        Err(error) => {
            let mut found = parse(Vec::new()).map_err(|_| Refusal::NoFeed(error.to_string()))?;
            let mut pictures = Vec::new();
            for (at, item) in items.into_iter().enumerate() {
                let picture = json::picture_of(&item);
                match parse(vec![item]) {
                    Ok(one) => {
                        pictures.extend(one.entries.iter().map(|_| picture.clone()));
                        found.entries.extend(one.entries);
                    }
                    Err(error) => problems.push(format!("item {} could not be read: {error}", at + 1)),
                }
            }
            (found, pictures)
        }
    };
    let entries = std::mem::take(&mut found.entries);
    let mut feed = of_model(found, Form::Json, address, problems);
    for (entry, picture) in entries.into_iter().zip(pictures) {
        let mut item = entry::item(entry, feed.site.as_deref().or(address));
        if let Some(address) = picture.filter(|picture| item.media.iter().all(|known| known.address != *picture)) {
            item.media.push(Enclosure {
                address,
                ..Enclosure::default()
            });
        }
        add(&mut feed, item);
    }
    Ok(feed)
}

fn of_model(found: model::Feed, form: Form, address: Option<&str>, problems: Vec<String>) -> Feed {
    let title = |text: Option<model::Text>| text.map(|text| plain_title(&text.content)).unwrap_or_default();
    let site = entry::page(&found.links);
    let mut feed = Feed {
        form,
        title: title(found.title),
        description: title(found.description),
        language: found.language.unwrap_or_default(),
        authors: found.authors.into_iter().filter_map(entry::person).collect(),
        updated: found.updated.or(found.published).and_then(entry::moment),
        items: Vec::with_capacity(found.entries.len()),
        site,
        problems,
    };
    for entry in found.entries {
        let item = entry::item(entry, feed.site.as_deref().or(address));
        add(&mut feed, item);
    }
    feed
}

/// Adds an item, unless it is none at all. In Atom whoever writes the feed writes what names nobody else.
fn add(feed: &mut Feed, mut item: Item) {
    if item.authors.is_empty() && feed.form == Form::Atom {
        item.authors.extend(feed.authors.iter().take(5).cloned());
    }
    if item.id.is_empty() {
        feed.problems.push("an item with nothing in it was left out".to_owned());
    } else {
        feed.items.push(item);
    }
}
