//! What is done to a story once it is ready: who may publish it, and what each of the acts on it shows to readers.
//! Run by `cargo test`, on both engines.

use crate::harness::{Draft, Page, TestPaper, act};
use crate::site::crawl;
use courant_model::account::Role;
use courant_model::story::{Live, State};
use courant_model::time::{DAY, HOUR};
use courant_newsroom::commands::anonymise_story::{self, Anonymise};
use courant_newsroom::commands::correct_story::{self, Correct};
use courant_newsroom::commands::flash_story::{self, Flash};
use courant_newsroom::commands::publish_story::{self, Publish};
use courant_newsroom::commands::retract_story::{self, Retract};
use courant_newsroom::commands::update_story::{self, Update};
use courant_newsroom::commands::{developing_story, fix_story, noindex_story, preview_story, read_story, remove_story};
use courant_newsroom::permissions::Who;
use courant_newsroom::{Error, Result};
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};

on_both!(
    nobody_publishes_their_own_story_and_unseen_ones_wait_to_be_read,
    a_small_fix_shows_no_time_and_a_changed_figure_asks_for_a_correction,
    a_correction_is_added_to_and_never_edited,
    a_retracted_story_answers_with_its_notice_and_its_text_is_nowhere,
    a_removed_story_takes_keys_replies_and_schedules_with_it,
    a_name_goes_out_of_everything_and_its_address_is_gone,
    a_story_left_out_of_engines_says_so_and_is_in_no_sitemap,
    a_flash_develops_until_it_lapses_and_a_new_top_keeps_the_address,
    a_preview_shows_the_draft_to_whoever_holds_the_key_until_it_is_taken_back,
);

fn key<T: std::fmt::Debug>(done: Result<T>) -> &'static str {
    match done {
        Err(Error::Refusal(refusal)) => refusal.key,
        other => panic!("not refused: {other:?}"),
    }
}

/// What the page tells machines of its story.
fn json_ld(page: &Page) -> serde_json::Value {
    page.texts("script")
        .iter()
        .filter_map(|text| serde_json::from_str::<serde_json::Value>(text).ok())
        .find(|value| value["@type"] == "NewsArticle")
        .unwrap()
}

async fn correct(paper: &TestPaper, who: &Who, live: &Live, wrong: &str, right: &str) {
    let wanted = Correct {
        story_id: live.story_id.clone(),
        kind: "correction".into(),
        wrong: wrong.into(),
        correct: right.into(),
        grave: None,
        at: None,
    };
    act!(paper, correct_story::run, who, &wanted).unwrap();
}

async fn nobody_publishes_their_own_story_and_unseen_ones_wait_to_be_read(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let ana = paper.account(Role::Editor).await;
    let rui = paper.account(Role::Editor).await;
    let reporter = paper.account(Role::Reporter).await;
    let id = paper.file_as(&ana, &Draft::of("By Ana")).await;
    let publish = Publish::now(id.clone());
    assert_eq!(key(act!(paper, publish_story::run, &rui, &publish)), "story-not-ready");
    paper.set_state(&id, State::Ready).await;
    assert_eq!(key(act!(paper, publish_story::run, &reporter, &publish)), "not-allowed");
    assert_eq!(key(act!(paper, publish_story::run, &ana, &publish)), "own-story");
    let unseen = Publish {
        unseen: true,
        ..publish.clone()
    };
    act!(paper, publish_story::run, &ana, &unseen).unwrap();
    assert_eq!(key(act!(paper, publish_story::run, &rui, &publish)), "story-out");
    let mut tx = paper.newsroom.store.read().await.unwrap();
    assert_eq!(q!(tx, acts::to_be_read(10)).unwrap(), [id.as_str()]);
    drop(tx);
    assert_eq!(key(act!(paper, read_story::run, &ana, &id)), "read-own");
    act!(paper, read_story::run, &rui, &id).unwrap();
    let mut tx = paper.newsroom.store.read().await.unwrap();
    assert!(q!(tx, acts::to_be_read(10)).unwrap().is_empty());
    drop(tx);
    // Somebody else's story is published as it should be.
    let id = paper.file_as(&reporter, &Draft::of("By the reporter")).await;
    paper.set_state(&id, State::Ready).await;
    let live = act!(paper, publish_story::run, &rui, &Publish::now(id)).unwrap();
    assert_eq!(paper.get(&live.path).await.status, 200);
}

