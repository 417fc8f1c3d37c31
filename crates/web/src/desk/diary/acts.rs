//! What the forms of the diary do: keep an event, call it off or hold it, remove it, bring it back, restore what it was,
//! untie a story. Each is one command; a no comes back as the sheet with everything typed.

use super::sheet::{self, Refused};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::day::day_of;
use crate::desk::problem;
use crate::desk::query::{self, Typed, field};
use crate::desk::visit::{leads_to, said};
use axum::extract::{Path, RawForm, State};
use axum::response::Response;
use courant_model::account::{Act, On};
use courant_model::diary::repeat::Every;
use courant_newsroom::commands::keep_event::{self, Keep};
use courant_newsroom::{Error, Refusal};
use std::sync::Arc;

/// Keeps an event, a new one where the address names none.
pub(crate) async fn keep(
    State(app): State<Arc<App>>,
    signed: Signed,
    id: Option<Path<String>>,
    RawForm(body): RawForm,
) -> Response {
    let id = id.map(|Path(id)| id);
    let typed = typed(&body);
    let kept = async {
        let keep = asked(&signed, id.as_deref(), &typed)?;
        let mut tx = app.newsroom.store.write().await?;
        let event = keep_event::run(&mut tx, &app.newsroom.house, &signed.who(), &keep).await?;
        tx.commit().await?;
        Ok(event.id)
    };
    let answer = match kept.await {
        Ok(id) => Ok(leads_to(&format!("/desk/diary/{id}?done=kept"))),
        Err(error) => match said(&app, &error).await {
            Some((status, wrong)) => {
                let query = typed.clone();
                let refused = Refused { status, wrong, typed };
                sheet::page(&app, &signed, id.as_deref(), &query, Some(refused)).await
            }
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}

/// An act on an event.
pub(crate) async fn act(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path((id, act)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Response {
    let typed = typed(&body);
    let done = run(&app, &signed, &id, &act, &typed).await;
    let answer = match done {
        Ok(to) => Ok(leads_to(&to)),
        Err(error) => match said(&app, &error).await {
            Some((status, wrong)) => {
                let refused = Refused {
                    status,
                    wrong,
                    typed: Typed::new(),
                };
                sheet::page(&app, &signed, Some(&id), &Typed::new(), Some(refused)).await
            }
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}

async fn run(app: &App, signed: &Signed, id: &str, act: &str, typed: &Typed) -> Result<String, Error> {
    let (house, who) = (&app.newsroom.house, signed.who());
    who.check(Act::Diary, On::NOTHING)?;
    let mut tx = app.newsroom.store.write().await?;
    let here = |done: &str| format!("/desk/diary/{id}?done={done}");
    let day = day_of(field(typed, "day"));
    let to = match act {
        "remove" => {
            keep_event::remove(&mut tx, house, &who, id).await?;
            "/desk/diary?done=diary-removed#removed".to_owned()
        }
        "bring-back" => {
            keep_event::bring_back(&mut tx, house, &who, id).await?;
            here("diary-back")
        }
        "call-off" => {
            keep_event::call_off(&mut tx, house, &who, id, day, true).await?;
            here("diary-called-off")
        }
        "hold" => {
            keep_event::call_off(&mut tx, house, &who, id, day, false).await?;
            here("diary-held")
        }
        "restore" => {
            keep_event::restore(&mut tx, house, &who, id, field(typed, "version")).await?;
            here("restored")
        }
        "untie" => {
            keep_event::untie(&mut tx, house, &who, id, field(typed, "story")).await?;
            here("kept")
        }
        _ => return Err(Error::NotFound("such act".to_owned())),
    };
    tx.commit().await?;
    Ok(to)
}

fn asked(signed: &Signed, id: Option<&str>, typed: &Typed) -> Result<Keep, Error> {
    signed.who().check(Act::Diary, On::NOTHING)?;
    let text = |name: &str| field(typed, name).to_owned();
    let interval = match field(typed, "interval") {
        "" => 1,
        text => text
            .parse()
            .map_err(|_| Refusal::new("diary-interval", "it repeats each 1 to 99 of them"))?,
    };
    Ok(Keep {
        id: id.map(str::to_owned),
        seen: field(typed, "seen").parse().ok().filter(|_| id.is_some()),
        title: text("title"),
        day: text("day"),
        time: text("time"),
        end_day: text("end-day"),
        end_time: text("end-time"),
        place: text("place"),
        section: query::some(typed, "section"),
        contact: text("contact"),
        notes: text("notes"),
        people: people(typed),
        every: Every::parse(field(typed, "every")),
        interval,
        until: text("until"),
    })
}

/// The pairs of a form, in which each colleague is a field of their own: `who-ID`.
fn typed(body: &[u8]) -> Typed {
    query::pairs(std::str::from_utf8(body).ok())
}

/// The colleagues that a form names.
pub(super) fn people(typed: &Typed) -> Vec<String> {
    typed
        .keys()
        .filter_map(|name| name.strip_prefix("who-"))
        .map(str::to_owned)
        .collect()
}
