//! Every export in `tests/wordpress` gives the site, the items and the problems that stand in the `.json` beside it; a new case is a new file.
//! `UPDATE_WORDPRESS=1 cargo test -p courant-exchange --test wordpress` writes the expected files anew: read the difference before you commit it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod beside;
#[path = "wordpress/pieces.rs"]
mod everything;
#[path = "wordpress/print.rs"]
mod print;
#[path = "wordpress/shared.rs"]
mod shared;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use beside::Beside;
use courant_exchange::wordpress::{Item, Options, Piece, Survey, Wxr, body, survey};
use courant_text::document::{BlockKind, Picture};
use proptest::prelude::*;

fn exports() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wordpress");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "xml"))
        .collect();
    files.sort();
    files
}

/// Reads a file as the import does: a survey first, for the reusable blocks.
fn pieces(name: &str, bytes: &[u8]) -> Vec<Piece> {
    let mut found = Survey::default();
    survey(name, bytes, &mut found);
    let options = Options {
        shared: Arc::new(found.shared),
        ..Options::default()
    };
    Wxr::new(name, bytes, options).collect()
}

#[test]
fn every_export_gives_what_stands_beside_it() {
    let mut together = Beside::of("UPDATE_WORDPRESS");
    let files = exports();
    assert!(files.len() >= 9, "the exports are gone");
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let found = everything::all(&pieces(&name, &std::fs::read(&path).unwrap()));
        let beside = path.with_extension("json");
        together.compare(&name, &beside, &found);
    }
    together.end();
}

#[test]
fn a_file_is_read_alike_in_whatever_pieces_it_arrives() {
    /// Hands out a few bytes at a time.
    struct Drip<'a>(&'a [u8], usize);
    impl std::io::Read for Drip<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(self.0.len()).min(into.len());
            let (now, rest) = self.0.split_at(count);
            into[..count].copy_from_slice(now);
            self.0 = rest;
            Ok(count)
        }
    }
    for path in exports() {
        let bytes = std::fs::read(&path).unwrap();
        let whole: Vec<Piece> = Wxr::new("x", bytes.as_slice(), Options::default()).collect();
        for step in [1, 7, 4096] {
            let dripped: Vec<Piece> = Wxr::new("x", Drip(&bytes, step), Options::default()).collect();
            assert!(whole == dripped, "{} in steps of {step}", path.display());
        }
    }
}

#[test]
fn a_file_that_breaks_off_anywhere_gives_the_items_before_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wordpress/whole.xml");
    let bytes = std::fs::read(path).unwrap();
    let ends: Vec<usize> = bytes
        .windows(7)
        .enumerate()
        .filter(|(_, window)| *window == b"</item>")
        .map(|(at, _)| at + 7)
        .collect();
    for cut in (0..bytes.len()).step_by(97) {
        let whole = ends.iter().filter(|end| **end <= cut).count();
        let read: Vec<Piece> = Wxr::new("x", &bytes[..cut], Options::default()).collect();
        let items = read.iter().filter(|piece| matches!(piece, Piece::Item(_))).count();
        assert!(items >= whole, "{items} of {whole} items when cut at {cut}");
        assert!(
            read.iter().any(|piece| matches!(piece, Piece::Problem(_))),
            "cut at {cut} unseen"
        );
    }
}

#[test]
fn a_read_that_fails_is_told_and_ends_the_file() {
    struct Fails(bool);
    impl std::io::Read for Fails {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            if std::mem::replace(&mut self.0, true) {
                return Err(std::io::Error::other("the disk is gone"));
            }
            let text = b"<rss><channel><item><title>x</title><wp:post_id>1</wp:post_id></item>";
            into[..text.len()].copy_from_slice(text);
            Ok(text.len())
        }
    }
    let read: Vec<Piece> = Wxr::new("x.xml", Fails(false), Options::default()).collect();
    assert!(read.iter().any(|piece| matches!(piece, Piece::Item(_))));
    assert!(
        read.iter()
            .any(|piece| matches!(piece, Piece::Problem(problem) if problem.to_string().contains("the disk is gone")))
    );
}

#[test]
fn an_item_that_is_too_large_is_passed_over_and_named() {
    let mut bytes = b"<rss><channel><item><title>Huge</title><content:encoded><![CDATA[".to_vec();
    bytes.resize(bytes.len() + (65 << 20), b'x');
    bytes.extend_from_slice(
        b"]]></content:encoded><wp:post_id>1</wp:post_id></item><item><title>After</title><wp:post_id>2</wp:post_id><wp:post_type>post</wp:post_type></item></channel></rss>",
    );
    let read: Vec<Piece> = Wxr::new("x.xml", bytes.as_slice(), Options::default()).collect();
    let numbers: Vec<Option<i64>> = read
        .iter()
        .filter_map(|piece| match piece {
            Piece::Item(item) => Some(item.number()),
            _ => None,
        })
        .collect();
    assert_eq!(numbers, [Some(2)]);
    assert!(read.iter().any(
        |piece| matches!(piece, Piece::Problem(problem) if problem.title == "Huge" && problem.what.contains("64 MB"))
    ));
}

