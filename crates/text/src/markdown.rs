//! Markdown in: CommonMark with tables and strikethrough, and a few line forms for news (read-more, stored pictures, pull quotes).
//! Called by the demo, by imports and by the desk's paste; raw HTML in it goes through the HTML reader and is never printed.
//!
//! | written | read as |
//! |---|---|
//! | `Read more: [Title](story:SLUG)` | a read-more card; `story` is the slug; `url` for a web address; a bare title is kept |
//! | `![alt](picture:NAME "caption")` alone in a paragraph | a picture of the store |
//! | a block quote whose last line begins with `— ` | its attribution |
//! | a fenced block with info `pullquote SPEAKER` | a pull quote |
//! | a fenced block with info `verse` | verse |

mod build;
pub mod form;

use pulldown_cmark::{Options, Parser};

use crate::document::Document;
use crate::ids::{self, Ids};
use crate::read::Read;

/// Markup deeper than this is read as plain text: nobody writes it, and the parser's time grows with depth.
const MOST_MARKERS: usize = 100;

/// Reads Markdown.
pub fn read(markdown: &str, ids: &mut dyn Ids) -> Read {
    let flat = without_towers(markdown);
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut builder = build::Builder::default();
    for event in Parser::new_ext(&flat, options) {
        builder.event(event);
    }
    let (blocks, left) = builder.finish();
    let mut document = Document { blocks };
    ids::number(&mut document, ids);
    Read {
        document,
        left_out: left.0,
    }
}

/// Lines that open more than [`MOST_MARKERS`] quotations or lists keep only that many.
fn without_towers(markdown: &str) -> String {
    let is_marker = |c: char| matches!(c, '>' | '-' | '*' | '+' | ' ' | '\t' | '.' | ')' | '0'..='9');
    let mut out = String::with_capacity(markdown.len());
    for line in markdown.split_inclusive('\n') {
        let markers = line.len() - line.trim_start_matches(is_marker).len();
        let (start, rest) = line.split_at_checked(markers).unwrap_or(("", line));
        let mut before = ' ';
        let mut opens = 0;
        for c in start.chars() {
            let opened = match c {
                '.' | ')' => before.is_ascii_digit(),
                '>' | '-' | '*' | '+' => true,
                _ => false,
            };
            opens += usize::from(opened);
            before = c;
        }
        if opens <= MOST_MARKERS {
            out.push_str(line);
            continue;
        }
        out.extend(start.chars().take(MOST_MARKERS));
        out.push_str(rest);
    }
    out
}
