//! Pages from memory: answered as HTTP says, the same for every reader, and never older than what was published.
//! Run by `cargo test`, on both engines.

use crate::harness::{Draft, TestPaper, path_of, until};
use courant_model::reply::ReplyState;
use courant_store::on_both;
use courant_store::scratch::Scratch;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

on_both!(
    a_reader_who_has_the_page_is_told_so,
    head_is_get_without_its_body,
    every_encoding_holds_the_same_page,
    a_parameter_that_no_route_knows_gets_the_same_page_from_memory,
    a_list_has_as_many_pages_as_it_needs_and_no_more,
    a_page_rendered_before_an_update_never_returns_after_it,
    a_reader_who_is_told_that_a_reply_stands_finds_it_there,
    a_page_turns_when_its_replies_close,
    a_cdn_is_told_how_long_to_keep_a_page_and_by_what_to_purge_it,
);

async fn with_a_story(scratch: Scratch) -> TestPaper {
    let paper = TestPaper::empty(scratch).await;
    let html = format!("<p>{}</p>", "The ferry runs again. ".repeat(60));
    paper
        .publish(&Draft {
            html: &html,
            slug: "ferry",
            ..Draft::of("The ferry runs again")
        })
        .await;
    paper.until("/local/ferry", |answer| answer.status == 200).await;
    paper
}

/// Pages that do not print a stamp, so that two renders of them are alike.
const LISTS: [&str; 9] = [
    "/",
    "/latest",
    "/local",
    "/feed.xml",
    "/atom.xml",
    "/feed.json",
    "/sitemap.xml",
    "/news-sitemap.xml",
    "/local/ferry",
];

async fn a_reader_who_has_the_page_is_told_so(scratch: Scratch) {
    let paper = with_a_story(scratch).await;
    // A page says when it last changed once that is some seconds ago: a date counts whole seconds.
    paper.pass(10_000_000);
    let mut dated = 0;
    for path in LISTS {
        let whole = paper.get(path).await;
        let etag = whole.header("etag").unwrap_or_else(|| panic!("{path} has no ETag"));
        for known in [
            etag.clone(),
            format!("\"other\", {etag}"),
            format!("W/{etag}"),
            "*".to_owned(),
        ] {
            let answer = paper.get_with(path, &[("if-none-match", &known)]).await;
            assert_eq!((answer.status, answer.body.len()), (304, 0), "{path} {known}");
            assert_eq!(answer.header("etag").as_ref(), Some(&etag), "{path}");
            assert_eq!(answer.says("cache-control"), "no-cache", "{path}");
            assert!(answer.header("vary").is_some(), "{path}");
        }
        let other = paper.get_with(path, &[("if-none-match", "\"other\"")]).await;
        assert_eq!(other.status, 200, "{path}");
        if let Some(date) = whole.header("last-modified") {
            dated += 1;
            for (since, status) in [(date.as_str(), 304), ("Sun, 06 Nov 1994 08:49:37 GMT", 200)] {
                let answer = paper.get_with(path, &[("if-modified-since", since)]).await;
                assert_eq!(answer.status, status, "{path} since {since}");
            }
            // The tag is the better witness when both are sent (RFC 9110, 13.2.2).
            let both = [("if-none-match", "\"other\""), ("if-modified-since", date.as_str())];
            assert_eq!(paper.get_with(path, &both).await.status, 200, "{path}");
        }
    }
    assert!(dated > 0);
    // Whoever has the page of before an update gets the one of after it.
    let old = paper.get("/local").await.says("last-modified");
    let story = paper.page("/local/ferry").await.reply_stamp().0;
    paper.update(&story, &Draft::of("The ferry stands still")).await;
    paper.until("/local", |answer| answer.contains("stands still")).await;
    let answer = paper.get_with("/local", &[("if-modified-since", &old)]).await;
    assert_eq!(answer.status, 200);
}

async fn head_is_get_without_its_body(scratch: Scratch) {
    let paper = with_a_story(scratch).await;
    for path in LISTS.into_iter().chain(["/local/nothing", "/robots.txt"]) {
        let got = paper.get(path).await;
        let head = paper.call("HEAD", path, &[], b"").await;
        assert_eq!((head.status, head.body.len()), (got.status, 0), "{path}");
        for name in [
            "content-type",
            "content-length",
            "etag",
            "cache-control",
            "vary",
            "content-security-policy",
        ] {
            assert_eq!(head.header(name), got.header(name), "{name} of {path}");
        }
    }
}

