//! What the index says of neighbours: one event before one matter, copies found whatever their rank, and the figure on
//! news of twenty topics. Only the test run calls it; those texts are read from beside the checkout.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::{Change, Index, Matter, NEARLY_THE_SAME, SearchStory};
use std::path::Path;

fn with(stories: &[(&str, &str, &str)]) -> (tempfile::TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path()).unwrap().index;
    let changes: Vec<Change> = stories
        .iter()
        .map(|(id, headline, text)| {
            Change::Put(Box::new(SearchStory {
                id: (*id).into(),
                headline: (*headline).into(),
                text: (*text).into(),
                path: format!("/local/{id}"),
                language: "en".into(),
                ..SearchStory::default()
            }))
        })
        .collect();
    index.apply(&changes, 1).unwrap();
    (folder, index)
}

const FOG: &str = "Captain Olav Dahl blamed fog when the ferry Havbris hit the pier in Northport. Nobody was hurt.";

#[test]
fn the_same_event_comes_first_with_the_names_that_both_have() {
    let (_folder, index) = with(&[
        ("a", "Ferry hits pier in Northport", FOG),
        (
            "b",
            "Dahl says fog made the Havbris strike the pier",
            "The Northport captain spoke of the Havbris in fog.",
        ),
        (
            "c",
            "Northport votes on a ferry",
            "The council votes on a new ferry next year.",
        ),
        ("d", "Bakers of Oslo win a prize", "Rye bread with caraway won."),
    ]);
    let matter = index.matter_of("a").unwrap().unwrap();
    let near = index.near(&matter, "a", 5).unwrap();
    let ids: Vec<&str> = near.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids.first(), Some(&"b"), "{near:?}");
    assert!(!ids.contains(&"a"), "a story is never its own neighbour");
    assert!(near.iter().all(|one| (0.0..=1.0).contains(&one.share)));
    assert!(
        near.first()
            .is_some_and(|one| one.names.iter().any(|name| name.contains("Northport"))),
        "{near:?}"
    );
    assert_eq!(index.matter_of("nobody").unwrap().map(|matter| matter.is_empty()), None);
}

#[test]
fn a_copy_is_found_whatever_its_rank() {
    let long = format!(
        "{FOG} {}",
        "The inquiry began at noon and heard the crew, the pilot and the owner in turn. ".repeat(3)
    );
    let (_folder, index) = with(&[
        ("a", "Ferry hits pier in Northport", &long),
        (
            "b",
            "Something else",
            "Quite other words stand in this text, and nobody will take it for the first one.",
        ),
    ]);
    let copied = Matter::of(
        "What we know",
        "",
        &format!("{long} One sentence more was added at the end of it."),
    );
    let near = index.near(&copied, "draft", 1).unwrap();
    assert!(
        near.iter().any(|one| one.id == "a" && one.copy >= NEARLY_THE_SAME),
        "{near:?}"
    );
    assert!(near.iter().all(|one| one.id != "b" || one.copy < 0.1), "{near:?}");
}

#[test]
fn the_same_event_is_among_the_first_five() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/news/ecb-topics-1-20.jsonl");
    let Ok(all) = std::fs::read_to_string(file) else {
        eprintln!("skipped: ../shared is absent");
        return;
    };
    let rows: Vec<serde_json::Value> = all.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let field = |row: &serde_json::Value, name: &str| row.get(name).and_then(|text| text.as_str()).unwrap().to_owned();
    let stories: Vec<(String, String, String)> = rows
        .iter()
        .map(|row| (field(row, "id"), field(row, "event"), field(row, "text")))
        .collect();
    let put: Vec<(&str, &str, &str)> = stories
        .iter()
        .map(|(id, _, text)| (id.as_str(), "", text.as_str()))
        .collect();
    let (_folder, index) = with(&put);
    let (mut asked, mut found, mut shares) = (0, 0, [Vec::new(), Vec::new(), Vec::new()]);
    for (id, event, text) in &stories {
        if stories.iter().filter(|(_, other, _)| other == event).count() < 2 {
            continue;
        }
        let near = index.near(&Matter::of("", "", text), id, 5).unwrap();
        let event_of = |id: &str| {
            stories
                .iter()
                .find(|(other, ..)| other == id)
                .map(|(_, event, _)| event.clone())
                .unwrap()
        };
        asked += 1;
        found += u32::from(near.iter().take(5).any(|one| event_of(&one.id) == *event));
        for one in &near {
            let other = event_of(&one.id);
            let kind = if other == *event {
                0
            } else {
                1 + usize::from(
                    other.trim_end_matches(char::is_alphabetic) != event.trim_end_matches(char::is_alphabetic),
                )
            };
            if let Some(list) = shares.get_mut(kind) {
                list.push(one.share);
            }
        }
    }
    let share = f64::from(found) / f64::from(asked);
    for (name, list) in ["same event", "same topic", "other"].iter().zip(&mut shares) {
        list.sort_by(f64::total_cmp);
        let at = |part: usize| list.get(list.len() * part / 100).copied().unwrap_or_default();
        println!(
            "{name}: {} shares, 5 % {:.3}, half {:.3}, 95 % {:.3}",
            list.len(),
            at(5),
            at(50),
            at(95)
        );
    }
    println!("same event among the first five: {share:.3} of {asked}");
    assert!(share >= 0.96, "{share}");
}
