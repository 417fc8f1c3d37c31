//! Pictures in the library and before readers: rights that end, other bytes in the same place, the focal point, and nothing
//! of place or camera anywhere outside. How they come in is in `uploads.rs`.

use crate::harness::pictures::{self, address};
use crate::harness::{Draft, TestPaper, act};
use courant_model::account::Role;
use courant_model::actor::Actor;
use courant_model::picture::Rendition;
use courant_model::time::{DAY, HOUR};
use courant_newsroom::commands::file_story::{self, Copy};
use courant_newsroom::commands::publish_story::Dated;
use courant_newsroom::scheduler::{self, Memory};
use courant_store::scratch::{On, Scratch};
use courant_store::{on_both, q};

on_both!(
    rights_that_end_take_a_picture_down_everywhere_and_new_ones_bring_it_back,
    another_file_takes_the_place_in_every_story_and_the_old_one_comes_back,
    the_focal_point_moves_every_crop,
    nothing_of_place_or_camera_is_sent_to_anybody,
    a_reporter_changes_their_own_picture_until_readers_see_it,
    the_library_finds_by_words_and_by_what_is_lacking,
);

/// A published story that leads with one picture and shows another in its text; the path of its page.
async fn story_with(paper: &TestPaper, headline: &str, lead: &str, inside: &str) -> String {
    let id = paper.file(&Draft::of(headline)).await;
    let json = serde_json::json!({ "type": "doc", "content": [
        { "type": "paragraph", "attrs": { "id": "a" }, "content": [{ "type": "text", "text": "Text." }] },
        { "type": "picture", "attrs": { "id": "b", "picture": inside, "source": "https://agency.example/x.jpg", "alt": "Inside" },
          "content": [{ "type": "text", "text": "A caption inside." }] },
    ]});
    let copy = Copy {
        headline: headline.to_owned(),
        document: courant_text::json::read(&json.to_string()).unwrap(),
        section_id: paper.sections.get("local").cloned(),
        picture_id: Some(lead.to_owned()),
        ..Copy::default()
    };
    act!(paper, file_story::revise, &Actor::Console, &id, copy).unwrap();
    paper.put_out(&id, Dated::Now, "").await.path
}

