//! The nameplate: name, line under it, language and time zone. `/desk/settings`.
//! What a rule refuses is shown again as it was typed.

use super::{Around, enter, frame};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::query::{self, Typed};
use crate::desk::visit::{leads_to, said};
use axum::extract::{RawForm, RawQuery, State};
use axum::response::Response;
use courant_model::account::{Act, On};
use courant_newsroom::Error;
use courant_newsroom::commands::revise_paper;
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// The room.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Nameplate {
    frame: Frame,
    around: Around,
    name: String,
    tagline: String,
    language: String,
    zone: String,
    /// Every time zone that there is.
    zones: Vec<String>,
}

impl Page for Nameplate {
    const TEMPLATE: &'static str = "settings-paper.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            frame: Frame::sample("Nameplate"),
            around: Around::sample(),
            name: "The <b>Courier".into(),
            tagline: "News \"of\" the bay".into(),
            language: "en".into(),
            zone: "Europe/Lisbon".into(),
            zones: vec!["Europe/Lisbon".into()],
        }]
    }
}

/// Shows it.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = page(
        &app,
        &signed,
        None,
        query.get("done").map(String::as_str),
        None,
        StatusCode::OK,
    )
    .await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Keeps it.
pub(crate) async fn keep(State(app): State<Arc<App>>, signed: Signed, RawForm(body): RawForm) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let run = async {
        let who = signed.who();
        who.check(Act::Settings, On::NOTHING)?;
        let mut tx = app.newsroom.store.write().await?;
        let mut paper = revise_paper::current(&mut tx).await?;
        query::field(&typed, "name").clone_into(&mut paper.name);
        query::field(&typed, "tagline").clone_into(&mut paper.tagline);
        query::field(&typed, "language").clone_into(&mut paper.language);
        query::field(&typed, "zone").clone_into(&mut paper.zone);
        revise_paper::run(&mut tx, &app.newsroom.house, &who.actor(), &paper).await?;
        let seq = tx.commit().await?;
        app.cache.reached(seq as u64).await;
        Ok(())
    };
    let done: Result<(), Error> = run.await;
    let answer = match done {
        Ok(()) => Ok(leads_to("/desk/settings?done=kept")),
        Err(error) => match said(&app, &error).await {
            Some((status, wrong)) => page(&app, &signed, Some(&typed), None, Some(wrong), status).await,
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}

async fn page(
    app: &App,
    signed: &Signed,
    typed: Option<&Typed>,
    done: Option<&str>,
    wrong: Option<String>,
    status: StatusCode,
) -> Result<Response, Error> {
    let mut desk = enter(app, signed).await?;
    let (mut frame, around) = frame(&mut desk, "paper").await?;
    frame.done = desk.done(done);
    frame.wrong = wrong;
    let paper = desk.paper.clone();
    let of = |name: &str, stands: String| typed.map_or(stands, |typed| query::field(typed, name).to_owned());
    let page = Nameplate {
        frame,
        around,
        name: of("name", paper.name),
        tagline: of("tagline", paper.tagline),
        language: of("language", paper.language),
        zone: of("zone", paper.zone),
        zones: jiff::tz::db().available().map(|name| name.to_string()).collect(),
    };
    desk.print(status, &page)
}
