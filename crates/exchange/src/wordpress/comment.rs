//! Replies, pingbacks and trackbacks under an item, with their threads and states.
//! Called for every item; the text becomes a document with the nodes that a reply may have.

use courant_text::document::{Block, BlockKind, Document, Inline, Inlines};
use courant_text::{SequentialIds, html, ids, plain};
use jiff::Timestamp;
use jiff::civil::DateTime;

use super::body;
use super::dates;
use super::element::Element;
use super::wxr::Reading;

/// The longest reply, in bytes.
const LONGEST: usize = 1 << 20;
/// Replies to one item.
const MOST: usize = 100_000;

/// Where a reply stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CommentState {
    /// Public.
    Approved,
    /// Waiting for a moderator.
    Waiting,
    /// Refused as spam.
    Spam,
    /// Thrown away.
    Trash,
}

/// What a reply was.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CommentKind {
    /// Somebody wrote it.
    Reply,
    /// Another site linked to the post.
    Pingback,
    /// Another site said that it had linked to the post.
    Trackback,
    /// A plugin's own (`review`, `order_note`).
    Other(String),
}

/// A reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its number.
    pub number: Option<i64>,
    /// The number of the reply it answers.
    pub parent: Option<i64>,
    /// The name its writer gave.
    pub author: String,
    /// Never public.
    pub email: String,
    /// The writer's own site.
    pub url: String,
    /// Never public.
    pub ip: String,
    /// By the site's own time.
    pub local: Option<DateTime>,
    /// The moment.
    pub gmt: Option<Timestamp>,
    /// What was written: paragraphs, quotations, links and marks.
    pub document: Document,
    /// Where it stood.
    pub state: CommentState,
    /// What it was.
    pub kind: CommentKind,
    /// The number of the account that wrote it.
    pub user: Option<i64>,
}

/// All replies of an item, and sentences about what could not be kept.
pub(super) fn read_all(item: &Element<'_>, reading: &Reading<'_>) -> (Vec<Comment>, Vec<String>) {
    let mut comments = Vec::new();
    let mut left = Vec::new();
    for comment in item.all("comment") {
        if comments.len() >= MOST {
            left.push(format!("more than {MOST} replies; the rest was left out"));
            break;
        }
        comments.push(read(comment, reading, &mut left));
    }
    (comments, left)
}

fn read(comment: &Element<'_>, reading: &Reading<'_>, left: &mut Vec<String>) -> Comment {
    let wp = |name: &str| comment.wp(name).unwrap_or_default();
    let number = |name: &str| {
        comment
            .wp(name)
            .and_then(|number| number.parse::<i64>().ok())
            .filter(|id| *id > 0)
    };
    let kind = match wp("comment_type").as_str() {
        "" | "comment" => CommentKind::Reply,
        "pingback" => CommentKind::Pingback,
        "trackback" => CommentKind::Trackback,
        other => CommentKind::Other(other.to_owned()),
    };
    let state = match wp("comment_approved").as_str() {
        "1" | "approve" | "approved" => CommentState::Approved,
        "spam" => CommentState::Spam,
        "trash" | "post-trashed" => CommentState::Trash,
        _ => CommentState::Waiting,
    };
    let content = wp("comment_content");
    let document = if reading.bodies {
        text(&content, reading.site, |what| {
            left.push(format!("in reply {}: {what}", wp("comment_id")));
        })
    } else {
        Document::default()
    };
    Comment {
        number: number("comment_id"),
        parent: number("comment_parent"),
        author: body::plain_title(&wp("comment_author")),
        email: wp("comment_author_email"),
        url: wp("comment_author_url"),
        ip: comment.wp("comment_author_IP").unwrap_or_default(),
        local: comment.wp("comment_date").and_then(|date| dates::civil(&date)),
        gmt: comment.wp("comment_date_gmt").and_then(|date| dates::gmt(&date)),
        document,
        state,
        kind,
        user: number("comment_user_id"),
    }
}

