//! Webhooks: which machines are told of what readers can see. `/desk/settings/webhooks` lists them and makes one.
//! The answer that made it is its sheet, with the secret, this once.

use super::webhook::{Shown, sheet};
use super::{Around, enter, frame};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::query::{self, Typed};
use crate::desk::visit::{Desk, said};
use axum::extract::{RawForm, RawQuery, State};
use axum::response::Response;
use courant_model::webhook::{Event, Webhook, events};
use courant_newsroom::Error;
use courant_newsroom::commands::keep_webhook::{self, Keep};
use courant_store::q;
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// Removed ones that are listed.
const REMOVED: i64 = 50;

/// The room.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Webhooks {
    frame: Frame,
    around: Around,
    hooks: Vec<Line>,
    removed: Vec<Line>,
    /// The fields of a new one.
    form: Form,
}

/// A subscription in the list.
#[derive(Debug, Clone, Serialize)]
struct Line {
    id: String,
    name: String,
    address: String,
    state: String,
    failing: bool,
    /// How many events it wants.
    events: usize,
}

/// What can be set.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Form {
    name: String,
    address: String,
    events: Vec<Choice>,
}

/// An event as a box to tick.
#[derive(Debug, Clone, Serialize)]
struct Choice {
    /// As receivers read it.
    value: &'static str,
    /// Its word is `event-KEY`.
    key: String,
    ticked: bool,
}

impl Form {
    pub(super) fn of(name: &str, address: &str, wanted: &[Event]) -> Self {
        Self {
            name: name.to_owned(),
            address: address.to_owned(),
            events: Event::ALL
                .into_iter()
                .map(|event| Choice {
                    value: event.as_str(),
                    key: event.as_str().replace('.', "-"),
                    ticked: wanted.contains(&event),
                })
                .collect(),
        }
    }

    pub(super) fn typed(typed: &Typed) -> Self {
        let keep = keep(typed);
        Self::of(&keep.name, &keep.address, &keep.events)
    }
}

impl Page for Webhooks {
    const TEMPLATE: &'static str = "settings-webhooks.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let line = Line {
            id: "01W".into(),
            name: "App <push>".into(),
            address: "https://push.example/in".into(),
            state: "active".into(),
            failing: true,
            events: 3,
        };
        vec![
            Self {
                frame: Frame::sample("Webhooks"),
                around: Around::sample(),
                removed: vec![line.clone()],
                hooks: vec![
                    line.clone(),
                    Line {
                        state: "paused".into(),
                        ..line
                    },
                ],
                form: Form::of("", "", &[Event::StoryPublished]),
            },
            Self {
                frame: Frame::sample("Webhooks"),
                around: Around::sample(),
                hooks: Vec::new(),
                removed: Vec::new(),
                form: Form::of("", "", &[]),
            },
        ]
    }
}

/// What a form asks for.
pub(super) fn keep(typed: &Typed) -> Keep {
    Keep {
        name: query::field(typed, "name").to_owned(),
        address: query::field(typed, "address").to_owned(),
        events: Event::ALL
            .into_iter()
            .filter(|event| typed.contains_key(&format!("event-{}", event.as_str())))
            .collect(),
    }
}

/// How many were paused because nothing got through or nothing more was wanted; the desk shows it beside Settings.
pub(crate) async fn paused_by_itself(desk: &mut Desk<'_>) -> Result<i64, Error> {
    let all = q!(desk.tx, webhooks::all())?;
    let paused = all
        .iter()
        .filter(|one| one.state == "paused" && one.paused_why != "hand");
    Ok(paused.count() as i64)
}

/// Lists them.
pub(crate) async fn list(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = room(
        &app,
        &signed,
        query.get("done").map(String::as_str),
        None,
        None,
        StatusCode::OK,
    )
    .await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Makes one; the answer shows its secret.
pub(crate) async fn make(State(app): State<Arc<App>>, signed: Signed, RawForm(body): RawForm) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let run = async {
        let mut tx = app.newsroom.store.write().await?;
        let house = &app.newsroom.house;
        let inside = &app.settings.webhooks_inside;
        let made = keep_webhook::make(&mut tx, house, &signed.who(), &keep(&typed), inside).await?;
        tx.commit().await?;
        Ok(made)
    };
    let answer = match run.await {
        Ok(made) => {
            let shown = Shown {
                secret: Some(made.secret),
                done: Some("webhook-made"),
                ..Shown::default()
            };
            sheet(&app, &signed, &made.id, shown).await
        }
        Err(error) => match said(&app, &error).await {
            Some((status, wrong)) => room(&app, &signed, None, Some(&typed), Some(wrong), status).await,
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}

async fn room(
    app: &App,
    signed: &Signed,
    done: Option<&str>,
    typed: Option<&Typed>,
    wrong: Option<String>,
    status: StatusCode,
) -> Result<Response, Error> {
    let mut desk = enter(app, signed).await?;
    let (mut frame, around) = frame(&mut desk, "webhooks").await?;
    frame.done = desk.done(done);
    frame.wrong = wrong;
    let line = |one: Webhook| Line {
        events: events(&one.events).len(),
        failing: one.failing_since.is_some(),
        id: one.id,
        name: one.name,
        address: one.address,
        state: one.state,
    };
    let hooks = q!(desk.tx, webhooks::all())?;
    let removed = q!(desk.tx, webhooks::removed(REMOVED))?;
    let page = Webhooks {
        frame,
        around,
        hooks: hooks.into_iter().map(line).collect(),
        removed: removed.into_iter().map(line).collect(),
        form: typed.map_or_else(|| Form::of("", "", &[]), Form::typed),
    };
    desk.print(status, &page)
}
