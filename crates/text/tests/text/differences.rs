//! The difference of two documents as an editor would tell it.

use courant_text::diff::{BlockChange, WordChange, blocks};
use courant_text::{BlockId, Document, SequentialIds, plain};

fn document(text: &str) -> Document {
    plain::read(text, &mut SequentialIds::new())
}

fn id(id: &str) -> BlockId {
    BlockId(id.to_owned())
}

#[test]
fn a_changed_word_is_found_in_its_block_and_counted_in_characters() {
    let old = document("Same.\n\nThe café in 2023 closed.");
    let new = document("Same.\n\nThe café in 2024 closed.");
    assert_eq!(
        blocks(&old, &new),
        [
            BlockChange::Same { id: id("b1") },
            BlockChange::Changed {
                old: id("b2"),
                new: id("b2"),
                words: vec![WordChange {
                    old: 12..16,
                    new: 12..16
                }]
            }
        ]
    );
}

#[test]
fn blocks_that_came_went_or_moved_are_told_apart() {
    let old = document("one\n\ntwo\n\nthree");
    let mut new = old.clone();
    let first = new.blocks.remove(0);
    new.blocks.push(first);
    let changes = blocks(&old, &new);
    assert_eq!(
        changes
            .iter()
            .filter(|change| matches!(change, BlockChange::Moved { .. }))
            .count(),
        1
    );
    let mut shorter = old.clone();
    shorter.blocks.remove(1);
    assert_eq!(
        blocks(&old, &shorter),
        [
            BlockChange::Same { id: id("b1") },
            BlockChange::Removed { id: id("b2") },
            BlockChange::Same { id: id("b3") }
        ]
    );
    assert!(blocks(&shorter, &old).contains(&BlockChange::Added { id: id("b2") }));
}
