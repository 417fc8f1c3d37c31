//! Notes in the margin: who may be mentioned, who hears of it, and what waits for whom.

use crate::room::{Room, refused};
use courant_model::account::Role;
use courant_model::note::NoticeKind;
use courant_model::time::HOUR;
use courant_newsroom::commands::note_in_margin::{self, Write};
use courant_newsroom::commands::{assign_story, file_story, keep_background, plan_story, step_story};
use courant_newsroom::permissions::Who;
use courant_newsroom::waiting::{self, Changes, Waiting};
use courant_newsroom::{Error, notices};
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};
use courant_text::{SequentialIds, plain};

on_both!(
    a_mention_waits_for_the_one_who_is_meant_until_it_is_seen,
    nobody_learns_of_a_story_by_a_mention,
    a_note_is_answered_resolved_and_opened_again,
    what_waits_comes_by_due_time_and_to_whom_it_concerns,
    a_change_in_another_place_is_heard_of,
);

async fn write(
    room: &Room,
    who: &Who,
    story: &str,
    body: &str,
    parent: Option<&str>,
) -> courant_newsroom::Result<String> {
    let mut tx = room.write().await;
    let write = Write {
        story_id: story.to_owned(),
        body: body.to_owned(),
        parent_id: parent.map(str::to_owned),
        ..Write::default()
    };
    let note = note_in_margin::run(&mut tx, &room.house, who, &write).await?;
    tx.commit().await?;
    Ok(note.id)
}

async fn waits(room: &Room, who: &Who) -> Waiting {
    let mut tx = room.read().await;
    waiting::of(&mut tx, who, room.house.now()).await.unwrap()
}

fn kinds(waiting: &Waiting) -> Vec<&'static str> {
    waiting.items.iter().map(|item| item.kind.as_str()).collect()
}

async fn a_mention_waits_for_the_one_who_is_meant_until_it_is_seen(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let ana = room.hire_as("Ana Lima", Role::Editor, &[]).await;
    let rui = room.hire_as("Rui Paz", Role::Reporter, &[]).await;
    let story = room.begin(&rui, "ferry-fares").await;
    write(&room, &rui, &story.id, "@ana lima, is this right?", None)
        .await
        .unwrap();
    let waiting = waits(&room, &ana).await;
    assert_eq!(kinds(&waiting), ["mentioned"]);
    let item = waiting.items.first().unwrap();
    assert_eq!(
        (item.by.as_str(), item.said.as_str()),
        ("Rui Paz", "@Ana Lima, is this right?")
    );
    // The note follows her new name.
    let mut tx = room.write().await;
    let mut account = q!(tx, accounts::by_id("ana-lima")).unwrap().unwrap();
    account.name = "Ana Lima Reis".to_owned();
    q!(tx, accounts::keep(&account)).unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        waits(&room, &ana).await.items.first().unwrap().said,
        "@Ana Lima Reis, is this right?"
    );
    let mut tx = room.write().await;
    assert!(notices::see(&mut tx, &room.house, "ana-lima", &story.id).await.unwrap());
    tx.commit().await.unwrap();
    assert!(waits(&room, &ana).await.items.is_empty());
    assert!(
        waits(&room, &rui).await.items.is_empty(),
        "nobody is told of what they did themselves"
    );
}

async fn nobody_learns_of_a_story_by_a_mention(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let rui = room.hire_as("Rui Paz", Role::Reporter, &[]).await;
    room.hire_as("Eva Neves", Role::Contributor, &[]).await;
    room.hire_as("Max Admin", Role::Admin, &[]).await;
    let story = room.begin(&rui, "ferry-fares").await;
    for body in ["What do you think, @Eva Neves?", "@Max Admin, look."] {
        assert_eq!(
            refused(write(&room, &rui, &story.id, body, None).await),
            "mention-unreadable"
        );
    }
    let mut tx = room.read().await;
    assert!(
        q!(tx, notes::of_story(&story.id)).unwrap().is_empty(),
        "nothing was kept"
    );
    drop(tx);
    let stranger = room.hire_as("Another", Role::Reporter, &[]).await;
    assert_eq!(
        refused(write(&room, &stranger, &story.id, "Mine too.", None).await),
        "not-allowed"
    );
}

async fn a_note_is_answered_resolved_and_opened_again(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let ana = room.hire_as("Ana Lima", Role::Editor, &[]).await;
    let rui = room.hire_as("Rui Paz", Role::Reporter, &[]).await;
    let story = room.begin(&rui, "ferry-fares").await;
    let note = write(&room, &ana, &story.id, "Who says so?", None).await.unwrap();
    let mut tx = room.write().await;
    note_in_margin::resolve(&mut tx, &room.house, &rui, &story.id, &note, true)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    // An answer opens it again and reaches whoever began it; an answer to the answer stands in the same row.
    let answer = write(&room, &rui, &story.id, "The harbour.", Some(&note))
        .await
        .unwrap();
    write(&room, &ana, &story.id, "Good.", Some(&answer)).await.unwrap();
    let mut tx = room.read().await;
    let notes = note_in_margin::list(&mut tx, &ana, &story.id).await.unwrap();
    assert!(notes.iter().all(|one| one.resolved_at.is_none()));
    assert_eq!(
        notes.iter().map(|one| one.parent_id.as_deref()).collect::<Vec<_>>(),
        [None, Some(note.as_str()), Some(note.as_str())]
    );
    drop(tx);
    assert_eq!(kinds(&waits(&room, &ana).await), ["mentioned"]);
    let mut tx = room.write().await;
    let again = Write {
        story_id: story.id.clone(),
        id: Some(note),
        body: "Twice.".to_owned(),
        ..Write::default()
    };
    let outcome = note_in_margin::run(&mut tx, &room.house, &ana, &again).await;
    assert!(matches!(outcome, Err(Error::Conflict(_))));
}

