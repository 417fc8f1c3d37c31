//! "Report an error": `POST /report`. The newsroom alone sees it.

use super::gate::{self, Stamp};
use super::reader::Reader;
use super::reply_form::{private, receive};
use super::view::{self, ProblemKind};
use super::{path, problem};
use crate::app::App;
use axum::extract::{Request, State};
use axum::response::{Html, IntoResponse, Response};
use courant_newsroom::Error;
use courant_newsroom::commands::report_error::{self, ErrorReport};
use courant_store::q;
use std::sync::Arc;

/// Takes a report.
pub(crate) async fn send(State(app): State<Arc<App>>, request: Request) -> Response {
    let (fields, client) = match receive(&app, request).await {
        Ok(received) => received,
        Err(answer) => return answer,
    };
    let house = &app.newsroom.house;
    let report = ErrorReport {
        story_id: fields.get("story").to_owned(),
        passage: fields.get("quote").to_owned(),
        text: fields.get("text").to_owned(),
        email: fields.get("email").to_owned(),
        client,
    };
    let is_robot =
        !fields.get("website").is_empty() || gate::check(house, &report.story_id, fields.get("stamp")) != Stamp::Good;
    if is_robot {
        return problem::answer(&app, ProblemKind::Refused).await;
    }
    if app
        .gate
        .pass(&house.keys.client_mac(&report.client), &report.story_id)
        .is_err()
    {
        return problem::answer(&app, ProblemKind::TooMany).await;
    }
    match keep(&app, &report).await {
        Ok(html) => private(Html(html).into_response()),
        Err(error) => problem::of(&app, &error).await,
    }
}

async fn keep(app: &App, report: &ErrorReport) -> Result<String, Error> {
    let mut tx = app.newsroom.store.write().await?;
    report_error::run(&mut tx, &app.newsroom.house, report).await?;
    tx.commit().await?;
    let mut reader = Reader::begin(app).await?;
    let live = q!(reader.tx, live::by_id(&report.story_id))?.ok_or_else(|| Error::NotFound("such story".to_owned()))?;
    let title = reader.word("report-sent-title");
    let context = view::ReportSent {
        chrome: reader.quiet_chrome(&title),
        story: view::Link::new(&live.headline, path::encoded(&live.path)),
    };
    reader.print(&context)
}
