//! The desk that tells by itself what waits: `/desk/events` over HTTP, as an open page listens to it.
//! Each act is one of another colleague; what is compared is what the server counts.

use crate::harness::{Draft, Events, TestPaper, act};
use courant_model::account::Role;
use courant_newsroom::commands::ask_correction::{self, Ask};
use courant_store::on_both;
use courant_store::scratch::Scratch;
use serde_json::json;

on_both!(
    what_somebody_else_does_reaches_an_open_page_with_the_right_counts,
    a_request_to_correct_the_record_is_counted_until_it_is_answered,
    a_stream_ends_with_its_session,
);

async fn what_somebody_else_does_reaches_an_open_page_with_the_right_counts(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let eva = paper.colleague(&[Role::Reporter]).await;
    let rui = paper.colleague(&[Role::Editor]).await;
    let bo = paper.colleague(&[Role::Contributor]).await;
    let id = paper.file_as(&eva.who(), &Draft::of("Ferry fares")).await;
    let mut at_eva = Events::listen(&paper, &eva).await;
    let mut at_rui = Events::listen(&paper, &rui).await;
    let mut at_bo = Events::listen(&paper, &bo).await;
    let nothing = json!({ "total": 0, "kinds": {} });
    // Whoever keeps the record is told of requests to correct it.
    let nothing_asked = json!({ "total": 0, "kinds": {}, "requests": 0 });
    for (page, nothing) in [
        (&mut at_eva, &nothing),
        (&mut at_rui, &nothing_asked),
        (&mut at_bo, &nothing),
    ] {
        assert_eq!((page.status, page.next().await), (200, Some(nothing.clone())));
    }
    let type_of = at_rui.headers.iter().find(|(name, _)| name == "content-type").unwrap();
    assert_eq!(type_of.1, "text/event-stream");

    let act = async |who, verb: &str, fields: &[(&str, &str)]| {
        let answer = paper.send_as(who, &format!("/desk/stories/{id}/{verb}"), fields).await;
        assert_eq!(answer.status, 303, "{verb}: {}", answer.text());
    };
    act(&eva, "hand-in", &[]).await;
    at_rui
        .until(json!({ "total": 1, "kinds": { "ready": 1 }, "requests": 0 }))
        .await;
    act(&rui, "send-back", &[("reason", "Who says so?")]).await;
    at_eva.until(json!({ "total": 1, "kinds": { "sent-back": 1 } })).await;
    at_rui.until(nothing_asked.clone()).await;
    act(&rui, "assign", &[("to", bo.member.account.as_str())]).await;
    at_bo.until(json!({ "total": 1, "kinds": { "assigned": 1 } })).await;

    // What concerns others alone is told as a change, and counts nothing.
    let note = [("body", format!("@{{{}}} please look", eva.member.account))];
    let note: Vec<_> = note.iter().map(|(name, body)| (*name, body.as_str())).collect();
    let said = paper.send_as(&rui, &format!("/desk/stories/{id}/notes"), &note).await;
    assert_eq!(said.status, 303, "{}", said.text());
    at_eva
        .until(json!({ "total": 1, "kinds": { "mentioned": 1, "sent-back": 1 } }))
        .await;
    assert_eq!(at_rui.next().await, Some(nothing_asked));
}

async fn a_request_to_correct_the_record_is_counted_until_it_is_answered(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let rui = paper.colleague(&[Role::Editor]).await;
    let keep = paper
        .send_as(&rui, "/desk/record", &[("name", "Ana Reis"), ("kind", "person")])
        .await;
    let entity = keep.says("location").split(['/', '?']).nth(3).unwrap().to_owned();
    let opened = paper
        .send_as(
            &rui,
            &format!("/desk/record/{entity}/open"),
            &[("role", "Harbour master")],
        )
        .await;
    assert_eq!(opened.status, 303, "{}", opened.text());
    let mut at_rui = Events::listen(&paper, &rui).await;
    at_rui.until(json!({ "total": 0, "kinds": {}, "requests": 0 })).await;
    let mark = "id=\"count-requests\"";
    assert!(!paper.get_as(&rui, "/desk").await.contains(mark));
    let ask = Ask {
        entity_id: Some(entity),
        text: "I was in Porto.".into(),
        ..Ask::default()
    };
    act!(paper, ask_correction::run, &ask).unwrap();
    at_rui.until(json!({ "total": 0, "kinds": {}, "requests": 1 })).await;
    let page = paper.get_as(&rui, "/desk").await;
    assert!(page.contains(mark), "a page without script has it when it is opened");
    let queue = paper.get_as(&rui, "/desk/record/requests").await.text();
    let id = queue.split("id=\"request-").nth(1).unwrap().split('"').next().unwrap();
    let answered = paper
        .send_as(
            &rui,
            &format!("/desk/record/requests/{id}"),
            &[("outcome", "corrected"), ("text", "It is put right.")],
        )
        .await;
    assert_eq!(answered.status, 303, "{}", answered.text());
    at_rui.until(json!({ "total": 0, "kinds": {}, "requests": 0 })).await;
}

async fn a_stream_ends_with_its_session(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let eva = paper.colleague(&[Role::Reporter]).await;
    let mut page = Events::listen(&paper, &eva).await;
    assert!(page.next().await.is_some());
    let out = paper.send_as(&eva, "/desk/logout", &[]).await;
    assert_eq!(out.status, 303, "{}", out.text());
    // Something happens at the desk; whoever signed out hears nothing of it.
    paper.file(&Draft::of("Harbour lights")).await;
    assert_eq!(page.next().await, None);
}
