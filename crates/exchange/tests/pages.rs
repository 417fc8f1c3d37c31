//! Every page in `tests/pages` gives the story, or the refusal, that stands in the `.json` beside it; a new case is a new file.
//! `UPDATE_PAGES=1 cargo test -p courant-exchange --test pages` writes the expected files anew: read the difference before you commit it.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use courant_exchange::page::{self, Found, Known, Refusal};
use courant_text::document::{Block, BlockKind, Inline};
use courant_text::plain;
use proptest::prelude::*;
use serde_json::{Value, json};

fn paper() -> Known {
    Known {
        site_name: "The Courant".to_owned(),
        section_names: vec![
            ("local".to_owned(), "Local".to_owned()),
            ("international".to_owned(), "International".to_owned()),
            ("us-politics".to_owned(), "US Politics".to_owned()),
            ("economy".to_owned(), "Economy".to_owned()),
        ],
    }
}

fn read(bytes: &[u8]) -> Result<Found, Refusal> {
    page::read(bytes, None, None, &paper())
}

/// One line a block, readable in a difference.
fn line(block: &Block) -> String {
    match &block.kind {
        BlockKind::Paragraph(inlines) => format!("p: {}", marked(inlines)),
        BlockKind::Heading(level, inlines) => format!("{level:?} heading: {}", plain::inlines(inlines)),
        BlockKind::Quote { blocks, attribution } => {
            let said: Vec<String> = blocks.iter().map(line).collect();
            format!("quote: {} | {}", said.join(" / "), plain::inlines(attribution))
        }
        BlockKind::PullQuote { text, speaker } => format!("pull quote: {} | {speaker}", plain::inlines(text)),
        BlockKind::Picture(picture) => format!(
            "picture: {} | {} | {} | {}",
            picture.source.as_deref().unwrap_or("-"),
            picture.alt,
            plain::inlines(&picture.caption),
            picture.credit
        ),
        BlockKind::Embed(embed) => format!("embed: {} {} {}", embed.provider, embed.url, embed.title),
        BlockKind::ReadMore(card) => format!("read more: {} <{}>", card.title, card.url.as_deref().unwrap_or("-")),
        BlockKind::List(list) => {
            let items: Vec<String> = list.items.iter().flatten().map(line).collect();
            format!("list: {}", items.join(" / "))
        }
        BlockKind::Table(table) => format!("table of {} rows: {}", table.rows.len(), plain::block(block)),
        BlockKind::Rule => "rule".to_owned(),
        _ => plain::block(block),
    }
}

/// Text with links spelled out.
fn marked(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text { text, marks } => match &marks.link {
                Some(link) => write!(out, "[{text}]({})", link.href).unwrap(),
                None => out.push_str(text),
            },
            Inline::Break => out.push_str(" // "),
        }
    }
    out
}

fn printed(result: &Result<Found, Refusal>) -> Value {
    match result {
        Err(refusal) => json!({ "refused": refusal.to_string() }),
        Ok(found) => json!({
            "headline": found.headline,
            "standfirst": found.standfirst,
            "section": found.section,
            "kind": found.kind,
            "byline": found.byline,
            "published": found.published,
            "dateline": found.dateline,
            "language": found.language,
            "lead_picture": found.lead_picture,
            "pictures": found.pictures.iter().map(|picture| picture.src.clone()).collect::<Vec<_>>(),
            "origin": found.origin.as_ref().map(ToString::to_string),
            "rights": found.rights,
            "site": found.site,
            "blocks": found.document.blocks.iter().map(line).collect::<Vec<_>>(),
            "left_out": found.left_out.iter().map(|left| format!("{} ({})", left.text, left.why)).collect::<Vec<_>>(),
            "warnings": found.warnings,
        }),
    }
}

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "html" || ext == "txt"))
        .collect();
    pages.sort();
    pages
}

