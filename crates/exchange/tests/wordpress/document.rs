//! A document that was read, one line a block, as a person can compare it.
//! Called by the tests of every reader.

use std::fmt::Write as _;

use courant_text::document::{Block, BlockKind, Document, Inline};
use courant_text::plain;

pub fn document(document: &Document) -> Vec<String> {
    document.blocks.iter().map(line).collect()
}

/// One line a block.
fn line(block: &Block) -> String {
    let lines = |blocks: &[Block]| blocks.iter().map(line).collect::<Vec<_>>().join(" / ");
    match &block.kind {
        BlockKind::Paragraph(text) => format!("p: {}", marked(text)),
        BlockKind::Heading(level, text) => format!("{level:?} heading: {}", marked(text)),
        BlockKind::Quote { blocks, attribution } => format!("quote: {} | {}", lines(blocks), marked(attribution)),
        BlockKind::PullQuote { text, speaker } => format!("pull quote: {} | {speaker}", marked(text)),
        BlockKind::List(list) => {
            let items: Vec<String> = list.items.iter().map(|item| lines(item)).collect();
            format!(
                "{} {}: {}",
                if list.ordered { "numbers from" } else { "list" },
                list.start,
                items.join(" • ")
            )
        }
        BlockKind::Picture(picture) => format!("picture: {}", one_picture(picture)),
        BlockKind::Gallery(pictures) => format!(
            "gallery: {}",
            pictures.iter().map(one_picture).collect::<Vec<_>>().join(" + ")
        ),
        BlockKind::Embed(embed) => format!("embed: {} {} {}", embed.provider, embed.url, embed.title),
        BlockKind::Audio(media) => format!("audio: {} {}", media.url, media.title),
        BlockKind::Video(media) => format!("video: {} {}", media.url, media.title),
        BlockKind::File(media) => format!("file: {} {}", media.url, media.title),
        BlockKind::Details { summary, blocks } => format!("details: {} | {}", marked(summary), lines(blocks)),
        BlockKind::Verse(text) => format!("verse: {}", marked(text)),
        BlockKind::ReadMore(card) => format!("read more: {card:?}"),
        BlockKind::Code { language, text } => format!("code {language}: {text}"),
        BlockKind::Table(table) => format!("table with {} heading rows: {}", table.header_rows, plain::block(block)),
        BlockKind::Rule => "rule".to_owned(),
    }
}

fn one_picture(picture: &courant_text::document::Picture) -> String {
    format!(
        "{} | {} | {} | {}",
        picture.source.as_deref().unwrap_or("-"),
        picture.alt,
        marked(&picture.caption),
        picture.credit
    )
}

/// Text with links and marks spelled out.
fn marked(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text { text, marks } => {
                let mut text = text.clone();
                for (set, sign) in [(marks.strong, "**"), (marks.emphasis, "_"), (marks.code, "`")] {
                    if set {
                        text = format!("{sign}{text}{sign}");
                    }
                }
                match &marks.link {
                    Some(link) => write!(out, "[{text}]({})", link.href).unwrap_or_default(),
                    None => out.push_str(&text),
                }
            }
            Inline::Break => out.push_str(" // "),
        }
    }
    out
}
