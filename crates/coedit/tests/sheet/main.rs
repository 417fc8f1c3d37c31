//! The claims of the coedit crate: a sheet says what its copy says, writers converge, hostile bytes cost nothing.
//! One binary; a module a subject.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod convergence;
#[expect(dead_code, reason = "the text crate's generators, of which a few are used here")]
#[path = "../../../text/tests/text/generate.rs"]
mod generate;
mod hostile;
mod long_story;
mod round_trip;
mod settling;

use courant_coedit::{Fields, Sheet, client_of};
use courant_model::story::{Byline, Kind};
use courant_text::Document;

/// Ids that no draft has yet.
fn ids(prefix: &str) -> impl FnMut() -> String {
    let prefix = prefix.to_owned();
    let mut count = 0;
    move || {
        count += 1;
        format!("{prefix}{count}")
    }
}

fn fields() -> Fields {
    Fields {
        headline: "Rain falls on Arnmouth".to_owned(),
        standfirst: "More is on the way, naïve as it may sound 🌧.".to_owned(),
        kind: Kind::Analysis,
        section: Some("01SECTION".to_owned()),
        byline: vec![
            Byline {
                author: Some("01ANA".to_owned()),
                guest: String::new(),
                role: "reporting".to_owned(),
            },
            Byline {
                author: None,
                guest: "Bo Guest".to_owned(),
                role: String::new(),
            },
        ],
        topics: vec!["01RAIN".to_owned(), "01WIND".to_owned()],
        ..Fields::default()
    }
}

fn seeded(document: &Document) -> (Sheet, Vec<u8>) {
    Sheet::seed(client_of("seed"), &fields(), document, &mut ids("seeded")).unwrap()
}
