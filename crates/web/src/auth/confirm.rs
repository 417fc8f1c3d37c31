//! `/desk/confirm`: asks anew for password or passkey before a dangerous act, and leads back to where one was.
//! [`super::Signed::confirmed`] sends people here.

use super::form::Fields;
use super::{Signed, cookies, next, passkeys, see_other};
use crate::app::App;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::visit::Desk;
use axum::extract::{Query, State};
use axum::response::Response;
use courant_newsroom::accounts::{login, sessions};
use courant_newsroom::{Error, Refusal, accounts};
use http::StatusCode;
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
pub(crate) struct Confirm {
    frame: Frame,
    next: String,
    email: String,
    /// Whether there is a password to give.
    password: bool,
    why_not: &'static str,
}

impl Page for Confirm {
    const TEMPLATE: &'static str = "confirm.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        [(true, ""), (false, ""), (true, "passkeys-name")]
            .into_iter()
            .map(|(password, why_not)| Self {
                frame: Frame::sample("Is it you?"),
                next: "/desk/accounts".into(),
                email: "ana@maren.example".into(),
                password,
                why_not,
            })
            .collect()
    }
}

/// Shows it.
pub(super) async fn show(State(app): State<Arc<App>>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    let result = page(&app, &signed, &asked.next, None).await;
    problem::or(&app, Some(&signed.member), result).await
}

async fn page(app: &App, signed: &Signed, next: &str, wrong: Option<&Refusal>) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    let account = accounts::open(&mut desk.tx, &signed.member.account).await?;
    let title = desk.word("confirm-title");
    let mut frame = desk.frame(&title, "").await?;
    frame.wrong = wrong.map(|refusal| desk.refusal(refusal));
    desk.print(
        wrong.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY),
        &Confirm {
            frame,
            next: next::safe(next),
            email: account.email,
            password: !account.password.is_empty(),
            why_not: passkeys::why_not(app),
        },
    )
}

/// Takes the answer.
pub(super) async fn send(State(app): State<Arc<App>>, signed: Signed, fields: Fields) -> Response {
    let result = match take(&app, &signed, &fields).await {
        Err(Error::Refusal(refusal)) => page(&app, &signed, fields.get("next"), Some(&refusal)).await,
        other => other,
    };
    problem::or(&app, Some(&signed.member), result).await
}

async fn take(app: &App, signed: &Signed, fields: &Fields) -> Result<Response, Error> {
    let (account, session) = (&signed.member.account, &signed.session);
    let token = if fields.get("credential").is_empty() {
        login::confirm(&app.newsroom, account, session, fields.get("password"))
            .await?
            .ok_or_else(|| {
                Refusal::new(
                    "confirm-wrong",
                    "that is not your password, or there were too many tries",
                )
            })?
    } else {
        let mut tx = app.newsroom.store.write().await?;
        let shown = passkeys::shown(app, &mut tx, fields).await?;
        if shown.id != *account {
            return Err(Refusal::new("confirm-other", "this passkey is somebody else's").into());
        }
        let token = sessions::confirm(&mut tx, &app.newsroom.house, session).await?;
        tx.commit().await?;
        token
    };
    let mut response = see_other(&next::safe(fields.get("next")));
    cookies::set(app, &mut response, cookies::SESSION, token.as_str(), sessions::COOKIE);
    Ok(response)
}
