//! Offers somebody an account: a one-time link with name, address, roles and sections. Called by the list of accounts.
//! Nothing can be signed in to until the link was used.

use crate::accounts::door_keys::{self, Offer};
use crate::accounts::token::Token;
use crate::accounts::{self};
use crate::permissions::Who;
use crate::{House, Refusal, Result};
use courant_model::account::{Act, On, Role};
use courant_model::door::{DoorKey, DoorKind};
use courant_model::entry::Thing;
use courant_store::{Tx, q};

/// Makes the invitation and gives back the token of its link.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, offer: &Offer) -> Result<(Token, DoorKey)> {
    who.check(Act::Accounts, On::NOTHING)?;
    decide(&offer.roles)?;
    let offer = Offer {
        name: accounts::name(&offer.name)?,
        email: offer.email.trim().to_owned(),
        ..offer.clone()
    };
    let folded = accounts::email(&offer.email)?;
    accounts::free_email(tx, &folded).await?;
    sections(tx, &offer.sections).await?;
    let (token, key) = door_keys::make(tx, house, &who.actor(), DoorKind::Invitation, None, &offer).await?;
    // The account will have the invitation's id, so the ledger tells of one thing.
    tx.enter(house.now(), &who.actor(), "invite", &Thing::Account(key.id.clone()));
    Ok((token, key))
}

/// Takes an invitation back; its link opens nothing any more.
#[crate::boxed]
pub async fn withdraw(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<()> {
    who.check(Act::Accounts, On::NOTHING)?;
    if q!(tx, doors::use_key(id))? {
        tx.enter(house.now(), &who.actor(), "withdraw", &Thing::Account(id.to_owned()));
    }
    Ok(())
}

/// Refuses an account that could do nothing.
pub(super) fn decide(roles: &[Role]) -> Result<(), Refusal> {
    if roles.is_empty() {
        return Err(Refusal::new("account-roles", "an account needs at least one role"));
    }
    Ok(())
}

/// Refuses sections that the paper does not have.
pub(super) async fn sections(tx: &mut Tx, wanted: &[String]) -> Result<()> {
    let known = q!(tx, terms::sections())?;
    if wanted.iter().all(|id| known.iter().any(|section| section.id == *id)) {
        return Ok(());
    }
    Err(Refusal::new("account-sections", "the paper has no such section").into())
}
