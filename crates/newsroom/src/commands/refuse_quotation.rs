//! Refuses a quotation that the copy desk found, so that it stays silent, or takes such a decision back.
//! Called by the rail of the desk; a confirmed one that is refused leaves readers' sight at once.

use crate::permissions::Who;
use crate::record::{names, quotations};
use crate::{Error, House, Result, drafts};
use courant_model::account::Act;
use courant_model::entry::Thing;
use courant_model::quotation::Quotation;
use courant_store::{Tx, q};

/// Refuses.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, story_id: &str, mark: &str) -> Result<()> {
    let (story, head) = super::story_with_head(tx, story_id).await?;
    who.check_story(Act::Record, &story, &head)?;
    let actor = who.actor();
    let revision = drafts::settle(tx, house, &actor, story_id).await?;
    let reports = q!(tx, quotations::of_story(story_id))?;
    let mut report = match reports.into_iter().find(|one| one.mark == mark) {
        Some(report) => report,
        None => super::confirm_quotation::find(tx, &revision, mark)
            .await?
            .map(|found| Quotation {
                id: house.id(),
                story_id: story_id.to_owned(),
                mark: found.mark,
                block: found.block,
                start_at: found.start as i64,
                end_at: found.end as i64,
                sentence: found.sentence,
                words: found.words,
                cue: found.cue,
                manner: found.manner.as_str().to_owned(),
                ..Quotation::default()
            })
            .ok_or_else(|| {
                Error::Conflict("the sentence has changed meanwhile; read it again and decide anew".to_owned())
            })?,
    };
    let said = report.utterance_id.take();
    report.revision_id = revision.id;
    "refused".clone_into(&mut report.state);
    report.known_how.clear();
    report.known_outlet.clear();
    report.corrected_at = None;
    report.decided_by = actor.to_string();
    report.decided_at = house.now();
    q!(tx, quotations::keep(&report))?;
    settle(tx, house, who, story_id, said.as_deref(), "refuse quotation").await
}

/// Takes a decision back: the quotation is open again.
#[crate::boxed]
pub async fn undo(tx: &mut Tx, house: &House, who: &Who, story_id: &str, mark: &str) -> Result<()> {
    let (story, head) = super::story_with_head(tx, story_id).await?;
    who.check_story(Act::Record, &story, &head)?;
    let report = q!(tx, quotations::of_story(story_id))?
        .into_iter()
        .find(|one| one.mark == mark)
        .ok_or_else(|| Error::NotFound("such decision on a quotation".to_owned()))?;
    // Readers' rows name the report; they go first.
    q!(tx, live_quotations::drop(&report.id))?;
    q!(tx, quotations::forget(&report.id))?;
    settle(
        tx,
        house,
        who,
        story_id,
        report.utterance_id.as_deref(),
        "undo quotation",
    )
    .await
}

async fn settle(tx: &mut Tx, house: &House, who: &Who, story: &str, remark: Option<&str>, act: &str) -> Result<()> {
    let actor = who.actor();
    if let Some(id) = remark
        && let Some(said) = q!(tx, quotations::utterance(id))?
    {
        for id in [said.speaker_id, said.place_id].into_iter().flatten() {
            names::touch(tx, house, &actor, "record", &id).await?;
        }
    }
    quotations::refresh(tx, house, &actor, story).await?;
    if let Some(id) = remark {
        q!(tx, quotations::drop_unreported(id))?;
    }
    tx.enter(house.now(), &actor, act, &Thing::Story(story.to_owned()));
    Ok(())
}
