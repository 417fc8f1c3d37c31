//! Requests to correct the record: what readers asked at `/correction`, oldest first, and what they were answered.
//! `GET /desk/record/requests` shows them; an answer that a rule refuses comes back with everything typed.

use super::frame::Frame;
use super::print::Page;
use super::problem;
use super::query::{self, Typed};
use super::visit::{Desk, leads_to, said};
use crate::app::App;
use crate::auth::Signed;
use crate::site::view::Moment;
use axum::extract::{Path, RawForm, RawQuery, State};
use axum::response::Response;
use courant_model::account::{Act, On};
use courant_model::quotation::Request;
use courant_newsroom::Error;
use courant_newsroom::commands::answer_correction::{self, Answer};
use courant_store::q;
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// Requests on the page, open ones and answered ones each.
const MOST: i64 = 50;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Requests {
    frame: Frame,
    open: Vec<Line>,
    answered: Vec<Line>,
    /// Id of the request whose answer was refused, and what was typed.
    id: String,
    typed: Typed,
}

/// A request.
#[derive(Debug, Clone, Default, Serialize)]
struct Line {
    id: String,
    at: Option<Moment>,
    body: String,
    /// The sentence or the name; empty when readers do not see it any more.
    about: String,
    /// Where it is mended.
    href: String,
    has_address: bool,
    outcome: String,
    answer: String,
    by: String,
    answered: Option<Moment>,
}

impl Page for Requests {
    const TEMPLATE: &'static str = "requests.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let line = |id: &str| Line {
            id: id.into(),
            body: "I was in <Porto>.".into(),
            about: if id == "a" { "“It was.”" } else { "" }.into(),
            href: if id == "a" { "/desk/stories/s?tab=record" } else { "" }.into(),
            has_address: id == "a",
            outcome: if id == "c" { "corrected" } else { "open" }.into(),
            answer: "You are right.".into(),
            by: "Ana Reis".into(),
            ..Line::default()
        };
        vec![
            Self {
                frame: Frame::sample("Asked to correct"),
                open: vec![line("a"), line("b")],
                answered: vec![line("c")],
                id: "a".into(),
                typed: [("text".to_owned(), "</textarea>".to_owned())].into(),
            },
            Self {
                frame: Frame::sample("Asked to correct"),
                open: Vec::new(),
                answered: Vec::new(),
                id: String::new(),
                typed: Typed::new(),
            },
        ]
    }
}

/// Shows them.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let done = query.get("done").map(String::as_str);
    let page = page(&app, &signed, done, None, StatusCode::OK).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// An answer that was refused: its request, what was typed, and why.
struct Again {
    id: String,
    typed: Typed,
    wrong: String,
}

async fn page(
    app: &App,
    signed: &Signed,
    done: Option<&str>,
    again: Option<Again>,
    status: StatusCode,
) -> Result<Response, Error> {
    signed.who().check(Act::KeepRecord, On::NOTHING)?;
    let mut desk = Desk::enter(app, &signed.member).await?;
    let mut open = Vec::new();
    for one in q!(desk.tx, requests::open(MOST))? {
        open.push(line(&mut desk, one).await?);
    }
    let mut answered = Vec::new();
    for one in q!(desk.tx, requests::answered(MOST))? {
        answered.push(line(&mut desk, one).await?);
    }
    let title = desk.word("requests");
    let mut frame = desk.frame(&title, "requests").await?;
    frame.done = desk.done(done);
    let (id, typed) = match again {
        Some(again) => {
            frame.wrong = Some(again.wrong);
            (again.id, again.typed)
        }
        None => Default::default(),
    };
    let page = Requests {
        frame,
        open,
        answered,
        id,
        typed,
    };
    desk.print(status, &page)
}

async fn line(desk: &mut Desk<'_>, one: Request) -> Result<Line, Error> {
    let (mut about, mut href) = Default::default();
    if let Some(report) = match &one.quotation_id {
        Some(id) => q!(desk.tx, quotations::by_id(id))?,
        None => None,
    } {
        href = format!("/desk/stories/{}?tab=record", report.story_id);
        about = report.sentence;
    } else if let Some(entity) = match &one.entity_id {
        Some(id) => q!(desk.tx, names::by_id(id))?,
        None => None,
    } {
        href = format!("/desk/record/{}", entity.id);
        about = entity.name;
    }
    Ok(Line {
        at: Some(desk.moment(one.at)),
        by: match &one.answered_by {
            Some(account) => desk.account_name(account).await?,
            None => String::new(),
        },
        answered: one.answered_at.map(|at| desk.moment(at)),
        has_address: one.email_cipher.is_some(),
        id: one.id,
        body: one.body,
        about,
        href,
        outcome: one.outcome,
        answer: one.answer,
    })
}

/// Answers one.
pub(crate) async fn answer(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let run = async {
        let answer = Answer {
            id: id.clone(),
            outcome: query::field(&typed, "outcome").to_owned(),
            text: query::field(&typed, "text").to_owned(),
        };
        let mut tx = app.newsroom.store.write().await?;
        answer_correction::run(&mut tx, &app.newsroom.house, &signed.who(), &answer).await?;
        tx.commit().await?;
        Ok(())
    };
    let answer = match run.await {
        Ok(()) => Ok(leads_to("/desk/record/requests?done=answered")),
        Err(error) => match said(&app, &error).await {
            Some((status, wrong)) => {
                let again = Again { id, typed, wrong };
                page(&app, &signed, None, Some(again), status).await
            }
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}
