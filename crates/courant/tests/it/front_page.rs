//! Fronts laid out by hand, over HTTP: rights, stale hands, locks, changes at their time across a restart, the strip and
//! held seats that end, undo, preview. On both databases; the scheduler is stepped by hand where the clock is set.

use crate::harness::{Answer, Colleague, Draft, TestPaper, act};
use courant_model::account::Role;
use courant_model::front::Front;
use courant_model::story::Live;
use courant_model::time::{HOUR, SECOND};
use courant_newsroom::commands::remove_story;
use courant_newsroom::fronts::{self, Standing};
use courant_newsroom::scheduler::{self, Memory};
use courant_store::scratch::{On, Scratch};
use courant_store::{on_both, q};

on_both!(
    a_front_is_laid_out_looked_at_put_live_and_undone,
    editors_arrange_their_sections_and_the_chief_the_front_page,
    a_stale_hand_is_answered_with_a_comparison,
    a_locked_seat_stands_against_arranging_schedules_and_news,
    a_scheduled_change_is_carried_out_once_across_a_restart_and_tells_what_it_left_out,
    a_held_seat_and_the_strip_end_by_the_clock,
    a_schedule_is_moved_taken_back_and_cancelled,
    a_section_has_a_lead_and_seconds_of_its_own,
);

async fn standing(paper: &TestPaper) -> Standing {
    of(paper, &Front::Paper).await
}

async fn of(paper: &TestPaper, front: &Front) -> Standing {
    let mut tx = paper.newsroom.store.read().await.unwrap();
    fronts::standing(&mut tx, front).await.unwrap()
}

/// An act of the front page, with the draft's turn and the number in force as they are.
async fn send(paper: &TestPaper, me: &Colleague, act: &str, fields: &[(&str, &str)]) -> Answer {
    let now = standing(paper).await;
    let (turn, number) = (now.turn.to_string(), now.number.to_string());
    let mut all = vec![("seen", turn.as_str()), ("number", number.as_str())];
    all.extend(fields);
    paper.send_as(me, &format!("/desk/front/-/{act}"), &all).await
}

async fn done(paper: &TestPaper, me: &Colleague, act: &str, fields: &[(&str, &str)]) {
    let answer = send(paper, me, act, fields).await;
    assert_eq!(answer.status, 303, "{act}: {}", answer.text());
}

async fn publish(paper: &TestPaper, headline: &str) -> Live {
    paper.pass(SECOND);
    paper.publish(&Draft::of(headline)).await
}

/// The headline that leads the front page.
async fn leads(paper: &TestPaper) -> String {
    lead_of(&paper.get("/").await)
}

fn lead_of(page: &Answer) -> String {
    let text = page.text();
    let Some((_, lead)) = text.split_once("card lead") else {
        return String::new();
    };
    let (_, lead) = lead.split_once("<h2>").unwrap();
    let (_, lead) = lead.split_once('>').unwrap();
    lead.split('<').next().unwrap().to_owned()
}

async fn a_front_is_laid_out_looked_at_put_live_and_undone(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.colleague(&[Role::Chief]).await;
    let first = publish(&paper, "Ferry sails").await;
    publish(&paper, "Harbour opens").await;
    assert_eq!(leads(&paper).await, "Harbour opens");
    let page = paper.get_as(&chief, "/desk/front").await;
    assert!(page.contains("As readers see it") && page.contains("data-seat=\"lead\""));
    done(&paper, &chief, "put", &[("seat", "lead"), ("story", &first.story_id)]).await;
    // Nothing of the draft is before readers, all of it in the preview.
    assert_eq!(leads(&paper).await, "Harbour opens");
    let frame = paper.get_as(&chief, "/desk/front/-/frame").await;
    assert_eq!(lead_of(&frame), "Ferry sails");
    let page = paper.get_as(&chief, "/desk/front").await;
    assert!(
        page.contains("Lead: ‘Ferry sails’ instead of automatic"),
        "{}",
        page.text()
    );
    done(&paper, &chief, "live", &[]).await;
    assert_eq!(leads(&paper).await, "Ferry sails");
    assert!(standing(&paper).await.draft.is_none());
    let history = paper.get_as(&chief, "/desk/front/-/history").await;
    assert!(history.contains("Lead: ‘Ferry sails’ instead of automatic") && history.contains(&chief.member.name));
    // The button beside it leads back to what was.
    let page = paper.get_as(&chief, "/desk/front?done=front-live").await.text();
    let (_, rest) = page.split_once("name=\"to\" value=\"").unwrap();
    let to = rest.split('"').next().unwrap();
    done(&paper, &chief, "restore", &[("to", to)]).await;
    assert_eq!(leads(&paper).await, "Harbour opens");
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let entries = q!(tx, ledger::after(0, 10_000)).unwrap();
    for act in ["arrange", "restore"] {
        let entered = entries.iter().any(|entry| {
            entry.act == act && entry.thing == "front" && entry.actor == format!("account:{}", chief.member.account)
        });
        assert!(entered, "{act}");
    }
}

