//! The demo paper is written in the Markdown that this crate reads: nothing in it may be left out.

use std::path::Path;

use courant_text::document::{BlockKind, Picture};
use courant_text::{SequentialIds, json, markdown};

#[test]
fn every_demo_story_is_read_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/stories");
    let mut cards = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ext| ext != "md") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let body = text
            .split("\n+++\n")
            .nth(1)
            .unwrap_or_else(|| panic!("{} has no front matter", path.display()));
        let read = markdown::read(body, &mut SequentialIds::new());
        assert!(read.left_out.is_empty(), "{}: {:?}", path.display(), read.left_out);
        assert_eq!(json::read(&json::write(&read.document)).as_ref(), Ok(&read.document));
        for block in &read.document.blocks {
            match &block.kind {
                BlockKind::ReadMore(more) => {
                    assert!(more.story.is_some(), "{}", path.display());
                    cards += 1;
                }
                BlockKind::Picture(Picture { picture, .. }) => {
                    assert!(picture.is_some(), "{}", path.display());
                }
                _ => {}
            }
        }
    }
    assert!(cards > 10, "only {cards} read-more cards found");
}
