//! The search page: the question, the facets, what was found.
//! Filled by the site's search handler; printed by `search.html`.

use serde::Serialize;

use super::{Card, Chrome, Html, Link, Pager, samples};

/// What a facet narrows by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FacetKind {
    /// By section.
    #[default]
    Section,
    /// By author.
    Author,
    /// By date.
    Date,
}

/// One choice of a facet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FacetChoice {
    /// "Local", "Inês Caldeira", "2026".
    pub label: String,
    /// How many stories it would leave.
    pub count: u64,
    /// The search with this choice made, or taken back when it is chosen.
    pub href: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// A facet with its choices, most stories first (dates newest first).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// What it narrows by; its heading comes from the theme's strings.
    pub kind: FacetKind,
    /// The choices.
    pub choices: Vec<FacetChoice>,
}

/// One story that was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SearchResult {
    /// The story.
    pub story: Card,
    /// Where the words stand, with `<mark>` around them; may be empty.
    pub excerpt: Html,
}

/// The search page. Without a query it is only the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Search {
    /// What all pages share.
    pub chrome: Chrome,
    /// The path that the form asks.
    pub action: String,
    /// What was asked, as typed.
    pub query: String,
    /// Hidden fields of the form: the chosen facets, so that a new question keeps them.
    pub kept: Vec<Link>,
    /// How many stories were found.
    pub total: u64,
    /// The facets; a facet without choices is left out.
    pub facets: Vec<Facet>,
    /// This page of what was found.
    pub results: Vec<SearchResult>,
    /// The same question to what was said, when the record has words like these: "3 quotations have these words".
    pub said: Option<Link>,
    /// A question that would find something, when this one found nothing.
    pub instead: Option<Link>,
    /// The search without any facet, when one is chosen.
    pub clear: Option<String>,
    /// Where this page stands.
    pub pager: Pager,
}

impl Search {
    /// Something found, nothing found, nothing asked.
    pub fn samples() -> Vec<Self> {
        let choice = |label: &str, count, chosen| FacetChoice {
            label: label.into(),
            count,
            href: format!("/search?q=ferry&in={}", label.to_lowercase().replace(' ', "-")),
            chosen,
        };
        let found = Self {
            chrome: samples::chrome("ferry: search", "/search"),
            action: "/search".into(),
            query: "ferry".into(),
            kept: vec![Link::new("section", "local")],
            total: 23,
            facets: vec![
                Facet {
                    kind: FacetKind::Section,
                    choices: vec![choice("Local", 17, true), choice("Economy", 4, false), choice("International", 2, false)],
                },
                Facet {
                    kind: FacetKind::Author,
                    choices: vec![choice("Inês Caldeira", 9, false), choice("Tomas Brandt", 6, false)],
                },
                Facet {
                    kind: FacetKind::Date,
                    choices: vec![choice("2026", 12, false), choice("2025", 7, false), choice("2024", 4, false)],
                },
            ],
            results: vec![
                SearchResult {
                    story: samples::ferry(),
                    excerpt: Html("The <mark>ferry</mark> will leave the old customs quay at half past eleven, after the last train has come in. … Eleven years ago the council sold the <mark>ferry</mark> to pay for the sea wall.".into()),
                },
                SearchResult {
                    story: samples::old(),
                    excerpt: Html("… nobody on the quay had seen the <mark>ferry</mark> leave with its lights on.".into()),
                },
            ],
            said: Some(Link::new("3 quotations have these words", "/quotations?q=night+boat")),
            instead: None,
            clear: Some("/search?q=ferry".into()),
            pager: Pager { page: 1, pages: 2, prev: None, next: Some("/search?q=ferry&page=2".into()) },
        };
        let nothing = Self {
            query: "fery <boat>".into(),
            kept: Vec::new(),
            total: 0,
            facets: Vec::new(),
            results: Vec::new(),
            instead: Some(Link::new("ferry boat", "/search?q=ferry+boat")),
            clear: None,
            pager: Pager {
                page: 1,
                pages: 1,
                ..Pager::default()
            },
            ..found.clone()
        };
        let blank = Self {
            query: String::new(),
            instead: None,
            ..nothing.clone()
        };
        vec![found, nothing, blank]
    }
}
