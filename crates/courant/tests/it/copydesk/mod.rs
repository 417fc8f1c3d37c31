//! The copy desk at work: stops at the second of publication, names held back wherever they could appear, decisions and
//! their figures, house style from files. Run by `cargo test`, on both engines.

mod held;
mod held_record;
mod notes;
mod stops;
mod style;

use crate::harness::{Answer, Colleague, Draft, TestPaper, act};
use courant_model::actor::Actor;
use courant_model::copydesk::Protected;
use courant_model::picture::Picture;
use courant_model::story::{Byline, State};
use courant_newsroom::commands::file_story::{self, Copy};
use courant_newsroom::commands::withhold_name::{self, Keep};
use courant_newsroom::commands::{name_topic, plan_story};
use courant_newsroom::permissions::Who;
use courant_newsroom::{Error, Result};
use courant_store::q;
use courant_text::SequentialIds;
use serde_json::{Value, json};

/// Opens a quotation and never closes it.
const UNCLOSED: &str = "<p>The ferry sails again, the harbour office said on Monday.</p><p>“Nothing more will be said, she told \
                        the council. The quay was closed for nine days.</p>";

/// Stands in an entry of the list, and nowhere else.
const NAME: &str = "Quetzalina Wortmann";

fn refusal<T: std::fmt::Debug>(done: Result<T>) -> (&'static str, String) {
    match done {
        Err(Error::Refusal(refusal)) => (refusal.key, refusal.message),
        other => panic!("not refused: {other:?}"),
    }
}

async fn ready(paper: &TestPaper, draft: &Draft<'_>) -> String {
    let id = paper.file(draft).await;
    paper.set_state(&id, State::Ready).await;
    id
}

async fn withhold(paper: &TestPaper, chief: &Who, until: &str) {
    let keep = Keep {
        id: None,
        protected: Protected {
            names: vec![NAME.to_owned(), "Q. Wortmann".to_owned()],
            school: "Xylograph School".to_owned(),
            reason: "Vexillology order".to_owned(),
            ..Protected::default()
        },
        until_day: until.to_owned(),
    };
    act!(paper, withhold_name::run, chief, keep).unwrap();
}

/// A story that says the name in one place and is faultless everywhere else.
async fn in_place(paper: &TestPaper, place: &str) -> String {
    let name = NAME.to_owned();
    let mut ids = SequentialIds::new();
    let plain = "<p>The ferry sails again on Monday, the harbour office said.</p>";
    let body = match place {
        "body" => format!("<p>{NAME} runs the ferry.</p>"),
        "quotation" => format!("<p>“We all know {NAME},” the harbour office said.</p>"),
        "alias" => "<p>The ferry belongs to Q. Wortmann.</p>".to_owned(),
        "school" => "<p>The ferry stops at Xylograph School.</p>".to_owned(),
        "link" => "<p>The <a href=\"https://news.example/quetzalina-wortmann\">ferry</a> sails.</p>".to_owned(),
        "alt" => format!("{plain}<p><img src=\"https://news.example/a.jpg\" alt=\"{NAME}\"></p>"),
        "caption" => format!(
            "{plain}<figure><img src=\"https://news.example/a.jpg\" alt=\"Quay\"><figcaption>{NAME}</figcaption></figure>"
        ),
        "file name" => format!("{plain}<p><img src=\"https://news.example/quetzalina-wortmann.jpg\" alt=\"Quay\"></p>"),
        _ => plain.to_owned(),
    };
    let mut copy = Copy {
        headline: "Ferry sails again".to_owned(),
        section_id: paper.sections.get("local").cloned(),
        document: courant_text::html::read(&body, &mut ids).document,
        ..Copy::default()
    };
    let house = &paper.newsroom.house;
    let mut tx = paper.newsroom.store.write().await.unwrap();
    match place {
        "headline" => copy.headline = format!("{NAME} sails again"),
        "short headline" => copy.short_headline = name,
        "search title" => copy.search_title = name,
        "share title" => copy.share_title = name,
        "standfirst" => copy.standfirst = format!("{NAME} speaks."),
        "dateline" => copy.dateline = name,
        "byline" => {
            copy.byline = vec![Byline {
                author: None,
                guest: name,
                role: String::new(),
            }];
        }
        "topic" => copy.topics = vec![name_topic::run(&mut tx, house, &Actor::Import, NAME).await.unwrap().id],
        "lead picture" => {
            let picture = Picture {
                id: house.id(),
                number: q!(tx, paper::next_number("post")).unwrap(),
                name: "quetzalina-wortmann".into(),
                hash: "0".repeat(64),
                mime: "image/jpeg".into(),
                width: 800,
                height: 600,
                alt: "A quay".into(),
                caption: "The quay".into(),
                credit: "Ana Reis".into(),
                licence: String::new(),
                taken: None,
                renditions: "[]".into(),
                ..Picture::default()
            };
            q!(tx, pictures::add(&picture)).unwrap();
            copy.picture_id = Some(picture.id);
        }
        _ => {}
    }
    let new = file_story::NewStory {
        copy,
        ..file_story::NewStory::default()
    };
    let story = file_story::begin(&mut tx, house, &Actor::Console, new).await.unwrap();
    if place == "address" {
        let plan = plan_story::Plan {
            story_id: story.id.clone(),
            wanted_slug: Some("quetzalina-wortmann".to_owned()),
            ..plan_story::Plan::default()
        };
        plan_story::run(&mut tx, house, &Who::House(Actor::Console), &plan)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    paper.set_state(&story.id, State::Ready).await;
    story.id
}

/// What the island gets for a draft.
async fn told(paper: &TestPaper, colleague: &Colleague, id: &str, draft: &Value) -> (Answer, Value) {
    let headers = [
        ("origin", paper.url.as_str()),
        ("sec-fetch-site", "same-origin"),
        ("cookie", colleague.cookie.as_str()),
        ("content-type", "application/json"),
        ("x-requested-with", "courant"),
    ];
    let body = draft.to_string();
    let answer = paper
        .call(
            "POST",
            &format!("/desk/stories/{id}/copy-desk"),
            &headers,
            body.as_bytes(),
        )
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let value = serde_json::from_str(&answer.text()).unwrap();
    (answer, value)
}

fn draft_of(paragraphs: &[&str]) -> Value {
    let blocks: Vec<Value> = paragraphs
        .iter()
        .enumerate()
        .map(|(n, text)| json!({"type": "paragraph", "attrs": {"id": format!("b{n}")}, "content": [{"type": "text", "text": text}]}))
        .collect();
    json!({"document": {"type": "doc", "content": blocks}, "headline": "Ferry sails again", "standfirst": "", "cursor": ""})
}
