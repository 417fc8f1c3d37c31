//! Writes `docs/themes/contexts.md` from the comments of `site/view` and from the samples, and holds it to them.
//! A test: run it with `COURANT_WRITE_DOCS=1` to write the page anew.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use serde::Serialize;

use super::Page;
use crate::site::view;

/// The sources in the order in which a theme's author wants to read them.
const SOURCES: [&str; 12] = [
    include_str!("../site/view/front.rs"),
    include_str!("../site/view/listing.rs"),
    include_str!("../site/view/story.rs"),
    include_str!("../site/view/storyline.rs"),
    include_str!("../site/view/entity.rs"),
    include_str!("../site/view/entities.rs"),
    include_str!("../site/view/quotation.rs"),
    include_str!("../site/view/standing.rs"),
    include_str!("../site/view/search.rs"),
    include_str!("../site/view/problem.rs"),
    include_str!("../site/view/reply.rs"),
    include_str!("../site/view.rs"),
];

/// A struct or an enum of the views: what it is, and its fields or variants.
struct Noun {
    name: String,
    about: String,
    choice: bool,
    parts: Vec<(String, String, String)>,
}

/// Reads the structs and enums out of a source. It knows only the plain style of those files.
fn nouns(source: &str) -> Vec<Noun> {
    let mut found: Vec<Noun> = Vec::new();
    let mut about = String::new();
    let mut inside = false;
    for line in source.lines() {
        let text = line.trim();
        if let Some(words) = text.strip_prefix("///") {
            if !about.is_empty() {
                about.push(' ');
            }
            about.push_str(words.trim());
            continue;
        }
        if text.starts_with("#[") {
            continue;
        }
        let head = text.strip_suffix(" {").and_then(|head| {
            Some((
                head.strip_prefix("pub struct ").or(head.strip_prefix("pub enum "))?,
                head,
            ))
        });
        if let Some((name, head)) = head {
            found.push(Noun {
                name: name.to_owned(),
                about: std::mem::take(&mut about),
                choice: head.starts_with("pub enum"),
                parts: Vec::new(),
            });
            inside = true;
        } else if line == "}" {
            inside = false;
        } else if inside && let Some(noun) = found.last_mut() {
            let part = text.trim_end_matches(',');
            let (name, kind) = part.split_once(": ").unwrap_or((part, ""));
            noun.parts.push((
                name.trim_start_matches("pub ").to_owned(),
                kind.to_owned(),
                std::mem::take(&mut about),
            ));
        }
        about.clear();
    }
    found
}

/// `Option<Moment>` as a theme's author says it.
fn kind_in_words(kind: &str) -> String {
    if let Some(inner) = kind.strip_prefix("Option<").and_then(|kind| kind.strip_suffix('>')) {
        return format!("{} or none", kind_in_words(inner));
    }
    if let Some(inner) = kind.strip_prefix("Vec<").and_then(|kind| kind.strip_suffix('>')) {
        return format!("list of {}", kind_in_words(inner));
    }
    match kind {
        "String" => "text".into(),
        "bool" => "true or false".into(),
        "u16" | "u32" | "u64" => "number".into(),
        "Html" => "HTML".into(),
        other => format!("[{other}](#{})", other.to_lowercase()),
    }
}

/// `TooLong` as it is printed: `too-long`.
fn kebab(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

fn sample<P: Page + Serialize>(samples: &[P]) -> (&'static str, String) {
    let mut value = serde_json::to_value(samples.first().unwrap()).unwrap();
    // The chrome is the same everywhere and shown once.
    if P::TEMPLATE != "report-sent.html"
        && let Some(chrome) = value.get_mut("chrome")
    {
        *chrome = serde_json::json!("…");
    }
    shorten(&mut value);
    (P::TEMPLATE, serde_json::to_string_pretty(&value).unwrap())
}

/// A list shows its first entry, a long text its beginning.
fn shorten(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Array(entries) => {
            entries.truncate(1);
            entries.iter_mut().for_each(shorten);
        }
        serde_json::Value::Object(fields) => {
            // Whether serde_json keeps the order of fields hangs on what else is built with it.
            let sorted: BTreeMap<String, serde_json::Value> = std::mem::take(fields).into_iter().collect();
            fields.extend(sorted);
            fields.values_mut().for_each(shorten);
        }
        serde_json::Value::String(text) if text.chars().count() > 80 => {
            *text = text.chars().take(79).chain(['…']).collect();
        }
        _ => {}
    }
}

fn page() -> String {
    let samples: BTreeMap<&str, (&str, String)> = BTreeMap::from([
        ("Front", sample(&view::Front::samples())),
        ("Listing", sample(&view::Listing::samples())),
        ("StoryPage", sample(&view::StoryPage::samples())),
        ("StorylinePage", sample(&view::StorylinePage::samples())),
        ("EntityPage", sample(&view::EntityPage::samples())),
        ("Entities", sample(&view::Entities::samples())),
        ("Quotations", sample(&view::Quotations::samples())),
        ("AskCorrection", sample(&view::AskCorrection::samples())),
        ("Standing", sample(&view::Standing::samples())),
        ("Corrections", sample(&view::Corrections::samples())),
        ("Search", sample(&view::Search::samples())),
        ("Problem", sample(&view::Problem::samples())),
        ("ReplyWaiting", sample(&view::ReplyWaiting::samples())),
        ("ReplyConfirm", sample(&view::ReplyConfirm::samples())),
        ("ReplyRefused", sample(&view::ReplyRefused::samples())),
        ("ReplyAnswer", sample(&view::ReplyAnswer::samples())),
        ("ReportSent", sample(&view::ReportSent::samples())),
    ]);
    let mut out = format!(
        "# What templates are given\n\n\
         This page is written by a test from the code (`crates/web/src/site/view`); contract {}.\n\
         The samples are the first of those that `courant theme check` prints every template with;\n\
         of each list they show one entry.\n",
        super::CONTRACT
    );
    for noun in SOURCES.iter().flat_map(|source| nouns(source)) {
        let _ = write!(out, "\n## {}\n\n{}\n\n", noun.name, noun.about);
        if let Some((template, _)) = samples.get(noun.name.as_str()) {
            let _ = write!(out, "Printed by `templates/{template}`.\n\n");
        }
        for (name, kind, about) in &noun.parts {
            let _ = if noun.choice {
                writeln!(out, "- `\"{}\"`: {about}", kebab(name))
            } else {
                writeln!(out, "- `{name}` ({}): {about}", kind_in_words(kind))
            };
        }
        if let Some((_, json)) = samples.get(noun.name.as_str()) {
            let _ = write!(out, "\n```json\n{json}\n```\n");
        }
    }
    out
}

#[test]
fn the_page_about_contexts_says_what_the_code_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/themes/contexts.md");
    let now = page();
    if std::env::var_os("COURANT_WRITE_DOCS").is_some() {
        fs::write(&path, &now).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == now,
        "docs/themes/contexts.md is not what the code says; write it anew with COURANT_WRITE_DOCS=1"
    );
}

#[test]
fn every_field_of_a_context_is_documented() {
    for noun in SOURCES.iter().flat_map(|source| nouns(source)) {
        assert!(!noun.about.is_empty(), "{}", noun.name);
        for (name, _, about) in noun.parts {
            assert!(!about.is_empty(), "{}.{name}", noun.name);
        }
    }
}
