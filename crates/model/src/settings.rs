//! The settings of a paper as a whole: paper and sections together, and what differs between two states of them.
//! Each kept state is a revision; history, undo and the question whether two editors touched the same ask here.

use crate::paper::Paper;
use crate::term::Section;
use crate::time::Micros;
use serde_json::{Map, Value};

/// A state of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The paper.
    pub paper: Paper,
    /// Its sections in their order.
    pub sections: Vec<Section>,
}

/// A revision as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revised {
    /// From 1, without gaps.
    pub number: i64,
    /// When.
    pub at: Micros,
    /// Who.
    pub actor: String,
    /// `revise`, `undo` or `restore`.
    pub act: String,
    /// The paper as JSON.
    pub settings: String,
    /// The sections as JSON; empty in revisions of before they were kept.
    pub sections: String,
}

/// One setting that differs between two states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Names the setting: `zone`, `replies.rule`, `order`, `section:ID`, `section:ID.name`.
    pub key: String,
    /// Its value before; null when there was none.
    pub before: Value,
    /// Its value after; null when there is none any more.
    pub after: Value,
}

/// Objects of the paper whose fields are settings of their own.
const PARTED: [&str; 2] = ["replies", "look"];
/// What of a section may change while it stands.
const OF_SECTION: [&str; 4] = ["name", "description", "replies", "replies_close_after_days"];
/// Whether a section stands in the row.
const SHOWN: &str = "shown";

/// The id and the part of a key `section:ID.PART`; no part when the key is the section itself.
pub fn section_of(key: &str) -> Option<(&str, Option<&str>)> {
    let rest = key.strip_prefix("section:")?;
    Some(match rest.split_once('.') {
        Some((id, part)) => (id, Some(part)),
        None => (rest, None),
    })
}

impl Settings {
    /// What has to be set for this state to become the other, in a fixed order.
    pub fn changes_to(&self, after: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        let (one, two) = (object(&self.paper), object(&after.paper));
        for (key, before) in &one {
            let now = two.get(key).unwrap_or(&Value::Null);
            if key == "hidden_sections" {
                continue;
            }
            match (before, now) {
                (Value::Object(before), Value::Object(now)) if PARTED.contains(&key.as_str()) => {
                    for (part, value) in before {
                        push(&mut changes, format!("{key}.{part}"), value, now.get(part));
                    }
                }
                _ => push(&mut changes, key.clone(), before, Some(now)),
            }
        }
        // What is left out while it is not set.
        for (key, now) in two.iter().filter(|(key, _)| !one.contains_key(*key)) {
            push(&mut changes, key.clone(), &Value::Null, Some(now));
        }
        let orders = (self.order_within(after), after.order_within(self));
        push(&mut changes, "order".to_owned(), &orders.0, Some(&orders.1));
        for section in &self.sections {
            match after.section(&section.id) {
                None => push(&mut changes, key_of(section), &as_value(section), None),
                Some(now) => {
                    let (before, now_value) = (as_value(section), as_value(now));
                    for part in OF_SECTION {
                        push(
                            &mut changes,
                            format!("{}.{part}", key_of(section)),
                            before.get(part).unwrap_or(&Value::Null),
                            now_value.get(part),
                        );
                    }
                    let shown = |settings: &Self| Value::Bool(settings.shows(&section.id));
                    push(
                        &mut changes,
                        format!("{}.{SHOWN}", key_of(section)),
                        &shown(self),
                        Some(&shown(after)),
                    );
                }
            }
        }
        for section in &after.sections {
            if self.section(&section.id).is_none() {
                push(&mut changes, key_of(section), &Value::Null, Some(&as_value(section)));
            }
        }
        changes
    }

    /// Takes changes back where nothing later touched the same. Gives back those that were left as they are.
    pub fn take_back(&mut self, changes: &[Change]) -> Vec<Change> {
        let mut left = Vec::new();
        for change in changes {
            let still = if change.key == "order" {
                self.still_in_order(&change.after)
            } else {
                without_place(self.value(&change.key)) == without_place(change.after.clone())
            };
            if !still || !self.set(&change.key, &change.before) {
                left.push(change.clone());
            }
        }
        left
    }

