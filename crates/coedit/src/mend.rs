//! Mends what honest edits of several people can leave behind when they are merged, so that nobody's words are refused.
//! Called by [`crate::Sheet`] on the derived tree; what is mended goes back into the Y document as the server's edit.
//!
//! Yjs merges texts, not schemas: of two who emptied a list between them nobody broke a rule, and yet no item is left.

use serde_json::{Value, json};
use std::collections::HashSet;

/// Mends a tree and says whether anything had to be. `ids` gives ids that the draft never had.
pub(crate) fn mend(doc: &mut Value, ids: &mut dyn FnMut() -> String) -> bool {
    let mut mending = Mending {
        seen: HashSet::new(),
        twins: Vec::new(),
        changed: false,
        ids,
    };
    mending.blocks(doc, true);
    let twins = std::mem::take(&mut mending.twins);
    let changed = mending.changed;
    for (first, second) in twins {
        drop_twin(doc, &first, &second);
    }
    changed
}

struct Mending<'a> {
    seen: HashSet<String>,
    /// Blocks that had one id: the first, and the new id of the second.
    twins: Vec<(String, String)>,
    changed: bool,
    ids: &'a mut dyn FnMut() -> String,
}

fn name(node: &Value) -> &str {
    node.get("type").and_then(Value::as_str).unwrap_or_default()
}

fn is_block(node: &Value) -> bool {
    matches!(
        name(node),
        "paragraph"
            | "heading"
            | "blockquote"
            | "pullQuote"
            | "bulletList"
            | "orderedList"
            | "picture"
            | "gallery"
            | "embed"
            | "audio"
            | "video"
            | "file"
            | "details"
            | "verse"
            | "readMore"
            | "codeBlock"
            | "table"
            | "horizontalRule"
    )
}

fn content(node: &mut Value) -> Option<&mut Vec<Value>> {
    node.get_mut("content").and_then(Value::as_array_mut)
}

fn is_empty(node: &Value) -> bool {
    node.get("content").and_then(Value::as_array).is_none_or(Vec::is_empty)
}

