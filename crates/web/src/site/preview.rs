//! A draft as readers would see it, for somebody with a key and no account; no engine and no cache keeps it.
//! The router calls it at `/preview/ID?key=…`; without a key that opens, nothing stands there.

use super::reader::Reader;
use super::view::ProblemKind;
use super::{problem, story};
use crate::app::App;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Response};
use courant_model::story::State as StoryState;
use courant_newsroom::Error;
use courant_newsroom::commands::{preview_story, stops};
use courant_store::q;
use http::header::{CACHE_CONTROL, REFERRER_POLICY};
use http::{HeaderName, HeaderValue};
use serde::Deserialize;
use std::sync::Arc;

/// The key in the address.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    key: Option<String>,
}

/// Shows the draft, or that nothing is there.
pub(crate) async fn show(State(app): State<Arc<App>>, Path(id): Path<String>, Query(asked): Query<Asked>) -> Response {
    let mut response = match print(&app, &id, asked.key.as_deref().unwrap_or_default()).await {
        Ok(Found::Page(html)) => Html(html).into_response(),
        Ok(Found::Held) => problem::answer(&app, ProblemKind::Held).await,
        Ok(Found::Nothing) => problem::answer(&app, ProblemKind::Missing).await,
        Err(error) => problem::of(&app, &error).await,
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store, private"));
    // The address is the key: no link of the page may carry it elsewhere.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow"),
    );
    response
}

/// What a key leads to.
enum Found {
    Page(String),
    /// The draft holds a name that the chief holds back.
    Held,
    Nothing,
}

async fn print(app: &App, id: &str, key: &str) -> Result<Found, Error> {
    let mut reader = Reader::begin(app).await?;
    if !preview_story::opens(&mut reader.tx, &app.newsroom.house, id, key).await? {
        return Ok(Found::Nothing);
    }
    let Some(found) = q!(reader.tx, stories::by_id(id))? else {
        return Ok(Found::Nothing);
    };
    if matches!(
        StoryState::parse(&found.state),
        Some(StoryState::Killed | StoryState::Removed)
    ) {
        return Ok(Found::Nothing);
    }
    let Some(head) = q!(reader.tx, stories::revision(&found.head))? else {
        return Ok(Found::Nothing);
    };
    // A name may have been written in, or held back, after the key was given away.
    if stops::is_held(&mut reader.tx, &app.newsroom.house, &found, &head).await? {
        return Ok(Found::Held);
    }
    Ok(story::draft(&mut reader, &found)
        .await?
        .map_or(Found::Nothing, Found::Page))
}
