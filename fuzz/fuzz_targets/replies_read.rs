//! Whatever bytes an export of Disqus or remark42 has, reading it ends, and every reply is one that the store accepts.
//! Run by `cargo fuzz run -s none replies_read fuzz/corpus/replies_read fuzz/seeds/replies_read`.
#![no_main]

use courant_exchange::replies::{Piece, disqus::Disqus, remark42::Remark42};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for piece in Disqus::new("fuzz.xml", bytes).chain(Remark42::new("fuzz.json", bytes)) {
        let Piece::Reply(reply) = piece else { continue };
        let json = courant_text::json::write(&reply.comment.document);
        assert!(courant_text::json::read(&json).is_ok(), "{json}");
    }
});
