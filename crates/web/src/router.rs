//! The route table: what is not a page of the cache, and one entry for all that is.
//! A path that is not listed here goes to `site::answer`: the fixed pages first, then the one `address` table.

use crate::app::App;
use crate::{api, auth, desk, site, wp};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use http::Uri;
use std::borrow::Cow;
use std::sync::Arc;

/// Largest body of a form, in bytes.
const LARGEST_FORM: usize = 256 * 1024;

/// All routes, ordered by who calls them.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        // Readers who ask or answer
        .route("/search", get(site::search::ask))
        .route("/replies", post(site::reply_form::send))
        .route("/replies/{id}", get(site::reply_page::show))
        .route("/report", post(site::report_form::send))
        .route("/quotations", get(site::quotations::ask))
        .route(
            "/correction",
            get(site::ask_correction::show).post(site::ask_correction::send),
        )
        // Whoever was given a key
        .route("/preview/{story}", get(site::preview::show))
        // Browsers that fetch what pages name
        .route("/media/{hash}/{name}", get(site::media::send))
        .route("/assets/{name}", get(site::assets::send))
        .route("/favicon.ico", get(site::assets::icon))
        // The newsroom
        .nest("/desk", desk::routes())
        // Programs
        .route("/api/v1/storylines", get(api::storylines::list))
        .route("/api/v1/storylines/{slug}", get(api::storylines::one))
        .route("/api/v1/{folder}", get(api::names::list))
        .route("/api/v1/{folder}/{slug}", get(api::names::one))
        // Programs that know WordPress
        .route("/wp-json", get(wp::answer).post(wp::answer).fallback(wp::answer))
        .route(
            "/wp-json/{*path}",
            get(wp::answer).post(wp::answer).fallback(wp::answer),
        )
        // Machines
        .route("/oembed", get(site::oembed::answer))
        .route("/api/v1/quotations", get(api::quotations::list))
        .route("/healthz", get(|| async { "ok" }))
        // Everybody: pages from the cache
        .fallback(site::answer)
        .method_not_allowed_fallback(site::wrong_method)
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(from_fn_with_state(app.clone(), auth::guard::stand))
        .with_state(app)
}

/// First segments of paths that never come from the page cache.
const UNCACHED: [&str; 11] = [
    "preview",
    "search",
    "quotations",
    "replies",
    "report",
    "correction",
    "media",
    "assets",
    "oembed",
    "desk",
    "api",
];

/// The cache's key of an address: its path, and the page number when there is one. Other parameters neither miss nor
/// fill.
pub(crate) fn key(uri: &Uri) -> Option<Cow<'_, str>> {
    if wp::key::is_ours(uri) {
        return wp::key::of(uri);
    }
    let path = uri.path();
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    if UNCACHED.contains(&first) || asks_by_number(uri).is_some() {
        return None;
    }
    match uri.query().and_then(page_of) {
        Some(page) if page > 1 => Some(Cow::Owned(format!("{path}?page={page}"))),
        _ => Some(Cow::Borrowed(path)),
    }
}

/// What a site that was moved in asked for by number, as WordPress does at its root: `/?p=12`. The name of the parameter,
/// and the number.
pub(crate) fn asks_by_number(uri: &Uri) -> Option<(&str, &str)> {
    if uri.path() != "/" {
        return None;
    }
    uri.query()?.split('&').find_map(|pair| {
        let (name, number) = pair.split_once('=')?;
        let known = matches!(name, "p" | "page_id" | "attachment_id" | "cat" | "author");
        let plain = !number.is_empty() && number.len() <= 12 && number.bytes().all(|byte| byte.is_ascii_digit());
        (known && plain).then_some((name, number))
    })
}

/// The page number that a query asks for.
pub(crate) fn page_of(query: &str) -> Option<u32> {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("page="))?
        .parse()
        .ok()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn key_of(address: &str) -> Option<String> {
        key(&address.parse().unwrap()).map(Cow::into_owned)
    }

    #[test]
    fn a_parameter_that_no_route_knows_neither_misses_nor_fills() {
        assert_eq!(key_of("/local?utm_source=x").as_deref(), Some("/local"));
        assert_eq!(key_of("/local?utm_source=x&page=2").as_deref(), Some("/local?page=2"));
        assert_eq!(key_of("/local?page=1").as_deref(), Some("/local"));
        assert_eq!(key_of("/local?page=x").as_deref(), Some("/local"));
    }

    #[test]
    fn what_is_asked_by_number_never_comes_from_the_cache() {
        assert_eq!(key_of("/?p=12"), None);
        assert_eq!(key_of("/?utm_source=x&attachment_id=7"), None);
        assert_eq!(key_of("/?p=ferry").as_deref(), Some("/"));
        assert_eq!(key_of("/local?p=12").as_deref(), Some("/local"));
    }

    #[test]
    fn what_differs_by_reader_never_comes_from_the_cache() {
        for address in ["/search?q=a", "/replies/01?key=x", "/media/a/b.jpg", "/desk"] {
            assert_eq!(key_of(address), None, "{address}");
        }
    }
}
