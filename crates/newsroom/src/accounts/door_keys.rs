//! One-time links: the first start, an invitation, a new password. Each opens once, and lies here as a hash.
//! Commands and `courant account` make them; the pages that they open use them up within the command that they allow.

use super::token::{self, Token};
use crate::{Error, House, Refusal, Result};
use courant_model::account::Role;
use courant_model::actor::Actor;
use courant_model::door::{DoorKey, DoorKind};
use courant_model::time::{DAY, Micros};
use courant_store::{StoreError, Tx, q};
use serde::{Deserialize, Serialize};

/// What an invitation offers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// As colleagues will see the new one.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their roles.
    pub roles: Vec<Role>,
    /// Ids of their sections; none means all.
    pub sections: Vec<String>,
}

/// How long a link of a kind opens.
fn lasts(kind: DoorKind) -> Micros {
    match kind {
        // A new start replaces it; until then it is valid until it is used.
        DoorKind::First => 3_650 * DAY,
        DoorKind::Invitation => 7 * DAY,
        DoorKind::Reset => DAY,
    }
}

/// Makes a link. A new first start replaces the old one, a new password link that of the same account.
#[crate::boxed]
pub async fn make(
    tx: &mut Tx,
    house: &House,
    actor: &Actor,
    kind: DoorKind,
    account: Option<&str>,
    offer: &Offer,
) -> Result<(Token, DoorKey)> {
    match (kind, account) {
        (DoorKind::First, _) => q!(tx, doors::forget_keys(kind.as_str()))?,
        (_, Some(account)) => q!(tx, doors::forget_keys_of(account))?,
        (_, None) => {}
    }
    let token = Token::new(house)?;
    let now = house.now();
    let key = DoorKey {
        id: house.id(),
        token_hash: token.hash(house),
        kind: kind.as_str().to_owned(),
        account_id: account.map(str::to_owned),
        offer: serde_json::to_string(offer).map_err(|e| StoreError::Unreadable(e.to_string()))?,
        made_by: actor.to_string(),
        made_at: now,
        expires_at: now + lasts(kind),
    };
    q!(tx, doors::add_key(&key))?;
    Ok((token, key))
}

/// The link of a token, when it is of this kind and still opens.
#[crate::boxed]
pub async fn find(tx: &mut Tx, house: &House, kind: DoorKind, token: &str) -> Result<DoorKey> {
    q!(tx, doors::key(&token::hash(house, token)))?
        .filter(|key| {
            key.kind == kind.as_str() && key.expires_at > house.now() && token::is(house, token, &key.token_hash)
        })
        .ok_or_else(|| {
            Refusal::new(
                "link-used",
                "this link was used already, was replaced by a newer one, or is too old; ask for a new one",
            )
            .into()
        })
}

/// Uses a link up, in the transaction of what it allows.
#[crate::boxed]
pub async fn use_up(tx: &mut Tx, key: &DoorKey) -> Result<()> {
    if q!(tx, doors::use_key(&key.id))? {
        Ok(())
    } else {
        Err(Error::Conflict("this link was used a moment ago".to_owned()))
    }
}

/// What an invitation offers.
pub fn offer(key: &DoorKey) -> Result<Offer> {
    Ok(serde_json::from_str(&key.offer).map_err(|e| StoreError::Unreadable(format!("an invitation: {e}")))?)
}
