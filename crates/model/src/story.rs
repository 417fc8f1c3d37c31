//! Stories, their revisions, and the live row that readers see.
//! A revision holds all that is printed and never changes; `live` is written only by publishing commands.

use crate::time::Micros;
use serde::{Deserialize, Serialize};

/// What sort of story it is; anything but news is said in words above the headline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// News.
    #[default]
    News,
    /// Analysis.
    Analysis,
    /// Opinion.
    Opinion,
    /// Explainer.
    Explainer,
    /// Interview.
    Interview,
    /// Live page.
    Live,
    /// Press release.
    PressRelease,
    /// Sponsored.
    Sponsored,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::News,
        Self::Analysis,
        Self::Opinion,
        Self::Explainer,
        Self::Interview,
        Self::Live,
        Self::PressRelease,
        Self::Sponsored,
    ];

    /// As it is kept and named in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Analysis => "analysis",
            Self::Opinion => "opinion",
            Self::Explainer => "explainer",
            Self::Interview => "interview",
            Self::Live => "live",
            Self::PressRelease => "press-release",
            Self::Sponsored => "sponsored",
        }
    }

    /// Reads the kept form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Where a story stands in the newsroom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// A thought with a working slug.
    Idea,
    /// Being written.
    Draft,
    /// With an editor.
    InEdit,
    /// May go out.
    Ready,
    /// Seen by readers; edits from here on are a draft over what they see.
    Published,
    /// Put aside; may be taken up again.
    Spiked,
    /// Forbidden for good.
    Killed,
    /// Taken from readers; its address answers 410.
    Removed,
}

impl State {
    /// Every state, in the order of a story's life.
    pub const ALL: [Self; 8] = [
        Self::Idea,
        Self::Draft,
        Self::InEdit,
        Self::Ready,
        Self::Published,
        Self::Spiked,
        Self::Killed,
        Self::Removed,
    ];

    /// As it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Idea => "idea",
            Self::Draft => "draft",
            Self::InEdit => "in-edit",
            Self::Ready => "ready",
            Self::Published => "published",
            Self::Spiked => "spiked",
            Self::Killed => "killed",
            Self::Removed => "removed",
        }
    }

    /// Reads the kept form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// A story's identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// ULID.
    pub id: String,
    /// Unique number, of the same sequence as pictures.
    pub number: i64,
    /// `story` or `page`.
    pub form: String,
    /// As [`State`] is kept.
    pub state: String,
    /// For the newsroom alone; never public.
    pub working_slug: String,
    /// Latest revision.
    pub head: String,
    /// Where it came from, when it was brought in.
    pub origin: Option<String>,
    /// Whose it is, when that was said.
    pub rights: Option<String>,
    /// Search engines are asked to leave it out.
    pub noindex: bool,
    /// When it was begun.
    pub created_at: Micros,
    /// Account that began it; `None` for imports and the console.
    pub begun_by: Option<String>,
    /// Account that works on it.
    pub assignee: Option<String>,
    /// What is wanted of it, in the desk's words; never public.
    pub brief: String,
    /// When it is due.
    pub due_at: Option<Micros>,
    /// Promised length in words; 0 when none was promised.
    pub planned_words: i64,
    /// Wanted end of its address at the first publishing; empty makes one of the headline.
    pub wanted_slug: String,
    /// Before this moment nothing puts it out.
    pub embargo_until: Option<Micros>,
    /// The embargo as it was given: local time and zone, `2026-11-25T14:00[Europe/Lisbon]`; empty without one.
    pub embargo_local: String,
    /// Published unseen at this moment and not read by a second person since.
    pub unread_since: Option<Micros>,
    /// When anything about it last changed at the desk.
    pub changed_at: Micros,
    /// The local day on which it is due, where no hour was said; else empty. Never beside [`Self::due_at`].
    pub due_day: String,
    /// A picture was asked for.
    pub picture_wanted: bool,
}

