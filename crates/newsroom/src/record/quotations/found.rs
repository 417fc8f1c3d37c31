//! The quotations that the copy desk finds in a text, as the record would keep them: with their whole sentence and their place.
//! Pure; the desk's rail and the commands that confirm and refuse call it, off the threads that wait for others.

use super::known::{self, Known, Transcript};
use courant_copydesk::{Manner as Found, NameKind, Page, Quotation, Reading, Span, checks};
use courant_model::quotation::{Manner, fold_space, mark};
use courant_model::record::EntityKind;

/// A quotation that somebody may confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// By which it is known again: [`mark`].
    pub mark: String,
    /// The block in which it begins.
    pub block: String,
    /// First scalar value of the words within the block.
    pub start: usize,
    /// The one after the last.
    pub end: usize,
    /// First scalar value of the sentence within the block.
    pub sentence_start: usize,
    /// The one after its last.
    pub sentence_end: usize,
    /// The whole sentence, or all those that the words run over.
    pub sentence: String,
    /// The words to the letter.
    pub words: String,
    /// The verb or noun of saying; may be empty.
    pub cue: String,
    /// How the words are given.
    pub manner: Manner,
    /// The speaker by their fullest name, or as described.
    pub speaker: String,
    /// What the speaker is; `None` for one that is described and not named.
    pub kind: Option<EntityKind>,
    /// To whom; may be empty.
    pub addressee: String,
    /// In which outlet; may be empty.
    pub outlet: String,
    /// On what occasion; may be empty.
    pub occasion: String,
    /// Where; may be empty.
    pub place: String,
    /// When, as the record writes days; may be empty.
    pub said_on: String,
    /// Who is accused by name; may be empty.
    pub accused: String,
    /// How it is probably known.
    pub known: Known,
}

/// Reads a page beside which no transcript lies.
pub fn read(page: &Page) -> Vec<Suggestion> {
    read_with(page, &[])
}

/// Reads a page with the transcripts that lie beside it. A remark that is printed twice to the letter is found once.
pub fn read_with(page: &Page, transcripts: &[Transcript]) -> Vec<Suggestion> {
    let report = courant_copydesk::Report {
        reading: Reading::of(page),
        notes: Vec::new(),
    };
    let mut found: Vec<Suggestion> = Vec::new();
    for quotation in report.spoken() {
        if let Some(one) = suggestion(&report.reading, quotation, transcripts)
            && !found.iter().any(|other| other.mark == one.mark)
        {
            found.push(one);
        }
    }
    found
}

fn suggestion(reading: &Reading<'_>, quotation: &Quotation, transcripts: &[Transcript]) -> Option<Suggestion> {
    let page = reading.page;
    let place = page.place(quotation.span)?;
    let whole = whole_sentence(reading, quotation);
    let around = page.place(whole)?;
    let words = page.at(quotation.span).trim();
    let sentence = page.at(whole);
    let named = quotation
        .entity
        .filter(|_| !quotation.unnamed)
        .and_then(|entity| reading.names.iter().find(|name| name.entity == entity));
    let text = |span: Option<Span>| span.map_or_else(String::new, |span| fold_space(page.at(span)));
    Some(Suggestion {
        mark: mark(words, sentence),
        block: place.block?.0,
        start: place.start,
        end: place.end,
        sentence_start: around.start,
        sentence_end: around.end,
        sentence: fold_space(sentence),
        words: fold_space(words),
        cue: text(quotation.cue),
        manner: match quotation.manner {
            Found::Direct => Manner::Direct,
            Found::Mixed => Manner::Mixed,
            Found::Indirect => Manner::Indirect,
        },
        speaker: quotation.speaker.as_deref().map(fold_space)?,
        // A state speaks as an actor.
        kind: named.map(|name| match name.kind {
            NameKind::Person => EntityKind::Person,
            NameKind::Organisation | NameKind::Place => EntityKind::Organisation,
        }),
        addressee: text(quotation.addressee),
        outlet: text(quotation.outlet),
        occasion: text(quotation.occasion),
        place: text(quotation.place),
        said_on: quotation.date.and_then(|date| date.iso()).unwrap_or_default(),
        accused: checks::accused(reading, whole, quotation.entity)
            .map(|name| name.main.clone())
            .unwrap_or_default(),
        known: known::read(reading, quotation, whole, transcripts),
    })
}

/// The sentence of the words, with every further one that they run over and the one that says who spoke, as far as
/// they stand in the same part of the page.
fn whole_sentence(reading: &Reading<'_>, quotation: &Quotation) -> Span {
    let page = reading.page;
    let part = page
        .part_at(quotation.span.start)
        .and_then(|index| page.parts.get(index))
        .map_or(quotation.span, |part| part.span);
    let mut whole = Span::new(quotation.span.start, quotation.span.end.min(part.end));
    let said = [Some(quotation.span), Some(quotation.sentence), quotation.cue];
    for sentence in &reading.sentences {
        let touched = said.iter().flatten().any(|span| span.meets(sentence.span));
        if touched && part.holds(sentence.span) {
            whole = Span::new(whole.start.min(sentence.span.start), whole.end.max(sentence.span.end));
        }
    }
    whole
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use courant_text::{SequentialIds, plain};

    fn found(text: &str) -> Vec<Suggestion> {
        read(&Page::from_document(&plain::read(text, &mut SequentialIds::new())))
    }

    #[test]
    fn a_quotation_comes_with_its_whole_sentence_and_its_place() {
        let text = "The ferry was late.\n\n“It is a grave error. We shall mend it,” Anna Berg told reporters in Lisbon. Nobody answered.";
        let one = found(text).into_iter().next().unwrap();
        assert_eq!(one.words, "It is a grave error. We shall mend it,");
        assert_eq!(
            one.sentence,
            "“It is a grave error. We shall mend it,” Anna Berg told reporters in Lisbon."
        );
        assert_eq!(
            (one.speaker.as_str(), one.kind),
            ("Anna Berg", Some(EntityKind::Person))
        );
        assert_eq!((one.start, one.end, one.sentence_start), (1, 39, 0));
        assert_eq!(one.manner, Manner::Direct);
    }

    #[test]
    fn an_unnamed_source_stays_as_described() {
        let one = found("US officials said that the talks had ended on Friday.")
            .into_iter()
            .next()
            .unwrap();
        assert_eq!((one.speaker.as_str(), one.kind), ("US officials", None));
        assert_eq!(one.manner, Manner::Indirect);
    }

    #[test]
    fn whoever_accuses_by_name_is_asked_for_the_answer() {
        let accuses = found("“Peter Holm stole the money,” Anna Berg said.");
        assert_eq!(accuses.first().map(|one| one.accused.as_str()), Some("Peter Holm"));
        let plain = found("“The ferry sails at noon,” Anna Berg said.");
        assert_eq!(plain.first().map(|one| one.accused.as_str()), Some(""));
    }

    #[test]
    fn a_remark_that_is_printed_twice_is_found_once() {
        let line = "“The ferry sails at noon,” Anna Berg said.";
        assert_eq!(found(&format!("{line}\n\n{line}\u{a0}")).len(), 1);
    }
}
