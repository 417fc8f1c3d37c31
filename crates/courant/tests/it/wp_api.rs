//! The WordPress REST API as programs read it: what is listed and in what order, what is brought along, what is refused,
//! and that an answer from the page cache is never old.

use crate::harness::{Answer, Draft, TestPaper};
use courant_model::account::Role;
use courant_newsroom::commands::publish_story::Dated;
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};
use serde_json::{Value, json};

on_both!(
    a_post_has_the_fields_that_programs_know,
    lists_are_filtered_ordered_and_paged,
    what_is_wrong_is_told_by_the_codes_that_clients_know,
    an_answer_from_the_cache_is_never_old,
    drafts_accounts_and_addresses_are_given_to_nobody,
);

pub(crate) fn value(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.text()))
}

pub(crate) async fn read(paper: &TestPaper, path: &str) -> Value {
    let answer = paper.get(&format!("/wp-json{path}")).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    assert!(answer.says("content-type").starts_with("application/json"), "{path}");
    value(&answer)
}

/// Numbers of a list, in its order.
pub(crate) async fn ids(paper: &TestPaper, path: &str) -> Vec<i64> {
    let list = read(paper, path).await;
    list.as_array()
        .unwrap()
        .iter()
        .map(|item| item["id"].as_i64().unwrap())
        .collect()
}

pub(crate) async fn refused(paper: &TestPaper, path: &str) -> (u16, String) {
    let answer = paper.get(&format!("/wp-json{path}")).await;
    let body = value(&answer);
    assert_eq!(body["data"]["status"], answer.status, "{path}: {body}");
    assert!(body["message"].is_string(), "{path}: {body}");
    (answer.status, body["code"].as_str().unwrap_or_default().to_owned())
}

/// Three stories, an hour apart, and a standing page.
pub(crate) async fn some(paper: &TestPaper) -> [i64; 3] {
    let mut numbers = Vec::new();
    for (headline, section, author, topic) in [
        ("The ferry runs again", "local", Some("Ana Sousa"), Some("Ferries")),
        ("Bread costs more", "economy", Some("Bo Lind"), Some("Prices")),
        ("A vote on the pier", "local", Some("Bo Lind"), Some("Ferries")),
    ] {
        let live = paper
            .publish(&Draft {
                section,
                author,
                topic,
                standfirst: "One line & more",
                html: "<p>First <a href=\"/latest\">words</a> of it.</p><p>Second.</p>",
                ..Draft::of(headline)
            })
            .await;
        numbers.push(live.number);
        paper.pass(3_600_000_000);
    }
    paper
        .publish(&Draft {
            section: "",
            slug: "about",
            ..Draft::of("About us")
        })
        .await;
    numbers.try_into().unwrap()
}

