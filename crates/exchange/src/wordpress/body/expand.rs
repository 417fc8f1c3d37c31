//! What the shortcodes of WordPress and of Jetpack become: HTML that the story document's reader understands.
//! Called by [`super::shortcodes`]; unknown names are reported there.

use std::fmt::Write as _;

use courant_text::escape::attribute as escaped;

use super::shortcodes::{Shortcode, expand};
use super::tags::{Token, Tokens};
use super::{Context, Notes};
use crate::wordpress::site::LONGEST_SITE;

/// Languages that have a shortcode of their own with the usual plugin for program text.
const LANGUAGES: &[&str] = &[
    "php",
    "css",
    "html",
    "js",
    "javascript",
    "python",
    "ruby",
    "sql",
    "xml",
    "bash",
    "java",
    "csharp",
    "cpp",
    "perl",
];

/// Whether a shortcode is one that is turned into something here.
pub(super) fn known(shortcode: &Shortcode<'_>) -> bool {
    let name = shortcode.name;
    let code = matches!(name, "code" | "source") || LANGUAGES.contains(&name);
    known_name(name) && (!code || shortcode.content.is_some())
}

/// Whether a name is one of those.
pub(super) fn known_name(name: &str) -> bool {
    matches!(
        name,
        "gallery"
            | "caption"
            | "wp_caption"
            | "embed"
            | "audio"
            | "video"
            | "playlist"
            | "sourcecode"
            | "code"
            | "source"
    ) || EMBEDS.contains(&name)
        || LANGUAGES.contains(&name)
}

/// Whether what stands behind it up to a closing tag is no part of it.
pub(super) fn holds_nothing(name: &str) -> bool {
    matches!(name, "gallery" | "playlist")
}

/// Shortcodes for players and posts of other sites.
const EMBEDS: &[&str] = &[
    "youtube",
    "vimeo",
    "dailymotion",
    "ted",
    "soundcloud",
    "instagram",
    "tweet",
    "twitter",
    "facebook",
    "spotify",
    "flickr",
    "googlemaps",
    "bandcamp",
    "slideshare",
    "scribd",
    "gist",
    "tiktok",
    "embedyt",
    "reddit",
    "iframe",
];

/// The HTML in its place; nothing when it says too little to make anything of it.
pub(super) fn markup(
    shortcode: &Shortcode<'_>,
    context: &Context<'_>,
    notes: &mut Notes,
    depth: usize,
) -> Option<String> {
    match shortcode.name {
        "gallery" => Some(gallery(shortcode, context)),
        "playlist" => Some(playlist(shortcode, context)),
        "caption" | "wp_caption" => Some(caption(shortcode, context, notes, depth)),
        "embed" => {
            let address = shortcode.content.map(str::trim).filter(|content| !content.is_empty());
            let address = address
                .map(super::entities)
                .or_else(|| shortcode.attributes.get("src").map(str::to_owned))?;
            Some(card(&address, ""))
        }
        "audio" | "video" => Some(media(shortcode, context, notes, depth)),
        name if EMBEDS.contains(&name) => elsewhere(shortcode),
        _ => Some(code(shortcode)),
    }
}

/// A card for something of another site.
pub(crate) fn card(address: &str, title: &str) -> String {
    let address = address.trim();
    let mut out = format!("<p class=\"embed-card\"><a href=\"{}\">", escaped(address));
    if title.is_empty() {
        out.push_str(&escaped(address));
    } else {
        out.push_str("<span class=\"embed-title\">");
        out.push_str(&escaped(title));
        out.push_str("</span>");
    }
    out.push_str("</a></p>");
    out
}

/// The address by which the old site names an attachment that is only known by its number.
pub(super) fn by_number(context: &Context<'_>, number: i64) -> String {
    format!("{}/?attachment_id={number}", base(context))
}

fn attached(context: &Context<'_>, post: Option<i64>, sort: &str) -> String {
    let post = post.or(context.post).unwrap_or(0);
    format!("{}/?attachments_of={post}&type={sort}", base(context))
}

