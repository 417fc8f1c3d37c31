//! `GET /api/v1/people|organisations|places?page=` and `…/SLUG?page=`: what an editor opened to readers, as JSON.
//! Rate-limited like the other addresses of programs; what was merged answers with what it stands for.

use super::{Answered, limited};
use crate::app::App;
use crate::router::page_of;
use crate::site::entity::path_of;
use axum::extract::{Path, RawQuery, Request, State};
use axum::response::Response;
use courant_model::record::{Entity, EntityKind};
use courant_model::time::timestamp;
use courant_newsroom::Error;
use courant_store::q;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Entries, and stories of one, on a page.
const PER_PAGE: i64 = 50;

/// Answers with a list.
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    Path(folder): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    limited(&app, request, async || {
        let kind = EntityKind::of_folder(&folder).ok_or_else(missing)?;
        let page = page_asked(query.as_deref());
        let mut tx = app.newsroom.store.read().await?;
        let total = q!(tx, names::count_public(kind.as_str()))?;
        let rows = q!(tx, names::public(kind.as_str(), PER_PAGE, (page - 1) * PER_PAGE))?;
        let entries: Vec<Value> = rows.iter().map(|entity| Value::Object(entry(&app, entity))).collect();
        let mut answer = Map::new();
        answer.insert(kind.folder().to_owned(), entries.into());
        paged(&mut answer, total, page);
        Ok(Value::Object(answer))
    })
    .await
}

/// Answers with one, and with the stories that name it.
pub(crate) async fn one(
    State(app): State<Arc<App>>,
    Path((folder, slug)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    limited(&app, request, async || {
        let kind = EntityKind::of_folder(&folder).ok_or_else(missing)?;
        find(&app, kind, &slug, page_asked(query.as_deref())).await
    })
    .await
}

fn missing() -> Error {
    Error::NotFound("such entry of the record".to_owned())
}

fn page_asked(query: Option<&str>) -> i64 {
    i64::from(query.and_then(page_of).unwrap_or(1).clamp(1, 10_000))
}

fn paged(answer: &mut Map<String, Value>, total: i64, page: i64) {
    answer.insert("total".into(), total.into());
    answer.insert("page".into(), page.into());
    answer.insert("pages".into(), ((total + PER_PAGE - 1) / PER_PAGE).max(1).into());
}

/// The text, unless there is none.
fn text(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// What lists and single answers say alike.
fn entry(app: &App, entity: &Entity) -> Map<String, Value> {
    let mut map = Map::new();
    for (name, value) in [
        ("id", json!(entity.id)),
        ("kind", json!(entity.kind)),
        ("name", json!(entity.name)),
        ("public_role", json!(text(&entity.public_role))),
        ("description", json!(text(&entity.description))),
        ("wikidata", json!(text(&entity.wikidata))),
        ("url", json!(app.absolute(&path_of(entity)))),
    ] {
        map.insert(name.to_owned(), value);
    }
    map
}

async fn find(app: &App, kind: EntityKind, slug: &str, page: i64) -> Answered {
    let mut tx = app.newsroom.store.read().await?;
    let entity = q!(tx, names::by_slug(kind.as_str(), slug))?
        .filter(|entity| entity.is_public)
        .ok_or_else(missing)?;
    let (mut aliases, mut roles) = (Vec::new(), Vec::new());
    for one in q!(tx, names::family(&entity.id))? {
        if one.name != entity.name {
            aliases.push(one.name);
        }
        aliases.extend(q!(tx, names::aliases(&one.id))?);
        for role in q!(tx, names::roles(&one.id))? {
            let organisation = match &role.organisation_id {
                Some(id) => q!(tx, names::by_id(id))?,
                None => None,
            };
            roles.push(json!({
                "title": role.title,
                "organisation": organisation.as_ref().map(|found| &found.name),
                "organisation_url": organisation
                    .as_ref()
                    .filter(|found| found.is_public)
                    .map(|found| app.absolute(&path_of(found))),
                "from": text(&role.from_day),
                "to": text(&role.to_day),
            }));
        }
    }
    aliases.sort();
    aliases.dedup();
    let total = q!(tx, mentions::count_stories(&entity.id))?;
    let stories: Vec<Value> = q!(tx, mentions::stories_of(&entity.id, PER_PAGE, (page - 1) * PER_PAGE))?
        .iter()
        .map(|story| {
            json!({
                "id": story.story_id,
                "headline": story.headline,
                "url": app.absolute(&story.path),
                "published_at": story.published_at.map(|at| timestamp(at).to_string()),
            })
        })
        .collect();
    let mut answer = entry(app, &entity);
    answer.insert("aliases".into(), aliases.into());
    answer.insert("roles".into(), roles.into());
    answer.insert("stories".into(), stories.into());
    paged(&mut answer, total, page);
    Ok(Value::Object(answer))
}