async fn editors_arrange_their_sections_and_the_chief_the_front_page(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let local = &paper.sections["local"];
    let live = publish(&paper, "Ferry sails").await;
    let chief = paper.colleague(&[Role::Chief]).await;
    let editor = paper.colleague_of(&[Role::Editor], &[local]).await;
    let reporter = paper.colleague(&[Role::Reporter]).await;
    for (me, page, may) in [
        (&chief, "-", true),
        (&chief, "economy", true),
        (&editor, "-", false),
        (&editor, "local", true),
        (&editor, "economy", false),
        (&reporter, "local", false),
    ] {
        for path in ["preview", "frame", "history"] {
            let answer = paper.get_as(me, &format!("/desk/front/{page}/{path}")).await;
            assert_eq!(answer.status, if may { 200 } else { 403 }, "{page}/{path}");
        }
        for act in [
            "put",
            "move",
            "open",
            "band",
            "back",
            "take-over",
            "discard",
            "live",
            "restore",
            "lock",
            "unlock",
            "schedule",
            "here",
        ] {
            let fields = [
                ("seat", "lead"),
                ("from", "lead"),
                ("to", "second-1"),
                ("story", live.story_id.as_str()),
                ("at", "2026-12-01T10:00"),
                ("seen", "0"),
            ];
            let answer = paper.send_as(me, &format!("/desk/front/{page}/{act}"), &fields).await;
            assert_eq!(
                answer.status != 403,
                may,
                "{:?} {page}/{act}: {}",
                me.member.roles,
                answer.status
            );
            assert!(answer.status < 500, "{page}/{act}: {}", answer.text());
        }
    }
    // Each is led to the front that is theirs.
    for (me, href) in [
        (&chief, "href=\"/desk/front\""),
        (&editor, "href=\"/desk/front/local\""),
    ] {
        assert!(paper.get_as(me, "/desk").await.contains(href), "{href}");
    }
    assert!(!paper.get_as(&reporter, "/desk").await.contains("/desk/front"));
}

async fn a_stale_hand_is_answered_with_a_comparison(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let (ana, bo) = (
        paper.colleague(&[Role::Chief]).await,
        paper.colleague(&[Role::Chief]).await,
    );
    let first = publish(&paper, "Ferry sails").await;
    let second = publish(&paper, "Harbour opens").await;
    let seen = standing(&paper).await.turn.to_string();
    done(&paper, &ana, "put", &[("seat", "lead"), ("story", &first.story_id)]).await;
    let before = standing(&paper).await;
    let fields = [
        ("seen", seen.as_str()),
        ("seat", "lead"),
        ("story", second.story_id.as_str()),
    ];
    let answer = paper.send_as(&bo, "/desk/front/-/put", &fields).await;
    assert_eq!(answer.status, 409);
    for told in [
        "Lead: ‘Ferry sails’ instead of automatic",
        "‘Harbour opens’",
        &ana.member.name,
    ] {
        assert!(answer.contains(told), "{told}: {}", answer.text());
    }
    assert_eq!(standing(&paper).await, before, "nothing is overwritten");
    // A draft begun from another front than readers see now does not go live unseen either.
    let beside = paper.beside().await;
    let mut tx = beside.store.write().await.unwrap();
    let layout = courant_model::front::Layout::default().with(&courant_model::front::Changes::of(
        courant_model::front::Seat::Second(1),
        courant_model::front::Slot::story(&second.story_id),
    ));
    let who = courant_newsroom::permissions::Who::House(courant_model::actor::Actor::Console);
    courant_newsroom::commands::put_front_live::set(&mut tx, &beside.house, &who, &Front::Paper, &layout)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let answer = send(&paper, &ana, "live", &[]).await;
    assert_eq!(answer.status, 409);
    assert!(
        answer.contains("Second 2: ‘Harbour opens’ instead of automatic"),
        "{}",
        answer.text()
    );
    done(&paper, &ana, "take-over", &[]).await;
    done(&paper, &ana, "live", &[]).await;
    let now = standing(&paper).await.live;
    assert_eq!(now.slots.len(), 2, "{now:?}");
    // Undo of what somebody else has changed meanwhile is a conflict too.
    let fields = [("to", "1"), ("number", "1")];
    let answer = paper.send_as(&bo, "/desk/front/-/restore", &fields).await;
    assert_eq!(answer.status, 409);
}

