//! An embargo blocks every way out: nothing of a story is found anywhere before its end, whatever is tried.
//! Run by `cargo test`, on both engines.

use crate::harness::{Draft, TestPaper, act};
use crate::site::crawl;
use courant_model::account::Role;
use courant_model::picture::Picture;
use courant_model::schedule::Local;
use courant_model::story::State;
use courant_model::time::{HOUR, Micros};
use courant_newsroom::commands::correct_story::{self, Correct};
use courant_newsroom::commands::file_story::{self, Copy};
use courant_newsroom::commands::publish_story::{self, Publish};
use courant_newsroom::commands::update_story::{self, Update};
use courant_newsroom::commands::{embargo_story, fix_story, schedule_story};
use courant_newsroom::permissions::Who;
use courant_newsroom::scheduler::{self, Memory};
use courant_newsroom::{Error, Result};
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};
use courant_text::SequentialIds;

on_both!(
    nothing_of_an_embargoed_story_is_anywhere_before_its_end,
    an_embargo_holds_back_the_draft_over_a_published_story_too,
    only_a_chief_ends_an_embargo_and_the_ledger_keeps_it,
);

/// Stands in every field of the story.
const CANARY: &str = "Quetzalwort";

/// What only the newsroom reads may hold it.
const PRIVATE: [&str; 7] = [
    "story",
    "revision",
    "picture",
    "picture_word",
    "author",
    "note",
    "story_word",
    "draft",
];

fn local(at: Micros) -> Local {
    let zoned = courant_model::time::timestamp(at).to_zoned_datetime(jiff::tz::TimeZone::get("Europe/Lisbon").unwrap());
    Local::parse(&zoned.datetime().to_string(), "Europe/Lisbon").unwrap()
}

fn key<T: std::fmt::Debug>(done: Result<T>) -> &'static str {
    match done {
        Err(Error::Refusal(refusal)) => refusal.key,
        other => panic!("not refused: {other:?}"),
    }
}

/// A story with the word in all its fields, filed by a reporter and ready.
async fn filed(paper: &TestPaper) -> String {
    let reporter = paper.account(Role::Reporter).await;
    let id = paper
        .file_as(
            &reporter,
            &Draft {
                author: Some("Ana Reis"),
                topic: Some("Harbour"),
                section: "economy",
                ..Draft::of(CANARY)
            },
        )
        .await;
    let house = &paper.newsroom.house;
    let mut tx = paper.newsroom.store.write().await.unwrap();
    let picture = Picture {
        id: house.id(),
        number: q!(tx, paper::next_number("post")).unwrap(),
        name: CANARY.to_lowercase(),
        hash: "0".repeat(64),
        mime: "image/jpeg".into(),
        width: 800,
        height: 600,
        alt: CANARY.into(),
        caption: CANARY.into(),
        credit: CANARY.into(),
        licence: CANARY.into(),
        taken: None,
        renditions: "[]".into(),
        ..Picture::default()
    };
    q!(tx, pictures::add(&picture)).unwrap();
    let story = q!(tx, stories::by_id(&id)).unwrap().unwrap();
    let head = q!(tx, stories::revision(&story.head)).unwrap().unwrap();
    let text = format!("<p>{CANARY} says <b>{CANARY}</b>.</p><blockquote><p>{CANARY}</p></blockquote>");
    let mut byline: Vec<courant_model::story::Byline> = serde_json::from_str(&head.byline).unwrap();
    byline.push(courant_model::story::Byline {
        author: None,
        guest: CANARY.into(),
        role: CANARY.into(),
    });
    let copy = Copy {
        headline: format!("{CANARY} headline"),
        short_headline: CANARY.into(),
        search_title: CANARY.into(),
        share_title: CANARY.into(),
        standfirst: CANARY.into(),
        document: courant_text::html::read(&text, &mut SequentialIds::new()).document,
        dateline: CANARY.into(),
        section_id: head.section_id,
        picture_id: Some(picture.id),
        byline,
        topics: serde_json::from_str(&head.topics).unwrap(),
        ..Copy::default()
    };
    file_story::revise(&mut tx, house, &reporter.actor(), &id, copy)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    paper.set_state(&id, State::Ready).await;
    id
}

