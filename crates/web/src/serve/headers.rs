//! The headers of every answer of the site, whoever made it.
//! The page cache builds them into its pages; the server loop adds them to all other answers.

use http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS};
use http::{HeaderMap, HeaderName, HeaderValue};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// The headers of every answer. `content_security_policy` is the site's; an answer that needs another one (a theme's
/// inline style by its hash, the desk) sets its own, and keeps it.
pub fn common_headers(content_security_policy: HeaderValue) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(8);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Not `no-referrer`: with it a form's Origin is null, and the check of the origin fails.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(CONTENT_SECURITY_POLICY, content_security_policy);
    headers.insert(
        PERMISSIONS_POLICY,
        HeaderValue::from_static("camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"),
    );
    headers.insert(CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin"));
    headers
}

/// Adds what is missing of the common headers.
pub(crate) fn complete(headers: &mut HeaderMap, common: &HeaderMap) {
    for (name, value) in common {
        if !headers.contains_key(name) {
            headers.insert(name.clone(), value.clone());
        }
    }
}
