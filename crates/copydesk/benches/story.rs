//! The whole analysis of a story of 500 words: reading, names, quotations, all checks and the starter rules.
//! Run by `cargo bench -p courant-copydesk --bench story`; it prints the median and never asserts.

use courant_copydesk::{Desk, Page, Rules, check};
use criterion::Criterion;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

/// What the page of the tests lacks to 500 words.
const MORE: &str = "\n\nThe harbour office of Gullport counted the boats on Sunday evening. It found eleven at the northern quay, four in \
    the yard and one, the Gull, on the sand below the church. “She came in with the tide and nobody at the helm,” said Karin Holm, who \
    has kept the light for twenty years. Holm called the owners in Tromso at once. They answered on Monday, in a letter of two lines, that \
    the boat had been sold in March to a company in Sudland and that they knew of no crew.\n";

/// Measured by hand beside Criterion, which prints a mean with its bounds.
const ROUNDS: usize = 501;

fn text() -> String {
    let page = include_str!("../tests/pages/harbour-deal.txt");
    let all = format!("{page}{MORE}");
    let mut words = 0;
    let mut inside = false;
    let end = all.char_indices().find(|(_, c)| {
        let word = !c.is_whitespace();
        words += usize::from(word && !inside);
        inside = word;
        words > 500
    });
    all.get(..end.map_or(all.len(), |(at, _)| at))
        .unwrap_or(&all)
        .to_string()
}

fn main() {
    let text = text();
    let desk = Desk {
        rules: Arc::new(Rules::starter()),
        ..Desk::default()
    };
    let analyse = || {
        let page = Page::from_plain(black_box(&text));
        black_box(check(&page, &desk).notes.len())
    };
    let words = text.split_whitespace().count();
    let mut criterion = Criterion::default().configure_from_args();
    criterion.bench_function(&format!("{words} words"), |b| b.iter(analyse));
    criterion.final_summary();
    let mut took: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            analyse();
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    took.sort_by(f64::total_cmp);
    let median = took.get(ROUNDS / 2).copied().unwrap_or(0.0);
    println!("whole analysis of a story of {words} words: median {median:.2} ms of {ROUNDS}");
}
