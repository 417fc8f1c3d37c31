//! Changes of the settings in words: which setting, what it was, what it is. History and conflicts print them.

use crate::desk::visit::Desk;
use courant_model::navigation::{Link, RowEntry};
use courant_model::settings::{Change, section_of};
use courant_model::term::Section;
use serde::Serialize;
use serde_json::Value;
use std::collections::HashMap;

/// A change as it is printed.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Line {
    label: String,
    before: String,
    after: String,
}

#[cfg(test)]
impl Line {
    pub(crate) fn sample() -> Self {
        Self {
            label: "Name of the paper".into(),
            before: "The <b>Courier".into(),
            after: "The \"Post\"".into(),
        }
    }
}

/// Names of sections by id, those that are gone among them.
pub(crate) struct Words(HashMap<String, String>);

impl Words {
    /// Knows the sections of the paper and those that changes tell of.
    pub(crate) fn of(desk: &Desk<'_>, changes: &[Change]) -> Self {
        let mut names = HashMap::new();
        for value in changes.iter().flat_map(|change| [&change.before, &change.after]) {
            if let Ok(section) = serde_json::from_value::<Section>(value.clone()) {
                names.insert(section.id, section.name);
            }
        }
        names.extend(desk.sections.iter().map(|one| (one.id.clone(), one.name.clone())));
        Self(names)
    }

    /// A change in words.
    pub(crate) fn line(&self, desk: &Desk<'_>, change: &Change) -> Line {
        let (about, key) = match section_of(&change.key) {
            Some((id, part)) => (Some(self.name(id)), format!("section-{}", part.unwrap_or("whole"))),
            None => (None, change.key.clone()),
        };
        let key = format!("setting-{}", key.replace(['.', '_'], "-"));
        let label = match about {
            Some(name) => desk.words.with(&key, &[("section", &name)]).unwrap_or(name),
            None => desk.word(&key),
        };
        Line {
            label,
            before: self.value(desk, &change.key, &change.before),
            after: self.value(desk, &change.key, &change.after),
        }
    }

    fn name(&self, id: &str) -> String {
        self.0.get(id).cloned().unwrap_or_else(|| id.to_owned())
    }

    fn value(&self, desk: &Desk<'_>, key: &str, value: &Value) -> String {
        let part = section_of(key).map_or(key, |(_, part)| part.unwrap_or("whole"));
        let said = match part {
            "row" => self.row(desk, value),
            "footer" => links(value),
            "order" => {
                let ids = value.as_array().into_iter().flatten().filter_map(Value::as_str);
                ids.map(|id| self.name(id)).collect::<Vec<_>>().join(", ")
            }
            "whole" => value.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
            "workflow" if !value.is_null() => desk.word("setting-workflow-own"),
            "replies.rule" | "replies" => desk.word(&format!("reply-rule-{}", value.as_str().unwrap_or_default())),
            "replies.close_after_days" | "replies_close_after_days" => match value.as_i64() {
                Some(0) => desk.word("days-never"),
                Some(days) => desk
                    .words
                    .with("days-count", &[("count", &days.to_string())])
                    .unwrap_or_else(|| days.to_string()),
                None => String::new(),
            },
            "replies.wait_words" => {
                let words = value.as_array().into_iter().flatten().filter_map(Value::as_str);
                words.collect::<Vec<_>>().join(", ")
            }
            look if look.starts_with("look.") => {
                let choice = look.replace('.', "-");
                desk.word(&format!("{choice}-{}", value.as_str().unwrap_or_default()))
            }
            _ => match value {
                Value::Bool(true) => desk.word("setting-yes"),
                Value::Bool(false) => desk.word("setting-no"),
                Value::String(text) => text.clone(),
                Value::Null => String::new(),
                other => other.to_string(),
            },
        };
        if said.is_empty() {
            return desk.word("setting-nothing");
        }
        said
    }

    fn row(&self, desk: &Desk<'_>, value: &Value) -> String {
        let row: Vec<RowEntry> = serde_json::from_value(value.clone()).unwrap_or_default();
        if row.is_empty() {
            return desk.word("row-follows");
        }
        row.into_iter()
            .map(|entry| match entry {
                RowEntry::Latest => desk.word("row-latest"),
                RowEntry::Section(id) => self.name(&id),
                RowEntry::Link(link) => said(&link),
            })
            .collect::<Vec<_>>()
            .join(", ")
    }
}

fn links(value: &Value) -> String {
    let links: Vec<Link> = serde_json::from_value(value.clone()).unwrap_or_default();
    links.iter().map(said).collect::<Vec<_>>().join(", ")
}

fn said(link: &Link) -> String {
    format!("{} ({})", link.label, link.href)
}
