//! Adds, names and removes the passkeys of an account. Called by the pages of the door once a browser has shown its key.
//! The last way in is never removed.

use crate::accounts;
use crate::{Error, House, Refusal, Result};
use courant_model::account::Member;
use courant_model::actor::Actor;
use courant_model::door::Passkey;
use courant_model::entry::Thing;
use courant_store::{Tx, q};

/// Most passkeys of one account.
const MOST: usize = 20;
/// Longest name of one, in characters.
const LONGEST_NAME: usize = 60;

/// What a browser has shown.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Id of the credential, base64url.
    pub credential: String,
    /// Public key and counter, as JSON.
    pub key: String,
    /// As its owner calls it; empty takes the browser's words.
    pub name: String,
}

fn enter(tx: &mut Tx, house: &House, account: &str, act: &str) {
    let actor = Actor::Account(account.to_owned());
    tx.enter(house.now(), &actor, act, &Thing::Account(account.to_owned()));
}

/// Adds one to an account.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, account: &str, shown: &Shown) -> Result<()> {
    if q!(tx, accounts::passkey_of(&shown.credential))?.is_some() {
        return Err(Refusal::new("passkey-known", "this passkey is in use already").into());
    }
    if q!(tx, accounts::passkeys(account))?.len() >= MOST {
        return Err(Refusal::new("passkey-many", format!("an account has at most {MOST} passkeys")).into());
    }
    let passkey = Passkey {
        id: house.id(),
        account_id: account.to_owned(),
        credential: shown.credential.clone(),
        name: name(&shown.name),
        key: shown.key.clone(),
        created_at: house.now(),
        used_at: None,
    };
    q!(tx, accounts::add_passkey(&passkey))?;
    enter(tx, house, account, "add passkey");
    Ok(())
}

/// Gives one another name.
#[crate::boxed]
pub async fn rename(tx: &mut Tx, house: &House, member: &Member, id: &str, written: &str) -> Result<()> {
    if !q!(tx, accounts::name_passkey(&member.account, id, &name(written)))? {
        return Err(Error::NotFound("such passkey".to_owned()));
    }
    enter(tx, house, &member.account, "name passkey");
    Ok(())
}

/// Removes one.
#[crate::boxed]
pub async fn remove(tx: &mut Tx, house: &House, member: &Member, id: &str) -> Result<()> {
    let account = accounts::open(tx, &member.account).await?;
    let left = q!(tx, accounts::passkeys(&account.id))?
        .iter()
        .filter(|one| one.id != id)
        .count();
    super::revise_own_account::still_opens(!account.password.is_empty(), left)?;
    if !q!(tx, accounts::remove_passkey(&account.id, id))? {
        return Err(Error::NotFound("such passkey".to_owned()));
    }
    enter(tx, house, &account.id, "remove passkey");
    Ok(())
}

fn name(written: &str) -> String {
    let name = written.split_whitespace().collect::<Vec<_>>().join(" ");
    let name: String = name.chars().take(LONGEST_NAME).collect();
    if name.is_empty() { "Passkey".to_owned() } else { name }
}
