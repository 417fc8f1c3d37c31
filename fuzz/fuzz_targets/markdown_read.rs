//! Feeds any text to the markdown reader; what it makes must survive its JSON form.
//! Run by `cargo fuzz run -s none markdown_read fuzz/corpus/markdown_read fuzz/seeds/markdown_read`.

#![no_main]

use courant_text::html::NoSurroundings;
use courant_text::{SequentialIds, html, json};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    let read = courant_text::markdown::read(source, &mut SequentialIds::new());
    assert_eq!(json::read(&json::write(&read.document)).as_ref(), Ok(&read.document));
    let printed = html::write(&read.document, &NoSurroundings);
    assert!(!printed.to_ascii_lowercase().contains("<script"));
});
