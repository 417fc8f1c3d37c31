//! Fronts laid out by hand: the front page at `/desk/front` and each section's page at `/desk/front/SLUG`. Left the seats in
//! the order of the page, right the stories that can stand in them; every change goes into a draft that the server keeps.

pub(crate) mod acts;
pub(crate) mod compare;
pub(crate) mod history;
mod places;
mod pool;
pub(crate) mod preview;
mod seats;
mod words;

use super::frame::Frame;
use super::print::Page;
use super::problem;
use super::query::{self, Typed};
use super::visit::Desk;
use crate::app::App;
use crate::auth::Signed;
use crate::site::view::Moment;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use courant_model::account::{Act, On};
use courant_model::front::{Front, FrontSchedule, LeftOut, Strip};
use courant_model::schedule::Local;
use courant_model::time::{DAY, Micros, SECOND};
use courant_newsroom::commands::{schedule_front, set_breaking};
use courant_newsroom::fronts::{self, Standing};
use courant_newsroom::{Error, Refusal};
use courant_store::q;
use http::StatusCode;
pub(crate) use places::home_of;
use places::{At, PAPER, Tab, front_of, tabs, title_of};
use pool::{Pool, pool};
use seats::{BandView, SeatView};
use serde::Serialize;
use std::sync::Arc;

/// Who said so within this time has the page open.
const HERE: Micros = 75 * SECOND;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FrontDesk {
    frame: Frame,
    at: At,
    /// Every front that the member may arrange.
    fronts: Vec<Tab>,
    turn: i64,
    number: i64,
    draft: Option<DraftView>,
    /// Colleagues who have it open.
    here: Vec<String>,
    top: Vec<SeatView>,
    /// Headlines of the Latest column, which fills itself.
    latest: Vec<String>,
    bands: Vec<BandView>,
    pool: Pool,
    strip: Option<StripView>,
    may_strip: bool,
    strip_until: String,
    waits: Vec<Waits>,
    troubled: Vec<Troubled>,
    /// The revision before the one in force, to which Undo leads; none when the first is in force.
    undo: Option<i64>,
    /// Whether it has just gone live.
    just_live: bool,
    zone: String,
}

/// The draft.
#[derive(Debug, Clone, Serialize)]
struct DraftView {
    by: String,
    mine: bool,
    at: Moment,
    /// What it changes, in words.
    changes: Vec<String>,
    /// The front has changed for readers since it was begun.
    stale: bool,
}

/// The strip that runs.
#[derive(Debug, Clone, Serialize)]
struct StripView {
    text: String,
    headline: String,
    by: String,
    until: Moment,
}

/// A change that waits for its time.
#[derive(Debug, Clone, Serialize)]
struct Waits {
    id: String,
    at: Moment,
    /// As the field of the form takes it.
    field: String,
    by: String,
    lines: Vec<String>,
}

/// A change that was carried out in part or not at all.
#[derive(Debug, Clone, Serialize)]
struct Troubled {
    at: Moment,
    lines: Vec<String>,
}

impl Page for FrontDesk {
    const TEMPLATE: &'static str = "front.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let at = || moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET");
        let [pool, no_pool] = Pool::samples();
        let full = Self {
            frame: Frame::sample("Front page"),
            at: At::sample(),
            fronts: vec![Tab {
                href: "/desk/front".into(),
                label: "Front page".into(),
                current: true,
            }],
            turn: 3,
            number: 2,
            draft: Some(DraftView {
                by: "Bo <i>".into(),
                mine: false,
                at: at(),
                changes: vec!["Lead: ‘Ferry’ instead of automatic".into()],
                stale: true,
            }),
            here: vec!["Bo <i>".into()],
            top: SeatView::samples(),
            latest: vec!["Late <b>".into()],
            bands: BandView::samples(),
            pool,
            strip: Some(StripView {
                text: "Bridge <b>".into(),
                headline: "Bridge closed".into(),
                by: "Ana".into(),
                until: at(),
            }),
            may_strip: true,
            strip_until: "2026-03-14T16:05".into(),
            waits: vec![Waits {
                id: "01B".into(),
                at: at(),
                field: "2026-03-14T18:00".into(),
                by: "Ana".into(),
                lines: vec!["Lead: automatic".into()],
            }],
            troubled: vec![Troubled {
                at: at(),
                lines: vec!["Lead is locked".into()],
            }],
            undo: Some(1),
            just_live: true,
            zone: "Europe/Lisbon".into(),
        };
        let bare = Self {
            draft: None,
            here: Vec::new(),
            latest: Vec::new(),
            bands: Vec::new(),
            pool: no_pool,
            strip: None,
            waits: Vec::new(),
            troubled: Vec::new(),
            undo: None,
            just_live: false,
            may_strip: true,
            ..full.clone()
        };
        vec![full, bare]
    }
}

