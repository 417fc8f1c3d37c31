//! One post or page of Ghost.
//! Called by [`super::read`] for each row; the newest form of its body that can be read is taken.

use std::sync::Arc;

use courant_text::{SequentialIds, html, markdown};
use jiff::Timestamp;
use serde_json::Value;

use super::table::{Tables, is_set, number, some, text};
use super::{Feature, GhostPost, lexical, mobiledoc};
use crate::wordpress::body::{self, Body};
use crate::wordpress::{Dates, Kind, Place, Post, Problem, Seo, Signature, State, Tagged};

/// What Ghost writes for the address of the site itself.
const SITE: &str = "__GHOST_URL__";

pub(super) fn read(record: &Value, at: usize, file: &str, site: Option<&str>, tables: &Tables<'_>) -> GhostPost {
    let site_url = site.unwrap_or_default();
    let slug = text(record, "slug");
    let title = text(record, "title");
    let link = if site_url.is_empty() || slug.is_empty() {
        String::new()
    } else {
        format!("{site_url}/{slug}/")
    };
    let page = Some(link.as_str()).filter(|link| !link.is_empty()).or(site);
    let mut what = Vec::new();
    let body = body_of(record, site_url, page, &mut what);
    what.extend(body.left);
    let address = |address: String| address.replace(SITE, site_url);
    for name in ["codeinjection_head", "codeinjection_foot"] {
        if tables.meta(record, name).is_some() {
            what.push(format!("the code in {name}: scripts are never kept"));
        }
    }
    let email_only = is_set(record, "email_only") || text(record, "status") == "sent";
    if email_only {
        what.push("went out by mail only; it comes in as a draft".to_owned());
    }
    let number_of = number(record, "id").or_else(|| number(record, "comment_id"));
    // A row of the list stands for a line: the file is one line.
    let place = Place {
        file: Arc::from(format!("{file}, post {}", at + 1)),
        line: 1,
    };
    let unreadable = what
        .into_iter()
        .map(|what| Problem {
            place: place.clone(),
            item: number_of,
            title: title.clone(),
            what,
        })
        .collect();
    let feature = some(record, "feature_image")
        .or_else(|| some(record, "image"))
        .map(|image| Feature {
            address: address(image),
            alt: tables.meta(record, "feature_image_alt").unwrap_or_default(),
            caption: tables
                .meta(record, "feature_image_caption")
                .map(|html| body::plain(&html))
                .unwrap_or_default(),
        });
    let tags = tables.tags(record);
    let page_kind = is_set(record, "page") || text(record, "type") == "page";
    let post = Post {
        number: number_of,
        kind: if page_kind { Kind::Page } else { Kind::Post },
        link,
        guid: text(record, "uuid"),
        excerpt: some(record, "custom_excerpt").unwrap_or_default(),
        document: body.document,
        pictures: body.pictures,
        state: match text(record, "status").as_str() {
            "published" => State::Published,
            "scheduled" => State::Scheduled,
            _ => State::Draft,
        },
        dates: Dates {
            gmt: moment(record, "published_at"),
            changed_gmt: moment(record, "updated_at"),
            ..Dates::default()
        },
        authors: tables
            .authors(record)
            .into_iter()
            .map(|user| Signature {
                login: text(user, "slug"),
                name: some(user, "name"),
            })
            .collect(),
        terms: tags
            .into_iter()
            .map(|tag| {
                let term = super::term(tag);
                Tagged {
                    taxonomy: term.taxonomy,
                    slug: term.slug,
                    name: term.name,
                }
            })
            .collect(),
        featured: None,
        sticky: is_set(record, "featured"),
        format: None,
        password_protected: false,
        replies_open: false,
        parent: None,
        order: 0,
        seo: Seo {
            title: tables.meta(record, "meta_title"),
            description: tables.meta(record, "meta_description"),
            canonical: some(record, "canonical_url").map(address),
            ..Seo::default()
        },
        old_slugs: Vec::new(),
        metas: Vec::new(),
        comments: Vec::new(),
        unreadable,
        slug,
        title,
    };
    let visibility = some(record, "visibility").unwrap_or_else(|| "public".to_owned());
    GhostPost {
        post,
        feature,
        visibility,
    }
}

/// The body: of Lexical, mobiledoc, HTML and Markdown the first that is there and can be read.
fn body_of(record: &Value, site: &str, page: Option<&str>, what: &mut Vec<String>) -> Body {
    let before = what.len();
    for (field, read) in [
        (
            "lexical",
            lexical::markup as fn(&Value, &mut Vec<String>) -> Option<String>,
        ),
        ("mobiledoc", mobiledoc::markup),
    ] {
        let Some(source) = some(record, field) else { continue };
        let source = source.replace(SITE, site);
        let mut left = Vec::new();
        let made = serde_json::from_str(&source)
            .ok()
            .and_then(|tree: Value| read(&tree, &mut left));
        match made {
            Some(markup) => return body::of_html(&markup, page, left),
            None => what.push(format!("its {field} could not be read")),
        }
    }
    let unread = what.len() > before;
    let mut instead = |form: &str| {
        if unread {
            what.push(format!("its text was taken from its {form}"));
        }
    };
    if let Some(markup) = some(record, "html") {
        instead("HTML");
        return body::of_html(&markup.replace(SITE, site), page, Vec::new());
    }
    if let Some(source) = some(record, "markdown") {
        instead("Markdown");
        return body::of_html(&of_markdown(&source.replace(SITE, site), what), page, Vec::new());
    }
    Body::default()
}

/// HTML of Markdown, by way of the document that it is.
pub(super) fn of_markdown(source: &str, left: &mut Vec<String>) -> String {
    let read = markdown::read(source, &mut SequentialIds::new());
    left.extend(read.left_out.iter().map(|out| format!("{}: {}", out.what, out.why)));
    html::write(&read.document, &html::NoSurroundings)
}

/// `2016-12-02T12:55:21.000Z`, `2016-12-02 12:55:21`, or milliseconds since 1970.
fn moment(record: &Value, name: &str) -> Option<Timestamp> {
    if let Some(milliseconds) = record.get(name).and_then(Value::as_i64) {
        return Timestamp::from_millisecond(milliseconds).ok();
    }
    let text = some(record, name)?;
    text.parse()
        .ok()
        .or_else(|| format!("{}Z", text.replacen(' ', "T", 1)).parse().ok())
}
