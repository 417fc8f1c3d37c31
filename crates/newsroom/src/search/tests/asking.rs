//! What is found and in which order: words in several languages, facets, pages, and input of every kind.

use super::*;

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
