//! Closes an account: its sessions, links and identities elsewhere end in the same moment; its name stays on what it did.
//! Called by the list of accounts; `reopen` takes it back.

use crate::permissions::Who;
use crate::{Error, House, Result, accounts};
use courant_model::account::{Act, On, Role};
use courant_model::door::roles_of;
use courant_model::entry::Thing;
use courant_store::{Tx, q};

/// Closes it.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<()> {
    who.check(Act::Accounts, On::NOTHING)?;
    let mut account = accounts::open(tx, id).await?;
    if roles_of(&account.roles).contains(&Role::Admin) {
        super::change_account::still_kept(super::change_account::others_who_keep_accounts(tx, id).await?)?;
    }
    "closed".clone_into(&mut account.state);
    q!(tx, accounts::keep(&account))?;
    q!(tx, doors::end_sessions(id, ""))?;
    q!(tx, doors::forget_keys_of(id))?;
    q!(tx, accounts::unlink(id))?;
    tx.enter(house.now(), &who.actor(), "close", &Thing::Account(id.to_owned()));
    Ok(())
}

/// Opens it again, with the roles and the password that it had.
#[crate::boxed]
pub async fn reopen(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<()> {
    who.check(Act::Accounts, On::NOTHING)?;
    let mut account = q!(tx, accounts::by_id(id))?.ok_or_else(|| Error::NotFound("such account".to_owned()))?;
    if !account.is_open() {
        "open".clone_into(&mut account.state);
        q!(tx, accounts::keep(&account))?;
        tx.enter(house.now(), &who.actor(), "reopen", &Thing::Account(id.to_owned()));
    }
    Ok(())
}
