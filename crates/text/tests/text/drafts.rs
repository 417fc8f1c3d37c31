//! Drafts: what their marks are, what is refused, and what is left when suggestions are taken or refused.
//! Properties over generated drafts, and cases by hand.

#![expect(clippy::needless_pass_by_value, reason = "json! makes values")]

use super::generate;
use courant_text::draft::Sort;
use courant_text::{Draft, json, plain};
use proptest::prelude::*;
use serde_json::{Value, json};

fn paragraph(id: &str, content: Value) -> Value {
    json!({"type": "paragraph", "attrs": {"id": id}, "content": content})
}

fn doc(content: Value) -> Value {
    json!({"type": "doc", "content": content})
}

fn run(text: &str, marks: Value) -> Value {
    json!({"type": "text", "text": text, "marks": marks})
}

fn change(kind: &str, id: &str) -> Value {
    json!({"type": kind, "attrs": {"id": id, "by": "ana", "at": "2026-11-25T10:00:00Z"}})
}

proptest! {
    #[test]
    fn a_draft_comes_back_as_it_was_written(tree in generate::draft()) {
        let draft = Draft::of(&tree).unwrap();
        let written = draft.write();
        let again = Draft::read(&written).unwrap();
        prop_assert_eq!(&again, &draft);
        prop_assert_eq!(again.write(), written);
    }

    #[test]
    fn a_draft_without_suggestions_is_its_document(document in generate::document()) {
        let draft = Draft::read(&json::write(&document)).unwrap();
        prop_assert_eq!(draft.write(), json::write(&document));
        prop_assert_eq!(&draft, &Draft::from(document.clone()));
        prop_assert_eq!(draft.accepted(), document.clone());
        prop_assert_eq!(draft.refused(), document);
        prop_assert_eq!((draft.open(), draft.suggestions().len()), (0, 0));
    }

    #[test]
    fn what_is_left_of_a_draft_is_a_document_that_can_be_published(tree in generate::draft()) {
        let draft = Draft::of(&tree).unwrap();
        for document in [draft.accepted(), draft.refused()] {
            let written = json::write(&document);
            prop_assert_eq!(json::write(&json::read(&written).unwrap()), written);
        }
    }

    #[test]
    fn every_suggestion_stands_where_it_says(tree in generate::draft()) {
        let draft = Draft::of(&tree).unwrap();
        for one in draft.suggestions() {
            prop_assert_eq!(one.words.chars().count(), one.place.end - one.place.start);
            prop_assert!(one.place.end > one.place.start);
        }
        prop_assert_eq!(draft.open() == 0, draft.suggestions().is_empty());
    }

    #[test]
    fn taking_or_refusing_loses_no_word_that_nobody_suggested(tree in generate::draft()) {
        let draft = Draft::of(&tree).unwrap();
        prop_assert_eq!(letters(&json::tree(&draft.refused()), ""), letters(&tree, "insertion"));
        prop_assert_eq!(letters(&json::tree(&draft.accepted()), ""), letters(&tree, "deletion"));
    }
}

/// Characters of all text but what a mark of this name stands on.
fn letters(node: &Value, but: &str) -> usize {
    let marked = node["marks"]
        .as_array()
        .into_iter()
        .flatten()
        .any(|mark| mark["type"] == but);
    let own = node["text"]
        .as_str()
        .filter(|_| !marked)
        .map_or(0, |text| text.chars().count());
    own + (node["content"].as_array().into_iter().flatten())
        .map(|child| letters(child, but))
        .sum::<usize>()
}

#[test]
fn a_published_document_holds_no_mark_of_a_draft() {
    for mark in [
        change("insertion", "s1"),
        change("deletion", "s1"),
        json!({"type": "note", "attrs": {"id": "n1"}}),
    ] {
        let tree = doc(json!([paragraph("b1", json!([run("Rain", json!([mark]))]))]));
        assert!(Draft::of(&tree).is_ok());
        let problem = json::read(&tree.to_string()).unwrap_err();
        assert_eq!(problem.path, "doc.content[0].content[0].marks[0]");
    }
}

