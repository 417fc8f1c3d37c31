//! What the page cache promises, claim by claim.
//! Run by the test harness; the clock is a constant and nothing here waits for a time.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::sync::atomic::AtomicUsize;

use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LAST_MODIFIED, LINK, SET_COOKIE, VARY,
};
use http::{HeaderName, HeaderValue, StatusCode};
use tokio::sync::oneshot;

use super::*;

const KEY: &str = "/international/story";

fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

fn cache() -> PageCache {
    let mut common = HeaderMap::new();
    common.insert("x-common", HeaderValue::from_static("yes"));
    PageCache::new(Options {
        common,
        ..Options::default()
    })
}

fn text(words: &str) -> String {
    format!("<p>{words}</p>\n").repeat(200)
}

fn page(words: &str) -> Page {
    Page::html(StatusCode::OK, text(words)).tagged([Tag::of("story", 1), Tag::new("front")])
}

fn asking(encoding: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if !encoding.is_empty() {
        headers.insert(ACCEPT_ENCODING, encoding.parse().unwrap());
    }
    headers
}

fn get(cache: &PageCache, headers: &HeaderMap) -> Option<Response<PageBody>> {
    cache.get(KEY, &Method::GET, headers, now())
}

async fn read(cache: &PageCache, headers: &HeaderMap, page: Page) -> Response<PageBody> {
    cache
        .get_or_render(KEY, &Method::GET, headers, now(), async { io::Result::Ok(page) })
        .await
        .unwrap()
}

fn words(answer: Response<PageBody>) -> String {
    let encoding = answer
        .headers()
        .get(CONTENT_ENCODING)
        .map(|v| v.to_str().unwrap().to_owned());
    let bytes = answer.into_body().into_bytes();
    let mut plain = Vec::new();
    match encoding.as_deref() {
        None => plain.extend_from_slice(&bytes),
        Some("gzip") => {
            flate2::read::GzDecoder::new(&*bytes).read_to_end(&mut plain).unwrap();
        }
        Some("br") => brotli::BrotliDecompress(&mut &*bytes, &mut plain).unwrap(),
        Some("zstd") => plain = zstd::decode_all(&*bytes).unwrap(),
        Some(other) => panic!("{other}"),
    }
    String::from_utf8(plain).unwrap()
}

fn header(answer: &Response<PageBody>, name: HeaderName) -> Option<String> {
    let value = answer.headers().get(name)?;
    Some(value.to_str().unwrap().to_owned())
}

/// A render that lasts until it is told to end, and tells when it has begun.
fn slow(
    page: Page,
) -> (
    impl Future<Output = io::Result<Page>> + Send + 'static,
    oneshot::Receiver<()>,
    oneshot::Sender<()>,
) {
    let (begun, has_begun) = oneshot::channel();
    let (end, may_end) = oneshot::channel();
    let render = async move {
        begun.send(()).unwrap();
        may_end.await.ok();
        Ok(page)
    };
    (render, has_begun, end)
}

