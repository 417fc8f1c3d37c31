//! What the copy desk finds in published stories: open names, which a person may decide on. Nothing is confirmed here.
//! Read by a job after each publication and by `courant record scan` over the whole archive; the desk lists them.

use super::erased;
use super::names::kind_of;
use crate::{Error, House, Newsroom, Result};
use courant_copydesk::{Fields, Page, Reading, Role};
use courant_model::record::{FoundName, fold};
use courant_model::story::Revision;
use courant_store::{StoreError, Tx, q};
use courant_text::Document;
use std::collections::BTreeMap;

/// Stories that a scan reads between two commits.
const BATCH: i64 = 50;

/// Names of a text, each once, in the fullest form in which the text has it.
pub fn in_text(headline: &str, standfirst: &str, document: &Document) -> Vec<FoundName> {
    let fields = Fields {
        headline,
        standfirst,
        ..Fields::default()
    };
    let page = Page::from_story(&fields, document);
    let reading = Reading::of(&page);
    let mut found: BTreeMap<usize, FoundName> = BTreeMap::new();
    for name in &reading.names {
        let role = page.part_at(name.span.start).and_then(|at| page.parts.get(at));
        if role.is_none_or(|part| matches!(part.role, Role::Furniture | Role::Field | Role::Line)) {
            continue;
        }
        let words = page.at(name.span).split_whitespace().collect::<Vec<_>>().join(" ");
        let one = found.entry(name.entity).or_insert_with(|| FoundName {
            folded: String::new(),
            words: String::new(),
            kind: kind_of(name.kind).as_str().to_owned(),
            times: 0,
        });
        one.times += 1;
        if words.chars().count() > one.words.chars().count() {
            one.folded = fold(&words);
            one.words = words;
        }
    }
    found.into_values().filter(|one| !one.folded.is_empty()).collect()
}

/// Reads a published story anew; one that readers do not see has no open names.
#[crate::boxed]
pub async fn read(newsroom: &Newsroom, story: &str) -> Result<usize> {
    let revision = {
        let mut tx = newsroom.store.read().await?;
        seen(&mut tx, story).await?
    };
    let found = match revision {
        Some(revision) => tokio::task::spawn_blocking(move || of_revision(&revision))
            .await
            .map_err(|_| StoreError::Unreadable("reading a story for names broke off".to_owned()))??,
        None => Vec::new(),
    };
    let mut tx = newsroom.store.write().await?;
    keep(&mut tx, &newsroom.house, story, &found).await?;
    tx.commit().await?;
    Ok(found.len())
}

/// How far a scan has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scanned {
    /// Stories read.
    pub stories: usize,
    /// Names found, each once a story.
    pub names: usize,
}

/// Reads the whole archive that readers see and says from time to time how far it has come.
pub async fn scan(newsroom: &Newsroom, mut tell: impl FnMut(Scanned)) -> Result<Scanned> {
    let mut far = Scanned::default();
    let mut after = String::new();
    loop {
        let mut batch = Vec::new();
        {
            let mut tx = newsroom.store.read().await?;
            for live in q!(tx, live::after(&after, BATCH))? {
                after.clone_from(&live.story_id);
                let revision = seen(&mut tx, &live.story_id).await?;
                batch.push((live.story_id, revision));
            }
        }
        if batch.is_empty() {
            return Ok(far);
        }
        let read = tokio::task::spawn_blocking(move || {
            batch
                .into_iter()
                .map(|(story, revision)| Ok((story, revision.map_or_else(|| Ok(Vec::new()), |one| of_revision(&one))?)))
                .collect::<Result<Vec<_>, StoreError>>()
        })
        .await
        .map_err(|_| StoreError::Unreadable("reading the archive for names broke off".to_owned()))?
        .map_err(Error::Internal)?;
        let mut tx = newsroom.store.write().await?;
        for (story, found) in &read {
            keep(&mut tx, &newsroom.house, story, found).await?;
            far.stories += 1;
            far.names += found.len();
        }
        tx.commit().await?;
        tell(far);
    }
}

/// The revision that readers see.
async fn seen(tx: &mut Tx, story: &str) -> Result<Option<Revision>> {
    match q!(tx, live::by_id(story))? {
        Some(live) if live.retracted_at.is_none() => Ok(q!(tx, stories::revision(&live.revision_id))?),
        _ => Ok(None),
    }
}

fn of_revision(revision: &Revision) -> Result<Vec<FoundName>, StoreError> {
    let document = courant_text::json::read(&revision.document)
        .map_err(|refused| StoreError::Unreadable(format!("revision {}: {refused}", revision.id)))?;
    Ok(in_text(&revision.headline, &revision.standfirst, &document))
}

async fn keep(tx: &mut Tx, house: &House, story: &str, found: &[FoundName]) -> Result<()> {
    q!(tx, mentions::clear_found(story))?;
    // Read before the story was taken away, kept after it: then there is nothing to keep.
    if q!(tx, live::by_id(story))?.is_some_and(|live| live.retracted_at.is_none()) {
        for one in found {
            if !erased::is(tx, house, &one.folded).await? {
                q!(tx, mentions::put_found(story, one))?;
            }
        }
    }
    Ok(())
}
