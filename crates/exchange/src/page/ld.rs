//! JSON-LD: the story that a page's linked data describes, through graphs, lists, references and broken JSON.
//! Called by `metadata`.

use std::collections::HashMap;

use serde_json::{Map, Value};

use courant_model::story::Kind;

/// What the linked data says of the story. Strings are as written, character references resolved.
#[derive(Debug, Default, Clone)]
pub(crate) struct Linked {
    pub headline: Option<String>,
    pub alternative: Option<String>,
    pub description: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<String>,
    pub section: Option<String>,
    pub breadcrumbs: Vec<String>,
    pub language: Option<String>,
    pub publisher: Option<String>,
    pub rights: Option<String>,
    pub image: Option<String>,
    pub image_caption: Option<String>,
    pub address: Option<String>,
    pub body: Option<String>,
    pub free: Option<bool>,
    pub kind: Option<Kind>,
    /// The page calls itself a list, a search or a front page, and describes no story.
    pub list: bool,
}

type Object = Map<String, Value>;

/// Reads all linked data blocks of a page.
pub(crate) fn read(blocks: &[String]) -> Linked {
    let mut roots: Vec<Value> = Vec::new();
    let mut broken: Vec<&str> = Vec::new();
    for block in blocks {
        match parse(block) {
            Some(value) => roots.push(value),
            None => broken.push(block),
        }
    }
    let mut objects: Vec<&Object> = Vec::new();
    for root in &roots {
        gather(root, &mut objects);
    }
    let by_id: HashMap<&str, &Object> = objects
        .iter()
        .filter(|object| object.len() > 1)
        .filter_map(|object| Some((object.get("@id")?.as_str()?, *object)))
        .collect();
    let story = objects
        .iter()
        .copied()
        .filter(|object| rank(object) > 0)
        .reduce(|best, next| if rank(next) > rank(best) { next } else { best });
    let mut linked = Linked {
        breadcrumbs: breadcrumbs(&objects, &by_id),
        ..Linked::default()
    };
    if let Some(story) = story {
        fill(&mut linked, story, &by_id);
    } else {
        linked.list = objects
            .iter()
            .any(|object| types(object).any(|t| matches!(t, "CollectionPage" | "SearchResultsPage" | "ItemList")));
    }
    if linked.publisher.is_none() {
        linked.publisher = objects
            .iter()
            .find(|object| types(object).any(|t| matches!(t, "NewsMediaOrganization" | "WebSite")))
            .and_then(|object| text(object.get("name"), &by_id));
    }
    for block in broken {
        salvage(&mut linked, block);
    }
    linked
}

fn parse(block: &str) -> Option<Value> {
    let trimmed = block
        .trim()
        .trim_start_matches("<!--")
        .trim_end_matches("-->")
        .trim()
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("/*<![CDATA[*/")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("//]]>")
        .trim_end_matches("/*]]>*/")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(trimmed) {
        return Some(value);
    }
    // Raw line ends inside strings and commas before a closing bracket are the usual faults.
    let mut repaired = String::with_capacity(trimmed.len());
    let mut in_string = false;
    let mut escaped = false;
    for c in trimmed.chars() {
        if in_string {
            match c {
                _ if escaped => {
                    escaped = false;
                    repaired.push(c);
                }
                '\\' => {
                    escaped = true;
                    repaired.push(c);
                }
                '"' => {
                    in_string = false;
                    repaired.push(c);
                }
                '\n' => repaired.push_str("\\n"),
                '\t' => repaired.push_str("\\t"),
                c if c.is_control() => {}
                c => repaired.push(c),
            }
            continue;
        }
        match c {
            '"' => {
                in_string = true;
                repaired.push(c);
            }
            ']' | '}' => {
                let end = repaired.trim_end().len();
                if repaired.get(..end).is_some_and(|s| s.ends_with(',')) {
                    repaired.truncate(end - 1);
                }
                repaired.push(c);
            }
            c => repaired.push(c),
        }
    }
    // Several objects one after the other: the first is what can be had.
    serde_json::Deserializer::from_str(&repaired)
        .into_iter::<Value>()
        .next()
        .and_then(Result::ok)
}

/// All objects of the tree, outer ones first.
fn gather<'v>(root: &'v Value, objects: &mut Vec<&'v Object>) {
    let mut waiting = vec![root];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(items) => waiting.extend(items.iter().rev()),
            Value::Object(object) => {
                objects.push(object);
                for key in [
                    "@graph",
                    "mainEntity",
                    "mainEntityOfPage",
                    "itemListElement",
                    "breadcrumb",
                    "publisher",
                    "author",
                    "isPartOf",
                    "image",
                    "liveBlogUpdate",
                ] {
                    if let Some(inner @ (Value::Array(_) | Value::Object(_))) = object.get(key)
                        && key != "liveBlogUpdate"
                    {
                        waiting.push(inner);
                    }
                }
            }
            _ => {}
        }
        if objects.len() > 2000 {
            return;
        }
    }
}

