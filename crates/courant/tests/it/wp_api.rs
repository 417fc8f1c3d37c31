//! The WordPress REST API as programs read it: what is listed and in what order, what is brought along, what is refused,
//! and that an answer from the page cache is never old.

use crate::harness::{Answer, Draft, TestPaper, act, pictures};
use courant_model::account::Role;
use courant_model::actor::Actor;
use courant_newsroom::commands::file_story::{self, Copy};
use courant_newsroom::commands::publish_story::Dated;
use courant_newsroom::commands::retract_story::{self, Retract};
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};
use serde_json::{Value, json};

on_both!(
    a_post_has_the_fields_that_programs_know,
    lists_are_filtered_ordered_and_paged,
    what_is_wrong_is_told_by_the_codes_that_clients_know,
    an_answer_from_the_cache_is_never_old,
    drafts_accounts_and_addresses_are_given_to_nobody,
    what_is_linked_is_brought_along,
    pictures_are_given_with_their_renditions,
    terms_authors_and_types_are_listed,
    the_root_and_options_describe_the_routes,
    a_search_gives_what_the_index_finds,
    a_retracted_story_gives_its_notice,
);

fn value(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.text()))
}

async fn read(paper: &TestPaper, path: &str) -> Value {
    let answer = paper.get(&format!("/wp-json{path}")).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    assert!(answer.says("content-type").starts_with("application/json"), "{path}");
    value(&answer)
}

/// Numbers of a list, in its order.
async fn ids(paper: &TestPaper, path: &str) -> Vec<i64> {
    let list = read(paper, path).await;
    list.as_array()
        .unwrap()
        .iter()
        .map(|item| item["id"].as_i64().unwrap())
        .collect()
}

async fn refused(paper: &TestPaper, path: &str) -> (u16, String) {
    let answer = paper.get(&format!("/wp-json{path}")).await;
    let body = value(&answer);
    assert_eq!(body["data"]["status"], answer.status, "{path}: {body}");
    assert!(body["message"].is_string(), "{path}: {body}");
    (answer.status, body["code"].as_str().unwrap_or_default().to_owned())
}

/// Three stories, an hour apart, and a standing page.
async fn some(paper: &TestPaper) -> [i64; 3] {
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
            "author_email",
            "author_ip",
            &chief.cookie,
        ] {
            assert!(!text.contains(hidden), "{hidden} in {path}");
        }
        assert!(!text.contains('@') || path == "/", "an address in {path}: {text}");
    }
}

async fn what_is_linked_is_brought_along(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let [first, ..] = some(&paper).await;
    let posts = read(&paper, "/wp/v2/posts?_embed&include=").await;
    assert_eq!(posts.as_array().unwrap().len(), 3, "an empty list asks nothing");
    let post = read(&paper, &format!("/wp/v2/posts/{first}?_embed")).await;
    let embedded = &post["_embedded"];
    assert_eq!(embedded["author"][0]["name"], "Ana Sousa");
    assert!(embedded["author"][0]["email"].is_null());
    assert_eq!(embedded["wp:term"][0][0]["name"], "Local");
    assert_eq!(embedded["wp:term"][1][0]["name"], "Ferries");
    assert!(embedded["replies"][0].as_array().unwrap().is_empty());
    let some = read(&paper, &format!("/wp/v2/posts/{first}?_embed=author")).await;
    assert!(some["_embedded"]["author"].is_array() && some["_embedded"]["wp:term"].is_null());
    let cut = read(
        &paper,
        &format!("/wp/v2/posts/{first}?_embed=author&_fields=id,_links,_embedded"),
    )
    .await;
    assert_eq!(cut["_embedded"]["author"][0]["slug"], "ana-sousa");
    assert!(read(&paper, &format!("/wp/v2/posts/{first}")).await["_embedded"].is_null());
}

