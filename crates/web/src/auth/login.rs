//! `/desk/login` and `/desk/logout`: name and password in, a session out.
//! An unknown address and a wrong password are answered alike, and take as long.

use super::form::Fields;
use super::{Signed, cookies, is_first, next, passkeys, see_other};
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
    /// The word for why there are no passkeys; empty when there are.
    why_not: &'static str,
    /// What single sign-on is called here.
    sign_on: Option<String>,
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
                why_not: "",
                sign_on: (!first).then(|| "Maren <University>".to_owned()),
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

pub(super) async fn page(
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
            why_not: passkeys::why_not(app),
            sign_on: app.settings.sign_on.as_ref().map(|one| one.name.clone()),
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
    if !fields.get("credential").is_empty() {
        return by_passkey(app, fields, &agent).await;
    }
    match login::by_password(&app.newsroom, email, fields.get("password"), &agent).await? {
        Outcome::In(begun) => Ok(welcome(app, &begun, next)),
        Outcome::SecondStep(token) => Ok(super::second_step::ask(app, &token, next)),
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

/// A passkey needs no second step: it is on the telephone, and the telephone asked for a finger or a number.
async fn by_passkey(app: &App, fields: &Fields, agent: &str) -> Result<Response, Error> {
    let mut tx = app.newsroom.store.write().await?;
    let account = match passkeys::shown(app, &mut tx, fields).await {
        Ok(account) => account,
        Err(Error::Refusal(_)) => {
            drop(tx);
            let wrong = Some("login-passkey-wrong");
            return page(app, StatusCode::UNAUTHORIZED, fields.get("next"), "", None, wrong).await;
        }
        Err(error) => return Err(error),
    };
    let begun = sessions::begin(&mut tx, &app.newsroom.house, &account, agent).await?;
    tx.commit().await?;
    Ok(welcome(app, &begun, fields.get("next")))
}

/// Hands out the cookie of a session that has just begun and leads on.
pub(super) fn welcome(app: &App, begun: &Begun, next: &str) -> Response {
    let mut response = see_other(&next::safe(next));
    cookies::set(
        app,
        &mut response,
        cookies::SESSION,
        begun.token.as_str(),
        sessions::COOKIE,
    );
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
