//! The public API, `/api/v1/…`: one file a noun, live rows only, JSON that any page of another site may read.
//! The router names its routes; [`limited`] stands before each.

pub(crate) mod names;
pub(crate) mod quotations;
pub(crate) mod storylines;

use crate::app::App;
use crate::site::gate;
use axum::Json;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use courant_newsroom::Error;
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

/// What an answer is before it becomes a response.
pub(crate) type Answered = Result<Value, Error>;

/// Answers a program, unless it asks too often.
pub(crate) async fn limited(app: &App, request: Request, answer: impl AsyncFnOnce() -> Answered) -> Response {
    let (parts, _) = request.into_parts();
    let client = app.newsroom.house.keys.client_mac(&gate::client(app, &parts));
    if let Err(wait) = app.programs.pass(&client) {
        let mut response = said(StatusCode::TOO_MANY_REQUESTS, json!({ "error": "too many requests" }));
        let seconds = wait.as_secs().max(1);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        return response;
    }
    match answer().await {
        Ok(value) => said(StatusCode::OK, value),
        Err(Error::NotFound(what)) => said(StatusCode::NOT_FOUND, json!({ "error": format!("there is no {what}") })),
        Err(error) => {
            tracing::error!(%error, "an answer of the API failed");
            said(
                StatusCode::INTERNAL_SERVER_ERROR,
                json!({ "error": "the house failed" }),
            )
        }
    }
}

fn said(status: StatusCode, value: Value) -> Response {
    let mut response = (status, Json(value)).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}
