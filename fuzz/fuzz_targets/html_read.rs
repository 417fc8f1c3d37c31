//! Feeds any text to the html reader; what it makes must survive its JSON form.
//! Run by `cargo fuzz run -s none html_read fuzz/corpus/html_read fuzz/seeds/html_read`.

#![no_main]

use courant_text::html::NoSurroundings;
use courant_text::{SequentialIds, html, json};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    let read = courant_text::html::read(source, &mut SequentialIds::new());
    assert_eq!(json::read(&json::write(&read.document)).as_ref(), Ok(&read.document));
    let printed = html::write(&read.document, &NoSurroundings);
    assert!(!printed.to_ascii_lowercase().contains("<script"));
});
