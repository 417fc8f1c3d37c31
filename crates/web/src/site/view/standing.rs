//! Pages that stand: about and contact, and the log of corrections.
//! Filled by the site's page and corrections handlers; printed by `standing.html` and `corrections.html`.

use serde::Serialize;

use super::{Chrome, Correction, Html, Moment, Pager, samples};

/// A standing page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// What all pages share.
    pub chrome: Chrome,
    /// The heading.
    pub title: String,
    /// One sentence under it.
    pub standfirst: Option<String>,
    /// The page.
    pub body: Html,
    /// When it was last changed.
    pub updated: Option<Moment>,
}

impl Standing {
    /// An "about" page.
    pub fn samples() -> Vec<Self> {
        vec![Self {
            chrome: samples::chrome("About us", "/about"),
            title: "About us".into(),
            standfirst: Some("The Courier is written in Maren, by people who live there.".into()),
            body: Html(
                "<p>The Maren Courier was founded in 1911 by three typesetters and a retired pilot. It belongs to its readers.</p>\
                 <h2>How to reach us</h2><ul><li>The newsroom: 4 Quay Street, Maren</li>\
                 <li>By post: write, and we answer</li></ul><h2>How we work</h2>\
                 <p>We name our sources unless it would harm them. When we are wrong we say so, on the story and in the <a href=\"/corrections\">log of corrections</a>.</p>"
                    .into(),
            ),
            updated: Some(samples::moment("2026-01-05T09:00:00+00:00", "5 January 2026", "5 January 2026, 09:00 WET")),
        }]
    }
}

/// The log of corrections, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Corrections {
    /// What all pages share.
    pub chrome: Chrome,
    /// The corrections; each names its story.
    pub corrections: Vec<Correction>,
    /// Where this page stands.
    pub pager: Pager,
}

impl Corrections {
    /// A log of two, and an empty one.
    pub fn samples() -> Vec<Self> {
        let log = Self {
            chrome: samples::chrome("Corrections", "/corrections"),
            corrections: vec![
                Correction {
                    story: Some(super::Link::new(
                        "Night ferry to return after eleven years",
                        "/local/night-ferry-returns",
                    )),
                    ..samples::correction()
                },
                Correction {
                    story: Some(super::Link::new(
                        "Library roof to be mended before winter",
                        "/local/library-roof",
                    )),
                    clarification: false,
                    retraction: false,
                    time: samples::moment(
                        "2026-02-20T10:30:00+00:00",
                        "20 February 2026",
                        "20 February 2026, 10:30 WET",
                    ),
                    wrong: None,
                    right: "The architect of the 1963 reading room was Marta Quist. Her name was misspelt.".into(),
                },
            ],
            pager: Pager {
                page: 1,
                pages: 3,
                prev: None,
                next: Some("/corrections?page=2".into()),
            },
        };
        let empty = Self {
            corrections: Vec::new(),
            pager: Pager {
                page: 1,
                pages: 1,
                ..Pager::default()
            },
            ..log.clone()
        };
        vec![log, empty]
    }
}
