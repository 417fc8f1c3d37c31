//! `/desk/account/passkeys` and `/desk/account/codes`: passkeys and one-time codes of one's own account.
//! Both ask first for password or passkey anew.

use super::form::Fields;
use super::{Signed, passkeys, see_other};
use crate::app::App;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::visit::Desk;
use crate::site::view::Moment;
use axum::extract::{Query, State};
use axum::response::Response;
use courant_newsroom::accounts::codes;
use courant_newsroom::commands::{keep_passkey, set_codes};
use courant_newsroom::{Error, Refusal, accounts};
use courant_store::{StoreError, q};
use http::StatusCode;
use qrcodegen::{QrCode, QrCodeEcc};
use serde::{Deserialize, Serialize};
use std::fmt::Write;
use std::sync::Arc;

/// The parameters of the pages.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

/// The page of passkeys.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Passkeys {
    frame: Frame,
    keys: Vec<Key>,
    why_not: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct Key {
    id: String,
    name: String,
    made: Moment,
    used: Option<Moment>,
}

impl Page for Passkeys {
    const TEMPLATE: &'static str = "passkeys.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let key = |used| Key {
            id: "01A".into(),
            name: "My <telephone>".into(),
            made: moment_sample(),
            used,
        };
        vec![
            Self {
                frame: Frame::sample("Passkeys"),
                keys: vec![key(None), key(Some(moment_sample()))],
                why_not: "",
            },
            Self {
                frame: Frame::sample("Passkeys"),
                keys: Vec::new(),
                why_not: "passkeys-https",
            },
        ]
    }
}

/// Shows the passkeys.
pub(super) async fn show_passkeys(State(app): State<Arc<App>>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    if let Err(response) = signed.confirmed(&app) {
        return response;
    }
    let result = passkeys_page(&app, &signed, asked.done.as_deref(), None).await;
    problem::or(&app, Some(&signed.member), result).await
}

async fn passkeys_page(
    app: &App,
    signed: &Signed,
    done: Option<&str>,
    wrong: Option<&Refusal>,
) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    let keys = q!(desk.tx, accounts::passkeys(&signed.member.account))?;
    let title = desk.word("passkeys");
    let mut frame = desk.frame(&title, "account").await?;
    frame.done = desk.done(done);
    frame.wrong = wrong.map(|refusal| desk.refusal(refusal));
    let context = Passkeys {
        frame,
        keys: keys
            .into_iter()
            .map(|one| Key {
                made: desk.moment(one.created_at),
                used: one.used_at.map(|at| desk.moment(at)),
                id: one.id,
                name: one.name,
            })
            .collect(),
        why_not: passkeys::why_not(app),
    };
    desk.print(
        wrong.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY),
        &context,
    )
}

/// Adds, names or removes one.
pub(super) async fn send_passkeys(State(app): State<Arc<App>>, signed: Signed, fields: Fields) -> Response {
    if let Err(response) = signed.confirmed(&app) {
        return response;
    }
    let house = &app.newsroom.house;
    let result = async {
        let mut tx = app.newsroom.store.write().await?;
        let done = match fields.get("act") {
            "remove" => {
                keep_passkey::remove(&mut tx, house, &signed.member, fields.get("id")).await?;
                "passkey-removed"
            }
            "name" => {
                let name = fields.get("passkey-name");
                keep_passkey::rename(&mut tx, house, &signed.member, fields.get("id"), name).await?;
                "passkey-named"
            }
            _ => {
                let (made_for, shown) = passkeys::made(&app, &mut tx, &fields).await?;
                if made_for != signed.member.account {
                    return Err(Refusal::new("passkey-refused", "this passkey was made for somebody else").into());
                }
                keep_passkey::run(&mut tx, house, &signed.member.account, &shown).await?;
                "passkey-added"
            }
        };
        tx.commit().await?;
        Ok(see_other(&format!("/desk/account/passkeys?done={done}")))
    };
    let result = match result.await {
        Err(Error::Refusal(refusal)) => passkeys_page(&app, &signed, None, Some(&refusal)).await,
        other => other,
    };
    problem::or(&app, Some(&signed.member), result).await
}

/// The page of one-time codes.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Codes {
    frame: Frame,
    /// `off`, `begun`, `on`, or `shown` with new recovery codes.
    state: &'static str,
    /// The token under which the secret waits.
    way: String,
    /// The outline of the picture that an app reads.
    picture: Picture,
    /// The secret, in groups of four letters.
    letters: String,
    recovery: Vec<String>,
    left: i64,
}

/// A QR code as one path over squares of one unit.
#[derive(Debug, Clone, Default, Serialize)]
struct Picture {
    side: i32,
    path: String,
}

