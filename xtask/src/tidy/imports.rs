//! Imports go one way through the house, and the pure rooms stay pure.
//! Called by `tidy::run` with what `cargo metadata` prints; `licences` reads the same account through the functions at the foot.

use super::Offence;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A crate uses only crates of a line above its own; neighbours of one line never use each other.
const MAP: &[&[&str]] = &[
    &["courant-text", "courant-images"],
    &["courant-model"],
    &["courant-copydesk", "courant-coedit"],
    &["courant-store-sqlite", "courant-store-postgres"],
    &["courant-store"],
    &["courant-newsroom"],
    &["courant-exchange", "courant-web"],
    &["courant"],
];

/// Rooms that work on bytes and words alone.
const PURE: &[&str] = &[
    "courant-text",
    "courant-copydesk",
    "courant-coedit",
    "courant-images",
    "courant-model",
];
const IMPURE: &[&str] = &["tokio", "sqlx", "axum"];

fn line_of(name: &str) -> Option<usize> {
    MAP.iter().position(|line| line.contains(&name))
}

/// Every crate of ours keeps to the map, in its tests too.
pub fn one_way(metadata: &Value) -> Vec<Offence> {
    let mut found = Vec::new();
    for package in members(metadata) {
        let name = text(&package["name"]);
        let Some(own) = line_of(name) else {
            if name != "xtask" {
                let what = format!("{name} has no place on the map in xtask/src/tidy/imports.rs");
                found.push(Offence::new(&manifest(metadata, package), 0, what));
            }
            continue;
        };
        for dependency in list(&package["dependencies"]) {
            let other = text(&dependency["name"]);
            if other != name && line_of(other).is_some_and(|line| line >= own) {
                let what = format!("{name} uses {other}, which does not stand above it");
                found.push(Offence::new(&manifest(metadata, package), 0, what));
            }
        }
    }
    found
}

/// The pure rooms know no runtime, no database and no server, not even through others.
pub fn pure_rooms(metadata: &Value) -> Vec<Offence> {
    let names = names(metadata);
    let uses: BTreeMap<&str, Vec<&str>> = nodes(metadata)
        .map(|node| (text(&node["id"]), built_with(node)))
        .collect();
    let mut found = Vec::new();
    for package in members(metadata) {
        let name = text(&package["name"]);
        if !PURE.contains(&name) {
            continue;
        }
        let mut seen = BTreeSet::new();
        let mut open = vec![text(&package["id"])];
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                open.extend(uses.get(id).into_iter().flatten());
            }
        }
        for id in seen {
            let other = names.get(id).copied().unwrap_or("");
            if IMPURE.contains(&other) {
                let what = format!("{name} is a pure room and comes to use {other}");
                found.push(Offence::new(&manifest(metadata, package), 0, what));
            }
        }
    }
    found
}

/// Ids of what a package is built with: its ordinary dependencies, not those of its tests or build script.
fn built_with(node: &Value) -> Vec<&str> {
    list(&node["deps"])
        .filter(|dep| list(&dep["dep_kinds"]).any(|kind| kind["kind"].is_null()))
        .map(|dep| text(&dep["pkg"]))
        .collect()
}

/// What is built and with what, as cargo resolved it.
pub fn nodes(metadata: &Value) -> impl Iterator<Item = &Value> {
    list(metadata.pointer("/resolve/nodes").unwrap_or(&Value::Null))
}

fn members(metadata: &Value) -> Vec<&Value> {
    let members: BTreeSet<&str> = list(&metadata["workspace_members"]).map(text).collect();
    list(&metadata["packages"])
        .filter(|package| members.contains(text(&package["id"])))
        .collect()
}

/// The name of each package by its id.
pub fn names(metadata: &Value) -> BTreeMap<&str, &str> {
    list(&metadata["packages"])
        .map(|package| (text(&package["id"]), text(&package["name"])))
        .collect()
}

fn manifest(metadata: &Value, package: &Value) -> String {
    let path = text(&package["manifest_path"]);
    let root = text(&metadata["workspace_root"]);
    path.trim_start_matches(root).trim_start_matches('/').into()
}

/// The members of a JSON array, or nothing.
pub fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The words of a JSON string, or none.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A workspace of the named crates, each with the names of what it is built with.
    fn workspace(crates: &[(&str, &[&str])]) -> Value {
        let packages: Vec<Value> = crates
            .iter()
            .map(|(name, uses)| {
                let dependencies: Vec<Value> = uses.iter().map(|u| json!({ "name": u })).collect();
                json!({ "id": name, "name": name, "manifest_path": format!("/r/{name}/Cargo.toml"), "dependencies": dependencies })
            })
            .collect();
        let nodes: Vec<Value> = crates
            .iter()
            .map(|(name, uses)| {
                let deps: Vec<Value> = uses
                    .iter()
                    .map(|u| json!({ "pkg": u, "dep_kinds": [{ "kind": null }] }))
                    .collect();
                json!({ "id": name, "deps": deps })
            })
            .collect();
        let ours: Vec<&str> = crates
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| name.starts_with("courant"))
            .collect();
        json!({ "packages": packages, "resolve": { "nodes": nodes }, "workspace_members": ours, "workspace_root": "/r" })
    }

    #[test]
    fn a_crate_uses_only_those_above_it() {
        let good = workspace(&[("courant-model", &["courant-text"]), ("courant-text", &[])]);
        assert_eq!(one_way(&good), []);
        let upwards = workspace(&[("courant-text", &["courant-model"])]);
        assert_eq!(one_way(&upwards).len(), 1);
        let neighbours = workspace(&[("courant-web", &["courant-exchange"])]);
        assert_eq!(one_way(&neighbours).len(), 1);
    }

    #[test]
    fn a_new_crate_asks_for_a_place_on_the_map() {
        assert_eq!(one_way(&workspace(&[("courant-attic", &[])])).len(), 1);
    }

    #[test]
    fn a_pure_room_is_pure_through_others_too() {
        let tree = workspace(&[
            ("courant-text", &["innocent"]),
            ("innocent", &["tokio"]),
            ("tokio", &[]),
        ]);
        assert_eq!(pure_rooms(&tree).len(), 1);
        assert_eq!(pure_rooms(&workspace(&[("courant-web", &["tokio"])])), []);
    }
}
