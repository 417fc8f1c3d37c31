//! Feeds any text as a file with front matter to the reader of Markdown folders, as Hugo, Jekyll and Zola have it.
//! Run by `cargo fuzz run -s none markdown_file fuzz/corpus/markdown_file fuzz/seeds/markdown_file`.
#![no_main]

use courant_exchange::markdown::{Addresses, Plan, address, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    for paths in [
        ["content/a/2024-05-01-b.md", "hugo.toml", "x"],
        ["_posts/2024-05-01-b.md", "_config.yml", "x"],
        ["content/a/2024-05-01-b.md", "config.toml", "templates/x"],
    ] {
        for entry in &Plan::of(paths).entries {
            let mut addresses = Addresses::default();
            addresses.add(&entry.path, &address(entry, source));
            let post = read(entry, source, Some("https://shore.example"), &addresses).post;
            let json = courant_text::json::write(&post.document);
            assert!(courant_text::json::read(&json).is_ok(), "{json}");
        }
    }
    // The same text as a list of paths.
    let _ = Plan::of(source.lines());
});