async fn a_locked_seat_stands_against_arranging_schedules_and_news(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let (ana, bo) = (
        paper.colleague(&[Role::Chief]).await,
        paper.colleague(&[Role::Chief]).await,
    );
    let old = publish(&paper, "Ferry sails").await;
    let lead = publish(&paper, "Harbour opens").await;
    done(&paper, &bo, "put", &[("seat", "lead"), ("story", &old.story_id)]).await;
    done(&paper, &bo, "schedule", &[("at", "2026-11-23T12:30")]).await;
    done(&paper, &ana, "lock", &[("seat", "lead"), ("stands", &lead.story_id)]).await;
    let page = paper.get_as(&bo, "/desk/front").await;
    assert!(page.contains("data-locked") && page.contains(&format!("Locked, {}", ana.member.name)));
    // Not by newer news, not by hand, not by the schedule.
    publish(&paper, "Bridge closed").await;
    assert_eq!(leads(&paper).await, "Harbour opens");
    for (act, fields) in [
        ("put", vec![("seat", "lead"), ("story", old.story_id.as_str())]),
        ("open", vec![("seat", "lead")]),
        (
            "move",
            vec![("from", "second-1"), ("to", "lead"), ("story", &old.story_id)],
        ),
    ] {
        let answer = send(&paper, &bo, act, &fields).await;
        assert_eq!(answer.status, 422, "{act}");
        assert!(answer.contains("Unlock it first"), "{act}");
    }
    paper.pass(HOUR);
    scheduler::step(&paper.newsroom, &mut Memory::default()).await.unwrap();
    assert_eq!(leads(&paper).await, "Harbour opens");
    let home = paper.get_as(&bo, "/desk").await;
    assert!(home.contains("Left out of the front") && home.contains("Ferry sails"));
    let page = paper.get_as(&bo, "/desk/front").await;
    assert!(
        page.contains("Lead is locked, so it was not changed to ‘Ferry sails’."),
        "{}",
        page.text()
    );
    // Whoever opens the page has seen it.
    assert_eq!(send(&paper, &bo, "here", &[]).await.status, 204);
    assert!(!paper.get_as(&bo, "/desk").await.contains("Left out of the front"));
    assert!(
        paper
            .get_as(&ana, "/desk/front")
            .await
            .contains("has this page open too")
    );
    // Unlocked it is as any other; taken down, a locked seat opens by itself.
    done(&paper, &bo, "unlock", &[("seat", "lead")]).await;
    done(&paper, &bo, "lock", &[("seat", "lead"), ("stands", &lead.story_id)]).await;
    act!(paper, remove_story::run, &ana.who(), &lead.story_id).unwrap();
    paper.until("/", |page| lead_of(page) == "Bridge closed").await;
    assert!(standing(&paper).await.locks.is_empty());
}

