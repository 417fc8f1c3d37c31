//! What the WordPress REST API gives beside posts: what they link to, pictures, terms and authors, its own description, and
//! what is found.

use crate::harness::{Draft, TestPaper, act, pictures};
use crate::wp_api::{ids, read, refused, some, value};
use courant_model::account::Role;
use courant_model::actor::Actor;
use courant_newsroom::commands::file_story::{self, Copy};
use courant_newsroom::commands::publish_story::Dated;
use courant_newsroom::commands::retract_story::{self, Retract};
use courant_store::on_both;
use courant_store::scratch::Scratch;
use serde_json::json;

on_both!(
    what_is_linked_is_brought_along,
    pictures_are_given_with_their_renditions,
    terms_authors_and_types_are_listed,
    the_root_and_options_describe_the_routes,
    a_search_gives_what_the_index_finds,
    a_retracted_story_gives_its_notice,
);

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
