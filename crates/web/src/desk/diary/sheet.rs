//! The sheet of an event: what is known of it, the stories that are made of it, what it was before.
//! Whoever keeps the diary finds it as a form; whoever is only sent there reads it.

use crate::app::App;
use crate::auth::Signed;
use crate::desk::day::board::{self, Told};
use crate::desk::day::day_of;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::query::{self, Typed, field};
use crate::desk::stories::{Choice, section_choices};
use crate::desk::visit::Desk;
use crate::site::view::Moment;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use courant_model::account::{Act, On};
use courant_model::day;
use courant_model::diary::repeat::Every;
use courant_model::diary::{Event, Version};
use courant_newsroom::{Error, Refusal, day as newsroom_day, diary};
use courant_store::q;
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct EventPage {
    frame: Frame,
    /// Empty for a new one.
    id: String,
    seen: String,
    typed: Fields,
    sections: Vec<Choice>,
    repeats: Vec<Choice>,
    people: Vec<Choice>,
    zone: String,
    cancelled: bool,
    /// The time of it by which this page was reached, where it repeats.
    on: Option<OneTime>,
    /// Days that were called off.
    called_off: Vec<OneTime>,
    /// What the calendar says from which it came.
    calendar: String,
    stories: Vec<Told>,
    versions: Vec<Former>,
    /// Somebody was faster: how it stands now is a link away.
    faster: bool,
    may_keep: bool,
    may_plan: bool,
    removed: bool,
    /// The day on which a story of it is planned.
    plan_on: String,
}

/// What stands in the form.
#[derive(Debug, Clone, Default, Serialize)]
struct Fields {
    title: String,
    day: String,
    time: String,
    end_day: String,
    end_time: String,
    place: String,
    contact: String,
    notes: String,
    interval: String,
    until: String,
}

/// A day of a series.
#[derive(Debug, Clone, Serialize)]
struct OneTime {
    date: String,
    title: String,
    cancelled: bool,
}

/// What it was.
#[derive(Debug, Clone, Serialize)]
struct Former {
    id: String,
    title: String,
    when: String,
    at: Moment,
    by: String,
}

impl Page for EventPage {
    const TEMPLATE: &'static str = "diary-event.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let choice = |value: &str| Choice {
            value: value.into(),
            label: value.into(),
            chosen: true,
        };
        let one = || OneTime {
            date: "2026-11-30".into(),
            title: "Monday 30 November 2026".into(),
            cancelled: true,
        };
        let full = Self {
            frame: Frame::sample("Council"),
            id: "01E".into(),
            seen: "5".into(),
            typed: Fields {
                title: "\"<i>".into(),
                notes: "</textarea>".into(),
                ..Fields::default()
            },
            sections: vec![choice("local")],
            repeats: vec![choice(""), choice("week")],
            people: vec![choice("ana")],
            zone: "Europe/Lisbon".into(),
            cancelled: true,
            on: Some(one()),
            called_off: vec![one()],
            calendar: "Agenda <b>\nTwo".into(),
            stories: vec![Told {
                id: "01A".into(),
                title: "Budget <i>".into(),
                stage: "ready",
                stage_word: "Ready".into(),
            }],
            versions: vec![Former {
                id: "01V".into(),
                title: "Council <b>".into(),
                when: "2026-11-30 18:30".into(),
                at: moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET"),
                by: "Ana <b>".into(),
            }],
            faster: true,
            may_keep: true,
            may_plan: true,
            removed: false,
            plan_on: "2026-11-30".into(),
        };
        let fresh = Self {
            id: String::new(),
            cancelled: false,
            on: None,
            called_off: Vec::new(),
            calendar: String::new(),
            stories: Vec::new(),
            versions: Vec::new(),
            faster: false,
            ..full.clone()
        };
        let read = Self {
            may_keep: false,
            may_plan: false,
            faster: false,
            on: None,
            ..full.clone()
        };
        let gone = Self {
            removed: true,
            ..full.clone()
        };
        vec![full, fresh, read, gone]
    }
}

/// What a form was answered with.
pub(super) struct Refused {
    pub(super) status: StatusCode,
    pub(super) wrong: String,
    pub(super) typed: Typed,
}

