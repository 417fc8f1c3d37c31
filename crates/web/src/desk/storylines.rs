//! Storylines at the desk: their list, and each with its stories, its timeline, what the copy desk suggests for it, and
//! whether readers have a page of it. The acts lie in `together.rs`.

use super::frame::Frame;
use super::print::Page;
use super::problem;
use super::query::{self, Typed};
use super::stories::Choice;
use super::visit::Desk;
use crate::app::App;
use crate::auth::Signed;
use crate::site::view::Moment;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use courant_model::account::Act;
use courant_model::story::Revision;
use courant_model::storyline::{Event, EventKind, EventStatus, Storyline};
use courant_newsroom::commands::keep_storyline::Open;
use courant_newsroom::record::events;
use courant_newsroom::{Error, Refusal};
use courant_store::q;
use http::StatusCode;
use serde::Serialize;
use std::collections::HashSet;
use std::sync::Arc;

/// Storylines in the list.
const LINES: i64 = 200;
/// Stories of a storyline that its page lists.
const STORIES: i64 = 200;
/// Stories whose texts are read for suggestions.
const READ: usize = 8;
/// People of the cast.
const CAST: i64 = 30;

/// The list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Storylines {
    frame: Frame,
    lines: Vec<Line>,
    may_keep: bool,
    typed: Typed,
}

/// A line of it.
#[derive(Debug, Clone, Serialize)]
struct Line {
    id: String,
    title: String,
    closed: bool,
    /// `desk`, `readers` or `engines`.
    open: &'static str,
    stories: i64,
    events: i64,
    /// Events that wait to be confirmed again.
    stale: i64,
    changed: Moment,
}

/// One.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct StorylineDesk {
    frame: Frame,
    id: String,
    /// When it was last changed, for finding out whether somebody was faster.
    seen: String,
    title: String,
    summary: String,
    closed: bool,
    open: String,
    path: String,
    /// Readers have the page now.
    public: bool,
    may_keep: bool,
    may_record: bool,
    events: Vec<EventLine>,
    found: Vec<EventLine>,
    stories: Vec<StoryLine>,
    cast: Vec<String>,
}

/// A story of it.
#[derive(Debug, Clone, Serialize)]
struct StoryLine {
    id: String,
    headline: String,
    state: String,
    state_word: String,
    published: Option<Moment>,
}

/// An event: kept, or found by the copy desk and not decided on yet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct EventLine {
    /// Empty while nobody decided.
    id: String,
    storyline: String,
    story: String,
    story_headline: String,
    kind: String,
    kinds: Vec<Choice>,
    status: String,
    statuses: Vec<Choice>,
    day: String,
    /// The day in words.
    day_words: String,
    title: String,
    place: String,
    sentence: String,
    /// `confirmed`, `refused`, `stale`, or empty.
    state: String,
    /// Readers see it, when the page is open.
    shown: bool,
    by: String,
}

impl Page for Storylines {
    const TEMPLATE: &'static str = "storylines.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let line = |open, closed, stale| Line {
            id: "l".into(),
            title: "The \"ferry\" <b>".into(),
            closed,
            open,
            stories: 3,
            events: 1,
            stale,
            changed: moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET"),
        };
        vec![
            Self {
                frame: Frame::sample("Storylines"),
                lines: vec![line("desk", false, 0), line("engines", true, 2)],
                may_keep: true,
                typed: Typed::new(),
            },
            Self {
                frame: Frame::sample("Storylines"),
                lines: Vec::new(),
                may_keep: false,
                typed: Typed::new(),
            },
        ]
    }
}

impl Page for StorylineDesk {
    const TEMPLATE: &'static str = "storyline.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let whole = Self {
            frame: Frame::sample("The ferry"),
            id: "l".into(),
            seen: "5".into(),
            title: "The \"ferry\"".into(),
            summary: "Who </textarea> pays.".into(),
            closed: false,
            open: "readers".into(),
            path: "/storylines/ferry".into(),
            public: true,
            may_keep: true,
            may_record: true,
            events: vec![
                EventLine::sample("e"),
                EventLine {
                    state: "stale".into(),
                    shown: false,
                    ..EventLine::sample("f")
                },
            ],
            found: vec![EventLine::sample("")],
            stories: vec![StoryLine {
                id: "s".into(),
                headline: "Ferry <b>".into(),
                state: "published".into(),
                state_word: "Published".into(),
                published: None,
            }],
            cast: vec!["Ana <b>".into()],
        };
        let bare = Self {
            public: false,
            closed: true,
            may_keep: false,
            events: Vec::new(),
            found: Vec::new(),
            stories: Vec::new(),
            cast: Vec::new(),
            ..whole.clone()
        };
        vec![whole, bare]
    }
}

