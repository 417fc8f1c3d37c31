//! The list of people, organisations or places that readers have a page of.
//! Filled by the site's `entities` handler; printed by `entities.html`.

use serde::Serialize;

use super::{Chrome, EntityKind, Link, Pager, samples};

/// One line of such a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EntityEntry {
    /// The name, and its page.
    pub link: Link,
    /// The public role of a person, else the line that tells it from others of the name.
    pub note: Option<String>,
}

/// The names that begin with one letter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EntityGroup {
    /// The letter, without accents.
    pub letter: String,
    /// The names in their order.
    pub entries: Vec<EntityEntry>,
}

/// A list of the record, by name. A letter that goes on from the page before stands again on top.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Entities {
    /// What all pages share; its `robots` says `noindex` while engines are to leave out anything that is listed.
    pub chrome: Chrome,
    /// What is listed.
    pub kind: EntityKind,
    /// "People".
    pub title: String,
    /// The names of this page, letter by letter; never empty.
    pub groups: Vec<EntityGroup>,
    /// How many names the whole list has.
    pub total: u64,
    /// Where this page stands.
    pub pager: Pager,
}

impl Entities {
    /// People under two letters, and the last page of many places.
    pub fn samples() -> Vec<Self> {
        let entry = |name: &str, note: Option<&str>, href: &str| EntityEntry {
            link: Link::new(name, href),
            note: note.map(String::from),
        };
        let people = Self {
            chrome: samples::chrome("People", "/people"),
            kind: EntityKind::Person,
            title: "People".into(),
            groups: vec![
                EntityGroup {
                    letter: "A".into(),
                    entries: vec![
                        entry("Ana Reis", Some("Harbour master of Maren"), "/people/ana-reis"),
                        entry("Anabela <b>Torres</b>", None, "/people/anabela-torres"),
                    ],
                },
                EntityGroup {
                    letter: "I".into(),
                    entries: vec![entry("Inês Caldeira", Some("Mayor of Maren"), "/people/ines-caldeira")],
                },
            ],
            total: 3,
            pager: Pager {
                page: 1,
                pages: 1,
                ..Pager::default()
            },
        };
        let places = Self {
            chrome: samples::chrome("Places", "/places"),
            kind: EntityKind::Place,
            title: "Places".into(),
            groups: vec![EntityGroup {
                letter: "Z".into(),
                entries: vec![entry("Zambujeira do Mar", None, "/places/zambujeira-do-mar")],
            }],
            total: 101,
            pager: Pager {
                page: 2,
                pages: 2,
                prev: Some("/places".into()),
                next: None,
            },
        };
        vec![people, places]
    }
}