#[test]
fn every_page_gives_the_story_that_stands_beside_it() {
    let update = std::env::var_os("UPDATE_PAGES").is_some();
    let mut wrong = String::new();
    let pages = pages();
    assert!(pages.len() >= 25, "the pages are gone");
    for path in pages {
        let found = printed(&read(&std::fs::read(&path).unwrap()));
        let beside = path.with_extension("json");
        if update {
            std::fs::write(&beside, serde_json::to_string_pretty(&found).unwrap() + "\n").unwrap();
            continue;
        }
        let expected: Value = std::fs::read_to_string(&beside)
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or(Value::Null);
        if found != expected {
            writeln!(wrong, "{}\n{found:#}\nexpected\n{expected:#}", path.display()).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_refused_page_is_named_as_such() {
    for path in pages() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let refused = read(&std::fs::read(&path).unwrap()).is_err();
        assert_eq!(refused, name.starts_with("refused-"), "{name}");
    }
}

#[test]
fn no_page_is_dated_that_prints_no_date() {
    for path in pages() {
        let bytes = std::fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Ok(found) = read(&bytes) else { continue };
        if found.published.is_some() {
            assert!(found.took.iter().any(|took| took.what == "date"), "{}", path.display());
            assert!(text.chars().any(|c| c.is_ascii_digit()), "{}", path.display());
        }
    }
}

#[test]
fn the_seed_page_is_taken_to_the_letter() {
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed/story-page.txt");
    let Ok(bytes) = std::fs::read(seed) else {
        println!("skipped: ../shared is absent");
        return;
    };
    let found = read(&bytes).unwrap();
    assert_eq!(
        found.headline,
        "Vice President Harris Criticizes North Korea-Russia Military Alliance as a ‘Significant Error"
    );
    let count =
        |wanted: fn(&BlockKind) -> bool| found.document.blocks.iter().filter(|block| wanted(&block.kind)).count();
    assert_eq!(count(|kind| matches!(kind, BlockKind::Heading(..))), 2);
    assert_eq!(count(|kind| matches!(kind, BlockKind::ReadMore(_))), 2);
    assert_eq!(count(|kind| matches!(kind, BlockKind::Paragraph(_))), 18);
    assert_eq!(found.left_out.len(), 3, "{:?}", found.left_out);
    assert!(found.byline.is_empty());
    assert_eq!((found.published, &found.dateline, &found.section), (None, &None, &None));
    // Every paragraph stands in the story with each of its characters, the repeated one twice.
    let source = String::from_utf8(bytes).unwrap();
    let body = plain::write(&found.document);
    let repeated = "has warned sternly against the possibility of North Korea";
    assert_eq!(body.matches(repeated).count(), 2);
    for paragraph in source
        .lines()
        .map(str::trim)
        .filter(|line| line.ends_with(['.', '”']))
        .filter(|line| line.len() > 60)
    {
        assert!(body.contains(paragraph), "{paragraph}");
    }
}

#[test]
fn the_same_story_is_found_in_its_page_and_in_its_text() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let html = read(&std::fs::read(folder.join("repeated-paragraph.html")).unwrap()).unwrap();
    let mut text = format!("{}\n\n", html.headline);
    for block in &html.document.blocks {
        match &block.kind {
            BlockKind::ReadMore(card) => write!(text, "Read more: {}\n\n", card.title).unwrap(),
            _ => write!(text, "{}\n\n", plain::block(block)).unwrap(),
        }
    }
    let again = read(text.as_bytes()).unwrap();
    assert_eq!(again.headline, html.headline);
    assert_eq!(
        again.document.blocks.iter().map(line).collect::<Vec<_>>(),
        html.document.blocks.iter().map(line).collect::<Vec<_>>()
    );
}

#[test]
fn a_declared_character_set_in_the_header_is_followed() {
    let page = b"<html><title>Caf\xe9 opens on the pier</title><h1>Caf\xe9 opens on the pier</h1><p>The caf\xe9 on the old pier opened its doors again on Saturday, and by noon there was no cake left at all, its owner said to all who asked.</p><p>A second paragraph has to say as much as the first, or the page would not count as a story.</p></html>";
    let found = page::read(page, None, Some("text/html; charset=iso-8859-1"), &paper()).unwrap();
    assert_eq!(found.headline, "Café opens on the pier");
}

#[test]
fn relative_addresses_are_resolved_against_the_address_of_the_page() {
    let address = url::Url::parse("https://shore.example/2023/story").unwrap();
    let page = "<html><body><h1>A story with a link and a picture</h1><p>The first paragraph is long enough to be one, and has <a href='../other'>a link</a> in it that leads to another page.</p><figure><img src='p.jpg' alt='A pier'></figure><p>The second paragraph is long enough to be one too, and it has nothing in it but words and words and words.</p></body></html>";
    let found = page::read(page.as_bytes(), Some(&address), None, &paper()).unwrap();
    assert_eq!(
        found.pictures.first().map(|p| p.src.as_str()),
        Some("https://shore.example/2023/p.jpg")
    );
    let body: String = found.document.blocks.iter().map(line).collect();
    assert!(body.contains("(https://shore.example/other)"), "{body}");
    assert_eq!(found.origin, Some(address));
}

/// Pages that are built to be slow. The limit only tells slow from endless: a busy machine also runs this.
#[test]
fn bombs_are_read_in_a_moment() {
    let prose =
        "<p>A paragraph of some length that says nothing at all, but says it in enough words to count as one.</p>";
    let bombs = [
        ("nested boxes", "<div>".repeat(200_000)),
        ("nested tables", "<table><tr><td>".repeat(60_000)),
        (
            "open marks",
            "<b><i><font color=red>".repeat(20_000) + &"<p>x".repeat(20_000),
        ),
        ("nested lists", "<ul><li>".repeat(100_000)),
        (
            "attributes",
            format!(
                "<p {}>",
                (0..150_000).fold(String::new(), |mut all, n| {
                    write!(all, "a{n} ").unwrap();
                    all
                })
            ),
        ),
        ("open comment", "<!--".repeat(250_000)),
        ("open quotes", "<a href=\"".repeat(100_000)),
        ("lone brackets", "<".repeat(1_000_000)),
        ("many paragraphs", prose.repeat(9_500)),
        ("one long line", "word ".repeat(200_000)),
        ("many links", "<a href=/x>link</a> ".repeat(45_000)),
        ("entities", "&amp;&lt;".repeat(110_000)),
        ("many headings", "<h1>A heading of some words</h1>".repeat(30_000)),
        (
            "linked data",
            format!("<script type=\"application/ld+json\">{}</script>", "[".repeat(900_000)),
        ),
    ];
    for (name, bomb) in bombs {
        let page = format!(
            "<html><head><title>A bomb</title></head><body><h1>A bomb of a page</h1>{bomb}{prose}{prose}</body></html>"
        );
        let start = Instant::now();
        let _ = read(page.as_bytes());
        let took = start.elapsed();
        println!("{name}: {took:?} for {} bytes", page.len());
        assert!(took < Duration::from_mins(2), "{name} took {took:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_markup_makes_it_panic(pieces in proptest::collection::vec(prop_oneof![
        Just("<p>"), Just("</p>"), Just("<div class=\"entry-content\">"), Just("</div>"), Just("<article>"), Just("</article>"),
        Just("<h1>"), Just("</h1>"), Just("<table><tr><td>"), Just("<figure><img src=a.jpg>"), Just("<figcaption>"), Just("</figure>"),
        Just("<a href=x>"), Just("</a>"), Just("<br><br>"), Just("<b>"), Just("</b>"), Just("<ul><li>"), Just("</ul>"), Just("<aside>"),
        Just("<blockquote>"), Just("</blockquote>"), Just("<script type='application/ld+json'>"), Just("</script>"), Just("{\"@type\":\"NewsArticle\",\"headline\":\""),
        Just("By Ann Li"), Just("6 September 2023"), Just("Read more: x"), Just("–"), Just("日本語"), Just("é"), Just("\u{a0}"), Just("<!--"), Just("&"), Just("<time datetime='2023-13-45'>"),
        Just("A sentence that is long enough to be taken for prose by any measure that this reader has."), Just("<noscript>"), Just("<svg><p>"), Just("<meta property=og:title content='x'>"),
    ], 0..60)) {
        let _ = read(pieces.concat().as_bytes());
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,400}") {
        let _ = read(text.as_bytes());
        let _ = read(format!("Headline here\n\n{text}\n\nBy Ann Li — {text}").as_bytes());
    }

    /// Whatever is printed in the paragraphs of a declared body comes out with each character.
    #[test]
    fn quotations_are_kept_to_the_letter(words in proptest::collection::vec("[A-Za-zÀ-ž“”‘’«»—–…\u{a0}]{1,12}", 14..40)) {
        let text = words.join(" ");
        let page = format!("<html><head><title>A headline of five words</title></head><body><article><h1>A headline of five words</h1><p>Opening words that stand before the text which is looked for in this test.</p><p>x {text} y.</p></article></body></html>");
        if let Ok(found) = read(page.as_bytes()) {
            let body = plain::write(&found.document);
            let wanted = format!("x {text} y.");
            prop_assert!(body.contains(&wanted), "{wanted}\n{body}");
        }
    }
}
