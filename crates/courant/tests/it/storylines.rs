//! Storylines from outside: what readers are shown of them and when it leaves, who may decide, and what goes with a story.
//! Run by `cargo test`, on both engines.

use crate::harness::{Draft, Page, TestPaper, act};
use courant_model::account::Role;
use courant_model::story::State;
use courant_model::time::HOUR;
use courant_newsroom::commands::decide_event::{self, Decide};
use courant_newsroom::commands::keep_storyline::{self, Keep, Open};
use courant_newsroom::commands::publish_story::{self, Dated, Publish};
use courant_newsroom::commands::retract_story::{self, Retract};
use courant_newsroom::commands::{anonymise_story, file_in_storyline, relate_stories};
use courant_newsroom::permissions::Who;
use courant_newsroom::record::suggest;
use courant_newsroom::{Error, Result};
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};

on_both!(
    readers_see_of_a_storyline_what_an_editor_opened_and_a_person_confirmed,
    an_event_leaves_with_its_sentence_and_comes_back_only_when_confirmed_again,
    a_retraction_a_removal_and_an_erased_name_carry_over_to_the_timeline,
    an_event_of_a_draft_is_nowhere_before_the_story_is_out,
    only_who_may_decide_on_a_story_files_it_and_its_events,
    the_same_event_stands_under_a_story_before_the_same_topic,
    what_an_editor_chose_stands_alone_and_in_order,
    the_same_text_goes_out_once_more_only_by_a_chief_who_means_it,
    a_storyline_is_made_filled_and_opened_by_forms_alone,
);

const SIGNED: &str = "Olav Dahl and Marta Quirino signed an agreement on the ferry in Maren on Friday.";

fn key<T: std::fmt::Debug>(done: Result<T>) -> &'static str {
    match done {
        Err(Error::Refusal(refusal)) => refusal.key,
        other => panic!("not refused: {other:?}"),
    }
}

async fn storyline(paper: &TestPaper, title: &str, open: Open) -> String {
    let house = Who::House(courant_model::actor::Actor::Console);
    let keep = Keep {
        title: title.into(),
        open,
        ..Keep::default()
    };
    act!(paper, keep_storyline::run, &house, &keep).unwrap().id
}

fn decide(storyline: &str, story: &str, sentence: &str) -> Decide {
    Decide {
        storyline_id: storyline.into(),
        story_id: story.into(),
        sentence: sentence.into(),
        kind: "agreement".into(),
        status: "confirmed".into(),
        day: "2026-11".into(),
        ..Decide::default()
    }
}

fn console() -> Who {
    Who::House(courant_model::actor::Actor::Console)
}

async fn readers_see_of_a_storyline_what_an_editor_opened_and_a_person_confirmed(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let html = format!("<p>It rained.</p><p>{SIGNED}</p>");
    let live = paper
        .publish(&Draft {
            html: &html,
            ..Draft::of("Ferry lease signed")
        })
        .await;
    let id = storyline(&paper, "The night ferry", Open::Desk).await;
    act!(
        paper,
        decide_event::run,
        &console(),
        &decide(&id, &live.story_id, SIGNED)
    )
    .unwrap();
    let at = "/storylines/the-night-ferry";
    assert_eq!(paper.get(at).await.status, 404, "nobody opened it");
    assert!(!paper.page(&live.path).await.contains_text("night ferry"));

    let mut keep = Keep {
        id: Some(id.clone()),
        title: "The night ferry".into(),
        summary: "How Maren lost its boat.".into(),
        open: Open::Readers,
        ..Keep::default()
    };
    act!(paper, keep_storyline::run, &console(), &keep).unwrap();
    let page = paper.until(at, |answer| answer.status == 200).await;
    for said in [
        SIGNED,
        "November 2026",
        "confirmed",
        "Ferry lease signed",
        "noindex",
        "CollectionPage",
    ] {
        assert!(page.contains(said), "{said}");
    }
    let story = paper.until(&live.path, |answer| answer.contains(at)).await;
    assert!(story.contains("The night ferry"));
    let feed = paper.get(&format!("{at}/feed.xml")).await;
    assert!(
        feed.status == 200 && feed.contains("Ferry lease signed"),
        "{}",
        feed.text()
    );
    let told = paper.get("/api/v1/storylines/the-night-ferry").await;
    for said in [
        SIGNED,
        "\"day\":\"2026-11\"",
        "\"status\":\"confirmed\"",
        "Ferry lease signed",
    ] {
        assert!(told.status == 200 && told.contains(said), "{said}: {}", told.text());
    }
    assert!(
        paper
            .get("/api/v1/storylines")
            .await
            .contains("/storylines/the-night-ferry")
    );

    keep.open = Open::Engines;
    act!(paper, keep_storyline::run, &console(), &keep).unwrap();
    paper.until(at, |answer| !answer.contains("noindex")).await;
    keep.open = Open::Desk;
    act!(paper, keep_storyline::run, &console(), &keep).unwrap();
    paper.until(at, |answer| answer.status == 404).await;
    assert_eq!(paper.get(&format!("{at}/feed.xml")).await.status, 404);
    assert_eq!(paper.get("/api/v1/storylines/the-night-ferry").await.status, 404);
    assert!(!paper.get("/api/v1/storylines").await.contains("ferry"));
}

