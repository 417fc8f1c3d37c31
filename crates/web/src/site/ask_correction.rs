//! "Ask for a correction": the form at `/correction` about a line of the record, and what it sends.
//! The newsroom alone sees it; the router calls both, and nothing of them is cached.

use super::gate::{self, Stamp};
use super::reader::Reader;
use super::reply_form::{private, receive};
use super::view::{self, Link, ProblemKind};
use super::{path, problem};
use crate::app::App;
use axum::extract::{RawQuery, Request, State};
use axum::response::{Html, IntoResponse, Response};
use courant_model::record::EntityKind;
use courant_newsroom::Error;
use courant_newsroom::commands::ask_correction::{self, Ask};
use courant_store::q;
use http::StatusCode;
use std::sync::Arc;

/// What the form is about, and what was typed into it.
#[derive(Debug, Clone, Default)]
struct About {
    quotation: Option<String>,
    entity: Option<String>,
    text: String,
    email: String,
    wrong: Option<String>,
}

impl About {
    /// What the stamp is signed over.
    fn subject(&self) -> String {
        match (&self.quotation, &self.entity) {
            (Some(id), _) => format!("quotation {id}"),
            (None, Some(id)) => format!("entity {id}"),
            (None, None) => String::new(),
        }
    }
}

fn filled(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// Shows the form.
pub(crate) async fn show(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    let mut about = About::default();
    for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        match name.as_ref() {
            "quotation" => about.quotation = filled(&value),
            "entity" => about.entity = filled(&value),
            _ => {}
        }
    }
    match form(&app, &about).await {
        Ok(html) => private(Html(html).into_response()),
        Err(error) => problem::of(&app, &error).await,
    }
}

/// Takes what was written.
pub(crate) async fn send(State(app): State<Arc<App>>, request: Request) -> Response {
    let (fields, client) = match receive(&app, request).await {
        Ok(received) => received,
        Err(answer) => return answer,
    };
    let house = &app.newsroom.house;
    let mut about = About {
        quotation: filled(fields.get("quotation")),
        entity: filled(fields.get("entity")),
        text: fields.get("text").to_owned(),
        email: fields.get("email").to_owned(),
        wrong: None,
    };
    let subject = about.subject();
    if !fields.get("website").is_empty() || gate::check(house, &subject, fields.get("stamp")) != Stamp::Good {
        return problem::answer(&app, ProblemKind::Refused).await;
    }
    if app.gate.pass(&house.keys.client_mac(&client), &subject).is_err() {
        return problem::answer(&app, ProblemKind::TooMany).await;
    }
    let answer = match keep(&app, &about, client).await {
        Ok(html) => Ok(Html(html).into_response()),
        Err(Error::Refusal(refusal)) => {
            about.wrong = Some(refusal.key.trim_start_matches("report-").to_owned());
            form(&app, &about)
                .await
                .map(|html| (StatusCode::UNPROCESSABLE_ENTITY, Html(html)).into_response())
        }
        Err(error) => Err(error),
    };
    match answer {
        Ok(response) => private(response),
        Err(error) => problem::of(&app, &error).await,
    }
}

async fn keep(app: &App, about: &About, client: String) -> Result<String, Error> {
    let ask = Ask {
        quotation_id: about.quotation.clone(),
        entity_id: about.entity.clone(),
        text: about.text.clone(),
        email: about.email.clone(),
        client,
    };
    let mut tx = app.newsroom.store.write().await?;
    ask_correction::run(&mut tx, &app.newsroom.house, &ask).await?;
    tx.commit().await?;
    let mut reader = Reader::begin(app).await?;
    let (_, back) = subject(&mut reader, about).await?;
    let title = reader.word("report-sent-title");
    let context = view::ReportSent {
        chrome: reader.quiet_chrome(&title),
        story: back,
    };
    reader.print(&context)
}

/// What it is about, in words, and where that stands.
async fn subject(reader: &mut Reader<'_>, about: &About) -> Result<(String, Link), Error> {
    let missing = || Error::NotFound("such line of the record".to_owned());
    if let Some(id) = &about.quotation {
        let told = q!(reader.tx, live_quotations::by_id(id))?.ok_or_else(missing)?;
        let link = Link::new(&told.headline, path::encoded(&told.path));
        return Ok((told.sentence, link));
    }
    let id = about.entity.as_deref().ok_or_else(missing)?;
    let entity = q!(reader.tx, names::by_id(id))?
        .filter(|one| one.is_public)
        .ok_or_else(missing)?;
    let folder = EntityKind::parse(&entity.kind).ok_or_else(missing)?.folder();
    let link = Link::new(&entity.name, path::encoded(&format!("/{folder}/{}", entity.slug)));
    Ok((entity.name, link))
}

async fn form(app: &App, about: &About) -> Result<String, Error> {
    let mut reader = Reader::begin(app).await?;
    let (words, back) = subject(&mut reader, about).await?;
    let title = reader.word("ask-correction");
    let context = view::AskCorrection {
        chrome: reader.quiet_chrome(&title),
        action: "/correction".to_owned(),
        quotation: about.quotation.clone().unwrap_or_default(),
        entity: about
            .entity
            .clone()
            .filter(|_| about.quotation.is_none())
            .unwrap_or_default(),
        stamp: gate::stamp(&app.newsroom.house, &about.subject()),
        about: words,
        back,
        text: about.text.clone(),
        email: about.email.clone(),
        wrong: about.wrong.clone(),
    };
    reader.print(&context)
}
