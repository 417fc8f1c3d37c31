//! The page of a storyline: its timeline, who takes part, and its stories.
//! Filled by the site's storyline handler from what readers may see; printed by `storyline.html`.

use serde::Serialize;

use super::{Card, Chrome, Feed, Link, Pager, samples};

/// One line of a timeline: what happened, how sure it is, and the sentence that says so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TimelineLine {
    /// The `id` of its element: `event-12`.
    pub anchor: String,
    /// The day, the month or the year, as well as it is known: "6 September 2023", "September 2023"; none when it is unknown.
    pub day: Option<String>,
    /// The same for `<time datetime>`: "2023-09-06", "2023-09", "2023".
    pub iso: String,
    /// `planned`, `reported` or `confirmed`; the words come from the theme's strings (`event-planned`).
    pub status: String,
    /// What kind of event: `visit`, `vote` …; the words come from the theme's strings (`event-kind-visit`).
    pub kind: String,
    /// What happened: an editor's words, or the sentence.
    pub words: String,
    /// The sentence to the letter, where `words` are an editor's.
    pub sentence: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// The story that says so, at its sentence.
    pub source: Link,
    /// When that story was published: "6 September 2023".
    pub published: Option<String>,
}

/// Somebody who takes part, whom readers have a page of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CastMember {
    /// The name and the page.
    pub link: Link,
    /// In which public role they act.
    pub role: Option<String>,
}

/// A storyline.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct StorylinePage {
    /// What all pages share.
    pub chrome: Chrome,
    /// Its title.
    pub title: String,
    /// A sentence or two about it.
    pub summary: Option<String>,
    /// Whether it goes on no more.
    pub closed: bool,
    /// The timeline, oldest first; only on the first page.
    pub timeline: Vec<TimelineLine>,
    /// Who takes part, those who are named most first; only on the first page.
    pub cast: Vec<CastMember>,
    /// The stories, newest first.
    pub stories: Vec<Card>,
    /// Where this page stands among the pages of stories.
    pub pager: Pager,
    /// The feeds of its stories.
    pub feeds: Vec<Feed>,
}

impl StorylinePage {
    /// A whole one, and a closed one of which nothing is confirmed yet.
    pub fn samples() -> Vec<Self> {
        let whole = Self {
            chrome: samples::chrome("The night ferry", "/storylines/night-ferry"),
            title: "The night ferry".into(),
            summary: Some("How Maren lost its night boat, and who wants to bring it back.".into()),
            closed: false,
            timeline: vec![
                TimelineLine {
                    anchor: "event-1".into(),
                    day: Some("March 2015".into()),
                    iso: "2015-03".into(),
                    status: "confirmed".into(),
                    kind: "agreement".into(),
                    words: "The council sells the boat to pay for the sea wall".into(),
                    sentence: Some("Eleven years ago the council sold the ferry to pay for the <sea> wall.".into()),
                    place: Some("Maren".into()),
                    source: Link::new("Night ferry to sail again", "/local/night-ferry#p-b3"),
                    published: Some("14 March 2026".into()),
                },
                TimelineLine {
                    anchor: "event-2".into(),
                    day: None,
                    iso: String::new(),
                    status: "planned".into(),
                    kind: "vote".into(),
                    words: "The council is to vote on the lease before the summer.".into(),
                    sentence: None,
                    place: None,
                    source: Link::new("Night ferry to sail again", "/local/night-ferry#p-b5"),
                    published: None,
                },
            ],
            cast: vec![
                CastMember {
                    link: Link::new("Marta Quirino", "/people/marta-quirino"),
                    role: Some("Mayor of Maren".into()),
                },
                CastMember {
                    link: Link::new("Rui Paz", "/people/rui-paz"),
                    role: None,
                },
            ],
            stories: samples::many(),
            pager: Pager {
                page: 1,
                pages: 2,
                prev: None,
                next: Some("/storylines/night-ferry?page=2".into()),
            },
            feeds: samples::feeds("The night ferry", "/storylines/night-ferry"),
        };
        let bare = Self {
            summary: None,
            closed: true,
            timeline: Vec::new(),
            cast: Vec::new(),
            stories: Vec::new(),
            pager: Pager {
                page: 1,
                pages: 1,
                ..Pager::default()
            },
            ..whole.clone()
        };
        vec![whole, bare]
    }
}
