//! Whatever bytes a page is saved as, reading it gives a story or a refusal, and never a panic.
//! Run by `cargo fuzz run page_read`.
#![no_main]

use courant_exchange::page::{Known, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let paper = Known::default();
    let _ = read(bytes, None, None, &paper);
    let _ = read(bytes, None, Some("text/html; charset=utf-8"), &paper);
});
