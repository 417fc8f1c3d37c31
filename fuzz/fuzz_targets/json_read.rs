//! Feeds any text to the JSON reader; what it accepts must be canonical after one writing.
//! Run by `cargo fuzz run -s none json_read fuzz/corpus/json_read fuzz/seeds/json_read`.

#![no_main]

use courant_text::html::NoSurroundings;
use courant_text::{html, json};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    if let Ok(document) = json::read(source) {
        let canonical = json::write(&document);
        assert_eq!(json::read(&canonical).as_ref(), Ok(&document));
        html::write(&document, &NoSurroundings);
    }
});
