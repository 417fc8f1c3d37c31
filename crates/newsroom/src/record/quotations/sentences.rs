//! The sentences of a text that is printed, so that the record can ask whether one of them still stands in it.
//! Made of a revision by `carry` and of a draft by the rail; white space and paragraphs that moved change nothing.

use courant_copydesk::{Fields, Page, tokens};
use courant_model::quotation::fold_space;
use courant_model::story::Revision;
use courant_store::StoreError;

/// All sentences, part by part.
#[derive(Debug, Clone, Default)]
pub struct Sentences {
    parts: Vec<(String, Vec<String>)>,
}

/// Where a sentence stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stands {
    /// The block.
    pub block: String,
    /// Its place in the order of the text.
    pub order: (usize, usize),
}

impl Sentences {
    /// Of what a revision prints.
    pub fn of(revision: &Revision) -> Result<Self, StoreError> {
        let document = courant_text::json::read(&revision.document)
            .map_err(|refused| StoreError::Unreadable(format!("revision {}: {refused}", revision.id)))?;
        let fields = Fields {
            headline: &revision.headline,
            standfirst: &revision.standfirst,
            ..Fields::default()
        };
        Ok(Self::on(&Page::from_story(&fields, &document)))
    }

    /// Of a page. Only what stands in a block counts: a headline is no place to link to.
    pub fn on(page: &Page) -> Self {
        let parts = page
            .parts
            .iter()
            .filter_map(|part| {
                let block = part.block.as_ref()?.0.clone();
                let text = page.at(part.span);
                let sentences = tokens::sentences(text, 0)
                    .into_iter()
                    .map(|span| fold_space(text.get(span.start..span.end).unwrap_or_default()))
                    .collect();
                Some((block, sentences))
            })
            .collect();
        Self { parts }
    }

    /// The place of a block in the order of the text.
    pub fn order(&self, block: &str) -> Option<usize> {
        self.parts.iter().position(|(id, _)| id == block)
    }

    /// Where a sentence, or several in a row, stands to the letter; in its own block if it does, else in any other.
    pub fn find(&self, block: &str, sentence: &str) -> Option<Stands> {
        let wanted = fold_space(sentence);
        let within = |own: bool| {
            self.parts
                .iter()
                .enumerate()
                .filter(|(_, (id, _))| (id == block) == own)
                .find_map(|(index, (id, sentences))| {
                    let at = stretch(sentences, &wanted)?;
                    Some(Stands {
                        block: id.clone(),
                        order: (index, at),
                    })
                })
        };
        within(true).or_else(|| within(false))
    }
}

/// The first sentence of a row of sentences that is the wanted text.
fn stretch(sentences: &[String], wanted: &str) -> Option<usize> {
    (0..sentences.len()).find(|from| {
        let mut rest = wanted;
        for sentence in sentences.iter().skip(*from) {
            let Some(after) = rest.strip_prefix(sentence.as_str()) else {
                return false;
            };
            if after.is_empty() {
                return true;
            }
            let Some(next) = after.strip_prefix(' ') else {
                return false;
            };
            rest = next;
        }
        false
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use courant_text::{SequentialIds, plain};

    fn sentences(text: &str) -> Sentences {
        Sentences::on(&Page::from_document(&plain::read(text, &mut SequentialIds::new())))
    }

    #[test]
    fn a_sentence_stands_while_its_letters_do_wherever_it_moved() {
        let sentence = "“It is a grave error,” she said.";
        let text = sentences("First.\n\nThen. “It is a grave\u{a0}error,” she  said. More.");
        let place = text.find("elsewhere", sentence).unwrap();
        assert_eq!(place.order, (1, 1));
        assert_eq!(text.find(&place.block, sentence), Some(place));
        assert_eq!(
            text.find("", "“It is a grave error,” she said. More.").unwrap().order,
            (1, 1)
        );
    }

    #[test]
    fn a_changed_cut_or_longer_sentence_does_not_stand() {
        let text = sentences("“It is a grave error,” she said. More.");
        for other in [
            "“It is an error,” she said.",
            "“It is a grave error,” she said",
            "is a grave error,” she said.",
            "“It is a grave error,” she said. More",
            "",
        ] {
            assert_eq!(text.find("", other), None, "{other}");
        }
    }
}
