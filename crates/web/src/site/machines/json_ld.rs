//! Describes stories, trails and the paper in schema.org's words, ready to stand in a `script` element.
//! The pages of the site call it through their views.

use serde_json::{Map, Value, json};

use super::xml::without_control;
use super::{FeedStory, Kind, Paper, Picture, absolute, last_touched, w3c_time};
use courant_model::record::{Entity, EntityKind};

/// A direct quotation of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Direct {
    /// Who said it.
    pub speaker: String,
    /// The speaker is an organisation or a state.
    pub is_organisation: bool,
    /// The speaker's page, absolute, when readers have one.
    pub url: Option<String>,
    /// The words.
    pub words: String,
}

/// The story as a `NewsArticle` or the kind of it that fits, with its direct quotations.
pub fn story(story: &FeedStory, quoted: &[Direct], paper: &Paper) -> String {
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        map.insert(key.to_owned(), value);
    };
    put("@context", "https://schema.org".into());
    put("@type", type_of(story.kind));
    put("headline", text(&story.headline));
    if !story.standfirst.trim().is_empty() {
        put("description", text(&story.standfirst));
    }
    if let Some(url) = absolute(&story.url) {
        put("mainEntityOfPage", json!({ "@type": "WebPage", "@id": url }));
        put("url", url.into());
    }
    put("identifier", text(&story.id));
    put("datePublished", w3c_time(story.published).into());
    put("dateModified", w3c_time(last_touched(story)).into());
    let authors: Vec<Value> = story
        .authors
        .iter()
        .map(|author| {
            let mut person = json!({ "@type": "Person", "name": text(&author.name) });
            if let (Some(map), Some(url)) = (person.as_object_mut(), author.url.as_deref().and_then(absolute)) {
                map.insert("url".into(), url.into());
            }
            person
        })
        .collect();
    let authors = if authors.is_empty() {
        vec![publisher(paper)]
    } else {
        authors
    };
    put("author", authors.into());
    put("publisher", publisher(paper));
    if let Some(picture) = story.picture.as_ref().and_then(image) {
        put("image", json!([picture]));
    }
    if !story.section.is_empty() {
        put("articleSection", text(&story.section));
    }
    if !story.topics.is_empty() {
        put("keywords", story.topics.iter().map(|topic| text(topic)).collect());
    }
    if story.words > 0 {
        put("wordCount", story.words.into());
    }
    if !story.corrections.is_empty() {
        let notes: Vec<Value> = story
            .corrections
            .iter()
            .map(|note| {
                json!({
                    "@type": "CorrectionComment",
                    "name": text(&note.label),
                    "text": text(&note.text),
                    "datePublished": w3c_time(note.at),
                })
            })
            .collect();
        put("correction", notes.into());
    }
    if !quoted.is_empty() && !story.retracted {
        put("hasPart", quoted.iter().map(quotation).collect());
    }
    if story.retracted {
        put("creativeWorkStatus", "Retracted".into());
    }
    put("isAccessibleForFree", true.into());
    let language = if story.language.is_empty() {
        &paper.language
    } else {
        &story.language
    };
    if !language.is_empty() {
        put("inLanguage", text(language));
    }
    script_safe(&Value::Object(map))
}

/// A direct quotation as a `Quotation`.
pub fn quotation(one: &Direct) -> Value {
    let kind = if one.is_organisation { "Organization" } else { "Person" };
    let mut creator = json!({ "@type": kind, "name": text(&one.speaker) });
    if let (Some(map), Some(url)) = (creator.as_object_mut(), one.url.as_deref().and_then(absolute)) {
        map.insert("url".into(), url.into());
    }
    json!({ "@type": "Quotation", "text": text(&one.words), "creator": creator })
}

/// Direct quotations that stand on a page of the record.
pub fn quotations(direct: &[Direct]) -> String {
    let all: Vec<Value> = direct.iter().map(quotation).collect();
    script_safe(&json!({ "@context": "https://schema.org", "@graph": all }))
}

