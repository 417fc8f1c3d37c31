//! Ways in: what is asked of whoever wants a session, and what a wrong answer costs.
//! The desk's login pages call it; it takes transactions of its own, since hashing must not hold one open.

use super::ceremonies::{self, Kind};
use super::token::Token;
use super::{codes, guesses, password, sessions};
use crate::{Newsroom, Result};
use courant_model::door::{Account, fold_email};
use courant_store::q;

/// What came of a try.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Signed in.
    In(sessions::Begun),
    /// The password was right; the token leads to the question for a one-time code.
    SecondStep(Token),
    /// No such account, a closed one, or a wrong password; they are not told apart.
    Wrong,
    /// There were too many wrong guesses at this address; even a right one waits.
    Wait,
}

/// Signs in by address and password.
#[crate::boxed]
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
        if account.totp.is_some() {
            Outcome::SecondStep(ceremonies::begin(&mut tx, house, Kind::SecondStep, Some(&account.id), &()).await?)
        } else {
            Outcome::In(sessions::begin(&mut tx, house, &account, agent).await?)
        }
    } else {
        guesses::wrong(&mut tx, house, &subject).await?;
        Outcome::Wrong
    };
    tx.commit().await?;
    Ok(outcome)
}

/// Signs in by the code that is asked for after the password.
#[crate::boxed]
pub async fn by_code(newsroom: &Newsroom, token: &str, code: &str, agent: &str) -> Result<Outcome> {
    let house = &newsroom.house;
    let mut tx = newsroom.store.write().await?;
    let ceremony = ceremonies::find(&mut tx, house, Kind::SecondStep, token).await?;
    let account = super::open(&mut tx, ceremony.account_id.as_deref().unwrap_or_default()).await?;
    let subject = guesses::subject(house, &format!("code {}", account.id));
    if guesses::wait(&mut tx, house, &subject).await? > 0 {
        return Ok(Outcome::Wait);
    }
    let outcome = if codes::take(&mut tx, house, &account, code).await? {
        guesses::right(&mut tx, &subject).await?;
        ceremonies::end(&mut tx, &ceremony).await?;
        Outcome::In(sessions::begin(&mut tx, house, &account, agent).await?)
    } else {
        guesses::wrong(&mut tx, house, &subject).await?;
        ceremonies::wrong(&mut tx, &ceremony).await?;
        Outcome::Wrong
    };
    tx.commit().await?;
    Ok(outcome)
}

/// Confirms by password that whoever holds a session is whose it is. Gives back the session's new token.
#[crate::boxed]
pub async fn confirm(newsroom: &Newsroom, account: &str, session: &str, given: &str) -> Result<Option<Token>> {
    let house = &newsroom.house;
    let subject = guesses::subject(house, &format!("confirm {account}"));
    let kept = {
        let mut tx = newsroom.store.read().await?;
        if guesses::wait(&mut tx, house, &subject).await? > 0 {
            return Ok(None);
        }
        super::open(&mut tx, account).await?.password
    };
    let right = password::is_right(given, &kept).await?;
    let mut tx = newsroom.store.write().await?;
    let token = if right {
        guesses::right(&mut tx, &subject).await?;
        Some(sessions::confirm(&mut tx, house, session).await?)
    } else {
        guesses::wrong(&mut tx, house, &subject).await?;
        None
    };
    tx.commit().await?;
    Ok(token)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::House;
    use courant_model::account::Role;
    use courant_model::door::{keep_list, keep_roles};
    use courant_model::ids::SystemIds;
    use courant_model::time::SystemClock;
    use courant_store::blobs::Blobs;
    use courant_store::keys::Keys;
    use courant_store::scratch::{On, Scratch};
    use std::sync::Arc;

    fn account(name: &str, state: &str, password: &str) -> Account {
        Account {
            id: name.to_owned(),
            name: name.to_owned(),
            email: format!("{name}@news.example"),
            email_folded: format!("{name}@news.example"),
            roles: keep_roles(&[Role::Reporter]),
            sections: keep_list::<&str>(&[]),
            author_id: None,
            password: password.to_owned(),
            totp: None,
            totp_step: 0,
            state: state.to_owned(),
            mail: "[]".to_owned(),
            created_at: 0,
        }
    }

    #[tokio::test]
    async fn an_address_that_nobody_has_costs_what_a_wrong_password_costs() {
        let scratch = Scratch::new(On::Sqlite).await.unwrap();
        let newsroom = Newsroom {
            store: scratch.open().await.unwrap(),
            blobs: Blobs::in_folder(&scratch.folder.path().join("blobs")).unwrap(),
            house: House {
                clock: Arc::new(SystemClock),
                ids: Arc::new(SystemIds),
                keys: Arc::new(Keys::from_secret(&[7; 32]).unwrap()),
                style: crate::copydesk::Style::starter(),
            },
            index: None,
            post: None,
            looked: crate::followers::Looked::default(),
        };
        let kept = password::hash(&newsroom.house, "wet gravel under the tram")
            .await
            .unwrap();
        let mut tx = newsroom.store.write().await.unwrap();
        for (name, state, password) in [
            ("ana", "open", &kept),
            ("bo", "closed", &kept),
            ("key", "open", &String::new()),
        ] {
            q!(tx, accounts::add(&account(name, state, password))).unwrap();
        }
        tx.commit().await.unwrap();
        let mut costs = Vec::new();
        for (n, who) in ["ana", "bo", "key", "nobody", "no address at all"]
            .into_iter()
            .enumerate()
        {
            let given = format!("a wrong one, number {n}");
            let outcome = by_password(&newsroom, &format!("{who}@news.example"), &given, "").await;
            assert!(matches!(outcome.unwrap(), Outcome::Wrong), "{who}");
            let done = password::work::of(&given);
            assert_eq!(done.len(), 1, "{who}: one hash and no more");
            costs.extend(done);
        }
        costs.dedup();
        assert_eq!(costs.len(), 1, "each with the same costs: {costs:?}");
    }
}
