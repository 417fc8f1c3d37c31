//! Writes a feed as RSS 2.0 with the full text, after the RSS Advisory Board's specification and profile.
//! The route `feed.xml` of the site and of each list calls it.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;

use super::xml::Xml;
use super::{
    Feed, FeedStory, Picture, absolute, categories, each_once, full_text, html_text, last_change, last_touched,
    w3c_time,
};

/// How long a program may keep the feed, in minutes.
const TTL_MINUTES: &str = "5";

/// The feed as an RSS 2.0 document in UTF-8.
///
/// A title is plain text, a description is HTML by the format's rules, so a standfirst is escaped as HTML first.
/// An address that is not absolute is left out rather than printed.
pub fn rss(feed: &Feed) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open(
        "rss",
        &[
            ("version", "2.0"),
            ("xmlns:atom", "http://www.w3.org/2005/Atom"),
            ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:media", "http://search.yahoo.com/mrss/"),
        ],
    );
    xml.open("channel", &[]);
    xml.text("title", &feed.title);
    let home = absolute(&feed.home_url).unwrap_or_default();
    xml.text("link", &home);
    let description = if feed.description.trim().is_empty() {
        &feed.title
    } else {
        &feed.description
    };
    xml.text("description", &html_text(description));
    if !feed.language.is_empty() {
        xml.text("language", &feed.language);
    }
    date(&mut xml, "lastBuildDate", last_change(feed));
    xml.text("generator", "Courant");
    xml.text("docs", "https://www.rssboard.org/rss-specification");
    xml.text("ttl", TTL_MINUTES);
    if let Some(address) = absolute(&feed.feed_url) {
        xml.empty(
            "atom:link",
            &[("href", &address), ("rel", "self"), ("type", "application/rss+xml")],
        );
    }
    if let Some(hub) = feed.hub.as_deref().and_then(absolute) {
        xml.empty("atom:link", &[("href", &hub), ("rel", "hub")]);
    }
    if let Some(icon) = &feed.icon {
        image(&mut xml, icon, &feed.title, &home);
    }
    for story in each_once(feed) {
        item(&mut xml, story);
    }
    xml.finish()
}

fn item(xml: &mut Xml, story: &FeedStory) {
    xml.open("item", &[]);
    xml.text("title", &story.headline);
    if let Some(link) = absolute(&story.url) {
        xml.text("link", &link);
    }
    xml.text_with("guid", &[("isPermaLink", "false")], &story.id);
    date(xml, "pubDate", story.published);
    if story.updated.is_some() {
        xml.text("dcterms:modified", &w3c_time(last_touched(story)));
    }
    for author in &story.authors {
        // Not `author`: that element demands an e-mail address.
        xml.text("dc:creator", &author.name);
    }
    for category in categories(story) {
        xml.text("category", category);
    }
    // The description stands before the full text: some readers show the last one that they meet.
    if !story.standfirst.trim().is_empty() {
        xml.text("description", &html_text(&story.standfirst));
    }
    xml.text("content:encoded", &full_text(story));
    if let Some(picture) = &story.picture
        && let Some(url) = absolute(&picture.url)
    {
        let bytes = picture.bytes.to_string();
        xml.empty(
            "enclosure",
            &[("url", &url), ("length", &bytes), ("type", &picture.mime)],
        );
        let (width, height) = (picture.width.to_string(), picture.height.to_string());
        let mut attributes = vec![
            ("url", url.as_str()),
            ("type", &picture.mime),
            ("medium", "image"),
            ("fileSize", &bytes),
        ];
        if picture.width > 0 && picture.height > 0 {
            attributes.extend([("width", width.as_str()), ("height", height.as_str())]);
        }
        xml.open("media:content", &attributes);
        if !picture.alt.is_empty() {
            xml.text_with("media:description", &[("type", "plain")], &picture.alt);
        }
        if !picture.credit.is_empty() {
            xml.text("media:credit", &picture.credit);
        }
        xml.close();
    }
    xml.close();
}

// The format allows at most 144 by 400 pixels for the channel's image, so a larger size is not named.
fn image(xml: &mut Xml, icon: &Picture, title: &str, home: &str) {
    let Some(url) = absolute(&icon.url) else { return };
    xml.open("image", &[]);
    xml.text("url", &url);
    xml.text("title", title);
    xml.text("link", home);
    if (1..=144).contains(&icon.width) && (1..=400).contains(&icon.height) {
        xml.text("width", &icon.width.to_string());
        xml.text("height", &icon.height.to_string());
    }
    xml.close();
}