async fn every_encoding_holds_the_same_page(scratch: Scratch) {
    let paper = with_a_story(scratch).await;
    // A page leaves the cache at any time, and a new render would print a new stamp; the clock stands, so it does not.
    for path in LISTS.into_iter().filter(|path| !path.ends_with("sitemap.xml")) {
        let plain = paper.get(path).await;
        let mut tags = vec![plain.says("etag")];
        for encoding in ["br", "zstd", "gzip"] {
            for _ in 0..3 {
                let answer = paper.get_with(path, &[("accept-encoding", encoding)]).await;
                assert_eq!(answer.status, 200);
                assert_eq!(answer.says("content-encoding"), encoding, "{path}");
                assert_eq!(answer.decoded(), plain.body, "{path} in {encoding}");
                assert!(answer.body.len() < plain.body.len(), "{path} in {encoding}");
                let etag = answer.says("etag");
                let known = paper
                    .get_with(path, &[("accept-encoding", encoding), ("if-none-match", &etag)])
                    .await;
                assert_eq!(known.status, 304, "{path} in {encoding}");
                tags.push(etag);
            }
        }
        assert!(tags.iter().skip(1).all(|tag| *tag != tags[0]), "{tags:?}");
        let refused = paper.get_with(path, &[("accept-encoding", "br;q=0, gzip;q=0")]).await;
        assert_eq!(refused.header("content-encoding"), None, "{path}");
    }
}

async fn a_parameter_that_no_route_knows_gets_the_same_page_from_memory(scratch: Scratch) {
    let paper = with_a_story(scratch).await;
    // The page prints a stamp with the time of its render: while it is the same, nothing was rendered.
    let kept = until("the story is kept in memory", || async {
        let first = paper.get("/local/ferry").await;
        paper.pass(1_000);
        let second = paper.get("/local/ferry").await;
        (first.body == second.body).then_some(second)
    })
    .await;
    for address in [
        "/local/ferry?utm_source=x",
        "/local/ferry?fbclid=1&utm_medium=y",
        "/local/ferry?page=1",
        "/local/ferry?",
    ] {
        paper.pass(1_000);
        let answer = paper.get(address).await;
        assert_eq!(answer.says("etag"), kept.says("etag"), "{address}");
        assert_eq!(answer.body, kept.body, "{address}");
    }
    let with_cookie = paper
        .get_with("/local/ferry", &[("cookie", "a=b"), ("accept-language", "de")])
        .await;
    assert_eq!(with_cookie.body, kept.body);
}

async fn a_list_has_as_many_pages_as_it_needs_and_no_more(scratch: Scratch) {
    let paper = TestPaper::empty(scratch).await;
    paper.fill_section("local", 41).await;
    paper.until("/local?page=3", |answer| answer.status == 200).await;
    let mut seen = Vec::new();
    for path in ["/local", "/local?page=2", "/local?page=3"] {
        let page = paper.page(path).await;
        assert_eq!(
            page.attribute("link[rel=canonical]", "href").unwrap(),
            format!("{}{path}", paper.url)
        );
        seen.extend(page.attributes("main article h2 a", "href"));
    }
    let expected: Vec<String> = (1..=41).rev().map(|n| format!("/local/story-number-{n}")).collect();
    assert_eq!(seen, expected);
    for missing in ["/local?page=4", "/local?page=4000000000", "/latest?page=4"] {
        assert_eq!(paper.get(missing).await.status, 404, "{missing}");
    }
    let first = paper.page("/local?page=1").await;
    assert_eq!(
        first.attribute("link[rel=canonical]", "href").unwrap(),
        format!("{}/local", paper.url)
    );
    let second = paper.page("/local?page=2").await;
    assert_eq!(second.attribute("link[rel=prev]", "href").as_deref(), Some("/local"));
    assert_eq!(
        second.attribute("link[rel=next]", "href").as_deref(),
        Some("/local?page=3")
    );
}

