//! The sheet of one person, organisation or place: names, roles, stories, merging and splitting, and its page for readers.
//! Reached from the list, from Ctrl-K and from the names of a story; what one may not change is not offered.

use super::super::frame::Frame;
use super::super::print::Page;
use super::super::problem;
use super::super::query::{self, Typed};
use super::super::stories::Choice;
use super::super::visit::{Desk, leads_to, said};
use super::open::InStory;
use super::{Row, check, found, kinds};
use crate::app::App;
use crate::auth::Signed;
use crate::site::entity::path_of;
use axum::extract::{Path, RawForm, RawQuery, State};
use axum::response::Response;
use courant_model::account::{Act, On};
use courant_model::record::{Entity, EntityKind, fold};
use courant_newsroom::commands::decide_mention::{self, Decision, Wanted};
use courant_newsroom::commands::keep_entity::{self, Keep, Role};
use courant_newsroom::commands::{merge_entities, open_entity};
use courant_newsroom::{Error, Refusal};
use courant_store::{Tx, q};
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// Stories on the sheet.
const STORIES: i64 = 100;
/// Empty rows of roles to fill.
const MORE_ROLES: usize = 2;
/// Rows of roles that a form may send.
const MOST_ROLES: usize = keep_entity::MOST + MORE_ROLES;

/// The sheet.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Sheet {
    frame: Frame,
    /// Empty for a new one.
    id: String,
    /// When it was last changed, for finding out whether somebody was faster.
    seen: String,
    kind: String,
    kind_word: String,
    kinds: Vec<Choice>,
    typed: Fields,
    /// Where the name came from: `geonames:6252001`.
    gazetteer: String,
    is_public: bool,
    noindex: bool,
    /// The address of the page that readers have, or would have.
    path: String,
    stories: Vec<InStory>,
    /// How many remarks of theirs readers see.
    quotations: i64,
    /// Entries that were merged into this one.
    merged: Vec<Row>,
    /// What this one was merged into.
    merged_into: Option<Row>,
    /// What was typed to find the entry to merge with, and what was found.
    with: String,
    candidates: Vec<Row>,
    may_keep: bool,
    may_erase: bool,
}

/// What stands in the form.
#[derive(Debug, Clone, Default, Serialize)]
struct Fields {
    name: String,
    description: String,
    /// One a line.
    aliases: String,
    wikidata: String,
    role: String,
    roles: Vec<RoleRow>,
}

/// One role in the form.
#[derive(Debug, Clone, Default, Serialize)]
struct RoleRow {
    number: usize,
    title: String,
    organisation: String,
    from: String,
    to: String,
}

impl Page for Sheet {
    const TEMPLATE: &'static str = "record-sheet.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let sheet = |id: &str, kind: &str, is_public, may_keep| Self {
            frame: Frame::sample("Inês Caldeira"),
            id: id.into(),
            seen: "5".into(),
            kind: kind.into(),
            kind_word: "Person".into(),
            kinds: vec![Choice {
                value: "person".into(),
                label: "Person".into(),
                chosen: true,
            }],
            typed: Fields {
                name: "\"Inês\" <b>".into(),
                aliases: "A </textarea>\nB".into(),
                roles: vec![RoleRow {
                    number: 0,
                    title: "Mayor".into(),
                    ..RoleRow::default()
                }],
                ..Fields::default()
            },
            gazetteer: "wikidata:Q42".into(),
            is_public,
            noindex: !is_public,
            path: "/people/ines".into(),
            stories: vec![InStory::sample()],
            quotations: 2,
            merged: vec![Row::sample()],
            merged_into: None,
            with: "ca".into(),
            candidates: vec![Row::sample()],
            may_keep,
            may_erase: may_keep,
        };
        vec![
            sheet("01A", "person", true, true),
            sheet("01A", "place", false, true),
            sheet("01A", "person", false, false),
            sheet("", "person", false, true),
            Self {
                merged_into: Some(Row::sample()),
                ..sheet("01A", "organisation", false, true)
            },
        ]
    }
}

