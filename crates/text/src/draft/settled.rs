//! A draft's document without its suggestions: taken or refused, the words of one sort go.
//! Called by [`super::Draft`]; a block that only held such words goes with them.

use super::{Sort, Span, Tracked};
use crate::document::{Block, BlockKind, Document, Inline, Inlines};
use crate::runs;

/// The document without the words of one sort of suggestion.
pub(super) fn without(text: &Document, lines: &[Vec<Span>], gone: Sort) -> Document {
    let mut document = text.clone();
    if lines.iter().any(|line| !line.is_empty()) {
        Settling {
            lines: lines.iter(),
            gone,
        }
        .blocks(&mut document.blocks);
    }
    document
}

struct Settling<'a> {
    lines: std::slice::Iter<'a, Vec<Span>>,
    gone: Sort,
}

impl Settling<'_> {
    fn blocks(&mut self, blocks: &mut Vec<Block>) {
        blocks.retain_mut(|block| self.block(block));
    }

    /// Settles a block and says whether it stays.
    fn block(&mut self, block: &mut Block) -> bool {
        match &mut block.kind {
            BlockKind::Paragraph(text)
            | BlockKind::Heading(_, text)
            | BlockKind::PullQuote { text, .. }
            | BlockKind::Verse(text) => !self.empties(text),
            BlockKind::Quote { blocks, attribution } => {
                let first = blocks.first().map(|block| block.id.clone());
                let stays = self.inner(blocks);
                self.empties(attribution);
                // The name under a quotation was nobody's suggestion; it keeps an empty line to stand under.
                if let Some(id) = first.filter(|_| !stays && !attribution.is_empty()) {
                    let kind = BlockKind::Paragraph(Inlines::new());
                    blocks.push(Block { id, kind });
                }
                !blocks.is_empty() || stays
            }
            BlockKind::List(list) => {
                let before = list.items.len();
                list.items.retain_mut(|item| self.inner(item));
                before == list.items.len() || !list.items.is_empty()
            }
            BlockKind::Picture(picture) => {
                self.empties(&mut picture.caption);
                true
            }
            BlockKind::Gallery(pictures) => {
                for picture in pictures {
                    self.empties(&mut picture.caption);
                }
                true
            }
            BlockKind::Details { summary, blocks } => {
                let emptied = self.empties(summary);
                self.blocks(blocks);
                !(emptied && blocks.is_empty())
            }
            BlockKind::Table(table) => {
                self.empties(&mut table.caption);
                let mut row = 0;
                let width = table.rows.first().map_or(1, Vec::len);
                let header_rows = table.header_rows;
                table.rows.retain_mut(|cells| {
                    let mut emptied = false;
                    for cell in cells.iter_mut() {
                        emptied |= self.empties(cell);
                    }
                    let stays = !(emptied && cells.iter().all(Vec::is_empty));
                    if !stays && row < header_rows {
                        table.header_rows -= 1;
                    }
                    row += 1;
                    stays
                });
                if table.rows.is_empty() && !table.caption.is_empty() {
                    table.rows.push(vec![Inlines::new(); width]);
                }
                !table.rows.is_empty() || row == 0
            }
            BlockKind::Embed(_)
            | BlockKind::Audio(_)
            | BlockKind::Video(_)
            | BlockKind::File(_)
            | BlockKind::ReadMore(_)
            | BlockKind::Code { .. }
            | BlockKind::Rule => true,
        }
    }

    /// Settles what stands in a quotation or an item, which goes with its last block.
    fn inner(&mut self, blocks: &mut Vec<Block>) -> bool {
        let before = blocks.len();
        self.blocks(blocks);
        before == blocks.len() || !blocks.is_empty()
    }

    /// Settles a line; says whether nothing is left of one that lost words.
    fn empties(&mut self, inlines: &mut Inlines) -> bool {
        let Some(spans) = self.lines.next() else { return false };
        let goes = |at: usize| {
            spans.iter().any(|span| {
                span.start <= at
                    && at < span.end
                    && matches!(&span.mark, Tracked::Change(change) if change.kind == self.gone)
            })
        };
        let mut left = Inlines::with_capacity(inlines.len());
        let mut lost = false;
        let mut at = 0;
        for inline in inlines.iter() {
            match inline {
                Inline::Break => {
                    left.push(Inline::Break);
                    at += 1;
                }
                Inline::Text { text, marks } => {
                    let mut kept = String::with_capacity(text.len());
                    for c in text.chars() {
                        if goes(at) {
                            lost = true;
                        } else {
                            kept.push(c);
                        }
                        at += 1;
                    }
                    runs::push(&mut left, &kept, marks);
                }
            }
        }
        if !lost {
            return false;
        }
        *inlines = runs::trim_breaks(left);
        inlines.is_empty()
    }
}
