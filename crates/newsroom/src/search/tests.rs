//! What the index promises, tried on real folders.
//! Only the test run calls it.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::fs;
use std::path::Path;
use std::time::Instant;

use super::*;

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

#[test]
fn a_story_is_found_when_apply_returns_and_gone_when_removed() {
    let (_folder, index) = with(vec![story("a", "Ferry sails", "Again.")]);
    assert_eq!(found(&index, "ferry"), ["a"]);
    index.apply(&[put(story("a", "Boat sails", "Again."))], 2).unwrap();
    assert!(found(&index, "ferry").is_empty(), "the old version is gone");
    assert_eq!((found(&index, "boat"), index.stories()), (vec!["a".to_owned()], 1));
    index.apply(&[Change::Remove("a".into())], 3).unwrap();
    assert!(found(&index, "boat").is_empty());
}

#[test]
fn the_last_word_on_a_story_in_a_batch_counts() {
    let (_folder, index) = with(vec![]);
    index
        .apply(
            &[
                put(story("a", "One", "")),
                put(story("a", "Two", "")),
                put(story("b", "Three", "")),
                Change::Remove("b".into()),
            ],
            2,
        )
        .unwrap();
    assert_eq!(index.stories(), 1);
    assert_eq!(found(&index, "two"), ["a"]);
}

#[test]
fn words_are_found_as_people_write_them() {
    let (_folder, index) = with(vec![
        story(
            "a",
            "Ferries return",
            "The crossing to São Jorge opened after the U.S. delegation’s visit to the old port.",
        ),
        story(
            "b",
            "Port authority answers",
            "An old quarrel about the port. Don't ask.",
        ),
        story("c", "Elections", "Nothing here but running water."),
    ]);
    for (query, wanted) in [
        ("ferry", vec!["a"]),
        ("FERRIES", vec!["a"]),
        ("sao jorge", vec!["a"]),
        ("US delegation", vec!["a"]),
        ("u.s.", vec!["a"]),
        ("\"old port\"", vec!["a"]),
        ("\"port old\"", vec![]),
        ("old port", vec!["a", "b"]),
        ("old port -quarrel", vec!["a"]),
        ("port -\"old port\"", vec!["b"]),
        ("cross", vec!["a"]),
        ("elect", vec!["c"]),
        ("dont", vec!["b"]),
        ("deleg", vec!["a"]),
        ("the running of water", vec!["c"]),
        ("ana sousa", vec!["a", "b", "c"]),
        ("-port", vec!["c"]),
        ("zzz", vec![]),
    ] {
        assert_eq!(found(&index, query), wanted, "{query}");
    }
}

#[test]
fn when_no_story_has_all_words_those_with_some_are_shown() {
    let (_folder, index) = with(vec![story("a", "Ferry", "x"), story("b", "Harbour", "y")]);
    let results = index.search(&ask("ferry harbour")).unwrap();
    assert_eq!((results.total, results.loosened), (2, true));
    assert!(!index.search(&ask("ferry")).unwrap().loosened);
}

#[test]
fn a_japanese_paper_is_searched_too() {
    let japanese = |id: &str, headline: &str, text: &str| SearchStory {
        language: "ja".into(),
        ..story(id, headline, text)
    };
    let (_folder, index) = with(vec![
        japanese("a", "東京都知事選挙の結果", "投票率は六割を超えた。"),
        japanese("b", "京都の紅葉", "ﾊﾞｽの運行が増える。"),
    ]);
    for (query, wanted) in [
        ("東京都", vec!["a"]),
        ("京都", vec!["a", "b"]),
        ("知事 選挙", vec!["a"]),
        ("紅", vec!["b"]),
        ("\"投票率\"", vec!["a"]),
        ("都", vec!["a", "b"]),
    ] {
        assert_eq!(found(&index, query), wanted, "{query}");
    }
    let hit = &index.search(&ask("京都の")).unwrap().hits[0];
    assert_eq!(hit.headline[0], ("京都の".to_owned(), true), "{:?}", hit.headline);
}

#[test]
fn a_german_story_is_stemmed_as_german() {
    let german = SearchStory {
        language: "de-AT".into(),
        ..story("a", "Die Häuser am Hafen", "Schiffe fahren.")
    };
    let (_folder, index) = with(vec![german]);
    for query in ["haus", "häuser", "hauser", "Schiff", "hafens"] {
        assert_eq!(found(&index, query), ["a"], "{query}");
    }
}

