//! Lists the Open Graph and card tags of a page as (property, content) pairs.
//! The pages of the site call it; the theme prints `name` for those that begin with `twitter:` and `property` for the others.

use super::xml::without_control;
use super::{FeedStory, Paper, Picture, absolute, last_touched, w3c_time};

/// The tags of a story's page.
pub fn open_graph(story: &FeedStory, paper: &Paper) -> Vec<(&'static str, String)> {
    let mut tags = Vec::new();
    let language = if story.language.is_empty() {
        &paper.language
    } else {
        &story.language
    };
    common(
        &mut tags,
        "article",
        &story.headline,
        &story.standfirst,
        &story.url,
        language,
        paper,
    );
    put(&mut tags, "article:published_time", &w3c_time(story.published));
    if story.updated.is_some() {
        put(&mut tags, "article:modified_time", &w3c_time(last_touched(story)));
    }
    for author in story
        .authors
        .iter()
        .filter_map(|author| author.url.as_deref().and_then(absolute))
    {
        put(&mut tags, "article:author", &author);
    }
    put(&mut tags, "article:section", &story.section);
    for topic in &story.topics {
        put(&mut tags, "article:tag", topic);
    }
    card(&mut tags, story.picture.as_ref());
    tags
}

/// The tags of a page that is not a story: the front page, a list, a standing page.
pub fn open_graph_page(title: &str, description: &str, url: &str, paper: &Paper) -> Vec<(&'static str, String)> {
    let mut tags = Vec::new();
    common(&mut tags, "website", title, description, url, &paper.language, paper);
    card(&mut tags, None);
    tags
}

fn common(
    tags: &mut Vec<(&'static str, String)>,
    kind: &str,
    title: &str,
    description: &str,
    url: &str,
    language: &str,
    paper: &Paper,
) {
    put(tags, "og:type", kind);
    put(tags, "og:title", title);
    put(tags, "og:description", description);
    put(tags, "og:url", &absolute(url).unwrap_or_default());
    put(tags, "og:site_name", &paper.name);
    put(tags, "og:locale", &locale(language));
}

fn card(tags: &mut Vec<(&'static str, String)>, picture: Option<&Picture>) {
    let shown = picture.and_then(|picture| Some((picture, absolute(&picture.url)?)));
    if let Some((picture, url)) = &shown {
        put(tags, "og:image", url);
        put(tags, "og:image:type", &picture.mime);
        if picture.width > 0 && picture.height > 0 {
            put(tags, "og:image:width", &picture.width.to_string());
            put(tags, "og:image:height", &picture.height.to_string());
        }
        put(tags, "og:image:alt", &picture.alt);
    }
    put(
        tags,
        "twitter:card",
        if shown.is_some() {
            "summary_large_image"
        } else {
            "summary"
        },
    );
}

/// Open Graph writes a region after an underscore and knows no scripts: `pt-PT` is `pt_PT`, `zh-Hant-TW` is `zh_TW`.
///
/// A language without a region is not named, since the vocabulary has no word for it.
fn locale(tag: &str) -> String {
    let mut parts = tag.split(['-', '_']);
    let language = parts.next().unwrap_or_default();
    match parts.find(|part| part.len() == 2) {
        Some(region) => format!("{}_{}", language.to_ascii_lowercase(), region.to_ascii_uppercase()),
        None => String::new(),
    }
}

fn put(tags: &mut Vec<(&'static str, String)>, property: &'static str, content: &str) {
    if !content.trim().is_empty() {
        tags.push((property, without_control(content)));
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn of<'a>(tags: &'a [(&'static str, String)], property: &str) -> Vec<&'a str> {
        tags.iter()
            .filter(|(name, _)| *name == property)
            .map(|(_, content)| content.as_str())
            .collect()
    }

    #[test]
    fn a_story_shows_its_picture_and_its_dates() {
        let tags = open_graph(&sample::story(1), &sample::paper());
        assert_eq!(of(&tags, "og:type"), ["article"]);
        assert_eq!(of(&tags, "og:locale"), ["en_GB"]);
        assert_eq!(of(&tags, "og:image:width"), ["1280"]);
        assert_eq!(of(&tags, "article:modified_time"), ["2026-03-02T10:00:00Z"]);
        assert_eq!(of(&tags, "article:author"), ["https://paper.example/by/ana-sousa"]);
        assert_eq!(of(&tags, "article:tag").len(), 3);
        assert_eq!(of(&tags, "twitter:card"), ["summary_large_image"]);
    }

    #[test]
    fn what_is_not_known_is_not_said() {
        let tags = open_graph_page(
            "Local",
            "",
            "/local",
            &Paper {
                language: "ja".into(),
                ..sample::paper()
            },
        );
        assert!(
            of(&tags, "og:description").is_empty()
                && of(&tags, "og:url").is_empty()
                && of(&tags, "og:locale").is_empty()
        );
        assert_eq!(of(&tags, "twitter:card"), ["summary"]);
        assert_eq!(locale("zh-Hant-TW"), "zh_TW");
    }
}
