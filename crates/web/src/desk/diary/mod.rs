//! The diary: what the newsroom knows of beforehand, day by day, and what was removed from it lately.
//! One page of thirty days; the sheet of an event, its acts and the intake of calendars lie beside it.

pub(super) mod acts;
pub(super) mod import;
pub(super) mod sheet;

use super::day::board::{self, EventCard};
use super::day::{check, day_of, title};
use super::frame::Frame;
use super::print::Page;
use super::problem;
use super::query::{self, field};
use super::visit::Desk;
use crate::app::App;
use crate::auth::Signed;
use crate::site::view::Moment;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use courant_model::account::Act;
use courant_newsroom::{Error, diary};
use courant_store::q;
use http::StatusCode;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use std::sync::Arc;

/// Days of one page.
const DAYS: i32 = 30;
/// Times of one page.
const MOST: usize = 500;
/// Removed events at the foot.
const REMOVED: i64 = 20;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DiaryPage {
    frame: Frame,
    days: Vec<Day>,
    from: String,
    earlier: String,
    later: String,
    /// There is more than one page shows.
    cut: bool,
    removed: Vec<Removed>,
    may_keep: bool,
}

/// A day with what begins on it, or goes on from before the page.
#[derive(Debug, Clone, Serialize)]
struct Day {
    date: String,
    title: String,
    today: bool,
    events: Vec<EventCard>,
}

/// An event that was removed.
#[derive(Debug, Clone, Serialize)]
struct Removed {
    id: String,
    title: String,
    at: Moment,
}

impl Page for DiaryPage {
    const TEMPLATE: &'static str = "diary.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let full = Self {
            frame: Frame::sample("Diary"),
            days: vec![Day {
                date: "2026-11-30".into(),
                title: "Monday 30 November 2026".into(),
                today: true,
                events: EventCard::samples(),
            }],
            from: "2026-11-30".into(),
            earlier: "2026-10-31".into(),
            later: "2026-12-30".into(),
            cut: true,
            removed: vec![Removed {
                id: "01E".into(),
                title: "Fair <b>".into(),
                at: moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET"),
            }],
            may_keep: true,
        };
        let bare = Self {
            days: Vec::new(),
            cut: false,
            removed: Vec::new(),
            may_keep: false,
            ..full.clone()
        };
        vec![full, bare]
    }
}

/// Shows it from today, or from the day of `?from=`.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let answer = async {
        let mut desk = Desk::enter(&app, &signed.member).await?;
        check(&desk)?;
        let today = desk.now.date();
        let from = day_of(field(&query, "from")).unwrap_or(today);
        let by = |days: i32| from.checked_add(days.days()).unwrap_or(from);
        let (days, cut) = days(&mut desk, &signed, from, by(DAYS - 1)).await?;
        let may_keep = desk.may(Act::Diary);
        let mut removed = Vec::new();
        if may_keep {
            for event in q!(desk.tx, diary::removed(REMOVED))? {
                removed.push(Removed {
                    at: desk.moment(event.removed_at.unwrap_or_default()),
                    title: event.title,
                    id: event.id,
                });
            }
        }
        let name = desk.word("diary-title");
        let mut frame = desk.frame(&name, "day").await?;
        frame.done = desk.done(query.get("done").map(String::as_str));
        let page = DiaryPage {
            frame,
            days,
            from: from.to_string(),
            earlier: by(-DAYS).to_string(),
            later: by(DAYS).to_string(),
            cut,
            removed,
            may_keep,
        };
        desk.print(StatusCode::OK, &page)
    };
    let answer = answer.await;
    problem::or(&app, Some(&signed.member), answer).await
}

async fn days(desk: &mut Desk<'_>, signed: &Signed, from: Date, until: Date) -> Result<(Vec<Day>, bool), Error> {
    let who = signed.who();
    let zone = desk.paper.time_zone();
    let found = diary::between(&mut desk.tx, &who, from, until, &zone).await?;
    let cut = found.len() > MOST;
    let today = desk.now.date();
    let mut days: Vec<Day> = Vec::new();
    for (event, time) in found.into_iter().take(MOST) {
        let date = desk.zoned(time.from).date().max(from);
        let card = board::event_card(desk, &who, event, &time, date).await?;
        let name = date.to_string();
        match days.last_mut().filter(|day| day.date == name) {
            Some(day) => day.events.push(card),
            None => days.push(Day {
                title: title(desk, date),
                today: date == today,
                date: name,
                events: vec![card],
            }),
        }
    }
    Ok((days, cut))
}
