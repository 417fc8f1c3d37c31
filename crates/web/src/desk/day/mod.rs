//! The day: one screen by section and hour with what is planned, assigned, in hand, ready and published, and the diary.
//! `/desk/day` is today's; forms plan, move and give stories, and what is printed of it is for the conference.

pub(super) mod acts;
pub(super) mod board;
pub(super) mod sheet;

use super::frame::Frame;
use super::print::Page;
use super::problem;
use super::query::{self, Typed, field};
use super::stories::{self, Choice};
use super::visit::Desk;
use crate::app::App;
use crate::auth::Signed;
use crate::site::view::Moment;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use board::Board;
use courant_model::account::Act;
use courant_model::day::Stage;
use courant_newsroom::permissions::Who;
use courant_newsroom::{Error, Refusal, day as newsroom_day, diary};
use courant_store::q;
use http::StatusCode;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use sheet::Sheet;
use std::collections::HashMap;
use std::sync::Arc;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct DayPage {
    frame: Frame,
    /// `2026-11-30`.
    day: String,
    is_today: bool,
    yesterday: String,
    tomorrow: String,
    week: Vec<WeekDay>,
    week_before: String,
    week_after: String,
    sections: Vec<Choice>,
    writers: Vec<Choice>,
    stages: Vec<Choice>,
    narrowed: bool,
    board: Board,
    /// When this was made, for the foot of what is printed.
    made: Moment,
    sheet: Option<Sheet>,
    undo: Option<Undo>,
    may_plan: bool,
    may_keep_diary: bool,
    zone: String,
    /// What narrows the page, as the rest of an address.
    rest: String,
    /// The same as hidden fields of forms: name and value.
    kept: Vec<(&'static str, String)>,
}

/// A day of the week around.
#[derive(Debug, Clone, Serialize)]
struct WeekDay {
    date: String,
    weekday: String,
    number: i8,
    full: String,
    /// Nothing for whoever does not see all stories.
    stories: Option<usize>,
    events: usize,
    current: bool,
    today: bool,
}

/// The way back from a move.
#[derive(Debug, Clone, Serialize)]
struct Undo {
    story: String,
    title: String,
    due: String,
    section: String,
    assignee: String,
    seen_due: String,
    seen_section: String,
    seen_assignee: String,
}

impl Page for DayPage {
    const TEMPLATE: &'static str = "day.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let choice = |value: &str| Choice {
            value: value.into(),
            label: value.into(),
            chosen: value.is_empty(),
        };
        let full = Self {
            frame: Frame::sample("Monday 30 November 2026"),
            day: "2026-11-30".into(),
            is_today: true,
            yesterday: "2026-11-29".into(),
            tomorrow: "2026-12-01".into(),
            week: [Some(3), None]
                .into_iter()
                .map(|stories| WeekDay {
                    date: "2026-11-30".into(),
                    weekday: "Monday".into(),
                    number: 30,
                    full: "Monday 30 November 2026".into(),
                    stories,
                    events: 2,
                    current: stories.is_some(),
                    today: true,
                })
                .collect(),
            week_before: "2026-11-23".into(),
            week_after: "2026-12-07".into(),
            sections: vec![choice(""), choice("local")],
            writers: vec![choice(""), choice("\"<b>")],
            stages: vec![choice(""), choice("ready")],
            narrowed: true,
            board: Board::sample(),
            made: moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET"),
            sheet: Some(Sheet::sample(true)),
            undo: Some(Undo {
                story: "01A".into(),
                title: "Ferry <b>".into(),
                due: "5".into(),
                section: "local".into(),
                assignee: String::new(),
                seen_due: "2026-11-30".into(),
                seen_section: String::new(),
                seen_assignee: "01B".into(),
            }),
            may_plan: true,
            may_keep_diary: true,
            zone: "Europe/Lisbon".into(),
            rest: "&stage=ready".into(),
            kept: vec![("stage", "ready".into())],
        };
        let bare = Self {
            is_today: false,
            narrowed: false,
            board: Board::default(),
            sheet: None,
            undo: None,
            may_plan: false,
            may_keep_diary: false,
            rest: String::new(),
            kept: Vec::new(),
            ..full.clone()
        };
        let planning = Self {
            sheet: Some(Sheet::sample(false)),
            ..bare.clone()
        };
        vec![full, bare, planning]
    }
}

/// What narrows the page.
#[derive(Debug, Clone, Default)]
pub(super) struct Narrow {
    section: String,
    /// An account, or `nobody`.
    writer: String,
    stage: Option<Stage>,
}

