//! Changes an account: name, address, roles, sections, the author that it signs as. Called by the list of accounts.
//! Whoever keeps accounts cannot leave the paper without anybody who does.

use crate::permissions::Who;
use crate::{Error, House, Refusal, Result, accounts};
use courant_model::account::{Act, On, Role};
use courant_model::door::{Account, keep_list, keep_roles, roles_of};
use courant_model::entry::Thing;
use courant_store::{Tx, q};

/// What it is to be.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The account.
    pub id: String,
    /// As colleagues see it.
    pub name: String,
    /// Its address, by which it signs in.
    pub email: String,
    /// Its roles.
    pub roles: Vec<Role>,
    /// Ids of its sections; none means all.
    pub sections: Vec<String>,
    /// The author that it signs as.
    pub author: Option<String>,
}

/// Changes the account. Its sessions go on, with the new rights from the next request on.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, change: &Change) -> Result<Account> {
    who.check(Act::Accounts, On::NOTHING)?;
    super::invite_colleague::decide(&change.roles)?;
    super::invite_colleague::sections(tx, &change.sections).await?;
    if let Some(author) = &change.author
        && q!(tx, terms::author(author))?.is_none()
    {
        return Err(Refusal::new("account-author", "there is no such author").into());
    }
    let mut account = accounts::open(tx, &change.id).await?;
    decide(
        &roles_of(&account.roles),
        &change.roles,
        others_who_keep_accounts(tx, &change.id).await?,
    )?;
    account.name = accounts::name(&change.name)?;
    let folded = accounts::email(&change.email)?;
    if folded != account.email_folded {
        accounts::free_email(tx, &folded).await?;
    }
    change.email.trim().clone_into(&mut account.email);
    account.email_folded = folded;
    account.roles = keep_roles(&change.roles);
    account.sections = keep_list(&change.sections);
    account.author_id.clone_from(&change.author);
    q!(tx, accounts::keep(&account))?;
    tx.enter(house.now(), &who.actor(), "change", &Thing::Account(account.id.clone()));
    Ok(account)
}

/// Refuses to take the right to keep accounts from the last one who has it.
fn decide(before: &[Role], after: &[Role], others: usize) -> Result<(), Refusal> {
    if before.contains(&Role::Admin) && !after.contains(&Role::Admin) {
        return still_kept(others);
    }
    Ok(())
}

/// Refuses when nobody would be left who keeps accounts.
pub(super) fn still_kept(others: usize) -> Result<(), Refusal> {
    if others == 0 {
        return Err(Refusal::new(
            "last-admin",
            "nobody else keeps the accounts; make somebody else an admin first",
        ));
    }
    Ok(())
}

/// How many open accounts but this one keep accounts.
pub(super) async fn others_who_keep_accounts(tx: &mut Tx, id: &str) -> Result<usize, Error> {
    let all = q!(tx, accounts::all())?;
    Ok(all
        .iter()
        .filter(|one| one.id != id && one.is_open() && roles_of(&one.roles).contains(&Role::Admin))
        .count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_admin_stays_admin() {
        let (admin, editor) = ([Role::Admin], [Role::Editor]);
        assert!(decide(&admin, &editor, 0).is_err());
        assert!(decide(&admin, &[Role::Admin, Role::Editor], 0).is_ok());
        assert!(decide(&admin, &editor, 1).is_ok());
        assert!(decide(&editor, &[Role::Reporter], 0).is_ok());
    }
}
