//! What a hit in the page cache costs, without the network: the whole page, a 304 and a HEAD; with reads counted and not.
//! Run with `cargo bench -p courant-web --bench page_cache`.
#![expect(clippy::unwrap_used, reason = "a benchmark may stop")]

use std::hint::black_box;
use std::sync::Arc;

use courant_web::cache::{Options, Page, PageCache, Tag};
use courant_web::reads::Meter;
use courant_web::serve::common_headers;
use criterion::{Criterion, criterion_group, criterion_main};
use http::header::{ACCEPT_ENCODING, ACCEPT_LANGUAGE, ETAG, IF_NONE_MATCH, REFERER, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use jiff::Timestamp;

const KEY: &str = "/international/arms-supply-statement";

/// A browser's headers, as far as a hit looks at them.
fn browser(referer: &'static str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        (ACCEPT_ENCODING, "gzip, deflate, br, zstd"),
        (ACCEPT_LANGUAGE, "en-GB,en;q=0.7"),
        (
            USER_AGENT,
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
        ),
        (REFERER, referer),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
}

fn cache(
    runtime: &tokio::runtime::Runtime,
    meter: Option<Arc<Meter>>,
    headers: &HeaderMap,
) -> (PageCache, HeaderValue) {
    let cache = PageCache::new(Options {
        common: common_headers(HeaderValue::from_static("default-src 'self'")),
        meter,
        ..Options::default()
    });
    let render = async {
        let body = "<p>Words of a story, and more of them.</p>\n".repeat(800);
        let page = Page {
            counted_as: Some("01K0STORY".into()),
            ..Page::html(StatusCode::OK, body)
        };
        std::io::Result::Ok(page.tagged([Tag::of("story", 1), Tag::new("chrome")]))
    };
    let page = runtime
        .block_on(cache.get_or_render(KEY, &Method::GET, headers, Timestamp::UNIX_EPOCH, render))
        .unwrap();
    let tag = page.headers().get(ETAG).unwrap().clone();
    (cache, tag)
}

fn hit(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let now = Timestamp::UNIX_EPOCH;
    let known = browser("https://www.google.com/");
    let strange = browser("https://www.harbour.example/");
    let (silent, tag) = cache(&runtime, None, &known);
    let (counted, _) = cache(&runtime, Some(Arc::new(Meter::new("courier.example"))), &known);
    let get = |cache: &PageCache, method: &Method, headers: &HeaderMap| {
        cache.get(black_box(KEY), method, black_box(headers), now).unwrap()
    };
    criterion.bench_function("hit, not counted", |b| b.iter(|| get(&silent, &Method::GET, &known)));
    criterion.bench_function("hit, counted", |b| b.iter(|| get(&counted, &Method::GET, &known)));
    criterion.bench_function("hit, counted, from a site that no table knows", |b| {
        b.iter(|| get(&counted, &Method::GET, &strange));
    });
    criterion.bench_function("head", |b| b.iter(|| get(&counted, &Method::HEAD, &known)));
    let mut again = known.clone();
    again.insert(IF_NONE_MATCH, tag);
    criterion.bench_function("not modified, counted", |b| {
        b.iter(|| get(&counted, &Method::GET, &again));
    });
    criterion.bench_function("miss", |b| {
        b.iter(|| counted.get(black_box("/nowhere"), &Method::GET, &known, now));
    });
}

criterion_group!(benches, hit);
criterion_main!(benches);
