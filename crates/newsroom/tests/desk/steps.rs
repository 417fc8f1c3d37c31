//! A story's way through the newsroom, and what stops it.

use crate::room::{Room, refused};
use courant_model::account::{Act, Role};
use courant_model::note::NoticeKind;
use courant_model::story::State;
use courant_model::workflow::{Step as Row, Tells, Workflow};
use courant_newsroom::Error;
use courant_newsroom::commands::{assign_story, plan_story, revise_paper, step_story};
use courant_newsroom::permissions::Who;
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};

on_both!(
    a_story_goes_from_a_reporter_to_an_editor_and_back,
    who_comes_too_late_is_told_who_was_faster,
    a_plan_is_kept_and_finds_the_story_by_its_new_slug,
    a_paper_with_its_own_table_obeys_it,
);

async fn step(room: &Room, who: &Who, story: &str, verb: &str, reason: &str) -> courant_newsroom::Result<State> {
    let mut tx = room.write().await;
    let step = step_story::Step {
        story_id: story.to_owned(),
        verb: verb.to_owned(),
        reason: reason.to_owned(),
        seen: None,
    };
    let story = step_story::run(&mut tx, &room.house, who, &step).await?;
    tx.commit().await?;
    Ok(State::parse(&story.state).unwrap())
}

async fn a_story_goes_from_a_reporter_to_an_editor_and_back(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let (reporter, editor) = (room.hire(Role::Reporter).await, room.hire(Role::Editor).await);
    let story = room.begin(&reporter, "ferry-fares").await;
    assert_eq!(
        step(&room, &reporter, &story.id, "hand-in", "").await.unwrap(),
        State::Ready
    );
    assert_eq!(
        step(&room, &editor, &story.id, "take", "").await.unwrap(),
        State::InEdit
    );
    assert_eq!(
        refused(step(&room, &editor, &story.id, "send-back", " ").await),
        "reason-missing"
    );
    room.later();
    let back = step(&room, &editor, &story.id, "send-back", "Who says so?")
        .await
        .unwrap();
    assert_eq!(back, State::Draft);
    let mut tx = room.read().await;
    let notices = q!(tx, notes::unseen("reporter", 10)).unwrap();
    assert_eq!(
        notices.iter().map(|one| one.kind.as_str()).collect::<Vec<_>>(),
        ["sent-back"]
    );
    let note = q!(tx, notes::by_id(notices[0].note_id.as_ref().unwrap()))
        .unwrap()
        .unwrap();
    assert_eq!((note.body.as_str(), note.verb.as_str()), ("Who says so?", "send-back"));
    drop(tx);
    // Handed in again, nothing waits for the writer any more.
    step(&room, &reporter, &story.id, "hand-in", "").await.unwrap();
    let mut tx = room.read().await;
    assert!(q!(tx, notes::unseen("reporter", 10)).unwrap().is_empty());
    assert_eq!(
        q!(tx, ledger::about(&format!("story:{}", story.id), i64::MAX, 9))
            .unwrap()
            .iter()
            .rev()
            .map(|entry| entry.act.as_str())
            .collect::<Vec<_>>(),
        ["begin", "hand-in", "take", "send-back", "hand-in"]
    );
}

async fn who_comes_too_late_is_told_who_was_faster(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let (reporter, editor) = (room.hire(Role::Reporter).await, room.hire(Role::Editor).await);
    let story = room.begin(&reporter, "ferry-fares").await;
    step(&room, &editor, &story.id, "spike", "").await.unwrap();
    let mut tx = room.write().await;
    let late = step_story::Step {
        story_id: story.id.clone(),
        verb: "hand-in".to_owned(),
        reason: String::new(),
        seen: Some(State::Draft),
    };
    let Err(Error::Conflict(told)) = step_story::run(&mut tx, &room.house, &reporter, &late).await else {
        panic!("a step from a state that is past");
    };
    assert!(
        told.contains("editor") && told.contains("spike") && told.contains("spiked now"),
        "{told}"
    );
    let assign = assign_story::Assign {
        story_id: story.id,
        to: Some("reporter".to_owned()),
        seen: Some(Some("another".to_owned())),
        ..assign_story::Assign::default()
    };
    assert!(matches!(
        assign_story::run(&mut tx, &room.house, &editor, &assign).await,
        Err(Error::Conflict(_))
    ));
}

async fn a_plan_is_kept_and_finds_the_story_by_its_new_slug(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let (reporter, editor) = (room.hire(Role::Reporter).await, room.hire(Role::Editor).await);
    let stranger = room.hire_as("Stranger", Role::Reporter, &[]).await;
    let story = room.begin(&editor, "ferry-fares").await;
    let mut tx = room.write().await;
    let assign = assign_story::Assign {
        story_id: story.id.clone(),
        to: Some("reporter".to_owned()),
        due_at: Some(5),
        planned_words: Some(600),
        seen: None,
    };
    let given = assign_story::run(&mut tx, &room.house, &editor, &assign).await.unwrap();
    assert_eq!(
        (given.assignee.as_deref(), given.due_at, given.planned_words),
        (Some("reporter"), Some(5), 600)
    );
    assert_eq!(
        q!(tx, notes::unseen("reporter", 9)).unwrap()[0].kind,
        NoticeKind::Assigned.as_str()
    );
    let plan = plan_story::Plan {
        story_id: story.id.clone(),
        working_slug: Some("Harbour tolls".to_owned()),
        brief: Some("Ask the harbour.".to_owned()),
        ..plan_story::Plan::default()
    };
    let planned = plan_story::run(&mut tx, &room.house, &reporter, &plan).await.unwrap();
    assert_eq!(
        (planned.working_slug.as_str(), planned.due_at),
        ("harbour-tolls", Some(5))
    );
    tx.commit().await.unwrap();
    let mut tx = room.write().await;
    assert_eq!(
        refused(plan_story::run(&mut tx, &room.house, &stranger, &plan).await),
        "not-allowed"
    );
}

async fn a_paper_with_its_own_table_obeys_it(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let row = |verb: &str, from, to, act| Row {
        verb: verb.to_owned(),
        from: vec![from],
        to,
        act,
        reason: false,
        tells: Tells::Nobody,
    };
    let mut tx = room.write().await;
    let console = courant_model::actor::Actor::Console;
    let mut paper = revise_paper::current(&mut tx).await.unwrap();
    let mut steps = vec![
        row("start", State::Idea, State::Draft, Act::Write),
        row("publish", State::Draft, State::Published, Act::Publish),
    ];
    paper.workflow = Some(Workflow { steps: steps.clone() });
    revise_paper::run(&mut tx, &room.house, &console, &paper).await.unwrap();
    tx.commit().await.unwrap();
    let reporter = room.hire(Role::Reporter).await;
    let story = room.begin(&reporter, "ferry-fares").await;
    assert_eq!(
        refused(step(&room, &reporter, &story.id, "hand-in", "").await),
        "step-unknown"
    );
    steps.push(row("wave-through", State::Draft, State::Published, Act::Write));
    paper.workflow = Some(Workflow { steps });
    let mut tx = room.write().await;
    assert_eq!(
        refused(revise_paper::run(&mut tx, &room.house, &console, &paper).await),
        "workflow"
    );
}