/// Shows the form of a new one.
pub(crate) async fn fresh(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = page(&app, &signed, None, &query, None, StatusCode::OK).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Shows the sheet.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = page(&app, &signed, Some(&id), &query, None, StatusCode::OK).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Keeps what the form says, a new one where the address names none.
pub(crate) async fn keep(
    State(app): State<Arc<App>>,
    signed: Signed,
    id: Option<Path<String>>,
    RawForm(body): RawForm,
) -> Response {
    let id = id.map(|Path(id)| id);
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let kept = async {
        let mut tx = app.newsroom.store.write().await?;
        let kind = match &id {
            Some(id) => q!(tx, names::row(id))?.ok_or_else(missing)?.kind,
            None => query::field(&typed, "kind").to_owned(),
        };
        let keep = Keep {
            id: id.clone(),
            seen: query::field(&typed, "seen").parse().ok().filter(|_| id.is_some()),
            kind: EntityKind::parse(&kind).unwrap_or(EntityKind::Person),
            name: query::field(&typed, "name").to_owned(),
            description: query::field(&typed, "description").to_owned(),
            aliases: query::field(&typed, "aliases").lines().map(str::to_owned).collect(),
            roles: roles(&mut tx, &typed).await?,
            wikidata: query::field(&typed, "wikidata").to_owned(),
        };
        let entity = keep_entity::run(&mut tx, &app.newsroom.house, &signed.who(), &keep).await?;
        let seq = tx.commit().await?;
        app.cache.reached(seq as u64).await;
        Ok(entity.id)
    }
    .await;
    answered(&app, &signed, id.as_deref(), &typed, kept).await
}

/// Does one of the acts of the sheet: `merge`, `split`, `open`, `close`, `reopen` a decision.
pub(crate) async fn act(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path((id, act)): Path<(String, String)>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let done = async {
        let house = &app.newsroom.house;
        let who = signed.who();
        let mut tx = app.newsroom.store.write().await?;
        let entity = match act.as_str() {
            "merge" => merge_entities::run(&mut tx, house, &who, &id, query::field(&typed, "into")).await?,
            "split" => merge_entities::undo(&mut tx, house, &who, &id).await?,
            "open" => {
                let open = open_entity::Open {
                    id: id.clone(),
                    role: query::field(&typed, "role").to_owned(),
                    engines: typed.contains_key("engines"),
                };
                open_entity::run(&mut tx, house, &who, &open).await?
            }
            "close" => open_entity::close(&mut tx, house, &who, &id).await?,
            "reopen" => {
                let wanted = Wanted {
                    story_id: query::field(&typed, "story").to_owned(),
                    words: query::field(&typed, "words").to_owned(),
                    decision: Decision::Open,
                };
                decide_mention::run(&mut tx, house, &who, &wanted).await?;
                q!(tx, names::row(&id))?.ok_or_else(missing)?
            }
            _ => return Err(missing()),
        };
        let seq = tx.commit().await?;
        app.cache.reached(seq as u64).await;
        Ok(entity.id)
    }
    .await;
    answered(&app, &signed, Some(&id), &typed, done).await
}

fn missing() -> Error {
    Error::NotFound("such name of the record".to_owned())
}

async fn answered(
    app: &App,
    signed: &Signed,
    id: Option<&str>,
    typed: &Typed,
    done: Result<String, Error>,
) -> Response {
    let answer = match done {
        Ok(id) => Ok(leads_to(&format!("/desk/record/{id}?done=kept"))),
        Err(error) => match said(app, &error).await {
            Some((status, wrong)) => page(app, signed, id, typed, Some(wrong), status).await,
            None => Err(error),
        },
    };
    problem::or(app, Some(&signed.member), answer).await
}

/// The roles that a form sends. An organisation is named; one that the record does not know, or knows twice, is asked for.
async fn roles(tx: &mut Tx, typed: &Typed) -> Result<Vec<Role>, Error> {
    let mut roles = Vec::new();
    for number in 0..MOST_ROLES {
        let of = |field: &str| query::field(typed, &format!("role-{field}-{number}")).to_owned();
        let name = of("organisation");
        let organisation = if name.is_empty() {
            None
        } else {
            let mut found = q!(tx, names::by_folded(EntityKind::Organisation.as_str(), &fold(&name)))?;
            match (found.pop(), found.is_empty()) {
                (Some(one), true) => Some(one.id),
                (None, _) => {
                    return Err(Refusal::new(
                        "organisation-unknown",
                        format!("the record has no organisation called {name}; add it first"),
                    )
                    .into());
                }
                _ => {
                    return Err(Refusal::new(
                        "name-ambiguous",
                        format!("the record knows several of the name {name}; use another of its names"),
                    )
                    .into());
                }
            }
        };
        roles.push(Role {
            title: of("title"),
            organisation,
            from: of("from"),
            to: of("to"),
        });
    }
    Ok(roles)
}

/// What is kept, as the form takes it.
async fn fields(desk: &mut Desk<'_>, entity: &Entity) -> Result<Fields, Error> {
    let mut rows = Vec::new();
    for role in q!(desk.tx, names::roles(&entity.id))? {
        let organisation = match &role.organisation_id {
            Some(id) => q!(desk.tx, names::by_id(id))?.map(|found| found.name),
            None => None,
        };
        rows.push(RoleRow {
            number: rows.len(),
            title: role.title,
            organisation: organisation.unwrap_or_default(),
            from: role.from_day,
            to: role.to_day,
        });
    }
    Ok(Fields {
        name: entity.name.clone(),
        description: entity.description.clone(),
        aliases: q!(desk.tx, names::aliases(&entity.id))?.join("\n"),
        wikidata: entity.wikidata.clone(),
        role: entity.public_role.clone(),
        roles: rows,
    })
}

/// Puts what was typed over what is kept.
fn over(fields: &mut Fields, typed: &Typed) {
    for (field, name) in [
        (&mut fields.name, "name"),
        (&mut fields.description, "description"),
        (&mut fields.aliases, "aliases"),
        (&mut fields.wikidata, "wikidata"),
        (&mut fields.role, "role"),
    ] {
        if let Some(value) = typed.get(name) {
            field.clone_from(value);
        }
    }
    let mut number = 0;
    while typed.contains_key(&format!("role-title-{number}")) && number < MOST_ROLES {
        let of = |field: &str| query::field(typed, &format!("role-{field}-{number}")).to_owned();
        let row = RoleRow {
            number,
            title: of("title"),
            organisation: of("organisation"),
            from: of("from"),
            to: of("to"),
        };
        match fields.roles.get_mut(number) {
            Some(kept) => *kept = row,
            None => fields.roles.push(row),
        }
        number += 1;
    }
}

async fn page(
    app: &App,
    signed: &Signed,
    id: Option<&str>,
    typed: &Typed,
    wrong: Option<String>,
    status: StatusCode,
) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    check(&desk, signed)?;
    let may_keep = desk.may(Act::KeepRecord);
    let entity = if let Some(id) = id {
        Some(q!(desk.tx, names::row(id))?.ok_or_else(missing)?)
    } else {
        signed.who().check(Act::KeepRecord, On::NOTHING)?;
        None
    };
    let mut typed_over = match &entity {
        Some(entity) => fields(&mut desk, entity).await?,
        None => Fields::default(),
    };
    over(&mut typed_over, typed);
    for _ in 0..MORE_ROLES {
        typed_over.roles.push(RoleRow {
            number: typed_over.roles.len(),
            ..RoleRow::default()
        });
    }
    let kind = entity.as_ref().map_or_else(
        || {
            Some(query::field(typed, "kind"))
                .filter(|kind| EntityKind::parse(kind).is_some())
                .unwrap_or("person")
        },
        |entity| entity.kind.as_str(),
    );
    let kind = kind.to_owned();
    let with = query::field(typed, "with").to_owned();
    let (mut stories, mut merged, mut candidates, mut merged_into) = (Vec::new(), Vec::new(), Vec::new(), None);
    let mut quotations = 0;
    let mut of_id = String::new();
    if let Some(entity) = &entity {
        of_id.clone_from(&entity.id);
        quotations = q!(desk.tx, live_quotations::count_of_entity(&entity.stands_for))?;
        for story in q!(desk.tx, mentions::naming(&entity.stands_for, STORIES))? {
            stories.push(InStory::of(&desk, story));
        }
        for one in q!(desk.tx, names::family(&entity.id))? {
            if one.merged_into.as_ref() == Some(&entity.id) {
                merged.push(Row::of(&mut desk, one).await?);
            }
        }
        if let Some(into) = &entity.merged_into {
            let into = q!(desk.tx, names::row(into))?.ok_or_else(missing)?;
            merged_into = Some(Row::of(&mut desk, into).await?);
        }
        if !with.is_empty() {
            for one in found(&mut desk, &with, &entity.kind, 12, 0).await? {
                if one.id != entity.id {
                    candidates.push(Row::of(&mut desk, one).await?);
                }
            }
        }
    }
    let may_erase = entity
        .as_ref()
        .is_some_and(|entity| entity.kind != EntityKind::Place.as_str())
        && desk.may(Act::Remove);
    let title = match &entity {
        Some(entity) => entity.name.clone(),
        None => desk.word("record-new"),
    };
    let mut frame = desk.frame(&title, "record").await?;
    frame.done = desk.done(typed.get("done").map(String::as_str));
    frame.wrong = wrong;
    let page = Sheet {
        frame,
        seen: typed.get("seen").cloned().unwrap_or_else(|| {
            entity
                .as_ref()
                .map(|entity| entity.changed_at.to_string())
                .unwrap_or_default()
        }),
        kind_word: desk.word(&format!("entity-{kind}")),
        kinds: kinds(&desk, &kind, false),
        kind,
        typed: typed_over,
        gazetteer: entity
            .as_ref()
            .map(|entity| entity.gazetteer.clone())
            .unwrap_or_default(),
        is_public: entity.as_ref().is_some_and(|entity| entity.is_public),
        noindex: entity.as_ref().is_none_or(|entity| entity.noindex),
        path: entity.as_ref().map(path_of).unwrap_or_default(),
        id: of_id,
        stories,
        quotations,
        merged,
        merged_into,
        with,
        candidates,
        may_keep,
        may_erase,
    };
    desk.print(status, &page)
}
