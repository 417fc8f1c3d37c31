//! What machines are told about the paper: feeds, sitemaps, structured descriptions, cards, all pure functions over plain structs.
//! The site's routes call it with what they read from the live rows; nothing in here knows a store, a request or a theme.

pub mod atom;
pub mod json_feed;
pub mod json_ld;
pub mod oembed;
pub mod open_graph;
pub mod opensearch;
pub mod robots;
pub mod rss;
pub mod sitemap;
mod xml;

#[cfg(test)]
mod sample;

use std::collections::HashSet;

use courant_model::story::Kind;
use jiff::Timestamp;

pub use self::atom::atom;
pub use self::json_feed::json_feed;
pub use self::oembed::{oembed_json, oembed_xml};
pub use self::open_graph::{open_graph, open_graph_page};
pub use self::opensearch::opensearch;
pub use self::robots::{Robots, robots_txt};
pub use self::rss::rss;
pub use self::sitemap::{SitemapEntry, news_sitemap, sitemap, sitemap_index, sitemaps};

/// Who signs a story. There is no place for an e-mail address here, and none is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signature {
    /// The name as printed in the byline.
    pub name: String,
    /// The absolute address of the author's page, when there is one.
    pub url: Option<String>,
}

/// One picture file that exists, with what is known about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// Absolute address of the file.
    pub url: String,
    /// Its MIME type, such as `image/jpeg`.
    pub mime: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Width in pixels; 0 means unknown.
    pub width: u32,
    /// Height in pixels; 0 means unknown.
    pub height: u32,
    /// What the picture shows, for those who can't see it.
    pub alt: String,
    /// Whose picture it is.
    pub credit: String,
}

/// A correction, clarification or retraction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Note {
    /// "Correction", in the paper's language.
    pub label: String,
    /// What was wrong and what is right, plain text.
    pub text: String,
    /// When it was printed.
    pub at: Timestamp,
}

/// A live story as feeds, sitemaps and cards need it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedStory {
    /// A URI that stays when the address changes (`urn:…` or `tag:…`).
    pub id: String,
    /// Absolute canonical address.
    pub url: String,
    /// The headline, plain text.
    pub headline: String,
    /// The standfirst, plain text; may be empty.
    pub standfirst: String,
    /// The full text as HTML with absolute links.
    pub html: String,
    /// Who signs, in printed order.
    pub authors: Vec<Signature>,
    /// First publishing.
    pub published: Timestamp,
    /// The last change that readers were told about.
    pub updated: Option<Timestamp>,
    /// The section's name.
    pub section: String,
    /// The topics' names.
    pub topics: Vec<String>,
    /// The lead picture, as one existing file.
    pub picture: Option<Picture>,
    /// Corrections, oldest first.
    pub corrections: Vec<Note>,
    /// It was wrong as a whole; the notice stands among the corrections, and there is no text.
    pub retracted: bool,
    /// BCP 47 tag, such as `en` or `pt-PT`.
    pub language: String,
    /// The kind.
    pub kind: Kind,
    /// Words in the text; 0 means not counted.
    pub words: u32,
}

/// One feed: the whole site's, a section's, an author's or a topic's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Feed {
    /// A URI that names this feed for ever; the address of the feed is used when it is empty.
    pub id: String,
    /// The feed's title.
    pub title: String,
    /// One sentence about it; the title stands in when it is empty.
    pub description: String,
    /// The page that the feed belongs to.
    pub home_url: String,
    /// The feed's own address, in the format that is being written.
    pub feed_url: String,
    /// BCP 47 tag of the paper.
    pub language: String,
    /// When anything in the feed last changed.
    pub updated: Timestamp,
    /// A square icon.
    pub icon: Option<Picture>,
    /// The stories, newest first.
    pub stories: Vec<FeedStory>,
    /// The WebSub hub, when there is one.
    pub hub: Option<String>,
}

/// The paper itself, as publisher and provider.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paper {
    /// The paper's name.
    pub name: String,
    /// One sentence about it.
    pub description: String,
    /// The front page's absolute address.
    pub url: String,
    /// BCP 47 tag.
    pub language: String,
    /// The logo, when there is one.
    pub logo: Option<Picture>,
    /// Absolute address of the search page without a query, such as `https://…/search`.
    pub search_url: String,
    /// Absolute address of the corrections page.
    pub corrections_url: Option<String>,
    /// Absolute addresses of the paper's presences elsewhere.
    pub same_as: Vec<String>,
}

