//! Makes the account that an invitation offers. Called by the page behind its link.
//! Name and way in are the invited person's choice; roles and sections are what was offered.

use crate::accounts::{self, door_keys};
use crate::{House, Result};
use courant_model::actor::Actor;
use courant_model::door::{Account, DoorKind, MAIL_AT_FIRST, keep_list, keep_roles};
use courant_model::entry::Thing;
use courant_store::{Tx, q};

/// What the invited person says.
#[derive(Debug, Clone, Default)]
pub struct Accepted {
    /// The token of the link.
    pub token: String,
    /// As colleagues will see them.
    pub name: String,
    /// The hash of their password; empty with a passkey.
    pub password: String,
}

/// Makes the account.
pub async fn run(tx: &mut Tx, house: &House, accepted: &Accepted) -> Result<Account> {
    let key = door_keys::find(tx, house, DoorKind::Invitation, &accepted.token).await?;
    let offer = door_keys::offer(&key)?;
    let email_folded = accounts::email(&offer.email)?;
    accounts::free_email(tx, &email_folded).await?;
    let account = Account {
        id: key.id.clone(),
        name: accounts::name(&accepted.name)?,
        email: offer.email.clone(),
        email_folded,
        roles: keep_roles(&offer.roles),
        sections: keep_list(&offer.sections),
        author_id: None,
        password: accepted.password.clone(),
        totp: None,
        totp_step: 0,
        state: "open".to_owned(),
        mail: MAIL_AT_FIRST.to_owned(),
        created_at: house.now(),
    };
    door_keys::use_up(tx, &key).await?;
    q!(tx, accounts::add(&account))?;
    let actor = Actor::Account(account.id.clone());
    tx.enter(house.now(), &actor, "accept", &Thing::Account(account.id.clone()));
    Ok(account)
}
