//! Whatever bytes a feed has, reading it ends, and every text it gives is one that the store accepts.
//! Run by `cargo fuzz run -s none feed_read fuzz/corpus/feed_read fuzz/seeds/feed_read`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(feed) = courant_exchange::feed::read(bytes, None, Some("https://feeds.example/f")) else { return };
    for item in feed.items {
        assert!(!item.id.is_empty());
        let json = courant_text::json::write(&item.document);
        assert!(courant_text::json::read(&json).is_ok(), "{json}");
    }
});
