//! Lets scheduled stories, updates and changes of fronts out at their time: within a second, after a restart at once, and
//! exactly once also on several nodes. Takes pictures down whose rights end, in the same way, and forgets unfinished
//! uploads, old counts of reads, removed events and old deliveries. `courant serve` runs it beside the jobs.

mod due;
mod fronts;
mod stories;

use crate::commands::picture_rights;
use crate::{Newsroom, Result, diary, numbers, uploads, webhooks};
use courant_model::time::{HOUR, Micros};
use std::collections::BTreeMap;
use std::time::Duration;

/// The longest time between two looks at the clock, so that a clock that is set, or a machine that slept, is noticed.
const LOOK: Duration = Duration::from_millis(250);
/// Zones change their rules; so often their times are resolved anew.
const RESOLVE: Micros = HOUR;
/// How often unfinished uploads are looked through, and what is old is forgotten.
const SWEEP: Micros = HOUR;

/// What a running scheduler remembers between looks. Nothing of it is needed after a restart.
#[derive(Debug, Default)]
pub struct Memory {
    /// Schedules that the house failed on, and when they are tried again.
    put_off: BTreeMap<String, Micros>,
    /// When times were resolved last.
    resolved_at: Option<Micros>,
    /// When unfinished uploads were looked through last.
    swept_at: Option<Micros>,
    /// When what is old was forgotten last.
    trimmed_at: Option<Micros>,
}

/// Runs until the future is dropped.
#[crate::boxed]
pub async fn run(newsroom: &Newsroom) {
    let mut memory = Memory::default();
    let mut grown = newsroom.store.grown();
    loop {
        let rest = match step(newsroom, &mut memory).await {
            Ok(next) => next.map_or(LOOK, |due| until(due, newsroom.house.now())),
            Err(error) => {
                tracing::warn!(%error, "the schedule cannot be read; trying again");
                LOOK
            }
        };
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            // A story that is scheduled for the next moment does not wait for the look after.
            _ = grown.changed() => {}
        }
    }
}

/// From now to a moment, at most one look away.
fn until(due: Micros, now: Micros) -> Duration {
    let micros = u64::try_from(due.saturating_sub(now)).unwrap_or(0).max(1_000);
    LOOK.min(Duration::from_micros(micros))
}

/// Lets out what is due, and returns when the next is. Stories come first, and what fails of one kind holds up no other.
#[crate::boxed]
pub async fn step(newsroom: &Newsroom, memory: &mut Memory) -> Result<Option<Micros>> {
    let now = newsroom.house.now();
    if memory.resolved_at.is_none_or(|at| now - at >= RESOLVE) {
        stories::resolve_anew(newsroom).await?;
        fronts::resolve_anew(newsroom).await?;
        memory.resolved_at = Some(now);
    }
    let next = [
        stories::due(newsroom, &mut memory.put_off).await,
        fronts::due(newsroom, &mut memory.put_off).await,
        picture_rights::expire(newsroom, due::BATCH).await,
    ];
    if memory.swept_at.is_none_or(|at| now - at >= SWEEP) && !uploads::sweep(newsroom).await? {
        memory.swept_at = Some(now);
    }
    if memory.trimmed_at.is_none_or(|at| now - at >= SWEEP) {
        trim(newsroom).await;
        memory.trimmed_at = Some(now);
    }
    let next = next.into_iter().collect::<Result<Vec<_>>>()?;
    Ok(next.into_iter().flatten().min())
}

/// Forgets what is older than it is kept. What fails is tried again in an hour; nothing that is due waits for it.
async fn trim(newsroom: &Newsroom) {
    let done = [
        ("counts of reads", numbers::trim(newsroom).await.map(drop)),
        ("removed events", diary::trim(newsroom).await),
        ("deliveries", webhooks::trim(newsroom).await),
    ];
    for (what, done) in done {
        if let Err(error) = done {
            tracing::warn!(%error, what, "what is old could not be forgotten; trying again in an hour");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use courant_model::time::SECOND;

    #[test]
    fn it_looks_at_the_clock_four_times_a_second_and_sooner_when_something_is_due() {
        assert_eq!(until(10 * SECOND, 0), LOOK);
        assert_eq!(until(SECOND / 10, 0), Duration::from_millis(100));
        assert_eq!(until(0, SECOND), Duration::from_millis(1));
    }
}
