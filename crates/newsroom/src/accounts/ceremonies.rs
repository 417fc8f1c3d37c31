//! Ways in that take more than one request: a second step, the questions of a passkey, a journey to the issuer.
//! Their state lies in the store under the hash of a token that the browser holds, so that another node may go on.

use super::token::{self, Token};
use crate::{House, Refusal, Result};
use courant_model::door::Ceremony;
use courant_model::time::{Micros, SECOND};
use courant_store::{StoreError, Tx, q};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How long one may take.
const LASTS: Micros = 600 * SECOND;
/// Wrong answers that end it.
const WRONG: i64 = 5;

/// What is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The password was right; a one-time code is still asked for.
    SecondStep,
    /// One-time codes are being switched on; the state holds the sealed secret.
    Codes,
    /// A passkey is being made.
    NewPasskey,
    /// A passkey is being asked for.
    Passkey,
    /// Somebody is on the way to the issuer.
    SignOn,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::SecondStep => "second step",
            Self::Codes => "codes",
            Self::NewPasskey => "new passkey",
            Self::Passkey => "passkey",
            Self::SignOn => "sign on",
        }
    }
}

/// Begins one and gives back the token for the browser.
pub async fn begin<S: Serialize>(
    tx: &mut Tx,
    house: &House,
    kind: Kind,
    account: Option<&str>,
    state: &S,
) -> Result<Token> {
    let token = Token::new(house)?;
    let ceremony = Ceremony {
        token_hash: token.hash(house),
        kind: kind.as_str().to_owned(),
        account_id: account.map(str::to_owned),
        state: serde_json::to_string(state).map_err(|e| StoreError::Unreadable(e.to_string()))?,
        failures: 0,
        expires_at: house.now() + LASTS,
    };
    q!(tx, doors::begin_ceremony(&ceremony))?;
    Ok(token)
}

/// One that is under way, of this kind.
#[crate::boxed]
pub async fn find(tx: &mut Tx, house: &House, kind: Kind, token: &str) -> Result<Ceremony> {
    q!(tx, doors::ceremony(&token::hash(house, token)))?
        .filter(|one| {
            one.kind == kind.as_str()
                && one.expires_at > house.now()
                && one.failures < WRONG
                && token::is(house, token, &one.token_hash)
        })
        .ok_or_else(|| Refusal::new("way-in-over", "that took too long or failed too often; begin again").into())
}

/// What it remembers.
pub fn state<S: DeserializeOwned>(ceremony: &Ceremony) -> Result<S> {
    Ok(
        serde_json::from_str(&ceremony.state)
            .map_err(|e| StoreError::Unreadable(format!("a way in under way: {e}")))?,
    )
}

/// Ends one; an error when another request ended it a moment ago, so that nothing is done twice.
#[crate::boxed]
pub async fn end(tx: &mut Tx, ceremony: &Ceremony) -> Result<()> {
    if q!(tx, doors::end_ceremony(&ceremony.token_hash))? {
        return Ok(());
    }
    Err(Refusal::new("way-in-over", "that was finished a moment ago; begin again").into())
}

/// Counts a wrong answer.
#[crate::boxed]
pub async fn wrong(tx: &mut Tx, ceremony: &Ceremony) -> Result<()> {
    Ok(q!(tx, doors::ceremony_failed(&ceremony.token_hash))?)
}
