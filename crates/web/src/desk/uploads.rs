//! Files on their way, in parts, after the manner of tus 1.0: begin with the length, ask how much is here, send the next
//! part with its place, finish. A connection that breaks goes on where it stopped; each file belongs to its account.

use super::find::FoundPicture;
use super::problem;
use crate::app::App;
use crate::auth::Signed;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Path, RawQuery, Request, State};
use axum::response::{IntoResponse, Response};
use courant_model::account::{Act, On};
use courant_newsroom::uploads::{self, Finished, LARGEST_PART};
use courant_newsroom::{Error, Refusal};
use http::header::{CONTENT_LENGTH, LOCATION};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Where the next part begins, or begins in what was sent.
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
/// Bytes of the whole file.
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
/// `filename`, percent-encoded.
const NAME: HeaderName = HeaderName::from_static("upload-name");

/// Kilobytes of parts that are in memory at once, over all who send. Whoever comes then is read a moment later.
static HANDS: Semaphore = Semaphore::const_new(3 * LARGEST_PART / 1024);

/// A part of a file, read when there is room for it.
pub(crate) struct Part {
    bytes: Result<Bytes, Refusal>,
    _room: Option<SemaphorePermit<'static>>,
}

impl<S: Send + Sync> FromRequest<S> for Part {
    type Rejection = std::convert::Infallible;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let length = number(request.headers(), &CONTENT_LENGTH)
            .ok()
            .and_then(|length| usize::try_from(length).ok());
        let kilobytes = length.unwrap_or(LARGEST_PART).min(LARGEST_PART).div_ceil(1024);
        let room = HANDS.acquire_many(u32::try_from(kilobytes).unwrap_or(1)).await.ok();
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|_| Refusal::new("upload-beyond", "the part is too large, or broke off"));
        Ok(Self { bytes, _room: room })
    }
}

/// What became of a whole file.
#[derive(Debug, Serialize)]
struct Told {
    /// The picture, or the one that has these very bytes.
    picture: FoundPicture,
    /// Nothing was added: the library has these bytes already.
    twin: bool,
}

/// Begins a file: `Upload-Length` and `Upload-Name`.
pub(crate) async fn begin(State(app): State<Arc<App>>, signed: Signed, headers: HeaderMap) -> Response {
    let answer = async {
        let who = signed.who();
        who.check(Act::Begin, On::NOTHING)?;
        let size = number(&headers, &LENGTH)?;
        let name = headers
            .get(&NAME)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
        let mut tx = app.newsroom.store.write().await?;
        let upload = uploads::begin(&mut tx, &app.newsroom.house, &who, &name, size).await?;
        tx.commit().await?;
        let mut response = StatusCode::CREATED.into_response();
        if let Ok(place) = HeaderValue::from_str(&format!("/desk/uploads/{}", upload.id)) {
            response.headers_mut().insert(LOCATION, place);
        }
        response.headers_mut().insert(OFFSET, HeaderValue::from(0));
        Ok(response)
    }
    .await;
    problem::for_script(&app, &signed.member, &headers, answer).await
}

/// Says how much of a file is here. Browsers ask by HEAD.
pub(crate) async fn offset(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let answer = async {
        let mut tx = app.newsroom.store.read().await?;
        let upload = uploads::mine(&mut tx, &signed.who(), &id).await?;
        let mut response = StatusCode::NO_CONTENT.into_response();
        response
            .headers_mut()
            .insert(OFFSET, HeaderValue::from(upload.received));
        response.headers_mut().insert(LENGTH, HeaderValue::from(upload.size));
        Ok(response)
    }
    .await;
    problem::for_script(&app, &signed.member, &headers, answer).await
}

/// Takes a part that begins at `Upload-Offset`; 409 when the file goes on elsewhere.
pub(crate) async fn grow(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    part: Part,
) -> Response {
    let answer = async {
        let place = number(&headers, &OFFSET)?;
        let now = uploads::grow(&app.newsroom, &signed.who(), &id, place, part.bytes?).await?;
        let mut response = StatusCode::NO_CONTENT.into_response();
        response.headers_mut().insert(OFFSET, HeaderValue::from(now));
        Ok(response)
    }
    .await;
    problem::for_script(&app, &signed.member, &headers, answer).await
}

/// Makes a picture of a whole file (`finish`, with `?again=1` also of bytes that the library has), or forgets it
/// (`forget`).
pub(crate) async fn act(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path((id, act)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
    let answer = async {
        let who = signed.who();
        match act.as_str() {
            "finish" => {
                let again = raw.as_deref() == Some("again=1");
                let told = match uploads::finish(&app.newsroom, &who, &id, again).await? {
                    Finished::Picture(picture) => Told {
                        picture: FoundPicture::of(*picture),
                        twin: false,
                    },
                    Finished::Twin(picture) => Told {
                        picture: FoundPicture::of(*picture),
                        twin: true,
                    },
                };
                Ok(Json(told).into_response())
            }
            "forget" => {
                uploads::forget(&app.newsroom, &who, &id).await?;
                Ok(StatusCode::NO_CONTENT.into_response())
            }
            _ => Err(Error::NotFound("such act".to_owned())),
        }
    }
    .await;
    problem::for_script(&app, &signed.member, &headers, answer).await
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<i64, Refusal> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .ok_or_else(|| Refusal::new("upload-unreadable", format!("say {name} as a number")))
}
