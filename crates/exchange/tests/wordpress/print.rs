//! A post that was read, as JSON that a person can compare line by line.
//! Called by the tests of exports, of WordPress and of Ghost.

use std::fmt::Write as _;

use courant_exchange::wordpress::{Comment, PictureRef, Post, Problem};
use courant_text::document::{Block, BlockKind, Document, Inline};
use courant_text::plain;
use serde_json::{Value, json};

pub fn post(post: &Post) -> Value {
    let mut out = json!({
        "is": format!("{} {} {}", post.kind.name(), post.number.unwrap_or(0), post.state.name()),
        "title": post.title,
        "address": format!("{} | {} | {}", post.slug, post.link, post.guid),
        "dates": format!("{} | {}", post.dates.local.map(|date| date.to_string()).unwrap_or_default(), post.dates.gmt.map(|date| date.to_string()).unwrap_or_default()),
        "authors": post.authors.iter().map(|author| format!("{} {}", author.login, author.name.as_deref().unwrap_or("-"))).collect::<Vec<_>>(),
        "body": document(&post.document),
    });
    let mut add = |name: &str, value: Value| {
        let empty = value.is_null() || value == json!([]) || value == json!("") || value == json!(false);
        if let (false, Some(map)) = (empty, out.as_object_mut()) {
            map.insert(name.to_owned(), value);
        }
    };
    add("excerpt", json!(post.excerpt));
    add(
        "terms",
        post.terms
            .iter()
            .map(|term| format!("{} {} “{}”", term.taxonomy.name(), term.slug, term.name))
            .collect(),
    );
    add("pictures", post.pictures.iter().map(picture).collect());
    add("featured", json!(post.featured));
    add("sticky", json!(post.sticky));
    add("format", json!(post.format));
    add("password", json!(post.password_protected));
    add("replies_closed", json!(!post.replies_open));
    add("parent", json!(post.parent));
    if post.seo != courant_exchange::wordpress::Seo::default() {
        add("seo", json!(format!("{:?}", post.seo)));
    }
    add("old_slugs", json!(post.old_slugs));
    add("replies", post.comments.iter().map(comment).collect());
    add("unreadable", post.unreadable.iter().map(Problem::to_string).collect());
    out
}

fn picture(picture: &PictureRef) -> String {
    format!(
        "{:?} {:?} {} | {} | {} | {} | {} | {}",
        picture.sort,
        picture.which,
        picture.source,
        picture.alt,
        picture.caption,
        picture.credit,
        picture.link.as_deref().unwrap_or("-"),
        picture.block.0
    )
}

fn comment(reply: &Comment) -> Value {
    json!({
        "is": format!("{:?} {:?} {:?} under {:?}", reply.number.unwrap_or(0), reply.kind, reply.state, reply.parent),
        "by": format!("{} <{}> {} {} {}", reply.author, reply.email, reply.url, reply.ip, reply.gmt.map(|date| date.to_string()).unwrap_or_default()),
        "text": document(&reply.document),
    })
}

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
