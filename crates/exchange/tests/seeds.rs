//! What the fuzz targets start from, and what they once found, is read again here: every file of `fuzz/seeds` by its reader.
//! A finding is kept by putting its file into the folder of its target.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use courant_exchange::replies::{Piece, disqus::Disqus, remark42::Remark42};
use courant_exchange::wordpress::{self, Item, Options, Wxr};
use courant_exchange::{feed, ghost, markdown, wire};
use courant_text::Document;

/// Reads every file of a target's folder, and asks of each text that the store would take it.
fn replay(target: &str, read: impl Fn(&[u8]) -> Vec<Document>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz/seeds")
        .join(target);
    let mut files = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        files += 1;
        for document in read(&std::fs::read(&path).unwrap()) {
            let json = courant_text::json::write(&document);
            assert!(courant_text::json::read(&json).is_ok(), "{}: {json}", path.display());
        }
    }
    assert!(files > 0, "{} is empty", folder.display());
}

#[test]
fn seeds_of_wordpress_are_read() {
    replay("wordpress_read", |bytes| {
        Wxr::new("seed.xml", bytes, Options::default())
            .filter_map(|piece| match piece {
                wordpress::Piece::Item(item) => match *item {
                    Item::Post(post) => Some(post.document),
                    _ => None,
                },
                _ => None,
            })
            .collect()
    });
}

#[test]
fn seeds_of_ghost_are_read() {
    replay("ghost_read", |bytes| {
        let export = ghost::read("seed.json", bytes, None);
        export.map_or_else(
            |_| Vec::new(),
            |export| export.posts.into_iter().map(|post| post.post.document).collect(),
        )
    });
}

#[test]
fn seeds_of_markdown_are_read() {
    replay("markdown_file", |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let mut out = Vec::new();
        for paths in [
            ["content/a/2024-05-01-b.md", "hugo.toml", "x"],
            ["_posts/2024-05-01-b.md", "_config.yml", "x"],
            ["content/a/2024-05-01-b.md", "config.toml", "templates/x"],
        ] {
            for entry in &markdown::Plan::of(paths).entries {
                out.push(
                    markdown::read(entry, &text, None, &markdown::Addresses::default())
                        .post
                        .document,
                );
            }
        }
        out
    });
}

#[test]
fn seeds_of_feeds_are_read() {
    replay("feed_read", |bytes| {
        let read = feed::read(bytes, None, Some("https://feeds.example/f"));
        read.map_or_else(
            |_| Vec::new(),
            |feed| feed.items.into_iter().map(|item| item.document).collect(),
        )
    });
}

#[test]
fn seeds_of_the_wire_are_read() {
    replay("wire_read", |bytes| {
        let read = wire::read(bytes);
        read.map_or_else(
            |_| Vec::new(),
            |wire| wire.items.into_iter().map(|item| item.document).collect(),
        )
    });
}

#[test]
fn seeds_of_replies_are_read() {
    replay("replies_read", |bytes| {
        Disqus::new("seed.xml", bytes)
            .chain(Remark42::new("seed.json", bytes))
            .filter_map(|piece| match piece {
                Piece::Reply(reply) => Some(reply.comment.document),
                _ => None,
            })
            .collect()
    });
}
