//! Checks a file with the starter rules and prints what it finds, as `courant check` does.
//! Run by people: `cargo run -p courant-copydesk --example check -- FILE [--json|--record [--parts]]`.

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
    } else if arguments.iter().any(|a| a == "--record") {
        let at = |span: Option<courant_copydesk::Span>| span.map_or("-", |span| page.at(span));
        for q in report.spoken() {
            println!(
                "{} | {} | {} | to {} | outlet {} | at {} | in {} | on {:?} | unnamed {} | {}",
                q.manner.word(),
                q.speaker.as_deref().unwrap_or("?"),
                at(q.cue),
                at(q.addressee),
                at(q.outlet),
                at(q.occasion),
                at(q.place),
                q.date.map(|when| (page.at(when.span), when.iso())),
                q.unnamed,
                page.at(q.span)
            );
        }
        for event in report.reading.events() {
            println!(
                "{} | {} | {:?} | {}",
                event.line(&report.reading),
                event.standing.word(),
                event.when.map(|when| (page.at(when.span), when.iso())),
                page.at(event.words)
            );
        }
        for part in page.parts.iter().filter(|_| arguments.iter().any(|a| a == "--parts")) {
            println!("{:?} {}", part.role, page.at(part.span));
        }
    } else {
        print!("{}", report.lines(file));
    }
}
