//! One webhook: what was sent to it, what can be set, what it was. `/desk/settings/webhooks/ID`.
//! A secret is shown once, in the answer that made it, and by no address.

use super::webhooks::{Form, keep};
use super::{Around, enter, frame};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::query::{self, Typed};
use crate::desk::visit::{leads_to, said};
use crate::site::view::Moment;
use axum::extract::{Path, RawForm, RawQuery, State};
use axum::response::Response;
use courant_model::account::{Act, On};
#[cfg(test)]
use courant_model::webhook::Event;
use courant_model::webhook::{WebhookSettings, events};
use courant_newsroom::Error;
use courant_newsroom::commands::{keep_webhook, send_webhook};
use courant_store::q;
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// Deliveries that a sheet shows.
const SHOWN: i64 = 50;
/// Revisions that a sheet shows.
const REVISIONS: i64 = 50;

/// One subscription.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct WebhookSheet {
    frame: Frame,
    around: Around,
    id: String,
    state: String,
    /// Why it is paused.
    why: String,
    /// Since when nothing has got through.
    failing: Option<Moment>,
    /// The secret, this once.
    secret: Option<String>,
    /// Until when the secret before it signs too.
    old_until: Option<Moment>,
    form: Form,
    deliveries: Vec<Sent>,
    /// A delivery has not come to its end.
    waits: bool,
    history: Vec<Was>,
}

/// A delivery.
#[derive(Debug, Clone, Serialize)]
struct Sent {
    id: String,
    event: String,
    at: Moment,
    state: String,
    status: Option<i64>,
    took: Option<i64>,
    attempts: i64,
    next: Option<Moment>,
    problem: String,
}

/// What it was after a change.
#[derive(Debug, Clone, Serialize)]
struct Was {
    number: i64,
    act: String,
    at: Moment,
    by: String,
    address: String,
    events: usize,
    can_return: bool,
}

impl Page for WebhookSheet {
    const TEMPLATE: &'static str = "settings-webhook.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let at = || moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET");
        let sent = |state: &str| Sent {
            id: "01D".into(),
            event: "story.published".into(),
            at: at(),
            state: state.into(),
            status: Some(503),
            took: Some(120),
            attempts: 2,
            next: (state == "waiting").then(at),
            problem: "answered <503>".into(),
        };
        let was = |act: &str| Was {
            number: 1,
            act: act.into(),
            at: at(),
            by: "Ana Reis".into(),
            address: "https://push.example/in".into(),
            events: 3,
            can_return: true,
        };
        let one = Self {
            frame: Frame::sample("App"),
            around: Around::sample(),
            id: "01W".into(),
            state: "active".into(),
            why: String::new(),
            failing: Some(at()),
            secret: Some("whsec_c2VjcmV0".into()),
            old_until: Some(at()),
            form: Form::of("App", "https://push.example/in", &[Event::StoryPublished]),
            deliveries: ["waiting", "delivered", "dropped", "given-up"].map(sent).into(),
            waits: true,
            history: ["make", "change", "pause", "resume", "rotate", "remove", "restore"]
                .map(was)
                .into(),
        };
        let paused = |state: &str, why: &str| Self {
            state: state.into(),
            why: why.into(),
            secret: None,
            deliveries: Vec::new(),
            waits: false,
            ..one.clone()
        };
        vec![
            paused("paused", "hand"),
            paused("paused", "gone"),
            paused("paused", "failing"),
            paused("removed", ""),
            one,
        ]
    }
}

/// Shows one.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let query = query::pairs(raw.as_deref());
    let shown = Shown {
        done: query.get("done").map(String::as_str),
        ..Shown::default()
    };
    let page = sheet(&app, &signed, &id, shown).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Changes one.
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let run = async {
        let mut tx = app.newsroom.store.write().await?;
        let house = &app.newsroom.house;
        let inside = &app.settings.webhooks_inside;
        keep_webhook::change(&mut tx, house, &signed.who(), &id, &keep(&typed), inside).await?;
        tx.commit().await?;
        Ok(leads_to(&format!("/desk/settings/webhooks/{id}?done=kept")))
    };
    let answer = match run.await {
        Err(error) => again(&app, &signed, &id, Some(&typed), error).await,
        done => done,
    };
    problem::or(&app, Some(&signed.member), answer).await
}

