//! What the usual shortcodes and tags become: pictures, cards, addresses of other posts. Others are named, and what they hold is kept.
//! Called by [`super::scan`].

use std::fmt::Write as _;

use courant_text::embeds;
use courant_text::escape::attribute as escaped;

use super::System;
use super::scan::Context;
use super::written::Written;
use crate::wordpress::body::embed_card;

/// What a tag became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Made {
    /// A block: as HTML on one line, and as Markdown for places in which HTML would lose it (quotations, lists, tables).
    Block {
        /// The HTML.
        html: String,
        /// The Markdown.
        markdown: String,
    },
    /// Markdown or HTML within a line.
    Inline(String),
    /// Nothing; what stands behind it stays.
    Nothing,
}

/// Tags of Liquid that decide what is shown. What stands in them is kept.
const LOGIC: &[&str] = &[
    "if",
    "unless",
    "else",
    "elsif",
    "case",
    "when",
    "for",
    "tablerow",
    "assign",
    "capture",
    "increment",
    "decrement",
    "cycle",
    "break",
    "continue",
    "liquid",
    "layout",
];

pub(super) fn made(tag: &Written<'_>, context: &Context<'_>, left: &mut Vec<String>) -> Made {
    if tag.prints {
        return printed(tag, context, left);
    }
    if tag.closing {
        return Made::Nothing;
    }
    let name = if tag.name == "include" || tag.name == "include_relative" {
        let file = tag.bare.first().map_or("", String::as_str);
        let file = file.rsplit('/').next().unwrap_or(file);
        file.split('.').next().unwrap_or(file)
    } else {
        tag.name
    };
    let included = name != tag.name;
    let first = tag.bare.get(usize::from(included)).map(String::as_str);
    if let Some(found) = known(name, tag, first, context) {
        return found;
    }
    let written: String = tag.rest.chars().take(80).collect();
    let space = if written.is_empty() { "" } else { " " };
    let what = match context.system {
        System::Jekyll if LOGIC.contains(&tag.name) => format!(
            "the tag {{% {}{space}{written} %}}: what stands in it was kept",
            tag.name
        ),
        System::Jekyll => format!("the tag {{% {}{space}{written} %}}", tag.name),
        _ => format!(
            "the shortcode {}{space}{written}: what stands inside it was kept",
            tag.name
        ),
    };
    left.push(what);
    // Words that somebody wrote for readers stand in these.
    match tag.get(&["summary", "title", "caption", "text"]) {
        Some(words) => Made::Inline(format!("{}\n\n", one_line(words))),
        None => Made::Nothing,
    }
}

fn known(name: &str, tag: &Written<'_>, first: Option<&str>, context: &Context<'_>) -> Option<Made> {
    let source = || {
        tag.get(&["src", "image_path", "path", "url", "file", "image", "img", "link"])
            .or(first)
    };
    let id = || {
        let id = tag.get(&["id", "video", "videoId", "code"]).or(first)?;
        let fine = id
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/'));
        fine.then_some(id)
    };
    let page = |address: String| {
        Some(Made::Block {
            html: embed_card(&address, tag.get(&["title", "caption"]).unwrap_or_default()),
            markdown: format!("<{}>", target(&address)),
        })
    };
    let web = |text: &&str| text.starts_with("https://") || text.starts_with("http://");
    match name {
        "figure" | "img" | "image" | "picture" | "photo" | "responsive-image" | "imgc" | "lightbox" => {
            Some(figure(source()?, tag, context))
        }
        "youtube" | "youtubeplayer" | "embed-youtube" | "yt" | "youtube_id" => match id() {
            Some(id) if !id.contains('/') => page(format!("https://www.youtube.com/watch?v={id}")),
            _ => page(source().filter(web)?.to_owned()),
        },
        "vimeo" => page(format!("https://vimeo.com/{}", id()?)),
        "x" | "tweet" | "twitter" => match (tag.get(&["user"]), id()) {
            (Some(user), Some(id)) => page(format!("https://x.com/{user}/status/{id}")),
            (None, Some(id)) => page(format!("https://x.com/i/status/{id}")),
            (_, None) => page(source().filter(web)?.to_owned()),
        },
        "instagram" => page(format!("https://www.instagram.com/p/{}/", id()?)),
        "spotify" => page(format!(
            "https://open.spotify.com/{}/{}",
            tag.get(&["type"]).unwrap_or("track"),
            id()?
        )),
        "dailymotion" => page(format!("https://www.dailymotion.com/video/{}", id()?)),
        "gist" => {
            let second = tag.bare.get(1).map(String::as_str).filter(|_| name == tag.name);
            let path = match (first, second) {
                (Some(user), Some(id)) => format!("{user}/{id}"),
                (Some(path), None) => path.to_owned(),
                (None, _) => tag.get(&["url", "id"])?.to_owned(),
            };
            let path = path
                .trim_start_matches("https://gist.github.com/")
                .trim_end_matches(".js");
            page(format!("https://gist.github.com/{path}"))
        }
        "ref" | "relref" | "post_url" | "link" if name == tag.name => {
            let wanted = tag.get(&["path"]).or(first)?;
            let found = context.place.addresses.find(wanted, context.place.path);
            Some(Made::Inline(found.unwrap_or_else(|| wanted.to_owned())))
        }
        "audio" | "video" => {
            if let (Some(provider), Some(id)) = (tag.get(&["provider"]), id()) {
                return match provider {
                    "youtube" => page(format!("https://www.youtube.com/watch?v={id}")),
                    "vimeo" => page(format!("https://vimeo.com/{id}")),
                    "dailymotion" => page(format!("https://www.dailymotion.com/video/{id}")),
                    _ => None,
                };
            }
            let source = tag.get(&["mp4", "webm", "mp3", "ogg"]).or_else(source)?;
            if embeds::provider(source).is_some() {
                return page(source.to_owned());
            }
            let meant = context.place.meant(source).unwrap_or_else(|| source.to_owned());
            let title = one_line(tag.get(&["caption", "title"]).unwrap_or_default());
            Some(Made::Block {
                html: format!(
                    "<figure><{name} src=\"{}\" title=\"{title}\"></{name}></figure>",
                    escaped(&meant)
                ),
                markdown: format!(
                    "[{}](<{}>)",
                    if title.is_empty() { name } else { &title },
                    target(&meant)
                ),
            })
        }
        // Anything that names a page whose cards are known.
        _ => {
            let address = tag
                .named
                .iter()
                .map(|(_, value)| value.as_str())
                .chain(tag.bare.iter().map(String::as_str))
                .find(|value| embeds::provider(value).is_some())?;
            page(address.to_owned())
        }
    }
}