#[test]
fn a_fault_in_a_mark_is_named_with_its_path() {
    let at = |mark: Value| {
        let tree = doc(json!([paragraph("b1", json!([run("Rain", json!([mark]))]))]));
        Draft::of(&tree).unwrap_err().to_string()
    };
    let path = "doc.content[0].content[0].marks[0].attrs";
    assert_eq!(
        at(json!({"type": "insertion", "attrs": {"by": "a", "at": "t"}})),
        format!("{path}: \"id\" is missing")
    );
    assert_eq!(
        at(json!({"type": "deletion", "attrs": {"id": "s", "at": "t"}})),
        format!("{path}: \"by\" is missing")
    );
    assert_eq!(at(json!({"type": "note"})), format!("{path}: \"id\" is missing"));
    assert_eq!(
        at(json!({"type": "note", "attrs": {"id": "n", "x": 1}})),
        format!("{path}: unknown attribute \"x\"")
    );
    assert!(at(json!({"type": "note", "attrs": {"id": "n".repeat(65)}})).ends_with("must have 1 to 64 bytes"));
}

#[test]
fn a_replacement_is_one_suggestion_in_two_places() {
    let tree = doc(json!([paragraph(
        "b1",
        json!([
            {"type": "text", "text": "Rain "},
            run("fell", json!([change("deletion", "s1")])),
            run("is ", json!([change("insertion", "s1")])),
            run("falling", json!([{"type": "strong"}, change("insertion", "s1")])),
            {"type": "text", "text": "."}
        ])
    )]));
    let draft = Draft::of(&tree).unwrap();
    let found: Vec<_> = draft
        .suggestions()
        .into_iter()
        .map(|one| (one.change.kind, one.words, one.place.start, one.place.end))
        .collect();
    assert_eq!(
        found,
        [
            (Sort::Deletion, "fell".to_owned(), 5, 9),
            (Sort::Insertion, "is falling".to_owned(), 9, 19)
        ]
    );
    assert_eq!(draft.open(), 1);
    assert_eq!(plain::write(&draft.accepted()).trim(), "Rain is falling.");
    assert_eq!(plain::write(&draft.refused()).trim(), "Rain fell.");
    assert_eq!(draft.words(), 3);
}

#[test]
fn a_block_that_was_only_suggested_goes_with_its_words() {
    let tree = doc(json!([
        paragraph("b1", json!([{"type": "text", "text": "Kept."}])),
        paragraph("b2", json!([run("Suggested.", json!([change("insertion", "s1")]))])),
        {"type": "bulletList", "attrs": {"id": "b3"}, "content": [
            {"type": "listItem", "content": [paragraph("b4", json!([run("Item", json!([change("insertion", "s2")]))]))]}
        ]},
        {"type": "paragraph", "attrs": {"id": "b5"}}
    ]));
    let draft = Draft::of(&tree).unwrap();
    let ids = |document: courant_text::Document| document.blocks.into_iter().map(|b| b.id.0).collect::<Vec<_>>();
    assert_eq!(ids(draft.refused()), ["b1", "b5"]);
    assert_eq!(ids(draft.accepted()), ["b1", "b2", "b3", "b5"]);
}

#[test]
fn a_note_is_found_where_it_stands_and_printed_nowhere() {
    let note = json!({"type": "note", "attrs": {"id": "n1"}});
    let tree = doc(json!([paragraph(
        "b1",
        json!([{"type": "text", "text": "Ráin "}, run("fell", json!([note]))])
    )]));
    let draft = Draft::of(&tree).unwrap();
    let notes = draft.notes();
    assert_eq!(
        (notes[0].id.as_str(), notes[0].words.as_str(), notes[0].place.start),
        ("n1", "fell", 5)
    );
    assert!(!json::write(&draft.refused()).contains("note"));
    assert_eq!(draft.open(), 0);
}
