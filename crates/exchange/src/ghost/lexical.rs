//! Lexical, the editor of Ghost 5: its tree as HTML that the story document's reader understands.
//! Called by [`super::post`]; cards are made by [`super::cards`], whose fields have the same names.

use courant_text::escape::attribute as escaped;
use serde_json::Value;

use super::cards;
use super::table::{some, text};

/// Nodes deeper than this keep only their text.
const DEEPEST: usize = 60;

/// What the bits of a text's format stand for.
const FORMATS: &[(u64, &str)] = &[
    (1, "strong"),
    (2, "em"),
    (4, "s"),
    (16, "code"),
    (32, "sub"),
    (64, "sup"),
];

/// The HTML of a whole text, or nothing when the tree has no root.
pub(super) fn markup(tree: &Value, left: &mut Vec<String>) -> Option<String> {
    let root = tree.get("root")?;
    let mut out = String::new();
    children(root, &mut out, left, 0);
    Some(out)
}

fn children(node: &Value, out: &mut String, left: &mut Vec<String>, depth: usize) {
    for child in node.get("children").and_then(Value::as_array).into_iter().flatten() {
        one(child, out, left, depth + 1);
    }
}

fn wrapped(name: &str, node: &Value, out: &mut String, left: &mut Vec<String>, depth: usize) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    children(node, out, left, depth);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn one(node: &Value, out: &mut String, left: &mut Vec<String>, depth: usize) {
    let kind = text(node, "type");
    if depth > DEEPEST {
        left.push(format!("the node {kind}: nested too deep, only its text was kept"));
        return words(node, out);
    }
    match kind.as_str() {
        "text" | "extended-text" | "tk" => run(node, out),
        "linebreak" => out.push_str("<br>"),
        "paragraph" => wrapped("p", node, out, left, depth),
        "heading" | "extended-heading" => {
            let tag = text(node, "tag");
            let level = if matches!(tag.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
                &tag
            } else {
                "h2"
            };
            wrapped(level, node, out, left, depth);
        }
        // An aside is Ghost's second style of quotation.
        "quote" | "extended-quote" | "aside" => wrapped("blockquote", node, out, left, depth),
        "list" => {
            let ordered = text(node, "listType") == "number" || text(node, "tag") == "ol";
            if ordered {
                let start = some(node, "start")
                    .and_then(|start| start.parse::<u32>().ok())
                    .unwrap_or(1);
                out.push_str(&["<ol start=\"", &start.to_string(), "\">"].concat());
            } else {
                out.push_str("<ul>");
            }
            children(node, out, left, depth);
            out.push_str(if ordered { "</ol>" } else { "</ul>" });
        }
        "listitem" => wrapped("li", node, out, left, depth),
        "link" | "autolink" => {
            out.push_str(&["<a href=\"", &escaped(&text(node, "url")), "\">"].concat());
            children(node, out, left, depth);
            out.push_str("</a>");
        }
        "at-link" | "zwnj" => children(node, out, left, depth),
        name => {
            if !cards::card(name, node, out, left) {
                left.push(format!("the card {name} is not known: the text in it was kept"));
                cards::words(node, out);
                children(node, out, left, depth);
            }
        }
    }
}

/// The text in a node and below it; the parser of JSON goes no deeper than 128.
fn words(node: &Value, out: &mut String) {
    run(node, out);
    for child in node.get("children").and_then(Value::as_array).into_iter().flatten() {
        words(child, out);
    }
}

fn run(node: &Value, out: &mut String) {
    let format = node.get("format").and_then(Value::as_u64).unwrap_or(0);
    let set: Vec<&str> = FORMATS
        .iter()
        .filter(|(bit, _)| format & bit != 0)
        .map(|(_, tag)| *tag)
        .collect();
    for tag in &set {
        out.push_str(&["<", tag, ">"].concat());
    }
    // The text as it stands: blanks at its ends part words.
    out.push_str(&escaped(node.get("text").and_then(Value::as_str).unwrap_or_default()));
    for tag in set.iter().rev() {
        out.push_str(&["</", tag, ">"].concat());
    }
}
