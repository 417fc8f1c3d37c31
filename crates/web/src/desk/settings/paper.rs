//! The nameplate: name, line under it, language and time zone. `/desk/settings`.
//! What a rule refuses is shown again as it was typed.

use super::{Around, Shown};
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::query::{self, Typed};
use crate::desk::visit::Desk;
use axum::response::Response;
use courant_newsroom::Error;
use courant_newsroom::commands::keep_settings::Edit;
use courant_store::q;
use serde::Serialize;

/// The room.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Nameplate {
    frame: Frame,
    around: Around,
    name: String,
    tagline: String,
    language: String,
    zone: String,
    /// Every time zone that there is.
    zones: Vec<String>,
    /// Stories and fronts that are on the schedule.
    scheduled: usize,
    /// The time in the paper's zone.
    clock: String,
}

impl Page for Nameplate {
    const TEMPLATE: &'static str = "settings-paper.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            frame: Frame::sample("Nameplate"),
            around: Around::sample(),
            name: "The <b>Courier".into(),
            tagline: "News \"of\" the bay".into(),
            language: "en".into(),
            zone: "Europe/Lisbon".into(),
            zones: vec!["Europe/Lisbon".into()],
            scheduled: 2,
            clock: "14:05".into(),
        }]
    }
}

/// What the form means.
pub(super) fn edit(typed: &Typed) -> Edit {
    let field = |name| query::field(typed, name).to_owned();
    Edit::Nameplate {
        name: field("name"),
        tagline: field("tagline"),
        language: field("language"),
        zone: field("zone"),
    }
}

/// Prints the room.
pub(super) async fn page(mut desk: Desk<'_>, shown: Shown) -> Result<Response, Error> {
    let paper = desk.paper.clone();
    let stories = q!(desk.tx, schedules::in_state("waiting", i64::MAX))?.len();
    let fronts = q!(desk.tx, fronts::schedules_in_state("waiting", i64::MAX))?.len();
    let clock = desk.now.strftime("%H:%M").to_string();
    let (name, tagline) = (shown.of("name", paper.name), shown.of("tagline", paper.tagline));
    let (language, zone) = (shown.of("language", paper.language), shown.of("zone", paper.zone));
    let (frame, around, status) = shown.frame(&mut desk, "paper").await?;
    let page = Nameplate {
        frame,
        around,
        name,
        tagline,
        language,
        zone,
        zones: jiff::tz::db().available().map(|name| name.to_string()).collect(),
        scheduled: stories + fronts,
        clock,
    };
    desk.print(status, &page)
}