fn base<'a>(context: &Context<'a>) -> &'a str {
    context
        .site
        .or(context.page)
        .filter(|address| address.len() <= LONGEST_SITE)
        .unwrap_or("https://site.invalid")
        .trim_end_matches('/')
}

fn numbers(text: &str) -> Vec<i64> {
    text.split([',', ' '])
        .filter_map(|number| number.trim().parse().ok())
        .filter(|number| *number > 0)
        .collect()
}

fn gallery(shortcode: &Shortcode<'_>, context: &Context<'_>) -> String {
    let attributes = &shortcode.attributes;
    let listed = attributes
        .get("ids")
        .or_else(|| attributes.get("include"))
        .map(numbers)
        .unwrap_or_default();
    let mut out = String::from("<div class=\"gallery\">");
    if listed.is_empty() {
        let post = attributes.get("id").and_then(|id| id.parse().ok());
        let mut address = attached(context, post, "image");
        if let Some(without) = attributes.get("exclude") {
            let without: Vec<String> = numbers(without).iter().map(ToString::to_string).collect();
            address = format!("{address}&without={}", without.join(","));
        }
        let _ = write!(out, "<img src=\"{}\" alt=\"\">", escaped(&address));
    }
    for number in listed {
        let address = by_number(context, number);
        let _ = write!(out, "<img src=\"{}\" data-id=\"{number}\" alt=\"\">", escaped(&address));
    }
    out.push_str("</div>");
    out
}

fn playlist(shortcode: &Shortcode<'_>, context: &Context<'_>) -> String {
    let attributes = &shortcode.attributes;
    let sort = if attributes.get("type") == Some("video") {
        "video"
    } else {
        "audio"
    };
    let listed = attributes
        .get("ids")
        .or_else(|| attributes.get("include"))
        .map(numbers)
        .unwrap_or_default();
    let mut out = String::from("<div>");
    if listed.is_empty() {
        let post = attributes.get("id").and_then(|id| id.parse().ok());
        let _ = write!(
            out,
            "<{sort} src=\"{}\"></{sort}>",
            escaped(&attached(context, post, sort))
        );
    }
    for number in listed {
        let _ = write!(
            out,
            "<{sort} src=\"{}\"></{sort}>",
            escaped(&by_number(context, number))
        );
    }
    out.push_str("</div>");
    out
}

/// `[caption id="attachment_3" caption="…"]<img>[/caption]`, and the newer form with the words after the picture.
fn caption(shortcode: &Shortcode<'_>, context: &Context<'_>, notes: &mut Notes, depth: usize) -> String {
    let content = shortcode.content.unwrap_or_default();
    let number = shortcode
        .attributes
        .get("id")
        .and_then(|id| id.rsplit('_').next())
        .and_then(|number| number.parse::<i64>().ok());
    let (picture, words) = after_picture(content);
    let picture = match (number, picture.find("<img")) {
        (Some(number), Some(at)) if !picture.contains("wp-image-") => {
            let (before, from) = picture.split_at_checked(at + 4).unwrap_or((picture, ""));
            format!("{before} data-id=\"{number}\"{from}")
        }
        _ => picture.to_owned(),
    };
    let words = match shortcode.attributes.get("caption") {
        Some(old) if words.trim().is_empty() => old.to_owned(),
        Some(old) => format!("{old} {}", expand(words, context, notes, depth + 1)),
        None => expand(words, context, notes, depth + 1),
    };
    let mut out = format!("<figure>{picture}");
    if !words.trim().is_empty() {
        out.push_str("<figcaption>");
        out.push_str(words.trim());
        out.push_str("</figcaption>");
    }
    out.push_str("</figure>");
    out
}

/// Everything up to the picture, with the link around it, and what comes after.
fn after_picture(content: &str) -> (&str, &str) {
    let mut tokens = Tokens::new(content);
    let mut end = 0;
    while let Some(token) = tokens.next() {
        match token {
            Token::Tag(tag) if tag.is_one_of(&["img", "iframe", "video", "audio", "object", "embed"]) => {
                if !tag.is("img") && !tag.closing {
                    tokens.take_element(tag.name);
                }
                end = tokens.at();
            }
            Token::Tag(tag) if end > 0 && tag.closing && tag.is("a") => {
                end = tokens.at();
                break;
            }
            Token::Text(text) if end > 0 && !text.trim().is_empty() => break,
            Token::Tag(tag) if end > 0 && !tag.closing => break,
            _ => {}
        }
    }
    content.split_at_checked(end).unwrap_or((content, ""))
}

