//! Fronts by command: the draft and its turns, stale hands, locks, putting live and back, what happens when a story leaves.

use crate::room::{Room, refused};
use courant_model::account::Role;
use courant_model::actor::Actor;
use courant_model::front::{Front, Layout, Seat, Slot};
use courant_model::time::HOUR;
use courant_newsroom::commands::arrange_front::{self, Arrange, Work};
use courant_newsroom::commands::publish_story::{self, Publish};
use courant_newsroom::commands::put_front_live::{self, PutLive};
use courant_newsroom::commands::{lock_front, remove_story, retract_story, set_breaking};
use courant_newsroom::fronts::{self, Standing};
use courant_newsroom::permissions::Who;
use courant_newsroom::{Error, Result};
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};

on_both!(
    a_draft_is_worked_on_in_turns_and_a_stale_hand_is_a_conflict,
    a_front_goes_live_comes_back_and_says_nothing_twice,
    a_locked_seat_is_changed_by_nobody_and_opens_when_its_story_goes,
    who_arranges_what_follows_the_table,
    a_strip_runs_for_its_time_and_ends_with_its_story,
);

const CONSOLE: Who = Who::House(Actor::Console);

async fn out(room: &Room, slug: &str) -> String {
    let story = room.begin(&CONSOLE, slug).await;
    let mut tx = room.write().await;
    publish_story::run(&mut tx, &room.house, &CONSOLE, &Publish::now(story.id.clone()))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    story.id
}

async fn work(room: &Room, who: &Who, front: &Front, seen: i64, work: Work) -> Result<Standing> {
    let mut tx = room.write().await;
    let arrange = Arrange {
        front: front.clone(),
        seen,
        work,
    };
    let done = arrange_front::run(&mut tx, &room.house, who, &arrange).await?;
    tx.commit().await.unwrap();
    Ok(done)
}

async fn live(room: &Room, who: &Who, front: &Front) -> Result<i64> {
    let mut tx = room.write().await;
    let standing = fronts::standing(&mut tx, front).await?;
    let wanted = PutLive {
        front: front.clone(),
        seen: standing.turn,
        number: standing.number,
    };
    let number = put_front_live::run(&mut tx, &room.house, who, &wanted).await?;
    tx.commit().await.unwrap();
    Ok(number)
}

async fn standing(room: &Room, front: &Front) -> Standing {
    fronts::standing(&mut room.read().await, front).await.unwrap()
}

fn put(seat: Seat, story: &str) -> Work {
    Work::Put {
        seat,
        story: story.to_owned(),
        until: None,
    }
}

fn holding(seats: &[(Seat, &str)]) -> Layout {
    Layout {
        slots: seats
            .iter()
            .map(|(seat, id)| (seat.clone(), Slot::story(*id)))
            .collect(),
        order: Vec::new(),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "takes what a command returns")]
fn is_conflict<T: std::fmt::Debug>(done: Result<T>) {
    assert!(matches!(done, Err(Error::Conflict(_))), "{done:?}");
}

async fn a_draft_is_worked_on_in_turns_and_a_stale_hand_is_a_conflict(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let (ana, bo) = (
        room.hire_as("ana", Role::Chief, &[]).await,
        room.hire_as("bo", Role::Chief, &[]).await,
    );
    let (a, b) = (out(&room, "a").await, out(&room, "b").await);
    let draft = room.begin(&CONSOLE, "not-out").await.id;
    let front = Front::Paper;
    let first = work(&room, &ana, &front, 0, put(Seat::Lead, &a)).await.unwrap();
    assert_eq!(first.shown(), &holding(&[(Seat::Lead, &a)]));
    assert_eq!((first.live.clone(), first.turn), (Layout::default(), 1));
    // Bo saw the page before Ana's change: nothing is overwritten.
    is_conflict(work(&room, &bo, &front, 0, put(Seat::Lead, &b)).await);
    assert_eq!(standing(&room, &front).await, first);
    let second = work(&room, &bo, &front, 1, put(Seat::Second(0), &b)).await.unwrap();
    let swapped = Work::Move {
        from: Seat::Lead,
        to: Seat::Second(0),
        story: a.clone(),
    };
    let third = work(&room, &bo, &front, second.turn, swapped).await.unwrap();
    assert_eq!(third.shown(), &holding(&[(Seat::Lead, &b), (Seat::Second(0), &a)]));
    // Two steps back, then the last: the draft is over.
    let back = work(&room, &ana, &front, third.turn, Work::Back).await.unwrap();
    assert_eq!(back.shown(), second.shown());
    let back = work(&room, &ana, &front, back.turn, Work::Back).await.unwrap();
    assert_eq!(back.shown(), first.shown());
    let back = work(&room, &ana, &front, back.turn, Work::Back).await.unwrap();
    assert_eq!((back.draft, back.turn), (None, third.turn + 3));
    assert_eq!(
        refused(work(&room, &ana, &front, back.turn, Work::Back).await),
        "front-no-draft"
    );
    assert_eq!(
        refused(work(&room, &ana, &front, back.turn, put(Seat::Lead, &draft)).await),
        "front-not-published"
    );
    let over = Work::Put {
        seat: Seat::Lead,
        story: a.clone(),
        until: Some(room.house.now()),
    };
    assert_eq!(
        refused(work(&room, &ana, &front, back.turn, over).await),
        "front-until-past"
    );
    let nowhere = put(Seat::Band("none".into(), 0), &a);
    let nowhere = work(&room, &ana, &front, back.turn, nowhere).await;
    assert!(matches!(nowhere, Err(Error::NotFound(_))));
}

