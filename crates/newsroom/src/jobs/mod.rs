//! Jobs: work that a command asked for in its transaction and that is done later, one file a kind.
//! The serving process runs [`run`]; a job is claimed, tried, and tried again with growing pauses.

mod letters;
pub mod mail;
pub mod names;
pub mod renditions;

use crate::{Newsroom, Result};
use courant_model::time::{HOUR, Micros, SECOND};
use courant_store::q;
use std::time::Duration;

/// A job that takes longer than this is taken to have died with its process.
const CLAIM: Micros = 30 * 60 * SECOND;
/// How often the table is looked at when nothing is due.
const LOOK: Duration = Duration::from_secs(2);
/// So many looks without work, and the threads that worked have ended.
const REST: u32 = 7;
/// A job that failed this often waits a day between tries.
const MANY: i64 = 10;

/// Which jobs somebody does. Pictures take their time, and no letter waits for them.
#[derive(Debug, Clone, Copy)]
enum Lane {
    Pictures,
    Others,
    All,
}

impl Lane {
    /// The kind that alone is wanted, and the kind that is not.
    fn kinds(self) -> (&'static str, &'static str) {
        match self {
            Self::Pictures => (renditions::KIND, ""),
            Self::Others => ("", renditions::KIND),
            Self::All => ("", ""),
        }
    }
}

/// Runs due jobs until the future is dropped: pictures one after the other, and beside them all others so.
#[crate::boxed]
pub async fn run(newsroom: &Newsroom) {
    tokio::join!(run_lane(newsroom, Lane::Pictures), run_lane(newsroom, Lane::Others));
}

async fn run_lane(newsroom: &Newsroom, lane: Lane) {
    // Looks without work since the last job; `None` when the memory of that job has been given back.
    let mut rested = None;
    loop {
        match step_in(newsroom, lane).await {
            Ok(true) => rested = Some(0),
            Ok(false) => {
                tokio::time::sleep(LOOK).await;
                rested = match rested {
                    Some(looks) if looks >= REST => {
                        give_back();
                        None
                    }
                    other => other.map(|looks| looks + 1),
                };
            }
            Err(error) => {
                tracing::warn!(%error, "the job table cannot be read; trying again");
                tokio::time::sleep(LOOK).await;
            }
        }
    }
}

/// Making pictures takes some 150 MB. The allocator hands freed memory to the system when a large block is freed
/// later on, and a paper at rest may not free one for hours.
fn give_back() {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(64 << 20)));
}

/// Claims and does one job; false when none is due.
#[crate::boxed]
pub async fn step(newsroom: &Newsroom) -> Result<bool> {
    step_in(newsroom, Lane::All).await
}

async fn step_in(newsroom: &Newsroom, lane: Lane) -> Result<bool> {
    let (only, not) = lane.kinds();
    let now = newsroom.house.now();
    // Looking is a read; the write lock is only taken when there is something to claim.
    let due = {
        let mut tx = newsroom.store.read().await?;
        q!(tx, jobs::is_due(now, only, not))?
    };
    if !due {
        return Ok(false);
    }
    let mut tx = newsroom.store.write().await?;
    let claimed = q!(tx, only::claim(now, now.saturating_add(CLAIM), only, not))?;
    tx.commit().await?;
    let Some(job) = claimed else { return Ok(false) };
    let outcome = match job.kind.as_str() {
        renditions::KIND => renditions::run(newsroom, &job.payload).await,
        mail::KIND => mail::run(newsroom, &job).await,
        names::KIND => names::run(newsroom, &job.payload).await,
        unknown => Err(crate::Error::NotFound(format!("job of the kind {unknown}"))),
    };
    let mut tx = newsroom.store.write().await?;
    match outcome {
        Ok(()) => q!(tx, jobs::done(&job.id))?,
        Err(error) => {
            tracing::warn!(job = job.kind, %error, "a job failed and will be tried again");
            q!(
                tx,
                jobs::retry(&job.id, newsroom.house.now() + pause(job.attempts), &error.to_string())
            )?;
        }
    }
    tx.commit().await?;
    Ok(true)
}

/// How long after so many tries the next one comes: 30 s, a minute, two … up to an hour; after many failures a day.
pub(crate) fn pause(attempts: i64) -> Micros {
    if attempts >= MANY {
        return 24 * HOUR;
    }
    let doublings = attempts.saturating_sub(1).clamp(0, 7) as u32;
    (30 * SECOND * (1 << doublings)).min(HOUR)
}
