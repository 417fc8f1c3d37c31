//! Describes a story for other sites' embeds, after oEmbed 1.0, in JSON and in XML.
//! The route `oembed` calls it once it has found the story that the asked-for address belongs to.

use serde_json::{Map, Value};

use super::xml::{Xml, without_control};
use super::{FeedStory, Paper, absolute, html_text, joined, w3c_time};

/// How wide a card is when nobody asks for less, in pixels.
const WIDTH: u32 = 600;
/// How high room for a card is reserved, in pixels.
const HEIGHT: u32 = 240;
/// Below this width or height a card can't be read, and a plain link is offered.
const LEAST: (u32, u32) = (160, 120);
/// How long a consumer may keep the answer, in seconds.
const CACHE_SECONDS: u32 = 300;

/// The bounds that the asking site names, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bounds {
    /// `maxwidth`.
    pub width: Option<u32>,
    /// `maxheight`.
    pub height: Option<u32>,
}

/// The answer in JSON: type `rich` with a card of plain HTML without script, or `link` when there is no room for one.
pub fn oembed_json(story: &FeedStory, paper: &Paper, bounds: Bounds) -> Vec<u8> {
    Value::Object(answer(story, paper, bounds)).to_string().into_bytes()
}

/// The same answer in XML.
pub fn oembed_xml(story: &FeedStory, paper: &Paper, bounds: Bounds) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open("oembed", &[]);
    for (key, value) in answer(story, paper, bounds) {
        match value {
            Value::String(text) => xml.text(&key, &text),
            other => xml.text(&key, &other.to_string()),
        }
    }
    xml.finish()
}

fn answer(story: &FeedStory, paper: &Paper, bounds: Bounds) -> Map<String, Value> {
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        map.insert(key.to_owned(), value);
    };
    put("version", "1.0".into());
    put("title", without_control(&story.headline).into());
    put("provider_name", without_control(&paper.name).into());
    if let Some(url) = absolute(&paper.url) {
        put("provider_url", url.into());
    }
    put("cache_age", CACHE_SECONDS.into());
    let names: Vec<&str> = story.authors.iter().map(|author| author.name.as_str()).collect();
    if !names.is_empty() {
        put("author_name", without_control(&joined(&names)).into());
    }
    if let [only] = story.authors.as_slice()
        && let Some(url) = only.url.as_deref().and_then(absolute)
    {
        put("author_url", url.into());
    }
    // The three thumbnail fields stand together or not at all, and within the asked-for bounds.
    if let Some(picture) = &story.picture
        && let Some(url) = absolute(&picture.url)
        && picture.width > 0
        && picture.height > 0
        && bounds.width.is_none_or(|most| picture.width <= most)
        && bounds.height.is_none_or(|most| picture.height <= most)
    {
        put("thumbnail_url", url.into());
        put("thumbnail_width", picture.width.into());
        put("thumbnail_height", picture.height.into());
    }
    let width = bounds.width.map_or(WIDTH, |most| most.min(WIDTH));
    let height = bounds.height.map_or(HEIGHT, |most| most.min(HEIGHT));
    match absolute(&story.url) {
        Some(url) if width >= LEAST.0 && height >= LEAST.1 => {
            put("type", "rich".into());
            put("html", card(story, paper, &url).into());
            put("width", width.into());
            put("height", height.into());
        }
        _ => put("type", "link".into()),
    }
    map
}

/// The card: a quotation that names its source, readable without any style.
fn card(story: &FeedStory, paper: &Paper, url: &str) -> String {
    let mut html = format!(
        "<blockquote cite=\"{0}\"><p><a href=\"{0}\">{1}</a></p>",
        html_text(url),
        html_text(&story.headline)
    );
    if !story.standfirst.trim().is_empty() {
        html.push_str("<p>");
        html.push_str(&html_text(&story.standfirst));
        html.push_str("</p>");
    }
    html.push_str("<footer>");
    html.push_str(&html_text(&paper.name));
    let when = w3c_time(story.published);
    let day = when.get(..10).unwrap_or(&when);
    html.push_str(", <time datetime=\"");
    html.push_str(&html_text(&when));
    html.push_str("\">");
    html.push_str(&html_text(day));
    html.push_str("</time></footer></blockquote>");
    without_control(&html)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::super::sample;
    use super::*;

    fn json(bounds: Bounds) -> Value {
        serde_json::from_slice(&oembed_json(&sample::story(1), &sample::paper(), bounds)).unwrap()
    }

    #[test]
    fn a_story_is_a_rich_card_without_script() {
        let answer = json(Bounds::default());
        for (key, value) in [
            ("version", "1.0"),
            ("type", "rich"),
            ("provider_name", "The Paper"),
            ("author_name", "Ana Sousa and Rui Prado"),
        ] {
            assert_eq!(answer[key], value, "{key}");
        }
        assert!(answer["width"].is_u64() && answer["height"].is_u64());
        let html = answer["html"].as_str().unwrap();
        assert!(
            html.starts_with("<blockquote") && !html.contains("<script") && !html.contains("style="),
            "{html}"
        );
        assert_eq!(answer["thumbnail_width"], 1280);
    }

    #[test]
    fn the_bounds_of_the_asking_site_hold() {
        let answer = json(Bounds {
            width: Some(320),
            height: Some(200),
        });
        assert_eq!((&answer["width"], &answer["height"]), (&320.into(), &200.into()));
        assert!(
            answer.get("thumbnail_url").is_none(),
            "a picture wider than the bounds is not offered"
        );
        assert_eq!(
            json(Bounds {
                width: Some(20),
                height: None
            })["type"],
            "link"
        );
    }

    #[test]
    fn markup_in_a_headline_stays_text() {
        let mut story = sample::story(1);
        story.headline = "<img src=x onerror=alert(1)>".into();
        let answer: Value = serde_json::from_slice(&oembed_json(&story, &sample::paper(), Bounds::default())).unwrap();
        assert!(!answer["html"].as_str().unwrap().contains("<img"));
    }

    #[test]
    fn xml_says_the_same_as_json() {
        let bytes = oembed_xml(&sample::story(1), &sample::paper(), Bounds::default());
        sample::well_formed(&bytes);
        let xml = String::from_utf8(bytes).unwrap();
        let mut fields = sample::children(&xml, &["oembed"]);
        fields.sort();
        let answer = json(Bounds::default());
        let mut keys: Vec<&str> = answer.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(fields, keys);
    }
}
