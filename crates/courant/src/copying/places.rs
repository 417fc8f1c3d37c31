//! Which file stands for an address: `/local/ferry` is `local/ferry/index.html`, a feed keeps its name.
//! `copying` asks it for everything that is written.

use courant_model::path;

/// Longest name of a file that every file system takes, in bytes.
const LONGEST: usize = 255;

/// The path of the file of an address within the copy; nothing when no file can have the name.
pub(super) fn of(address: &str, kind: &str) -> Option<String> {
    let bare = address.split(['?', '#']).next().unwrap_or_default();
    let decoded = path::decoded(bare)?;
    let mut parts: Vec<&str> = decoded.split('/').filter(|part| !part.is_empty()).collect();
    let is_page = kind == "text/html";
    let named = parts.last().is_some_and(|last| {
        let end = last.rsplit_once('.').map_or("", |(_, end)| end);
        if is_page {
            matches!(end, "html" | "htm")
        } else {
            !end.is_empty() && !decoded.ends_with('/')
        }
    });
    if !named {
        parts.push(if is_page {
            "index.html"
        } else if kind.contains("json") {
            "index.json"
        } else {
            "index.xml"
        });
    }
    let sound = |part: &&str| {
        *part != "."
            && *part != ".."
            && part.len() <= LONGEST
            && !part.contains(['\\', '\0'])
            && !part.chars().any(char::is_control)
    };
    parts.iter().all(sound).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_a_folder_and_a_feed_its_name() {
        for (address, kind, place) in [
            ("/", "text/html", Some("index.html")),
            ("/local/ferry", "text/html", Some("local/ferry/index.html")),
            ("/2013/01/post/", "text/html", Some("2013/01/post/index.html")),
            ("/old.html", "text/html", Some("old.html")),
            ("/local/v1.5", "text/html", Some("local/v1.5/index.html")),
            ("/feed.xml", "application/rss+xml", Some("feed.xml")),
            ("/old/feed/", "application/rss+xml", Some("old/feed/index.xml")),
            ("/%E6%9D%B1%E4%BA%AC", "text/html", Some("東京/index.html")),
            ("/correction?quotation=1", "text/html", Some("correction/index.html")),
            ("/a/%2E%2E/b", "text/html", None),
        ] {
            assert_eq!(of(address, kind).as_deref(), place, "{address}");
        }
    }
}