impl Narrow {
    pub(super) fn of(query: &Typed) -> Self {
        Self {
            section: field(query, "section-only").to_owned(),
            writer: field(query, "writer").to_owned(),
            stage: Stage::parse(field(query, "stage")),
        }
    }

    fn is_any(&self) -> bool {
        !self.pairs().is_empty()
    }

    /// What is said of it: name and value.
    fn pairs(&self) -> Vec<(&'static str, String)> {
        let stage = self.stage.map_or("", Stage::as_str);
        [
            ("section-only", self.section.as_str()),
            ("writer", &self.writer),
            ("stage", stage),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name, value.to_owned()))
        .collect()
    }

    /// As the rest of an address, with `&` before each pair.
    pub(super) fn rest(&self) -> String {
        let pairs = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(self.pairs())
            .finish();
        if pairs.is_empty() { pairs } else { format!("&{pairs}") }
    }
}

/// What a form was answered with: it stays open with what was typed.
pub(super) struct Refused {
    pub(super) status: StatusCode,
    pub(super) wrong: String,
    pub(super) typed: Typed,
    /// The story of the form; nothing for a new one.
    pub(super) story: Option<String>,
}

/// Shows today.
pub(crate) async fn today(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let answer = async {
        // The date field of the page asks with `?on=`.
        let desk = Desk::enter(&app, &signed.member).await?;
        let date = field(&query, "on").parse().unwrap_or_else(|_| desk.now.date());
        drop(desk);
        page(&app, &signed, date, &query, None).await
    };
    let answer = answer.await;
    problem::or(&app, Some(&signed.member), answer).await
}

/// Shows a day.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(date): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let query = query::pairs(raw.as_deref());
    let answer = match day_of(&date) {
        Some(date) => page(&app, &signed, date, &query, None).await,
        None => Err(Error::NotFound("such day".to_owned())),
    };
    problem::or(&app, Some(&signed.member), answer).await
}

/// A day that addresses and calendars can write.
pub(super) fn day_of(text: &str) -> Option<Date> {
    text.parse()
        .ok()
        .filter(|date: &Date| (1900..=9000).contains(&date.year()))
}

/// Whether somebody sees the day at all: whoever reads stories, if only their own.
pub(super) fn check(desk: &Desk<'_>) -> Result<(), Refusal> {
    if desk.may_anywhere(Act::Read) {
        return Ok(());
    }
    Err(Refusal::new("not-allowed", "your roles do not allow this"))
}

/// The page of a day; `refused` is a form that was answered with no.
pub(super) async fn page(
    app: &App,
    signed: &Signed,
    date: Date,
    query: &Typed,
    refused: Option<Refused>,
) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    check(&desk)?;
    let who = signed.who();
    let narrow = Narrow::of(query);
    let present = stories::present(&mut desk).await?;
    let board = board::fill(&mut desk, &who, date, &narrow, &present).await?;
    let (week, monday) = week(&mut desk, &who, date).await?;
    let any = desk.word("list-any-section");
    let sections = stories::section_choices(&desk, Some(&any), &narrow.section);
    let writers = writers(&mut desk, &narrow.writer).await?;
    let stages = std::iter::once((String::new(), desk.word("list-any-state"), narrow.stage.is_none()))
        .chain(Stage::ALL.into_iter().map(|stage| {
            let word = desk.word(&format!("stage-{}", stage.as_str()));
            (stage.as_str().to_owned(), word, narrow.stage == Some(stage))
        }))
        .map(|(value, label, chosen)| Choice { value, label, chosen })
        .collect();
    let sheet = sheet::fill(&mut desk, &who, date, query, refused.as_ref()).await?;
    let undo = match query.get("undo").filter(|_| refused.is_none()) {
        Some(text) => undo(&mut desk, &who, text).await?,
        None => None,
    };
    let now = app.newsroom.house.now();
    let title = title(&desk, date);
    let mut frame = desk.frame(&title, "day").await?;
    frame.done = desk
        .done(query.get("done").map(String::as_str))
        .filter(|_| refused.is_none());
    frame.wrong = refused.as_ref().map(|refused| refused.wrong.clone());
    let status = refused.map_or(StatusCode::OK, |refused| refused.status);
    let day_by = |days: i32| date.checked_add(days.days()).unwrap_or(date).to_string();
    let page = DayPage {
        frame,
        day: date.to_string(),
        is_today: desk.now.date() == date,
        yesterday: day_by(-1),
        tomorrow: day_by(1),
        week,
        week_before: monday.checked_sub(7.days()).unwrap_or(monday).to_string(),
        week_after: monday.checked_add(7.days()).unwrap_or(monday).to_string(),
        sections,
        writers,
        stages,
        narrowed: narrow.is_any(),
        board,
        made: desk.moment(now),
        sheet,
        undo,
        may_plan: desk.may(Act::Begin),
        may_keep_diary: desk.may(Act::Diary),
        zone: desk.paper.zone.clone(),
        rest: narrow.rest(),
        kept: narrow.pairs(),
    };
    desk.print(status, &page)
}

