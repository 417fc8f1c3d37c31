//! What real exports and one file for each block of WordPress become, where the shared material is there: nothing may be missing.
//! The text that must be kept is taken from the raw files by means of its own, which knows nothing of the reader.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use courant_exchange::wordpress::{Item, Options, Piece, Post, Survey, Wxr, body, survey};
use courant_text::document::{Block, BlockKind, Document, Inline};
use courant_text::{link, plain};

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data/wordpress");
    let near = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/wordpress");
    let found = [folder, near].into_iter().find(|folder| folder.is_dir());
    if found.is_none() {
        println!("skipped: the shared exports are absent");
    }
    found
}

/// Files below a folder with an ending, in order.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().ends_with(ending) {
            out.push(path);
        }
    }
    out.sort();
    out
}

/// What stands between two marks, each time.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    text.split(open)
        .skip(1)
        .map(|rest| rest.find(close).map_or(rest, |end| &rest[..end]))
        .collect()
}

fn without_section(text: &str) -> String {
    text.replace("<![CDATA[", "").replace("]]>", "").trim().to_owned()
}

const INLINE: &[&str] = &[
    "a", "b", "i", "em", "strong", "span", "u", "s", "del", "ins", "code", "kbd", "tt", "sub", "sup", "small", "big",
    "abbr", "acronym", "cite", "q", "font", "mark", "var", "dfn", "strike", "time", "bdo", "label", "samp",
];

/// The words that somebody sees, taken from HTML with string operations only.
fn words(html: &str) -> Vec<String> {
    let mut text = String::new();
    // The button beside a file is a link of its own, and what WordPress itself wrote on it is nobody's text.
    let html = html.replace("</a><a ", "</a> <a ").replace(">Download</a>", "></a>");
    let mut rest = html.as_str();
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let letter = rest[1..]
            .trim_start_matches('/')
            .starts_with(|c: char| c.is_ascii_alphabetic());
        let Some(end) = rest.find('>').filter(|_| letter) else {
            text.push(' ');
            rest = &rest[1..];
            continue;
        };
        let tag = &rest[1..end];
        let name = tag
            .trim_start_matches('/')
            .split([' ', '\n', '\t', '/'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        rest = &rest[end + 1..];
        if ["script", "style", "textarea", "select", "svg", "iframe", "noscript"].contains(&name.as_str())
            && !tag.starts_with('/')
        {
            let close = format!("</{name}");
            rest = rest.find(&close).map_or("", |at| &rest[at..]);
            text.push(' ');
        } else if !INLINE.contains(&name.as_str()) {
            text.push(' ');
        }
    }
    text.push_str(rest);
    let text = without_shortcodes(&text);
    split_words(&without_entities(&text))
}

/// Signs that are written as entities part words; letters are not written so in these files.
fn without_entities(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let length = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
            .count();
        out.push(' ');
        if rest[length..].starts_with(';') {
            rest = &rest[length + 1..];
        }
    }
    out + rest
}

fn split_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Without `[name …]` and `[/name]` for names that the files use as shortcodes.
fn without_shortcodes(text: &str) -> String {
    const NAMES: &[&str] = &[
        "gallery",
        "caption",
        "wp_caption",
        "embed",
        "audio",
        "video",
        "playlist",
        "youtube",
        "sourcecode",
        "polldaddy",
    ];
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let inside = rest[1..].trim_start_matches('/');
        let name: String = inside
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '-')
            .collect();
        let end = rest.find(']');
        match end {
            Some(end) if NAMES.contains(&name.as_str()) => {
                // An old caption says in its attribute what readers see.
                if let Some(old) = rest[..end].split("caption=\"").nth(1) {
                    out.push_str(old.split('"').next().unwrap_or_default());
                }
                out.push(' ');
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('[');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Targets of links that hold words or a picture.
fn targets(html: &str) -> Vec<String> {
    let mut out = Vec::new();
    for anchor in html.split("<a ").skip(1) {
        let Some((tag, rest)) = anchor.split_once('>') else {
            continue;
        };
        let inside = rest.split("</a").next().unwrap_or_default();
        let Some(after) = tag.split("href=").nth(1) else {
            continue;
        };
        let quote = after.chars().next().unwrap_or(' ');
        let target = if quote == '"' || quote == '\'' {
            after[1..].split(quote).next().unwrap_or_default()
        } else {
            after.split_whitespace().next().unwrap_or_default()
        };
        if target.starts_with('#') {
            continue;
        }
        if inside.contains("<img") || !words(inside).is_empty() {
            out.push(target.replace("&amp;", "&").replace("&#038;", "&"));
        }
    }
    out
}

/// Everything that stands in a document, and every address.
fn gather(blocks: &[Block], text: &mut String, addresses: &mut HashSet<String>) {
    let mut line = |inlines: &[Inline], text: &mut String| {
        text.push_str(&plain::inlines(inlines));
        text.push('\n');
        for inline in inlines {
            if let Inline::Text { marks, .. } = inline
                && let Some(link) = &marks.link
            {
                addresses.insert(link.href.clone());
            }
        }
    };
    let mut inner: Vec<&[Block]> = Vec::new();
    let mut plainly: Vec<String> = Vec::new();
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(words) | BlockKind::Heading(_, words) | BlockKind::Verse(words) => line(words, text),
            BlockKind::Quote { blocks, attribution } => {
                line(attribution, text);
                inner.push(blocks);
            }
            BlockKind::Details { summary, blocks } => {
                line(summary, text);
                inner.push(blocks);
            }
            BlockKind::List(list) => inner.extend(list.items.iter().map(Vec::as_slice)),
            BlockKind::Table(table) => {
                line(&table.caption, text);
                table.rows.iter().flatten().for_each(|cell| line(cell, text));
            }
            BlockKind::Picture(picture) => {
                line(&picture.caption, text);
                plainly.push(picture.credit.clone());
                plainly.extend(picture.source.clone());
            }
            BlockKind::Gallery(pictures) => {
                for picture in pictures {
                    line(&picture.caption, text);
                    plainly.extend(picture.source.clone());
                }
            }
            BlockKind::Embed(embed) => plainly.extend([embed.title.clone(), embed.url.clone()]),
            BlockKind::Audio(media) | BlockKind::Video(media) | BlockKind::File(media) => {
                plainly.extend([media.title.clone(), media.url.clone()]);
            }
            _ => plainly.push(plain::block(block)),
        }
    }
    for one in plainly {
        text.push_str(&one);
        text.push('\n');
        addresses.insert(one);
    }
    for blocks in inner {
        gather(blocks, text, addresses);
    }
}

