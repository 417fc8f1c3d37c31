//! `/desk/invitation` and `/desk/reset`: the pages behind the one-time links that an admin hands out.
//! One makes the account that was offered; the other sets a new password for one that stands.

use super::first::Key;
use super::form::Fields;
use super::{login, passkeys};
use crate::app::App;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::visit::Desk;
use axum::extract::{Query, State};
use axum::response::Response;
use courant_model::door::DoorKind;
use courant_newsroom::accounts::{door_keys, password, sessions};
use courant_newsroom::commands::accept_invitation::{self, Accepted};
use courant_newsroom::commands::{keep_passkey, reset_account};
use courant_newsroom::{Error, Refusal, accounts};
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use std::sync::Arc;

/// The page of either link.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Invitation {
    frame: Frame,
    /// `invitation` or `reset`.
    kind: &'static str,
    key: String,
    name: String,
    email: String,
    why_not: &'static str,
    shortest: usize,
}

impl Page for Invitation {
    const TEMPLATE: &'static str = "invitation.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        [("invitation", ""), ("invitation", "passkeys-https"), ("reset", "")]
            .into_iter()
            .map(|(kind, why_not)| Self {
                frame: Frame::sample_door("Welcome"),
                kind,
                key: "k".into(),
                name: "Ben <i>Otieno</i>".into(),
                email: "ben@maren.example".into(),
                why_not,
                shortest: password::SHORTEST,
            })
            .collect()
    }
}

/// Shows an invitation.
pub(super) async fn show(State(app): State<Arc<App>>, Query(asked): Query<Key>) -> Response {
    problem::or(
        &app,
        None,
        page(&app, DoorKind::Invitation, &asked.key, None, None).await,
    )
    .await
}

/// Shows a link for a new password.
pub(super) async fn show_reset(State(app): State<Arc<App>>, Query(asked): Query<Key>) -> Response {
    problem::or(&app, None, page(&app, DoorKind::Reset, &asked.key, None, None).await).await
}

async fn page(
    app: &App,
    kind: DoorKind,
    key: &str,
    name: Option<&str>,
    wrong: Option<&Refusal>,
) -> Result<Response, Error> {
    let mut desk = Desk::door(app).await?;
    let found = door_keys::find(&mut desk.tx, &app.newsroom.house, kind, key).await?;
    let (known, email) = if let Some(account) = &found.account_id {
        let account = accounts::open(&mut desk.tx, account).await?;
        (account.name, account.email)
    } else {
        let offer = door_keys::offer(&found)?;
        (offer.name, offer.email)
    };
    let word = match kind {
        DoorKind::Reset => "reset-title",
        DoorKind::First | DoorKind::Invitation => "invitation-title",
    };
    let title = desk.word(word);
    let mut frame = desk.frame(&title, "").await?;
    frame.wrong = wrong.map(|refusal| desk.refusal(refusal));
    desk.print(
        wrong.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY),
        &Invitation {
            frame,
            kind: kind.as_str(),
            key: key.to_owned(),
            name: name.unwrap_or(&known).to_owned(),
            email,
            why_not: passkeys::why_not(app),
            shortest: password::SHORTEST,
        },
    )
}

/// Takes an invitation.
pub(super) async fn send(State(app): State<Arc<App>>, headers: HeaderMap, fields: Fields) -> Response {
    let result = match accept(&app, &headers, &fields).await {
        Err(Error::Refusal(refusal)) => {
            let name = Some(fields.get("name"));
            page(&app, DoorKind::Invitation, fields.get("key"), name, Some(&refusal)).await
        }
        other => other,
    };
    problem::or(&app, None, result).await
}

/// A password for whom a link names, good enough and hashed.
async fn hashed(app: &App, kind: DoorKind, fields: &Fields) -> Result<String, Error> {
    let given = fields.get("password");
    let mut desk = Desk::door(app).await?;
    let found = door_keys::find(&mut desk.tx, &app.newsroom.house, kind, fields.get("key")).await?;
    let mut own = vec![desk.paper.name.clone(), fields.get("name").to_owned()];
    match &found.account_id {
        Some(account) => {
            let account = accounts::open(&mut desk.tx, account).await?;
            own.extend([account.name, account.email]);
        }
        None => own.push(door_keys::offer(&found)?.email),
    }
    drop(desk);
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    password::decide(given, &own)?;
    password::hash(&app.newsroom.house, given).await
}

async fn accept(app: &App, headers: &HeaderMap, fields: &Fields) -> Result<Response, Error> {
    let house = &app.newsroom.house;
    let by_passkey = !fields.get("credential").is_empty();
    let hash = if by_passkey {
        String::new()
    } else {
        hashed(app, DoorKind::Invitation, fields).await?
    };
    let mut tx = app.newsroom.store.write().await?;
    let passkey = if by_passkey {
        Some(passkeys::made(app, &mut tx, fields).await?)
    } else {
        None
    };
    let accepted = Accepted {
        token: fields.get("key").to_owned(),
        name: fields.get("name").to_owned(),
        password: hash,
    };
    let account = accept_invitation::run(&mut tx, house, &accepted).await?;
    if let Some((made_for, shown)) = &passkey {
        if *made_for != account.id {
            return Err(Refusal::new("passkey-refused", "this passkey was made for somebody else").into());
        }
        keep_passkey::run(&mut tx, house, &account.id, shown).await?;
    }
    let begun = sessions::begin(&mut tx, house, &account, &login::agent(headers)).await?;
    tx.commit().await?;
    Ok(login::welcome(app, &begun, "/desk"))
}

/// Takes a new password.
pub(super) async fn send_reset(State(app): State<Arc<App>>, headers: HeaderMap, fields: Fields) -> Response {
    let result = async {
        let hash = hashed(&app, DoorKind::Reset, &fields).await?;
        let house = &app.newsroom.house;
        let mut tx = app.newsroom.store.write().await?;
        let account = reset_account::finish(&mut tx, house, fields.get("key"), hash).await?;
        let begun = sessions::begin(&mut tx, house, &account, &login::agent(&headers)).await?;
        tx.commit().await?;
        Ok(login::welcome(&app, &begun, "/desk"))
    };
    let result = match result.await {
        Err(Error::Refusal(refusal)) => page(&app, DoorKind::Reset, fields.get("key"), None, Some(&refusal)).await,
        other => other,
    };
    problem::or(&app, None, result).await
}