#[test]
fn the_survey_counts_what_the_reader_reads() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wordpress/whole.xml");
    let bytes = std::fs::read(path).unwrap();
    let mut found = Survey::default();
    survey("whole.xml", bytes.as_slice(), &mut found);
    assert_eq!(found.items.values().sum::<usize>(), 14);
    assert_eq!(found.replies.values().sum::<usize>(), 5);
    assert_eq!(found.shared.len(), 1);
    assert_eq!(
        found
            .authors
            .iter()
            .map(|author| author.login.as_str())
            .collect::<Vec<_>>(),
        ["ana", "bo-lind"]
    );
    assert_eq!(found.zone.guess(&found.site.language).unwrap().name, "Europe/London");
}

#[test]
fn pictures_that_were_found_take_the_place_of_addresses() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wordpress/classic.xml");
    let read = pieces("classic.xml", &std::fs::read(path).unwrap());
    let post = read
        .iter()
        .find_map(|piece| match piece {
            Piece::Item(item) => match &**item {
                Item::Post(post) => Some(post.clone()),
                _ => None,
            },
            _ => None,
        })
        .unwrap();
    let mut document = post.document.clone();
    let before = courant_text::plain::write(&document);
    body::replace_pictures(&mut document, |picture| {
        let source = picture.source.clone().unwrap_or_default();
        let one = |id: &str| Picture {
            picture: Some(id.to_owned()),
            source: None,
            ..picture.clone()
        };
        if source.contains("attachments_of=") {
            vec![one("p1"), one("p2"), one("p3")]
        } else if source.contains("attachment_id=65") {
            Vec::new()
        } else {
            vec![one("p0")]
        }
    });
    let galleries: Vec<usize> = document
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Gallery(pictures) => Some(pictures.len()),
            _ => None,
        })
        .collect();
    assert_eq!(galleries, [3]);
    assert_eq!(courant_text::plain::write(&document), before);
    let json = courant_text::json::write(&document);
    assert_eq!(courant_text::json::read(&json).unwrap(), document);
}

#[test]
fn every_document_is_one_that_the_store_accepts() {
    for path in exports() {
        for piece in pieces("x", &std::fs::read(&path).unwrap()) {
            let Piece::Item(item) = piece else { continue };
            let Item::Post(post) = *item else { continue };
            for document in std::iter::once(&post.document).chain(post.comments.iter().map(|comment| &comment.document))
            {
                let json = courant_text::json::write(document);
                courant_text::json::read(&json).unwrap();
            }
        }
    }
}

/// Texts that are built to be slow. The limit only tells slow from endless: a busy machine also runs this.
#[test]
fn bombs_are_read_in_a_moment() {
    let many = |text: &str, times: usize| text.repeat(times);
    let bodies = [
        ("brackets", many("[", 1_000_000)),
        ("shortcodes", many("[a b=1]", 150_000)),
        ("shortcodes and ends", many("[a b=1]", 70_000) + &many("[/a]", 70_000)),
        ("captions", many("[caption id=1]", 70_000) + &many("[/caption]", 100)),
        ("open shortcodes", many("[gallery ", 110_000)),
        ("audio", many("[audio src=x]", 80_000) + "[/audio]"),
        ("escaped", many("[[a]", 250_000)),
        ("angles", many("<", 1_000_000)),
        ("tags", many("<a ", 330_000)),
        ("quotes", many("<a x=\"", 160_000)),
        ("comments", many("<!--", 250_000)),
        ("block marks", many("<!-- wp:group -->", 60_000)),
        ("block ends", many("<!-- /wp:group -->", 60_000)),
        ("open block marks", many("<!-- wp:a ", 100_000)),
        ("json", format!("<!-- wp:group {} /-->", many("[", 900_000))),
        ("empty lines", many("\n\n", 500_000)),
        ("lines", many("a\n", 500_000)),
        ("nested boxes", many("<div>", 200_000)),
        ("nested quotes", many("<blockquote>", 80_000)),
        ("pull quotes", many("<figure class=pullquote>", 40_000)),
        ("pres", many("<pre>", 200_000)),
        ("figures", many("<figure><img src=a.jpg>", 40_000)),
        (
            "pictures",
            many("<a href=/x><img src=/a.jpg class=wp-image-1></a>", 20_000),
        ),
        ("addresses", many("https://a.example/\n\n", 50_000)),
    ];
    for (name, text) in bodies {
        let file = format!(
            "<rss><channel><item><title>x</title><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type><content:encoded><![CDATA[{text}]]></content:encoded><wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_content><![CDATA[{text}]]></wp:comment_content></wp:comment></item></channel></rss>"
        );
        timed(name, &file);
    }
    let files = [
        ("file of angles", many("<", 1_000_000)),
        ("file of tags", many("<a ", 330_000)),
        ("file of items", many("<item>", 150_000)),
        ("file of sections", many("<![CDATA[", 110_000)),
        (
            "file of ends",
            format!("<item><x><![CDATA[{}", many("</x></item> ", 80_000)),
        ),
        ("file of ampersands", format!("<item>{}</item>", many("&", 1_000_000))),
        ("file of elements", format!("<item>{}</item>", many("<wp:a>", 160_000))),
        (
            "file of closing tags",
            format!("<item>{}</item>", many("</wp:a>", 140_000)),
        ),
        ("file of comments", format!("<item>{}", many("<!--", 250_000))),
        (
            "file of broken tags",
            format!("<item>{}</item>", many("<a <!", 200_000)),
        ),
        (
            "file of metas",
            format!(
                "<item>{}</item>",
                many("<wp:postmeta><wp:meta_key>a</wp:meta_key></wp:postmeta>", 18_000)
            ),
        ),
    ];
    for (name, file) in files {
        timed(name, &file);
    }
}