/// "Monday 30 November 2026".
pub(super) fn title(desk: &Desk<'_>, date: Date) -> String {
    match date.at(12, 0, 0, 0).to_zoned_datetime(desk.paper.time_zone()) {
        Ok(noon) => desk.dates.today(&noon).text,
        Err(_) => date.to_string(),
    }
}

/// The week of a day, with how much stands in each of its days, and its Monday.
async fn week(desk: &mut Desk<'_>, who: &Who, date: Date) -> Result<(Vec<WeekDay>, Date), Error> {
    let back = i32::from(date.weekday().to_monday_zero_offset());
    let monday = date.checked_sub(back.days()).unwrap_or(date);
    let sunday = monday.checked_add(6.days()).unwrap_or(date);
    let zone = desk.paper.time_zone();
    let counts = newsroom_day::counts(&mut desk.tx, who, monday, sunday, &zone).await?;
    let events = diary::between(&mut desk.tx, who, monday, sunday, &zone).await?;
    let today = desk.now.date();
    let mut week = Vec::with_capacity(7);
    for n in 0..7_i32 {
        let Ok(day) = monday.checked_add(n.days()) else { break };
        let full = title(desk, day);
        let weekday = match day.at(12, 0, 0, 0).to_zoned_datetime(zone.clone()) {
            Ok(noon) => desk.dates.weekday(&noon),
            Err(_) => String::new(),
        };
        let touches = |one: &&(courant_model::diary::Event, courant_model::diary::Occurrence)| match one.1.days {
            Some((from, until)) => from <= day && until >= day,
            None => desk.zoned(one.1.from).date() <= day && desk.zoned((one.1.until - 1).max(one.1.from)).date() >= day,
        };
        week.push(WeekDay {
            date: day.to_string(),
            weekday,
            number: day.day(),
            stories: counts.as_ref().map(|counts| counts.get(&day).copied().unwrap_or(0)),
            events: events.iter().filter(touches).count(),
            current: day == date,
            today: day == today,
            full,
        });
    }
    Ok((week, monday))
}

async fn writers(desk: &mut Desk<'_>, chosen: &str) -> Result<Vec<Choice>, Error> {
    let mut choices = vec![
        Choice {
            value: String::new(),
            label: desk.word("day-any-writer"),
            chosen: chosen.is_empty(),
        },
        Choice {
            value: "nobody".to_owned(),
            label: desk.word("day-nobody"),
            chosen: chosen == "nobody",
        },
    ];
    choices.extend(desk.account_choices(Some(chosen)).await?);
    Ok(choices)
}

/// Reads `STORY~DUE~SECTION~ASSIGNEE`: what a story was before it was moved.
async fn undo(desk: &mut Desk<'_>, who: &Who, text: &str) -> Result<Option<Undo>, Error> {
    let parts: Vec<&str> = text.split('~').collect();
    let [story, due, section, assignee] = parts.as_slice() else {
        return Ok(None);
    };
    let Some(line) = q!(desk.tx, day::line(story))? else {
        return Ok(None);
    };
    if !newsroom_day::may(who, Act::Read, &line) || sheet::due_from(due).is_none() {
        return Ok(None);
    }
    Ok(Some(Undo {
        title: board::title_of(&line),
        due: (*due).to_owned(),
        section: (*section).to_owned(),
        assignee: (*assignee).to_owned(),
        seen_due: sheet::due_text(line.due_at, &line.due_day),
        seen_section: line.section_id.unwrap_or_default(),
        seen_assignee: line.assignee.unwrap_or_default(),
        story: line.id,
    }))
}

/// Cards by who has the story open.
pub(super) type Present = HashMap<String, Vec<stories::Person>>;

#[cfg(test)]
impl board::Card {
    pub(crate) fn samples() -> Vec<Self> {
        let full = Self::sample();
        let bare = Self {
            named: false,
            late: false,
            time: String::new(),
            section: String::new(),
            writers: String::new(),
            planned: 0,
            picture: None,
            wanted: false,
            embargo: None,
            scheduled: None,
            present: Vec::new(),
            may_move: false,
            may_change: false,
            ..full.clone()
        };
        let asked = Self {
            picture: None,
            ..full.clone()
        };
        vec![full, bare, asked]
    }
}
