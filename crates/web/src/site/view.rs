//! What a page of the reader's site is made of: one plain struct a page kind, with sample values.
//! The site's handlers fill these structs, the templates of a theme print them, and `docs/themes` describes them.

use minijinja::value::{Value, serializing_for_value};
use serde::{Serialize, Serializer};

mod entities;
mod entity;
mod front;
mod listing;
mod problem;
mod quotation;
mod reply;
mod retracted;
pub mod samples;
mod search;
mod standing;
mod story;
mod storyline;

pub use entities::{Entities, EntityEntry, EntityGroup};
pub use entity::{EntityKind, EntityPage, EntityRole};
pub use front::{Band, Breaking, Front};
pub use listing::{Listing, ListingKind, ListingSeat};
pub use problem::{Problem, ProblemKind};
pub use quotation::{Answer, AskCorrection, Known, Quotations, Quoted};
pub use reply::{Refused, RefusedField, ReplyAnswer, ReplyConfirm, ReplyRefused, ReplyWaiting, ReportSent};
pub use retracted::Retracted;
pub use search::{Facet, FacetChoice, FacetKind, Search, SearchResult};
pub use standing::{Corrections, Standing};
pub use story::{
    Closed, DEEPEST_ANSWER, Replies, Reply, ReplyForm, ReplyParent, ReportForm, Said, StoryPage, Storyline,
    StorylineEntry,
};
pub use storyline::{CastMember, StorylinePage, TimelineLine};

/// HTML that the house itself made from a story document; templates print it as it is.
///
/// Everything else that a template prints is escaped. Only the code that prints documents, highlights
/// excerpts or writes JSON-LD makes one of these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(pub String);

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializing_for_value() {
            Value::from_safe_string(self.0.clone()).serialize(serializer)
        } else {
            serializer.serialize_str(&self.0)
        }
    }
}

/// A link with its words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The words of the link.
    pub label: String,
    /// Where it leads: a path of this site, or an absolute address.
    pub href: String,
}

impl Link {
    /// A link with these words to this address.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
        }
    }
}

/// One entry of the row of sections.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NavLink {
    /// The section's name.
    pub label: String,
    /// The section's path.
    pub href: String,
    /// Whether the page belongs to it: the page itself for a list, the section for a story.
    pub current: bool,
}

/// A point in time, as printed. Times in cached pages are absolute, never "two hours ago".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// For `<time datetime>`: RFC 3339 with the paper's offset.
    pub iso: String,
    /// The short form: "14:05 WET" when it is the page's own day, else "6 September 2023".
    pub text: String,
    /// The long form: "6 September 2023, 14:05 WET".
    pub full: String,
}

/// A feed of the page, for `<link rel="alternate">` and for the reader.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Feed {
    /// `application/rss+xml`, `application/atom+xml` or `application/feed+json`.
    pub mime: String,
    /// What the feed holds, for people: "Local (RSS)".
    pub title: String,
    /// Its path.
    pub href: String,
}

/// One `<source>` of a picture: a format and its widths.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PictureSource {
    /// `image/avif` or `image/webp`.
    pub mime: String,
    /// The `srcset`, only of renditions that exist: "/media/HASH/640.webp 640w, …".
    pub srcset: String,
}

/// A picture with everything that must stand beside it. The theme says how wide it is shown and
/// whether it loads at once, for only the theme knows the slot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// The address of the JPEG (or PNG) rendition that every browser can show.
    pub src: String,
    /// The `srcset` of the same format as `src`; empty when there is one size only.
    pub srcset: String,
    /// Better formats, best first.
    pub sources: Vec<PictureSource>,
    /// Width of `src` in pixels, upright.
    pub width: u32,
    /// Height of `src` in pixels, upright.
    pub height: u32,
    /// What is to be seen, for those who do not see it; empty for an ornament.
    pub alt: String,
    /// The caption.
    pub caption: Option<String>,
    /// Who took it, and for whom.
    pub credit: Option<String>,
    /// The day of an archive picture: printed as "File, 3 May 2021".
    pub file_date: Option<String>,
    /// Classes that say which point stays in sight where a style crops, in tenths from the left and from the top:
    /// `fx2 fy7`. Empty for the usual point, the middle and a little above. A style that crops sets
    /// `object-position: var(--fx, 50%) var(--fy, 40%)`.
    pub focus: String,
}

/// What kind of story it is; every kind but `news` is named in words above the headline.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A report.
    #[default]
    News,
    /// What a report means, by a reporter.
    Analysis,
    /// What its writer thinks.
    Opinion,
    /// How something works.
    Explainer,
    /// Questions and answers.
    Interview,
    /// Written while it happens.
    Live,
    /// Words of another house, printed as received.
    PressRelease,
    /// Paid for.
    Sponsored,
}

