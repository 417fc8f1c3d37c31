//! Ghost exports (0.x to 5): posts, pages, tags and authors out of one JSON file, in the types of a WordPress export.
//! Called by the import; bodies may be Lexical, mobiledoc, HTML or Markdown, and members are only counted.

mod cards;
mod lexical;
mod mobiledoc;
mod post;
mod table;

use std::io::Read;

use serde_json::Value;

use crate::wordpress::{Author, Post, Site, Taxonomy, Term};
use table::{number, records, text};

/// Something that is no Ghost export.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is not JSON, or it ends too early.
    #[error("not a Ghost export: line {line}, column {column}: {problem}")]
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column.
        column: usize,
        /// What is wrong.
        problem: String,
    },
    /// It is JSON of something else.
    #[error("not a Ghost export: it has no list of posts")]
    NoPosts,
}

/// What an export holds.
#[derive(Debug, Clone, Default)]
pub struct Export {
    /// The site. Its address does not stand in an export; it is the one that was given.
    pub site: Site,
    /// The site's zone (`Europe/London`), or empty.
    pub zone: String,
    /// Everybody who signs.
    pub authors: Vec<Author>,
    /// Its tags; those that only the desk sees are of the taxonomy `internal`.
    pub terms: Vec<Term>,
    /// Its posts and pages.
    pub posts: Vec<GhostPost>,
    /// How many members or subscribers the file holds. None of them is read.
    pub members: usize,
}

/// A post, and what only Ghost has.
#[derive(Debug, Clone)]
pub struct GhostPost {
    /// The post. `featured` is never set: Ghost names the picture by its address.
    pub post: Post,
    /// The picture above it.
    pub feature: Option<Feature>,
    /// Whether everybody could read it (`public`), or only `members`, `paid` …
    pub visibility: String,
}

/// The picture above a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// Its address.
    pub address: String,
    /// What it shows.
    pub alt: String,
    /// Its caption, as plain text.
    pub caption: String,
}

/// Reads an export. `site` is the address of the old site, which the file itself leaves out.
pub fn read(file: &str, source: impl Read, site: Option<&str>) -> Result<Export, Refusal> {
    let whole: Value = serde_json::from_reader(std::io::BufReader::new(source)).map_err(|error| Refusal::NotJson {
        line: error.line(),
        column: error.column(),
        problem: error.to_string(),
    })?;
    let first = whole.get("db").and_then(|db| db.get(0)).unwrap_or(&whole);
    let data = first.get("data").unwrap_or(first);
    if !data.get("posts").is_some_and(Value::is_array) {
        return Err(Refusal::NoPosts);
    }
    let site_url = site.map(|site| site.trim_end_matches('/').to_owned());
    let mut export = Export {
        site: Site {
            url: site_url.clone().unwrap_or_default(),
            version: first.get("meta").map(|meta| text(meta, "version")).unwrap_or_default(),
            generator: "Ghost".to_owned(),
            ..Site::default()
        },
        members: records(data, "members")
            .count()
            .max(records(data, "subscribers").count()),
        ..Export::default()
    };
    for setting in records(data, "settings") {
        let value = text(setting, "value");
        match text(setting, "key").as_str() {
            "title" => export.site.title = value,
            "description" => export.site.description = value,
            "lang" | "default_locale" | "defaultLang" | "locale" => export.site.language = value,
            "timezone" | "activeTimezone" | "active_timezone" => export.zone = value,
            _ => {}
        }
    }
    export.authors = records(data, "users").map(author).collect();
    export.terms = records(data, "tags").map(term).collect();
    let tables = table::Tables::new(data);
    for (at, record) in records(data, "posts").enumerate() {
        export
            .posts
            .push(post::read(record, at, file, site_url.as_deref(), &tables));
    }
    Ok(export)
}

fn author(record: &Value) -> Author {
    Author {
        number: number(record, "id"),
        login: text(record, "slug"),
        name: text(record, "name"),
        email: text(record, "email"),
        bio: text(record, "bio"),
        website: text(record, "website"),
        ..Author::default()
    }
}

fn term(record: &Value) -> Term {
    let name = text(record, "name");
    let hidden = name.starts_with('#') || text(record, "visibility") == "internal";
    Term {
        number: number(record, "id"),
        taxonomy: if hidden {
            Taxonomy::Custom("internal".to_owned())
        } else {
            Taxonomy::Tag
        },
        slug: text(record, "slug"),
        name,
        parent: None,
        description: text(record, "description"),
        metas: Vec::new(),
    }
}
