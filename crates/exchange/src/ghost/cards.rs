//! The cards of Ghost's editors, old and new: pictures, galleries, embeds, bookmarks, callouts, toggles, files and the rest.
//! Called by [`super::lexical`] and [`super::mobiledoc`]; both keep a card's fields under the same names.

use std::fmt::Write as _;

use courant_text::escape::attribute as escaped;
use serde_json::Value;

use super::post::of_markdown;
use super::table::{some, text};
use crate::wordpress::body::{embed_card, plain};

/// Adds a card; says whether it is a known one.
pub(super) fn card(name: &str, card: &Value, out: &mut String, left: &mut Vec<String>) -> bool {
    match name {
        "image" | "image-card" => image(card, out),
        "gallery" => gallery(card, out),
        "hr" | "horizontalrule" => out.push_str("<hr>"),
        "html" => out.push_str(&text(card, "html")),
        "markdown" | "card-markdown" => out.push_str(&of_markdown(&text(card, "markdown"), left)),
        "code" | "codeblock" => {
            let (language, code) = (text(card, "language"), raw(card, "code"));
            let _ = write!(
                out,
                "<pre><code class=\"language-{}\">{}</code></pre>",
                escaped(&language),
                escaped(code)
            );
            line(card, "caption", out);
        }
        "embed" => embed(card, out),
        "bookmark" => bookmark(card, out),
        "callout" => {
            let words = some(card, "calloutText").unwrap_or_default();
            let _ = write!(out, "<p>{} {words}</p>", escaped(&text(card, "calloutEmoji")));
        }
        "toggle" => {
            let (heading, content) = (text(card, "heading"), text(card, "content"));
            let _ = write!(out, "<details><summary>{heading}</summary>{content}</details>");
        }
        "button" => button(card, "buttonText", "buttonUrl", out),
        "file" => {
            let name = some(card, "fileTitle")
                .or_else(|| some(card, "fileName"))
                .unwrap_or_else(|| text(card, "src"));
            let _ = write!(
                out,
                "<p class=\"file\"><a href=\"{}\">{}</a></p>",
                escaped(&text(card, "src")),
                escaped(&plain(&name))
            );
            line(card, "fileCaption", out);
        }
        "audio" | "video" => {
            let _ = write!(
                out,
                "<figure><{name} src=\"{}\" title=\"{}\"></{name}></figure>",
                escaped(&text(card, "src")),
                escaped(&plain(&some(card, "title").unwrap_or_default()))
            );
            line(card, "caption", out);
        }
        "header" => {
            picture(card, "backgroundImageSrc", out);
            heading(card, "heading", out);
            line(card, "header", out);
            line(card, "subheading", out);
            line(card, "subheader", out);
            button(card, "buttonText", "buttonUrl", out);
        }
        "product" => {
            picture(card, "productImageSrc", out);
            heading(card, "productTitle", out);
            line(card, "productDescription", out);
            button(card, "productButton", "productUrl", out);
        }
        "call-to-action" => {
            line(card, "sponsorLabel", out);
            picture(card, "imageUrl", out);
            line(card, "textValue", out);
            button(card, "buttonText", "buttonUrl", out);
        }
        "signup" => {
            left.push("the card signup: its form was left out, its words were kept".to_owned());
            for field in ["heading", "subheading", "disclaimer"] {
                line(card, field, out);
            }
        }
        "paywall" => left.push("the mark where the text was closed to strangers: the whole text was kept".to_owned()),
        "email" | "email-cta" => {
            let words: String = plain(&text(card, "html")).chars().take(80).collect();
            left.push(format!("the card {name}, which only mail shows: {words}"));
        }
        _ => return false,
    }
    true
}

/// Every text of an unknown card that a person may have written.
pub(super) fn words(card: &Value, out: &mut String) {
    for (name, value) in card.as_object().into_iter().flatten() {
        let lower = name.to_lowercase();
        let is_text = [
            "text",
            "title",
            "heading",
            "caption",
            "content",
            "html",
            "description",
            "label",
        ]
        .iter()
        .any(|wanted| lower.contains(wanted));
        if let Some(words) = value.as_str().filter(|_| is_text) {
            let _ = write!(out, "<p>{words}</p>");
        }
    }
}

fn raw<'a>(card: &'a Value, name: &str) -> &'a str {
    card.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A field that holds HTML, as a paragraph.
fn line(card: &Value, name: &str, out: &mut String) {
    if let Some(words) = some(card, name) {
        if words.starts_with("<p") {
            out.push_str(&words);
        } else {
            let _ = write!(out, "<p>{words}</p>");
        }
    }
}

fn heading(card: &Value, name: &str, out: &mut String) {
    if let Some(words) = some(card, name) {
        let _ = write!(out, "<h3>{words}</h3>");
    }
}

fn button(card: &Value, words: &str, address: &str, out: &mut String) {
    if let (Some(words), Some(address)) = (some(card, words), some(card, address)) {
        let _ = write!(
            out,
            "<p><a href=\"{}\">{}</a></p>",
            escaped(&address),
            escaped(&plain(&words))
        );
    }
}

fn picture(card: &Value, name: &str, out: &mut String) {
    if let Some(source) = some(card, name) {
        let _ = write!(out, "<figure><img src=\"{}\" alt=\"\"></figure>", escaped(&source));
    }
}

fn tag(card: &Value, out: &mut String) {
    let (source, alt) = (text(card, "src"), text(card, "alt"));
    let _ = write!(
        out,
        "<img src=\"{}\" alt=\"{}\">",
        escaped(&source),
        escaped(&plain(&alt))
    );
}

fn caption(card: &Value, out: &mut String) {
    if let Some(words) = some(card, "caption") {
        let _ = write!(out, "<figcaption>{words}</figcaption>");
    }
}

fn image(card: &Value, out: &mut String) {
    out.push_str("<figure>");
    match some(card, "href") {
        Some(href) => {
            let _ = write!(out, "<a href=\"{}\">", escaped(&href));
            tag(card, out);
            out.push_str("</a>");
        }
        None => tag(card, out),
    }
    caption(card, out);
    out.push_str("</figure>");
}

fn gallery(card: &Value, out: &mut String) {
    out.push_str("<figure class=\"gallery\">");
    for image in card.get("images").and_then(Value::as_array).into_iter().flatten() {
        out.push_str("<figure>");
        tag(image, out);
        caption(image, out);
        out.push_str("</figure>");
    }
    caption(card, out);
    out.push_str("</figure>");
}

/// A card; without an address, whatever HTML it holds.
fn embed(card: &Value, out: &mut String) {
    let Some(address) = some(card, "url") else {
        out.push_str(&text(card, "html"));
        return line(card, "caption", out);
    };
    let title = card
        .get("metadata")
        .and_then(|metadata| some(metadata, "title"))
        .unwrap_or_default();
    out.push_str(&embed_card(&address, &plain(&title)));
    line(card, "caption", out);
}

/// A card of another page, with what it says of itself.
fn bookmark(card: &Value, out: &mut String) {
    let metadata = card.get("metadata").unwrap_or(card);
    let Some(address) = some(card, "url").or_else(|| some(metadata, "url")) else {
        return;
    };
    let title = some(metadata, "title").unwrap_or_default();
    out.push_str(&embed_card(&address, &plain(&title)));
    if let Some(words) = some(metadata, "description") {
        let _ = write!(out, "<p>{}</p>", escaped(&words));
    }
    line(card, "caption", out);
}
