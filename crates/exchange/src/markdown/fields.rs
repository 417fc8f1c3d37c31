//! The fields of front matter under whichever of their names they have, as text, lists and times.
//! Used by everything that makes a post of a file.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::front::time;

/// Entries of one list.
pub(super) const MOST: usize = 200;

/// Front matter with its names in small letters; what stands under `params` and `extra` counts, too.
pub(super) struct Fields(pub(super) Map<String, Value>);

impl Fields {
    pub(super) fn new(fields: Map<String, Value>) -> Self {
        let mut flat: Map<String, Value> = Map::new();
        let mut below = Vec::new();
        for (name, value) in fields {
            let name = name.to_lowercase();
            if let (true, Value::Object(inner)) = (matches!(name.as_str(), "params" | "extra" | "taxonomies"), &value) {
                below.extend(inner.clone());
            }
            flat.entry(name).or_insert(value);
        }
        for (name, value) in below {
            flat.entry(name.to_lowercase()).or_insert(value);
        }
        Self(flat)
    }

    pub(super) fn get(&self, names: &[&str]) -> Option<&Value> {
        names
            .iter()
            .find_map(|name| self.0.get(*name).filter(|value| !value.is_null()))
    }

    /// A field as text, by the first of some names that has any.
    pub(super) fn text(&self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .filter_map(|name| text(self.0.get(*name)?))
            .find(|text| !text.is_empty())
    }

    pub(super) fn is_set(&self, names: &[&str]) -> bool {
        self.text(names)
            .is_some_and(|text| matches!(text.as_str(), "true" | "yes" | "1"))
    }

    /// A list, or a text that is one: by commas, and by blanks as Jekyll has it.
    pub(super) fn list(&self, names: &[&str], by_blanks: bool) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for value in names.iter().filter_map(|name| self.0.get(*name)) {
            let found: Vec<String> = match value {
                Value::Array(list) => list.iter().take(MOST).filter_map(named).collect(),
                Value::String(text) if text.contains(',') => {
                    text.split(',').take(MOST).map(|one| one.trim().to_owned()).collect()
                }
                Value::String(text) if by_blanks => text.split_whitespace().take(MOST).map(str::to_owned).collect(),
                value => named(value).into_iter().collect(),
            };
            for one in found {
                if !one.is_empty() && !out.contains(&one) && out.len() < MOST {
                    out.push(one);
                }
            }
        }
        out
    }

    pub(super) fn time(&self, names: &[&str]) -> (Option<jiff::civil::DateTime>, Option<Timestamp>) {
        names
            .iter()
            .filter_map(|name| text(self.0.get(*name)?))
            .map(|text| time(&text))
            .find(|(local, moment)| local.is_some() || moment.is_some())
            .unwrap_or_default()
    }
}

pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}

/// A text, or the name in an object.
fn named(value: &Value) -> Option<String> {
    let of = |value: &Value| {
        ["name", "title", "display_name", "id"]
            .iter()
            .find_map(|name| text(value.get(name)?))
    };
    text(value).or_else(|| of(value)).filter(|text| !text.is_empty())
}
