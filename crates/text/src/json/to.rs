//! Writes a document as a tree of ProseMirror nodes with a fixed order of keys.
//! Called by [`super::write`], by serde, and by [`crate::draft`], whose marks go along line by line.

use serde::Serialize;

use crate::document::{Block, BlockKind, Document, HeadingLevel, Inline, List, Marks, Media, Picture, Table};
use crate::draft::{Span, Tracked};
use crate::runs;

/// One node; the order of the fields is the order of the keys.
#[derive(Debug, Serialize)]
pub(crate) struct Node {
    #[serde(rename = "type")]
    name: &'static str,
    #[serde(skip_serializing_if = "Attrs::is_empty")]
    attrs: Attrs,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<Vec<Node>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    marks: Vec<Mark>,
}

#[derive(Debug, Serialize)]
struct Mark {
    #[serde(rename = "type")]
    name: &'static str,
    #[serde(skip_serializing_if = "Attrs::is_empty")]
    attrs: Attrs,
}

/// Every attribute that any node has; absent ones are left out.
#[derive(Debug, Default, PartialEq, Serialize)]
struct Attrs {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "headerRows")]
    header_rows: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
}

impl Attrs {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn node(name: &'static str, attrs: Attrs, content: Vec<Node>) -> Node {
    Node {
        name,
        attrs,
        content: (!content.is_empty()).then_some(content),
        text: None,
        marks: Vec::new(),
    }
}

pub(super) fn document(document: &Document) -> Node {
    draft(document, &[])
}

/// A document with the marks of a draft, a row for each line in reading order; without rows it has none.
pub(crate) fn draft(document: &Document, lines: &[Vec<Span>]) -> Node {
    let mut doc = node("doc", Attrs::default(), Vec::new());
    // An empty document still says that it has content: editors insist on the key.
    doc.content = Some(blocks(&document.blocks, &mut lines.iter()));
    doc
}

/// The rows of marks that are still to come.
type Lines<'a> = std::slice::Iter<'a, Vec<Span>>;

fn blocks(blocks: &[Block], lines: &mut Lines<'_>) -> Vec<Node> {
    blocks.iter().map(|one| block(one, lines)).collect()
}

fn block(block: &Block, lines: &mut Lines<'_>) -> Node {
    let attrs = Attrs {
        id: Some(block.id.0.clone()),
        ..Attrs::default()
    };
    match &block.kind {
        BlockKind::Paragraph(text) => node("paragraph", attrs, inlines(text, lines)),
        BlockKind::Heading(level, text) => {
            let level = match level {
                HeadingLevel::Two => 2,
                HeadingLevel::Three => 3,
                HeadingLevel::Four => 4,
            };
            let attrs = Attrs {
                level: Some(level),
                ..attrs
            };
            node("heading", attrs, inlines(text, lines))
        }
        BlockKind::Quote {
            blocks: said,
            attribution,
        } => {
            let mut content = blocks(said, lines);
            let attribution = inlines(attribution, lines);
            if !attribution.is_empty() {
                content.push(node("attribution", Attrs::default(), attribution));
            }
            node("blockquote", attrs, content)
        }
        BlockKind::PullQuote { text, speaker } => {
            let attrs = Attrs {
                speaker: filled(speaker),
                ..attrs
            };
            node("pullQuote", attrs, inlines(text, lines))
        }
        BlockKind::List(list) => self::list(list, attrs, lines),
        BlockKind::Picture(picture) => self::picture("picture", picture, attrs, lines),
        BlockKind::Gallery(pictures) => node(
            "gallery",
            attrs,
            pictures
                .iter()
                .map(|picture| self::picture("galleryPicture", picture, Attrs::default(), lines))
                .collect(),
        ),
        BlockKind::Embed(embed) => {
            let attrs = Attrs {
                provider: Some(embed.provider.clone()),
                url: Some(embed.url.clone()),
                title: filled(&embed.title),
                ..attrs
            };
            node("embed", attrs, Vec::new())
        }
        BlockKind::Audio(media) => self::media("audio", media, attrs),
        BlockKind::Video(media) => self::media("video", media, attrs),
        BlockKind::File(media) => self::media("file", media, attrs),
        BlockKind::Details { summary, blocks: inner } => node(
            "details",
            attrs,
            vec![
                node("detailsSummary", Attrs::default(), inlines(summary, lines)),
                node("detailsContent", Attrs::default(), blocks(inner, lines)),
            ],
        ),
        BlockKind::Verse(text) => node("verse", attrs, inlines(text, lines)),
        BlockKind::ReadMore(more) => {
            let attrs = Attrs {
                title: filled(&more.title),
                story: more.story.clone(),
                url: more.url.clone(),
                ..attrs
            };
            node("readMore", attrs, Vec::new())
        }
        BlockKind::Code { language, text } => {
            let attrs = Attrs {
                language: filled(language),
                ..attrs
            };
            let content = filled(text)
                .map(|text| vec![text_node(text, Vec::new())])
                .unwrap_or_default();
            node("codeBlock", attrs, content)
        }
        BlockKind::Table(table) => self::table(table, attrs, lines),
        BlockKind::Rule => node("horizontalRule", attrs, Vec::new()),
    }
}

fn list(list: &List, attrs: Attrs, lines: &mut Lines<'_>) -> Node {
    let items = list
        .items
        .iter()
        .map(|item| node("listItem", Attrs::default(), blocks(item, lines)))
        .collect();
    if list.ordered {
        let attrs = Attrs {
            start: (list.start != 1).then_some(list.start),
            ..attrs
        };
        node("orderedList", attrs, items)
    } else {
        node("bulletList", attrs, items)
    }
}

fn picture(name: &'static str, picture: &Picture, attrs: Attrs, lines: &mut Lines<'_>) -> Node {
    let attrs = Attrs {
        picture: picture.picture.clone(),
        source: picture.source.clone(),
        alt: filled(&picture.alt),
        credit: filled(&picture.credit),
        ..attrs
    };
    node(name, attrs, inlines(&picture.caption, lines))
}

fn media(name: &'static str, media: &Media, attrs: Attrs) -> Node {
    let attrs = Attrs {
        url: Some(media.url.clone()),
        title: filled(&media.title),
        ..attrs
    };
    node(name, attrs, Vec::new())
}

fn table(table: &Table, attrs: Attrs, lines: &mut Lines<'_>) -> Node {
    let header_rows = table.header_rows.min(table.rows.len());
    let mut content = Vec::with_capacity(table.rows.len() + 1);
    let caption = inlines(&table.caption, lines);
    if !caption.is_empty() {
        content.push(node("tableCaption", Attrs::default(), caption));
    }
    for (index, row) in table.rows.iter().enumerate() {
        let name = if index < header_rows {
            "tableHeader"
        } else {
            "tableCell"
        };
        let cells = row
            .iter()
            .map(|cell| node(name, Attrs::default(), inlines(cell, lines)))
            .collect();
        content.push(node("tableRow", Attrs::default(), cells));
    }
    let attrs = Attrs {
        header_rows: (header_rows > 0).then_some(header_rows),
        ..attrs
    };
    node("table", attrs, content)
}

fn inlines(inlines: &[Inline], lines: &mut Lines<'_>) -> Vec<Node> {
    let spans = lines.next().map(Vec::as_slice).unwrap_or_default();
    let mut out = Vec::with_capacity(inlines.len());
    let mut at = 0;
    for inline in runs::merged(inlines) {
        match inline {
            Inline::Break => {
                out.push(node("hardBreak", Attrs::default(), Vec::new()));
                at += 1;
            }
            Inline::Text { text, marks } if spans.is_empty() => out.push(text_node(text, self::marks(&marks))),
            Inline::Text { text, marks } => {
                for (piece, tracked) in Span::pieces(spans, at, &text) {
                    let mut marks = self::marks(&marks);
                    marks.extend(tracked.into_iter().map(self::tracked));
                    at += piece.chars().count();
                    out.push(text_node(piece, marks));
                }
            }
        }
    }
    out
}

fn tracked(mark: &Tracked) -> Mark {
    match mark {
        Tracked::Change(change) => Mark {
            name: change.kind.as_str(),
            attrs: Attrs {
                id: Some(change.id.clone()),
                by: Some(change.by.clone()),
                at: Some(change.at.clone()),
                ..Attrs::default()
            },
        },
        Tracked::Note(id) => Mark {
            name: "note",
            attrs: Attrs {
                id: Some(id.clone()),
                ..Attrs::default()
            },
        },
    }
}

fn text_node(text: String, marks: Vec<Mark>) -> Node {
    Node {
        name: "text",
        attrs: Attrs::default(),
        content: None,
        text: Some(text),
        marks,
    }
}

fn marks(marks: &Marks) -> Vec<Mark> {
    let mut out = Vec::new();
    if let Some(link) = &marks.link {
        out.push(Mark {
            name: "link",
            attrs: Attrs {
                href: Some(link.href.clone()),
                title: filled(&link.title),
                ..Attrs::default()
            },
        });
    }
    for (on, name) in [
        (marks.strong, "strong"),
        (marks.emphasis, "emphasis"),
        (marks.strike, "strike"),
        (marks.code, "code"),
        (marks.sub, "sub"),
        (marks.sup, "sup"),
    ] {
        if on {
            out.push(Mark {
                name,
                attrs: Attrs::default(),
            });
        }
    }
    out
}
