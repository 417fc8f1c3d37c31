//! Notes in the margin: as the rail lists them, and as JSON for the island that underlines what they are about.
//! Mentions are kept as `@{ACCOUNT}` and read as names.

use super::rail::NoteLine;
use super::visit::Desk;
use super::{problem, story};
use crate::app::App;
use crate::auth::Signed;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use courant_model::note::Note;
use courant_newsroom::Error;
use courant_store::q;
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
        body: desk.with_names(&note.body).await?,
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
                body: desk.with_names(&note.body).await?,
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
