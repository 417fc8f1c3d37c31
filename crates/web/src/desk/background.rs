//! The form of a shared background: its paragraphs, its owner, and the day on which they look at it again.
//! The list of `templates.rs` leads here, and what waits leads its owner here.

use super::frame::Frame;
use super::print::Page;
use super::problem;
use super::query::{self, Typed};
use super::stories::Choice;
use super::visit::{Desk, leads_to};
use crate::app::App;
use crate::auth::Signed;
use axum::extract::{Path, RawForm, State};
use axum::response::Response;
use courant_model::account::{Act, On};
use courant_model::schedule::Local;
use courant_model::template::Background;
use courant_model::time::Micros;
use courant_newsroom::commands::keep_background::{self, Keep};
use courant_newsroom::commands::revise_paper;
use courant_newsroom::{Error, Refusal};
use courant_store::{StoreError, q};
use courant_text::Document;
use courant_text::markdown::form;
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// The time of day at which a review falls due.
const MORNING: &str = "09:00";

/// The form.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct BackgroundForm {
    frame: Frame,
    /// Empty for a new one.
    id: String,
    /// When it was last changed, for finding out whether somebody was faster.
    seen: String,
    name: String,
    body: String,
    /// As a field takes it: `2026-11-25`.
    review: String,
    owners: Vec<Choice>,
    /// Name and owner may be changed, and the whole removed.
    may_keep: bool,
}

impl Page for BackgroundForm {
    const TEMPLATE: &'static str = "background.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let form = |id: &str, may_keep| Self {
            frame: Frame::sample("Background"),
            id: id.into(),
            seen: "5".into(),
            name: "The \"ferry\"".into(),
            body: "It sails </textarea> at ten.".into(),
            review: "2026-11-25".into(),
            owners: vec![Choice {
                value: "01A".into(),
                label: "Ana <b>".into(),
                chosen: true,
            }],
            may_keep,
        };
        vec![form("01A", true), form("01A", false), form("", true)]
    }
}

/// Shows the form of a new one.
pub(crate) async fn fresh(State(app): State<Arc<App>>, signed: Signed) -> Response {
    let page = page(&app, &signed, None, &Typed::new(), None, StatusCode::OK).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Shows the form of one.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>) -> Response {
    let page = page(&app, &signed, Some(&id), &Typed::new(), None, StatusCode::OK).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Keeps one, a new one where the address names none.
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
        let zone = revise_paper::current(&mut tx).await?.zone;
        let before = match &id {
            Some(id) => Some(q!(tx, templates::background_by_id(id))?.ok_or_else(missing)?),
            None => None,
        };
        let base = before.as_ref().map(document).transpose()?.unwrap_or_default();
        // An owner's form has no fields for what is an editor's.
        let or_before = |name: &str, before: Option<String>| {
            if typed.contains_key(name) {
                query::some(&typed, name)
            } else {
                before
            }
        };
        let keep = Keep {
            id: id.clone(),
            seen: query::field(&typed, "seen").parse().ok().filter(|_| id.is_some()),
            name: or_before("name", before.as_ref().map(|before| before.name.clone())).unwrap_or_default(),
            document: form::read_over(query::field(&typed, "body"), &base),
            owner: or_before("owner", before.as_ref().and_then(|before| before.owner.clone())),
            review_at: day(query::field(&typed, "review"), &zone)?,
        };
        keep_background::run(&mut tx, &app.newsroom.house, &signed.who(), &keep).await?;
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

/// Removes one.
pub(crate) async fn remove(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>) -> Response {
    let answer = async {
        let mut tx = app.newsroom.store.write().await?;
        keep_background::remove(&mut tx, &app.newsroom.house, &signed.who(), &id).await?;
        tx.commit().await?;
        Ok(leads_to("/desk/templates?done=taken-away"))
    }
    .await;
    problem::or(&app, Some(&signed.member), answer).await
}

fn missing() -> Error {
    Error::NotFound("such background".to_owned())
}

fn document(background: &Background) -> Result<Document, StoreError> {
    courant_text::json::read(&background.document)
        .map_err(|refused| StoreError::Unreadable(format!("background {}: {refused}", background.name)))
}

/// The morning of a day in the paper's zone.
fn day(typed: &str, zone: &str) -> Result<Option<Micros>, Refusal> {
    if typed.is_empty() {
        return Ok(None);
    }
    let unreadable = |_| Refusal::new("day-unreadable", format!("{typed:?} is no day such as 2026-11-25"));
    let local = Local::parse(&format!("{typed}T{MORNING}"), zone).map_err(unreadable)?;
    local.resolve().map(Some).map_err(unreadable)
}

async fn page(
    app: &App,
    signed: &Signed,
    id: Option<&str>,
    typed: &Typed,
    wrong: Option<String>,
    status: StatusCode,
) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    let kept = match id {
        Some(id) => Some(q!(desk.tx, templates::background_by_id(id))?.ok_or_else(missing)?),
        None => None,
    };
    let may_keep = desk.may(Act::Templates);
    let owns = kept
        .as_ref()
        .is_some_and(|kept| kept.owner.as_ref() == Some(&signed.member.account));
    if !owns {
        signed.who().check(Act::Templates, On::NOTHING)?;
    }
    let over = |kept: String, name: &str| typed.get(name).cloned().unwrap_or(kept);
    let (mut name, mut body, mut review, mut seen, mut owner) = Default::default();
    if let Some(kept) = kept {
        body = form::write(&document(&kept)?);
        review = kept
            .review_at
            .map(|at| desk.zoned(at).date().to_string())
            .unwrap_or_default();
        seen = kept.changed_at.to_string();
        owner = kept.owner.unwrap_or_default();
        name = kept.name;
    }
    let owner = over(owner, "owner");
    let mut owners = vec![Choice {
        value: String::new(),
        label: desk.word("background-nobody"),
        chosen: owner.is_empty(),
    }];
    owners.extend(desk.account_choices(Some(&owner)).await?);
    let title = if id.is_some() {
        name.clone()
    } else {
        desk.word("background-new")
    };
    let mut frame = desk.frame(&title, "templates").await?;
    frame.wrong = wrong;
    let page = BackgroundForm {
        frame,
        id: id.unwrap_or_default().to_owned(),
        seen: over(seen, "seen"),
        name: over(name, "name"),
        body: over(body, "body"),
        review: over(review, "review"),
        owners,
        may_keep,
    };
    desk.print(status, &page)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::day;

    #[test]
    fn a_review_falls_due_on_the_morning_of_its_day() {
        assert_eq!(day("2026-11-25", "Europe/Lisbon").unwrap(), Some(1_795_597_200_000_000));
        assert_eq!(day("", "Europe/Lisbon").unwrap(), None);
        assert_eq!(day("soon", "Europe/Lisbon").unwrap_err().key, "day-unreadable");
    }
}
