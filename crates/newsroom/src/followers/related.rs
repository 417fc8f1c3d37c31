//! Works out which stories stand under a story when it goes out or changes, and under its neighbours, which may want the
//! newer one. Runs beside the search index, which it asks; keeps its cursor in the store.

use super::BATCH;
use crate::search::{Index, NEARLY_THE_SAME, Near, SearchError, without_copies};
use crate::{Newsroom, Result};
use courant_model::actor::Actor;
use courant_model::entry::{Entry, Thing};
use courant_model::storyline::LiveRelated;
use courant_store::{StoreError, Tx, q};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// The follower's name.
const NAME: &str = "related";
/// The act under which a changed list is entered; it is no reason to work anything out.
pub const ACT: &str = "relate";
/// The most stories that are kept for one.
const MOST: usize = 6;
/// Neighbours that are looked at.
const ASKED: usize = 12;
/// Stories whose lists are written in one transaction.
const AT_ONCE: usize = 20;

/// Follows for ever. Begins with every live story where nobody has worked out anything yet.
#[crate::boxed]
pub async fn run(newsroom: &Newsroom, index: Arc<Index>) {
    let cursor = loop {
        match begin(newsroom, &index).await {
            Ok(cursor) => break cursor,
            Err(error) => {
                tracing::warn!(%error, "related stories cannot be worked out; trying again");
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
        }
    };
    super::follow(newsroom, NAME, cursor, |entries| {
        let index = index.clone();
        async move { look(newsroom, &index, entries).await }
    })
    .await;
}

async fn begin(newsroom: &Newsroom, index: &Arc<Index>) -> Result<i64> {
    let (kept, last) = {
        let mut tx = newsroom.store.read().await?;
        (q!(tx, ledger::cursor(NAME))?, q!(tx, ledger::last())?)
    };
    if let Some(kept) = kept.filter(|kept| *kept <= last) {
        return Ok(kept);
    }
    caught_up(index, last).await;
    let mut after = String::new();
    loop {
        let rows = {
            let mut tx = newsroom.store.read().await?;
            q!(tx, live::after(&after, BATCH))?
        };
        let Some(row) = rows.last() else { break };
        after.clone_from(&row.story_id);
        let ids: Vec<String> = rows.into_iter().map(|live| live.story_id).collect();
        work_out(newsroom, index, &ids, false).await?;
    }
    let mut tx = newsroom.store.write().await?;
    q!(tx, ledger::set_cursor(NAME, last))?;
    tx.commit().await?;
    Ok(last)
}

async fn look(newsroom: &Newsroom, index: &Arc<Index>, entries: Vec<Entry>) -> Result<()> {
    let Some(last) = entries.last().map(|entry| entry.seq) else {
        return Ok(());
    };
    let ids: BTreeSet<String> = entries
        .iter()
        .filter(|entry| entry.act != ACT)
        .filter_map(|entry| entry.thing.strip_prefix("story:").map(str::to_owned))
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let ids = live(newsroom, ids).await?;
    if ids.is_empty() {
        return Ok(());
    }
    caught_up(index, last).await;
    work_out(newsroom, index, &ids, true).await?;
    let mut tx = newsroom.store.write().await?;
    q!(tx, ledger::set_cursor(NAME, last))?;
    tx.commit().await?;
    Ok(())
}

/// Those that readers see; a draft has no list, and is no reason to write a cursor.
async fn live(newsroom: &Newsroom, ids: BTreeSet<String>) -> Result<Vec<String>> {
    let mut tx = newsroom.store.read().await?;
    let mut live = Vec::new();
    for id in ids {
        if q!(tx, live::by_id(&id))?.is_some() {
            live.push(id);
        }
    }
    Ok(live)
}

/// Waits until the index has read the ledger as far.
async fn caught_up(index: &Arc<Index>, seq: i64) {
    while (index.cursor() as i64) < seq {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Works out the lists of these stories and, where asked, of their neighbours, and enters those that changed.
async fn work_out(newsroom: &Newsroom, index: &Arc<Index>, ids: &[String], neighbours: bool) -> Result<()> {
    let mut done: BTreeSet<String> = ids.iter().cloned().collect();
    let mut waiting: Vec<String> = ids.to_vec();
    let mut more = neighbours;
    while !waiting.is_empty() {
        let mut next = Vec::new();
        for some in waiting.chunks(AT_ONCE) {
            let lists = lists(index, some).await?;
            if more {
                for (_, list) in &lists {
                    for one in list {
                        if done.insert(one.related_id.clone()) {
                            next.push(one.related_id.clone());
                        }
                    }
                }
            }
            keep(newsroom, lists).await?;
        }
        // Only the neighbours themselves: theirs know each other already.
        more = false;
        waiting = next;
    }
    Ok(())
}

async fn lists(index: &Arc<Index>, ids: &[String]) -> Result<Vec<(String, Vec<LiveRelated>)>> {
    let (index, ids) = (index.clone(), ids.to_vec());
    let worked = tokio::task::spawn_blocking(move || {
        ids.into_iter()
            .map(|id| Ok((id.clone(), list(&index, &id)?)))
            .collect::<Result<Vec<_>, SearchError>>()
    });
    Ok(worked
        .await
        .map_err(|_| StoreError::Unreadable("working out related stories broke off".to_owned()))?
        .map_err(|error| StoreError::Unreadable(format!("search index: {error}")))?)
}

fn list(index: &Index, id: &str) -> Result<Vec<LiveRelated>, SearchError> {
    let Some(matter) = index.matter_of(id)? else {
        return Ok(Vec::new());
    };
    let (copies, near) = decide(index.near(&matter, id, ASKED)?);
    let mut near = without_copies(near);
    near.truncate(MOST);
    Ok(rows(&near, &copies))
}

/// Copies apart from neighbours; what is near by chance is neither.
fn decide(near: Vec<Near>) -> (Vec<Near>, Vec<Near>) {
    let (copies, near): (Vec<Near>, Vec<Near>) = near.into_iter().partition(|one| one.copy >= NEARLY_THE_SAME);
    (copies, near.into_iter().filter(|one| one.bond().is_some()).collect())
}

fn rows(near: &[Near], copies: &[Near]) -> Vec<LiveRelated> {
    let row = |one: &Near, position: usize, duplicate| LiveRelated {
        position: position as i64,
        related_id: one.id.clone(),
        duplicate,
    };
    let shown = near.iter().enumerate().map(|(at, one)| row(one, at, false));
    let hidden = copies.iter().enumerate().map(|(at, one)| row(one, MOST + at, true));
    shown.chain(hidden).collect()
}

/// Writes the lists that changed. Each story of one is entered, so that its page is printed anew.
async fn keep(newsroom: &Newsroom, lists: Vec<(String, Vec<LiveRelated>)>) -> Result<()> {
    let mut tx = newsroom.store.write().await?;
    let mut changed = false;
    for (id, list) in lists {
        changed |= keep_one(newsroom, &mut tx, &id, list).await?;
    }
    if changed {
        tx.commit().await?;
    }
    Ok(())
}

async fn keep_one(newsroom: &Newsroom, tx: &mut Tx, id: &str, mut list: Vec<LiveRelated>) -> Result<bool> {
    if q!(tx, live::by_id(id))?.is_none() {
        return Ok(false);
    }
    // A story that left meanwhile leaves no gap.
    let mut there = Vec::new();
    for row in list.drain(..) {
        if q!(tx, live::by_id(&row.related_id))?.is_some() {
            there.push(row);
        }
    }
    if q!(tx, related::worked_out(id))? == there {
        return Ok(false);
    }
    q!(tx, related::clear(id))?;
    for row in &there {
        q!(tx, related::put(id, row))?;
    }
    tx.enter(
        newsroom.house.now(),
        &Actor::Job(NAME),
        ACT,
        &Thing::Story(id.to_owned()),
    );
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{SAME_EVENT, SAME_MATTER};

    fn near(id: &str, share: f64, copy: f64) -> Near {
        Near {
            id: id.into(),
            headline: String::new(),
            path: String::new(),
            published: None,
            share,
            copy,
            names: Vec::new(),
            telling: 9,
            telling_names: 2,
            runs: std::collections::HashSet::new(),
        }
    }

    #[test]
    fn a_copy_is_known_and_never_shown_and_chance_is_left_out() {
        let (copies, near) = decide(vec![
            near("same", 0.9, 0.95),
            near("event", SAME_EVENT, 0.1),
            near("chance", SAME_MATTER / 2.0, 0.0),
            Near {
                telling: 1,
                ..near("one rare word", SAME_EVENT, 0.0)
            },
        ]);
        let rows = rows(&near, &copies);
        let told: Vec<(&str, bool)> = rows
            .iter()
            .map(|row| (row.related_id.as_str(), row.duplicate))
            .collect();
        assert_eq!(told, [("event", false), ("same", true)]);
        assert_eq!(rows.first().map(|row| row.position), Some(0));
    }
}
