//! Where links and pictures of a text lead: relative addresses become addresses of the site, names of files the address of their post.
//! Called for each text before it is read as Markdown, in which an address must be whole.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use url::Url;

use crate::wordpress::body::tags::{Token, Tokens, attributes, value};

/// Pictures within the words of pictures: deeper ones keep the address that they have.
const DEEPEST: usize = 10;

/// The addresses of all files, by which other files name them.
#[derive(Debug, Clone, Default)]
pub struct Addresses {
    by_path: HashMap<String, String>,
    /// By the end of the path, where only one file has it.
    by_name: HashMap<String, Option<String>>,
}

impl Addresses {
    /// Adds a file (`content/harbour/ferry.md`) and its address on the site (`/harbour/ferry/`).
    pub fn add(&mut self, path: &str, address: &str) {
        let path = path.strip_prefix("content/").unwrap_or(path);
        self.by_path.insert(path.to_owned(), address.to_owned());
        let name = path.rsplit('/').next().unwrap_or(path);
        let bare = name.rsplit_once('.').map_or(name, |(bare, _)| bare);
        let mut names = vec![name.to_owned(), bare.to_owned()];
        if matches!(bare, "index" | "_index")
            && let Some((folder, _)) = path.rsplit_once('/')
        {
            names = vec![
                folder.to_owned(),
                folder.rsplit('/').next().unwrap_or(folder).to_owned(),
            ];
        }
        names.dedup();
        for name in names {
            self.by_name
                .entry(name)
                .and_modify(|known| {
                    if known.as_deref() != Some(address) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(address.to_owned()));
        }
    }

    /// The address of what a text calls `ferry.md`, `/harbour/ferry`, `@/harbour/ferry.md`, or a post of Jekyll by its name.
    pub fn find(&self, reference: &str, from: &str) -> Option<String> {
        let (file, anchor) = match reference.split_once('#') {
            Some((file, anchor)) => (file, Some(anchor)),
            None => (reference, None),
        };
        let file = unescaped(file.trim().trim_start_matches("@/"));
        let from = from.strip_prefix("content/").unwrap_or(from);
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let rooted = file.trim_start_matches('/').to_owned();
        let beside = joined(folder, &file);
        // Many count from the address of the page, in which the file's own name is a folder.
        let stem = from.rsplit_once('.').map_or(from, |(stem, _)| stem);
        let below = joined(stem, &file);
        let found = [rooted.clone(), beside, below]
            .iter()
            .flat_map(|path| {
                [
                    path.clone(),
                    format!("{path}.md"),
                    format!("{path}/index.md"),
                    format!("_posts/{path}.md"),
                    format!("_posts/{path}"),
                ]
            })
            .find_map(|path| self.by_path.get(&path).cloned())
            .or_else(|| self.by_name.get(rooted.trim_end_matches('/')).cloned().flatten())
            .or_else(|| {
                self.by_name
                    .get(rooted.rsplit('/').next().unwrap_or_default())
                    .cloned()
                    .flatten()
            })?;
        Some(match anchor {
            Some(anchor) => format!("{found}#{anchor}"),
            None => found,
        })
    }
}

fn joined(folder: &str, file: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A path with its percent signs read.
pub(super) fn unescaped(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code = (*byte == b'%')
            .then(|| {
                path.get(at + 1..at + 3)
                    .and_then(|hex| u8::from_str_radix(hex, 16).ok())
            })
            .flatten();
        out.push(code.unwrap_or(*byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| path.to_owned())
}

/// Where a text stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    /// Its file.
    pub(super) path: &'a str,
    /// Its address on the site.
    pub(super) address: &'a str,
    pub(super) addresses: &'a Addresses,
}

impl Place<'_> {
    /// The address that is meant: of a post where a file is named, else of this site where it is relative. `None` stays as it is.
    pub(super) fn meant(&self, href: &str) -> Option<String> {
        let href = href.trim();
        let whole = href.is_empty() || href.starts_with(['#', '?']) || href.starts_with("//") || href.contains("{{");
        if whole || (Url::parse(href).is_ok() && !href.starts_with("@/")) {
            return None;
        }
        let file = href.split(['#', '?']).next().unwrap_or_default();
        let text = [".md", ".markdown"].iter().any(|ending| file.ends_with(ending));
        if (text || href.starts_with("@/"))
            && let Some(found) = self.addresses.find(href, self.path)
        {
            return Some(found);
        }
        if href.starts_with('/') {
            return None;
        }
        let base = Url::parse("https://site.invalid")
            .and_then(|base| base.join(self.address))
            .ok()?;
        let joined = base.join(href).ok()?;
        joined.as_str().strip_prefix("https://site.invalid").map(str::to_owned)
    }
}

/// The same Markdown with every address whole.
pub(super) fn whole(markdown: &str, place: Place<'_>) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    let parser = Parser::new_ext(markdown, options);
    for (_, definition) in parser.reference_definitions().iter() {
        let span = definition.span.clone();
        let written = markdown.get(span.clone()).unwrap_or_default();
        if let Some(at) = written.find("]:")
            && let Some(change) = target(written, at + 2, place)
        {
            changes.push((span.start + change.0.start..span.start + change.0.end, change.1));
        }
    }
    let mut depth = 0usize;
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) if depth >= DEEPEST => depth += 1,
            Event::Start(
                Tag::Link {
                    link_type: LinkType::Inline,
                    ..
                }
                | Tag::Image {
                    link_type: LinkType::Inline,
                    ..
                },
            ) => {
                depth += 1;
                let written = markdown.get(range.clone()).unwrap_or_default();
                if let Some(at) = closing(written)
                    && let Some(change) = target(written, at, place)
                {
                    changes.push((range.start + change.0.start..range.start + change.0.end, change.1));
                }
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => depth += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => depth = depth.saturating_sub(1),
            Event::Html(_) | Event::InlineHtml(_) => {
                let written = markdown.get(range.clone()).unwrap_or_default();
                if matches!(event, Event::InlineHtml(_))
                    && let Some(picture) = picture(written, place)
                {
                    changes.push((range, picture));
                    continue;
                }
                for (within, value) in in_tags(written, place) {
                    changes.push((range.start + within.start..range.start + within.end, value));
                }
            }
            _ => {}
        }
    }
    changes.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(markdown.len() + 64);
    let mut at = 0;
    for (range, value) in changes {
        if range.start < at {
            continue;
        }
        out.push_str(markdown.get(at..range.start).unwrap_or_default());
        out.push_str(&value);
        at = range.end;
    }
    out.push_str(markdown.get(at..).unwrap_or_default());
    out
}

