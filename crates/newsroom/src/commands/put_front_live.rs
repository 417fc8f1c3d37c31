//! Puts a front before readers: the draft, an arrangement of the console or the demo, or an earlier revision again.
//! Each is a revision of its own; locked seats stay as they are.

use crate::fronts;
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_model::front::{Front, Layout};
use courant_store::{Tx, q};

/// What is asked: the draft of a front goes live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutLive {
    /// Which front.
    pub front: Front,
    /// The state of the draft that was seen.
    pub seen: i64,
    /// The revision in force that was seen.
    pub number: i64,
}

/// Puts the draft live and gives the number of the revision. When draft or front changed meanwhile it is a conflict.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, wanted: &PutLive) -> Result<i64> {
    fronts::check(who, &wanted.front)?;
    let standing = fronts::claim(tx, &wanted.front).await?;
    standing.unchanged_since(wanted.seen)?;
    let Some(draft) = &standing.draft else {
        return Err(Refusal::new("front-no-draft", "there is no draft of this front").into());
    };
    if draft.base != standing.number || wanted.number != standing.number {
        return Err(changed());
    }
    refuse_gone(tx, &draft.layout).await?;
    let number = fronts::put(tx, house, &who.actor(), &wanted.front, "arrange", &draft.layout).await?;
    fronts::drop_draft(tx, house, &who.actor(), &standing).await?;
    Ok(number)
}

/// Puts an arrangement live without a draft: for the console and the demo.
#[crate::boxed]
pub async fn set(tx: &mut Tx, house: &House, who: &Who, front: &Front, layout: &Layout) -> Result<i64> {
    fronts::check(who, front)?;
    let standing = fronts::claim(tx, front).await?;
    let sections = fronts::sections(tx).await?;
    for (seat, slot) in &layout.slots {
        if !front.has(seat, &sections) {
            return Err(Error::NotFound(format!("seat {seat} on this front")));
        }
        let mut others = layout.slots.iter().filter(|(other, _)| *other != seat);
        if others.any(|(_, other)| other.story == slot.story) {
            return Err(Refusal::new("front-twice", "a story can hold one seat only").into());
        }
    }
    fronts::free_of_locks(&standing.locks, &standing.live.changes_to(layout))?;
    refuse_gone(tx, layout).await?;
    fronts::put(tx, house, &who.actor(), front, "arrange", layout).await
}

/// Puts an earlier revision back; what readers do not see any more is left out. `seen` is the revision in force that
/// whoever asks saw.
#[crate::boxed]
pub async fn restore(tx: &mut Tx, house: &House, who: &Who, front: &Front, number: i64, seen: i64) -> Result<i64> {
    fronts::check(who, front)?;
    let standing = fronts::claim(tx, front).await?;
    if seen != standing.number {
        return Err(changed());
    }
    let earlier = match number {
        // Before the first revision everything was automatic.
        0 => Layout::default(),
        number => q!(tx, fronts::revision(front.as_str(), number))?
            .ok_or_else(|| Error::NotFound("such revision of this front".to_owned()))?
            .read()
            .map_err(fronts::unreadable)?,
    };
    let gone = fronts::gone(tx, &earlier).await?;
    let layout = earlier.without(|story| gone.contains(story)).under(&standing.locks);
    if layout == standing.live {
        return Err(Refusal::new("front-same", "the front stands so already").into());
    }
    fronts::put(tx, house, &who.actor(), front, "restore", &layout).await
}

fn changed() -> Error {
    Error::Conflict("the front has changed for readers meanwhile".to_owned())
}

async fn refuse_gone(tx: &mut Tx, layout: &Layout) -> Result<()> {
    if fronts::gone(tx, layout).await?.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        "front-gone",
        "a story of this arrangement is not before readers any more: make its seat automatic first",
    )
    .into())
}
