//! `/desk/account`: what one sees and changes of one's own account: name, mail, sessions, and the ways in.
//! Passkeys and one-time codes have pages of their own, in `ways.rs`.

use super::form::Fields;
use super::{Signed, cookies, passkeys, see_other};
use crate::app::App;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::visit::Desk;
use crate::site::view::Moment;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use courant_model::actor::Actor;
use courant_model::door::MAIL_CHOICES;
use courant_newsroom::accounts::{password, sessions};
use courant_newsroom::commands::revise_own_account;
use courant_newsroom::{Error, Refusal, accounts};
use courant_store::q;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The parameters of the page.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

/// My account.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Account {
    frame: Frame,
    name: String,
    email: String,
    roles: Vec<&'static str>,
    sections: Vec<String>,
    mail: Vec<Choice>,
    password: bool,
    passkeys: usize,
    why_not: &'static str,
    codes: bool,
    recovery: i64,
    sessions: Vec<Open>,
}

/// A kind of notice.
#[derive(Debug, Clone, Serialize)]
struct Choice {
    key: &'static str,
    chosen: bool,
}

/// A session.
#[derive(Debug, Clone, Serialize)]
struct Open {
    id: String,
    agent: String,
    seen: Moment,
    here: bool,
}

impl Page for Account {
    const TEMPLATE: &'static str = "account.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let full = Self {
            frame: Frame::sample("My account"),
            name: "Ana <b>Reis</b>".into(),
            email: "ana@maren.example".into(),
            roles: vec!["chief", "admin"],
            sections: vec!["Local".into()],
            mail: vec![Choice {
                key: "mentioned",
                chosen: true,
            }],
            password: true,
            passkeys: 2,
            why_not: "",
            codes: true,
            recovery: 9,
            sessions: vec![
                Open {
                    id: "01A".into(),
                    agent: "Firefox, Linux".into(),
                    seen: moment_sample(),
                    here: true,
                },
                Open {
                    id: "01B".into(),
                    agent: String::new(),
                    seen: moment_sample(),
                    here: false,
                },
            ],
        };
        vec![
            Self {
                password: false,
                passkeys: 0,
                why_not: "passkeys-name",
                codes: false,
                recovery: 0,
                sections: Vec::new(),
                sessions: Vec::new(),
                ..full.clone()
            },
            full,
        ]
    }
}

/// Shows it.
pub(super) async fn show(State(app): State<Arc<App>>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    let result = page(&app, &signed, asked.done.as_deref(), None).await;
    problem::or(&app, Some(&signed.member), result).await
}

async fn page(
    app: &App,
    signed: &Signed,
    done: Option<&str>,
    wrong: Option<(&Refusal, &Fields)>,
) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    let account = accounts::open(&mut desk.tx, &signed.member.account).await?;
    let keys = q!(desk.tx, accounts::passkeys(&account.id))?;
    let recovery = q!(desk.tx, accounts::recoveries(&account.id))?;
    let open = q!(desk.tx, doors::sessions(&account.id, app.newsroom.house.now()))?;
    let title = desk.word("my-account");
    let mut frame = desk.frame(&title, "account").await?;
    frame.done = desk.done(done);
    frame.wrong = wrong.map(|(refusal, _)| desk.refusal(refusal));
    let chosen = |key: &str| match wrong {
        Some((_, fields)) => fields.all("mail").contains(&key),
        None => account.wants_mail(key),
    };
    let context = Account {
        name: wrong.map_or(account.name.clone(), |(_, fields)| fields.get("name").to_owned()),
        email: account.email.clone(),
        roles: signed.member.roles.iter().map(|role| role.as_str()).collect(),
        sections: desk
            .sections
            .iter()
            .filter(|section| signed.member.sections.contains(&section.id))
            .map(|section| section.name.clone())
            .collect(),
        mail: MAIL_CHOICES
            .into_iter()
            .map(|key| Choice {
                key,
                chosen: chosen(key),
            })
            .collect(),
        password: !account.password.is_empty(),
        passkeys: keys.len(),
        why_not: passkeys::why_not(app),
        codes: account.totp.is_some(),
        recovery,
        sessions: open
            .into_iter()
            .map(|session| Open {
                here: session.id == signed.session,
                seen: desk.moment(session.seen_at),
                id: session.id,
                agent: session.agent,
            })
            .collect(),
        frame,
    };
    desk.print(
        wrong.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY),
        &context,
    )
}