/// Where the bracket behind the words of a link opens: `[words](` of `[words](target "title")`.
fn closing(link: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut escaped = false;
    let mut code = false;
    for (at, c) in link.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match c {
            '\\' if !code => escaped = true,
            '`' => code = !code,
            '[' if !code => depth += 1,
            ']' if !code => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return link.get(at + 1..)?.starts_with('(').then_some(at + 2);
                }
            }
            _ => {}
        }
    }
    None
}

/// The target that begins at a place, and what takes its own.
fn target(written: &str, from: usize, place: Place<'_>) -> Option<(Range<usize>, String)> {
    let rest = written.get(from..)?;
    let start = from + (rest.len() - rest.trim_start().len());
    let rest = written.get(start..)?;
    let (start, length) = if let Some(inside) = rest.strip_prefix('<') {
        (start + 1, inside.find('>')?)
    } else {
        let mut depth = 0usize;
        let end = rest.find(|c: char| match c {
            '(' => {
                depth += 1;
                false
            }
            ')' if depth == 0 => true,
            ')' => {
                depth -= 1;
                false
            }
            c => c.is_whitespace(),
        });
        (start, end.unwrap_or(rest.len()))
    };
    let value = place.meant(written.get(start..start + length)?)?;
    // What the address must not hold here is written in its own way.
    let value = value
        .replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29")
        .replace('<', "%3C")
        .replace('>', "%3E");
    Some((start..start + length, value))
}