#[test]
fn no_input_is_an_error() {
    let (_folder, index) = with(vec![story("a", "Ferry", "text")]);
    let long = "ferry \"a:b* -".repeat(800);
    for query in [
        "\"",
        "a:b",
        "*",
        "😀",
        "-",
        "--",
        "-\"",
        "AND OR NOT",
        "(",
        "[a TO b]",
        "\\",
        "headline:ferry^9",
        "\u{0}",
        "\u{202e}",
        "%",
        " ",
        &long,
        &"字".repeat(5_000),
        &"x".repeat(10_000),
    ] {
        index.search(&ask(query)).unwrap();
        index
            .search(&Query {
                sort: Sort::Oldest,
                page: usize::MAX,
                per_page: usize::MAX,
                ..ask(query)
            })
            .unwrap();
        index
            .search(&Query {
                dates: Some(Dates::Between(i64::MAX, i64::MIN)),
                section: Some(query.into()),
                per_page: 0,
                page: 0,
                ..ask(query)
            })
            .unwrap();
    }
    assert_eq!(index.search(&ask("😀")).unwrap().total, 0);
    assert_eq!(
        index.search(&ask("  ")).unwrap().total,
        1,
        "blank text shows everything"
    );
}

#[test]
fn a_find_in_the_headline_comes_first_and_a_newer_one_before_an_older() {
    let old = |days: i64, story: SearchStory| SearchStory {
        published: Some(NOW - days * DAY),
        ..story
    };
    let (_folder, index) = with(vec![
        old(1, story("text", "Something else", "The ferry sailed.")),
        old(700, story("old", "The ferry", "A line.")),
        old(2, story("new", "The ferry", "A line.")),
    ]);
    assert_eq!(ids(&index, &ask("ferry")), ["new", "old", "text"]);
    assert_eq!(
        ids(
            &index,
            &Query {
                sort: Sort::Newest,
                ..ask("ferry")
            }
        ),
        ["text", "new", "old"]
    );
    assert_eq!(
        ids(
            &index,
            &Query {
                sort: Sort::Oldest,
                ..ask("ferry")
            }
        ),
        ["old", "new", "text"]
    );
}

#[test]
fn a_story_of_unknown_date_comes_last_and_is_in_no_age() {
    let (_folder, index) = with(vec![
        SearchStory {
            published: None,
            ..story("a", "Ferry", "")
        },
        story("b", "Ferry", ""),
    ]);
    for sort in [Sort::Newest, Sort::Oldest] {
        assert_eq!(ids(&index, &Query { sort, ..ask("") }), ["b", "a"]);
    }
    let dates = index.search(&ask("ferry")).unwrap().facets.dates;
    assert_eq!(dates, [(Age::Day, 1), (Age::Week, 1), (Age::Month, 1), (Age::Year, 1)]);
    assert_eq!(
        ids(
            &index,
            &Query {
                dates: Some(Dates::Between(i64::MIN, i64::MAX)),
                ..ask("ferry")
            }
        ),
        ["b"]
    );
}

#[test]
fn each_facet_ignores_its_own_filter_and_heeds_the_others() {
    let made = |id: &str, section: &str, author: (&str, &str), days: i64| SearchStory {
        section_slug: section.into(),
        authors: vec![(author.0.into(), author.1.into())],
        published: Some(NOW - days * DAY),
        ..story(id, "Ferry", "")
    };
    let (_folder, index) = with(vec![
        made("a", "local", ("ana", "Ana"), 0),
        made("b", "local", ("rui", "Rui"), 10),
        made("c", "economy", ("ana", "Ana"), 400),
        made("d", "economy", ("ana", "Ana Sousa"), 3),
        made("e", "economy", ("ana", "Ana Sousa"), 5),
    ]);
    let results = index
        .search(&Query {
            section: Some("economy".into()),
            author: Some("ana".into()),
            ..ask("ferry")
        })
        .unwrap();
    assert_eq!(results.total, 3);
    assert_eq!(results.hits.len(), 3);
    assert_eq!(
        results.facets.sections,
        [("economy".to_owned(), 3), ("local".to_owned(), 1)]
    );
    assert_eq!(results.facets.authors, [("ana".to_owned(), "Ana Sousa".to_owned(), 3)]);
    assert_eq!(
        results.facets.dates,
        [(Age::Week, 2), (Age::Month, 2), (Age::Year, 2), (Age::Older, 1)]
    );
    let week = index
        .search(&Query {
            dates: Some(Dates::Age(Age::Week)),
            ..ask("ferry")
        })
        .unwrap();
    assert_eq!(week.total, 3);
    assert_eq!(
        week.facets.sections,
        [("economy".to_owned(), 2), ("local".to_owned(), 1)]
    );
    let other = index
        .search(&Query {
            author: Some("an".into()),
            ..ask("ferry")
        })
        .unwrap();
    assert_eq!((other.total, other.hits.len()), (0, 0), "a slug is matched whole");
    assert!(!other.loosened);
}