fn spawn_read(
    cache: &PageCache,
    render: impl Future<Output = io::Result<Page>> + Send + 'static,
) -> tokio::task::JoinHandle<Result<Response<PageBody>, RenderFailed>> {
    let cache = cache.clone();
    tokio::spawn(async move {
        cache
            .get_or_render(KEY, &Method::GET, &HeaderMap::new(), now(), render)
            .await
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_requests_for_one_page_a_single_one_renders() {
    let cache = cache();
    let renders = Arc::new(AtomicUsize::new(0));
    let readers: Vec<_> = ["", "gzip", "br", "zstd"]
        .into_iter()
        .cycle()
        .take(64)
        .map(|encoding| {
            let (cache, renders) = (cache.clone(), Arc::clone(&renders));
            tokio::spawn(async move {
                let render = async move {
                    renders.fetch_add(1, Ordering::SeqCst);
                    tokio::task::yield_now().await;
                    io::Result::Ok(page("one"))
                };
                let headers = asking(encoding);
                let answer = cache.get_or_render(KEY, &Method::GET, &headers, now(), render);
                words(answer.await.unwrap())
            })
        })
        .collect();
    for reader in readers {
        assert_eq!(reader.await.unwrap(), text("one"));
    }
    assert_eq!(renders.load(Ordering::SeqCst), 1);
    assert_eq!(cache.counts().renders, 1);
}

#[tokio::test]
async fn each_encoding_has_the_same_words_its_own_entity_tag_and_right_headers() {
    let cache = cache();
    let mut tags = BTreeSet::new();
    for (asked, sent) in [
        ("", None),
        ("gzip", Some("gzip")),
        ("br", Some("br")),
        ("zstd", Some("zstd")),
    ] {
        let headers = asking(asked);
        assert!(tags.is_empty() || get(&cache, &headers).is_none(), "{asked}");
        let made = read(&cache, &headers, page("one")).await;
        let hit = get(&cache, &headers).unwrap();
        assert_eq!(made.headers(), hit.headers(), "a hit is what the miss was");
        assert_eq!(header(&hit, CONTENT_ENCODING).as_deref(), sent);
        assert_eq!(header(&hit, VARY).as_deref(), Some("accept-encoding"));
        assert_eq!(header(&hit, CACHE_CONTROL).as_deref(), Some("no-cache"));
        assert_eq!(header(&hit, CONTENT_TYPE).as_deref(), Some("text/html; charset=utf-8"));
        assert!(hit.headers().contains_key("x-common"));
        tags.insert(header(&hit, ETAG).unwrap());
        let length = header(&hit, CONTENT_LENGTH).unwrap();
        let body = hit.into_body().into_bytes();
        assert_eq!(length, body.len().to_string());
        assert_eq!(words(made), text("one"));
    }
    assert_eq!(tags.len(), 4, "{tags:?}");
    assert!(tags.iter().all(|tag| tag.starts_with('"')), "strong");
    assert_eq!(cache.counts().renders, 1, "an encoding is no render");
}

#[tokio::test]
async fn only_the_encoding_that_is_asked_for_is_made() {
    let cache = cache();
    read(&cache, &asking("gzip"), page("one")).await;
    assert!(get(&cache, &asking("gzip")).is_some());
    assert!(get(&cache, &asking("br")).is_none());
    assert!(get(&cache, &asking("zstd")).is_none());
}

#[tokio::test]
async fn what_a_second_reader_asks_for_is_pressed_anew_and_the_first_readers_tag_stays_good() {
    let cache = cache();
    // Words without a period, which the best level does press better than the fast one.
    let story: Vec<String> = (1_u64..4000)
        .map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33)
        .map(|n| format!("{:x}", n % 700 * (n % 13)))
        .collect();
    let story = story.join(" ");
    let mut headers = asking("br");
    let fast = read(&cache, &headers, Page::html(StatusCode::OK, story.clone())).await;
    // The second reader's request sends the page to the press.
    let pressed = async {
        loop {
            let hit = get(&cache, &headers).unwrap();
            if hit.headers()[ETAG] != fast.headers()[ETAG] {
                return hit;
            }
            tokio::task::yield_now().await;
        }
    };
    let best = tokio::time::timeout(Duration::from_secs(30), pressed).await.unwrap();
    for answer in [&fast, &best] {
        headers.insert(IF_NONE_MATCH, answer.headers()[ETAG].clone());
        let known = get(&cache, &headers).unwrap();
        assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
        let named = &known.headers()[ETAG];
        assert_eq!(named, answer.headers()[ETAG], "it names what the reader has");
    }
    let length = |answer: &Response<PageBody>| {
        let length = header(answer, CONTENT_LENGTH).unwrap();
        length.parse::<usize>().unwrap()
    };
    assert!(length(&best) < length(&fast));
    assert_eq!(words(best), story);
    assert_eq!(words(fast), story);
}

#[tokio::test]
async fn an_entity_tag_outlives_an_eviction_that_changed_nothing() {
    let cache = cache();
    let before = read(&cache, &asking("br"), page("one")).await;
    cache.evict([Tag::new("front")], 1);
    let mut headers = asking("br");
    headers.insert(IF_NONE_MATCH, before.headers()[ETAG].clone());
    let again = read(&cache, &headers, page("one")).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    cache.evict([Tag::new("front")], 2);
    let changed = read(&cache, &headers, page("two")).await;
    assert_eq!(changed.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_304_has_the_headers_that_a_cache_needs_and_no_body() {
    let cache = cache();
    let mut story = page("one");
    story.last_modified = Some(now());
    let whole = read(&cache, &HeaderMap::new(), story).await;
    let etag = whole.headers()[ETAG].clone();
    let date = whole.headers()[LAST_MODIFIED].clone();
    for method in [Method::GET, Method::HEAD] {
        for (name, value, status) in [
            (IF_NONE_MATCH, etag.clone(), StatusCode::NOT_MODIFIED),
            (IF_MODIFIED_SINCE, date.clone(), StatusCode::NOT_MODIFIED),
            (IF_NONE_MATCH, HeaderValue::from_static("*"), StatusCode::NOT_MODIFIED),
            (IF_NONE_MATCH, HeaderValue::from_static("\"x\""), StatusCode::OK),
        ] {
            let headers = HeaderMap::from_iter([(name, value)]);
            let answer = cache.get(KEY, &method, &headers, now()).unwrap();
            assert_eq!(answer.status(), status, "{headers:?}");
            assert_eq!(answer.headers()[ETAG], etag);
            assert_eq!(header(&answer, VARY).as_deref(), Some("accept-encoding"));
            assert_eq!(header(&answer, CACHE_CONTROL).as_deref(), Some("no-cache"));
            assert!(answer.headers().contains_key("x-common"));
            if status == StatusCode::NOT_MODIFIED {
                assert!(!answer.headers().contains_key(CONTENT_LENGTH));
                assert!(!answer.headers().contains_key(CONTENT_TYPE));
                assert!(answer.into_body().into_bytes().is_empty());
            }
        }
    }
}

#[tokio::test]
async fn a_head_request_gets_the_same_headers_and_no_body() {
    let cache = cache();
    for encoding in ["", "br"] {
        let headers = asking(encoding);
        let whole = read(&cache, &headers, page("one")).await;
        let head = cache.get(KEY, &Method::HEAD, &headers, now()).unwrap();
        assert_eq!(head.headers(), whole.headers());
        assert!(head.into_body().into_bytes().is_empty());
    }
    assert!(cache.get(KEY, &Method::POST, &HeaderMap::new(), now()).is_none());
}

#[tokio::test]
async fn an_evicted_tag_takes_the_page_in_every_encoding() {
    let cache = cache();
    for encoding in ["", "gzip", "br", "zstd"] {
        read(&cache, &asking(encoding), page("one")).await;
    }
    cache.evict([Tag::new("another")], 1);
    assert!(get(&cache, &asking("br")).is_some(), "no tag of it");
    cache.evict([Tag::new("another"), Tag::of("story", 1)], 2);
    for encoding in ["", "gzip", "br", "zstd"] {
        assert!(get(&cache, &asking(encoding)).is_none(), "{encoding}");
    }
    assert_eq!(cache.shelf().sizes(), [0; 4], "nothing is left of it");
    assert_eq!(cache.counts().bytes, 0);
    assert_eq!(cache.counts().evictions, 1);
    read(&cache, &asking("br"), page("two")).await;
    assert_eq!(words(get(&cache, &asking("br")).unwrap()), text("two"));
}

/// A page is rendered, its story changes, the page comes in. What does the next reader see?
async fn seen_after_an_eviction_during_the_render(cache: &PageCache) -> String {
    let (render, has_begun, end) = slow(page("old"));
    let reader = spawn_read(cache, render);
    has_begun.await.unwrap();
    cache.evict([Tag::of("story", 1)], 7);
    end.send(()).unwrap();
    reader.await.unwrap().unwrap();
    words(read(cache, &HeaderMap::new(), page("new")).await)
}

#[tokio::test]
async fn a_page_rendered_before_an_eviction_never_enters_after_it() {
    let cache = cache();
    let seen = seen_after_an_eviction_during_the_render(&cache).await;
    assert_eq!(seen, text("new"));
    assert_eq!(cache.counts().stale, 1);
}

#[tokio::test]
async fn without_the_guard_it_would() {
    let cache = cache();
    cache.shelf().unguarded = true;
    let seen = seen_after_an_eviction_during_the_render(&cache).await;
    assert_eq!(seen, text("old"), "the guard guards nothing");
}

#[tokio::test]
async fn a_request_after_an_eviction_is_not_answered_from_a_render_that_began_before_it() {
    let cache = cache();
    let (render, has_begun, end) = slow(page("old"));
    let early = spawn_read(&cache, render);
    has_begun.await.unwrap();
    cache.evict([Tag::of("story", 1)], 7);
    let late = spawn_read(&cache, async { Ok(page("new")) });
    // The late one waits for the flight before it can know.
    tokio::task::yield_now().await;
    end.send(()).unwrap();
    assert_eq!(words(late.await.unwrap().unwrap()), text("new"));
    assert_eq!(words(early.await.unwrap().unwrap()), text("old"));
}

#[tokio::test]
async fn an_eviction_of_other_tags_does_not_hinder_a_render() {
    let cache = cache();
    let (render, has_begun, end) = slow(page("one"));
    let reader = spawn_read(&cache, render);
    has_begun.await.unwrap();
    cache.evict([Tag::of("story", 2)], 7);
    end.send(()).unwrap();
    reader.await.unwrap().unwrap();
    assert_eq!(words(get(&cache, &HeaderMap::new()).unwrap()), text("one"));
}

#[tokio::test]
async fn clearing_takes_every_page_and_every_render_under_way() {
    let cache = cache();
    cache.insert("/other", page("other"), cache.start_render());
    let ticket = cache.start_render();
    cache.clear();
    assert!(cache.get("/other", &Method::GET, &HeaderMap::new(), now()).is_none());
    assert!(!cache.insert(KEY, page("old"), ticket));
    assert!(cache.insert(KEY, page("new"), cache.start_render()));
    assert_eq!(cache.shelf().sizes(), [2, 0, 0, 0]);
}

#[tokio::test]
async fn evictions_are_remembered_only_while_a_render_needs_them() {
    let cache = cache();
    cache.evict([Tag::new("a")], 1);
    assert_eq!(cache.shelf().sizes(), [0; 4], "no render, no memory");
    let first = cache.start_render();
    cache.evict([Tag::new("a"), Tag::new("b")], 2);
    let second = cache.start_render();
    cache.evict([Tag::new("c")], 3);
    assert_eq!(cache.shelf().sizes(), [0, 3, 2, 0]);
    drop(first);
    assert_eq!(cache.shelf().sizes(), [0, 1, 1, 0], "only what came after the second");
    drop(second);
    assert_eq!(cache.shelf().sizes(), [0; 4]);

    let patient = cache.start_render();
    for number in 0..70_000 {
        cache.evict([Tag::of("story", number)], number);
    }
    assert!(
        cache.shelf().sizes()[1] <= 65_536,
        "bounded even under a render without end"
    );
    assert!(!cache.insert(KEY, page("old"), patient), "and still on the safe side");
}

#[tokio::test]
async fn a_page_is_served_until_it_no_longer_holds() {
    let cache = cache();
    let until = now() + jiff::SignedDuration::from_secs(60);
    let mut story = page("today");
    story.holds_until = Some(until);
    read(&cache, &HeaderMap::new(), story).await;
    let at = |now| cache.get(KEY, &Method::GET, &HeaderMap::new(), now);
    assert!(at(until - jiff::SignedDuration::from_nanos(1)).is_some());
    assert!(at(until).is_none());
    let renewed = cache
        .get_or_render(KEY, &Method::GET, &HeaderMap::new(), until, async {
            io::Result::Ok(page("tomorrow"))
        })
        .await
        .unwrap();
    assert_eq!(words(renewed), text("tomorrow"));
    assert!(at(until).is_some());
}

#[tokio::test]
async fn a_reader_who_goes_away_takes_the_page_from_nobody() {
    let cache = cache();
    let (render, has_begun, end) = slow(page("one"));
    let leader = spawn_read(&cache, render);
    has_begun.await.unwrap();
    let waiter = spawn_read(&cache, async { Ok(page("not needed")) });
    tokio::task::yield_now().await;
    leader.abort();
    assert!(leader.await.unwrap_err().is_cancelled());
    end.send(()).unwrap();
    assert_eq!(words(waiter.await.unwrap().unwrap()), text("one"));
}

#[tokio::test]
async fn a_render_that_fails_or_panics_fails_for_all_who_waited_and_is_forgotten() {
    for panics in [false, true] {
        let cache = cache();
        let (begun, has_begun) = oneshot::channel();
        let (end, may_end) = oneshot::channel::<()>();
        let leader = spawn_read(&cache, async move {
            begun.send(()).unwrap();
            may_end.await.ok();
            assert!(!panics, "a theme has tripped");
            Err(io::Error::other("the store is closed"))
        });
        has_begun.await.unwrap();
        let waiter = spawn_read(&cache, async { Ok(page("not needed")) });
        tokio::task::yield_now().await;
        end.send(()).unwrap();
        for reader in [leader, waiter] {
            let failed = reader.await.unwrap().unwrap_err();
            assert_eq!(failed.reason().is_none(), panics, "{failed}");
        }
        assert_eq!(cache.shelf().sizes(), [0; 4]);
        assert_eq!(words(read(&cache, &HeaderMap::new(), page("one")).await), text("one"));
    }
}

#[tokio::test]
async fn a_render_without_end_is_broken_off() {
    let cache = PageCache::new(Options {
        patience: Duration::from_millis(5),
        ..Options::default()
    });
    let reader = spawn_read(&cache, std::future::pending());
    let failed = reader.await.unwrap().unwrap_err();
    assert!(failed.reason().is_none());
    assert_eq!(cache.shelf().sizes(), [0; 4]);
}

#[tokio::test]
async fn a_paused_cache_gives_and_takes_nothing() {
    let cache = cache();
    read(&cache, &HeaderMap::new(), page("one")).await;
    cache.pause();
    assert!(get(&cache, &HeaderMap::new()).is_none());
    assert_eq!(words(read(&cache, &HeaderMap::new(), page("two")).await), text("two"));
    cache.insert("/other", page("other"), cache.start_render());
    cache.resume();
    assert_eq!(words(get(&cache, &HeaderMap::new()).unwrap()), text("one"));
    assert!(cache.get("/other", &Method::GET, &HeaderMap::new(), now()).is_none());
}

#[tokio::test]
async fn only_a_200_or_what_its_maker_marks_enters_and_never_a_cookie() {
    let with = |name, value: &'static str| {
        let mut page = page("x");
        page.headers = vec![(name, HeaderValue::from_static(value))];
        page
    };
    let mut gone = Page::html(StatusCode::GONE, "gone");
    gone.cacheable = true;
    let mut secret = page("x");
    secret.cacheable = false;
    for (enters, page) in [
        (true, page("x")),
        (false, Page::html(StatusCode::NOT_FOUND, "not here")),
        (true, gone),
        (false, secret),
        (false, with(SET_COOKIE, "a=b")),
        (false, with(CACHE_CONTROL, "private, no-store")),
        (true, with(CACHE_CONTROL, "no-cache")),
    ] {
        let cache = cache();
        let status = page.status;
        assert_eq!(read(&cache, &asking("gzip"), page).await.status(), status);
        assert_eq!(get(&cache, &asking("gzip")).is_some(), enters, "{status}");
    }
}

#[tokio::test]
async fn a_pages_own_headers_go_before_the_caches() {
    let cache = cache();
    let mut story = page("one");
    story.headers = vec![
        (HeaderName::from_static("x-common"), HeaderValue::from_static("mine")),
        (LINK, HeaderValue::from_static("</a.css>; rel=preload")),
        (LINK, HeaderValue::from_static("</b.woff2>; rel=preload")),
    ];
    let answer = read(&cache, &HeaderMap::new(), story).await;
    assert_eq!(answer.headers()["x-common"], "mine");
    assert_eq!(answer.headers().get_all(LINK).iter().count(), 2);
}

#[tokio::test]
async fn a_cdn_is_told_its_seconds_and_the_tags_and_never_past_the_pages_hold() {
    let cache = PageCache::new(Options {
        shared: Some(600),
        ..Options::default()
    });
    let mut story = page("one");
    story.holds_until = Some(now() + jiff::SignedDuration::from_secs(700));
    let answer = read(&cache, &HeaderMap::new(), story).await;
    assert_eq!(answer.headers()["surrogate-key"], "story:1 front");
    let told = |seconds| {
        let later = now() + jiff::SignedDuration::from_secs(seconds);
        let hit = cache.get(KEY, &Method::GET, &HeaderMap::new(), later);
        header(&hit.unwrap(), CACHE_CONTROL).unwrap()
    };
    assert_eq!(told(0), "max-age=0, must-revalidate, s-maxage=600");
    assert_eq!(told(650), "max-age=0, must-revalidate, s-maxage=50");
}

#[tokio::test]
async fn the_cache_stays_within_its_bytes_and_its_tags_go_with_the_pages() {
    let cache = PageCache::new(Options {
        capacity: 1 << 20,
        ..Options::default()
    });
    for number in 0..2000 {
        let page = page("one").tagged([Tag::of("topic", number)]);
        cache.insert(&format!("/{number}"), page, cache.start_render());
    }
    let counts = cache.counts();
    assert!(counts.bytes <= 1 << 20, "{counts:?}");
    assert!(counts.pages > 20, "{counts:?}");
    let tags = cache.shelf().sizes()[0];
    assert_eq!(tags as u64, counts.pages + 2, "a tag a page, and the two that all have");

    let huge = Page::html(StatusCode::OK, "x".repeat(2 << 20)).tagged([Tag::new("huge")]);
    cache.insert("/huge", huge, cache.start_render());
    assert!(cache.get("/huge", &Method::GET, &HeaderMap::new(), now()).is_none());
    cache.evict([Tag::new("front"), Tag::of("story", 1)], 1);
    assert_eq!(cache.shelf().sizes(), [0; 4]);
    assert_eq!(cache.counts().bytes, 0);
}

#[tokio::test]
async fn a_publisher_can_wait_until_the_cache_has_followed() {
    let cache = cache();
    let waiting = {
        let cache = cache.clone();
        tokio::spawn(async move { cache.reached(5).await })
    };
    cache.evict([Tag::new("front")], 4);
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished());
    cache.follow(5);
    waiting.await.unwrap();
    cache.evict([Tag::new("front")], 3);
    assert_eq!(cache.position(), 5, "a replay does not lead back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn under_a_storm_of_changes_no_reader_sees_a_version_older_than_the_last_eviction() {
    const CHANGES: u64 = 2_000;
    let cache = cache();
    // What stands in the store, and what has been evicted: the second follows the first.
    let stored = Arc::new(AtomicU64::new(0));
    let evicted = Arc::new(AtomicU64::new(0));
    let readers: Vec<_> = ["", "gzip", "zstd", ""]
        .into_iter()
        .map(|encoding| {
            let (cache, stored, evicted) = (cache.clone(), Arc::clone(&stored), Arc::clone(&evicted));
            tokio::spawn(async move {
                let headers = asking(encoding);
                let mut reads = 0;
                loop {
                    let least = evicted.load(Ordering::SeqCst);
                    let stored = Arc::clone(&stored);
                    let render = async move {
                        let version = stored.load(Ordering::SeqCst);
                        tokio::task::yield_now().await;
                        io::Result::Ok(page(&version.to_string()))
                    };
                    let hit = cache.get(KEY, &Method::GET, &headers, now());
                    let answer = match hit {
                        Some(hit) => hit,
                        None => cache
                            .get_or_render(KEY, &Method::GET, &headers, now(), render)
                            .await
                            .unwrap(),
                    };
                    let words = words(answer);
                    let seen: u64 = words[3..words.find("</p>").unwrap()].parse().unwrap();
                    assert!(seen >= least, "saw {seen} after the eviction of {least}");
                    reads += 1;
                    if least == CHANGES {
                        return reads;
                    }
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for version in 1..=CHANGES {
        stored.store(version, Ordering::SeqCst);
        cache.evict([Tag::of("story", 1)], version);
        evicted.store(version, Ordering::SeqCst);
        tokio::task::yield_now().await;
    }
    for reader in readers {
        assert!(reader.await.unwrap() > 0);
    }
    assert_eq!(cache.shelf().sizes()[1..], [0; 3], "nothing is remembered at rest");
}
