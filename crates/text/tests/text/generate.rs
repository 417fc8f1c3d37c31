//! Makes documents in the normal form of `html.rs`, and well-formed HTML whose words are known.
//! Used by the property tests.

use std::fmt::Write as _;

use courant_text::document::{
    Block, BlockId, BlockKind, Document, Embed, HeadingLevel, Inline, Inlines, Link, List, Marks, Media, Picture,
    ReadMore, Table,
};
use courant_text::ids::{self, SequentialIds};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

const WORDS: &[&str] = &[
    "rain",
    "Müller",
    "<b>",
    "</p>",
    "&amp;",
    "&",
    "\"x\"",
    "it’s",
    "'",
    "北京",
    "مرحبا",
    "👩‍👩‍👧",
    "e\u{301}",
    "a\u{a0}b",
    "javascript:x",
    "<script>",
    "--",
    "*x*",
    "> y",
    "#",
    "1.",
    "\u{200d}",
    "﷽",
    "]]>",
    "<!--",
    "https://paper.example",
    "x=y",
    "`",
    "\\",
    "|",
    "~~",
    "[z](w)",
];

fn word() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(WORDS)
}

/// One line of words.
fn line() -> impl Strategy<Value = String> {
    vec(word(), 1..5).prop_map(|words| words.join(" "))
}

/// A line that does not begin with a dash.
fn name() -> impl Strategy<Value = String> {
    line().prop_map(|line| format!("A {line}"))
}

fn href() -> impl Strategy<Value = String> {
    proptest::sample::select(vec![
        "https://paper.example/a?b=c&d=e#f",
        "http://other.example/",
        "/international/visit#p-b2",
        "#replies",
        "mailto:desk@paper.example",
        "tel:+351210000000",
    ])
    .prop_map(str::to_owned)
}

fn fetchable() -> impl Strategy<Value = String> {
    proptest::sample::select(vec!["https://paper.example/a.jpg", "/media/a.jpg?x=1&y=2"]).prop_map(str::to_owned)
}

fn marks() -> impl Strategy<Value = Marks> {
    (
        any::<[bool; 6]>(),
        option::of((href(), prop_oneof![Just(String::new()), line()])),
        0..4,
    )
        .prop_map(|(on, link, plain)| {
            if plain > 0 {
                return Marks::default();
            }
            Marks {
                strong: on[0],
                emphasis: on[1],
                strike: on[2],
                code: on[3],
                sub: on[4],
                sup: on[5],
                link: link.map(|(href, title)| Link { href, title }),
            }
        })
}

/// Runs without empty text, doubled spaces or neighbours of the same marks; `lines` allows breaks, `stanzas` two in a row.
fn runs(lines: bool, stanzas: bool) -> impl Strategy<Value = Inlines> {
    vec((line(), marks(), 0..6), 1..5).prop_map(move |parts| {
        let mut out = Inlines::new();
        for (text, marks, join) in parts {
            if let Some(Inline::Text { text: last, .. }) = out.last_mut() {
                match join {
                    0 if lines => out.push(Inline::Break),
                    1 if stanzas => out.extend([Inline::Break, Inline::Break]),
                    2 => {}
                    _ => last.push(' '),
                }
            }
            match out.last_mut() {
                Some(Inline::Text {
                    text: last,
                    marks: same,
                }) if *same == marks => last.push_str(&text),
                _ => out.push(Inline::Text { text, marks }),
            }
        }
        out
    })
}

fn unlinked(mut runs: Inlines) -> Inlines {
    let mut out = Inlines::new();
    for inline in &mut runs {
        if let Inline::Text { marks, .. } = inline {
            marks.link = None;
        }
        match (out.last_mut(), &*inline) {
            (
                Some(Inline::Text {
                    text: last,
                    marks: same,
                }),
                Inline::Text { text, marks },
            ) if same == marks => last.push_str(text),
            _ => out.push(inline.clone()),
        }
    }
    out
}

fn picture() -> impl Strategy<Value = Picture> {
    (
        fetchable(),
        prop_oneof![Just(String::new()), line()],
        prop_oneof![Just(Inlines::new()), runs(true, false)],
        prop_oneof![Just(String::new()), line()],
    )
        .prop_map(|(source, alt, caption, credit)| Picture {
            picture: None,
            source: Some(source),
            alt,
            caption,
            credit,
        })
}

fn media() -> impl Strategy<Value = Media> {
    (fetchable(), line()).prop_map(|(url, title)| Media { url, title })
}

