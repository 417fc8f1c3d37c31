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

use crate::{Error, Refusal, Result};
use courant_model::door::{Account, fold_email};
use courant_store::{Tx, q};

/// Longest name of an account, in characters.
pub const LONGEST_NAME: usize = 100;

/// An open account by id; a closed one is none.
pub async fn open(tx: &mut Tx, id: &str) -> Result<Account> {
    q!(tx, accounts::by_id(id))?
        .filter(Account::is_open)
        .ok_or_else(|| Error::NotFound("such account".to_owned()))
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