async fn a_post_has_the_fields_that_programs_know(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let [first, ..] = some(&paper).await;
    let post = read(&paper, &format!("/wp/v2/posts/{first}")).await;
    assert_eq!(post["id"], first);
    assert_eq!(post["title"]["rendered"], "The ferry runs again");
    assert_eq!(post["excerpt"]["rendered"], "<p>One line &amp; more</p>\n");
    let content = post["content"]["rendered"].as_str().unwrap();
    assert!(content.contains(&format!("href=\"{}/latest\"", paper.url)), "{content}");
    assert!(content.contains("Second."), "{content}");
    // Lisbon in November keeps UTC.
    assert_eq!(
        (&post["date"], &post["date_gmt"]),
        (&json!("2026-11-23T12:00:00"), &json!("2026-11-23T12:00:00"))
    );
    assert_eq!(
        (&post["type"], &post["status"], &post["format"]),
        (&json!("post"), &json!("publish"), &json!("standard"))
    );
    assert_eq!(post["slug"], "the-ferry-runs-again");
    assert_eq!(post["link"], format!("{}/local/the-ferry-runs-again", paper.url));
    assert_eq!((&post["featured_media"], &post["sticky"]), (&json!(0), &json!(false)));
    assert_eq!(
        (&post["comment_status"], &post["ping_status"]),
        (&json!("open"), &json!("closed"))
    );
    assert_eq!(post["categories"].as_array().unwrap().len(), 1);
    assert_eq!(post["tags"].as_array().unwrap().len(), 1);
    assert!(post["author"].as_i64().unwrap() > 0);
    for field in ["guid", "modified", "modified_gmt", "template", "meta", "class_list"] {
        assert!(!post[field].is_null(), "{field}");
    }
    let links = &post["_links"];
    assert_eq!(
        links["self"][0]["href"],
        format!("{}/wp-json/wp/v2/posts/{first}", paper.url)
    );
    assert_eq!(links["curies"][0]["name"], "wp");
    assert_eq!(links["wp:term"].as_array().unwrap().len(), 2);

    // A summer's day is told in the paper's zone.
    let summer = paper
        .publish(&Draft {
            dated: Dated::At(1_783_000_000_000_000),
            ..Draft::of("In summer")
        })
        .await;
    let post = read(&paper, &format!("/wp/v2/posts/{}", summer.number)).await;
    let (local, gmt) = (post["date"].as_str().unwrap(), post["date_gmt"].as_str().unwrap());
    assert_ne!(local, gmt, "an hour lies between them");

    // Fields are cut, and the answer is the same from the root's other spelling.
    let cut = read(
        &paper,
        &format!("/wp/v2/posts/{first}?_fields=id,title.rendered,_links.self"),
    )
    .await;
    assert_eq!(cut["title"], json!({ "rendered": "The ferry runs again" }));
    let names: Vec<&String> = cut.as_object().unwrap().keys().collect();
    assert_eq!(names, ["_links", "id", "title"]);
    assert!(cut["_links"]["self"].is_array() && cut["_links"]["about"].is_null());
    let other = paper
        .get(&format!("/?rest_route=/wp/v2/posts/{first}&_fields=id"))
        .await;
    assert_eq!(value(&other), json!({ "id": first }));
    let short = read(&paper, &format!("/wp/v2/posts/{first}?context=embed")).await;
    assert!(
        short["content"].is_null() && short["excerpt"]["rendered"].is_string(),
        "{short}"
    );

    let pages = read(&paper, "/wp/v2/pages").await;
    assert_eq!(pages[0]["title"]["rendered"], "About us");
    assert_eq!(
        (&pages[0]["slug"], &pages[0]["type"]),
        (&json!("about"), &json!("page"))
    );
    let number = pages[0]["id"].as_i64().unwrap();
    assert_eq!(
        refused(&paper, &format!("/wp/v2/posts/{number}")).await.1,
        "rest_post_invalid_id"
    );

    // Clients find the API by the front page and by the story.
    let front = paper.get("/").await.says("link");
    assert_eq!(front, format!("<{}/wp-json/>; rel=\"https://api.w.org/\"", paper.url));
    let story = paper.get("/local/the-ferry-runs-again").await.says("link");
    assert!(
        story.contains(&format!("/wp-json/wp/v2/posts/{first}>; rel=\"alternate\"")),
        "{story}"
    );
}

