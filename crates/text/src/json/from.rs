//! Reads ProseMirror nodes strictly: every node, mark, attribute and address is either known or refused with its path.
//! Called by [`super::read`], by serde, and by [`crate::draft`], which alone allows the marks of a draft.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{DEEPEST, Refused};
use crate::document::{
    Block, BlockId, BlockKind, Document, Embed, HeadingLevel, Inline, Inlines, Link, List, Marks, Media, Picture,
    ReadMore, Table,
};
use crate::draft::{Change, Sort, Span, Tracked};
use crate::{ids, link, runs};

type Answer<T> = Result<T, Refused>;

fn refuse<T>(path: &str, problem: impl Into<String>) -> Answer<T> {
    Err(Refused {
        path: path.to_owned(),
        problem: problem.into(),
    })
}

pub(super) fn document(value: &Value) -> Answer<Document> {
    read(value, &mut Seen::default())
}

/// A document in which tracked changes and notes may stand, and where they do, line by line in reading order.
pub(crate) fn draft(value: &Value) -> Answer<(Document, Vec<Vec<Span>>)> {
    let mut seen = Seen {
        lines: Some(Vec::new()),
        ..Seen::default()
    };
    let document = read(value, &mut seen)?;
    Ok((document, seen.lines.unwrap_or_default()))
}

fn read(value: &Value, seen: &mut Seen) -> Answer<Document> {
    let doc = Node::open(value, "doc".to_owned())?;
    if doc.name != "doc" {
        return refuse(&doc.path, format!("expected \"doc\", found {:?}", doc.name));
    }
    doc.attrs(&[])?;
    Ok(Document {
        blocks: blocks(&doc.children()?, seen, 0)?,
    })
}

#[derive(Default)]
struct Seen {
    ids: HashSet<String>,
    /// The marks of a draft, a row for each line of text; `None` where they are refused.
    lines: Option<Vec<Vec<Span>>>,
}

/// One node whose outer form was checked.
struct Node<'a> {
    path: String,
    name: &'a str,
    attrs: Option<&'a Map<String, Value>>,
    content: &'a [Value],
    text: Option<&'a str>,
    marks: &'a [Value],
}

impl Seen {
    /// A line that is not written and yet has its place in the reading order.
    fn empty_line(&mut self) {
        if let Some(lines) = &mut self.lines {
            lines.push(Vec::new());
        }
    }
}

impl<'a> Node<'a> {
    fn open(value: &'a Value, path: String) -> Answer<Self> {
        let Some(object) = value.as_object() else {
            return refuse(&path, "a node must be an object");
        };
        let Some(name) = object.get("type").and_then(Value::as_str) else {
            return refuse(&path, "a node must have a \"type\"");
        };
        let mut node = Self {
            path,
            name,
            attrs: None,
            content: &[],
            text: None,
            marks: &[],
        };
        for (key, value) in object {
            match (key.as_str(), value) {
                ("type", _) | ("attrs" | "content" | "marks", Value::Null) => {}
                ("attrs", Value::Object(attrs)) => node.attrs = Some(attrs),
                ("content", Value::Array(content)) => node.content = content,
                ("marks", Value::Array(marks)) => node.marks = marks,
                ("text", Value::String(text)) => node.text = Some(text),
                ("attrs" | "content" | "marks" | "text", _) => {
                    return refuse(&node.path, format!("{key:?} has the wrong type"));
                }
                _ => return refuse(&node.path, format!("unknown key {key:?}")),
            }
        }
        if node.name != "text" {
            if node.text.is_some() {
                return refuse(&node.path, "only a text node may have \"text\"");
            }
            if !node.marks.is_empty() {
                return refuse(&node.path, "only a text node may have \"marks\"");
            }
        }
        Ok(node)
    }

