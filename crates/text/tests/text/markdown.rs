//! The Markdown of the demo and of imports: the news forms, and what happens to raw HTML.

use courant_text::document::{BlockKind, ReadMore};
use courant_text::{SequentialIds, Why, markdown, plain};

fn kinds(source: &str) -> Vec<BlockKind> {
    let read = markdown::read(source, &mut SequentialIds::new());
    read.document.blocks.into_iter().map(|block| block.kind).collect()
}

#[test]
fn read_more_lines_become_cards() {
    let card = |title: &str, story: Option<&str>, url: Option<&str>| {
        BlockKind::ReadMore(ReadMore {
            title: title.to_owned(),
            story: story.map(str::to_owned),
            url: url.map(str::to_owned),
        })
    };
    for (source, expected) in [
        (
            "Read more: [A *visit*](story:kim-visit)",
            card("A visit", Some("kim-visit"), None),
        ),
        (
            "Read more: [Far](https://far.example/)",
            card("Far", None, Some("https://far.example/")),
        ),
        ("Read more: Only a title", card("Only a title", None, None)),
    ] {
        assert_eq!(kinds(source), [expected], "{source}");
    }
}

#[test]
fn pictures_quotations_pull_quotes_and_verse_are_read() {
    let kinds = kinds(
        "![Two men](picture:meeting \"They met.\")\n\n> Said.\n> — A minister, Lisbon\n\n\
         ```pullquote A minister\nSaid.\n```\n\n```verse\na\n  b\n```\n\n```rust\nlet x;\n```\n",
    );
    let BlockKind::Picture(picture) = &kinds[0] else {
        panic!("{kinds:?}")
    };
    assert_eq!(picture.picture.as_deref(), Some("meeting"));
    assert_eq!(plain::inlines(&picture.caption), "They met.");
    let BlockKind::Quote { attribution, .. } = &kinds[1] else {
        panic!("{kinds:?}")
    };
    assert_eq!(plain::inlines(attribution), "A minister, Lisbon");
    assert!(matches!(&kinds[2], BlockKind::PullQuote { speaker, .. } if speaker == "A minister"));
    assert!(matches!(&kinds[3], BlockKind::Verse(text) if plain::inlines(text) == "a\n\u{a0}\u{a0}b"));
    assert!(matches!(&kinds[4], BlockKind::Code { language, text } if language == "rust" && text == "let x;"));
}

#[test]
fn raw_html_goes_through_the_html_reader() {
    let read = markdown::read(
        "<div><p>Kept</p><script>x</script></div>\n\na <b>b</b> [c](javascript:x)",
        &mut SequentialIds::new(),
    );
    assert_eq!(plain::write(&read.document), "Kept\n\na b c");
    assert!(read.left_out.iter().any(|left| left.why == Why::Script));
    assert!(read.left_out.iter().any(|left| left.why == Why::UnsafeAddress));
}
