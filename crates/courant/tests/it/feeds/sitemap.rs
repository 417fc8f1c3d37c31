//! The rules of sitemaps, after the schema of sitemaps.org and the rules of the news extension.

use super::tree::Node;
use super::{Faults, values};

const MAPS: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const NEWS: &str = "http://www.google.com/schemas/sitemap-news/0.9";
/// Most addresses of a file, and most stories of a news sitemap.
const MOST: usize = 50_000;
const MOST_NEWS: usize = 1_000;

/// What is wrong with a sitemap (`url`) or an index of them (`sitemap`).
pub fn check(root: &Node, kind: &str) -> Faults {
    let mut faults = Faults::default();
    of_root(&mut faults, root, if kind == "url" { "urlset" } else { "sitemapindex" });
    if root.children.is_empty() {
        faults.add("MissingElement", kind);
    }
    if root.children.len() > MOST {
        faults.add("TooMany", kind);
    }
    for entry in &root.children {
        let names: Vec<&str> = entry.children.iter().map(|child| child.name.as_str()).collect();
        if entry.name != kind || !matches!(names.as_slice(), ["loc"] | ["loc", "lastmod"]) {
            faults.add("UndefinedElement", &format!("{} {names:?}", entry.name));
        }
        of_place(&mut faults, entry);
    }
    faults
}

/// What is wrong with a news sitemap at a moment.
pub fn check_news(root: &Node, now: jiff::Timestamp) -> Faults {
    let mut faults = Faults::default();
    of_root(&mut faults, root, "urlset");
    if root.children.len() > MOST_NEWS {
        faults.add("TooMany", "news");
    }
    for entry in &root.children {
        of_place(&mut faults, entry);
        let Some(news) = entry.child("news:news").filter(|news| news.space == NEWS) else {
            faults.add("MissingElement", "news:news");
            continue;
        };
        let names: Vec<&str> = news.children.iter().map(|child| child.name.as_str()).collect();
        if names != ["news:publication", "news:publication_date", "news:title"] {
            faults.add("UndefinedElement", &format!("{names:?}"));
        }
        let publication = news.child("news:publication");
        let of = |name: &str| publication.map_or("", |one| one.text_of(name));
        values::plain(&mut faults, "news:name", of("news:name"));
        let language = of("news:language");
        let known = matches!(language, "zh-cn" | "zh-tw")
            || ((2..=3).contains(&language.len()) && language.bytes().all(|byte| byte.is_ascii_lowercase()));
        if !known {
            faults.add("InvalidLanguage", "news:language");
        }
        values::plain(&mut faults, "news:title", news.text_of("news:title"));
        let dated = news.text_of("news:publication_date");
        values::atom_date(&mut faults, "news:publication_date", dated);
        let age = dated
            .parse::<jiff::Timestamp>()
            .map(|at| now.duration_since(at).as_secs());
        if age.is_ok_and(|age| !(0..=48 * 3_600).contains(&age)) {
            faults.add("OlderThanTwoDays", "news:publication_date");
        }
    }
    faults
}

fn of_root(faults: &mut Faults, root: &Node, name: &str) {
    if root.name != name || root.space != MAPS {
        faults.add("InvalidNamespace", "root");
    }
    if !root.attributes.is_empty() || !root.text.trim().is_empty() {
        faults.add("UnexpectedAttribute", "root");
    }
}

fn of_place(faults: &mut Faults, entry: &Node) {
    let loc = entry.text_of("loc");
    values::address(faults, "loc", loc);
    if !(12..=2_048).contains(&loc.chars().count()) {
        faults.add("InvalidLink", "loc");
    }
    for changed in entry.all("lastmod") {
        values::atom_date(faults, "lastmod", &changed.text);
    }
}
