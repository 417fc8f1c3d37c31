//! `/desk/accounts`: who works here, invitations that wait, and the page of one account, for whoever keeps the accounts.
//! Whatever changes an account asks first for password or passkey anew.

use super::form::Fields;
use super::link::hand_out;
use super::{Signed, see_other};
use crate::app::App;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::visit::Desk;
use crate::site::view::Moment;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use courant_model::account::{Act, On, Role};
use courant_model::door::{DoorKind, list_of, roles_of};
use courant_newsroom::accounts::door_keys::{self, Offer};
use courant_newsroom::commands::change_account::{self, Change};
use courant_newsroom::commands::{close_account, invite_colleague, reset_account};
use courant_newsroom::{Error, Refusal};
use courant_store::q;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The parameters of the pages.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    done: Option<String>,
}

/// The list.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct People {
    frame: Frame,
    open: Vec<Person>,
    closed: Vec<Person>,
    waiting: Vec<Waiting>,
}

/// An account in the list.
#[derive(Debug, Clone, Serialize)]
struct Person {
    id: String,
    name: String,
    email: String,
    roles: Vec<&'static str>,
    sections: Vec<String>,
    seen: Option<Moment>,
}

/// An invitation that was not taken yet.
#[derive(Debug, Clone, Serialize)]
struct Waiting {
    id: String,
    name: String,
    email: String,
    roles: Vec<&'static str>,
    until: Moment,
}

impl Page for People {
    const TEMPLATE: &'static str = "accounts.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let person = |seen| Person {
            id: "01A".into(),
            name: "Ana <b>Reis</b>".into(),
            email: "ana@maren.example".into(),
            roles: vec!["editor", "admin"],
            sections: vec!["Local".into()],
            seen,
        };
        vec![
            Self {
                frame: Frame::sample("Accounts"),
                open: vec![person(None), person(Some(moment_sample()))],
                closed: vec![person(None)],
                waiting: vec![Waiting {
                    id: "01B".into(),
                    name: "Ben".into(),
                    email: "ben@maren.example".into(),
                    roles: vec!["reporter"],
                    until: moment_sample(),
                }],
            },
            Self {
                frame: Frame::sample("Accounts"),
                open: Vec::new(),
                closed: Vec::new(),
                waiting: Vec::new(),
            },
        ]
    }
}

fn names(roles: &[Role]) -> Vec<&'static str> {
    roles.iter().map(|role| role.as_str()).collect()
}

/// Shows the list.
pub(super) async fn list(State(app): State<Arc<App>>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    let result = async {
        signed.who().check(Act::Accounts, On::NOTHING)?;
        let mut desk = Desk::enter(&app, &signed.member).await?;
        let all = q!(desk.tx, accounts::all())?;
        let now = app.newsroom.house.now();
        let keys = q!(desk.tx, doors::keys(DoorKind::Invitation.as_str(), now))?;
        let title = desk.word("nav-accounts");
        let mut frame = desk.frame(&title, "accounts").await?;
        frame.done = desk.done(asked.done.as_deref());
        let (mut open, mut closed) = (Vec::new(), Vec::new());
        for account in all {
            let seen = q!(desk.tx, doors::sessions(&account.id, now))?
                .first()
                .map(|session| desk.moment(session.seen_at));
            let sections = list_of(&account.sections);
            let person = Person {
                roles: names(&roles_of(&account.roles)),
                sections: desk
                    .sections
                    .iter()
                    .filter(|section| sections.contains(&section.id))
                    .map(|section| section.name.clone())
                    .collect(),
                seen,
                id: account.id.clone(),
                name: account.name.clone(),
                email: account.email.clone(),
            };
            if account.is_open() {
                open.push(person);
            } else {
                closed.push(person);
            }
        }
        let mut waiting = Vec::new();
        for key in keys {
            let offer = door_keys::offer(&key)?;
            waiting.push(Waiting {
                id: key.id.clone(),
                name: offer.name,
                email: offer.email,
                roles: names(&offer.roles),
                until: desk.moment(key.expires_at),
            });
        }
        desk.print(
            StatusCode::OK,
            &People {
                frame,
                open,
                closed,
                waiting,
            },
        )
    };
    problem::or(&app, Some(&signed.member), result.await).await
}