async fn a_small_fix_shows_no_time_and_a_changed_figure_asks_for_a_correction(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    let draft = |html| Draft {
        html,
        slug: "boats",
        ..Draft::of("The boats are back")
    };
    let live = paper.publish(&draft("<p>The harbur has 12 boats.</p>")).await;
    assert_eq!(key(act!(paper, fix_story::run, &editor, &live.story_id)), "fix-nothing");
    paper
        .revise(&live.story_id, &draft("<p>The harbour has 12 boats.</p>"))
        .await;
    paper.pass(HOUR);
    let fixed = act!(paper, fix_story::run, &editor, &live.story_id).unwrap();
    assert_eq!((fixed.updated_at, fixed.published_at), (None, live.published_at));
    let page = paper.until("/local/boats", |answer| answer.contains("harbour")).await;
    assert!(!page.contains("Updated"), "{}", page.text());
    paper
        .revise(&live.story_id, &draft("<p>The harbour has 21 boats.</p>"))
        .await;
    assert_eq!(
        key(act!(paper, fix_story::run, &editor, &live.story_id)),
        "fix-asks-correction"
    );
    assert!(
        paper.get("/local/boats").await.contains("12 boats"),
        "a refused fix changes nothing"
    );
    let passages = act!(paper, fix_story::asks, &editor, &live.story_id).unwrap();
    assert_eq!(
        passages.iter().map(|one| one.asks.as_str()).collect::<Vec<_>>(),
        ["number"]
    );
    correct(&paper, &editor, &live, "The story said 12.", "There are 21 boats.").await;
    let page = paper.until("/local/boats", |answer| answer.contains("21 boats")).await;
    assert!(page.contains("Updated"));
    // New facts are an update; there must be some.
    let update = Update {
        story_id: live.story_id.clone(),
        ..Update::default()
    };
    assert_eq!(key(act!(paper, update_story::run, &editor, &update)), "update-nothing");
    paper
        .revise(&live.story_id, &draft("<p>The harbour has 30 boats now.</p>"))
        .await;
    paper.pass(HOUR);
    let updated = act!(paper, update_story::run, &editor, &update).unwrap();
    assert_eq!(updated.updated_at, Some(paper.newsroom.house.now()));
    assert_eq!(updated.placed_at, live.placed_at, "an update moves no story");
}

async fn a_correction_is_added_to_and_never_edited(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    let live = paper
        .publish(&Draft {
            slug: "boats",
            ..Draft::of("The boats are back")
        })
        .await;
    correct(&paper, &editor, &live, "It said 12.", "There were 21.").await;
    paper.pass(HOUR);
    correct(&paper, &editor, &live, "The correction said 21.", "There were 20.").await;
    for path in ["/local/boats", "/corrections", "/feed.xml", "/atom.xml", "/feed.json"] {
        let answer = paper.until(path, |answer| answer.contains("There were 20.")).await;
        assert!(answer.contains("There were 21."), "{path}");
    }
    let page = paper.page("/local/boats").await;
    let described = json_ld(&page);
    let notes = described["correction"].as_array().unwrap();
    assert_eq!(notes.len(), 2);
    assert!(notes.iter().all(|note| note["datePublished"].is_string()));
}

async fn a_retracted_story_answers_with_its_notice_and_its_text_is_nowhere(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    let live = paper
        .publish(&Draft {
            html: "<p>Zanzibarfel, says the made-up paper.</p>",
            standfirst: "Zanzibarfel standfirst",
            slug: "quay",
            topic: Some("Harbour"),
            author: Some("Ana Reis"),
            ..Draft::of("Board sold the quay")
        })
        .await;
    paper
        .publish(&Draft {
            topic: Some("Harbour"),
            slug: "other",
            ..Draft::of("Other")
        })
        .await;
    paper
        .until("/search?q=zanzibarfel", |answer| answer.contains("quay"))
        .await;
    let retract = |notice: &str| Retract {
        story_id: live.story_id.clone(),
        notice: notice.into(),
    };
    assert_eq!(
        key(act!(paper, retract_story::run, &editor, &retract(" "))),
        "retraction-empty"
    );
    act!(
        paper,
        retract_story::run,
        &editor,
        &retract("The minutes were made up.")
    )
    .unwrap();
    let page = paper
        .until("/local/quay", |answer| answer.contains("The minutes were made up."))
        .await;
    assert_eq!(page.status, 200);
    assert!(page.contains("Retracted") && page.contains("Board sold the quay"));
    for path in [
        "/",
        "/latest",
        "/local",
        "/by/ana-reis",
        "/topic/harbour",
        "/local/other",
        "/news-sitemap.xml",
    ] {
        let answer = paper.get(path).await;
        assert!(!answer.contains("Board sold the quay"), "{path}");
    }
    paper
        .until("/search?q=zanzibarfel", |answer| !answer.contains("/local/quay"))
        .await;
    for path in [
        "/corrections",
        "/feed.xml",
        "/local/atom.xml",
        "/topic/harbour/feed.json",
        "/by/ana-reis/feed.xml",
    ] {
        let answer = paper.get(path).await;
        assert!(answer.contains("The minutes were made up."), "{path}");
    }
    let card = format!("/oembed?url={}/local/quay", paper.url);
    assert!(paper.get(&card).await.contains("Retracted"));
    for (path, (body, _)) in crawl(&paper).await {
        assert!(
            !body.text().to_lowercase().contains("zanzibarfel"),
            "{path} still has the text"
        );
    }
    let page = paper.page("/local/quay").await;
    assert_eq!(json_ld(&page)["creativeWorkStatus"], "Retracted");
    // What was said is added to, the text does not come back by another act.
    act!(
        paper,
        retract_story::run,
        &editor,
        &retract("The board has written to us.")
    )
    .unwrap();
    let page = paper
        .until("/local/quay", |answer| answer.contains("has written to us"))
        .await;
    assert!(page.contains("The minutes were made up."));
    let update = Update {
        story_id: live.story_id.clone(),
        ..Update::default()
    };
    assert_eq!(key(act!(paper, update_story::run, &editor, &update)), "story-retracted");
    assert_eq!(
        key(act!(paper, fix_story::run, &editor, &live.story_id)),
        "story-retracted"
    );
}