    fn children(&self) -> Answer<Vec<Node<'a>>> {
        self.content
            .iter()
            .enumerate()
            .map(|(index, value)| Node::open(value, format!("{}.content[{index}]", self.path)))
            .collect()
    }

    fn childless(&self) -> Answer<()> {
        if self.content.is_empty() {
            Ok(())
        } else {
            refuse(&self.path, format!("{:?} holds no content", self.name))
        }
    }

    /// Refuses every attribute that is not named here.
    fn attrs(&self, known: &[&str]) -> Answer<()> {
        for key in self.attrs.into_iter().flat_map(Map::keys) {
            if !known.contains(&key.as_str()) {
                return refuse(&format!("{}.attrs", self.path), format!("unknown attribute {key:?}"));
            }
        }
        Ok(())
    }

    fn attr(&self, key: &str) -> Option<&'a Value> {
        self.attrs?.get(key).filter(|value| !value.is_null())
    }

    fn attr_path(&self, key: &str) -> String {
        format!("{}.attrs.{key}", self.path)
    }

    fn string(&self, key: &str) -> Answer<Option<String>> {
        match self.attr(key) {
            None => Ok(None),
            Some(Value::String(text)) => {
                clean(text, &self.attr_path(key), false)?;
                Ok(Some(text.clone()))
            }
            Some(_) => refuse(&self.attr_path(key), "must be a string"),
        }
    }

    fn words(&self, key: &str) -> Answer<String> {
        Ok(self.string(key)?.unwrap_or_default())
    }

    fn number(&self, key: &str) -> Answer<Option<u64>> {
        match self.attr(key) {
            None => Ok(None),
            Some(value) => match value.as_u64() {
                Some(number) => Ok(Some(number)),
                None => refuse(&self.attr_path(key), "must be a whole number"),
            },
        }
    }

    fn address(&self, key: &str, allowed: impl Fn(&str) -> Option<String>) -> Answer<Option<String>> {
        let Some(address) = self.string(key)? else {
            return Ok(None);
        };
        match allowed(&address) {
            Some(kept) => Ok(Some(kept)),
            None => refuse(
                &self.attr_path(key),
                format!("the address {:?} may not stand in a document", short(&address)),
            ),
        }
    }

    fn needed_address(&self, key: &str, allowed: impl Fn(&str) -> Option<String>) -> Answer<String> {
        match self.address(key, allowed)? {
            Some(address) => Ok(address),
            None => refuse(&format!("{}.attrs", self.path), format!("{key:?} is missing")),
        }
    }

    fn id(&self, seen: &mut Seen) -> Answer<BlockId> {
        let Some(id) = self.string("id")? else {
            return refuse(&format!("{}.attrs", self.path), "\"id\" is missing");
        };
        if !ids::is_valid(&id) {
            return refuse(
                &self.attr_path("id"),
                format!("{:?} is no id: 1 to 40 of A-Z a-z 0-9 _ -", short(&id)),
            );
        }
        if !seen.ids.insert(id.clone()) {
            return refuse(&self.attr_path("id"), format!("{id:?} stands twice"));
        }
        Ok(BlockId(id))
    }
}

fn short(text: &str) -> String {
    text.chars().take(80).collect()
}

fn clean(text: &str, path: &str, code: bool) -> Answer<()> {
    match text
        .chars()
        .find(|c| !(runs::is_printable(*c) || (code && matches!(c, '\n' | '\t'))))
    {
        None => Ok(()),
        Some(c) => refuse(path, format!("control character U+{:04X} in text", c as u32)),
    }
}

fn external(href: &str) -> Option<String> {
    link::allowed(href).filter(|href| link::is_external(href))
}