async fn an_event_leaves_with_its_sentence_and_comes_back_only_when_confirmed_again(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let html = format!("<p>{SIGNED}</p>");
    let draft = Draft {
        html: &html,
        ..Draft::of("Ferry lease signed")
    };
    let live = paper.publish(&draft).await;
    let id = storyline(&paper, "Ferry", Open::Readers).await;
    let event = act!(
        paper,
        decide_event::run,
        &console(),
        &decide(&id, &live.story_id, SIGNED)
    )
    .unwrap();
    paper.until("/storylines/ferry", |answer| answer.contains(SIGNED)).await;

    let changed = SIGNED.replace("Friday", "Thursday");
    let new = format!("<p>{changed}</p>");
    paper
        .update(
            &live.story_id,
            &Draft {
                html: &new,
                ..draft.clone()
            },
        )
        .await;
    let page = paper
        .until("/storylines/ferry", |answer| !answer.contains("signed an agreement"))
        .await;
    assert!(page.contains("Ferry lease signed"), "the story stays");
    assert_eq!(state_of(&paper, &event.id).await, "stale");

    // The old sentence back again is not enough: somebody looks at it first.
    paper.update(&live.story_id, &draft).await;
    assert_eq!(state_of(&paper, &event.id).await, "stale");
    assert!(!paper.get("/storylines/ferry").await.contains("signed an agreement"));
    assert_eq!(
        key(act!(
            paper,
            decide_event::run,
            &console(),
            &decide(&id, &live.story_id, &changed)
        )),
        "event-sentence"
    );
    let mut again = decide(&id, &live.story_id, SIGNED);
    again.id = Some(event.id.clone());
    act!(paper, decide_event::run, &console(), &again).unwrap();
    paper.until("/storylines/ferry", |answer| answer.contains(SIGNED)).await;
    again.refuse = true;
    act!(paper, decide_event::run, &console(), &again).unwrap();
    paper
        .until("/storylines/ferry", |answer| !answer.contains(SIGNED))
        .await;
}

