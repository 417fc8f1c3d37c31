//! Ledger entries: what was done to which thing. They hold ids, acts and hashes, never names or text.
//! Commands add them to their transaction; followers read them to know what to look at again.

use crate::time::Micros;
use std::fmt;

/// A thing of which the ledger can speak; its text form is also the tag of cached pages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Thing {
    /// A story or page, by id.
    Story(String),
    /// A section, by id.
    Section(String),
    /// A topic, by id.
    Topic(String),
    /// An author, by id.
    Author(String),
    /// A picture, by id.
    Picture(String),
    /// A reply, by id.
    Reply(String),
    /// The arrangement of the front page.
    Front,
    /// The draft arrangement of a front, as [`crate::front::Front`] is kept; readers see nothing of it.
    Arrangement(String),
    /// All lists of newest stories.
    Latest,
    /// The list of corrections.
    Corrections,
    /// What stands around every page: name, sections, navigation, theme.
    Paper,
    /// A story template, by id.
    Template(String),
    /// A shared background, by id.
    Background(String),
    /// An address, by path; printed as a hash of it.
    Address(String),
    /// An account of the desk, by id.
    Account(String),
    /// A person, organisation or place of the record, by id.
    Entity(String),
    /// A storyline, by id.
    Storyline(String),
    /// The lists of the record that readers see: people, organisations, places, and what sitemaps have of them.
    Record,
    /// An event of the diary, by id; readers see nothing of it.
    DiaryEvent(String),
    /// What the copy desk goes by: house rules, names that may not be printed.
    CopyDesk,
    /// A subscription of another machine, by id.
    Webhook(String),
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Story(id) => write!(f, "story:{id}"),
            Self::Section(id) => write!(f, "section:{id}"),
            Self::Topic(id) => write!(f, "topic:{id}"),
            Self::Author(id) => write!(f, "author:{id}"),
            Self::Picture(id) => write!(f, "picture:{id}"),
            Self::Reply(id) => write!(f, "reply:{id}"),
            Self::Front => f.write_str("front"),
            Self::Arrangement(front) => write!(f, "arrangement:{front}"),
            Self::Latest => f.write_str("latest"),
            Self::Corrections => f.write_str("corrections"),
            Self::Paper => f.write_str("paper"),
            Self::Account(id) => write!(f, "account:{id}"),
            Self::Template(id) => write!(f, "template:{id}"),
            Self::Background(id) => write!(f, "background:{id}"),
            Self::Entity(id) => write!(f, "entity:{id}"),
            Self::Storyline(id) => write!(f, "storyline:{id}"),
            Self::Record => f.write_str("record"),
            Self::DiaryEvent(id) => write!(f, "diary-event:{id}"),
            Self::CopyDesk => f.write_str("copy-desk"),
            Self::Webhook(id) => write!(f, "webhook:{id}"),
            // A path is made of a headline, and a headline may hold a name that must be erased one day.
            Self::Address(path) => write!(f, "address:{:016x}", fnv1a(path)),
        }
    }
}

/// FNV-1a with 64 bits (Fowler, Noll, Vo). It must be the same on every node and in every version; that two paths may
/// share a hash costs a page that is rendered once more.
pub(crate) fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// One line of the ledger as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its place; 1, 2, 3 … without gaps.
    pub seq: i64,
    /// When, in microseconds UTC.
    pub at: Micros,
    /// Who, as [`crate::actor::Actor`] prints itself.
    pub actor: String,
    /// What was done: `publish`, `approve`, …
    pub act: String,
    /// To what, as [`Thing`] prints itself.
    pub thing: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_by_its_hash_alone() {
        let told = Thing::Address("/local/a-name-in-a-headline".to_owned()).to_string();
        assert!(told.starts_with("address:") && !told.contains("name"), "{told}");
        assert_ne!(told, Thing::Address("/local/another".to_owned()).to_string());
        // The published test vector of the empty string and of "a".
        assert_eq!((fnv1a(""), fnv1a("a")), (0xcbf2_9ce4_8422_2325, 0xaf63_dc4c_8601_ec8c));
    }
}
