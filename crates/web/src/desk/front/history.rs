//! The revisions of a front: who put what live and when, in words, and one press back to any of them.
//! `/desk/front/…/history`; the way back is an act of `acts.rs`.

use super::{At, front_of, words};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::visit::Desk;
use crate::desk::{problem, query};
use crate::site::view::Moment;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use courant_model::front::{Layout, Revised};
use courant_newsroom::{Error, fronts};
use courant_store::{StoreError, q};
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// Revisions on a page.
const SHOWN: usize = 20;

/// The list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FrontHistory {
    frame: Frame,
    at: At,
    /// The revision in force.
    number: i64,
    revisions: Vec<Line>,
    /// Where older ones begin.
    older: Option<i64>,
}

/// A revision.
#[derive(Debug, Clone, Serialize)]
struct Line {
    number: i64,
    at: Moment,
    by: String,
    /// How it came about, in words.
    act: String,
    lines: Vec<String>,
    /// Readers see it.
    current: bool,
}

impl Page for FrontHistory {
    const TEMPLATE: &'static str = "front-history.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let line = |current| Line {
            number: 4,
            at: moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET"),
            by: "Ana <b>".into(),
            act: "Put live".into(),
            lines: vec!["Lead: ‘Ferry’ instead of automatic".into()],
            current,
        };
        vec![
            Self {
                frame: Frame::sample("History"),
                at: At::sample(),
                number: 4,
                revisions: vec![line(true), line(false)],
                older: Some(3),
            },
            Self {
                frame: Frame::sample("History"),
                at: At::sample(),
                number: 0,
                revisions: Vec::new(),
                older: None,
            },
        ]
    }
}

/// Shows the list.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(name): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let query = query::pairs(raw.as_deref());
    let before = query::field(&query, "before").parse().unwrap_or(i64::MAX);
    let page = page(&app, &signed, &name, before).await;
    problem::or(&app, Some(&signed.member), page).await
}

async fn page(app: &App, signed: &Signed, name: &str, before: i64) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    let front = front_of(&desk, name)?;
    fronts::check(&signed.who(), &front)?;
    let number = fronts::standing(&mut desk.tx, &front).await?.number;
    let all: Vec<Revised> = q!(desk.tx, fronts::before(front.as_str(), before, SHOWN as i64 + 1))?;
    let mut revisions = Vec::new();
    for (place, revised) in all.iter().take(SHOWN).enumerate() {
        let now = read(revised)?;
        let earlier = match all.get(place + 1) {
            Some(earlier) => read(earlier)?,
            None => Layout::default(),
        };
        revisions.push(Line {
            number: revised.number,
            at: desk.moment(revised.at),
            by: desk.actor_name(&revised.actor).await?,
            act: desk.word(&format!("front-act-{}", revised.act)),
            lines: words::lines(&mut desk, &earlier, &earlier.changes_to(&now)).await?,
            current: revised.number == number,
        });
    }
    let older = all.get(SHOWN).and_then(|_| revisions.last()).map(|line| line.number);
    let title = desk.word("front-history");
    let frame = desk.frame(&title, "front").await?;
    let page = FrontHistory {
        at: At::of(&desk, &front),
        number,
        revisions,
        older,
        frame,
    };
    desk.print(StatusCode::OK, &page)
}

fn read(revised: &Revised) -> Result<Layout, StoreError> {
    revised
        .read()
        .map_err(|error| StoreError::Unreadable(format!("a front: {error}")))
}
