//! Whatever bytes come over a wire, reading them ends, and every text is one that the store accepts.
//! Run by `cargo fuzz run -s none wire_read fuzz/corpus/wire_read fuzz/seeds/wire_read`.
#![no_main]

use courant_exchange::wire::{collapse, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(wire) = read(bytes) else { return };
    for item in collapse(wire.items) {
        assert!(!item.guid.is_empty());
        let json = courant_text::json::write(&item.document);
        assert!(courant_text::json::read(&json).is_ok(), "{json}");
    }
});
