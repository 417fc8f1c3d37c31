//! The names of those who act, as colleagues read them. Lists, notes, mails and conflicts print them.
//! The ledger and revisions keep ids alone, so a name that changes is right everywhere at once.

use crate::Result;
use courant_store::{Tx, q};

/// The name of an account, also of one that is closed.
#[crate::boxed]
pub async fn of_account(tx: &mut Tx, id: &str) -> Result<String> {
    Ok(q!(tx, accounts::by_id(id))?.map_or_else(|| "somebody who left".to_owned(), |account| account.name))
}

/// The name of an actor, as [`courant_model::actor::Actor`] prints itself.
#[crate::boxed]
pub async fn of_actor(tx: &mut Tx, actor: &str) -> Result<String> {
    match actor.split_once(':') {
        Some(("account", id)) => of_account(tx, id).await,
        Some(("job", name)) => Ok(format!("the house ({name})")),
        _ => Ok(match actor {
            "console" => "the console",
            "import" => "an import",
            "reader" => "a reader",
            other => other,
        }
        .to_owned()),
    }
}
