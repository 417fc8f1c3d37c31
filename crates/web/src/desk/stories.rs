//! The list of stories in every state: filtered by typing, state, section and assignee, newest change first.
//! Works as a plain form; with script the list is fetched anew at each pause and at each change in the newsroom.

use super::frame::{Frame, initials};
use super::print::Page;
use super::visit::Desk;
use super::{problem, query};
use crate::app::App;
use crate::auth::Signed;
use crate::site::view::Moment;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use courant_model::account::Act;
use courant_model::day;
use courant_model::shelf::Line;
use courant_model::story::State as Stage;
use courant_newsroom::shelf::{self, After, Wanted, Which};
use courant_newsroom::{Error, drafts};
use http::StatusCode;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Stories of one page of the list.
const ROWS: usize = 50;

/// The list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct List {
    frame: Frame,
    rows: Vec<Row>,
    /// What was typed.
    q: String,
    states: Vec<Choice>,
    sections: Vec<Choice>,
    /// Only those that the reader of the list works on.
    mine: bool,
    /// Only those that this colleague works on: id and name.
    of: Option<Choice>,
    /// Whether anything narrows the list.
    narrowed: bool,
    /// The address of older stories, when there are more.
    older: Option<String>,
    may_begin: bool,
    may_flash: bool,
}

/// A choice of a form.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

/// A story in a list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    pub(crate) id: String,
    /// As it is kept; names its mark.
    pub(crate) state: String,
    pub(crate) state_word: String,
    /// Headline, or the working slug while there is none.
    pub(crate) title: String,
    pub(crate) has_headline: bool,
    pub(crate) slug: String,
    pub(crate) section: String,
    /// Who works on it, else who signs it.
    pub(crate) writers: String,
    /// Who has it open now.
    pub(crate) present: Vec<Person>,
    pub(crate) due: Option<Moment>,
    pub(crate) late: bool,
    pub(crate) words: i64,
    pub(crate) planned: i64,
    pub(crate) changed: Moment,
    pub(crate) embargo: Option<Moment>,
    pub(crate) unread: bool,
    /// Readers see an older version than the newest one.
    pub(crate) behind: bool,
}

/// Somebody who has a story open.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) initials: String,
}

impl Page for List {
    const TEMPLATE: &'static str = "stories.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let choice = |value: &str, chosen| Choice {
            value: value.into(),
            label: value.into(),
            chosen,
        };
        let empty = Self {
            frame: Frame::sample("Stories"),
            rows: Vec::new(),
            q: String::new(),
            states: vec![choice("", true), choice("draft", false)],
            sections: vec![choice("", true), choice("local", false)],
            mine: false,
            of: None,
            narrowed: false,
            older: None,
            may_begin: true,
            may_flash: true,
        };
        vec![
            Self {
                rows: Row::samples(),
                of: Some(choice("01A", true)),
                older: Some("/desk/stories?before=1-a".into()),
                ..empty.clone()
            },
            Self {
                q: "\"<b>".into(),
                narrowed: true,
                mine: true,
                may_begin: false,
                ..empty.clone()
            },
            empty,
        ]
    }
}

#[cfg(test)]
impl Row {
    /// A full one and a bare one.
    pub(crate) fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let at = || moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET");
        let full = Self {
            id: "01A".into(),
            state: "in-edit".into(),
            state_word: "In edit".into(),
            title: "Ferry fares <rise>".into(),
            has_headline: true,
            slug: "ferry-fares".into(),
            section: "Local".into(),
            writers: "Ana Reis".into(),
            present: vec![Person {
                name: "Rui Paz".into(),
                initials: "RP".into(),
            }],
            due: Some(at()),
            late: true,
            words: 412,
            planned: 600,
            changed: at(),
            embargo: Some(at()),
            unread: true,
            behind: true,
        };
        let bare = Self {
            has_headline: false,
            section: String::new(),
            writers: String::new(),
            present: Vec::new(),
            due: None,
            late: false,
            planned: 0,
            embargo: None,
            unread: false,
            behind: false,
            ..full.clone()
        };
        vec![full, bare]
    }
}

/// What narrows the list.
#[derive(Debug, Clone, Default)]
struct Asked {
    q: String,
    state: String,
    section: String,
    mine: bool,
    of: String,
    before: Option<After>,
}

impl Asked {
    fn of(query: &BTreeMap<String, String>) -> Self {
        let get = |name: &str| query.get(name).cloned().unwrap_or_default();
        Self {
            q: get("q").trim().chars().take(200).collect(),
            state: get("state"),
            section: get("section"),
            mine: get("mine") == "1",
            of: get("of"),
            before: get("before").split_once('-').and_then(|(at, id)| {
                Some(After {
                    at: at.parse().ok()?,
                    id: id.to_owned(),
                })
            }),
        }
    }

    /// As the newsroom's list wants to know it.
    fn wanted(&self, signed: &Signed) -> Wanted {
        Wanted {
            which: match self.state.as_str() {
                "" => Which::Any,
                "in-work" => Which::InWork,
                state => Stage::parse(state).map_or(Which::Any, Which::Only),
            },
            section: Some(self.section.clone()).filter(|id| !id.is_empty()),
            assignee: self
                .mine
                .then(|| signed.member.account.clone())
                .or_else(|| Some(self.of.clone()).filter(|of| !of.is_empty())),
            typed: self.q.clone(),
            after: self.before.clone(),
            limit: ROWS,
        }
    }