async fn pictures_are_given_with_their_renditions(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let editor = paper.colleague(&[Role::Chief]).await;
    let id = paper.picture_of(&editor, "boats.jpg", &pictures::jpeg(1400, 900)).await;
    let alone = paper.picture_of(&editor, "kept.jpg", &pictures::jpeg(800, 600)).await;
    let story = paper.file(&Draft::of("With a picture")).await;
    let copy = Copy {
        headline: "With a picture".to_owned(),
        document: courant_text::html::read("<p>Text.</p>", &mut courant_text::SequentialIds::new()).document,
        section_id: paper.sections.get("local").cloned(),
        picture_id: Some(id.clone()),
        ..Copy::default()
    };
    act!(paper, file_story::revise, &Actor::Console, &story, copy).unwrap();
    let live = paper.put_out(&story, Dated::Now, "").await;
    let row = paper.picture(&id).await;
    let post = paper
        .until(&format!("/wp-json/wp/v2/posts/{}?_embed", live.number), |answer| {
            value(answer)["featured_media"] == row.number
        })
        .await;
    let post = value(&post);
    let media = &post["_embedded"]["wp:featuredmedia"][0];
    assert_eq!(media["id"], row.number);
    let media = read(&paper, &format!("/wp/v2/media/{}", row.number)).await;
    assert_eq!(
        (&media["media_type"], &media["mime_type"]),
        (&json!("image"), &json!("image/jpeg"))
    );
    assert_eq!(media["post"], live.number);
    let sizes = media["media_details"]["sizes"].as_object().unwrap();
    for size in ["thumbnail", "medium", "medium_large", "large", "full"] {
        let address = sizes[size]["source_url"].as_str().unwrap();
        let answer = paper.get(address.strip_prefix(&paper.url).unwrap()).await;
        assert_eq!(
            (answer.status, answer.says("content-type").as_str()),
            (200, "image/jpeg"),
            "{size}"
        );
        assert!(sizes[size]["width"].as_i64().unwrap() > 0);
    }
    assert_eq!(media["source_url"], sizes["full"]["source_url"]);
    assert_eq!(
        ids(&paper, "/wp/v2/media").await,
        [row.number],
        "what no story shows is not given"
    );
    assert_eq!(
        ids(&paper, &format!("/wp/v2/media?parent={}", live.number)).await,
        [row.number]
    );
    let kept = paper.picture(&alone).await.number;
    assert_eq!(
        refused(&paper, &format!("/wp/v2/media/{kept}")).await.1,
        "rest_post_invalid_id"
    );
}

async fn terms_authors_and_types_are_listed(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let [first, ..] = some(&paper).await;
    let tags = read(&paper, "/wp/v2/tags").await;
    let names: Vec<&str> = tags
        .as_array()
        .unwrap()
        .iter()
        .map(|tag| tag["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Ferries", "Prices"]);
    assert_eq!(
        (&tags[0]["count"], &tags[0]["taxonomy"]),
        (&json!(2), &json!("post_tag"))
    );
    assert_eq!(
        read(&paper, "/wp/v2/tags?orderby=count&order=desc").await[0]["name"],
        "Ferries"
    );
    assert_eq!(
        read(&paper, &format!("/wp/v2/tags?post={first}"))
            .await
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let categories = read(&paper, "/wp/v2/categories?hide_empty=true").await;
    let names: Vec<&str> = categories
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Economy", "Local"]);
    assert_eq!(categories[1]["link"], format!("{}/local", paper.url));
    let one = categories[0]["id"].as_i64().unwrap();
    assert_eq!(
        read(&paper, &format!("/wp/v2/categories/{one}")).await["slug"],
        "economy"
    );
    let users = read(&paper, "/wp/v2/users").await;
    assert_eq!(
        (&users[0]["name"], &users[1]["slug"]),
        (&json!("Ana Sousa"), &json!("bo-lind"))
    );
    assert_eq!(
        read(&paper, "/wp/v2/users?search=lind").await.as_array().unwrap().len(),
        1
    );
    let types = read(&paper, "/wp/v2/types").await;
    assert_eq!(types["post"]["rest_base"], "posts");
    assert_eq!(read(&paper, "/wp/v2/statuses").await["publish"]["slug"], "publish");
    assert_eq!(read(&paper, "/wp/v2/taxonomies/post_tag").await["rest_base"], "tags");
}

async fn the_root_and_options_describe_the_routes(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let root = read(&paper, "/").await;
    assert_eq!(
        (&root["name"], &root["timezone_string"]),
        (&json!("The Example"), &json!("Europe/Lisbon"))
    );
    assert_eq!(root["namespaces"], json!(["oembed/1.0", "wp/v2"]));
    let posts = &root["routes"]["/wp/v2/posts"];
    assert_eq!(posts["endpoints"][0]["args"]["per_page"]["maximum"], 100);
    assert!(root["routes"][r"/wp/v2/posts/(?P<id>[\d]+)"].is_object());
    assert!(
        root["routes"]
            .as_object()
            .unwrap()
            .keys()
            .all(|route| !route.contains("settings"))
    );
    assert_eq!(read(&paper, "").await, root);
    assert_eq!(value(&paper.get("/?rest_route=/").await), root);
    assert_eq!(read(&paper, "/wp/v2").await["namespace"], "wp/v2");

    let answer = paper
        .call(
            "OPTIONS",
            "/wp-json/wp/v2/comments",
            &[("origin", "https://app.example")],
            b"",
        )
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.says("allow"), "GET, POST");
    assert_eq!(answer.says("access-control-allow-origin"), "*");
    assert!(answer.says("access-control-allow-headers").contains("Content-Type"));
    let told = value(&answer);
    assert!(told["endpoints"][1]["args"]["author_email"].is_object(), "{told}");
    let answer = paper
        .get_with("/wp-json/wp/v2/posts", &[("origin", "https://app.example")])
        .await;
    assert_eq!(answer.says("access-control-allow-origin"), "*");
    assert!(answer.says("access-control-expose-headers").contains("X-WP-Total"));
    assert_eq!(answer.says("allow"), "GET");
}