async fn a_front_goes_live_comes_back_and_says_nothing_twice(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let ana = room.hire_as("ana", Role::Chief, &[]).await;
    let (a, b) = (out(&room, "a").await, out(&room, "b").await);
    let front = Front::Paper;
    let begun = standing(&room, &front).await.number;
    work(&room, &ana, &front, 0, put(Seat::Lead, &a)).await.unwrap();
    let first = live(&room, &ana, &front).await.unwrap();
    assert_eq!(refused(live(&room, &ana, &front).await), "front-no-draft");
    let now = standing(&room, &front).await;
    assert_eq!((now.number, now.draft.is_none()), (first, true));
    // The console changes the front while a draft is under way: whoever puts the draft live is told.
    let drafted = work(&room, &ana, &front, now.turn, put(Seat::Second(1), &b))
        .await
        .unwrap();
    let mut tx = room.write().await;
    let other = holding(&[(Seat::Lead, &b)]);
    put_front_live::set(&mut tx, &room.house, &CONSOLE, &front, &other)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    is_conflict(live(&room, &ana, &front).await);
    let taken = work(&room, &ana, &front, drafted.turn, Work::TakeOver).await.unwrap();
    assert_eq!(taken.shown(), &holding(&[(Seat::Second(1), &b)]));
    live(&room, &ana, &front).await.unwrap();
    // Back to the first revision; a hand that saw another one in force is refused.
    let seen = standing(&room, &front).await.number;
    let mut tx = room.write().await;
    is_conflict(put_front_live::restore(&mut tx, &room.house, &ana, &front, first, begun).await);
    put_front_live::restore(&mut tx, &room.house, &ana, &front, first, seen)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let now = standing(&room, &front).await;
    assert_eq!(now.live, holding(&[(Seat::Lead, &a)]));
    let mut tx = room.write().await;
    let again = put_front_live::restore(&mut tx, &room.house, &ana, &front, first, now.number).await;
    assert_eq!(refused(again), "front-same");
    drop(tx);
    let mut tx = room.read().await;
    let acts: Vec<String> = q!(tx, fronts::before("front", i64::MAX, 10))
        .unwrap()
        .into_iter()
        .map(|one| one.act)
        .collect();
    assert_eq!(acts, ["restore", "arrange", "arrange", "arrange", "arrange"]);
}

