//! Three versions of a document brought together: what both left alone, what one changed, and where both did.
//! The desk asks it when a plain form was sent from an older version; nothing is ever overwritten.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::diff::same_but_ids;
use crate::document::{Block, Document};

/// A stretch of the merged document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stretch {
    /// At most one side changed it, or both alike.
    Agreed(Vec<Block>),
    /// Both changed it, each in its own way: somebody must choose.
    Disputed {
        /// As it was.
        base: Vec<Block>,
        /// As it stands now.
        theirs: Vec<Block>,
        /// As it was sent.
        mine: Vec<Block>,
    },
}

/// A text of which one side or both may have changed something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line<'l> {
    /// What it is, when at most one side changed it, or both alike.
    Agreed(&'l str),
    /// Both changed it.
    Disputed,
}

/// Three versions of one line, such as a headline.
pub fn line<'l>(base: &str, theirs: &'l str, mine: &'l str) -> Line<'l> {
    if theirs == mine || mine == base {
        Line::Agreed(theirs)
    } else if theirs == base {
        Line::Agreed(mine)
    } else {
        Line::Disputed
    }
}

/// Merges block by block. Blocks that stand in all three are where the stretches end.
pub fn documents(base: &Document, theirs: &Document, mine: &Document) -> Vec<Stretch> {
    let in_theirs = pairs(&base.blocks, &theirs.blocks);
    let in_mine = pairs(&base.blocks, &mine.blocks);
    let mut out = Vec::new();
    let (mut b, mut t, mut m) = (0, 0, 0);
    for at in 0..=base.blocks.len() {
        let (end_t, end_m, is_anchor) = if at == base.blocks.len() {
            (theirs.blocks.len(), mine.blocks.len(), false)
        } else {
            match (in_theirs.get(at), in_mine.get(at)) {
                (Some(Some(in_t)), Some(Some(in_m))) => (*in_t, *in_m, true),
                _ => continue,
            }
        };
        stretch(
            part(&base.blocks, b, at),
            part(&theirs.blocks, t, end_t),
            part(&mine.blocks, m, end_m),
            &mut out,
        );
        if is_anchor {
            agree(part(&theirs.blocks, end_t, end_t + 1), &mut out);
            (b, t, m) = (at + 1, end_t + 1, end_m + 1);
        }
    }
    out
}

fn part(blocks: &[Block], from: usize, to: usize) -> &[Block] {
    blocks.get(from..to).unwrap_or_default()
}

fn stretch(base: &[Block], theirs: &[Block], mine: &[Block], out: &mut Vec<Stretch>) {
    if alike(theirs, mine) || alike(base, mine) {
        agree(theirs, out);
    } else if alike(base, theirs) {
        agree(mine, out);
    } else {
        out.push(Stretch::Disputed {
            base: base.to_vec(),
            theirs: theirs.to_vec(),
            mine: mine.to_vec(),
        });
    }
}

fn agree(blocks: &[Block], out: &mut Vec<Stretch>) {
    if blocks.is_empty() {
        return;
    }
    if let Some(Stretch::Agreed(last)) = out.last_mut() {
        last.extend_from_slice(blocks);
    } else {
        out.push(Stretch::Agreed(blocks.to_vec()));
    }
}

fn alike(a: &[Block], b: &[Block]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_but_ids(&a.kind, &b.kind))
}

/// For each block of `old` where it stands unchanged in `new`, in order.
fn pairs(old: &[Block], new: &[Block]) -> Vec<Option<usize>> {
    let texts = |blocks: &[Block]| -> Vec<String> { blocks.iter().map(print).collect() };
    let mut found = vec![None; old.len()];
    for op in capture_diff_slices(Algorithm::Myers, &texts(old), &texts(new)) {
        if let DiffOp::Equal {
            old_index,
            new_index,
            len,
        } = op
        {
            for step in 0..len {
                if let Some(place) = found.get_mut(old_index + step) {
                    *place = Some(new_index + step);
                }
            }
        }
    }
    found
}

/// All that a block says, without its ids.
fn print(block: &Block) -> String {
    let mut document = Document {
        blocks: vec![block.clone()],
    };
    crate::ids::number(&mut document, &mut crate::ids::SequentialIds::new());
    crate::json::write(&document)
}