#[cfg(test)]
impl EventLine {
    pub(crate) fn sample(id: &str) -> Self {
        let choice = |value: &str| Choice {
            value: value.into(),
            label: value.into(),
            chosen: true,
        };
        Self {
            id: id.into(),
            storyline: "l".into(),
            story: "s".into(),
            story_headline: "Ferry <b>".into(),
            kind: "vote".into(),
            kinds: vec![choice("vote")],
            status: "planned".into(),
            statuses: vec![choice("planned")],
            day: "2026-03".into(),
            day_words: "March 2026".into(),
            title: String::new(),
            place: "Maren".into(),
            sentence: "The council is to vote \"soon\".".into(),
            state: if id.is_empty() {
                String::new()
            } else {
                "confirmed".into()
            },
            shown: !id.is_empty(),
            by: "Ana <b>".into(),
        }
    }
}

/// Shows the list.
pub(crate) async fn list(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let asked = Asked {
        done: query.get("done").map(String::as_str),
        ..Asked::default()
    };
    let page = list_page(&app, &signed, &asked).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Shows one.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let query = query::pairs(raw.as_deref());
    let asked = Asked {
        done: query.get("done").map(String::as_str),
        ..Asked::default()
    };
    let page = page(&app, &signed, &id, &asked).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// How a page is asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked<'a> {
    /// What was just done.
    pub(crate) done: Option<&'a str>,
    /// What was refused.
    pub(crate) wrong: Option<String>,
    /// What was typed with it.
    pub(crate) typed: Typed,
    pub(crate) status: StatusCode,
}

/// Refuses who works on no story's record.
pub(crate) fn admit(desk: &Desk<'_>) -> Result<(), Error> {
    if desk.may_anywhere(Act::Record) {
        return Ok(());
    }
    Err(Refusal::new("not-allowed", "your roles do not allow this").into())
}

/// Prints the list.
pub(crate) async fn list_page(app: &App, signed: &Signed, asked: &Asked<'_>) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    admit(&desk)?;
    let mut lines = Vec::new();
    for line in q!(desk.tx, storylines::lines("", LINES, 0))? {
        let open = match (line.is_public, line.noindex) {
            (false, _) => Open::Desk,
            (true, true) => Open::Readers,
            (true, false) => Open::Engines,
        };
        lines.push(Line {
            open: open.as_str(),
            closed: line.state != "open",
            stories: line.stories,
            events: line.events,
            stale: line.stale,
            changed: desk.moment(line.changed_at),
            id: line.id,
            title: line.title,
        });
    }
    let title = desk.word("nav-storylines");
    let mut frame = desk.frame(&title, "storylines").await?;
    frame.done = desk.done(asked.done);
    frame.wrong.clone_from(&asked.wrong);
    let page = Storylines {
        frame,
        lines,
        may_keep: desk.may(Act::KeepRecord),
        typed: asked.typed.clone(),
    };
    desk.print(status(asked), &page)
}

