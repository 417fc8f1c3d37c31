//! No attack string of the public collections, read as HTML, Markdown, reply or plain text, is ever printed as anything but text.

use std::path::{Path, PathBuf};

use courant_text::document::{BlockKind, Inline, Marks};
use courant_text::html::NoSurroundings;
use courant_text::{Document, SequentialIds, html, json, markdown, plain, reply};

use crate::allowed::offences;

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/xss");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: ../shared is absent");
    None
}

/// Every attack of every file: lines, fenced blocks, JSON strings and XML code elements, and each file as a whole.
fn attacks(folder: &Path) -> Vec<String> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        out.extend(text.lines().map(str::to_owned));
        if path.extension().is_some_and(|ext| ext == "json") {
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            strings(&value, &mut out);
        }
        if path.extension().is_some_and(|ext| ext == "xml") {
            for code in text.split("<code>").skip(1) {
                let code = code.split("</code>").next().unwrap();
                out.push(
                    code.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&apos;", "'")
                        .replace("&amp;", "&"),
                );
            }
        }
        out.extend(text.split("```").map(str::to_owned));
        out.push(text);
    }
    assert!(out.len() > 5000, "only {} attacks found", out.len());
    out
}

fn strings(value: &serde_json::Value, out: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => out.push(text.clone()),
        serde_json::Value::Array(values) => values.iter().for_each(|value| strings(value, out)),
        serde_json::Value::Object(map) => map.values().for_each(|value| strings(value, out)),
        _ => {}
    }
}

fn check(document: &Document, reader: &str, attack: &str) {
    for (writer, printed) in [
        ("page", html::write(document, &NoSurroundings)),
        (
            "feed",
            html::write_for_feeds(document, &NoSurroundings, "https://paper.example/"),
        ),
        ("reply", reply::write(document)),
    ] {
        let offences = offences(&printed);
        assert!(
            offences.is_empty(),
            "{reader} → {writer}: {offences:?}\nattack: {attack}\nprinted: {printed}"
        );
    }
    let canonical = json::write(document);
    assert_eq!(json::read(&canonical).as_ref(), Ok(document), "{reader}: {attack}");
}

#[test]
fn no_attack_string_survives_as_markup() {
    let Some(folder) = folder() else {
        return;
    };
    for attack in attacks(&folder) {
        let ids = &mut SequentialIds::new();
        check(&html::read(&attack, ids).document, "html", &attack);
        let ids = &mut SequentialIds::new();
        check(
            &html::read_from(&attack, Some("https://evil.example/x"), ids).document,
            "html of a page",
            &attack,
        );
        let ids = &mut SequentialIds::new();
        check(&markdown::read(&attack, ids).document, "markdown", &attack);
        let ids = &mut SequentialIds::new();
        check(&reply::read(&attack, ids), "reply", &attack);
        let ids = &mut SequentialIds::new();
        check(&plain::read(&attack, ids), "plain", &attack);
    }
}

#[test]
fn no_attack_string_survives_as_a_link_or_a_title() {
    let Some(folder) = folder() else {
        return;
    };
    for attack in attacks(&folder) {
        // Whole files have had their turn above.
        if attack.len() > 10_000 {
            continue;
        }
        for source in [
            format!("<a href=\"{attack}\" title='{attack}'>x</a>"),
            format!("<img src='{attack}' alt=\"{attack}\"><iframe src=\"{attack}\"></iframe>"),
        ] {
            let ids = &mut SequentialIds::new();
            check(&html::read(&source, ids).document, "html", &source);
        }
        let source = format!("[x](<{attack}> \"{attack}\") ![{attack}]({attack}) <{attack}>");
        let ids = &mut SequentialIds::new();
        check(&markdown::read(&source, ids).document, "markdown", &source);
        let source = format!("[x]({attack}) https://{attack} *{attack}*");
        let ids = &mut SequentialIds::new();
        check(&reply::read(&source, ids), "reply", &source);
    }
}

#[test]
fn a_reply_shows_an_attack_to_the_letter() {
    let attack = "<script>alert(1)</script> <img src=x onerror=alert(1)>";
    let document = reply::read(attack, &mut SequentialIds::new());
    assert_eq!(plain::write(&document), attack);
}

#[test]
fn a_document_built_by_hand_prints_no_bad_address_either() {
    let document = Document {
        blocks: vec![courant_text::Block {
            id: courant_text::BlockId("\"><script>".to_owned()),
            kind: BlockKind::Paragraph(vec![Inline::Text {
                text: "x".to_owned(),
                marks: Marks {
                    link: Some(courant_text::document::Link {
                        href: "javascript:alert(1)".to_owned(),
                        title: "\" onclick=\"x".to_owned(),
                    }),
                    ..Marks::default()
                },
            }]),
        }],
    };
    assert_eq!(html::write(&document, &NoSurroundings), "<p>x</p>\n");
}