async fn a_removed_story_takes_keys_replies_and_schedules_with_it(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let editor = paper.account(Role::Editor).await;
    let live = paper
        .publish(&Draft {
            section: "economy",
            slug: "secret",
            ..Draft::of("Zanzibarfel")
        })
        .await;
    let reply = paper.reply_to(&live, "Zanzibarfel indeed").await;
    assert_eq!(paper.get(&reply).await.status, 200);
    let preview = act!(paper, preview_story::make, &chief, &live.story_id, DAY).unwrap();
    assert_eq!(paper.get(&preview).await.status, 200);
    assert_eq!(
        key(act!(paper, remove_story::run, &editor, &live.story_id)),
        "not-allowed"
    );
    act!(paper, remove_story::run, &chief, &live.story_id).unwrap();
    let gone = paper.until("/economy/secret", |answer| answer.status == 410).await;
    assert!(!gone.contains("Zanzibarfel"));
    for path in [
        reply.as_str(),
        preview.as_str(),
        &format!("/oembed?url={}/economy/secret", paper.url),
    ] {
        assert_eq!(paper.get(path).await.status, 404, "{path}");
    }
    paper
        .until("/search?q=zanzibarfel", |answer| !answer.contains("/economy/secret"))
        .await;
    for (path, (body, _)) in crawl(&paper).await {
        assert!(!body.contains("Zanzibarfel"), "{path}");
    }
}

async fn a_name_goes_out_of_everything_and_its_address_is_gone(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let draft = Draft {
        section: "economy",
        standfirst: "ZANZIBARFEL was there",
        html: "<p>Then Oda <b>Zanzibarfel</b> spoke.</p>",
        ..Draft::of("Oda Zanzibarfel sails")
    };
    let live = paper.publish(&draft).await;
    assert_eq!(live.path, "/economy/oda-zanzibarfel-sails");
    paper
        .revise(
            &live.story_id,
            &Draft {
                standfirst: "Zanzibarfel again",
                ..draft
            },
        )
        .await;
    correct(
        &paper,
        &chief,
        &live,
        "It said Odo Zanzibarfel.",
        "It is Oda Zanzibarfel.",
    )
    .await;
    paper.reply_to(&live, "Well done, Zanzibarfel!").await;
    paper
        .until("/search?q=zanzibarfel", |answer| {
            answer.contains("oda-zanzibarfel-sails")
        })
        .await;
    let wanted = Anonymise {
        story_id: live.story_id.clone(),
        spellings: vec!["Oda Zanzibarfel".into(), "Odo Zanzibarfel".into(), "Zanzibarfel".into()],
        wording: "a sailor".into(),
        authors: false,
    };
    act!(paper, anonymise_story::run, &chief, &wanted).unwrap();
    let old = paper.until(&live.path, |answer| answer.status == 410).await;
    assert!(!old.text().to_lowercase().contains("zanzibarfel"));
    let page = paper
        .until("/economy/a-sailor-sails", |answer| answer.status == 200)
        .await;
    assert!(page.contains("a sailor") && page.contains("Well done, a sailor!"));
    paper
        .until("/search?q=zanzibarfel", |answer| !answer.contains("sails"))
        .await;
    for (path, (body, _)) in crawl(&paper).await {
        assert!(!body.text().to_lowercase().contains("zanzibarfel"), "{path}");
    }
    assert_eq!(paper.tables_with("zanzibarfel").await, Vec::<String>::new());
}

