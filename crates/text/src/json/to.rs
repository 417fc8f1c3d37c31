//! Writes a document as a tree of ProseMirror nodes with a fixed order of keys.
//! Called by [`super::write`] and by serde.

use serde::Serialize;

use crate::document::{Block, BlockKind, Document, HeadingLevel, Inline, List, Marks, Media, Picture, Table};
use crate::runs;

/// One node; the order of the fields is the order of the keys.
#[derive(Debug, Serialize)]
pub(super) struct Node {
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
    let mut doc = node("doc", Attrs::default(), Vec::new());
    // An empty document still says that it has content: editors insist on the key.
    doc.content = Some(blocks(&document.blocks));
    doc
}

fn blocks(blocks: &[Block]) -> Vec<Node> {
    blocks.iter().map(block).collect()
}

fn block(block: &Block) -> Node {
    let attrs = Attrs {
        id: Some(block.id.0.clone()),
        ..Attrs::default()
    };
    match &block.kind {
        BlockKind::Paragraph(text) => node("paragraph", attrs, inlines(text)),
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
            node("heading", attrs, inlines(text))
        }
        BlockKind::Quote {
            blocks: said,
            attribution,
        } => {
            let mut content = blocks(said);
            let attribution = inlines(attribution);
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
            node("pullQuote", attrs, inlines(text))
        }
        BlockKind::List(list) => self::list(list, attrs),
        BlockKind::Picture(picture) => self::picture("picture", picture, attrs),
        BlockKind::Gallery(pictures) => node(
            "gallery",
            attrs,
            pictures
                .iter()
                .map(|picture| self::picture("galleryPicture", picture, Attrs::default()))
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
                node("detailsSummary", Attrs::default(), inlines(summary)),
                node("detailsContent", Attrs::default(), blocks(inner)),
            ],
        ),
        BlockKind::Verse(text) => node("verse", attrs, inlines(text)),
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
        BlockKind::Table(table) => self::table(table, attrs),
        BlockKind::Rule => node("horizontalRule", attrs, Vec::new()),
    }
}

fn list(list: &List, attrs: Attrs) -> Node {
    let items = list
        .items
        .iter()
        .map(|item| node("listItem", Attrs::default(), blocks(item)))
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

fn picture(name: &'static str, picture: &Picture, attrs: Attrs) -> Node {
    let attrs = Attrs {
        picture: picture.picture.clone(),
        source: picture.source.clone(),
        alt: filled(&picture.alt),
        credit: filled(&picture.credit),
        ..attrs
    };
    node(name, attrs, inlines(&picture.caption))
}

fn media(name: &'static str, media: &Media, attrs: Attrs) -> Node {
    let attrs = Attrs {
        url: Some(media.url.clone()),
        title: filled(&media.title),
        ..attrs
    };
    node(name, attrs, Vec::new())
}

fn table(table: &Table, attrs: Attrs) -> Node {
    let header_rows = table.header_rows.min(table.rows.len());
    let mut content = Vec::with_capacity(table.rows.len() + 1);
    let caption = inlines(&table.caption);
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
            .map(|cell| node(name, Attrs::default(), inlines(cell)))
            .collect();
        content.push(node("tableRow", Attrs::default(), cells));
    }
    let attrs = Attrs {
        header_rows: (header_rows > 0).then_some(header_rows),
        ..attrs
    };
    node("table", attrs, content)
}

fn inlines(inlines: &[Inline]) -> Vec<Node> {
    runs::merged(inlines)
        .into_iter()
        .map(|inline| match inline {
            Inline::Text { text, marks } => text_node(text, self::marks(&marks)),
            Inline::Break => node("hardBreak", Attrs::default(), Vec::new()),
        })
        .collect()
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
