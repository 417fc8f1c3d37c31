//! Locks a seat of a front, and unlocks it. A locked seat keeps its story whatever others arrange, whatever is newest and
//! whatever was scheduled. Called by the desk.

use crate::fronts;
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_model::front::{Front, Lock, Seat};
use courant_store::Tx;

/// Locks a seat on the story that stands there for readers. `story` is what whoever asks saw there: when another has come
/// meanwhile it is a conflict. A story that stood there by itself is held from now on, one with an end stays beyond it.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, front: &Front, seat: &Seat, story: &str) -> Result<()> {
    fronts::check(who, front)?;
    let standing = fronts::claim(tx, front).await?;
    fronts::seat_of(tx, front, seat).await?;
    if standing.locks.contains_key(seat) {
        return Err(Refusal::new("front-locked-already", "the seat is locked already").into());
    }
    let (filled, candidates) = fronts::filled(tx, front, &standing.live, house.now()).await?;
    let stands = filled.seats.get(seat).and_then(|index| candidates.get(*index));
    if stands.is_none_or(|newest| newest.0.story_id != story) {
        return Err(Error::Conflict("another story stands there by now".to_owned()));
    }
    let mut locks = standing.locks.clone();
    let lock = Lock {
        story: story.to_owned(),
        by: who.actor().to_string(),
        at: house.now(),
    };
    locks.insert(seat.clone(), lock);
    fronts::keep_locks(tx, &standing, &locks).await?;
    let layout = standing.live.under(&locks);
    if layout == standing.live {
        tx.enter(house.now(), &who.actor(), "lock", &fronts::arrangement(front));
        return Ok(());
    }
    let number = fronts::put(tx, house, &who.actor(), front, "lock", &layout).await?;
    fronts::rebase(tx, house, &who.actor(), &standing, number).await
}

/// Opens the lock; the story stays where it is.
#[crate::boxed]
pub async fn unlock(tx: &mut Tx, house: &House, who: &Who, front: &Front, seat: &Seat) -> Result<()> {
    fronts::check(who, front)?;
    let standing = fronts::claim(tx, front).await?;
    let mut locks = standing.locks.clone();
    if locks.remove(seat).is_none() {
        return Err(Refusal::new("front-unlocked-already", "the seat is not locked").into());
    }
    fronts::keep_locks(tx, &standing, &locks).await?;
    tx.enter(house.now(), &who.actor(), "unlock", &fronts::arrangement(front));
    Ok(())
}
