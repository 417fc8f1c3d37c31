//! The quotations of the record: what a person confirms is public and nothing else, it leaves when its sentence changes,
//! and goes with its story. Run by `cargo test`, on both engines.

use crate::harness::{Draft, TestPaper, act};
use courant_model::account::Role;
use courant_model::quotation::{AnswerKind, KnownHow};
use courant_model::record::EntityKind;
use courant_model::story::Live;
use courant_newsroom::commands::answer_correction::{self, Answer};
use courant_newsroom::commands::confirm_quotation::{self, Confirm, Details};
use courant_newsroom::commands::correct_story::{self, Correct};
use courant_newsroom::commands::open_entity::{self, Open};
use courant_newsroom::commands::retract_story::{self, Retract};
use courant_newsroom::commands::{join_remarks, refuse_quotation, remove_story};
use courant_newsroom::permissions::Who;
use courant_newsroom::record::quotations::{self, Suggestion};
use courant_newsroom::{Error, Result};
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};

on_both!(
    only_a_confirmed_quotation_is_public_and_it_leaves_with_its_sentence,
    a_correction_marks_what_it_touched_and_an_ended_story_takes_its_quotations_along,
    an_accusation_stands_with_its_answer_and_never_with_the_accused,
    one_remark_in_two_stories_is_one_entry_until_it_is_taken_apart,
    another_wording_of_confirmed_words_is_noted_at_the_next_story,
    whoever_asks_for_a_correction_is_answered_and_their_address_is_sealed,
);

const SAID: &str = "<p>“The ferry sails at noon from the old quay,” Anna Berg told reporters.</p>\
                    <p>Anna Berg said that nobody would pay more.</p>";

fn key<T: std::fmt::Debug>(done: Result<T>) -> &'static str {
    match done {
        Err(Error::Refusal(refusal)) => refusal.key,
        other => panic!("not refused: {other:?}"),
    }
}

fn draft<'d>(slug: &'d str, headline: &'d str, html: &'d str) -> Draft<'d> {
    Draft {
        html,
        slug,
        ..Draft::of(headline)
    }
}

async fn found(paper: &TestPaper, story: &str) -> Vec<Suggestion> {
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let head = q!(tx, stories::by_id(story)).unwrap().unwrap().head;
    let head = q!(tx, stories::revision(&head)).unwrap().unwrap();
    let page = confirm_quotation::page(&mut tx, &head).await.unwrap();
    quotations::read(&page)
}

async fn confirm(paper: &TestPaper, who: &Who, story: &str, one: &Suggestion) -> String {
    let wanted = Confirm {
        story_id: story.to_owned(),
        mark: one.mark.clone(),
        ..Confirm::default()
    };
    act!(paper, confirm_quotation::run, who, &wanted).unwrap().id
}

/// Confirms the first quotation of a published story and opens the page of Anna Berg, who said it.
async fn told(paper: &TestPaper, who: &Who) -> (Live, String) {
    let live = paper.publish(&draft("ferry", "The ferry sails", SAID)).await;
    let first = found(paper, &live.story_id).await.remove(0);
    let id = confirm(paper, who, &live.story_id, &first).await;
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let speaker = q!(tx, live_quotations::by_id(&id))
        .unwrap()
        .unwrap()
        .speaker_id
        .unwrap();
    drop(tx);
    let open = Open {
        id: speaker,
        role: "harbour master".into(),
        engines: false,
    };
    act!(paper, open_entity::run, who, &open).unwrap();
    paper.until("/people/anna-berg", |page| page.status == 200).await;
    (live, id)
}

/// Every public way on which the words of a quotation can be read, apart from the story itself.
const WAYS: [&str; 6] = [
    "/people/anna-berg",
    "/people/anna-berg/quotations/feed.xml",
    "/people/anna-berg/quotations/feed.json",
    "/quotations",
    "/quotations?q=quay",
    "/api/v1/quotations?q=quay",
];

async fn everywhere(paper: &TestPaper, words: &str, wanted: bool) {
    for way in WAYS {
        paper.until(way, |page| page.contains(words) == wanted).await;
    }
}

