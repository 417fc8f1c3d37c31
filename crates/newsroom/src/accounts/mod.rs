//! How people get into the desk: passwords, tokens, sessions, one-time links, second steps, and what wrong guesses cost.
//! The commands of accounts, the desk's door and `courant account` call it; tokens leave it once and are kept as hashes.

pub mod ceremonies;
pub mod codes;
pub mod door_keys;
pub mod guesses;
pub mod login;
pub mod password;
pub mod sessions;
pub mod token;

use crate::{Error, House, Refusal, Result};
use courant_model::account::Role;
use courant_model::actor::Actor;
use courant_model::door::{Account, DoorKey, MAIL_AT_FIRST, fold_email, keep_list, keep_roles};
use courant_model::entry::Thing;
use courant_store::{Tx, q};

/// Longest name of an account, in characters.
pub const LONGEST_NAME: usize = 100;

/// An open account by id; a closed one is none.
#[crate::boxed]
pub async fn open(tx: &mut Tx, id: &str) -> Result<Account> {
    q!(tx, accounts::by_id(id))?
        .filter(Account::is_open)
        .ok_or_else(|| Error::NotFound("such account".to_owned()))
}

/// An account to be, as whoever holds its one-time link and whoever made the link want it.
pub(crate) struct Newcomer<'n> {
    /// Its id.
    pub(crate) id: String,
    /// As colleagues will see them.
    pub(crate) name: &'n str,
    /// Their address.
    pub(crate) email: &'n str,
    /// Their roles.
    pub(crate) roles: &'n [Role],
    /// Ids of their sections; none means all.
    pub(crate) sections: &'n [String],
    /// The hash of their password; empty with a passkey.
    pub(crate) password: &'n str,
}

/// Makes an account and uses up the link that allows it; the ledger calls it an act of the account itself.
pub(crate) async fn admit(
    tx: &mut Tx,
    house: &House,
    key: &DoorKey,
    act: &str,
    newcomer: Newcomer<'_>,
) -> Result<Account> {
    let email_folded = email(newcomer.email)?;
    free_email(tx, &email_folded).await?;
    let account = Account {
        id: newcomer.id,
        name: name(newcomer.name)?,
        email: newcomer.email.trim().to_owned(),
        email_folded,
        roles: keep_roles(newcomer.roles),
        sections: keep_list(newcomer.sections),
        author_id: None,
        password: newcomer.password.to_owned(),
        totp: None,
        totp_step: 0,
        state: "open".to_owned(),
        mail: MAIL_AT_FIRST.to_owned(),
        created_at: house.now(),
    };
    door_keys::use_up(tx, key).await?;
    q!(tx, accounts::add(&account))?;
    let actor = Actor::Account(account.id.clone());
    tx.enter(house.now(), &actor, act, &Thing::Account(account.id.clone()));
    Ok(account)
}

/// The name as it is kept, or why it cannot be.
pub(crate) fn name(written: &str) -> Result<String, Refusal> {
    let name = written.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(Refusal::new("account-name", "an account needs a name"));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Refusal::new(
            "account-name-long",
            format!("a name has at most {LONGEST_NAME} characters"),
        ));
    }
    Ok(name)
}

/// The address as it is compared, or why it cannot be one.
pub(crate) fn email(written: &str) -> Result<String, Refusal> {
    fold_email(written).ok_or_else(|| Refusal::new("account-email", "that is no e-mail address"))
}

/// Refuses an address that another account has.
pub(crate) async fn free_email(tx: &mut Tx, folded: &str) -> Result<()> {
    if q!(tx, accounts::by_email(folded))?.is_some() {
        return Err(Refusal::new(
            "account-email-taken",
            "an account with this e-mail address is there already",
        )
        .into());
    }
    Ok(())
}
