//! The flash form: a headline and one sentence, out in a minute, from a phone.
//! Works without script; what a rule refuses comes back with everything typed.

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
use courant_model::account::{Act, On};
use courant_newsroom::commands::flash_story::{self, Flash};
use courant_newsroom::{Error, Refusal};
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// The form.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FlashForm {
    frame: Frame,
    sections: Vec<Choice>,
    headline: String,
    sentence: String,
    strip: bool,
}

impl Page for FlashForm {
    const TEMPLATE: &'static str = "flash.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            frame: Frame::sample("Flash"),
            sections: vec![Choice {
                value: "local".into(),
                label: "Local".into(),
                chosen: false,
            }],
            headline: "\"<b>".into(),
            sentence: String::new(),
            strip: true,
        }]
    }
}

/// Shows the form.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed) -> Response {
    let page = page(&app, &signed, &Typed::new(), None, StatusCode::OK).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Publishes it and leads to its page at the desk.
pub(crate) async fn send(State(app): State<Arc<App>>, signed: Signed, RawForm(body): RawForm) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let answer = match run(&app, &signed, &typed).await {
        Ok(id) => Ok(leads_to(&format!("/desk/stories/{id}?done=flash"))),
        Err(Error::Refusal(refusal)) if refusal.key != "not-allowed" => {
            page(&app, &signed, &typed, Some(&refusal), StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error),
    };
    problem::or(&app, Some(&signed.member), answer).await
}

async fn run(app: &App, signed: &Signed, typed: &Typed) -> Result<String, Error> {
    let flash = Flash {
        headline: query::field(typed, "headline").to_owned(),
        sentence: query::field(typed, "sentence").to_owned(),
        section_id: query::field(typed, "section").to_owned(),
        strip: !query::field(typed, "strip").is_empty(),
    };
    let mut tx = app.newsroom.store.write().await?;
    let live = flash_story::run(&mut tx, &app.newsroom.house, &signed.who(), &flash).await?;
    let seq = tx.commit().await?;
    app.cache.reached(seq as u64).await;
    Ok(live.story_id)
}

async fn page(
    app: &App,
    signed: &Signed,
    typed: &Typed,
    wrong: Option<&Refusal>,
    status: StatusCode,
) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    if !desk.may_anywhere(Act::Flash) {
        signed.who().check(Act::Flash, On::NOTHING)?;
    }
    let mut sections = section_choices(&desk, None, query::field(typed, "section"));
    sections.retain(|section| {
        let on = On {
            own: false,
            section: Some(&section.value),
        };
        signed.member.may(Act::Flash, on)
    });
    let title = desk.word("nav-flash");
    let mut frame = desk.frame(&title, "flash").await?;
    frame.wrong = wrong.map(|refusal| desk.refusal(refusal));
    let page = FlashForm {
        frame,
        sections,
        headline: typed.get("headline").cloned().unwrap_or_default(),
        sentence: typed.get("sentence").cloned().unwrap_or_default(),
        strip: typed.contains_key("strip"),
    };
    desk.print(status, &page)
}
