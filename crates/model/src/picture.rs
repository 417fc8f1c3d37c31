//! Pictures and their renditions, as kept.
//! The bytes lie in the blob store under their content hash.

use crate::shelf;
use crate::time::Micros;
use serde::{Deserialize, Serialize};

/// A picture of the paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// ULID.
    pub id: String,
    /// Unique number, of the same sequence as stories.
    pub number: i64,
    /// Short name, unique; part of media addresses.
    pub name: String,
    /// Content hash of the original.
    pub hash: String,
    /// Media type of the original.
    pub mime: String,
    /// Pixels, upright.
    pub width: i64,
    /// Pixels, upright.
    pub height: i64,
    /// What it shows.
    pub alt: String,
    /// Caption.
    pub caption: String,
    /// Who made it.
    pub credit: String,
    /// Under what licence it is used.
    pub licence: String,
    /// Day on which it was taken, when it is a file picture.
    pub taken: Option<String>,
    /// Renditions, JSON of [`Rendition`]s.
    pub renditions: String,
    /// What the file was called when it came; for the newsroom alone.
    pub file_name: String,
    /// Size of the original in bytes; 0 when it came before sizes were kept.
    pub bytes: i64,
    /// Copyright notice; for the newsroom alone.
    pub copyright: String,
    /// Whose picture it is to license; for the newsroom alone.
    pub holder: String,
    /// Remarks; for the newsroom alone.
    pub notes: String,
    /// What must stay in sight, per mille from the left of the upright picture.
    pub focus_x: i64,
    /// The same from the top.
    pub focus_y: i64,
    /// Until when it may be shown, as [`crate::schedule::Local`] prints itself; empty without an end.
    pub rights_local: String,
    /// The moment that this is.
    pub rights_until: Option<Micros>,
    /// Since when readers see it nowhere.
    pub down_at: Option<Micros>,
    /// Why: `rights` or `hand`; empty while it is up.
    pub down_why: String,
    /// The account that brought it.
    pub added_by: Option<String>,
    /// When it came; 0 when that was not kept.
    pub added_at: Micros,
    /// 1 while a story has it, 0 when none does.
    pub used: i64,
}

impl Picture {
    /// The renditions that readers may be shown: none of a picture that was taken down. Unreadable ones do not exist.
    pub fn renditions(&self) -> Vec<Rendition> {
        if self.is_down() {
            return Vec::new();
        }
        self.all_renditions()
    }

    /// The renditions that exist, also of a picture that was taken down; for the newsroom.
    pub fn all_renditions(&self) -> Vec<Rendition> {
        serde_json::from_str(&self.renditions).unwrap_or_default()
    }

    /// Whether readers see it nowhere.
    pub fn is_down(&self) -> bool {
        self.down_at.is_some()
    }

    /// What must stay in sight, as fractions of width and height.
    pub fn focus(&self) -> (f32, f32) {
        let part = |mille: i64| mille.clamp(0, WHOLE) as f32 / WHOLE as f32;
        (part(self.focus_x), part(self.focus_y))
    }

    /// The folded words by which the library finds it.
    pub fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let texts = [
            &self.caption,
            &self.alt,
            &self.credit,
            &self.file_name,
            &self.name,
            &self.copyright,
            &self.holder,
        ];
        for word in texts.into_iter().flat_map(|text| shelf::words(text)) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words
    }
}

/// The focal point is kept in parts of this.
pub const WHOLE: i64 = 1_000;
/// Where it lies when nobody set it: in the middle, a little above, where most photographs keep what matters.
pub const FOCUS: (i64, i64) = (500, 400);

/// What somebody may change of a picture in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Caption.
    pub caption: String,
    /// Credit line.
    pub credit: String,
    /// Copyright notice.
    pub copyright: String,
    /// Whose it is to license.
    pub holder: String,
    /// Remarks.
    pub notes: String,
    /// Day on which it was taken, when it is a file picture.
    pub taken: Option<String>,
}

/// What a picture was before its bytes were replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// ULID.
    pub id: String,
    /// The picture.
    pub picture_id: String,
    /// Content hash of the original.
    pub hash: String,
    /// Its media type.
    pub mime: String,
    /// Pixels, upright.
    pub width: i64,
    /// Pixels, upright.
    pub height: i64,
    /// Renditions, JSON.
    pub renditions: String,
    /// Name of the file.
    pub file_name: String,
    /// Size of the original in bytes.
    pub bytes: i64,
    /// Focal point, as of [`Picture`].
    pub focus_x: i64,
    /// Focal point, as of [`Picture`].
    pub focus_y: i64,
    /// When it was replaced.
    pub at: Micros,
    /// By whom, as [`crate::actor::Actor`] prints itself.
    pub actor: String,
}

/// A file on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// ULID.
    pub id: String,
    /// Whose it is.
    pub account_id: String,
    /// What the file is called.
    pub name: String,
    /// Bytes in all.
    pub size: i64,
    /// Bytes that are here.
    pub received: i64,
    /// When it began.
    pub begun_at: Micros,
    /// The picture that was made of it.
    pub picture_id: Option<String>,
}

/// A story that has a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The story.
    pub story_id: String,
    /// `story` or `page`.
    pub form: String,
    /// As [`crate::story::State`] is kept.
    pub state: String,
    /// For the newsroom alone.
    pub working_slug: String,
    /// Headline of the newest revision.
    pub headline: String,
    /// 1 when the newest revision has it.
    pub in_draft: i64,
    /// 1 when readers see it there, were it not taken down.
    pub in_live: i64,
    /// 1 when it is the lead of what readers see, so that cards, feeds and share cards have it too.
    pub leads: i64,
    /// Where readers find the story.
    pub path: Option<String>,
}

/// Which pictures of the library are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Which {
    /// Every one.
    #[default]
    Any,
    /// Those that no story has.
    Unused,
    /// Those that nobody described.
    WithoutAlt,
    /// Those of which nobody knows whose they are.
    WithoutCredit,
    /// Those whose rights end soon.
    Ending,
    /// Those that were taken down, by their rights or by hand.
    Down,
}

impl Which {
    /// Every one.
    pub const ALL: [Self; 6] = [
        Self::Any,
        Self::Unused,
        Self::WithoutAlt,
        Self::WithoutCredit,
        Self::Ending,
        Self::Down,
    ];

    /// As addresses have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Any => "",
            Self::Unused => "unused",
            Self::WithoutAlt => "without-alt",
            Self::WithoutCredit => "without-credit",
            Self::Ending => "ending",
            Self::Down => "down",
        }
    }

    /// Reads what an address has; anything else is every one.
    pub fn parse(text: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|which| which.as_str() == text)
            .unwrap_or_default()
    }
}

/// One stored form of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendition {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// `image/jpeg`, `image/webp` or `image/avif`.
    pub mime: String,
    /// Content hash; the blob's name.
    pub hash: String,
    /// Size in bytes.
    pub bytes: u64,
    /// True for the 1200 × 630 crop of share cards.
    #[serde(default)]
    pub share: bool,
    /// The focal point that a crop was cut around, per mille; absent from what is not cut or was cut before points were
    /// kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focus: Option<(i64, i64)>,
}
