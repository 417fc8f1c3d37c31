//! Brings the body of a Y document to a wanted tree by the smallest edit: blocks by their ids, then text inside of them.
//! Used for seeding, restoring, importing and mending, so that whoever is writing keeps their place.

use serde_json::{Map, Value};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;
use std::sync::Arc;
use yrs::types::Attrs;
use yrs::types::text::YChange;
use yrs::{
    Any, Out, ReadTxn, Text, TransactionMut, Xml, XmlElementPrelim, XmlElementRef, XmlFragment, XmlOut, XmlTextPrelim,
    XmlTextRef,
};

use crate::derive::name_of;
use crate::tree;

/// A cut in a text: at a place, so many UTF-16 units go and new words come.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Splice {
    pub(crate) at: u32,
    pub(crate) gone: u32,
    pub(crate) new: String,
}

/// The cuts that make one text of another, word by word, in UTF-16 units of the text as it is after the cuts before.
pub(crate) fn splices(from: &str, to: &str) -> Vec<Splice> {
    if from == to {
        return Vec::new();
    }
    let (old, new) = (words(from), words(to));
    let mut out = Vec::new();
    let mut at = 0;
    let text = |words: &[&str], range: std::ops::Range<usize>| words.get(range).unwrap_or_default().concat();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let new_text = text(&new, op.new_range());
        if !matches!(op, DiffOp::Equal { .. }) {
            out.push(Splice {
                at,
                gone: units(&text(&old, op.old_range())),
                new: new_text.clone(),
            });
        }
        at += units(&new_text);
    }
    out
}

/// A text cut between its words and its spaces.
fn words(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, c) in text.char_indices() {
        let sort = (c.is_whitespace(), c.is_alphanumeric());
        if last.is_some_and(|last| last != sort || sort == (false, false)) {
            out.extend(text.get(start..at));
            start = at;
        }
        last = Some(sort);
    }
    out.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    out
}

/// A child of a node as Yjs keeps it: neighbouring runs of text are one.
enum Part<'a> {
    Node(&'a Value),
    Runs(Vec<&'a Value>),
}

fn parts(node: &Value) -> Vec<Part<'_>> {
    let mut out: Vec<Part<'_>> = Vec::new();
    for child in node.get("content").and_then(Value::as_array).into_iter().flatten() {
        if name(child) != "text" {
            out.push(Part::Node(child));
        } else if let Some(Part::Runs(runs)) = out.last_mut() {
            runs.push(child);
        } else {
            out.push(Part::Runs(vec![child]));
        }
    }
    out
}

fn name(node: &Value) -> &str {
    node.get("type").and_then(Value::as_str).unwrap_or_default()
}

/// What tells a child from its neighbours: its name with its id, or with the first id inside.
fn key_of_part(part: &Part<'_>) -> String {
    fn id(node: &Value) -> Option<&str> {
        let own = node.pointer("/attrs/id").and_then(Value::as_str);
        own.or_else(|| node.get("content")?.as_array()?.iter().find_map(id))
    }
    match part {
        Part::Node(node) => format!("{} {}", name(node), id(node).unwrap_or_default()),
        Part::Runs(_) => "#text".to_owned(),
    }
}

fn key_of_child<T: ReadTxn>(txn: &T, child: &XmlOut) -> String {
    fn id<T: ReadTxn>(txn: &T, element: &XmlElementRef, depth: usize) -> Option<String> {
        match element.get_attribute(txn, "id") {
            Some(Out::Any(Any::String(id))) if !id.is_empty() => return Some(id.to_string()),
            _ if depth > 64 => return None,
            _ => {}
        }
        element.children(txn).find_map(|child| match child {
            XmlOut::Element(child) => id(txn, &child, depth + 1),
            _ => None,
        })
    }
    match child {
        XmlOut::Element(element) => {
            let name = element.try_tag().map_or("", |name| name);
            format!("{name} {}", id(txn, element, 0).unwrap_or_default())
        }
        XmlOut::Text(_) => "#text".to_owned(),
        XmlOut::Fragment(_) => "#fragment".to_owned(),
    }
}

/// Keys that stand several times are told apart by their order.
fn numbered(keys: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    keys.map(|key| {
        let count = counts.entry(key.clone()).or_default();
        *count += 1;
        (key, *count)
    })
    .collect()
}

/// Brings the children of a fragment or element to those of a wanted node.
pub(crate) fn children(txn: &mut TransactionMut<'_>, parent: &impl XmlFragment, wanted: &Value) {
    let present: Vec<XmlOut> = parent.children(txn).collect();
    let wanted = parts(wanted);
    let old = numbered(present.iter().map(|child| key_of_child(txn, child)));
    let new = numbered(wanted.iter().map(key_of_part));
    let mut at = 0_u32;
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (gone, come) = (op.old_range(), op.new_range());
        if matches!(op, DiffOp::Equal { .. }) {
            for (child, part) in present
                .iter()
                .skip(gone.start)
                .zip(wanted.iter().skip(come.start))
                .take(gone.len())
            {
                match (child, part) {
                    (XmlOut::Element(element), Part::Node(node)) => self::element(txn, element, node),
                    (XmlOut::Text(text), Part::Runs(runs)) => self::text(txn, text, runs),
                    _ => {}
                }
                at += 1;
            }
            continue;
        }
        if !gone.is_empty() {
            parent.remove_range(txn, at, gone.len() as u32);
        }
        for part in wanted.iter().skip(come.start).take(come.len()) {
            match part {
                Part::Node(node) => {
                    let element = parent.insert(txn, at, XmlElementPrelim::empty(name(node)));
                    self::element(txn, &element, node);
                }
                Part::Runs(runs) => {
                    let text = parent.insert(txn, at, XmlTextPrelim::new(""));
                    self::text(txn, &text, runs);
                }
            }
            at += 1;
        }
    }
}

