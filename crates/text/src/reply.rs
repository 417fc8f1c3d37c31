//! What a reader may write in a reply: paragraphs, emphasis, strong, links, quotations and line breaks; all else stays literal text.
//! Called when a reply is sent and when it is shown.

mod inline;

use crate::document::{Block, BlockKind, Document, Inlines};
use crate::html::{NoSurroundings, Output, Writer};
use crate::ids::{self, Ids, unnumbered};

/// Quotations in quotations beyond this are set at this depth.
const DEEPEST_QUOTE: usize = 4;

/// Reads a reply. Nothing a reader types is lost, except invisible characters that turn or hide text.
pub fn read(text: &str, ids: &mut dyn Ids) -> Document {
    let clean: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| !is_trick(*c))
        .collect();
    let lines: Vec<(usize, &str)> = clean.lines().map(quoted).collect();
    let mut document = Document {
        blocks: blocks(&lines, 0),
    };
    ids::number(&mut document, ids);
    document
}

/// A reply as HTML. Its links say that readers wrote them.
pub fn write(document: &Document) -> String {
    let mut writer = Writer::new(&NoSurroundings, Output::Feed(None));
    writer.rel = "nofollow ugc noopener";
    writer.blocks(&document.blocks);
    writer.out
}

/// Characters that are not seen but change what is seen: direction overrides, zero-width marks, tags, control characters.
/// The joiners U+200C and U+200D stay: Persian and emoji need them.
fn is_trick(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{2028}' | '\u{2029}' | '\u{e0000}'..='\u{e007f}')
        || (c.is_control() && c != '\n' && c != '\t')
}

/// How many `>` a line starts with, and the rest of it.
fn quoted(line: &str) -> (usize, &str) {
    let mut rest = line;
    let mut depth = 0;
    while depth < DEEPEST_QUOTE {
        let Some(after) = rest.trim_start_matches([' ', '\t']).strip_prefix('>') else {
            break;
        };
        rest = after;
        depth += 1;
    }
    (depth, rest)
}

fn blocks(lines: &[(usize, &str)], depth: usize) -> Vec<Block> {
    let mut out = Vec::new();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut rest = lines;
    while let Some(((here, line), after)) = rest.split_first() {
        if *here > depth {
            finish(&mut paragraph, &mut out);
            let inner = rest.iter().take_while(|(here, _)| *here > depth).count();
            let (quote, tail) = rest.split_at_checked(inner).unwrap_or((rest, &[]));
            let said = blocks(quote, depth + 1);
            if !said.is_empty() {
                out.push(unnumbered(BlockKind::Quote {
                    blocks: said,
                    attribution: Inlines::new(),
                }));
            }
            rest = tail;
            continue;
        }
        if line.trim().is_empty() {
            finish(&mut paragraph, &mut out);
        } else {
            paragraph.push(line);
        }
        rest = after;
    }
    finish(&mut paragraph, &mut out);
    out
}

fn finish(paragraph: &mut Vec<&str>, out: &mut Vec<Block>) {
    let text = paragraph.join("\n");
    paragraph.clear();
    let inlines = inline::read(&text);
    if !inlines.is_empty() {
        out.push(unnumbered(BlockKind::Paragraph(inlines)));
    }
}