async fn a_locked_seat_is_changed_by_nobody_and_opens_when_its_story_goes(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let (ana, bo) = (
        room.hire_as("ana", Role::Chief, &[]).await,
        room.hire_as("bo", Role::Chief, &[]).await,
    );
    let front = Front::Paper;
    let (a, b) = (out(&room, "a").await, out(&room, "b").await);
    room.later();
    let c = out(&room, "c").await;
    let lock = async |who: &Who, story: &str| {
        let mut tx = room.write().await;
        let done = lock_front::run(&mut tx, &room.house, who, &front, &Seat::Lead, story).await;
        if done.is_ok() {
            tx.commit().await.unwrap();
        }
        done
    };
    // The lead is automatic and shows the newest; who saw another story there is too late.
    is_conflict(lock(&ana, &a).await);
    lock(&ana, &c).await.unwrap();
    assert_eq!(refused(lock(&bo, &c).await), "front-locked-already");
    let now = standing(&room, &front).await;
    assert_eq!(now.live, holding(&[(Seat::Lead, &c)]));
    // Neither dropped on, nor moved, nor opened; by whoever locked it just as little.
    for who in [&ana, &bo] {
        for attempt in [
            put(Seat::Lead, &a),
            put(Seat::Second(0), &c),
            Work::Open(Seat::Lead),
            Work::Move {
                from: Seat::Lead,
                to: Seat::Second(0),
                story: c.clone(),
            },
        ] {
            assert_eq!(
                refused(work(&room, who, &front, now.turn, attempt).await),
                "front-locked"
            );
        }
    }
    let mut tx = room.write().await;
    let set = put_front_live::set(&mut tx, &room.house, &CONSOLE, &front, &Layout::default()).await;
    assert_eq!(refused(set), "front-locked");
    drop(tx);
    work(&room, &bo, &front, now.turn, put(Seat::Second(0), &b))
        .await
        .unwrap();
    live(&room, &bo, &front).await.unwrap();
    assert_eq!(
        standing(&room, &front).await.live,
        holding(&[(Seat::Lead, &c), (Seat::Second(0), &b)])
    );
    // The story is taken down: the seat opens, lock and all, and a draft goes on.
    let seen = standing(&room, &front).await.turn;
    work(&room, &bo, &front, seen, put(Seat::Second(1), &a)).await.unwrap();
    let mut tx = room.write().await;
    remove_story::run(&mut tx, &room.house, &CONSOLE, &c).await.unwrap();
    tx.commit().await.unwrap();
    let now = standing(&room, &front).await;
    assert!(now.locks.is_empty());
    assert_eq!(now.live, holding(&[(Seat::Second(0), &b)]));
    assert_eq!(now.shown(), &holding(&[(Seat::Second(0), &b), (Seat::Second(1), &a)]));
    live(&room, &bo, &front).await.unwrap();
    // A retracted one leaves its seat as well.
    let mut tx = room.write().await;
    let retract = retract_story::Retract {
        story_id: b.clone(),
        notice: "None of it was so.".to_owned(),
    };
    retract_story::run(&mut tx, &room.house, &CONSOLE, &retract)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(standing(&room, &front).await.live, holding(&[(Seat::Second(1), &a)]));
}

async fn who_arranges_what_follows_the_table(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let a = out(&room, "a").await;
    let local = room.sections.iter().find(|one| one.slug == "local").unwrap().id.clone();
    let economy = room
        .sections
        .iter()
        .find(|one| one.slug == "economy")
        .unwrap()
        .id
        .clone();
    let chief = room.hire(Role::Chief).await;
    let editor = room.hire_as("editor of local", Role::Editor, &["local"]).await;
    let reporter = room.hire(Role::Reporter).await;
    for (who, front, may) in [
        (&chief, Front::Paper, true),
        (&chief, Front::Section(economy.clone()), true),
        (&editor, Front::Paper, false),
        (&editor, Front::Section(local.clone()), true),
        (&editor, Front::Section(economy), false),
        (&reporter, Front::Section(local), false),
    ] {
        let done = work(&room, who, &front, 0, put(Seat::Lead, &a)).await;
        if may {
            assert!(done.is_ok(), "{who:?} {front:?}: {done:?}");
        } else {
            assert_eq!(refused(done), "not-allowed");
        }
    }
}

async fn a_strip_runs_for_its_time_and_ends_with_its_story(scratch: Scratch) {
    let room = Room::open(scratch).await;
    let a = out(&room, "a").await;
    let chief = room.hire(Role::Chief).await;
    let editor = room.hire_as("editor of local", Role::Editor, &["local"]).await;
    let stranger = room.hire_as("editor of economy", Role::Editor, &["economy"]).await;
    let set = |story: Option<&str>| set_breaking::Set {
        text: "Bridge closed".to_owned(),
        story_id: story.map(str::to_owned),
        until: None,
    };
    let mut tx = room.write().await;
    // A line alone is the chief's; to a story whoever may flash it.
    for (who, story) in [(&editor, None), (&stranger, Some(a.as_str()))] {
        assert_eq!(
            refused(set_breaking::run(&mut tx, &room.house, who, &set(story)).await),
            "not-allowed"
        );
    }
    set_breaking::run(&mut tx, &room.house, &editor, &set(Some(&a)))
        .await
        .unwrap();
    let strip = set_breaking::run(&mut tx, &room.house, &chief, &set(Some(&a)))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut tx = room.read().await;
    let at = strip.set_at;
    for (now, runs) in [(at, true), (at + 2 * HOUR - 1, true), (at + 2 * HOUR, false)] {
        assert_eq!(set_breaking::current(&mut tx, now).await.unwrap().is_some(), runs);
    }
    drop(tx);
    let mut tx = room.write().await;
    remove_story::run(&mut tx, &room.house, &CONSOLE, &a).await.unwrap();
    assert_eq!(set_breaking::current(&mut tx, at).await.unwrap(), None);
    assert_eq!(
        refused(set_breaking::end(&mut tx, &room.house, &chief).await),
        "breaking-none"
    );
}
