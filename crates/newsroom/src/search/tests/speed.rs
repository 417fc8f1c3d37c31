//! Searching while stories come in, and the time that it takes; the long measurements run when they are asked for.

use super::*;
use std::fmt::Write as _;

#[test]
fn searching_goes_on_while_stories_come_in() {
    let (_folder, index) = with(vec![story("a", "Ferry", "")]);
    let writing = {
        let index = index.clone();
        std::thread::spawn(move || {
            for n in 0..30_u64 {
                index
                    .apply(&[put(story(&format!("n{n}"), "Ferry", ""))], n + 2)
                    .unwrap();
            }
        })
    };
    let mut last = 0;
    while last < 31 {
        let total = index.search(&ask("ferry")).unwrap().total;
        assert!(total >= last, "nothing vanishes in between");
        last = total;
    }
    writing.join().unwrap();
    index.release_writer().unwrap();
    assert_eq!(index.search(&ask("ferry")).unwrap().total, 31);
}

#[test]
fn a_thousand_stories_are_searched_quickly() {
    index_and_time(1);
}

#[test]
#[ignore = "takes minutes without optimisation; run with --release --ignored --nocapture for figures"]
fn ten_thousand_stories_are_searched_quickly() {
    index_and_time(10);
}

/// Prints how long so many thousand stories take to index, search and open.
fn index_and_time(batches: usize) {
    let words = [
        "harbour", "council", "ferry", "budget", "election", "minister", "river", "school", "strike", "winter",
        "bridge", "market",
    ];
    let mut seed = 7_u64;
    let mut next = |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path()).unwrap().index;
    let begun = Instant::now();
    for batch in 0..batches {
        let mut stories = Vec::new();
        for n in batch * 1_000..(batch + 1) * 1_000 {
            let text: String = (0..300)
                .map(|_| {
                    if next(3) == 0 {
                        format!("{} ", words[next(12)])
                    } else {
                        format!("w{} ", next(20_000))
                    }
                })
                .collect();
            stories.push(put(SearchStory {
                section_slug: words[n % 5].into(),
                published: Some(NOW - n as i64 * DAY / 10),
                ..story(&format!("s{n}"), &format!("Story {n} on the {}", words[n % 12]), &text)
            }));
        }
        index.apply(&stories, batch as u64 + 2).unwrap();
    }
    println!("{} stories indexed in {:?}", index.stories(), begun.elapsed());
    for query in [
        "ferry",
        "ferry budget",
        "\"ferry budget\"",
        "story 77",
        "ferr",
        "w1",
        "ferry -w7",
    ] {
        let results = index.search(&ask(query)).unwrap();
        println!("{query}: {} stories in {:?}", results.total, results.took);
        assert!(results.total > 0, "{query}");
    }
    let begun = Instant::now();
    drop(index);
    assert!(matches!(Index::open(folder.path()).unwrap().state, State::Kept { .. }));
    println!("reopened in {:?}", begun.elapsed());
}

/// Names of people and places that nobody has, for made-up stories.
const FIRST: [&str; 12] = [
    "Anna", "Olav", "Mira", "Joris", "Petra", "Tomas", "Ilse", "Bruno", "Carla", "Henk", "Nora", "Silas",
];
const LAST: [&str; 12] = [
    "Berg", "Dahl", "Voss", "Quint", "Marlow", "Tavish", "Ostrom", "Pell", "Harker", "Lund", "Brandt", "Corvin",
];

#[test]
#[ignore = "takes minutes without optimisation; run with --release --ignored --nocapture for figures"]
fn the_neighbours_of_a_story_among_ten_thousand_are_found_quickly() {
    let mut seed = 11_u64;
    let mut next = |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open(folder.path()).unwrap().index;
    for batch in 0..10 {
        let mut stories = Vec::new();
        for n in batch * 1_000..(batch + 1) * 1_000 {
            let mut text = String::new();
            for sentence in 0..25 {
                let who = format!("{} {}", FIRST[next(12)], LAST[next(12)]);
                write!(text, "{who} said in Port{} that", next(400)).unwrap();
                for _ in 0..14 {
                    // Common words come often and rare ones seldom, as in any language.
                    let rank = next(40) * next(40) * next(12) + next(20);
                    write!(text, " term{rank}").unwrap();
                }
                text.push_str(if sentence % 5 == 4 { ".\n\n" } else { ". " });
            }
            stories.push(put(story(
                &format!("s{n}"),
                &format!("Port{} votes on matter {n}", next(400)),
                &text,
            )));
        }
        index.apply(&stories, batch as u64 + 2).unwrap();
    }
    let mut times = Vec::new();
    for n in (0..10_000).step_by(100) {
        let id = format!("s{n}");
        let matter = index.matter_of(&id).unwrap().unwrap();
        let begun = Instant::now();
        let near = index.near(&matter, &id, 12).unwrap();
        times.push(begun.elapsed());
        assert!(near.iter().all(|one| one.id != id));
    }
    times.sort();
    let (half, most) = (times[times.len() / 2], times[times.len() * 95 / 100]);
    println!(
        "Index::near among {} stories: half within {half:?}, 95 of 100 within {most:?}",
        index.stories()
    );
    if cfg!(not(debug_assertions)) {
        assert!(half.as_millis() < 5, "{half:?}");
    }
}
