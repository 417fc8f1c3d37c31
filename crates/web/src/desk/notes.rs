//! Notes in the margin: as the rail lists them, and as JSON for the island that underlines what they are about.
//! Writing, answering and resolving run the commands of the newsroom; mentions are typed as `@` and picked.

use super::query;
use super::rail::NoteLine;
use super::visit::{Desk, leads_to};
use super::{problem, story};
use crate::app::App;
use crate::auth::Signed;
use axum::Json;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Response};
use courant_model::note::Note;
use courant_newsroom::Error;
use courant_newsroom::commands::note_in_margin;
use courant_store::q;
use http::HeaderMap;
use serde::Serialize;
use std::sync::Arc;

/// A note as JSON.
#[derive(Debug, Serialize)]
struct Told {
    id: String,
    parent: Option<String>,
    account: Option<String>,
    name: String,
    at: String,
    body: String,
    quoted: String,
    resolved: bool,
}

/// The notes of a story, each with its answers, oldest first.
pub(crate) async fn lines(desk: &mut Desk<'_>, story: &str) -> Result<Vec<NoteLine>, Error> {
    let notes = q!(desk.tx, notes::of_story(story))?;
    let mut lines: Vec<(Option<String>, NoteLine)> = Vec::with_capacity(notes.len());
    for note in notes {
        let parent = note.parent_id.clone();
        lines.push((parent, line(desk, note).await?));
    }
    let answers: Vec<(String, NoteLine)> = lines
        .iter()
        .filter_map(|(parent, line)| Some((parent.clone()?, line.clone())))
        .collect();
    Ok(lines
        .into_iter()
        .filter(|(parent, _)| parent.is_none())
        .map(|(_, mut line)| {
            line.answers = answers
                .iter()
                .filter(|(parent, _)| *parent == line.id)
                .map(|(_, answer)| answer.clone())
                .collect();
            line
        })
        .collect())
}

async fn line(desk: &mut Desk<'_>, note: Note) -> Result<NoteLine, Error> {
    Ok(NoteLine {
        by: desk.writer(note.account_id.as_deref()).await?,
        at: desk.moment(note.at),
        body: note_in_margin::printed(&mut desk.tx, &note.body).await?,
        quoted: note.quoted,
        step: if note.verb.is_empty() {
            String::new()
        } else {
            desk.words
                .text(&format!("verb-{}", note.verb))
                .unwrap_or_else(|| note.verb.clone())
        },
        resolved: note.resolved_at.is_some(),
        answers: Vec::new(),
        id: note.id,
    })
}

/// The notes as JSON.
pub(crate) async fn list(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>) -> Response {
    let answer = async {
        let mut desk = Desk::enter(&app, &signed.member).await?;
        story::readable(&mut desk, &signed.who(), &id).await?;
        let mut told = Vec::new();
        for note in q!(desk.tx, notes::of_story(&id))? {
            told.push(Told {
                name: desk.writer(note.account_id.as_deref()).await?,
                at: courant_model::time::timestamp(note.at).to_string(),
                body: note_in_margin::printed(&mut desk.tx, &note.body).await?,
                id: note.id,
                parent: note.parent_id,
                account: note.account_id,
                quoted: note.quoted,
                resolved: note.resolved_at.is_some(),
            });
        }
        Ok(Json(told).into_response())
    }
    .await;
    problem::or(&app, Some(&signed.member), answer).await
}

/// Writes a note, or an answer to one.
pub(crate) async fn add(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let house = &app.newsroom.house;
    let run = async {
        let note = note_in_margin::Write {
            story_id: id.clone(),
            id: query::some(&typed, "note"),
            parent_id: query::some(&typed, "parent"),
            body: query::field(&typed, "body").to_owned(),
            quoted: query::field(&typed, "quoted").to_owned(),
        };
        let mut tx = app.newsroom.store.write().await?;
        let note = note_in_margin::run(&mut tx, house, &signed.who(), &note).await?;
        tx.commit().await?;
        Ok(note.id)
    };
    let answer = match run.await {
        Ok(note) if by_script(&headers) => Ok(Json(serde_json::json!({ "id": note })).into_response()),
        Ok(_) => Ok(leads_to(&format!("/desk/stories/{id}?tab=notes&done=noted"))),
        Err(Error::Refusal(refusal)) if refusal.key != "not-allowed" && !by_script(&headers) => {
            let asked = story::Asked {
                tab: "notes",
                wrong: Desk::door(&app).await.ok().map(|desk| desk.refusal(&refusal)),
                verb: "note",
                typed,
                status: http::StatusCode::UNPROCESSABLE_ENTITY,
                ..story::Asked::default()
            };
            story::page(&app, &signed, &id, &asked).await
        }
        Err(error) => Err(error),
    };
    problem::for_script(&app, &signed.member, &headers, answer).await
}

/// Resolves a note, or opens it again.
pub(crate) async fn resolve(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path((id, note)): Path<(String, String)>,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let run = async {
        let mut tx = app.newsroom.store.write().await?;
        let resolved = !typed.contains_key("open");
        note_in_margin::resolve(&mut tx, &app.newsroom.house, &signed.who(), &id, &note, resolved).await?;
        tx.commit().await?;
        Ok(if by_script(&headers) {
            Json(serde_json::json!({ "resolved": resolved })).into_response()
        } else {
            leads_to(&format!("/desk/stories/{id}?tab=notes"))
        })
    };
    let answer = run.await;
    problem::for_script(&app, &signed.member, &headers, answer).await
}

/// Whether the desk's scripts ask and read the answer themselves.
pub(crate) fn by_script(headers: &HeaderMap) -> bool {
    headers.contains_key("x-requested-with")
}
