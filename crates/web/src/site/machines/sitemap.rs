//! Writes sitemaps, their index and the news sitemap, after the sitemaps.org protocol and its news extension.
//! The routes `sitemap.xml`, its parts and `news-sitemap.xml` call it.

use jiff::{SignedDuration, Timestamp};

use super::xml::Xml;
use super::{FeedStory, absolute, w3c_time};

/// The most addresses that one file may hold.
pub const MOST_ADDRESSES: usize = 50_000;
/// The most bytes that one file may have, uncompressed.
pub const MOST_BYTES: usize = 50 * 1024 * 1024;
/// The most stories that a news sitemap may hold.
pub const MOST_NEWS: usize = 1_000;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
/// Room for one entry's tags and date beside its address, and for the end of the document.
const ENTRY_OVERHEAD: usize = 256;

/// An address that crawlers should know: a page, or in an index a sitemap.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SitemapEntry {
    /// Absolute address.
    pub url: String,
    /// When what stands there last changed.
    pub updated: Option<Timestamp>,
}

/// The index over all sitemaps; entries without a usable address are left out.
pub fn sitemap_index(entries: &[SitemapEntry]) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("sitemapindex", &[("xmlns", NAMESPACE)]);
    for entry in entries.iter().take(MOST_ADDRESSES) {
        write_entry(&mut xml, "sitemap", entry);
    }
    xml.finish()
}

/// One sitemap of as many leading entries as one file may hold, and how many entries that were.
///
/// The schema wants at least one address in a file; the caller puts the front page first.
pub fn sitemap(entries: &[SitemapEntry]) -> (Vec<u8>, usize) {
    sitemap_within(entries, MOST_ADDRESSES, MOST_BYTES)
}

/// All entries in as many sitemaps as the limits ask for; no file for no entries.
pub fn sitemaps(entries: &[SitemapEntry]) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    let mut rest = entries;
    while !rest.is_empty() {
        let (file, taken) = sitemap(rest);
        files.push(file);
        rest = rest.get(taken.max(1)..).unwrap_or_default();
    }
    files
}

fn sitemap_within(entries: &[SitemapEntry], most: usize, bytes: usize) -> (Vec<u8>, usize) {
    let mut xml = Xml::new();
    xml.open("urlset", &[("xmlns", NAMESPACE)]);
    let mut taken = 0;
    for entry in entries.iter().take(most) {
        // Escaping and percent-encoding make an address at most nine times as long.
        if taken > 0 && xml.len() + entry.url.len() * 9 + ENTRY_OVERHEAD > bytes {
            break;
        }
        write_entry(&mut xml, "url", entry);
        taken += 1;
    }
    (xml.finish(), taken)
}

/// The stories of the last two days, at most 1,000, newest first, for news search engines.
///
/// Future dates are left out, and so is what the caller must not offer (no index, unknown date): it doesn't pass that in.
pub fn news_sitemap(paper: &str, stories: &[FeedStory], now: Timestamp) -> Vec<u8> {
    let since = now
        .checked_sub(SignedDuration::from_hours(48))
        .unwrap_or(Timestamp::MIN);
    let mut fresh: Vec<&FeedStory> = stories
        .iter()
        .filter(|story| story.published >= since && story.published <= now)
        .collect();
    fresh.sort_by_key(|story| std::cmp::Reverse(story.published));
    let mut xml = Xml::new();
    xml.open(
        "urlset",
        &[
            ("xmlns", NAMESPACE),
            ("xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9"),
        ],
    );
    for story in fresh.into_iter().take(MOST_NEWS) {
        let Some(loc) = location(&story.url) else { continue };
        xml.open("url", &[]);
        xml.text("loc", &loc);
        xml.open("news:news", &[]);
        xml.open("news:publication", &[]);
        xml.text("news:name", paper);
        xml.text("news:language", &news_language(&story.language));
        xml.close();
        xml.text("news:publication_date", &w3c_time(story.published));
        xml.text("news:title", &story.headline);
        xml.close();
        xml.close();
    }
    xml.finish()
}

fn write_entry(xml: &mut Xml, name: &'static str, entry: &SitemapEntry) {
    let Some(loc) = location(&entry.url) else { return };
    xml.open(name, &[]);
    xml.text("loc", &loc);
    if let Some(updated) = entry.updated {
        xml.text("lastmod", &w3c_time(updated));
    }
    xml.close();
}

/// The address when the schema's bounds (12 to 2048 characters) hold.
fn location(address: &str) -> Option<String> {
    absolute(address).filter(|url| (12..=2048).contains(&url.len()))
}

