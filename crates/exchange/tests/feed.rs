//! Every feed of `tests/feed` gives the items that stand in the `.expected` beside it; a new case is a new file.
//! `UPDATE_FEED=1 cargo test -p courant-exchange --test feed` writes the expected files anew: read the difference before you commit it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod beside;
#[path = "beside/folder.rs"]
mod folder;
#[path = "wordpress/document.rs"]
mod print;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use courant_exchange::feed::{self, Feed, Item, Refusal};
use proptest::prelude::*;
use serde_json::{Value, json};

fn printed(item: &Item) -> Value {
    json!({
        "is": format!("{} | {:?} | {}", item.id, item.link, item.title),
        "by": item.authors.iter().map(|author| format!("{} <{}> {}", author.name, author.email, author.page)).collect::<Vec<_>>(),
        "times": format!("{:?} {:?}", item.published, item.updated),
        "categories": item.categories,
        "summary": item.summary,
        "text": print::document(&item.document),
        "only_summary": item.only_summary,
        "pictures": item.pictures.iter().map(|shown| shown.source.clone()).collect::<Vec<_>>(),
        "media": item.media.iter().map(|file| format!("{file:?}")).collect::<Vec<_>>(),
        "rights": item.rights,
        "language": item.language,
        "left": item.left,
    })
}

fn all(feed: &Feed) -> Value {
    json!({
        "is": format!("{:?} | {} | {} | {:?} | {} | {:?}", feed.form, feed.title, feed.description, feed.site, feed.language, feed.updated),
        "by": feed.authors.iter().map(|author| format!("{} <{}> {}", author.name, author.email, author.page)).collect::<Vec<_>>(),
        "items": feed.items.iter().map(printed).collect::<Vec<_>>(),
        "problems": feed.problems,
    })
}

#[test]
fn every_feed_gives_what_stands_beside_it() {
    folder::compare(&folder::of("feed"), "UPDATE_FEED", 6, |_, bytes| {
        all(&feed::read(bytes, None, Some("https://feeds.example/f")).unwrap())
    });
}

#[test]
fn what_is_no_feed_is_refused_with_its_reason() {
    for (file, why) in [
        (&b"<html><body>A page</body></html>"[..], "it is a page"),
        (&b"<svg/>"[..], "its outermost element is svg"),
        (&b"Just words"[..], "no element"),
        (&b"{\"a\": 1}"[..], "no version of JSON Feed"),
        (&b"{\"a\": "[..], "JSON is broken"),
        (&b"\x89PNG\r\n\x1a\n...."[..], "a PNG picture"),
    ] {
        let refused = feed::read(file, None, None).unwrap_err().to_string();
        assert!(refused.contains(why), "{refused}");
    }
    assert_eq!(
        feed::read(&vec![b' '; feed::LARGEST + 1], None, None),
        Err(Refusal::TooLarge)
    );
}

#[test]
fn the_header_decides_on_the_letters() {
    let feed = b"<rss><channel><item><guid>1</guid><title>caf\xe9</title></item></channel></rss>";
    let read = feed::read(feed, Some("application/rss+xml; charset=iso-8859-1"), None).unwrap();
    assert_eq!(read.items[0].title, "café");
}

#[test]
fn the_same_feed_gives_the_same_identifiers() {
    let feed = b"<rss><channel><item><title>No identifier</title><pubDate>Wed, 01 May 2024 10:00:00 +0000</pubDate></item></channel></rss>";
    let ids = || feed::read(feed, None, None).unwrap().items[0].id.clone();
    assert_eq!(ids(), ids());
    assert_eq!(ids(), "No identifier 2024-05-01T10:00:00Z");
}

/// Files below a folder.
fn below(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, out);
        } else if path.extension().is_some_and(|ext| ext == "xml" || ext == "json") {
            out.push(path);
        }
    }
}

#[test]
fn feeds_of_others_are_survived() {
    let file = "../../../shared/data/feeds";
    let near = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    let folder = [near, Path::new(env!("CARGO_MANIFEST_DIR")).join(file)]
        .into_iter()
        .find(|folder| folder.is_dir());
    let Some(folder) = folder else {
        println!("skipped: the shared feeds are absent");
        return;
    };
    let mut files = Vec::new();
    below(&folder, &mut files);
    files.sort();
    let mut told: BTreeMap<String, (usize, usize, usize, usize)> = BTreeMap::new();
    let mut empty = 0;
    let mut missing = Vec::new();
    for path in &files {
        let bytes = std::fs::read(path).unwrap();
        let parent = path.strip_prefix(&folder).unwrap().components().next().unwrap();
        let row = told
            .entry(parent.as_os_str().to_string_lossy().into_owned())
            .or_default();
        row.0 += 1;
        // What an independent count of start tags says.
        let text = String::from_utf8_lossy(&bytes);
        let without = text
            .split("-->")
            .map(|part| part.split("<!--").next().unwrap_or_default())
            .collect::<String>();
        let tags = ["<item>", "<item ", "<entry>", "<entry ", "<item\n", "<entry\n"];
        let wanted: usize = tags.iter().map(|tag| without.matches(tag).count()).sum();
        match feed::read(&bytes, None, None) {
            Ok(read) => {
                row.1 += 1;
                row.2 += wanted;
                // A validator's case for a name alone is no item.
                let nothing = read
                    .problems
                    .iter()
                    .filter(|what| what.contains("nothing in it"))
                    .count();
                empty += nothing;
                row.3 += read.items.len() + nothing;
                if read.items.len() + nothing < wanted {
                    missing.push(format!(
                        "{}: {} of {wanted}, {:?}",
                        path.display(),
                        read.items.len(),
                        read.problems
                    ));
                }
            }
            Err(refusal) => println!("{}: {refusal}", path.file_name().unwrap().to_string_lossy()),
        }
    }
    for (name, (files, read, wanted, items)) in &told {
        println!("{name}: {read} of {files} files read, {items} items of {wanted} that have a start tag");
    }
    for line in missing.iter().take(40) {
        println!("{line}");
    }
    let (wanted, items) = told.values().fold((0, 0), |sum, row| (sum.0 + row.2, sum.1 + row.3));
    println!("{empty} of them hold neither identifier, address, title nor text");
    assert!(items * 100 >= wanted * 97, "{items} of {wanted}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_change_to_a_feed_makes_it_panic(
        which in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), prop_oneof![
            Just("["), Just("{"), Just("\""), Just("<"), Just(">"), Just("&"), Just("]]>"), Just("null"), Just(""), Just("é"), Just("</item>"), Just("<entry>"),
        ], 0usize..20), 0..6),
    ) {
        let mut files: Vec<_> = std::fs::read_dir(folder::of("feed")).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        let mut bytes = std::fs::read(&files[which.index(files.len())]).unwrap();
        for (at, put, out) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + out).min(bytes.len());
            bytes.splice(at..end, put.bytes());
        }
        if let Ok(read) = feed::read(&bytes, None, None) {
            for item in read.items {
                let json = courant_text::json::write(&item.document);
                prop_assert!(courant_text::json::read(&json).is_ok(), "{json}");
            }
        }
    }
}