async fn a_retraction_a_removal_and_an_erased_name_carry_over_to_the_timeline(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let id = storyline(&paper, "Ferry", Open::Readers).await;
    let mut stories = Vec::new();
    for (headline, sentence) in [
        ("First", "The first boat was sold to Olav Dahl on Monday."),
        ("Second", "The second boat was sold on Tuesday."),
        ("Third", "The third boat was sold to Berta Quell on Wednesday."),
    ] {
        let html = format!("<p>{sentence}</p>");
        let live = paper
            .publish(&Draft {
                html: &html,
                ..Draft::of(headline)
            })
            .await;
        act!(
            paper,
            decide_event::run,
            &console(),
            &decide(&id, &live.story_id, sentence)
        )
        .unwrap();
        stories.push(live.story_id);
    }
    paper
        .until("/storylines/ferry", |page| {
            page.contains("first boat") && page.contains("third boat")
        })
        .await;
    let retract = Retract {
        story_id: stories[0].clone(),
        notice: "It was made up.".into(),
    };
    act!(paper, retract_story::run, &console(), &retract).unwrap();
    let page = paper
        .until("/storylines/ferry", |page| !page.contains("first boat"))
        .await;
    assert!(!page.contains(">First<") && page.contains("second boat"));
    paper.take_down(&stories[1]).await;
    paper
        .until("/storylines/ferry", |page| !page.contains("second boat"))
        .await;

    let anonymise = anonymise_story::Anonymise {
        story_id: stories[2].clone(),
        spellings: vec!["Berta Quell".into(), "Quell".into()],
        wording: "a buyer".into(),
        authors: false,
    };
    act!(paper, anonymise_story::run, &console(), &anonymise).unwrap();
    let page = paper
        .until("/storylines/ferry", |page| page.contains("sold to a buyer"))
        .await;
    assert!(!page.contains("Quell"));
    let mut tx = paper.newsroom.store.read().await.unwrap();
    for event in q!(tx, storylines::events(&id)).unwrap() {
        assert!(!event.sentence.contains("Quell"), "{event:?}");
    }
}

async fn an_event_of_a_draft_is_nowhere_before_the_story_is_out(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let id = storyline(&paper, "Ferry", Open::Engines).await;
    let html = format!("<p>{SIGNED}</p>");
    let story = paper
        .file(&Draft {
            html: &html,
            ..Draft::of("Ferry lease signed")
        })
        .await;
    act!(paper, decide_event::run, &console(), &decide(&id, &story, SIGNED)).unwrap();
    for path in ["/storylines/ferry", "/storylines/ferry/feed.json"] {
        let answer = paper.get(path).await;
        assert!(
            answer.status == 200 && !answer.contains("lease"),
            "{path}: {}",
            answer.text()
        );
    }
    paper.put_out(&story, Dated::Now, "").await;
    paper.until("/storylines/ferry", |page| page.contains(SIGNED)).await;
}

async fn only_who_may_decide_on_a_story_files_it_and_its_events(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let id = storyline(&paper, "Ferry", Open::Desk).await;
    let html = format!("<p>{SIGNED}</p>");
    let mine = paper.account(Role::Reporter).await;
    let other = paper.account(Role::Reporter).await;
    let contributor = paper.account(Role::Contributor).await;
    let story = paper
        .file_as(
            &mine,
            &Draft {
                html: &html,
                ..Draft::of("Lease")
            },
        )
        .await;
    for who in [&other, &contributor] {
        assert_eq!(
            key(act!(paper, file_in_storyline::run, who, &id, &story)),
            "not-allowed"
        );
        assert_eq!(
            key(act!(paper, decide_event::run, who, &decide(&id, &story, SIGNED))),
            "not-allowed"
        );
        assert_eq!(key(act!(paper, relate_stories::run, who, &story, &[])), "not-allowed");
    }
    let keep = Keep {
        title: "Mine".into(),
        ..Keep::default()
    };
    assert_eq!(key(act!(paper, keep_storyline::run, &mine, &keep)), "not-allowed");
    act!(paper, decide_event::run, &mine, &decide(&id, &story, SIGNED)).unwrap();
    assert_eq!(
        key(act!(paper, file_in_storyline::take_out, &mine, &id, &story)),
        "storyline-has-events"
    );
    let editor = paper.account(Role::Editor).await;
    act!(paper, keep_storyline::run, &editor, &keep).unwrap();
}

/// The state of an event.
async fn state_of(paper: &TestPaper, event: &str) -> String {
    let mut tx = paper.newsroom.store.read().await.unwrap();
    q!(tx, storylines::event(event)).unwrap().unwrap().state
}

/// The stories under a story, by their addresses.
fn under(page: &str) -> Vec<String> {
    Page::read(page).attributes(".related h3 a", "href")
}

/// Paragraphs about one matter, with a word of their own.
fn telling(own: &str) -> String {
    format!(
        "<p>The ferry Havbris struck the pier at Northport in thick fog, and Captain Olav Dahl blamed the radar.</p>\
         <p>Nobody was hurt when the Havbris hit the timber pier, the harbour office of Northport said of the {own}.</p>\
         <p>The Havbris carried eighty passengers and twelve cars; divers look at its bow, a {own} of Dahl said.</p>"
    )
}

