//! `courant account`: lists accounts and prints one-time links for whoever is locked out, also beside a running server.
//! `crate::obey` runs it; `courant serve` and `courant demo` print the link of the first start through it.

use crate::cli::Account;
use crate::config::Flags;
use crate::failure::{Failure, Result};
use crate::{house, report};
use courant_model::actor::Actor;
use courant_model::door::{DoorKind, fold_email, list_of};
use courant_newsroom::Newsroom;
use courant_newsroom::accounts::door_keys::{self, Offer};
use courant_newsroom::commands::reset_account;
use courant_newsroom::permissions::Who;
use courant_store::q;
use serde::Serialize;
use url::Url;

/// An account in the report.
#[derive(Serialize)]
struct Line {
    id: String,
    name: String,
    email: String,
    roles: Vec<String>,
    state: String,
}

/// Does what is asked.
pub async fn run(flags: Flags, wanted: &Account) -> Result<()> {
    let settings = super::settle(&flags)?;
    let (newsroom, _) = house::open_standing(&settings.machine).await?;
    let url = || house::url_of(&settings).ok_or_else(|| Failure::new("set `url`, so that a link can be printed"));
    match wanted {
        Account::Link => {
            let url = url()?;
            if !first_start(&newsroom, &url).await? {
                return Err(Failure::new(
                    "this paper has accounts already; `courant account reset EMAIL` lets somebody in who is locked out",
                ));
            }
            Ok(())
        }
        Account::List { json } => list(&newsroom, *json).await,
        Account::Reset { email } => reset(&newsroom, &url()?, email).await,
    }
}

/// Prints the link of the first start when nobody can sign in yet, and takes the older one back. It goes to the
/// console alone: whoever reads the log must not become editor-in-chief.
pub(super) async fn first_start(newsroom: &Newsroom, url: &Url) -> Result<bool> {
    let mut tx = newsroom.store.write().await?;
    if q!(tx, accounts::any())? {
        return Ok(false);
    }
    let (actor, offer) = (Actor::Console, Offer::default());
    let (token, _) = door_keys::make(&mut tx, &newsroom.house, &actor, DoorKind::First, None, &offer).await?;
    tx.commit().await?;
    report::print(&format!(
        "first account: {}/desk/first?key={}",
        url.as_str().trim_end_matches('/'),
        token.as_str()
    ));
    Ok(true)
}

async fn list(newsroom: &Newsroom, json: bool) -> Result<()> {
    let all = {
        let mut tx = newsroom.store.read().await?;
        q!(tx, accounts::all())?
    };
    let lines: Vec<Line> = all
        .into_iter()
        .map(|account| Line {
            roles: list_of(&account.roles),
            id: account.id,
            name: account.name,
            email: account.email,
            state: account.state,
        })
        .collect();
    if json {
        return report::json(&lines);
    }
    for line in lines {
        let closed = if line.state == "open" { "" } else { "  closed" };
        report::print(&format!(
            "{}  {}  {}{closed}",
            line.email,
            line.name,
            line.roles.join(", ")
        ));
    }
    Ok(())
}

async fn reset(newsroom: &Newsroom, url: &Url, email: &str) -> Result<()> {
    let mut tx = newsroom.store.write().await?;
    let account = match fold_email(email) {
        Some(folded) => q!(tx, accounts::by_email(&folded))?,
        None => None,
    };
    let account = account.ok_or_else(|| {
        Failure::new(format!(
            "no account has the address {email}; `courant account list` prints them all"
        ))
    })?;
    let who = Who::House(Actor::Console);
    let (token, _) = reset_account::run(&mut tx, &newsroom.house, &who, &account.id).await?;
    tx.commit().await?;
    report::print(&format!(
        "new password: {}/desk/reset?key={}",
        url.as_str().trim_end_matches('/'),
        token.as_str()
    ));
    Ok(())
}