fn set(node: &mut Value, key: &str, value: Value) {
    if let Some(object) = node.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

fn set_attr(node: &mut Value, key: &str, value: Value) {
    if node.get("attrs").and_then(Value::as_object).is_none() {
        set(node, "attrs", json!({}));
    }
    if let Some(attrs) = node.get_mut("attrs").and_then(Value::as_object_mut) {
        attrs.insert(key.to_owned(), value);
    }
}

impl Mending<'_> {
    /// The blocks in a node; `needed` puts a paragraph into one that has none.
    fn blocks(&mut self, node: &mut Value, needed: bool) {
        if let Some(content) = content(node) {
            for child in content.iter_mut().filter(|child| is_block(child)) {
                self.block(child);
            }
            let before = content.len();
            // A list or gallery without an entry shows nothing, and an editor cannot hold one.
            content
                .retain(|child| !(is_empty(child) && matches!(name(child), "bulletList" | "orderedList" | "gallery")));
            self.changed |= content.len() != before;
        }
        if needed && is_empty(node) {
            let id = (self.ids)();
            set(node, "content", json!([{"type": "paragraph", "attrs": {"id": id}}]));
            self.changed = true;
        }
    }

    fn block(&mut self, node: &mut Value) {
        self.id(node);
        match name(node) {
            "blockquote" => {
                self.last(node);
                self.blocks(node, false);
            }
            "bulletList" | "orderedList" => {
                for item in content(node).into_iter().flatten() {
                    if name(item) == "listItem" {
                        self.blocks(item, true);
                    }
                }
            }
            "details" => self.details(node),
            "table" => self.table(node),
            "codeBlock" => {
                for run in content(node).into_iter().flatten() {
                    // Someone set the words in italics while another made program text of them.
                    if let Some(run) = run.as_object_mut() {
                        self.changed |= run.remove("marks").is_some();
                    }
                }
            }
            _ => {}
        }
    }

    fn id(&mut self, node: &mut Value) {
        let id = node.pointer("/attrs/id").and_then(Value::as_str).map(str::to_owned);
        match id {
            Some(id) if self.seen.insert(id.clone()) => {}
            twin => {
                let id = (self.ids)();
                set_attr(node, "id", Value::String(id.clone()));
                self.seen.insert(id.clone());
                self.changed = true;
                if let Some(first) = twin {
                    self.twins.push((first, id));
                }
            }
        }
    }

    /// One attribution, at the end of its quotation.
    fn last(&mut self, node: &mut Value) {
        let Some(content) = content(node) else { return };
        let count = content.iter().filter(|child| name(child) == "attribution").count();
        if count == 0 || (count == 1 && content.last().is_some_and(|last| name(last) == "attribution")) {
            return;
        }
        self.changed = true;
        let (lines, mut rest): (Vec<_>, Vec<_>) = std::mem::take(content)
            .into_iter()
            .partition(|child| name(child) == "attribution");
        rest.extend(joined(lines));
        *content = rest;
    }

    fn details(&mut self, node: &mut Value) {
        let children = content(node).map(std::mem::take).unwrap_or_default();
        let names: Vec<&str> = children.iter().map(name).collect();
        let sound = names == ["detailsSummary", "detailsContent"];
        let known = names
            .iter()
            .all(|name| matches!(*name, "detailsSummary" | "detailsContent"));
        let mut children = children;
        if known && !sound {
            self.changed = true;
            let (lines, inner): (Vec<_>, Vec<_>) =
                children.into_iter().partition(|child| name(child) == "detailsSummary");
            let summary = joined(lines).unwrap_or_else(|| json!({"type": "detailsSummary"}));
            let blocks: Vec<Value> = inner
                .into_iter()
                .flat_map(|mut part| content(&mut part).map(std::mem::take).unwrap_or_default())
                .collect();
            children = vec![summary, json!({"type": "detailsContent", "content": blocks})];
        }
        if let Some(inner) = children.last_mut().filter(|last| name(last) == "detailsContent") {
            self.blocks(inner, false);
        }
        set(node, "content", Value::Array(children));
    }

    /// The caption first and once; heading rows as many as the table says.
    fn table(&mut self, node: &mut Value) {
        let said = node.pointer("/attrs/headerRows").and_then(Value::as_u64).unwrap_or(0);
        let Some(content) = content(node) else {
            if said > 0 {
                set_attr(node, "headerRows", json!(0));
                self.changed = true;
            }
            return;
        };
        let captions = content.iter().filter(|child| name(child) == "tableCaption").count();
        if captions > 1 || (captions == 1 && content.first().is_some_and(|first| name(first) != "tableCaption")) {
            self.changed = true;
            let (lines, rest): (Vec<_>, Vec<_>) = std::mem::take(content)
                .into_iter()
                .partition(|child| name(child) == "tableCaption");
            *content = joined(lines).into_iter().chain(rest).collect();
        }
        let mut rows = 0;
        for row in content.iter_mut().filter(|child| name(child) == "tableRow") {
            let expected = if rows < said { "tableHeader" } else { "tableCell" };
            rows += 1;
            for cell in self::content(row).into_iter().flatten() {
                if matches!(name(cell), "tableHeader" | "tableCell") && name(cell) != expected {
                    set(cell, "type", json!(expected));
                    self.changed = true;
                }
            }
        }
        if said > rows {
            set_attr(node, "headerRows", json!(rows));
            self.changed = true;
        }
    }
}

/// Several lines as one, with a space between.
fn joined(lines: Vec<Value>) -> Option<Value> {
    lines.into_iter().reduce(|mut first, mut next| {
        let more = content(&mut next).map(std::mem::take).unwrap_or_default();
        if more.is_empty() {
            return first;
        }
        if is_empty(&first) {
            set(&mut first, "content", Value::Array(more));
        } else if let Some(inlines) = content(&mut first) {
            inlines.push(json!({"type": "text", "text": " "}));
            inlines.extend(more);
        }
        first
    })
}

/// Two people who turned the same paragraph into a heading left it twice: of blocks that had one id and say the same,
/// the later goes.
fn drop_twin(doc: &mut Value, first: &str, second: &str) {
    let Some(mut one) = find(doc, first).cloned() else {
        return;
    };
    let Some(two) = find(doc, second) else { return };
    set_attr(&mut one, "id", json!(second));
    if one == *two && !is_empty(&one) {
        remove(doc, second);
    }
}

fn has_id(node: &Value, id: &str) -> bool {
    node.pointer("/attrs/id").and_then(Value::as_str) == Some(id)
}

fn find<'a>(node: &'a Value, id: &str) -> Option<&'a Value> {
    if has_id(node, id) {
        return Some(node);
    }
    let children = node.get("content").and_then(Value::as_array)?;
    children.iter().find_map(|child| find(child, id))
}