impl Page for Codes {
    const TEMPLATE: &'static str = "codes.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        ["off", "begun", "on", "shown"]
            .into_iter()
            .map(|state| Self {
                frame: Frame::sample("One-time codes"),
                state,
                way: "w".into(),
                picture: picture("otpauth://totp/x").unwrap_or_default(),
                letters: "ABCD EFGH".into(),
                recovery: vec!["bcdf-ghjk-mnpq".into()],
                left: 3,
            })
            .collect()
    }
}

/// The picture of a text, with the quiet zone of four squares that readers want.
fn picture(text: &str) -> Result<Picture, Error> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium)
        .map_err(|_| StoreError::Unreadable("an address is too long for a QR code".to_owned()))?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            let _ = write!(path, "M{},{}h1v1h-1z", x + 4, y + 4);
        }
    }
    Ok(Picture {
        side: code.size() + 8,
        path,
    })
}

/// Shows how it stands.
pub(super) async fn show_codes(State(app): State<Arc<App>>, signed: Signed) -> Response {
    if let Err(response) = signed.confirmed(&app) {
        return response;
    }
    let result = codes_page(&app, &signed, None, Vec::new(), None).await;
    problem::or(&app, Some(&signed.member), result).await
}

async fn codes_page(
    app: &App,
    signed: &Signed,
    begun: Option<(&str, &[u8])>,
    recovery: Vec<String>,
    wrong: Option<&Refusal>,
) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    let account = accounts::open(&mut desk.tx, &signed.member.account).await?;
    let left = q!(desk.tx, accounts::recoveries(&account.id))?;
    let title = desk.word("codes");
    let mut frame = desk.frame(&title, "account").await?;
    frame.wrong = wrong.map(|refusal| desk.refusal(refusal));
    let (state, picture, letters) = match begun {
        Some((_, secret)) => {
            let (address, letters) = codes::for_the_app(secret, &desk.paper.name, &account.email)?;
            let grouped: Vec<String> = letters
                .as_bytes()
                .chunks(4)
                .map(|four| String::from_utf8_lossy(four).into_owned())
                .collect();
            ("begun", picture(&address)?, grouped.join(" "))
        }
        None if !recovery.is_empty() => ("shown", Picture::default(), String::new()),
        None if account.totp.is_some() => ("on", Picture::default(), String::new()),
        None => ("off", Picture::default(), String::new()),
    };
    let context = Codes {
        frame,
        state,
        way: begun.map_or("", |(way, _)| way).to_owned(),
        picture,
        letters,
        recovery,
        left,
    };
    desk.print(
        wrong.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY),
        &context,
    )
}

/// Begins, switches on and off, and makes new recovery codes.
pub(super) async fn send_codes(State(app): State<Arc<App>>, signed: Signed, fields: Fields) -> Response {
    if let Err(response) = signed.confirmed(&app) {
        return response;
    }
    let result = match change_codes(&app, &signed, &fields).await {
        Err(Error::Refusal(refusal)) => again(&app, &signed, &fields, &refusal).await,
        other => other,
    };
    problem::or(&app, Some(&signed.member), result).await
}

async fn change_codes(app: &App, signed: &Signed, fields: &Fields) -> Result<Response, Error> {
    let (house, member) = (&app.newsroom.house, &signed.member);
    let mut tx = app.newsroom.store.write().await?;
    match fields.get("act") {
        "begin" => {
            let (way, secret) = set_codes::begin(&mut tx, house, member).await?;
            tx.commit().await?;
            codes_page(app, signed, Some((&way, &secret)), Vec::new(), None).await
        }
        "off" => {
            set_codes::off(&mut tx, house, member).await?;
            tx.commit().await?;
            Ok(see_other("/desk/account?done=codes-off"))
        }
        act => {
            let recovery = if act == "renew" {
                set_codes::renew(&mut tx, house, member).await?
            } else {
                set_codes::on(&mut tx, house, member, fields.get("way"), fields.get("code")).await?
            };
            tx.commit().await?;
            codes_page(app, signed, None, recovery, None).await
        }
    }
}

/// The same page with what is wrong; a secret that waits goes on waiting.
async fn again(app: &App, signed: &Signed, fields: &Fields, refusal: &Refusal) -> Result<Response, Error> {
    let way = fields.get("way");
    let waiting = {
        let mut tx = app.newsroom.store.read().await?;
        set_codes::waiting(&mut tx, &app.newsroom.house, &signed.member, way).await
    };
    match &waiting {
        Ok(secret) => codes_page(app, signed, Some((way, secret)), Vec::new(), Some(refusal)).await,
        Err(_) => codes_page(app, signed, None, Vec::new(), Some(refusal)).await,
    }
}

#[cfg(test)]
fn moment_sample() -> Moment {
    Moment {
        iso: "2026-11-25T14:05:00+00:00".into(),
        text: "14:05 WET".into(),
        full: "25 November 2026, 14:05 WET".into(),
    }
}