fn element(txn: &mut TransactionMut<'_>, element: &XmlElementRef, wanted: &Value) {
    let none = Map::new();
    let attrs = wanted.get("attrs").and_then(Value::as_object).unwrap_or(&none);
    let present: HashMap<String, Option<Value>> = element
        .attributes(txn)
        .map(|(key, value)| {
            let value = match value {
                Out::Any(value) => Some(tree::value(&value)),
                _ => None,
            };
            (key.to_owned(), value)
        })
        .collect();
    for (key, value) in attrs.iter().filter(|(_, value)| !value.is_null()) {
        if present.get(key).and_then(Option::as_ref) != Some(value) {
            element.insert_attribute(txn, key.as_str(), tree::any(value));
        }
    }
    for key in present.keys().filter(|key| attrs.get(*key).is_none_or(Value::is_null)) {
        element.remove_attribute(txn, key);
    }
    children(txn, element, wanted);
}

/// Marks by their key in Yjs.
type Keyed = HashMap<Arc<str>, Any>;

fn text(txn: &mut TransactionMut<'_>, text: &XmlTextRef, wanted: &[&Value]) {
    let words = |run: &Value| run.get("text").and_then(Value::as_str).unwrap_or_default().to_owned();
    let target: String = wanted.iter().map(|run| words(run)).collect();
    let present: String = chunks(txn, text).into_iter().map(|(words, _)| words).collect();
    for splice in splices(&present, &target) {
        if splice.gone > 0 {
            text.remove_range(txn, splice.at, splice.gone);
        }
        text.insert(txn, splice.at, &splice.new);
    }
    // The words are right; now the marks, stretch by stretch.
    let present = stretches(chunks(txn, text));
    let wanted = stretches(wanted.iter().map(|run| (words(run), keyed(run))).collect());
    let mut cuts: Vec<u32> = present.iter().chain(&wanted).map(|(end, _)| *end).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut start = 0;
    for end in cuts {
        let over = |all: &[(u32, Keyed)]| {
            let at = all.partition_point(|(end, _)| *end <= start);
            all.get(at).map(|(_, marks)| marks.clone()).unwrap_or_default()
        };
        let (is, shall) = (over(&present), over(&wanted));
        let mut change = Attrs::new();
        for (key, value) in &shall {
            let same = is.iter().any(|(other, there)| other == key && there == value);
            // A mark with a hash to its name is the same mark as one with another hash.
            let alike = (is.iter()).any(|(other, there)| name_of(other) == name_of(key) && there == value);
            if !same && !alike {
                change.insert(key.clone(), value.clone());
            }
        }
        for (key, value) in &is {
            let wanted = (shall.iter()).any(|(other, there)| name_of(other) == name_of(key) && there == value);
            if !wanted && !shall.contains_key(key) {
                change.insert(key.clone(), Any::Null);
            }
        }
        if !change.is_empty() && end > start {
            text.format(txn, start, end - start, change);
        }
        start = end;
    }
}

/// Length as Yjs counts it.
fn units(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}

/// Runs by where they end, in UTF-16 units.
fn stretches(runs: Vec<(String, Keyed)>) -> Vec<(u32, Keyed)> {
    let mut end = 0;
    runs.into_iter()
        .map(|(words, marks)| {
            end += units(&words);
            (end, marks)
        })
        .collect()
}

fn chunks<T: ReadTxn>(txn: &T, text: &XmlTextRef) -> Vec<(String, Keyed)> {
    text.diff(txn, YChange::identity)
        .into_iter()
        .filter_map(|chunk| match chunk.insert {
            Out::Any(Any::String(words)) => {
                let mut marks = chunk.attributes.map(|attrs| *attrs).unwrap_or_default();
                marks.retain(|_, value| !matches!(value, Any::Null | Any::Undefined));
                Some((words.to_string(), marks))
            }
            _ => None,
        })
        .collect()
}

/// The marks of a run as y-prosemirror keys them. Notes may overlap, so their key carries a hash.
fn keyed(run: &Value) -> Keyed {
    let marks = run.get("marks").and_then(Value::as_array);
    marks
        .into_iter()
        .flatten()
        .map(|mark| {
            let attrs = mark
                .get("attrs")
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default();
            let key = match name(mark) {
                "note" => format!("note--{:08x}", fnv1a(&Value::Object(attrs.clone()).to_string())),
                plain => plain.to_owned(),
            };
            (Arc::from(key), tree::any(&Value::Object(attrs)))
        })
        .collect()
}

/// FNV-1a with 32 bits: eight characters, which is all that the key needs.
fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_word_is_the_only_cut() {
        assert_eq!(
            splices("Rain fell all day.", "Rain fell all night."),
            [Splice {
                at: 14,
                gone: 3,
                new: "night".to_owned()
            }]
        );
        assert_eq!(splices("é a", "é a b").len(), 1);
        assert_eq!(
            splices("", "a"),
            [Splice {
                at: 0,
                gone: 0,
                new: "a".to_owned()
            }]
        );
    }
}
