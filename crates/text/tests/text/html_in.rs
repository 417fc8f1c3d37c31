//! What the HTML reader makes of the markup that news sites and editors really write.

use courant_text::document::{BlockKind, Document, HeadingLevel, Inline};
use courant_text::{Read, SequentialIds, Why, html, plain};

fn read(source: &str) -> Read {
    html::read(source, &mut SequentialIds::new())
}

fn kinds(document: Document) -> Vec<BlockKind> {
    document.blocks.into_iter().map(|block| block.kind).collect()
}

fn one(source: &str) -> BlockKind {
    let mut kinds = kinds(read(source).document);
    assert_eq!(kinds.len(), 1, "{kinds:?}");
    kinds.remove(0)
}

#[test]
fn white_space_folds_and_no_break_spaces_stay() {
    assert_eq!(
        plain::write(&read("<p> a \n b&nbsp;&nbsp;c <b> d</b> e </p>x").document),
        "a b\u{a0}\u{a0}c d e\n\nx"
    );
}

#[test]
fn two_breaks_part_paragraphs_and_one_is_a_break() {
    assert_eq!(plain::write(&read("<div>a<br>b<br><br>c</div>").document), "a\nb\n\nc");
}

#[test]
fn headings_keep_to_levels_two_to_four() {
    for (source, level) in [
        ("<h1>x</h1>", HeadingLevel::Two),
        ("<h3>x</h3>", HeadingLevel::Three),
        ("<h6>x</h6>", HeadingLevel::Four),
    ] {
        assert!(matches!(one(source), BlockKind::Heading(found, _) if found == level));
    }
}

#[test]
fn a_figure_gives_source_alt_caption_and_credit() {
    let kind = one(
        "<figure><img data-src='/real.jpg' src='data:image/gif;base64,x' alt='Two men'>\
         <figcaption>They <em>met</em>. <span class='credit'>Photo: Agency</span></figcaption></figure>",
    );
    let BlockKind::Picture(picture) = kind else {
        panic!("{kind:?}")
    };
    assert_eq!(picture.source.as_deref(), Some("/real.jpg"));
    assert_eq!(picture.alt, "Two men");
    assert_eq!(plain::inlines(&picture.caption), "They met.");
    assert_eq!(picture.credit, "Photo: Agency");
}

#[test]
fn a_quotation_knows_its_speaker_wherever_the_page_names_him() {
    for source in [
        "<blockquote><p>Said.</p><footer>— A minister</footer></blockquote>",
        "<blockquote><p>Said.</p><cite>A minister</cite></blockquote>",
        "<blockquote><p>Said.</p><p><cite>A minister</cite></p></blockquote>",
        "<figure><blockquote>Said.</blockquote><figcaption>A minister</figcaption></figure>",
    ] {
        let BlockKind::Quote { attribution, .. } = one(source) else {
            panic!("{source}")
        };
        assert_eq!(plain::inlines(&attribution), "A minister", "{source}");
    }
    for source in [
        "<aside class=pullquote><p>Said.</p><cite>A minister</cite></aside>",
        "<figure class='wp-block-pullquote'><blockquote><p>Said.</p><cite>A minister</cite></blockquote></figure>",
    ] {
        let BlockKind::PullQuote { text, speaker } = one(source) else {
            panic!("{source}")
        };
        assert_eq!(
            (plain::inlines(&text).as_str(), speaker.as_str()),
            ("Said.", "A minister")
        );
    }
}

#[test]
fn frames_of_known_sites_become_cards_and_others_are_reported() {
    let read = read(
        "<iframe src='//www.youtube.com/embed/abc' title='A film'></iframe>\
         <iframe src='https://tracker.example/x'></iframe><iframe src='javascript:x'></iframe>",
    );
    let why: Vec<Why> = read.left_out.iter().map(|left| left.why).collect();
    assert_eq!(why, [Why::UnknownProvider, Why::UnsafeAddress]);
    let kinds = kinds(read.document);
    let cards: Vec<(&str, &str)> = kinds
        .iter()
        .map(|kind| match kind {
            BlockKind::Embed(embed) => (embed.provider.as_str(), embed.url.as_str()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        cards,
        [
            ("YouTube", "https://www.youtube.com/watch?v=abc"),
            ("tracker.example", "https://tracker.example/x")
        ]
    );
}

#[test]
fn scripts_styles_and_hidden_parts_are_left_out_and_named() {
    let read = read(
        "<p onclick=x>a<script>s</script></p><style>t</style><div hidden>u</div>\
         <p style='color:red; DISPLAY : none !important'>v</p><template>w</template>\
         <a href='javascript:x'>link</a>",
    );
    assert_eq!(plain::write(&read.document), "a\n\nlink");
    let why: Vec<Why> = read.left_out.iter().map(|left| left.why).collect();
    assert_eq!(
        why,
        [
            Why::Script,
            Why::Script,
            Why::NeverShown,
            Why::Hidden,
            Why::Hidden,
            Why::NeverShown,
            Why::UnsafeAddress
        ]
    );
}

#[test]
fn a_link_around_blocks_marks_the_text_inside() {
    let kinds = kinds(read("<a href='/x'><div>a</div><p>b</p></a>").document);
    assert_eq!(kinds.len(), 2);
    for kind in kinds {
        let BlockKind::Paragraph(text) = kind else {
            panic!("{kind:?}")
        };
        assert!(matches!(&text[0], Inline::Text { marks, .. } if marks.link.is_some()));
    }
}

#[test]
fn layout_tables_dissolve_and_data_tables_stay() {
    assert!(matches!(
        one("<table><tr><th>a<th>b<tr><td>1<td>2</table>"),
        BlockKind::Table(table) if table.header_rows == 1 && table.rows.len() == 2
    ));
    assert!(matches!(
        one("<table role=presentation><tr><td><p>a</p><td></table>"),
        BlockKind::Paragraph(_)
    ));
}

#[test]
fn verse_keeps_its_lines_and_indents() {
    let BlockKind::Verse(text) = one("<pre class='wp-block-verse'>a\n  b\n\nc</pre>") else {
        panic!("no verse")
    };
    assert_eq!(plain::inlines(&text), "a\n\u{a0}\u{a0}b\n\nc");
}

#[test]
fn relative_addresses_are_resolved_against_the_page() {
    let read = html::read_from(
        "<a href='two.html'>x</a>",
        Some("https://paper.example/a/one.html"),
        &mut SequentialIds::new(),
    );
    assert!(format!("{read:?}").contains("https://paper.example/a/two.html"));
}
