//! The copy desk at work: stops at the second of publication, names held back wherever they could appear, decisions and
//! their figures, house style from files. Run by `cargo test`, on both engines.

use crate::harness::{Answer, Colleague, Draft, TestPaper, act};
use courant_model::account::Role;
use courant_model::actor::Actor;
use courant_model::copydesk::Protected;
use courant_model::picture::Picture;
use courant_model::reply::ReplyState;
use courant_model::schedule::Local;
use courant_model::story::{Byline, State};
use courant_newsroom::commands::correct_story::{self, Correct};
use courant_newsroom::commands::decide_note::{self, OfNote, Verdict};
use courant_newsroom::commands::file_story::{self, Copy};
use courant_newsroom::commands::move_story::{self, Move};
use courant_newsroom::commands::publish_story::{self, Publish};
use courant_newsroom::commands::retract_story::{self, Retract};
use courant_newsroom::commands::stops::{self, Override};
use courant_newsroom::commands::update_story::{self, Update};
use courant_newsroom::commands::withhold_name::{self, Keep};
use courant_newsroom::commands::{decide_reply, keep_style, name_topic, plan_story, schedule_story};
use courant_newsroom::copydesk::{self, Findings};
use courant_newsroom::permissions::Who;
use courant_newsroom::scheduler::{self, Memory};
use courant_newsroom::waiting;
use courant_newsroom::{Error, Result};
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};
use courant_text::SequentialIds;
use serde_json::{Value, json};

on_both!(
    a_stop_keeps_a_story_back_until_somebody_overrides_it_by_name,
    a_scheduled_story_with_a_stop_stays_in_and_tells_whoever_publishes,
    a_name_held_back_stops_a_story_in_whatever_place_it_stands,
    a_name_held_back_is_told_to_nobody_but_the_chief,
    what_readers_send_in_waits_for_the_chief_when_it_holds_such_a_name,
    notes_of_a_draft_come_with_their_places_and_are_settled_by_decisions,
    a_rule_that_is_retired_is_silent_and_its_figures_stay,
    house_rules_are_read_when_their_files_change_and_tested_first,
    a_quotation_is_held_against_the_sources_of_its_story,
    a_schedule_that_moves_a_relative_word_over_its_day_warns,
);

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