/// A tag of a picture within a line as Markdown's own.
fn picture(tag: &str, place: Place<'_>) -> Option<String> {
    let Some(Token::Tag(found)) = Tokens::new(tag).next() else {
        return None;
    };
    if found.closing || !found.is("img") {
        return None;
    }
    let of = |name: &str| value(tag, name).unwrap_or_default();
    let source = of("src");
    let source = place.meant(&source).unwrap_or(source);
    let plain = |text: String| -> String {
        crate::page::squeeze(&text).replace(['[', ']', '"', '<', '>', '`', '\\', '*', '_'], "")
    };
    let source: String = source.split_whitespace().collect::<Vec<_>>().join("%20");
    let source = source.replace('<', "%3C").replace('>', "%3E");
    let title = plain(of("title"));
    let title = if title.is_empty() {
        title
    } else {
        format!(" \"{title}\"")
    };
    Some(format!("![{}](<{source}>{title})", plain(of("alt"))))
}

/// Addresses in tags.
fn in_tags(html: &str, place: Place<'_>) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut tokens = Tokens::new(html);
    loop {
        let at = tokens.at();
        let Some(token) = tokens.next() else { break };
        let Token::Tag(tag) = token else { continue };
        if tag.closing || !tag.is_one_of(&["a", "img", "source", "video", "audio", "iframe", "embed"]) {
            continue;
        }
        for (name, value) in attributes(tag.raw) {
            if !["href", "src"].iter().any(|wanted| name.eq_ignore_ascii_case(wanted)) {
                continue;
            }
            let offset = value.as_ptr() as usize - tag.raw.as_ptr() as usize;
            if value.is_empty() || offset > tag.raw.len() {
                continue;
            }
            if let Some(meant) = place.meant(value) {
                let start = at + offset;
                found.push((
                    start..start + value.len(),
                    courant_text::escape::attribute(&meant).into_owned(),
                ));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_becomes_whole() {
        let mut addresses = Addresses::default();
        addresses.add("content/harbour/ferry.md", "/harbour/ferry/");
        addresses.add("content/harbour/strike/index.md", "/harbour/strike/");
        addresses.add("_posts/2024-05-01-tide.md", "/2024/05/01/tide.html");
        let place = Place {
            path: "content/harbour/ferry.md",
            address: "/harbour/ferry/",
            addresses: &addresses,
        };
        for (written, wanted) in [
            ("![a](pier.jpg)", "![a](/harbour/ferry/pier.jpg)"),
            ("[a](../strike/index.md#x \"t\")", "[a](/harbour/strike/#x \"t\")"),
            ("[a](strike)", "[a](/harbour/ferry/strike)"),
            ("[a](@/harbour/ferry.md)", "[a](/harbour/ferry/)"),
            ("[a [b]](<a b.html>)", "[a [b]](</harbour/ferry/a%20b.html>)"),
            (
                "[![a](p.png)](q.md)",
                "[![a](/harbour/ferry/p.png)](/harbour/ferry/q.md)",
            ),
            ("[a][b]\n\n[b]: ../c 'T'", "[a][b]\n\n[b]: /harbour/c 'T'"),
            ("a <img src=\"p q.jpg\" alt='x'>", "a ![x](</harbour/ferry/p%20q.jpg>)"),
            (
                "<div><img src=\"p.jpg\"></div>",
                "<div><img src=\"/harbour/ferry/p.jpg\"></div>",
            ),
            (
                "`[a](b)` <https://a.example> [c](https://a.example/d) [e](#f) [g](/h) [i](mailto:a@b.example)",
                "",
            ),
        ] {
            let wanted = if wanted.is_empty() { written } else { wanted };
            assert_eq!(whole(written, place), wanted, "{written}");
        }
        assert_eq!(
            addresses.find("2024-05-01-tide", "x.md").as_deref(),
            Some("/2024/05/01/tide.html")
        );
        assert_eq!(
            addresses.find("/harbour/ferry", "x.md").as_deref(),
            Some("/harbour/ferry/")
        );
        assert_eq!(addresses.find("strike", "x.md").as_deref(), Some("/harbour/strike/"));
        assert_eq!(addresses.find("none.md", "x.md"), None);
    }

    #[test]
    fn bombs_end() {
        let addresses = Addresses::default();
        let place = Place {
            path: "a.md",
            address: "/a/",
            addresses: &addresses,
        };
        let began = std::time::Instant::now();
        for bomb in [
            "[".repeat(20_000),
            "![a](".repeat(5_000),
            "[a](b) ".repeat(20_000),
            "[".repeat(500) + &"](b)".repeat(500),
        ] {
            let _ = whole(&bomb, place);
        }
        assert!(began.elapsed().as_secs() < 30, "{:?}", began.elapsed());
    }
}
