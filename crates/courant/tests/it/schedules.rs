//! Stories that go out by themselves: on time, once, with the right of whoever asked, on one node and on two.
//! Run by `cargo test`; the scheduler is stepped by hand where the clock is set, and runs where nodes race.

use crate::harness::{Draft, TestPaper, act, until};
use courant_model::account::Role;
use courant_model::schedule::Local;
use courant_model::story::State;
use courant_model::time::{HOUR, SECOND};
use courant_newsroom::commands::publish_story::{self, Publish};
use courant_newsroom::commands::{schedule_story, unschedule_story};
use courant_newsroom::permissions::Who;
use courant_newsroom::scheduler::{self, Memory};
use courant_newsroom::{Error, Result};
use courant_store::scratch::{On, Scratch};
use courant_store::{on_both, q};

on_both!(
    a_scheduled_story_goes_out_at_its_time_and_a_late_one_at_once,
    what_fails_is_kept_with_its_reason_and_tells_the_editors,
    a_schedule_runs_with_the_right_that_its_owner_has_then,
    a_story_off_the_schedule_or_out_already_does_not_go_out_again,
    a_scheduled_update_gets_a_new_top_when_that_was_asked,
);

fn at(text: &str) -> Local {
    Local::parse(text, "Europe/Lisbon").unwrap()
}

fn key<T: std::fmt::Debug>(done: Result<T>) -> &'static str {
    match done {
        Err(Error::Refusal(refusal)) => refusal.key,
        other => panic!("not refused: {other:?}"),
    }
}

async fn ready(paper: &TestPaper, headline: &str) -> String {
    let id = paper.file(&Draft::of(headline)).await;
    paper.set_state(&id, State::Ready).await;
    id
}

async fn states(paper: &TestPaper, id: &str) -> Vec<(String, String)> {
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let all = q!(tx, schedules::of_story(id)).unwrap();
    all.into_iter().map(|one| (one.state, one.problem)).collect()
}

async fn is_out(paper: &TestPaper, id: &str) -> bool {
    let mut tx = paper.newsroom.store.read().await.unwrap();
    q!(tx, live::by_id(id)).unwrap().is_some()
}

async fn a_scheduled_story_goes_out_at_its_time_and_a_late_one_at_once(scratch: Scratch) {
    // The clock of a new paper shows 12:00 in Lisbon, on 23 November 2026.
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    let first = ready(&paper, "First").await;
    let second = ready(&paper, "Second").await;
    assert_eq!(
        key(act!(
            paper,
            schedule_story::run,
            &editor,
            &first,
            &at("2026-11-23T12:00")
        )),
        "schedule-past"
    );
    act!(paper, schedule_story::run, &editor, &first, &at("2026-11-23T12:30")).unwrap();
    act!(paper, schedule_story::run, &editor, &second, &at("2026-11-23T13:00")).unwrap();
    let mut memory = Memory::default();
    let due = paper.newsroom.house.now() + HOUR / 2;
    assert_eq!(scheduler::step(&paper.newsroom, &mut memory).await.unwrap(), Some(due));
    paper.clock.set(due - 1);
    scheduler::step(&paper.newsroom, &mut memory).await.unwrap();
    assert!(!is_out(&paper, &first).await, "a microsecond too early");
    paper.clock.set(due);
    scheduler::step(&paper.newsroom, &mut memory).await.unwrap();
    assert!(is_out(&paper, &first).await && !is_out(&paper, &second).await);
    assert_eq!(states(&paper, &first).await, [("done".to_owned(), String::new())]);
    paper.until("/local/first", |answer| answer.status == 200).await;
    // The process was down at 13:00; the next one finds it at once.
    paper.pass(2 * HOUR);
    scheduler::step(&paper.newsroom, &mut Memory::default()).await.unwrap();
    assert!(is_out(&paper, &second).await);
    assert_eq!(
        states(&paper, &second).await,
        [("done".to_owned(), "late 5400".to_owned())]
    );
    // The running scheduler, not stepped by hand: it notices the time by itself.
    let third = ready(&paper, "Third").await;
    act!(paper, schedule_story::run, &editor, &third, &at("2026-11-23T15:00")).unwrap();
    let running = tokio::spawn({
        let newsroom = paper.newsroom.clone();
        async move { scheduler::run(&newsroom).await }
    });
    paper.pass(HOUR);
    until("the third story", || async {
        is_out(&paper, &third).await.then_some(())
    })
    .await;
    running.abort();
}

async fn what_fails_is_kept_with_its_reason_and_tells_the_editors(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    let chief = paper.account(Role::Chief).await;
    let id = ready(&paper, "Spiked").await;
    act!(paper, schedule_story::run, &editor, &id, &at("2026-11-23T12:30")).unwrap();
    paper.set_state(&id, State::Spiked).await;
    paper.pass(HOUR);
    scheduler::step(&paper.newsroom, &mut Memory::default()).await.unwrap();
    assert!(!is_out(&paper, &id).await);
    let [(state, problem)] = &states(&paper, &id).await[..] else {
        panic!("one schedule")
    };
    assert_eq!(state, "failed");
    assert!(problem.contains("spiked"), "{problem}");
    let mut tx = paper.newsroom.store.read().await.unwrap();
    for who in [&editor, &chief] {
        let notices = q!(tx, notes::unseen(who.account().unwrap(), 10)).unwrap();
        let kinds: Vec<&str> = notices.iter().map(|one| one.kind.as_str()).collect();
        assert_eq!(kinds, ["failed"]);
    }
    drop(tx);
    // It is not tried again, and whatever else is due goes out.
    let other = ready(&paper, "Other").await;
    act!(paper, schedule_story::run, &chief, &other, &at("2026-11-23T13:30")).unwrap();
    paper.set_state(&id, State::Ready).await;
    paper.pass(HOUR);
    scheduler::step(&paper.newsroom, &mut Memory::default()).await.unwrap();
    assert!(!is_out(&paper, &id).await && is_out(&paper, &other).await);
}

