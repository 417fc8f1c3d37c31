//! Fronts laid out by hand: the front page at `/desk/front` and each section's page at `/desk/front/SLUG`. Left the seats in
//! the order of the page, right the stories that can stand in them; every change goes into a draft that the server keeps.

pub(crate) mod acts;
pub(crate) mod compare;
pub(crate) mod history;
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
use courant_model::front::{self as model, FrontSchedule, LeftOut, Strip};
use courant_model::schedule::Local;
use courant_model::story::State as StoryState;
use courant_model::time::{DAY, Micros, SECOND};
use courant_newsroom::commands::{schedule_front, set_breaking};
use courant_newsroom::fronts::{self, Standing};
use courant_newsroom::shelf::{self, Wanted, Which};
use courant_newsroom::{Error, Refusal};
use courant_store::q;
use http::StatusCode;
use seats::{BandView, SeatView};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How the front page stands in addresses; no section has this slug.
const PAPER: &str = "-";
/// Stories of the pool.
const POOL: i64 = 24;
/// Stories that wait to be published, below them.
const READY: usize = 12;
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

/// Where the page's acts go.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct At {
    /// `/desk/front` or `/desk/front/SLUG`.
    href: String,
    /// Before the name of an act: `/desk/front/-` or `/desk/front/SLUG`.
    acts: String,
    /// Where readers see it.
    path: String,
    /// The section's name; empty for the front page.
    section: String,
}

/// A front in the row of fronts.
#[derive(Debug, Clone, Serialize)]
struct Tab {
    href: String,
    label: String,
    current: bool,
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

/// Stories that can be put on the front.
#[derive(Debug, Clone, Serialize)]
struct Pool {
    q: String,
    stories: Vec<PoolStory>,
    /// Handed in and not published; they cannot be placed.
    ready: Vec<PoolStory>,
}

/// A story of the pool.
#[derive(Debug, Clone, Serialize)]
struct PoolStory {
    id: String,
    headline: String,
    section: String,
    time: Option<Moment>,
    /// The seat in which it stands in the draft; empty when in none.
    stands: String,
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
        let story = |stands: &str| PoolStory {
            id: "01A".into(),
            headline: "Ferry <b>\"".into(),
            section: "Local".into(),
            time: Some(at()),
            stands: stands.into(),
        };
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
            pool: Pool {
                q: "\"<".into(),
                stories: vec![story(""), story("Lead")],
                ready: vec![story("")],
            },
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
            pool: Pool {
                q: String::new(),
                stories: Vec::new(),
                ready: Vec::new(),
            },
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

impl At {
    fn of(desk: &Desk<'_>, front: &model::Front) -> Self {
        match front {
            model::Front::Paper => Self {
                href: "/desk/front".to_owned(),
                acts: format!("/desk/front/{PAPER}"),
                path: "/".to_owned(),
                section: String::new(),
            },
            model::Front::Section(id) => {
                let section = desk.section(Some(id));
                let slug = section.map_or("", |section| section.slug.as_str());
                let href = crate::site::path::encoded(&format!("/desk/front/{slug}"));
                Self {
                    acts: href.clone(),
                    href,
                    path: crate::site::path::encoded(&format!("/{slug}")),
                    section: section.map(|section| section.name.clone()).unwrap_or_default(),
                }
            }
        }
    }

