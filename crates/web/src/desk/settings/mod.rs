//! The settings of the paper, one file a room. Each room reads the paper, prints a form, and runs one command.
//! A new room adds its file, its line in [`ROOMS`] and [`routes`], its context in `pages.rs` and its word `room-KEY`.

pub(crate) mod paper;

use super::frame::Frame;
use super::visit::Desk;
use crate::app::App;
use crate::auth::Signed;
use axum::Router;
use axum::routing::{get, post};
use courant_model::account::{Act, On};
use courant_newsroom::Error;
use serde::Serialize;
use std::sync::Arc;

/// The rooms in the order of their navigation: key and address.
pub(crate) const ROOMS: &[(&str, &str)] = &[("paper", "/desk/settings")];

/// Every route of the settings, below `/desk`.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/settings", get(paper::show))
        .route("/settings/paper", post(paper::keep))
}

/// What stands around the matter of a room: the way to the others.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Around {
    rooms: Vec<Room>,
}

/// A room as a link.
#[derive(Debug, Clone, Serialize)]
struct Room {
    /// Its word is `room-KEY`.
    key: &'static str,
    href: &'static str,
    current: bool,
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
    Ok((frame, Around::at(room)))
}

impl Around {
    fn at(here: &str) -> Self {
        Self {
            rooms: ROOMS
                .iter()
                .map(|(key, href)| Room {
                    key,
                    href,
                    current: *key == here,
                })
                .collect(),
        }
    }

    #[cfg(test)]
    pub(crate) fn sample() -> Self {
        Self::at("paper")
    }
}
