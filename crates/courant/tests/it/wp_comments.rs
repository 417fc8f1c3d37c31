//! Replies by the WordPress REST API: read when approved, taken under the rules of the form on the site.

use crate::harness::{Answer, Draft, TestPaper, form};
use crate::wp_api::value;
use courant_model::reply::ReplyState;
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};
use serde_json::{Value, json};

on_both!(
    a_reply_by_a_program_waits_or_stands_as_one_by_the_form,
    what_the_form_refuses_a_program_is_refused_too,
    replies_are_listed_by_story_parent_and_words,
);

const PATH: &str = "/wp-json/wp/v2/comments";

async fn send(paper: &TestPaper, client: &str, body: &Value) -> Answer {
    let headers = [
        ("content-type", "application/json"),
        ("origin", "https://app.example"),
        ("x-forwarded-for", client),
    ];
    paper.call("POST", PATH, &headers, body.to_string().as_bytes()).await
}

fn comment(post: i64, content: &str) -> Value {
    json!({ "post": post, "author_name": "Ana Sousa", "author_email": "ana@private.example", "content": content })
}

async fn a_reply_by_a_program_waits_or_stands_as_one_by_the_form(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let waits = paper.publish(&Draft::of("Replies wait")).await;
    let stands = paper
        .publish(&Draft {
            section: "economy",
            ..Draft::of("Replies stand")
        })
        .await;

    let answer = send(&paper, "10.1.0.1", &comment(waits.number, "A *mild* word.")).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let held = value(&answer);
    assert_eq!((&held["status"], &held["post"]), (&json!("hold"), &json!(waits.number)));
    assert!(
        held["content"]["rendered"].as_str().unwrap().contains("<em>mild</em>"),
        "{held}"
    );
    assert!(!answer.contains("private.example"));
    let number = held["id"].as_i64().unwrap();
    assert_eq!(answer.says("location"), format!("{}{PATH}/{number}", paper.url));
    assert!(answer.says("cache-control").contains("no-store"));
    let own = format!("{PATH}/{number}");
    assert_eq!(paper.get(&own).await.status, 404, "it waits, and nobody else sees it");
    let list = format!("{PATH}?post={}", waits.number);
    assert_eq!(value(&paper.get(&list).await), json!([]));

    let id = {
        let mut tx = paper.newsroom.store.read().await.unwrap();
        q!(tx, listings::reply_by_number(number)).unwrap().unwrap().id
    };
    paper.decide(&id, ReplyState::Approved).await;
    let listed = paper.until(&list, |answer| value(answer) != json!([])).await;
    let listed = value(&listed);
    assert_eq!(
        (&listed[0]["status"], &listed[0]["author_name"]),
        (&json!("approved"), &json!("Ana Sousa"))
    );
    assert_eq!(listed[0]["author_url"], "");
    assert!(listed[0]["author_email"].is_null() && listed[0]["author_ip"].is_null());

    // A form, as older clients send it, to a section where replies stand at once.
    let body = form(&[
        ("post", &stands.number.to_string()),
        ("author_name", "Bo"),
        ("author_email", "bo@private.example"),
        ("content", "At once."),
    ]);
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("x-forwarded-for", "10.1.0.2"),
    ];
    let answer = paper.call("POST", PATH, &headers, body.as_bytes()).await;
    assert_eq!(
        (answer.status, &value(&answer)["status"]),
        (201, &json!("approved")),
        "{}",
        answer.text()
    );
    assert!(paper.get("/economy/replies-stand").await.contains("At once."));
}

