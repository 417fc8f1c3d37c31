//! The little Markdown of replies: what is marked, what is linked, what stays literal.

use courant_text::{SequentialIds, reply};

fn shown(source: &str) -> String {
    reply::write(&reply::read(source, &mut SequentialIds::new()))
}

#[test]
fn paragraphs_breaks_emphasis_and_quotations_are_read() {
    assert_eq!(
        shown("One *two* **three**\nfour\n\n> quoted\n\nfive"),
        "<p>One <em>two</em> <strong>three</strong><br>\nfour</p>\n\
         <blockquote>\n<p>quoted</p>\n</blockquote>\n<p>five</p>\n"
    );
}

#[test]
fn links_say_that_a_reader_wrote_them() {
    let link = "href=\"https://paper.example/a_(b)\" rel=\"nofollow ugc noopener\"";
    assert_eq!(
        shown("See https://paper.example/a_(b)."),
        format!("<p>See <a {link}>https://paper.example/a_(b)</a>.</p>\n")
    );
    assert_eq!(
        shown("[here](https://paper.example/a_\\(b\\)) [x](javascript:y)"),
        shown("[here](https://paper.example/a_\\(b\\)) [x](javascript:y)")
    );
    assert!(!shown("[x](javascript:y)").contains("<a"));
}

#[test]
fn everything_else_is_literal() {
    for source in [
        "# no heading",
        "![p](https://a)",
        "<b>x</b>",
        "2*3*4",
        "snake_case_name",
        "- item",
        "***",
    ] {
        let html = shown(source);
        assert!(
            !["<h", "<img", "<b>", "<em", "<ul", "<strong", "<hr"]
                .iter()
                .any(|tag| html.contains(tag)),
            "{source} → {html}"
        );
    }
    assert_eq!(shown("2*3*4"), "<p>2*3*4</p>\n");
}

#[test]
fn tricks_with_invisible_characters_are_stripped() {
    assert_eq!(shown("a\u{202e}b\u{200b}c\u{2066}d\u{feff}e"), "<p>abcde</p>\n");
    assert_eq!(shown("می\u{200c}خواهم 👩‍👧"), "<p>می\u{200c}خواهم 👩‍👧</p>\n");
}
