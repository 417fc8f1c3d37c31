//! `/wp/v2/types`, `/statuses` and `/taxonomies`: what there is to ask for. The same on every paper.
//! `routes` calls it.

use super::Given;
use super::links::href;
use super::problem::Fault;
use crate::site::Reader;
use http::StatusCode;
use serde_json::{Map, Value, json};

/// Slug, name, end of the list's address, taxonomies, description.
type Kind = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static str,
);

const TYPES: [Kind; 3] = [
    ("post", "Posts", "posts", &["category", "post_tag"], "Stories."),
    ("page", "Pages", "pages", &[], "Standing pages."),
    ("attachment", "Media", "media", &[], "Pictures."),
];

const TAXONOMIES: [Kind; 2] = [
    (
        "category",
        "Categories",
        "categories",
        &["post"],
        "Sections of the paper; a story has one.",
    ),
    (
        "post_tag",
        "Tags",
        "tags",
        &["post"],
        "Topics; a story has as many as it is about.",
    ),
];

/// All types.
pub(super) fn types(reader: &Reader<'_>) -> Given {
    let all = TYPES.iter().map(|one| (one.0.to_owned(), print_type(reader, one)));
    Given::one(Value::Object(all.collect()))
}

/// One type.
pub(super) fn one_type(reader: &Reader<'_>, name: &str) -> Result<Given, Fault> {
    let found = TYPES.iter().find(|one| one.0 == name);
    found
        .map(|one| Given::one(print_type(reader, one)))
        .ok_or_else(|| Fault::new(StatusCode::NOT_FOUND, "rest_type_invalid", "Invalid post type."))
}

fn print_type(reader: &Reader<'_>, (slug, name, base, taxonomies, says): &Kind) -> Value {
    json!({
        "description": says, "hierarchical": *slug == "page", "has_archive": false, "name": name, "slug": slug,
        "icon": null, "taxonomies": taxonomies, "rest_base": base, "rest_namespace": "wp/v2", "template": [],
        "template_lock": false,
        "_links": {
            "collection": [{ "href": href(reader.app, "/wp/v2/types") }],
            "wp:items": [{ "href": href(reader.app, &format!("/wp/v2/{base}")) }],
            "curies": [{ "name": "wp", "href": "https://api.w.org/{rel}", "templated": true }],
        },
    })
}

/// All states that are read here: the one.
pub(super) fn statuses(reader: &Reader<'_>) -> Given {
    let mut all = Map::new();
    all.insert("publish".to_owned(), print_status(reader));
    Given::one(Value::Object(all))
}

/// One state.
pub(super) fn status(reader: &Reader<'_>, name: &str) -> Result<Given, Fault> {
    match name {
        "publish" => Ok(Given::one(print_status(reader))),
        "future" | "draft" | "pending" | "private" | "trash" => Err(Fault::new(
            StatusCode::UNAUTHORIZED,
            "rest_cannot_read_status",
            "Cannot view status.",
        )),
        _ => Err(Fault::new(
            StatusCode::NOT_FOUND,
            "rest_status_invalid",
            "Invalid status.",
        )),
    }
}

fn print_status(reader: &Reader<'_>) -> Value {
    json!({
        "name": "Published", "slug": "publish", "public": true, "queryable": true, "date_floating": false,
        "_links": { "archives": [{ "href": href(reader.app, "/wp/v2/posts") }] },
    })
}

/// All taxonomies.
pub(super) fn taxonomies(reader: &Reader<'_>) -> Given {
    let all = TAXONOMIES
        .iter()
        .map(|one| (one.0.to_owned(), print_taxonomy(reader, one)));
    Given::one(Value::Object(all.collect()))
}

/// One taxonomy.
pub(super) fn taxonomy(reader: &Reader<'_>, name: &str) -> Result<Given, Fault> {
    let found = TAXONOMIES.iter().find(|one| one.0 == name);
    found
        .map(|one| Given::one(print_taxonomy(reader, one)))
        .ok_or_else(|| Fault::new(StatusCode::NOT_FOUND, "rest_taxonomy_invalid", "Invalid taxonomy."))
}

fn print_taxonomy(reader: &Reader<'_>, (slug, name, base, types, says): &Kind) -> Value {
    json!({
        "name": name, "slug": slug, "description": says, "types": types, "hierarchical": *slug == "category",
        "rest_base": base, "rest_namespace": "wp/v2",
        "_links": {
            "collection": [{ "href": href(reader.app, "/wp/v2/taxonomies") }],
            "wp:items": [{ "href": href(reader.app, &format!("/wp/v2/{base}")) }],
            "curies": [{ "name": "wp", "href": "https://api.w.org/{rel}", "templated": true }],
        },
    })
}
