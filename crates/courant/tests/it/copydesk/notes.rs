//! Notes of a draft: their places, what people decide on them, and the sources that quotations are held against.

use super::{draft_of, told};
use crate::harness::{Draft, TestPaper, act};
use courant_model::account::Role;
use courant_model::time::HOUR;
use courant_newsroom::commands::decide_note::{self, OfNote, Verdict};
use courant_newsroom::record::found;
use courant_store::on_both;
use courant_store::scratch::Scratch;
use serde_json::Value;

on_both!(
    notes_of_a_draft_come_with_their_places_and_are_settled_by_decisions,
    a_quotation_is_held_against_the_sources_of_its_story,
    a_name_is_held_against_the_spelling_of_the_archive,
);

async fn notes_of_a_draft_come_with_their_places_and_are_settled_by_decisions(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let reporter = paper.colleague(&[Role::Reporter]).await;
    let who = reporter.who();
    let id = paper.file_as(&who, &Draft::of("Ferry sails again")).await;
    let draft = draft_of(&[
        "Größe zählt.",
        "The ferry sails again on on Monday, the harbour office said.",
    ]);
    let note_of = |told: &Value| {
        told["notes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|note| note["rule"] == "doubled")
            .cloned()
    };
    let (_, first) = told(&paper, &reporter, &id, &draft).await;
    let note = note_of(&first).unwrap();
    assert_eq!(note["at"]["block"], "b1");
    let (start, end) = (
        note["at"]["start"].as_u64().unwrap() as usize,
        note["at"]["end"].as_u64().unwrap() as usize,
    );
    let text: Vec<char> = "The ferry sails again on on Monday".chars().collect();
    assert!(text[start..end].iter().collect::<String>().contains("on"));
    assert!(first["html"].as_str().unwrap().contains("data-mend"));
    // Put aside with a reason: it is open no more, in this story, until its words change.
    let of = |passage: &Value| OfNote {
        story_id: id.clone(),
        rule: "doubled".into(),
        passage: passage.as_str().unwrap().to_owned(),
    };
    let aside = Verdict::Dismissed("It is a song.".into());
    act!(paper, decide_note::run, &who, &of(&note["passage"]), &aside).unwrap();
    assert!(note_of(&told(&paper, &reporter, &id, &draft).await.1).is_none());
    act!(paper, decide_note::run, &who, &of(&note["passage"]), &Verdict::Reopened).unwrap();
    assert!(note_of(&told(&paper, &reporter, &id, &draft).await.1).is_some());
    // Never for this word: silent in every story.
    let word = note["word"].as_str().unwrap().to_owned();
    act!(
        paper,
        decide_note::run,
        &who,
        &of(&note["passage"]),
        &Verdict::Never(word)
    )
    .unwrap();
    let other = paper.file_as(&who, &Draft::of("Another story")).await;
    assert!(note_of(&told(&paper, &reporter, &other, &draft).await.1).is_none());
    // Nobody else's story is read by asking for its notes.
    let contributor = paper.colleague(&[Role::Contributor]).await;
    let answer = paper
        .send_as(
            &contributor,
            &format!("/desk/stories/{id}/copy-desk/decide"),
            &[("rule", "doubled")],
        )
        .await;
    assert!(answer.status >= 400, "{}", answer.status);
}

async fn a_quotation_is_held_against_the_sources_of_its_story(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let reporter = paper.colleague(&[Role::Reporter]).await;
    let id = paper.file_as(&reporter.who(), &Draft::of("Ferry sails again")).await;
    let draft = draft_of(&["“We will never sail in winter,” the harbour master Anna Berg said on Monday."]);
    let altered = |told: &Value| {
        told["notes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|note| note["rule"] == "altered")
            .cloned()
    };
    assert!(altered(&told(&paper, &reporter, &id, &draft).await.1).is_none());
    let boundary = "----courant";
    let part = |name: &str, value: &str| {
        format!("--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file = "------courant\r\ncontent-disposition: form-data; name=\"file\"; filename=\"tape.html\"\r\ncontent-type: text/html\r\n\r\n<p>We will hardly ever sail in winter.</p>\r\n";
    let body = format!(
        "{}{}{file}--{boundary}--\r\n",
        part("kind", "transcript"),
        part("name", "Tape of Monday")
    );
    let kind = format!("multipart/form-data; boundary={boundary}");
    let headers = [
        ("origin", paper.url.as_str()),
        ("sec-fetch-site", "same-origin"),
        ("cookie", reporter.cookie.as_str()),
        ("content-type", kind.as_str()),
    ];
    let answer = paper
        .call(
            "POST",
            &format!("/desk/stories/{id}/sources"),
            &headers,
            body.as_bytes(),
        )
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    let note = altered(&told(&paper, &reporter, &id, &draft).await.1).unwrap();
    let message = note["message"].as_str().unwrap();
    assert!(message.contains("Tape of Monday"), "{message}");
    assert!(
        note["mend"].is_null() && note["quotation"] == true,
        "nobody picks between wordings"
    );
    let right = draft_of(&["“We will hardly ever sail in winter,” the harbour master Anna Berg said on Monday."]);
    assert!(altered(&told(&paper, &reporter, &id, &right).await.1).is_none());
    let tab = paper
        .get_as(&reporter, &format!("/desk/stories/{id}?tab=copy-desk"))
        .await;
    assert!(tab.contains("Tape of Monday"));
}

async fn a_name_is_held_against_the_spelling_of_the_archive(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let html = "<p>Katarzyna Wolffert opened the harbour on Monday.</p>";
    let slipped = html.replace("Wolffert", "Wolfert");
    let draft = |slug, html| Draft {
        html,
        slug,
        ..Draft::of("The harbour opens")
    };
    for slug in ["one", "two", "three"] {
        let live = paper.publish(&draft(slug, html)).await;
        found::read(&paper.newsroom, &live.story_id).await.unwrap();
    }
    // The list of the archive is counted anew after a while.
    paper.pass(HOUR);
    let slip = paper.file(&draft("slip", &slipped)).await;
    let notes = paper.notes_of("names", &slip).await;
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(notes[0].contains("Katarzyna Wolffert"), "{notes:?}");
    let right = paper.file(&draft("right", html)).await;
    assert_eq!(paper.notes_of("names", &right).await, [""; 0]);
}
