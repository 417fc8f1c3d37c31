//! Makes the first account of a paper, which may do everything that any role may. Called by the page of the first start.
//! It names the paper in the same transaction, and uses up the one-time link of the console.

use crate::accounts::{self, Newcomer, door_keys};
use crate::commands::revise_paper;
use crate::{House, Refusal, Result};
use courant_model::account::Role;
use courant_model::actor::Actor;
use courant_model::door::{Account, DoorKind};
use courant_model::paper::Paper;
use courant_store::{Tx, q};

/// Who comes first.
#[derive(Debug, Clone, Default)]
pub struct First {
    /// The token of the link.
    pub token: String,
    /// Id of the account to be; a passkey may name it already. Empty takes a new one.
    pub id: String,
    /// As colleagues will see them.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The hash of their password; empty with a passkey.
    pub password: String,
}

/// The roles of the first account.
pub const ROLES: [Role; 3] = [Role::Editor, Role::Chief, Role::Admin];

/// Makes the account, and names the paper as the form does: name, line, zone and language.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, first: &First, paper: &Paper) -> Result<Account> {
    let key = door_keys::find(tx, house, DoorKind::First, &first.token).await?;
    decide(q!(tx, accounts::any())?)?;
    let newcomer = Newcomer {
        id: Some(first.id.clone())
            .filter(|id| !id.is_empty())
            .unwrap_or_else(|| house.id()),
        name: &first.name,
        email: &first.email,
        roles: &ROLES,
        sections: &[],
        password: &first.password,
    };
    let account = accounts::admit(tx, house, &key, "open", newcomer).await?;
    let actor = Actor::Account(account.id.clone());
    revise_paper::change(tx, house, &actor, &|kept| {
        paper.name.clone_into(&mut kept.name);
        paper.tagline.clone_into(&mut kept.tagline);
        paper.zone.clone_into(&mut kept.zone);
        paper.language.clone_into(&mut kept.language);
        Ok(())
    })
    .await?;
    Ok(account)
}

fn decide(any: bool) -> Result<(), Refusal> {
    if any {
        return Err(Refusal::new(
            "first-account-stands",
            "this paper has accounts already; sign in, or ask for an invitation",
        ));
    }
    Ok(())
}
