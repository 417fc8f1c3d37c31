//! What is set right once a body is a document: cards, links around pictures, pull quotes that repeat nothing.
//! Called by [`super::read`]; it also names every link target that would otherwise be gone.

use std::collections::HashSet;

use courant_text::document::{Block, BlockKind, Document, Inline, Inlines, Picture};
use courant_text::plain;

use super::pictures::{self, PictureRef, original_address};
use super::prepare::Prepared;
use super::{Notes, link_run, links};

/// Settles the document and lists what it shows.
pub(super) fn settle(
    document: &mut Document,
    mut prepared: Prepared,
    page: Option<&str>,
    notes: &mut Notes,
) -> Vec<PictureRef> {
    let blocks = std::mem::take(&mut document.blocks);
    let mut beneath: Vec<String> = Vec::new();
    document.blocks = settled(blocks, &prepared, &mut Around::default(), &mut beneath);
    for target in beneath {
        notes.left(format!(
            "a picture leads to {target}: the link was kept as text beside it"
        ));
    }
    pull_quotes(document);
    super::number(document);
    let pictures = pictures::list(document, &mut prepared);
    let mut kept: HashSet<String> = HashSet::new();
    targets(&document.blocks, &mut kept);
    kept.extend(pictures.iter().filter_map(|picture| picture.link.clone()));
    for address in &notes.beside {
        kept.extend(courant_text::link::allowed_from(address, page));
    }
    let mut told = HashSet::new();
    for target in &prepared.targets {
        if !kept.contains(target) && told.insert(target.clone()) {
            notes.left(format!("the link to {target}: no words lead there"));
        }
    }
    pictures
}

/// How often a picture of each address was passed.
#[derive(Default)]
struct Around(std::collections::HashMap<String, usize>);

fn settled(blocks: Vec<Block>, prepared: &Prepared, around: &mut Around, beneath: &mut Vec<String>) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        let mut after = None;
        block.kind = match block.kind {
            BlockKind::Paragraph(text) => links::alone(&text).unwrap_or(BlockKind::Paragraph(text)),
            BlockKind::Picture(mut picture) => {
                if let Some(target) = leads_to(&picture, prepared, around) {
                    beneath.push(target.clone());
                    if !link_caption(&mut picture, &target) {
                        after = Some(super::block(BlockKind::Paragraph(vec![link_run(
                            &shown(&target),
                            &target,
                        )])));
                    }
                }
                BlockKind::Picture(picture)
            }
            BlockKind::Gallery(mut pictures) => {
                for picture in &mut pictures {
                    if let Some(target) = leads_to(picture, prepared, around) {
                        beneath.push(target.clone());
                        if !link_caption(picture, &target) {
                            if !picture.caption.is_empty() {
                                picture.caption.push(Inline::Break);
                            }
                            picture.caption.push(link_run(&shown(&target), &target));
                        }
                    }
                }
                BlockKind::Gallery(pictures)
            }
            BlockKind::Quote { blocks, attribution } => BlockKind::Quote {
                blocks: settled(blocks, prepared, around, beneath),
                attribution,
            },
            BlockKind::Details { summary, blocks } => BlockKind::Details {
                summary,
                blocks: settled(blocks, prepared, around, beneath),
            },
            BlockKind::List(mut list) => {
                list.items = list
                    .items
                    .into_iter()
                    .map(|item| settled(item, prepared, around, beneath))
                    .collect();
                BlockKind::List(list)
            }
            other => other,
        };
        out.push(block);
        out.extend(after);
    }
    out
}

/// Where a picture leads, unless that is its own page or file.
fn leads_to(picture: &Picture, prepared: &Prepared, around: &mut Around) -> Option<String> {
    let source = picture.source.as_ref()?;
    let queue = prepared.pictures.get(source)?;
    let passed = around.0.entry(source.clone()).or_default();
    let seen = queue.get(*passed).or(queue.back())?;
    *passed += 1;
    let target = seen.link.clone()?;
    let own = seen.own
        || target == *source
        || original_address(&target) == original_address(source)
        || target.contains("attachment_id=");
    (!own).then_some(target)
}