async fn lists_are_filtered_ordered_and_paged(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let [first, second, third] = some(&paper).await;
    assert_eq!(ids(&paper, "/wp/v2/posts").await, [third, second, first]);
    let post = read(&paper, &format!("/wp/v2/posts/{first}")).await;
    let (local, ferries) = (&post["categories"][0], &post["tags"][0]);
    let ana = &post["author"];
    for (query, wanted) in [
        ("order=asc".to_owned(), vec![first, second, third]),
        ("orderby=title&order=asc".to_owned(), vec![third, second, first]),
        ("orderby=id&order=asc".to_owned(), vec![first, second, third]),
        ("orderby=slug&order=asc".to_owned(), vec![third, second, first]),
        ("per_page=1".to_owned(), vec![third]),
        ("per_page=2&page=2".to_owned(), vec![first]),
        ("per_page=2&offset=1".to_owned(), vec![second, first]),
        (format!("include={first},{third}&orderby=include"), vec![first, third]),
        (format!("include[]={second}"), vec![second]),
        (format!("exclude={second}"), vec![third, first]),
        ("slug=bread-costs-more".to_owned(), vec![second]),
        ("slug=no-such-slug".to_owned(), vec![]),
        (format!("categories={local}"), vec![third, first]),
        (format!("categories_exclude={local}"), vec![second]),
        (format!("tags={ferries}"), vec![third, first]),
        (format!("tags_exclude={ferries}"), vec![second]),
        ("tags=999999".to_owned(), vec![]),
        (format!("tags={ferries}&categories=999999"), vec![]),
        (
            format!("tags={ferries}&categories=999999&tax_relation=OR"),
            vec![third, first],
        ),
        (format!("author={ana}"), vec![first]),
        (format!("author_exclude={ana}"), vec![third, second]),
        ("after=2026-11-23T12:30:00".to_owned(), vec![third, second]),
        ("before=2026-11-23T12:30:00Z".to_owned(), vec![first]),
        ("modified_after=2026-11-23T13:30:00Z".to_owned(), vec![third]),
        ("sticky=true".to_owned(), vec![]),
        ("sticky=false".to_owned(), vec![third, second, first]),
        ("status=publish".to_owned(), vec![third, second, first]),
    ] {
        assert_eq!(ids(&paper, &format!("/wp/v2/posts?{query}")).await, wanted, "{query}");
    }
    let answer = paper.get("/wp-json/wp/v2/posts?per_page=1&page=2&order=asc").await;
    assert_eq!(
        (answer.says("x-wp-total"), answer.says("x-wp-totalpages")),
        ("3".into(), "3".into())
    );
    let link = answer.says("link");
    for rel in ["page=1>; rel=\"prev\"", "page=3>; rel=\"next\""] {
        assert!(link.contains(rel), "{link}");
    }
    assert!(link.contains("order=asc"), "{link}");
    let head = paper.call("HEAD", "/wp-json/wp/v2/posts", &[], b"").await;
    assert_eq!(
        (head.status, head.says("x-wp-total").as_str(), head.body.len()),
        (200, "3", 0)
    );
    let wrapped = read(&paper, "/wp/v2/posts?per_page=1&_envelope").await;
    assert_eq!(
        (&wrapped["status"], &wrapped["headers"]["x-wp-total"]),
        (&json!(200), &json!("3"))
    );

    // A small change makes it the last that was modified.
    let story = {
        let mut tx = paper.newsroom.store.read().await.unwrap();
        q!(tx, listings::by_number(first)).unwrap().unwrap().story_id
    };
    paper.correct(&story, "nine", "ten", false).await;
    assert_eq!(ids(&paper, "/wp/v2/posts?orderby=modified").await[0], first);
}

async fn what_is_wrong_is_told_by_the_codes_that_clients_know(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let [first, ..] = some(&paper).await;
    for (path, status, code) in [
        ("/wp/v2/posts/999999", 404, "rest_post_invalid_id"),
        ("/wp/v2/pages/999999", 404, "rest_post_invalid_id"),
        ("/wp/v2/media/999999", 404, "rest_post_invalid_id"),
        ("/wp/v2/users/999999", 404, "rest_user_invalid_id"),
        ("/wp/v2/users/me", 401, "rest_not_logged_in"),
        ("/wp/v2/comments/999999", 404, "rest_comment_invalid_id"),
        ("/wp/v2/categories/999999", 404, "rest_term_invalid"),
        ("/wp/v2/tags/99999999999999999999999", 404, "rest_term_invalid"),
        ("/wp/v2/types/nothing", 404, "rest_type_invalid"),
        ("/wp/v2/statuses/draft", 401, "rest_cannot_read_status"),
        ("/wp/v2/taxonomies/nothing", 404, "rest_taxonomy_invalid"),
        ("/wp/v2/settings", 404, "rest_no_route"),
        ("/wp/v2/posts/x", 404, "rest_no_route"),
        ("/wp/v9", 404, "rest_no_route"),
        ("/wp/v2/posts?per_page=0", 400, "rest_invalid_param"),
        ("/wp/v2/posts?per_page=101", 400, "rest_invalid_param"),
        ("/wp/v2/posts?orderby=luck", 400, "rest_invalid_param"),
        ("/wp/v2/posts?after=yesterday", 400, "rest_invalid_param"),
        ("/wp/v2/posts?status=draft", 400, "rest_invalid_param"),
        ("/wp/v2/posts?page=9", 400, "rest_post_invalid_page_number"),
        ("/wp/v2/posts?context=edit", 401, "rest_forbidden_context"),
        ("/wp/v2/posts?orderby=relevance", 400, "rest_no_search_term_defined"),
        (
            "/wp/v2/posts?orderby=include",
            400,
            "rest_orderby_include_missing_include",
        ),
        (
            "/wp/v2/comments?author_email=a@example.org",
            401,
            "rest_forbidden_param",
        ),
        ("/wp/v2/comments?status=hold", 401, "rest_forbidden_param"),
        ("/wp/v2/search?subtype=tag", 400, "rest_invalid_param"),
    ] {
        assert_eq!(refused(&paper, path).await, (status, code.to_owned()), "{path}");
    }
    let wrong = value(&paper.get("/wp-json/wp/v2/posts?per_page=0&order=up").await);
    assert!(wrong["data"]["params"]["per_page"].is_string() && wrong["data"]["params"]["order"].is_string());
    let details = &wrong["data"]["details"]["per_page"]["code"];
    assert_eq!(details, "rest_out_of_bounds");
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let answer = paper
            .call(method, &format!("/wp-json/wp/v2/posts/{first}"), &[], b"{}")
            .await;
        assert_eq!(
            (answer.status, &value(&answer)["code"]),
            (404, &json!("rest_no_route")),
            "{method}"
        );
    }
}

