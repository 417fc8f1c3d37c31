//! One file as a post: its front matter in the fields of ours, its text as a document.
//! Called by the import, twice where files name each other: [`address`] for all of them first, then [`read`].

use std::sync::Arc;

use courant_text::{BlockKind, SequentialIds, markdown, plain as text_of};
use jiff::Timestamp;
use serde_json::Value;

use super::address::{address_of, part};
use super::fields::{Fields, MOST, text};
use super::front;
use super::links::{self, Addresses, Place};
use super::scan::{self, Context};
use super::{Entry, LONGEST, Role, System, beginning};
use crate::ghost::Feature;
use crate::wordpress::body::{self, plain_title};
use crate::wordpress::{Dates, Kind, Meta, Post, Problem, Seo, Signature, State, Tagged, Taxonomy};

/// A post, and what only such folders have.
#[derive(Debug, Clone)]
pub struct MarkdownPost {
    /// The post. `featured` is never set: these systems name a picture by its address.
    pub post: Post,
    /// Its address on the site (`/harbour/ferry/`).
    pub address: String,
    /// Other addresses that lead to it.
    pub aliases: Vec<String>,
    /// The folders that are its sections, the outermost first.
    pub sections: Vec<String>,
    /// The picture above it.
    pub feature: Option<Feature>,
    /// Its language, where its name or its front matter says so.
    pub language: Option<String>,
    /// After this it is to be shown no more.
    pub expires: Option<Timestamp>,
}

/// Reads a file. `site` is the address of the old site, without which links of posts stay paths.
pub fn read(entry: &Entry, source: &str, site: Option<&str>, addresses: &Addresses) -> MarkdownPost {
    let mut what: Vec<(u64, String)> = Vec::new();
    if source.len() > LONGEST {
        what.push((
            1,
            format!(
                "the file has {} bytes; what comes after {LONGEST} was left out",
                source.len()
            ),
        ));
    }
    let front = front::part(beginning(source));
    what.extend(front.fault.map(|fault| (1, fault)));
    let fields = Fields::new(front.fields);
    let address = address_of(entry, &fields);
    let place = Place {
        path: &entry.path,
        address: &address,
        addresses,
    };
    let mut title = fields
        .text(&["title"])
        .map(|title| plain_title(&title))
        .unwrap_or_default();
    let mut left = Vec::new();
    let context = Context {
        system: entry.system,
        place,
        title: &title,
    };
    let expanded = scan::expand(front.body, context, &mut left);
    let markdown = links::whole(&expanded, place);
    let mut read = markdown::read(&markdown, &mut SequentialIds::new());
    left.extend(read.left_out.iter().map(|out| format!("{}: {}", out.what, out.why)));
    if title.is_empty() {
        title = own_title(&mut read.document).unwrap_or_else(|| entry.slug.replace(['-', '_'], " "));
    }
    let body = body::of_document(read.document, None, left);
    what.extend(body.left.into_iter().map(|left| (front.line, left)));
    let file: Arc<str> = Arc::from(entry.path.as_str());
    let unreadable = what
        .into_iter()
        .map(|(line, what)| Problem {
            place: crate::wordpress::Place {
                file: file.clone(),
                line,
            },
            item: None,
            title: title.clone(),
            what,
        })
        .collect();
    let jekyll = entry.system == System::Jekyll;
    let (description, summary) = (
        fields.text(&["description"]),
        fields.text(&["summary", "excerpt", "standfirst", "lead", "subtitle"]),
    );
    let seo = Seo {
        title: fields.text(&["seo_title", "seotitle", "meta_title"]),
        description: description.clone().filter(|_| summary.is_some()),
        canonical: fields
            .text(&["canonicalurl", "canonical_url", "canonical"])
            .and_then(|address| courant_text::link::allowed(&address)),
        noindex: fields.is_set(&["noindex", "robotsnoindex", "private"]),
        primary_category: None,
    };
    let link = match site.map(|site| site.trim_end_matches('/')) {
        Some(site) if site.len() < 500 => format!("{site}{address}"),
        _ => address.clone(),
    };
    let post = Post {
        number: None,
        kind: kind(entry, &fields),
        slug: fields
            .text(&["slug"])
            .map_or_else(|| part(&entry.slug), |slug| part(&slug)),
        link,
        guid: fields.text(&["guid", "id"]).unwrap_or_else(|| entry.path.clone()),
        excerpt: body::plain(&summary.or(description).unwrap_or_default()),
        document: body.document,
        pictures: body.pictures,
        state: state(entry, &fields),
        dates: dates(entry, &fields),
        authors: authors(&fields),
        terms: terms(&fields, jekyll),
        featured: None,
        sticky: fields.is_set(&["pinned", "pin", "sticky"]),
        format: None,
        password_protected: false,
        replies_open: fields.is_set(&["comments"]),
        parent: None,
        order: fields
            .text(&["weight", "order", "nav_order"])
            .and_then(|order| order.parse().ok())
            .unwrap_or(0),
        seo,
        old_slugs: Vec::new(),
        metas: metas(&fields),
        comments: Vec::new(),
        unreadable,
        title,
    };
    let expires = match fields.time(&["expirydate", "unpublishdate"]) {
        (_, Some(moment)) => Some(moment),
        (Some(local), None) => jiff::tz::TimeZone::UTC.to_timestamp(local).ok(),
        (None, None) => None,
    };
    MarkdownPost {
        aliases: aliases(&fields, place),
        feature: feature(entry, &fields, place),
        language: entry
            .language
            .clone()
            .or_else(|| fields.text(&["lang", "language", "locale"])),
        sections: entry.sections.clone(),
        post,
        address,
        expires,
    }
}