async fn only_a_confirmed_quotation_is_public_and_it_leaves_with_its_sentence(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let live = paper.publish(&draft("ferry", "The ferry sails", SAID)).await;
    let id = &live.story_id;
    assert_eq!(found(&paper, id).await.len(), 2);
    assert!(!paper.get("/local/ferry").await.contains("said-list"));
    assert!(!paper.get("/quotations").await.contains("old quay"));
    let contributor = paper.account(Role::Contributor).await;
    let first = found(&paper, id).await.remove(0);
    let wanted = Confirm {
        story_id: id.clone(),
        mark: first.mark.clone(),
        ..Confirm::default()
    };
    assert_eq!(
        key(act!(paper, confirm_quotation::run, &contributor, &wanted)),
        "not-allowed"
    );
    confirm(&paper, &chief, id, &first).await;
    let open = Open {
        id: {
            let mut tx = paper.newsroom.store.read().await.unwrap();
            q!(tx, live_quotations::of_story(id))
                .unwrap()
                .remove(0)
                .speaker_id
                .unwrap()
        },
        role: "harbour master".into(),
        engines: false,
    };
    act!(paper, open_entity::run, &chief, &open).unwrap();
    let story = paper.until("/local/ferry", |page| page.contains("said-list")).await;
    assert!(
        story.contains("\"@type\":\"Quotation\""),
        "a direct one is told to machines"
    );
    let anchor = format!("href=\"#p-{}\"", first.block);
    assert!(story.contains(&anchor) && story.contains(&format!("id=\"p-{}\"", first.block)));
    everywhere(&paper, "old quay", true).await;
    let page = paper.get("/people/anna-berg").await;
    assert!(page.contains("Heard by us") && page.contains("Confirmed by the newsroom"));
    // Paraphrase is labelled and never stands in quotation marks, nor before machines as a quotation.
    let second = found(&paper, id).await.remove(1);
    confirm(&paper, &chief, id, &second).await;
    let story = paper.until("/local/ferry", |page| page.contains("Paraphrase")).await;
    assert!(!story.contains("<q>that nobody"));
    assert_eq!(story.text().matches("\"@type\":\"Quotation\"").count(), 1);
    // Another text beside it changes nothing; another sentence takes it away in the act that publishes it.
    let more = format!("{SAID}<p>It rained.</p>");
    paper.update(id, &draft("ferry", "The ferry sails", &more)).await;
    everywhere(&paper, "old quay", true).await;
    let other = SAID.replace("at noon", "at one");
    paper.update(id, &draft("ferry", "The ferry sails", &other)).await;
    let mut tx = paper.newsroom.store.read().await.unwrap();
    assert_eq!(q!(tx, live_quotations::rows_of(id)).unwrap().len(), 1);
    drop(tx);
    everywhere(&paper, "old quay", false).await;
    // It does not come back by itself, even when the sentence does; it does when somebody confirms it again.
    paper.update(id, &draft("ferry", "The ferry sails", SAID)).await;
    everywhere(&paper, "old quay", false).await;
    confirm(&paper, &chief, id, &first).await;
    everywhere(&paper, "old quay", true).await;
    act!(paper, refuse_quotation::run, &chief, id, &first.mark).unwrap();
    everywhere(&paper, "old quay", false).await;
    act!(paper, refuse_quotation::undo, &chief, id, &first.mark).unwrap();
    assert!(
        !paper.get("/quotations").await.contains("old quay"),
        "open is not confirmed"
    );
}

