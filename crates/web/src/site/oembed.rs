//! oEmbed for stories: another site asks how to show one, and gets a card without script.
//! The router calls it at `/oembed`.

use super::reader::Reader;
use super::view::ProblemKind;
use super::{feeds, machines, path, problem};
use crate::app::App;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use courant_model::address::Leads;
use courant_newsroom::Error;
use courant_store::q;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::Deserialize;
use std::sync::Arc;

/// What is asked, by the names of the specification.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    url: Option<String>,
    format: Option<String>,
    maxwidth: Option<u32>,
    maxheight: Option<u32>,
}

/// Answers.
pub(crate) async fn answer(State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Response {
    let form = asked.format.as_deref().unwrap_or("json");
    if !matches!(form, "json" | "xml") {
        return StatusCode::NOT_IMPLEMENTED.into_response();
    }
    let found = match Reader::begin(&app).await {
        Ok(mut reader) => find(&mut reader, asked.url.as_deref().unwrap_or_default()).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(Some((story, paper))) => {
            let bounds = machines::oembed::Bounds {
                width: asked.maxwidth,
                height: asked.maxheight,
            };
            if form == "xml" {
                (
                    [(CONTENT_TYPE, "text/xml; charset=utf-8")],
                    machines::oembed_xml(&story, &paper, bounds),
                )
                    .into_response()
            } else {
                (
                    [(CONTENT_TYPE, "application/json; charset=utf-8")],
                    machines::oembed_json(&story, &paper, bounds),
                )
                    .into_response()
            }
        }
        Ok(None) => problem::answer(&app, ProblemKind::Missing).await,
        Err(error) => problem::of(&app, &error).await,
    }
}

/// The story at an address of this site.
pub(crate) async fn find(
    reader: &mut Reader<'_>,
    url: &str,
) -> Result<Option<(machines::FeedStory, machines::Paper)>, Error> {
    let Ok(url) = url::Url::parse(url) else {
        return Ok(None);
    };
    if url.host_str() != reader.app.settings.url.host_str() {
        return Ok(None);
    }
    let Some(path) = path::decoded(url.path()) else {
        return Ok(None);
    };
    let Some(mut address) = q!(reader.tx, addresses::at(&path))? else {
        return Ok(None);
    };
    if Leads::parse(&address.kind) == Leads::Redirect
        && let Some(next) = q!(reader.tx, addresses::at(&address.target))?
    {
        address = next;
    }
    if Leads::parse(&address.kind) != Leads::Story {
        return Ok(None);
    }
    let Some(live) = q!(reader.tx, live::by_id(&address.target))? else {
        return Ok(None);
    };
    let story = feeds::described(reader, &live, String::new(), &[], &[]).await?;
    Ok(Some((story, reader.publisher())))
}