    /// A section by its id.
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// Whether a section stands in the row.
    pub fn shows(&self, id: &str) -> bool {
        !self.paper.hidden_sections.iter().any(|one| one == id)
    }

    /// Puts a section into the row or leaves it out.
    pub fn show(&mut self, id: &str, shown: bool) {
        self.paper.hidden_sections.retain(|one| one != id);
        if !shown {
            self.paper.hidden_sections.push(id.to_owned());
        }
    }

    /// Brings the sections into an order; those that it does not name stay behind them in theirs.
    pub fn arrange(&mut self, order: &[String]) {
        let place = |section: &Section| order.iter().position(|id| *id == section.id).unwrap_or(usize::MAX);
        self.sections.sort_by_key(place);
        for (place, section) in self.sections.iter_mut().enumerate() {
            section.position = place as i64;
        }
    }

    /// The value of a setting; null when there is none.
    fn value(&self, key: &str) -> Value {
        if let Some((id, part)) = section_of(key) {
            let Some(section) = self.section(id) else {
                return Value::Null;
            };
            return match part {
                None => as_value(section),
                Some(SHOWN) => Value::Bool(self.shows(id)),
                Some(part) => as_value(section).get(part).cloned().unwrap_or(Value::Null),
            };
        }
        let paper = Value::Object(object(&self.paper));
        let found = match key.split_once('.') {
            Some((whole, part)) => paper.get(whole).and_then(|whole| whole.get(part)),
            None => paper.get(key),
        };
        found.cloned().unwrap_or(Value::Null)
    }

    /// Sets a value; false when it cannot be.
    fn set(&mut self, key: &str, value: &Value) -> bool {
        if key == "order" {
            let order: Vec<String> = serde_json::from_value(value.clone()).unwrap_or_default();
            self.arrange(&order);
            return true;
        }
        if let Some((id, part)) = section_of(key) {
            return self.set_section(id, part, value);
        }
        let mut paper = object(&self.paper);
        match key.split_once('.') {
            Some((whole, part)) => {
                let Some(Value::Object(whole)) = paper.get_mut(whole) else {
                    return false;
                };
                whole.insert(part.to_owned(), value.clone());
            }
            None if value.is_null() => drop(paper.remove(key)),
            None => drop(paper.insert(key.to_owned(), value.clone())),
        }
        match serde_json::from_value(Value::Object(paper)) {
            Ok(paper) => {
                self.paper = paper;
                true
            }
            Err(_) => false,
        }
    }

    fn set_section(&mut self, id: &str, part: Option<&str>, value: &Value) -> bool {
        match (part, value) {
            (None, Value::Null) => self.sections.retain(|section| section.id != id),
            (None, whole) => {
                let Ok(section) = serde_json::from_value::<Section>(whole.clone()) else {
                    return false;
                };
                let place = usize::try_from(section.position)
                    .unwrap_or_default()
                    .min(self.sections.len());
                self.sections.insert(place, section);
            }
            (Some(SHOWN), shown) => self.show(id, shown.as_bool().unwrap_or(true)),
            (Some(part), value) => {
                let Some(place) = self.sections.iter().position(|section| section.id == id) else {
                    return false;
                };
                let Some(section) = self.sections.get_mut(place) else {
                    return false;
                };
                let mut whole = as_value(section);
                if let Value::Object(fields) = &mut whole {
                    fields.insert(part.to_owned(), value.clone());
                }
                match serde_json::from_value(whole) {
                    Ok(changed) => *section = changed,
                    Err(_) => return false,
                }
            }
        }
        true
    }

    /// The ids of the sections that the other state has too, in the order of this one.
    fn order_within(&self, other: &Self) -> Value {
        let common = self.sections.iter().filter(|one| other.section(&one.id).is_some());
        common.map(|one| Value::String(one.id.clone())).collect()
    }

    fn still_in_order(&self, order: &Value) -> bool {
        let order: Vec<&str> = order
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mine = self.sections.iter().map(|one| one.id.as_str());
        let mine: Vec<&str> = mine.filter(|id| order.contains(id)).collect();
        order
            .into_iter()
            .filter(|id| mine.contains(id))
            .eq(mine.iter().copied())
    }
}

