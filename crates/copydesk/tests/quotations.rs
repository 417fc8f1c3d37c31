//! Frames of saying, thinking and hearsay, one sentence each: what was said, by whom, and what is none of it.
#![expect(clippy::unwrap_used, reason = "tests")]

use courant_copydesk::{Manner, Page, Quotation, Reading};

/// Words and source of the quotations of a text, a line a paragraph.
fn told(text: &str) -> Vec<(String, Option<String>)> {
    found(text, |page, q| {
        let source = q.source.map(|s| page.at(s).to_string());
        (page.at(q.span).to_string(), source)
    })
}

fn found<T>(text: &str, of: impl Fn(&Page, &Quotation) -> T) -> Vec<T> {
    let page = Page::from_plain(&format!("Harbour news\n\nThe harbour is open.\n\n{text}\n"));
    let reading = Reading::of(&page);
    reading.quotations.iter().map(|q| of(&page, q)).collect()
}

fn one(text: &str, words: &str, source: Option<&str>) {
    assert_eq!(told(text), [(words.to_string(), source.map(Into::into))], "{text}");
}

#[test]
fn a_clause_beside_the_words_leaves_them_whole() {
    one(
        "As the Ostland Courier reported last week, the ferry leaks badly.",
        "the ferry leaks badly",
        Some("the Ostland Courier"),
    );
    one(
        "Over the long run, according to the port office, the quay will sink.",
        "Over the long run, according to the port office, the quay will sink",
        Some("the port office"),
    );
    one(
        "But according to the port office, the quay will sink.",
        "the quay will sink",
        Some("the port office"),
    );
}

#[test]
fn a_question_ends_where_its_answer_begins() {
    let all = told("Asked whether the ferry would sail, Anna Berg said that nobody knew the tide.");
    assert!(
        all.iter().any(|(words, _)| words == "whether the ferry would sail"),
        "{all:?}"
    );
    assert!(
        all.iter().any(|(words, _)| words == "that nobody knew the tide"),
        "{all:?}"
    );
}

#[test]
fn hearsay_has_no_speaker_and_is_no_speech() {
    for text in [
        "The captain reportedly left the bridge before the storm.",
        "The harbour board seems to doubt its own figures.",
    ] {
        let all = found(text, |_, q| (q.source.is_none(), q.speech));
        assert_eq!(all, [(true, false)], "{text}");
    }
}

#[test]
fn a_study_shows_a_thing_and_a_person_does_not() {
    one(
        "The poll shows Anna Berg ahead in the harbour towns.",
        "Anna Berg ahead in the harbour towns",
        Some("The poll"),
    );
    assert!(told("The guide shows Anna Berg the lighthouse.").is_empty());
}

#[test]
fn forms_that_are_no_verbs_open_nothing() {
    for text in [
        "The town needs people like him on the quay.",
        "She has 30 pledged delegates from the islands.",
        "The state will sell its ferries.",
    ] {
        assert!(told(text).is_empty(), "{text}: {:?}", told(text));
    }
}

#[test]
fn a_transcript_is_the_words_of_its_labels() {
    let text = "BERG: We shall mend the quay before the winter.\n\nLIND: Nobody has paid for the stones yet.\n\nBERG: The stones lie in the yard already.";
    let all = found(text, |page, q| (q.manner, page.at(q.source.unwrap()).to_string()));
    let labels: Vec<&str> = all.iter().map(|(_, source)| source.as_str()).collect();
    assert_eq!(labels, ["BERG", "LIND", "BERG"]);
    assert!(all.iter().all(|(manner, _)| *manner == Manner::Direct));
}

#[test]
fn who_is_the_source_and_the_name_before_it_the_speaker() {
    let text = "The plan came from Anna Berg, who said that the quay would hold.";
    let all = found(text, |page, q| {
        (page.at(q.source.unwrap()).to_string(), q.speaker.clone(), q.unnamed)
    });
    assert_eq!(all, [("who".into(), Some("Anna Berg".into()), false)]);
}

#[test]
fn a_clause_in_front_is_no_place_for_the_speaker() {
    let text = "When Lars Lind died, Anna Berg released the following words: “He built the quay with his own hands.”";
    let all = found(text, |_, q| q.speaker.clone());
    assert_eq!(all, [Some("Anna Berg".to_string())]);
}

#[test]
fn a_short_sentence_goes_on_from_the_one_before() {
    let text = "“The ferry is old and slow,” Anna Berg said. “Too slow.”";
    let all = found(text, |_, q| q.speaker.clone());
    assert_eq!(all, [Some("Anna Berg".to_string()), Some("Anna Berg".to_string())]);
}