    #[cfg(test)]
    fn sample() -> Self {
        Self {
            href: "/desk/front".into(),
            acts: "/desk/front/-".into(),
            path: "/".into(),
            section: String::new(),
        }
    }
}

/// The front of an address.
fn front_of(desk: &Desk<'_>, page: &str) -> Result<model::Front, Error> {
    if page == PAPER {
        return Ok(model::Front::Paper);
    }
    let section = desk.sections.iter().find(|section| section.slug == page);
    let section = section.ok_or_else(|| Error::NotFound("such section".to_owned()))?;
    Ok(model::Front::Section(section.id.clone()))
}

/// A word for a front: "Front page", or the section's name.
fn title_of(desk: &Desk<'_>, front: &model::Front) -> String {
    match front {
        model::Front::Paper => desk.word("nav-front"),
        model::Front::Section(id) => desk.section(Some(id)).map(|one| one.name.clone()).unwrap_or_default(),
    }
}

/// Where the member begins: the front page, or the first section whose page they arrange.
pub(crate) fn home_of(desk: &Desk<'_>) -> Option<String> {
    if desk.may(Act::Front) {
        return Some("/desk/front".to_owned());
    }
    let member = desk.member.as_ref()?;
    let section = desk.sections.iter().find(|section| {
        let on = On {
            own: false,
            section: Some(&section.id),
        };
        member.may(Act::SectionFront, on)
    })?;
    Some(crate::site::path::encoded(&format!("/desk/front/{}", section.slug)))
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

fn tabs(desk: &Desk<'_>, here: &model::Front) -> Vec<Tab> {
    let mut all = vec![model::Front::Paper];
    all.extend(desk.sections.iter().map(|one| model::Front::Section(one.id.clone())));
    all.into_iter()
        .filter(|front| {
            let member = desk.member.as_ref();
            member.is_some_and(|member| match front {
                model::Front::Paper => member.may(Act::Front, On::NOTHING),
                model::Front::Section(id) => member.may(
                    Act::SectionFront,
                    On {
                        own: false,
                        section: Some(id),
                    },
                ),
            })
        })
        .map(|front| Tab {
            href: At::of(desk, &front).href,
            label: title_of(desk, &front),
            current: front == *here,
        })
        .collect()
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

async fn here(desk: &mut Desk<'_>, front: &model::Front) -> Result<Vec<String>, Error> {
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

async fn pool(
    desk: &mut Desk<'_>,
    signed: &Signed,
    front: &model::Front,
    typed: &str,
    stands: &BTreeMap<String, String>,
) -> Result<Pool, Error> {
    let mut stories = Vec::new();
    if typed.is_empty() {
        let rows = match front {
            model::Front::Paper => q!(desk.tx, live::latest(false, POOL, 0))?,
            model::Front::Section(id) => q!(desk.tx, live::of_section(id, false, POOL, 0))?,
        };
        for live in rows {
            stories.push(PoolStory {
                section: section_name(desk, live.section_id.as_deref()),
                time: live.published_at.map(|at| desk.moment(at)),
                stands: stands.get(&live.story_id).cloned().unwrap_or_default(),
                headline: live.headline,
                id: live.story_id,
            });
        }
    } else {
        let wanted = Wanted {
            which: Which::Only(StoryState::Published),
            typed: typed.to_owned(),
            limit: POOL as usize,
            ..Wanted::default()
        };
        for line in shelf::list(&mut desk.tx, &signed.who(), &wanted).await?.lines {
            let Some(live) =
                q!(desk.tx, live::by_id(&line.id))?.filter(|live| live.listed && live.retracted_at.is_none())
            else {
                continue;
            };
            stories.push(PoolStory {
                section: section_name(desk, live.section_id.as_deref()),
                time: live.published_at.map(|at| desk.moment(at)),
                stands: stands.get(&live.story_id).cloned().unwrap_or_default(),
                headline: live.headline,
                id: live.story_id,
            });
        }
    }
    let wanted = Wanted {
        which: Which::Only(StoryState::Ready),
        typed: typed.to_owned(),
        section: match front {
            model::Front::Paper => None,
            model::Front::Section(id) => Some(id.clone()),
        },
        limit: READY,
        ..Wanted::default()
    };
    let ready = shelf::list(&mut desk.tx, &signed.who(), &wanted).await?.lines;
    Ok(Pool {
        q: typed.to_owned(),
        stories,
        ready: ready
            .into_iter()
            .map(|line| PoolStory {
                section: section_name(desk, line.section_id.as_deref()),
                headline: if line.headline.is_empty() {
                    line.working_slug
                } else {
                    line.headline
                },
                id: line.id,
                time: None,
                stands: String::new(),
            })
            .collect(),
    })
}

fn section_name(desk: &Desk<'_>, id: Option<&str>) -> String {
    desk.section(id).map(|section| section.name.clone()).unwrap_or_default()
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

fn may_strip(desk: &Desk<'_>, front: &model::Front) -> bool {
    let Some(member) = &desk.member else { return false };
    match front {
        model::Front::Paper => member.may(Act::Front, On::NOTHING),
        model::Front::Section(id) => member.may(
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

async fn troubled(desk: &mut Desk<'_>, front: &model::Front) -> Result<Vec<Troubled>, Error> {
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