async fn found(paper: &TestPaper, id: &str) -> Findings {
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let story = q!(tx, stories::by_id(id)).unwrap().unwrap();
    let head = q!(tx, stories::revision(&story.head)).unwrap().unwrap();
    stops::present(&mut tx, &paper.newsroom.house, &story, &head)
        .await
        .unwrap()
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

async fn a_stop_keeps_a_story_back_until_somebody_overrides_it_by_name(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    let chief = paper.account(Role::Chief).await;
    let draft = Draft {
        html: UNCLOSED,
        ..Draft::of("Ferry sails again")
    };
    let id = ready(&paper, &draft).await;
    let (key, message) = refusal(act!(paper, publish_story::run, &editor, &Publish::now(&id)));
    assert_eq!(key, "stopped");
    assert!(message.contains('“'), "the passage is named: {message}");
    assert_eq!(paper.get("/local/ferry-sails-again").await.status, 404);
    let stop = found(&paper, &id).await.stops().next().unwrap().clone();
    let wanted = |reason: &str| Override {
        story_id: id.clone(),
        rule: stop.note.check.clone(),
        passage: stop.passage.clone(),
        reason: reason.to_owned(),
    };
    assert_eq!(
        refusal(act!(paper, stops::override_stop, &editor, &wanted("So be it."))).0,
        "not-allowed"
    );
    assert_eq!(
        refusal(act!(paper, stops::override_stop, &chief, &wanted(" "))).0,
        "reason-missing"
    );
    act!(paper, stops::override_stop, &chief, &wanted("A verse without an end.")).unwrap();
    let live = act!(paper, publish_story::run, &editor, &Publish::now(&id)).unwrap();
    // Who and why are kept, in the acts and, without words, in the ledger.
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let acts = q!(tx, acts::of_story(&id)).unwrap();
    let kept = acts.iter().find(|one| one.kind == "override").unwrap();
    assert_eq!(
        (kept.actor.as_str(), kept.note.as_str()),
        (chief.actor().to_string().as_str(), "A verse without an end.")
    );
    let entries = q!(tx, ledger::after(0, 10_000)).unwrap();
    assert!(
        entries
            .iter()
            .any(|entry| entry.act == "override stop" && entry.thing == format!("story:{id}"))
    );
    drop(tx);
    // The override is of this passage alone: another one stops again.
    let more = format!("{UNCLOSED}<p>“And then the lights went out over the whole of the old harbour.</p>");
    paper
        .revise(
            &live.story_id,
            &Draft {
                html: &more,
                ..draft.clone()
            },
        )
        .await;
    let update = Update {
        story_id: id.clone(),
        ..Update::default()
    };
    assert_eq!(refusal(act!(paper, update_story::run, &editor, &update)).0, "stopped");
    let mended = more.replace("harbour.</p>", "harbour.”</p>");
    paper.revise(&live.story_id, &Draft { html: &mended, ..draft }).await;
    act!(paper, update_story::run, &editor, &update).unwrap();
}

async fn a_scheduled_story_with_a_stop_stays_in_and_tells_whoever_publishes(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    let draft = Draft {
        html: UNCLOSED,
        ..Draft::of("Ferry sails again")
    };
    let id = ready(&paper, &draft).await;
    let at = Local::parse("2026-11-23T12:30", "Europe/Lisbon").unwrap();
    act!(paper, schedule_story::run, &editor, &id, &at).unwrap();
    paper.pass(courant_model::time::HOUR);
    scheduler::step(&paper.newsroom, &mut Memory::default()).await.unwrap();
    let mut tx = paper.newsroom.store.read().await.unwrap();
    assert!(q!(tx, live::by_id(&id)).unwrap().is_none());
    let schedule = q!(tx, schedules::of_story(&id)).unwrap().remove(0);
    assert_eq!(schedule.state, "failed");
    assert!(schedule.problem.contains("stop"), "{}", schedule.problem);
    let waits = waiting::of(&mut tx, &editor, paper.newsroom.house.now()).await.unwrap();
    assert!(waits.items.iter().any(|item| item.kind.as_str() == "failed"));
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

async fn a_name_held_back_stops_a_story_in_whatever_place_it_stands(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let editor = paper.account(Role::Editor).await;
    withhold(&paper, &chief, "2026-12-31").await;
    let places = [
        "headline",
        "short headline",
        "search title",
        "share title",
        "standfirst",
        "dateline",
        "body",
        "quotation",
        "alias",
        "school",
        "link",
        "alt",
        "caption",
        "file name",
        "byline",
        "topic",
        "lead picture",
        "address",
    ];
    for place in places {
        let id = in_place(&paper, place).await;
        let who = if place == "body" {
            Who::House(Actor::Import)
        } else {
            editor.clone()
        };
        let (key, message) = refusal(act!(paper, publish_story::run, &who, &Publish::now(&id)));
        assert_eq!(
            (key, message.as_str()),
            ("held-for-chief", "held for the chief"),
            "{place}"
        );
    }
    // Nor does it come in afterwards: by a correction, a notice, another address.
    let live = paper.publish(&Draft::of("Ferry sails again")).await;
    let correct = Correct {
        story_id: live.story_id.clone(),
        kind: "clarification".into(),
        wrong: String::new(),
        correct: format!("The story meant {NAME}."),
        grave: None,
        at: None,
    };
    assert_eq!(
        refusal(act!(paper, correct_story::run, &editor, &correct)).0,
        "held-for-chief"
    );
    let retract = Retract {
        story_id: live.story_id.clone(),
        notice: format!("It was about {NAME}."),
    };
    assert_eq!(
        refusal(act!(paper, retract_story::run, &editor, &retract)).0,
        "held-for-chief"
    );
    let moving = Move {
        story_id: live.story_id.clone(),
        section_id: None,
        slug: Some("quetzalina-wortmann".into()),
    };
    assert_eq!(
        refusal(act!(paper, move_story::run, &editor, &moving)).0,
        "held-for-chief"
    );
    // The chief alone overrides, and not from the console; after its last day the entry holds nothing.
    let id = in_place(&paper, "body").await;
    let stop = found(&paper, &id).await.stops().next().unwrap().clone();
    let wanted = Override {
        story_id: id.clone(),
        rule: stop.note.check.clone(),
        passage: stop.passage.clone(),
        reason: "The court allowed it.".into(),
    };
    let console = Who::House(Actor::Console);
    assert_eq!(
        refusal(act!(paper, stops::override_stop, &console, &wanted)).0,
        "held-for-chief"
    );
    act!(paper, stops::override_stop, &chief, &wanted).unwrap();
    act!(paper, publish_story::run, &editor, &Publish::now(&id)).unwrap();
    paper.pass(60 * courant_model::time::DAY);
    let id = in_place(&paper, "headline").await;
    act!(paper, publish_story::run, &editor, &Publish::now(&id)).unwrap();
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

async fn a_name_held_back_is_told_to_nobody_but_the_chief(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.colleague(&[Role::Chief]).await;
    let reporter = paper.colleague(&[Role::Reporter]).await;
    let answer = paper
        .send_as(
            &chief,
            "/desk/withheld",
            &[
                ("names", NAME),
                ("school", "Xylograph School"),
                ("reason", "Vexillology order"),
                ("until", ""),
            ],
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert!(
        paper
            .get_as(&chief, "/desk/withheld")
            .await
            .contains("Vexillology order")
    );
    let shut = paper.get_as(&reporter, "/desk/withheld").await;
    assert_eq!(shut.status, 403);
    // At rest it is sealed: no table holds a word of it.
    for word in [NAME, "Xylograph", "Vexillology"] {
        assert_eq!(paper.tables_with(word).await, Vec::<String>::new(), "{word}");
    }
    let id = paper.file_as(&reporter.who(), &Draft::of("Ferry sails again")).await;
    let (answer, told) = told(
        &paper,
        &reporter,
        &id,
        &draft_of(&["The ferry of Quetzalina Wortmann sails."]),
    )
    .await;
    let note = told["notes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|note| note["rule"] == "do-not-name")
        .unwrap();
    assert_eq!(
        (note["message"].as_str(), note["text"].as_str()),
        (Some("Held for the chief."), Some(NAME))
    );
    assert!(note["may_override"] == false && note["may_never"] == false);
    for word in ["Xylograph", "Vexillology", "reason\":\"V"] {
        assert!(!answer.contains(word), "{word}");
    }
    // Nor do schedule, acts and ledger keep the words when a story is held.
    let id = in_place(&paper, "body").await;
    let editor = paper.account(Role::Editor).await;
    let at = Local::parse("2026-11-23T12:30", "Europe/Lisbon").unwrap();
    act!(paper, schedule_story::run, &editor, &id, &at).unwrap();
    paper.pass(courant_model::time::HOUR);
    scheduler::step(&paper.newsroom, &mut Memory::default()).await.unwrap();
    let holding = paper.tables_with(NAME).await;
    assert!(
        holding
            .iter()
            .all(|table| ["revision", "draft", "draft_update"].contains(&table.as_str())),
        "{holding:?}"
    );
}

async fn what_readers_send_in_waits_for_the_chief_when_it_holds_such_a_name(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let moderator = paper.account(Role::Moderator).await;
    withhold(&paper, &chief, "").await;
    // Replies in this section appear at once, but for this one.
    let live = paper
        .publish(&Draft {
            section: "economy",
            ..Draft::of("Ferry sails again")
        })
        .await;
    let (story, stamp) = paper.page(&live.path).await.reply_stamp();
    let fields = [
        ("story", story.as_str()),
        ("stamp", &stamp),
        ("parent", ""),
        ("website", ""),
        ("name", "Ana Reader"),
        ("email", "ana@example.org"),
        ("text", "Everybody knows that it was quetzalina-wortmann."),
    ];
    assert_eq!(paper.post("/replies", &fields).await.status, 303);
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let waiting = q!(tx, replies::in_state("waiting", 10)).unwrap();
    drop(tx);
    assert_eq!(waiting.len(), 1);
    let reply = waiting.first().unwrap().id.clone();
    for actor in [moderator.actor(), Actor::Console] {
        let done = act!(paper, decide_reply::run, &actor, &reply, ReplyState::Approved);
        assert_eq!(refusal(done).0, "held-for-chief");
    }
    act!(paper, decide_reply::run, &chief.actor(), &reply, ReplyState::Approved).unwrap();
    // A search for it says it nowhere.
    let answer = paper.get("/search?q=Quetzalina+Wortmann").await;
    assert_eq!(answer.status, 200);
    assert!(!answer.text().to_lowercase().contains("quetzalina"));
    assert!(paper.get("/search?q=Ferry").await.contains("Ferry"));
}

async fn notes_of_a_draft_come_with_their_places_and_are_settled_by_decisions(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let reporter = paper.colleague(&[Role::Reporter]).await;
    let who = reporter.who();
    let id = paper.file_as(&who, &Draft::of("Ferry sails again")).await;
    let draft = draft_of(&[
        "Größe zählt.",
        "The ferry sails again on on Monday, the harbour office said.",
    ]);
    let note_of = |told: &Value| {
        told["notes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|note| note["rule"] == "doubled")
            .cloned()
    };
    let (_, first) = told(&paper, &reporter, &id, &draft).await;
    let note = note_of(&first).unwrap();
    assert_eq!(note["at"]["block"], "b1");
    let (start, end) = (
        note["at"]["start"].as_u64().unwrap() as usize,
        note["at"]["end"].as_u64().unwrap() as usize,
    );
    let text: Vec<char> = "The ferry sails again on on Monday".chars().collect();
    assert!(text[start..end].iter().collect::<String>().contains("on"));
    assert!(first["html"].as_str().unwrap().contains("data-mend"));
    // Put aside with a reason: it is open no more, in this story, until its words change.
    let of = |passage: &Value| OfNote {
        story_id: id.clone(),
        rule: "doubled".into(),
        passage: passage.as_str().unwrap().to_owned(),
    };
    let aside = Verdict::Dismissed("It is a song.".into());
    act!(paper, decide_note::run, &who, &of(&note["passage"]), &aside).unwrap();
    assert!(note_of(&told(&paper, &reporter, &id, &draft).await.1).is_none());
    act!(paper, decide_note::run, &who, &of(&note["passage"]), &Verdict::Reopened).unwrap();
    assert!(note_of(&told(&paper, &reporter, &id, &draft).await.1).is_some());
    // Never for this word: silent in every story.
    let word = note["word"].as_str().unwrap().to_owned();
    act!(
        paper,
        decide_note::run,
        &who,
        &of(&note["passage"]),
        &Verdict::Never(word)
    )
    .unwrap();
    let other = paper.file_as(&who, &Draft::of("Another story")).await;
    assert!(note_of(&told(&paper, &reporter, &other, &draft).await.1).is_none());
    // Nobody else's story is read by asking for its notes.
    let contributor = paper.colleague(&[Role::Contributor]).await;
    let answer = paper
        .send_as(
            &contributor,
            &format!("/desk/stories/{id}/copy-desk/decide"),
            &[("rule", "doubled")],
        )
        .await;
    assert!(answer.status >= 400, "{}", answer.status);
}

async fn a_rule_that_is_retired_is_silent_and_its_figures_stay(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let who = editor.who();
    let id = paper.file_as(&who, &Draft::of("Ferry sails again")).await;
    let draft = draft_of(&["The ferry sails again on on Monday, the harbour office said."]);
    let (_, first) = told(&paper, &editor, &id, &draft).await;
    let note = first["notes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|note| note["rule"] == "doubled")
        .unwrap()
        .clone();
    let of = OfNote {
        story_id: id.clone(),
        rule: "doubled".into(),
        passage: note["passage"].as_str().unwrap().to_owned(),
    };
    act!(paper, decide_note::run, &who, &of, &Verdict::Accepted).unwrap();
    let figures = async |rule: &str| {
        let loaded = paper.newsroom.house.style.current().await;
        let mut tx = paper.newsroom.store.read().await.unwrap();
        let lines = copydesk::lines(&mut tx, &loaded).await.unwrap();
        let line = lines.into_iter().find(|line| line.rule == rule).unwrap();
        (line.shown, line.accepted, line.dismissed, line.retired.is_some())
    };
    assert_eq!(figures("doubled").await, (1, 1, 0, false));
    act!(paper, keep_style::retire, &who, "doubled", "wrong on songs").unwrap();
    assert_eq!(figures("doubled").await, (1, 1, 0, true));
    assert_eq!(
        refusal(act!(paper, keep_style::retire, &who, "marks", "x")).0,
        "not-allowed"
    );
    let (_, second) = told(&paper, &editor, &id, &draft).await;
    assert!(
        second["notes"]
            .as_array()
            .unwrap()
            .iter()
            .all(|note| note["rule"] != "doubled")
    );
    let page = paper.get_as(&editor, "/desk/house-style").await;
    assert!(page.contains("wrong on songs") && page.status == 200);
    assert_eq!(paper.get_as(&editor, "/desk/checks/doubled").await.status, 200);
    act!(paper, keep_style::restore, &who, "doubled").unwrap();
    let (_, third) = told(&paper, &editor, &id, &draft).await;
    assert!(
        third["notes"]
            .as_array()
            .unwrap()
            .iter()
            .any(|note| note["rule"] == "doubled")
    );
}

async fn house_rules_are_read_when_their_files_change_and_tested_first(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let id = paper.file_as(&editor.who(), &Draft::of("Ferry sails again")).await;
    let draft = draft_of(&["The vessel sails again on Monday, the harbour office said."]);
    let folder = paper.folder().join("styles").join("Courier");
    std::fs::create_dir_all(&folder).unwrap();
    let rule = |words: &str| {
        format!(
            "extends: substitution\nmessage: \"Write “%s”.\"\nlevel: error\nignorecase: true\nswap:\n  {words}\nexamples:\n  hits: [\"The vessel sank.\"]\n  silent: [\"The ferry sank.\"]\n"
        )
    };
    std::fs::write(folder.join("Ships.yml"), rule("vessel: ferry")).unwrap();
    let (_, first) = told(&paper, &editor, &id, &draft).await;
    let ours = |told: &Value| {
        told["notes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|note| note["rule"] == "Courier.Ships")
            .cloned()
    };
    let note = ours(&first).unwrap();
    assert_eq!(
        (note["severity"].as_str(), note["mend"]["with"].as_str()),
        (Some("stop"), Some("ferry"))
    );
    // A rule whose own example fails is named with file and line, and not used.
    std::fs::write(folder.join("Ships.yml"), rule("steamboat: ferry")).unwrap();
    let (_, second) = told(&paper, &editor, &id, &draft).await;
    assert!(ours(&second).is_none());
    let page = paper.get_as(&editor, "/desk/house-style").await.text();
    assert!(
        page.contains("Courier/Ships.yml:8") || page.contains("Courier&#x2f;Ships.yml:8"),
        "{page}"
    );
    std::fs::write(folder.join("Ships.yml"), "extends: nothing\n").unwrap();
    assert!(paper.get_as(&editor, "/desk/house-style").await.contains("Ships.yml"));
    std::fs::remove_file(folder.join("Ships.yml")).unwrap();
    // The paper's dictionary and its own words.
    std::fs::write(folder.join("en.aff"), "SET UTF-8\n").unwrap();
    let known = [
        "The", "ferry", "sails", "again", "on", "Monday", "the", "harbour", "office", "said",
    ];
    std::fs::write(
        folder.join("en.dic"),
        format!("{}\n{}\n", known.len(), known.join("\n")),
    )
    .unwrap();
    std::fs::write(folder.join("words.txt"), "# ours\nvesssel\n").unwrap();
    let misspelt = draft_of(&["The vesssel sails again on Monday, the harbuor office said."]);
    let (_, third) = told(&paper, &editor, &id, &misspelt).await;
    let spelt: Vec<&str> = third["notes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|note| note["rule"] == "spelling")
        .filter_map(|note| note["text"].as_str())
        .collect();
    assert_eq!(spelt, ["harbuor"]);
}

async fn a_quotation_is_held_against_the_sources_of_its_story(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let reporter = paper.colleague(&[Role::Reporter]).await;
    let id = paper.file_as(&reporter.who(), &Draft::of("Ferry sails again")).await;
    let draft = draft_of(&["“We will never sail in winter,” the harbour master Anna Berg said on Monday."]);
    let altered = |told: &Value| {
        told["notes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|note| note["rule"] == "altered")
            .cloned()
    };
    assert!(altered(&told(&paper, &reporter, &id, &draft).await.1).is_none());
    let boundary = "----courant";
    let part = |name: &str, value: &str| {
        format!("--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file = "------courant\r\ncontent-disposition: form-data; name=\"file\"; filename=\"tape.html\"\r\ncontent-type: text/html\r\n\r\n<p>We will hardly ever sail in winter.</p>\r\n";
    let body = format!(
        "{}{}{file}--{boundary}--\r\n",
        part("kind", "transcript"),
        part("name", "Tape of Monday")
    );
    let kind = format!("multipart/form-data; boundary={boundary}");
    let headers = [
        ("origin", paper.url.as_str()),
        ("sec-fetch-site", "same-origin"),
        ("cookie", reporter.cookie.as_str()),
        ("content-type", kind.as_str()),
    ];
    let answer = paper
        .call(
            "POST",
            &format!("/desk/stories/{id}/sources"),
            &headers,
            body.as_bytes(),
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let note = altered(&told(&paper, &reporter, &id, &draft).await.1).unwrap();
    let message = note["message"].as_str().unwrap();
    assert!(message.contains("Tape of Monday"), "{message}");
    assert!(
        note["mend"].is_null() && note["quotation"] == true,
        "nobody picks between wordings"
    );
    let right = draft_of(&["“We will hardly ever sail in winter,” the harbour master Anna Berg said on Monday."]);
    assert!(altered(&told(&paper, &reporter, &id, &right).await.1).is_none());
    let tab = paper
        .get_as(&reporter, &format!("/desk/stories/{id}?tab=copy-desk"))
        .await;
    assert!(tab.contains("Tape of Monday"));
}

async fn a_schedule_that_moves_a_relative_word_over_its_day_warns(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    let draft = Draft {
        html: "<p>The ferry sails again, the harbour office said today.</p>",
        ..Draft::of("Ferry sails again")
    };
    let id = ready(&paper, &draft).await;
    let warns = |found: &Findings| found.notes.iter().filter(|one| one.note.check == "time").count();
    let before = found(&paper, &id).await;
    assert_eq!(warns(&before), 0);
    assert_eq!(
        before.understood.first().map(|(one, _)| one.day.clone()).as_deref(),
        Some("2026-11-23")
    );
    let at = Local::parse("2026-11-24T08:00", "Europe/Lisbon").unwrap();
    act!(paper, schedule_story::run, &editor, &id, &at).unwrap();
    let after = found(&paper, &id).await;
    assert_eq!(warns(&after), 1);
    assert_eq!(after.stops().count(), 0, "a warning never blocks");
}
