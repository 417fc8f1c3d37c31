//! The settings of the paper, one file a room. Each room reads the paper, prints a form, and runs one command.
//! A new room adds its file, its line in [`ROOMS`] and [`routes`], its context in `pages.rs` and its word `room-KEY`.
//! The rooms of the paper itself share one way of keeping ([`keep`]): an edit, a revision, and an Undo beside it.

mod acts;
pub(crate) mod addresses;
pub(crate) mod history;
pub(crate) mod look;
pub(crate) mod machine;
pub(crate) mod navigation;
pub(crate) mod pages;
pub(crate) mod paper;
pub(crate) mod replies;
pub(crate) mod robots;
pub(crate) mod sections;
pub(crate) mod webhook;
pub(crate) mod webhooks;
mod words;

use super::frame::Frame;
use super::query::{self, Typed};
use super::visit::Desk;
use crate::app::App;
use crate::auth::Signed;
use crate::site::view::Moment;
use axum::Router;
use axum::routing::{get, post};
use courant_model::account::{Act, On};
use courant_newsroom::Error;
use courant_store::q;
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// The rooms in the order of their navigation: key and address.
pub(crate) const ROOMS: &[(&str, &str)] = &[
    ("paper", "/desk/settings"),
    ("sections", "/desk/settings/sections"),
    ("navigation", "/desk/settings/navigation"),
    ("addresses", "/desk/settings/addresses"),
    ("replies", "/desk/settings/replies"),
    ("look", "/desk/settings/look"),
    ("robots", "/desk/settings/robots"),
    ("pages", "/desk/settings/pages"),
    ("webhooks", "/desk/settings/webhooks"),
    ("machine", "/desk/settings/machine"),
    ("history", "/desk/settings/history"),
];

/// Every route of the settings, below `/desk`.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/settings", get(acts::front))
        .route("/settings/look/frame", get(look::framed))
        .route("/settings/look/sheet", get(look::sheet))
        .route("/settings/history", get(history::show))
        .route("/settings/undo", post(history::undo))
        .route("/settings/restore", post(history::restore))
        // Rooms of the paper itself
        .route("/settings/{room}", get(acts::show).post(acts::keep))
        .route("/settings/pages", get(pages::show).post(pages::begin))
        .route("/settings/pages/{id}/{act}", post(pages::act))
        .route("/settings/webhooks", get(webhooks::list).post(webhooks::make))
        .route("/settings/webhooks/{id}", get(webhook::show).post(webhook::change))
        .route("/settings/webhooks/{id}/{act}", post(webhook::act))
        .route("/settings/machine", get(machine::show))
        .route("/settings/machine/letter", post(machine::letter))
}

/// What stands around the matter of a room: the way to the others, the revision that its form is made of, the Undo of
/// what was just kept, and both sides of a conflict.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Around {
    /// Key of this room.
    here: String,
    rooms: Vec<Room>,
    /// The revision of the settings that this page shows.
    number: i64,
    /// What Undo takes back.
    undo: Option<Undo>,
    clash: Option<Clash>,
}

/// A room as a link.
#[derive(Debug, Clone, Serialize)]
struct Room {
    /// Its word is `room-KEY`.
    key: &'static str,
    href: &'static str,
    current: bool,
}

/// The Undo of what was just done.
#[derive(Debug, Clone, Serialize)]
struct Undo {
    /// The revision.
    number: i64,
    /// What was done.
    said: String,
}

/// Somebody else was faster.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Clash {
    by: String,
    at: Moment,
    lines: Vec<words::Line>,
}

/// What a room is to show besides what stands.
#[derive(Default)]
pub(crate) struct Shown {
    /// A form as it was sent, when it is shown again.
    typed: Option<Typed>,
    /// What the address says.
    query: Typed,
    wrong: Option<String>,
    clash: Option<Clash>,
    status: StatusCode,
}

impl Shown {
    /// A field as it was typed, or as it stands.
    fn of(&self, name: &str, stands: impl Into<String>) -> String {
        match &self.typed {
            Some(typed) => query::field(typed, name).to_owned(),
            None => stands.into(),
        }
    }

    /// A box as it was ticked, or as it stands.
    fn ticked(&self, name: &str, stands: bool) -> bool {
        self.typed.as_ref().map_or(stands, |typed| typed.contains_key(name))
    }

    /// Which of two buttons has the focus: whoever moves an entry by keys goes on moving it.
    fn focus(&self, key: &str, first: bool, last: bool) -> &'static str {
        if self.query.get("at").is_none_or(|at| at != key) {
            return "";
        }
        match self.query.get("way").map(String::as_str) {
            Some("up") if !first => "up",
            Some("up") => "down",
            _ if !last => "down",
            _ => "up",
        }
    }

    /// Frame and surroundings of a room that is shown so.
    async fn frame(self, desk: &mut Desk<'_>, room: &str) -> Result<(Frame, Around, StatusCode), Error> {
        let (mut frame, mut around) = frame(desk, room).await?;
        frame.wrong = self.wrong;
        frame.done = desk.done(self.query.get("done").map(String::as_str));
        let undo: Option<i64> = self.query.get("undo").and_then(|number| number.parse().ok());
        let undo = undo.filter(|number| *number == around.number && *number > 1);
        around.undo = undo.map(|number| Undo {
            number,
            // It stands beside the button, and not in the status line, which goes by itself.
            said: frame.done.take().unwrap_or_default(),
        });
        around.clash = self.clash;
        Ok((frame, around, self.status))
    }
}

/// Opens the desk for whoever may change the settings.
pub(crate) async fn enter<'a>(app: &'a App, signed: &Signed) -> Result<Desk<'a>, Error> {
    signed.who().check(Act::Settings, On::NOTHING)?;
    Desk::enter(app, &signed.member).await
}

/// Frame and surroundings of a room.
pub(crate) async fn frame(desk: &mut Desk<'_>, room: &str) -> Result<(Frame, Around), Error> {
    let title = desk.word(&format!("room-{room}"));
    let frame = desk.frame(&title, "settings").await?;
    let mut around = Around::at(room);
    around.number = q!(desk.tx, paper::latest())?.map_or(0, |latest| latest.number);
    Ok((frame, around))
}

/// The address of a room.
fn href(room: &str) -> Option<&'static str> {
    ROOMS.iter().find(|(key, _)| *key == room).map(|(_, href)| *href)
}

impl Around {
    fn at(here: &str) -> Self {
        Self {
            here: here.to_owned(),
            rooms: ROOMS
                .iter()
                .map(|(key, href)| Room {
                    key,
                    href,
                    current: *key == here,
                })
                .collect(),
            number: 0,
            undo: None,
            clash: None,
        }
    }

    #[cfg(test)]
    pub(crate) fn sample() -> Self {
        use crate::site::view::samples::moment;
        Self {
            number: 7,
            undo: Some(Undo {
                number: 7,
                said: "Kept.".into(),
            }),
            clash: Some(Clash {
                by: "Bo <i>".into(),
                at: moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET"),
                lines: vec![words::Line::sample()],
            }),
            ..Self::at("paper")
        }
    }
}