async fn rights_that_end_take_a_picture_down_everywhere_and_new_ones_bring_it_back(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.colleague(&[Role::Chief]).await;
    let lead = paper.picture_of(&chief, "lead.jpg", &pictures::jpeg(1300, 800)).await;
    let inside = paper.picture_of(&chief, "inside.jpg", &pictures::jpeg(700, 500)).await;
    paper.work_off().await;
    let fields = [
        ("alt", "The quay"),
        ("caption", "The quay at dawn."),
        ("credit", "Oda Lind"),
    ];
    let path = story_with(&paper, "Quay", &lead, &inside).await;
    assert_eq!(
        paper
            .send_as(&chief, &format!("/desk/pictures/{lead}"), &fields)
            .await
            .status,
        303
    );
    let shown = paper.picture(&lead).await.renditions();
    assert!(
        ["image/jpeg", "image/webp", "image/avif"]
            .iter()
            .all(|mime| shown.iter().any(|one| one.mime == *mime))
    );
    let of_inside = paper.picture(&inside).await.renditions();
    let ways = [
        path.as_str(),
        "/",
        "/local",
        "/latest",
        "/feed.xml",
        "/atom.xml",
        "/feed.json",
    ];
    let shows = async |renditions: &[Rendition], way: &str| {
        let text = paper.get(way).await.text();
        renditions.iter().any(|one| text.contains(&one.hash))
    };
    for way in ways {
        assert!(shows(&shown, way).await, "{way}");
    }
    let oembed = format!("/oembed?url={}{path}", paper.url);
    assert!(shows(&shown, &oembed).await);
    let page = paper.get(&path).await;
    assert!(page.contains("og:image") && page.contains("A caption inside."));

    // On the last day it stands; the day ends in Lisbon.
    for id in [&lead, &inside] {
        let set = [("until", "2026-11-23"), ("time", "")];
        assert_eq!(
            paper
                .send_as(&chief, &format!("/desk/pictures/{id}/rights"), &set)
                .await
                .status,
            303
        );
    }
    let desk = paper.get_as(&chief, "/desk/pictures").await;
    assert!(
        desk.contains("2 pictures that readers see lose their rights"),
        "{}",
        desk.text()
    );
    paper.pass(12 * HOUR - 1);
    paper.look().await;
    assert!(shows(&shown, &path).await);
    paper.pass(1);
    paper.look().await;
    paper.look().await;
    paper.until(&path, |answer| !answer.contains("og:image")).await;
    for way in ways.into_iter().chain([oembed.as_str()]) {
        let answer = paper.until(way, |answer| !answer.contains("/media/")).await;
        assert_eq!(answer.status, 200, "{way}");
        assert!(!shows(&shown, way).await && !shows(&of_inside, way).await, "{way}");
    }
    let page = paper.get(&path).await;
    assert!(!page.contains("A caption inside.") && !page.contains("agency.example") && page.contains("Text."));
    for one in shown.iter().chain(&of_inside) {
        assert_eq!(paper.get(&address(one)).await.status, 410);
    }
    // A story that is put out again does not bring it back, and the desk still sees it.
    let again = story_with(&paper, "Again", &lead, &inside).await;
    assert!(!shows(&shown, &again).await);
    let image = paper
        .get_as(&chief, &format!("/desk/pictures/{lead}/image?width=320"))
        .await;
    assert_eq!((image.status, image.says("content-type").as_str()), (200, "image/jpeg"));
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let told = q!(tx, ledger::about(&format!("picture:{lead}"), i64::MAX, 99)).unwrap();
    assert_eq!(told.iter().filter(|entry| entry.act == "expire").count(), 1);
    drop(tx);
    // By hand it does not come back before it has new rights.
    assert_eq!(
        paper
            .send_as(&chief, &format!("/desk/pictures/{lead}/up"), &[])
            .await
            .status,
        422
    );
    let renew = [("until", ""), ("time", "")];
    assert_eq!(
        paper
            .send_as(&chief, &format!("/desk/pictures/{lead}/rights"), &renew)
            .await
            .status,
        303
    );
    for way in ways {
        assert!(shows(&shown, way).await, "{way}");
    }
    for one in &shown {
        assert_eq!(paper.get(&address(one)).await.status, 200);
    }
    // By hand, and back.
    for (verb, status) in [("down", 410), ("up", 200)] {
        assert_eq!(
            paper
                .send_as(&chief, &format!("/desk/pictures/{lead}/{verb}"), &[])
                .await
                .status,
            303
        );
        assert_eq!(paper.get(&address(&shown[0])).await.status, status);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_nodes_one_takes_a_picture_down() {
    let Some(scratch) = Scratch::new(On::Postgres).await else {
        return;
    };
    let first = TestPaper::empty(scratch).await;
    let second = first.second_node().await;
    let chief = first.colleague(&[Role::Chief]).await;
    let id = first.picture_of(&chief, "a.jpg", &pictures::jpeg(400, 300)).await;
    let path = story_with(&first, "Quay", &id, &id).await;
    second.until(&path, |answer| answer.contains("/media/")).await;
    first
        .send_as(
            &chief,
            &format!("/desk/pictures/{id}/rights"),
            &[("until", "2026-11-23")],
        )
        .await;
    first.pass(13 * HOUR);
    let (mut one, mut other) = (Memory::default(), Memory::default());
    let (a, b) = tokio::join!(
        scheduler::step(&first.newsroom, &mut one),
        scheduler::step(&second.newsroom, &mut other)
    );
    a.unwrap();
    b.unwrap();
    for node in [&first, &second] {
        node.until(&path, |answer| !answer.contains("/media/")).await;
    }
    let mut tx = first.newsroom.store.read().await.unwrap();
    let told = q!(tx, ledger::about(&format!("picture:{id}"), i64::MAX, 99)).unwrap();
    assert_eq!(told.iter().filter(|entry| entry.act == "expire").count(), 1);
}

async fn another_file_takes_the_place_in_every_story_and_the_old_one_comes_back(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.colleague(&[Role::Chief]).await;
    let id = paper.picture_of(&chief, "old.jpg", &pictures::jpeg(900, 600)).await;
    paper.work_off().await;
    let path = story_with(&paper, "Quay", &id, &id).await;
    let old = paper.picture(&id).await.renditions();
    assert!(paper.get(&path).await.contains(&old[0].hash));
    let place = format!("/desk/pictures/{id}/replace");
    let bad = paper.files_as(&chief, &place, &[("file", "no.jpg", b"hello")]).await;
    assert!(bad.status == 422 && bad.contains("not a picture"), "{}", bad.text());
    let bytes = pictures::halves(800, 500);
    let done = paper.files_as(&chief, &place, &[("file", "new.png", &bytes)]).await;
    assert_eq!(done.status, 303, "{}", done.text());
    paper.work_off().await;
    let new = paper.picture(&id).await;
    assert_eq!((new.width, new.file_name.as_str()), (800, "new.png"));
    let page = paper
        .until(&path, |answer| answer.contains(&new.renditions()[0].hash))
        .await;
    for one in &old {
        assert!(!page.contains(&one.hash));
        assert_eq!(paper.get(&address(one)).await.status, 410);
    }
    let same = paper.files_as(&chief, &place, &[("file", "new.png", &bytes)]).await;
    assert_eq!(same.status, 422);
    assert_eq!(
        paper
            .send_as(&chief, &format!("/desk/pictures/{id}/undo"), &[])
            .await
            .status,
        303
    );
    let page = paper.until(&path, |answer| answer.contains(&old[0].hash)).await;
    assert!(!page.contains(&new.renditions()[0].hash));
    for one in &old {
        assert_eq!(paper.get(&address(one)).await.status, 200);
    }
    assert_eq!(paper.get(&address(&new.renditions()[0])).await.status, 410);
}

async fn the_focal_point_moves_every_crop(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.colleague(&[Role::Chief]).await;
    let id = paper.picture_of(&chief, "wide.png", &pictures::halves(2400, 500)).await;
    let path = story_with(&paper, "Quay", &id, &id).await;
    let mut seen = Vec::new();
    for (x, classes, red) in [("0", "fx0 fy4", true), ("100", "fx10 fy4", false)] {
        let fields = [("alt", ""), ("focus-x", x), ("focus-y", "40")];
        assert_eq!(
            paper
                .send_as(&chief, &format!("/desk/pictures/{id}"), &fields)
                .await
                .status,
            303
        );
        paper.work_off().await;
        let picture = paper.picture(&id).await;
        let card = picture.renditions().into_iter().find(|one| one.share).unwrap();
        let bytes = paper.get(&address(&card)).await.body;
        let middle = image::load_from_memory(&bytes).unwrap().to_rgb8();
        let pixel = middle.get_pixel(middle.width() / 2, middle.height() / 2).0;
        assert_eq!(pixel[0] > pixel[2], red, "{pixel:?}");
        let page = paper.until(&path, |answer| answer.contains(&card.hash)).await;
        assert!(page.contains(&format!("class=\"{classes}\"")), "{}", page.text());
        seen.push(card.hash);
    }
    assert_ne!(seen[0], seen[1]);
    for (x, y) in [("101", "0"), ("-1", "0"), ("x", "0"), ("NaN", "0")] {
        let fields = [("focus-x", x), ("focus-y", y)];
        assert_eq!(
            paper
                .send_as(&chief, &format!("/desk/pictures/{id}"), &fields)
                .await
                .status,
            422
        );
    }
}

async fn nothing_of_place_or_camera_is_sent_to_anybody(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let ana = paper.colleague(&[Role::Reporter]).await;
    let bytes = pictures::placed(700, 500);
    for secret in pictures::SECRETS {
        assert!(bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
    }
    let id = paper.picture_of(&ana, "DSC_1.jpg", &bytes).await;
    paper.work_off().await;
    let picture = paper.picture(&id).await;
    assert_eq!(
        (
            picture.caption.as_str(),
            picture.credit.as_str(),
            picture.copyright.as_str()
        ),
        ("The ferry at the quay", "Oda Lind", "(c) Oda Lind")
    );
    for one in picture.renditions() {
        let sent = paper.get(&address(&one)).await;
        assert_eq!(sent.status, 200);
        for mark in pictures::SECRETS.into_iter().chain(["Exif", "Oda Lind"]) {
            assert!(
                !sent.body.windows(mark.len()).any(|window| window == mark.as_bytes()),
                "{mark}"
            );
        }
    }
    // The original is kept, and nobody gets it by its name.
    let original = paper.newsroom.blobs.get_private(&picture.hash).await.unwrap();
    assert_eq!(original.unwrap().as_ref(), bytes);
    for end in ["jpg", "png", "webp", "gif", "pdf"] {
        let path = format!("/media/{}/{}.{end}", picture.hash, picture.name);
        assert_eq!(paper.get(&path).await.status, 404, "{path}");
    }
    // Nor one that came before originals lay apart.
    paper.newsroom.blobs.put(bytes.into()).await.unwrap();
    let path = format!("/media/{}/{}.jpg", picture.hash, picture.name);
    assert_eq!(paper.get(&path).await.status, 404);
    for path in [
        "/media/originals/x.jpg",
        "/media/uploads/x.jpg",
        "/media/..%2foriginals/x.jpg",
    ] {
        assert!(matches!(paper.get(path).await.status, 400 | 404), "{path}");
    }
}

async fn a_reporter_changes_their_own_picture_until_readers_see_it(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let ana = paper.colleague(&[Role::Reporter]).await;
    let rui = paper.colleague(&[Role::Reporter]).await;
    let editor = paper.colleague(&[Role::Editor]).await;
    let id = paper.picture_of(&ana, "a.jpg", &pictures::jpeg(400, 300)).await;
    let keep = format!("/desk/pictures/{id}");
    let fields = [("alt", "A quay")];
    assert_eq!(paper.send_as(&ana, &keep, &fields).await.status, 303);
    assert_eq!(paper.send_as(&rui, &keep, &fields).await.status, 403);
    assert_eq!(paper.send_as(&ana, &format!("{keep}/down"), &[]).await.status, 403);
    let many = [(format!("alt-{id}"), "A pier".to_owned())];
    let many: Vec<(&str, &str)> = many
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(paper.send_as(&rui, "/desk/pictures/describe", &many).await.status, 403);
    assert_eq!(paper.send_as(&ana, "/desk/pictures/describe", &many).await.status, 303);
    story_with(&paper, "Quay", &id, &id).await;
    for verb in ["", "/undo"] {
        assert_eq!(
            paper.send_as(&ana, &format!("{keep}{verb}"), &fields).await.status,
            403,
            "{verb}"
        );
    }
    let file = pictures::jpeg(401, 300);
    assert_eq!(
        paper
            .files_as(&ana, &format!("{keep}/replace"), &[("file", "b.jpg", &file)])
            .await
            .status,
        403
    );
    assert_eq!(
        paper
            .send_as(&editor, &keep, &[("alt", "A quay at night")])
            .await
            .status,
        303
    );
    assert_eq!(paper.picture(&id).await.alt, "A quay at night");
}

async fn the_library_finds_by_words_and_by_what_is_lacking(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    let chief = paper.colleague(&[Role::Chief]).await;
    let ana = paper.colleague(&[Role::Reporter]).await;
    let ferry = paper.picture_of(&chief, "DSC_0815.jpg", &pictures::jpeg(120, 80)).await;
    let crane = paper.picture_of(&ana, "crane.jpg", &pictures::jpeg(121, 80)).await;
    let words = [
        ("alt", "A white ferry"),
        ("caption", "São João sails."),
        ("credit", "Oda Lind"),
    ];
    paper.send_as(&chief, &format!("/desk/pictures/{ferry}"), &words).await;
    story_with(&paper, "Harbour fees rise", &crane, &crane).await;
    let found = async |query: &str| {
        let page = paper.get_as(&chief, &format!("/desk/pictures?{query}")).await;
        assert_eq!(page.status, 200, "{query}");
        (
            page.contains(&format!("href=\"/desk/pictures/{ferry}\"")),
            page.contains(&format!("href=\"/desk/pictures/{crane}\"")),
        )
    };
    for (query, wanted) in [
        ("", (true, true)),
        ("q=sao+joao", (true, false)),
        ("q=lind", (true, false)),
        ("q=s", (true, false)),
        ("q=f+h", (false, true)),
        ("q=dsc+0815", (true, false)),
        ("q=harbour+fees", (false, true)),
        ("q=white+crane", (false, false)),
        ("q=%E2%80%A6", (false, false)),
        ("which=unused", (true, false)),
        ("which=without-alt", (false, true)),
        ("which=without-credit", (false, true)),
        ("which=ending", (false, false)),
        ("which=down", (false, false)),
        ("mine=1", (true, false)),
        ("q=crane&which=unused", (false, false)),
        ("before=1", (false, false)),
    ] {
        assert_eq!(found(query).await, wanted, "{query}");
    }
    let set = [("until", "2026-11-30")];
    paper
        .send_as(&chief, &format!("/desk/pictures/{crane}/rights"), &set)
        .await;
    assert_eq!(found("which=ending").await, (false, true));
    assert_eq!(found("q=crane&which=ending").await, (false, true));
    paper.pass(10 * DAY);
    paper.look().await;
    assert_eq!(found("which=down").await, (false, true));
    assert_eq!(found("q=crane&which=down").await, (false, true));
    // A picker offers only what may be shown.
    let picker = paper.get_as(&chief, "/desk/find/pictures?q=crane").await;
    assert_eq!(picker.text(), "[]");
    let sheet = paper.get_as(&chief, &format!("/desk/pictures/{crane}")).await;
    assert!(sheet.contains("Harbour fees rise") && sheet.contains("Its rights ended"));
}
