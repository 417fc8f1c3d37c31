//! The lists of the record: who stands on them, what engines may have of them, and the foot of the pages that leads there.
//! Run by `cargo test`, on both engines.

use crate::harness::{Draft, Page, TestPaper, act};
use courant_model::account::Role;
use courant_model::record::{Entity, EntityKind};
use courant_newsroom::commands::keep_entity::{self, Keep};
use courant_newsroom::commands::keep_storyline::{self, Keep as KeepStoryline, Open as StorylineOpen};
use courant_newsroom::commands::open_entity::{self, Open};
use courant_newsroom::permissions::Who;
use courant_store::on_both;
use courant_store::scratch::Scratch;

on_both!(
    a_list_has_by_name_whoever_readers_have_a_page_of_and_nobody_else,
    sitemaps_have_of_the_record_what_engines_may_list_and_nothing_else,
    a_long_list_has_pages,
);

async fn keep(paper: &TestPaper, who: &Who, kind: EntityKind, name: &str) -> Entity {
    let keep = Keep {
        id: None,
        seen: None,
        kind,
        name: name.into(),
        description: String::new(),
        aliases: Vec::new(),
        roles: Vec::new(),
        wikidata: String::new(),
    };
    act!(paper, keep_entity::run, who, &keep).unwrap()
}

async fn open(paper: &TestPaper, who: &Who, entity: &Entity, engines: bool) {
    let open = Open {
        id: entity.id.clone(),
        role: "Mayor of Maren".into(),
        engines,
    };
    act!(paper, open_entity::run, who, &open).unwrap();
}

async fn a_list_has_by_name_whoever_readers_have_a_page_of_and_nobody_else(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    paper
        .publish(&Draft {
            slug: "ferry",
            ..Draft::of("The ferry sails")
        })
        .await;
    let foot = |page: &Page| page.links().iter().any(|link| link == "/people");
    assert_eq!(paper.get("/people").await.status, 404);
    assert!(!foot(&paper.page("/local/ferry").await));
    let zita = keep(&paper, &editor, EntityKind::Person, "Zita Moura").await;
    let ines = keep(&paper, &editor, EntityKind::Person, "Évora Caldeira").await;
    keep(&paper, &editor, EntityKind::Person, "Rui Tavares").await;
    assert_eq!(
        paper.get("/people").await.status,
        404,
        "nobody of them was opened to readers"
    );
    open(&paper, &editor, &zita, true).await;
    open(&paper, &editor, &ines, false).await;
    let answer = paper.until("/people", |answer| answer.contains("Évora")).await;
    let page = Page::read(&answer.text());
    assert_eq!(page.texts("h2.day"), ["E", "Z"]);
    assert_eq!(
        page.texts(".is-entities li"),
        ["Évora Caldeira Mayor of Maren", "Zita Moura Mayor of Maren"]
    );
    assert!(!answer.contains("Tavares"));
    let robots = |page: &Page| page.attribute("meta[name=robots]", "content");
    assert_eq!(
        robots(&page).as_deref(),
        Some("noindex"),
        "one of them is kept from engines"
    );
    open(&paper, &editor, &ines, true).await;
    paper
        .until("/people", |answer| !answer.contains("content=\"noindex\""))
        .await;
    let shown = paper
        .until("/local/ferry", |answer| answer.contains("\"/people\""))
        .await;
    assert!(!shown.contains("\"/places\""), "no place has a page");
    let own = paper.page("/people/zita-moura").await;
    assert!(own.attributes(".labels a", "href").contains(&"/people".to_owned()));
    for entity in [&zita, &ines] {
        act!(paper, open_entity::close, &editor, &entity.id).unwrap();
    }
    paper.until("/people", |answer| answer.status == 404).await;
    paper
        .until("/local/ferry", |answer| !answer.contains("\"/people\""))
        .await;
}

async fn sitemaps_have_of_the_record_what_engines_may_list_and_nothing_else(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    assert!(!paper.get("/sitemap.xml").await.contains("record-"));
    assert_eq!(paper.get("/sitemaps/record-1.xml").await.status, 404);
    for (kind, name, engines) in [
        (EntityKind::Person, "Zita Moura", true),
        (EntityKind::Person, "Ana Reis", false),
        (EntityKind::Organisation, "Port Authority", true),
        (EntityKind::Place, "Maren", true),
    ] {
        let entity = keep(&paper, &editor, kind, name).await;
        open(&paper, &editor, &entity, engines).await;
    }
    keep(&paper, &editor, EntityKind::Place, "Elvas").await;
    for (title, opened) in [
        ("The dredging", StorylineOpen::Engines),
        ("The budget", StorylineOpen::Readers),
        ("The quay", StorylineOpen::Desk),
    ] {
        let wanted = KeepStoryline {
            title: title.into(),
            open: opened,
            ..KeepStoryline::default()
        };
        act!(paper, keep_storyline::run, &editor, &wanted).unwrap();
    }
    paper
        .until("/sitemap.xml", |answer| answer.contains("record-1.xml"))
        .await;
    let answer = paper
        .until("/sitemaps/record-1.xml", |answer| answer.contains("the-dredging"))
        .await;
    let text = answer.text();
    let mut listed: Vec<&str> = text
        .split("<loc>")
        .skip(1)
        .filter_map(|rest| rest.split("</loc>").next()?.split_once("//")?.1.split_once('/'))
        .map(|(_, path)| path)
        .collect();
    listed.sort_unstable();
    assert_eq!(
        listed,
        [
            "organisations",
            "organisations/port-authority",
            "people/zita-moura",
            "places",
            "places/maren",
            "storylines/the-dredging",
        ],
        "a list of people would name one whom engines are to leave out"
    );
}

async fn a_long_list_has_pages(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    for number in 0..101 {
        let place = keep(&paper, &editor, EntityKind::Place, &format!("Quay {number:03}")).await;
        open(&paper, &editor, &place, true).await;
    }
    let first = paper.until("/places", |answer| answer.contains("Quay 099")).await;
    assert!(!first.contains("Quay 100"));
    let second = paper.get("/places?page=2").await;
    assert!(second.contains("Quay 100") && !second.contains("Quay 099"));
    assert_eq!(paper.get("/places?page=3").await.status, 404);
}
