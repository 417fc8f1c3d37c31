//! Addresses that stand in a text as words: alone on a line they are cards, in a reply they are links.
//! Called for bodies and replies once they are documents.

use courant_text::document::{Block, BlockKind, Document, Inline, Inlines, Link, Marks};
use courant_text::{embeds, link, plain};

/// The address that a paragraph consists of, if it is nothing else.
pub(super) fn only_address(text: &[Inline]) -> Option<String> {
    let words = plain::inlines(text);
    let words = words.trim();
    let web = words.starts_with("http://") || words.starts_with("https://");
    if !web || words.contains(char::is_whitespace) {
        return None;
    }
    let address = link::allowed(words)?;
    // A link under other words than its own is somebody's choice.
    let same = text.iter().all(|inline| match inline {
        Inline::Text { marks, .. } => marks.link.as_ref().is_none_or(|link| link.href == address),
        Inline::Break => false,
    });
    same.then_some(address)
}

/// What a paragraph becomes that is only an address: a card where its site is known, else a link.
pub(super) fn alone(text: &Inlines) -> Option<BlockKind> {
    let address = only_address(text)?;
    if let Some(card) = embeds::card(&address, "") {
        return Some(BlockKind::Embed(card));
    }
    let words = plain::inlines(text);
    Some(BlockKind::Paragraph(vec![super::link_run(words.trim(), &address)]))
}

/// Turns addresses in the text of a reply into links, as WordPress does when it prints one.
pub(in crate::wordpress) fn bare_addresses(document: &mut Document) {
    in_blocks(&mut document.blocks);
}

fn in_blocks(blocks: &mut [Block]) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph(text) => *text = linked(std::mem::take(text)),
            BlockKind::Quote { blocks, .. } => in_blocks(blocks),
            _ => {}
        }
    }
}

fn linked(text: Inlines) -> Inlines {
    let mut out = Inlines::with_capacity(text.len());
    for inline in text {
        match inline {
            Inline::Text { text, marks } if marks.link.is_none() && !marks.code && text.contains("://") => {
                split(&text, &marks, &mut out);
            }
            other => out.push(other),
        }
    }
    out
}

fn split(text: &str, marks: &Marks, out: &mut Inlines) {
    let push = |out: &mut Inlines, text: &str, link: Option<Link>| {
        if !text.is_empty() {
            out.push(Inline::Text {
                text: text.to_owned(),
                marks: Marks { link, ..marks.clone() },
            });
        }
    };
    let mut rest = text;
    while let Some(at) = ["https://", "http://"]
        .iter()
        .filter_map(|scheme| rest.find(scheme))
        .min()
    {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let end = from
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'))
            .unwrap_or(from.len());
        let word = from.get(..end).unwrap_or_default();
        let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
        let word = if word.contains('(') {
            word
        } else {
            word.trim_end_matches(')')
        };
        let link = link::allowed(word).map(|href| Link {
            href,
            title: String::new(),
        });
        push(out, before, None);
        let step = word.len().max("http://".len()).min(from.len());
        let (word, after) = from.split_at_checked(step).unwrap_or((from, ""));
        push(out, word, link);
        rest = after;
    }
    push(out, rest, None);
}