async fn the_same_event_stands_under_a_story_before_the_same_topic(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let at = |hours: i64| Dated::At(paper.newsroom.house.now() - hours * HOUR);
    let first = telling("morning");
    let old = paper
        .publish(&Draft {
            html: &first,
            topic: Some("Ferries"),
            dated: at(9),
            ..Draft::of("Havbris strikes pier in fog")
        })
        .await;
    let bread = "<p>Bakers of Oslo won a prize for rye bread with caraway, and the queue went round the corner.</p>";
    for n in 0..3 {
        let headline = format!("Bakers of Oslo, part {n}");
        let html = format!("{bread}<p>Part {n} of the series tells of the oven.</p>");
        paper
            .publish(&Draft {
                html: &html,
                topic: Some("Ferries"),
                dated: at(8 - n),
                ..Draft::of(&headline)
            })
            .await;
    }
    let second = telling("inquiry")
        .replace("thick fog", "the dark")
        .replace("Nobody was hurt", "All were safe");
    let new = paper
        .publish(&Draft {
            html: &second,
            topic: Some("Ferries"),
            ..Draft::of("Captain Dahl blames radar for pier collision")
        })
        .await;
    // The old story's page is printed anew because a newer one of its event came.
    let page = paper
        .until(&old.path, |answer| under(&answer.text()).first() == Some(&new.path))
        .await;
    let list = under(&page.text());
    assert!(list.len() == 4 && !list.contains(&old.path), "{list:?}");
    let page = paper
        .until(&new.path, |answer| under(&answer.text()).first() == Some(&old.path))
        .await;
    assert_eq!(under(&page.text()).len(), 4);

    // A copy of a text is known, reported before it goes out, and never set beside it.
    let copy = paper
        .file(&Draft {
            html: &first,
            topic: Some("Ferries"),
            ..Draft::of("Havbris: what we know")
        })
        .await;
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let story = q!(tx, stories::by_id(&copy)).unwrap().unwrap();
    let head = q!(tx, stories::revision(&story.head)).unwrap().unwrap();
    let copies = suggest::copies(&mut tx, &paper.newsroom, &head).await.unwrap();
    assert_eq!(
        copies.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(),
        [old.story_id.as_str()]
    );
    drop(tx);
    let copied = paper.put_out(&copy, Dated::Now, "").await;
    let page = paper
        .until(&copied.path, |answer| under(&answer.text()).first() == Some(&new.path))
        .await;
    assert!(!under(&page.text()).contains(&old.path), "{:?}", under(&page.text()));

    // What fits a storyline says so, and why.
    let id = storyline(&paper, "The Havbris", Open::Desk).await;
    act!(paper, file_in_storyline::run, &console(), &id, &old.story_id).unwrap();
    let third = telling("hearing").replace("thick fog", "calm weather");
    let draft = paper
        .file(&Draft {
            html: &third,
            ..Draft::of("Hearing on the Havbris opens")
        })
        .await;
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let story = q!(tx, stories::by_id(&draft)).unwrap().unwrap();
    let head = q!(tx, stories::revision(&story.head)).unwrap().unwrap();
    let found = suggest::of_draft(&mut tx, &paper.newsroom, &head).await.unwrap();
    let fit = found.storylines.first().unwrap();
    assert_eq!(fit.storyline.id, id);
    assert!(fit.names.iter().any(|name| name.contains("Dahl")), "{fit:?}");
}

async fn what_an_editor_chose_stands_alone_and_in_order(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    paper.fill_section("local", 6).await;
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let rows = q!(tx, live::latest(false, 10, 0)).unwrap();
    drop(tx);
    let chosen = vec![rows[4].story_id.clone(), rows[2].story_id.clone()];
    act!(paper, relate_stories::run, &console(), &rows[0].story_id, &chosen).unwrap();
    let page = paper.until(&rows[0].path, |page| under(&page.text()).len() == 2).await;
    assert_eq!(under(&page.text()), [rows[4].path.as_str(), rows[2].path.as_str()]);
    act!(paper, relate_stories::run, &console(), &rows[0].story_id, &[]).unwrap();
    paper.until(&rows[0].path, |page| under(&page.text()).len() == 4).await;
}