fn types(object: &Object) -> impl Iterator<Item = &str> {
    let list: Vec<&str> = match object.get("@type") {
        Some(Value::String(name)) => vec![name.as_str()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    list.into_iter()
        .map(|name| name.rsplit(['/', ':']).next().unwrap_or(name))
}

/// How much an object is the story of the page; 0 for none.
fn rank(object: &Object) -> u32 {
    let named = u32::from(object.contains_key("headline")) * 2
        + u32::from(object.contains_key("datePublished"))
        + u32::from(object.contains_key("articleBody"));
    types(object)
        .map(|name| match name {
            _ if name.ends_with("NewsArticle") => 40,
            "Article"
            | "LiveBlogPosting"
            | "Report"
            | "AdvertiserContentArticle"
            | "BlogPosting"
            | "TechArticle"
            | "ScholarlyArticle"
            | "SocialMediaPosting"
            | "Review"
            | "Interview" => 30,
            "CreativeWork" | "MedicalWebPage" | "DiscussionForumPosting" if object.contains_key("headline") => 12,
            "WebPage" if object.contains_key("datePublished") => 4,
            _ => 0,
        })
        .max()
        .filter(|base| *base > 0)
        .map_or(0, |base| base + named)
}

fn fill(linked: &mut Linked, story: &Object, by_id: &HashMap<&str, &Object>) {
    let one = |key: &str| text(story.get(key), by_id);
    linked.headline = one("headline").or_else(|| one("name"));
    linked.alternative = one("alternativeHeadline");
    linked.description = one("description");
    linked.published = one("datePublished").or_else(|| one("dateCreated").filter(|_| false));
    linked.section = one("articleSection");
    linked.language = one("inLanguage");
    linked.publisher = one("publisher").or_else(|| one("isPartOf"));
    linked.rights = one("copyrightNotice").or_else(|| one("license")).or_else(|| {
        let holder = one("copyrightHolder")?;
        Some(match one("copyrightYear") {
            Some(year) => format!("© {year} {holder}"),
            None => format!("© {holder}"),
        })
    });
    linked.address = one("url").or_else(|| {
        story.get("mainEntityOfPage").and_then(|value| match value {
            Value::String(address) => Some(address.clone()),
            Value::Object(object) => object.get("@id").and_then(Value::as_str).map(str::to_owned),
            _ => None,
        })
    });
    linked.body = one("articleBody").filter(|body| body.len() > 100);
    linked.free = story.get("isAccessibleForFree").and_then(|value| match value {
        Value::Bool(free) => Some(*free),
        Value::String(word) => Some(!word.to_lowercase().contains("false")),
        _ => None,
    });
    if let Some(image) = story.get("image") {
        let first = match image {
            Value::Array(list) => list.first(),
            other => Some(other),
        };
        match first {
            Some(Value::String(address)) => linked.image = Some(address.clone()),
            Some(Value::Object(object)) => {
                let object = resolved(object, by_id);
                linked.image = text(object.get("url"), by_id).or_else(|| text(object.get("contentUrl"), by_id));
                linked.image_caption = text(object.get("caption"), by_id);
            }
            _ => {}
        }
    }
    for key in ["author", "creator"] {
        if let Some(value) = story.get(key) {
            add_names(&mut linked.authors, value, by_id);
        }
        if !linked.authors.is_empty() {
            break;
        }
    }
    linked.kind = types(story).find_map(|name| match name {
        "OpinionNewsArticle" => Some(Kind::Opinion),
        "AnalysisNewsArticle" => Some(Kind::Analysis),
        "BackgroundNewsArticle" | "AskPublicNewsArticle" => Some(Kind::Explainer),
        "LiveBlogPosting" => Some(Kind::Live),
        "AdvertiserContentArticle" => Some(Kind::Sponsored),
        "Interview" => Some(Kind::Interview),
        "NewsArticle" | "ReportageNewsArticle" => Some(Kind::News),
        _ => None,
    });
}

fn resolved<'v>(object: &'v Object, by_id: &HashMap<&str, &'v Object>) -> &'v Object {
    if object.len() <= 2
        && let Some(found) = object.get("@id").and_then(Value::as_str).and_then(|id| by_id.get(id))
    {
        return found;
    }
    object
}

/// A string out of a string, a number, an object with a name, or the first of a list.
fn text(value: Option<&Value>, by_id: &HashMap<&str, &Object>) -> Option<String> {
    let found = match value? {
        Value::String(text) => plain(text),
        Value::Number(number) => number.to_string(),
        Value::Array(items) => return text(items.first(), by_id),
        Value::Object(object) => {
            let object = resolved(object, by_id);
            let name = object
                .get("name")
                .or_else(|| object.get("@value"))
                .or_else(|| object.get("alternateName"))
                .or_else(|| object.get("url"))?;
            match name {
                Value::String(text) => plain(text),
                Value::Array(items) => plain(items.first()?.as_str()?),
                _ => return None,
            }
        }
        _ => return None,
    };
    (!found.is_empty()).then_some(found)
}

fn add_names(names: &mut Vec<String>, value: &Value, by_id: &HashMap<&str, &Object>) {
    match value {
        Value::Array(items) => {
            for item in items.iter().take(40) {
                if !item.is_array() {
                    add_names(names, item, by_id);
                }
            }
        }
        Value::Object(object) if matches!(object.get("name"), Some(Value::Array(_))) => {
            if let Some(list @ Value::Array(_)) = object.get("name") {
                add_names(names, list, by_id);
            }
        }
        other => {
            if let Some(name) = text(Some(other), by_id) {
                for name in super::byline::names(&name, false) {
                    if !names.contains(&name) {
                        names.push(name);
                    }
                }
            }
        }
    }
}

/// Names of the section path, the story itself not counted.
fn breadcrumbs(objects: &[&Object], by_id: &HashMap<&str, &Object>) -> Vec<String> {
    let Some(list) = objects
        .iter()
        .find(|object| types(object).any(|t| t == "BreadcrumbList"))
    else {
        return Vec::new();
    };
    let Some(Value::Array(items)) = list.get("itemListElement") else {
        return Vec::new();
    };
    items
        .iter()
        .take(12)
        .filter_map(|item| {
            let object = item.as_object()?;
            text(object.get("name"), by_id).or_else(|| text(object.get("item"), by_id))
        })
        .filter(|name| !name.contains("://"))
        .collect()
}

/// Character references resolved, white space squeezed: linked data is often escaped twice.
fn plain(text: &str) -> String {
    super::squeeze(&super::metadata::unescape(text))
}

/// Picks the plain fields out of a block that is no JSON.
fn salvage(linked: &mut Linked, block: &str) {
    if !block.contains("Article") && !block.contains("BlogPosting") {
        return;
    }
    let field = |name: &str| -> Option<String> {
        let after = block.split(&format!("\"{name}\"")).nth(1)?;
        let after = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        let mut value = String::new();
        let mut escaped = false;
        for c in after.chars().take(2000) {
            match c {
                'n' | 't' | 'r' if escaped => value.push(' '),
                _ if escaped => value.push(c),
                '\\' => {}
                '"' => return Some(plain(&value)),
                c => value.push(c),
            }
            escaped = c == '\\' && !escaped;
        }
        None
    };
    let missing = |kept: &Option<String>| kept.is_none();
    if missing(&linked.headline) {
        linked.headline = field("headline");
    }
    if missing(&linked.published) {
        linked.published = field("datePublished");
    }
    if missing(&linked.section) {
        linked.section = field("articleSection");
    }
    if linked.authors.is_empty()
        && let Some(after) = block.split("\"author\"").nth(1)
    {
        let near: String = after.chars().take(300).collect();
        if let Some(name) = near.split("\"name\"").nth(1).and_then(|rest| rest.split('"').nth(1)) {
            linked.authors = super::byline::names(name, false);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_is_found_in_a_graph_with_references() {
        let block = r#"{"@graph":[{"@type":"WebPage","@id":"p"},{"@type":["Article","NewsArticle"],"headline":"A &amp; B","author":{"@id":"a"},"datePublished":"2023-09-06"},{"@type":"Person","@id":"a","name":"Jane Roe"}]}"#;
        let linked = read(&[block.to_owned()]);
        assert_eq!(linked.headline.as_deref(), Some("A & B"));
        assert_eq!(linked.authors, ["Jane Roe"]);
        assert_eq!(linked.kind, Some(Kind::News));
    }

    #[test]
    fn broken_linked_data_is_survived() {
        let block = "{\"@type\":\"NewsArticle\",\"headline\":\"Line\none\",\"author\":[{\"name\":\"Jane Roe\"},],}";
        let linked = read(&[block.to_owned()]);
        assert_eq!(linked.headline.as_deref(), Some("Line one"));
        let block = r#"{"@type":"NewsArticle","headline":"He said "no" twice","datePublished":"2023-09-06" "author":{"name":"Jane Roe"}"#;
        let linked = read(&[block.to_owned()]);
        assert_eq!(linked.published.as_deref(), Some("2023-09-06"));
        assert_eq!(linked.authors, ["Jane Roe"]);
    }
}
