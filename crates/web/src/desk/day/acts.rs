//! What the forms of the day do: plan a story, move it to another hour, day or section, give it, measure it, note.
//! Each is one transaction of the newsroom's own commands; a no comes back as the day with the form open and filled.

use super::Refused;
use super::sheet::{due_from, due_text};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::problem;
use crate::desk::query::{self, Typed, field};
use crate::desk::visit::{leads_to, said};
use axum::extract::{Path, RawForm, State};
use axum::response::Response;
use courant_model::account::Act;
use courant_model::story::Story;
use courant_model::time::{Micros, timestamp};
use courant_newsroom::commands::assign_story::{self, Assign};
use courant_newsroom::commands::begin_story::{self, Begin};
use courant_newsroom::commands::file_story::Copy;
use courant_newsroom::commands::plan_story::{self, Due, Plan};
use courant_newsroom::commands::{file_under, keep_event, note_in_margin, revise_paper};
use courant_newsroom::{Error, Refusal};
use courant_store::q;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// Plans a new story.
pub(crate) async fn plan(State(app): State<Arc<App>>, signed: Signed, RawForm(body): RawForm) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let answer = match planned(&app, &signed, &typed).await {
        Ok(to) => Ok(leads_to(&to)),
        Err(error) => again(&app, &signed, typed, None, error).await,
    };
    problem::or(&app, Some(&signed.member), answer).await
}

/// Changes the plan of a story.
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let answer = match changed(&app, &signed, &id, &typed).await {
        Ok(to) => Ok(leads_to(&to)),
        Err(error) => again(&app, &signed, typed, Some(id), error).await,
    };
    problem::or(&app, Some(&signed.member), answer).await
}

/// The day once more, with the form open.
async fn again(
    app: &App,
    signed: &Signed,
    mut typed: Typed,
    story: Option<String>,
    error: Error,
) -> Result<Response, Error> {
    let Some((status, wrong)) = said(app, &error).await else {
        return Err(error);
    };
    let zone = {
        let mut tx = app.newsroom.store.read().await?;
        revise_paper::current(&mut tx).await?.time_zone()
    };
    // What was dropped on an hour stands in the form as day and time.
    if let Some(due) = typed.get("due").and_then(|due| due_from(due)) {
        let at = due.at.map(|at| timestamp(at).to_zoned_datetime(zone.clone()));
        let day = at.as_ref().map_or(due.day, |at| at.date().to_string());
        let time = at.map(|at| at.strftime("%H:%M").to_string()).unwrap_or_default();
        typed.insert("day".to_owned(), day);
        typed.insert("time".to_owned(), time);
    }
    let today = timestamp(app.newsroom.house.now()).to_zoned_datetime(zone).date();
    let on = super::day_of(field(&typed, "on")).unwrap_or(today);
    let query = typed.clone();
    let refused = Refused {
        status,
        wrong,
        typed,
        story,
    };
    super::page(app, signed, on, &query, Some(refused)).await
}

async fn planned(app: &App, signed: &Signed, typed: &Typed) -> Result<String, Error> {
    let (house, who) = (&app.newsroom.house, signed.who());
    let mut tx = app.newsroom.store.write().await?;
    let paper = revise_paper::current(&mut tx).await?;
    let due = due(typed, &paper.zone, None)?.unwrap_or_default();
    let mut begin = Begin {
        idea: true,
        working_slug: field(typed, "slug").to_owned(),
        assignee: query::some(typed, "assignee"),
        due_at: due.at,
        due_day: due.day.clone(),
        picture_wanted: typed.contains_key("picture"),
        planned_words: query::number(typed, "words")?,
        brief: field(typed, "brief").to_owned(),
        copy: Copy::default(),
        ..Begin::default()
    };
    begin.copy.section_id = query::some(typed, "section");
    let story = begin_story::run(&mut tx, house, &who, begin).await?;
    if let Some(event) = query::some(typed, "event") {
        keep_event::tie(&mut tx, house, &who, &event, &story.id).await?;
    }
    tx.commit().await?;
    let day = match (due.at, due.day.as_str()) {
        (Some(at), _) => day_at(at, &paper.time_zone()),
        (None, "") => on(typed),
        (None, day) => day.to_owned(),
    };
    Ok(format!(
        "/desk/day/{day}?done=day-planned{}#s-{}",
        super::Narrow::of(typed).rest(),
        story.id
    ))
}