fn key_of(section: &Section) -> String {
    format!("section:{}", section.id)
}

fn object(paper: &Paper) -> Map<String, Value> {
    match serde_json::to_value(paper) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// A section as a value, its place with it for the day on which it comes back.
fn as_value(section: &Section) -> Value {
    serde_json::to_value(section).unwrap_or_default()
}

/// Where a section stands is a matter of the order, and no difference between two sections.
fn without_place(mut value: Value) -> Value {
    if let Value::Object(fields) = &mut value {
        fields.remove("position");
    }
    value
}

fn push(changes: &mut Vec<Change>, key: String, before: &Value, after: Option<&Value>) {
    let after = after.unwrap_or(&Value::Null);
    if before != after {
        changes.push(Change {
            key,
            before: before.clone(),
            after: after.clone(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::look::Accent;

    fn section(id: &str) -> Section {
        Section {
            id: id.into(),
            number: 1,
            slug: id.into(),
            name: id.to_uppercase(),
            description: String::new(),
            position: 0,
            replies: "paper".into(),
            replies_close_after_days: 14,
        }
    }

    fn settings(ids: &[&str]) -> Settings {
        let mut settings = Settings {
            paper: Paper::new("The Example", "Europe/Lisbon"),
            sections: ids.iter().map(|id| section(id)).collect(),
        };
        settings.arrange(&[]);
        settings
    }

    fn keys(changes: &[Change]) -> Vec<&str> {
        changes.iter().map(|change| change.key.as_str()).collect()
    }

    fn order(settings: &Settings) -> Vec<&str> {
        settings.sections.iter().map(|one| one.id.as_str()).collect()
    }

    #[test]
    fn each_setting_that_differs_is_named_and_can_be_taken_back() {
        let before = settings(&["a", "b", "c"]);
        let mut after = before.clone();
        after.paper.name = "Another".into();
        after.paper.look.accent = Accent::Blue;
        after.paper.replies.hold_links = true;
        if let Some(one) = after.sections.first_mut() {
            one.name = "New".into();
        }
        after.show("b", false);
        after.arrange(&["c".into(), "a".into(), "b".into()]);
        let changes = before.changes_to(&after);
        let mut found = keys(&changes);
        found.sort_unstable();
        assert_eq!(
            found,
            [
                "look.accent",
                "name",
                "order",
                "replies.hold_links",
                "section:a.name",
                "section:b.shown"
            ]
        );
        assert_eq!(after.take_back(&changes), []);
        assert_eq!(after, before);
    }

    #[test]
    fn what_a_later_change_touched_is_left_and_said() {
        let first = settings(&["a"]);
        let mut second = first.clone();
        second.paper.name = "Second".into();
        second.paper.tagline = "Of the second".into();
        let changes = first.changes_to(&second);
        let mut third = second.clone();
        third.paper.tagline = "Of the third".into();
        let left = third.take_back(&changes);
        assert_eq!(keys(&left), ["tagline"]);
        assert_eq!(third.paper.name, "The Example");
        assert_eq!(third.paper.tagline, "Of the third");
    }

    #[test]
    fn a_section_that_was_added_goes_and_one_that_was_removed_comes_back() {
        let first = settings(&["a", "b"]);
        let second = settings(&["b", "c"]);
        let changes = first.changes_to(&second);
        assert_eq!(keys(&changes), ["section:a", "section:c"]);
        let mut back = second.clone();
        assert_eq!(back.take_back(&changes), []);
        back.arrange(&["a".into(), "b".into()]);
        assert_eq!(order(&back), ["a", "b"]);
    }

    #[test]
    fn an_order_is_taken_back_though_a_section_came_since() {
        let first = settings(&["a", "b"]);
        let mut second = first.clone();
        second.arrange(&["b".into(), "a".into()]);
        let changes = first.changes_to(&second);
        let mut third = second.clone();
        third.sections.push(section("c"));
        assert_eq!(third.take_back(&changes), []);
        assert_eq!(order(&third), ["a", "b", "c"]);
    }
}