fn table() -> impl Strategy<Value = BlockKind> {
    (2..4usize, 1..4usize, 0..3usize).prop_flat_map(|(width, height, header_rows)| {
        let cell = prop_oneof![Just(Inlines::new()), runs(true, false)];
        (
            vec(vec(cell, width), height),
            runs(false, false),
            prop_oneof![Just(Inlines::new()), runs(true, false)],
        )
            .prop_map(move |(mut rows, first, caption)| {
                rows[0][0] = first;
                BlockKind::Table(Table {
                    header_rows: header_rows.min(rows.len()),
                    rows,
                    caption,
                })
            })
    })
}

fn leaf() -> impl Strategy<Value = BlockKind> {
    let title = || prop_oneof![Just(String::new()), line()];
    prop_oneof![
        4 => runs(true, false).prop_map(BlockKind::Paragraph),
        1 => (
            proptest::sample::select(vec![HeadingLevel::Two, HeadingLevel::Three, HeadingLevel::Four]),
            runs(true, false)
        )
            .prop_map(|(level, text)| BlockKind::Heading(level, text)),
        1 => (runs(true, false), prop_oneof![Just(String::new()), name()])
            .prop_map(|(text, speaker)| BlockKind::PullQuote { text: unlinked(text), speaker }),
        1 => picture().prop_map(BlockKind::Picture),
        1 => vec(picture(), 2..4).prop_map(BlockKind::Gallery),
        1 => title().prop_map(|title| BlockKind::Embed(Embed {
            provider: "YouTube".to_owned(),
            url: "https://www.youtube.com/watch?v=a&t=1".to_owned(),
            title,
        })),
        1 => media().prop_map(BlockKind::Audio),
        1 => media().prop_map(BlockKind::Video),
        1 => media().prop_map(BlockKind::File),
        1 => runs(true, true).prop_map(BlockKind::Verse),
        1 => (line(), option::of(fetchable())).prop_map(|(title, url)| {
            BlockKind::ReadMore(ReadMore { title, story: None, url })
        }),
        1 => ("[a-z]{0,5}", vec(line(), 1..4)).prop_map(|(language, lines)| BlockKind::Code {
            language,
            text: lines.join("\n\n\t  "),
        }),
        1 => table(),
        1 => Just(BlockKind::Rule),
    ]
}

fn block(kind: BlockKind) -> Block {
    Block {
        id: BlockId(String::new()),
        kind,
    }
}

fn kind() -> impl Strategy<Value = BlockKind> {
    leaf().prop_recursive(3, 24, 3, |inner| {
        let blocks = || vec(inner.clone().prop_map(block), 1..3);
        prop_oneof![
            (
                blocks(),
                prop_oneof![
                    Just(Inlines::new()),
                    runs(true, false).prop_map(|mut runs| {
                        if let Some(Inline::Text { text, .. }) = runs.first_mut() {
                            text.insert_str(0, "A ");
                        }
                        runs
                    })
                ]
            )
                .prop_map(|(blocks, attribution)| BlockKind::Quote { blocks, attribution }),
            (any::<bool>(), 0..20u32, vec(blocks(), 1..3)).prop_map(|(ordered, start, items)| {
                BlockKind::List(List {
                    ordered,
                    start: if ordered { start } else { 1 },
                    items,
                })
            }),
            (runs(true, false), vec(inner.clone().prop_map(block), 0..3))
                .prop_map(|(summary, blocks)| BlockKind::Details { summary, blocks }),
        ]
    })
}

/// A document in the normal form.
pub fn document() -> impl Strategy<Value = Document> {
    vec(kind().prop_map(block), 0..6).prop_map(|blocks| {
        let mut document = Document { blocks };
        ids::number(&mut document, &mut SequentialIds::new());
        document
    })
}

/// A document with suggestions and notes on some of its runs, as JSON that need not be canonical.
pub fn draft() -> impl Strategy<Value = serde_json::Value> {
    let mark = prop_oneof![
        3 => Just(None),
        1 => (0..4_usize).prop_map(|n| Some(suggestion("insertion", n))),
        1 => (0..4_usize).prop_map(|n| Some(suggestion("deletion", n))),
        1 => (0..4_usize).prop_map(|n| Some(serde_json::json!({"type": "note", "attrs": {"id": format!("n{n}")}}))),
    ];
    (document(), vec(vec(mark, 1..3), 1..12)).prop_map(|(document, marks)| {
        let mut tree = courant_text::json::tree(&document);
        let mut marks = marks.into_iter().cycle();
        mark_runs(&mut tree, &mut marks);
        tree
    })
}

