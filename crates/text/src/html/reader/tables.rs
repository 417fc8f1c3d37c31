//! Tables in HTML; tables that only lay out a page dissolve into what they hold.
//! Part of the HTML reader.

use super::{Flow, Kind, Place, Reader, is_hidden};
use crate::document::{Block, BlockKind, Inlines, Table};

/// Wider tables are cut into paragraphs: no page can show them.
const WIDEST: usize = 60;

/// One row as it was found.
struct Row {
    cells: Vec<Inlines>,
    heading: bool,
}

impl Reader<'_> {
    pub(super) fn table(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        flow.end_paragraph();
        if !self.is_tabular(at) {
            return self.boxed(at, flow, place);
        }
        let mut caption = Inlines::new();
        let mut rows = Vec::new();
        let mut spilled = Vec::new();
        let mut loose = Flow::default();
        for child in self.tree.children(at) {
            match self.tree.name(child) {
                "caption" if caption.is_empty() && !is_hidden(self.tree, child) => {
                    let (line, rest) = self.line(child, place);
                    caption = line;
                    spilled.extend(rest);
                }
                "thead" | "tbody" | "tfoot" if !is_hidden(self.tree, child) => {
                    let heading = self.tree.name(child) == "thead";
                    for row in self.tree.children(child) {
                        if self.tree.name(row) == "tr" && !is_hidden(self.tree, row) {
                            self.row(row, heading, &mut rows, &mut spilled, place);
                        } else {
                            self.node(row, &mut loose, place);
                        }
                    }
                }
                _ => self.node(child, &mut loose, place),
            }
        }
        loose.end_paragraph();
        flow.append(loose.blocks);
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        rows.retain(|row| !row.cells.is_empty());
        if width > 0 && rows.iter().any(|row| row.cells.iter().any(|cell| !cell.is_empty())) {
            let header_rows = rows.iter().take_while(|row| row.heading).count();
            let rows = rows
                .into_iter()
                .map(|mut row| {
                    row.cells.resize(width, Inlines::new());
                    row.cells
                })
                .collect();
            flow.block(BlockKind::Table(Table {
                header_rows,
                rows,
                caption,
            }));
        } else if !caption.is_empty() {
            flow.block(BlockKind::Paragraph(caption));
        }
        flow.append(spilled);
    }

    fn row(&mut self, at: usize, in_head: bool, rows: &mut Vec<Row>, spilled: &mut Vec<Block>, place: &Place) {
        let mut cells = Vec::new();
        let mut heading = true;
        for cell in self.tree.children(at) {
            if !matches!(self.tree.name(cell), "td" | "th") || is_hidden(self.tree, cell) {
                continue;
            }
            heading &= in_head || self.tree.name(cell) == "th";
            self.report_handlers(cell);
            let (line, rest) = self.line(cell, place);
            spilled.extend(rest);
            cells.push(line);
            // A wide cell keeps its neighbours in their columns.
            for _ in 1..self.span(cell).min(WIDEST.saturating_sub(cells.len())) {
                cells.push(Inlines::new());
            }
        }
        rows.push(Row { cells, heading });
    }

    fn span(&self, at: usize) -> usize {
        self.tree
            .attr(at, "colspan")
            .and_then(|span| span.trim().parse().ok())
            .unwrap_or(1)
    }

    /// Whether a table holds rows of text rather than parts of a page.
    fn is_tabular(&self, at: usize) -> bool {
        if matches!(self.tree.attr(at, "role"), Some("presentation" | "none")) {
            return false;
        }
        let mut rows = 0usize;
        let mut cells = 0usize;
        let mut wide = 0usize;
        let mut widest = 0usize;
        let mut here = 0usize;
        for node in self.tree.below(at, |_| true) {
            if !matches!(self.tree.kind(node), Kind::Element { .. }) {
                continue;
            }
            match self.tree.name(node) {
                "table" => return false,
                "tr" => {
                    rows += 1;
                    here = 0;
                }
                "td" | "th" => {
                    cells += 1;
                    here += self.span(node).min(WIDEST);
                    widest = widest.max(here);
                    wide += usize::from(here == 2);
                }
                _ => {}
            }
        }
        // Padding every row to the widest must not multiply what came in.
        wide > 0 && widest <= WIDEST && rows.saturating_mul(widest) <= cells * 8 + 1000
    }
}