/// Text of an attribute on one line.
fn one_line(text: &str) -> String {
    escaped(&crate::page::squeeze(text)).into_owned()
}

/// An address as it may stand between `<` and `>` in Markdown.
fn target(address: &str) -> String {
    let whole: Vec<&str> = address.split_whitespace().collect();
    whole.join("%20").replace('<', "%3C").replace('>', "%3E")
}

/// Words that stand in Markdown as they are.
fn bare(text: &str) -> String {
    text.replace(['[', ']', '"', '`', '\\', '*', '_', '<', '>'], "")
}

fn figure(source: &str, tag: &Written<'_>, context: &Context<'_>) -> Made {
    let meant = context.place.meant(source).unwrap_or_else(|| source.to_owned());
    let words = |names: &[&str]| tag.get(names).map(one_line).unwrap_or_default();
    let mut out = "<figure>".to_owned();
    let link = tag.get(&["link", "href"]).filter(|link| *link != source);
    if let Some(link) = link {
        let meant = context.place.meant(link).unwrap_or_else(|| link.to_owned());
        let _ = write!(out, "<a href=\"{}\">", escaped(&meant));
    }
    let _ = write!(out, "<img src=\"{}\" alt=\"{}\">", escaped(&meant), words(&["alt"]));
    if link.is_some() {
        out.push_str("</a>");
    }
    let (title, caption) = (words(&["title"]), words(&["caption", "description"]));
    let credit = words(&["attr", "credit", "author", "copyright"]);
    let said = match (title.is_empty(), caption.is_empty()) {
        (false, false) => format!("{title}. {caption}"),
        (false, true) => title,
        (true, _) => caption,
    };
    if !said.is_empty() || !credit.is_empty() {
        out.push_str("<figcaption>");
        out.push_str(&said);
        if !credit.is_empty() {
            let _ = write!(out, " <span class=\"credit\">{credit}</span>");
        }
        out.push_str("</figcaption>");
    }
    out.push_str("</figure>");
    let said = tag
        .get(&["caption", "title"])
        .map(crate::page::squeeze)
        .unwrap_or_default();
    let caption = if said.is_empty() {
        said
    } else {
        format!(" \"{}\"", bare(&said))
    };
    let alt = tag.get(&["alt"]).map(crate::page::squeeze).unwrap_or_default();
    Made::Block {
        html: out,
        markdown: format!("![{}](<{}>{caption})", bare(&alt), target(&meant)),
    }
}

/// `{{ site.baseurl }}`, `{{ "/a.jpg" | relative_url }}`, `{{ page.title }}`.
fn printed(tag: &Written<'_>, context: &Context<'_>, left: &mut Vec<String>) -> Made {
    let mut steps = tag.rest.split('|');
    let value = steps.next().unwrap_or_default().trim();
    let quoted = ['"', '\'']
        .iter()
        .find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
    if let Some(text) = quoted {
        return Made::Inline(text.to_owned());
    }
    match value {
        "site.baseurl" | "site.url" | "site.github.url" | "baseurl" | "base_path" => Made::Nothing,
        "page.title" => Made::Inline(one_line(context.title)),
        _ => {
            let written: String = tag.rest.chars().take(80).collect();
            left.push(format!("the value {{{{ {written} }}}}: only the old site knew it"));
            Made::Nothing
        }
    }
}
