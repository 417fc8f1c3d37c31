//! The sentences of a revision: whether one that somebody confirmed still stands there, and in which block.
//! Asked by the slices of the record whenever a story goes out or changes.

use courant_copydesk::{Fields, Page, tokens};
use courant_model::story::Revision;
use courant_store::StoreError;
use std::collections::HashMap;

/// The sentences of a text, folded, each with its block.
#[derive(Debug, Clone, Default)]
pub struct Sentences {
    blocks: HashMap<String, String>,
}

impl Sentences {
    /// Of a revision: its standfirst and its document. Sentences of the standfirst have an empty block.
    pub fn of(revision: &Revision) -> Result<Self, StoreError> {
        let document = courant_text::json::read(&revision.document)
            .map_err(|refused| StoreError::Unreadable(format!("revision {}: {refused}", revision.id)))?;
        let fields = Fields {
            standfirst: &revision.standfirst,
            ..Fields::default()
        };
        Ok(Self::of_page(&Page::from_story(&fields, &document)))
    }

    /// Of a page.
    pub fn of_page(page: &Page) -> Self {
        let mut blocks = HashMap::new();
        for part in &page.parts {
            let text = page.at(part.span);
            for span in tokens::sentences(text, 0) {
                let sentence = text.get(span.start..span.end).unwrap_or_default();
                let block = part.block.as_ref().map(|id| id.0.clone()).unwrap_or_default();
                blocks.entry(fold(sentence)).or_insert(block);
            }
        }
        Self { blocks }
    }

    /// The block in which a sentence stands to the letter, white space apart; nothing when it does not stand.
    pub fn block_of(&self, sentence: &str) -> Option<&str> {
        self.blocks.get(&fold(sentence)).map(String::as_str)
    }
}

/// One space for each stretch of white space.
pub fn fold(sentence: &str) -> String {
    sentence.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use courant_text::{SequentialIds, plain};

    #[test]
    fn a_sentence_stands_whole_or_not_at_all() {
        let document = plain::read(
            "The council met. It did not\u{a0}sign the treaty.\n\nNobody came.",
            &mut SequentialIds::new(),
        );
        let sentences = Sentences::of_page(&Page::from_document(&document));
        let second = document.blocks.get(1).unwrap().id.0.clone();
        assert_eq!(sentences.block_of(" Nobody  came."), Some(second.as_str()));
        assert!(sentences.block_of("It did not sign the treaty.").is_some());
        assert_eq!(sentences.block_of("sign the treaty."), None);
    }
}
