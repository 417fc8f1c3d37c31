//! Pictures and other blobs at `/media/HASH/NAME`, whole or in ranges. The address names the very bytes, so a browser keeps
//! it for ever. What stands between asks again after an hour, since the rights of a picture may end.
//! Originals of pictures are sent to nobody: they say where and with what they were taken.

use super::problem;
use super::view::ProblemKind;
use crate::app::App;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use courant_store::{StoreError, q};
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use std::ops::Range;
use std::sync::Arc;

/// Media types by the end of the name; anything else is not served.
fn media_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "jpg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "png" => "image/png",
        "gif" => "image/gif",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "pdf" => "application/pdf",
        _ => return None,
    })
}

/// Whether bytes may be sent.
enum May {
    Send,
    /// They were withdrawn with a story, or are of a picture that was taken down or replaced.
    Gone,
    /// They are an original.
    Never,
}

async fn may(app: &App, hash: &str) -> Result<May, StoreError> {
    let mut tx = app.newsroom.store.read().await?;
    Ok(if q!(tx, pictures::is_gone(hash))? {
        May::Gone
    } else if q!(tx, pictures::is_original(hash))? {
        May::Never
    } else {
        May::Send
    })
}

/// Sends a blob.
pub(crate) async fn send(
    State(app): State<Arc<App>>,
    Path((hash, name)): Path<(String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let Some(mime) = media_type(&name) else {
        return problem::answer(&app, ProblemKind::Missing).await;
    };
    match may(&app, &hash).await {
        Ok(May::Send) => {}
        Ok(May::Gone) => return problem::answer(&app, ProblemKind::Gone).await,
        Ok(May::Never) => return problem::answer(&app, ProblemKind::Missing).await,
        Err(error) => return problem::broken(&app, &error).await,
    }
    let size = match app.newsroom.blobs.size(&hash).await {
        Ok(Some(size)) => size,
        Ok(None) => return problem::answer(&app, ProblemKind::Missing).await,
        Err(error) => return problem::broken(&app, &error).await,
    };
    let etag = format!("\"{hash}\"");
    let mut answer = HeaderMap::new();
    answer.insert(CONTENT_TYPE, HeaderValue::from_static(mime));
    answer.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable, s-maxage=3600"),
    );
    answer.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        answer.insert(ETAG, etag);
    }
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if text(IF_NONE_MATCH)
        .is_some_and(|known| known == "*" || known.split(',').any(|one| one.trim().trim_start_matches("W/") == etag))
    {
        return (StatusCode::NOT_MODIFIED, answer).into_response();
    }
    let whole_is_wanted = text(IF_RANGE).is_some_and(|known| known != etag);
    let (status, range) = match text(RANGE)
        .filter(|_| !whole_is_wanted)
        .map(|asked| wanted(asked, size))
    {
        None | Some(Wanted::Whole) => (StatusCode::OK, 0..size),
        Some(Wanted::Part(range)) => (StatusCode::PARTIAL_CONTENT, range),
        Some(Wanted::Nothing) => {
            if let Ok(value) = HeaderValue::from_str(&format!("bytes */{size}")) {
                answer.insert(CONTENT_RANGE, value);
            }
            return (StatusCode::RANGE_NOT_SATISFIABLE, answer).into_response();
        }
    };
    if status == StatusCode::PARTIAL_CONTENT
        && let Ok(value) =
            HeaderValue::from_str(&format!("bytes {}-{}/{size}", range.start, range.end.saturating_sub(1)))
    {
        answer.insert(CONTENT_RANGE, value);
    }
    answer.insert(CONTENT_LENGTH, HeaderValue::from(range.end - range.start));
    if method == Method::HEAD {
        return (status, answer).into_response();
    }
    match app.newsroom.blobs.range(&hash, range).await {
        Ok(bytes) => (status, answer, bytes).into_response(),
        Err(error) => problem::broken(&app, &error).await,
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Part(Range<u64>),
    Nothing,
}

/// What a `Range` header asks of so many bytes (RFC 9110, 14.1.2). Several ranges at once get the whole.
fn wanted(asked: &str, size: u64) -> Wanted {
    let Some(spec) = asked.trim().strip_prefix("bytes=").filter(|spec| !spec.contains(',')) else {
        return Wanted::Whole;
    };
    let Some((first, last)) = spec.split_once('-') else {
        return Wanted::Whole;
    };
    let (first, last) = (first.trim(), last.trim());
    let range = match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(size),
        (Ok(first), Err(_)) if last.is_empty() => first..size,
        (Err(_), Ok(suffix)) if first.is_empty() => size.saturating_sub(suffix)..size,
        _ => return Wanted::Whole,
    };
    if range.start >= range.end {
        Wanted::Nothing
    } else {
        Wanted::Part(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        let part = |range: Range<u64>| Wanted::Part(range);
        for (asked, means) in [
            ("bytes=0-4", part(0..5)),
            ("bytes=5-", part(5..10)),
            ("bytes=-3", part(7..10)),
            ("bytes=-30", part(0..10)),
            ("bytes=4-99", part(4..10)),
            ("bytes=10-", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=5-4", Wanted::Whole),
            ("bytes=a-b", Wanted::Whole),
            ("bytes=0-1,3-4", Wanted::Whole),
            ("lines=1-2", Wanted::Whole),
        ] {
            assert_eq!(wanted(asked, 10), means, "{asked}");
        }
    }
}