/// Removes a block, unless it is the last where one is needed.
fn remove(node: &mut Value, id: &str) -> bool {
    let Some(content) = content(node) else { return false };
    if let Some(at) = content.iter().position(|child| has_id(child, id)) {
        if content.len() > 1 {
            content.remove(at);
        }
        return true;
    }
    content.iter_mut().any(|child| remove(child, id))
}

#[cfg(test)]
#[expect(clippy::needless_pass_by_value, reason = "json! makes values")]
mod tests {
    use super::*;

    fn mended(mut doc: Value) -> (Value, bool) {
        let mut count = 0;
        let changed = mend(&mut doc, &mut || {
            count += 1;
            format!("new{count}")
        });
        (doc, changed)
    }

    fn doc(content: Value) -> Value {
        json!({"type": "doc", "content": content})
    }

    fn paragraph(id: &str, text: &str) -> Value {
        json!({"type": "paragraph", "attrs": {"id": id}, "content": [{"type": "text", "text": text}]})
    }

    #[test]
    fn a_sound_draft_is_left_alone() {
        let sound = doc(json!([paragraph("a", "Rain"), paragraph("b", "Wind")]));
        assert_eq!(mended(sound.clone()), (sound, false));
    }

    #[test]
    fn an_empty_draft_gets_a_paragraph() {
        let expected = doc(json!([{"type": "paragraph", "attrs": {"id": "new1"}}]));
        assert_eq!(mended(doc(json!([]))), (expected, true));
    }

    #[test]
    fn the_later_of_two_blocks_with_one_id_gets_a_new_one() {
        let twins = doc(json!([paragraph("a", "Rain"), paragraph("a", "Wind"), {"type": "horizontalRule"}]));
        let expected = doc(json!([
            paragraph("a", "Rain"),
            paragraph("new1", "Wind"),
            {"type": "horizontalRule", "attrs": {"id": "new2"}}
        ]));
        assert_eq!(mended(twins), (expected, true));
    }

    #[test]
    fn a_block_that_two_people_made_anew_stands_once() {
        let twins = doc(json!([paragraph("a", "Rain"), paragraph("a", "Rain")]));
        assert_eq!(mended(twins), (doc(json!([paragraph("a", "Rain")])), true));
    }

    #[test]
    fn what_was_emptied_between_two_people_goes_or_is_filled() {
        let empty = doc(json!([
            {"type": "bulletList", "attrs": {"id": "l"}},
            {"type": "orderedList", "attrs": {"id": "o"}, "content": [{"type": "listItem"}]},
            {"type": "gallery", "attrs": {"id": "g"}}
        ]));
        let expected = doc(json!([{"type": "orderedList", "attrs": {"id": "o"}, "content": [
            {"type": "listItem", "content": [{"type": "paragraph", "attrs": {"id": "new1"}}]}
        ]}]));
        assert_eq!(mended(empty), (expected, true));
    }

    #[test]
    fn parts_that_stand_twice_are_joined() {
        let line = |kind: &str, text: &str| json!({"type": kind, "content": [{"type": "text", "text": text}]});
        let twice = doc(json!([
            {"type": "blockquote", "attrs": {"id": "q"},
             "content": [line("attribution", "Ana"), paragraph("a", "Rain"), line("attribution", "Bo")]},
            {"type": "details", "attrs": {"id": "d"}, "content": [line("detailsSummary", "More")]},
            {"type": "table", "attrs": {"id": "t", "headerRows": 3}, "content": [
                {"type": "tableRow", "content": [line("tableCell", "1")]}, line("tableCaption", "Rain")]}
        ]));
        let (mended, changed) = mended(twice);
        assert!(changed);
        let expected = doc(json!([
            {"type": "blockquote", "attrs": {"id": "q"}, "content": [paragraph("a", "Rain"), {"type": "attribution",
             "content": [{"type": "text", "text": "Ana"}, {"type": "text", "text": " "}, {"type": "text", "text": "Bo"}]}]},
            {"type": "details", "attrs": {"id": "d"},
             "content": [line("detailsSummary", "More"), {"type": "detailsContent", "content": []}]},
            {"type": "table", "attrs": {"id": "t", "headerRows": 1}, "content": [
                line("tableCaption", "Rain"), {"type": "tableRow", "content": [line("tableHeader", "1")]}]}
        ]));
        assert_eq!(mended, expected);
    }
}
