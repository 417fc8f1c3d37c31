//! Checks a file with the starter rules and prints what it finds, as `courant check` does.
//! Run by people: `cargo run -p courant-copydesk --example check -- FILE [--json]`.

use courant_copydesk::{Desk, Page, Rules};
use std::sync::Arc;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(file) = arguments.first() else {
        eprintln!("which file?");
        return;
    };
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let page = Page::from_file(file, &text);
    let desk = Desk {
        rules: Arc::new(Rules::starter()),
        ..Desk::default()
    };
    let report = courant_copydesk::check(&page, &desk);
    if arguments.iter().any(|a| a == "--json") {
        println!("{:#}", report.json());
    } else {
        print!("{}", report.lines(file));
    }
}