/// Words and links of the raw body that the document does not have, as lines to print.
fn missing(raw: &str, document: &Document, page: Option<&str>, beside: &[String], told: &[String]) -> Vec<String> {
    let mut text = String::new();
    let mut addresses: HashSet<String> = beside.iter().cloned().collect();
    gather(&document.blocks, &mut text, &mut addresses);
    // A word that the report names is not lost.
    text.push_str(&told.join("\n"));
    let mut kept: HashMap<String, i64> = HashMap::new();
    for word in split_words(&text) {
        *kept.entry(word).or_default() += 1;
    }
    let mut out = Vec::new();
    for word in words(raw) {
        let left = kept.entry(word.clone()).or_default();
        *left -= 1;
        if *left < 0 {
            out.push(format!("word {word}"));
        }
    }
    for target in targets(raw) {
        let Some(target) = link::allowed_from(&target, page) else {
            continue;
        };
        if !addresses.contains(&target) && !told.iter().any(|line| line.contains(&target)) {
            out.push(format!("link {target}"));
        }
    }
    out
}

fn read(path: &Path) -> (Vec<Piece>, Survey) {
    let bytes = std::fs::read(path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let mut found = Survey::default();
    survey(&name, bytes.as_slice(), &mut found);
    let options = Options {
        shared: Arc::new(found.shared.clone()),
        ..Options::default()
    };
    (Wxr::new(&name, bytes.as_slice(), options).collect(), found)
}

fn post_of(item: &Item) -> Option<&Post> {
    match item {
        Item::Post(post) | Item::Revision(post) => Some(post),
        _ => None,
    }
}

fn tally<'a>(names: impl Iterator<Item = &'a str>) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for name in names {
        *out.entry(name.to_owned()).or_default() += 1;
    }
    out
}