/// The address as a URI of the web, or nothing when it is not an absolute `http` or `https` one.
///
/// Non-ASCII letters come out percent-encoded, as feeds and sitemaps want them; `mailto:` and relative addresses come out as nothing.
pub fn absolute(address: &str) -> Option<String> {
    let parsed = url::Url::parse(address.trim()).ok()?;
    (matches!(parsed.scheme(), "http" | "https") && parsed.username().is_empty() && parsed.password().is_none())
        .then(|| String::from(parsed))
}

/// The time to the second in the W3C's profile of ISO 8601, `2026-03-01T09:30:00Z`.
pub fn w3c_time(time: Timestamp) -> String {
    Timestamp::from_second(time.as_second()).unwrap_or(time).to_string()
}

/// The stories of a feed, each id once: a reader's program takes two entries with one id for one entry.
fn each_once(feed: &Feed) -> impl Iterator<Item = &FeedStory> {
    let mut seen = HashSet::new();
    feed.stories.iter().filter(move |story| seen.insert(story.id.as_str()))
}

/// The latest moment that the feed or one of its stories names.
fn last_change(feed: &Feed) -> Timestamp {
    feed.stories.iter().map(last_touched).fold(feed.updated, Timestamp::max)
}

/// When a story last changed; never before it was published.
fn last_touched(story: &FeedStory) -> Timestamp {
    story
        .updated
        .map_or(story.published, |updated| updated.max(story.published))
}

/// Section and topics, each once, blank ones left out.
fn categories(story: &FeedStory) -> Vec<&str> {
    let mut seen = HashSet::new();
    std::iter::once(story.section.as_str())
        .chain(story.topics.iter().map(String::as_str))
        .map(str::trim)
        .filter(|name| !name.is_empty() && seen.insert(*name))
        .collect()
}

/// The text as feeds print it: the picture, unless the text shows it itself, the text, the corrections.
fn full_text(story: &FeedStory) -> String {
    use std::fmt::Write as _;
    let mut html = String::with_capacity(story.html.len() + 512);
    if let Some(picture) = &story.picture
        && let Some(src) = absolute(&picture.url)
        && !story.html.contains(&picture.url)
    {
        let _ = write!(
            html,
            "<figure><img src=\"{}\" alt=\"{}\"",
            html_text(&src),
            html_text(&picture.alt)
        );
        if picture.width > 0 && picture.height > 0 {
            let _ = write!(html, " width=\"{}\" height=\"{}\"", picture.width, picture.height);
        }
        html.push('>');
        if !picture.credit.is_empty() {
            let _ = write!(html, "<figcaption>{}</figcaption>", html_text(&picture.credit));
        }
        html.push_str("</figure>\n");
    }
    html.push_str(&story.html);
    for correction in &story.corrections {
        let _ = write!(
            html,
            "\n<p><strong>{}:</strong> {}</p>",
            html_text(&correction.label),
            html_text(&correction.text)
        );
    }
    html
}

/// Plain text made safe for the inside of an HTML element or a quoted attribute.
fn html_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
    }
    out
}

/// Names in one line: `A`, `A and B`, `A, B and C`.
fn joined(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [front @ .., last] => format!("{} and {last}", front.join(", ")),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_not_of_the_web_is_no_address() {
        assert_eq!(
            absolute("https://paper.example/ação").unwrap(),
            "https://paper.example/a%C3%A7%C3%A3o"
        );
        for bad in [
            "",
            "/local/a",
            "mailto:reader@mail.example",
            "javascript:alert(1)",
            "https://u:p@paper.example/",
            "urn:ulid:1",
        ] {
            assert_eq!(absolute(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_picture_that_the_text_shows_already_is_not_printed_twice() {
        let mut story = sample::story(1);
        let url = story.picture.as_ref().unwrap().url.clone();
        assert_eq!(full_text(&story).matches(&url).count(), 1);
        story.html = format!("<p><img src=\"{url}\" alt=\"\"></p>");
        assert_eq!(full_text(&story).matches(&url).count(), 1);
    }

    #[test]
    fn names_are_joined_as_a_byline_reads() {
        assert_eq!(joined(&[]), "");
        assert_eq!(joined(&["A"]), "A");
        assert_eq!(joined(&["A", "B", "C"]), "A, B and C");
    }
}
