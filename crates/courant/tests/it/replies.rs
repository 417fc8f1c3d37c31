//! Readers answer: what stands, what waits, what is refused, and that their text is never lost.
//! Run by `cargo test`, on both engines.

use crate::harness::{Answer, Draft, Page, TestPaper};
use courant_model::reply::ReplyState;
use courant_newsroom::commands::publish_story::Dated;
use courant_store::on_both;
use courant_store::scratch::Scratch;
use std::time::Instant;

on_both!(
    a_reply_waits_for_approval_and_only_its_writer_sees_it,
    a_reply_approved_by_a_second_process_shows_on_the_cached_page,
    a_reply_to_an_open_section_stands_at_once,
    replies_close_by_section_and_by_time,
    a_missing_stamp_leads_to_a_page_that_asks_again,
    whatever_is_refused_the_text_comes_back,
    a_client_that_sends_too_often_is_asked_to_wait,
    answers_stand_under_what_they_answer,
    a_form_from_another_site_is_refused,
    an_error_is_reported_to_the_newsroom_alone,
);

struct Sheet {
    story: String,
    stamp: String,
}

async fn sheet(paper: &TestPaper, path: &str) -> Sheet {
    let (story, stamp) = paper.page(path).await.reply_stamp();
    Sheet { story, stamp }
}

impl Sheet {
    fn fields<'s>(&'s self, text: &'s str) -> Vec<(&'static str, &'s str)> {
        vec![
            ("story", &self.story),
            ("stamp", &self.stamp),
            ("parent", ""),
            ("website", ""),
            ("name", "Ana Sousa"),
            ("email", "ana@example.org"),
            ("text", text),
        ]
    }
}

fn with<'f>(
    mut fields: Vec<(&'static str, &'f str)>,
    name: &'static str,
    value: &'f str,
) -> Vec<(&'static str, &'f str)> {
    fields.retain(|(known, _)| *known != name);
    fields.push((name, value));
    fields
}

async fn with_story(scratch: Scratch, section: &'static str) -> (TestPaper, Sheet) {
    let paper = TestPaper::empty(scratch).await;
    paper
        .publish(&Draft {
            section,
            slug: "ferry",
            ..Draft::of("The ferry runs")
        })
        .await;
    let sheet = sheet(&paper, &format!("/{section}/ferry")).await;
    (paper, sheet)
}

fn id_of(answer: &Answer) -> String {
    let location = answer.says("location");
    let path = location.split('?').next().unwrap();
    path.strip_prefix("/replies/").unwrap().to_owned()
}

/// The text of the form that an answer brings back, wherever it stands in it.
fn kept_text(answer: &Answer) -> String {
    let page = Page::read(&answer.text());
    assert_eq!(page.dangers(), Vec::<String>::new());
    page.text("textarea").unwrap_or_default()
}

async fn a_reply_waits_for_approval_and_only_its_writer_sees_it(scratch: Scratch) {
    let (paper, sheet) = with_story(scratch, "local").await;
    let answer = paper
        .post("/replies", &sheet.fields("A *mild* word about Gloriana."))
        .await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(answer.says("cache-control"), "private, no-store");
    let location = answer.says("location");
    assert!(
        location.starts_with("/replies/") && location.contains("?key="),
        "{location}"
    );
    let own = paper.get(&location).await;
    assert_eq!(
        (own.status, own.says("cache-control").as_str()),
        (200, "private, no-store")
    );
    let own = Page::read(&own.text());
    assert_eq!(
        own.text(".reply.own .said").as_deref(),
        Some("A mild word about Gloriana.")
    );
    assert!(own.has(".reply.own .said em"));
    assert_eq!(
        own.attribute("meta[name=robots]", "content").as_deref(),
        Some("noindex")
    );
    let id = id_of(&answer);
    for other in [
        format!("/replies/{id}"),
        format!("/replies/{id}?key=x"),
        format!("/replies/{id}?key="),
    ] {
        let answer = paper.get(&other).await;
        assert_eq!(answer.status, 404, "{other}");
        assert!(!answer.contains("Gloriana"));
        assert!(answer.says("cache-control").contains("no-store"), "{other}");
    }
    for public in ["/local/ferry", "/feed.xml", "/search?q=Gloriana"] {
        assert!(
            !Page::read(&paper.get(public).await.text()).has(".reply .said"),
            "{public}"
        );
    }
    // Refused and spam are seen by nobody, the writer's key or not; approval can still come.
    for state in [ReplyState::Refused, ReplyState::Spam] {
        paper.decide(&id, state).await;
        assert_eq!(paper.get(&location).await.status, 404);
    }
    paper.decide(&id, ReplyState::Approved).await;
    paper.until("/local/ferry", |answer| answer.contains("Gloriana")).await;
    let public = paper.get(&format!("/replies/{id}")).await;
    assert_eq!((public.status, public.contains("Gloriana")), (200, true));
    paper.decide(&id, ReplyState::Spam).await;
    paper.until("/local/ferry", |answer| !answer.contains("Gloriana")).await;
    assert_eq!(paper.get(&format!("/replies/{id}")).await.status, 404);
}

