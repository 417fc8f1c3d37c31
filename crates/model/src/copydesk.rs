//! What the copy desk keeps beside the stories: sources, decisions on notes, words of the house, names that may not be printed.
//! Written by the commands of the copy desk; a passage is known by a keyed hash, so that erasing a text erases its words.

use crate::time::Micros;
use serde::{Deserialize, Serialize};

/// What a story was written from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// ULID.
    pub id: String,
    /// The story.
    pub story_id: String,
    /// `transcript`, `wire` or `page`.
    pub kind: String,
    /// As colleagues call it.
    pub name: String,
    /// Where it was fetched, or empty.
    pub url: String,
    /// Its words.
    pub body: String,
    /// When it was attached.
    pub at: Micros,
    /// By whom.
    pub actor: String,
}

/// What somebody decided on a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The story.
    pub story_id: String,
    /// The check or house rule.
    pub rule: String,
    /// Keyed hash of the passage.
    pub passage: String,
    /// `accepted` or `dismissed`.
    pub verdict: String,
    /// Why, when it was dismissed.
    pub reason: String,
    /// When.
    pub at: Micros,
    /// Who.
    pub actor: String,
}

/// How often a rule was shown, or its notes decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The check or house rule.
    pub rule: String,
    /// What was decided; empty where that is not asked.
    pub verdict: String,
    /// How often.
    pub count: i64,
}

/// A word on which a rule is never to speak again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Never {
    /// The check or house rule.
    pub rule: String,
    /// The word in small letters.
    pub folded: String,
    /// The word.
    pub word: String,
    /// When.
    pub at: Micros,
    /// Who.
    pub actor: String,
}

/// A rule that was put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retired {
    /// The check or house rule.
    pub rule: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Micros,
    /// Who.
    pub actor: String,
}

/// A stop that somebody overrode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overridden {
    /// The story.
    pub story_id: String,
    /// The check or house rule.
    pub rule: String,
    /// Keyed hash of the passage.
    pub passage: String,
    /// The revision in which it stood.
    pub revision_id: String,
    /// Why it is printed.
    pub reason: String,
    /// When.
    pub at: Micros,
    /// Who.
    pub actor: String,
}

/// A name that may not be printed, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// ULID; also what the seal is bound to.
    pub id: String,
    /// [`Protected`] as JSON, sealed.
    pub sealed: Vec<u8>,
    /// The last day on which it holds, as `2026-11-25`; empty holds for ever.
    pub until_day: String,
    /// When it was kept last.
    pub at: Micros,
    /// By whom.
    pub actor: String,
}

/// What an entry of the do-not-name list holds, opened.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Protected {
    /// Names and aliases.
    pub names: Vec<String>,
    /// The school, or empty.
    pub school: String,
    /// The street, or empty.
    pub street: String,
    /// Names of picture files.
    pub pictures: Vec<String>,
    /// Why; for those alone who may see the list.
    pub reason: String,
}

/// A name of somebody whose words the record has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// Who is meant.
    pub id: String,
    /// One of the names.
    pub name: String,
}

impl std::fmt::Debug for Protected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Protected(***)")
    }
}

impl Protected {
    /// Everything that would tell who it is.
    pub fn words(&self) -> Vec<String> {
        let all = self
            .names
            .iter()
            .chain([&self.school, &self.street])
            .chain(&self.pictures);
        all.filter(|words| !words.trim().is_empty()).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_tells_nothing_when_it_is_printed_into_a_log() {
        let entry = Protected {
            names: vec!["Anna Berg".into()],
            school: "Hillside".into(),
            reason: "court order".into(),
            ..Protected::default()
        };
        assert_eq!(entry.words(), ["Anna Berg", "Hillside"]);
        assert_eq!(format!("{entry:?}"), "Protected(***)");
    }
}
