//! What comes from outside keeps to `deny.toml`: its licences and its bans, held here too for machines without cargo-deny.
//! Called by `tidy::run` with that file and what `cargo metadata` prints.

use super::Offence;
use super::imports::{list, names, nodes, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Crates that must be there once at most: one TLS provider, one SQLite, one runtime.
const ONCE: &[&str] = &["libsqlite3-sys", "ring", "rustls", "tokio", "sqlx-core"];

/// No crate in the tree is banned, and none of the great ones is there twice.
pub fn bans(deny: &str, metadata: &Value) -> Vec<Offence> {
    let names = names(metadata);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for node in nodes(metadata) {
        let name = names.get(text(&node["id"])).copied().unwrap_or("");
        *counts.entry(name).or_default() += 1;
    }
    let banned = banned(deny)
        .into_iter()
        .filter(|name| counts.contains_key(name))
        .map(|name| format!("{name} is in the tree: cargo tree -i {name}"));
    let doubled = ONCE
        .iter()
        .filter(|name| counts.get(*name).is_some_and(|count| *count > 1))
        .map(|name| format!("{name} is in the tree more than once: cargo tree -d"));
    banned
        .chain(doubled)
        .map(|what| Offence::new("Cargo.lock", 0, what))
        .collect()
}

/// Every crate in the tree can be had under a licence that is allowed.
pub fn licences(deny: &str, metadata: &Value) -> Vec<Offence> {
    let allowed = allowed(deny);
    let used: BTreeSet<&str> = nodes(metadata).map(|node| text(&node["id"])).collect();
    list(&metadata["packages"])
        .filter(|package| used.contains(text(&package["id"])))
        .filter_map(|package| {
            let licence = text(&package["license"]);
            let name = text(&package["name"]);
            (!holds(licence, &allowed)).then(|| {
                let what = format!("{name} comes as `{licence}`, which deny.toml does not allow");
                Offence::new("Cargo.lock", 0, what)
            })
        })
        .collect()
}

fn banned(deny: &str) -> Vec<&str> {
    deny.lines()
        .filter_map(|line| line.trim().strip_prefix("{ name = \""))
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

fn allowed(deny: &str) -> BTreeSet<&str> {
    let list = deny.split("\nallow = [").nth(1).unwrap_or("");
    let list = list.split("\n]").next().unwrap_or("");
    list.lines()
        .filter_map(|line| line.trim().strip_prefix('"'))
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

/// Whether an SPDX expression can be met: one side of each OR, both sides of each AND. Old crates write `/` for OR.
fn holds(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = spaced.split_whitespace().peekable();
    let met = either(&mut words, allowed);
    met && words.next().is_none()
}

type Words<'a> = std::iter::Peekable<std::str::SplitWhitespace<'a>>;

fn either(words: &mut Words, allowed: &BTreeSet<&str>) -> bool {
    let mut met = both(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        // Not `||`: the other side must be read in any case.
        met |= both(words, allowed);
    }
    met
}

fn both(words: &mut Words, allowed: &BTreeSet<&str>) -> bool {
    let mut met = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        met &= one(words, allowed);
    }
    met
}

fn one(words: &mut Words, allowed: &BTreeSet<&str>) -> bool {
    match words.next() {
        Some("(") => {
            let met = either(words, allowed);
            words.next_if_eq(&")").is_some() && met
        }
        Some(name) => {
            if words.next_if_eq(&"WITH").is_some() {
                let exception = words.next().unwrap_or("");
                return allowed.contains(format!("{name} WITH {exception}").as_str());
            }
            allowed.contains(name)
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const DENY: &str = "[licenses]\nallow = [\n    \"MIT\",\n    \"ISC\", # why\n    \"Apache-2.0 WITH LLVM-exception\",\n]\n[bans]\ndeny = [\n    { name = \"openssl\", reason = \"no\" },\n]\n";

    fn tree(crates: &[(&str, &str)]) -> Value {
        let packages: Vec<Value> = crates
            .iter()
            .enumerate()
            .map(|(id, (name, licence))| json!({ "id": id.to_string(), "name": name, "license": licence }))
            .collect();
        json!({ "packages": packages, "resolve": { "nodes": packages } })
    }

    #[test]
    fn an_expression_is_met_by_one_side_of_or_and_both_of_and() {
        let allowed = allowed(DENY);
        for met in [
            "MIT",
            "GPL-3.0 OR MIT",
            "MIT/Apache-2.0",
            "(MIT OR X) AND ISC",
            "Apache-2.0 WITH LLVM-exception",
        ] {
            assert!(holds(met, &allowed), "{met}");
        }
        for unmet in ["", "GPL-3.0", "MIT AND X", "(X OR Y) AND MIT", "Apache-2.0", "MIT ISC"] {
            assert!(!holds(unmet, &allowed), "{unmet}");
        }
    }

    #[test]
    fn a_crate_without_an_allowed_licence_is_named() {
        assert_eq!(licences(DENY, &tree(&[("a", "MIT"), ("b", "ISC")])), []);
        assert_eq!(licences(DENY, &tree(&[("a", "MIT"), ("b", "AGPL-3.0")])).len(), 1);
    }

    #[test]
    fn a_banned_crate_is_found_wherever_it_comes_from() {
        assert_eq!(bans(DENY, &tree(&[("a", "MIT")])), []);
        assert_eq!(bans(DENY, &tree(&[("a", "MIT"), ("openssl", "MIT")])).len(), 1);
    }

    #[test]
    fn one_tls_provider_means_one() {
        assert_eq!(bans(DENY, &tree(&[("rustls", "MIT"), ("rustls", "MIT")])).len(), 1);
    }
}
