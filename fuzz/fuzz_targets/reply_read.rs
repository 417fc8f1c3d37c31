//! Feeds any text to the reply reader; what it makes must survive its JSON form and print no script.
//! Run by `cargo fuzz run -s none reply_read fuzz/corpus/reply_read fuzz/seeds/reply_read`.

#![no_main]

use courant_text::{SequentialIds, json, reply};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    let document = reply::read(source, &mut SequentialIds::new());
    assert_eq!(json::read(&json::write(&document)).as_ref(), Ok(&document));
    assert!(!reply::write(&document).to_ascii_lowercase().contains("<script"));
});
