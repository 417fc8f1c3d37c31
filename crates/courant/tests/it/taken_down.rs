//! What is taken from readers for law or safety: pictures of a removed story, and a name in all that a story shares.
//! Run by `cargo test`, on both engines.

use crate::harness::{Draft, TestPaper, act};
use crate::site::crawl;
use courant_model::account::Role;
use courant_model::picture::{Picture, Rendition};
use courant_model::story::Live;
use courant_newsroom::commands::anonymise_story::{self, Anonymise};
use courant_newsroom::commands::file_story::{self, Copy};
use courant_newsroom::commands::publish_story::Dated;
use courant_newsroom::commands::remove_story;
use courant_store::scratch::Scratch;
use courant_store::{on_both, q};
use courant_text::Document;

on_both!(
    pictures_of_a_removed_story_answer_no_more_unless_another_shows_them,
    a_name_goes_out_of_pictures_topics_slugs_and_byline,
);

/// A picture of the paper with one rendition, and the addresses of its bytes.
async fn picture(paper: &TestPaper, name: &str, caption: &str) -> (Picture, Vec<String>) {
    let blobs = &paper.newsroom.blobs;
    let hash = blobs.put(format!("{name}, whole").into_bytes().into()).await.unwrap();
    let small = blobs.put(format!("{name}, small").into_bytes().into()).await.unwrap();
    let rendition = Rendition {
        width: 320,
        height: 200,
        mime: "image/webp".to_owned(),
        hash: small.clone(),
        bytes: 9,
        share: false,
        focus: None,
    };
    let mut tx = paper.newsroom.store.write().await.unwrap();
    let picture = Picture {
        id: paper.newsroom.house.id(),
        number: q!(tx, paper::next_number("post")).unwrap(),
        name: name.to_owned(),
        hash: hash.clone(),
        mime: "image/jpeg".to_owned(),
        width: 640,
        height: 400,
        alt: caption.to_owned(),
        caption: caption.to_owned(),
        credit: caption.to_owned(),
        licence: String::new(),
        taken: None,
        renditions: serde_json::to_string(&[rendition]).unwrap(),
        ..Picture::default()
    };
    q!(tx, pictures::add(&picture)).unwrap();
    tx.commit().await.unwrap();
    (picture, vec![format!("/media/{small}/{name}.webp")])
}

/// A document of a sentence, and of pictures in a gallery behind a summary.
fn document(pictures: &[&Picture]) -> Document {
    let gallery: Vec<_> = pictures
        .iter()
        .map(|picture| {
            serde_json::json!({
                "type": "galleryPicture",
                "attrs": { "picture": picture.id, "alt": picture.alt, "credit": picture.credit },
                "content": [{ "type": "text", "text": picture.caption }],
            })
        })
        .collect();
    let mut blocks = vec![serde_json::json!({
        "type": "paragraph", "attrs": { "id": "a" }, "content": [{ "type": "text", "text": "Text." }]
    })];
    if !gallery.is_empty() {
        blocks.push(serde_json::json!({ "type": "gallery", "attrs": { "id": "b" }, "content": gallery }));
    }
    let json = serde_json::json!({ "type": "doc", "content": blocks });
    courant_text::json::read(&json.to_string()).unwrap()
}

async fn publish(paper: &TestPaper, headline: &str, lead: Option<&Picture>, inside: &[&Picture]) -> Live {
    let id = paper.file(&Draft::of(headline)).await;
    let copy = Copy {
        headline: headline.to_owned(),
        document: document(inside),
        section_id: paper.sections.get("local").cloned(),
        picture_id: lead.map(|picture| picture.id.clone()),
        ..Copy::default()
    };
    act!(
        paper,
        file_story::revise,
        &courant_model::actor::Actor::Console,
        &id,
        copy
    )
    .unwrap();
    paper.put_out(&id, Dated::Now, "").await
}

async fn pictures_of_a_removed_story_answer_no_more_unless_another_shows_them(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let (lead, of_lead) = picture(&paper, "lead", "The quay").await;
    let (inside, of_inside) = picture(&paper, "inside", "The crane").await;
    let (shared, of_shared) = picture(&paper, "shared", "The harbour").await;
    let (dropped, of_dropped) = picture(&paper, "dropped", "The old crane").await;
    let status = async |path: &String| paper.get(path).await.status;

    let live = publish(&paper, "Quay", Some(&dropped), &[&inside, &shared]).await;
    let copy = Copy {
        headline: "Quay".to_owned(),
        document: document(&[&inside, &shared]),
        section_id: paper.sections.get("local").cloned(),
        picture_id: Some(lead.id.clone()),
        ..Copy::default()
    };
    let actor = courant_model::actor::Actor::Console;
    act!(paper, file_story::revise, &actor, &live.story_id, copy).unwrap();
    paper.put_out(&live.story_id, Dated::Now, "").await;
    publish(&paper, "Harbour", None, &[&shared]).await;
    let of_the_story: Vec<&String> = of_lead.iter().chain(&of_inside).chain(&of_dropped).collect();
    for path in of_the_story.iter().copied().chain(&of_shared) {
        assert_eq!(status(path).await, 200, "{path}");
    }

    act!(paper, remove_story::run, &chief, &live.story_id).unwrap();
    for path in of_the_story {
        let gone = paper.get_with(path, &[("if-none-match", "*")]).await;
        assert_eq!(gone.status, 410, "{path}");
        assert!(!gone.says("cache-control").contains("immutable"), "{path}");
    }
    for path in &of_shared {
        assert_eq!(status(path).await, 200, "another live story shows {path}");
    }
    // Somebody prints a picture again: it answers where it stands now.
    publish(&paper, "Crane", Some(&inside), &[]).await;
    assert_eq!(status(&of_inside[0]).await, 200);
    assert_eq!(status(&of_lead[0]).await, 410);
}

