//! Quotations of the record: a remark that was made once, and each story's report of it.
//! The newsroom's commands keep them; the site and the API print them under the rules of [`stands`].

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

/// What became of a question to somebody who was accused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnswerKind {
    /// They answered, in words that are printed.
    Answered,
    /// They deny it.
    Denied,
    /// They did not answer by a day that is printed.
    Silent,
    /// Nobody asked them.
    NotAsked,
}

impl AnswerKind {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Answered, Self::Denied, Self::Silent, Self::NotAsked];

    /// As it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Denied => "denied",
            Self::Silent => "silent",
            Self::NotAsked => "not-asked",
        }
    }

    /// Reads the kept form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// An accusation and what the accused said to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accusation<'a> {
    /// What became of the question, where that is known.
    pub kind: Option<AnswerKind>,
    /// The words of an answer or a denial.
    pub answer: &'a str,
    /// The day by which there was none.
    pub by: &'a str,
}

impl Accusation<'_> {
    /// What the accused said, or that they did not, can be printed beside it.
    pub fn is_answered(&self) -> bool {
        match self.kind {
            Some(AnswerKind::Answered) => !self.answer.trim().is_empty(),
            Some(AnswerKind::Silent) => !self.by.trim().is_empty(),
            Some(AnswerKind::Denied | AnswerKind::NotAsked) => true,
            None => false,
        }
    }
}

/// Where a quotation would be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Seat {
    /// Under the story that reports it.
    Story,
    /// On the page of whoever said it, and in its feeds.
    Speaker,
    /// On the page of whoever is accused in it.
    Accused,
    /// On another page of the record: the place where it was said.
    Other,
    /// Among what a search or a program finds.
    Found,
}

impl Seat {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Story, Self::Speaker, Self::Accused, Self::Other, Self::Found];

    /// What the page of an entity is to a quotation. Who accuses themselves is accused.
    pub fn on_page_of(entity: &str, speaker: Option<&str>, accused: Option<&str>) -> Self {
        if accused == Some(entity) {
            Self::Accused
        } else if speaker == Some(entity) {
            Self::Speaker
        } else {
            Self::Other
        }
    }
}

/// How a quotation stands in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stands {
    /// It accuses nobody and is printed as it is.
    Plainly,
    /// It is printed with what the accused said to it.
    WithAnswer,
    /// It is not printed.
    Not,
}

/// The one rule about accusations: what accuses somebody by name is printed only with their answer, their denial, the
/// day by which they did not answer, or that nobody asked; on the speaker's page, never on the accused's or a third's.
pub fn stands(accusation: Option<Accusation<'_>>, seat: Seat) -> Stands {
    let Some(accusation) = accusation else {
        return Stands::Plainly;
    };
    match seat {
        Seat::Story | Seat::Speaker | Seat::Found if accusation.is_answered() => Stands::WithAnswer,
        _ => Stands::Not,
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
        accusation(&self.accused, &self.answer_kind, &self.answer, &self.answer_by)
    }

    /// The remark that stands for it.
    pub fn root(&self) -> &str {
        self.merged_into.as_deref().unwrap_or(&self.id)
    }
}

fn accusation<'a>(accused: &str, kind: &str, answer: &'a str, by: &'a str) -> Option<Accusation<'a>> {
    (!accused.is_empty()).then(|| Accusation {
        kind: AnswerKind::parse(kind),
        answer,
        by,
    })
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

/// A live quotation with all that is printed of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The report.
    pub id: String,
    /// The remark that stands for it.
    pub remark_id: String,
    /// Number of the remark as it was confirmed here.
    pub number: i64,
    /// The story.
    pub story_id: String,
    /// Path of the story.
    pub path: String,
    /// Its headline.
    pub headline: String,
    /// When it was published, where that is known.
    pub published_at: Option<Micros>,
    /// When it was placed.
    pub placed_at: Micros,
    /// The block in which it stands.
    pub block: String,
    /// The whole sentence.
    pub sentence: String,
    /// The words to the letter.
    pub words: String,
    /// [`Manner`] as kept.
    pub manner: String,
    /// [`KnownHow`] as kept.
    pub known_how: String,
    /// The house that it is known from.
    pub known_outlet: String,
    /// The revision in which it was confirmed.
    pub revision_id: String,
    /// Who confirmed it.
    pub decided_by: String,
    /// When.
    pub decided_at: Micros,
    /// When its story was corrected in this sentence.
    pub corrected_at: Option<Micros>,
    /// Who said it, when in the record; what they were merged into, if they were.
    pub speaker_id: Option<String>,
    /// Their name.
    pub speaker_name: Option<String>,
    /// Kind of entity.
    pub speaker_kind: Option<String>,
    /// Last part of the address of their page.
    pub speaker_slug: Option<String>,
    /// Whether readers have a page of them.
    pub speaker_public: Option<bool>,
    /// The speaker as described.
    pub speaker_as: String,
    /// To whom.
    pub addressee: String,
    /// In which outlet.
    pub outlet: String,
    /// On what occasion.
    pub occasion: String,
    /// Where, in words.
    pub place: String,
    /// When.
    pub said_on: String,
    /// Who is accused, when in the record.
    pub accused_id: Option<String>,
    /// Who is accused.
    pub accused: String,
    /// What became of the question.
    pub answer_kind: String,
    /// The answer.
    pub answer: String,
    /// The day by which there was none.
    pub answer_by: String,
}

