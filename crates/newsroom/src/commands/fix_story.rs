//! Mends a small fault, of spelling or layout, in what readers see: no note, no new time, and it is not sent again.
//! A change that touches what matters is refused and sent to a correction, with the passages that say why.

use super::going_out::{self, Leaving};
use crate::minor_fix::{self, Passage, Printed};
use crate::permissions::Who;
use crate::{House, Refusal, Result};
use courant_model::account::Act;
use courant_model::story::{Byline, Live, Revision};
use courant_store::{StoreError, Tx, q};

/// Prints the draft as a small fix.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, story_id: &str) -> Result<Live> {
    let leaving = going_out::load(tx, house, who, story_id).await?;
    let before = going_out::live(tx, story_id).await?;
    let Leaving { story, head, .. } = &leaving;
    who.check_story(Act::Correct, story, head)?;
    going_out::stands(story, Some(&before))?;
    going_out::free_of_embargo(story, house.now())?;
    going_out::is_whole(story, head)?;
    if head.id == before.revision_id {
        return Err(Refusal::new(
            "fix-nothing",
            "readers see this text already: there is nothing to mend in the draft",
        )
        .into());
    }
    let passages = passages(tx, &before, head).await?;
    if let Some(first) = passages.first() {
        return Err(Refusal::new(
            "fix-asks-correction",
            format!(
                "this is more than a small fix ({}: “{}” became “{}”): print it as a correction, a clarification or an update",
                first.asks.as_str(),
                first.old,
                first.new
            ),
        )
        .into());
    }
    going_out::put_out(tx, house, who, "fix", &leaving, before, &[]).await
}

/// What in the draft asks for more than a small fix; empty when it is one. The desk shows the passages before it asks.
#[crate::boxed]
pub async fn asks(tx: &mut Tx, house: &House, who: &Who, story_id: &str) -> Result<Vec<Passage>> {
    let leaving = going_out::load(tx, house, who, story_id).await?;
    let before = going_out::live(tx, story_id).await?;
    passages(tx, &before, &leaving.head).await
}

/// The passages in which a revision differs from what readers see in more than spelling and layout.
pub(super) async fn passages(tx: &mut Tx, before: &Live, head: &Revision) -> Result<Vec<Passage>> {
    let seen = going_out::revision(tx, &before.revision_id).await?;
    let paper = super::revise_paper::current(tx).await?;
    let mut names = Vec::new();
    for revision in [&seen, head] {
        names.extend(signed(tx, revision).await?);
    }
    let old = printed(&seen)?;
    let new = printed(head)?;
    Ok(minor_fix::passages(&paper.language, &old, &new, &names))
}

fn printed(revision: &Revision) -> Result<Printed> {
    let document =
        courant_text::json::read(&revision.document).map_err(|error| StoreError::Unreadable(error.to_string()))?;
    Ok(Printed {
        titles: vec![
            revision.headline.clone(),
            revision.short_headline.clone(),
            revision.search_title.clone(),
            revision.share_title.clone(),
        ],
        standfirst: revision.standfirst.clone(),
        dateline: revision.dateline.clone(),
        byline: revision.byline.clone(),
        document,
    })
}

/// Names of those who sign a revision.
async fn signed(tx: &mut Tx, revision: &Revision) -> Result<Vec<String>> {
    let byline: Vec<Byline> =
        serde_json::from_str(&revision.byline).map_err(|error| StoreError::Unreadable(error.to_string()))?;
    let mut names = Vec::new();
    for line in byline {
        match &line.author {
            Some(id) => names.extend(q!(tx, terms::author(id))?.map(|author| author.name)),
            None => names.push(line.guest),
        }
    }
    Ok(names)
}
