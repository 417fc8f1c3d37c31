//! Text made to hurt: hundreds of thousands of marks, brackets, verbs of saying, one sentence without an end.
//! No time is asserted: whatever is not linear in such a text does not come back before the test run is stopped.
#![expect(clippy::format_push_string, reason = "tests")]

use courant_copydesk::{Desk, Page, Rules, check};
use std::sync::Arc;

/// Reads, checks and writes a text in all forms.
fn survives(text: &str) {
    let desk = Desk {
        rules: Arc::new(Rules::starter()),
        ..Desk::default()
    };
    let page = Page::from_plain(text);
    let report = check(&page, &desk);
    for note in &report.notes {
        assert!(page.text.get(note.span.start..note.span.end).is_some());
    }
    for quotation in &report.reading.quotations {
        assert!(page.text.get(quotation.span.start..quotation.span.end).is_some());
        assert!(
            page.text
                .get(quotation.sentence.start..quotation.sentence.end)
                .is_some()
        );
    }
    assert!(report.reading.events().len() <= report.reading.sentences.len());
    assert!(report.json().get("notes").is_some() && report.sarif("a").get("runs").is_some());
}

#[test]
fn marks_without_number_are_read() {
    survives(&"\"".repeat(200_000));
    survives(&"“”".repeat(30_000));
    survives(&"“".repeat(60_000));
    survives(&"'a' ".repeat(30_000));
}

#[test]
fn deep_brackets_are_read() {
    let deep = format!("{}word{}", "(".repeat(100_000), ")".repeat(100_000));
    survives(&deep);
    survives(&format!("{}word{}", "«“‘".repeat(5_000), "’”»".repeat(5_000)));
}

#[test]
fn one_sentence_without_an_end_is_read() {
    survives(&"Anna Berg said, saying she told Erik Strand and adding that ".repeat(1_200));
    survives(&"“No,” she said, ".repeat(2_000));
    survives(&"Kim Jong Un of Norway’s, ".repeat(3_000));
    survives(&"a trip to Norway, arrested, and met with Anna Berg ".repeat(1_500));
    survives(&"according to the, ".repeat(4_000));
    survives(&"according to Anna Berg and ".repeat(4_000));
    survives(&"asked what she reportedly seems to see as ".repeat(3_000));
    survives(&"While a thing, as Berg noted, like ".repeat(3_000));
}

#[test]
fn many_paragraphs_and_many_names_are_read() {
    let mut text = String::new();
    for number in 0..800 {
        let letters: String = number.to_string().bytes().map(|b| char::from(b + 49)).collect();
        text.push_str(&format!(
            "“We sail at noon,” Anna B{letters} said on Tuesday in Oslo.\n\n"
        ));
    }
    survives(&text);
    survives(&"BERG: We shall mend it before the winter.\n\n".repeat(3_000));
}

#[test]
fn markup_that_nests_without_end_is_read() {
    for text in [
        "<b>".repeat(5_000),
        "<blockquote>“a".repeat(2_000),
        "> ".repeat(5_000),
        "[".repeat(5_000),
    ] {
        let desk = Desk::default();
        for page in [Page::from_html(&text), Page::from_markdown(&text)] {
            let report = check(&page, &desk);
            assert!(report.json().get("notes").is_some());
        }
    }
    let twice = Page::from_plain(&"x".repeat(500_000));
    assert_eq!(twice.parts.len(), 1);
    assert!(
        check(&twice, &Desk::default())
            .notes
            .first()
            .is_none_or(|n| !n.message.is_empty())
    );
}
