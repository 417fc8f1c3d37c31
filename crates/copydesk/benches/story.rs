//! The whole analysis of a story of 500 words: reading, names, quotations, all checks and the starter rules.
//! Run by `cargo bench -p courant-copydesk`; it prints and never asserts.

use courant_copydesk::{Desk, Page, Rules, check};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::sync::Arc;

fn story(c: &mut Criterion) {
    let text: String = include_str!("../tests/pages/harbour-deal.txt")
        .repeat(2)
        .split_inclusive(' ')
        .take(500)
        .collect();
    let desk = Desk {
        rules: Arc::new(Rules::starter()),
        ..Desk::default()
    };
    c.bench_function("500 words", |b| {
        b.iter(|| {
            let page = Page::from_plain(black_box(&text));
            black_box(check(&page, &desk).notes.len())
        });
    });
}

criterion_group!(benches, story);
criterion_main!(benches);
