//! Passkeys: whether they can be had at this paper's address, and both ceremonies, making one and asking for one.
//! The pages of the door begin them through the two addresses here and finish them within their own forms.

use super::form::Fields;
use super::{Signed, refused_json};
use crate::app::App;
use crate::desk::visit::Desk;
use crate::site::gate;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use courant_model::door::{Account, DoorKind, fold_email};
use courant_newsroom::accounts::ceremonies::{self, Kind};
use courant_newsroom::accounts::door_keys;
use courant_newsroom::commands::keep_passkey::Shown;
use courant_newsroom::{Error, Refusal};
use courant_store::{StoreError, Tx, q};
use http::StatusCode;
use http::request::Parts;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;
use url::Host;
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Uuid, Webauthn, WebauthnBuilder,
};

/// Whether browsers make passkeys for this paper's address: empty when they do, else the word for why not.
pub(super) fn why_not(app: &App) -> &'static str {
    let url = &app.settings.url;
    match url.host() {
        Some(Host::Domain(name)) if url.scheme() == "https" || name == "localhost" => "",
        Some(Host::Domain(_)) => "passkeys-https",
        _ => "passkeys-name",
    }
}

fn webauthn(app: &App, paper: &str) -> Result<Webauthn, Error> {
    let url = &app.settings.url;
    let none = |()| {
        Error::from(Refusal::new(
            "passkeys-none",
            "there are no passkeys at this paper's address",
        ))
    };
    if !why_not(app).is_empty() {
        return Err(none(()));
    }
    WebauthnBuilder::new(url.domain().unwrap_or_default(), url)
        .and_then(|builder| builder.rp_name(paper).build())
        .map_err(|_| none(()))
}

/// What a ceremony remembers while the browser asks its owner.
#[derive(Serialize, Deserialize)]
struct Making {
    account: String,
    registration: PasskeyRegistration,
}

/// How an authenticator knows an account: no id of ours, and no name.
fn handle(account: &str) -> Uuid {
    let digest = ring::digest::digest(&ring::digest::SHA256, format!("courant passkey {account}").as_bytes());
    Uuid::from_bytes(digest.as_ref().first_chunk().copied().unwrap_or_default())
}

/// For whom a passkey is to be made.
struct Owner {
    account: String,
    email: String,
    name: String,
}

/// `POST /desk/passkeys/new`: begins to make one, for whoever is signed in or holds a one-time link.
pub(super) async fn new(State(app): State<Arc<App>>, signed: Option<Signed>, fields: Fields) -> Response {
    match begin_new(&app, signed.as_ref(), &fields).await {
        Ok(value) => Json(value).into_response(),
        Err(error) => refused_json(&app, &error).await,
    }
}

async fn begin_new(app: &App, signed: Option<&Signed>, fields: &Fields) -> Result<Value, Error> {
    let house = &app.newsroom.house;
    let paper = Desk::door(app).await?.paper;
    let webauthn = webauthn(app, &paper.name)?;
    let mut tx = app.newsroom.store.write().await?;
    let key = fields.get("key");
    let owner = match (fields.get("for"), signed) {
        ("first", _) => {
            door_keys::find(&mut tx, house, DoorKind::First, key).await?;
            if fold_email(fields.get("email")).is_none() || fields.get("name").trim().is_empty() {
                return Err(Refusal::new("passkey-who", "write your name and e-mail address first").into());
            }
            Owner {
                account: house.id(),
                email: fields.get("email").trim().to_owned(),
                name: fields.get("name").trim().to_owned(),
            }
        }
        ("invitation", _) => {
            let found = door_keys::find(&mut tx, house, DoorKind::Invitation, key).await?;
            let offer = door_keys::offer(&found)?;
            Owner {
                account: found.id,
                email: offer.email,
                name: offer.name,
            }
        }
        ("account", Some(signed)) if signed.is_fresh(app) => {
            let account = courant_newsroom::accounts::open(&mut tx, &signed.member.account).await?;
            Owner {
                account: account.id,
                email: account.email,
                name: account.name,
            }
        }
        _ => return Err(Refusal::new("passkey-late", "load the page again and confirm that it is you").into()),
    };
    let known: Vec<CredentialID> = q!(tx, accounts::passkeys(&owner.account))?
        .into_iter()
        .filter_map(|one| serde_json::from_str::<Passkey>(&one.key).ok())
        .map(|key| key.cred_id().clone())
        .collect();
    let (options, registration) = webauthn
        .start_passkey_registration(handle(&owner.account), &owner.email, &owner.name, Some(known))
        .map_err(|error| broken(&error))?;
    let mut options = serde_json::to_value(options).map_err(|e| StoreError::Unreadable(e.to_string()))?;
    // One that is kept by the authenticator, so that nobody needs to type a name at the door.
    if let Some(selection) = options
        .pointer_mut("/publicKey/authenticatorSelection")
        .and_then(serde_json::Value::as_object_mut)
    {
        selection.insert("residentKey".to_owned(), json!("required"));
        selection.insert("requireResidentKey".to_owned(), json!(true));
    }
    let making = Making {
        account: owner.account,
        registration,
    };
    let way = ceremonies::begin(&mut tx, house, Kind::NewPasskey, None, &making).await?;
    tx.commit().await?;
    Ok(json!({ "way": way.as_str(), "options": options }))
}