async fn a_search_gives_what_the_index_finds(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let [first, _, third] = some(&paper).await;
    let path = "/wp-json/wp/v2/posts?search=ferry";
    paper
        .until(path, |answer| {
            value(answer).as_array().is_some_and(|list| !list.is_empty())
        })
        .await;
    assert_eq!(
        ids(&paper, "/wp/v2/posts?search=ferry&orderby=relevance").await[0],
        first
    );
    assert_eq!(
        ids(&paper, "/wp/v2/posts?search=nobodysaidthis").await,
        Vec::<i64>::new()
    );
    let found = paper
        .until("/wp-json/wp/v2/search?search=pier", |answer| {
            value(answer).as_array().is_some_and(|list| !list.is_empty())
        })
        .await;
    let found = value(&found);
    assert_eq!((&found[0]["id"], &found[0]["subtype"]), (&json!(third), &json!("post")));
    assert_eq!(found[0]["url"], format!("{}/local/a-vote-on-the-pier", paper.url));
    let terms = read(&paper, "/wp/v2/search?type=term&search=ferr").await;
    assert_eq!(
        (&terms[0]["title"], &terms[0]["subtype"]),
        (&json!("Ferries"), &json!("post_tag"))
    );
    let card = read(
        &paper,
        &format!("/oembed/1.0/embed?url={}/local/a-vote-on-the-pier", paper.url),
    )
    .await;
    assert_eq!(card["title"], "A vote on the pier");
}

async fn a_retracted_story_gives_its_notice(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let live = paper
        .publish(&Draft {
            html: "<p>Words that were made up.</p>",
            ..Draft::of("It was wrong")
        })
        .await;
    let chief = paper.account(Role::Chief).await;
    let notice = Retract {
        story_id: live.story_id.clone(),
        notice: "The minutes were invented.".into(),
    };
    act!(paper, retract_story::run, &chief, &notice).unwrap();
    let post = paper
        .until(&format!("/wp-json/wp/v2/posts/{}", live.number), |answer| {
            answer.contains("invented")
        })
        .await;
    assert!(!post.contains("made up"), "{}", post.text());
    let list = paper.get("/wp-json/wp/v2/posts").await;
    assert!(list.contains("invented") && !list.contains("made up"));
    let post = value(&post);
    assert_ne!(
        post["title"]["rendered"], "It was wrong",
        "the headline says what became of it"
    );
    assert_eq!(post["comment_status"], "closed");
}
