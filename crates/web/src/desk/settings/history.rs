//! Every change of the settings: who, when, what it was and what it became; each can be taken back by itself, and every
//! state brought back whole. `/desk/settings/history`.

use super::words::{Line, Words};
use super::{Around, Shown, enter, href};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::query;
use crate::desk::visit::{leads_to, said};
use crate::site::view::Moment;
use axum::extract::{RawForm, RawQuery, State};
use axum::response::Response;
use courant_newsroom::commands::keep_settings;
use courant_newsroom::{Error, settings};
use courant_store::q;
use serde::Serialize;
use std::sync::Arc;

/// Revisions on a page.
const SHOWN: usize = 20;

/// The list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct History {
    frame: Frame,
    around: Around,
    revisions: Vec<Revision>,
    /// Where older ones begin.
    older: Option<i64>,
}

/// A revision.
#[derive(Debug, Clone, Serialize)]
struct Revision {
    number: i64,
    at: Moment,
    by: String,
    /// `open`, `revise`, `undo` or `restore`; its word is `settings-act-ACT`.
    act: String,
    lines: Vec<Line>,
    /// It is in force.
    current: bool,
    /// There is one before it.
    can_undo: bool,
}

impl Page for History {
    const TEMPLATE: &'static str = "settings-history.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let revision = |act: &str, current| Revision {
            number: 4,
            at: moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET"),
            by: "Ana <b>".into(),
            act: act.into(),
            lines: if current { vec![Line::sample()] } else { Vec::new() },
            current,
            can_undo: act != "open",
        };
        let full = Self {
            frame: Frame::sample("History"),
            around: Around::sample(),
            revisions: vec![
                revision("revise", true),
                revision("undo", false),
                revision("restore", false),
                revision("open", false),
            ],
            older: Some(3),
        };
        let bare = Self {
            older: None,
            ..full.clone()
        };
        vec![full, bare]
    }
}

/// Shows the list.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let shown = Shown {
        query: query::pairs(raw.as_deref()),
        ..Shown::default()
    };
    let answer = page(&app, &signed, shown).await;
    problem::or(&app, Some(&signed.member), answer).await
}

/// Takes a change back.
pub(crate) async fn undo(State(app): State<Arc<App>>, signed: Signed, RawForm(body): RawForm) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let number = query::field(&typed, "number").parse().unwrap_or_default();
    let back = href(query::field(&typed, "back")).unwrap_or("/desk/settings/history");
    let run = async {
        let mut tx = app.newsroom.store.write().await?;
        let left = keep_settings::undo(&mut tx, &app.newsroom.house, &signed.who(), number).await?;
        let now = settings::standing(&mut tx).await?.number;
        let seq = tx.commit().await?;
        app.cache.reached(seq as u64).await;
        Ok((left.is_empty(), now))
    };
    let answer = match run.await {
        Ok((true, now)) => Ok(leads_to(&format!("{back}?done=taken-back&undo={now}"))),
        Ok((false, now)) => Ok(leads_to(&format!("{back}?done=taken-back-partly&undo={now}"))),
        Err(error) => refused(&app, &signed, error).await,
    };
    problem::or(&app, Some(&signed.member), answer).await
}

/// Brings a state back.
pub(crate) async fn restore(State(app): State<Arc<App>>, signed: Signed, RawForm(body): RawForm) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let of = |name: &str| query::field(&typed, name).parse().unwrap_or_default();
    let run = async {
        let mut tx = app.newsroom.store.write().await?;
        keep_settings::restore(&mut tx, &app.newsroom.house, &signed.who(), of("number"), of("seen")).await?;
        let now = settings::standing(&mut tx).await?.number;
        let seq = tx.commit().await?;
        app.cache.reached(seq as u64).await;
        Ok(now)
    };
    let answer = match run.await {
        Ok(now) => Ok(leads_to(&format!(
            "/desk/settings/history?done=brought-back&undo={now}"
        ))),
        Err(error) => refused(&app, &signed, error).await,
    };
    problem::or(&app, Some(&signed.member), answer).await
}

async fn refused(app: &App, signed: &Signed, error: Error) -> Result<Response, Error> {
    let Some((status, wrong)) = said(app, &error).await else {
        return Err(error);
    };
    let shown = Shown {
        wrong: Some(wrong),
        status,
        ..Shown::default()
    };
    page(app, signed, shown).await
}

async fn page(app: &App, signed: &Signed, shown: Shown) -> Result<Response, Error> {
    let mut desk = enter(app, signed).await?;
    let before = query::field(&shown.query, "before").parse().unwrap_or(i64::MAX);
    let all = q!(desk.tx, paper::revisions(before, SHOWN as i64 + 1))?;
    let newest = q!(desk.tx, paper::latest())?.map_or(0, |latest| latest.number);
    let mut revisions = Vec::new();
    for (place, revised) in all.iter().take(SHOWN).enumerate() {
        let changes = match all.get(place + 1) {
            Some(earlier) => settings::between(earlier, revised)?,
            None => Vec::new(),
        };
        let words = Words::of(&desk, &changes);
        revisions.push(Revision {
            number: revised.number,
            at: desk.moment(revised.at),
            by: desk.actor_name(&revised.actor).await?,
            act: if revised.number == 1 {
                "open".to_owned()
            } else {
                revised.act.clone()
            },
            lines: changes.iter().map(|change| words.line(&desk, change)).collect(),
            current: revised.number == newest,
            can_undo: !changes.is_empty(),
        });
    }
    let older = all.get(SHOWN).map(|revised| revised.number);
    let (frame, around, status) = shown.frame(&mut desk, "history").await?;
    let page = History {
        frame,
        around,
        revisions,
        older,
    };
    desk.print(status, &page)
}