async fn a_correction_marks_what_it_touched_and_an_ended_story_takes_its_quotations_along(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let (live, first) = told(&paper, &chief).await;
    let id = &live.story_id;
    let other = SAID.replace("at noon", "at one");
    paper.revise(id, &draft("ferry", "The ferry sails", &other)).await;
    let again = Confirm {
        story_id: id.clone(),
        mark: found(&paper, id).await.remove(0).mark,
        again: Some(first),
        ..Confirm::default()
    };
    act!(paper, confirm_quotation::run, &chief, &again).unwrap();
    everywhere(&paper, "at noon", true).await;
    let correct = Correct {
        story_id: id.clone(),
        kind: "correction".into(),
        wrong: "The ferry does not sail at noon.".into(),
        correct: "She said at one.".into(),
        grave: None,
        at: None,
    };
    act!(paper, correct_story::run, &chief, &correct).unwrap();
    everywhere(&paper, "at one", true).await;
    let page = paper.get("/people/anna-berg").await;
    assert!(
        !page.contains("at noon") && page.contains("Corrected since"),
        "{}",
        page.text()
    );
    let retract = Retract {
        story_id: id.clone(),
        notice: "None of it was said.".into(),
    };
    act!(paper, retract_story::run, &chief, &retract).unwrap();
    everywhere(&paper, "at one", false).await;
    let mut tx = paper.newsroom.store.read().await.unwrap();
    assert!(q!(tx, live_quotations::rows_of(id)).unwrap().is_empty());
    drop(tx);
    // One that is taken down goes likewise.
    let live = paper.publish(&draft("boat", "The boat", SAID)).await;
    let one = found(&paper, &live.story_id).await.remove(0);
    confirm(&paper, &chief, &live.story_id, &one).await;
    everywhere(&paper, "at noon", true).await;
    act!(paper, remove_story::run, &chief, &live.story_id).unwrap();
    everywhere(&paper, "at noon", false).await;
    assert!(
        !paper
            .tables_with("at noon")
            .await
            .contains(&"live_quotation".to_owned())
    );
}

async fn an_accusation_stands_with_its_answer_and_never_with_the_accused(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let html = "<p>“Peter Holm stole the money,” Anna Berg said.</p><p>“I was in Porto,” Peter Holm said.</p>";
    let live = paper.publish(&draft("money", "The money", html)).await;
    let id = &live.story_id;
    let all = found(&paper, id).await;
    let accuses = all.iter().find(|one| !one.accused.is_empty()).unwrap();
    let plain = all.iter().find(|one| one.accused.is_empty()).unwrap();
    assert_eq!(accuses.accused, "Peter Holm");
    confirm(&paper, &chief, id, plain).await;
    let mut wanted = Confirm {
        story_id: id.clone(),
        mark: accuses.mark.clone(),
        ..Confirm::default()
    };
    assert_eq!(
        key(act!(paper, confirm_quotation::run, &chief, &wanted)),
        "quotation-answer"
    );
    wanted.details = Some(Details {
        speaker: "Anna Berg".into(),
        kind: Some(EntityKind::Person),
        known_how: KnownHow::Transcript,
        accused: "Peter Holm".into(),
        answer_kind: Some(AnswerKind::Silent),
        answer_by: "2026-11-20".into(),
        ..Details::default()
    });
    act!(paper, confirm_quotation::run, &chief, &wanted).unwrap();
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let speakers: Vec<String> = q!(tx, live_quotations::of_story(id))
        .unwrap()
        .into_iter()
        .filter_map(|told| told.speaker_id)
        .collect();
    drop(tx);
    assert_eq!(speakers.len(), 2);
    for entity in speakers {
        let open = Open {
            id: entity,
            role: "councillor".into(),
            engines: false,
        };
        act!(paper, open_entity::run, &chief, &open).unwrap();
    }
    let answered = "Peter Holm did not answer by 20 November 2026";
    let page = paper.until("/people/anna-berg", |page| page.contains("stole")).await;
    assert!(page.contains(answered), "{}", page.text());
    let page = paper.until("/people/peter-holm", |page| page.contains("Porto")).await;
    assert!(!page.contains("stole"), "never on the page of the accused");
    let story = paper.until("/local/money", |page| page.contains("said-list")).await;
    assert!(story.contains(answered));
    assert!(paper.get("/quotations?q=stole").await.contains(answered));
    assert!(
        paper
            .get("/api/v1/quotations?q=stole")
            .await
            .contains("\"answer\":\"silent\"")
    );
}

