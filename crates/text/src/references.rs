//! What a document names by id: pictures of the paper and other stories, wherever in it they stand.
//! Pages fetch them before they print; commands note which pictures readers see.

use crate::document::{Block, BlockKind, Document};
use std::collections::BTreeSet;

/// Ids that a document names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// Pictures, alone and in galleries.
    pub pictures: BTreeSet<String>,
    /// Stories of "Read more" cards.
    pub stories: BTreeSet<String>,
}

impl References {
    /// Those of a document.
    pub fn of(document: &Document) -> Self {
        let mut found = Self::default();
        found.walk(&document.blocks);
        found
    }

    fn walk(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Picture(picture) => self.pictures.extend(picture.picture.clone()),
                BlockKind::Gallery(pictures) => {
                    self.pictures
                        .extend(pictures.iter().filter_map(|picture| picture.picture.clone()));
                }
                BlockKind::ReadMore(card) => self.stories.extend(card.story.clone()),
                BlockKind::Quote { blocks, .. } | BlockKind::Details { blocks, .. } => self.walk(blocks),
                BlockKind::List(list) => list.items.iter().for_each(|item| self.walk(item)),
                _ => {}
            }
        }
    }
}