/// Makes a link of the caption, where it is words without one.
fn link_caption(picture: &mut Picture, target: &str) -> bool {
    let free = !picture.caption.is_empty()
        && picture.caption.iter().all(|inline| match inline {
            Inline::Text { marks, .. } => marks.link.is_none(),
            Inline::Break => true,
        });
    if free {
        for inline in &mut picture.caption {
            if let Inline::Text { marks, .. } = inline {
                marks.link = Some(courant_text::document::Link {
                    href: target.to_owned(),
                    title: String::new(),
                });
            }
        }
    }
    free
}

/// An address as words: without its scheme.
fn shown(address: &str) -> String {
    let words = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"))
        .unwrap_or(address);
    words
        .strip_prefix("www.")
        .unwrap_or(words)
        .trim_end_matches('/')
        .to_owned()
}

/// A pull quote repeats the body. What stands nowhere else is a quotation, or it would be missing from the text.
fn pull_quotes(document: &mut Document) {
    if !document
        .blocks
        .iter()
        .any(|block| matches!(block.kind, BlockKind::PullQuote { .. }))
    {
        return;
    }
    let body = crate::page::folded(&plain::write(document));
    for block in &mut document.blocks {
        if let BlockKind::PullQuote { text, speaker } = &block.kind {
            let words = crate::page::folded(&plain::inlines(text));
            if body.contains(&words) {
                continue;
            }
            let mut blocks = Vec::new();
            let mut line = Inlines::new();
            for inline in text {
                if *inline == Inline::Break {
                    blocks.extend(paragraph(&mut line));
                } else {
                    line.push(inline.clone());
                }
            }
            blocks.extend(paragraph(&mut line));
            let attribution = if speaker.is_empty() {
                Inlines::new()
            } else {
                vec![super::plain_run(speaker)]
            };
            block.kind = BlockKind::Quote { blocks, attribution };
        }
    }
}

fn paragraph(line: &mut Inlines) -> Option<Block> {
    let line = std::mem::take(line);
    (!line.is_empty()).then(|| super::block(BlockKind::Paragraph(line)))
}

/// Every address that a document holds.
fn targets(blocks: &[Block], out: &mut HashSet<String>) {
    let line = |text: &Inlines, out: &mut HashSet<String>| {
        for inline in text {
            if let Inline::Text { marks, .. } = inline
                && let Some(link) = &marks.link
            {
                out.insert(link.href.clone());
            }
        }
    };
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(text)
            | BlockKind::Heading(_, text)
            | BlockKind::Verse(text)
            | BlockKind::PullQuote { text, .. } => line(text, out),
            BlockKind::Quote { blocks, attribution } => {
                line(attribution, out);
                targets(blocks, out);
            }
            BlockKind::List(list) => list.items.iter().for_each(|item| targets(item, out)),
            BlockKind::Picture(picture) => {
                line(&picture.caption, out);
                out.extend(picture.source.clone());
            }
            BlockKind::Gallery(pictures) => {
                for picture in pictures {
                    line(&picture.caption, out);
                    out.extend(picture.source.clone());
                }
            }
            BlockKind::Embed(embed) => {
                out.insert(embed.url.clone());
            }
            BlockKind::Audio(media) | BlockKind::Video(media) | BlockKind::File(media) => {
                out.insert(media.url.clone());
            }
            BlockKind::Details { summary, blocks } => {
                line(summary, out);
                targets(blocks, out);
            }
            BlockKind::ReadMore(card) => out.extend(card.url.clone()),
            BlockKind::Table(table) => {
                line(&table.caption, out);
                for cell in table.rows.iter().flatten() {
                    line(cell, out);
                }
            }
            BlockKind::Code { .. } | BlockKind::Rule => {}
        }
    }
}