#[test]
fn real_exports_come_in_whole() {
    let Some(folder) = folder() else { return };
    println!(
        "{:<28} {:>6} {:>6} {:>8} {:>9} {:>8} {:>8} {:>6}",
        "file", "items", "posts", "pictures", "replies", "left out", "problems", "lost"
    );
    let mut lost = Vec::new();
    for path in files(&folder, ".xml") {
        let raw = std::fs::read_to_string(&path).unwrap();
        let (pieces, found) = read(&path);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let raw_items = between(&raw, "<item>", "</item>");
        let items: Vec<&Item> = pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Item(item) => Some(&**item),
                _ => None,
            })
            .collect();
        assert_eq!(items.len(), raw_items.len(), "{name}");
        // By type.
        let types = |tag: &str| {
            tally(
                raw_items
                    .iter()
                    .filter_map(|item| {
                        between(item, &format!("<{tag}>"), &format!("</{tag}>"))
                            .first()
                            .copied()
                    })
                    .map(|value| value.trim_start_matches("<![CDATA[").trim_end_matches("]]>")),
            )
        };
        let mut read_types: BTreeMap<String, usize> = BTreeMap::new();
        for ((kind, _), count) in &found.items {
            *read_types.entry(kind.clone()).or_default() += count;
        }
        assert_eq!(read_types, types("wp:post_type"), "{name}");
        let states = types("wp:status");
        let mut read_states: BTreeMap<String, usize> = BTreeMap::new();
        for ((_, state), count) in &found.items {
            let state = match state.as_str() {
                "published" => "publish",
                "scheduled" => "future",
                other => other,
            };
            *read_states.entry(state.to_owned()).or_default() += count;
        }
        assert_eq!(read_states, states, "{name}");
        let mut replies = 0;
        let mut parents = 0;
        let mut pictures = 0;
        let mut left = 0;
        let mut posts = 0;
        let mut missed = 0;
        for (item, raw) in items.iter().zip(&raw_items) {
            let comments = match item {
                Item::Post(post) | Item::Revision(post) => &post.comments,
                Item::Attachment(attachment) => &attachment.comments,
                _ => continue,
            };
            replies += comments.len();
            parents += comments.iter().filter(|comment| comment.parent.is_some()).count();
            for comment in comments {
                assert!(
                    comment
                        .parent
                        .is_none_or(|parent| comments.iter().any(|other| other.number == Some(parent))),
                    "{name}"
                );
            }
            for (comment, raw) in comments
                .iter()
                .zip(between(raw, "<wp:comment_content>", "</wp:comment_content>"))
            {
                for one in missing(&without_section(raw), &comment.document, None, &[], &[]) {
                    lost.push(format!("{name} reply {:?}: {one}", comment.number));
                }
            }
            let Some(post) = post_of(item) else { continue };
            posts += 1;
            pictures += post.pictures.len();
            left += post.unreadable.len();
            let body = between(raw, "<content:encoded>", "</content:encoded>")
                .first()
                .map(|body| without_section(body))
                .unwrap_or_default();
            let told: Vec<String> = post.unreadable.iter().map(|problem| problem.what.clone()).collect();
            let beside: Vec<String> = post
                .pictures
                .iter()
                .filter_map(|picture| picture.link.clone())
                .collect();
            for one in missing(&body, &post.document, Some(&post.link), &beside, &told) {
                missed += 1;
                lost.push(format!("{name} item {:?} “{}”: {one}", post.number, post.title));
            }
            if std::env::var_os("SHOW_LEFT").is_some() {
                for problem in &post.unreadable {
                    println!("    {problem}");
                }
            }
        }
        assert_eq!(replies, raw.matches("<wp:comment>").count(), "{name}");
        let raw_parents = between(&raw, "<wp:comment_parent>", "</wp:comment_parent>")
            .iter()
            .filter(|parent| parent.trim_start_matches("<![CDATA[").trim_end_matches("]]>") != "0")
            .count();
        assert_eq!(parents, raw_parents, "{name}");
        let problems = pieces.iter().filter(|piece| matches!(piece, Piece::Problem(_))).count();
        println!(
            "{name:<28} {:>6} {posts:>6} {pictures:>8} {:>9} {left:>8} {problems:>8} {missed:>6}",
            items.len(),
            format!("{replies}/{parents}")
        );
        println!(
            "    zone {:?}",
            found
                .zone
                .guess(&found.site.language)
                .map(|guess| format!("{} ({} of {})", guess.name, guess.agreeing, guess.of))
        );
    }
    assert!(
        lost.is_empty(),
        "{} things are missing:\n{}",
        lost.len(),
        lost.join("\n")
    );
}

#[test]
fn odd_exports_never_end_the_reader() {
    let Some(folder) = folder() else { return };
    println!(
        "{:<44} {:>6} {:>7} {:>6} {:>8}",
        "file", "items", "authors", "terms", "problems"
    );
    for path in files(&folder.join("edge-cases"), ".xml") {
        let bytes = std::fs::read(&path).unwrap();
        let raw = String::from_utf8_lossy(&bytes).into_owned();
        let (pieces, _) = read(&path);
        let count = |wanted: fn(&Piece) -> bool| pieces.iter().filter(|piece| wanted(piece)).count();
        let items = count(|piece| matches!(piece, Piece::Item(_)));
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let problems: Vec<String> = pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Problem(problem) => Some(problem.to_string()),
                _ => None,
            })
            .collect();
        println!(
            "{name:<44} {items:>6} {:>7} {:>6} {:>8}",
            count(|piece| matches!(piece, Piece::Author(_))),
            count(|piece| matches!(piece, Piece::Term(_))),
            problems.len()
        );
        for problem in &problems {
            println!("    {problem}");
        }
        let wanted = raw.matches("<item>").count() + raw.matches("<item ").count();
        assert_eq!(items, wanted, "{name}");
    }
}

#[test]
fn every_block_keeps_its_words_and_links() {
    let Some(folder) = folder() else { return };
    let shared = body::Shared::default();
    let mut lost = Vec::new();
    for path in files(&folder.join("blocks"), ".html") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.contains(".server.") {
            continue;
        }
        let raw = std::fs::read_to_string(&path).unwrap();
        let page = Some("https://old.example/post/");
        let context = body::Context {
            page,
            site: Some("https://old.example"),
            post: Some(1),
            shared: &shared,
            footnotes: None,
        };
        let read = body::read(&raw, &context);
        println!(
            "{name:<52} {} {}",
            super::print::document(&read.document).join(" ¶ "),
            read.left.join("; ")
        );
        let beside: Vec<String> = read
            .pictures
            .iter()
            .filter_map(|picture| picture.link.clone())
            .collect();
        lost.extend(
            missing(&raw, &read.document, page, &beside, &read.left)
                .into_iter()
                .map(|one| format!("{name}: {one}")),
        );
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}