/// The front page.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = page(&app, &signed, PAPER, &query, None, StatusCode::OK).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// The page of a section.
pub(crate) async fn section(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(slug): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = page(&app, &signed, &slug, &query, None, StatusCode::OK).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// The page, also as the answer to a form that a rule refused.
async fn page(
    app: &App,
    signed: &Signed,
    name: &str,
    query: &Typed,
    wrong: Option<&Refusal>,
    status: StatusCode,
) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    let front = front_of(&desk, name)?;
    fronts::check(&signed.who(), &front)?;
    let standing = fronts::standing(&mut desk.tx, &front).await?;
    let (filled, candidates) = {
        let now = app.newsroom.house.now();
        fronts::filled(&mut desk.tx, &front, standing.shown(), now).await?
    };
    let at = At::of(&desk, &front);
    let shown = seats::view(&mut desk, &standing, &filled, &candidates).await?;
    let title = title_of(&desk, &front);
    let mut frame = desk.frame(&title, "front").await?;
    let done = query.get("done").map(String::as_str);
    frame.done = desk.done(done);
    frame.wrong = wrong.map(|refusal| desk.refusal(refusal));
    let page = FrontDesk {
        fronts: tabs(&desk, &front),
        turn: standing.turn,
        number: standing.number,
        draft: draft(&mut desk, &standing).await?,
        here: here(&mut desk, &front).await?,
        pool: pool(&mut desk, signed, &front, query::field(query, "q"), &shown.stands).await?,
        top: shown.top,
        latest: shown.latest,
        bands: shown.bands,
        strip: strip(&mut desk).await?,
        may_strip: may_strip(&desk, &front),
        strip_until: local_field(&desk, app.newsroom.house.now() + Strip::USUAL),
        waits: waits(&mut desk, &standing).await?,
        troubled: troubled(&mut desk, &front).await?,
        undo: q!(desk.tx, fronts::before(front.as_str(), standing.number, 1))?
            .first()
            .map(|revised| revised.number),
        just_live: done == Some("front-live"),
        zone: desk.paper.zone.clone(),
        at,
        frame,
    };
    desk.print(status, &page)
}

/// A moment as a field for a local time takes it.
fn local_field(desk: &Desk<'_>, at: Micros) -> String {
    desk.zoned(at).strftime("%Y-%m-%dT%H:%M").to_string()
}

async fn draft(desk: &mut Desk<'_>, standing: &Standing) -> Result<Option<DraftView>, Error> {
    let Some(draft) = &standing.draft else { return Ok(None) };
    let me = desk.member.as_ref().map(|member| format!("account:{}", member.account));
    Ok(Some(DraftView {
        by: desk.actor_name(&draft.by).await?,
        mine: Some(&draft.by) == me.as_ref(),
        at: desk.moment(draft.at),
        changes: words::lines(desk, &standing.live, &standing.changes()).await?,
        stale: draft.base != standing.number,
    }))
}

async fn here(desk: &mut Desk<'_>, front: &Front) -> Result<Vec<String>, Error> {
    let since = desk.app.newsroom.house.now() - HERE;
    let me = desk.member.as_ref().map(|member| member.account.clone());
    let mut names = Vec::new();
    for one in q!(desk.tx, fronts::here(front.as_str(), since))? {
        if Some(&one.account) != me.as_ref() {
            names.push(desk.account_name(&one.account).await?);
        }
    }
    Ok(names)
}

async fn strip(desk: &mut Desk<'_>) -> Result<Option<StripView>, Error> {
    let now = desk.app.newsroom.house.now();
    let Some(strip) = set_breaking::current(&mut desk.tx, now).await? else {
        return Ok(None);
    };
    let headline = match &strip.story_id {
        Some(story) => words::headline(desk, story).await?,
        None => String::new(),
    };
    Ok(Some(StripView {
        headline,
        by: desk.actor_name(&strip.set_by).await?,
        until: desk.moment(strip.until_at),
        text: strip.text,
    }))
}

fn may_strip(desk: &Desk<'_>, front: &Front) -> bool {
    let Some(member) = &desk.member else { return false };
    match front {
        Front::Paper => member.may(Act::Front, On::NOTHING),
        Front::Section(id) => member.may(
            Act::Flash,
            On {
                own: false,
                section: Some(id),
            },
        ),
    }
}

async fn waits(desk: &mut Desk<'_>, standing: &Standing) -> Result<Vec<Waits>, Error> {
    let mut out = Vec::new();
    let waiting: Vec<FrontSchedule> = q!(desk.tx, fronts::schedules_of(standing.front.as_str(), "waiting"))?;
    for schedule in waiting {
        let changes = schedule_front::read(&schedule)?;
        out.push(Waits {
            at: desk.moment(schedule.due_at),
            field: Local::kept(&schedule.local)
                .map(|local| local.field())
                .unwrap_or_default(),
            by: desk.writer(schedule.account.as_deref()).await?,
            lines: words::lines(desk, &standing.live, &changes).await?,
            id: schedule.id,
        });
    }
    Ok(out)
}

async fn troubled(desk: &mut Desk<'_>, front: &Front) -> Result<Vec<Troubled>, Error> {
    let since = desk.app.newsroom.house.now() - DAY;
    let mut out = Vec::new();
    let all: Vec<FrontSchedule> = q!(desk.tx, fronts::troubled(front.as_str(), since))?;
    for schedule in all {
        let lines = match serde_json::from_str::<Vec<LeftOut>>(&schedule.problem) {
            Ok(left) => words::left_out(desk, &left).await?,
            Err(_) => vec![super::visit::sentence(&schedule.problem)],
        };
        out.push(Troubled {
            at: desk.moment(schedule.due_at),
            lines,
        });
    }
    Ok(out)
}
