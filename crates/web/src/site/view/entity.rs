//! The page of a person in a public role, an organisation or a place, as an editor opened it.
//! Filled by the site's `entity` handler from the record; printed by `entity.html`.

use serde::Serialize;

use super::{Card, Chrome, Feed, Link, Pager, Quoted, samples};

/// What the page is of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntityKind {
    /// Somebody who acts in a public role.
    #[default]
    Person,
    /// A firm, an office, a party, a club.
    Organisation,
    /// A town, a country, a building, a sea.
    Place,
}

/// A role over time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EntityRole {
    /// "Mayor".
    pub title: String,
    /// Of which organisation; without an address when readers have no page of it.
    pub organisation: Option<Link>,
    /// Since when: "14 March 2026", "March 2026" or "2026".
    pub from: Option<String>,
    /// Until when.
    pub to: Option<String>,
}

/// A page of the record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EntityPage {
    /// What all pages share; its `robots` says `noindex` until an editor opens the page to engines.
    pub chrome: Chrome,
    /// What it is.
    pub kind: EntityKind,
    /// The list of all that are of its kind.
    pub all: Link,
    /// The name.
    pub name: String,
    /// In which public role a person acts.
    pub role: Option<String>,
    /// One line that tells it from others of the name.
    pub description: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Roles over time, newest first.
    pub roles: Vec<EntityRole>,
    /// Confirmed quotations, newest first.
    pub quotations: Vec<Quoted>,
    /// Stories that name them, newest first; empty is a state of its own.
    pub stories: Vec<Card>,
    /// Where this page stands.
    pub pager: Pager,
    /// The form that asks for a correction of the page.
    pub ask: String,
    /// The page's own feeds, for the reader.
    pub feeds: Vec<Feed>,
}

impl EntityPage {
    /// A person with everything, an organisation's second page, and a place of which nothing is told.
    pub fn samples() -> Vec<Self> {
        let person = Self {
            chrome: samples::chrome("Inês Caldeira", "/people/ines-caldeira"),
            kind: EntityKind::Person,
            all: Link::new("People", "/people"),
            name: "Inês Caldeira".into(),
            role: Some("Mayor of Maren".into()),
            description: Some("Engineer; led the rebuilding of the quay.".into()),
            aliases: vec![
                "I. Caldeira".into(),
                "Donaudampfschifffahrtsgesellschaftskapitänin Caldeira".into(),
            ],
            roles: vec![
                EntityRole {
                    title: "Mayor".into(),
                    organisation: Some(Link::new("Town of Maren", "/organisations/town-of-maren")),
                    from: Some("14 March 2024".into()),
                    to: None,
                },
                EntityRole {
                    title: "Head of works".into(),
                    organisation: Some(Link::new("Maren Port Authority", "")),
                    from: Some("2016".into()),
                    to: Some("March 2024".into()),
                },
            ],
            quotations: Quoted::samples(),
            stories: samples::many(),
            pager: Pager {
                page: 1,
                pages: 1,
                ..Pager::default()
            },
            ask: "/correction?entity=01A".into(),
            feeds: samples::feeds("Inês Caldeira", "/people/ines-caldeira"),
        };
        let organisation = Self {
            chrome: samples::chrome("Maren Port Authority", "/organisations/maren-port-authority"),
            kind: EntityKind::Organisation,
            all: Link::new("Organisations", "/organisations"),
            name: "Maren Port Authority".into(),
            role: None,
            description: None,
            aliases: Vec::new(),
            roles: Vec::new(),
            quotations: Vec::new(),
            stories: vec![samples::ferry()],
            pager: Pager {
                page: 2,
                pages: 2,
                prev: Some("/organisations/maren-port-authority".into()),
                next: None,
            },
            ask: "/correction?entity=01A".into(),
            feeds: samples::feeds("Maren Port Authority", "/organisations/maren-port-authority"),
        };
        let place = Self {
            chrome: samples::chrome("Maren", "/places/maren"),
            kind: EntityKind::Place,
            all: Link::new("Places", "/places"),
            name: "Maren".into(),
            stories: Vec::new(),
            ask: "/correction?entity=01A".into(),
            feeds: samples::feeds("Maren", "/places/maren"),
            pager: Pager {
                page: 1,
                pages: 1,
                ..Pager::default()
            },
            ..organisation.clone()
        };
        vec![person, organisation, place]
    }
}