/// Prints one.
pub(crate) async fn page(app: &App, signed: &Signed, id: &str, asked: &Asked<'_>) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    admit(&desk)?;
    let storyline = q!(desk.tx, storylines::by_id(id))?.ok_or_else(|| Error::NotFound("such storyline".to_owned()))?;
    let decided = q!(desk.tx, storylines::events(id))?;
    let mut events = Vec::new();
    for event in decided.iter().filter(|event| event.state != "refused") {
        events.push(event_line(&mut desk, event).await?);
    }
    let shown: HashSet<String> = q!(desk.tx, storylines::timeline(id, crate::site::storyline::EVENTS))?
        .into_iter()
        .map(|event| event.id)
        .collect();
    for line in &mut events {
        line.shown = shown.contains(&line.id);
    }
    let rows = q!(desk.tx, storylines::stories(id, STORIES))?;
    let mut found = Vec::new();
    for row in rows.iter().take(READ) {
        let Some(story) = q!(desk.tx, stories::by_id(&row.story_id))? else {
            continue;
        };
        let Some(head) = q!(desk.tx, stories::revision(&story.head))? else {
            continue;
        };
        if signed.who().check_story(Act::Record, &story, &head).is_ok() {
            found.extend(suggested(&mut desk, &storyline, &head, &decided).await?);
        }
    }
    let stories = rows
        .into_iter()
        .map(|row| StoryLine {
            state_word: desk.word(&format!("state-{}", row.state)),
            published: row.published_at.map(|at| desk.moment(at)),
            headline: if row.headline.is_empty() {
                row.working_slug
            } else {
                row.headline
            },
            id: row.story_id,
            state: row.state,
        })
        .collect();
    let cast = q!(desk.tx, storylines::cast(id, CAST))?;
    let over = |kept: &str, name: &str| asked.typed.get(name).cloned().unwrap_or_else(|| kept.to_owned());
    let mut frame = desk.frame(&storyline.title, "storylines").await?;
    frame.done = desk.done(asked.done);
    frame.wrong.clone_from(&asked.wrong);
    let page = StorylineDesk {
        frame,
        id: id.to_owned(),
        seen: storyline.changed_at.to_string(),
        title: over(&storyline.title, "title"),
        summary: over(&storyline.summary, "summary"),
        closed: !storyline.is_open(),
        open: Open::of(&storyline).as_str().to_owned(),
        path: storyline.path(),
        public: storyline.is_public,
        may_keep: desk.may(Act::KeepRecord),
        may_record: desk.may_anywhere(Act::Record),
        events,
        found,
        stories,
        cast: cast.into_iter().map(|person| person.name).collect(),
    };
    desk.print(status(asked), &page)
}

fn status(asked: &Asked<'_>) -> StatusCode {
    if asked.status == StatusCode::default() {
        StatusCode::OK
    } else {
        asked.status
    }
}

/// An event as the desk shows it, with its form.
pub(crate) async fn event_line(desk: &mut Desk<'_>, event: &Event) -> Result<EventLine, Error> {
    let by = desk.actor_name(&event.decided_by).await?;
    let story_headline = match q!(desk.tx, stories::by_id(&event.story_id))? {
        Some(story) => q!(desk.tx, stories::revision(&story.head))?
            .map(|head| head.headline)
            .filter(|headline| !headline.is_empty())
            .unwrap_or(story.working_slug),
        None => String::new(),
    };
    let shown = q!(desk.tx, storylines::live_events_of_story(&event.story_id))?.contains(&event.id);
    Ok(line(desk, event, story_headline, shown, by))
}

fn line(desk: &Desk<'_>, event: &Event, story_headline: String, shown: bool, by: String) -> EventLine {
    let choices = |words: Vec<&'static str>, chosen: &str, prefix: &str| -> Vec<Choice> {
        words
            .into_iter()
            .map(|word| Choice {
                value: word.to_owned(),
                label: desk.word(&format!("{prefix}-{word}")),
                chosen: word == chosen,
            })
            .collect()
    };
    let kinds = EventKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let statuses = EventStatus::ALL.iter().map(|status| status.as_str()).collect();
    EventLine {
        id: event.id.clone(),
        storyline: event.storyline_id.clone(),
        story: event.story_id.clone(),
        story_headline,
        kinds: choices(kinds, &event.kind, "event-kind"),
        kind: desk.word(&format!("event-kind-{}", event.kind)),
        statuses: choices(statuses, &event.status, "event-status"),
        status: desk.word(&format!("event-status-{}", event.status)),
        day_words: courant_model::storyline::Day::parse(&event.day)
            .map(|day| desk.dates.day(day))
            .unwrap_or_default(),
        day: event.day.clone(),
        title: event.title.clone(),
        place: event.place.clone(),
        sentence: event.sentence.clone(),
        state: event.state.clone(),
        shown,
        by,
    }
}

/// The events that the copy desk finds in a text and on which nobody has decided for this storyline.
pub(crate) async fn suggested(
    desk: &mut Desk<'_>,
    storyline: &Storyline,
    draft: &Revision,
    decided: &[Event],
) -> Result<Vec<EventLine>, Error> {
    let day = q!(desk.tx, live::by_id(&draft.story_id))?
        .and_then(|live| live.published_at)
        .map_or_else(|| desk.now.date(), |at| desk.zoned(at).date());
    let found = events::found(draft, &day.to_string(), &storyline.id, decided).await?;
    Ok(found
        .into_iter()
        .map(|event| line(desk, &event, draft.headline.clone(), false, String::new()))
        .collect())
}
