//! What waits for the member, by due time, and what they work on. `/desk` opens on it.
//! Changes in the newsroom bring it up to date while it is open.

use super::frame::Frame;
use super::print::Page;
use super::problem;
use super::query;
use super::stories::{self, Row};
use super::visit::Desk;
use crate::app::App;
use crate::auth::Signed;
use crate::site::view::Moment;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use courant_model::account::{Act, Member};
use courant_model::day;
use courant_model::note::NoticeKind;
use courant_model::time::{DAY, Micros};
use courant_newsroom::library;
use courant_newsroom::permissions::Who;
use courant_newsroom::waiting::{self, Counts, Item};
use courant_newsroom::{Error, House};
use courant_store::{Tx, q};
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// Stories that the member works on, on this page.
const MINE: i64 = 20;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Home {
    frame: Frame,
    waiting: Vec<Wait>,
    /// Stories that the member works on.
    mine: Vec<Row>,
    /// Pictures that readers see and whose rights end soon; 0 for whoever has no say over rights.
    rights_ending: i64,
    /// What soon is, in days.
    rights_days: i64,
    may_begin: bool,
    writes: bool,
}

/// Something that waits.
#[derive(Debug, Clone, Serialize)]
struct Wait {
    /// Names its words and its colour.
    kind: String,
    what: String,
    href: String,
    title: String,
    /// Who did it; empty for the house.
    by: String,
    /// What was said with it.
    said: String,
    at: Moment,
    due: Option<Moment>,
    late: bool,
}

impl Page for Home {
    const TEMPLATE: &'static str = "home.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let at = || moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET");
        let wait = |by: &str, due| Wait {
            kind: "sent-back".into(),
            what: "Sent back".into(),
            href: "/desk/stories/01A".into(),
            title: "Ferry <b>".into(),
            by: by.into(),
            said: by.into(),
            at: at(),
            due,
            late: true,
        };
        vec![
            Self {
                frame: Frame::sample("Waiting"),
                waiting: vec![wait("Rui Paz", Some(at())), wait("", None)],
                mine: Row::samples(),
                rights_ending: 2,
                rights_days: 7,
                may_begin: true,
                writes: true,
            },
            Self {
                frame: Frame::sample("Waiting"),
                waiting: Vec::new(),
                mine: Vec::new(),
                rights_ending: 0,
                rights_days: 7,
                may_begin: false,
                writes: true,
            },
        ]
    }
}

/// How much waits for a member.
pub(super) async fn counts(tx: &mut Tx, house: &House, member: &Member) -> Result<Counts, Error> {
    let waiting = waiting::of(tx, &Who::Member(member.clone()), house.now()).await?;
    Ok(waiting.counts())
}

/// Shows the page.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = page(&app, &signed, query.get("done").map(String::as_str)).await;
    problem::or(&app, Some(&signed.member), page).await
}

async fn page(app: &App, signed: &Signed, done: Option<&str>) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    let writes = desk.may_anywhere(Act::Read);
    let mut waits = Vec::new();
    let mut mine = Vec::new();
    if writes {
        let me = signed.member.account.clone();
        let present = stories::present(&mut desk).await?;
        let now = app.newsroom.house.now();
        for item in waiting::of(&mut desk.tx, &signed.who(), now).await?.items {
            waits.push(wait(&desk, item, now));
        }
        for line in q!(desk.tx, shelf::in_work("", &me, i64::MAX, "", MINE))? {
            mine.push(stories::row(&mut desk, line, &present).await?);
        }
    }
    let rights_ending = if desk.may(Act::PictureRights) {
        library::ending_soon(&mut desk.tx, &app.newsroom.house).await?
    } else {
        0
    };
    let title = desk.word("nav-waiting");
    let mut frame = desk.frame(&title, "waiting").await?;
    frame.done = desk.done(done);
    let page = Home {
        frame,
        waiting: waits,
        mine,
        rights_ending,
        rights_days: library::SOON / DAY,
        may_begin: writes && desk.may(Act::Begin),
        writes,
    };
    desk.print(StatusCode::OK, &page)
}

/// A thing that waits, as the page prints it.
fn wait(desk: &Desk<'_>, item: Item, now: Micros) -> Wait {
    let kind = item.kind.as_str();
    let due = desk.due(item.due_at, item.due_day());
    let late = day::is_past(item.due_at, item.due_day(), now, &desk.now.date().to_string());
    let (href, title) = match (item.story, item.background) {
        (Some(line), _) if item.kind == NoticeKind::FrontLeftOut => (
            super::front::home_of(desk).unwrap_or_else(|| format!("/desk/stories/{}", line.id)),
            line.headline,
        ),
        (Some(line), _) => (
            format!(
                "/desk/stories/{}{}",
                line.id,
                if item.note_id.is_some() { "?tab=notes" } else { "" }
            ),
            if line.headline.is_empty() {
                line.working_slug
            } else {
                line.headline
            },
        ),
        (None, Some(background)) => (format!("/desk/backgrounds/{}", background.id), background.name),
        (None, None) => ("/desk".to_owned(), String::new()),
    };
    Wait {
        what: desk.word(&format!("waiting-{kind}")),
        kind: kind.to_owned(),
        href,
        title,
        by: item.by,
        said: item.said,
        at: desk.moment(item.at),
        due,
        late,
    }
}
