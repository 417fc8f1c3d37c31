//! `GET /api/v1/storylines?page=` and `GET /api/v1/storylines/{slug}`: storylines whose page is open to readers, as JSON.
//! Rate-limited like the other addresses of programs; timeline, cast and stories come from live rows alone.

use super::{Answered, limited};
use crate::app::App;
use crate::site::storyline::{CAST, EVENTS};
use axum::extract::{Path, RawQuery, Request, State};
use axum::response::Response;
use courant_model::storyline::{LiveEvent, Storyline};
use courant_newsroom::Error;
use courant_store::q;
use serde_json::{Value, json};
use std::sync::Arc;

/// Storylines on a page of the list.
const PER_PAGE: i64 = 50;
/// Stories of a storyline.
const STORIES: i64 = 200;

/// Answers with the list.
pub(crate) async fn list(State(app): State<Arc<App>>, RawQuery(query): RawQuery, request: Request) -> Response {
    let page = query
        .as_deref()
        .and_then(crate::router::page_of)
        .unwrap_or(1)
        .clamp(1, 10_000);
    limited(&app, request, async || {
        let mut tx = app.newsroom.store.read().await?;
        let rows = q!(tx, storylines::public(PER_PAGE + 1, i64::from(page - 1) * PER_PAGE))?;
        let more = rows.len() as i64 > PER_PAGE;
        let storylines: Vec<Value> = rows.iter().take(PER_PAGE as usize).map(|one| head(&app, one)).collect();
        Ok(json!({ "storylines": storylines, "page": page, "more": more }))
    })
    .await
}

/// Answers with one.
pub(crate) async fn one(State(app): State<Arc<App>>, Path(slug): Path<String>, request: Request) -> Response {
    limited(&app, request, async || whole(&app, &slug).await).await
}

async fn whole(app: &App, slug: &str) -> Answered {
    let mut tx = app.newsroom.store.read().await?;
    let storyline = q!(tx, storylines::by_slug(slug))?
        .filter(|storyline| storyline.is_public)
        .ok_or_else(|| Error::NotFound("such storyline".to_owned()))?;
    let id = &storyline.id;
    let timeline: Vec<Value> = q!(tx, storylines::timeline(id, EVENTS))?
        .iter()
        .map(|line| event(app, line))
        .collect();
    let cast: Vec<Value> = q!(tx, storylines::cast(id, CAST))?
        .into_iter()
        .map(|person| {
            json!({
                "name": person.name,
                "role": some(&person.public_role),
                "url": app.absolute(&format!("/people/{}", person.slug)),
            })
        })
        .collect();
    let stories: Vec<Value> = q!(tx, storylines::live_stories(id, STORIES, 0))?
        .into_iter()
        .map(|live| {
            json!({
                "id": live.story_id,
                "headline": live.headline,
                "url": app.absolute(&live.path),
                "published_at": live.published_at.map(time),
            })
        })
        .collect();
    let mut answer = head(app, &storyline);
    if let Some(fields) = answer.as_object_mut() {
        fields.insert("timeline".to_owned(), timeline.into());
        fields.insert("cast".to_owned(), cast.into());
        fields.insert("stories".to_owned(), stories.into());
    }
    Ok(answer)
}

fn head(app: &App, storyline: &Storyline) -> Value {
    json!({
        "id": storyline.id,
        "title": storyline.title,
        "summary": some(&storyline.summary),
        "open": storyline.is_open(),
        "url": app.absolute(&storyline.path()),
    })
}

fn event(app: &App, line: &LiveEvent) -> Value {
    let place = if line.block.is_empty() {
        String::new()
    } else {
        format!("#p-{}", line.block)
    };
    json!({
        "kind": line.kind,
        "status": line.status,
        "day": some(&line.day),
        "title": some(&line.title),
        "place": some(&line.place),
        "sentence": line.sentence,
        "story": {
            "id": line.story_id,
            "headline": line.headline,
            "url": format!("{}{place}", app.absolute(&line.path)),
            "published_at": line.published_at.map(time),
        },
    })
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn time(at: i64) -> String {
    courant_model::time::timestamp(at).to_string()
}
