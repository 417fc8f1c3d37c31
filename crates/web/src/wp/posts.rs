//! `/wp/v2/posts` and `/wp/v2/pages`: which live stories a program asks for, in its order, in pages.
//! `routes` calls it; one story is printed by `post`.

use super::args::Asked;
use super::fields::Fields;
use super::problem::{Fault, Wrong};
use super::routes::Form;
use super::{Given, Total, found, post};
use crate::site::Reader;
use courant_model::entry::Thing;
use courant_model::front::{Front, Seat};
use courant_model::listing::{Among, By, Listed, Part, Stories};
use courant_newsroom::{Error, fronts};
use courant_store::q;
use http::StatusCode;

/// Most stories that are put in an order which the store does not know.
const MOST: i64 = 500;
/// An id that nothing has.
const NOBODY: &str = "-";
/// States of WordPress that only those who are signed in may ask for.
const HIDDEN: [&str; 9] = [
    "future",
    "draft",
    "pending",
    "private",
    "trash",
    "auto-draft",
    "inherit",
    "any",
    "request-pending",
];

impl Form {
    /// As the store has it.
    pub(crate) fn kept(self) -> &'static str {
        match self {
            Self::Post => "story",
            Self::Page => "page",
        }
    }

    /// As WordPress has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Page => "page",
        }
    }

    /// Where the list stands.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Post => "/wp/v2/posts",
            Self::Page => "/wp/v2/pages",
        }
    }
}

/// The list.
pub(super) async fn list(reader: &mut Reader<'_>, form: Form, asked: &Asked, fields: &Fields) -> Result<Given, Fault> {
    status(asked)?;
    reader.read_every("story");
    reader.read_every("section");
    let (per_page, offset) = window(asked);
    let orderby = asked.text("orderby");
    let words = asked.text("search").trim().to_owned();
    if orderby == "relevance" && words.is_empty() {
        let message = "You need to define a search term to order by relevance.";
        return Err(Fault::new(
            StatusCode::BAD_REQUEST,
            "rest_no_search_term_defined",
            message,
        ));
    }
    if orderby == "include" && !asked.has("include") {
        let message = "You need to define an include parameter to order by include.";
        return Err(Fault::new(
            StatusCode::BAD_REQUEST,
            "rest_orderby_include_missing_include",
            message,
        ));
    }
    if orderby == "include_slugs" && !asked.has("slug") {
        let message = "You need to define a slug parameter to order by include_slugs.";
        return Err(Fault::new(
            StatusCode::BAD_REQUEST,
            "rest_orderby_include_slugs_missing",
            message,
        ));
    }
    let mut wanted = wanted(reader, form, asked).await?;
    let mut ranked: Vec<String> = Vec::new();
    if !words.is_empty() {
        ranked = found::stories(reader, &words).await?;
        wanted.standing = true;
        wanted.ids = Some(match wanted.ids.take() {
            Some(held) => ranked.iter().filter(|id| held.contains(id)).cloned().collect(),
            None => ranked.clone(),
        });
    }
    let total = q!(reader.tx, listings::count_stories(&wanted))?;
    let (numbers, slugs) = (asked.numbers("include"), asked.words("slug"));
    let place = |one: &Listed| match orderby {
        "include" => numbers.iter().position(|number| *number == one.number),
        "include_slugs" => slugs.iter().position(|slug| *slug == one.slug),
        _ => ranked.iter().position(|id| *id == one.story_id),
    };
    let rows = if matches!(orderby, "include" | "include_slugs" | "relevance") {
        wanted.part = Part {
            descending: true,
            limit: MOST,
            offset: 0,
        };
        let mut rows = q!(reader.tx, listings::stories(&wanted))?;
        rows.sort_by_key(place);
        let skipped = usize::try_from(offset).unwrap_or(usize::MAX);
        rows.into_iter().skip(skipped).take(per_page as usize).collect()
    } else {
        wanted.part = Part {
            descending: asked.text("order") == "desc",
            limit: per_page,
            offset,
        };
        q!(reader.tx, listings::stories(&wanted))?
    };
    let total = Total::of(asked, total);
    total.within("rest_post_invalid_page_number")?;
    let sticky = sticky(reader).await?;
    let mut items = Vec::with_capacity(rows.len());
    for listed in &rows {
        items.extend(post::print(reader, form, listed, &sticky, fields).await?);
    }
    Ok(Given::list(items, total))
}

/// One.
pub(super) async fn one(reader: &mut Reader<'_>, form: Form, number: i64, fields: &Fields) -> Result<Given, Fault> {
    reader.read_every("story");
    let listed = q!(reader.tx, listings::by_number(number))?;
    let sticky = sticky(reader).await?;
    let printed = match &listed {
        Some(listed) => post::print(reader, form, listed, &sticky, fields).await?,
        None => None,
    };
    printed.map(Given::one).ok_or_else(missing)
}

/// What is told where no such story stands before readers, whether or not the newsroom has one.
pub(super) fn missing() -> Fault {
    Fault::new(StatusCode::NOT_FOUND, "rest_post_invalid_id", "Invalid post ID.")
}

/// How many, after how many.
pub(super) fn window(asked: &Asked) -> (i64, i64) {
    let per_page = asked.number("per_page").unwrap_or(10).clamp(1, 100);
    let page = asked.number("page").unwrap_or(1).max(1);
    let offset = asked
        .number("offset")
        .filter(|_| asked.has("offset"))
        .unwrap_or_else(|| (page - 1).saturating_mul(per_page));
    (per_page, offset)
}