#[test]
fn pages_follow_each_other_without_gap_or_repeat() {
    let stories = (0..25)
        .map(|n| SearchStory {
            published: Some(NOW - n * DAY),
            ..story(&format!("s{n:02}"), "Ferry", "")
        })
        .collect();
    let (_folder, index) = with(stories);
    let mut seen = Vec::new();
    for page in 1..=4 {
        seen.extend(ids(
            &index,
            &Query {
                page,
                per_page: 10,
                sort: Sort::Newest,
                ..ask("ferry")
            },
        ));
    }
    assert_eq!(seen, (0..25).map(|n| format!("s{n:02}")).collect::<Vec<_>>());
}

#[test]
fn cursor_and_stories_are_kept_over_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let opened = Index::open(&folder.path().join("search")).unwrap();
    assert_eq!(opened.state, State::Fresh);
    opened.index.apply(&[put(story("a", "Ferry", ""))], 41).unwrap();
    drop(opened);
    let again = Index::open(&folder.path().join("search")).unwrap();
    assert_eq!(again.state, State::Kept { cursor: 41 });
    assert_eq!(found(&again.index, "ferry"), ["a"]);
}

#[test]
fn an_interrupted_batch_leaves_neither_stories_nor_cursor() {
    let (folder, index) = with(vec![story("a", "Ferry", "")]);
    index.release_writer().unwrap();
    // Another writer holds the folder, so this batch can't be written.
    let other = tantivy::Index::open_in_dir(folder.path()).unwrap();
    let lock: tantivy::IndexWriter = other.writer_with_num_threads(1, 15_000_000).unwrap();
    index.apply(&[put(story("b", "Boat", ""))], 9).unwrap_err();
    assert_eq!((index.cursor(), found(&index, "boat").len()), (1, 0));
    drop(lock);
    index.apply(&[put(story("c", "Canoe", ""))], 10).unwrap();
    assert!(found(&index, "boat").is_empty(), "the failed batch does not ride along");
    assert_eq!((index.cursor(), found(&index, "canoe").len()), (10, 1));
    // The files say the same as the memory.
    let payload = other.load_metas().unwrap().payload.unwrap();
    assert_eq!(payload, format!("courant {} 10", super::schema::VERSION));
}

#[test]
fn an_idle_writer_is_let_go_and_made_again_when_needed() {
    let (folder, index) = with(vec![story("a", "Ferry", "")]);
    let other = tantivy::Index::open_in_dir(folder.path()).unwrap();
    let begun = Instant::now();
    // The folder's lock is free once the writer is gone.
    while other
        .writer_with_num_threads::<tantivy::TantivyDocument>(1, 15_000_000)
        .is_err()
    {
        assert!(begun.elapsed().as_secs() < 60, "the writer stays");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    index.apply(&[put(story("b", "Ferry", ""))], 2).unwrap();
    assert_eq!(found(&index, "ferry"), ["a", "b"]);
}

#[test]
fn batches_without_a_change_move_the_cursor_without_a_write() {
    let (folder, index) = with(vec![story("a", "Ferry", "")]);
    let before = fs::read(folder.path().join("meta.json")).unwrap();
    index.apply(&[], 500).unwrap();
    assert_eq!(
        (
            index.cursor(),
            fs::read(folder.path().join("meta.json")).unwrap() == before
        ),
        (500, true)
    );
    index.apply(&[], 5_000).unwrap();
    drop(index);
    assert_eq!(Index::open(folder.path()).unwrap().state, State::Kept { cursor: 5_000 });
}

#[test]
fn a_cleared_index_is_empty_and_begins_at_nought() {
    let (folder, index) = with(vec![story("a", "Ferry", "")]);
    index.clear().unwrap();
    assert_eq!((index.stories(), index.cursor()), (0, 0));
    drop(index);
    assert_eq!(Index::open(folder.path()).unwrap().state, State::Kept { cursor: 0 });
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.to_string_lossy().ends_with(".lock"))
        .collect();
    files.sort();
    files
}

