//! The sheet beside the day: the form that plans a story, and the one that moves, gives and measures it.
//! It opens by `?plan` and `?change=STORY`, and stays open with everything typed when the answer was no.

use super::Refused;
use crate::desk::query::{Typed, field};
use crate::desk::stories::{Choice, section_choices};
use crate::desk::visit::Desk;
use courant_model::account::Act;
use courant_model::day::DayLine;
use courant_model::time::Micros;
use courant_newsroom::commands::plan_story::Due;
use courant_newsroom::permissions::Who;
use courant_newsroom::{Error, day as newsroom_day, diary};
use courant_store::q;
use jiff::civil::Date;
use serde::Serialize;

/// The sheet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Sheet {
    /// Empty for a new story.
    story: String,
    title: String,
    /// Why the last try was refused.
    wrong: Option<String>,
    /// How it stands now, where somebody was faster.
    now: Option<String>,
    slug: String,
    sections: Vec<Choice>,
    /// Who it can be given to; empty when the member gives it to nobody.
    accounts: Vec<Choice>,
    day: String,
    time: String,
    /// The due time can be set by the member.
    may_move: bool,
    may_write: bool,
    words: String,
    picture: bool,
    brief: String,
    note: String,
    seen_due: String,
    seen_section: String,
    seen_assignee: String,
    /// The event of which the story is made.
    event: Option<FromEvent>,
    zone: String,
}

/// The event behind a new story.
#[derive(Debug, Clone, Serialize)]
struct FromEvent {
    id: String,
    title: String,
}

/// A due time as forms carry it: the moment's number, the day, or nothing.
pub(super) fn due_text(at: Option<Micros>, day: &str) -> String {
    at.map_or_else(|| day.to_owned(), |at| at.to_string())
}

/// Reads it back.
pub(super) fn due_from(text: &str) -> Option<Due> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Due::default());
    }
    if let Ok(at) = text.parse::<Micros>() {
        return Some(Due {
            at: Some(at),
            day: String::new(),
        });
    }
    Some(Due {
        at: None,
        day: text.parse::<Date>().ok()?.to_string(),
    })
}

/// The sheet that was asked for, if one was.
pub(super) async fn fill(
    desk: &mut Desk<'_>,
    who: &Who,
    date: Date,
    query: &Typed,
    refused: Option<&Refused>,
) -> Result<Option<Sheet>, Error> {
    let typed = refused.map(|refused| &refused.typed);
    let mut sheet = match refused.map(|refused| refused.story.clone()) {
        Some(Some(story)) => change(desk, who, &story).await?,
        Some(None) => plan(desk, who, date, typed.map_or("", |typed| field(typed, "event"))).await?,
        None => match (query.get("change"), query.get("plan")) {
            (Some(story), _) => change(desk, who, story).await?,
            (None, Some(event)) => plan(desk, who, date, event).await?,
            (None, None) => None,
        },
    };
    if let (Some(sheet), Some(refused)) = (&mut sheet, refused) {
        over(sheet, refused);
    }
    Ok(sheet)
}

async fn plan(desk: &mut Desk<'_>, who: &Who, date: Date, event: &str) -> Result<Option<Sheet>, Error> {
    if !desk.may(Act::Begin) {
        return Ok(None);
    }
    let mut section = String::new();
    let (mut slug, mut time, mut from) = (String::new(), String::new(), None);
    // The value of `?plan` is the event of which the story is made, if it is one.
    if let Some(event) = q!(desk.tx, diary::by_id(event))?.filter(|event| diary::may_see(who, event)) {
        slug = courant_model::slug::of(&event.title);
        section = event.section_id.clone().unwrap_or_default();
        let zone = desk.paper.time_zone();
        let times = event.between(date, date, &zone);
        if let Some(one) = times.first().filter(|one| one.days.is_none()) {
            time = desk.zoned(one.until).strftime("%H:%M").to_string();
        }
        from = Some(FromEvent {
            title: event.title,
            id: event.id,
        });
    }
    let none = desk.word("new-no-section");
    let sections = section_choices(desk, Some(&none), &section);
    let me = who.account().unwrap_or_default().to_owned();
    let nobody = Choice {
        value: String::new(),
        label: desk.word("plan-nobody"),
        chosen: true,
    };
    let mut accounts = vec![nobody];
    if desk.may_anywhere(Act::Assign) {
        accounts.extend(desk.account_choices(None).await?);
    } else {
        accounts.push(Choice {
            label: desk.account_name(&me).await?,
            value: me,
            chosen: false,
        });
    }
    Ok(Some(Sheet {
        story: String::new(),
        title: desk.word("day-plan"),
        wrong: None,
        now: None,
        slug,
        sections,
        accounts,
        day: date.to_string(),
        time,
        may_move: true,
        may_write: true,
        words: String::new(),
        picture: false,
        brief: String::new(),
        note: String::new(),
        seen_due: String::new(),
        seen_section: String::new(),
        seen_assignee: String::new(),
        event: from,
        zone: desk.paper.zone.clone(),
    }))
}