/// Only what is published is read.
fn status(asked: &Asked) -> Result<(), Fault> {
    for state in asked.words("status").iter().flat_map(|list| list.split(',')) {
        let wrong = |code, message: String| {
            Err(Fault::params(&[Wrong {
                name: "status".to_owned(),
                code,
                message,
            }]))
        };
        if HIDDEN.contains(&state) {
            return wrong("rest_forbidden_status", "Status is forbidden.".to_owned());
        }
        if state != "publish" {
            let known = HIDDEN.join(", ");
            return wrong("rest_not_in_enum", format!("status[0] is not one of publish, {known}."));
        }
    }
    Ok(())
}

/// Ids, or the one that nothing has when all that was asked for is unknown.
pub(super) fn or_nobody(asked: bool, ids: Vec<String>) -> Vec<String> {
    if asked && ids.is_empty() {
        vec![NOBODY.to_owned()]
    } else {
        ids
    }
}

async fn wanted(reader: &mut Reader<'_>, form: Form, asked: &Asked) -> Result<Stories, Fault> {
    let section = |reader: &Reader<'_>, name: &str| -> Vec<String> {
        let numbers = asked.numbers(name);
        let sections = reader
            .sections
            .iter()
            .filter(|section| numbers.contains(&section.number));
        sections.map(|section| section.id.clone()).collect()
    };
    let sections = Among {
        with: or_nobody(asked.has("categories"), section(reader, "categories")),
        without: section(reader, "categories_exclude"),
    };
    let topics = Among {
        with: or_nobody(asked.has("tags"), topics(reader, &asked.numbers("tags")).await?),
        without: topics(reader, &asked.numbers("tags_exclude")).await?,
    };
    let authors = Among {
        with: or_nobody(asked.has("author"), authors(reader, &asked.numbers("author")).await?),
        without: authors(reader, &asked.numbers("author_exclude")).await?,
    };
    let (mut ids, mut without_ids) = (None, Vec::new());
    if let Some(held) = asked.flag("sticky") {
        let top = sticky(reader).await?;
        if held {
            ids = Some(top);
        } else {
            without_ids = top;
        }
    }
    let other_format = asked.has("format") && !asked.words("format").iter().any(|format| format == "standard");
    let below = asked.has("parent") && !asked.numbers("parent").contains(&0);
    let placed = asked.number("menu_order").is_some_and(|place| place != 0);
    if other_format || below || placed || asked.numbers("parent_exclude").contains(&0) {
        ids = Some(Vec::new());
    }
    Ok(Stories {
        form: form.kept(),
        unlisted: form == Form::Page || asked.has("slug") || asked.has("include"),
        standing: false,
        numbers: asked.numbers("include"),
        without_numbers: asked.numbers("exclude"),
        ids,
        without_ids,
        slugs: asked.words("slug"),
        sections,
        topics,
        either: asked.text("tax_relation") == "OR",
        authors,
        after: asked.moment("after"),
        before: asked.moment("before"),
        modified_after: asked.moment("modified_after"),
        modified_before: asked.moment("modified_before"),
        by: match asked.text("orderby") {
            "modified" => By::Modified,
            "id" | "parent" | "menu_order" => By::Number,
            "title" => By::Title,
            "slug" => By::Slug,
            "author" => By::Author,
            _ => By::Date,
        },
        part: Part::default(),
    })
}

async fn topics(reader: &mut Reader<'_>, numbers: &[i64]) -> Result<Vec<String>, Error> {
    reader.read_every("topic");
    let mut ids = Vec::new();
    for number in numbers {
        ids.extend(q!(reader.tx, listings::topic_by_number(*number))?.map(|topic| topic.id));
    }
    Ok(ids)
}

async fn authors(reader: &mut Reader<'_>, numbers: &[i64]) -> Result<Vec<String>, Error> {
    reader.read_every("author");
    let mut ids = Vec::new();
    for number in numbers {
        ids.extend(q!(reader.tx, listings::author_by_number(*number))?.map(|author| author.id));
    }
    Ok(ids)
}

/// What an editor holds at the top of the front page by hand: as near as a front comes to a sticky post.
pub(super) async fn sticky(reader: &mut Reader<'_>) -> Result<Vec<String>, Error> {
    reader.read(&Thing::Front);
    let layout = fronts::layout(&mut reader.tx, &Front::Paper).await?;
    let now = reader.now.timestamp().as_microsecond();
    let mut held = Vec::new();
    for (seat, slot) in &layout.slots {
        let Some(story) = &slot.story else { continue };
        if !matches!(seat, Seat::Lead | Seat::Second(_)) || slot.until.is_some_and(|until| until <= now) {
            continue;
        }
        if let Some(until) = slot.until {
            reader.holds_until(until);
        }
        held.push(story.clone());
    }
    Ok(held)
}

/// The numbers of stories as ids, of those that readers see.
pub(super) async fn ids_of(reader: &mut Reader<'_>, numbers: &[i64]) -> Result<Vec<String>, Error> {
    let mut ids = Vec::new();
    for number in numbers {
        ids.extend(q!(reader.tx, listings::by_number(*number))?.map(|listed| listed.story_id));
    }
    Ok(ids)
}
