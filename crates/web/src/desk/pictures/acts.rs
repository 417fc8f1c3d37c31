//! The acts on a picture's sheet: words and focal point, rights, down and up again, another file and back. Each is one
//! command; what is refused prints the sheet once more with what was typed.

use super::{sheet, taken, unreadable};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::problem;
use crate::desk::query::{self, Typed, field};
use crate::desk::visit::{leads_to, said};
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, RawForm, State};
use axum::response::Response;
use courant_model::picture::Words;
use courant_newsroom::commands::{describe_picture, picture_rights, replace_picture};
use courant_newsroom::{Error, Refusal, uploads};
use courant_store::q;
use std::sync::Arc;

/// What takes one transaction.
enum Verb<'t> {
    Keep(&'t Typed),
    Rights(&'t Typed),
    Down,
    Up,
    Undo,
}

/// Keeps words and focal point.
pub(crate) async fn keep(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let done = run(&app, &signed, &id, Verb::Keep(&typed)).await;
    settle(&app, &signed, &id, done, Some(&typed)).await
}

/// Sets the rights.
pub(crate) async fn rights(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let done = run(&app, &signed, &id, Verb::Rights(&typed)).await;
    settle(&app, &signed, &id, done, None).await
}

/// Takes it down.
pub(crate) async fn down(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>) -> Response {
    let done = run(&app, &signed, &id, Verb::Down).await;
    settle(&app, &signed, &id, done, None).await
}

/// Brings it back.
pub(crate) async fn up(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>) -> Response {
    let done = run(&app, &signed, &id, Verb::Up).await;
    settle(&app, &signed, &id, done, None).await
}

/// Brings back what it was before.
pub(crate) async fn undo(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>) -> Response {
    let done = run(&app, &signed, &id, Verb::Undo).await;
    settle(&app, &signed, &id, done, None).await
}

/// Puts another file in its place.
pub(crate) async fn replace(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let done = async {
        let who = signed.who();
        {
            let mut tx = app.newsroom.store.read().await?;
            let picture = q!(tx, pictures::by_id(&id))?.ok_or_else(|| Error::NotFound("such picture".to_owned()))?;
            if !describe_picture::may(&mut tx, &who, &picture).await? {
                return Err(Refusal::new("not-allowed", "your roles do not allow this").into());
            }
        }
        let upload = taken::first(&app, &signed, form.map_err(|_| unreadable())?).await?;
        match uploads::finish_into(&app.newsroom, &who, &upload.id, &id).await {
            Ok(_) => Ok("replaced"),
            Err(error) => {
                // One that was refused is forgotten already.
                let _ = uploads::forget(&app.newsroom, &who, &upload.id).await;
                Err(error)
            }
        }
    }
    .await;
    settle(&app, &signed, &id, done, None).await
}

/// Does it, and says which word tells so.
async fn run(app: &App, signed: &Signed, id: &str, verb: Verb<'_>) -> Result<&'static str, Error> {
    let (who, house) = (signed.who(), &app.newsroom.house);
    let mut tx = app.newsroom.store.write().await?;
    let done = match verb {
        Verb::Keep(typed) => {
            describe_picture::run(&mut tx, house, &who, id, words(typed)).await?;
            if typed.contains_key("focus-x") {
                let (x, y) = (mille(typed, "focus-x")?, mille(typed, "focus-y")?);
                describe_picture::focus(&mut tx, house, &who, id, x, y).await?;
            }
            "kept"
        }
        Verb::Rights(typed) => {
            let (day, time) = (field(typed, "until"), field(typed, "time"));
            picture_rights::set(&mut tx, house, &who, id, day, time).await?;
            "rights"
        }
        Verb::Down => {
            picture_rights::take_down(&mut tx, house, &who, id).await?;
            "picture-down"
        }
        Verb::Up => {
            picture_rights::put_up(&mut tx, house, &who, id).await?;
            "picture-up"
        }
        Verb::Undo => {
            replace_picture::undo(&mut tx, house, &who, id).await?;
            "undone"
        }
    };
    tx.commit().await?;
    Ok(done)
}

/// Leads back to the sheet, or prints it with what was refused and what was typed.
async fn settle(
    app: &App,
    signed: &Signed,
    id: &str,
    done: Result<&'static str, Error>,
    typed: Option<&Typed>,
) -> Response {
    let answer = match done {
        Ok(done) => {
            // Whoever comes to the site from here sees what was done.
            match position(app).await {
                Ok(seq) => app.cache.reached(seq as u64).await,
                Err(error) => return problem::or(app, Some(&signed.member), Err(error)).await,
            }
            Ok(leads_to(&format!("/desk/pictures/{id}?done={done}")))
        }
        Err(error) => match said(app, &error).await {
            Some((status, wrong)) => sheet::page(app, signed, id, None, Some((wrong, typed)), status).await,
            None => Err(error),
        },
    };
    problem::or(app, Some(&signed.member), answer).await
}

/// Where the ledger ends.
async fn position(app: &App) -> Result<i64, Error> {
    let mut tx = app.newsroom.store.read().await?;
    Ok(q!(tx, ledger::last())?)
}

/// The words of a form.
pub(super) fn words(typed: &Typed) -> Words {
    let text = |name| field(typed, name).to_owned();
    Words {
        alt: text("alt"),
        caption: text("caption"),
        credit: text("credit"),
        copyright: text("copyright"),
        holder: text("holder"),
        notes: text("notes"),
        taken: query::some(typed, "taken"),
    }
}

/// A field of per cent as per mille.
pub(super) fn mille(typed: &Typed, name: &str) -> Result<i64, Refusal> {
    let unreadable = || {
        Refusal::new(
            "picture-focus",
            "the focal point lies outside the picture; give 0 to 100",
        )
    };
    let share: f64 = field(typed, name).replace(',', ".").parse().map_err(|_| unreadable())?;
    if !(0.0..=100.0).contains(&share) {
        return Err(unreadable());
    }
    Ok((share * 10.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_focal_point_is_given_in_per_cent() {
        let typed = query::pairs(Some("focus-x=33.3&focus-y=70,5&bad=101&none="));
        assert_eq!(mille(&typed, "focus-x").ok(), Some(333));
        assert_eq!(mille(&typed, "focus-y").ok(), Some(705));
        assert!(mille(&typed, "bad").is_err() && mille(&typed, "none").is_err());
    }
}
