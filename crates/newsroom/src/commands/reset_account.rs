//! Lets somebody who is locked out in again: a one-time link, and what its page does. Called by the list of accounts
//! and `courant account reset`; whoever uses the link sets a new password, and everything that opened the door before
//! is gone.

use crate::accounts::door_keys::{self, Offer};
use crate::accounts::sessions;
use crate::accounts::token::Token;
use crate::permissions::Who;
use crate::{House, Result, accounts};
use courant_model::account::{Act, On};
use courant_model::actor::Actor;
use courant_model::door::{Account, DoorKey, DoorKind};
use courant_model::entry::Thing;
use courant_store::{Tx, q};

/// Makes the link and gives back its token; until it is used all stays as it is.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<(Token, DoorKey)> {
    who.check(Act::Accounts, On::NOTHING)?;
    let account = accounts::open(tx, id).await?;
    let offer = Offer::default();
    let (token, key) = door_keys::make(tx, house, &who.actor(), DoorKind::Reset, Some(&account.id), &offer).await?;
    tx.enter(house.now(), &who.actor(), "reset", &Thing::Account(account.id));
    Ok((token, key))
}

/// Sets the new password by the link. One-time codes and passkeys go, since the telephone may be what was lost.
#[crate::boxed]
pub async fn finish(tx: &mut Tx, house: &House, token: &str, password: String) -> Result<Account> {
    let key = door_keys::find(tx, house, DoorKind::Reset, token).await?;
    let mut account = accounts::open(tx, key.account_id.as_deref().unwrap_or_default()).await?;
    door_keys::use_up(tx, &key).await?;
    account.password = password;
    account.totp = None;
    account.totp_step = 0;
    q!(tx, accounts::keep(&account))?;
    q!(tx, accounts::forget_recoveries(&account.id))?;
    q!(tx, accounts::remove_passkeys(&account.id))?;
    q!(tx, accounts::unlink(&account.id))?;
    let actor = Actor::Account(account.id.clone());
    sessions::end_all(tx, house, &actor, &account.id, None).await?;
    tx.enter(house.now(), &actor, "set password", &Thing::Account(account.id.clone()));
    Ok(account)
}
