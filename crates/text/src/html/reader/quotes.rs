//! Quotations in HTML: who said it is found in `footer`, `cite`, a figure's caption or an attribution class.
//! Part of the HTML reader.

use super::{Flow, Place, Reader, flatten, is_hidden};
use crate::document::{Block, BlockKind, Inline, Inlines};
use crate::json::DEEPEST;
use crate::read::Why;
use crate::runs;

impl Reader<'_> {
    pub(super) fn quote(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        if super::is_pull_quote(self.class(at)) {
            return self.pull_quote(at, flow, place);
        }
        if place.nested >= DEEPEST {
            self.left.add("<blockquote>", Why::TooDeep);
            return self.boxed(at, flow, place);
        }
        let (blocks, attribution) = self.said(at, place);
        if blocks.is_empty() && attribution.is_empty() {
            return;
        }
        flow.block(BlockKind::Quote { blocks, attribution });
    }

    /// What stands in a quotation, and who said it.
    fn said(&mut self, at: usize, place: &Place) -> (Vec<Block>, Inlines) {
        let speaker = self.speaker_of(at);
        let mut inner = Flow::default();
        let mut attribution = Inlines::new();
        for child in self.tree.children(at) {
            if Some(child) == speaker {
                let (line, spilled) = self.line(child, &place.inside());
                attribution = without_dash(line);
                inner.append(spilled);
            } else {
                self.node(child, &mut inner, &place.inside());
            }
        }
        inner.end_paragraph();
        (inner.blocks, attribution)
    }

    /// The last element of a quotation, when it names the speaker and nothing else.
    fn speaker_of(&self, at: usize) -> Option<usize> {
        let last = self.tree.children(at).filter(|child| self.weighs(*child)).last()?;
        match self.tree.name(last) {
            "footer" | "cite" | "figcaption" => Some(last),
            "p" | "div" | "small" => {
                let mut inside = self.tree.children(last).filter(|child| self.weighs(*child));
                let only_cite = match (inside.next(), inside.next()) {
                    (Some(one), None) => matches!(self.tree.name(one), "cite" | "footer"),
                    _ => false,
                };
                (only_cite || self.has_class(last, &["attribution", "quote-attribution", "source"])).then_some(last)
            }
            _ => None,
        }
    }

    /// Whether a node shows anything.
    fn weighs(&self, at: usize) -> bool {
        match self.tree.kind(at) {
            super::Kind::Text(text) => !text.trim_matches([' ', '\t', '\n', '\r', '\u{c}']).is_empty(),
            super::Kind::Element { .. } => !is_hidden(self.tree, at),
            _ => false,
        }
    }

    pub(super) fn pull_quote(&mut self, at: usize, flow: &mut Flow, place: &Place) {
        flow.end_paragraph();
        let mut inner = Flow::default();
        let mut place = place.deeper();
        place.marks.link = None;
        // Read as a quotation, so that its speaker is found at any of the usual places.
        let (blocks, attribution) = self.said(at, &place);
        inner.append(blocks);
        let mut speaker = plain_line(&attribution);
        let mut words = Vec::new();
        for block in inner.blocks {
            match block.kind {
                BlockKind::Quote { blocks, attribution } if words.is_empty() => {
                    words.extend(blocks);
                    let named = plain_line(&attribution);
                    if speaker.is_empty() {
                        speaker = named;
                    } else if !named.is_empty() {
                        speaker = format!("{named}, {speaker}");
                    }
                }
                _ => words.push(block),
            }
        }
        let (mut text, spilled) = flatten(words);
        for inline in &mut text {
            if let Inline::Text { marks, .. } = inline {
                marks.link = None;
            }
        }
        let text = runs::merged(&text);
        if text.is_empty() {
            let speaker = runs::plain(&speaker);
            if !speaker.is_empty() {
                flow.block(BlockKind::Paragraph(speaker));
            }
        } else {
            flow.block(BlockKind::PullQuote { text, speaker });
        }
        flow.append(spilled);
    }
}

/// Runs as one line of plain text.
fn plain_line(inlines: &[Inline]) -> String {
    runs::text(&runs::plain(&runs::text(inlines)))
}

/// "— Name" → "Name": the dash is the page's way of setting it.
pub(crate) fn without_dash(mut line: Inlines) -> Inlines {
    if let Some(Inline::Text { text, .. }) = line.first_mut() {
        let kept = text.trim_start_matches(['—', '–', '―', '-']);
        if kept.len() < text.len() {
            *text = kept.trim_start_matches([' ', '\u{a0}']).to_owned();
        }
    }
    runs::trim_breaks(runs::merged(&line))
}