async fn changed(app: &App, signed: &Signed, id: &str, typed: &Typed) -> Result<String, Error> {
    let (house, who) = (&app.newsroom.house, signed.who());
    let mut tx = app.newsroom.store.write().await?;
    let paper = revise_paper::current(&mut tx).await?;
    let missing = || Error::NotFound("such story".to_owned());
    let before = q!(tx, stories::by_id(id))?.ok_or_else(missing)?;
    let head = q!(tx, stories::revision(&before.head))?.ok_or_else(missing)?;
    who.check_story(Act::Read, &before, &head)?;
    let due = due(typed, &paper.zone, Some(&before))?;
    let words = typed
        .contains_key("words")
        .then(|| query::number(typed, "words"))
        .transpose()?;
    let plan = Plan {
        story_id: id.to_owned(),
        due_at: due.as_ref().map(|due| due.at),
        due_day: due.as_ref().map(|due| due.day.clone()),
        seen: typed
            .get("seen-due")
            .filter(|_| due.is_some())
            .and_then(|seen| due_from(seen)),
        picture_wanted: typed.contains_key("has-picture").then(|| typed.contains_key("picture")),
        planned_words: words,
        ..Plan::default()
    };
    let plans = due.is_some() || plan.picture_wanted.is_some() || words.is_some();
    let note = field(typed, "note");
    let (files, gives) = (typed.contains_key("section"), typed.contains_key("assignee"));
    if !(plans || files || gives || !note.is_empty()) {
        who.check_story(Act::Write, &before, &head)?;
    }
    if plans {
        plan_story::run(&mut tx, house, &who, &plan).await?;
    }
    if files {
        let section = query::some(typed, "section");
        let seen = typed
            .contains_key("seen-section")
            .then(|| query::some(typed, "seen-section"));
        let seen = seen.as_ref().map(Option::as_deref);
        // A section that stays is nothing to be allowed or refused beside the rest of the form.
        if head.section_id != section || seen.is_some_and(|seen| seen != head.section_id.as_deref()) || !plans {
            file_under::run(&mut tx, house, &who, id, section.as_deref(), seen).await?;
        }
    }
    if gives {
        let to = query::some(typed, "assignee");
        let seen = typed
            .contains_key("seen-assignee")
            .then(|| query::some(typed, "seen-assignee"));
        if to != before.assignee || seen.as_ref().is_some_and(|seen| *seen != before.assignee) {
            let assign = Assign {
                story_id: id.to_owned(),
                to,
                seen,
                ..Assign::default()
            };
            assign_story::run(&mut tx, house, &who, &assign).await?;
        }
    }
    if !note.is_empty() {
        let write = note_in_margin::Write {
            story_id: id.to_owned(),
            body: note.to_owned(),
            ..note_in_margin::Write::default()
        };
        note_in_margin::run(&mut tx, house, &who, &write).await?;
    }
    let after = q!(tx, stories::by_id(id))?.ok_or_else(missing)?;
    let section = q!(tx, stories::revision(&after.head))?.and_then(|head| head.section_id);
    let seq = tx.commit().await?;
    app.cache.reached(seq as u64).await;
    let moved = Due::of(&before) != Due::of(&after) || head.section_id != section || before.assignee != after.assignee;
    let rest = super::Narrow::of(typed).rest();
    let back = if moved {
        let parts = [
            id,
            &due_text(before.due_at, &before.due_day),
            head.section_id.as_deref().unwrap_or_default(),
            before.assignee.as_deref().unwrap_or_default(),
        ];
        format!("&undo={}", parts.join("~"))
    } else {
        String::new()
    };
    let done = if moved { "day-moved" } else { "kept" };
    Ok(format!("/desk/day/{}?done={done}{rest}{back}#s-{id}", on(typed)))
}

/// The day of the page from which a form came, for its address.
fn on(typed: &Typed) -> String {
    super::day_of(field(typed, "on")).map_or_else(String::new, |day| day.to_string())
}

fn day_at(at: Micros, zone: &TimeZone) -> String {
    timestamp(at).to_zoned_datetime(zone.clone()).date().to_string()
}

/// When a story is to be due, if the form says anything of it: by a moment, or by day and time, of which the time may be
/// left out. A time that stands as it stood keeps its moment, also in an hour that clocks show twice.
fn due(typed: &Typed, zone: &str, story: Option<&Story>) -> Result<Option<Due>, Refusal> {
    if let Some(text) = typed.get("due") {
        let unreadable = || Refusal::new("time-unreadable", "give date and time as 2026-11-25T14:05");
        return due_from(text).map(Some).ok_or_else(unreadable);
    }
    if !typed.contains_key("day") {
        return Ok(None);
    }
    let (day, time) = (field(typed, "day"), field(typed, "time"));
    if day.is_empty() {
        if !time.is_empty() {
            return Err(Refusal::new(
                "due-day-missing",
                "say on which day, or leave the hour out too",
            ));
        }
        return Ok(Some(Due::default()));
    }
    if time.is_empty() {
        return Ok(Some(Due {
            at: None,
            day: day.to_owned(),
        }));
    }
    let stood = story.and_then(|story| story.due_at).filter(|at| {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let at = timestamp(*at).to_zoned_datetime(zone);
        at.strftime("%Y-%m-%d %H:%M").to_string() == format!("{day} {}", time.get(..5).unwrap_or(time))
    });
    let mut local = Typed::new();
    local.insert("at".to_owned(), format!("{day}T{time}"));
    let at = match stood {
        Some(at) => Some(at),
        None => query::moment(&local, "at", zone)?,
    };
    Ok(Some(Due { at, day: String::new() }))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn of(pairs: &str) -> Option<(Option<Micros>, String)> {
        let typed = query::pairs(Some(pairs));
        due(&typed, "Europe/Lisbon", None).unwrap().map(|due| (due.at, due.day))
    }

    #[test]
    fn a_day_without_an_hour_is_a_day_and_nothing_said_changes_nothing() {
        assert_eq!(of("words=5"), None);
        assert_eq!(of("day=&time="), Some((None, String::new())));
        assert_eq!(of("day=2026-11-30&time="), Some((None, "2026-11-30".into())));
        assert_eq!(
            of("day=2026-11-25&time=14%3A05"),
            Some((Some(1_795_615_500_000_000), String::new()))
        );
        assert_eq!(of("due=7&day=2026-11-30"), Some((Some(7), String::new())));
        let typed = query::pairs(Some("day=&time=14%3A00"));
        assert_eq!(due(&typed, "UTC", None).unwrap_err().key, "due-day-missing");
    }
}
