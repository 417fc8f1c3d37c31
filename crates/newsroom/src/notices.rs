//! Tells accounts what happened: given to you, mentioned, sent back, killed, handed in, failed to go out. On the desk,
//! and by mail where the account wants it. Commands call it in their transaction; `waiting` lists what was not seen.

use crate::jobs::mail;
use crate::{House, Result};
use courant_model::actor::Actor;
use courant_model::door::Account;
use courant_model::note::{Notice, NoticeKind};
use courant_store::{Tx, q};

/// What happened.
#[derive(Debug, Clone, Copy)]
pub struct Happening<'h> {
    /// What sort of thing.
    pub kind: NoticeKind,
    /// To which story.
    pub story_id: &'h str,
    /// The note that says more.
    pub note_id: Option<&'h str>,
    /// Who did it; nobody is told of what they did themselves, and an import tells nobody.
    pub by: &'h Actor,
}

/// Tells accounts, each once; those that are closed or gone are passed over.
#[crate::boxed]
pub async fn tell(tx: &mut Tx, house: &House, accounts: &[String], happening: &Happening<'_>) -> Result<()> {
    if *happening.by == Actor::Import {
        return Ok(());
    }
    let by = match happening.by {
        Actor::Account(id) => Some(id.as_str()),
        _ => None,
    };
    let mut told: Vec<&str> = Vec::new();
    for account in accounts {
        if Some(account.as_str()) == by || told.contains(&account.as_str()) {
            continue;
        }
        told.push(account);
        let Some(account) = q!(tx, accounts::by_id(account))?.filter(Account::is_open) else {
            continue;
        };
        let notice = Notice {
            id: house.id(),
            account_id: account.id.clone(),
            kind: happening.kind.as_str().to_owned(),
            story_id: happening.story_id.to_owned(),
            note_id: happening.note_id.map(str::to_owned),
            by_account: by.map(str::to_owned),
            at: house.now(),
            seen_at: None,
        };
        q!(tx, notes::tell(&notice))?;
        if happening
            .kind
            .mail_choice()
            .is_some_and(|choice| account.wants_mail(choice))
        {
            mail::ask(tx, house, &mail::Errand::Notice(notice.id.clone())).await?;
        }
    }
    Ok(())
}

/// An account saw what it was told about a story; true when there was something.
#[crate::boxed]
pub async fn see(tx: &mut Tx, house: &House, account: &str, story_id: &str) -> Result<bool> {
    Ok(q!(tx, notes::see_story(account, story_id, house.now()))? > 0)
}
