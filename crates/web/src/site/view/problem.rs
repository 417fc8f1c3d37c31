//! Pages that say what went wrong: not found, taken down, broken, closed for work, asked badly.
//! Filled by the one place of the site that turns errors into pages; printed by `problem.html`.

use serde::Serialize;

use super::{Card, Chrome, Moment, samples};

/// What went wrong; the words come from the theme's strings (`problem-missing-title`, `problem-missing-text`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// 404: nothing stands here. With search and latest.
    #[default]
    Missing,
    /// 410: a story was taken down. Neutral, names no reason.
    Gone,
    /// 500: our fault.
    Broken,
    /// 503: closed for work.
    Maintenance,
    /// 400: the request cannot be read.
    Unreadable,
    /// 403: the request came from elsewhere.
    Refused,
    /// 403: a draft that the chief holds back. Names no reason.
    Held,
    /// 405: not in this way.
    Method,
    /// 413: more than we take.
    TooLarge,
    /// 429: more often than we take.
    TooMany,
}

/// A problem page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What all pages share; has no canonical address and says `noindex`.
    pub chrome: Chrome,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong.
    pub kind: ProblemKind,
    /// Words to put into the search field: those of the missing address.
    pub query: String,
    /// The newest stories; empty when the store can't be asked.
    pub latest: Vec<Card>,
    /// When to try again.
    pub retry: Option<Moment>,
    /// What the reader may quote to the newsroom, so that the fault is found in the log.
    pub reference: Option<String>,
}

impl Problem {
    /// Each kind once; the 404 also with an address of attack.
    pub fn samples() -> Vec<Self> {
        let one = |status, kind, title: &str| Self {
            chrome: samples::problem_chrome(title),
            status,
            kind,
            ..Self::default()
        };
        let stories: Vec<Card> = samples::latest().into_iter().take(5).collect();
        vec![
            Self {
                query: "night ferry <script>".into(),
                latest: stories.clone(),
                ..one(404, ProblemKind::Missing, "Page not found")
            },
            Self {
                latest: stories,
                ..one(410, ProblemKind::Gone, "Story taken down")
            },
            Self {
                reference: Some("01JQ5Z7W3E".into()),
                ..one(500, ProblemKind::Broken, "Something broke")
            },
            Self {
                retry: Some(samples::moment(
                    "2026-03-14T03:30:00+00:00",
                    "03:30 WET",
                    "14 March 2026, 03:30 WET",
                )),
                ..one(503, ProblemKind::Maintenance, "Closed for work")
            },
            one(400, ProblemKind::Unreadable, "Bad request"),
            one(403, ProblemKind::Refused, "Refused"),
            one(405, ProblemKind::Method, "Not in this way"),
            one(413, ProblemKind::TooLarge, "Too large"),
            one(429, ProblemKind::TooMany, "Too many requests"),
        ]
    }
}
