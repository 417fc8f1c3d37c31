//! The theme's files: style sheet, fonts, icons. Their names hold their hash, so a browser keeps them for ever.

use super::problem;
use super::view::ProblemKind;
use crate::app::App;
use crate::templates::Asset;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use http::{HeaderMap, HeaderValue, StatusCode};
use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// Brotli bodies of text assets by their hash, made once.
static PRESSED: LazyLock<Mutex<HashMap<Arc<str>, Bytes>>> = LazyLock::new(Mutex::default);

/// Sends a file of the theme.
pub(crate) async fn send(State(app): State<Arc<App>>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    match app.themes.asset(&name) {
        Some(asset) => answer(&asset, &headers),
        None => problem::answer(&app, ProblemKind::Missing).await,
    }
}

/// Browsers that ask for `/favicon.ico` get the theme's icon, whatever its format.
pub(crate) async fn icon(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let found = ["favicon.ico", "icon.svg", "icon.png"]
        .into_iter()
        // Without the hash of its content before its name, a file is served for an hour, not for ever.
        .find_map(|name| app.themes.asset(&format!("-{name}")));
    match found {
        Some(asset) => answer(&asset, &headers),
        None => problem::answer(&app, ProblemKind::Missing).await,
    }
}

pub(crate) fn answer(asset: &Asset, headers: &HeaderMap) -> Response {
    let mut answer = HeaderMap::new();
    answer.insert(CONTENT_TYPE, HeaderValue::from_static(asset.mime));
    answer.insert(VARY, HeaderValue::from_static("accept-encoding"));
    let kept = if asset.immutable {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    };
    answer.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    let takes_brotli = headers
        .get(http::header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|asked| asked.split(',').any(|one| one.trim() == "br"));
    let is_text = asset.mime.starts_with("text/") || asset.mime.contains("svg") || asset.mime.contains("javascript");
    let pressed = (takes_brotli && is_text).then(|| pressed(asset));
    let etag = format!("\"{}{}\"", asset.hash, if pressed.is_some() { "-br" } else { "" });
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if let Ok(value) = HeaderValue::from_str(&etag) {
        answer.insert(ETAG, value);
    }
    if known.is_some_and(|known| known.contains(&etag)) {
        return (StatusCode::NOT_MODIFIED, answer).into_response();
    }
    match pressed {
        Some(body) => {
            answer.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
            (answer, body).into_response()
        }
        None => (answer, Bytes::copy_from_slice(&asset.bytes)).into_response(),
    }
}

fn pressed(asset: &Asset) -> Bytes {
    let mut known = PRESSED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(body) = known.get(&asset.hash) {
        return body.clone();
    }
    let mut out = Vec::new();
    let mut press = brotli::CompressorWriter::new(&mut out, 64 * 1024, 11, 22);
    let written = press.write_all(&asset.bytes).and_then(|()| press.flush());
    drop(press);
    let body = if written.is_ok() {
        Bytes::from(out)
    } else {
        Bytes::copy_from_slice(&asset.bytes)
    };
    known.insert(asset.hash.clone(), body.clone());
    body
}
