//! The ledger's guarantees: no entry missed, none doubled, whoever writes at once and however a command ends.
//! Each claim runs on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_store::scratch::{LEDGER_UNGUARDED, On, Scratch};
use courant_store::{Store, on_both, q};
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

on_both!(
    a_follower_sees_every_entry_once_in_order_while_many_write,
    a_dropped_command_leaves_no_trace_and_blocks_nobody,
    a_caller_that_goes_away_during_the_commit_loses_nothing_for_others,
    a_second_process_is_heard,
);

async fn one_entry(store: &Store, thing: usize) -> courant_store::Result<i64> {
    let mut tx = store.write().await?;
    q!(tx, ledger::set_cursor(&format!("writer {thing}"), 1))?;
    tx.enter(1, &Actor::Console, "test", &Thing::Story(thing.to_string()));
    tokio::task::yield_now().await;
    tx.commit().await
}

/// Writes `many` entries at once while a follower reads, and returns what the follower saw, or the first error.
async fn hammer(scratch: &Scratch, many: usize) -> courant_store::Result<Vec<(i64, String)>> {
    let store = scratch.open().await?;
    let over = Arc::new(AtomicBool::new(false));
    let follower = tokio::spawn({
        let (store, over) = (store.clone(), over.clone());
        async move {
            let mut seen: Vec<(i64, String)> = Vec::new();
            loop {
                let last_look = over.load(Ordering::SeqCst);
                let mut tx = store.read().await?;
                let cursor = seen.last().map_or(0, |(seq, _)| *seq);
                for entry in q!(tx, ledger::after(cursor, 1000))? {
                    seen.push((entry.seq, entry.thing));
                }
                if last_look {
                    return Ok::<_, courant_store::StoreError>(seen);
                }
                tokio::task::yield_now().await;
            }
        }
    });
    let mut writers = tokio::task::JoinSet::new();
    for thing in 0..many {
        let store = store.clone();
        writers.spawn(async move { one_entry(&store, thing).await });
    }
    let mut outcome = Ok(());
    while let Some(written) = writers.join_next().await {
        if let Err(error) = written.unwrap() {
            outcome = Err(error);
        }
    }
    over.store(true, Ordering::SeqCst);
    let seen = follower.await.unwrap()?;
    outcome.map(|()| seen)
}

fn is_whole(seen: &[(i64, String)], many: usize) -> bool {
    let in_order = seen.iter().zip(1_i64..).all(|((seq, _), place)| *seq == place);
    let things: HashSet<&String> = seen.iter().map(|(_, thing)| thing).collect();
    in_order && seen.len() == many && things.len() == many
}

async fn a_follower_sees_every_entry_once_in_order_while_many_write(scratch: Scratch) {
    let seen = hammer(&scratch, 120).await.unwrap();
    assert!(is_whole(&seen, 120), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_lock_the_ledger_would_fail_on_postgres() {
    let Some(scratch) = Scratch::new(On::Postgres).await else {
        return;
    };
    LEDGER_UNGUARDED.store(true, Ordering::SeqCst);
    let outcome = hammer(&scratch, 120).await;
    LEDGER_UNGUARDED.store(false, Ordering::SeqCst);
    assert!(
        !outcome.is_ok_and(|seen| is_whole(&seen, 120)),
        "the lock is not what keeps the ledger whole"
    );
}

async fn a_dropped_command_leaves_no_trace_and_blocks_nobody(scratch: Scratch) {
    let store = scratch.open().await.unwrap();
    let mut dropped = store.write().await.unwrap();
    q!(dropped, ledger::set_cursor("ghost", 7)).unwrap();
    dropped.enter(1, &Actor::Console, "test", &Thing::Front);
    drop(dropped);
    // A second process: its own connections, so it can only write when the first gave the lock back.
    let beside = scratch.open().await.unwrap();
    assert_eq!(one_entry(&beside, 1).await.unwrap(), 1);
    assert_eq!(one_entry(&store, 2).await.unwrap(), 2);
    let mut tx = store.read().await.unwrap();
    assert_eq!(q!(tx, ledger::cursor("ghost")).unwrap(), None);
}

async fn a_caller_that_goes_away_during_the_commit_loses_nothing_for_others(scratch: Scratch) {
    let store = scratch.open().await.unwrap();
    let mut tasks = Vec::new();
    for thing in 0..60 {
        let store = store.clone();
        tasks.push(tokio::spawn(async move { one_entry(&store, thing).await }));
    }
    for task in tasks.iter().skip(1).step_by(3) {
        tokio::task::yield_now().await;
        task.abort();
    }
    let mut acknowledged = Vec::new();
    for task in tasks {
        if let Ok(seq) = task.await {
            acknowledged.push(seq.unwrap());
        }
    }
    one_entry(&store, 99).await.unwrap();
    let mut tx = store.read().await.unwrap();
    let kept: HashSet<i64> = q!(tx, ledger::after(0, 1000))
        .unwrap()
        .into_iter()
        .map(|entry| entry.seq)
        .collect();
    assert!(acknowledged.iter().all(|seq| kept.contains(seq)));
    assert_eq!(kept.len() as i64, *kept.iter().max().unwrap(), "no gaps");
}

async fn a_second_process_is_heard(scratch: Scratch) {
    let store = scratch.open().await.unwrap();
    let mut grown = store.grown();
    let watching = tokio::spawn({
        let store = store.clone();
        async move { store.watch_ledger(|| ()).await }
    });
    let beside = scratch.open().await.unwrap();
    let seq = one_entry(&beside, 1).await.unwrap();
    tokio::time::timeout(
        std::time::Duration::from_secs(10),
        grown.wait_for(|known| *known == seq),
    )
    .await
    .unwrap()
    .unwrap();
    watching.abort();
}
