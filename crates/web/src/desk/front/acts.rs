//! What the forms and the script of a front do: each act is one command in one transaction. A stale one is answered with
//! a comparison, a refused one with the page and its reason; neither changes anything.

use super::{compare, front_of, page};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::problem;
use crate::desk::query::{self, Typed};
use crate::desk::visit::{Desk, leads_to};
use axum::extract::{Path, RawForm, State};
use axum::response::{IntoResponse, Response};
use courant_model::front::{Front, Seat};
use courant_model::note::NoticeKind;
use courant_newsroom::commands::arrange_front::{self, Arrange, Work};
use courant_newsroom::commands::put_front_live::{self, PutLive};
use courant_newsroom::commands::schedule_front::{self, Schedule};
use courant_newsroom::commands::{lock_front, set_breaking};
use courant_newsroom::{Error, fronts};
use courant_store::{Tx, q};
use http::StatusCode;
use std::sync::Arc;

/// Does it and leads back to the page.
pub(crate) async fn act(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path((name, act)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let answer = match run(&app, &signed, &name, &act, &typed).await {
        Ok(answer) => Ok(answer),
        Err(Error::Refusal(refusal)) if refusal.key != "not-allowed" => {
            page(
                &app,
                &signed,
                &name,
                &typed,
                Some(&refusal),
                StatusCode::UNPROCESSABLE_ENTITY,
            )
            .await
        }
        Err(Error::Conflict(why)) => compare::page(&app, &signed, &name, &act, &typed, &why).await,
        Err(error) => Err(error),
    };
    problem::or(&app, Some(&signed.member), answer).await
}

async fn run(app: &App, signed: &Signed, name: &str, act: &str, typed: &Typed) -> Result<Response, Error> {
    let (front, at, zone) = {
        let desk = Desk::enter(app, &signed.member).await?;
        let front = front_of(&desk, name)?;
        (front.clone(), super::At::of(&desk, &front), desk.paper.zone.clone())
    };
    // Who may do something else on this front alone is told so before what was sent is read.
    if !matches!(act, "strip" | "end-strip") {
        fronts::check(&signed.who(), &front)?;
    }
    let mut tx = app.newsroom.store.write().await?;
    let done = perform(&mut tx, app, signed, &front, act, typed, &zone).await?;
    let seq = tx.commit().await?;
    app.cache.reached(seq as u64).await;
    Ok(match done {
        None => StatusCode::NO_CONTENT.into_response(),
        Some(done) => leads_to(&format!("{}?done={done}", at.href)),
    })
}

/// The act, and what the page says after it.
async fn perform(
    tx: &mut Tx,
    app: &App,
    signed: &Signed,
    front: &Front,
    act: &str,
    typed: &Typed,
    zone: &str,
) -> Result<Option<&'static str>, Error> {
    let house = &app.newsroom.house;
    let who = &signed.who();
    if let Some(work) = work(act, typed, zone)? {
        let arrange = Arrange {
            front: front.clone(),
            seen: number(typed, "seen"),
            work,
        };
        arrange_front::run(tx, house, who, &arrange).await?;
        return Ok(Some(match act {
            "discard" => "front-discarded",
            "back" => "front-back",
            "take-over" => "front-taken-over",
            _ => "front-draft",
        }));
    }
    let id = query::field(typed, "id");
    Ok(Some(match act {
        "live" => {
            let wanted = PutLive {
                front: front.clone(),
                seen: number(typed, "seen"),
                number: number(typed, "number"),
            };
            put_front_live::run(tx, house, who, &wanted).await?;
            "front-live"
        }
        "restore" => {
            let (to, seen) = (number(typed, "to"), number(typed, "number"));
            put_front_live::restore(tx, house, who, front, to, seen).await?;
            "front-restored"
        }
        "lock" => {
            lock_front::run(
                tx,
                house,
                who,
                front,
                &seat(typed, "seat")?,
                query::field(typed, "stands"),
            )
            .await?;
            "front-locked"
        }
        "unlock" => {
            lock_front::unlock(tx, house, who, front, &seat(typed, "seat")?).await?;
            "front-unlocked"
        }
        "schedule" => {
            let wanted = Schedule {
                front: front.clone(),
                seen: number(typed, "seen"),
                seat: match query::some(typed, "seat") {
                    Some(_) => Some(seat(typed, "seat")?),
                    None => None,
                },
                local: query::local(typed, "at", zone)?,
            };
            schedule_front::run(tx, house, who, &wanted).await?;
            "front-scheduled"
        }
        "reschedule" => {
            schedule_front::reschedule(tx, house, who, id, &query::local(typed, "at", zone)?).await?;
            "front-scheduled"
        }
        "cancel" => {
            schedule_front::cancel(tx, house, who, id).await?;
            "front-cancelled"
        }
        "take-back" => {
            schedule_front::take_back(tx, house, who, id, number(typed, "seen")).await?;
            "front-draft"
        }
        "strip" => {
            let set = set_breaking::Set {
                text: query::field(typed, "text").to_owned(),
                story_id: query::some(typed, "story"),
                until: query::moment(typed, "until", zone)?,
            };
            set_breaking::run(tx, house, who, &set).await?;
            "strip-set"
        }
        "end-strip" => {
            set_breaking::end(tx, house, who).await?;
            "strip-ended"
        }
        "here" => {
            let me = &signed.member.account;
            q!(tx, fronts::arrive(front.as_str(), me, house.now()))?;
            q!(
                tx,
                fronts::see_notices(me, NoticeKind::FrontLeftOut.as_str(), house.now())
            )?;
            return Ok(None);
        }
        _ => return Err(Error::NotFound("such act".to_owned())),
    }))
}

/// The acts that change the draft.
fn work(act: &str, typed: &Typed, zone: &str) -> Result<Option<Work>, Error> {
    let story = query::field(typed, "story").to_owned();
    Ok(Some(match act {
        "put" => Work::Put {
            seat: seat(typed, "seat")?,
            story,
            until: query::moment(typed, "until", zone)?,
        },
        "move" => Work::Move {
            from: seat(typed, "from")?,
            to: seat(typed, "to")?,
            story,
        },
        "open" => Work::Open(seat(typed, "seat")?),
        "band" => Work::Band {
            section: query::field(typed, "section").to_owned(),
            up: query::field(typed, "way") != "down",
        },
        "back" => Work::Back,
        "take-over" => Work::TakeOver,
        "discard" => Work::Discard,
        _ => return Ok(None),
    }))
}

pub(super) fn seat(typed: &Typed, name: &str) -> Result<Seat, Error> {
    query::field(typed, name)
        .parse()
        .map_err(|_| Error::NotFound("such seat".to_owned()))
}

pub(super) fn number(typed: &Typed, name: &str) -> i64 {
    query::field(typed, name).parse().unwrap_or_default()
}