async fn what_waits_comes_by_due_time_and_to_whom_it_concerns(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let ana = room.hire_as("Ana Lima", Role::Editor, &["local"]).await;
    let far = room.hire_as("Far Editor", Role::Editor, &["economy"]).await;
    let rui = room.hire_as("Rui Paz", Role::Reporter, &[]).await;
    let (first, second) = (room.begin(&ana, "first").await, room.begin(&ana, "second").await);
    let now = room.house.now();
    let mut tx = room.write().await;
    for (story, due) in [(&first, now + 3 * HOUR), (&second, now + 2 * HOUR)] {
        let assign = assign_story::Assign {
            story_id: story.id.clone(),
            to: Some("rui-paz".to_owned()),
            due_at: Some(due),
            ..assign_story::Assign::default()
        };
        assign_story::run(&mut tx, &room.house, &ana, &assign).await.unwrap();
    }
    let background = keep_background::Keep {
        name: "The ferry".to_owned(),
        document: plain::read("It sails at ten.", &mut SequentialIds::new()),
        owner: Some("rui-paz".to_owned()),
        review_at: Some(now - HOUR),
        ..keep_background::Keep::default()
    };
    keep_background::run(&mut tx, &room.house, &ana, &background)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let waiting = waits(&room, &rui).await;
    assert_eq!(kinds(&waiting), ["review", "assigned", "assigned"]);
    assert_eq!(
        waiting.items[1].story.as_ref().unwrap().id,
        second.id,
        "the sooner first"
    );
    assert_eq!(waiting.counts().total, 3);
    // Handed in, it waits for the editor of its section and for no other.
    let mut tx = room.write().await;
    let step = |verb: &str, reason: &str| step_story::Step {
        story_id: second.id.clone(),
        verb: verb.to_owned(),
        reason: reason.to_owned(),
        seen: None,
    };
    step_story::run(&mut tx, &room.house, &rui, &step("hand-in", ""))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(kinds(&waits(&room, &far).await), Vec::<&str>::new());
    // It is Ana's own as well: she began it, and nobody publishes their own.
    assert_eq!(kinds(&waits(&room, &ana).await), Vec::<&str>::new());
    let chief = room.hire_as("The Chief", Role::Chief, &[]).await;
    assert_eq!(kinds(&waits(&room, &chief).await), ["ready"]);
    let mut tx = room.write().await;
    step_story::run(&mut tx, &room.house, &chief, &step("send-back", "Who says so?"))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let waiting = waits(&room, &rui).await;
    let back = waiting.of_kind(NoticeKind::SentBack).next().unwrap();
    assert_eq!((back.by.as_str(), back.said.as_str()), ("The Chief", "Who says so?"));
    // Past its time it is overdue for the writer and for whoever answers for it.
    for _ in 0..4 {
        room.later();
    }
    assert_eq!(waits(&room, &rui).await.of_kind(NoticeKind::Overdue).count(), 2);
    assert_eq!(waits(&room, &ana).await.of_kind(NoticeKind::Overdue).count(), 2);
    assert_eq!(waits(&room, &far).await.of_kind(NoticeKind::Overdue).count(), 0);
}

async fn a_change_in_another_place_is_heard_of(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let rui = room.hire_as("Rui Paz", Role::Reporter, &[]).await;
    let story = room.begin(&rui, "ferry-fares").await;
    let mut changes = Changes::of(&room.store);
    // Another process has its own connections; the watch tells this one.
    let elsewhere = room.scratch.open().await.unwrap();
    let watching = room.store.clone();
    let watch = tokio::spawn(async move { watching.watch_ledger(|| {}).await });
    let mut tx = elsewhere.write().await.unwrap();
    let plan = plan_story::Plan {
        story_id: story.id.clone(),
        planned_words: Some(300),
        ..plan_story::Plan::default()
    };
    plan_story::run(&mut tx, &room.house, &rui, &plan).await.unwrap();
    tx.commit().await.unwrap();
    assert!(changes.next().await);
    watch.abort();
    // A story that an import brings in tells nobody.
    let mut tx = room.write().await;
    let copy = file_story::Copy {
        headline: "Brought in".to_owned(),
        ..file_story::Copy::default()
    };
    let new = file_story::NewStory {
        copy,
        ..file_story::NewStory::default()
    };
    let import = courant_model::actor::Actor::Import;
    let brought = file_story::begin(&mut tx, &room.house, &import, new).await.unwrap();
    let happening = notices::Happening {
        kind: NoticeKind::Assigned,
        story_id: &brought.id,
        note_id: None,
        by: &import,
    };
    notices::tell(&mut tx, &room.house, &["rui-paz".to_owned()], &happening)
        .await
        .unwrap();
    assert!(q!(tx, notes::unseen("rui-paz", 9)).unwrap().is_empty());
    assert!(q!(tx, jobs::all(9)).unwrap().is_empty());
}