/// Every way on which a story can leave the house, and the address that it would have.
fn ways(paper: &TestPaper, id: &str) -> Vec<String> {
    let slug = format!("{}-headline", CANARY.to_lowercase());
    let mut ways: Vec<String> = [
        "/",
        "/latest",
        "/economy",
        "/by/ana-reis",
        "/topic/harbour",
        "/corrections",
        "/feed.xml",
        "/atom.xml",
        "/feed.json",
        "/economy/feed.xml",
        "/economy/atom.xml",
        "/economy/feed.json",
        "/by/ana-reis/feed.xml",
        "/topic/harbour/atom.xml",
        "/sitemap.xml",
        "/sitemaps/1.xml",
        "/sitemaps/lists.xml",
        "/news-sitemap.xml",
        "/robots.txt",
        "/opensearch.xml",
        "/economy/other",
        "/search?q=headline",
        "/api",
        "/quotations",
        "/api/v1/quotations",
        "/metrics",
    ]
    .map(str::to_owned)
    .to_vec();
    ways.extend([
        format!("/economy/{slug}"),
        format!("/economy/{slug}/"),
        format!("/search?q={CANARY}"),
        format!("/oembed?url={}/economy/{slug}", paper.url),
        format!("/oembed?format=xml&url={}/economy/{slug}", paper.url),
        format!("/quotations?q={CANARY}"),
        format!("/api/v1/quotations?q={CANARY}"),
        format!("/api/v1/quotations?story={id}"),
        format!("/preview/{id}"),
        format!("/preview/{id}?key={id}"),
        format!("/replies/{id}"),
        format!("/api/stories/{id}"),
        format!("/stories/{id}"),
        format!("/desk/stories/{id}"),
        format!("/media/{}/{}.jpg", "0".repeat(64), CANARY.to_lowercase()),
    ]);
    ways
}

/// On which of the ways the word is found, apart from the echo of a question in the search field.
async fn found_on(paper: &TestPaper, id: &str) -> Vec<String> {
    let mut found = Vec::new();
    for way in ways(paper, id) {
        let answer = paper.get(&way).await;
        let text = answer.text().replace(&format!("q={CANARY}"), "");
        let echoes = if way.starts_with("/search?q=Q") || way.starts_with("/quotations?q=Q") {
            "href=\"/economy/q"
        } else {
            CANARY
        };
        if text.to_lowercase().contains(&echoes.to_lowercase()) && answer.status == 200 {
            found.push(way);
        }
    }
    found
}

async fn nothing_of_an_embargoed_story_is_anywhere_before_its_end(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    paper
        .publish(&Draft {
            section: "economy",
            author: Some("Ana Reis"),
            topic: Some("Harbour"),
            slug: "other",
            ..Draft::of("Other")
        })
        .await;
    let id = filed(&paper).await;
    let until = paper.newsroom.house.now() + 2 * HOUR;
    act!(paper, embargo_story::run, &chief, &id, &local(until)).unwrap();
    let publish = Publish::now(id.clone());
    let unseen = Publish {
        unseen: true,
        ..publish.clone()
    };
    let console = Who::House(courant_model::actor::Actor::Console);
    for who in [&chief, &console] {
        assert_eq!(key(act!(paper, publish_story::run, who, &publish)), "embargoed");
        assert_eq!(key(act!(paper, publish_story::run, who, &unseen)), "embargoed");
    }
    assert_eq!(
        key(act!(paper, schedule_story::run, &chief, &id, &local(until - HOUR))),
        "schedule-embargoed"
    );
    // Even a schedule that lies in the table, from before or by mistake, does not get it out.
    let mut tx = paper.newsroom.store.write().await.unwrap();
    let planted = courant_model::schedule::Schedule {
        id: paper.newsroom.house.id(),
        story_id: id.clone(),
        kind: "publish".into(),
        local: local(paper.newsroom.house.now()).to_string(),
        due_at: paper.newsroom.house.now(),
        account: None,
        asked_at: 0,
        state: "waiting".into(),
        settled_at: None,
        problem: String::new(),
    };
    q!(tx, schedules::add(&planted)).unwrap();
    tx.commit().await.unwrap();
    scheduler::step(&paper.newsroom, &mut Memory::default()).await.unwrap();
    // A reader who knows the story's id gets no further with it.
    for path in ["/replies", "/report"] {
        let fields = [
            ("story", id.as_str()),
            ("name", "A"),
            ("email", "a@example.org"),
            ("text", "Hello"),
            ("stamp", ""),
        ];
        let answer = paper.post(path, &fields).await;
        assert!(!answer.contains(CANARY), "{path}: {}", answer.text());
    }
    assert_eq!(found_on(&paper, &id).await, Vec::<String>::new());
    for (path, (answer, _)) in crawl(&paper).await {
        assert!(!answer.text().to_lowercase().contains(&CANARY.to_lowercase()), "{path}");
    }
    let mut tables = paper.tables_with(CANARY).await;
    tables.retain(|table| !PRIVATE.contains(&table.as_str()));
    assert_eq!(tables, Vec::<String>::new(), "ledger, jobs, live rows and all others");
    assert!(!in_index_files(&paper), "the readers' index");
    // The end comes, and nothing goes out by itself.
    paper.pass(2 * HOUR);
    scheduler::step(&paper.newsroom, &mut Memory::default()).await.unwrap();
    assert_eq!(found_on(&paper, &id).await, Vec::<String>::new());
    // The same walk finds it on the ways that lead to it, once it is out: it is not blind.
    act!(paper, publish_story::run, &chief, &publish).unwrap();
    paper
        .until(&format!("/search?q={CANARY}"), |answer| {
            answer.contains("href=\"/economy/q")
        })
        .await;
    let found = found_on(&paper, &id).await;
    for way in [
        "/",
        "/latest",
        "/economy",
        "/by/ana-reis",
        "/topic/harbour",
        "/feed.xml",
        "/economy/atom.xml",
        "/economy/other",
    ] {
        assert!(found.iter().any(|one| one == way), "{way} is not among {found:?}");
    }
    assert!(found.len() >= 18, "{found:?}");
    assert!(paper.tables_with(CANARY).await.contains(&"live".to_owned()));
}

