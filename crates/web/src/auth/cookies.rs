//! The cookies of the desk: set, read and taken away in one place, for https with the strictest prefix there is.
//! Only the door uses them; the reader's site sets none and reads none.

use crate::app::App;
use axum::response::Response;
use cookie::{Cookie, SameSite};
use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderValue};

/// Holds the token of a session.
pub(super) const SESSION: &str = "courant";

/// Holds the token of a way in that is under way.
pub(super) const WAY: &str = "courant-way";

fn is_https(app: &App) -> bool {
    app.settings.url.scheme() == "https"
}

/// The cookie's name as the browser knows it. `__Host-` makes it one of this host alone, sent by https alone.
fn full_name(app: &App, name: &str) -> String {
    if is_https(app) {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}

/// The value of a cookie.
pub(super) fn read(app: &App, headers: &HeaderMap, name: &str) -> Option<String> {
    let wanted = full_name(app, name);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == wanted)
        .map(|cookie| cookie.value().to_owned())
}

/// Sets a cookie for so many seconds; zero takes it away.
pub(super) fn set(app: &App, response: &mut Response, name: &str, value: &str, seconds: i64) {
    let https = is_https(app);
    let cookie = Cookie::build((full_name(app, name), value.to_owned()))
        .http_only(true)
        .secure(https)
        .same_site(SameSite::Lax)
        // The prefix demands the root; without it the rest of the site need not be sent the cookie.
        .path(if https { "/" } else { "/desk" })
        .max_age(cookie::time::Duration::seconds(seconds))
        .build();
    if let Ok(line) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(SET_COOKIE, line);
    }
}

/// Takes a cookie away.
pub(super) fn forget(app: &App, response: &mut Response, name: &str) {
    set(app, response, name, "", 0);
}