/// The form of an invitation, or of an account.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PersonPage {
    frame: Frame,
    /// Empty for an invitation.
    id: String,
    name: String,
    email: String,
    open: bool,
    roles: Vec<Tick>,
    sections: Vec<Tick>,
    authors: Vec<Tick>,
}

/// Something to tick.
#[derive(Debug, Clone, Serialize)]
struct Tick {
    value: String,
    word: String,
    ticked: bool,
}

impl Page for PersonPage {
    const TEMPLATE: &'static str = "person.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let tick = |value: &str| Tick {
            value: value.into(),
            word: "<x>".into(),
            ticked: true,
        };
        [("", true), ("01A", true), ("01A", false)]
            .into_iter()
            .map(|(id, open)| Self {
                frame: Frame::sample("Ana"),
                id: id.into(),
                name: "Ana".into(),
                email: "ana@maren.example".into(),
                open,
                roles: vec![tick("editor")],
                sections: vec![tick("01S")],
                authors: vec![tick("01T")],
            })
            .collect()
    }
}

/// What stands in the form.
#[derive(Debug, Clone, Default)]
struct Wanted {
    name: String,
    email: String,
    open: bool,
    roles: Vec<Role>,
    sections: Vec<String>,
    author: Option<String>,
}

impl Wanted {
    fn sent(fields: &Fields) -> Self {
        Self {
            name: fields.get("name").to_owned(),
            email: fields.get("email").to_owned(),
            open: true,
            roles: fields.roles(),
            sections: fields.all("section").into_iter().map(str::to_owned).collect(),
            author: Some(fields.get("author").to_owned()).filter(|id| !id.is_empty()),
        }
    }
}

async fn person_page(
    app: &App,
    signed: &Signed,
    id: &str,
    wanted: Wanted,
    wrong: Option<&Refusal>,
) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    let authors = q!(desk.tx, terms::authors())?;
    let title = if id.is_empty() {
        desk.word("invite-title")
    } else {
        wanted.name.clone()
    };
    let mut frame = desk.frame(&title, "accounts").await?;
    frame.wrong = wrong.map(|refusal| desk.refusal(refusal));
    let context = PersonPage {
        frame,
        id: id.to_owned(),
        roles: Role::ALL
            .into_iter()
            .map(|role| Tick {
                value: role.as_str().to_owned(),
                word: desk.word(&format!("role-{}", role.as_str())),
                ticked: wanted.roles.contains(&role),
            })
            .collect(),
        sections: desk
            .sections
            .iter()
            .map(|section| Tick {
                value: section.id.clone(),
                word: section.name.clone(),
                ticked: wanted.sections.contains(&section.id),
            })
            .collect(),
        authors: authors
            .into_iter()
            .map(|author| Tick {
                ticked: wanted.author.as_ref() == Some(&author.id),
                value: author.id,
                word: author.name,
            })
            .collect(),
        name: wanted.name,
        email: wanted.email,
        open: wanted.open,
    };
    desk.print(
        wrong.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY),
        &context,
    )
}

/// Lets only whoever keeps the accounts through, and only after they showed anew who they are.
async fn allowed(app: &App, signed: &Signed) -> Option<Response> {
    if let Err(refusal) = signed.who().check(Act::Accounts, On::NOTHING) {
        return Some(problem::of(app, Some(&signed.member), &refusal.into()).await);
    }
    signed.confirmed(app).err()
}

/// Shows the form of an invitation.
pub(super) async fn show_new(State(app): State<Arc<App>>, signed: Signed) -> Response {
    if let Some(response) = allowed(&app, &signed).await {
        return response;
    }
    let wanted = Wanted {
        open: true,
        roles: vec![Role::Reporter],
        ..Wanted::default()
    };
    let result = person_page(&app, &signed, "", wanted, None).await;
    problem::or(&app, Some(&signed.member), result).await
}