fn block(node: &Node<'_>, seen: &mut Seen, depth: usize) -> Answer<Block> {
    let known: &[&str] = match node.name {
        "heading" => &["id", "level"],
        "pullQuote" => &["id", "speaker"],
        "orderedList" => &["id", "start"],
        "picture" => &["id", "picture", "source", "alt", "credit"],
        "embed" => &["id", "provider", "url", "title"],
        "audio" | "video" | "file" => &["id", "url", "title"],
        "readMore" => &["id", "title", "story", "url"],
        "codeBlock" => &["id", "language"],
        "table" => &["id", "headerRows"],
        "paragraph" | "blockquote" | "bulletList" | "gallery" | "details" | "verse" | "horizontalRule" => &["id"],
        other => {
            return refuse(&node.path, format!("unknown node {:?}", short(other)));
        }
    };
    node.attrs(known)?;
    let id = node.id(seen)?;
    let nests = matches!(node.name, "blockquote" | "details" | "bulletList" | "orderedList");
    if nests && depth >= DEEPEST {
        return refuse(&node.path, format!("nested deeper than {DEEPEST}"));
    }
    let kind = match node.name {
        "paragraph" => BlockKind::Paragraph(inlines(node, seen)?),
        "heading" => BlockKind::Heading(level(node)?, inlines(node, seen)?),
        "blockquote" => quote(node, seen, depth)?,
        "pullQuote" => BlockKind::PullQuote {
            text: inlines(node, seen)?,
            speaker: node.words("speaker")?,
        },
        "bulletList" | "orderedList" => list(node, seen, depth)?,
        "picture" => BlockKind::Picture(picture(node, seen)?),
        "gallery" => BlockKind::Gallery(gallery(node, seen)?),
        "embed" => {
            node.childless()?;
            BlockKind::Embed(Embed {
                provider: node.words("provider")?,
                url: node.needed_address("url", external)?,
                title: node.words("title")?,
            })
        }
        "audio" => BlockKind::Audio(media(node)?),
        "video" => BlockKind::Video(media(node)?),
        "file" => BlockKind::File(media(node)?),
        "details" => details(node, seen, depth)?,
        "verse" => BlockKind::Verse(inlines(node, seen)?),
        "readMore" => {
            node.childless()?;
            BlockKind::ReadMore(ReadMore {
                title: node.words("title")?,
                story: node.string("story")?,
                url: node.address("url", link::fetchable)?,
            })
        }
        "codeBlock" => code(node)?,
        "table" => table(node, seen)?,
        _ => {
            node.childless()?;
            BlockKind::Rule
        }
    };
    Ok(Block { id, kind })
}

