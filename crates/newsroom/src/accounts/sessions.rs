//! Sessions: a browser that is signed in, known by the token in its cookie.
//! The desk's door begins and ends them; its extractor `Signed` finds them with each request.

use super::token::{self, Token};
use crate::{House, Result};
use courant_model::actor::Actor;
use courant_model::door::{Account, Session};
use courant_model::entry::Thing;
use courant_model::time::{DAY, Micros, SECOND};
use courant_store::{Tx, q};

/// A session that is not used ends after so long.
const IDLE: Micros = 14 * DAY;
/// Even one in daily use ends after so long.
const LONGEST: Micros = 90 * DAY;
/// Seconds for which a browser keeps the cookie; the store ends the session earlier when it is not used.
pub const COOKIE: i64 = LONGEST / SECOND;
/// Use is noted this often, since each note is a write.
const NOTED: Micros = 600 * SECOND;
/// How long a password or passkey counts as just given.
pub const FRESH: Micros = 600 * SECOND;
/// Longest description of a browser, in characters.
const LONGEST_AGENT: usize = 60;

/// A session that has just begun, and the token that only the browser will know.
#[derive(Debug, Clone)]
pub struct Begun {
    /// For the cookie.
    pub token: Token,
    /// As it is kept.
    pub session: Session,
}

/// Signs a browser in.
#[crate::boxed]
pub async fn begin(tx: &mut Tx, house: &House, account: &Account, agent: &str) -> Result<Begun> {
    let now = house.now();
    let token = Token::new(house)?;
    let session = Session {
        id: house.id(),
        token_hash: token.hash(house),
        account_id: account.id.clone(),
        created_at: now,
        seen_at: now,
        expires_at: now + IDLE,
        confirmed_at: now,
        agent: agent.chars().take(LONGEST_AGENT).collect(),
    };
    // Whatever has ended goes when somebody comes in; nothing else looks for it.
    q!(tx, doors::sweep(now, now - super::guesses::FORGOTTEN))?;
    q!(tx, doors::begin_session(&session))?;
    tx.enter(
        now,
        &Actor::Account(account.id.clone()),
        "sign in",
        &Thing::Account(account.id.clone()),
    );
    Ok(Begun { token, session })
}

/// The session and open account of a token.
#[crate::boxed]
pub async fn find(tx: &mut Tx, house: &House, token: &str) -> Result<Option<(Session, Account)>> {
    let Some(session) = q!(tx, doors::session(&token::hash(house, token)))? else {
        return Ok(None);
    };
    if session.expires_at <= house.now() || !token::is(house, token, &session.token_hash) {
        return Ok(None);
    }
    let account = q!(tx, accounts::by_id(&session.account_id))?.filter(Account::is_open);
    Ok(account.map(|account| (session, account)))
}

/// Whether the use of a session is due to be noted.
pub fn is_stale(session: &Session, now: Micros) -> bool {
    now - session.seen_at >= NOTED
}

/// Notes the use of a session, which lengthens it.
#[crate::boxed]
pub async fn note(tx: &mut Tx, house: &House, session: &Session) -> Result<()> {
    let now = house.now();
    let expires_at = (now + IDLE).min(session.created_at + LONGEST);
    Ok(q!(tx, doors::seen(&session.id, now, expires_at))?)
}

/// Notes that password or passkey was given anew. The old token counts no more.
#[crate::boxed]
pub async fn confirm(tx: &mut Tx, house: &House, session: &str) -> Result<Token> {
    let token = Token::new(house)?;
    q!(tx, doors::confirmed(session, &token.hash(house), house.now()))?;
    Ok(token)
}

/// Signs a browser out.
#[crate::boxed]
pub async fn end(tx: &mut Tx, house: &House, account: &str, session: &str) -> Result<()> {
    if q!(tx, doors::end_session(account, session))? {
        let thing = Thing::Account(account.to_owned());
        tx.enter(house.now(), &Actor::Account(account.to_owned()), "sign out", &thing);
    }
    Ok(())
}

/// Signs every browser of an account out, but the one whose session is named.
#[crate::boxed]
pub async fn end_all(tx: &mut Tx, house: &House, actor: &Actor, account: &str, but: Option<&str>) -> Result<()> {
    if q!(tx, doors::end_sessions(account, but.unwrap_or("")))? > 0 {
        let thing = Thing::Account(account.to_owned());
        tx.enter(house.now(), actor, "sign out everywhere", &thing);
    }
    Ok(())
}