/// Invites.
pub(super) async fn invite(State(app): State<Arc<App>>, signed: Signed, fields: Fields) -> Response {
    if let Some(response) = allowed(&app, &signed).await {
        return response;
    }
    let wanted = Wanted::sent(&fields);
    let offer = Offer {
        name: wanted.name.clone(),
        email: wanted.email.clone(),
        roles: wanted.roles.clone(),
        sections: wanted.sections.clone(),
    };
    let result = async {
        let mut tx = app.newsroom.store.write().await?;
        let made = invite_colleague::run(&mut tx, &app.newsroom.house, &signed.who(), &offer).await?;
        hand_out(
            &app,
            &signed,
            tx,
            made,
            (DoorKind::Invitation, &offer.name, &offer.email),
        )
        .await
    };
    let result = match result.await {
        Err(Error::Refusal(refusal)) => person_page(&app, &signed, "", wanted, Some(&refusal)).await,
        other => other,
    };
    problem::or(&app, Some(&signed.member), result).await
}

/// Takes an invitation back.
pub(super) async fn withdraw(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>) -> Response {
    let result = async {
        let mut tx = app.newsroom.store.write().await?;
        invite_colleague::withdraw(&mut tx, &app.newsroom.house, &signed.who(), &id).await?;
        tx.commit().await?;
        Ok(see_other("/desk/accounts?done=invitation-withdrawn"))
    };
    problem::or(&app, Some(&signed.member), result.await).await
}

/// Shows an account.
pub(super) async fn show(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>) -> Response {
    if let Some(response) = allowed(&app, &signed).await {
        return response;
    }
    let result = async {
        let wanted = standing(&app, &id).await?;
        person_page(&app, &signed, &id, wanted, None).await
    };
    problem::or(&app, Some(&signed.member), result.await).await
}

/// The account as it stands.
async fn standing(app: &App, id: &str) -> Result<Wanted, Error> {
    let mut tx = app.newsroom.store.read().await?;
    let account = q!(tx, accounts::by_id(id))?.ok_or_else(|| Error::NotFound("such account".to_owned()))?;
    Ok(Wanted {
        open: account.is_open(),
        roles: roles_of(&account.roles),
        sections: list_of(&account.sections),
        author: account.author_id,
        name: account.name,
        email: account.email,
    })
}

/// Changes, closes, reopens an account, or makes a link for a new password.
pub(super) async fn change(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    fields: Fields,
) -> Response {
    if let Some(response) = allowed(&app, &signed).await {
        return response;
    }
    let result = match act(&app, &signed, &id, &fields).await {
        Err(Error::Refusal(refusal)) => kept(&app, &signed, &id, &fields, &refusal).await,
        other => other,
    };
    problem::or(&app, Some(&signed.member), result).await
}

async fn act(app: &App, signed: &Signed, id: &str, fields: &Fields) -> Result<Response, Error> {
    let (house, who) = (&app.newsroom.house, signed.who());
    let mut tx = app.newsroom.store.write().await?;
    let done = match fields.get("act") {
        "close" => {
            close_account::run(&mut tx, house, &who, id).await?;
            "account-closed"
        }
        "reopen" => {
            close_account::reopen(&mut tx, house, &who, id).await?;
            "account-reopened"
        }
        "reset" => {
            let made = reset_account::run(&mut tx, house, &who, id).await?;
            let account = standing(app, id).await?;
            return hand_out(app, signed, tx, made, (DoorKind::Reset, &account.name, &account.email)).await;
        }
        _ => {
            let wanted = Wanted::sent(fields);
            let change = Change {
                id: id.to_owned(),
                name: wanted.name,
                email: wanted.email,
                roles: wanted.roles,
                sections: wanted.sections,
                author: wanted.author,
            };
            change_account::run(&mut tx, house, &who, &change).await?;
            "account-changed"
        }
    };
    tx.commit().await?;
    Ok(see_other(&format!("/desk/accounts?done={done}")))
}

/// The page with what was refused; a form keeps what was typed into it.
async fn kept(app: &App, signed: &Signed, id: &str, fields: &Fields, refusal: &Refusal) -> Result<Response, Error> {
    let standing = standing(app, id).await?;
    let wanted = if fields.get("act").is_empty() {
        Wanted {
            open: standing.open,
            ..Wanted::sent(fields)
        }
    } else {
        standing
    };
    person_page(app, signed, id, wanted, Some(refusal)).await
}

#[cfg(test)]
fn moment_sample() -> Moment {
    Moment {
        iso: "2026-11-25T14:05:00+00:00".into(),
        text: "14:05 WET".into(),
        full: "25 November 2026, 14:05 WET".into(),
    }
}
