//! Where block ids come from: always from the caller, never from a clock or a random source in here.
//! Every reader of this crate takes an [`Ids`] and numbers its blocks in reading order.

use crate::document::{Block, BlockId, BlockKind, Document};

/// Hands out ids that have not been used in the document before.
pub trait Ids {
    /// The next id: 1 to 40 characters of `[A-Za-z0-9_-]`, never the same twice.
    fn next(&mut self) -> BlockId;
}

/// `b1`, `b2`, `b3` …: for imports, replies and tests, where the same input must give the same document.
#[derive(Debug, Clone, Default)]
pub struct SequentialIds {
    last: u64,
}

impl SequentialIds {
    /// Starts at `b1`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts after `bN`, for blocks that are added to a document.
    pub fn after(last: u64) -> Self {
        Self { last }
    }
}

impl Ids for SequentialIds {
    fn next(&mut self) -> BlockId {
        self.last += 1;
        BlockId(format!("b{}", self.last))
    }
}

/// Whether a string may be a block id.
pub fn is_valid(id: &str) -> bool {
    (1..=40).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

/// Gives every block of a document a new id, in reading order.
pub fn number(document: &mut Document, ids: &mut dyn Ids) {
    number_blocks(&mut document.blocks, ids);
}

fn number_blocks(blocks: &mut [Block], ids: &mut dyn Ids) {
    for block in blocks {
        block.id = ids.next();
        match &mut block.kind {
            BlockKind::Quote { blocks, .. } | BlockKind::Details { blocks, .. } => {
                number_blocks(blocks, ids);
            }
            BlockKind::List(list) => {
                for item in &mut list.items {
                    number_blocks(item, ids);
                }
            }
            _ => {}
        }
    }
}

/// A block whose id is given later by [`number`].
pub(crate) fn unnumbered(kind: BlockKind) -> Block {
    Block {
        id: BlockId(String::new()),
        kind,
    }
}
