//! Stops: what keeps a story back until somebody overrides it by name, also on the schedule.

use super::{UNCLOSED, ready, refusal};
use crate::harness::{Draft, TestPaper, act};
use courant_model::account::Role;
use courant_model::schedule::Local;
use courant_newsroom::commands::publish_story::{self, Publish};
use courant_newsroom::commands::schedule_story;
use courant_newsroom::commands::stops::{self, Override};
use courant_newsroom::commands::update_story::{self, Update};
use courant_newsroom::copydesk::Findings;
use courant_newsroom::scheduler::{self, Memory};
use courant_newsroom::waiting;
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};

on_both!(
    a_stop_keeps_a_story_back_until_somebody_overrides_it_by_name,
    a_scheduled_story_with_a_stop_stays_in_and_tells_whoever_publishes,
    a_schedule_that_moves_a_relative_word_over_its_day_warns,
);

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
    let stop = paper.findings(&id).await.stops().next().unwrap().clone();
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

async fn a_schedule_that_moves_a_relative_word_over_its_day_warns(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    let draft = Draft {
        html: "<p>The ferry sails again, the harbour office said today.</p>",
        ..Draft::of("Ferry sails again")
    };
    let id = ready(&paper, &draft).await;
    let warns = |found: &Findings| found.notes.iter().filter(|one| one.note.check == "time").count();
    let before = paper.findings(&id).await;
    assert_eq!(warns(&before), 0);
    assert_eq!(
        before.understood.first().map(|(one, _)| one.day.clone()).as_deref(),
        Some("2026-11-23")
    );
    let at = Local::parse("2026-11-24T08:00", "Europe/Lisbon").unwrap();
    act!(paper, schedule_story::run, &editor, &id, &at).unwrap();
    let after = paper.findings(&id).await;
    assert_eq!(warns(&after), 1);
    assert_eq!(after.stops().count(), 0, "a warning never blocks");
}