/// Whether any file of the readers' index holds the word.
fn in_index_files(paper: &TestPaper) -> bool {
    let word = CANARY.to_lowercase();
    std::fs::read_dir(paper.folder().join("search"))
        .unwrap()
        .filter_map(|file| std::fs::read(file.unwrap().path()).ok())
        .any(|bytes| {
            bytes
                .windows(word.len())
                .any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
        })
}

async fn an_embargo_holds_back_the_draft_over_a_published_story_too(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let live = paper
        .publish(&Draft {
            slug: "ferry",
            ..Draft::of("The ferry")
        })
        .await;
    let id = &live.story_id;
    let text = format!("<p>{CANARY}</p>");
    paper
        .revise(
            id,
            &Draft {
                html: &text,
                ..Draft::of("The ferry")
            },
        )
        .await;
    let until = paper.newsroom.house.now() + HOUR;
    act!(paper, embargo_story::run, &chief, id, &local(until)).unwrap();
    for new_top in [false, true] {
        let update = Update {
            story_id: id.clone(),
            new_top,
            unseen: false,
        };
        assert_eq!(key(act!(paper, update_story::run, &chief, &update)), "embargoed");
    }
    assert_eq!(key(act!(paper, fix_story::run, &chief, id)), "embargoed");
    let wanted = Correct {
        story_id: id.clone(),
        kind: "correction".into(),
        wrong: "It said A.".into(),
        correct: "It is B.".into(),
        grave: None,
        at: None,
    };
    assert_eq!(key(act!(paper, correct_story::run, &chief, &wanted)), "embargoed");
    // A new address or section takes along what readers see, and nothing of the draft.
    paper.move_to(id, "economy", "boat").await;
    let page = paper.until("/economy/boat", |answer| answer.status == 200).await;
    assert!(!page.contains(CANARY));
    for (path, (answer, _)) in crawl(&paper).await {
        assert!(!answer.contains(CANARY), "{path}");
    }
}

async fn only_a_chief_ends_an_embargo_and_the_ledger_keeps_it(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let editor = paper.account(Role::Editor).await;
    let id = filed(&paper).await;
    let now = paper.newsroom.house.now();
    assert_eq!(
        key(act!(paper, embargo_story::run, &editor, &id, &local(now - HOUR))),
        "embargo-past"
    );
    act!(paper, embargo_story::run, &editor, &id, &local(now + 2 * HOUR)).unwrap();
    act!(paper, embargo_story::run, &editor, &id, &local(now + 3 * HOUR)).unwrap();
    assert_eq!(
        key(act!(paper, embargo_story::run, &editor, &id, &local(now + HOUR))),
        "not-allowed"
    );
    assert_eq!(key(act!(paper, embargo_story::lift, &editor, &id)), "not-allowed");
    act!(paper, embargo_story::lift, &chief, &id).unwrap();
    assert_eq!(key(act!(paper, embargo_story::lift, &chief, &id)), "embargo-none");
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let entries = q!(tx, ledger::after(0, 10_000)).unwrap();
    let thing = format!("story:{id}");
    let acts: Vec<&str> = entries
        .iter()
        .filter(|entry| entry.thing == thing && entry.act.contains("embargo"))
        .map(|entry| entry.act.as_str())
        .collect();
    assert_eq!(acts, ["embargo", "move embargo", "lift embargo"]);
    drop(tx);
    act!(paper, publish_story::run, &editor, &Publish::now(id.clone())).unwrap();
}
