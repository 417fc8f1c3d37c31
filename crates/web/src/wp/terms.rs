//! `/wp/v2/categories` and `/wp/v2/tags`: the sections of the paper, and the topics under which readers find a story.
//! `routes` calls it. Numbers of both come from one sequence, so no category has the number of a tag.

use super::args::Asked;
use super::links::Links;
use super::posts::window;
use super::problem::Fault;
use super::routes::Tax;
use super::{Given, Total, found};
use crate::site::Reader;
use courant_newsroom::Error;
use courant_store::q;
use http::StatusCode;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A section or a topic.
struct Term {
    id: String,
    number: i64,
    slug: String,
    name: String,
    description: String,
    count: i64,
}

impl Tax {
    /// As WordPress names it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Tag => "post_tag",
        }
    }

    /// Where its list stands.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Category => "/wp/v2/categories",
            Self::Tag => "/wp/v2/tags",
        }
    }

    /// The parameter of posts that names it.
    fn parameter(self) -> &'static str {
        match self {
            Self::Category => "categories",
            Self::Tag => "tags",
        }
    }
}

/// The list.
pub(super) async fn list(reader: &mut Reader<'_>, tax: Tax, asked: &Asked) -> Result<Given, Fault> {
    let mut terms = all(reader, tax).await?;
    if asked.has("post") {
        let own = of_story(reader, tax, asked.number("post").unwrap_or_default()).await?;
        terms.retain(|term| own.contains(&term.id));
    }
    let (numbers, without, slugs) = (asked.numbers("include"), asked.numbers("exclude"), asked.words("slug"));
    let words = found::words(asked.text("search"));
    terms.retain(|term| {
        (numbers.is_empty() || numbers.contains(&term.number))
            && !without.contains(&term.number)
            && (slugs.is_empty() || slugs.contains(&term.slug))
            && (words.is_empty() || found::has(&format!("{} {}", term.name, term.slug), &words))
            && (asked.text("hide_empty") != "true" && asked.text("hide_empty") != "1" || term.count > 0)
            && (!asked.has("parent") || asked.number("parent") == Some(0))
    });
    sort(&mut terms, asked, &numbers, &slugs);
    let total = Total::of(asked, terms.len() as i64);
    let (per_page, offset) = window(asked);
    let items = terms
        .iter()
        .skip(usize::try_from(offset).unwrap_or(usize::MAX))
        .take(per_page as usize)
        .map(|term| print(reader, tax, term))
        .collect();
    Ok(Given::list(items, total))
}

/// One.
pub(super) async fn one(reader: &mut Reader<'_>, tax: Tax, number: i64) -> Result<Given, Fault> {
    let terms = all(reader, tax).await?;
    let term = terms.iter().find(|term| term.number == number);
    let missing = || Fault::new(StatusCode::NOT_FOUND, "rest_term_invalid", "Term does not exist.");
    term.map(|term| Given::one(print(reader, tax, term)))
        .ok_or_else(missing)
}

/// Number, name, address and taxonomy of every term whose name has the words, for the search over all.
pub(super) async fn named(reader: &mut Reader<'_>, tax: Tax, asked: &str) -> Result<Vec<(i64, String, String)>, Error> {
    let words = found::words(asked);
    let terms = all(reader, tax).await?;
    let named = terms.into_iter().filter(|term| found::has(&term.name, &words));
    Ok(named
        .map(|term| {
            let link = link(reader, tax, &term);
            (term.number, term.name, link)
        })
        .collect())
}

/// All of them, by name. A topic that only drafts have is nobody's to know.
async fn all(reader: &mut Reader<'_>, tax: Tax) -> Result<Vec<Term>, Error> {
    reader.read_every("story");
    reader.read_every("section");
    let counts: BTreeMap<String, i64> = match tax {
        Tax::Category => q!(reader.tx, listings::section_counts())?,
        Tax::Tag => {
            reader.read_every("topic");
            q!(reader.tx, listings::topic_counts())?
        }
    }
    .into_iter()
    .collect();
    let count = |id: &String| counts.get(id).copied().unwrap_or(0);
    let mut terms: Vec<Term> = match tax {
        Tax::Category => {
            let sections = reader.sections.iter().map(|section| Term {
                count: count(&section.id),
                id: section.id.clone(),
                number: section.number,
                slug: section.slug.clone(),
                name: section.name.clone(),
                description: section.description.clone(),
            });
            sections.collect()
        }
        Tax::Tag => {
            let topics = q!(reader.tx, terms::topics_in_use())?.into_iter().map(|topic| Term {
                count: count(&topic.id),
                id: topic.id,
                number: topic.number,
                slug: topic.slug,
                name: topic.name,
                description: topic.description,
            });
            topics.collect()
        }
    };
    terms.sort_by_cached_key(|term| (term.name.to_lowercase(), term.number));
    Ok(terms)
}

async fn of_story(reader: &mut Reader<'_>, tax: Tax, number: i64) -> Result<Vec<String>, Error> {
    let Some(listed) = q!(reader.tx, listings::by_number(number))? else {
        return Ok(Vec::new());
    };
    Ok(match tax {
        Tax::Category => {
            let live = q!(reader.tx, live::by_id(&listed.story_id))?;
            live.and_then(|live| live.section_id).into_iter().collect()
        }
        Tax::Tag => {
            let topics = q!(reader.tx, terms::topics_of(&listed.story_id))?;
            topics.into_iter().map(|topic| topic.id).collect()
        }
    })
}

fn sort(terms: &mut [Term], asked: &Asked, numbers: &[i64], slugs: &[String]) {
    match asked.text("orderby") {
        "id" => terms.sort_by_key(|term| term.number),
        "slug" => terms.sort_by(|one, other| one.slug.cmp(&other.slug)),
        "description" => terms.sort_by(|one, other| one.description.cmp(&other.description)),
        "count" => terms.sort_by_key(|term| term.count),
        "include" => terms.sort_by_key(|term| numbers.iter().position(|number| *number == term.number)),
        "include_slugs" => terms.sort_by_key(|term| slugs.iter().position(|slug| *slug == term.slug)),
        _ => {}
    }
    if asked.text("order") == "desc" && !asked.text("orderby").starts_with("include") {
        terms.reverse();
    }
}

fn link(reader: &Reader<'_>, tax: Tax, term: &Term) -> String {
    match tax {
        Tax::Category => reader.app.absolute(&format!("/{}", term.slug)),
        Tax::Tag => reader.app.absolute(&format!("/topic/{}", term.slug)),
    }
}

fn print(reader: &Reader<'_>, tax: Tax, term: &Term) -> Value {
    let mut map = Map::new();
    for (name, value) in [
        ("id", json!(term.number)),
        ("count", json!(term.count)),
        ("description", json!(term.description)),
        ("link", json!(link(reader, tax, term))),
        ("name", json!(courant_text::escape::text(&term.name))),
        ("slug", json!(term.slug)),
        ("taxonomy", json!(tax.name())),
        ("meta", json!([])),
    ] {
        map.insert(name.to_owned(), value);
    }
    if tax == Tax::Category {
        map.insert("parent".to_owned(), 0.into());
    }
    let mut links = Links::of(reader.app, tax.path(), &term.number.to_string());
    links.plain("about", &format!("/wp/v2/taxonomies/{}", tax.name()));
    links.plain(
        "wp:post_type",
        &format!("/wp/v2/posts?{}={}", tax.parameter(), term.number),
    );
    map.insert("_links".to_owned(), links.finish());
    Value::Object(map)
}
