//! Every Rust file of a crate has one home: exactly one `mod` line leads to it, so nothing lies about uncompiled or compiled twice.
//! Called by `tidy::run`; the queries of the store alone are compiled twice, once for each database.

use super::{Offence, Page};
use std::collections::{BTreeMap, BTreeSet};

/// Written once and compiled by both database crates.
const SHARED: &str = "crates/store/queries/";

/// Files that no `mod` line leads to, and files that more than one leads to.
pub fn rule(pages: &[Page]) -> Vec<Offence> {
    let rust: BTreeMap<&str, &str> = pages
        .iter()
        .filter(|page| page.extension() == "rs" && page.path.starts_with("crates/"))
        .map(|page| (page.path.as_str(), page.text.as_str()))
        .collect();
    let mut homes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut open: Vec<String> = rust
        .keys()
        .filter(|path| is_root(path))
        .map(|path| (*path).to_string())
        .collect();
    let mut seen: BTreeSet<String> = open.iter().cloned().collect();
    while let Some(path) = open.pop() {
        let Some(text) = rust.get(path.as_str()) else {
            continue;
        };
        for child in children(&path, text) {
            let Some(child) = child.into_iter().find(|c| rust.contains_key(c.as_str())) else {
                continue;
            };
            homes.entry(child.clone()).or_default().insert(path.clone());
            if seen.insert(child.clone()) {
                open.push(child);
            }
        }
    }
    let mut found = Vec::new();
    for path in rust.keys() {
        let count = homes.get(*path).map_or(0, BTreeSet::len);
        if !seen.contains(*path) {
            found.push(Offence::new(path, 0, "no `mod` line leads here"));
        } else if count > 1 && !path.starts_with(SHARED) && !is_shared_by_tests(path) {
            found.push(Offence::new(path, 0, "more than one `mod` line leads here"));
        }
    }
    found
}

/// What cargo compiles by itself.
fn is_root(path: &str) -> bool {
    let mut parts = path.splitn(3, '/').skip(2);
    let within = parts.next().unwrap_or("");
    let depth = within.matches('/').count();
    match within.split('/').next() {
        Some("src") => matches!(within, "src/lib.rs" | "src/main.rs") || within.starts_with("src/bin/"),
        Some("tests" | "examples" | "benches") => depth == 1 || within.ends_with("/main.rs"),
        _ => within == "build.rs",
    }
}

/// Tests of one crate may share a folder of their own.
fn is_shared_by_tests(path: &str) -> bool {
    path.contains("/tests/")
}

/// For each `mod name;` the places where its file may lie.
fn children(path: &str, text: &str) -> Vec<Vec<String>> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.trim_end_matches(".rs");
    let nested = if is_root(path) || stem == "mod" {
        folder.to_string()
    } else {
        format!("{folder}/{stem}")
    };
    let mut found = Vec::new();
    let mut named = None;
    for line in text.lines().map(str::trim) {
        if let Some(rest) = line.strip_prefix("#[path") {
            named = rest.split('"').nth(1).map(|to| joined(folder, to));
            continue;
        }
        let Some(name) = declared(line) else {
            if !line.starts_with("#[") && !line.starts_with("//") {
                named = None;
            }
            continue;
        };
        found.push(match named.take() {
            Some(path) => vec![path],
            None => vec![format!("{nested}/{name}.rs"), format!("{nested}/{name}/mod.rs")],
        });
    }
    found
}

/// The name in `mod name;`, `pub mod name;` or `pub(crate) mod name;`.
fn declared(line: &str) -> Option<&str> {
    let (head, rest) = line.split_once("mod ")?;
    let head = head.trim();
    if !(head.is_empty() || head == "pub" || (head.starts_with("pub(") && head.ends_with(')'))) {
        return None;
    }
    let name = rest.split(';').next()?.trim();
    let whole = rest.contains(';') && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    whole.then_some(name)
}

fn joined(folder: &str, to: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in to.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::super::page;
    use super::*;

    #[test]
    fn a_file_that_no_mod_line_leads_to_is_found() {
        let pages = [
            page("crates/a/src/lib.rs", "pub mod b;\nmod c;\n"),
            page("crates/a/src/b.rs", "mod inner;\n"),
            page("crates/a/src/b/inner.rs", ""),
            page("crates/a/src/c/mod.rs", ""),
            page("crates/a/src/lost.rs", ""),
            page("crates/a/tests/it/main.rs", "mod reads;"),
            page("crates/a/tests/it/reads.rs", ""),
        ];
        let found: Vec<String> = rule(&pages).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["crates/a/src/lost.rs: no `mod` line leads here"]);
    }

    #[test]
    fn the_queries_alone_have_two_homes() {
        let by_path = "#[path = \"../../store/queries/stories.rs\"]\npub mod stories;\n";
        let elsewhere = "#[path = \"../../a/src/b.rs\"]\nmod b;\n";
        let pages = [
            page("crates/store-sqlite/src/lib.rs", by_path),
            page("crates/store-postgres/src/lib.rs", by_path),
            page("crates/store/queries/stories.rs", ""),
            page("crates/a/src/lib.rs", "mod b;\n"),
            page("crates/a/src/b.rs", ""),
            page("crates/c/src/lib.rs", elsewhere),
        ];
        let found: Vec<String> = rule(&pages).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["crates/a/src/b.rs: more than one `mod` line leads here"]);
    }
}
