//! Plain text in and out: blank lines part the paragraphs.
//! Used for mail, search, excerpts, counts and for comparing what readers see.

use crate::document::{Block, BlockKind, Document, Inline, Marks};
use crate::ids::{self, Ids, unnumbered};
use crate::runs::{self, Runs};

/// Paragraphs from text with blank lines between them; single line ends are folded.
pub fn read(text: &str, ids: &mut dyn Ids) -> Document {
    let mut document = Document::default();
    let mut runs = Runs::default();
    for line in text.lines() {
        if line.trim_matches([' ', '\t', '\r', '\u{c}']).is_empty() {
            finish(&mut runs, &mut document);
        } else {
            runs.push_folded(line, &Marks::default());
            runs.push_folded(" ", &Marks::default());
        }
    }
    finish(&mut runs, &mut document);
    ids::number(&mut document, ids);
    document
}

fn finish(runs: &mut Runs, document: &mut Document) {
    if !runs.is_empty() {
        document.blocks.push(unnumbered(BlockKind::Paragraph(runs.take())));
    }
}

/// The text that a reader sees, with a blank line between blocks. Pull quotes are left out: they repeat the body.
pub fn write(document: &Document) -> String {
    let mut parts = Vec::new();
    for block in &document.blocks {
        collect(block, &mut parts);
    }
    parts.join("\n\n")
}

/// The text of one block, in the same form as [`write`]; a pull quote gives its words.
pub fn block(block: &Block) -> String {
    if let BlockKind::PullQuote { text, speaker } = &block.kind {
        let mut parts = Vec::new();
        add(&mut parts, inlines(text));
        add(&mut parts, speaker.clone());
        return parts.join("\n");
    }
    let mut parts = Vec::new();
    collect(block, &mut parts);
    parts.join("\n\n")
}

/// The text of runs; a break is a line end.
pub fn inlines(inlines: &[Inline]) -> String {
    runs::text(inlines)
}

fn add(parts: &mut Vec<String>, text: String) {
    if !text.trim().is_empty() {
        parts.push(text);
    }
}

fn collect(block: &Block, parts: &mut Vec<String>) {
    match &block.kind {
        BlockKind::Paragraph(text) | BlockKind::Heading(_, text) | BlockKind::Verse(text) => {
            add(parts, inlines(text));
        }
        BlockKind::Quote { blocks, attribution } => {
            for block in blocks {
                collect(block, parts);
            }
            add(parts, inlines(attribution));
        }
        BlockKind::PullQuote { .. } | BlockKind::Rule => {}
        BlockKind::List(list) => {
            for item in &list.items {
                for block in item {
                    collect(block, parts);
                }
            }
        }
        BlockKind::Picture(picture) => {
            add(parts, inlines(&picture.caption));
            add(parts, picture.credit.clone());
        }
        BlockKind::Gallery(pictures) => {
            for picture in pictures {
                add(parts, inlines(&picture.caption));
                add(parts, picture.credit.clone());
            }
        }
        BlockKind::Embed(embed) => add(parts, embed.title.clone()),
        BlockKind::Audio(media) | BlockKind::Video(media) | BlockKind::File(media) => {
            add(parts, media.title.clone());
        }
        BlockKind::Details { summary, blocks } => {
            add(parts, inlines(summary));
            for block in blocks {
                collect(block, parts);
            }
        }
        BlockKind::ReadMore(more) => add(parts, more.title.clone()),
        BlockKind::Code { text, .. } => add(parts, text.clone()),
        BlockKind::Table(table) => {
            add(parts, inlines(&table.caption));
            let rows: Vec<String> = table
                .rows
                .iter()
                .map(|row| row.iter().map(|cell| inlines(cell)).collect::<Vec<_>>().join("\t"))
                .collect();
            add(parts, rows.join("\n"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SequentialIds;

    #[test]
    fn blank_lines_part_paragraphs_and_single_line_ends_do_not() {
        let document = read("One line\r\nand its end.\r\n\r\n \t\nTwo.\n", &mut SequentialIds::new());
        assert_eq!(write(&document), "One line and its end.\n\nTwo.");
    }
}
