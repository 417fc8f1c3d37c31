//! What a request for a page counts as, by its headers alone: nothing, a read with its source, or a robot.
//! Called on every served page, so it allocates nothing.

use super::{hosts, robots};
use http::header::{ACCEPT_LANGUAGE, REFERER, USER_AGENT};
use http::{HeaderMap, HeaderName};

const SEC_PURPOSE: HeaderName = HeaderName::from_static("sec-purpose");
const PURPOSE: HeaderName = HeaderName::from_static("purpose");
const X_MOZ: HeaderName = HeaderName::from_static("x-moz");
const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// Where a reader came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source<'r> {
    /// By its place in the table of sources.
    Known(usize),
    /// A host that the table does not know.
    Host(&'r str),
}

/// What a request counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen<'r> {
    /// Not a read: fetched beforehand, fetched by a script, or from the desk.
    Nothing,
    /// A read.
    Reader(Source<'r>),
    /// A robot, by its place in the list.
    Robot(usize),
}

/// Judges a request. `own` is the paper's host.
pub(super) fn judge<'r>(headers: &'r HeaderMap, query: Option<&str>, own: &str) -> Seen<'r> {
    // Whoever fetches beforehand may never look.
    let beforehand = |name: &HeaderName| {
        headers
            .get(name)
            .is_some_and(|value| value.as_bytes().starts_with(b"prefetch") || value.as_bytes().starts_with(b"preview"))
    };
    if beforehand(&SEC_PURPOSE) || beforehand(&PURPOSE) || beforehand(&X_MOZ) {
        return Seen::Nothing;
    }
    // A browser that says what it wants a page for wants a document, or is a script or a frame.
    let dest = headers.get(&SEC_FETCH_DEST).map(http::HeaderValue::as_bytes);
    if dest.is_some_and(|dest| dest != b"document") {
        return Seen::Nothing;
    }
    let agent = headers.get(USER_AGENT).map_or(&b""[..], http::HeaderValue::as_bytes);
    // Every browser tells the languages of its reader.
    if let Some(robot) = robots::of(agent, headers.contains_key(ACCEPT_LANGUAGE)) {
        return Seen::Robot(robot);
    }
    let referer = headers.get(REFERER).and_then(|value| value.to_str().ok());
    match referer.map_or(Before::Nothing, |referer| before(referer, own)) {
        Before::Nothing if query.is_some_and(is_of_a_letter) => Seen::Reader(Source::Known(hosts::newsletters())),
        Before::Nothing => Seen::Reader(Source::Known(hosts::DIRECT)),
        Before::Unreadable => Seen::Reader(Source::Known(hosts::OTHER)),
        Before::Desk => Seen::Nothing,
        Before::Here(place) => Seen::Reader(Source::Known(place)),
        Before::Elsewhere(host) => Seen::Reader(match hosts::of(host) {
            hosts::Told::Known(place) => Source::Known(place),
            hosts::Told::Host(host) => Source::Host(host),
        }),
    }
}

/// The page before.
#[derive(Debug, PartialEq, Eq)]
enum Before<'r> {
    Nothing,
    Unreadable,
    /// The desk of this paper: a colleague looks at what went out.
    Desk,
    /// A page of this site.
    Here(usize),
    /// A host.
    Elsewhere(&'r str),
}

fn before<'r>(referer: &'r str, own: &str) -> Before<'r> {
    if referer.is_empty() {
        return Before::Nothing;
    }
    let rest = ["https://", "http://", "android-app://"]
        .iter()
        .find_map(|scheme| referer.strip_prefix(scheme));
    let Some(rest) = rest else {
        return Before::Unreadable;
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let place = authority.rsplit('@').next().unwrap_or(authority);
    // What stands in brackets is a number of a machine.
    if place.is_empty() || place.starts_with('[') {
        return Before::Unreadable;
    }
    let host = place.split(':').next().unwrap_or(place);
    if host.eq_ignore_ascii_case(own) {
        return here(path);
    }
    // Browsers write hosts in small letters; what does not is made up.
    if host.bytes().any(|b| b.is_ascii_uppercase()) {
        return Before::Unreadable;
    }
    Before::Elsewhere(host)
}

/// Which kind of page of this site a path is, as far as the path tells.
fn here(path: &str) -> Before<'static> {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    match (parts.next(), parts.next()) {
        (Some("desk" | "preview"), _) => Before::Desk,
        (None, _) => Before::Here(hosts::HERE_FRONT),
        (Some("by" | "topic" | "people" | "organisations" | "places" | "storylines"), _) | (Some(_), None) => {
            Before::Here(hosts::HERE_LIST)
        }
        (Some(_), Some(_)) => Before::Here(hosts::HERE_STORY),
    }
}

/// Links of a paper's own letters say so, since programs that read mail name no page before.
fn is_of_a_letter(query: &str) -> bool {
    query.split('&').any(|pair| {
        matches!(
            pair,
            "utm_medium=email" | "utm_medium=newsletter" | "utm_source=newsletter"
        )
    })
}
