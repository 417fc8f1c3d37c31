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

/// The largest export that is read, in bytes: it is held in memory as a whole.
pub const LARGEST: u64 = 512 << 20;
/// The longest address of a site, in bytes: it takes the place of a short mark wherever a text names it.
const LONGEST_SITE: usize = 500;

/// Something that is not read as a Ghost export.
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
    /// It is longer than [`LARGEST`].
    #[error("not read: the export is larger than {megabytes} MB")]
    TooLarge {
        /// What is read at most.
        megabytes: u64,
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
    read_within(file, source, site, LARGEST)
}

fn read_within(file: &str, source: impl Read, site: Option<&str>, most: u64) -> Result<Export, Refusal> {
    let mut source = source.take(most + 1);
    let whole: Result<Value, _> = serde_json::from_reader(std::io::BufReader::new(&mut source));
    if source.limit() == 0 {
        return Err(Refusal::TooLarge { megabytes: most >> 20 });
    }
    let whole = whole.map_err(|error| Refusal::NotJson {
        line: error.line(),
        column: error.column(),
        problem: error.to_string(),
    })?;
    let first = whole.get("db").and_then(|db| db.get(0)).unwrap_or(&whole);
    let data = first.get("data").unwrap_or(first);
    if !data.get("posts").is_some_and(Value::is_array) {
        return Err(Refusal::NoPosts);
    }
    let site_url = site
        .map(|site| site.trim_end_matches('/').to_owned())
        .filter(|site| site.len() <= LONGEST_SITE);
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_file_beyond_the_bound_is_refused_whatever_it_holds() {
        let file = b"{\"data\": {\"posts\": []}}          ";
        assert!(read_within("x", &file[..], None, 64).is_ok());
        let refused = read_within("x", &file[..], None, 24).unwrap_err();
        assert_eq!(refused, Refusal::TooLarge { megabytes: 0 });
    }

    #[test]
    fn a_card_that_is_named_over_and_over_is_printed_only_so_often() {
        let words = "w".repeat(100_000);
        let sections = vec!["[10,0]"; 1000].join(",");
        let markers = vec!["[0,[0,0,0,0],0,\"x\"]"; 1000].join(",");
        let tree = format!(
            "{{\"sections\":[[1,\"p\",[{markers}]],{sections}],\"cards\":[[\"html\",{{\"html\":\"{words}\"}}]],\"markups\":[[\"a\",[\"href\",\"https://a.example/{words}\"]]]}}"
        );
        let mut left = Vec::new();
        let made = mobiledoc::markup(&serde_json::from_str(&tree).unwrap(), &mut left).unwrap();
        assert!(made.len() < 8 << 20, "{}", made.len());
        assert!(
            left.iter().any(|what| what.contains("more than a story can hold")),
            "{left:?}"
        );
    }

    #[test]
    fn text_below_the_deepest_node_is_kept() {
        let mut tree = "{\"type\":\"text\",\"text\":\"deep words\"}".to_owned();
        for _ in 0..60 {
            tree = format!("{{\"type\":\"quote\",\"children\":[{tree}]}}");
        }
        let mut left = Vec::new();
        let tree = serde_json::from_str(&format!("{{\"root\":{{\"children\":[{tree}]}}}}")).unwrap();
        assert!(lexical::markup(&tree, &mut left).unwrap().contains("deep words"));
        assert_eq!(left.len(), 1);
    }
}
