//! What a hit in the page cache costs, without the network: the whole page, a 304 and a HEAD.
//! Run with `cargo bench -p courant-web --bench page_cache`.
#![expect(clippy::unwrap_used, reason = "a benchmark may stop")]

use std::hint::black_box;

use courant_web::cache::{Options, Page, PageCache, Tag};
use courant_web::serve::common_headers;
use criterion::{Criterion, criterion_group, criterion_main};
use http::header::{ACCEPT_ENCODING, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use jiff::Timestamp;

const KEY: &str = "/international/arms-supply-statement";

fn hit(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let cache = PageCache::new(Options {
        common: common_headers(HeaderValue::from_static("default-src 'self'")),
        ..Options::default()
    });
    let now = Timestamp::UNIX_EPOCH;
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, deflate, br, zstd"));
    let render = async {
        let body = "<p>Words of a story, and more of them.</p>\n".repeat(800);
        let page = Page::html(StatusCode::OK, body);
        std::io::Result::Ok(page.tagged([Tag::of("story", 1), Tag::new("chrome")]))
    };
    let page = runtime
        .block_on(cache.get_or_render(KEY, &Method::GET, &headers, now, render))
        .unwrap();
    let get =
        |method: &Method, headers: &HeaderMap| cache.get(black_box(KEY), method, black_box(headers), now).unwrap();
    criterion.bench_function("hit", |b| b.iter(|| get(&Method::GET, &headers)));
    criterion.bench_function("head", |b| b.iter(|| get(&Method::HEAD, &headers)));
    headers.insert(IF_NONE_MATCH, page.headers().get(ETAG).unwrap().clone());
    criterion.bench_function("not modified", |b| b.iter(|| get(&Method::GET, &headers)));
    criterion.bench_function("miss", |b| {
        b.iter(|| cache.get(black_box("/nowhere"), &Method::GET, &headers, now));
    });
}

criterion_group!(benches, hit);
criterion_main!(benches);
