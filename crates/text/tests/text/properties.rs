//! Round trips, kept words, and the promise that no input makes a reader panic or a writer print markup that is not ours.

use courant_text::html::NoSurroundings;
use courant_text::{Document, SequentialIds, count, diff, excerpt, html, json, link, markdown, plain, reply};
use proptest::prelude::*;

use crate::allowed::offences;
use crate::generate;

fn ids() -> SequentialIds {
    SequentialIds::new()
}

/// What must hold for any document that any reader made.
fn sound(document: &Document) {
    let canonical = json::write(document);
    assert_eq!(json::read(&canonical).as_ref(), Ok(document));
    assert_eq!(json::write(&json::read(&canonical).unwrap()), canonical);
    for printed in [
        html::write(document, &NoSurroundings),
        html::write_for_feeds(document, &NoSurroundings, "https://paper.example/x"),
        reply::write(document),
    ] {
        let offences = offences(&printed);
        assert!(offences.is_empty(), "{offences:?} in {printed}");
    }
    count::words(document);
    count::characters(document);
    assert!(excerpt::first(document, 20).chars().count() <= 20);
    assert!(
        diff::blocks(document, document)
            .iter()
            .all(|change| matches!(change, diff::BlockChange::Same { .. }))
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, max_shrink_iters: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_gives_back_the_document(document in generate::document()) {
        let canonical = json::write(&document);
        prop_assert_eq!(json::read(&canonical), Ok(document.clone()));
        let by_serde: Document = serde_json::from_str(&serde_json::to_string(&document).unwrap()).unwrap();
        prop_assert_eq!(by_serde, document);
    }

    #[test]
    fn html_gives_back_the_document(document in generate::document()) {
        let printed = html::write(&document, &NoSurroundings);
        let read = html::read(&printed, &mut ids());
        prop_assert_eq!(&read.document, &document, "{}", printed);
        prop_assert!(read.left_out.is_empty(), "{:?}", read.left_out);
        sound(&document);
    }

    #[test]
    fn every_visible_word_of_well_formed_html_is_kept((source, words) in generate::html()) {
        let document = html::read(&source, &mut ids()).document;
        let text = plain::write(&document);
        for n in 1..=words {
            prop_assert_eq!(text.matches(&format!("w{n}w")).count(), 1, "w{}w\n{}\n{}", n, source, text);
        }
        prop_assert!(!text.contains("hidden"));
        sound(&document);
    }

    #[test]
    fn no_string_breaks_a_reader(source in prop_oneof![generate::soup(), ".{0,60}"]) {
        sound(&html::read(&source, &mut ids()).document);
        sound(&html::read_from(&source, Some("https://paper.example/a/b"), &mut ids()).document);
        sound(&markdown::read(&source, &mut ids()).document);
        sound(&reply::read(&source, &mut ids()));
        sound(&plain::read(&source, &mut ids()));
        if let Ok(document) = json::read(&source) {
            sound(&document);
        }
    }

    #[test]
    fn a_reply_loses_no_visible_character(source in "[ -~\n]{0,80}") {
        let document = reply::read(&source, &mut ids());
        let seen: String = plain::write(&document).split_whitespace().collect();
        // Only marks that became emphasis, quotation or a link are gone.
        let typed: String = source.split_whitespace().collect();
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        if !source.contains("](") {
            prop_assert_eq!(letters(&seen), letters(&typed));
        }
        prop_assert!(!seen.is_empty() || typed.chars().all(|c| "*_>".contains(c)), "{:?}", typed);
    }

    #[test]
    fn an_allowed_address_is_allowed_as_it_stands(address in prop_oneof![generate::soup(), "(https?://|/|#|mailto:|tel:)\\PC{0,20}"]) {
        if let Some(kept) = link::allowed(&address) {
            let again = link::allowed(&kept);
            prop_assert_eq!(again.as_deref(), Some(kept.as_str()));
            prop_assert!(kept.is_ascii());
        }
    }

    #[test]
    fn word_changes_turn_the_old_text_into_the_new(old in "[ab ]{0,20}", new in "[abé ]{0,20}") {
        let old_chars: Vec<char> = old.chars().collect();
        let new_chars: Vec<char> = new.chars().collect();
        let mut built = Vec::new();
        let mut at = 0;
        for change in diff::words(&old, &new) {
            built.extend_from_slice(&old_chars[at..change.old.start]);
            built.extend_from_slice(&new_chars[change.new.clone()]);
            at = change.old.end;
        }
        built.extend_from_slice(&old_chars[at..]);
        prop_assert_eq!(built, new_chars);
    }

    #[test]
    fn an_excerpt_never_exceeds_its_room(text in "\\PC{0,60}", room in 0..40usize) {
        prop_assert!(excerpt::cut(&text, room).chars().count() <= room);
    }
}
