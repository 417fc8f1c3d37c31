//! Begins a story: from nothing or from a template, for oneself or for somebody else, as an idea or as a draft.
//! The list links it under `n`; what a rule refuses comes back with everything typed.

use super::frame::Frame;
use super::print::Page;
use super::problem;
use super::query::{self, Typed};
use super::stories::{Choice, section_choices};
use super::visit::{Desk, leads_to};
use crate::app::App;
use crate::auth::Signed;
use axum::extract::{RawForm, State};
use axum::response::Response;
use courant_model::account::Act;
use courant_newsroom::commands::begin_story::{self, Begin};
use courant_newsroom::commands::file_story::Copy;
use courant_newsroom::permissions::Who;
use courant_newsroom::{Error, Refusal};
use courant_store::q;
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// The form.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct New {
    frame: Frame,
    templates: Vec<Choice>,
    sections: Vec<Choice>,
    /// Who may be given the story; empty when one may give it to nobody else.
    accounts: Vec<Choice>,
    typed: Fields,
    zone: String,
}

/// What was typed.
#[derive(Debug, Clone, Default, Serialize)]
struct Fields {
    slug: String,
    due: String,
    words: String,
    brief: String,
    idea: bool,
}

impl Page for New {
    const TEMPLATE: &'static str = "new.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let choice = |value: &str, chosen| Choice {
            value: value.into(),
            label: value.into(),
            chosen,
        };
        vec![
            Self {
                frame: Frame::sample("New story"),
                templates: vec![choice("brief", true)],
                sections: vec![choice("local", true), choice("economy", false)],
                accounts: vec![choice("ana", false)],
                typed: Fields {
                    slug: "\"<i>".into(),
                    idea: true,
                    ..Fields::default()
                },
                zone: "Europe/Lisbon".into(),
            },
            Self {
                frame: Frame::sample("New story"),
                templates: Vec::new(),
                sections: Vec::new(),
                accounts: Vec::new(),
                typed: Fields::default(),
                zone: "UTC".into(),
            },
        ]
    }
}

/// Shows the form.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed) -> Response {
    let page = page(&app, &signed, &Typed::new(), None, StatusCode::OK).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Begins the story and leads to it.
pub(crate) async fn begin(State(app): State<Arc<App>>, signed: Signed, RawForm(body): RawForm) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let answer = match run(&app, &signed, &typed).await {
        Ok(id) => Ok(leads_to(&format!("/desk/stories/{id}"))),
        Err(Error::Refusal(refusal)) if refusal.key != "not-allowed" => {
            page(&app, &signed, &typed, Some(&refusal), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error),
    };
    problem::or(&app, Some(&signed.member), answer).await
}

async fn run(app: &App, signed: &Signed, typed: &Typed) -> Result<String, Error> {
    let house = &app.newsroom.house;
    let who = signed.who();
    let mut tx = app.newsroom.store.write().await?;
    let paper = courant_newsroom::commands::revise_paper::current(&mut tx).await?;
    let mut wanted = Begin {
        idea: typed.contains_key("idea"),
        working_slug: query::field(typed, "slug").to_owned(),
        template: query::some(typed, "template"),
        assignee: query::some(typed, "assignee").or_else(|| who.account().map(str::to_owned)),
        due_at: query::moment(typed, "due", &paper.zone)?,
        planned_words: query::number(typed, "words")?,
        brief: query::field(typed, "brief").to_owned(),
        copy: Copy::default(),
        ..Begin::default()
    };
    wanted.copy.section_id = query::some(typed, "section");
    if let Who::Member(member) = &who
        && wanted.assignee.as_deref() == who.account()
        && let Some(author) = &member.author
    {
        wanted.copy.byline.push(courant_model::story::Byline {
            author: Some(author.clone()),
            guest: String::new(),
            role: String::new(),
        });
    }
    let story = begin_story::run(&mut tx, house, &who, wanted).await?;
    tx.commit().await?;
    Ok(story.id)
}

async fn page(
    app: &App,
    signed: &Signed,
    typed: &Typed,
    wrong: Option<&Refusal>,
    status: StatusCode,
) -> Result<Response, Error> {
    signed.who().check(Act::Begin, courant_model::account::On::NOTHING)?;
    let mut desk = Desk::enter(app, &signed.member).await?;
    let chosen = query::field(typed, "template");
    let templates = q!(desk.tx, templates::all())?
        .into_iter()
        .map(|template| Choice {
            chosen: template.id == chosen,
            value: template.id,
            label: template.name,
        })
        .collect();
    let none = desk.word("new-no-section");
    let sections = section_choices(&desk, Some(&none), query::field(typed, "section"));
    let accounts = if desk.may_anywhere(Act::Assign) {
        desk.account_choices(
            query::some(typed, "assignee")
                .as_deref()
                .or(Some(&signed.member.account)),
        )
        .await?
    } else {
        Vec::new()
    };
    let title = desk.word("new-title");
    let mut frame = desk.frame(&title, "new").await?;
    frame.wrong = wrong.map(|refusal| desk.refusal(refusal));
    let get = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let page = New {
        frame,
        templates,
        sections,
        accounts,
        typed: Fields {
            slug: get("slug"),
            due: get("due"),
            words: get("words"),
            brief: get("brief"),
            idea: typed.contains_key("idea"),
        },
        zone: desk.paper.zone.clone(),
    };
    desk.print(status, &page)
}
