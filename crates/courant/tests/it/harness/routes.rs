//! Every route of the program, read from the source that lists them: a router cannot be asked what it knows.
//! The tests of rights and of headers walk them, so that a route which nobody thought of fails there.

use std::collections::BTreeSet;
use std::path::Path;

/// A method and the path of a route, with its parameters in braces.
pub type Route = (&'static str, String);

/// Where the routes of a folder of `crates/web/src` are nested.
const NESTED: [(&str, &str); 3] = [("desk", "/desk"), ("auth", "/desk"), ("api", "/api/v1")];

/// All of them, in order.
pub fn routes() -> BTreeSet<Route> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/src");
    let mut found = BTreeSet::new();
    walk(&source, &source, &mut found);
    assert!(found.len() > 50, "the list of routes is read wrongly: {found:?}");
    found
}

/// The acts on a story that share one route: `/desk/stories/{id}/{verb}`.
pub fn verbs() -> Vec<String> {
    let source = include_str!("../../../../web/src/desk/verbs.rs");
    let (_, arms) = source.split_once("match verb {").unwrap();
    let mut verbs = Vec::new();
    for line in arms.lines() {
        // The arms of this match alone stand so far in.
        let Some(arm) = line.strip_prefix("        \"") else {
            continue;
        };
        let Some((names, _)) = arm.split_once(" => ") else {
            continue;
        };
        verbs.extend(names.split(" | ").map(|name| name.trim_matches('"').to_owned()));
    }
    assert!(verbs.len() > 20, "the list of acts is read wrongly: {verbs:?}");
    verbs
}

fn walk(root: &Path, folder: &Path, found: &mut BTreeSet<Route>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(root, &path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("serve/tests.rs") {
            let within = path.strip_prefix(root).unwrap();
            let first = within.components().next().unwrap().as_os_str().to_string_lossy();
            let prefix = NESTED
                .iter()
                .find(|(folder, _)| first.trim_end_matches(".rs") == *folder)
                .map_or("", |(_, prefix)| prefix);
            read(&std::fs::read_to_string(&path).unwrap(), prefix, found);
        }
    }
}

fn read(source: &str, prefix: &str, found: &mut BTreeSet<Route>) {
    for (at, call) in source.match_indices(".route(") {
        let rest = &source[at + call.len()..];
        let Some(text) = rest.trim_start().strip_prefix('"') else {
            continue;
        };
        let (path, handlers) = text.split_once('"').unwrap();
        let path = match (prefix, path) {
            (prefix, "/") if !prefix.is_empty() => prefix.to_owned(),
            // The router itself nests nothing of what it lists.
            (prefix, path) if path.starts_with(prefix) => path.to_owned(),
            (prefix, path) => format!("{prefix}{path}"),
        };
        let mut depth = 1_i32;
        let end = handlers
            .char_indices()
            .find(|(_, c)| {
                depth += i32::from(*c == '(') - i32::from(*c == ')');
                depth == 0
            })
            .map_or(handlers.len(), |(at, _)| at);
        for (method, handler) in [
            ("GET", "get("),
            ("POST", "post("),
            ("PUT", "put("),
            ("DELETE", "delete("),
        ] {
            let called = handlers[..end].match_indices(handler).any(|(at, _)| {
                let before = handlers[..at].chars().next_back();
                before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
            });
            if called {
                found.insert((method, path.clone()));
            }
        }
    }
}
