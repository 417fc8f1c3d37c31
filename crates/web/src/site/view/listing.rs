//! A list of stories: latest, a section, a topic, an author.
//! Filled by the site's list handlers, one page of a list at a time; printed by `listing.html`.

use serde::Serialize;

use super::{Author, Card, Chrome, Feed, Pager, samples};

/// What the list is a list of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListingKind {
    /// Everything, newest first.
    #[default]
    Latest,
    /// A section.
    Section,
    /// A topic.
    Topic,
    /// What an author signed.
    Author,
}

/// One story in a list, with the day that begins with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ListingSeat {
    /// "Saturday 14 March 2026", on the first story of each day; none on the others (and everywhere, if days are not wanted).
    pub day: Option<String>,
    /// The story; under a day its time is only the time ("14:05 WET").
    pub story: Card,
}

/// One page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Listing {
    /// What all pages share.
    pub chrome: Chrome,
    /// What it is a list of.
    pub kind: ListingKind,
    /// The heading.
    pub title: String,
    /// What the section or topic is about.
    pub description: Option<String>,
    /// The author's card, on an author's list.
    pub author: Option<Author>,
    /// The lead of a section's first page.
    pub lead: Option<Card>,
    /// Its seconds, at most two.
    pub seconds: Vec<Card>,
    /// The other stories, newest first. Nothing here and no lead is a state of its own.
    pub stories: Vec<ListingSeat>,
    /// Where this page stands.
    pub pager: Pager,
    /// The list's own feeds, for the reader.
    pub feeds: Vec<Feed>,
}

impl Listing {
    /// Latest with days, a section's second page and its first, a topic, an author, and an empty section.
    pub fn samples() -> Vec<Self> {
        let seats = |cards: Vec<Card>| -> Vec<ListingSeat> {
            cards
                .into_iter()
                .map(|story| ListingSeat { day: None, story })
                .collect()
        };
        let only = Pager {
            page: 1,
            pages: 1,
            ..Pager::default()
        };
        let mut dated = seats(samples::latest());
        for seat in dated.iter_mut().skip(4) {
            if let Some(time) = seat.story.time.as_mut() {
                time.text = time.full.rsplit(", ").next().unwrap_or_default().into();
            }
        }
        for (place, day) in [(0, "Saturday 14 March 2026"), (4, "Friday 13 March 2026")] {
            if let Some(seat) = dated.get_mut(place) {
                seat.day = Some(day.into());
            }
        }
        let latest = Self {
            chrome: samples::chrome("Latest", "/latest"),
            kind: ListingKind::Latest,
            title: "Latest".into(),
            description: None,
            author: None,
            lead: None,
            seconds: Vec::new(),
            stories: dated,
            pager: Pager {
                page: 1,
                pages: 12,
                prev: None,
                next: Some("/latest?page=2".into()),
            },
            feeds: samples::feeds("The Maren Courier", ""),
        };
        let section = Self {
            chrome: samples::chrome("Local", "/local"),
            kind: ListingKind::Section,
            title: "Local".into(),
            description: Some("The town, the harbour and the valley behind them.".into()),
            stories: seats(samples::many()),
            pager: Pager {
                page: 2,
                pages: 9,
                prev: Some("/local".into()),
                next: Some("/local?page=3".into()),
            },
            feeds: samples::feeds("Local", "/local"),
            ..latest.clone()
        };
        let front = Self {
            lead: Some(samples::ferry()),
            seconds: vec![samples::budget(), samples::opinion()],
            pager: only.clone(),
            ..section.clone()
        };
        let topic = Self {
            chrome: samples::chrome("Harbour ferry", "/topic/harbour-ferry"),
            kind: ListingKind::Topic,
            title: "Harbour ferry".into(),
            description: None,
            stories: seats(vec![samples::ferry()]),
            pager: only.clone(),
            feeds: samples::feeds("Harbour ferry", "/topic/harbour-ferry"),
            ..latest.clone()
        };
        let author = Self {
            chrome: samples::chrome("Inês Caldeira", "/by/ines-caldeira"),
            kind: ListingKind::Author,
            title: "Inês Caldeira".into(),
            author: Some(samples::author()),
            stories: seats(samples::many()),
            pager: only.clone(),
            feeds: samples::feeds("Inês Caldeira", "/by/ines-caldeira"),
            ..latest.clone()
        };
        let empty = Self {
            chrome: samples::chrome("Economy", "/economy"),
            kind: ListingKind::Section,
            title: "Economy".into(),
            stories: Vec::new(),
            pager: only,
            feeds: samples::feeds("Economy", "/economy"),
            ..latest.clone()
        };
        vec![latest, section, front, topic, author, empty]
    }
}