    /// The address of the stories from there on.
    fn older(&self, next: &After) -> String {
        let mut out = url::form_urlencoded::Serializer::new("/desk/stories?".to_owned());
        for (name, value) in [
            ("q", &self.q),
            ("state", &self.state),
            ("section", &self.section),
            ("of", &self.of),
        ] {
            if !value.is_empty() {
                out.append_pair(name, value);
            }
        }
        if self.mine {
            out.append_pair("mine", "1");
        }
        out.append_pair("before", &format!("{}-{}", next.at, next.id));
        out.finish()
    }
}

/// Shows the list.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    problem::or(&app, Some(&signed.member), page(&app, &signed, &query).await).await
}

async fn page(app: &App, signed: &Signed, query: &BTreeMap<String, String>) -> Result<Response, Error> {
    let asked = Asked::of(query);
    let mut desk = Desk::enter(app, &signed.member).await?;
    let found = shelf::list(&mut desk.tx, &signed.who(), &asked.wanted(signed)).await?;
    let older = found.next.as_ref().map(|next| asked.older(next));
    let mut rows = Vec::with_capacity(found.lines.len());
    let present = present(&mut desk).await?;
    for line in found.lines {
        rows.push(row(&mut desk, line, &present).await?);
    }
    let states = std::iter::once(("", "list-any-state"))
        .chain(std::iter::once(("in-work", "list-in-work")))
        .chain(Stage::ALL.into_iter().map(|state| (state.as_str(), "")))
        .map(|(value, key)| Choice {
            value: value.to_owned(),
            label: if key.is_empty() {
                desk.word(&format!("state-{value}"))
            } else {
                desk.word(key)
            },
            chosen: asked.state == value,
        })
        .collect();
    let any = desk.word("list-any-section");
    let sections = section_choices(&desk, Some(&any), &asked.section);
    let of = if asked.of.is_empty() {
        None
    } else {
        Some(Choice {
            label: desk.account_name(&asked.of).await?,
            value: asked.of.clone(),
            chosen: true,
        })
    };
    let title = desk.word("nav-stories");
    let mut frame = desk.frame(&title, "stories").await?;
    frame.done = desk.done(query.get("done").map(String::as_str));
    let list = List {
        frame,
        rows,
        states,
        sections,
        narrowed: !asked.q.is_empty()
            || !asked.state.is_empty()
            || !asked.section.is_empty()
            || asked.mine
            || !asked.of.is_empty(),
        q: asked.q,
        mine: asked.mine,
        of,
        older,
        may_begin: desk.may(Act::Begin),
        may_flash: desk.may_anywhere(Act::Flash),
    };
    desk.print(StatusCode::OK, &list)
}

/// The sections as choices, before them one that stands for none or any.
pub(crate) fn section_choices(desk: &Desk<'_>, none: Option<&str>, chosen: &str) -> Vec<Choice> {
    let none = none.map(|label| Choice {
        value: String::new(),
        label: label.to_owned(),
        chosen: chosen.is_empty(),
    });
    none.into_iter()
        .chain(desk.sections.iter().map(|section| Choice {
            value: section.id.clone(),
            label: section.name.clone(),
            chosen: section.id == chosen,
        }))
        .collect()
}

/// Who has which story open.
pub(crate) async fn present(desk: &mut Desk<'_>) -> Result<HashMap<String, Vec<Person>>, Error> {
    let now = desk.app.newsroom.house.now();
    let mut by_story: HashMap<String, Vec<Person>> = HashMap::new();
    for one in drafts::present(&mut desk.tx, now).await? {
        by_story.entry(one.story_id).or_default().push(Person {
            initials: initials(&one.name),
            name: one.name,
        });
    }
    Ok(by_story)
}

/// A line as the list prints it.
pub(crate) async fn row(desk: &mut Desk<'_>, line: Line, present: &HashMap<String, Vec<Person>>) -> Result<Row, Error> {
    let now = desk.app.newsroom.house.now();
    let writers = match &line.assignee {
        Some(account) => desk.account_name(account).await?,
        None => desk.signers(&line.byline).await?,
    };
    let is_open = !matches!(line.state.as_str(), "published" | "spiked" | "killed" | "removed");
    let has_headline = !line.headline.is_empty();
    Ok(Row {
        state_word: desk.word(&format!("state-{}", line.state)),
        title: if has_headline {
            line.headline
        } else {
            line.working_slug.clone()
        },
        has_headline,
        slug: line.working_slug,
        section: desk
            .section(line.section_id.as_deref())
            .map(|section| section.name.clone())
            .unwrap_or_default(),
        writers,
        present: present.get(&line.id).cloned().unwrap_or_default(),
        due: desk.due(line.due_at, &line.due_day).filter(|_| is_open),
        late: is_open && day::is_past(line.due_at, &line.due_day, now, &desk.now.date().to_string()),
        words: line.words,
        planned: line.planned_words,
        changed: desk.moment(line.changed_at),
        embargo: line.embargo_until.filter(|at| *at > now).map(|at| desk.moment(at)),
        unread: line.unread_since.is_some(),
        behind: line.live_revision.as_ref().is_some_and(|live| *live != line.head),
        state: line.state,
        id: line.id,
    })
}
