//! Makes the account that an invitation offers. Called by the page behind its link.
//! Name and way in are the invited person's choice; roles and sections are what was offered.

use crate::accounts::{self, Newcomer, door_keys};
use crate::{House, Result};
use courant_model::door::{Account, DoorKind};
use courant_store::Tx;

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
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, accepted: &Accepted) -> Result<Account> {
    let key = door_keys::find(tx, house, DoorKind::Invitation, &accepted.token).await?;
    let offer = door_keys::offer(&key)?;
    let newcomer = Newcomer {
        id: key.id.clone(),
        name: &accepted.name,
        email: &offer.email,
        roles: &offer.roles,
        sections: &offer.sections,
        password: &accepted.password,
    };
    accounts::admit(tx, house, &key, "accept", newcomer).await
}