/// The first heading of a text without a title, taken out of it.
fn own_title(document: &mut courant_text::Document) -> Option<String> {
    let first = document.blocks.first()?;
    if !matches!(first.kind, BlockKind::Heading(..)) {
        return None;
    }
    let title = crate::page::squeeze(&text_of::block(first));
    document.blocks.remove(0);
    Some(title).filter(|title| !title.is_empty())
}

fn kind(entry: &Entry, fields: &Fields) -> Kind {
    let own = fields.text(&["layout", "type"]).unwrap_or_default();
    let collection = entry.path.strip_prefix('_').and_then(|path| path.split_once('/'));
    match (entry.system, collection) {
        (System::Jekyll, Some((collection, _))) if !matches!(collection, "posts" | "drafts") => {
            Kind::Custom(collection.to_owned())
        }
        _ if entry.role == Role::Page || entry.role == Role::Section || own == "page" => Kind::Page,
        _ => Kind::Post,
    }
}

fn state(entry: &Entry, fields: &Fields) -> State {
    let unpublished = fields.text(&["published"]).is_some_and(|text| text == "false");
    if entry.role == Role::Draft || fields.is_set(&["draft"]) || unpublished {
        State::Draft
    } else {
        State::Published
    }
}

fn dates(entry: &Entry, fields: &Fields) -> Dates {
    let (mut local, moment) = fields.time(&["publishdate", "pubdate", "date", "published_at", "created"]);
    if local.is_none() && moment.is_none() {
        local = entry.date.map(|date| date.at(0, 0, 0, 0));
    }
    let (changed_local, changed) = fields.time(&[
        "lastmod",
        "updated",
        "last_modified_at",
        "last_modified",
        "modified",
        "updated_at",
    ]);
    Dates {
        local,
        gmt: moment,
        changed_local,
        changed_gmt: changed,
    }
}

fn authors(fields: &Fields) -> Vec<Signature> {
    fields
        .list(&["authors", "author", "byline"], false)
        .into_iter()
        .map(|name| Signature {
            login: part(&name),
            name: Some(plain_title(&name)),
        })
        .filter(|author| !author.login.is_empty())
        .collect()
}

