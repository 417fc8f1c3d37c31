//! Published styles of Vale load and run; their folder is named by `COURANT_VALE`, and they are no part of the project.
#![expect(clippy::unwrap_used, reason = "tests")]

use courant_copydesk::{Desk, Page, Rules, check};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn rule_files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rule_files(&path, out);
        } else if path.extension().is_some_and(|ending| ending == "yml") && !path.to_string_lossy().contains("/.") {
            out.push(path);
        }
    }
}

#[test]
fn published_styles_load_and_run() {
    let Some(folder) = std::env::var_os("COURANT_VALE") else {
        eprintln!("skipped: COURANT_VALE names no folder of styles");
        return;
    };
    let mut paths = Vec::new();
    rule_files(Path::new(&folder), &mut paths);
    let files: Vec<(String, String)> = paths
        .iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .filter(|(_, text)| text.contains("extends:"))
        .collect();
    let (rules, bad) = Rules::read(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    for why in &bad {
        eprintln!("{why}");
    }
    eprintln!("{} of {} rules load", rules.rules.len(), files.len());
    assert!(rules.rules.len() * 10 >= files.len() * 9);
    let page = Page::from_plain(
        "We will utilize the app. It's a very very good thing, e.g. for you!\n\nClick Here To Go On\n\nThat is all there is.\n",
    );
    let desk = Desk {
        rules: Arc::new(rules),
        ..Desk::default()
    };
    assert!(!check(&page, &desk).notes.is_empty());
}
