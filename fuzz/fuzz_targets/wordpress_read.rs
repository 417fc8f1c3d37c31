//! Whatever bytes an export has, reading it ends, and every text it gives is one that the store accepts.
//! Run by `cargo fuzz run wordpress_read`; the exports of the tests are good seeds.
#![no_main]

use courant_exchange::wordpress::{Item, Options, Piece, Wxr};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for piece in Wxr::new("fuzz.xml", bytes, Options::default()) {
        let Piece::Item(item) = piece else { continue };
        let Item::Post(post) = *item else { continue };
        for document in std::iter::once(&post.document).chain(post.comments.iter().map(|reply| &reply.document)) {
            let json = courant_text::json::write(document);
            assert!(courant_text::json::read(&json).is_ok(), "{json}");
        }
    }
});
