//! The difference of two documents: which blocks came, went or moved, and which words changed inside them.
//! Called by the revision view of the desk and by the update notice of a story.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use crate::document::{Block, BlockId, BlockKind, Document};
use crate::plain;

/// What happened to one top-level block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockChange {
    /// It stands in both, to the letter.
    Same {
        /// The block.
        id: BlockId,
    },
    /// It is new.
    Added {
        /// The block in the new document.
        id: BlockId,
    },
    /// It is gone.
    Removed {
        /// The block in the old document.
        id: BlockId,
    },
    /// It was changed.
    Changed {
        /// The block in the old document.
        old: BlockId,
        /// The block in the new document; another id when the block was matched by its words.
        new: BlockId,
        /// The words that changed, in reading order; empty when only form changed (a mark, a level, an address).
        words: Vec<WordChange>,
    },
    /// It stands elsewhere now, unchanged.
    Moved {
        /// The block.
        id: BlockId,
    },
}

/// One change inside a block: these characters of the old text became those of the new one.
/// The text is the one of [`plain::block`]; offsets count Unicode scalar values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordChange {
    /// In the old text; empty for an insertion.
    pub old: Range<usize>,
    /// In the new text; empty for a deletion.
    pub new: Range<usize>,
}

/// Compares two documents block by block, in the order of the new one; removed blocks stand where they stood.
/// Blocks are matched by id, then by their words when ids are of different making.
pub fn blocks(old: &Document, new: &Document) -> Vec<BlockChange> {
    let pairs = pair(old, new);
    let position: HashMap<usize, usize> = pairs.iter().map(|(old, new)| (*new, *old)).collect();
    let kept_old: Vec<usize> = {
        let mut olds: Vec<usize> = pairs.iter().map(|(old, _)| *old).collect();
        olds.sort_unstable();
        olds
    };
    let kept_new: Vec<usize> = (0..new.blocks.len())
        .filter_map(|at| position.get(&at).copied())
        .collect();
    let steady = unmoved(&kept_old, &kept_new);
    let paired_old: std::collections::HashSet<usize> = kept_old.into_iter().collect();
    let mut out = Vec::new();
    let mut next_old = 0;
    for (at, block) in new.blocks.iter().enumerate() {
        let Some(&was) = position.get(&at) else {
            out.push(BlockChange::Added { id: block.id.clone() });
            continue;
        };
        let stays = steady.contains(&was);
        if stays {
            removed_before(old, &paired_old, &mut next_old, was, &mut out);
        }
        if let Some(before) = old.blocks.get(was) {
            out.push(compare(before, block, stays));
        }
    }
    removed_before(old, &paired_old, &mut next_old, old.blocks.len(), &mut out);
    out
}

fn removed_before(
    old: &Document,
    paired: &std::collections::HashSet<usize>,
    next: &mut usize,
    end: usize,
    out: &mut Vec<BlockChange>,
) {
    while *next < end {
        if !paired.contains(next)
            && let Some(block) = old.blocks.get(*next)
        {
            out.push(BlockChange::Removed { id: block.id.clone() });
        }
        *next += 1;
    }
}

fn compare(old: &Block, new: &Block, stays: bool) -> BlockChange {
    if same_but_ids(&old.kind, &new.kind) {
        let id = new.id.clone();
        return if stays {
            BlockChange::Same { id }
        } else {
            BlockChange::Moved { id }
        };
    }
    BlockChange::Changed {
        old: old.id.clone(),
        new: new.id.clone(),
        words: words(&plain::block(old), &plain::block(new)),
    }
}

/// Pairs of positions (old, new) that are the same block.
fn pair(old: &Document, new: &Document) -> Vec<(usize, usize)> {
    let by_id: HashMap<&BlockId, usize> = old
        .blocks
        .iter()
        .enumerate()
        .map(|(at, block)| (&block.id, at))
        .collect();
    let mut pairs = Vec::new();
    let mut free_old: Vec<bool> = vec![true; old.blocks.len()];
    let mut free_new: Vec<usize> = Vec::new();
    for (at, block) in new.blocks.iter().enumerate() {
        match by_id.get(&block.id) {
            Some(&was) if free_old.get(was) == Some(&true) && alike(old.blocks.get(was), block) => {
                if let Some(free) = free_old.get_mut(was) {
                    *free = false;
                }
                pairs.push((was, at));
            }
            _ => free_new.push(at),
        }
    }
    let left_old: Vec<usize> = (0..old.blocks.len())
        .filter(|at| free_old.get(*at) == Some(&true))
        .collect();
    pair_by_words(old, new, &left_old, &free_new, &mut pairs);
    pairs
}

/// An id that now names quite another block is no match.
fn alike(old: Option<&Block>, new: &Block) -> bool {
    old.is_some_and(|old| {
        std::mem::discriminant(&old.kind) == std::mem::discriminant(&new.kind)
            || likeness(&plain::block(old), &plain::block(new)) > 0.5
    })
}