fn terms(fields: &Fields, jekyll: bool) -> Vec<Tagged> {
    let mut out: Vec<Tagged> = Vec::new();
    let mut add = |taxonomy: Taxonomy, names: Vec<String>| {
        for name in names {
            let slug = part(&name);
            if !out.iter().any(|known| known.taxonomy == taxonomy && known.slug == slug) && out.len() < 3 * MOST {
                out.push(Tagged {
                    taxonomy: taxonomy.clone(),
                    slug,
                    name: plain_title(&name),
                });
            }
        }
    };
    add(Taxonomy::Category, fields.list(&["categories", "category"], jekyll));
    add(Taxonomy::Tag, fields.list(&["tags", "tag"], jekyll));
    add(Taxonomy::Custom("series".to_owned()), fields.list(&["series"], false));
    if let Some(Value::Object(own)) = fields.get(&["taxonomies"]) {
        for name in own.keys().take(20) {
            let lower = name.to_lowercase();
            if !matches!(
                lower.as_str(),
                "categories" | "category" | "tags" | "tag" | "series" | "authors" | "author"
            ) {
                add(Taxonomy::Custom(lower.clone()), fields.list(&[lower.as_str()], false));
            }
        }
    }
    out
}

fn aliases(fields: &Fields, place: Place<'_>) -> Vec<String> {
    fields
        .list(&["aliases", "alias", "redirect_from"], false)
        .into_iter()
        .map(|alias| match url::Url::parse(&alias) {
            Ok(url) => url.path().to_owned(),
            Err(_) if alias.starts_with('/') => alias,
            // Zola's are without the slash; Hugo's are beside the page.
            Err(_) if alias.contains('/') => format!("/{alias}"),
            Err(_) => place.meant(&format!("../{alias}")).unwrap_or(alias),
        })
        .filter(|alias| alias != place.address)
        .collect()
}

fn feature(entry: &Entry, fields: &Fields, place: Place<'_>) -> Option<Feature> {
    const NAMES: &[&str] = &[
        "image",
        "featured_image",
        "featuredimage",
        "cover",
        "thumbnail",
        "banner",
        "hero",
        "feature",
        "header",
        "images",
    ];
    let value = NAMES.iter().find_map(|name| {
        let value = fields.0.get(*name)?;
        let value = value.as_array().map_or(Some(value), |list| list.first())?;
        let empty = value.as_str().is_some_and(|text| text.trim().is_empty());
        (!empty && (value.is_string() || value.is_object())).then_some(value)
    })?;
    let of = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| text(value.get(name)?))
            .filter(|text| !text.is_empty())
    };
    let source = text(value).or_else(|| {
        of(&[
            "image",
            "src",
            "url",
            "path",
            "feature",
            "overlay_image",
            "teaser",
            "file",
        ])
    })?;
    let rooted = source.starts_with('/') || url::Url::parse(&source).is_ok();
    let address = if rooted {
        source
    } else if entry.bundle.is_some() {
        place.meant(&source).unwrap_or(source)
    } else {
        // Beside a file that is no bundle there are no pictures: it is one of the site.
        format!("/{source}")
    };
    let words = |own: &[&str], beside: &[&str]| {
        of(own)
            .or_else(|| fields.text(beside))
            .map(|words| plain_title(&words))
            .unwrap_or_default()
    };
    Some(Feature {
        address,
        alt: words(
            &["alt", "image_alt"],
            &["image_alt", "featured_image_alt", "imagealt", "alt"],
        ),
        caption: words(
            &["caption", "image_caption"],
            &["image_caption", "featured_image_caption", "imagecaption"],
        ),
    })
}

/// Fields that have no place of their own.
fn metas(fields: &Fields) -> Vec<Meta> {
    const PLACED: &[&str] = &[
        "title",
        "date",
        "publishdate",
        "lastmod",
        "updated",
        "draft",
        "published",
        "slug",
        "url",
        "permalink",
        "path",
        "aliases",
        "redirect_from",
        "categories",
        "category",
        "tags",
        "tag",
        "authors",
        "author",
        "description",
        "summary",
        "excerpt",
        "image",
        "weight",
        "comments",
        "series",
        "expirydate",
        "last_modified_at",
        "featured_image",
        "image_alt",
        "standfirst",
        "lang",
        "language",
    ];
    fields
        .0
        .iter()
        .filter(|(name, _)| !PLACED.contains(&name.as_str()))
        .filter_map(|(name, value)| {
            Some(Meta {
                key: name.clone(),
                value: text(value)?,
            })
        })
        .filter(|meta| meta.value.len() < 4000)
        .take(MOST)
        .collect()
}
