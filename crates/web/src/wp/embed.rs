//! `_embed`: what an answer links to is brought along in `_embedded`, read by the same routes as if it had been asked for.
//! Each address is read once an answer, however many items link to it.

use super::args::Asked;
use super::links::href;
use super::read;
use crate::site::Reader;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Which links are followed.
#[derive(Debug, Clone)]
pub(crate) enum Embed {
    /// None.
    Nothing,
    /// Every one that can be.
    All,
    /// Those of these relations.
    Only(Vec<String>),
}

impl Embed {
    /// Reads `_embed`, `_embed=1`, `_embed=author,wp:term`, `_embed[]=author`.
    pub(crate) fn read(asked: &Asked) -> Self {
        if !asked.has("_embed") {
            return Self::Nothing;
        }
        let lists = asked.words("_embed");
        let names: Vec<String> = lists
            .iter()
            .flat_map(|list| list.split(','))
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect();
        match names.as_slice() {
            [] => Self::All,
            [one] if matches!(one.as_str(), "1" | "true") => Self::All,
            [one] if matches!(one.as_str(), "0" | "false") => Self::Nothing,
            _ => Self::Only(names),
        }
    }

    fn wants(&self, rel: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::All => true,
            Self::Only(names) => names.iter().any(|name| name == rel),
        }
    }
}

/// Puts `_embedded` into an item, or into each item of a list.
pub(super) async fn fill(reader: &mut Reader<'_>, body: &mut Value, wanted: &Embed) {
    if matches!(wanted, Embed::Nothing) {
        return;
    }
    let mut known = BTreeMap::new();
    match body {
        Value::Array(items) => {
            for item in items {
                one(reader, item, wanted, &mut known).await;
            }
        }
        item => one(reader, item, wanted, &mut known).await,
    }
}

async fn one(reader: &mut Reader<'_>, item: &mut Value, wanted: &Embed, known: &mut BTreeMap<String, Value>) {
    let Some(Value::Object(links)) = item.get("_links") else {
        return;
    };
    let mut follow: Vec<(String, Vec<String>)> = Vec::new();
    for (rel, list) in links {
        if !wanted.wants(rel) {
            continue;
        }
        let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
        let addresses: Vec<String> = list
            .iter()
            .filter(|link| link.get("embeddable") == Some(&Value::Bool(true)))
            .filter_map(|link| Some(link.get("href")?.as_str()?.to_owned()))
            .collect();
        if !addresses.is_empty() {
            follow.push((rel.clone(), addresses));
        }
    }
    let mut embedded = Map::new();
    for (rel, addresses) in follow {
        let mut values = Vec::new();
        for address in addresses {
            if !known.contains_key(&address) {
                let value = fetched(reader, &address).await;
                known.insert(address.clone(), value);
            }
            values.extend(known.get(&address).cloned());
        }
        embedded.insert(rel, Value::Array(values));
    }
    if let Value::Object(map) = item
        && !embedded.is_empty()
    {
        map.insert("_embedded".to_owned(), Value::Object(embedded));
    }
}

/// What stands at an address of the API; what is wrong with it, when there is nothing.
async fn fetched(reader: &mut Reader<'_>, address: &str) -> Value {
    let root = href(reader.app, "");
    let rest = address.strip_prefix(&root).unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let asked = Asked::query(&format!("{query}&context=embed"));
    match read(reader, path, asked).await {
        Ok(given) => given.body,
        Err(fault) => fault.told().body(),
    }
}
