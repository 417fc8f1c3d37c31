//! The numbers of one story: by hour since it was published, then by day; sources, robots, replies.
//! The list of [`super`] and the rail of the story lead here.

use super::chart::{Chart, grouped};
use super::{Part, check, parts, readable};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::visit::Desk;
use crate::site::view::Moment;
use axum::extract::{Path, State};
use axum::response::Response;
use courant_model::time::HOUR;
use courant_newsroom::{Error, numbers};
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct StoryNumbers {
    frame: Frame,
    id: String,
    /// Where readers find it; empty when they do not.
    path: String,
    since: Moment,
    /// It was published before reads were kept by the hour.
    old: bool,
    reads: String,
    replies: String,
    approved: String,
    robots_in_all: String,
    hours: Chart,
    replies_by_hour: Chart,
    /// Hours as a table.
    table: Vec<Hour>,
    days: Chart,
    /// Days as a table, newest first.
    by_day: Vec<Day>,
    sources: Vec<Part>,
    robots: Vec<Part>,
    estimate: bool,
}

/// An hour.
#[derive(Debug, Clone, Serialize)]
struct Hour {
    at: Moment,
    reads: String,
    replies: String,
}

/// A day.
#[derive(Debug, Clone, Serialize)]
struct Day {
    name: String,
    reads: String,
}

impl Page for StoryNumbers {
    const TEMPLATE: &'static str = "numbers-story.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let at = || moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET");
        let full = Self {
            frame: Frame::sample("The \"ferry\" <b>"),
            id: "01A".into(),
            path: "/local/ferry".into(),
            since: at(),
            old: false,
            reads: "1 200".into(),
            replies: "3".into(),
            approved: "2".into(),
            robots_in_all: "7".into(),
            hours: Chart::sample(),
            replies_by_hour: Chart::sample(),
            table: vec![Hour {
                at: at(),
                reads: "3".into(),
                replies: "0".into(),
            }],
            days: Chart::sample(),
            by_day: vec![Day {
                name: "14 March 2026".into(),
                reads: "3".into(),
            }],
            sources: vec![Part::sample()],
            robots: vec![Part::sample()],
            estimate: true,
        };
        let empty = Self {
            path: String::new(),
            reads: "0".into(),
            replies: "0".into(),
            old: true,
            table: Vec::new(),
            by_day: Vec::new(),
            sources: Vec::new(),
            robots: Vec::new(),
            estimate: false,
            ..full.clone()
        };
        vec![full, empty]
    }
}

/// Shows it.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>) -> Response {
    let page = page(&app, &signed, &id).await;
    problem::or(&app, Some(&signed.member), page).await
}

async fn page(app: &App, signed: &Signed, id: &str) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    check(&desk, signed)?;
    let (title, path, since) = readable(&mut desk, signed, id).await?;
    let now = app.newsroom.house.now();
    let zone = desk.paper.time_zone();
    let sheet = numbers::sheet(&mut desk.tx, id, since, now, &zone).await?;
    let in_all: i64 = sheet.robots.iter().map(|one| one.count).sum();
    let chart = |key: &str, values: &[i64]| {
        let (sum, most) = (values.iter().sum(), values.iter().copied().max().unwrap_or_default());
        let (sum, most, many) = (grouped(sum), grouped(most), grouped(values.len() as i64));
        let label = desk.words.with(key, &[("sum", &sum), ("most", &most), ("many", &many)]);
        Chart::of(values, &[], label.unwrap_or_default())
    };
    let days: Vec<i64> = sheet.days.iter().map(|day| day.count).collect();
    let table = sheet
        .hours
        .iter()
        .zip(&sheet.reply_hours)
        .zip(0i64..)
        .filter(|((reads, replies), _)| **reads > 0 || **replies > 0)
        .map(|((reads, replies), at)| Hour {
            at: desk.moment(sheet.from + at * HOUR),
            reads: grouped(*reads),
            replies: grouped(*replies),
        })
        .collect();
    let page = StoryNumbers {
        id: id.to_owned(),
        path,
        since: desk.moment(since),
        old: sheet.hours.iter().all(|count| *count == 0) && sheet.reads > 0,
        reads: grouped(sheet.reads),
        replies: grouped(sheet.replies),
        approved: grouped(sheet.approved),
        robots_in_all: grouped(in_all),
        hours: chart("numbers-hours-label", &sheet.hours).with_room_for(24),
        replies_by_hour: chart("numbers-reply-hours-label", &sheet.reply_hours).with_room_for(24),
        table,
        days: chart("numbers-days-label", &days).with_room_for(14),
        by_day: sheet
            .days
            .iter()
            .rev()
            .map(|day| Day {
                name: desk.dates.date(&desk.zoned(day.at)),
                reads: grouped(day.count),
            })
            .collect(),
        sources: parts(&desk, &sheet.sources, sheet.reads),
        robots: parts(&desk, &sheet.robots, in_all),
        estimate: app.settings.shared_cache_seconds.is_some(),
        frame: desk.frame(&title, "numbers").await?,
    };
    desk.print(StatusCode::OK, &page)
}
