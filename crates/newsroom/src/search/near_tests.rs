//! What the index says of neighbours: one event before one matter, copies found whatever their rank, and the figure on
//! news of twenty topics. Only the test run calls it; those texts are read from beside the checkout.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::{Bond, Change, Index, Matter, NEARLY_THE_SAME, SearchStory};
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

/// An archive of a small town: what is told again and again in it, and one collision.
const TOWN: &[(&str, &str, &str)] = &[
    (
        "collision",
        "Ferry hits pier in Northport",
        "The ferry Havbris hit the pier of Northport in fog on Monday. Captain Olav Dahl had slowed to four knots. Divers look at \
         the hull today, and the harbour office has closed the berth. Nobody was hurt.",
    ),
    (
        "inquiry",
        "Captain of the Havbris blames fog",
        "Olav Dahl told the inquiry that he never saw the pier. The Havbris was at four knots, he said, and the fog had come \
         down within a minute. The hull has a tear of two metres below the berth’s fender.",
    ),
    (
        "budget",
        "Council votes on the budget",
        "The council of Northport voted on Monday for a budget with more money for schools. Mayor Mira Voss spoke of a hard \
         year. The opposition voted against it and spoke of debts.",
    ),
    (
        "school",
        "School opens again after repairs",
        "The school at the market square opens again on Monday. The council paid for a new roof. Mayor Mira Voss cut a ribbon, \
         and the pupils sang. More repairs follow next year.",
    ),
    (
        "pool",
        "Pool opens a week late",
        "The council of Northport opens the pool a week late. Mayor Mira Voss said that the tiles had come from abroad and were \
         dear.",
    ),
    (
        "bus",
        "Buses run every ten minutes",
        "Buses run every ten minutes from Monday, the council decided. Mayor Mira Voss took the first one at six and paid for \
         her ticket.",
    ),
    (
        "bread",
        "Bakers win a prize for rye bread",
        "Two bakers won a prize for a dark rye bread with caraway. The jury came on Monday and ate all of it. They want to open a \
         second shop next year.",
    ),
    (
        "market",
        "Market moves for a week",
        "The market moves to the old quay for a week, since the square is paved anew. Stalls open at eight as always, the \
         office said on Monday.",
    ),
];

/// What a draft is tied to in the town's archive.
fn ties(headline: &str, text: &str) -> Vec<(String, Bond)> {
    let (_folder, index) = with(TOWN);
    let near = index.near(&Matter::of(headline, "", text), "draft", 12).unwrap();
    near.into_iter()
        .filter_map(|one| one.bond().map(|bond| (one.id, bond)))
        .collect()
}

#[test]
fn a_story_of_the_same_event_is_tied_and_one_of_another_matter_is_not() {
    let told = ties(
        "Havbris stays in dock",
        "The ferry Havbris stays in dock. The tear in the hull below the fender is longer than thought, the inquiry heard; Captain \
         Olav Dahl was at four knots when it hit the pier in fog.",
    );
    let ids: Vec<&str> = told.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["inquiry", "collision"], "{told:?}");
}

#[test]
fn what_shares_a_place_a_day_and_a_word_or_two_is_near_by_chance() {
    for (headline, text) in [
        (
            "Choir sings at the quay",
            "The choir of Northport sings at the old quay on Sunday. Forty voices have practised since spring, and the office \
             expects a full house.",
        ),
        (
            "Frost kills early pears",
            "Growers in the valley fear for their pears after a night of frost on Monday. Half of the blossom is brown, and \
             insurance pays for nothing. Next year they want to plant later kinds.",
        ),
        (
            "Library lends tools",
            "Whoever has a card can borrow drills and ladders from the library. The council paid for thirty tools. Mayor Mira \
             Voss borrowed a hammer.",
        ),
    ] {
        let told = ties(headline, text);
        assert_eq!(told, [], "{headline}");
    }
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
    // How many of each sort are tied, as an event or as a matter.
    let mut tied = [[0_u32; 2]; 3];
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
            if let (Some(bond), Some(counts)) = (one.bond(), tied.get_mut(kind)) {
                counts[usize::from(bond == Bond::Event)] += 1;
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
    println!(
        "tied as matter and as event: same event {:?}, same topic {:?}, other {:?}",
        tied[0], tied[1], tied[2]
    );
    println!("same event among the first five: {share:.3} of {asked}");
    assert!(share >= 0.96, "{share}");
}