/// The text of a reply: HTML with line ends, as WordPress prints it, in the nodes that a reply may have.
pub(crate) fn text(content: &str, site: Option<&str>, mut left: impl FnMut(String)) -> Document {
    if content.len() > LONGEST {
        left(format!(
            "the text has {} bytes; what comes after {LONGEST} was left out",
            content.len()
        ));
    }
    let content = body::beginning(content, LONGEST);
    let markup = body::autop::paragraphs(content);
    let read = html::read_from(&markup, site, &mut SequentialIds::new());
    for out in &read.left_out {
        left(format!("{}: {}", out.what, out.why));
    }
    let mut document = Document {
        blocks: plainer(read.document.blocks, 0),
    };
    body::links::bare_addresses(&mut document);
    ids::number(&mut document, &mut SequentialIds::new());
    document
}

fn paragraph(inlines: Inlines) -> Option<Block> {
    (!inlines.is_empty()).then(|| body::block(BlockKind::Paragraph(inlines)))
}

/// Paragraphs and quotations only; whatever else was written becomes one of the two.
fn plainer(blocks: Vec<Block>, depth: usize) -> Vec<Block> {
    let mut out = Vec::new();
    for block in blocks {
        match block.kind {
            BlockKind::Paragraph(text) | BlockKind::Heading(_, text) | BlockKind::Verse(text) => {
                out.extend(paragraph(text));
            }
            BlockKind::Quote { blocks, attribution } => {
                let mut said = plainer(blocks, depth + 1);
                said.extend(paragraph(attribution));
                if depth < 4 {
                    out.push(body::block(BlockKind::Quote {
                        blocks: said,
                        attribution: Inlines::new(),
                    }));
                } else {
                    out.extend(said);
                }
            }
            BlockKind::List(list) => {
                for item in list.items {
                    out.extend(plainer(item, depth));
                }
            }
            BlockKind::Details { summary, blocks } => {
                out.extend(paragraph(summary));
                out.extend(plainer(blocks, depth));
            }
            BlockKind::Code { text, .. } => {
                let mut lines = Inlines::new();
                for (at, line) in text.lines().enumerate() {
                    if at > 0 {
                        lines.push(Inline::Break);
                    }
                    let marks = courant_text::document::Marks {
                        code: true,
                        ..Default::default()
                    };
                    if !line.trim().is_empty() {
                        lines.push(Inline::Text {
                            text: line.trim().to_owned(),
                            marks,
                        });
                    }
                }
                out.extend(paragraph(lines));
            }
            BlockKind::Table(table) => {
                out.extend(paragraph(table.caption));
                for row in table.rows {
                    let mut line = Inlines::new();
                    for cell in row.into_iter().filter(|cell| !cell.is_empty()) {
                        if !line.is_empty() {
                            line.push(body::plain_run(" · "));
                        }
                        line.extend(cell);
                    }
                    out.extend(paragraph(line));
                }
            }
            BlockKind::Picture(picture) => {
                if let Some(source) = picture.source {
                    let words = if picture.alt.is_empty() {
                        source.clone()
                    } else {
                        picture.alt
                    };
                    out.extend(paragraph(vec![body::link_run(&words, &source)]));
                }
                out.extend(paragraph(picture.caption));
            }
            BlockKind::Embed(embed) => {
                let words = if embed.title.is_empty() {
                    embed.url.clone()
                } else {
                    embed.title
                };
                out.extend(paragraph(vec![body::link_run(&words, &embed.url)]));
            }
            BlockKind::Audio(media) | BlockKind::Video(media) | BlockKind::File(media) => {
                let words = if media.title.is_empty() {
                    media.url.clone()
                } else {
                    media.title
                };
                out.extend(paragraph(vec![body::link_run(&words, &media.url)]));
            }
            BlockKind::Gallery(pictures) => {
                let pictures = pictures
                    .into_iter()
                    .map(|picture| body::block(BlockKind::Picture(picture)))
                    .collect();
                out.extend(plainer(pictures, depth));
            }
            BlockKind::PullQuote { .. } | BlockKind::ReadMore(_) | BlockKind::Rule => {
                let words = plain::block(&block);
                if !words.trim().is_empty() {
                    out.extend(paragraph(vec![body::plain_run(words.trim())]));
                }
            }
        }
    }
    out
}
