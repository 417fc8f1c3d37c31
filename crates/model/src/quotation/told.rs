//! A quotation as readers see it, with everything that is printed of it, and what a search wants of all of them.
//! The site and the API read these from the live rows.

use super::{Accusation, Manner, accusation};
use crate::record::EntityKind;
use crate::time::Micros;

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
        accusation::of(&self.accused, &self.answer_kind, &self.answer, &self.answer_by)
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
        let kind = EntityKind::parse(self.speaker_kind.as_deref()?)?;
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
