//! Numbers that help: what is read now, from where, against the time before; robots apart; and the same for replies.
//! `/desk/numbers` keeps itself up to date while it is open; [`sheet`] has the numbers of one story.

mod chart;
pub(crate) mod sheet;

use super::frame::Frame;
use super::print::Page;
use super::query;
use super::visit::Desk;
use super::{problem, visit};
use crate::app::App;
use crate::auth::Signed;
use crate::reads::source_name;
use crate::site::view::Moment;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use chart::{Change, Chart, grouped};
use courant_model::account::{Act, On};
use courant_model::reading::{Share, pages};
use courant_newsroom::numbers::{self, Period, Row};
use courant_newsroom::{Error, Refusal};
use courant_store::q;
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// Stories and other pages of the list.
const MOST: i64 = 40;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Numbers {
    frame: Frame,
    /// Its own address, by which it loads itself again.
    here: String,
    /// `reads` or `replies`.
    of: &'static str,
    kinds: Vec<Switch>,
    periods: Vec<Switch>,
    /// When these numbers stood so.
    at: Moment,
    sum: Line,
    rows: Vec<Line>,
    sources: Vec<Part>,
    robots: Vec<Part>,
    day: Option<Day>,
    /// A CDN answers for the paper and is not seen here.
    estimate: bool,
}

/// A choice that is an address.
#[derive(Debug, Clone, Serialize)]
struct Switch {
    label: String,
    href: String,
    current: bool,
}

/// A page in the list, or all of them.
#[derive(Debug, Clone, Serialize)]
struct Line {
    /// Names the line, so that it is the same one after the page has loaded itself.
    id: String,
    title: String,
    /// Its own sheet, when it is a story.
    href: Option<String>,
    count: String,
    /// Of replies: how many stand before readers.
    approved: String,
    change: Option<Change>,
    spark: Chart,
    /// From where, in a few words.
    from: Vec<Part>,
    robots: String,
}

/// What a source or a robot has of it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Part {
    name: String,
    count: String,
    percent: i64,
}

/// Today by the hour, against the same day a week ago.
#[derive(Debug, Clone, Serialize)]
struct Day {
    chart: Chart,
    /// The same as a table.
    hours: Vec<Hour>,
    today: String,
    week_ago: String,
}

/// An hour of both days.
#[derive(Debug, Clone, Serialize)]
struct Hour {
    name: String,
    today: String,
    week_ago: String,
}

impl Part {
    #[cfg(test)]
    fn sample() -> Self {
        Self {
            name: "example.<org>".into(),
            count: "1 200".into(),
            percent: 40,
        }
    }
}

impl Page for Numbers {
    const TEMPLATE: &'static str = "numbers.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let switch = |label: &str, current| Switch {
            label: label.into(),
            href: format!("/desk/numbers?of={label}&period=1h"),
            current,
        };
        let line = |href: Option<&str>| Line {
            id: "01A".into(),
            title: "The \"ferry\" <b>".into(),
            href: href.map(str::to_owned),
            count: "1 200".into(),
            approved: "3".into(),
            change: href.map(|_| Change::sample()),
            spark: Chart::sample(),
            from: vec![Part::sample()],
            robots: "12".into(),
        };
        let full = Self {
            frame: Frame::sample("Numbers"),
            here: "/desk/numbers?of=reads&period=30m".into(),
            of: "reads",
            kinds: vec![switch("reads", true), switch("replies", false)],
            periods: vec![switch("30m", true), switch("1h", false)],
            at: moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET"),
            sum: line(None),
            rows: vec![line(Some("/desk/numbers/01A")), line(None)],
            sources: vec![Part::sample()],
            robots: vec![Part::sample()],
            day: Some(Day {
                chart: Chart::sample(),
                hours: vec![Hour {
                    name: "14".into(),
                    today: "3".into(),
                    week_ago: "–".into(),
                }],
                today: "100".into(),
                week_ago: "90".into(),
            }),
            estimate: true,
        };
        let empty = Self {
            rows: Vec::new(),
            sources: Vec::new(),
            robots: Vec::new(),
            day: None,
            estimate: false,
            ..full.clone()
        };
        vec![
            Self {
                of: "replies",
                ..full.clone()
            },
            Self {
                of: "replies",
                ..empty.clone()
            },
            full,
            empty,
        ]
    }
}

/// Refuses whoever may not see numbers.
pub(super) fn check(desk: &Desk<'_>, signed: &Signed) -> Result<(), Refusal> {
    if desk.may(Act::Numbers) {
        return Ok(());
    }
    signed.who().check(Act::Numbers, On::NOTHING)
}

/// Shows it.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = page(&app, &signed, &query).await;
    problem::or(&app, Some(&signed.member), page).await
}

fn address(of: &str, period: Period) -> String {
    format!("/desk/numbers?of={of}&period={}", period.as_str())
}

