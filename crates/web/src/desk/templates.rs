//! The templates with which stories begin, and the shared background beside them: their list, and the form of a template.
//! Editors keep them; `begin.rs` offers the templates, the editor's picker the background.

use super::frame::Frame;
use super::print::Page;
use super::problem;
use super::query::{self, Typed};
use super::stories::Choice;
use super::visit::{Desk, leads_to};
use crate::app::App;
use crate::auth::Signed;
use crate::site::view::Moment;
use axum::extract::{Path, RawForm, RawQuery, State};
use axum::response::Response;
use courant_model::account::{Act, On};
use courant_model::story::Kind;
use courant_model::template::Template;
use courant_newsroom::Error;
use courant_newsroom::commands::keep_template::{self, Keep};
use courant_store::{StoreError, q};
use courant_text::Document;
use courant_text::markdown::form;
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// The list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Templates {
    frame: Frame,
    of_stories: Vec<Kept>,
    backgrounds: Vec<Kept>,
    may_keep: bool,
}

/// A line of the list.
#[derive(Debug, Clone, Serialize)]
struct Kept {
    id: String,
    name: String,
    /// Kind of a template, owner of a background.
    note: String,
    /// When a background is to be looked at again.
    review: Option<Moment>,
    late: bool,
}

/// The form of a template.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct TemplateForm {
    frame: Frame,
    /// Empty for a new one.
    id: String,
    /// When it was last changed, for finding out whether somebody was faster.
    seen: String,
    kinds: Vec<Choice>,
    typed: Fields,
}

/// What stands in the form.
#[derive(Debug, Clone, Default, Serialize)]
struct Fields {
    name: String,
    headline: String,
    standfirst: String,
    body: String,
    brief: String,
    words: String,
}

impl Page for Templates {
    const TEMPLATE: &'static str = "templates.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let kept = |review| Kept {
            id: "01A".into(),
            name: "Ferry <b>".into(),
            note: "Ana Reis".into(),
            review,
            late: true,
        };
        let at = moment("2026-03-14T14:05:00+00:00", "14 March 2026", "14 March 2026, 14:05 WET");
        vec![
            Self {
                frame: Frame::sample("Templates"),
                of_stories: vec![kept(None)],
                backgrounds: vec![kept(Some(at)), kept(None)],
                may_keep: true,
            },
            Self {
                frame: Frame::sample("Templates"),
                of_stories: Vec::new(),
                backgrounds: Vec::new(),
                may_keep: false,
            },
        ]
    }
}

impl Page for TemplateForm {
    const TEMPLATE: &'static str = "template.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let form = |id: &str| Self {
            frame: Frame::sample("Template"),
            id: id.into(),
            seen: "5".into(),
            kinds: vec![Choice {
                value: "news".into(),
                label: "News".into(),
                chosen: true,
            }],
            typed: Fields {
                name: "\"<i>".into(),
                body: "## What </textarea>".into(),
                ..Fields::default()
            },
        };
        vec![form("01A"), form("")]
    }
}

