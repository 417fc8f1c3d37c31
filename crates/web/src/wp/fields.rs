//! Which fields of an answer are wanted: `_fields=id,title.rendered`, and the fewer of `context=embed`.
//! Each resource asks [`Fields::wants`] before it works a costly field out; `answer` cuts the rest away.

use serde_json::{Map, Value};

/// The fields that are wanted.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields {
    /// Paths of names; none wants all.
    paths: Vec<Vec<String>>,
    /// All that the context has; nothing for every field.
    within: &'static [&'static str],
}

impl Fields {
    /// Reads `_fields`.
    pub(crate) fn read(lists: &[String]) -> Self {
        let paths = lists
            .iter()
            .flat_map(|list| list.split(','))
            .map(str::trim)
            .filter(|path| !path.is_empty())
            .take(100)
            .map(|path| path.split('.').take(8).map(str::to_owned).collect())
            .collect();
        Self { paths, within: &[] }
    }

    /// Of these names alone, as of `context=embed`.
    #[must_use]
    pub(crate) fn within(self, names: &'static [&'static str]) -> Self {
        Self { within: names, ..self }
    }

    /// Whether a field, or something within it, is wanted.
    pub(crate) fn wants(&self, name: &str) -> bool {
        let has = self.within.is_empty() || self.within.contains(&name);
        let asked = |path: &Vec<String>| path.first().is_some_and(|first| first == name);
        has && (self.paths.is_empty() || self.paths.iter().any(asked))
    }

    /// Cuts away what is not wanted.
    pub(crate) fn cut(&self, value: Value) -> Value {
        match value {
            Value::Array(items) => items.into_iter().map(|item| self.cut(item)).collect(),
            Value::Object(mut map) if !self.within.is_empty() => {
                map.retain(|name, _| self.within.contains(&name.as_str()));
                let rest = Self {
                    within: &[],
                    paths: self.paths.clone(),
                };
                rest.cut(Value::Object(map))
            }
            Value::Object(map) if !self.paths.is_empty() => {
                let mut kept = Map::new();
                for path in &self.paths {
                    copy(&map, path, &mut kept);
                }
                Value::Object(kept)
            }
            other => other,
        }
    }
}

fn copy(from: &Map<String, Value>, path: &[String], to: &mut Map<String, Value>) {
    let Some((first, rest)) = path.split_first() else {
        return;
    };
    let Some(value) = from.get(first) else { return };
    match value {
        Value::Object(inner) if !rest.is_empty() => {
            let place = to.entry(first.clone()).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(place) = place {
                copy(inner, rest, place);
            }
        }
        whole if rest.is_empty() => {
            to.insert(first.clone(), whole.clone());
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_are_cut_to_any_depth() {
        let fields = Fields::read(&["id,title.rendered".to_owned(), "_links.self".to_owned()]);
        let whole = json!({ "id": 7, "title": { "rendered": "x", "raw": "y" }, "slug": "x", "_links": { "self": [1], "up": [2] } });
        let cut = json!({ "id": 7, "title": { "rendered": "x" }, "_links": { "self": [1] } });
        assert_eq!(fields.cut(json!([whole.clone()])), json!([cut]));
        assert_eq!(Fields::default().cut(whole.clone()), whole);
        assert!(fields.wants("title") && !fields.wants("content"));
    }
}
