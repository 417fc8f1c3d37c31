//! `/desk/login/code`: the one-time code that is asked for after a right password.
//! The way between the two pages lies in the store; the browser holds its token in a cookie of a few minutes.

use super::form::Fields;
use super::{cookies, login, next, see_other};
use crate::app::App;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::visit::Desk;
use crate::site::gate;
use axum::extract::{Query, State};
use axum::response::Response;
use courant_newsroom::Error;
use courant_newsroom::accounts::login::{Outcome, by_code};
use courant_newsroom::accounts::token::Token;
use http::StatusCode;
use http::request::Parts;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The parameters of the page.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    next: String,
}

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SecondStep {
    frame: Frame,
    next: String,
}

impl Page for SecondStep {
    const TEMPLATE: &'static str = "second-step.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            frame: Frame::sample_door("Second step"),
            next: "/desk".into(),
        }]
    }
}

/// Leads from the right password to the question for the code.
pub(super) fn ask(app: &App, token: &Token, next: &str) -> Response {
    let mut response = see_other(&next::with("/desk/login/code", next));
    cookies::set(app, &mut response, cookies::WAY, token.as_str(), 600);
    response
}

/// Shows it.
pub(super) async fn show(State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Response {
    problem::or(&app, None, page(&app, StatusCode::OK, &asked.next, None).await).await
}

async fn page(app: &App, status: StatusCode, next: &str, wrong: Option<&str>) -> Result<Response, Error> {
    let mut desk = Desk::door(app).await?;
    let title = desk.word("second-step-title");
    let mut frame = desk.frame(&title, "").await?;
    frame.wrong = wrong.map(|key| desk.word(key));
    desk.print(
        status,
        &SecondStep {
            frame,
            next: next::safe(next),
        },
    )
}

/// Takes the code.
pub(super) async fn send(State(app): State<Arc<App>>, parts: Parts, fields: Fields) -> Response {
    problem::or(&app, None, take(&app, &parts, &fields).await).await
}

async fn take(app: &App, parts: &Parts, fields: &Fields) -> Result<Response, Error> {
    let next = fields.get("next");
    let client = app.newsroom.house.keys.client_mac(&gate::client(app, parts));
    if app.door.pass(&client).is_err() {
        return page(app, StatusCode::TOO_MANY_REQUESTS, next, Some("login-too-many")).await;
    }
    let token = cookies::read(app, &parts.headers, cookies::WAY).unwrap_or_default();
    match by_code(&app.newsroom, &token, fields.get("code"), &login::agent(&parts.headers)).await {
        Ok(Outcome::In(begun)) => {
            let mut response = login::welcome(app, &begun, next);
            cookies::forget(app, &mut response, cookies::WAY);
            Ok(response)
        }
        Ok(Outcome::Wait) => page(app, StatusCode::TOO_MANY_REQUESTS, next, Some("login-too-many")).await,
        Ok(Outcome::Wrong | Outcome::SecondStep(_)) => {
            page(app, StatusCode::UNAUTHORIZED, next, Some("refused-code-wrong")).await
        }
        // Too late, or too often wrong: from the beginning.
        Err(Error::Refusal(_)) => {
            login::page(
                app,
                StatusCode::UNAUTHORIZED,
                next,
                "",
                None,
                Some("refused-way-in-over"),
            )
            .await
        }
        Err(error) => Err(error),
    }
}