async fn a_name_goes_out_of_pictures_topics_slugs_and_byline(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.account(Role::Chief).await;
    let (portrait, _) = picture(&paper, "oda-zanzibarfel", "Oda Zanzibarfel at sea").await;
    let draft = Draft {
        author: Some("Ute Zanzibarfel"),
        topic: Some("The Zanzibarfel case"),
        ..Draft::of("A sailor sails")
    };
    let id = paper.file(&draft).await;
    let mut tx = paper.newsroom.store.write().await.unwrap();
    let mut head = q!(tx, stories::by_id(&id)).unwrap().unwrap().head;
    let of_head = q!(tx, stories::revision(&head)).unwrap().unwrap();
    tx.commit().await.unwrap();
    let shared_topic = Draft {
        topic: Some("Zanzibarfel and others"),
        ..Draft::of("Others sail")
    };
    paper.publish(&shared_topic).await;
    let mut tx = paper.newsroom.store.write().await.unwrap();
    let other = q!(tx, terms::topic_by_slug("zanzibarfel-and-others")).unwrap().unwrap();
    tx.commit().await.unwrap();
    let mut topics: Vec<String> = serde_json::from_str(&of_head.topics).unwrap();
    topics.push(other.id);
    let copy = Copy {
        headline: "A sailor sails".to_owned(),
        document: document(&[&portrait]),
        section_id: paper.sections.get("local").cloned(),
        picture_id: Some(portrait.id.clone()),
        byline: serde_json::from_str(&of_head.byline).unwrap(),
        topics,
        ..Copy::default()
    };
    let actor = courant_model::actor::Actor::Console;
    head = act!(paper, file_story::revise, &actor, &id, copy).unwrap().id;
    let live = paper.put_out(&id, Dated::Now, "").await;
    assert_eq!(live.revision_id, head);
    let page = paper.get(&live.path).await;
    assert!(page.contains("Oda Zanzibarfel at sea") && page.contains("The Zanzibarfel case"));
    assert_eq!(paper.get("/topic/the-zanzibarfel-case").await.status, 200);

    let wanted = Anonymise {
        story_id: id.clone(),
        spellings: vec!["Oda Zanzibarfel".into(), "Ute Zanzibarfel".into(), "Zanzibarfel".into()],
        wording: "a sailor".into(),
        authors: false,
    };
    act!(paper, anonymise_story::run, &chief, &wanted).unwrap();
    let page = paper
        .until(&live.path, |answer| answer.contains("a sailor at sea"))
        .await
        .text();
    assert!(
        page.contains("The a sailor case") && page.contains("Ute Zanzibarfel"),
        "{page}"
    );
    assert!(
        !page.contains("Oda Zanzibarfel") && !page.contains("and others"),
        "{page}"
    );
    paper
        .until("/topic/the-zanzibarfel-case", |answer| answer.status == 410)
        .await;
    assert_eq!(paper.get("/topic/zanzibarfel-and-others").await.status, 200);
    assert_eq!(
        paper.tables_with("oda zanzibarfel").await,
        Vec::<String>::new(),
        "in no caption, alt text, credit, revision or log"
    );

    // Asked for the byline too, nothing of the story says it any more.
    let wanted = Anonymise {
        authors: true,
        ..wanted
    };
    act!(paper, anonymise_story::run, &chief, &wanted).unwrap();
    paper.until(&live.path, |answer| !answer.contains("Zanzibarfel")).await;
    for (path, (body, _)) in crawl(&paper).await {
        let others = path.contains("/topic/zanzibarfel-and-others") || path.contains("/by/");
        assert!(
            others || path.contains("/others-sail") || !body.contains("Oda"),
            "{path}"
        );
    }
    let kept = paper.tables_with("zanzibarfel").await;
    assert!(
        kept.iter()
            .all(|table| ["author", "topic", "address", "live", "revision"].contains(&table.as_str())),
        "{kept:?}"
    );
    let mut tx = paper.newsroom.store.read().await.unwrap();
    for revision in q!(tx, acts::revisions(&id)).unwrap() {
        assert!(
            !format!("{revision:?}").to_lowercase().contains("zanzibarfel"),
            "{revision:?}"
        );
    }
}
