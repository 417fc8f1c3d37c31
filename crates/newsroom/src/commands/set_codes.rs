//! Switches one-time codes on and off. Called by the page "My account", and only after the password was given anew.
//! They are on from the moment that a right code shows that the app has the secret.

use crate::accounts::ceremonies::{self, Kind};
use crate::accounts::{self, codes};
use crate::{House, Refusal, Result};
use courant_model::account::Member;
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_store::{Tx, q};

fn enter(tx: &mut Tx, house: &House, member: &Member, act: &str) {
    let actor = Actor::Account(member.account.clone());
    tx.enter(house.now(), &actor, act, &Thing::Account(member.account.clone()));
}

/// Begins: a secret that counts for nothing yet, and the token under which it waits.
#[crate::boxed]
pub async fn begin(tx: &mut Tx, house: &House, member: &Member) -> Result<(String, Vec<u8>)> {
    let account = accounts::open(tx, &member.account).await?;
    decide(&account.password)?;
    let secret = codes::secret(house)?;
    let sealed = house.keys.seal_secret(&account.id, &secret)?;
    let token = ceremonies::begin(tx, house, Kind::Codes, Some(&account.id), &sealed).await?;
    Ok((token.as_str().to_owned(), secret.to_vec()))
}

/// The secret that waits under a token.
#[crate::boxed]
pub async fn waiting(tx: &mut Tx, house: &House, member: &Member, token: &str) -> Result<Vec<u8>> {
    let ceremony = ceremonies::find(tx, house, Kind::Codes, token).await?;
    let sealed: Vec<u8> = ceremonies::state(&ceremony)?;
    Ok(house.keys.unseal_secret(&member.account, &sealed)?)
}

/// Switches them on by a right code, and gives back the recovery codes.
#[crate::boxed]
pub async fn on(tx: &mut Tx, house: &House, member: &Member, token: &str, code: &str) -> Result<Vec<String>> {
    let ceremony = ceremonies::find(tx, house, Kind::Codes, token).await?;
    let mut account = accounts::open(tx, &member.account).await?;
    decide(&account.password)?;
    let sealed: Vec<u8> = ceremonies::state(&ceremony)?;
    let secret = house.keys.unseal_secret(&account.id, &sealed)?;
    let step = codes::step(house, &secret, code)?.ok_or_else(codes::wrong)?;
    ceremonies::end(tx, &ceremony).await?;
    account.totp = Some(sealed);
    account.totp_step = step;
    q!(tx, accounts::keep(&account))?;
    enter(tx, house, member, "codes on");
    codes::renew_recovery(tx, house, &account.id).await
}

/// New recovery codes in place of the old.
#[crate::boxed]
pub async fn renew(tx: &mut Tx, house: &House, member: &Member) -> Result<Vec<String>> {
    let account = accounts::open(tx, &member.account).await?;
    if account.totp.is_none() {
        return Err(Refusal::new("codes-off", "one-time codes are off").into());
    }
    enter(tx, house, member, "new recovery codes");
    codes::renew_recovery(tx, house, &account.id).await
}

/// Switches them off.
#[crate::boxed]
pub async fn off(tx: &mut Tx, house: &House, member: &Member) -> Result<()> {
    let mut account = accounts::open(tx, &member.account).await?;
    account.totp = None;
    account.totp_step = 0;
    q!(tx, accounts::keep(&account))?;
    q!(tx, accounts::forget_recoveries(&account.id))?;
    enter(tx, house, member, "codes off");
    Ok(())
}

fn decide(password: &str) -> Result<(), Refusal> {
    if password.is_empty() {
        return Err(Refusal::new(
            "codes-without-password",
            "one-time codes are asked for after a password, and you have none; a passkey needs no second step",
        ));
    }
    Ok(())
}
