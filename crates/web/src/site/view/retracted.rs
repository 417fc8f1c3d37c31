//! A story that was retracted: its headline and the notice that stands in place of its text.
//! Filled by the site's story handler; printed by `retracted.html`.

use serde::Serialize;

use super::{Chrome, Correction, Link, Moment, Replies, samples};

/// The page at the address of a retracted story.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Retracted {
    /// What all pages share.
    pub chrome: Chrome,
    /// The kicker: the section and its path.
    pub section: Link,
    /// The headline that the story had.
    pub headline: String,
    /// When the story was published; none is printed as "Date unknown".
    pub published: Option<Moment>,
    /// When it was retracted.
    pub retracted: Moment,
    /// The notice and what was added to it, oldest first; each is a whole text.
    pub notices: Vec<Correction>,
    /// Corrections that were printed before it was retracted.
    pub corrections: Vec<Correction>,
    /// The replies that stand; there is no form.
    pub replies: Replies,
}

impl Retracted {
    /// A notice with an addition and an earlier correction, and a short one.
    pub fn samples() -> Vec<Self> {
        let notice = Correction {
            clarification: false,
            retraction: true,
            right: "This story quoted from minutes of the harbour board that the board says it never wrote. We could not show that they are real, and should not have printed them. We have withdrawn the story."
                .into(),
            wrong: None,
            ..samples::correction()
        };
        let more = Correction {
            right: "The board has shown us its true minutes since; they say nothing of the quay.".into(),
            ..notice.clone()
        };
        let full = Self {
            chrome: samples::chrome("Retracted: Board sold the quay in secret", "/local"),
            section: Link::new("Local", "/local"),
            headline: "Board sold the quay in secret".into(),
            published: Some(samples::moment(
                "2026-02-18T08:15:00+00:00",
                "18 February 2026",
                "18 February 2026, 08:15 WET",
            )),
            retracted: samples::moment(
                "2026-02-20T10:30:00+00:00",
                "20 February 2026",
                "20 February 2026, 10:30 WET",
            ),
            notices: vec![notice.clone(), more],
            corrections: vec![samples::correction()],
            replies: samples::story().replies,
        };
        let short = Self {
            headline: samples::long_headline().headline,
            published: None,
            notices: vec![notice],
            corrections: Vec::new(),
            replies: Replies::default(),
            ..full.clone()
        };
        vec![full, short]
    }
}
