//! The plain form: a document as Markdown and back without a loss, and three versions brought together.

use courant_text::markdown::form;
use courant_text::merge::{self, Line, Stretch};
use courant_text::{Document, SequentialIds, html, markdown, plain};
use proptest::prelude::*;

use crate::generate;

fn read(source: &str) -> Document {
    markdown::read(source, &mut SequentialIds::new()).document
}

fn words(blocks: &[courant_text::Block]) -> String {
    plain::write(&Document {
        blocks: blocks.to_vec(),
    })
}

proptest! {
    #[test]
    fn a_document_that_nobody_changed_comes_back_with_its_ids(document in generate::document()) {
        prop_assert_eq!(form::read_over(&form::write(&document), &document), document);
    }
}

#[test]
fn a_block_that_markdown_cannot_hold_stands_as_a_line_and_moves_with_it() {
    let page = "<p>One.</p><ul><li>b</li></ul><ul><li>a</li><li>c</li></ul><p>Two.</p>";
    let base = html::read(page, &mut SequentialIds::new()).document;
    let text = form::write(&base);
    let line = text.lines().find(|line| line.starts_with('⟦')).unwrap().to_owned();
    assert_eq!(form::read_over(&text, &base), base);
    let moved = format!("Two, *changed*.\n\n{line}\n\n{line}\n\n⟦nothing⟧");
    let read = form::read_over(&moved, &base);
    assert_eq!(read.blocks[1], base.blocks[2]);
    assert_eq!(plain::block(&read.blocks[2]), plain::block(&base.blocks[2]));
    assert_ne!(read.blocks[2].id, base.blocks[2].id);
    assert_eq!(plain::block(&read.blocks[3]), "⟦nothing⟧");
}

#[test]
fn a_block_that_was_reworded_keeps_its_id() {
    let base = read("The ferry sails at nine from the old quay.\n\nNobody came.");
    let mine = form::read_over(
        "A new lead.\n\nThe ferry sails at ten from the old quay.\n\nNobody came.",
        &base,
    );
    assert_eq!(mine.blocks[1].id, base.blocks[0].id);
    assert_eq!(mine.blocks[2].id, base.blocks[1].id);
    assert!(!base.blocks.iter().any(|block| block.id == mine.blocks[0].id));
}

#[test]
fn changes_in_different_places_are_merged_and_those_in_one_are_disputed() {
    let base = read("One.\n\nTwo.\n\nThree.\n\nFour.");
    let theirs = read("One, by them.\n\nTwo.\n\nThree, by them.\n\nFour.");
    let mine = read("One.\n\nTwo.\n\nThree, by me.\n\nFour.\n\nFive.");
    let merged = merge::documents(&base, &theirs, &mine);
    let [
        Stretch::Agreed(first),
        Stretch::Disputed { base, theirs, mine },
        Stretch::Agreed(last),
    ] = merged.as_slice()
    else {
        panic!("{merged:?}")
    };
    assert_eq!(words(first), "One, by them.\n\nTwo.");
    assert_eq!(
        [words(base), words(theirs), words(mine)],
        ["Three.", "Three, by them.", "Three, by me."]
    );
    assert_eq!(words(last), "Four.\n\nFive.");
}

#[test]
fn what_both_changed_alike_or_one_took_out_is_agreed() {
    let base = read("One.\n\nTwo.\n\nThree.");
    let alike = read("One!\n\nTwo.\n\nThree.");
    let shorter = read("One!\n\nTwo.");
    let [Stretch::Agreed(all)] = &merge::documents(&base, &alike, &shorter)[..] else {
        panic!("agreed")
    };
    assert_eq!(words(all), "One!\n\nTwo.");
    assert_eq!(merge::line("a", "a", "b"), Line::Agreed("b"));
    assert_eq!(merge::line("a", "b", "a"), Line::Agreed("b"));
    assert_eq!(merge::line("a", "b", "c"), Line::Disputed);
}