/// The news extension knows languages without regions, but for two kinds of Chinese.
fn news_language(tag: &str) -> String {
    let tag = tag.to_ascii_lowercase().replace('_', "-");
    let mut parts = tag.split('-');
    match parts.next() {
        Some("zh") => {
            if parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo")) {
                "zh-tw".to_owned()
            } else {
                "zh-cn".to_owned()
            }
        }
        Some(language) if !language.is_empty() => language.to_owned(),
        _ => "en".to_owned(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::sample;
    use super::*;

    fn entries(count: usize) -> Vec<SitemapEntry> {
        (0..count)
            .map(|n| SitemapEntry {
                url: format!("https://paper.example/local/ação-{n}?a=1&b=2"),
                updated: "2026-03-01T09:30:00Z".parse().ok(),
            })
            .collect()
    }

    #[test]
    fn a_file_never_passes_fifty_thousand_addresses() {
        let all = entries(MOST_ADDRESSES + 1);
        let files = sitemaps(&all);
        assert_eq!(files.len(), 2);
        let counts: Vec<usize> = files
            .iter()
            .map(|file| String::from_utf8_lossy(file).matches("<url>").count())
            .collect();
        assert_eq!(counts, [MOST_ADDRESSES, 1]);
        assert!(files.iter().all(|file| file.len() <= MOST_BYTES));
        for file in &files {
            sample::well_formed(file);
        }
    }

    #[test]
    fn a_file_never_passes_its_bytes() {
        let all = entries(200);
        let (file, taken) = sitemap_within(&all, MOST_ADDRESSES, 8_000);
        assert!(
            file.len() <= 8_000 && taken > 5 && taken < 200,
            "{} bytes, {taken} taken",
            file.len()
        );
    }

    #[test]
    fn addresses_are_escaped_and_dated() {
        let (file, _) = sitemap(&entries(1));
        let xml = String::from_utf8(file).unwrap();
        assert!(xml.contains("<loc>https://paper.example/local/a%C3%A7%C3%A3o-0?a=1&#x26;b=2</loc>\n<lastmod>2026-03-01T09:30:00Z</lastmod>"), "{xml}");
        assert_eq!(
            sample::children(&xml, &["urlset", "url"]),
            ["loc", "lastmod"],
            "in the order of the schema"
        );
    }

    #[test]
    fn what_the_schema_refuses_is_left_out() {
        let bad = [
            SitemapEntry {
                url: "/local/a".into(),
                updated: None,
            },
            SitemapEntry {
                url: format!("https://paper.example/{}", "a".repeat(2048)),
                updated: None,
            },
            SitemapEntry {
                url: "https://paper.example/ok".into(),
                updated: None,
            },
        ];
        let index = String::from_utf8(sitemap_index(&bad)).unwrap();
        assert_eq!(index.matches("<loc>").count(), 1, "{index}");
        sample::well_formed(index.as_bytes());
    }

    #[test]
    fn the_news_sitemap_holds_two_days_and_a_thousand() {
        let now: Timestamp = "2026-03-03T09:30:00Z".parse().unwrap();
        let dated = |text: &str, n: i64| FeedStory {
            published: text.parse().unwrap(),
            ..sample::story(n)
        };
        let stories = [
            dated("2026-03-01T09:29:59Z", 1),
            dated("2026-03-01T09:30:00Z", 2),
            dated("2026-03-03T09:00:00Z", 3),
            dated("2026-03-03T09:30:01Z", 4),
        ];
        let xml = String::from_utf8(news_sitemap("The Paper", &stories, now)).unwrap();
        sample::well_formed(xml.as_bytes());
        let at = |n: i64| xml.find(&format!("/ferry-{n}<"));
        assert!(at(1).is_none() && at(4).is_none(), "{xml}");
        assert!(at(3).unwrap() < at(2).unwrap(), "newest first");
        assert!(xml.contains("<news:language>en</news:language>"));
        let many: Vec<FeedStory> = (0..1_200).map(|n| dated("2026-03-03T09:00:00Z", n)).collect();
        assert_eq!(
            String::from_utf8(news_sitemap("P", &many, now))
                .unwrap()
                .matches("<url>")
                .count(),
            MOST_NEWS
        );
    }

    #[test]
    fn news_languages_lose_their_region_but_for_chinese() {
        for (tag, wanted) in [
            ("pt-PT", "pt"),
            ("en", "en"),
            ("zh-Hant-HK", "zh-tw"),
            ("zh", "zh-cn"),
            ("", "en"),
        ] {
            assert_eq!(news_language(tag), wanted);
        }
    }
}
