//! What the rooms of the paper do alike: show, keep an edit, look at it before, and answer who was slower.
//! A room says what its form means (`edit`) and how it looks (`page`); the rest is here, once.

use super::words::Words;
use super::{Clash, Shown, addresses, enter, href, look, navigation, paper, replies, robots, sections};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::problem;
use crate::desk::query::{self, Typed};
use crate::desk::visit::{Desk, leads_to, said};
use axum::extract::{Path, RawForm, RawQuery, State};
use axum::response::Response;
use courant_model::account::{Act, On};
use courant_newsroom::commands::keep_settings::{self, Edit};
use courant_newsroom::{Error, settings};
use courant_store::q;
use std::sync::Arc;

/// The first room.
pub(crate) async fn front(state: State<Arc<App>>, signed: Signed, raw: RawQuery) -> Response {
    show(state, signed, Path("paper".to_owned()), raw).await
}

/// Shows a room.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(room): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let shown = Shown {
        query: query::pairs(raw.as_deref()),
        ..Shown::default()
    };
    let answer = page(&app, &signed, &room, shown).await;
    problem::or(&app, Some(&signed.member), answer).await
}

/// Keeps what a form of a room wants, or looks at it.
pub(crate) async fn keep(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(room): Path<String>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let answer = match attempt(&app, &signed, &room, &typed).await {
        Ok(answer) => Ok(answer),
        Err(error) => again(&app, &signed, &room, typed, error).await,
    };
    problem::or(&app, Some(&signed.member), answer).await
}

async fn attempt(app: &App, signed: &Signed, room: &str, typed: &Typed) -> Result<Response, Error> {
    let who = signed.who();
    who.check(Act::Settings, On::NOTHING)?;
    let back = href(room).ok_or_else(no_room)?;
    if query::field(typed, "act") == "preview" {
        let mut tx = app.newsroom.store.read().await?;
        let edit = edit(&mut tx, room, typed).await?;
        keep_settings::preview(&mut tx, &edit).await?;
        drop(tx);
        let shown = Shown {
            typed: Some(typed.clone()),
            ..Shown::default()
        };
        return page(app, signed, room, shown).await;
    }
    let mut tx = app.newsroom.store.write().await?;
    let edit = edit(&mut tx, room, typed).await?;
    let before = settings::standing(&mut tx).await?.number;
    let seen = query::field(typed, "seen").parse().unwrap_or(before);
    let number = keep_settings::run(&mut tx, &app.newsroom.house, &who, seen, &edit).await?;
    let seq = tx.commit().await?;
    app.cache.reached(seq as u64).await;
    let moved = moved(typed);
    Ok(leads_to(&if number == before {
        format!("{back}?done=same")
    } else {
        format!("{back}?done=kept&undo={number}{moved}")
    }))
}

/// Names the entry that was moved, and which way, for the page that follows.
fn moved(typed: &Typed) -> String {
    let act = query::field(typed, "act");
    let (list, way) = act.rsplit_once('-').unwrap_or(("", act));
    if !matches!(way, "up" | "down") {
        return String::new();
    }
    let at = match list {
        "" => query::field(typed, "id").to_owned(),
        list => {
            let n: i64 = query::field(typed, "n").parse().unwrap_or_default();
            format!("{list}{}", if way == "up" { n - 1 } else { n + 1 })
        }
    };
    if at.chars().all(|c| c.is_ascii_alphanumeric()) {
        format!("&at={at}&way={way}")
    } else {
        String::new()
    }
}

/// The room once more, with everything that was typed.
async fn again(app: &App, signed: &Signed, room: &str, typed: Typed, error: Error) -> Result<Response, Error> {
    let Some((status, wrong)) = said(app, &error).await else {
        return Err(error);
    };
    let clash = match error {
        Error::Conflict(_) => clash(app, signed, room, &typed).await?,
        _ => None,
    };
    let shown = Shown {
        typed: Some(typed),
        // Both sides stand below; the conflict says itself what happened.
        wrong: Some(wrong).filter(|_| clash.is_none()),
        clash,
        status,
        ..Shown::default()
    };
    page(app, signed, room, shown).await
}

async fn clash(app: &App, signed: &Signed, room: &str, typed: &Typed) -> Result<Option<Clash>, Error> {
    let mut desk = enter(app, signed).await?;
    let edit = edit(&mut desk.tx, room, typed).await?;
    let changes = keep_settings::beside(&mut desk.tx, &edit).await?;
    let Some(latest) = q!(desk.tx, paper::latest())? else {
        return Ok(None);
    };
    let words = Words::of(&desk, &[]);
    Ok(Some(Clash {
        by: desk.actor_name(&latest.actor).await?,
        at: desk.moment(latest.at),
        lines: changes.iter().map(|change| words.line(&desk, change)).collect(),
    }))
}

/// What the form of a room means for the settings as they stand.
async fn edit(tx: &mut courant_store::Tx, room: &str, typed: &Typed) -> Result<Edit, Error> {
    let now = settings::standing(tx).await?.settings;
    match room {
        "paper" => Ok(paper::edit(typed)),
        "sections" => sections::edit(typed, &now),
        "navigation" => navigation::edit(typed, &now),
        "addresses" => Ok(addresses::edit(typed)),
        "replies" => replies::edit(typed),
        "look" => Ok(look::edit(typed)),
        "robots" => Ok(robots::edit(typed)),
        _ => Err(no_room()),
    }
}

async fn page(app: &App, signed: &Signed, room: &str, shown: Shown) -> Result<Response, Error> {
    let desk: Desk<'_> = enter(app, signed).await?;
    match room {
        "paper" => paper::page(desk, shown).await,
        "sections" => sections::page(desk, shown).await,
        "navigation" => navigation::page(desk, shown).await,
        "addresses" => addresses::page(desk, shown).await,
        "replies" => replies::page(desk, shown).await,
        "look" => look::page(desk, shown).await,
        "robots" => robots::page(desk, shown).await,
        _ => Err(no_room()),
    }
}

fn no_room() -> Error {
    Error::NotFound("such room".to_owned())
}