fn version(text: &str) -> Option<u64> {
    text.split("Version number ")
        .nth(1)?
        .split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

async fn a_page_rendered_before_an_update_never_returns_after_it(scratch: Scratch) {
    let paper = Arc::new(TestPaper::empty(scratch).await);
    let live = paper
        .publish(&Draft {
            slug: "version",
            section: "economy",
            ..Draft::of("Version number 0")
        })
        .await;
    let paths = ["/economy/version", "/", "/economy/feed.json"];
    let over = Arc::new(AtomicBool::new(false));
    let newest: Arc<[AtomicU64; 3]> = Arc::default();
    let mut readers = tokio::task::JoinSet::new();
    for reader in 0..6 {
        let (paper, over, newest) = (paper.clone(), over.clone(), newest.clone());
        readers.spawn(async move {
            let which = reader % paths.len();
            let mut looked = 0_u32;
            while !over.load(Ordering::SeqCst) {
                // Whatever any reader has seen before this request began is the oldest that it may get.
                let floor = newest[which].load(Ordering::SeqCst);
                let answer = paper.get(paths[which]).await;
                let Some(seen) = version(&answer.text()) else { continue };
                assert!(seen >= floor, "{} went back from {floor} to {seen}", paths[which]);
                newest[which].fetch_max(seen, Ordering::SeqCst);
                looked += 1;
            }
            looked
        });
    }
    for n in 1..=25_u64 {
        let headline = format!("Version number {n}");
        let draft = Draft {
            section: "economy",
            ..Draft::of(&headline)
        };
        paper.update(&live.story_id, &draft).await;
        // A stale page that had entered would stay: nothing evicts it before the next update.
        for path in paths {
            paper.until(path, |answer| version(&answer.text()) == Some(n)).await;
        }
    }
    over.store(true, Ordering::SeqCst);
    while let Some(looked) = readers.join_next().await {
        assert!(looked.unwrap() > 0);
    }
}

async fn a_reader_who_is_told_that_a_reply_stands_finds_it_there(scratch: Scratch) {
    let paper = Arc::new(TestPaper::empty(scratch).await);
    paper
        .publish(&Draft {
            slug: "prices",
            section: "economy",
            ..Draft::of("Prices rise")
        })
        .await;
    paper.until("/economy/prices", |answer| answer.status == 200).await;
    let over = Arc::new(AtomicBool::new(false));
    let mut readers = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let (paper, over) = (paper.clone(), over.clone());
        readers.spawn(async move {
            while !over.load(Ordering::SeqCst) {
                paper.get("/economy/prices").await;
            }
        });
    }
    let (story, stamp) = paper.page("/economy/prices").await.reply_stamp();
    for n in 0..30 {
        let text = format!("Reply with the mark number{n}end.");
        let fields = [
            ("story", story.as_str()),
            ("stamp", stamp.as_str()),
            ("name", "Ana"),
            ("email", "ana@example.org"),
            ("text", text.as_str()),
        ];
        let answer = paper.post("/replies", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        // At once: the answer came after the page was evicted.
        assert!(
            paper.get("/economy/prices").await.contains(&format!("number{n}end")),
            "reply {n}"
        );
    }
    over.store(true, Ordering::SeqCst);
    while let Some(reader) = readers.join_next().await {
        reader.unwrap();
    }
    let permalink = paper
        .page("/economy/prices")
        .await
        .attribute(".reply .number", "href")
        .unwrap();
    let id = path_of(&paper.url, &permalink)
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    paper.decide(&id, ReplyState::Spam).await;
    paper
        .until("/economy/prices", |answer| !answer.contains("number0end"))
        .await;
}

async fn a_page_turns_when_its_replies_close(scratch: Scratch) {
    let paper = with_a_story(scratch).await;
    assert!(paper.page("/local/ferry").await.has(".reply-form"));
    paper.pass(14 * courant_model::time::DAY - 1_000_000);
    assert!(paper.page("/local/ferry").await.has(".reply-form"));
    paper.pass(1_000_000);
    assert!(!paper.page("/local/ferry").await.has(".reply-form"));
}

async fn a_cdn_is_told_how_long_to_keep_a_page_and_by_what_to_purge_it(scratch: Scratch) {
    let paper = TestPaper::behind_a_cdn(scratch, 600).await;
    let live = paper
        .publish(&Draft {
            slug: "ferry",
            ..Draft::of("The ferry runs")
        })
        .await;
    for path in ["/", "/local", "/local/ferry", "/feed.xml"] {
        let answer = paper.until(path, |answer| answer.contains("The ferry runs")).await;
        assert!(
            answer.says("cache-control").contains("s-maxage="),
            "{path}: {}",
            answer.says("cache-control")
        );
        let keys = answer.says("surrogate-key");
        assert!(
            keys.split(' ').any(|key| key == format!("story:{}", live.story_id)),
            "{path}: {keys}"
        );
    }
    let without = paper.get("/search?q=ferry").await;
    assert!(!without.says("cache-control").contains("s-maxage"));
}
