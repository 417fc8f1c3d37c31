//! The line forms that Markdown lacks and a newsroom needs: read-more lines, attributions, pull quotes, verse.
//! Part of the Markdown reader.

use crate::document::{Block, BlockKind, Inline, Inlines, Marks, ReadMore};
use crate::html;
use crate::link;
use crate::runs::{self, Runs};

/// How a read-more line names a story of this paper.
pub(super) const STORY: &str = "story:";

const READ_MORE: &str = "read more:";

/// `Read more: [Title](story:SLUG)`, `Read more: [Title](https://…)` or `Read more: Title`.
pub(super) fn read_more(line: &[Inline]) -> Option<ReadMore> {
    let whole = runs::text(line);
    let start = whole.get(..READ_MORE.len())?;
    if !start.eq_ignore_ascii_case(READ_MORE) || whole.contains('\n') {
        return None;
    }
    let title = whole.get(READ_MORE.len()..)?.trim().to_owned();
    if title.is_empty() {
        return None;
    }
    let mut links = line.iter().filter_map(|inline| match inline {
        Inline::Text { marks, .. } => marks.link.as_ref(),
        Inline::Break => None,
    });
    let href = links.next().map(|link| link.href.as_str());
    if links.any(|link| Some(link.href.as_str()) != href) {
        // Two different links: an ordinary paragraph that begins like a card.
        return None;
    }
    let story = href.and_then(|href| href.strip_prefix(STORY)).map(str::to_owned);
    let url = href.filter(|_| story.is_none()).and_then(link::fetchable);
    Some(ReadMore { title, story, url })
}

/// Takes the last line of a quotation when it begins with "— ".
pub(super) fn attribution(blocks: &mut Vec<Block>) -> Inlines {
    let Some(Block {
        kind: BlockKind::Paragraph(last),
        ..
    }) = blocks.last_mut()
    else {
        return Inlines::new();
    };
    let line_start = last
        .iter()
        .rposition(|inline| *inline == Inline::Break)
        .map_or(0, |at| at + 1);
    let named = matches!(
        last.get(line_start),
        Some(Inline::Text { text, .. }) if text.starts_with("— ")
    );
    if !named {
        return Inlines::new();
    }
    let line = html::without_dash(last.split_off(line_start));
    *last = runs::trim_breaks(std::mem::take(last));
    if last.is_empty() {
        blocks.pop();
    }
    line
}

/// A code block, or one of the blocks that are written like one.
pub(super) fn fenced(info: &str, text: &str, fenced: bool) -> Option<BlockKind> {
    let info = info.trim();
    let (word, rest) = info.split_once(char::is_whitespace).unwrap_or((info, ""));
    if fenced && word == "pullquote" {
        let words = runs::plain(text);
        return (!words.is_empty()).then(|| BlockKind::PullQuote {
            text: words,
            speaker: runs::text(&runs::plain(rest)),
        });
    }
    if fenced && word == "verse" {
        let mut lines = Runs::default();
        lines.push_lines(&html::code_text(text), &Marks::default());
        let lines = lines.take();
        return (!lines.is_empty()).then_some(BlockKind::Verse(lines));
    }
    let text = html::code_text(text);
    (!text.is_empty()).then(|| BlockKind::Code {
        language: runs::text(&runs::plain(word)),
        text,
    })
}