/// Keeps name and choices of mail.
pub(super) async fn send(State(app): State<Arc<App>>, signed: Signed, fields: Fields) -> Response {
    let result = async {
        let mut tx = app.newsroom.store.write().await?;
        let (name, mail) = (fields.get("name"), fields.all("mail"));
        revise_own_account::run(&mut tx, &app.newsroom.house, &signed.member, name, &mail).await?;
        tx.commit().await?;
        Ok(see_other("/desk/account?done=account"))
    };
    let result = match result.await {
        Err(Error::Refusal(refusal)) => page(&app, &signed, None, Some((&refusal, &fields))).await,
        other => other,
    };
    problem::or(&app, Some(&signed.member), result).await
}

/// Signs another browser out, or this one.
pub(super) async fn end(State(app): State<Arc<App>>, signed: Signed, Path(session): Path<String>) -> Response {
    let result = async {
        let mut tx = app.newsroom.store.write().await?;
        sessions::end(&mut tx, &app.newsroom.house, &signed.member.account, &session).await?;
        tx.commit().await?;
        Ok(see_other("/desk/account?done=session-ended"))
    };
    problem::or(&app, Some(&signed.member), result.await).await
}

/// Signs every browser out, this one too.
pub(super) async fn end_all(State(app): State<Arc<App>>, signed: Signed) -> Response {
    let result = async {
        let mut tx = app.newsroom.store.write().await?;
        let account = &signed.member.account;
        let actor = Actor::Account(account.clone());
        sessions::end_all(&mut tx, &app.newsroom.house, &actor, account, None).await?;
        tx.commit().await?;
        let mut response = see_other("/desk/login?done=signed-out-everywhere");
        cookies::forget(&app, &mut response, cookies::SESSION);
        Ok(response)
    };
    problem::or(&app, Some(&signed.member), result.await).await
}

/// The page for a new password.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NewPassword {
    frame: Frame,
    email: String,
    /// Whether there is one already.
    password: bool,
    /// Whether it may be taken away, since there is a passkey.
    removable: bool,
    shortest: usize,
}

impl Page for NewPassword {
    const TEMPLATE: &'static str = "new-password.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        [(true, true), (false, false)]
            .into_iter()
            .map(|(password, removable)| Self {
                frame: Frame::sample("Password"),
                email: "ana@maren.example".into(),
                password,
                removable,
                shortest: password::SHORTEST,
            })
            .collect()
    }
}

/// Shows it.
pub(super) async fn show_password(State(app): State<Arc<App>>, signed: Signed) -> Response {
    if let Err(response) = signed.confirmed(&app) {
        return response;
    }
    let result = password_page(&app, &signed, None).await;
    problem::or(&app, Some(&signed.member), result).await
}

async fn password_page(app: &App, signed: &Signed, wrong: Option<&Refusal>) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    let account = accounts::open(&mut desk.tx, &signed.member.account).await?;
    let keys = q!(desk.tx, accounts::passkeys(&account.id))?;
    let title = desk.word("password");
    let mut frame = desk.frame(&title, "account").await?;
    frame.wrong = wrong.map(|refusal| desk.refusal(refusal));
    let context = NewPassword {
        frame,
        email: account.email,
        password: !account.password.is_empty(),
        removable: !account.password.is_empty() && !keys.is_empty(),
        shortest: password::SHORTEST,
    };
    desk.print(
        wrong.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY),
        &context,
    )
}

/// Sets a new password, or takes it away.
pub(super) async fn send_password(State(app): State<Arc<App>>, signed: Signed, fields: Fields) -> Response {
    if let Err(response) = signed.confirmed(&app) {
        return response;
    }
    let house = &app.newsroom.house;
    let result = async {
        if fields.get("act") == "remove" {
            let mut tx = app.newsroom.store.write().await?;
            revise_own_account::remove_password(&mut tx, house, &signed.member).await?;
            tx.commit().await?;
            return Ok(see_other("/desk/account?done=password-removed"));
        }
        let desk = Desk::door(&app).await?;
        let paper = desk.paper.name.clone();
        drop(desk);
        let email = {
            let mut tx = app.newsroom.store.read().await?;
            accounts::open(&mut tx, &signed.member.account).await?.email
        };
        password::decide(fields.get("password"), &[&signed.member.name, &email, &paper])?;
        let hash = password::hash(house, fields.get("password")).await?;
        let mut tx = app.newsroom.store.write().await?;
        revise_own_account::set_password(&mut tx, house, &signed.member, &signed.session, hash).await?;
        tx.commit().await?;
        Ok(see_other("/desk/account?done=password"))
    };
    let result = match result.await {
        Err(Error::Refusal(refusal)) => password_page(&app, &signed, Some(&refusal)).await,
        other => other,
    };
    problem::or(&app, Some(&signed.member), result).await
}

#[cfg(test)]
fn moment_sample() -> Moment {
    Moment {
        iso: "2026-11-25T14:05:00+00:00".into(),
        text: "14:05 WET".into(),
        full: "25 November 2026, 14:05 WET".into(),
    }
}