impl Kind {
    /// The kind that the store keeps under this name; anything unknown is news.
    pub fn named(name: &str) -> Self {
        match name {
            "analysis" => Self::Analysis,
            "opinion" => Self::Opinion,
            "explainer" => Self::Explainer,
            "interview" => Self::Interview,
            "live" => Self::Live,
            "press-release" => Self::PressRelease,
            "sponsored" => Self::Sponsored,
            _ => Self::News,
        }
    }
}

/// A story as a list or a front shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Card {
    /// The story's path.
    pub href: String,
    /// The headline (the short one on fronts, when there is one).
    pub headline: String,
    /// The standfirst.
    pub standfirst: Option<String>,
    /// What kind of story it is.
    pub kind: Kind,
    /// The section and its path.
    pub section: Link,
    /// The lead picture.
    pub picture: Option<Picture>,
    /// When it was published; none for "date unknown".
    pub time: Option<Moment>,
    /// The authors' names in one line, without "By"; may be empty.
    pub byline: String,
    /// How many approved replies it has.
    pub replies: u32,
    /// Whether more is expected within hours.
    pub developing: bool,
    /// "6 September 2023" when the story is over a year old.
    pub age: Option<String>,
}

/// Somebody who signs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Author {
    /// The name as it is signed.
    pub name: String,
    /// The author's page; guests have none.
    pub href: Option<String>,
    /// "Courts reporter", "in Almada", "Photographs".
    pub role: Option<String>,
    /// How to reach the author: an address of mail, a profile.
    pub contact: Option<Link>,
    /// Two sentences about the author.
    pub bio: Option<String>,
    /// The author's portrait.
    pub picture: Option<Picture>,
}

/// Where a list stands among its pages; pages count from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Pager {
    /// This page.
    pub page: u32,
    /// How many there are; at least 1.
    pub pages: u32,
    /// The page before (newer).
    pub prev: Option<String>,
    /// The page after (older).
    pub next: Option<String>,
}

/// What stands once on the site because it was wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// The story that was corrected; only in the log.
    pub story: Option<Link>,
    /// Whether it only makes something clearer; printed as "Clarification".
    pub clarification: bool,
    /// Whether it withdraws the whole story; printed as "Retraction".
    pub retraction: bool,
    /// When it was corrected.
    pub time: Moment,
    /// What was wrong, as a whole sentence, when it is worth repeating; printed before what is right.
    pub wrong: Option<String>,
    /// What is right, as a whole sentence.
    pub right: String,
}

/// The picture of a share card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ShareImage {
    /// Absolute address.
    pub url: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// What is to be seen.
    pub alt: String,
}

/// Open Graph and card tags.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ShareCard {
    /// `article`, `website` or `profile`.
    pub kind: String,
    /// The share title; an old story's begins with nothing, its date stands in the description.
    pub title: String,
    /// The share description; begins "Published 6 September 2023." when the story is over a year old.
    pub description: String,
    /// Absolute address.
    pub url: String,
    /// `en_GB`.
    pub locale: String,
    /// The picture, when there is one.
    pub image: Option<ShareImage>,
    /// RFC 3339, stories only.
    pub published: Option<String>,
    /// RFC 3339, only after an update or correction.
    pub updated: Option<String>,
    /// The section's name, stories only.
    pub section: Option<String>,
    /// The topics' names, stories only.
    pub topics: Vec<String>,
}

/// What all pages share: the head, the nameplate, the sections, the foot.
///
/// The style sheet, the preloaded font and the icons come from the theme (`asset("site.css")` in a template).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Chrome {
    /// The paper's name.
    pub paper: String,
    /// One line under the name, or nothing.
    pub tagline: Option<String>,
    /// The paper's language, BCP 47.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// Classes of the page's root that say what the paper chose of the theme's looks, such as `accent-blue`; empty for
    /// the theme's own look.
    pub look: String,
    /// The path of the front page.
    pub home: String,
    /// The row of sections.
    pub sections: Vec<NavLink>,
    /// The path of the search page.
    pub search: String,
    /// Whether the page becomes a file of a static copy, where nothing can be sent or looked for: print no form.
    pub copy: bool,
    /// The whole text of `<title>`.
    pub title: String,
    /// `<meta name="description">`.
    pub description: Option<String>,
    /// Absolute address of the page; none on problem pages.
    pub canonical: Option<String>,
    /// `<meta name="robots">`, such as "noindex".
    pub robots: Option<String>,
    /// Share tags.
    pub card: Option<ShareCard>,
    /// JSON-LD blocks, with every `<` already written as `\u003c`.
    pub json_ld: Vec<Html>,
    /// The path of the OpenSearch description.
    pub opensearch: Option<String>,
    /// Feeds of this page, the site's own last.
    pub feeds: Vec<Feed>,
    /// The absolute address of this page's oEmbed answer, stories only.
    pub oembed: Option<String>,
    /// The pages before and after, of a list.
    pub prev: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// About, contact, corrections, feeds.
    pub footer: Vec<Link>,
    /// "© 2026 The Example", without a full stop.
    pub copyright: String,
    /// Today's date in the paper's zone; only on the front page, which is dropped at midnight.
    pub today: Option<Moment>,
}
