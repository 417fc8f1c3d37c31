//! The notes on a text as it is being written: `POST /desk/stories/{id}/copy-desk` with the draft that the browser has.
//! The browser asks after a pause; the answer holds places to underline and the list of the rail, and changes nothing.
//!
//! The text comes with the question, so the answer is of what the writer sees and waits for no save. It is read on a
//! thread that may block, and the checks at publication read the store again.

use super::count_shown;
use super::list::CopyList;
use crate::app::App;
use crate::auth::Signed;
use crate::desk::{problem, story, visit::Desk};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use courant_newsroom::commands::stops;
use courant_newsroom::{Error, Refusal, copydesk, drafts};
use courant_store::q;
use courant_text::Draft;
use http::{HeaderMap, HeaderValue};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Instant;

/// What the browser sends.
#[derive(Debug, Deserialize)]
struct Asked {
    /// The body in the editor's schema.
    document: Value,
    /// The headline as it stands.
    #[serde(default)]
    headline: Option<String>,
    /// The standfirst as it stands.
    #[serde(default)]
    standfirst: Option<String>,
    /// The block that holds the cursor: its notes are shown to nobody yet, and so not counted.
    #[serde(default)]
    cursor: String,
}

/// Reads the text and answers with its notes.
pub(crate) async fn notes(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let answer = read(&app, &signed, &id, &body).await;
    problem::for_script(&app, &signed.member, &headers, answer).await
}

async fn read(app: &Arc<App>, signed: &Signed, id: &str, body: &[u8]) -> Result<Response, Error> {
    let begun = Instant::now();
    let asked: Asked = serde_json::from_slice(body)
        .map_err(|error| Refusal::new("draft-unreadable", format!("the draft cannot be read: {error}")))?;
    let draft = Draft::of(&asked.document)
        .map_err(|refused| Refusal::new("draft-unreadable", format!("the draft cannot be read: {refused}")))?;
    let house = &app.newsroom.house;
    let who = signed.who();
    let mut desk = Desk::enter(app, &signed.member).await?;
    let (story, head) = story::readable(&mut desk, &who, id).await?;
    let mut copy = drafts::copy_of(&head)?;
    copy.document = draft.refused();
    copy.headline = asked.headline.unwrap_or(copy.headline);
    copy.standfirst = asked.standfirst.unwrap_or(copy.standfirst);
    let live = q!(desk.tx, live::by_id(id))?;
    let when = stops::when(&mut desk.tx, house, &story, live.as_ref(), house.now()).await?;
    let material = copydesk::gather(&mut desk.tx, house, &story, live.as_ref(), &copy, when).await?;
    let mut found = material.read().await?;
    let list = CopyList::fill(&mut desk, &who, &story, &head, &found).await?;
    let alone = list.alone(&desk.paper.language);
    let html = app.printer.html(&alone)?;
    let list = alone.list;
    found.notes.retain(|one| {
        let block = one.place.as_ref().and_then(|place| place.block.as_ref());
        block.is_none_or(|block| block.0 != asked.cursor)
    });
    count_shown(app, id, &found.notes);
    let mut response = Json(json!({
        "notes": list.open,
        "stops": list.stops,
        "warnings": list.warnings,
        "hints": list.hints,
        "html": html,
    }))
    .into_response();
    let taken = format!("desk;dur={:.1}", begun.elapsed().as_secs_f64() * 1_000.0);
    if let Ok(taken) = HeaderValue::from_str(&taken) {
        response.headers_mut().insert("server-timing", taken);
    }
    Ok(response)
}
