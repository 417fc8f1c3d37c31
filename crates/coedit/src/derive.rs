//! Reads the body of a Y document as a tree of ProseMirror nodes, in the form that y-prosemirror gives it.
//! An element is a node, a text a run of text nodes with marks; what has no such form is named with its path.

use serde_json::{Map, Value, json};
use yrs::types::Attrs;
use yrs::types::text::YChange;
use yrs::{Any, Out, ReadTxn, Text, Xml, XmlElementRef, XmlFragment, XmlFragmentRef, XmlOut, XmlTextRef};

use crate::{Refused, tree};

/// Deeper than any draft stands.
const DEEPEST: usize = 64;

type Answer<T> = Result<T, Refused>;

fn refuse<T>(path: &str, problem: impl Into<String>) -> Answer<T> {
    Err(Refused {
        path: path.to_owned(),
        problem: problem.into(),
    })
}

/// The whole body as a `doc`.
pub(crate) fn body(txn: &impl ReadTxn, body: &XmlFragmentRef) -> Answer<Value> {
    let content = children(txn, body.children(txn), "doc", 0)?;
    Ok(json!({"type": "doc", "content": content}))
}

fn children<'a, T: ReadTxn + 'a>(
    txn: &T,
    nodes: impl Iterator<Item = XmlOut> + 'a,
    path: &str,
    depth: usize,
) -> Answer<Vec<Value>> {
    if depth > DEEPEST {
        return refuse(path, "nested too deep");
    }
    let mut out = Vec::new();
    for child in nodes {
        match child {
            XmlOut::Element(element) => {
                let path = format!("{path}.content[{}]", out.len());
                out.push(node(txn, &element, &path, depth)?);
            }
            XmlOut::Text(text) => runs(txn, &text, path, &mut out)?,
            XmlOut::Fragment(_) => return refuse(path, "holds a fragment"),
        }
    }
    Ok(out)
}

fn node(txn: &impl ReadTxn, element: &XmlElementRef, path: &str, depth: usize) -> Answer<Value> {
    let Some(name) = element.try_tag() else {
        return refuse(path, "a node without a name");
    };
    let mut attrs = Map::new();
    for (key, value) in element.attributes(txn) {
        match value {
            // Empty says the same as absent, and the editor may write either.
            Out::Any(Any::Null | Any::Undefined) => {}
            Out::Any(Any::String(text)) if text.is_empty() => {}
            Out::Any(value) => drop(attrs.insert(key.to_owned(), tree::value(&value))),
            _ => return refuse(&format!("{path}.attrs.{key}"), "must be a plain value"),
        }
    }
    let content = children(txn, element.children(txn), path, depth + 1)?;
    let mut out = Map::new();
    out.insert("type".to_owned(), Value::String(name.to_string()));
    if !attrs.is_empty() {
        out.insert("attrs".to_owned(), Value::Object(attrs));
    }
    if !content.is_empty() {
        out.insert("content".to_owned(), Value::Array(content));
    }
    Ok(Value::Object(out))
}

fn runs(txn: &impl ReadTxn, text: &XmlTextRef, path: &str, out: &mut Vec<Value>) -> Answer<()> {
    for chunk in text.diff(txn, YChange::identity) {
        let path = format!("{path}.content[{}]", out.len());
        let Out::Any(Any::String(words)) = chunk.insert else {
            return refuse(&path, "holds something other than text");
        };
        if words.is_empty() {
            continue;
        }
        let marks = chunk.attributes.map_or(Ok(Vec::new()), |attrs| marks(&attrs, &path))?;
        let mut run = Map::new();
        run.insert("type".to_owned(), Value::String("text".to_owned()));
        run.insert("text".to_owned(), Value::String(words.to_string()));
        if !marks.is_empty() {
            run.insert("marks".to_owned(), Value::Array(marks));
        }
        out.push(Value::Object(run));
    }
    Ok(())
}

/// The marks of a run, in one order whatever the map's.
pub(crate) fn marks(attrs: &Attrs, path: &str) -> Answer<Vec<Value>> {
    let mut keys: Vec<_> = attrs.iter().collect();
    keys.sort_by(|a, b| a.0.cmp(b.0));
    let mut out = Vec::with_capacity(keys.len());
    for (key, value) in keys {
        let mut mark = Map::new();
        match value {
            Any::Null | Any::Undefined => continue,
            Any::Map(entries) => {
                let entries = tree::object(entries);
                if !entries.is_empty() {
                    mark.insert("attrs".to_owned(), Value::Object(entries));
                }
            }
            Any::Bool(true) => {}
            _ => {
                return refuse(
                    &format!("{path}.marks"),
                    format!("the mark {:?} has the wrong form", short(key)),
                );
            }
        }
        mark.insert("type".to_owned(), Value::String(name_of(key).to_owned()));
        out.push(Value::Object(mark));
    }
    Ok(out)
}

/// The name of a mark: y-prosemirror appends `--` and eight characters to those that may overlap.
pub(crate) fn name_of(key: &str) -> &str {
    match key.len().checked_sub(10).and_then(|at| key.split_at_checked(at)) {
        Some((name, hash)) if hash.starts_with("--") => name,
        _ => key,
    }
}

fn short(text: &str) -> String {
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_an_overlapping_mark_is_no_part_of_its_name() {
        assert_eq!(name_of("note--AbC+/=12"), "note");
        assert_eq!(name_of("note"), "note");
        assert_eq!(name_of("strong"), "strong");
        assert_eq!(name_of("insertion"), "insertion");
    }
}
