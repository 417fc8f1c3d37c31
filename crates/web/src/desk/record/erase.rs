//! Erasing somebody from the record: `GET /desk/record/{id}/erase` says what would go, `POST` does it.
//! For whoever may take a name out of a story; both ask for password or passkey anew.

use super::super::frame::Frame;
use super::super::print::Page;
use super::super::problem;
use super::super::query::{self, Typed};
use super::super::visit::{Desk, leads_to, said};
use crate::app::App;
use crate::auth::Signed;
use axum::extract::{Path, RawForm, State};
use axum::response::Response;
use courant_model::account::{Act, On};
use courant_newsroom::Error;
use courant_newsroom::commands::erase_entity::{self, Erase as Wanted};
use courant_store::q;
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// The page that asks.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Erase {
    frame: Frame,
    id: String,
    name: String,
    seen: String,
    /// Names of entries that were merged into it.
    merged: Vec<String>,
    quotations: usize,
    events: usize,
    stories: usize,
    spellings: String,
    wording: String,
}

impl Page for Erase {
    const TEMPLATE: &'static str = "record-erase.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let page = Self {
            frame: Frame::sample("Erase Inês <b>Caldeira</b>"),
            id: "01A".into(),
            name: "Inês <b>Caldeira</b>".into(),
            seen: "5".into(),
            merged: vec!["I. Caldeira".into()],
            quotations: 3,
            events: 1,
            stories: 2,
            spellings: "Caldeira\n</textarea>".into(),
            wording: "a person".into(),
        };
        vec![
            page.clone(),
            Self {
                merged: Vec::new(),
                quotations: 0,
                events: 0,
                stories: 0,
                spellings: String::new(),
                ..page
            },
        ]
    }
}

fn wanted(id: &str, typed: &Typed) -> Wanted {
    Wanted {
        id: id.to_owned(),
        seen: query::field(typed, "seen").parse().ok(),
        spellings: query::field(typed, "spellings").lines().map(str::to_owned).collect(),
        wording: query::field(typed, "wording").to_owned(),
    }
}

/// Asks.
pub(crate) async fn ask(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>) -> Response {
    let answer = async {
        signed.who().check(Act::Remove, On::NOTHING)?;
        if let Err(confirm) = signed.confirmed(&app) {
            return Ok(confirm);
        }
        page(&app, &signed, &id, &Typed::new(), None, StatusCode::OK).await
    }
    .await;
    problem::or(&app, Some(&signed.member), answer).await
}

/// Does it.
pub(crate) async fn erase(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    if signed.who().may(Act::Remove, On::NOTHING)
        && let Err(confirm) = signed.confirmed(&app)
    {
        return confirm;
    }
    let done: Result<(), Error> = async {
        let mut tx = app.newsroom.store.write().await?;
        erase_entity::run(&mut tx, &app.newsroom.house, &signed.who(), &wanted(&id, &typed)).await?;
        let seq = tx.commit().await?;
        app.cache.reached(seq as u64).await;
        Ok(())
    }
    .await;
    let answer = match done {
        Ok(()) => Ok(leads_to("/desk/record?done=erased")),
        Err(error) => match said(&app, &error).await {
            Some((status, wrong)) => page(&app, &signed, &id, &typed, Some(wrong), status).await,
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}

async fn page(
    app: &App,
    signed: &Signed,
    id: &str,
    typed: &Typed,
    wrong: Option<String>,
    status: StatusCode,
) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    let missing = || Error::NotFound("such name of the record".to_owned());
    let own = q!(desk.tx, names::row(id))?.ok_or_else(missing)?;
    let root = q!(desk.tx, names::row(&own.stands_for))?.ok_or_else(missing)?;
    let family = q!(desk.tx, names::family(&root.id))?;
    // What cannot be counted with what was typed is counted by the names alone.
    let plain = wanted(&root.id, &Typed::new());
    let (quotations, events, stories) = match erase_entity::look(&mut desk.tx, &signed.who(), &plain).await {
        Ok(found) => found,
        Err(Error::Refusal(_)) if wrong.is_some() => (0, 0, 0),
        Err(error) => return Err(error),
    };
    let title = desk
        .words
        .with("erase-title", &[("name", root.name.as_str())])
        .unwrap_or_else(|| root.name.clone());
    let mut frame = desk.frame(&title, "record").await?;
    frame.wrong = wrong;
    let page = Erase {
        frame,
        id: root.id.clone(),
        seen: Some(query::field(typed, "seen").to_owned())
            .filter(|seen| !seen.is_empty())
            .unwrap_or_else(|| root.changed_at.to_string()),
        merged: family
            .into_iter()
            .filter(|one| one.id != root.id)
            .map(|one| one.name)
            .collect(),
        quotations,
        events,
        stories,
        spellings: query::field(typed, "spellings").to_owned(),
        wording: Some(query::field(typed, "wording").to_owned())
            .filter(|wording| !wording.is_empty())
            .unwrap_or_else(|| desk.word("erase-wording-usual")),
        name: root.name,
    };
    desk.print(status, &page)
}