/// One version of all that is printed of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// ULID.
    pub id: String,
    /// Its story.
    pub story_id: String,
    /// When it was made.
    pub at: Micros,
    /// Who made it, as [`crate::actor::Actor`] prints itself.
    pub actor: String,
    /// Headline.
    pub headline: String,
    /// For fronts and phones; empty falls back to the headline.
    pub short_headline: String,
    /// For search engines; empty falls back to the headline.
    pub search_title: String,
    /// For share cards; empty falls back to the headline.
    pub share_title: String,
    /// The standfirst.
    pub standfirst: String,
    /// The body, canonical JSON.
    pub document: String,
    /// Where the reporter stood, when printed.
    pub dateline: String,
    /// Section; pages have none.
    pub section_id: Option<String>,
    /// As [`Kind`] is kept.
    pub kind: String,
    /// Lead picture.
    pub picture_id: Option<String>,
    /// JSON of [`Byline`]s, in order.
    pub byline: String,
    /// JSON of topic ids, in order.
    pub topics: String,
    /// Words of the body.
    pub words: i64,
    /// What somebody called this version; mostly empty.
    pub name: String,
}

/// One name of a byline as a revision keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Byline {
    /// Id of the author; `None` for a guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Name of a guest; empty for an author, whose present name is printed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub guest: String,
    /// `reporting`, `photo`, `editing`, or a guest's role; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
}

/// What readers see of a story; written only by publish, update, correct and take-down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// The story.
    pub story_id: String,
    /// Its number.
    pub number: i64,
    /// `story` or `page`.
    pub form: String,
    /// The revision printed.
    pub revision_id: String,
    /// Where it stands.
    pub path: String,
    /// Section; pages have none.
    pub section_id: Option<String>,
    /// As [`Kind`] is kept.
    pub kind: String,
    /// Headline.
    pub headline: String,
    /// Short headline or empty.
    pub short_headline: String,
    /// Standfirst.
    pub standfirst: String,
    /// Lead picture.
    pub picture_id: Option<String>,
    /// Names of the byline, as printed.
    pub byline: String,
    /// Words of the body.
    pub words: i64,
    /// When it was first published; `None` for "date unknown".
    pub published_at: Option<Micros>,
    /// When it was last updated or corrected.
    pub updated_at: Option<Micros>,
    /// False keeps it out of Latest, fronts, feeds and the news sitemap (a page without a date).
    pub listed: bool,
    /// Search engines are asked to leave it out.
    pub noindex: bool,
    /// When this row was last written.
    pub changed_at: Micros,
    /// Its place in lists: when it was published, or when it last got a new top.
    pub placed_at: Option<Micros>,
    /// More is expected; said to readers until this moment.
    pub developing_until: Option<Micros>,
    /// Since when a notice stands in place of the text: it was wrong as a whole.
    pub retracted_at: Option<Micros>,
}

impl Live {
    /// Whether readers are told at a moment that more is expected.
    pub fn is_developing(&self, now: Micros) -> bool {
        self.retracted_at.is_none() && self.developing_until.is_some_and(|until| now < until)
    }
}

/// Something that was done to a story, kept for the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryAct {
    /// ULID.
    pub id: String,
    /// The story.
    pub story_id: String,
    /// As the ledger says it: `publish`, `update`, `correct`, `clarify`, `fix`, `retract`, `embargo` …
    pub kind: String,
    /// When.
    pub at: Micros,
    /// Who, as [`crate::actor::Actor`] prints itself.
    pub actor: String,
    /// The revision that went out with it.
    pub revision_id: Option<String>,
    /// What was said with it: the reason of a fix, a time; may be empty.
    pub note: String,
}

/// Who made a revision, and how long it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    /// Who, as [`crate::actor::Actor`] prints itself.
    pub actor: String,
    /// Words of the body.
    pub words: i64,
}

/// A key that shows a draft to somebody without an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// ULID.
    pub id: String,
    /// The story.
    pub story_id: String,
    /// Who made it, as [`crate::actor::Actor`] prints itself.
    pub made_by: String,
    /// When.
    pub made_at: Micros,
    /// Until when it opens.
    pub expires_at: Micros,
}