async fn change(desk: &mut Desk<'_>, who: &Who, story: &str) -> Result<Option<Sheet>, Error> {
    let Some(line) = q!(desk.tx, day::line(story))?.filter(|line| newsroom_day::may(who, Act::Read, line)) else {
        return Ok(None);
    };
    let may_write = newsroom_day::may(who, Act::Write, &line);
    let assigns = newsroom_day::may(who, Act::Assign, &line);
    let begun = who.account().is_some() && line.begun_by.as_deref() == who.account();
    let none = desk.word("new-no-section");
    let sections = section_choices(desk, Some(&none), line.section_id.as_deref().unwrap_or_default());
    let accounts = accounts(desk, who, &line, assigns).await?;
    let (mut day, mut time) = (line.due_day.clone(), String::new());
    if let Some(at) = line.due_at {
        let at = desk.zoned(at);
        day = at.date().to_string();
        time = at.strftime("%H:%M").to_string();
    }
    Ok(Some(Sheet {
        title: super::board::title_of(&line),
        wrong: None,
        now: None,
        slug: line.working_slug,
        sections,
        accounts,
        day,
        time,
        may_move: may_write && (begun || assigns),
        may_write,
        words: match line.planned_words {
            0 => String::new(),
            words => words.to_string(),
        },
        picture: line.picture_wanted,
        brief: line.brief,
        note: String::new(),
        seen_due: due_text(line.due_at, &line.due_day),
        seen_section: line.section_id.unwrap_or_default(),
        seen_assignee: line.assignee.unwrap_or_default(),
        event: None,
        zone: desk.paper.zone.clone(),
        story: line.id,
    }))
}

/// Who the story can be given to: anybody by an editor, oneself by whoever may take it, nobody by whoever has it.
async fn accounts(desk: &mut Desk<'_>, who: &Who, line: &DayLine, assigns: bool) -> Result<Vec<Choice>, Error> {
    let nobody = Choice {
        value: String::new(),
        label: desk.word("plan-nobody"),
        chosen: line.assignee.is_none(),
    };
    let me = who.account();
    let takes = line.assignee.is_none() || line.assignee.as_deref() == me;
    let mut choices = vec![nobody];
    if assigns {
        choices.extend(desk.account_choices(line.assignee.as_deref()).await?);
        if let Some(gone) = line
            .assignee
            .as_ref()
            .filter(|one| !choices.iter().any(|choice| choice.value == **one))
        {
            choices.push(Choice {
                value: gone.clone(),
                label: desk.account_name(gone).await?,
                chosen: true,
            });
        }
        return Ok(choices);
    }
    match me.filter(|_| takes && desk.may(Act::Begin)) {
        Some(me) => {
            choices.push(Choice {
                value: me.to_owned(),
                label: desk.account_name(me).await?,
                chosen: line.assignee.as_deref() == Some(me),
            });
            Ok(choices)
        }
        None => Ok(Vec::new()),
    }
}

/// Lays what was typed over what is kept, and says how it stands where somebody was faster.
fn over(sheet: &mut Sheet, refused: &Refused) {
    let typed = &refused.typed;
    let stands = format!("{} {}", sheet.day, sheet.time);
    sheet.wrong = Some(refused.wrong.clone());
    let faster = refused.status == http::StatusCode::CONFLICT;
    sheet.now = Some(stands.trim().to_owned()).filter(|stands| faster && !stands.is_empty());
    for (kept, name) in [
        (&mut sheet.slug, "slug"),
        (&mut sheet.day, "day"),
        (&mut sheet.time, "time"),
        (&mut sheet.words, "words"),
        (&mut sheet.brief, "brief"),
        (&mut sheet.note, "note"),
    ] {
        if let Some(value) = typed.get(name) {
            kept.clone_from(value);
        }
    }
    if typed.contains_key("has-picture") {
        sheet.picture = typed.contains_key("picture");
    }
    for (choices, name) in [(&mut sheet.sections, "section"), (&mut sheet.accounts, "assignee")] {
        if let Some(value) = typed.get(name) {
            for choice in choices.iter_mut() {
                choice.chosen = choice.value == *value;
            }
        }
    }
}

#[cfg(test)]
impl Sheet {
    pub(super) fn sample(change: bool) -> Self {
        let choice = |value: &str| Choice {
            value: value.into(),
            label: value.into(),
            chosen: false,
        };
        Self {
            story: if change { "01A".into() } else { String::new() },
            title: "Ferry <b>".into(),
            wrong: change.then(|| "Rui was faster.".into()),
            now: change.then(|| "2026-11-30 14:00".into()),
            slug: "\"<i>".into(),
            sections: vec![choice("local")],
            accounts: if change { vec![choice("ana")] } else { Vec::new() },
            day: "2026-11-30".into(),
            time: "14:30".into(),
            may_move: change,
            may_write: true,
            words: "600".into(),
            picture: true,
            brief: "</textarea>".into(),
            note: String::new(),
            seen_due: "5".into(),
            seen_section: "local".into(),
            seen_assignee: String::new(),
            event: (!change).then(|| FromEvent {
                id: "01E".into(),
                title: "Council <b>".into(),
            }),
            zone: "Europe/Lisbon".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_due_time_goes_through_a_form_and_comes_back() {
        for (at, day) in [(Some(1_795_435_200_000_000), ""), (None, "2026-11-30"), (None, "")] {
            let due = due_from(&due_text(at, day));
            assert_eq!(due.map(|due| (due.at, due.day)), Some((at, day.to_owned())));
        }
        assert_eq!(due_from("soon"), None);
    }
}
