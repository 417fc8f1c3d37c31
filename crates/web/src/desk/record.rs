//! The record at the desk: people, organisations and places, found by typing; below it the sheet of each and open names.
//! Works as plain forms; with script the list follows the typing, and `j`, `k` and Enter go through it.

pub(super) mod erase;
pub(super) mod open;
pub(super) mod sheet;

use super::frame::Frame;
use super::print::Page;
use super::stories::Choice;
use super::visit::Desk;
use super::{problem, query};
use crate::app::App;
use crate::auth::Signed;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use courant_model::account::{Act, On};
use courant_model::record::{Entity, EntityKind, fold};
use courant_newsroom::Error;
use courant_store::q;
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// Lines on a page of a list.
const ROWS: i64 = 50;

/// The list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Record {
    frame: Frame,
    q: String,
    kinds: Vec<Choice>,
    rows: Vec<Row>,
    narrowed: bool,
    /// Names found in stories on which nobody has decided.
    open: i64,
    more: Option<String>,
    may_keep: bool,
}

/// A line of the list.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row {
    id: String,
    name: String,
    /// As it is kept; names its mark.
    kind: String,
    kind_word: String,
    note: String,
    stories: i64,
    is_public: bool,
}

impl Page for Record {
    const TEMPLATE: &'static str = "record.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let page = |rows: Vec<Row>, narrowed| Self {
            frame: Frame::sample("The record"),
            q: "\"<b>".into(),
            kinds: vec![Choice {
                value: "person".into(),
                label: "People".into(),
                chosen: true,
            }],
            rows,
            narrowed,
            open: 3,
            more: Some("/desk/record?page=2".into()),
            may_keep: true,
        };
        vec![
            page(vec![Row::sample()], false),
            page(Vec::new(), true),
            page(Vec::new(), false),
        ]
    }
}

impl Row {
    /// A line as lists print it.
    pub(super) async fn of(desk: &mut Desk<'_>, entity: Entity) -> Result<Self, Error> {
        let stories = q!(desk.tx, mentions::count_naming(&entity.id))?;
        Ok(Self {
            kind_word: desk.word(&format!("entity-{}", entity.kind)),
            note: [entity.description, entity.public_role]
                .into_iter()
                .find(|text| !text.is_empty())
                .unwrap_or_default(),
            id: entity.id,
            name: entity.name,
            kind: entity.kind,
            stories,
            is_public: entity.is_public,
        })
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        Self {
            id: "01A".into(),
            name: "Inês <b>Caldeira</b>".into(),
            kind: "person".into(),
            kind_word: "Person".into(),
            note: "Mayor of Maren".into(),
            stories: 3,
            is_public: true,
        }
    }
}

/// The kinds as the choices of a form, the empty one first when any will do.
pub(super) fn kinds(desk: &Desk<'_>, chosen: &str, any: bool) -> Vec<Choice> {
    let all = any.then(|| Choice {
        value: String::new(),
        label: desk.word("record-any-kind"),
        chosen: chosen.is_empty(),
    });
    all.into_iter()
        .chain(EntityKind::ALL.into_iter().map(|kind| Choice {
            value: kind.as_str().to_owned(),
            label: desk.word(&format!("entity-{}", kind.as_str())),
            chosen: kind.as_str() == chosen,
        }))
        .collect()
}

/// The kind that a form names; empty for any.
pub(super) fn kind_asked(typed: &query::Typed) -> &'static str {
    EntityKind::parse(query::field(typed, "kind")).map_or("", EntityKind::as_str)
}

/// Those whose name, or the tail of one, begins with what was typed; without words all, by name.
pub(super) async fn found(
    desk: &mut Desk<'_>,
    q: &str,
    kind: &str,
    limit: i64,
    skip: i64,
) -> Result<Vec<Entity>, Error> {
    let from = fold(q);
    if from.is_empty() {
        return Ok(q!(desk.tx, names::all(kind, limit, skip))?);
    }
    let to = format!("{from}\u{10FFFF}");
    Ok(q!(desk.tx, names::by_tail(kind, &from, &to, limit, skip))?)
}

/// Only those who work on stories see the record.
pub(super) fn check(desk: &Desk<'_>, signed: &Signed) -> Result<(), Error> {
    if !desk.may_anywhere(Act::Record) {
        signed.who().check(Act::Record, On::NOTHING)?;
    }
    Ok(())
}

/// The page of a list that an address asks for, from 1.
pub(super) fn page_asked(query: &query::Typed) -> i64 {
    query::field(query, "page").parse().unwrap_or(1).clamp(1, 10_000)
}

/// Shows the list.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = async {
        let mut desk = Desk::enter(&app, &signed.member).await?;
        check(&desk, &signed)?;
        let q = query::field(&query, "q").to_owned();
        let kind = kind_asked(&query);
        let page = page_asked(&query);
        let mut entities = found(&mut desk, &q, kind, ROWS + 1, (page - 1) * ROWS).await?;
        let more = (entities.len() as i64 > ROWS).then(|| {
            let mut next = url::form_urlencoded::Serializer::new(String::new());
            next.append_pair("q", &q).append_pair("kind", kind);
            next.append_pair("page", &(page + 1).to_string());
            format!("/desk/record?{}", next.finish())
        });
        entities.truncate(ROWS as usize);
        let mut rows = Vec::with_capacity(entities.len());
        for entity in entities {
            rows.push(Row::of(&mut desk, entity).await?);
        }
        let title = desk.word("nav-record");
        let mut frame = desk.frame(&title, "record").await?;
        frame.done = desk.done(query.get("done").map(String::as_str));
        let page = Record {
            frame,
            kinds: kinds(&desk, kind, true),
            narrowed: !q.is_empty() || !kind.is_empty(),
            q,
            rows,
            open: q!(desk.tx, mentions::count_open(""))?,
            more,
            may_keep: desk.may(Act::KeepRecord),
        };
        desk.print(StatusCode::OK, &page)
    }
    .await;
    problem::or(&app, Some(&signed.member), page).await
}
