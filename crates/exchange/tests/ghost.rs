//! Every Ghost export in `tests/ghost` gives what stands in the `.expected` beside it; a new case is a new file.
//! `UPDATE_GHOST=1 cargo test -p courant-exchange --test ghost` writes the expected files anew: read the difference before you commit it.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod beside;
#[path = "wordpress/print.rs"]
mod print;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use beside::Beside;
use courant_exchange::ghost::{self, Export, Refusal};
use courant_text::plain;
use proptest::prelude::*;
use serde_json::{Value, json};

fn exports() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ghost");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "json"))
        .collect();
    files.sort();
    files
}

fn printed(export: &Export) -> Value {
    json!({
        "site": format!("{} | {} | {} | {} | {} | {}", export.site.title, export.site.url, export.site.description, export.site.language, export.site.version, export.zone),
        "authors": export.authors.iter().map(|author| format!("{author:?}")).collect::<Vec<_>>(),
        "terms": export.terms.iter().map(|term| format!("{} {} “{}” {}", term.taxonomy.name(), term.slug, term.name, term.description)).collect::<Vec<_>>(),
        "members": export.members,
        "posts": export.posts.iter().map(|post| json!({
            "post": print::post(&post.post),
            "feature": post.feature.as_ref().map(|feature| format!("{feature:?}")),
            "visibility": post.visibility,
        })).collect::<Vec<_>>(),
    })
}

#[test]
fn every_export_gives_what_stands_beside_it() {
    let files = exports();
    assert!(files.len() >= 2, "the exports are gone");
    let mut together = Beside::of("UPDATE_GHOST");
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        let export = ghost::read(&name, bytes.as_slice(), Some("https://harbour.example/")).unwrap();
        let found = printed(&export);
        let beside = path.with_extension("expected");
        together.compare(&name, &beside, &found);
    }
    together.end();
}

#[test]
fn what_is_no_export_is_refused_with_its_place() {
    let broken = ghost::read("x.json", &b"{\"db\": [\n{\"data\": "[..], None).unwrap_err();
    assert!(matches!(broken, Refusal::NotJson { line: 2, .. }), "{broken}");
    assert_eq!(
        ghost::read("x.json", &b"{\"a\": 1}"[..], None).unwrap_err(),
        Refusal::NoPosts
    );
}

/// Words of HTML, by string operations only.
fn words(html: &str) -> Vec<String> {
    let mut text = String::new();
    let mut within = false;
    for c in html.chars() {
        match c {
            '<' => within = true,
            '>' if within => {
                within = false;
                text.push(' ');
            }
            c if !within => text.push(c),
            _ => {}
        }
    }
    // Signs that are written as entities part words.
    for entity in [
        "&amp;", "&quot;", "&#x27;", "&#39;", "&nbsp;", "&lt;", "&gt;", "&mdash;", "&ndash;", "&trade;", "&hellip;",
    ] {
        text = text.replace(entity, " ");
    }
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[test]
fn a_real_export_comes_in_whole() {
    let file = "../../../shared/data/ghost";
    let near = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    let folder = [near, Path::new(env!("CARGO_MANIFEST_DIR")).join(file)]
        .into_iter()
        .find(|folder| folder.is_dir());
    let Some(folder) = folder else {
        println!("skipped: the shared export is absent");
        return;
    };
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let raw: Value = serde_json::from_slice(&bytes).unwrap();
        let rows = raw["db"][0]["data"]["posts"].as_array().unwrap().clone();
        let export = ghost::read("export.json", bytes.as_slice(), Some("https://old.example")).unwrap();
        assert_eq!(export.posts.len(), rows.len());
        let mut lost = Vec::new();
        let mut pictures = 0;
        let mut left = 0;
        for (row, post) in rows.iter().zip(&export.posts) {
            pictures += post.post.pictures.len();
            left += post.post.unreadable.len();
            // Ghost's own printing of the post, which the reader does not look at where there is a better form.
            let html = row["html"].as_str().unwrap_or_default();
            let mut have: HashMap<String, i64> = HashMap::new();
            let mut text = plain::write(&post.post.document);
            text.push_str(&print::document(&post.post.document).join("\n"));
            for problem in &post.post.unreadable {
                text.push_str(&problem.what);
            }
            for word in text
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
            {
                *have.entry(word.to_lowercase()).or_default() += 1;
            }
            for word in words(html) {
                if !have.contains_key(&word) {
                    lost.push(format!("“{}”: {word}", post.post.title));
                }
            }
        }
        println!(
            "{} posts, {pictures} pictures, {left} left out, {} words missing",
            rows.len(),
            lost.len()
        );
        assert!(lost.is_empty(), "{}", lost.join("\n"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_change_to_an_export_makes_it_panic(
        which in 0usize..2,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), prop_oneof![
            Just("["), Just("]"), Just("{"), Just("}"), Just("\""), Just("1"), Just("-1"), Just("null"), Just(""), Just("\\\""), Just(","), Just("999999999999999999999"), Just("text"), Just("é"),
        ], 0usize..20), 0..6),
    ) {
        let files = exports();
        let mut bytes = std::fs::read(files.get(which % files.len()).unwrap()).unwrap();
        for (at, put, out) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + out).min(bytes.len());
            bytes.splice(at..end, put.bytes());
        }
        if let Ok(export) = ghost::read("x", bytes.as_slice(), None) {
            for post in export.posts {
                let json = courant_text::json::write(&post.post.document);
                prop_assert!(courant_text::json::read(&json).is_ok(), "{json}");
            }
        }
    }
}
