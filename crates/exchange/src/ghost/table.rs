//! The tables of an export, in which numbers may be text and yes may be 1: how a field is read, and who belongs to whom.
//! Used by the readers of posts, tags and authors.

use std::collections::HashMap;

use serde_json::Value;

/// The rows of a table.
pub(super) fn records<'a>(data: &'a Value, table: &str) -> impl Iterator<Item = &'a Value> {
    data.get(table).and_then(Value::as_array).into_iter().flatten()
}

/// A field as text, or empty.
pub(super) fn text(record: &Value, name: &str) -> String {
    match record.get(name) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(yes)) => yes.to_string(),
        _ => String::new(),
    }
}

/// A field as text, if it holds any.
pub(super) fn some(record: &Value, name: &str) -> Option<String> {
    Some(text(record, name)).filter(|text| !text.is_empty())
}

/// A whole number, when it is one.
pub(super) fn number(record: &Value, name: &str) -> Option<i64> {
    text(record, name).parse().ok()
}

/// Whether a field says yes.
pub(super) fn is_set(record: &Value, name: &str) -> bool {
    matches!(text(record, name).as_str(), "true" | "1")
}

/// Which rows belong to which post.
pub(super) struct Tables<'a> {
    users: HashMap<String, &'a Value>,
    tags: HashMap<String, &'a Value>,
    authors_of: HashMap<String, Vec<(i64, String)>>,
    tags_of: HashMap<String, Vec<(i64, String)>>,
    meta_of: HashMap<String, &'a Value>,
}

impl<'a> Tables<'a> {
    pub(super) fn new(data: &'a Value) -> Self {
        let by_id = |table: &str| records(data, table).map(|row| (text(row, "id"), row)).collect();
        let pairs = |table: &str, other: &str| {
            let mut of: HashMap<String, Vec<(i64, String)>> = HashMap::new();
            for row in records(data, table) {
                let place = number(row, "sort_order").unwrap_or(0);
                of.entry(text(row, "post_id"))
                    .or_default()
                    .push((place, text(row, other)));
            }
            for rows in of.values_mut() {
                rows.sort_by_key(|(place, _)| *place);
            }
            of
        };
        Self {
            users: by_id("users"),
            tags: by_id("tags"),
            authors_of: pairs("posts_authors", "author_id"),
            tags_of: pairs("posts_tags", "tag_id"),
            meta_of: records(data, "posts_meta")
                .map(|row| (text(row, "post_id"), row))
                .collect(),
        }
    }

    /// Who signs a post, in order.
    pub(super) fn authors(&self, post: &Value) -> Vec<&'a Value> {
        let named = self.authors_of.get(&text(post, "id"));
        let ids: Vec<String> = match named {
            Some(rows) => rows.iter().map(|(_, id)| id.clone()).collect(),
            None => vec![text(post, "author_id")],
        };
        ids.iter().filter_map(|id| self.users.get(id).copied()).collect()
    }

    /// The tags of a post; the first one is its main one.
    pub(super) fn tags(&self, post: &Value) -> Vec<&'a Value> {
        let rows = self.tags_of.get(&text(post, "id")).into_iter().flatten();
        rows.filter_map(|(_, id)| self.tags.get(id).copied()).collect()
    }

    /// A field that newer files keep beside the post.
    pub(super) fn meta(&self, post: &Value, name: &str) -> Option<String> {
        let beside = self.meta_of.get(&text(post, "id"));
        beside.and_then(|row| some(row, name)).or_else(|| some(post, name))
    }
}
