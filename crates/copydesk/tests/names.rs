//! Names of people, organisations and places in sentences of our own, with their kinds and ids.

use courant_copydesk::{NameKind, Page, Reading};

/// Names of a text as "kind:words".
fn names(text: &str) -> Vec<String> {
    let page = Page::from_plain(text);
    let reading = Reading::of(&page);
    let word = |kind| match kind {
        NameKind::Person => "person",
        NameKind::Organisation => "organisation",
        NameKind::Place => "place",
    };
    reading
        .names
        .iter()
        .map(|name| format!("{}:{}", word(name.kind), page.at(name.span)))
        .collect()
}

#[test]
fn a_line_of_a_date_is_no_part_of_a_name() {
    let found = names("Wikinews talks to the painter Clara Hedlund Wednesday, October 3, about her work.");
    assert!(found.contains(&"person:Clara Hedlund".into()), "{found:?}");
}

#[test]
fn new_is_a_part_of_many_names() {
    let found = names("He wrote to the New Zealand Herald and to the New York Times about the New Seeds Party.");
    assert_eq!(
        found,
        [
            "organisation:New Zealand Herald",
            "organisation:New York Times",
            "organisation:New Seeds Party"
        ]
    );
}

#[test]
fn a_town_that_people_are_called_after_wants_words_of_a_place_and_has_no_id() {
    let text = "The mill stood in Preston for years. Later the firm moved to Irving, Texas.";
    let page = Page::from_plain(text);
    let reading = Reading::of(&page);
    let preston = reading.names.iter().find(|name| page.at(name.span) == "Preston");
    let found = preston.map(|name| (name.kind, name.id.to_string()));
    assert_eq!(found, Some((NameKind::Place, String::new())));
    assert!(names(text).contains(&"place:Irving".into()));
    let person = names("Kelly Preston spoke first. Preston said the mill would stay.");
    assert_eq!(person, ["person:Kelly Preston", "person:Preston"]);
}

#[test]
fn a_short_form_is_a_body_where_it_acts_or_is_spelt_out() {
    let found = names("The Harbour Workers Union met on Friday. Members of the HWU voted twice.");
    assert!(found.contains(&"organisation:HWU".into()), "{found:?}");
    let loud = names("You must NEVER do this, AND you must write it down.");
    assert!(loud.is_empty(), "{loud:?}");
    assert!(names("She put the XQLT file on the table.").is_empty());
}

#[test]
fn common_words_in_capitals_are_no_people() {
    for text in [
        "They watched Dark Matters and Easy Living that night.",
        "The kitchen served Kettle Soup to the guests.",
        "He wore a T-shirt and carried an E-meter.",
    ] {
        let found = names(text);
        assert!(!found.iter().any(|name| name.starts_with("person")), "{found:?}");
    }
}

#[test]
fn a_person_ends_where_common_words_begin() {
    let found = names("Works came from the Anna Lindqvist Photographic Legacy Program last year.");
    assert!(found.contains(&"person:Anna Lindqvist".into()), "{found:?}");
    let title = names("The board heard Index Professor Tom Arnholt in the afternoon.");
    assert!(title.contains(&"person:Tom Arnholt".into()), "{title:?}");
}

#[test]
fn bodies_of_several_parts_are_whole() {
    let found = names("The Union of Lighthouse Keepers and Pilots met the University of Leeds of the UK.");
    assert_eq!(
        found,
        [
            "organisation:Union of Lighthouse Keepers and Pilots",
            "organisation:University of Leeds",
            "place:UK"
        ]
    );
}

#[test]
fn parts_of_a_city_and_what_hangs_on_a_hyphen_are_places() {
    assert!(names("Votes in Kowloon West were counted twice.").contains(&"place:Kowloon West".into()));
    let found = names("The pro-Beijing New Harbour Party lost its seat.");
    assert_eq!(found, ["place:Beijing", "organisation:New Harbour Party"]);
}

#[test]
fn a_sentence_of_nothing_but_names_is_read() {
    let found =
        names("The show has pictures of actor Dennis Morrow, of Nick Rhodes, of Steve Ruben and of Carla Benedetti.");
    assert_eq!(
        found.iter().filter(|name| name.starts_with("person")).count(),
        4,
        "{found:?}"
    );
}

#[test]
fn a_text_of_nothing_but_names_is_read_in_one_pass() {
    let mut text = "London ".repeat(40_000);
    text.push_str("met Judge ");
    text.push_str(&"Judge Tom Arnholt ".repeat(20_000));
    text.push_str("there.");
    let found = names(&text);
    assert!(found.len() >= 20_000, "{}", found.len());
}