async fn one_remark_in_two_stories_is_one_entry_until_it_is_taken_apart(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let (first, report) = told(&paper, &chief).await;
    let second = paper.publish(&draft("boat", "The boat", SAID)).await;
    let one = found(&paper, &second.story_id).await.remove(0);
    let other = confirm(&paper, &chief, &second.story_id, &one).await;
    let entries = |page: &crate::harness::Answer| page.text().matches("<article class=\"quoted").count();
    let page = paper.until("/people/anna-berg", |page| entries(page) == 2).await;
    assert!(page.contains("/local/boat#p-") && page.contains("/local/ferry#p-"));
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let remark = q!(tx, quotations::by_id(&report))
        .unwrap()
        .unwrap()
        .utterance_id
        .unwrap();
    drop(tx);
    let story = &second.story_id;
    act!(paper, join_remarks::run, &chief, story, &other, &remark).unwrap();
    let page = paper.until("/people/anna-berg", |page| entries(page) == 1).await;
    assert!(
        page.contains("/local/boat#p-") && page.contains("/local/ferry#p-"),
        "one entry, two reports"
    );
    assert_eq!(
        key(act!(paper, join_remarks::run, &chief, story, &other, &remark)),
        "remark-same"
    );
    act!(paper, join_remarks::part, &chief, story, &other).unwrap();
    paper.until("/people/anna-berg", |page| entries(page) == 2).await;
    assert_ne!(first.story_id, second.story_id);
}

async fn another_wording_of_confirmed_words_is_noted_at_the_next_story(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    told(&paper, &chief).await;
    let wordings = async |slug: &str, html: &str| {
        let id = paper.file(&draft(slug, "The quay", html)).await;
        paper.notes_of("wordings", &id).await
    };
    let other = SAID.replace("sails at noon", "leaves at noon");
    let notes = wordings("other", &other).await;
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(
        notes[0].contains("The ferry sails at noon from the old quay"),
        "{notes:?}"
    );
    assert_eq!(
        wordings("same", SAID).await,
        [""; 0],
        "the same words are no other wording"
    );
    let somebody = other.replace("Anna Berg", "Otto Lund");
    assert_eq!(wordings("somebody", &somebody).await, [""; 0], "somebody else said it");
}

async fn whoever_asks_for_a_correction_is_answered_and_their_address_is_sealed(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let (_, id) = told(&paper, &chief).await;
    let form = paper.page(&format!("/correction?quotation={id}")).await;
    let stamp = form.attribute("input[name=stamp]", "value").unwrap();
    let fields = [
        ("quotation", id.as_str()),
        ("entity", ""),
        ("stamp", &stamp),
        ("website", ""),
        ("text", " "),
        ("email", "anna@example.org"),
    ];
    let answer = paper.post("/correction", &fields).await;
    assert_eq!(answer.status, 422);
    assert!(answer.contains("anna@example.org"), "what was typed is kept");
    let mut fields = fields;
    fields[4].1 = "I was in Porto that day.";
    assert_eq!(paper.post("/correction", &fields).await.status, 200);
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let open = q!(tx, requests::open(10)).unwrap();
    drop(tx);
    assert_eq!(open.len(), 1);
    assert!(
        paper.tables_with("anna@example.org").await.is_empty(),
        "the address is sealed"
    );
    let answer = Answer {
        id: open[0].id.clone(),
        outcome: "corrected".into(),
        text: "You are right.".into(),
    };
    let reporter = paper.account(Role::Reporter).await;
    assert_eq!(
        key(act!(paper, answer_correction::run, &reporter, &answer)),
        "not-allowed"
    );
    act!(paper, answer_correction::run, &chief, &answer).unwrap();
    assert!(
        act!(paper, answer_correction::run, &chief, &answer).is_err(),
        "answered once"
    );
    let mut tx = paper.newsroom.store.read().await.unwrap();
    assert_eq!(q!(tx, requests::count_open()).unwrap(), 0);
    let thing = format!("reply:{}", open[0].id);
    let entries = q!(tx, ledger::after(0, 10_000)).unwrap();
    let acts: Vec<&str> = entries
        .iter()
        .filter(|entry| entry.thing == thing)
        .map(|entry| entry.act.as_str())
        .collect();
    assert_eq!(acts, ["ask correction", "answer correction"]);
}
