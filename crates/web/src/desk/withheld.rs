//! The do-not-name list, for the chief alone: who may not be named, in which words, why, and until when.
//! Entries lie sealed in the store; nothing of them is in an address, a log or the ledger.

use super::frame::Frame;
use super::print::Page;
use super::problem;
use super::query::{self, Typed};
use super::visit::{Desk, leads_to, said};
use crate::app::App;
use crate::auth::Signed;
use axum::extract::{Path, RawForm, State};
use axum::response::Response;
use courant_model::copydesk::Protected;
use courant_newsroom::Error;
use courant_newsroom::commands::withhold_name::{self, Keep};
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Withheld {
    frame: Frame,
    entries: Vec<Line>,
    /// The form of a new entry, with what was typed when it was refused.
    fresh: Line,
}

/// An entry.
#[derive(Debug, Clone, Default, Serialize)]
struct Line {
    id: String,
    /// By which the chief knows it.
    title: String,
    /// One a line.
    names: String,
    school: String,
    street: String,
    pictures: String,
    reason: String,
    until: String,
    by: String,
    open: bool,
}

impl Page for Withheld {
    const TEMPLATE: &'static str = "withheld.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let line = Line {
            id: "01W".into(),
            title: "Anna <Berg>".into(),
            names: "Anna <Berg>\nA. Berg".into(),
            school: "Hillside".into(),
            street: "Low Road".into(),
            pictures: "anna.jpg".into(),
            reason: "Order of the court".into(),
            until: "2027-01-31".into(),
            by: "Ana Reis".into(),
            open: true,
        };
        vec![
            Self {
                frame: Frame::sample("Names held back"),
                entries: vec![line.clone()],
                fresh: line,
            },
            Self {
                frame: Frame::sample("Names held back"),
                entries: Vec::new(),
                fresh: Line::default(),
            },
        ]
    }
}

/// Shows it.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed) -> Response {
    let page = page(&app, &signed, None, None, StatusCode::OK).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Keeps an entry, a new one where the address names none.
pub(crate) async fn keep(
    State(app): State<Arc<App>>,
    signed: Signed,
    id: Option<Path<String>>,
    RawForm(body): RawForm,
) -> Response {
    let id = id.map(|Path(id)| id);
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let run = async {
        let lines = |name: &str| query::field(&typed, name).lines().map(str::to_owned).collect();
        let keep = Keep {
            id: id.clone(),
            protected: Protected {
                names: lines("names"),
                school: query::field(&typed, "school").to_owned(),
                street: query::field(&typed, "street").to_owned(),
                pictures: lines("pictures"),
                reason: query::field(&typed, "reason").to_owned(),
            },
            until_day: query::field(&typed, "until").to_owned(),
        };
        let mut tx = app.newsroom.store.write().await?;
        withhold_name::run(&mut tx, &app.newsroom.house, &signed.who(), keep).await?;
        tx.commit().await?;
        Ok(())
    };
    let done: Result<(), Error> = run.await;
    let answer = match done {
        Ok(()) => Ok(leads_to("/desk/withheld?done=kept")),
        Err(error) => match said(&app, &error).await {
            Some((status, wrong)) => page(&app, &signed, Some((id, &typed)), Some(wrong), status).await,
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}

/// Forgets an entry.
pub(crate) async fn release(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>) -> Response {
    let answer = async {
        let mut tx = app.newsroom.store.write().await?;
        withhold_name::release(&mut tx, &app.newsroom.house, &signed.who(), &id).await?;
        tx.commit().await?;
        Ok(leads_to("/desk/withheld?done=taken-away"))
    }
    .await;
    problem::or(&app, Some(&signed.member), answer).await
}

async fn page(
    app: &App,
    signed: &Signed,
    refused: Option<(Option<String>, &Typed)>,
    wrong: Option<String>,
    status: StatusCode,
) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    let kept = withhold_name::list(&mut desk.tx, &app.newsroom.house, &signed.who()).await?;
    let mut entries = Vec::with_capacity(kept.len());
    for one in kept {
        entries.push(Line {
            by: desk.actor_name(&one.kept.actor).await?,
            id: one.kept.id,
            title: one.protected.words().first().cloned().unwrap_or_default(),
            names: one.protected.names.join("\n"),
            school: one.protected.school,
            street: one.protected.street,
            pictures: one.protected.pictures.join("\n"),
            reason: one.protected.reason,
            until: one.kept.until_day,
            open: false,
        });
    }
    let mut fresh = Line::default();
    if let Some((id, typed)) = refused {
        let line = match &id {
            Some(id) => entries.iter_mut().find(|one| &one.id == id),
            None => Some(&mut fresh),
        };
        if let Some(line) = line {
            let text = |name: &str| query::field(typed, name).to_owned();
            line.names = text("names");
            line.school = text("school");
            line.street = text("street");
            line.pictures = text("pictures");
            line.reason = text("reason");
            line.until = text("until");
            line.open = true;
        }
    }
    let mut frame = desk.frame(&desk.word("withheld"), "withheld").await?;
    frame.wrong = wrong;
    desk.print(status, &Withheld { frame, entries, fresh })
}
