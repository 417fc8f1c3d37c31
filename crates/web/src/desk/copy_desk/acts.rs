//! What people decide on notes: a fix taken, a note put aside with its reason, a word let be, a stop overridden.
//! Forms of the rail's list post here; script asks for JSON, a browser without it is led back to the list.

use crate::app::App;
use crate::auth::Signed;
use crate::desk::notes::by_script;
use crate::desk::problem;
use crate::desk::query::{self, Typed};
use crate::desk::story::{self, Asked};
use crate::desk::visit::{leads_to, said};
use axum::Json;
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Response};
use courant_newsroom::commands::decide_note::{self, OfNote, Verdict};
use courant_newsroom::commands::stops::{self, Override};
use courant_newsroom::{Error, Refusal};
use http::HeaderMap;
use std::sync::Arc;

/// Decides on a note.
pub(crate) async fn decide(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let run = async {
        let note = OfNote {
            story_id: id.clone(),
            rule: query::field(&typed, "rule").to_owned(),
            passage: query::field(&typed, "passage").to_owned(),
        };
        let verdict = match query::field(&typed, "verdict") {
            "accepted" => Verdict::Accepted,
            "dismissed" => Verdict::Dismissed(query::field(&typed, "reason").to_owned()),
            "reopen" => Verdict::Reopened,
            "never" => Verdict::Never(query::field(&typed, "word").to_owned()),
            other => return Err(Refusal::new("verdict-unknown", format!("nobody decides {other:?}")).into()),
        };
        let mut tx = app.newsroom.store.write().await?;
        decide_note::run(&mut tx, &app.newsroom.house, &signed.who(), &note, &verdict).await?;
        tx.commit().await?;
        Ok(())
    };
    let done = run.await;
    answer(&app, &signed, &id, &headers, typed, done, "copy-desk").await
}

/// Overrides a stop.
pub(crate) async fn override_stop(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let run = async {
        let wanted = Override {
            story_id: id.clone(),
            rule: query::field(&typed, "rule").to_owned(),
            passage: query::field(&typed, "passage").to_owned(),
            reason: query::field(&typed, "reason").to_owned(),
        };
        let mut tx = app.newsroom.store.write().await?;
        stops::override_stop(&mut tx, &app.newsroom.house, &signed.who(), &wanted).await?;
        tx.commit().await?;
        Ok(())
    };
    let done = run.await;
    let tab = if query::field(&typed, "tab") == "publish" {
        "publish"
    } else {
        "copy-desk"
    };
    answer(&app, &signed, &id, &headers, typed, done, tab).await
}

async fn answer(
    app: &App,
    signed: &Signed,
    id: &str,
    headers: &HeaderMap,
    typed: Typed,
    done: Result<(), Error>,
    tab: &str,
) -> Response {
    let script = by_script(headers);
    let answer = match done {
        Ok(()) if script => Ok(Json(serde_json::json!({ "done": true })).into_response()),
        Ok(()) => Ok(leads_to(&format!("/desk/stories/{id}?tab={tab}"))),
        Err(error) if script => Err(error),
        Err(error) => match said(app, &error).await {
            Some((status, wrong)) => {
                let asked = Asked {
                    tab,
                    wrong: Some(wrong),
                    verb: "copy-desk",
                    typed,
                    status,
                    ..Asked::default()
                };
                story::page(app, signed, id, &asked).await
            }
            None => Err(error),
        },
    };
    problem::for_script(app, &signed.member, headers, answer).await
}
