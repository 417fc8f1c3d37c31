//! The desk's door: who is signed in, what stands before every request of the desk, and the ways in.
//! Handlers of the desk take [`Signed`]; the router wraps all of `/desk` into [`guard::stand`].

mod account;
mod confirm;
mod cookies;
mod first;
pub(crate) mod form;
pub(crate) mod guard;
mod invitation;
mod link;
mod login;
pub(crate) mod next;
mod passkeys;
mod people;
mod second_step;
mod sign_on;
mod ways;

pub use sign_on::SignOn;

use crate::app::App;
use crate::desk::visit::{Desk, answer};
use axum::Router;
use axum::extract::{FromRequestParts, OptionalFromRequestParts, OriginalUri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use courant_model::account::Member;
use courant_model::door::{Account, Session};
use courant_model::time::Micros;
use courant_newsroom::Error;
use courant_newsroom::accounts::sessions;
use courant_newsroom::permissions::Who;
use http::header::{ACCEPT, LOCATION, REFERER, UPGRADE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use std::sync::Arc;

/// The pages of the door, for the test that prints them all.
#[cfg(test)]
pub(crate) mod pages {
    pub(crate) use super::account::{Account, NewPassword};
    pub(crate) use super::confirm::Confirm;
    pub(crate) use super::first::FirstPage;
    pub(crate) use super::invitation::Invitation;
    pub(crate) use super::link::LinkPage;
    pub(crate) use super::login::{Login, SignedOut};
    pub(crate) use super::people::{People, PersonPage};
    pub(crate) use super::second_step::SecondStep;
    pub(crate) use super::sign_on::{Journey, Return};
    pub(crate) use super::ways::{Codes, Passkeys};
}

/// The routes of the door and of accounts, below `/desk`.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        // Whoever wants to come in
        .route("/first", get(first::show).post(first::send))
        .route("/invitation", get(invitation::show).post(invitation::send))
        .route("/reset", get(invitation::show_reset).post(invitation::send_reset))
        .route("/login", get(login::show).post(login::send))
        .route("/login/code", get(second_step::show).post(second_step::send))
        .route("/login/sign-on", post(sign_on::leave))
        .route("/login/sign-on/back", get(sign_on::back).post(sign_on::arrive))
        .route("/passkeys/new", post(passkeys::new))
        .route("/passkeys/ask", post(passkeys::ask))
        // Whoever is in
        .route("/logout", post(login::leave))
        .route("/confirm", get(confirm::show).post(confirm::send))
        .route("/account", get(account::show).post(account::send))
        .route(
            "/account/password",
            get(account::show_password).post(account::send_password),
        )
        .route("/account/passkeys", get(ways::show_passkeys).post(ways::send_passkeys))
        .route("/account/codes", get(ways::show_codes).post(ways::send_codes))
        .route("/account/sessions", post(account::end_all))
        .route("/account/sessions/{session}", post(account::end))
        // Whoever keeps the accounts
        .route("/accounts", get(people::list).post(people::invite))
        .route("/accounts/new", get(people::show_new))
        .route("/accounts/{id}", get(people::show).post(people::change))
        .route("/invitations/{id}/withdraw", post(people::withdraw))
}

/// Whoever is signed in. As an argument of a handler it lets nobody else through.
#[derive(Debug, Clone)]
pub(crate) struct Signed {
    /// As the rules see them.
    pub(crate) member: Member,
    /// Id of the session; it opens nothing.
    pub(crate) session: String,
    /// When password or passkey was last given.
    pub(crate) confirmed_at: Micros,
    /// The page that the request is for, or came from when it changes something.
    pub(crate) page: String,
}

impl Signed {
    /// As commands want to know them.
    pub(crate) fn who(&self) -> Who {
        Who::Member(self.member.clone())
    }

    /// Whether password or passkey was given in the last minutes.
    pub(crate) fn is_fresh(&self, app: &App) -> bool {
        app.newsroom.house.now() - self.confirmed_at < sessions::FRESH
    }

    /// Lets a dangerous act pass when password or passkey was given in the last minutes; else answers with the page
    /// that asks for it and leads back.
    #[expect(clippy::result_large_err, reason = "the answer goes out as it is")]
    pub(crate) fn confirmed(&self, app: &App) -> Result<(), Response> {
        if self.is_fresh(app) {
            return Ok(());
        }
        Err(see_other(&next::with("/desk/confirm", &self.page)))
    }
}

impl FromRequestParts<Arc<App>> for Signed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Response> {
        let page = page_of(parts);
        match look(app, &parts.headers).await {
            Ok(Some((session, account))) => Ok(Self {
                member: account.member(),
                session: session.id,
                confirmed_at: session.confirmed_at,
                page,
            }),
            Ok(None) => Err(turn_away(app, parts, &page).await),
            Err(error) => Err(crate::desk::problem::of(app, None, &error).await),
        }
    }
}