async fn a_scheduled_change_is_carried_out_once_across_a_restart_and_tells_what_it_left_out(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.colleague(&[Role::Chief]).await;
    let first = publish(&paper, "Ferry sails").await;
    let gone = publish(&paper, "Fares fall").await;
    publish(&paper, "Harbour opens").await;
    let past = send(&paper, &chief, "schedule", &[("at", "2026-11-23T12:30")]).await;
    assert_eq!(past.status, 422, "a draft without a change is not scheduled");
    done(&paper, &chief, "put", &[("seat", "lead"), ("story", &first.story_id)]).await;
    done(
        &paper,
        &chief,
        "put",
        &[("seat", "second-1"), ("story", &gone.story_id)],
    )
    .await;
    let past = send(&paper, &chief, "schedule", &[("at", "2026-11-23T11:00")]).await;
    assert!(past.status == 422 && past.contains("That time is over"));
    done(&paper, &chief, "schedule", &[("at", "2026-11-23T12:30")]).await;
    let page = paper.get_as(&chief, "/desk/front").await;
    assert!(page.contains("Lead: ‘Ferry sails’ instead of automatic") && page.contains("As readers see it"));
    act!(paper, remove_story::run, &chief.who(), &gone.story_id).unwrap();
    let due = paper.newsroom.house.now() - paper.newsroom.house.now() % HOUR + HOUR / 2;
    paper.clock.set(due - 1);
    scheduler::step(&paper.newsroom, &mut Memory::default()).await.unwrap();
    assert_eq!(leads(&paper).await, "Harbour opens", "a microsecond too early");
    // The process was down at its time; another finds it at once, and a third does nothing more.
    paper.clock.set(due + HOUR);
    let beside = paper.beside().await;
    scheduler::step(&beside, &mut Memory::default()).await.unwrap();
    scheduler::step(&paper.newsroom, &mut Memory::default()).await.unwrap();
    paper.until("/", |page| lead_of(page) == "Ferry sails").await;
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let all = q!(tx, fronts::before("front", i64::MAX, 10)).unwrap();
    assert_eq!(all.iter().filter(|one| one.act == "scheduled").count(), 1);
    assert!(
        all[0].actor.contains(&chief.member.account),
        "with the right of whoever set it"
    );
    let notices = q!(tx, notes::unseen(&chief.member.account, 10)).unwrap();
    let kinds: Vec<_> = notices
        .iter()
        .map(|one| (one.kind.as_str(), one.story_id.as_str()))
        .collect();
    assert_eq!(kinds, [("front-left-out", gone.story_id.as_str())]);
    let page = paper.get_as(&chief, "/desk/front").await;
    assert!(page.contains("is not before readers any more"), "{}", page.text());
}

async fn a_held_seat_and_the_strip_end_by_the_clock(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.colleague(&[Role::Chief]).await;
    let first = publish(&paper, "Ferry sails").await;
    publish(&paper, "Harbour opens").await;
    let fields = [
        ("seat", "lead"),
        ("story", first.story_id.as_str()),
        ("until", "2026-11-23T12:30"),
    ];
    done(&paper, &chief, "put", &fields).await;
    done(&paper, &chief, "live", &[]).await;
    let strip = [
        ("text", "Bridge <b> closed"),
        ("story", first.story_id.as_str()),
        ("until", "2026-11-23T12:45"),
    ];
    done(&paper, &chief, "strip", &strip).await;
    let page = paper.get("/").await;
    assert_eq!(lead_of(&page), "Ferry sails");
    assert!(page.contains("Bridge &lt;b&gt; closed") && page.contains(&format!("href=\"{}\"", first.path)));
    // Both pages lie in the cache; nothing but the clock moves.
    let noon = paper.newsroom.house.now() - paper.newsroom.house.now() % HOUR;
    for (at, lead, runs) in [
        (30 * 60 * SECOND - 1, "Ferry sails", true),
        (30 * 60 * SECOND, "Harbour opens", true),
        (45 * 60 * SECOND - 1, "Harbour opens", true),
        (45 * 60 * SECOND, "Harbour opens", false),
    ] {
        paper.clock.set(noon + at);
        let page = paper.get("/").await;
        assert_eq!((lead_of(&page).as_str(), page.contains("closed")), (lead, runs), "{at}");
    }
    let shown = paper.get_as(&chief, "/desk/front").await;
    assert!(!shown.contains("strip-line"));
    // By the flash as well, and ended by hand; a strip for too long is refused with the reason.
    let flash = [
        ("headline", "Bridge falls"),
        ("sentence", "The old bridge fell at noon."),
        ("section", paper.sections["local"].as_str()),
        ("strip", "1"),
    ];
    let sent = paper.send_as(&chief, "/desk/flash", &flash).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    paper.until("/", |page| page.contains("class=\"strip\"")).await;
    let long = [("text", "For ever"), ("until", "2027-11-23T12:45")];
    assert_eq!(send(&paper, &chief, "strip", &long).await.status, 422);
    done(&paper, &chief, "end-strip", &[]).await;
    assert!(!paper.get("/").await.contains("class=\"strip\""));
}

