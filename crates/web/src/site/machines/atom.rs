//! Writes a feed as Atom (RFC 4287) with the full text.
//! The route `atom.xml` of the site and of each list calls it.

use super::xml::Xml;
use super::{Feed, FeedStory, absolute, categories, each_once, full_text, last_change, last_touched, w3c_time};

/// The feed as an Atom document in UTF-8.
///
/// Every entry names an author, as the format demands: the paper signs a story that nobody else signs.
pub fn atom(feed: &Feed) -> Vec<u8> {
    let mut xml = Xml::new();
    let mut attributes = vec![("xmlns", "http://www.w3.org/2005/Atom")];
    if !feed.language.is_empty() {
        attributes.push(("xml:lang", &feed.language));
    }
    xml.open("feed", &attributes);
    let address = absolute(&feed.feed_url);
    let id = if feed.id.is_empty() {
        address.as_deref().unwrap_or(&feed.feed_url)
    } else {
        &feed.id
    };
    xml.text("id", id);
    xml.text("title", &feed.title);
    if !feed.description.trim().is_empty() {
        xml.text("subtitle", &feed.description);
    }
    xml.text("updated", &w3c_time(last_change(feed)));
    if let Some(address) = &address {
        xml.empty(
            "link",
            &[("rel", "self"), ("type", "application/atom+xml"), ("href", address)],
        );
    }
    if let Some(home) = absolute(&feed.home_url) {
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &home)]);
    }
    if let Some(hub) = feed.hub.as_deref().and_then(absolute) {
        xml.empty("link", &[("rel", "hub"), ("href", &hub)]);
    }
    if let Some(icon) = feed.icon.as_ref().and_then(|icon| absolute(&icon.url)) {
        xml.text("icon", &icon);
    }
    xml.text("generator", "Courant");
    for story in each_once(feed) {
        entry(&mut xml, story, feed);
    }
    xml.finish()
}

fn entry(xml: &mut Xml, story: &FeedStory, feed: &Feed) {
    let other_language = !story.language.is_empty() && story.language != feed.language;
    let attributes: &[(&str, &str)] = if other_language {
        &[("xml:lang", &story.language)]
    } else {
        &[]
    };
    xml.open("entry", attributes);
    xml.text("id", &story.id);
    xml.text_with("title", &[("type", "text")], &story.headline);
    xml.text("published", &w3c_time(story.published));
    xml.text("updated", &w3c_time(last_touched(story)));
    let mut signed = false;
    for author in story.authors.iter().filter(|author| !author.name.trim().is_empty()) {
        signed = true;
        xml.open("author", &[]);
        xml.text("name", &author.name);
        if let Some(uri) = author.url.as_deref().and_then(absolute) {
            xml.text("uri", &uri);
        }
        xml.close();
    }
    if !signed {
        xml.open("author", &[]);
        xml.text("name", &feed.title);
        xml.close();
    }
    if let Some(link) = absolute(&story.url) {
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &link)]);
    }
    if let Some(picture) = &story.picture
        && let Some(url) = absolute(&picture.url)
    {
        let bytes = picture.bytes.to_string();
        xml.empty(
            "link",
            &[
                ("rel", "enclosure"),
                ("type", &picture.mime),
                ("length", &bytes),
                ("href", &url),
            ],
        );
    }
    for category in categories(story) {
        xml.empty("category", &[("term", category)]);
    }
    if !story.standfirst.trim().is_empty() {
        xml.text_with("summary", &[("type", "text")], &story.standfirst);
    }
    xml.text_with("content", &[("type", "html")], &full_text(story));
    xml.close();
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn a_feed_keeps_the_rules_of_rfc_4287() {
        let feed = sample::feed(2, "atom.xml");
        let xml = String::from_utf8(atom(&feed)).unwrap();
        sample::well_formed(xml.as_bytes());
        let top = sample::children(&xml, &["feed"]);
        for (element, times) in [
            ("id", 1),
            ("title", 1),
            ("subtitle", 1),
            ("updated", 1),
            ("link", 3),
            ("icon", 1),
            ("generator", 1),
            ("entry", 2),
            ("author", 0),
        ] {
            assert_eq!(
                top.iter().filter(|name| *name == element).count(),
                times,
                "{element} in the feed"
            );
        }
        assert_eq!(
            top.last().unwrap(),
            "entry",
            "nothing about the feed comes after an entry"
        );
        let inside = sample::children(&xml, &["feed", "entry"]);
        for (element, times) in [
            ("id", 2),
            ("title", 2),
            ("updated", 2),
            ("published", 2),
            ("author", 4),
            ("link", 4),
            ("summary", 2),
            ("content", 2),
            ("category", 6),
            ("subtitle", 0),
        ] {
            assert_eq!(
                inside.iter().filter(|name| *name == element).count(),
                times,
                "{element} in the entries"
            );
        }
        let author = sample::children(&xml, &["feed", "entry", "author"]);
        assert!(
            author.iter().all(|name| name == "name" || name == "uri"),
            "no e-mail address: {author:?}"
        );
        assert!(
            xml.contains("<published>2026-03-01T09:30:00Z</published>"),
            "no white space and no fractions in a date"
        );
    }

    #[test]
    fn a_feed_is_read_back_without_loss() {
        let feed = sample::feed(2, "atom.xml");
        let read = feed_rs::parser::parse(atom(&feed).as_slice()).unwrap();
        assert_eq!(read.id, feed.id);
        assert_eq!(read.title.unwrap().content, feed.title);
        assert_eq!(read.updated.unwrap().timestamp(), last_change(&feed).as_second());
        assert_eq!(read.entries.len(), 2);
        for (entry, story) in read.entries.iter().zip(&feed.stories) {
            assert_eq!(entry.id, story.id);
            assert_eq!(entry.title.as_ref().unwrap().content, story.headline);
            assert_eq!(entry.summary.as_ref().unwrap().content, story.standfirst);
            assert_eq!(entry.published.unwrap().timestamp(), story.published.as_second());
            assert_eq!(entry.updated.unwrap().timestamp(), story.updated.unwrap().as_second());
            assert_eq!(
                entry.content.as_ref().unwrap().body.as_deref().unwrap(),
                full_text(story)
            );
            let picture = story.picture.as_ref().unwrap();
            let enclosure = entry
                .links
                .iter()
                .find(|link| link.rel.as_deref() == Some("enclosure"))
                .unwrap();
            assert_eq!(
                (enclosure.href.as_str(), enclosure.length),
                (picture.url.as_str(), Some(picture.bytes))
            );
            assert!(
                entry
                    .links
                    .iter()
                    .any(|link| link.rel.as_deref() == Some("alternate") && link.href == story.url)
            );
        }
    }

    #[test]
    fn the_paper_signs_what_nobody_signs() {
        let mut feed = sample::feed(1, "atom.xml");
        feed.stories[0].authors.clear();
        let xml = String::from_utf8(atom(&feed)).unwrap();
        assert!(xml.contains("<author>\n<name>The Paper &#x26; Sons</name>"), "{xml}");
    }

    #[test]
    fn an_update_before_the_publishing_does_not_count() {
        let mut feed = sample::feed(1, "atom.xml");
        feed.stories[0].updated = Some("2001-01-01T00:00:00Z".parse().unwrap());
        let xml = String::from_utf8(atom(&feed)).unwrap();
        assert!(xml.contains("<updated>2026-03-01T09:30:00Z</updated>"), "{xml}");
    }
}