/// Shows the form of a new event; `?day=` proposes one.
pub(crate) async fn fresh(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = page(&app, &signed, None, &query, None).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Shows an event.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = page(&app, &signed, Some(&id), &query, None).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// The page; `refused` is a form that was answered with no.
pub(super) async fn page(
    app: &App,
    signed: &Signed,
    id: Option<&str>,
    query: &Typed,
    refused: Option<Refused>,
) -> Result<Response, Error> {
    let who = signed.who();
    let mut desk = Desk::enter(app, &signed.member).await?;
    let event = match id {
        Some(id) => q!(desk.tx, diary::by_id(id))?,
        None => None,
    };
    let may_keep = who.may(Act::Diary, On::NOTHING);
    let sent_there = event.as_ref().is_some_and(|event| diary::may_see(&who, event));
    if !may_keep && !sent_there {
        return Err(Refusal::new("not-allowed", "your roles do not allow this").into());
    }
    if id.is_some() && event.is_none() {
        return Err(Error::NotFound("such event".to_owned()));
    }
    let today = desk.now.date();
    let proposed = day_of(field(query, "day")).unwrap_or(today);
    let typed = refused.as_ref().map(|refused| &refused.typed);
    let get = |name: &str| typed.and_then(|typed| typed.get(name)).cloned();
    let (fields, calendar) = fields(&desk, event.as_ref(), &proposed.to_string(), &get)?;
    let section = get("section").unwrap_or_else(|| {
        let kept = event.as_ref().and_then(|event| event.section_id.clone());
        kept.unwrap_or_default()
    });
    let none = desk.word("new-no-section");
    let sections = section_choices(&desk, Some(&none), &section);
    let rule = event.as_ref().and_then(Event::rule);
    let every = get("every").unwrap_or_else(|| rule.map_or("", |rule| rule.every.as_str()).to_owned());
    let repeats = std::iter::once("")
        .chain(Every::ALL.into_iter().map(Every::as_str))
        .map(|value| Choice {
            value: value.to_owned(),
            label: desk.word(&format!(
                "diary-every-{}",
                if value.is_empty() { "once" } else { value }
            )),
            chosen: value == every,
        })
        .collect();
    let people = people(&mut desk, event.as_ref(), typed).await?;
    let (on, called_off) = times(&desk, event.as_ref(), query);
    let mut stories = Vec::new();
    let mut versions = Vec::new();
    if let Some(event) = &event {
        for line in q!(desk.tx, diary::stories(&event.id))? {
            if newsroom_day::may(&who, Act::Read, &line) {
                let stage = day::stage(&line, false);
                stories.push(Told {
                    title: board::title_of(&line),
                    stage: stage.as_str(),
                    stage_word: desk.word(&format!("stage-{}", stage.as_str())),
                    id: line.id,
                });
            }
        }
        if may_keep {
            for version in q!(desk.tx, diary::versions(&event.id))? {
                versions.push(former(&mut desk, version).await?);
            }
        }
    }
    let title = match &event {
        Some(event) => event.title.clone(),
        None => desk.word("diary-new"),
    };
    let mut frame = desk.frame(&title, "day").await?;
    let faster = refused
        .as_ref()
        .is_some_and(|refused| refused.status == StatusCode::CONFLICT);
    frame.wrong = refused.as_ref().map(|refused| refused.wrong.clone());
    frame.done = desk
        .done(query.get("done").map(String::as_str))
        .filter(|_| refused.is_none());
    let page = EventPage {
        frame,
        id: event.as_ref().map(|event| event.id.clone()).unwrap_or_default(),
        // Whoever was told that somebody was faster may save over it with open eyes.
        seen: event
            .as_ref()
            .map_or(String::new(), |event| event.changed_at.to_string()),
        zone: event
            .as_ref()
            .map_or_else(|| desk.paper.zone.clone(), |event| event.zone.clone()),
        cancelled: event.as_ref().is_some_and(|event| event.cancelled),
        plan_on: match &on {
            Some(one) => one.date.clone(),
            None => fields.day.clone(),
        },
        typed: fields,
        sections,
        repeats,
        people,
        on,
        called_off,
        calendar,
        stories,
        versions,
        faster,
        may_keep,
        may_plan: desk.may(Act::Begin),
        removed: event.as_ref().is_some_and(|event| event.removed_at.is_some()),
    };
    desk.print(refused.map_or(StatusCode::OK, |refused| refused.status), &page)
}

/// What is kept, and over it what was typed.
fn fields(
    desk: &Desk<'_>,
    event: Option<&Event>,
    proposed: &str,
    get: &dyn Fn(&str) -> Option<String>,
) -> Result<(Fields, String), Error> {
    let mut fields = Fields {
        day: proposed.to_owned(),
        interval: "1".to_owned(),
        ..Fields::default()
    };
    let mut calendar = String::new();
    if let Some(event) = event {
        let private = diary::open(&desk.app.newsroom.house, event)?;
        let part = |text: &str, from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
        let rule = event.rule();
        fields = Fields {
            title: event.title.clone(),
            day: part(&event.starts, 0, 10),
            time: part(&event.starts, 11, 16),
            end_day: part(&event.ends, 0, 10),
            end_time: part(&event.ends, 11, 16),
            place: event.place.clone(),
            contact: private.contact,
            notes: private.notes,
            interval: rule.map_or(1, |rule| rule.interval).to_string(),
            until: rule
                .and_then(|rule| rule.until)
                .map(|day| day.to_string())
                .unwrap_or_default(),
        };
        calendar = private.calendar;
    }
    for (kept, name) in [
        (&mut fields.title, "title"),
        (&mut fields.day, "day"),
        (&mut fields.time, "time"),
        (&mut fields.end_day, "end-day"),
        (&mut fields.end_time, "end-time"),
        (&mut fields.place, "place"),
        (&mut fields.contact, "contact"),
        (&mut fields.notes, "notes"),
        (&mut fields.interval, "interval"),
        (&mut fields.until, "until"),
    ] {
        if let Some(value) = get(name) {
            *kept = value;
        }
    }
    Ok((fields, calendar))
}

/// Colleagues, those that go there chosen; one who left stays chosen by name.
async fn people(desk: &mut Desk<'_>, event: Option<&Event>, typed: Option<&Typed>) -> Result<Vec<Choice>, Error> {
    let going = match typed {
        Some(typed) => super::acts::people(typed),
        None => event.map(Event::people).unwrap_or_default(),
    };
    let mut choices: Vec<Choice> = Vec::new();
    for (id, name) in desk.colleagues().await? {
        choices.push(Choice {
            chosen: going.contains(&id),
            value: id,
            label: name,
        });
    }
    for id in going {
        if !choices.iter().any(|choice| choice.value == id) {
            choices.push(Choice {
                label: desk.account_name(&id).await?,
                value: id,
                chosen: true,
            });
        }
    }
    Ok(choices)
}

/// The time by which the page was reached, and those that were called off.
fn times(desk: &Desk<'_>, event: Option<&Event>, query: &Typed) -> (Option<OneTime>, Vec<OneTime>) {
    let Some(event) = event.filter(|event| event.rule().is_some()) else {
        return (None, Vec::new());
    };
    let exceptions = event.exceptions();
    let one = |date: jiff::civil::Date| OneTime {
        date: date.to_string(),
        title: crate::desk::day::title(desk, date),
        cancelled: exceptions.iter().any(|one| one.day == date && one.cancelled),
    };
    let on = day_of(field(query, "on")).map(one);
    let called_off = exceptions
        .iter()
        .filter(|one| one.cancelled)
        .map(|exception| one(exception.day));
    (on, called_off.collect())
}

async fn former(desk: &mut Desk<'_>, version: Version) -> Result<Former, Error> {
    let was = serde_json::from_str::<Event>(&version.kept).ok();
    let when = was
        .as_ref()
        .map_or(String::new(), |event| event.starts.replace('T', " "));
    Ok(Former {
        title: was.map(|event| event.title).unwrap_or_default(),
        when,
        at: desk.moment(version.at),
        by: desk.actor_name(&version.actor).await?,
        id: version.id,
    })
}
