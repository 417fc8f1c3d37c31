//! The readers' full-text index: what is put in, what can be asked, what comes back.
//! The search follower applies live stories to it batch by batch; the site's search page and the API ask it.

mod ask;
mod excerpt;
mod find;
mod index;
mod matter;
mod near;
mod schema;
mod words;

#[cfg(test)]
mod near_tests;
#[cfg(test)]
mod tests;

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use self::excerpt::Piece;
pub use self::index::{Change, Index, Opened, State};
pub use self::matter::Matter;
pub(crate) use self::near::without_copies;
pub use self::near::{Bond, NEARLY_THE_SAME, Near, SAME_EVENT, SAME_MATTER};

/// The units of a text as they are searched, each once: words without case and accents, single characters of scripts that
/// write no spaces. For searches that the store answers.
pub fn plain_words(text: &str) -> std::collections::BTreeSet<String> {
    words::units(text).into_iter().map(|unit| unit.plain).collect()
}

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// A live story as the index wants it. Nothing that isn't printed belongs in here.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SearchStory {
    /// The story's id.
    pub id: String,
    /// The story's number.
    pub number: i64,
    /// The headline, plain text.
    pub headline: String,
    /// The standfirst, plain text.
    pub standfirst: String,
    /// The text, plain.
    pub text: String,
    /// The section's slug.
    pub section_slug: String,
    /// The authors' slugs and names, in printed order.
    pub authors: Vec<(String, String)>,
    /// The topics' names.
    pub topics: Vec<String>,
    /// The kind's name, such as `analysis`.
    pub kind: String,
    /// When it was first published, in microseconds UTC; nothing when the date is unknown.
    pub published: Option<i64>,
    /// Where it stands, such as `/local/ferry`.
    pub path: String,
    /// BCP 47 tag; decides about stems.
    pub language: String,
    /// When it last changed, in microseconds UTC.
    pub updated: Option<i64>,
}

/// In what order results come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The best match first, newer ones a little favoured.
    #[default]
    Relevance,
    /// The newest first; unknown dates last.
    Newest,
    /// The oldest first; unknown dates last.
    Oldest,
}

/// An age that readers choose by; each but the last holds the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Age {
    /// The last 24 hours.
    Day,
    /// The last seven days.
    Week,
    /// The last 30 days.
    Month,
    /// The last 365 days.
    Year,
    /// Before that.
    Older,
}

impl Age {
    /// All ages, the youngest first.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Year, Self::Older];

    /// The name in addresses.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
            Self::Older => "older",
        }
    }

    /// The age of that name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|age| age.slug() == slug)
    }

    /// The first and the last microsecond of the age, seen from `now`.
    pub fn bounds(self, now: i64) -> (i64, i64) {
        let back = |days: i64| now.saturating_sub(days * DAY);
        match self {
            Self::Day => (back(1), i64::MAX),
            Self::Week => (back(7), i64::MAX),
            Self::Month => (back(30), i64::MAX),
            Self::Year => (back(365), i64::MAX),
            Self::Older => (i64::MIN, back(365) - 1),
        }
    }
}

/// Which dates are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dates {
    /// An age, seen from the query's `now`.
    Age(Age),
    /// From one microsecond to another, both included.
    Between(i64, i64),
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What was typed: words (all of them), "phrases", minus words. Blank means every story.
    pub text: String,
    /// Only this section's slug.
    pub section: Option<String>,
    /// Only this author's slug.
    pub author: Option<String>,
    /// Only these dates; stories of unknown date are in none.
    pub dates: Option<Dates>,
    /// The page, from 1.
    pub page: usize,
    /// Hits a page, at most 100.
    pub per_page: usize,
    /// The order.
    pub sort: Sort,
    /// Now, in microseconds UTC, for ages and recency.
    pub now: i64,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            text: String::new(),
            section: None,
            author: None,
            dates: None,
            page: 1,
            per_page: 20,
            sort: Sort::Relevance,
            now: 0,
        }
    }
}

/// A story that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The story's id.
    pub id: String,
    /// The story's number.
    pub number: i64,
    /// Where it stands.
    pub path: String,
    /// The headline, the found words marked.
    pub headline: Vec<Piece>,
    /// A passage, the found words marked: of the text, or of the standfirst when only that holds them.
    pub excerpt: Vec<Piece>,
    /// The section's slug.
    pub section_slug: String,
    /// The authors' slugs and names.
    pub authors: Vec<(String, String)>,
    /// The kind's name.
    pub kind: String,
    /// When it was first published.
    pub published: Option<i64>,
    /// When it last changed.
    pub updated: Option<i64>,
}

/// How many stories there would be with another choice; each list ignores its own filter and heeds the others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facets {
    /// Section slugs, the fullest first.
    pub sections: Vec<(String, u64)>,
    /// Author slugs and names, the fullest first.
    pub authors: Vec<(String, String, u64)>,
    /// Ages, the youngest first, empty ones left out.
    pub dates: Vec<(Age, u64)>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// How many stories there are on all pages.
    pub total: u64,
    /// This page's.
    pub hits: Vec<Hit>,
    /// The choices left.
    pub facets: Facets,
    /// No story had all the words, so these have some of them.
    pub loosened: bool,
    /// How long it took.
    pub took: Duration,
}

/// Why the index could not do what it was asked; never the fault of a query.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The folder or a file in it could not be used.
    #[error("search index: {0}")]
    Io(#[from] std::io::Error),
    /// The index itself failed.
    #[error("search index: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// A stored story could not be read back or written.
    #[error("search index holds an unreadable story: {0}")]
    Story(#[from] serde_json::Error),
}
