//! What one changes of one's own account: name, password, choices of mail. Called by the page "My account".
//! Roles are not among it; those are the admin's.

use crate::accounts::sessions;
use crate::{House, Refusal, Result, accounts};
use courant_model::account::Member;
use courant_model::actor::Actor;
use courant_model::door::{MAIL_CHOICES, keep_list};
use courant_model::entry::Thing;
use courant_store::{Tx, q};

fn enter(tx: &mut Tx, house: &House, member: &Member, act: &str) {
    let actor = Actor::Account(member.account.clone());
    tx.enter(house.now(), &actor, act, &Thing::Account(member.account.clone()));
}

/// Keeps name and choices of mail.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, member: &Member, name: &str, mail: &[&str]) -> Result<()> {
    let mut account = accounts::open(tx, &member.account).await?;
    account.name = accounts::name(name)?;
    let mail: Vec<&str> = MAIL_CHOICES
        .into_iter()
        .filter(|choice| mail.contains(choice))
        .collect();
    account.mail = keep_list(&mail);
    q!(tx, accounts::keep(&account))?;
    enter(tx, house, member, "revise");
    Ok(())
}

/// Sets a new password, and signs every other browser out.
#[crate::boxed]
pub async fn set_password(tx: &mut Tx, house: &House, member: &Member, session: &str, hash: String) -> Result<()> {
    let mut account = accounts::open(tx, &member.account).await?;
    account.password = hash;
    q!(tx, accounts::keep(&account))?;
    q!(tx, doors::forget_keys_of(&account.id))?;
    let actor = Actor::Account(account.id.clone());
    sessions::end_all(tx, house, &actor, &account.id, Some(session)).await?;
    enter(tx, house, member, "set password");
    Ok(())
}

/// Takes the password away from an account that has a passkey.
#[crate::boxed]
pub async fn remove_password(tx: &mut Tx, house: &House, member: &Member) -> Result<()> {
    let mut account = accounts::open(tx, &member.account).await?;
    let passkeys = q!(tx, accounts::passkeys(&account.id))?.len();
    still_opens(false, passkeys)?;
    account.password.clear();
    // Without a password there is no second step after it.
    account.totp = None;
    account.totp_step = 0;
    q!(tx, accounts::forget_recoveries(&account.id))?;
    q!(tx, accounts::keep(&account))?;
    enter(tx, house, member, "remove password");
    Ok(())
}

/// Refuses to lock the last door from within.
pub(super) fn still_opens(password: bool, passkeys: usize) -> Result<(), Refusal> {
    if password || passkeys > 0 {
        return Ok(());
    }
    Err(Refusal::new(
        "last-way-in",
        "this is the only way into your account; add another one first",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_locks_themselves_out() {
        assert!(still_opens(false, 0).is_err());
        assert!(still_opens(true, 0).is_ok() && still_opens(false, 1).is_ok());
    }
}