/// Runs an act on one.
pub(crate) async fn act(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path((id, act)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let answer = match run(&app, &signed, &id, &act, &typed).await {
        Ok(Some(secret)) => {
            let shown = Shown {
                secret: Some(secret),
                done: Some("webhook-rotated"),
                ..Shown::default()
            };
            sheet(&app, &signed, &id, shown).await
        }
        Ok(None) => Ok(leads_to(&format!("/desk/settings/webhooks/{id}?done=webhook-{act}"))),
        Err(error) => again(&app, &signed, &id, None, error).await,
    };
    problem::or(&app, Some(&signed.member), answer).await
}

/// The act; gives a new secret where one was made.
async fn run(app: &App, signed: &Signed, id: &str, act: &str, typed: &Typed) -> Result<Option<String>, Error> {
    let who = &signed.who();
    let house = &app.newsroom.house;
    let mut tx = app.newsroom.store.write().await?;
    let mut secret = None;
    match act {
        "pause" => keep_webhook::pause(&mut tx, house, who, id).await?,
        "resume" => keep_webhook::resume(&mut tx, house, who, id).await?,
        "remove" => keep_webhook::remove(&mut tx, house, who, id).await?,
        "rotate" => secret = Some(keep_webhook::rotate(&mut tx, house, who, id).await?.secret),
        "restore" => {
            let number = query::number(typed, "number")?;
            let inside = &app.settings.webhooks_inside;
            keep_webhook::restore(&mut tx, house, who, id, number, inside).await?;
        }
        "test" => {
            send_webhook::test(&mut tx, house, who, id).await?;
        }
        "again" => {
            send_webhook::again(&mut tx, house, who, id, query::field(typed, "delivery")).await?;
        }
        _ => {
            who.check(Act::Settings, On::NOTHING)?;
            return Err(Error::NotFound("such act".to_owned()));
        }
    }
    tx.commit().await?;
    Ok(secret)
}

async fn again(app: &App, signed: &Signed, id: &str, typed: Option<&Typed>, error: Error) -> Result<Response, Error> {
    match said(app, &error).await {
        Some((status, wrong)) => {
            let shown = Shown {
                typed,
                wrong: Some(wrong),
                status,
                ..Shown::default()
            };
            sheet(app, signed, id, shown).await
        }
        None => Err(error),
    }
}

/// What a sheet shows besides what is kept.
pub(super) struct Shown<'t> {
    pub(super) secret: Option<String>,
    pub(super) done: Option<&'t str>,
    pub(super) typed: Option<&'t Typed>,
    pub(super) wrong: Option<String>,
    pub(super) status: StatusCode,
}

impl Default for Shown<'_> {
    fn default() -> Self {
        Self {
            secret: None,
            done: None,
            typed: None,
            wrong: None,
            status: StatusCode::OK,
        }
    }
}

pub(super) async fn sheet(app: &App, signed: &Signed, id: &str, shown: Shown<'_>) -> Result<Response, Error> {
    let mut desk = enter(app, signed).await?;
    let webhook = q!(desk.tx, webhooks::by_id(id))?.ok_or_else(|| Error::NotFound("such webhook".to_owned()))?;
    let (mut frame, around) = frame(&mut desk, "webhooks").await?;
    frame.title.clone_from(&webhook.name);
    frame.done = desk.done(shown.done);
    frame.wrong = shown.wrong;
    let deliveries: Vec<Sent> = q!(desk.tx, webhooks::deliveries(id, SHOWN))?
        .into_iter()
        .map(|one| Sent {
            at: desk.moment(one.at),
            next: (one.state == "waiting").then(|| desk.moment(one.run_at)),
            id: one.id,
            event: one.event,
            state: one.state,
            status: one.status,
            took: one.duration_ms,
            attempts: one.attempts,
            problem: one.problem,
        })
        .collect();
    let mut history = Vec::new();
    for (at, one) in q!(desk.tx, webhooks::revisions(id, REVISIONS))?.into_iter().enumerate() {
        let was: WebhookSettings = serde_json::from_str(&one.settings).unwrap_or_default();
        history.push(Was {
            by: desk.actor_name(&one.actor).await?,
            at: desk.moment(one.at),
            // The newest one holds already, and there is nothing to bring back of a removal.
            can_return: at > 0 && was.state != "removed",
            number: one.number,
            act: one.act,
            address: was.address,
            events: was.events.len(),
        });
    }
    let now = app.newsroom.house.now();
    let old = (webhook.old_secret.is_some() && webhook.old_until > now).then_some(webhook.old_until);
    let page = WebhookSheet {
        frame,
        around,
        waits: deliveries.iter().any(|one| one.state == "waiting"),
        form: shown.typed.map_or_else(
            || Form::of(&webhook.name, &webhook.address, &events(&webhook.events)),
            Form::typed,
        ),
        failing: webhook.failing_since.map(|since| desk.moment(since)),
        secret: shown.secret,
        old_until: old.map(|until| desk.moment(until)),
        id: webhook.id,
        state: webhook.state,
        why: webhook.paused_why,
        deliveries,
        history,
    };
    desk.print(shown.status, &page)
}
