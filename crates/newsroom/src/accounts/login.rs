//! Ways in: what is asked of whoever wants a session, and what a wrong answer costs.
//! The desk's login page calls it; it takes transactions of its own, since hashing must not hold one open.

use super::{guesses, password, sessions};
use crate::{Newsroom, Result};
use courant_model::door::{Account, fold_email};
use courant_store::q;

/// What came of a try.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Signed in.
    In(sessions::Begun),
    /// No such account, a closed one, or a wrong password; they are not told apart.
    Wrong,
    /// There were too many wrong guesses at this address; even a right one waits.
    Wait,
}

/// Signs in by address and password.
pub async fn by_password(newsroom: &Newsroom, email: &str, given: &str, agent: &str) -> Result<Outcome> {
    let house = &newsroom.house;
    let folded = fold_email(email).unwrap_or_default();
    let subject = guesses::subject(house, &folded);
    let account = {
        let mut tx = newsroom.store.read().await?;
        if guesses::wait(&mut tx, house, &subject).await? > 0 {
            return Ok(Outcome::Wait);
        }
        q!(tx, accounts::by_email(&folded))?.filter(Account::is_open)
    };
    let kept = account.as_ref().map_or("", |account| account.password.as_str());
    let right = password::is_right(given, kept).await?;
    let mut tx = newsroom.store.write().await?;
    let outcome = if let Some(account) = account.filter(|_| right) {
        guesses::right(&mut tx, &subject).await?;
        // It may have been closed while the password was compared.
        let account = super::open(&mut tx, &account.id).await?;
        Outcome::In(sessions::begin(&mut tx, house, &account, agent).await?)
    } else {
        guesses::wrong(&mut tx, house, &subject).await?;
        Outcome::Wrong
    };
    tx.commit().await?;
    Ok(outcome)
}