/// What becomes of a file's bytes; nothing means that the file is deleted.
type Damage = fn(&[u8]) -> Option<Vec<u8>>;

#[test]
fn a_damaged_folder_is_begun_anew_and_says_why() {
    let (folder, index) = with(
        (0..20)
            .map(|n| story(&format!("s{n}"), "Ferry", "Some text to keep."))
            .collect(),
    );
    drop(index);
    let names: Vec<_> = files(folder.path())
        .into_iter()
        .map(|path| path.file_name().unwrap().to_owned())
        .collect();
    assert!(names.len() > 5);
    let junk: [(&str, Damage); 4] = [
        ("overwritten", |_| Some(b"junk, not an index".to_vec())),
        ("emptied", |_| Some(Vec::new())),
        ("cut short", |bytes| Some(bytes[..bytes.len() / 2].to_vec())),
        ("deleted", |_| None),
    ];
    for name in names
        .iter()
        .filter(|name| !name.to_string_lossy().starts_with(".managed"))
    {
        for (how, damage) in junk {
            let copy = tempfile::tempdir().unwrap();
            for file in files(folder.path()) {
                fs::copy(&file, copy.path().join(file.file_name().unwrap())).unwrap();
            }
            let victim = copy.path().join(name);
            match damage(&fs::read(&victim).unwrap()) {
                Some(bytes) => fs::write(&victim, bytes).unwrap(),
                None => fs::remove_file(&victim).unwrap(),
            }
            let opened = Index::open(copy.path()).unwrap();
            let State::Rebuilt { why } = &opened.state else {
                panic!("{} {how}: {:?}", victim.display(), opened.state)
            };
            assert!(!why.is_empty());
            opened.index.apply(&[put(story("a", "Ferry", ""))], 3).unwrap();
            assert_eq!(found(&opened.index, "ferry"), ["a"], "{} {how}", victim.display());
            let aside = format!("{}.broken-1", copy.path().display());
            assert!(!Path::new(&aside).exists(), "the broken index is deleted");
        }
    }
}

#[test]
fn a_folder_with_other_things_in_it_is_moved_aside_and_not_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = folder.path().join("pictures");
    fs::create_dir(&wrong).unwrap();
    fs::write(wrong.join("holiday.jpg"), "dear").unwrap();
    assert!(matches!(Index::open(&wrong).unwrap().state, State::Rebuilt { .. }));
    assert_eq!(
        fs::read_to_string(folder.path().join("pictures.broken-1/holiday.jpg")).unwrap(),
        "dear"
    );
}

#[test]
fn one_flipped_byte_is_noticed() {
    let (folder, index) = with(vec![story("a", "Ferry", "Some text.")]);
    drop(index);
    let victim = files(folder.path())
        .into_iter()
        .find(|path| path.extension().is_some_and(|end| end == "store"))
        .unwrap();
    let mut bytes = fs::read(&victim).unwrap();
    bytes[3] ^= 1;
    fs::write(&victim, bytes).unwrap();
    assert!(matches!(
        Index::open(folder.path()).unwrap().state,
        State::Rebuilt { .. }
    ));
}

#[test]
fn an_index_of_another_version_is_begun_anew() {
    let (folder, index) = with(vec![story("a", "Ferry", "")]);
    drop(index);
    let meta = folder.path().join("meta.json");
    let this = format!("courant {} ", super::schema::VERSION);
    let kept = fs::read_to_string(&meta).unwrap();
    assert!(kept.contains(&this));
    fs::write(&meta, kept.replace(&this, "courant 0 ")).unwrap();
    assert_eq!(
        Index::open(folder.path()).unwrap().state,
        State::Rebuilt {
            why: "it was written by another version".into()
        }
    );
}

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