fn media(shortcode: &Shortcode<'_>, context: &Context<'_>, notes: &mut Notes, depth: usize) -> String {
    let sort = shortcode.name;
    let attributes = &shortcode.attributes;
    let source = [
        "src", "mp3", "mp4", "m4a", "m4v", "ogg", "ogv", "oga", "wav", "webm", "flac", "wma", "wmv", "flv",
    ]
    .iter()
    .find_map(|name| attributes.get(name))
    .or_else(|| {
        attributes
            .bare
            .iter()
            .map(String::as_str)
            .find(|value| value.contains("://") || value.starts_with('/'))
    })
    // `[audio:https://…|titles=…]` of an old plugin.
    .map(|value| value.split('|').next().unwrap_or_default().trim());
    let inner = shortcode
        .content
        .map(|content| expand(content, context, notes, depth + 1))
        .unwrap_or_default();
    let Some(source) = source.filter(|source| !source.is_empty()) else {
        let linked = Tokens::new(&inner).find_map(|token| match token {
            Token::Tag(tag) if tag.is("a") && !tag.closing => super::tags::value(tag.raw, "href"),
            _ => None,
        });
        if linked.is_some() {
            return inner;
        }
        let address = attached(context, None, sort);
        return format!("<{sort} src=\"{}\"></{sort}>{inner}", escaped(&address));
    };
    if courant_text::embeds::provider(source).is_some() {
        return card(source, "") + &inner;
    }
    let title = attributes
        .get("title")
        .or_else(|| attributes.get("caption"))
        .unwrap_or_default();
    format!(
        "<{sort} src=\"{}\" title=\"{}\"></{sort}>{inner}",
        escaped(source),
        escaped(title)
    )
}

/// `[youtube https://…]`, `[youtube=https://…]`, `[vimeo 123]`, `[soundcloud url="…"]`.
fn elsewhere(shortcode: &Shortcode<'_>) -> Option<String> {
    let attributes = &shortcode.attributes;
    let values = || {
        attributes
            .named
            .iter()
            .map(|(_, value)| value.as_str())
            .chain(attributes.bare.iter().map(String::as_str))
            .chain(shortcode.content.map(str::trim))
            .chain(std::iter::once(shortcode.written))
    };
    let address = values()
        .find(|value| value.starts_with("http://") || value.starts_with("https://"))
        .and_then(|value| value.split_whitespace().next())
        .map(str::to_owned);
    let id = attributes
        .get("id")
        .or_else(|| attributes.get("v"))
        .or_else(|| attributes.bare.first().map(String::as_str))
        .or(Some(shortcode.written))
        .filter(|id| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')));
    let address = address.or_else(|| {
        let id = id?;
        Some(match shortcode.name {
            "youtube" | "embedyt" => format!("https://www.youtube.com/watch?v={id}"),
            "vimeo" => format!("https://vimeo.com/{id}"),
            "dailymotion" => format!("https://www.dailymotion.com/video/{id}"),
            "tweet" | "twitter" => format!("https://x.com/i/status/{id}"),
            "gist" => format!("https://gist.github.com/{id}"),
            _ => return None,
        })
    })?;
    Some(card(
        &super::entities(&address),
        attributes.get("title").unwrap_or_default(),
    ))
}

fn code(shortcode: &Shortcode<'_>) -> String {
    let attributes = &shortcode.attributes;
    let named = attributes
        .get("language")
        .or_else(|| attributes.get("lang"))
        .or_else(|| attributes.bare.first().map(String::as_str));
    let language = match shortcode.name {
        "sourcecode" | "code" | "source" => named.unwrap_or_default(),
        name => name,
    };
    let content = shortcode.content.unwrap_or_default().replace('<', "&lt;");
    format!(
        "<pre><code class=\"language-{}\">{content}</code></pre>",
        escaped(language)
    )
}
