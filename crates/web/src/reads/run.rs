//! Takes the counts of a node to the store every few seconds, and once more when the server stops.
//! `app::run` starts it beside the server loop.

use super::Meter;
use courant_model::time::{Micros, SECOND};
use courant_newsroom::Newsroom;
use courant_newsroom::numbers::{Batch, keep};
use std::collections::VecDeque;
use std::time::Duration;
use tokio::sync::watch;

/// How often counts are kept, when there are any. A crash loses what was counted since.
const EVERY: Duration = Duration::from_secs(5);
/// Batches that wait while the store takes nothing; the oldest go first.
const WAITING: usize = 60;

/// Runs until the last page has been served.
pub(crate) async fn run(meter: &Meter, newsroom: &Newsroom, mut served: watch::Receiver<bool>) {
    let mut waiting = VecDeque::new();
    let mut since = newsroom.house.now();
    loop {
        let stop = tokio::select! {
            () = tokio::time::sleep(EVERY) => false,
            _ = served.wait_for(|served| *served) => true,
        };
        let now = newsroom.house.now();
        // What was counted on both sides of a full minute belongs to the first.
        take(meter, newsroom, since, &mut waiting).await;
        since = now;
        if stop {
            return;
        }
    }
}

async fn take(meter: &Meter, newsroom: &Newsroom, at: Micros, waiting: &mut VecDeque<Batch>) {
    let counted = meter.take(at.div_euclid(60 * SECOND));
    if !counted.is_empty() {
        waiting.push_back(Batch { at, counted });
    }
    while let Some(batch) = waiting.pop_front() {
        if let Err(unkept) = keep(newsroom, batch).await {
            tracing::warn!(error = %unkept.why, "counts of reads could not be kept; trying again");
            waiting.push_front(unkept.left);
            break;
        }
    }
    while waiting.len() > WAITING {
        tracing::warn!("counts of reads are lost: the store has taken none for minutes");
        waiting.pop_front();
    }
}