async fn a_schedule_is_moved_taken_back_and_cancelled(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.colleague(&[Role::Chief]).await;
    let first = publish(&paper, "Ferry sails").await;
    let second = publish(&paper, "Harbour opens").await;
    done(
        &paper,
        &chief,
        "put",
        &[("seat", "second-1"), ("story", &second.story_id)],
    )
    .await;
    done(&paper, &chief, "put", &[("seat", "lead"), ("story", &first.story_id)]).await;
    // The lead alone; the second stays in the draft.
    done(
        &paper,
        &chief,
        "schedule",
        &[("seat", "lead"), ("at", "2026-11-23T13:00")],
    )
    .await;
    let now = standing(&paper).await;
    assert_eq!(now.shown().stories().collect::<Vec<_>>(), [second.story_id.as_str()]);
    let waiting = async || {
        let mut tx = paper.newsroom.store.read().await.unwrap();
        q!(tx, fronts::schedules_of("front", "waiting")).unwrap()
    };
    let id = waiting().await[0].id.clone();
    done(&paper, &chief, "reschedule", &[("id", &id), ("at", "2026-11-23T15:00")]).await;
    assert!(waiting().await[0].local.contains("T15:00:00[Europe/Lisbon]"));
    done(&paper, &chief, "take-back", &[("id", &id)]).await;
    assert!(waiting().await.is_empty());
    assert_eq!(standing(&paper).await.shown().slots.len(), 2);
    done(&paper, &chief, "schedule", &[("at", "2026-11-23T13:00")]).await;
    let id = waiting().await[0].id.clone();
    done(&paper, &chief, "cancel", &[("id", &id)]).await;
    assert_eq!(send(&paper, &chief, "cancel", &[("id", &id)]).await.status, 409);
    paper.pass(4 * HOUR);
    scheduler::step(&paper.newsroom, &mut Memory::default()).await.unwrap();
    assert_eq!(leads(&paper).await, "Harbour opens");
}

async fn a_section_has_a_lead_and_seconds_of_its_own(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let local = paper.sections["local"].clone();
    let editor = paper.colleague_of(&[Role::Editor], &[&local]).await;
    let mut all = Vec::new();
    for n in 1..=6 {
        all.push(publish(&paper, &format!("Story {n}")).await);
    }
    let page = paper.get("/local").await;
    assert_eq!(lead_of(&page), "Story 6");
    let fields = [("seen", "0"), ("seat", "lead"), ("story", all[0].story_id.as_str())];
    let put = paper.send_as(&editor, "/desk/front/local/put", &fields).await;
    assert_eq!(put.status, 303, "{}", put.text());
    let now = of(&paper, &Front::Section(local)).await;
    let (turn, number) = (now.turn.to_string(), now.number.to_string());
    let live = [("seen", turn.as_str()), ("number", number.as_str())];
    assert_eq!(
        paper.send_as(&editor, "/desk/front/local/live", &live).await.status,
        303
    );
    let page = paper.get("/local").await;
    assert_eq!(lead_of(&page), "Story 1");
    let text = page.text();
    for n in 1..=6 {
        assert_eq!(text.matches(&format!(">Story {n}<")).count(), 1, "no story twice");
    }
    assert_eq!(leads(&paper).await, "Story 6", "the front page is another matter");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_carry_a_change_out_once_and_both_serve_it() {
    let Some(scratch) = Scratch::new(On::Postgres).await else {
        return;
    };
    let paper = TestPaper::empty(scratch).await;
    let other = paper.second_node().await;
    let chief = paper.colleague(&[Role::Chief]).await;
    let first = publish(&paper, "Ferry sails").await;
    publish(&paper, "Harbour opens").await;
    other.until("/", |page| lead_of(page) == "Harbour opens").await;
    done(&paper, &chief, "put", &[("seat", "lead"), ("story", &first.story_id)]).await;
    done(&paper, &chief, "schedule", &[("at", "2026-11-23T12:30")]).await;
    let running: Vec<_> = [paper.newsroom.clone(), other.newsroom.clone()]
        .into_iter()
        .map(|newsroom| tokio::spawn(async move { scheduler::run(&newsroom).await }))
        .collect();
    paper.pass(HOUR);
    for node in [&paper, &other] {
        node.until("/", |page| lead_of(page) == "Ferry sails").await;
    }
    for one in running {
        one.abort();
    }
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let all = q!(tx, fronts::before("front", i64::MAX, 10)).unwrap();
    assert_eq!(all.iter().filter(|one| one.act == "scheduled").count(), 1);
}