/// The trail from the front page to a page: (name, absolute address), the outermost first.
pub fn breadcrumbs(trail: &[(&str, &str)]) -> String {
    let items: Vec<Value> = trail
        .iter()
        .filter_map(|(name, url)| Some((name, absolute(url)?)))
        .zip(1_u32..)
        .map(|((name, url), position)| json!({ "@type": "ListItem", "position": position, "name": text(name), "item": url }))
        .collect();
    script_safe(&json!({ "@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items }))
}

/// A person, an organisation or a place of the record. `sameAs` names Wikidata only where a person gave the item.
pub fn entity(entity: &Entity, kind: EntityKind, aliases: &[String], url: &str) -> String {
    let mut map = Map::new();
    map.insert("@context".into(), "https://schema.org".into());
    let kind = match kind {
        EntityKind::Person => "Person",
        EntityKind::Organisation => "Organization",
        EntityKind::Place => "Place",
    };
    map.insert("@type".into(), kind.into());
    map.insert("name".into(), text(&entity.name));
    if let Some(url) = absolute(url) {
        map.insert("url".into(), url.into());
    }
    if !aliases.is_empty() {
        map.insert(
            "alternateName".into(),
            aliases.iter().map(|alias| text(alias)).collect(),
        );
    }
    if !entity.description.is_empty() {
        map.insert("description".into(), text(&entity.description));
    }
    if kind == "Person" && !entity.public_role.is_empty() {
        map.insert("jobTitle".into(), text(&entity.public_role));
    }
    if !entity.wikidata.is_empty() {
        let item = format!("https://www.wikidata.org/wiki/{}", entity.wikidata);
        map.insert("sameAs".into(), json!([item]));
    }
    script_safe(&Value::Object(map))
}

/// A page that gathers stories, such as a storyline's: its stories as (headline, absolute address), the newest first.
pub fn collection(name: &str, about: &str, url: &str, parts: &[(String, String)], paper: &Paper) -> String {
    let mut map = Map::new();
    map.insert("@context".into(), "https://schema.org".into());
    map.insert("@type".into(), "CollectionPage".into());
    map.insert("name".into(), text(name));
    if !about.trim().is_empty() {
        map.insert("description".into(), text(about));
    }
    if let Some(url) = absolute(url) {
        map.insert("url".into(), url.into());
    }
    if !paper.language.is_empty() {
        map.insert("inLanguage".into(), text(&paper.language));
    }
    map.insert("publisher".into(), publisher(paper));
    let items: Vec<Value> = parts
        .iter()
        .filter_map(|(name, url)| Some((name, absolute(url)?)))
        .zip(1_u32..)
        .map(|((name, url), position)| json!({ "@type": "ListItem", "position": position, "name": text(name), "url": url }))
        .collect();
    map.insert(
        "mainEntity".into(),
        json!({ "@type": "ItemList", "itemListElement": items }),
    );
    script_safe(&Value::Object(map))
}

/// The paper and its site, with the search that it offers; for the front page.
pub fn site(paper: &Paper) -> String {
    let mut site = Map::new();
    site.insert("@type".into(), "WebSite".into());
    site.insert("name".into(), text(&paper.name));
    if let Some(url) = absolute(&paper.url) {
        site.insert("@id".into(), format!("{url}#site").into());
        site.insert("publisher".into(), json!({ "@id": format!("{url}#publisher") }));
        site.insert("url".into(), url.into());
    }
    if !paper.language.is_empty() {
        site.insert("inLanguage".into(), text(&paper.language));
    }
    if let Some(search) = absolute(&paper.search_url) {
        let template = format!(
            "{search}{}q={{search_term_string}}",
            if search.contains('?') { '&' } else { '?' }
        );
        site.insert(
            "potentialAction".into(),
            json!({
                "@type": "SearchAction",
                "target": { "@type": "EntryPoint", "urlTemplate": template },
                "query-input": "required name=search_term_string",
            }),
        );
    }
    script_safe(&json!({ "@context": "https://schema.org", "@graph": [publisher(paper), Value::Object(site)] }))
}

/// The value as JSON that can stand in a `script` element: nothing in it can end the element or open another.
pub fn script_safe(value: &Value) -> String {
    let plain = value.to_string();
    let mut out = String::with_capacity(plain.len() + 32);
    for letter in plain.chars() {
        match letter {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            _ => out.push(letter),
        }
    }
    out
}

// The general type comes first for readers that know no finer ones.
fn type_of(kind: Kind) -> Value {
    match kind {
        Kind::News => json!("NewsArticle"),
        Kind::Analysis => json!(["NewsArticle", "AnalysisNewsArticle"]),
        Kind::Opinion => json!(["NewsArticle", "OpinionNewsArticle"]),
        Kind::Explainer => json!(["NewsArticle", "BackgroundNewsArticle"]),
        Kind::Interview | Kind::Live => json!(["NewsArticle", "ReportageNewsArticle"]),
        Kind::PressRelease => json!("Article"),
        Kind::Sponsored => json!("AdvertiserContentArticle"),
    }
}

fn publisher(paper: &Paper) -> Value {
    let mut map = Map::new();
    map.insert("@type".into(), "NewsMediaOrganization".into());
    map.insert("name".into(), text(&paper.name));
    if let Some(url) = absolute(&paper.url) {
        map.insert("@id".into(), format!("{url}#publisher").into());
        map.insert("url".into(), url.into());
    }
    if let Some(logo) = paper.logo.as_ref().and_then(image) {
        map.insert("logo".into(), logo);
    }
    if let Some(policy) = paper.corrections_url.as_deref().and_then(absolute) {
        map.insert("correctionsPolicy".into(), policy.into());
    }
    let same: Vec<String> = paper.same_as.iter().filter_map(|url| absolute(url)).collect();
    if !same.is_empty() {
        map.insert("sameAs".into(), same.into());
    }
    Value::Object(map)
}

fn image(picture: &Picture) -> Option<Value> {
    let mut map = Map::new();
    map.insert("@type".into(), "ImageObject".into());
    map.insert("url".into(), absolute(&picture.url)?.into());
    if picture.width > 0 && picture.height > 0 {
        map.insert("width".into(), picture.width.into());
        map.insert("height".into(), picture.height.into());
    }
    if !picture.alt.is_empty() {
        map.insert("caption".into(), text(&picture.alt));
    }
    if !picture.credit.is_empty() {
        map.insert("creditText".into(), text(&picture.credit));
    }
    Some(Value::Object(map))
}

fn text(plain: &str) -> Value {
    Value::String(without_control(plain))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn a_story_says_what_search_engines_ask_for() {
        let read: Value = serde_json::from_str(&story(&sample::story(1), &[], &sample::paper())).unwrap();
        let sample = sample::story(1);
        for (pointer, wanted) in [
            ("/@type", json!("NewsArticle")),
            ("/headline", json!(sample.headline)),
            ("/datePublished", json!("2026-03-01T09:30:00Z")),
            ("/dateModified", json!("2026-03-02T10:00:00Z")),
            ("/author/0/@type", json!("Person")),
            ("/author/0/url", json!("https://paper.example/by/ana-sousa")),
            ("/publisher/@type", json!("NewsMediaOrganization")),
            ("/image/0/creditText", json!("Ana Sousa / The Paper")),
            ("/articleSection", json!("International")),
            ("/correction/0/@type", json!("CorrectionComment")),
            ("/isAccessibleForFree", json!(true)),
            ("/mainEntityOfPage/@id", json!(sample.url)),
            ("/inLanguage", json!("en-GB")),
        ] {
            assert_eq!(read.pointer(pointer), Some(&wanted), "{pointer}");
        }
    }

    #[test]
    fn a_finer_kind_keeps_the_general_one() {
        let opinion = FeedStory {
            kind: Kind::Opinion,
            ..sample::story(1)
        };
        let read: Value = serde_json::from_str(&story(&opinion, &[], &sample::paper())).unwrap();
        assert_eq!(read["@type"], json!(["NewsArticle", "OpinionNewsArticle"]));
    }

    #[test]
    fn nothing_in_it_can_leave_the_script_element() {
        let mut nasty = sample::story(1);
        nasty.headline = "</script><!-- &amp; \u{2028}\u{2029} \"quoted\"".into();
        let written = story(&nasty, &[], &sample::paper());
        assert!(!written.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{written}");
        let read: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read["headline"], nasty.headline, "and it reads back as it was");
    }

    #[test]
    fn a_trail_counts_from_one() {
        let trail = [
            ("The Paper", "https://paper.example/"),
            ("Local", "https://paper.example/local"),
            ("Here", "/relative"),
        ];
        let read: Value = serde_json::from_str(&breadcrumbs(&trail)).unwrap();
        let items = read["itemListElement"].as_array().unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!(
            (&items[1]["position"], &items[1]["item"]),
            (&json!(2), &json!("https://paper.example/local"))
        );
    }

    #[test]
    fn the_site_offers_its_search() {
        let read: Value = serde_json::from_str(&site(&sample::paper())).unwrap();
        assert_eq!(
            read["@graph"][1]["potentialAction"]["target"]["urlTemplate"],
            "https://paper.example/search?q={search_term_string}"
        );
        assert_eq!(read["@graph"][0]["@id"], read["@graph"][1]["publisher"]["@id"]);
    }
}
