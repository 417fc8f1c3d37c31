//! The quotations of the record: carried before readers with the story that reports them, and out of their sight when
//! their sentence changes. Called by `live_row` and by the commands that decide on quotations.

mod found;
mod known;
mod lines;
mod same;
mod sentences;

pub use found::{Suggestion, read, read_with};
pub use known::{Known, Transcript};
pub use lines::{Line, Standing, align};
pub use same::{around, near};
pub use sentences::Sentences;

use super::names;
use crate::{House, Result, search};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::quotation::{LiveQuotation, Quotation, Seat, Stands, Utterance, stands};
use courant_model::story::{Live, Revision};
use courant_model::time::Micros;
use courant_store::{Tx, q};
use std::collections::BTreeSet;

/// The act by which a story tells readers that it was wrong.
const CORRECTION: &str = "correct";

/// Puts the confirmed quotations of a story before readers: those whose sentence the revision still holds. One whose
/// sentence is gone is stale until somebody confirms it again; a correction marks it as corrected. Enters everyone
/// whose page changes.
pub(crate) async fn carry(
    tx: &mut Tx,
    house: &House,
    actor: &Actor,
    act: &str,
    revision: &Revision,
    live: &Live,
) -> Result<()> {
    let before = q!(tx, live_quotations::rows_of(&live.story_id))?;
    leave(tx, house, actor, live).await?;
    q!(tx, live_quotations::clear(&live.story_id))?;
    let reports = q!(tx, quotations::of_story(&live.story_id))?;
    if live.retracted_at.is_some() || reports.is_empty() {
        return Ok(());
    }
    let sentences = Sentences::of(revision)?;
    let mut standing = Vec::new();
    let mut corrected = BTreeSet::new();
    for mut report in reports.into_iter().filter(|report| report.state == "confirmed") {
        if let Some(place) = sentences.find(&report.block, &report.sentence) {
            standing.push((place, report));
        } else if before.iter().any(|row| row.quotation_id == report.id) || revision.at > report.decided_at {
            "stale".clone_into(&mut report.state);
            if act == CORRECTION {
                report.corrected_at = Some(house.now());
                corrected.extend(report.utterance_id.clone());
            }
            q!(tx, quotations::keep(&report))?;
        }
    }
    standing.sort_by_key(|(place, _)| place.order);
    for (position, (place, mut report)) in standing.into_iter().enumerate() {
        if report.utterance_id.as_ref().is_some_and(|id| corrected.contains(id)) {
            report.corrected_at = Some(house.now());
            q!(tx, quotations::keep(&report))?;
        }
        show(tx, live, &report, &place.block, position as i64).await?;
    }
    leave(tx, house, actor, live).await
}

/// Puts one report before readers, unless it accuses somebody whose answer nobody knows.
async fn show(tx: &mut Tx, live: &Live, report: &Quotation, block: &str, position: i64) -> Result<()> {
    let Some(said) = utterance_of(tx, report).await? else {
        return Ok(());
    };
    if stands(said.accusation(), Seat::Story) == Stands::Not {
        return Ok(());
    }
    let row = LiveQuotation {
        quotation_id: report.id.clone(),
        story_id: live.story_id.clone(),
        remark_id: said.root().to_owned(),
        speaker_id: said.speaker_id.clone(),
        place_id: said.place_id.clone(),
        placed_at: live.placed_at.or(live.published_at).unwrap_or_default(),
        position,
        block: block.to_owned(),
    };
    q!(tx, live_quotations::put(&row))?;
    let speaker = match &said.speaker_id {
        Some(id) => q!(tx, names::by_id(id))?.map(|entity| entity.name).unwrap_or_default(),
        None => said.speaker_as.clone(),
    };
    let text = format!(
        "{}\n{speaker}\n{}\n{}\n{}",
        report.sentence, said.occasion, said.place, said.outlet
    );
    for word in search::plain_words(&text) {
        q!(tx, live_quotations::put_word(&word, &report.id))?;
    }
    Ok(())
}

async fn utterance_of(tx: &mut Tx, report: &Quotation) -> Result<Option<Utterance>> {
    Ok(match &report.utterance_id {
        Some(id) => q!(tx, quotations::utterance(id))?,
        None => None,
    })
}

/// Enters everyone whose page shows a quotation of a live story, before the story leaves or changes.
pub(crate) async fn leave(tx: &mut Tx, house: &House, actor: &Actor, live: &Live) -> Result<()> {
    for row in q!(tx, live_quotations::rows_of(&live.story_id))? {
        for id in [row.speaker_id, row.place_id].into_iter().flatten() {
            names::touch(tx, house, actor, "record", &id).await?;
        }
    }
    Ok(())
}

/// Shows readers of a story what was decided on its quotations since; nothing when they do not see the story.
pub(crate) async fn refresh(tx: &mut Tx, house: &House, actor: &Actor, story: &str) -> Result<()> {
    let Some(live) = q!(tx, live::by_id(story))? else {
        return Ok(());
    };
    let Some(revision) = q!(tx, stories::revision(&live.revision_id))? else {
        return Ok(());
    };
    carry(tx, house, actor, "record", &revision, &live).await?;
    tx.enter(house.now(), actor, "record", &Thing::Story(live.story_id));
    Ok(())
}

/// Takes a name out of everything that the record keeps of a story's quotations. Whoever has that name is not their
/// speaker any more. `out_of` gives a text without the name, or nothing when the text does not hold it.
pub(crate) async fn anonymise(
    tx: &mut Tx,
    house: &House,
    story: &str,
    out_of: &(dyn Fn(&str) -> Option<String> + Sync),
) -> Result<()> {
    let now = house.now();
    for report in q!(tx, quotations::of_story(story))? {
        let mut clean = report.clone();
        for text in [
            &mut clean.sentence,
            &mut clean.words,
            &mut clean.cue,
            &mut clean.known_outlet,
        ] {
            if let Some(without) = out_of(text) {
                *text = without;
            }
        }
        if clean != report {
            clean.mark = courant_model::quotation::mark(&clean.words, &clean.sentence);
            q!(tx, quotations::keep(&clean))?;
        }
        if let Some(said) = utterance_of(tx, &report).await? {
            anonymise_remark(tx, now, said, out_of).await?;
        }
    }
    Ok(())
}

async fn anonymise_remark(
    tx: &mut Tx,
    now: Micros,
    said: Utterance,
    out_of: &(dyn Fn(&str) -> Option<String> + Sync),
) -> Result<()> {
    let mut clean = said.clone();
    if let Some(id) = &said.speaker_id
        && let Some(without) = q!(tx, names::by_id(id))?.and_then(|entity| out_of(&entity.name))
    {
        clean.speaker_id = None;
        clean.speaker_as = without;
    }
    if let Some(id) = &said.accused_id
        && q!(tx, names::by_id(id))?.is_some_and(|entity| out_of(&entity.name).is_some())
    {
        clean.accused_id = None;
    }
    for text in [
        &mut clean.speaker_as,
        &mut clean.addressee,
        &mut clean.outlet,
        &mut clean.occasion,
        &mut clean.place,
        &mut clean.accused,
        &mut clean.answer,
    ] {
        if let Some(without) = out_of(text) {
            *text = without;
        }
    }
    if clean != said {
        clean.changed_at = now;
        q!(tx, quotations::change(&clean))?;
    }
    Ok(())
}
