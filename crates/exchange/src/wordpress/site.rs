//! What an export says of the site as a whole: its name and addresses, its authors, its categories, tags and other terms.
//! Made by [`super::wxr`] from the head of the file.

use super::element::{Element, Space};
use super::metas::{Meta, metas};

/// The site that was exported.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Site {
    /// Its name.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Where WordPress itself lay; the same, or the network's address.
    pub network_url: String,
    /// Its tagline.
    pub description: String,
    /// Its language (`en-GB`), or empty.
    pub language: String,
    /// The version of the format: `1.0`, `1.1`, `1.2`, or empty when the file does not say.
    pub version: String,
    /// What wrote the file.
    pub generator: String,
}

/// Somebody who signs. Nothing but the name and the text about them is for readers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Author {
    /// Their number, or that of the guest author's entry.
    pub number: Option<i64>,
    /// How they log in, by which posts name them.
    pub login: String,
    /// The name over their posts; falls back to first and last name, then to the login.
    pub name: String,
    /// Never public.
    pub email: String,
    /// What is said of them.
    pub bio: String,
    /// Their own site.
    pub website: String,
    /// Whether they have no account and are an entry of Co-Authors Plus.
    pub guest: bool,
    /// The login of the account that a guest author's entry stands for.
    pub linked_login: Option<String>,
}

/// What a term is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Taxonomy {
    /// A category.
    Category,
    /// A tag.
    Tag,
    /// `post_format`
    Format,
    /// A menu.
    Menu,
    /// An author of Co-Authors Plus and its like.
    Author,
    /// A taxonomy of the site's own.
    Custom(String),
}

impl Taxonomy {
    pub(super) fn of(domain: &str) -> Self {
        match domain {
            "category" => Self::Category,
            "post_tag" | "tag" => Self::Tag,
            "post_format" => Self::Format,
            "nav_menu" => Self::Menu,
            "author" => Self::Author,
            other => Self::Custom(other.to_owned()),
        }
    }

    /// Its name in the export.
    pub fn name(&self) -> &str {
        match self {
            Self::Category => "category",
            Self::Tag => "post_tag",
            Self::Format => "post_format",
            Self::Menu => "nav_menu",
            Self::Author => "author",
            Self::Custom(name) => name,
        }
    }
}

/// A category, tag or other term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its number; files of version 1.0 have none.
    pub number: Option<i64>,
    /// What it is.
    pub taxonomy: Taxonomy,
    /// By which posts name it.
    pub slug: String,
    /// As readers see it.
    pub name: String,
    /// The slug of the term above it.
    pub parent: Option<String>,
    /// What is said of it.
    pub description: String,
    /// Its metas.
    pub metas: Vec<Meta>,
}

/// The longest address of a site, in bytes. It is printed wherever a text names an attachment by its number.
pub(super) const LONGEST_SITE: usize = 500;

/// One field of the head, taken into the site; says whether it was one.
pub(super) fn field(site: &mut Site, element: &Element<'_>) -> bool {
    let text = || element.some().unwrap_or_default();
    let address = || {
        element
            .some()
            .filter(|address| address.len() <= LONGEST_SITE)
            .unwrap_or_default()
    };
    match (element.space, element.name) {
        (Space::Rss, "title") => site.title = super::body::plain_title(&text()),
        (Space::Rss, "link") => site.url = address(),
        (Space::Rss, "description") => site.description = super::body::plain_title(&text()),
        (Space::Rss, "language") => site.language = text(),
        (Space::Rss, "generator") => site.generator = text(),
        (Space::Wp | Space::Rss, "wxr_version") => site.version = text(),
        (Space::Wp | Space::Rss, "base_site_url") => site.network_url = address(),
        (Space::Wp | Space::Rss, "base_blog_url") => {
            let url = address();
            if !url.is_empty() {
                site.url = url;
            }
        }
        _ => return false,
    }
    true
}

pub(super) fn author(element: &Element<'_>) -> Option<Author> {
    let wp = |name: &str| element.wp(name).unwrap_or_default();
    let login = wp("author_login");
    let mut name = wp("author_display_name");
    if name.is_empty() {
        let full = format!("{} {}", wp("author_first_name"), wp("author_last_name"));
        full.trim().clone_into(&mut name);
    }
    if name.is_empty() {
        name.clone_from(&login);
    }
    if name.is_empty() {
        return None;
    }
    Some(Author {
        number: element.wp("author_id").and_then(|number| number.parse().ok()),
        login: if login.is_empty() { name.clone() } else { login },
        name: super::body::plain_title(&name),
        email: wp("author_email"),
        ..Author::default()
    })
}

/// `wp:category`, `wp:tag` and `wp:term`, each of which has names of its own.
pub(super) fn term(element: &Element<'_>) -> Option<Term> {
    let wp = |name: &str| element.wp(name);
    let (taxonomy, slug, name, parent, description) = match element.name {
        "category" => (
            Taxonomy::Category,
            wp("category_nicename"),
            wp("cat_name"),
            wp("category_parent"),
            wp("category_description"),
        ),
        "tag" => (
            Taxonomy::Tag,
            wp("tag_slug"),
            wp("tag_name"),
            None,
            wp("tag_description"),
        ),
        _ => (
            Taxonomy::of(&wp("term_taxonomy").or_else(|| wp("taxonomy")).unwrap_or_default()),
            wp("term_slug"),
            wp("term_name"),
            wp("term_parent"),
            wp("term_description"),
        ),
    };
    let name = name.or_else(|| slug.clone())?;
    Some(Term {
        number: wp("term_id").and_then(|number| number.parse().ok()),
        taxonomy,
        slug: slug.unwrap_or_else(|| name.clone()),
        name: super::body::plain_title(&name),
        parent: parent.filter(|parent| parent != "0"),
        description: description.unwrap_or_default(),
        metas: metas(element, "termmeta").0,
    })
}
