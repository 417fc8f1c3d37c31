//! Finds the account of somebody whom the issuer of single sign-on knows. Called when they come back from there.
//! It opens an account that stands already, and never makes one.

use crate::{House, Refusal, Result};
use courant_model::actor::Actor;
use courant_model::door::{Account, SignOn, fold_email};
use courant_model::entry::Thing;
use courant_store::{Tx, q};

/// What the issuer says of somebody.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    /// The issuer's address.
    pub issuer: String,
    /// How the issuer names them; it never changes.
    pub subject: String,
    /// Their address.
    pub email: String,
    /// Whether the issuer has seen that the address is theirs.
    pub verified: bool,
}

/// The open account of an identity: the one that it opened before, else the one of its verified address.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, identity: &Identity) -> Result<Account> {
    if let Some(link) = q!(tx, accounts::linked(&identity.issuer, &identity.subject))? {
        let account = q!(tx, accounts::by_id(&link.account_id))?.filter(Account::is_open);
        return Ok(account.ok_or_else(unknown)?);
    }
    let folded = decide(identity)?;
    let account = q!(tx, accounts::by_email(&folded))?
        .filter(Account::is_open)
        .ok_or_else(unknown)?;
    let link = SignOn {
        issuer: identity.issuer.clone(),
        subject: identity.subject.clone(),
        account_id: account.id.clone(),
        linked_at: house.now(),
    };
    q!(tx, accounts::link(&link))?;
    let actor = Actor::Account(account.id.clone());
    tx.enter(
        house.now(),
        &actor,
        "link identity",
        &Thing::Account(account.id.clone()),
    );
    Ok(account)
}

/// The address by which an account may be found, when the issuer vouches for it.
fn decide(identity: &Identity) -> Result<String, Refusal> {
    match fold_email(&identity.email) {
        Some(folded) if identity.verified => Ok(folded),
        _ => Err(unknown()),
    }
}

fn unknown() -> Refusal {
    Refusal::new(
        "identity-unknown",
        "nobody at this paper is known by that identity; ask for an invitation to its e-mail address",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_nobody_has_verified_opens_nothing() {
        let mut identity = Identity {
            email: "ana@example.org".to_owned(),
            ..Identity::default()
        };
        assert!(decide(&identity).is_err());
        identity.verified = true;
        assert_eq!(decide(&identity).ok().as_deref(), Some("ana@example.org"));
        identity.email = "ana".to_owned();
        assert!(decide(&identity).is_err());
    }
}
