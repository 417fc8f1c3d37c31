//! Whatever bytes a Ghost export has, reading it ends, and every text it gives is one that the store accepts.
//! Run by `cargo fuzz run -s none ghost_read fuzz/corpus/ghost_read fuzz/seeds/ghost_read`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(export) = courant_exchange::ghost::read("fuzz.json", bytes, Some("https://shore.example")) else { return };
    for post in export.posts {
        let json = courant_text::json::write(&post.post.document);
        assert!(courant_text::json::read(&json).is_ok(), "{json}");
    }
});
