//! The front page as filled slots.
//! Filled by the site's front handler from the front page's slots; printed by `front.html`.

use serde::Serialize;

use super::{Card, Chrome, Link, Moment, samples};

/// The strip above the nameplate.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Breaking {
    /// One sentence.
    pub text: String,
    /// The story, when there is one already.
    pub href: Option<String>,
    /// When the strip was set.
    pub time: Moment,
}

/// A section's band: one lead and up to three headlines. A band without a lead is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Band {
    /// The section.
    pub section: Link,
    /// Its lead.
    pub lead: Card,
    /// Up to three more; the theme prints them as headlines only.
    pub headlines: Vec<Card>,
}

/// The front page. Any slot may be empty; no story stands in two.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Front {
    /// What all pages share.
    pub chrome: Chrome,
    /// The breaking strip.
    pub breaking: Option<Breaking>,
    /// The lead.
    pub lead: Option<Card>,
    /// Up to two.
    pub seconds: Vec<Card>,
    /// The "Latest" column, newest first.
    pub latest: Vec<Card>,
    /// Where the column goes on.
    pub latest_href: String,
    /// The bands, in the order of the sections.
    pub bands: Vec<Band>,
}

impl Front {
    /// A full front, one with a breaking strip, with three stories, with one, with none, and one that reads from the right.
    pub fn samples() -> Vec<Self> {
        let full = Self {
            chrome: samples::front_chrome(),
            breaking: None,
            lead: Some(samples::ferry()),
            seconds: vec![samples::budget(), samples::opinion()],
            latest: samples::latest(),
            latest_href: "/latest".into(),
            bands: samples::bands(),
        };
        let breaking = Self {
            breaking: Some(Breaking {
                text: "Harbour bridge closed to all traffic after a barge struck its third pier".into(),
                href: Some("/local/bridge-closed-barge".into()),
                time: samples::moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET"),
            }),
            lead: Some(samples::long_headline()),
            seconds: vec![samples::opinion(), samples::budget()],
            ..full.clone()
        };
        let three = Self {
            latest: Vec::new(),
            bands: Vec::new(),
            ..full.clone()
        };
        let one = Self {
            lead: Some(samples::long_headline()),
            seconds: Vec::new(),
            ..three.clone()
        };
        let none = Self {
            lead: None,
            ..one.clone()
        };
        let arabic = Self {
            chrome: samples::arabic_front_chrome(),
            lead: Some(samples::arabic_card()),
            seconds: vec![samples::arabic_second()],
            latest: vec![samples::arabic_third()],
            ..none.clone()
        };
        vec![full, breaking, three, one, none, arabic]
    }
}
