//! Writes a feed as JSON Feed 1.1 with the full text.
//! The route `feed.json` of the site and of each list calls it.

use serde_json::{Map, Value, json};

use super::xml::without_control;
use super::{Feed, FeedStory, absolute, categories, each_once, full_text, last_touched, w3c_time};

/// The feed as a JSON Feed 1.1 document in UTF-8; what is empty is left out.
pub fn json_feed(feed: &Feed) -> Vec<u8> {
    let mut top = Map::new();
    top.insert("version".into(), "https://jsonfeed.org/version/1.1".into());
    put(&mut top, "title", &feed.title);
    put(&mut top, "description", &feed.description);
    put_address(&mut top, "home_page_url", &feed.home_url);
    put_address(&mut top, "feed_url", &feed.feed_url);
    put(&mut top, "language", &feed.language);
    if let Some(icon) = &feed.icon {
        put_address(&mut top, "icon", &icon.url);
    }
    if let Some(hub) = feed.hub.as_deref().and_then(absolute) {
        top.insert("hubs".into(), json!([{ "type": "WebSub", "url": hub }]));
    }
    top.insert("items".into(), each_once(feed).map(|story| item(story, feed)).collect());
    Value::Object(top).to_string().into_bytes()
}

fn item(story: &FeedStory, feed: &Feed) -> Value {
    let mut item = Map::new();
    put(&mut item, "id", &story.id);
    put_address(&mut item, "url", &story.url);
    put(&mut item, "title", &story.headline);
    put(&mut item, "summary", &story.standfirst);
    item.insert("content_html".into(), without_control(&full_text(story)).into());
    item.insert("date_published".into(), w3c_time(story.published).into());
    if story.updated.is_some() {
        item.insert("date_modified".into(), w3c_time(last_touched(story)).into());
    }
    let authors: Vec<Value> = story
        .authors
        .iter()
        .filter(|author| !author.name.trim().is_empty())
        .map(|author| match author.url.as_deref().and_then(absolute) {
            Some(url) => json!({ "name": author.name, "url": url }),
            None => json!({ "name": author.name }),
        })
        .collect();
    if !authors.is_empty() {
        item.insert("authors".into(), authors.into());
    }
    let tags = categories(story);
    if !tags.is_empty() {
        item.insert("tags".into(), tags.into());
    }
    if story.language != feed.language {
        put(&mut item, "language", &story.language);
    }
    if let Some(picture) = &story.picture
        && let Some(url) = absolute(&picture.url)
    {
        item.insert(
            "attachments".into(),
            json!([{ "url": url, "mime_type": picture.mime, "size_in_bytes": picture.bytes }]),
        );
        item.insert("image".into(), url.into());
    }
    Value::Object(item)
}

fn put(map: &mut Map<String, Value>, key: &str, text: &str) {
    if !text.trim().is_empty() {
        map.insert(key.into(), without_control(text).into());
    }
}

fn put_address(map: &mut Map<String, Value>, key: &str, address: &str) {
    if let Some(url) = absolute(address) {
        map.insert(key.into(), url.into());
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn a_feed_keeps_the_rules_of_version_1_1() {
        let feed = sample::feed(2, "feed.json");
        let read: Value = serde_json::from_slice(&json_feed(&feed)).unwrap();
        assert_eq!(read["version"], "https://jsonfeed.org/version/1.1");
        for key in ["title", "home_page_url", "feed_url", "language", "icon"] {
            assert!(read[key].is_string(), "{key}");
        }
        for (item, story) in read["items"].as_array().unwrap().iter().zip(&feed.stories) {
            assert_eq!(item["id"], story.id);
            assert_eq!(item["content_html"], full_text(story));
            assert_eq!(item["date_modified"], "2026-03-02T10:00:00Z");
            assert_eq!(item["authors"][0]["url"], "https://paper.example/by/ana-sousa");
            assert_eq!(item["attachments"][0]["size_in_bytes"], 48_213);
            assert_eq!(item["attachments"][0]["mime_type"], "image/jpeg");
            assert!(item.get("author").is_none(), "the singular form is of version 1");
        }
    }

    #[test]
    fn a_feed_is_read_back_without_loss() {
        let feed = sample::feed(2, "feed.json");
        let read = feed_rs::parser::parse(json_feed(&feed).as_slice()).unwrap();
        assert_eq!(read.title.unwrap().content, feed.title);
        for (entry, story) in read.entries.iter().zip(&feed.stories) {
            assert_eq!(entry.id, story.id);
            assert_eq!(entry.title.as_ref().unwrap().content, story.headline);
            assert_eq!(entry.published.unwrap().timestamp(), story.published.as_second());
            assert_eq!(
                entry.content.as_ref().unwrap().body.as_deref().unwrap(),
                full_text(story)
            );
            assert!(entry.links.iter().any(|link| link.href == story.url));
        }
    }
}