impl OptionalFromRequestParts<Arc<App>> for Signed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Option<Self>, Response> {
        match look(app, &parts.headers).await {
            Ok(None) => Ok(None),
            _ => <Self as FromRequestParts<Arc<App>>>::from_request_parts(parts, app)
                .await
                .map(Some),
        }
    }
}

/// A refusal for a script of ours, which shows its message.
async fn refused_json(app: &App, error: &Error) -> Response {
    let Error::Refusal(refusal) = error else {
        return crate::desk::problem::of(app, None, error).await;
    };
    let message = match Desk::door(app).await {
        Ok(desk) => desk.refusal(refusal),
        Err(_) => refusal.message.clone(),
    };
    (
        StatusCode::UNPROCESSABLE_ENTITY,
        axum::Json(serde_json::json!({ "message": message })),
    )
        .into_response()
}

/// The session of a request's cookie. Its use is noted now and then.
async fn look(app: &App, headers: &HeaderMap) -> Result<Option<(Session, Account)>, Error> {
    let Some(token) = cookies::read(app, headers, cookies::SESSION) else {
        return Ok(None);
    };
    let house = &app.newsroom.house;
    let found = {
        let mut tx = app.newsroom.store.read().await?;
        sessions::find(&mut tx, house, &token).await?
    };
    if let Some((session, _)) = &found
        && sessions::is_stale(session, house.now())
    {
        let mut tx = app.newsroom.store.write().await?;
        sessions::note(&mut tx, house, session).await?;
        tx.commit().await?;
    }
    Ok(found)
}

/// The path that a request is for, or, when it changes something, that of the page that sent it.
fn page_of(parts: &Parts) -> String {
    if parts.method == Method::GET || parts.method == Method::HEAD {
        let uri = parts
            .extensions
            .get::<OriginalUri>()
            .map_or(&parts.uri, |original| &original.0);
        return next::safe(uri.path_and_query().map_or("", http::uri::PathAndQuery::as_str));
    }
    let from = parts.headers.get(REFERER).and_then(|value| value.to_str().ok());
    let path = from
        .and_then(|from| url::Url::parse(from).ok())
        .map(|url| match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        });
    next::safe(path.as_deref().unwrap_or(""))
}

/// The answer to somebody who is not signed in.
async fn turn_away(app: &App, parts: &Parts, page: &str) -> Response {
    let says = |name: &http::HeaderName, what: &str| {
        parts
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.to_ascii_lowercase().contains(what))
    };
    let login = next::with("/desk/login", page);
    let by_script = parts.headers.contains_key("x-requested-with") || says(&ACCEPT, "application/json");
    if says(&UPGRADE, "websocket") || by_script {
        return (
            StatusCode::UNAUTHORIZED,
            axum::Json(serde_json::json!({ "message": "You were signed out.", "login": login })),
        )
            .into_response();
    }
    if parts.headers.contains_key("hx-request") {
        let mut response = StatusCode::UNAUTHORIZED.into_response();
        if let Ok(to) = HeaderValue::from_str(&login) {
            response.headers_mut().insert("hx-redirect", to);
        }
        return response;
    }
    if parts.method == Method::GET || parts.method == Method::HEAD {
        return see_other(&login);
    }
    // What was typed stays in the page that sent it; a redirect would throw it away.
    match login::signed_out(app, &login).await {
        Ok(response) => response,
        Err(error) => crate::desk::problem::of(app, None, &error).await,
    }
}

/// Leads to another page of this site.
pub(crate) fn see_other(path: &str) -> Response {
    let mut response = answer(StatusCode::SEE_OTHER, String::new());
    if let Ok(target) = HeaderValue::from_str(path) {
        response.headers_mut().insert(LOCATION, target);
    }
    response
}

/// Whether the paper has an account yet.
async fn is_first(desk: &mut Desk<'_>) -> Result<bool, Error> {
    Ok(!courant_store::q!(desk.tx, accounts::any())?)
}
