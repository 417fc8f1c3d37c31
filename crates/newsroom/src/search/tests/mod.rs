//! What the index promises, tried on real folders.
//! Only the test run calls it.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::Path;
use std::time::Instant;

use super::*;

mod asking;
mod keeping;
mod speed;

const NOW: i64 = 1_772_000_000_000_000;

fn story(id: &str, headline: &str, text: &str) -> SearchStory {
    SearchStory {
        id: id.into(),
        number: 1,
        headline: headline.into(),
        text: text.into(),
        section_slug: "local".into(),
        authors: vec![("ana".into(), "Ana Sousa".into())],
        kind: "news".into(),
        published: Some(NOW - DAY / 2),
        path: format!("/local/{id}"),
        language: "en".into(),
        ..SearchStory::default()
    }
}

fn put(story: SearchStory) -> Change {
    Change::Put(Box::new(story))
}

fn with(stories: Vec<SearchStory>) -> (tempfile::TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path()).unwrap().index;
    index
        .apply(&stories.into_iter().map(put).collect::<Vec<_>>(), 1)
        .unwrap();
    (folder, index)
}

fn ask(text: &str) -> Query {
    Query {
        text: text.into(),
        now: NOW,
        ..Query::default()
    }
}

fn ids(index: &Index, query: &Query) -> Vec<String> {
    index
        .search(query)
        .unwrap()
        .hits
        .into_iter()
        .map(|hit| hit.id)
        .collect()
}

fn found(index: &Index, text: &str) -> Vec<String> {
    let mut ids = ids(index, &ask(text));
    ids.sort();
    ids
}
