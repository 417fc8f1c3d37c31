//! What has a time is carried out at it: claimed and done in one transaction, tried again while the house fails, given up with
//! its reason. Stories and fronts each say what they do ([`super::stories`], [`super::fronts`]); the rest is here, once.

use crate::permissions::Who;
use crate::{Error, Newsroom, Result, accounts};
use courant_model::actor::Actor;
use courant_model::schedule::Local;
use courant_model::time::{Micros, SECOND};
use courant_store::Tx;
use std::collections::BTreeMap;

/// Schedules that one look takes up.
pub(super) const BATCH: i64 = 200;
/// What goes out more than this after its time is late.
const LATE: Micros = 2 * SECOND;
/// How long a schedule is tried again when the house itself fails, before it is given up with its reason.
const PATIENCE: Micros = 10 * 60 * SECOND;

/// A row that waits for its time.
pub(super) trait Due {
    /// Its id.
    fn id(&self) -> &str;
    /// Its time.
    fn due_at(&self) -> Micros;
    /// Its local time and zone as they were given.
    fn local(&self) -> &str;
    /// Takes it, if nobody has; `late` is how much after its time this is, in microseconds, when that is worth a word.
    async fn claim(&self, tx: &mut Tx, now: Micros, late: Option<Micros>) -> Result<bool>;
    /// Does what it says.
    async fn carry_out(&self, tx: &mut Tx, newsroom: &Newsroom) -> Result<()>;
    /// Keeps it as failed with its reason, and tells whom it concerns.
    async fn give_up(&self, newsroom: &Newsroom, reason: &str) -> Result<()>;
    /// Keeps another moment for its time.
    async fn set_due(&self, tx: &mut Tx, due_at: Micros) -> Result<()>;
}

/// With the right that whoever set it has now.
pub(super) async fn right_of(tx: &mut Tx, account: Option<&str>) -> Result<Who> {
    Ok(match account {
        Some(account) => Who::Member(accounts::open(tx, account).await?.member()),
        None => Who::House(Actor::Job("schedule")),
    })
}

/// Carries out what is due of those that wait, and returns when the next is. One that fails holds up no other.
pub(super) async fn carry_out<T: Due>(
    newsroom: &Newsroom,
    put_off: &mut BTreeMap<String, Micros>,
    waiting: Vec<T>,
) -> Result<Option<Micros>> {
    let now = newsroom.house.now();
    let mut next: Option<Micros> = None;
    for one in waiting {
        let at = put_off.get(one.id()).copied().unwrap_or(one.due_at());
        if at > now {
            next = Some(next.map_or(at, |before| before.min(at)));
            continue;
        }
        match claim_and_do(newsroom, &one).await {
            Ok(()) => drop(put_off.remove(one.id())),
            Err(error) => {
                tracing::warn!(%error, schedule = one.id(), "what was scheduled could not be done; trying again");
                put_off.insert(one.id().to_owned(), now + SECOND);
                if now - one.due_at() > PATIENCE {
                    one.give_up(newsroom, &error.to_string()).await?;
                }
            }
        }
    }
    Ok(next)
}

/// Claims one and does what it says, in one transaction: whoever dies in between has done neither.
async fn claim_and_do(newsroom: &Newsroom, one: &impl Due) -> Result<()> {
    let now = newsroom.house.now();
    let late = Some(now - one.due_at()).filter(|late| *late > LATE);
    let mut tx = newsroom.store.write().await?;
    if !one.claim(&mut tx, now, late).await? {
        return Ok(());
    }
    match one.carry_out(&mut tx, newsroom).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(())
        }
        Err(error @ Error::Internal(_)) => Err(error),
        Err(refused) => {
            drop(tx);
            one.give_up(newsroom, &refused.to_string()).await
        }
    }
}

/// Resolves the local times of all that wait, by the zones' rules of today.
pub(super) async fn resolve_anew<T: Due>(newsroom: &Newsroom, waiting: Vec<T>) -> Result<()> {
    for one in waiting {
        // A zone that is no longer known leaves the moment as it was resolved last.
        let Some(due_at) = Local::kept(one.local()).ok().and_then(|local| local.resolve().ok()) else {
            continue;
        };
        if due_at != one.due_at() {
            let mut tx = newsroom.store.write().await?;
            one.set_due(&mut tx, due_at).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}
