//! Addresses: which path leads to what, and which words no section or page may take.
//! The router asks the store's `address` table; commands write it through these types.

/// First path segments that belong to Courant; no section, page or import may take them.
pub const RESERVED: &[&str] = &[
    "api",
    "assets",
    "atom.xml",
    "by",
    "correction",
    "corrections",
    "desk",
    "favicon.ico",
    "feed",
    "feed.json",
    "feed.xml",
    "healthz",
    "latest",
    "media",
    "metrics",
    "news-sitemap.xml",
    "oembed",
    "opensearch.xml",
    "organisations",
    "people",
    "places",
    "preview",
    "quotations",
    "replies",
    "report",
    "robots.txt",
    "search",
    "sitemap.xml",
    "sitemaps",
    "storylines",
    "topic",
    "wp-admin",
    "wp-content",
    "wp-includes",
    "wp-json",
    "wp-login.php",
    "xmlrpc.php",
];

/// Whether a path may be given to a section, story or page.
pub fn is_free_word(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or("");
    !first.is_empty() && !RESERVED.contains(&first)
}

/// What stands at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The path, beginning with `/`, percent-decoded, with no trailing slash unless an import kept one.
    pub path: String,
    /// `story`, `section`, `author`, `topic`, `redirect`, `picture` or `gone`.
    pub kind: String,
    /// Id of the story, section, author, topic or picture; the path a redirect leads to; for `gone` the story's id.
    pub target: String,
}

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leads {
    /// A story or standing page.
    Story,
    /// A section's list.
    Section,
    /// An author's page.
    Author,
    /// A topic's list.
    Topic,
    /// Elsewhere, for good.
    Redirect,
    /// A picture's file: the address that it had before it was brought in.
    Picture,
    /// Nowhere any more.
    Gone,
}

impl Leads {
    /// As it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Section => "section",
            Self::Author => "author",
            Self::Topic => "topic",
            Self::Redirect => "redirect",
            Self::Picture => "picture",
            Self::Gone => "gone",
        }
    }

    /// Reads the kept form; unknown words lead nowhere.
    pub fn parse(text: &str) -> Self {
        match text {
            "story" => Self::Story,
            "section" => Self::Section,
            "author" => Self::Author,
            "topic" => Self::Topic,
            "redirect" => Self::Redirect,
            "picture" => Self::Picture,
            _ => Self::Gone,
        }
    }
}
