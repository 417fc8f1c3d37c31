//! `courant import page`: what becomes of a page with and without a date, twice, and among bad ones.

use super::Desk;

const PAGE: &str = "<!doctype html><html lang=\"en\"><head><title>Harbour wall opens</title></head><body>
<nav><a href=\"/\">Home</a></nav><article><h1>Harbour wall opens to walkers after nine years</h1>
<p>The wall that keeps the winter out of the harbour was opened to walkers on Saturday, nine years after the storm
that broke it. Several hundred people came, most of them with children and some with folding chairs.</p>
<p>“We did not build it for walking,” said Simão Corda, the harbour master, “but nobody asked the wall.” The town
paid for railings along four hundred metres, and for two lamps at the end that can be seen from the far bank.</p>
<p>The second part of the work begins in spring. Until then the outer steps stay closed, because they are wet at
every tide and slippery at most of them, as the engineer explained with a wet sleeve.</p>
</article></body></html>";

#[test]
fn a_page_without_a_date_is_published_as_date_unknown_and_never_as_today() {
    let desk = Desk::with_paper();
    desk.write("wall.html", PAGE);
    let said = desk.run(&[
        "import",
        "page",
        "wall.html",
        "--publish",
        "--section",
        "local",
        "--json",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    let report = said.json();
    let story = &report["stories"][0];
    assert_eq!(story["headline"], "Harbour wall opens to walkers after nine years");
    assert_eq!(story["section"], "local");
    assert!(
        story["url"]
            .as_str()
            .unwrap()
            .ends_with("/local/harbour-wall-opens-to-walkers-after-nine-years")
    );
    assert!(story["words"].as_i64().unwrap() > 80);
    let keys: Vec<&String> = story.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 6, "{keys:?}");
    assert!(said.err.contains("date unknown"), "{}", said.err);
    assert!(said.err.contains("search engines"), "{}", said.err);
}

#[test]
fn without_publish_it_is_a_draft_without_an_address() {
    let desk = Desk::with_paper();
    desk.write("wall.html", PAGE);
    let said = desk.run(&["import", "page", "wall.html", "--json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let story = &said.json()["stories"][0];
    assert!(story["url"].is_null());
    assert!(story["section"].is_null());
}

#[test]
fn the_same_page_is_not_brought_in_twice() {
    let desk = Desk::with_paper();
    desk.write("wall.html", PAGE);
    let words = [
        "import",
        "page",
        "wall.html",
        "--publish",
        "--section",
        "local",
        "--date",
        "2023-09-06",
    ];
    assert_eq!(desk.run(&words).code, 0);
    let said = desk.run(&words);
    assert_eq!(said.code, 1);
    assert!(
        said.err.contains("it stands at /local/harbour-wall-opens"),
        "{}",
        said.err
    );
}

#[test]
fn one_bad_page_does_not_stop_the_rest() {
    let desk = Desk::with_paper();
    desk.write("wall.html", PAGE);
    desk.write("empty.html", "");
    let said = desk.run(&["import", "page", "missing.html", "empty.html", "wall.html", "--json"]);
    assert_eq!(said.code, 1);
    assert_eq!(said.json()["stories"].as_array().unwrap().len(), 1);
    assert!(said.err.contains("missing.html: there is no such file"), "{}", said.err);
    assert!(said.err.contains("empty.html: "), "{}", said.err);
}

#[test]
fn an_address_inside_a_private_network_is_never_asked() {
    let said = Desk::with_paper().run(&["import", "page", "http://127.0.0.1:9/secret"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("private network"), "{}", said.err);
}

#[test]
fn a_section_or_date_that_is_none_is_refused_before_anything_is_read() {
    let desk = Desk::with_paper();
    desk.write("wall.html", PAGE);
    let said = desk.run(&["import", "page", "wall.html", "--section", "sport"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("international"), "{}", said.err);
    let said = desk.run(&["import", "page", "wall.html", "--date", "yesterday"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("is no date"), "{}", said.err);
    let said = desk.run(&["import", "page", "wall.html", "--publish"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("--section"), "{}", said.err);
}