async fn a_story_left_out_of_engines_says_so_and_is_in_no_sitemap(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let live = paper
        .publish(&Draft {
            slug: "quiet",
            ..Draft::of("Quiet")
        })
        .await;
    paper.publish(&Draft::of("Loud")).await;
    assert!(paper.get("/sitemaps/1.xml").await.contains("/local/quiet"));
    act!(paper, noindex_story::run, &chief, &live.story_id, true).unwrap();
    paper.until("/local/quiet", |answer| answer.contains("noindex")).await;
    for path in ["/sitemaps/1.xml", "/news-sitemap.xml"] {
        paper.until(path, |answer| !answer.contains("/local/quiet")).await;
    }
    act!(paper, noindex_story::run, &chief, &live.story_id, false).unwrap();
    paper.until("/local/quiet", |answer| !answer.contains("noindex")).await;
}

async fn a_flash_develops_until_it_lapses_and_a_new_top_keeps_the_address(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.account(Role::Editor).await;
    let flash = Flash {
        headline: "Bridge closed".into(),
        sentence: "The old bridge was closed at noon.".into(),
        section_id: paper.sections["local"].clone(),
        strip: false,
    };
    let live = act!(paper, flash_story::run, &editor, &flash).unwrap();
    let page = paper.until(&live.path, |answer| answer.status == 200).await;
    assert!(page.contains("closed at noon") && page.contains("Developing"));
    let mut tx = paper.newsroom.store.read().await.unwrap();
    assert_eq!(q!(tx, acts::to_be_read(10)).unwrap(), [live.story_id.as_str()]);
    drop(tx);
    // Nobody touches it, and it says so no more.
    paper.pass(DAY - 1);
    assert!(paper.get(&live.path).await.contains("Developing"));
    assert!(paper.get("/").await.contains("Developing"));
    paper.pass(1);
    assert!(!paper.get(&live.path).await.contains("Developing"));
    assert!(!paper.get("/").await.contains("Developing"));
    let until = Some(paper.newsroom.house.now() + HOUR);
    act!(paper, developing_story::run, &editor, &live.story_id, until).unwrap();
    paper.until(&live.path, |answer| answer.contains("Developing")).await;
    // A story after it stands above it, until it gets a new top.
    paper.publish(&Draft::of("Later story")).await;
    let order = |text: &str| (text.find("Later story"), text.find("Bridge"));
    let (later, bridge) = order(&paper.get("/latest").await.text());
    assert!(later < bridge);
    paper
        .revise(
            &live.story_id,
            &Draft {
                html: "<p>The bridge is open again.</p>",
                ..Draft::of("Bridge opens again")
            },
        )
        .await;
    paper.pass(HOUR);
    let top = Update {
        story_id: live.story_id.clone(),
        new_top: true,
        unseen: true,
    };
    let topped = act!(paper, update_story::run, &editor, &top).unwrap();
    assert_eq!((&topped.path, topped.published_at), (&live.path, live.published_at));
    let list = paper
        .until("/latest", |answer| answer.contains("Bridge opens again"))
        .await;
    let (later, bridge) = order(&list.text());
    assert!(bridge < later, "{}", list.text());
    let feed = paper.get("/feed.json").await.text();
    let (later, bridge) = order(&feed);
    assert!(bridge < later);
}

async fn a_preview_shows_the_draft_to_whoever_holds_the_key_until_it_is_taken_back(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let reporter = paper.account(Role::Reporter).await;
    let other = paper.account(Role::Reporter).await;
    let id = paper
        .file_as(
            &reporter,
            &Draft {
                html: "<p>Zanzibarfel text.</p>",
                ..Draft::of("Not yet out")
            },
        )
        .await;
    assert_eq!(key(act!(paper, preview_story::make, &other, &id, DAY)), "not-allowed");
    let first = act!(paper, preview_story::make, &reporter, &id, DAY).unwrap();
    let answer = paper.get(&first).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.contains("Zanzibarfel text.") && answer.contains("noindex"));
    assert!(answer.header("cache-control").unwrap().contains("no-store"));
    for wrong in [
        format!("/preview/{id}"),
        format!("/preview/{id}?key="),
        format!("{first}0"),
    ] {
        let answer = paper.get(&wrong).await;
        assert_eq!(answer.status, 404, "{wrong}");
        assert!(!answer.contains("Zanzibarfel"));
    }
    paper.pass(DAY);
    assert_eq!(paper.get(&first).await.status, 404, "it has an end");
    let second = act!(paper, preview_story::make, &reporter, &id, DAY).unwrap();
    assert_eq!(paper.get(&second).await.status, 200);
    act!(paper, preview_story::revoke, &reporter, &id).unwrap();
    assert_eq!(paper.get(&second).await.status, 404, "it is taken back");
}