async fn the_same_text_goes_out_once_more_only_by_a_chief_who_means_it(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let html = telling("morning");
    let draft = Draft {
        html: &html,
        ..Draft::of("Havbris strikes pier")
    };
    paper.publish(&draft).await;
    let reporter = paper.account(Role::Reporter).await;
    let id = paper
        .file_as(
            &reporter,
            &Draft {
                headline: "Once more",
                ..draft
            },
        )
        .await;
    paper.set_state(&id, State::Ready).await;
    let (editor, chief) = (paper.account(Role::Editor).await, paper.account(Role::Chief).await);
    let mut publish = Publish::now(&id);
    assert_eq!(
        key(act!(paper, publish_story::run, &editor, &publish)),
        "story-identical"
    );
    assert_eq!(
        key(act!(paper, publish_story::run, &chief, &publish)),
        "story-identical"
    );
    publish.again = true;
    assert_eq!(key(act!(paper, publish_story::run, &editor, &publish)), "not-allowed");
    act!(paper, publish_story::run, &chief, &publish).unwrap();
}

async fn a_storyline_is_made_filled_and_opened_by_forms_alone(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let contributor = paper.colleague(&[Role::Contributor]).await;
    assert_eq!(paper.get_as(&contributor, "/desk/storylines").await.status, 403);
    let html = format!("<p>{SIGNED}</p>");
    let live = paper
        .publish(&Draft {
            html: &html,
            ..Draft::of("Ferry lease signed")
        })
        .await;
    let empty = paper.send_as(&editor, "/desk/storylines", &[("title", " ")]).await;
    assert!(
        empty.status == 422 && empty.contains("needs a title"),
        "{}",
        empty.text()
    );
    let made = paper
        .send_as(&editor, "/desk/storylines", &[("title", "The ferry <b>")])
        .await;
    assert_eq!(made.status, 303, "{}", made.text());
    let at = made.says("location").split('?').next().unwrap().to_owned();
    let story = live.story_id.as_str();
    let rail = format!("/desk/stories/{story}?tab=related");
    assert!(paper.get_as(&editor, &rail).await.contains("The ferry &lt;b&gt;"));
    let filed = paper
        .send_as(&editor, &format!("{at}/file"), &[("story", story), ("from", story)])
        .await;
    assert!(
        filed.status == 303 && filed.says("location").starts_with(&rail),
        "{}",
        filed.text()
    );
    // What the copy desk finds stands there with its sentence, and is confirmed as it stands.
    let page = paper.get_as(&editor, &rail).await;
    assert!(
        page.contains(SIGNED) && page.contains("name=\"do\" value=\"confirm\""),
        "{}",
        page.text()
    );
    let mut fields = vec![
        ("story", story),
        ("sentence", SIGNED),
        ("kind", "agreement"),
        ("status", "soon"),
        ("from", story),
    ];
    let refused = paper.send_as(&editor, &format!("{at}/event"), &fields).await;
    assert!(
        refused.status == 422 && refused.contains("planned, reported or confirmed"),
        "{}",
        refused.text()
    );
    fields[3].1 = "confirmed";
    assert_eq!(
        paper.send_as(&editor, &format!("{at}/event"), &fields).await.status,
        303
    );
    let kept = [("title", "The ferry"), ("open", "readers")];
    let answer = paper.send_as(&editor, &format!("{at}/keep"), &kept).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = paper.get("/storylines/the-ferry-b").await;
    assert!(page.status == 200 && page.contains(SIGNED), "{}", page.text());
    assert!(paper.get_as(&editor, &at).await.contains(SIGNED));
    assert!(paper.get_as(&editor, "/desk/storylines").await.contains("one event"));
    let stale = [("title", "Late"), ("seen", "1")];
    assert_eq!(paper.send_as(&editor, &format!("{at}/keep"), &stale).await.status, 409);
    let nowhere = paper.send_as(&editor, &format!("{at}/sing"), &[]).await;
    assert_eq!(nowhere.status, 404);
}
