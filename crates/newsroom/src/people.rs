//! The colleagues of the desk as commands need them: one, all that are in, and which of them is meant by a name.
//! Notes, notices and assignments ask here; getting in and out is `accounts`' matter.

use crate::permissions::Who;
use crate::{Refusal, Result};
use courant_model::account::{Act, Member};
use courant_model::door::Account;
use courant_model::story::{Byline, Revision, Story};
use courant_store::{Tx, q};

/// A colleague who is in; a refusal when there is none of this id.
#[crate::boxed]
pub async fn member(tx: &mut Tx, id: &str) -> Result<Member> {
    let account = q!(tx, accounts::by_id(id))?.filter(Account::is_open);
    match account {
        Some(account) => Ok(account.member()),
        None => Err(Refusal::new("colleague-gone", "there is no such colleague, or they have left").into()),
    }
}

/// All colleagues who are in, by name.
#[crate::boxed]
pub async fn all(tx: &mut Tx) -> Result<Vec<Member>> {
    let accounts: Vec<Account> = q!(tx, accounts::all())?;
    Ok(accounts
        .iter()
        .filter(|account| account.is_open())
        .map(Account::member)
        .collect())
}

/// Colleagues who may do a thing on a story.
#[crate::boxed]
pub async fn who_may(tx: &mut Tx, act: Act, story: &Story, head: &Revision) -> Result<Vec<Member>> {
    Ok(all(tx)
        .await?
        .into_iter()
        .filter(|member| may(member, act, story, head))
        .collect())
}

/// Whether a colleague may do a thing on a story.
pub fn may(member: &Member, act: Act, story: &Story, head: &Revision) -> bool {
    Who::Member(member.clone()).check_story(act, story, head).is_ok()
}

/// Whether a colleague signs a story of this byline.
pub fn signs(member: &Member, byline: &str) -> bool {
    member.author.as_ref().is_some_and(|author| {
        serde_json::from_str::<Vec<Byline>>(byline)
            .is_ok_and(|lines| lines.iter().any(|line| line.author.as_ref() == Some(author)))
    })
}