fn pair_by_words(
    old: &Document,
    new: &Document,
    left_old: &[usize],
    left_new: &[usize],
    pairs: &mut Vec<(usize, usize)>,
) {
    let text = |document: &Document, at: usize| document.blocks.get(at).map(plain::block).unwrap_or_default();
    let old_texts: Vec<String> = left_old.iter().map(|at| text(old, *at)).collect();
    let new_texts: Vec<String> = left_new.iter().map(|at| text(new, *at)).collect();
    for op in capture_diff_slices(Algorithm::Myers, &old_texts, &new_texts) {
        match op {
            DiffOp::Equal {
                old_index,
                new_index,
                len,
            } => {
                for step in 0..len {
                    if let (Some(a), Some(b)) = (left_old.get(old_index + step), left_new.get(new_index + step)) {
                        pairs.push((*a, *b));
                    }
                }
            }
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => {
                // In a stretch that was rewritten, neighbours in order that share half of their words are the same block.
                let mut from = new_index;
                for a in old_index..old_index + old_len {
                    let (Some(old_text), Some(old_at)) = (old_texts.get(a), left_old.get(a)) else {
                        continue;
                    };
                    let end = (new_index + new_len).min(from + 20);
                    let found = (from..end).find(|b| {
                        new_texts
                            .get(*b)
                            .is_some_and(|new_text| likeness(old_text, new_text) > 0.5)
                    });
                    if let Some(b) = found
                        && let Some(new_at) = left_new.get(b)
                    {
                        pairs.push((*old_at, *new_at));
                        from = b + 1;
                    }
                }
            }
            DiffOp::Delete { .. } | DiffOp::Insert { .. } => {}
        }
    }
}

/// Share of words that two texts have in common, 0 to 1 (Dice's coefficient over the words as a bag).
fn likeness(a: &str, b: &str) -> f64 {
    let mut counts: HashMap<&str, isize> = HashMap::new();
    let mut total = 0usize;
    for word in a.unicode_words() {
        *counts.entry(word).or_default() += 1;
        total += 1;
    }
    let mut common = 0usize;
    for word in b.unicode_words() {
        total += 1;
        if let Some(count) = counts.get_mut(word)
            && *count > 0
        {
            *count -= 1;
            common += 1;
        }
    }
    if total == 0 {
        return f64::from(u8::from(a == b));
    }
    2.0 * common as f64 / total as f64
}

/// The old positions that kept their order.
fn unmoved(old: &[usize], new: &[usize]) -> std::collections::HashSet<usize> {
    let mut out = std::collections::HashSet::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        if let DiffOp::Equal { old_index, len, .. } = op {
            out.extend(old.iter().skip(old_index).take(len).copied());
        }
    }
    out
}

/// Whether two blocks print the same, whatever the ids of blocks inside them.
pub(crate) fn same_but_ids(a: &BlockKind, b: &BlockKind) -> bool {
    let numbered = |kind: &BlockKind| {
        let mut document = Document {
            blocks: vec![crate::ids::unnumbered(kind.clone())],
        };
        crate::ids::number(&mut document, &mut crate::ids::SequentialIds::new());
        document
    };
    match (a, b) {
        (
            BlockKind::Quote { .. } | BlockKind::List(_) | BlockKind::Details { .. },
            BlockKind::Quote { .. } | BlockKind::List(_) | BlockKind::Details { .. },
        ) => numbered(a) == numbered(b),
        _ => a == b,
    }
}

/// Gives the blocks of `new` that are blocks of `old`, by id or by their words, the ids that they have there. Blocks that
/// hold blocks keep those inside as they are.
pub fn keep_ids(old: &Document, new: &mut Document) {
    for (was, is) in pair(old, new) {
        if let (Some(was), Some(is)) = (old.blocks.get(was), new.blocks.get_mut(is)) {
            if same_but_ids(&was.kind, &is.kind) {
                is.kind.clone_from(&was.kind);
            }
            is.id.clone_from(&was.id);
        }
    }
}

/// Which words of a text changed. Offsets count Unicode scalar values.
pub fn words(old: &str, new: &str) -> Vec<WordChange> {
    let old_words: Vec<&str> = old.split_word_bounds().collect();
    let new_words: Vec<&str> = new.split_word_bounds().collect();
    let old_ends = ends(&old_words);
    let new_ends = ends(&new_words);
    let range = |ends: &[usize], from: usize, len: usize| {
        let start = ends.get(from).copied().unwrap_or_default();
        let end = ends.get(from + len).copied().unwrap_or(start);
        start..end
    };
    capture_diff_slices(Algorithm::Myers, &old_words, &new_words)
        .into_iter()
        .filter(|op| !matches!(op, DiffOp::Equal { .. }))
        .map(|op| {
            let (_, old, new) = op.as_tag_tuple();
            WordChange {
                old: range(&old_ends, old.start, old.len()),
                new: range(&new_ends, new.start, new.len()),
            }
        })
        .collect()
}

/// Offsets in scalar values of the start of each word, and the end of the last.
fn ends(words: &[&str]) -> Vec<usize> {
    let mut out = Vec::with_capacity(words.len() + 1);
    let mut at = 0;
    out.push(at);
    for word in words {
        at += word.chars().count();
        out.push(at);
    }
    out
}