fn timed(name: &str, file: &str) {
    let start = Instant::now();
    let count = Wxr::new("bomb.xml", file.as_bytes(), Options::default()).count();
    let took = start.elapsed();
    println!("{name}: {took:?} for {} bytes, {count} pieces", file.len());
    assert!(took < Duration::from_secs(90), "{name} took {took:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = Wxr::new("x", bytes.as_slice(), Options::default()).count();
    }

    #[test]
    fn no_change_to_an_export_makes_it_panic(
        which in 0usize..9,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), prop_oneof![
            Just("<"), Just(">"), Just("]]>"), Just("<![CDATA["), Just("</item>"), Just("<item>"), Just("&"), Just("\0"),
            Just("<!--"), Just("-->"), Just("["), Just("]"), Just("\""), Just("</content:encoded>"), Just("é"), Just(""),
            Just("<!-- wp:group -->"), Just("<!-- /wp:group -->"), Just("</wp:postmeta>"), Just("<?"), Just("<!DOCTYPE x [<!ENTITY a \"b\">]>"),
        ], 0usize..40), 0..12),
    ) {
        let files = exports();
        let mut bytes = std::fs::read(&files[which % files.len()]).unwrap();
        for (at, put, out) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + out).min(bytes.len());
            bytes.splice(at..end, put.bytes());
        }
        for piece in Wxr::new("x", bytes.as_slice(), Options::default()) {
            if let Piece::Item(item) = piece && let Item::Post(post) = *item {
                let json = courant_text::json::write(&post.document);
                prop_assert!(courant_text::json::read(&json).is_ok(), "{json}");
            }
        }
    }

    #[test]
    fn no_markup_makes_it_panic(pieces in proptest::collection::vec(prop_oneof![
        Just("<p>"), Just("</p>"), Just("<pre>"), Just("</pre>"), Just("<a href=\"/x\">"), Just("</a>"), Just("<img src=/a.jpg>"), Just("\n"), Just("\n\n"),
        Just("[caption id=\"attachment_1\"]"), Just("[/caption]"), Just("[gallery ids=\"1,2\"]"), Just("[box a=1]"), Just("[/box]"), Just("[[gallery]]"), Just("[video]"), Just("[embed]"), Just("[/embed]"),
        Just("<!-- wp:columns -->"), Just("<!-- /wp:columns -->"), Just("<!-- wp:image {\"id\":1} -->"), Just("<!-- /wp:image -->"), Just("<!-- wp:file {\"href\":\"/f.pdf\"} -->"), Just("<!-- /wp:file -->"),
        Just("<!-- wp:embed {\"url\":\"https://vimeo.com/1\"} -->"), Just("<!-- /wp:embed -->"), Just("<!--more-->"), Just("<!--nextpage-->"), Just("<figure class=\"wp-block-pullquote\"><blockquote>"), Just("</blockquote></figure>"),
        Just("<table><tr><td>"), Just("</td></tr></table>"), Just("<ul><li>"), Just("</li></ul>"), Just("words"), Just("日本語"), Just("https://youtu.be/x"), Just("<h2>"), Just("</h2>"), Just("<"), Just("]"), Just("["),
    ], 0..60)) {
        let shared = body::Shared::default();
        let context = body::Context { page: Some("https://a.example/b/"), site: Some("https://a.example"), post: Some(1), shared: &shared, footnotes: None };
        let read = body::read(&pieces.concat(), &context);
        let json = courant_text::json::write(&read.document);
        prop_assert!(courant_text::json::read(&json).is_ok(), "{json}");
    }

    /// Words stay, whatever classic text they stand in.
    #[test]
    fn no_words_are_lost(words in proptest::collection::vec("[a-z]{2,9}", 1..30), marks in proptest::collection::vec(0usize..9, 30)) {
        let glue = [" ", "\n", "\n\n", " <em>", "</em> ", "\n<h3>", "</h3>\n", "\n\n<!--more-->\n\n", " [box a=\"1\"] "];
        let mut text = String::new();
        for (word, mark) in words.iter().zip(marks.iter().cycle()) {
            text.push_str(word);
            text.push_str(glue[*mark]);
        }
        let shared = body::Shared::default();
        let context = body::Context { page: None, site: None, post: None, shared: &shared, footnotes: None };
        let kept = courant_text::plain::write(&body::read(&text, &context).document);
        let kept: Vec<&str> = kept.split_whitespace().collect();
        prop_assert_eq!(kept, words.iter().map(String::as_str).collect::<Vec<_>>());
    }
}
