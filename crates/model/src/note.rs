//! What colleagues say to each other about a story: notes in the margin, and notices of what happened.
//! Neither is ever public; `note_in_margin`, `notices` and the desk use them.

use crate::time::Micros;

/// A note in the margin, or the reason of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The id that the mark in the draft carries.
    pub id: String,
    /// Its story.
    pub story_id: String,
    /// The note that it answers.
    pub parent_id: Option<String>,
    /// Who wrote it; `None` for the console.
    pub account_id: Option<String>,
    /// When.
    pub at: Micros,
    /// The words; a mention stands in them as `@{ACCOUNT}`.
    pub body: String,
    /// The words of the story that it is about; empty for the story as a whole.
    pub quoted: String,
    /// The step whose reason this is; empty for a note.
    pub verb: String,
    /// Who resolved it.
    pub resolved_by: Option<String>,
    /// When it was resolved.
    pub resolved_at: Option<Micros>,
}

/// What a notice is about. The first six are happenings; the others are seen from the state of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NoticeKind {
    /// A story was given to me.
    Assigned,
    /// Somebody mentioned me in a note.
    Mentioned,
    /// My story was sent back.
    SentBack,
    /// My story was killed.
    Killed,
    /// A story that I may publish was handed in.
    Ready,
    /// A story did not go out at its time.
    Failed,
    /// A story goes out within the hour.
    GoingOut,
    /// A story went out unseen and is to be read.
    ToRead,
    /// A story that I work on is past its due time.
    Overdue,
    /// A background paragraph of mine is to be looked at again.
    Review,
    /// A change of a front that I scheduled left this story out.
    FrontLeftOut,
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Assigned,
        Self::Mentioned,
        Self::SentBack,
        Self::Killed,
        Self::Ready,
        Self::Failed,
        Self::GoingOut,
        Self::ToRead,
        Self::Overdue,
        Self::Review,
        Self::FrontLeftOut,
    ];

    /// As it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Mentioned => "mentioned",
            Self::SentBack => "sent-back",
            Self::Killed => "killed",
            Self::Ready => "ready",
            Self::Failed => "failed",
            Self::GoingOut => "going-out",
            Self::ToRead => "to-read",
            Self::Overdue => "overdue",
            Self::Review => "review",
            Self::FrontLeftOut => "front-left-out",
        }
    }

    /// Reads the kept form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Which of [`crate::door::MAIL_CHOICES`] an account makes to hear of it by mail; `None` when no mail tells of it.
    pub fn mail_choice(self) -> Option<&'static str> {
        match self {
            Self::Assigned => Some("assigned"),
            Self::Mentioned => Some("mentioned"),
            Self::SentBack | Self::Killed => Some("sent-back"),
            Self::Ready => Some("ready"),
            Self::Failed => Some("failed"),
            Self::GoingOut => Some("about-to-go-out"),
            Self::ToRead | Self::Overdue | Self::Review | Self::FrontLeftOut => None,
        }
    }
}

/// Something that happened and that one account is to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// ULID.
    pub id: String,
    /// Whom it is for.
    pub account_id: String,
    /// As [`NoticeKind`] is kept.
    pub kind: String,
    /// Its story.
    pub story_id: String,
    /// The note that says more.
    pub note_id: Option<String>,
    /// Who did it; `None` for the house.
    pub by_account: Option<String>,
    /// When.
    pub at: Micros,
    /// When the account saw it.
    pub seen_at: Option<Micros>,
}