async fn page(app: &App, signed: &Signed, query: &query::Typed) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    check(&desk, signed)?;
    let period = Period::parse(query::field(query, "period")).unwrap_or_default();
    let of = if query::field(query, "of") == "replies" {
        "replies"
    } else {
        "reads"
    };
    let now = app.newsroom.house.now();
    let (sum, found, robots) = if of == "replies" {
        let (sum, rows) = numbers::replies(&mut desk.tx, now, period, MOST).await?;
        (sum, rows, Vec::new())
    } else {
        let rows = numbers::list(&mut desk.tx, now, period, MOST).await?;
        let site = numbers::site(&mut desk.tx, now, period).await?;
        (site.sum, rows, site.robots)
    };
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        rows.push(line(&mut desk, row, now, period).await?);
    }
    let sources = parts(&desk, &sum.sources, sum.count);
    let robots_in_all: i64 = robots.iter().map(|one| one.count).sum();
    let sum = Line {
        robots: grouped(robots_in_all),
        ..line(&mut desk, sum, now, period).await?
    };
    let day = if of == "reads" {
        today(&mut desk, now).await?
    } else {
        None
    };
    let title = desk.word("nav-numbers");
    let page = Numbers {
        frame: desk.frame(&title, "numbers").await?,
        here: address(of, period),
        of,
        kinds: ["reads", "replies"]
            .map(|kind| Switch {
                label: desk.word(&format!("numbers-of-{kind}")),
                href: address(kind, period),
                current: kind == of,
            })
            .to_vec(),
        periods: Period::ALL
            .map(|one| Switch {
                label: desk.word(&format!("numbers-{}", one.as_str())),
                href: address(of, one),
                current: one == period,
            })
            .to_vec(),
        at: desk.dates.clock(&desk.zoned(now)),
        sum,
        rows,
        sources,
        robots: parts(&desk, &robots, robots_in_all),
        day,
        estimate: of == "reads" && app.settings.shared_cache_seconds.is_some(),
    };
    desk.print(StatusCode::OK, &page)
}

/// A row as the page prints it.
async fn line(desk: &mut Desk<'_>, row: Row, now: i64, period: Period) -> Result<Line, Error> {
    let (title, href) = named(desk, &row.page).await?;
    Ok(Line {
        id: if row.page.is_empty() {
            "all".to_owned()
        } else {
            row.page.clone()
        },
        title,
        href,
        count: grouped(row.count),
        approved: grouped(row.approved),
        change: Change::of(desk, row.whole, row.before),
        spark: Chart::spark(desk, &row, period.from(now), period.bar()),
        from: parts(desk, &row.sources, row.count).into_iter().take(3).collect(),
        robots: grouped(row.robots),
    })
}

/// What a counted page is called, and where its own numbers stand.
async fn named(desk: &mut Desk<'_>, page: &str) -> Result<(String, Option<String>), Error> {
    if page.is_empty() || pages::ALL.contains(&page) {
        let key = if page.is_empty() { "all" } else { page };
        return Ok((desk.word(&format!("numbers-page-{key}")), None));
    }
    if let Some(live) = q!(desk.tx, live::by_id(page))? {
        return Ok((live.headline, Some(format!("/desk/numbers/{page}"))));
    }
    // What readers do not see any more is named to whoever may read it still.
    if desk.may(Act::Read)
        && let Some(line) = q!(desk.tx, shelf::line(page))?
    {
        let title = [line.headline, line.working_slug]
            .into_iter()
            .find(|text| !text.is_empty());
        return Ok((title.unwrap_or_default(), Some(format!("/desk/numbers/{page}"))));
    }
    Ok((desk.word("numbers-page-gone"), None))
}

/// Shares as parts of a whole.
pub(super) fn parts(desk: &Desk<'_>, shares: &[Share], of: i64) -> Vec<Part> {
    shares
        .iter()
        .map(|share| Part {
            name: source(desk, &share.source),
            count: grouped(share.count),
            percent: share.count * 100 / of.max(1),
        })
        .collect()
}

/// What a source is called: by the table, by the desk's own words, or by its host.
fn source(desk: &Desk<'_>, key: &str) -> String {
    source_name(key)
        .map(str::to_owned)
        .or_else(|| desk.words.text(&format!("source-{key}")))
        .unwrap_or_else(|| key.to_owned())
}

/// Today against the same day a week ago; nothing while neither had a read.
async fn today(desk: &mut Desk<'_>, now: i64) -> Result<Option<Day>, Error> {
    let zone = desk.paper.time_zone();
    let day = numbers::today(&mut desk.tx, now, &zone).await?;
    let (so_far, then): (i64, i64) = (day.hours.iter().sum(), day.week_ago.iter().sum());
    if so_far == 0 && then == 0 {
        return Ok(None);
    }
    let (so_far, then) = (grouped(so_far), grouped(then));
    let label = desk
        .words
        .with("numbers-day-label", &[("today", &so_far), ("before", &then)])
        .unwrap_or_default();
    let hour = |values: &[i64], at: usize| values.get(at).map_or_else(|| "–".to_owned(), |value| grouped(*value));
    let hours = (0..day.hours.len().max(day.week_ago.len()))
        .map(|at| Hour {
            name: desk
                .zoned(day.from + at as i64 * courant_model::time::HOUR)
                .strftime("%H:%M")
                .to_string(),
            today: hour(&day.hours, at),
            week_ago: hour(&day.week_ago, at),
        })
        .collect();
    Ok(Some(Day {
        chart: Chart::of(&day.hours, &day.week_ago, label),
        hours,
        today: so_far,
        week_ago: then,
    }))
}

/// A story that has numbers: one that readers see, or that the member may read.
async fn readable(desk: &mut Desk<'_>, signed: &Signed, id: &str) -> Result<(String, String, i64), Error> {
    if let Some(live) = q!(desk.tx, live::by_id(id))? {
        let since = live.published_at.unwrap_or(live.changed_at);
        return Ok((live.headline, live.path, since));
    }
    let (story, head) = super::story::readable(desk, &signed.who(), id).await?;
    let title = [head.headline, visit::sentence(&story.working_slug)]
        .into_iter()
        .find(|text| !text.is_empty());
    Ok((title.unwrap_or_default(), String::new(), story.created_at))
}