/// Shows the list.
pub(crate) async fn list(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = async {
        signed.who().check(Act::Begin, On::NOTHING)?;
        let mut desk = Desk::enter(&app, &signed.member).await?;
        let now = app.newsroom.house.now();
        let mut of_stories = Vec::new();
        for template in q!(desk.tx, templates::all())? {
            of_stories.push(Kept {
                note: desk.word(&format!("kind-{}", template.kind)),
                id: template.id,
                name: template.name,
                review: None,
                late: false,
            });
        }
        let mut backgrounds = Vec::new();
        for background in q!(desk.tx, templates::background())? {
            backgrounds.push(Kept {
                note: match &background.owner {
                    Some(owner) => desk.account_name(owner).await?,
                    None => String::new(),
                },
                review: background.review_at.map(|at| desk.moment(at)),
                late: background.review_at.is_some_and(|at| at < now),
                id: background.id,
                name: background.name,
            });
        }
        let title = desk.word("templates-title");
        let mut frame = desk.frame(&title, "templates").await?;
        frame.done = desk.done(query.get("done").map(String::as_str));
        let page = Templates {
            frame,
            of_stories,
            backgrounds,
            may_keep: desk.may(Act::Templates),
        };
        desk.print(StatusCode::OK, &page)
    }
    .await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Shows the form of a new template.
pub(crate) async fn fresh(State(app): State<Arc<App>>, signed: Signed) -> Response {
    let page = page(&app, &signed, None, &Typed::new(), None, StatusCode::OK).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Shows the form of a template.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>) -> Response {
    let page = page(&app, &signed, Some(&id), &Typed::new(), None, StatusCode::OK).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Keeps a template, a new one where the address names none.
pub(crate) async fn keep(
    State(app): State<Arc<App>>,
    signed: Signed,
    id: Option<Path<String>>,
    RawForm(body): RawForm,
) -> Response {
    let id = id.map(|Path(id)| id);
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let kept = async {
        let mut tx = app.newsroom.store.write().await?;
        let before = match &id {
            Some(id) => document(&q!(tx, templates::by_id(id))?.ok_or_else(missing)?)?,
            None => Document::default(),
        };
        let keep = Keep {
            id: id.clone(),
            seen: query::field(&typed, "seen").parse().ok().filter(|_| id.is_some()),
            name: query::field(&typed, "name").to_owned(),
            kind: Kind::parse(query::field(&typed, "kind")).unwrap_or_default(),
            headline: query::field(&typed, "headline").to_owned(),
            standfirst: query::field(&typed, "standfirst").to_owned(),
            document: form::read_over(query::field(&typed, "body"), &before),
            brief: query::field(&typed, "brief").to_owned(),
            planned_words: query::number(&typed, "words")?,
        };
        keep_template::run(&mut tx, &app.newsroom.house, &signed.who(), &keep).await?;
        tx.commit().await?;
        Ok(())
    }
    .await;
    let answer = match kept {
        Ok(()) => Ok(leads_to("/desk/templates?done=kept")),
        Err(error) => match super::visit::said(&app, &error).await {
            Some((status, wrong)) => page(&app, &signed, id.as_deref(), &typed, Some(wrong), status).await,
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}

/// Removes a template.
pub(crate) async fn remove(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>) -> Response {
    let answer = async {
        let mut tx = app.newsroom.store.write().await?;
        keep_template::remove(&mut tx, &app.newsroom.house, &signed.who(), &id).await?;
        tx.commit().await?;
        Ok(leads_to("/desk/templates?done=taken-away"))
    }
    .await;
    problem::or(&app, Some(&signed.member), answer).await
}

fn missing() -> Error {
    Error::NotFound("such template".to_owned())
}

fn document(template: &Template) -> Result<Document, StoreError> {
    courant_text::json::read(&template.document)
        .map_err(|refused| StoreError::Unreadable(format!("template {}: {refused}", template.name)))
}

async fn page(
    app: &App,
    signed: &Signed,
    id: Option<&str>,
    typed: &Typed,
    wrong: Option<String>,
    status: StatusCode,
) -> Result<Response, Error> {
    signed.who().check(Act::Templates, On::NOTHING)?;
    let mut desk = Desk::enter(app, &signed.member).await?;
    let kept = match id {
        Some(id) => Some(q!(desk.tx, templates::by_id(id))?.ok_or_else(missing)?),
        None => None,
    };
    let mut fields = Fields::default();
    let mut kind = Kind::News.as_str().to_owned();
    let mut seen = String::new();
    if let Some(template) = kept {
        fields = Fields {
            body: form::write(&document(&template)?),
            name: template.name,
            headline: template.headline,
            standfirst: template.standfirst,
            brief: template.brief,
            words: match template.planned_words {
                0 => String::new(),
                words => words.to_string(),
            },
        };
        kind = template.kind;
        seen = template.changed_at.to_string();
    }
    // What was typed stands over what is kept.
    let over = |field: &mut String, name: &str| {
        if let Some(value) = typed.get(name) {
            field.clone_from(value);
        }
    };
    over(&mut fields.name, "name");
    over(&mut fields.headline, "headline");
    over(&mut fields.standfirst, "standfirst");
    over(&mut fields.body, "body");
    over(&mut fields.brief, "brief");
    over(&mut fields.words, "words");
    over(&mut kind, "kind");
    over(&mut seen, "seen");
    let kinds = Kind::ALL
        .into_iter()
        .map(|one| Choice {
            value: one.as_str().to_owned(),
            label: desk.word(&format!("kind-{}", one.as_str())),
            chosen: one.as_str() == kind,
        })
        .collect();
    let title = if fields.name.is_empty() {
        desk.word("template-new")
    } else {
        fields.name.clone()
    };
    let mut frame = desk.frame(&title, "templates").await?;
    frame.wrong = wrong;
    let page = TemplateForm {
        frame,
        id: id.unwrap_or_default().to_owned(),
        seen,
        kinds,
        typed: fields,
    };
    desk.print(status, &page)
}