async fn a_reply_approved_by_a_second_process_shows_on_the_cached_page(scratch: Scratch) {
    let (paper, sheet) = with_story(scratch, "local").await;
    let beside = paper.beside().await;
    let mut slowest = std::time::Duration::ZERO;
    for n in 0..5 {
        let text = format!("Word number{n}end of the ferry.");
        let answer = paper.post("/replies", &sheet.fields(&text)).await;
        let id = id_of(&answer);
        assert!(!paper.get("/local/ferry").await.contains(&format!("number{n}end")));
        let mut tx = beside.store.write().await.unwrap();
        courant_newsroom::commands::decide_reply::run(
            &mut tx,
            &beside.house,
            &courant_model::actor::Actor::Console,
            &id,
            ReplyState::Approved,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let begun = Instant::now();
        paper
            .until("/local/ferry", |answer| answer.contains(&format!("number{n}end")))
            .await;
        slowest = slowest.max(begun.elapsed());
    }
    println!("a foreign approval showed after at most {slowest:?} (250 ms are promised)");
}

async fn a_reply_to_an_open_section_stands_at_once(scratch: Scratch) {
    let (paper, sheet) = with_story(scratch, "economy").await;
    let answer = paper
        .post("/replies", &sheet.fields("First!\n\n> quoted\n\nhttps://example.org/a"))
        .await;
    assert_eq!(answer.status, 303);
    assert!(!answer.says("location").contains("key="), "{}", answer.says("location"));
    let page = paper.page("/economy/ferry").await;
    assert!(page.has(".reply .said blockquote"));
    let link = page.attribute(".reply .said a", "rel").unwrap_or_default();
    assert!(link.contains("nofollow") && link.contains("ugc"), "{link}");
    assert_eq!(page.texts(".reply .from b"), ["Ana Sousa"]);
}

async fn replies_close_by_section_and_by_time(scratch: Scratch) {
    let (paper, open) = with_story(scratch, "economy").await;
    paper
        .publish(&Draft {
            section: "us-politics",
            slug: "vote",
            ..Draft::of("A vote")
        })
        .await;
    let old = Dated::At(crate::harness::NOW - 15 * courant_model::time::DAY);
    paper
        .publish(&Draft {
            slug: "old",
            dated: old,
            ..Draft::of("Long ago")
        })
        .await;
    for path in ["/us-politics/vote", "/local/old"] {
        let page = paper.page(path).await;
        assert!(!page.has(".reply-form"), "{path}");
        let story = page
            .attribute("form.report input[name=story], .report input[name=story]", "value")
            .unwrap();
        let stamp = page.attribute(".report input[name=stamp]", "value").unwrap();
        let fields = with(open.fields("Too late, Gloriana."), "story", &story);
        let answer = paper.post("/replies", &with(fields, "stamp", &stamp)).await;
        assert_eq!(answer.status, 403, "{path}");
        assert!(kept_text(&answer).contains("Too late, Gloriana."), "{path}");
    }
}

async fn a_missing_stamp_leads_to_a_page_that_asks_again(scratch: Scratch) {
    let (paper, sheet) = with_story(scratch, "economy").await;
    let text = "Two  spaces,\n<b>tags</b> & \"quotes\"\n\nkept.";
    let answer = paper.post("/replies", &with(sheet.fields(text), "stamp", "")).await;
    assert_eq!(
        (answer.status, answer.says("cache-control").as_str()),
        (200, "private, no-store")
    );
    let page = Page::read(&answer.text());
    assert_eq!(page.dangers(), Vec::<String>::new());
    assert!(
        !paper.get("/economy/ferry").await.contains("kept."),
        "nothing stands yet"
    );
    // Sending the page as it is sends the reply.
    let value = |name: &str| {
        page.attribute(&format!("main form [name={name}]"), "value")
            .unwrap_or_default()
    };
    let (story, stamp, name, email) = (value("story"), value("stamp"), value("name"), value("email"));
    let typed = page.raw_text("main form textarea").unwrap();
    assert_eq!(typed, text);
    let again = [
        ("story", story.as_str()),
        ("stamp", &stamp),
        ("name", &name),
        ("email", &email),
        ("text", &typed),
    ];
    assert_eq!(paper.post("/replies", &again).await.status, 303);
    assert!(paper.get("/economy/ferry").await.contains("kept."));
}

async fn whatever_is_refused_the_text_comes_back(scratch: Scratch) {
    let (paper, sheet) = with_story(scratch, "economy").await;
    paper
        .publish(&Draft {
            section: "economy",
            slug: "other",
            ..Draft::of("Another story")
        })
        .await;
    let other = self::sheet(&paper, "/economy/other").await;
    let stands = paper.post("/replies", &sheet.fields("It stands there already.")).await;
    let elsewhere = paper.post("/replies", &other.fields("Under another story.")).await;
    assert_eq!((stands.status, elsewhere.status), (303, 303));
    let elsewhere = id_of(&elsewhere);
    let text = "My long considered words about Gloriana.";
    let forged = format!("{}x", sheet.stamp);
    let many = format!("{text} {}", "https://a.example ".repeat(5));
    let long = format!("{text} {}", "long ".repeat(1_200));
    let plain = || sheet.fields(text);
    for (what, fields, status) in [
        ("a forged stamp", with(plain(), "stamp", &forged), 403),
        ("the stamp of another story", with(plain(), "stamp", &other.stamp), 403),
        ("a filled trap", with(plain(), "website", "http://spam.example"), 403),
        ("no name", with(plain(), "name", " \u{200b} "), 422),
        ("no address", with(plain(), "email", ""), 422),
        ("half an address", with(plain(), "email", "ana@example"), 422),
        (
            "two addresses",
            with(plain(), "email", "a@example.org\r\nBcc: b@example.org"),
            422,
        ),
        ("too many links", sheet.fields(&many), 422),
        ("too long", sheet.fields(&long), 422),
        (
            "an answer to another story's reply",
            with(plain(), "parent", &elsewhere),
            422,
        ),
        ("an answer to nothing", with(plain(), "parent", "01NOTHING"), 422),
    ] {
        let answer = paper.post("/replies", &fields).await;
        assert_eq!(answer.status, status, "{what}");
        assert_eq!(answer.says("cache-control"), "private, no-store", "{what}");
        assert!(kept_text(&answer).contains(text), "{what}");
        let page = Page::read(&answer.text());
        assert!(page.text("[role=alert]").is_some_and(|why| why.len() > 10), "{what}");
    }
    let twice = paper.post("/replies", &sheet.fields("it stands THERE, already")).await;
    assert_eq!(twice.status, 409);
    assert!(kept_text(&twice).contains("it stands THERE, already"));
    assert_eq!(paper.post("/replies", &sheet.fields("  ")).await.status, 422);
    assert_eq!(
        paper.post("/replies", &with(plain(), "story", "nothing")).await.status / 100,
        4
    );
    let page = paper.page("/economy/ferry").await;
    assert_eq!(page.texts(".reply .said").len(), 1, "nothing that was refused stands");
}

async fn a_client_that_sends_too_often_is_asked_to_wait(scratch: Scratch) {
    let (paper, sheet) = with_story(scratch, "economy").await;
    let mut refused = None;
    for n in 0..8 {
        let text = format!("Reply of my own, number {n}.");
        let answer = paper.post_as("203.0.113.9", "/replies", &sheet.fields(&text)).await;
        if answer.status == 429 {
            assert!(kept_text(&answer).contains(&text));
            assert!(answer.says("retry-after").parse::<u64>().unwrap() > 0);
            refused = Some(n);
            break;
        }
        assert_eq!(answer.status, 303);
    }
    assert_eq!(refused, Some(6));
    // Another reader is not held up by it.
    let other = paper
        .post_as("203.0.113.10", "/replies", &sheet.fields("Somebody else."))
        .await;
    assert_eq!(other.status, 303);
}

async fn answers_stand_under_what_they_answer(scratch: Scratch) {
    let (paper, sheet) = with_story(scratch, "economy").await;
    let mut parent = String::new();
    for depth in 0..6 {
        let text = format!("Level {depth} of the thread.");
        let answer = paper
            .post("/replies", &with(sheet.fields(&text), "parent", &parent))
            .await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        parent = id_of(&answer);
    }
    let alone = paper.post("/replies", &sheet.fields("A thread of its own.")).await;
    assert_eq!(alone.status, 303);
    let page = paper.page("/economy/ferry").await;
    assert_eq!(page.texts(".threads > li").len(), 2);
    assert_eq!(page.texts(".threads .reply").len(), 7, "each once");
    assert_eq!(
        page.text(".threads > li > ol > li > .reply .said").as_deref(),
        Some("Level 1 of the thread.")
    );
    // The page of a reply has a form that answers it.
    let one = paper.page(&format!("/replies/{parent}")).await;
    assert_eq!(
        one.attribute(".reply-form input[name=parent]", "value"),
        Some(parent.clone())
    );
    assert!(one.contains_text("Level 5 of the thread."));
}

async fn a_form_from_another_site_is_refused(scratch: Scratch) {
    let (paper, sheet) = with_story(scratch, "economy").await;
    let own = paper.url.clone();
    let try_with = async |headers: &[(&str, &str)], n: u32| {
        let text = format!("From elsewhere {n}.");
        let body = crate::harness::form(&sheet.fields(&text));
        let client = format!("10.9.9.{n}");
        let mut all = vec![("x-forwarded-for", client.as_str())];
        all.extend_from_slice(headers);
        paper.call("POST", "/replies", &all, body.as_bytes()).await.status
    };
    let foreign: [&[(&str, &str)]; 6] = [
        &[("sec-fetch-site", "cross-site"), ("origin", &own)],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[("origin", "http://127.0.0.1:1")],
        &[("origin", "http://127.0.0.1.evil.example")],
    ];
    for (n, headers) in (0..).zip(foreign) {
        assert_eq!(try_with(headers, n).await, 403, "{headers:?}");
    }
    let ours: [&[(&str, &str)]; 3] = [
        &[("sec-fetch-site", "same-origin"), ("origin", &own)],
        &[("origin", &own)],
        // A program of the reader's own says nothing.
        &[],
    ];
    for (n, headers) in (100..).zip(ours) {
        assert_eq!(try_with(headers, n).await, 303, "{headers:?}");
    }
}

async fn an_error_is_reported_to_the_newsroom_alone(scratch: Scratch) {
    let (paper, sheet) = with_story(scratch, "local").await;
    let fields = [
        ("story", sheet.story.as_str()),
        ("stamp", sheet.stamp.as_str()),
        ("quote", "The ferry"),
        ("text", "Gloriana is a barge."),
        ("email", "reporter@example.org"),
    ];
    let answer = paper.post("/report", &fields).await;
    assert_eq!(
        (answer.status, answer.says("cache-control").as_str()),
        (200, "private, no-store")
    );
    let mut tx = paper.newsroom.store.read().await.unwrap();
    let kept = courant_store::q!(tx, replies::reports(10)).unwrap();
    assert_eq!((kept.len(), kept[0].body.as_str()), (1, "Gloriana is a barge."));
    drop(tx);
    for (path, (answer, _)) in crate::site::crawl(&paper).await {
        assert!(!answer.contains("Gloriana"), "{path}");
    }
    let mut robot = fields.to_vec();
    robot.push(("website", "x"));
    assert_eq!(paper.post("/report", &robot).await.status, 403);
}