fn blocks(nodes: &[Node<'_>], seen: &mut Seen, depth: usize) -> Answer<Vec<Block>> {
    nodes.iter().map(|node| block(node, seen, depth)).collect()
}

fn level(node: &Node<'_>) -> Answer<HeadingLevel> {
    match node.number("level")? {
        Some(2) => Ok(HeadingLevel::Two),
        Some(3) => Ok(HeadingLevel::Three),
        Some(4) => Ok(HeadingLevel::Four),
        Some(other) => refuse(
            &node.attr_path("level"),
            format!("a subhead has level 2, 3 or 4, not {other}"),
        ),
        None => refuse(&format!("{}.attrs", node.path), "\"level\" is missing"),
    }
}

fn quote(node: &Node<'_>, seen: &mut Seen, depth: usize) -> Answer<BlockKind> {
    let mut children = node.children()?;
    let last = children.pop_if(|last| last.name == "attribution");
    let said = blocks(&children, seen, depth + 1)?;
    let attribution = if let Some(last) = last {
        last.attrs(&[])?;
        inlines(&last, seen)?
    } else {
        seen.empty_line();
        Inlines::new()
    };
    Ok(BlockKind::Quote {
        blocks: said,
        attribution,
    })
}

fn list(node: &Node<'_>, seen: &mut Seen, depth: usize) -> Answer<BlockKind> {
    let ordered = node.name == "orderedList";
    let start = match node.number("start")? {
        None => 1,
        Some(start) => match u32::try_from(start) {
            Ok(start) if i32::try_from(start).is_ok() => start,
            _ => return refuse(&node.attr_path("start"), "is too large"),
        },
    };
    let mut items = Vec::new();
    for item in node.children()? {
        if item.name != "listItem" {
            return refuse(
                &item.path,
                format!("expected \"listItem\", found {:?}", short(item.name)),
            );
        }
        item.attrs(&[])?;
        items.push(blocks(&item.children()?, seen, depth + 1)?);
    }
    Ok(BlockKind::List(List { ordered, start, items }))
}

fn picture(node: &Node<'_>, seen: &mut Seen) -> Answer<Picture> {
    Ok(Picture {
        picture: node.string("picture")?,
        source: node.address("source", link::fetchable)?,
        alt: node.words("alt")?,
        caption: inlines(node, seen)?,
        credit: node.words("credit")?,
    })
}

fn gallery(node: &Node<'_>, seen: &mut Seen) -> Answer<Vec<Picture>> {
    node.children()?
        .iter()
        .map(|child| {
            if child.name != "galleryPicture" {
                return refuse(
                    &child.path,
                    format!("expected \"galleryPicture\", found {:?}", short(child.name)),
                );
            }
            child.attrs(&["picture", "source", "alt", "credit"])?;
            picture(child, seen)
        })
        .collect()
}

fn media(node: &Node<'_>) -> Answer<Media> {
    node.childless()?;
    Ok(Media {
        url: node.needed_address("url", link::fetchable)?,
        title: node.words("title")?,
    })
}

fn details(node: &Node<'_>, seen: &mut Seen, depth: usize) -> Answer<BlockKind> {
    let children = node.children()?;
    match children.as_slice() {
        [summary, content] if summary.name == "detailsSummary" && content.name == "detailsContent" => {
            summary.attrs(&[])?;
            content.attrs(&[])?;
            Ok(BlockKind::Details {
                summary: inlines(summary, seen)?,
                blocks: blocks(&content.children()?, seen, depth + 1)?,
            })
        }
        _ => refuse(
            &node.path,
            "details hold one \"detailsSummary\" and one \"detailsContent\"",
        ),
    }
}

fn code(node: &Node<'_>) -> Answer<BlockKind> {
    let mut text = String::new();
    for child in node.children()? {
        match child.text {
            Some(part) if child.name == "text" && child.marks.is_empty() => {
                clean(part, &child.path, true)?;
                text.push_str(part);
            }
            _ => return refuse(&child.path, "a code block holds text without marks only"),
        }
    }
    Ok(BlockKind::Code {
        language: node.words("language")?,
        text,
    })
}

fn table(node: &Node<'_>, seen: &mut Seen) -> Answer<BlockKind> {
    let header_rows = usize::try_from(node.number("headerRows")?.unwrap_or(0)).unwrap_or(usize::MAX);
    let mut caption = Inlines::new();
    let mut rows = Vec::new();
    let children = node.children()?;
    if children.first().is_none_or(|first| first.name != "tableCaption") {
        seen.empty_line();
    }
    for (index, child) in children.iter().enumerate() {
        child.attrs(&[])?;
        match child.name {
            "tableCaption" if index == 0 => caption = inlines(child, seen)?,
            "tableRow" => {
                let expected = if rows.len() < header_rows {
                    "tableHeader"
                } else {
                    "tableCell"
                };
                let mut row = Vec::new();
                for cell in child.children()? {
                    if cell.name != expected {
                        return refuse(
                            &cell.path,
                            format!("expected {expected:?}, found {:?}", short(cell.name)),
                        );
                    }
                    cell.attrs(&[])?;
                    row.push(inlines(&cell, seen)?);
                }
                rows.push(row);
            }
            other => {
                return refuse(&child.path, format!("{:?} may not stand here in a table", short(other)));
            }
        }
    }
    if header_rows > rows.len() {
        return refuse(&node.attr_path("headerRows"), "is more than there are rows");
    }
    Ok(BlockKind::Table(Table {
        header_rows,
        rows,
        caption,
    }))
}

fn inlines(node: &Node<'_>, seen: &mut Seen) -> Answer<Inlines> {
    let mut out = Inlines::new();
    let mut line = Vec::new();
    let mut at = 0;
    for child in node.children()? {
        child.attrs(&[])?;
        match child.name {
            "text" => {
                child.childless()?;
                let text = child.text.unwrap_or_default();
                if text.is_empty() {
                    return refuse(&child.path, "a text node must have text");
                }
                clean(text, &child.path, false)?;
                let end = at + text.chars().count();
                let (set, tracked) = marks(&child, seen.lines.is_some())?;
                line.extend(tracked.into_iter().map(|mark| Span { start: at, end, mark }));
                runs::push(&mut out, text, &set);
                at = end;
            }
            "hardBreak" => {
                child.childless()?;
                out.push(Inline::Break);
                at += 1;
            }
            other => {
                return refuse(&child.path, format!("unknown node {:?} among text", short(other)));
            }
        }
    }
    if let Some(lines) = &mut seen.lines {
        lines.push(Span::joined(line));
    }
    Ok(out)
}

/// How a text is set, and which marks of a draft stand on it.
fn marks(node: &Node<'_>, draft: bool) -> Answer<(Marks, Vec<Tracked>)> {
    let mut out = Marks::default();
    let mut tracked = Vec::new();
    for (index, value) in node.marks.iter().enumerate() {
        let path = format!("{}.marks[{index}]", node.path);
        let Some(object) = value.as_object() else {
            return refuse(&path, "a mark must be an object");
        };
        let Some(name) = object.get("type").and_then(Value::as_str) else {
            return refuse(&path, "a mark must have a \"type\"");
        };
        if let Some(key) = object.keys().find(|key| *key != "type" && *key != "attrs") {
            return refuse(&path, format!("unknown key {key:?}"));
        }
        let attrs = match object.get("attrs") {
            None | Some(Value::Null) => None,
            Some(Value::Object(attrs)) => Some(attrs),
            Some(_) => return refuse(&path, "\"attrs\" has the wrong type"),
        };
        if name == "link" {
            if out.link.is_some() {
                return refuse(&path, "the mark \"link\" stands twice");
            }
            let mark = Node {
                path,
                name,
                attrs,
                content: &[],
                text: None,
                marks: &[],
            };
            mark.attrs(&["href", "title"])?;
            out.link = Some(Link {
                href: mark.needed_address("href", link::allowed)?,
                title: mark.words("title")?,
            });
            continue;
        }
        let flag = match name {
            "strong" => &mut out.strong,
            "emphasis" => &mut out.emphasis,
            "strike" => &mut out.strike,
            "code" => &mut out.code,
            "sub" => &mut out.sub,
            "sup" => &mut out.sup,
            "insertion" | "deletion" | "note" if draft => {
                let mark = Node {
                    path: path.clone(),
                    name,
                    attrs,
                    content: &[],
                    text: None,
                    marks: &[],
                };
                let mark = self::tracked(&mark)?;
                if tracked.contains(&mark) {
                    return refuse(&path, format!("the mark {name:?} stands twice"));
                }
                tracked.push(mark);
                continue;
            }
            "insertion" | "deletion" | "note" => {
                return refuse(
                    &path,
                    format!("the mark {name:?} belongs to drafts, not to a published document"),
                );
            }
            other => return refuse(&path, format!("unknown mark {:?}", short(other))),
        };
        if *flag {
            return refuse(&path, format!("the mark {name:?} stands twice"));
        }
        *flag = true;
        if let Some(key) = attrs.and_then(|attrs| attrs.keys().next()) {
            return refuse(&format!("{path}.attrs"), format!("unknown attribute {key:?}"));
        }
    }
    Ok((out, tracked))
}

/// A mark of a draft.
fn tracked(mark: &Node<'_>) -> Answer<Tracked> {
    let needed = |key: &str, longest: usize| match mark.string(key)? {
        Some(text) if !text.is_empty() && text.len() <= longest => Ok(text),
        Some(_) => refuse(&mark.attr_path(key), format!("must have 1 to {longest} bytes")),
        None => refuse(&format!("{}.attrs", mark.path), format!("{key:?} is missing")),
    };
    if mark.name == "note" {
        mark.attrs(&["id"])?;
        return Ok(Tracked::Note(needed("id", 64)?));
    }
    mark.attrs(&["id", "by", "at"])?;
    Ok(Tracked::Change(Change {
        kind: if mark.name == "insertion" {
            Sort::Insertion
        } else {
            Sort::Deletion
        },
        id: needed("id", 64)?,
        by: needed("by", 64)?,
        at: needed("at", 64)?,
    }))
}
