//! Parses printed HTML again with another tree and lists whatever stands outside the allow-list.
//! Used by the attack and property tests.

use html5ever::tendril::TendrilSink as _;
use markup5ever_rcdom::{NodeData, RcDom};

const ELEMENTS: &[&str] = &[
    "html",
    "head",
    "body",
    "p",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "figure",
    "figcaption",
    "aside",
    "ul",
    "ol",
    "li",
    "img",
    "picture",
    "source",
    "div",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "details",
    "summary",
    "pre",
    "code",
    "hr",
    "br",
    "a",
    "strong",
    "em",
    "s",
    "sub",
    "sup",
    "span",
    "audio",
    "video",
];

const ATTRIBUTES: &[&str] = &[
    "id",
    "class",
    "href",
    "rel",
    "title",
    "src",
    "srcset",
    "sizes",
    "alt",
    "width",
    "height",
    "loading",
    "decoding",
    "type",
    "role",
    "aria-label",
    "aria-hidden",
    "tabindex",
    "start",
    "scope",
    "controls",
    "preload",
];

const CLASSES: &[&str] = &[
    "verse",
    "quote",
    "pull-quote",
    "attribution",
    "picture",
    "credit",
    "file-date",
    "gallery",
    "embed-card",
    "embed-title",
    "embed-open",
    "audio",
    "video",
    "file",
    "read-more",
    "read-more-label",
    "read-more-title",
    "read-more-kind",
    "table-scroll",
];

/// Everything in `html` that this crate must never print.
pub fn offences(html: &str) -> Vec<String> {
    let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(html);
    let mut out = Vec::new();
    let mut open = vec![dom.document];
    while let Some(node) = open.pop() {
        match &node.data {
            NodeData::Element { name, attrs, .. } => {
                let element = name.local.to_string();
                if !ELEMENTS.contains(&element.as_str()) || name.ns != html5ever::ns!(html) {
                    out.push(format!("<{element}>"));
                }
                for attr in attrs.borrow().iter() {
                    attribute(&element, &attr.name.local, &attr.value, &mut out);
                }
            }
            NodeData::Comment { .. } | NodeData::ProcessingInstruction { .. } => {
                out.push("a comment".to_owned());
            }
            _ => {}
        }
        open.extend(node.children.borrow().iter().cloned());
    }
    if html.to_ascii_lowercase().contains("<script") {
        out.push("a script tag in the bytes".to_owned());
    }
    out
}

fn attribute(element: &str, name: &str, value: &str, out: &mut Vec<String>) {
    if !ATTRIBUTES.contains(&name) {
        out.push(format!("{name} on <{element}>"));
    }
    if matches!(name, "href" | "src") {
        let safe = ["https://", "http://", "mailto:", "tel:", "#", "?"]
            .iter()
            .any(|start| value.starts_with(start))
            || (value.starts_with('/') && !value.starts_with("//"));
        if !safe || value.contains(char::is_whitespace) || value.contains('\\') {
            out.push(format!("{name}={value:?}"));
        }
    }
    if name == "class"
        && !value
            .split(' ')
            .all(|class| CLASSES.contains(&class) || class.starts_with("language-"))
    {
        out.push(format!("class={value:?}"));
    }
}