fn date(xml: &mut Xml, name: &str, time: Timestamp) {
    if let Ok(text) = DateTimePrinter::new().timestamp_to_rfc9110_string(&time) {
        xml.text(name, &text);
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::super::sample;
    use super::*;

    fn written(feed: &Feed) -> String {
        String::from_utf8(rss(feed)).unwrap()
    }

    #[test]
    fn a_feed_keeps_the_rules_of_rss() {
        let feed = sample::feed(3, "feed.xml");
        let xml = written(&feed);
        sample::well_formed(xml.as_bytes());
        let channel: Vec<String> = sample::children(&xml, &["rss", "channel"]);
        // (element, how often it stands in the channel)
        for (element, times) in [
            ("title", 1),
            ("link", 1),
            ("description", 1),
            ("language", 1),
            ("lastBuildDate", 1),
            ("ttl", 1),
            ("generator", 1),
            ("atom:link", 2),
            ("image", 1),
            ("item", 3),
            ("managingEditor", 0),
            ("webMaster", 0),
            ("cloud", 0),
            ("textInput", 0),
        ] {
            assert_eq!(
                channel.iter().filter(|name| *name == element).count(),
                times,
                "{element} in the channel"
            );
        }
        let item: Vec<String> = sample::children(&xml, &["rss", "channel", "item"]);
        for (element, times) in [
            ("title", 3),
            ("link", 3),
            ("guid", 3),
            ("pubDate", 3),
            ("description", 3),
            ("content:encoded", 3),
            ("enclosure", 3),
            ("media:content", 3),
            ("author", 0),
            ("dc:creator", 6),
            ("category", 9),
        ] {
            assert_eq!(
                item.iter().filter(|name| *name == element).count(),
                times,
                "{element} in the items"
            );
        }
        let description = item.iter().position(|name| name == "description").unwrap();
        let content = item.iter().position(|name| name == "content:encoded").unwrap();
        assert!(description < content, "the summary comes before the full text");
        assert!(
            xml.contains("<pubDate>Sun, 01 Mar 2026 09:30:00 GMT</pubDate>"),
            "{xml}"
        );
        assert!(xml.contains("<guid isPermaLink=\"false\">urn:ulid:"));
        assert!(xml.contains(
            "<atom:link href=\"https://paper.example/feed.xml\" rel=\"self\" type=\"application/rss+xml\"/>"
        ));
        assert!(
            !xml.contains("<width>512</width>"),
            "an image wider than 144 pixels has no size"
        );
    }

    #[test]
    fn a_feed_is_read_back_without_loss() {
        let feed = sample::feed(2, "feed.xml");
        let read = feed_rs::parser::parse(rss(&feed).as_slice()).unwrap();
        assert_eq!(read.title.unwrap().content, feed.title);
        assert_eq!(read.entries.len(), 2);
        for (entry, story) in read.entries.iter().zip(&feed.stories) {
            assert_eq!(entry.id, story.id);
            assert_eq!(entry.title.as_ref().unwrap().content, story.headline);
            assert!(
                entry.links.iter().any(|link| link.href == story.url),
                "{:?}",
                entry.links
            );
            assert_eq!(entry.published.unwrap().timestamp(), story.published.as_second());
            assert_eq!(
                entry.content.as_ref().unwrap().body.as_deref().unwrap(),
                full_text(story)
            );
            assert_eq!(
                entry
                    .authors
                    .iter()
                    .map(|author| author.name.as_deref().unwrap())
                    .collect::<Vec<_>>(),
                ["Ana Sousa", "Rui Prado"]
            );
            assert_eq!(
                entry
                    .categories
                    .iter()
                    .map(|category| category.term.as_str())
                    .collect::<Vec<_>>(),
                categories(story)
            );
            let media = entry.media.iter().flat_map(|media| &media.content).next().unwrap();
            assert_eq!(
                media.url.as_ref().unwrap().as_str(),
                story.picture.as_ref().unwrap().url
            );
            assert_eq!(media.size, Some(story.picture.as_ref().unwrap().bytes));
        }
    }

    #[test]
    fn markup_in_a_headline_stays_text() {
        let mut feed = sample::feed(1, "feed.xml");
        feed.stories[0].headline = "Tom & Jerry <b>bold</b> \u{3}&lt;".into();
        let read = feed_rs::parser::parse(rss(&feed).as_slice()).unwrap();
        assert!(written(&feed).contains("<title>Tom &#x26; Jerry &#x3C;b&#x3E;bold&#x3C;/b&#x3E; &#x26;lt;</title>"));
        assert_eq!(read.entries.len(), 1);
    }

    #[test]
    fn a_story_stands_once_and_a_bad_address_nowhere() {
        let mut feed = sample::feed(2, "feed.xml");
        feed.stories[1] = feed.stories[0].clone();
        feed.stories[0].url = "/relative".into();
        feed.stories[0].authors[0].url = Some("mailto:reader@mail.example".into());
        let xml = written(&feed);
        assert_eq!(xml.matches("<item>").count(), 1);
        assert!(!xml.contains("/relative") && !xml.contains("mailto:"), "{xml}");
    }

    #[test]
    fn a_feed_without_stories_is_still_a_feed() {
        let feed = sample::feed(0, "feed.xml");
        sample::well_formed(&rss(&feed));
        assert!(
            feed_rs::parser::parse(rss(&feed).as_slice())
                .unwrap()
                .entries
                .is_empty()
        );
    }
}
