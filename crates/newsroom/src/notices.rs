//! Tells accounts what happened: given to you, mentioned, sent back, killed, handed in, failed to go out.
//! Commands call [`tell`] in their transaction; what can be seen from the state of things is found by `waiting`.

use crate::{House, Result};
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
    /// Account that did it; nobody is told of what they did themselves. `None` for the house.
    pub by: Option<&'h str>,
}

/// Tells accounts, each once.
pub async fn tell(tx: &mut Tx, house: &House, accounts: &[String], happening: &Happening<'_>) -> Result<()> {
    let mut told: Vec<&str> = Vec::new();
    for account in accounts {
        if Some(account.as_str()) == happening.by || told.contains(&account.as_str()) {
            continue;
        }
        told.push(account);
        let notice = Notice {
            id: house.id(),
            account_id: account.clone(),
            kind: happening.kind.as_str().to_owned(),
            story_id: happening.story_id.to_owned(),
            note_id: happening.note_id.map(str::to_owned),
            by_account: happening.by.map(str::to_owned),
            at: house.now(),
            seen_at: None,
        };
        q!(tx, notes::tell(&notice))?;
    }
    Ok(())
}
