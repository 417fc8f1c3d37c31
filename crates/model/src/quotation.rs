//! Quotations of the record: a remark that was made once, and each story's report of it.
//! The newsroom's commands keep them; the site and the API print them under the rules of [`stands`].

mod accusation;
mod told;

pub use accusation::{Accusation, AnswerKind, Seat, Stands, stands};
pub use told::{Told, Wanted};

use crate::entry::fnv1a;
use crate::time::Micros;

/// How the words of a report are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Manner {
    /// To the letter, between quotation marks.
    Direct,
    /// Partly between quotation marks.
    Mixed,
    /// In the writer's words.
    Indirect,
}

impl Manner {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Direct, Self::Mixed, Self::Indirect];

    /// As it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }

    /// Reads the kept form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// How the newsroom knows that it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum KnownHow {
    /// One of us heard it.
    #[default]
    Heard,
    /// It stands in a transcript, a recording or a paper.
    Transcript,
    /// It was told to another house, which is named.
    ToldTo,
    /// Another house quotes it, and is named.
    QuotedBy,
}

impl KnownHow {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Heard, Self::Transcript, Self::ToldTo, Self::QuotedBy];

    /// As it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Heard => "heard",
            Self::Transcript => "transcript",
            Self::ToldTo => "told-to",
            Self::QuotedBy => "quoted-by",
        }
    }

    /// Reads the kept form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }

    /// It is known from another house, which must be named.
    pub fn names_an_outlet(self) -> bool {
        matches!(self, Self::ToldTo | Self::QuotedBy)
    }
}

/// One remark, however often it was told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Utterance {
    /// ULID.
    pub id: String,
    /// Unique number within the record.
    pub number: i64,
    /// Who said it, when it is somebody with a name.
    pub speaker_id: Option<String>,
    /// Who said it as the story describes them; empty where there is a name.
    pub speaker_as: String,
    /// To whom; may be empty.
    pub addressee: String,
    /// In which outlet; may be empty.
    pub outlet: String,
    /// On what occasion; may be empty.
    pub occasion: String,
    /// Where, when it is a place of the record.
    pub place_id: Option<String>,
    /// Where, in words; may be empty.
    pub place: String,
    /// When: `2026-11-25`, `2026-11` or `2026`; empty when unknown.
    pub said_on: String,
    /// Who is accused in it, when they are in the record.
    pub accused_id: Option<String>,
    /// Who is accused in it; empty when nobody is.
    pub accused: String,
    /// [`AnswerKind`] as kept, or empty.
    pub answer_kind: String,
    /// The words of the answer; may be empty.
    pub answer: String,
    /// The day by which there was none.
    pub answer_by: String,
    /// The remark that it is the same as.
    pub merged_into: Option<String>,
    /// When it was first confirmed.
    pub created_at: Micros,
    /// When it was last changed.
    pub changed_at: Micros,
}

impl Utterance {
    /// What it accuses somebody of, and what they said.
    pub fn accusation(&self) -> Option<Accusation<'_>> {
        accusation::of(&self.accused, &self.answer_kind, &self.answer, &self.answer_by)
    }

    /// The remark that stands for it.
    pub fn root(&self) -> &str {
        self.merged_into.as_deref().unwrap_or(&self.id)
    }
}

/// A story's report of a remark, as a person decided on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quotation {
    /// ULID.
    pub id: String,
    /// The story.
    pub story_id: String,
    /// The remark; `None` when the report was refused.
    pub utterance_id: Option<String>,
    /// The revision in which it was decided on.
    pub revision_id: String,
    /// [`mark`] of its words and sentence; one a story.
    pub mark: String,
    /// The block in which it stood.
    pub block: String,
    /// First scalar value of the words within the block.
    pub start_at: i64,
    /// The one after the last.
    pub end_at: i64,
    /// The whole sentence.
    pub sentence: String,
    /// The words to the letter, without quotation marks around them.
    pub words: String,
    /// The verb or noun of saying; may be empty.
    pub cue: String,
    /// [`Manner`] as kept.
    pub manner: String,
    /// [`KnownHow`] as kept.
    pub known_how: String,
    /// The house that it is known from; empty unless [`KnownHow::names_an_outlet`].
    pub known_outlet: String,
    /// `confirmed`, `refused` or `stale`.
    pub state: String,
    /// When the story was corrected in this sentence.
    pub corrected_at: Option<Micros>,
    /// Who decided, as [`crate::actor::Actor`] prints itself.
    pub decided_by: String,
    /// When.
    pub decided_at: Micros,
}

/// A row of what readers see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LiveQuotation {
    /// The report.
    pub quotation_id: String,
    /// Its story.
    pub story_id: String,
    /// The remark that stands for it and for every other report of the same.
    pub remark_id: String,
    /// Who said it.
    pub speaker_id: Option<String>,
    /// Where.
    pub place_id: Option<String>,
    /// When the story was placed.
    pub placed_at: Micros,
    /// Its place among the quotations of the story, from 0.
    pub position: i64,
    /// The block in which it stands now.
    pub block: String,
}

/// What somebody asks to have put right in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// ULID.
    pub id: String,
    /// The quotation that it is about.
    pub quotation_id: Option<String>,
    /// The person, organisation or place that it is about.
    pub entity_id: Option<String>,
    /// When it was sent.
    pub at: Micros,
    /// What is wrong.
    pub body: String,
    /// The address, encrypted, when one was given.
    pub email_cipher: Option<Vec<u8>>,
    /// Which key encrypted it; empty without an address.
    pub email_key: String,
    /// Keyed hash of the client's network address.
    pub client_mac: Vec<u8>,
    /// `open`, `corrected` or `declined`.
    pub outcome: String,
    /// What was answered.
    pub answer: String,
    /// The account that answered.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<Micros>,
}

/// White space folded to single spaces; a no-break space is one.
pub fn fold_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// By what a report is known again: its words in their sentence, whatever the white space and wherever the paragraph.
pub fn mark(words: &str, sentence: &str) -> String {
    format!(
        "{:016x}",
        fnv1a(&format!("{}\n{}", fold_space(words), fold_space(sentence)))
    )
}

/// A day, a month or a year: `2026-11-25`, `2026-11`, `2026`.
pub fn is_day(text: &str) -> bool {
    let mut parts = text.split('-');
    let number = |part: Option<&str>, digits: usize, most: u32| {
        part.is_none_or(|part| {
            part.len() == digits
                && part.bytes().all(|byte| byte.is_ascii_digit())
                && part.parse().is_ok_and(|n: u32| (1..=most).contains(&n))
        })
    };
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    if parts.next().is_some() || !number(year, 4, 9999) || !number(month, 2, 12) || !number(day, 2, 31) {
        return false;
    }
    day.is_none() || text.parse::<jiff::civil::Date>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_does_not_make_another_quotation() {
        let one = mark("It is a grave error.", "“It is a grave error.”\u{a0} she said.");
        assert_eq!(one, mark("It is a  grave error.", "“It is a grave error.” she\nsaid."));
        assert_ne!(one, mark("It is a grave error.", "“It is a grave error.” he said."));
    }

    #[test]
    fn a_day_may_be_a_month_or_a_year() {
        for good in ["2026", "2026-11", "2026-11-25", "2024-02-29"] {
            assert!(is_day(good), "{good}");
        }
        for bad in [
            "",
            "26",
            "2026-13",
            "2026-00",
            "2026-02-30",
            "2026-11-25-1",
            "2026-1",
            "year",
        ] {
            assert!(!is_day(bad), "{bad}");
        }
    }
}
