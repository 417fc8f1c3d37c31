//! Reads a story for names after it went out or changed: what is found waits on the desk for a person.
//! Asked for by `live_row`; the archive as a whole is read by `courant record scan`.

use crate::record::found;
use crate::{House, Newsroom, Result};
use courant_model::job::Job;
use courant_store::{Tx, q};

/// Its name in the job table; the payload is the story's id.
pub const KIND: &str = "names";

/// Asks for it.
pub(crate) async fn ask(tx: &mut Tx, house: &House, story: &str) -> Result<()> {
    let job = Job {
        id: house.id(),
        kind: KIND.to_owned(),
        payload: story.to_owned(),
        run_at: house.now(),
        attempts: 0,
        claimed_until: 0,
        problem: String::new(),
    };
    Ok(q!(tx, jobs::ask(&job))?)
}

/// Reads it.
#[crate::boxed]
pub async fn run(newsroom: &Newsroom, story: &str) -> Result<()> {
    found::read(newsroom, story).await.map(|_| ())
}