async fn a_schedule_runs_with_the_right_that_its_owner_has_then(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    let id = ready(&paper, "Too late").await;
    act!(paper, schedule_story::run, &editor, &id, &at("2026-11-23T12:30")).unwrap();
    let mut tx = paper.newsroom.store.write().await.unwrap();
    let mut account = q!(tx, accounts::by_id(editor.account().unwrap())).unwrap().unwrap();
    "closed".clone_into(&mut account.state);
    q!(tx, accounts::keep(&account)).unwrap();
    tx.commit().await.unwrap();
    paper.pass(HOUR);
    scheduler::step(&paper.newsroom, &mut Memory::default()).await.unwrap();
    assert!(!is_out(&paper, &id).await);
    assert_eq!(states(&paper, &id).await[0].0, "failed");
}

async fn a_story_off_the_schedule_or_out_already_does_not_go_out_again(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    let off = ready(&paper, "Off").await;
    act!(paper, schedule_story::run, &editor, &off, &at("2026-11-23T12:30")).unwrap();
    act!(paper, schedule_story::run, &editor, &off, &at("2026-11-23T12:40")).unwrap();
    act!(paper, unschedule_story::run, &editor, &off).unwrap();
    assert_eq!(key(act!(paper, unschedule_story::run, &editor, &off)), "schedule-none");
    let early = ready(&paper, "Early").await;
    act!(paper, schedule_story::run, &editor, &early, &at("2026-11-23T12:30")).unwrap();
    act!(paper, publish_story::run, &editor, &Publish::now(early.clone())).unwrap();
    paper.pass(HOUR);
    scheduler::step(&paper.newsroom, &mut Memory::default()).await.unwrap();
    assert!(!is_out(&paper, &off).await);
    let withdrawn = ("withdrawn".to_owned(), String::new());
    assert_eq!(states(&paper, &off).await, [withdrawn.clone(), withdrawn.clone()]);
    assert_eq!(states(&paper, &early).await, [withdrawn]);
}

/// Fifty stories are due at once; two nodes with several schedulers race for them, and one is shot in the middle.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_stories_go_out_once_each_though_two_nodes_race_and_one_dies() {
    let Some(scratch) = Scratch::new(On::Postgres).await else {
        return;
    };
    let first = TestPaper::empty(scratch).await;
    let house = Who::House(courant_model::actor::Actor::Console);
    let mut ids = Vec::new();
    for n in 0..50 {
        let id = ready(&first, &format!("Story number {n}")).await;
        act!(first, schedule_story::run, &house, &id, &at("2026-11-23T12:30")).unwrap();
        ids.push(id);
    }
    let second = first.beside().await;
    first.pass(HOUR / 2 + SECOND);
    let run = |newsroom: courant_newsroom::Newsroom| tokio::spawn(async move { scheduler::run(&newsroom).await });
    let dies = run(first.newsroom.clone());
    let lives = run(second.clone());
    let done = || async {
        let mut tx = first.newsroom.store.read().await.unwrap();
        q!(tx, schedules::in_state("done", 100)).unwrap().len()
    };
    until("the first ten", || async { (done().await >= 10).then_some(()) }).await;
    dies.abort();
    until("all fifty", || async { (done().await == 50).then_some(()) }).await;
    lives.abort();
    let mut tx = first.newsroom.store.read().await.unwrap();
    let entries = q!(tx, ledger::after(0, 100_000)).unwrap();
    for id in ids {
        let thing = format!("story:{id}");
        let published = entries
            .iter()
            .filter(|entry| entry.act == "publish" && entry.thing == thing)
            .count();
        assert_eq!(published, 1, "{id}");
        assert!(q!(tx, live::by_id(&id)).unwrap().is_some());
    }
    assert!(q!(tx, schedules::in_state("failed", 100)).unwrap().is_empty());
}

async fn a_scheduled_update_gets_a_new_top_when_that_was_asked(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    let mut lives = Vec::new();
    for headline in ["First", "Second"] {
        lives.push(paper.publish(&Draft::of(headline)).await);
        paper
            .revise(
                &lives.last().unwrap().story_id,
                &Draft::of(&format!("{headline} again")),
            )
            .await;
    }
    let (first, second) = (&lives[0].story_id, &lives[1].story_id);
    act!(
        paper,
        schedule_story::with_new_top,
        &editor,
        first,
        &at("2026-11-23T12:30")
    )
    .unwrap();
    act!(paper, schedule_story::run, &editor, second, &at("2026-11-23T12:30")).unwrap();
    let due = paper.newsroom.house.now() + HOUR / 2;
    paper.clock.set(due);
    scheduler::step(&paper.newsroom, &mut Memory::default()).await.unwrap();
    let mut tx = paper.newsroom.store.read().await.unwrap();
    for (id, before, placed) in [(first, &lives[0], Some(due)), (second, &lives[1], lives[1].placed_at)] {
        let live = q!(tx, live::by_id(id)).unwrap().unwrap();
        assert_eq!(
            (live.updated_at, live.placed_at),
            (Some(due), placed),
            "{}",
            live.headline
        );
        assert_eq!((&live.path, live.published_at), (&before.path, before.published_at));
    }
}