fn suggestion(kind: &str, n: usize) -> serde_json::Value {
    let by = if n.is_multiple_of(2) { "ana" } else { "bo" };
    serde_json::json!({"type": kind, "attrs": {"id": format!("s{n}"), "by": by, "at": "2026-11-25T10:00:00Z"}})
}

fn mark_runs(node: &mut serde_json::Value, marks: &mut impl Iterator<Item = Vec<Option<serde_json::Value>>>) {
    if node["type"] == "codeBlock" {
        return;
    }
    if node["type"] == "text" {
        let mut set: Vec<serde_json::Value> = node["marks"].as_array().cloned().unwrap_or_default();
        for mark in marks.next().into_iter().flatten().flatten() {
            if !set.contains(&mark) {
                set.push(mark);
            }
        }
        if !set.is_empty() {
            node["marks"] = serde_json::Value::Array(set);
        }
    }
    for child in node["content"].as_array_mut().into_iter().flatten() {
        mark_runs(child, marks);
    }
}

/// A piece of well-formed HTML in which every word is `§`.
#[derive(Debug, Clone)]
enum Piece {
    Word,
    Void(&'static str),
    Holds(&'static str, &'static str, Vec<Piece>),
}

fn phrasing() -> impl Strategy<Value = Piece> {
    let leaf = prop_oneof![
        5 => Just(Piece::Word),
        1 => proptest::sample::select(vec![
            "<br>", "<wbr>", "<img src=\"/a.jpg\" alt=\"\">", "<!-- note -->", "<input>",
            "<script>var hidden;</script>", "<span hidden>hidden</span>",
            "<img src=\"https://paper.example/b.jpg\">", "<svg><path d=\"M0\"/></svg>",
        ])
        .prop_map(Piece::Void),
    ];
    leaf.prop_recursive(4, 16, 4, |inner| {
        (
            proptest::sample::select(vec![
                ("<span>", "</span>"),
                ("<b>", "</b>"),
                ("<em class=x>", "</em>"),
                ("<strong>", "</strong>"),
                ("<i>", "</i>"),
                ("<u>", "</u>"),
                ("<small>", "</small>"),
                ("<mark>", "</mark>"),
                ("<time datetime=2024>", "</time>"),
                ("<abbr title=x>", "</abbr>"),
                ("<x-widget data-x=\"1\">", "</x-widget>"),
                ("<s>", "</s>"),
                ("<sup>", "</sup>"),
                ("<cite>", "</cite>"),
                ("<label>", "</label>"),
                ("<bdi>", "</bdi>"),
                ("<span style=\"color:red;display:inline\">", "</span>"),
                ("<code>", "</code>"),
                ("<ins>", "</ins>"),
            ]),
            vec(inner, 0..4),
        )
            .prop_map(|((open, close), inside)| Piece::Holds(open, close, inside))
    })
}

fn flow() -> impl Strategy<Value = Piece> {
    let leaf = prop_oneof![
        2 => phrasing(),
        1 => Just(Piece::Void("<hr>")),
        3 => (
            proptest::sample::select(vec![
                ("<p>", "</p>"),
                ("<h1>", "</h1>"),
                ("<h2>", "</h2>"),
                ("<h6>", "</h6>"),
                ("<pre>", "</pre>"),
                ("<pre><code>", "</code></pre>"),
                ("<a href=\"https://paper.example/x\">", "</a>"),
                ("<a href=\"javascript:x\">", "</a>"),
                ("<button>", "</button>"),
                ("<p class=\"file\">", "</p>"),
                ("<p class=\"verse\">", "</p>"),
                ("<p class=\"embed-card\">", "</p>"),
                ("<figure><img src=\"/a.jpg\" alt=\"\"><figcaption>", "</figcaption></figure>"),
                ("<figure><figcaption>", "</figcaption></figure>"),
                ("<figure><figcaption><span class=credit>", "</span></figcaption></figure>"),
            ]),
            vec(phrasing(), 0..4)
        )
            .prop_map(|((open, close), inside)| Piece::Holds(open, close, inside)),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        (
            proptest::sample::select(vec![
                ("<div>", "</div>"),
                ("<section>", "</section>"),
                ("<blockquote>", "</blockquote>"),
                ("<blockquote><p>", "</p></blockquote>"),
                ("<ul><li>", "</li></ul>"),
                ("<ol start=3><li>", "</li><li></li></ol>"),
                ("<dl><dt>", "</dt><dd></dd></dl>"),
                ("<article>", "</article>"),
                ("<footer>", "</footer>"),
                ("<nav>", "</nav>"),
                ("<aside>", "</aside>"),
                ("<aside class=\"read-more\">", "</aside>"),
                ("<div class=\"gallery\">", "</div>"),
                ("<div class=\"verse\">", "</div>"),
                ("<form>", "</form>"),
                ("<table><tr><td>", "</td><td>x</td></tr></table>"),
                (
                    "<table><caption>x</caption><tbody><tr><th>x<td>",
                    "</td></tr></tbody></table>",
                ),
                ("<table><tr><td>", "</td></tr></table>"),
                ("<details open><summary>x</summary>", "</details>"),
                ("<details>", "</details>"),
                ("<figure>", "</figure>"),
                ("<figure class=gallery>", "<figcaption>x</figcaption></figure>"),
                ("<fieldset><legend>x</legend>", "</fieldset>"),
                ("<center>", "</center>"),
                ("<main>", "</main>"),
            ]),
            vec(inner, 0..4),
        )
            .prop_map(|((open, close), inside)| {
                // A paragraph holds no blocks; the parser would close it, which is no well-formed input.
                if open.ends_with("<p>") && !inside.iter().all(is_phrasing) {
                    Piece::Holds("<blockquote>", "</blockquote>", inside)
                } else {
                    Piece::Holds(open, close, inside)
                }
            })
    })
}

