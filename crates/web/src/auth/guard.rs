//! What stands before and behind every request of the desk: where a change must come from, and the headers of answers.
//! The router puts [`stand`] around everything, and it looks at what is of the desk.

use crate::app::App;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, ORIGIN};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use std::sync::Arc;
use url::{Position, Url};

/// Lets a request through when it may come from where it comes, and dresses its answer.
pub(crate) async fn stand(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path != "/desk" && !path.starts_with("/desk/") {
        return next.run(request).await;
    }
    let is_asset = path.starts_with("/desk/assets/");
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let mut response = if reads || is_from_the_desk(&app.settings.url, request.headers()) {
        next.run(request).await
    } else {
        let message = "This change did not come from a page of the desk, so nothing was done.\n";
        (StatusCode::FORBIDDEN, message).into_response()
    };
    dress(&app.settings.url, response.headers_mut(), is_asset);
    response
}

/// Whether a change, or a socket, is asked for by a page of this site. Browsers say so in one header or the other;
/// what says nothing is refused.
pub(crate) fn is_from_the_desk(site: &Url, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text(ORIGIN.as_str())) {
        (Some(from), None) => from == "same-origin",
        (from, Some(origin)) => {
            let Ok(origin) = Url::parse(origin) else { return false };
            let host = &origin[Position::BeforeHost..Position::AfterPort];
            let here = origin.origin() == site.origin() || text(HOST.as_str()) == Some(host);
            here && from.is_none_or(|from| from == "same-origin")
        }
        (None, None) => false,
    }
}

/// The headers of the desk's answers. Nobody on the way keeps them; its own files alone are kept as they say.
fn dress(site: &Url, headers: &mut HeaderMap, is_asset: bool) {
    if !is_asset || !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store, private"));
    }
    if !headers.contains_key(CONTENT_SECURITY_POLICY)
        && let Ok(policy) = HeaderValue::from_str(&policy(site))
    {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
}

/// What a page of the desk may load and ask: its own, nothing else, and nothing inline.
fn policy(site: &Url) -> String {
    let host = &site[Position::BeforeHost..Position::AfterPort];
    let socket = if site.scheme() == "https" { "wss" } else { "ws" };
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
         connect-src 'self' {socket}://{host}; media-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn passes(headers: &[(&'static str, &'static str)]) -> bool {
        let site = Url::parse("https://news.example").unwrap();
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        is_from_the_desk(&site, &headers)
    }

    #[test]
    fn a_change_that_does_not_say_where_it_comes_from_is_refused() {
        assert!(!passes(&[]));
        assert!(!passes(&[("host", "news.example")]));
        assert!(!passes(&[("origin", "null"), ("host", "news.example")]));
        assert!(!passes(&[("origin", "https://evil.example"), ("host", "news.example")]));
        assert!(!passes(&[("sec-fetch-site", "cross-site")]));
        assert!(!passes(&[
            ("sec-fetch-site", "same-site"),
            ("origin", "https://news.example")
        ]));
        assert!(!passes(&[("sec-fetch-site", "none")]));
        assert!(passes(&[("sec-fetch-site", "same-origin")]));
        assert!(passes(&[("origin", "https://news.example")]));
        assert!(passes(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "https://news.example")
        ]));
        // Behind a proxy that ends TLS, and under another name of the same machine.
        assert!(passes(&[
            ("origin", "http://127.0.0.1:8000"),
            ("host", "127.0.0.1:8000")
        ]));
    }

    #[test]
    fn the_policy_names_the_socket_of_the_site() {
        let local = policy(&Url::parse("http://localhost:8000").unwrap());
        assert!(local.contains("connect-src 'self' ws://localhost:8000;"), "{local}");
        let site = policy(&Url::parse("https://news.example").unwrap());
        assert!(site.contains("connect-src 'self' wss://news.example;"), "{site}");
        assert!(!site.contains("unsafe") && !site.contains('*'));
    }
}
