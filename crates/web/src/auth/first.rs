//! `/desk/first`: the page behind the console's one-time link. It names the paper and makes the first account.
//! Whatever is refused comes back with everything that was typed, but the password.

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
use courant_model::paper::Paper;
use courant_newsroom::accounts::{door_keys, password, sessions};
use courant_newsroom::commands::keep_passkey;
use courant_newsroom::commands::open_first_account::{self, First};
use courant_newsroom::{Error, Refusal};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The key of a one-time link.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Key {
    #[serde(default)]
    pub(super) key: String,
}

/// The first page of all.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FirstPage {
    frame: Frame,
    key: String,
    paper: Named,
    name: String,
    email: String,
    /// The word for why there are no passkeys; empty when there are.
    why_not: &'static str,
    shortest: usize,
}

#[derive(Debug, Clone, Serialize)]
struct Named {
    name: String,
    tagline: String,
    zone: String,
    language: String,
}

impl Page for FirstPage {
    const TEMPLATE: &'static str = "first.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        ["", "passkeys-name"]
            .into_iter()
            .map(|why_not| Self {
                frame: Frame::sample_door("The first minute"),
                key: "k".into(),
                paper: Named {
                    name: "The <b>Maren</b> Courier".into(),
                    tagline: String::new(),
                    zone: "Europe/Lisbon".into(),
                    language: "en".into(),
                },
                name: "Ana \"Reis\"".into(),
                email: String::new(),
                why_not,
                shortest: password::SHORTEST,
            })
            .collect()
    }
}

/// Shows it.
pub(super) async fn show(State(app): State<Arc<App>>, Query(asked): Query<Key>) -> Response {
    let result = async {
        let desk = Desk::door(&app).await?;
        let paper = desk.paper.clone();
        page(&app, desk, &asked.key, &paper, &Fields::default(), None).await
    };
    problem::or(&app, None, result.await).await
}

async fn page(
    app: &App,
    mut desk: Desk<'_>,
    key: &str,
    paper: &Paper,
    fields: &Fields,
    wrong: Option<&Refusal>,
) -> Result<Response, Error> {
    // A link that opens nothing shows no form.
    door_keys::find(&mut desk.tx, &app.newsroom.house, DoorKind::First, key).await?;
    let title = desk.word("first-title");
    let mut frame = desk.frame(&title, "").await?;
    frame.wrong = wrong.map(|refusal| desk.refusal(refusal));
    let status = wrong.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
    desk.print(
        status,
        &FirstPage {
            frame,
            key: key.to_owned(),
            paper: Named {
                name: paper.name.clone(),
                tagline: paper.tagline.clone(),
                zone: paper.zone.clone(),
                language: paper.language.clone(),
            },
            name: fields.get("name").to_owned(),
            email: fields.get("email").to_owned(),
            why_not: passkeys::why_not(app),
            shortest: password::SHORTEST,
        },
    )
}

/// Takes it.
pub(super) async fn send(State(app): State<Arc<App>>, headers: HeaderMap, fields: Fields) -> Response {
    let result = async {
        let desk = Desk::door(&app).await?;
        let mut paper = desk.paper.clone();
        fields.get("paper").trim().clone_into(&mut paper.name);
        fields.get("tagline").trim().clone_into(&mut paper.tagline);
        fields.get("zone").trim().clone_into(&mut paper.zone);
        fields.get("language").trim().clone_into(&mut paper.language);
        match take(&app, &headers, &fields, &paper).await {
            Err(Error::Refusal(refusal)) => page(&app, desk, fields.get("key"), &paper, &fields, Some(&refusal)).await,
            other => other,
        }
    };
    problem::or(&app, None, result.await).await
}

async fn take(app: &App, headers: &HeaderMap, fields: &Fields, paper: &Paper) -> Result<Response, Error> {
    let house = &app.newsroom.house;
    let by_passkey = !fields.get("credential").is_empty();
    let hash = if by_passkey {
        String::new()
    } else {
        let given = fields.get("password");
        password::decide(given, &[fields.get("name"), fields.get("email"), &paper.name])?;
        // Hashing costs much, so the link is looked at first.
        let mut tx = app.newsroom.store.read().await?;
        door_keys::find(&mut tx, house, DoorKind::First, fields.get("key")).await?;
        drop(tx);
        password::hash(house, given).await?
    };
    let mut tx = app.newsroom.store.write().await?;
    let (id, passkey) = if by_passkey {
        let (account, shown) = passkeys::made(app, &mut tx, fields).await?;
        (account, Some(shown))
    } else {
        (String::new(), None)
    };
    let first = First {
        token: fields.get("key").to_owned(),
        id,
        name: fields.get("name").to_owned(),
        email: fields.get("email").to_owned(),
        password: hash,
    };
    let account = open_first_account::run(&mut tx, house, &first, paper).await?;
    if let Some(shown) = &passkey {
        keep_passkey::run(&mut tx, house, &account.id, shown).await?;
    }
    let begun = sessions::begin(&mut tx, house, &account, &login::agent(headers)).await?;
    let seq = tx.commit().await?;
    app.cache.reached(seq as u64).await;
    Ok(login::welcome(app, &begun, "/desk"))
}
