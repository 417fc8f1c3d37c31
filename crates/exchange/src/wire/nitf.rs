//! NITF, the markup that most agencies put into NewsML-G2: its body as HTML, its head into the fields of the item.
//! Called for texts in this form; an element that is not known gives its words.

use courant_text::escape::attribute as escaped;

use super::Item;
use super::text::moment;
use crate::xml::{Node, Part};

/// Fills what the item lacks from the heads, and answers with the body as HTML.
pub(super) fn take(tree: &Node, item: &mut Item) -> String {
    head(tree, item);
    let mut out = String::new();
    let content = if tree.name() == "body.content" {
        Some(tree)
    } else {
        tree.find("body.content")
    };
    match content.or_else(|| tree.find("body")) {
        Some(content) => inside(content, &mut out),
        None => inside(tree, &mut out),
    }
    if let Some(line) = tree
        .find("body.end")
        .and_then(|end| end.find("tagline"))
        .and_then(Node::line)
    {
        out.push_str("<p>");
        out.push_str(&courant_text::escape::text(&line));
        out.push_str("</p>");
    }
    out
}

fn head(tree: &Node, item: &mut Item) {
    let fill = |field: &mut String, found: Option<String>| {
        if field.is_empty() {
            *field = found.unwrap_or_default();
        }
    };
    fill(&mut item.headline, tree.find("hl1").and_then(Node::line));
    fill(&mut item.byline, tree.find("byline").and_then(Node::line));
    fill(&mut item.dateline, tree.find("dateline").and_then(Node::line));
    fill(&mut item.summary, tree.find("abstract").and_then(Node::line));
    fill(&mut item.source, tree.find("distributor").and_then(Node::line));
    if let Some(data) = tree.find("docdata") {
        let urgency = data.child("urgency").and_then(|urgency| urgency.attribute("ed-urg"));
        item.urgency = item.urgency.or_else(|| urgency?.parse().ok());
        let issued = data.child("date.issue").and_then(|date| date.attribute("norm"));
        item.created = item.created.or_else(|| moment(issued?));
        if item.ed_note.is_empty() {
            let note = data.child("ed-msg").and_then(|note| note.attribute("info"));
            note.unwrap_or_default().clone_into(&mut item.ed_note);
        }
    }
}

fn inside(node: &Node, out: &mut String) {
    for part in &node.parts {
        match part {
            Part::Text(text) => out.push_str(&courant_text::escape::text(text)),
            Part::Node(node) => one(node, out),
        }
    }
}

fn wrapped(tag: &str, node: &Node, out: &mut String) {
    out.push('<');
    out.push_str(tag);
    out.push('>');
    inside(node, out);
    out.push_str("</");
    out.push_str(tag);
    out.push('>');
}

fn one(node: &Node, out: &mut String) {
    match node.name() {
        "p" | "fn" | "note" | "datasource" => wrapped("p", node, out),
        "hl2" => wrapped("h2", node, out),
        "bq" => {
            out.push_str("<blockquote>");
            for part in node.nodes() {
                if part.name() == "credit" {
                    wrapped("footer", part, out);
                } else if part.name() == "block" {
                    inside(part, out);
                } else {
                    one(part, out);
                }
            }
            out.push_str("</blockquote>");
        }
        "ol" | "ul" | "li" | "dl" | "dt" | "dd" | "table" | "caption" | "thead" | "tbody" | "tfoot" | "tr" | "td"
        | "th" | "em" | "strong" | "sub" | "sup" | "q" | "pre" => wrapped(node.name(), node, out),
        "br" => out.push_str("<br>"),
        "hr" => out.push_str("<hr>"),
        "a" => {
            out.push_str("<a href=\"");
            out.push_str(&escaped(node.attribute("href").unwrap_or_default()));
            out.push_str("\">");
            inside(node, out);
            out.push_str("</a>");
        }
        "media" => media(node, out),
        _ => inside(node, out),
    }
}

fn media(node: &Node, out: &mut String) {
    let source = node
        .all("media-reference")
        .find_map(|reference| reference.attribute("source"))
        .unwrap_or_default();
    let tag = match node.attribute("media-type").unwrap_or("image") {
        "audio" => "audio",
        "video" => "video",
        _ => "img",
    };
    out.push_str("<figure>");
    if !source.is_empty() {
        out.push('<');
        out.push_str(tag);
        out.push_str(" src=\"");
        out.push_str(&escaped(source));
        out.push_str("\">");
        if tag != "img" {
            out.push_str("</");
            out.push_str(tag);
            out.push('>');
        }
    }
    let caption = node.child("media-caption").and_then(Node::line);
    let producer = node.child("media-producer").and_then(Node::line);
    if caption.is_some() || producer.is_some() {
        out.push_str("<figcaption>");
        out.push_str(&courant_text::escape::text(&caption.unwrap_or_default()));
        if let Some(producer) = producer {
            out.push_str(" <span class=\"credit\">");
            out.push_str(&courant_text::escape::text(&producer));
            out.push_str("</span>");
        }
        out.push_str("</figcaption>");
    }
    out.push_str("</figure>");
}
