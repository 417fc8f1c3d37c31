//! The one place that turns errors at the desk into pages: what happened, what was kept, what to do.
//! Handlers pass their result through [`or`]; a form answers a refusal itself, with everything typed kept.

use super::frame::Frame;
use super::print::Page;
use super::visit::{Desk, answer, sentence};
use crate::app::App;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use courant_model::account::Member;
use courant_newsroom::Error;
use http::header::ACCEPT;
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use std::sync::Arc;

/// A request that cannot be answered.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Problem {
    frame: Frame,
    /// Says what happened: `missing`, `refused`, `conflict`, `broken`.
    kind: &'static str,
    /// The rule, in words; empty when the kind says it all.
    message: String,
    /// Stands in the log beside the cause.
    reference: Option<String>,
}

impl Page for Problem {
    const TEMPLATE: &'static str = "problem.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        ["missing", "refused", "conflict", "broken"]
            .into_iter()
            .map(|kind| Self {
                frame: Frame::sample_door("Not found"),
                kind,
                message: "Your roles do not allow this.".into(),
                reference: (kind == "broken").then(|| "01JQ".into()),
            })
            .collect()
    }
}

/// The answer, or the page that says why there is none.
pub(crate) async fn or(app: &App, member: Option<&Member>, result: Result<Response, Error>) -> Response {
    match result {
        Ok(response) => response,
        Err(error) => of(app, member, &error).await,
    }
}

/// The answer; for the desk's scripts an error is JSON with the message.
pub(crate) async fn for_script(
    app: &App,
    member: &Member,
    headers: &HeaderMap,
    result: Result<Response, Error>,
) -> Response {
    let wants_page = headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accepted| accepted.contains("text/html"));
    match result {
        Ok(response) => response,
        Err(error) if wants_page => of(app, Some(member), &error).await,
        Err(error) => {
            let (status, message) = match &error {
                Error::Refusal(refusal) => {
                    let status = if refusal.key == "not-allowed" {
                        StatusCode::FORBIDDEN
                    } else {
                        StatusCode::UNPROCESSABLE_ENTITY
                    };
                    let said = match Desk::door(app).await {
                        Ok(desk) => desk.refusal(refusal),
                        Err(_) => sentence(&refusal.message),
                    };
                    (status, said)
                }
                Error::NotFound(what) => (StatusCode::NOT_FOUND, format!("There is no {what}.")),
                Error::Conflict(message) => (StatusCode::CONFLICT, sentence(message)),
                Error::Internal(_) => {
                    let reference = app.newsroom.house.id();
                    tracing::error!(reference, %error, "a request of the desk's scripts failed");
                    (
                        StatusCode::INTERNAL_SERVER_ERROR,
                        format!("Something broke ({reference})."),
                    )
                }
            };
            (status, Json(serde_json::json!({ "message": message }))).into_response()
        }
    }
}

/// The page of an error.
pub(crate) async fn of(app: &App, member: Option<&Member>, error: &Error) -> Response {
    let (status, kind, message) = match error {
        Error::Refusal(refusal) if refusal.key == "not-allowed" => (StatusCode::FORBIDDEN, "refused", String::new()),
        Error::Refusal(refusal) => (StatusCode::UNPROCESSABLE_ENTITY, "refused", sentence(&refusal.message)),
        Error::NotFound(_) => (StatusCode::NOT_FOUND, "missing", String::new()),
        Error::Conflict(message) => (StatusCode::CONFLICT, "conflict", sentence(message)),
        Error::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "broken", String::new()),
    };
    let reference = (kind == "broken").then(|| {
        let reference = app.newsroom.house.id();
        tracing::error!(reference, %error, "a page of the desk could not be made");
        reference
    });
    match page(app, member, status, kind, message, reference.clone()).await {
        Ok(response) => response,
        // Not even the paper's name can be read: a page of its own words.
        Err(error) => {
            tracing::error!(%error, "a problem page of the desk could not be made");
            let reference = reference.unwrap_or_default();
            answer(
                status,
                format!(
                    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Out of order</title><h1>Out of \
                     order</h1><p>The desk cannot be read at the moment. What was saved is safe. Please try again \
                     soon.</p><p>{reference}</p></html>"
                ),
            )
        }
    }
}

async fn page(
    app: &App,
    member: Option<&Member>,
    status: StatusCode,
    kind: &'static str,
    message: String,
    reference: Option<String>,
) -> Result<Response, Error> {
    let mut desk = match member {
        Some(member) => Desk::enter(app, member).await?,
        None => Desk::door(app).await?,
    };
    let title = desk.word(&format!("problem-{kind}"));
    let frame = desk.frame(&title, "").await?;
    desk.print(
        status,
        &Problem {
            frame,
            kind,
            message,
            reference,
        },
    )
}

/// Nothing stands at this address of the desk.
pub(crate) async fn missing(State(app): State<Arc<App>>) -> Response {
    of(&app, None, &Error::NotFound("such page".to_owned())).await
}
