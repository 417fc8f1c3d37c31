//! Keeps the readers' index in step with what readers see. Its cursor lies inside the index's own commit, so the two
//! cannot disagree; an index that was begun anew is filled from the live rows first.

use super::BATCH;
use crate::search::{Change, Index, SearchStory};
use crate::{Newsroom, Result, commands};
use courant_model::entry::Entry;
use courant_model::story::Live;
use courant_store::{StoreError, Tx, q};
use courant_text::BlockKind;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Follows for ever.
#[crate::boxed]
pub async fn run(newsroom: &Newsroom, index: Arc<Index>, cursor: Option<u64>) {
    let cursor = match cursor {
        Some(cursor) => cursor as i64,
        None => fill_patiently(newsroom, &index).await,
    };
    super::follow(newsroom, "search", cursor, |entries| {
        let index = index.clone();
        async move { look(newsroom, index, entries).await }
    })
    .await;
}

async fn fill_patiently(newsroom: &Newsroom, index: &Arc<Index>) -> i64 {
    loop {
        match fill(newsroom, index).await {
            Ok(cursor) => return cursor,
            Err(error) => {
                tracing::warn!(%error, "the search index cannot be filled; trying again");
                tokio::time::sleep(std::time::Duration::from_secs(2)).await;
            }
        }
    }
}

/// Fills an empty index from the live rows and returns the ledger's place as of before the filling.
#[crate::boxed]
pub async fn fill(newsroom: &Newsroom, index: &Arc<Index>) -> Result<i64> {
    let cursor = {
        let mut tx = newsroom.store.read().await?;
        q!(tx, ledger::last())?
    };
    let mut after = String::new();
    loop {
        let mut tx = newsroom.store.read().await?;
        let rows = q!(tx, live::after(&after, BATCH))?;
        let Some(last) = rows.last() else { break };
        after.clone_from(&last.story_id);
        let mut changes = Vec::new();
        for live in rows {
            changes.push(change(&mut tx, &live.story_id.clone(), Some(live)).await?);
        }
        drop(tx);
        // The cursor is only that of a whole index once all rows are in.
        apply(index, changes, 0).await?;
    }
    apply(index, Vec::new(), cursor as u64).await?;
    Ok(cursor)
}

async fn look(newsroom: &Newsroom, index: Arc<Index>, entries: Vec<Entry>) -> Result<()> {
    let cursor = entries.last().map_or(0, |entry| entry.seq) as u64;
    let stories: BTreeSet<&str> = entries
        .iter()
        .filter(|entry| entry.act != super::related::ACT)
        .filter_map(|entry| entry.thing.strip_prefix("story:"))
        .collect();
    let mut changes = Vec::new();
    let mut tx = newsroom.store.read().await?;
    for id in stories {
        let live = q!(tx, live::by_id(id))?;
        changes.push(change(&mut tx, id, live).await?);
    }
    drop(tx);
    apply(&index, changes, cursor).await
}

async fn apply(index: &Arc<Index>, changes: Vec<Change>, cursor: u64) -> Result<()> {
    let index = index.clone();
    tokio::task::spawn_blocking(move || index.apply(&changes, cursor))
        .await
        .map_err(|_| StoreError::Unreadable("indexing broke off".to_owned()))?
        .map_err(|error| StoreError::Unreadable(format!("search index: {error}")))?;
    Ok(())
}

/// What the index must hold of a story now.
async fn change(tx: &mut Tx, id: &str, live: Option<Live>) -> Result<Change> {
    let Some(live) = live.filter(|live| live.form == "story" && live.retracted_at.is_none()) else {
        return Ok(Change::Remove(id.to_owned()));
    };
    let Some(revision) = q!(tx, stories::revision(&live.revision_id))? else {
        return Ok(Change::Remove(id.to_owned()));
    };
    let paper = commands::revise_paper::current(tx).await?;
    let sections = q!(tx, terms::sections())?;
    let mut authors = Vec::new();
    for signature in q!(tx, terms::signatures(id))? {
        match signature.author_id {
            Some(author) => {
                if let Some(author) = q!(tx, terms::author(&author))? {
                    authors.push((author.slug, author.name));
                }
            }
            None => authors.push((String::new(), signature.guest)),
        }
    }
    let mut document = courant_text::json::read(&revision.document)
        .map_err(|refused| StoreError::Unreadable(format!("story {id}: {refused}")))?;
    // A card's words are another story's: found here, they would lead to the wrong one.
    document
        .blocks
        .retain(|block| !matches!(block.kind, BlockKind::ReadMore(_)));
    Ok(Change::Put(Box::new(SearchStory {
        id: live.story_id,
        number: live.number,
        headline: live.headline,
        standfirst: live.standfirst,
        text: courant_text::plain::write(&document),
        section_slug: sections
            .into_iter()
            .find(|section| Some(&section.id) == live.section_id.as_ref())
            .map(|section| section.slug)
            .unwrap_or_default(),
        authors,
        topics: q!(tx, terms::topics_of(id))?
            .into_iter()
            .map(|topic| topic.name)
            .collect(),
        kind: live.kind,
        published: live.published_at,
        path: live.path,
        language: paper.language,
        updated: Some(live.changed_at),
    })))
}
