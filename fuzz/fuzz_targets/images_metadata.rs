//! Feeds arbitrary bytes to the readers of a picture's header and metadata: neither may panic, hang or eat memory.
//! Called by `cargo fuzz run -s none images_metadata`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = courant_images::inspect(bytes);
    let _ = courant_images::metadata(bytes);
});
