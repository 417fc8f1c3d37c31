//! Replies of readers: their states and what is kept of them.
//! The e-mail address is never among these fields in the clear.

use crate::time::Micros;

/// Where a reply stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyState {
    /// Waits for a moderator; seen by its writer alone.
    Waiting,
    /// Public.
    Approved,
    /// Refused.
    Refused,
    /// Refused as spam.
    Spam,
}

impl ReplyState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Approved, Self::Refused, Self::Spam];

    /// As it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Spam => "spam",
        }
    }

    /// Reads the kept form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// A reply as readers and moderators see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// ULID.
    pub id: String,
    /// Unique number.
    pub number: i64,
    /// The story it answers.
    pub story_id: String,
    /// The reply it answers.
    pub parent_id: Option<String>,
    /// The name its writer gave.
    pub name: String,
    /// The text as a document (JSON).
    pub document: String,
    /// As [`ReplyState`] is kept.
    pub state: String,
    /// When it was sent.
    pub at: Micros,
}

/// All that is kept of a new reply.
#[derive(Debug, Clone)]
pub struct NewReply {
    /// What readers see.
    pub reply: Reply,
    /// The address, encrypted.
    pub email_cipher: Vec<u8>,
    /// Which key encrypted it.
    pub email_key: String,
    /// Keyed hash of the normalised address.
    pub email_mac: Vec<u8>,
    /// Keyed hash of its domain.
    pub domain_mac: Vec<u8>,
    /// Keyed hash of the client's network address.
    pub client_mac: Vec<u8>,
    /// Keyed hash of story, name and text, to know a duplicate.
    pub text_mac: Vec<u8>,
    /// Hash of the key that shows the reply to its writer while it waits.
    pub writer_key: Vec<u8>,
}

/// A reader's report of an error in a story; it is not a reply and is never public.
#[derive(Debug, Clone)]
pub struct Report {
    /// ULID.
    pub id: String,
    /// The story.
    pub story_id: String,
    /// When it was sent.
    pub at: Micros,
    /// What the reader says is wrong.
    pub body: String,
    /// The sentence it is about; may be empty.
    pub passage: String,
    /// The address, encrypted, when one was given.
    pub email_cipher: Option<Vec<u8>>,
    /// Which key encrypted it; empty without an address.
    pub email_key: String,
    /// Keyed hash of the client's network address.
    pub client_mac: Vec<u8>,
}
