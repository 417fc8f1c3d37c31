//! Names held back by the chief: no way to readers lets one through, nobody else learns of one, and the refusal says
//! "held for the chief" and never why.

use super::{NAME, draft_of, in_place, refusal, told, withhold};
use crate::harness::{Draft, TestPaper, act};
use courant_model::account::Role;
use courant_model::actor::Actor;
use courant_model::reply::ReplyState;
use courant_model::schedule::Local;
use courant_newsroom::commands::correct_story::{self, Correct};
use courant_newsroom::commands::move_story::{self, Move};
use courant_newsroom::commands::publish_story::{self, Publish};
use courant_newsroom::commands::retract_story::{self, Retract};
use courant_newsroom::commands::stops::{self, Override};
use courant_newsroom::commands::{decide_reply, schedule_story};
use courant_newsroom::permissions::Who;
use courant_newsroom::scheduler::{self, Memory};
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};

on_both!(
    a_name_held_back_stops_a_story_in_whatever_place_it_stands,
    a_name_held_back_is_told_to_nobody_but_the_chief,
    what_readers_send_in_waits_for_the_chief_when_it_holds_such_a_name,
);

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
    let stop = paper.findings(&id).await.stops().next().unwrap().clone();
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