/// A passkey that a browser has shown, and the account that it was made for.
pub(super) async fn made(app: &App, tx: &mut Tx, fields: &Fields) -> Result<(String, Shown), Error> {
    let ceremony = ceremonies::find(tx, &app.newsroom.house, Kind::NewPasskey, fields.get("way")).await?;
    let making: Making = ceremonies::state(&ceremony)?;
    let shown: RegisterPublicKeyCredential = serde_json::from_str(fields.get("credential")).map_err(|_| unread())?;
    let key = webauthn(app, "Courant")?
        .finish_passkey_registration(&shown, &making.registration)
        .map_err(|error| refused(&error))?;
    ceremonies::end(tx, &ceremony).await?;
    let shown = Shown {
        credential: URL_SAFE_NO_PAD.encode(key.cred_id()),
        key: serde_json::to_string(&key).map_err(|e| StoreError::Unreadable(e.to_string()))?,
        name: fields.get("passkey-name").to_owned(),
    };
    Ok((making.account, shown))
}

/// `POST /desk/passkeys/ask`: begins to ask for one, whoever it may be.
pub(super) async fn ask(State(app): State<Arc<App>>, parts: Parts) -> Response {
    let client = app.newsroom.house.keys.client_mac(&gate::client(&app, &parts));
    if app.door.pass(&client).is_err() {
        return (
            StatusCode::TOO_MANY_REQUESTS,
            Json(json!({ "message": "Too many tries." })),
        )
            .into_response();
    }
    match begin_ask(&app).await {
        Ok(value) => Json(value).into_response(),
        Err(error) => refused_json(&app, &error).await,
    }
}

async fn begin_ask(app: &App) -> Result<Value, Error> {
    let (options, state) = webauthn(app, "Courant")?
        .start_discoverable_authentication()
        .map_err(|error| broken(&error))?;
    let mut tx = app.newsroom.store.write().await?;
    let way = ceremonies::begin(&mut tx, &app.newsroom.house, Kind::Passkey, None, &state).await?;
    tx.commit().await?;
    let mut options = serde_json::to_value(options).map_err(|e| StoreError::Unreadable(e.to_string()))?;
    // A button asks, not the browser's list of names.
    if let Some(options) = options.as_object_mut() {
        options.remove("mediation");
    }
    Ok(json!({ "way": way.as_str(), "options": options }))
}

/// The open account of the passkey that a browser has shown.
pub(super) async fn shown(app: &App, tx: &mut Tx, fields: &Fields) -> Result<Account, Error> {
    let house = &app.newsroom.house;
    let ceremony = ceremonies::find(tx, house, Kind::Passkey, fields.get("way")).await?;
    let state: DiscoverableAuthentication = ceremonies::state(&ceremony)?;
    let shown: PublicKeyCredential = serde_json::from_str(fields.get("credential")).map_err(|_| unread())?;
    let webauthn = webauthn(app, "Courant")?;
    let (user, credential) = webauthn
        .identify_discoverable_authentication(&shown)
        .map_err(|error| refused(&error))?;
    let kept = q!(tx, accounts::passkey_of(&URL_SAFE_NO_PAD.encode(credential)))?.ok_or_else(unknown)?;
    let mut key: Passkey =
        serde_json::from_str(&kept.key).map_err(|e| StoreError::Unreadable(format!("a passkey: {e}")))?;
    if user != handle(&kept.account_id) {
        return Err(unknown().into());
    }
    let result = webauthn
        .finish_discoverable_authentication_v2(&shown, state, DiscoverableKey::from(&key))
        .map_err(|error| refused(&error))?;
    ceremonies::end(tx, &ceremony).await?;
    key.update_credential(&result);
    let text = serde_json::to_string(&key).map_err(|e| StoreError::Unreadable(e.to_string()))?;
    q!(tx, accounts::used_passkey(&kept.id, &text, house.now()))?;
    let account = q!(tx, accounts::by_id(&kept.account_id))?.filter(Account::is_open);
    Ok(account.ok_or_else(unknown)?)
}

fn unread() -> Refusal {
    Refusal::new("passkey-unread", "the browser's answer cannot be read; try again")
}

fn unknown() -> Refusal {
    Refusal::new("passkey-unknown", "this passkey opens no account here")
}

fn refused(error: &webauthn_rs::prelude::WebauthnError) -> Refusal {
    tracing::debug!(%error, "a passkey was refused");
    Refusal::new("passkey-refused", "this passkey was not accepted; try again")
}

fn broken(error: &webauthn_rs::prelude::WebauthnError) -> Error {
    StoreError::Unreadable(format!("passkeys: {error}")).into()
}