async fn what_the_form_refuses_a_program_is_refused_too(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let open = paper
        .publish(&Draft {
            section: "economy",
            ..Draft::of("Open")
        })
        .await;
    let closed = paper
        .publish(&Draft {
            section: "us-politics",
            ..Draft::of("Closed")
        })
        .await;
    let draft = paper.file(&Draft::of("Not out")).await;
    let hidden = {
        let mut tx = paper.newsroom.store.read().await.unwrap();
        q!(tx, stories::by_id(&draft)).unwrap().unwrap().number
    };
    let with = |name: &str, to: Value| {
        let mut body = comment(open.number, "Said once.");
        body[name] = to;
        body
    };
    let long = "x ".repeat(4_000);
    let links = "https://a.example ".repeat(6);
    for (at, (body, status, code)) in [
        (comment(closed.number, "Late."), 403, "rest_comment_closed"),
        (comment(hidden, "Early."), 403, "rest_comment_invalid_post_id"),
        (comment(0, "Nowhere."), 403, "rest_comment_invalid_post_id"),
        (with("author_name", json!("")), 400, "rest_comment_author_data_required"),
        (with("author_email", json!("no address")), 400, "rest_invalid_param"),
        (with("content", json!(" ")), 400, "rest_comment_content_invalid"),
        (with("content", json!(long)), 400, "comment_content_column_length"),
        (with("content", json!(links)), 400, "rest_comment_too_many_links"),
        (with("parent", json!(999_999)), 400, "rest_invalid_param"),
        (with("post", json!("x")), 400, "rest_invalid_param"),
    ]
    .into_iter()
    .enumerate()
    {
        let answer = send(&paper, &format!("10.2.0.{at}"), &body).await;
        assert_eq!(
            (answer.status, &value(&answer)["code"]),
            (status, &json!(code)),
            "{body}"
        );
    }
    let answer = send(&paper, "10.3.0.1", &comment(open.number, "Said once.")).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let again = send(&paper, "10.3.0.2", &comment(open.number, "Said once!")).await;
    assert_eq!(
        (again.status, &value(&again)["code"]),
        (409, &json!("comment_duplicate"))
    );
    let mut last = again;
    for turn in 0..12 {
        last = send(
            &paper,
            "10.3.0.9",
            &comment(open.number, &format!("Word {turn} of many.")),
        )
        .await;
    }
    assert_eq!(last.status, 429, "{}", last.text());
    assert!(last.says("retry-after").parse::<u64>().unwrap() > 0);
    let broken = paper
        .call("POST", PATH, &[("content-type", "application/json")], b"{")
        .await;
    assert_eq!(
        (broken.status, &value(&broken)["code"]),
        (400, &json!("rest_invalid_json"))
    );
    // Nothing of what was refused is kept.
    let kept = value(&paper.get(&format!("{PATH}?post={}&search=Nowhere", open.number)).await);
    assert_eq!(kept, json!([]));
}

async fn replies_are_listed_by_story_parent_and_words(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let story = paper
        .publish(&Draft {
            section: "economy",
            ..Draft::of("Talked about")
        })
        .await;
    let first = value(&send(&paper, "10.4.0.1", &comment(story.number, "The first word.")).await);
    let mut answer = comment(story.number, "An answer to it.");
    answer["parent"] = first["id"].clone();
    let second = value(&send(&paper, "10.4.0.2", &answer).await);
    assert_eq!(second["parent"], first["id"]);
    let ids = async |query: &str| -> Vec<Value> {
        let answer = paper.get(&format!("{PATH}?{query}")).await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.text());
        value(&answer)
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].clone())
            .collect()
    };
    let (one, two) = (first["id"].clone(), second["id"].clone());
    for (query, wanted) in [
        (
            format!("post={}&order=asc", story.number),
            vec![one.clone(), two.clone()],
        ),
        ("parent=0".to_owned(), vec![one.clone()]),
        (format!("parent={one}"), vec![two.clone()]),
        ("parent_exclude=0".to_owned(), vec![two.clone()]),
        ("search=first".to_owned(), vec![one.clone()]),
        (format!("exclude={one}"), vec![two.clone()]),
        ("post=999999".to_owned(), vec![]),
        ("per_page=1&order=asc&orderby=id".to_owned(), vec![one.clone()]),
    ] {
        assert_eq!(ids(&query).await, wanted, "{query}");
    }
    let shown = value(&paper.get(&format!("{PATH}/{one}?_embed")).await);
    assert_eq!(shown["_embedded"]["up"][0]["id"], story.number);
    assert!(shown["_links"]["children"].is_array());
    let post = value(
        &paper
            .get(&format!("/wp-json/wp/v2/posts/{}?_embed=replies", story.number))
            .await,
    );
    assert_eq!(post["_embedded"]["replies"][0].as_array().unwrap().len(), 2);
}
