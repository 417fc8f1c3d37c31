//! `/desk/login` and `/desk/logout`: name and password in, a session out.
//! An unknown address and a wrong password are answered alike, and take as long.

use super::form::Fields;
use super::{Signed, cookies, is_first, next, see_other};
use crate::app::App;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::visit::Desk;
use crate::site::gate;
use axum::extract::{Query, State};
use axum::response::Response;
use courant_newsroom::Error;
use courant_newsroom::accounts::login::{self, Outcome};
use courant_newsroom::accounts::sessions::{self, Begun};
use http::header::USER_AGENT;
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The parameters of the login page.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    next: String,
    done: Option<String>,
}

/// The page that asks who is there.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Login {
    frame: Frame,
    /// Where to go on to.
    next: String,
    /// The address that was typed.
    email: String,
    /// Nobody can sign in yet: the console has the link of the first start.
    first: bool,
}

impl Page for Login {
    const TEMPLATE: &'static str = "login.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        [(false, ""), (true, ""), (false, "<ana>@maren.example")]
            .into_iter()
            .map(|(first, email)| Self {
                frame: Frame {
                    wrong: (!email.is_empty()).then(|| "Wrong.".to_owned()),
                    ..Frame::sample_door("Sign in")
                },
                next: "/desk/stories?q=a&b=\"c\"".to_owned(),
                email: email.to_owned(),
                first,
            })
            .collect()
    }
}

/// The page whose form was sent by somebody who is signed out.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SignedOut {
    frame: Frame,
    login: String,
}

impl Page for SignedOut {
    const TEMPLATE: &'static str = "signed-out.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            frame: Frame::sample_door("Signed out"),
            login: "/desk/login?next=/desk/stories".to_owned(),
        }]
    }
}

/// Shows the page; whoever is signed in goes on at once.
pub(super) async fn show(State(app): State<Arc<App>>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let result = async {
        if super::look(&app, &headers).await?.is_some() {
            return Ok(see_other(&next::safe(&asked.next)));
        }
        page(&app, StatusCode::OK, &asked.next, "", asked.done.as_deref(), None).await
    };
    problem::or(&app, None, result.await).await
}

async fn page(
    app: &App,
    status: StatusCode,
    next: &str,
    email: &str,
    done: Option<&str>,
    wrong: Option<&str>,
) -> Result<Response, Error> {
    let mut desk = Desk::door(app).await?;
    let first = is_first(&mut desk).await?;
    let title = desk.word("login-title");
    let mut frame = desk.frame(&title, "").await?;
    frame.done = desk.done(done);
    frame.wrong = wrong.map(|key| desk.word(key));
    desk.print(
        status,
        &Login {
            frame,
            next: next::safe(next),
            email: email.to_owned(),
            first,
        },
    )
}

/// The answer to a form of somebody who is signed out: nothing was done, and nothing typed is lost.
pub(super) async fn signed_out(app: &App, login: &str) -> Result<Response, Error> {
    let mut desk = Desk::door(app).await?;
    let title = desk.word("signed-out-title");
    let frame = desk.frame(&title, "").await?;
    desk.print(
        StatusCode::UNAUTHORIZED,
        &SignedOut {
            frame,
            login: login.to_owned(),
        },
    )
}

/// Takes address and password.
pub(super) async fn send(State(app): State<Arc<App>>, parts: Parts, fields: Fields) -> Response {
    problem::or(&app, None, take(&app, &parts, &fields).await).await
}

async fn take(app: &App, parts: &Parts, fields: &Fields) -> Result<Response, Error> {
    let (next, email) = (fields.get("next"), fields.get("email"));
    let client = app.newsroom.house.keys.client_mac(&gate::client(app, parts));
    if app.door.pass(&client).is_err() {
        return page(
            app,
            StatusCode::TOO_MANY_REQUESTS,
            next,
            email,
            None,
            Some("login-too-many"),
        )
        .await;
    }
    let agent = agent(&parts.headers);
    match login::by_password(&app.newsroom, email, fields.get("password"), &agent).await? {
        Outcome::In(begun) => Ok(welcome(app, &begun, next)),
        Outcome::Wrong => page(app, StatusCode::UNAUTHORIZED, next, email, None, Some("login-wrong")).await,
        Outcome::Wait => {
            page(
                app,
                StatusCode::TOO_MANY_REQUESTS,
                next,
                email,
                None,
                Some("login-too-many"),
            )
            .await
        }
    }
}

/// Hands out the cookie of a session that has just begun and leads on.
pub(super) fn welcome(app: &App, begun: &Begun, next: &str) -> Response {
    let mut response = see_other(&next::safe(next));
    let seconds = (begun.session.expires_at - begun.session.created_at) / courant_model::time::SECOND;
    cookies::set(app, &mut response, cookies::SESSION, begun.token.as_str(), seconds);
    response
}

/// Signs this browser out.
pub(super) async fn leave(State(app): State<Arc<App>>, signed: Signed) -> Response {
    let result = async {
        let mut tx = app.newsroom.store.write().await?;
        sessions::end(&mut tx, &app.newsroom.house, &signed.member.account, &signed.session).await?;
        tx.commit().await?;
        let mut response = see_other("/desk/login?done=signed-out");
        cookies::forget(&app, &mut response, cookies::SESSION);
        Ok(response)
    };
    problem::or(&app, Some(&signed.member), result.await).await
}

/// Browser and system in a few words, for the list of sessions: `Firefox on Linux`.
pub(super) fn agent(headers: &HeaderMap) -> String {
    let text = headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let first = |names: &[(&str, &'static str)]| {
        names
            .iter()
            .find(|(mark, _)| text.contains(mark))
            .map(|(_, name)| *name)
    };
    // Order matters: each of these also calls itself by a later name.
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => String::new(),
    }
}
