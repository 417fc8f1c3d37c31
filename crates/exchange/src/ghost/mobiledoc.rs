//! Mobiledoc, the form of Ghost 1 to 4: sections with markers, cards and atoms, as HTML for the story document's reader.
//! Called by [`super::post`].

use courant_text::escape::attribute as escaped;
use serde_json::Value;

use super::cards;
use crate::wordpress::body::LONGEST;

/// A text names cards, markups and signs by their numbers, each as often as it likes.
const MORE: &str = "the text prints more than a story can hold; the rest of it was left out";

/// The HTML of a whole text, or nothing when it has no sections.
pub(super) fn markup(tree: &Value, left: &mut Vec<String>) -> Option<String> {
    let sections = tree.get("sections")?.as_array()?;
    let mut out = String::new();
    for section in sections {
        if out.len() > LONGEST {
            left.push(MORE.to_owned());
            break;
        }
        let at = |place: usize| section.get(place);
        match at(0).and_then(Value::as_i64) {
            Some(1) => {
                let tag = at(1).and_then(Value::as_str).unwrap_or("p");
                let tag = match tag {
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" => tag,
                    "aside" | "pull-quote" => "blockquote",
                    _ => "p",
                };
                out.push_str(&["<", tag, ">"].concat());
                markers(tree, at(2), &mut out, left);
                out.push_str(&["</", tag, ">"].concat());
            }
            Some(2) => {
                let source = at(1).and_then(Value::as_str).unwrap_or_default();
                out.push_str(&["<figure><img src=\"", &escaped(source), "\"></figure>"].concat());
            }
            Some(3) => {
                let tag = if at(1).and_then(Value::as_str) == Some("ol") {
                    "ol"
                } else {
                    "ul"
                };
                out.push_str(&["<", tag, ">"].concat());
                for item in at(2).and_then(Value::as_array).into_iter().flatten() {
                    out.push_str("<li>");
                    markers(tree, Some(item), &mut out, left);
                    out.push_str("</li>");
                }
                out.push_str(&["</", tag, ">"].concat());
            }
            Some(10) => card(tree, at(1), &mut out, left),
            _ => left.push("a section of the text that is not known".to_owned()),
        }
    }
    Some(out)
}

fn card(tree: &Value, place: Option<&Value>, out: &mut String, left: &mut Vec<String>) {
    let card = place
        .and_then(Value::as_u64)
        .and_then(|place| tree.get("cards")?.get(place as usize));
    let Some(name) = card.and_then(|card| card.get(0)).and_then(Value::as_str) else {
        return left.push("a card that the text names is not there".to_owned());
    };
    let empty = Value::Null;
    let payload = card.and_then(|card| card.get(1)).unwrap_or(&empty);
    if !cards::card(name, payload, out, left) {
        left.push(format!("the card {name} is not known: the text in it was kept"));
        cards::words(payload, out);
    }
}

/// Text with markups that open and close: `[kind, [opened…], closed, text]`.
fn markers(tree: &Value, list: Option<&Value>, out: &mut String, left: &mut Vec<String>) {
    let mut open: Vec<&str> = Vec::new();
    for marker in list.and_then(Value::as_array).into_iter().flatten() {
        if out.len() > LONGEST {
            break;
        }
        for place in marker.get(1).and_then(Value::as_array).into_iter().flatten() {
            if out.len() > LONGEST {
                break;
            }
            let markup = place
                .as_u64()
                .and_then(|place| tree.get("markups")?.get(place as usize));
            let name = markup
                .and_then(|markup| markup.get(0))
                .and_then(Value::as_str)
                .unwrap_or("span");
            let tag = match name {
                "a" | "b" | "strong" | "i" | "em" | "code" | "s" | "sub" | "sup" | "u" => name,
                "del" | "strike" => "s",
                _ => "span",
            };
            let fields = markup.and_then(|markup| markup.get(1)).and_then(Value::as_array);
            let href = fields.and_then(|fields| {
                let at = fields.iter().position(|field| field.as_str() == Some("href"))?;
                fields.get(at + 1)?.as_str()
            });
            match href.filter(|_| tag == "a") {
                Some(href) => out.push_str(&["<a href=\"", &escaped(href), "\">"].concat()),
                None => out.push_str(&["<", tag, ">"].concat()),
            }
            open.push(tag);
        }
        match marker.get(0).and_then(Value::as_i64) {
            Some(1) => {
                let atom = marker
                    .get(3)
                    .and_then(Value::as_u64)
                    .and_then(|place| tree.get("atoms")?.get(place as usize));
                let name = atom
                    .and_then(|atom| atom.get(0))
                    .and_then(Value::as_str)
                    .unwrap_or_default();
                let words = atom
                    .and_then(|atom| atom.get(1))
                    .and_then(Value::as_str)
                    .unwrap_or_default();
                if name == "soft-return" {
                    out.push_str("<br>");
                } else {
                    if words.is_empty() {
                        left.push(format!("the sign {name}"));
                    }
                    out.push_str(&escaped(words));
                }
            }
            _ => out.push_str(&escaped(marker.get(3).and_then(Value::as_str).unwrap_or_default())),
        }
        for _ in 0..marker
            .get(2)
            .and_then(Value::as_u64)
            .unwrap_or(0)
            .min(open.len() as u64)
        {
            if let Some(tag) = open.pop() {
                out.push_str(&["</", tag, ">"].concat());
            }
        }
    }
    while let Some(tag) = open.pop() {
        out.push_str(&["</", tag, ">"].concat());
    }
}