impl Told {
    /// What it accuses somebody of, and what they said.
    pub fn accusation(&self) -> Option<Accusation<'_>> {
        accusation(&self.accused, &self.answer_kind, &self.answer, &self.answer_by)
    }

    /// Who said it, as printed.
    pub fn speaker(&self) -> &str {
        self.speaker_name
            .as_deref()
            .filter(|name| !name.is_empty())
            .unwrap_or(&self.speaker_as)
    }

    /// The address of the speaker's page, when readers have one.
    pub fn speaker_path(&self) -> Option<String> {
        let kind = crate::record::EntityKind::parse(self.speaker_kind.as_deref()?)?;
        let slug = self
            .speaker_slug
            .as_deref()
            .filter(|_| self.speaker_public == Some(true))?;
        Some(format!("/{}/{slug}", kind.folder()))
    }

    /// The words are the speaker's own, all of them.
    pub fn is_direct(&self) -> bool {
        self.manner == Manner::Direct.as_str()
    }
}

/// What is wanted of the live quotations; empty fields want nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Beginnings of words, folded; at most four count.
    pub words: Vec<String>,
    /// Id of the speaker.
    pub speaker: String,
    /// Id of the story.
    pub story: String,
    /// At most so many.
    pub limit: i64,
    /// After so many.
    pub offset: i64,
}

impl Wanted {
    /// Lower and upper end of the words that begin with the one at `index`; empty when there is none.
    pub fn range(&self, index: usize) -> (String, String) {
        self.words.get(index).map_or_else(Default::default, |word| {
            // Nothing that is a letter stands behind the last scalar value.
            (word.clone(), format!("{word}\u{10ffff}"))
        })
    }
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
    fn an_accusation_stands_only_with_its_answer_and_never_with_the_accused() {
        let answers = [
            (None, "", "", false),
            (None, "They laughed.", "2026-11-25", false),
            (Some(AnswerKind::Answered), "", "", false),
            (Some(AnswerKind::Answered), " ", "2026-11-25", false),
            (Some(AnswerKind::Answered), "We paid it back.", "", true),
            (Some(AnswerKind::Denied), "", "", true),
            (Some(AnswerKind::Denied), "That is not so.", "", true),
            (Some(AnswerKind::Silent), "", "", false),
            (Some(AnswerKind::Silent), "", "2026-11-25", true),
            (Some(AnswerKind::NotAsked), "", "", true),
        ];
        for seat in Seat::ALL {
            assert_eq!(stands(None, seat), Stands::Plainly, "{seat:?}");
            for (kind, answer, by, answered) in answers {
                let accusation = Accusation { kind, answer, by };
                let shown = answered && matches!(seat, Seat::Story | Seat::Speaker | Seat::Found);
                let wanted = if shown { Stands::WithAnswer } else { Stands::Not };
                assert_eq!(stands(Some(accusation), seat), wanted, "{accusation:?} {seat:?}");
            }
        }
    }

    #[test]
    fn a_page_is_the_accuseds_before_it_is_the_speakers() {
        assert_eq!(Seat::on_page_of("a", Some("a"), None), Seat::Speaker);
        assert_eq!(Seat::on_page_of("a", Some("a"), Some("a")), Seat::Accused);
        assert_eq!(Seat::on_page_of("a", Some("b"), Some("a")), Seat::Accused);
        assert_eq!(Seat::on_page_of("a", Some("b"), Some("c")), Seat::Other);
        assert_eq!(Seat::on_page_of("a", None, None), Seat::Other);
    }

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