fn is_phrasing(piece: &Piece) -> bool {
    match piece {
        Piece::Word => true,
        Piece::Void(name) => *name != "<hr>",
        Piece::Holds(..) => false,
    }
}

fn print(piece: &Piece, words: &mut usize, out: &mut String) {
    match piece {
        Piece::Word => {
            *words += 1;
            write!(out, " w{words}w").unwrap();
        }
        Piece::Void(html) => out.push_str(html),
        Piece::Holds(open, close, inside) => {
            out.push_str(open);
            for piece in inside {
                print(piece, words, out);
            }
            out.push_str(close);
        }
    }
}

/// Well-formed HTML, and how many words (`w1w`, `w2w` …) it shows.
pub fn html() -> impl Strategy<Value = (String, usize)> {
    vec(flow(), 0..6).prop_map(|pieces| {
        let mut out = String::new();
        let mut words = 0;
        for piece in &pieces {
            print(piece, &mut words, &mut out);
        }
        (out, words)
    })
}

/// Strings made of the pieces that parsers trip over.
pub fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            "<",
            ">",
            "</",
            "/>",
            "<p",
            "<p>",
            "</p>",
            "<table>",
            "<tr>",
            "<td>",
            "<b>",
            "<i>",
            "</b>",
            "<a href=",
            "\"",
            "'",
            "javascript:",
            "<script>",
            "</script>",
            "<style>",
            "<svg>",
            "<math>",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "&",
            "&lt;",
            "&#x",
            "&#0;",
            "\0",
            "\n",
            "\r\n",
            "\n\n",
            "\t",
            "# ",
            "> ",
            "- ",
            "1. ",
            "```",
            "~~~",
            "verse",
            "pullquote",
            "|",
            "|-|-|",
            "*",
            "**",
            "_",
            "[",
            "](",
            ")",
            "![",
            "Read more: ",
            "story:x",
            "picture:x",
            "— ",
            "http://x.y",
            "https://",
            "\u{202e}",
            "\u{feff}",
            "<template>",
            "<select>",
            "<option>",
            "<figure>",
            "<figcaption>",
            "<img src=x>",
            "<blockquote>",
            "<ul>",
            "<li>",
            "<details>",
            "<summary>",
            "<pre>",
            "<code>",
            "<br>",
            "<plaintext>",
            "<noscript>",
            "<iframe src=//youtube.com/embed/x>",
            "<title>",
            "<textarea>",
            "onload=x",
            " ",
            "{\"type\":\"doc\",\"content\":[",
            "{\"type\":\"paragraph\"",
            "}",
            "]",
            "\u{1}",
            "\u{fffe}",
        ])
        .prop_map(str::to_owned),
        "[a-z0-9]{1,3}",
        "\\PC{1,3}",
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}