async fn an_answer_from_the_cache_is_never_old(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let [first, ..] = some(&paper).await;
    let paths = [
        "/wp-json/wp/v2/posts?_embed".to_owned(),
        format!("/wp-json/wp/v2/posts/{first}"),
        "/wp-json/wp/v2/tags".to_owned(),
        "/wp-json/wp/v2/users".to_owned(),
    ];
    for path in &paths {
        let before = paper.get(path).await;
        let tag = before.says("etag");
        assert!(!tag.is_empty(), "{path} is kept");
        let same = paper.get_with(path, &[("if-none-match", &tag)]).await;
        assert_eq!(same.status, 304, "{path}");
    }
    // A new story with a new author and a new topic, by another process.
    let live = paper
        .publish(&Draft {
            author: Some("Cy Rowe"),
            topic: Some("Harbour"),
            ..Draft::of("News of the minute")
        })
        .await;
    paper
        .until(&paths[0], |answer| answer.contains("News of the minute"))
        .await;
    assert!(paper.get(&paths[2]).await.contains("Harbour"));
    assert!(paper.get(&paths[3]).await.contains("Cy Rowe"));
    // Gone is gone, everywhere at once.
    paper.take_down(&live.story_id).await;
    paper
        .until(&paths[0], |answer| !answer.contains("News of the minute"))
        .await;
    assert!(
        !paper.get(&paths[2]).await.contains("Harbour"),
        "a topic of nothing is told to nobody"
    );
    assert!(!paper.get(&paths[3]).await.contains("Cy Rowe"));
    let gone = format!("/wp/v2/posts/{}", live.number);
    assert_eq!(refused(&paper, &gone).await.1, "rest_post_invalid_id");
}

async fn drafts_accounts_and_addresses_are_given_to_nobody(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    some(&paper).await;
    let chief = paper.colleague(&[Role::Chief]).await;
    let draft = paper
        .file(&Draft {
            author: Some("Dee Hidden"),
            topic: Some("Embargoed matter"),
            ..Draft::of("Not out yet")
        })
        .await;
    let number = {
        let mut tx = paper.newsroom.store.read().await.unwrap();
        q!(tx, stories::by_id(&draft)).unwrap().unwrap().number
    };
    assert_eq!(refused(&paper, &format!("/wp/v2/posts/{number}")).await.0, 404);
    let live = paper
        .publish(&Draft {
            section: "economy",
            ..Draft::of("With a reply")
        })
        .await;
    paper.reply_to(&live, "Seen by all").await;
    for path in [
        "/wp/v2/posts?per_page=100&_embed",
        "/wp/v2/pages",
        "/wp/v2/users?per_page=100",
        "/wp/v2/users?search=Dee",
        "/wp/v2/tags?per_page=100",
        "/wp/v2/tags?search=Embargoed",
        "/wp/v2/media",
        "/wp/v2/comments",
        "/wp/v2/search?search=out",
        "/wp/v2/search?type=term&search=Embargoed",
        "/",
    ] {
        let text = read(&paper, path).await.to_string();
        for hidden in [
            "Not out yet",
            "Dee Hidden",
            "Embargoed matter",
            "author_ip",
            &chief.cookie,
        ] {
            assert!(!text.contains(hidden), "{hidden} in {path}");
        }
        // The root alone names the parameter, of replies that are sent.
        assert!(!text.contains("author_email") || path == "/", "{path}");
        assert!(!text.contains('@') || path == "/", "an address in {path}: {text}");
    }
}
