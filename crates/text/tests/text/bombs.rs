//! Markup made to exhaust a parser: deep nesting, huge attributes, endless tables. Each must end soon and keep its text.
//! Times are printed; a test that never ends is the failure.

use std::fmt::Write as _;
use std::time::Instant;

use courant_text::html::NoSurroundings;
use courant_text::{Document, SequentialIds, html, json, markdown, plain, reply};

const NESTED: usize = 100_000;

fn timed<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let out = work();
    println!("{name}: {} ms", start.elapsed().as_millis());
    out
}

fn all_ways(name: &str, source: &str) -> Document {
    let document = timed(name, || html::read(source, &mut SequentialIds::new()).document);
    let printed = html::write(&document, &NoSurroundings);
    html::read(&printed, &mut SequentialIds::new());
    assert_eq!(json::read(&json::write(&document)).as_ref(), Ok(&document), "{name}");
    document
}

#[test]
fn a_hundred_thousand_nested_elements_keep_their_text() {
    for tag in [
        "div",
        "blockquote",
        "ul><li",
        "span",
        "b id=x",
        "a href=/x",
        "table",
        "table><tr><td",
        "details",
        "figure",
        "p><b",
        "h2",
        "pre",
        "svg><g",
        "select",
        "template",
        "table><div",
        "svg><foreignObject",
        "aside class=pull-quote",
    ] {
        let open = format!("<{tag}>").repeat(NESTED);
        let source = format!("{open}kept words{}", "</div></blockquote></b>".repeat(1000));
        let document = all_ways(tag, &source);
        let text = plain::write(&document);
        if !matches!(
            tag,
            "template" | "select" | "svg" | "svg><g" | "svg><foreignObject" | "frameset" | "colgroup"
        ) {
            assert!(
                text.contains("kept words") || tag.contains("pull-quote"),
                "{tag}: {text:.100}"
            );
        }
    }
}

#[test]
fn closing_tags_without_openings_do_no_harm() {
    for tag in ["p", "br", "div", "b", "table", "svg"] {
        let source = format!("{}kept words", format!("</{tag}>").repeat(200_000));
        let document = all_ways(&format!("</{tag}>"), &source);
        assert!(plain::write(&document).contains("kept words"));
    }
}

#[test]
fn formatting_that_is_opened_again_in_every_paragraph_does_not_multiply() {
    let mut source = String::new();
    for n in 0..2000 {
        write!(source, "<b id=x{n}><i class=y{n}><font color={n}>").unwrap();
    }
    source.push_str(&"<p>x".repeat(100_000));
    let document = all_ways("formatting", &source);
    assert_eq!(plain::write(&document).matches('x').count(), 100_000);
}

#[test]
fn five_megabytes_of_story_are_read() {
    let paragraph = "<p>The <b>minister</b> said on <a href=\"https://paper.example/x\">Monday</a> that \
        the <em>talks</em> &amp; the visit would go on.</p>\n";
    let source = paragraph.repeat(5_000_000 / paragraph.len());
    let document = all_ways("5 MB of paragraphs", &source);
    assert_eq!(document.blocks.len(), source.matches("<p>").count());
    let bare = "<p>a".repeat(250_000);
    let document = all_ways("1 MB of open paragraphs", &bare);
    assert_eq!(document.blocks.len(), 250_000);
    let one = "word ".repeat(400_000);
    all_ways("2 MB in one paragraph", &one);
    let rules = "<hr>".repeat(250_000);
    all_ways("1 MB of rules", &rules);
    let breaks = "a<br>".repeat(200_000);
    all_ways("1 MB of breaks", &breaks);
    let marks = "<b>a</b>c".repeat(100_000);
    all_ways("marks", &marks);
}

#[test]
fn attributes_entities_and_tables_without_end_are_read() {
    let mut attributes = String::new();
    for n in 0..300_000 {
        write!(attributes, " a{n}=1").unwrap();
    }
    all_ways("attributes", &format!("<p{attributes}>kept</p>"));
    all_ways(
        "one long attribute",
        &format!("<p title=\"{}\">kept</p>", "x".repeat(5_000_000)),
    );
    all_ways("entities", &"&amp;&lt;&nbsp;&bogus;".repeat(20_000));
    all_ways("nulls", &"\0".repeat(1_000_000));
    all_ways("open tags", &"<".repeat(1_000_000));
    all_ways("comments", &"<!--".repeat(1_000_000));
    all_ways("cells", &format!("<table><tr>{}", "<td>x".repeat(100_000)));
    all_ways(
        "wide cells",
        &format!("<table>{}", "<tr><td colspan=1000>x".repeat(100_000)),
    );
    all_ways(
        "one wide row",
        &format!("<table><tr>{}{}", "<td>x".repeat(60), "<tr><td>y".repeat(100_000)),
    );
    all_ways("foster parents", &format!("<table>{}", "<b>x".repeat(100_000)));
    all_ways("links in links", &"<a href=/x>x<div>".repeat(50_000));
    all_ways("figures", &"<figure><img src=/x><figcaption>".repeat(20_000));
    all_ways("lists", &"<ul><li>x</li>".repeat(50_000));
}

#[test]
fn markdown_and_reply_towers_are_read() {
    for tower in [
        ">".repeat(100_000) + " kept",
        "> ".repeat(100_000) + "kept",
        "- ".repeat(100_000) + "kept",
        "[".repeat(100_000) + "kept",
        "![".repeat(100_000) + "kept",
        "*".repeat(100_000) + "kept",
        "*a ".repeat(100_000) + "kept",
        "**a* ".repeat(100_000) + "kept",
        "_a __b ".repeat(100_000) + "kept",
        "x ".to_owned() + &"`".repeat(100_000) + "kept",
        "[a](".repeat(100_000) + "kept",
        "<div>".repeat(100_000) + "kept",
        "http://".repeat(100_000) + "kept",
        "1. ".repeat(50_000) + "kept",
        "> 1. ".repeat(50_000) + "kept",
        "|a".repeat(100_000) + "\n" + &"|-".repeat(100_000) + "\nkept",
        "a\n".repeat(500_000) + "kept",
        "> a\n\n".repeat(200_000) + "kept",
        ">>>>>> a\n> b\n".repeat(100_000) + "kept",
        "- a\n  ".repeat(2000) + "kept",
    ] {
        let start: String = tower.chars().take(12).collect();
        let document = timed(&format!("markdown {start:?}"), || {
            markdown::read(&tower, &mut SequentialIds::new()).document
        });
        assert!(json::read(&json::write(&document)).is_ok(), "{start}");
        assert!(plain::write(&document).contains("kept"), "{start}");
        let document = timed(&format!("reply {start:?}"), || {
            reply::read(&tower, &mut SequentialIds::new())
        });
        assert!(json::read(&json::write(&document)).is_ok(), "{start}");
        assert!(plain::write(&document).contains("kept"), "{start}");
    }
}
