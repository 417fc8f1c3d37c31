//! Says that two reports are of one remark, so that it is one entry of the record with several reports, or takes that back.
//! Called by the rail of the desk, which offers near-equal words of one speaker around the same day.

use crate::permissions::Who;
use crate::record::quotations;
use crate::{Error, House, Refusal, Result};
use courant_model::account::Act;
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::quotation::Utterance;
use courant_store::{Tx, q};
use std::collections::BTreeSet;

/// Joins the remark of a report of this story to another, which stands for both from now on.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, story_id: &str, report: &str, other: &str) -> Result<()> {
    let said = remark(tx, who, story_id, report).await?;
    let missing = || Error::NotFound("such remark in the record".to_owned());
    let other = q!(tx, quotations::utterance(other))?.ok_or_else(missing)?;
    let root = q!(tx, quotations::utterance(other.root()))?.ok_or_else(missing)?;
    decide(&said, &root, same_speaker(tx, &said, &root).await?)?;
    let mut moved = q!(tx, quotations::joined_to(&said.id))?;
    moved.push(said);
    for mut one in moved {
        one.merged_into = Some(root.id.clone());
        one.changed_at = house.now();
        q!(tx, quotations::change(&one))?;
    }
    show(tx, house, &who.actor(), "join remarks", &[&root.id]).await
}

/// Takes the remark of a report of this story out of the one that stands for it.
#[crate::boxed]
pub async fn part(tx: &mut Tx, house: &House, who: &Who, story_id: &str, report: &str) -> Result<()> {
    let mut said = remark(tx, who, story_id, report).await?;
    let Some(root) = said.merged_into.take() else {
        return Err(Refusal::new("remark-alone", "this remark was joined to no other").into());
    };
    said.changed_at = house.now();
    q!(tx, quotations::change(&said))?;
    show(tx, house, &who.actor(), "part remarks", &[&root, &said.id]).await
}

async fn remark(tx: &mut Tx, who: &Who, story_id: &str, report: &str) -> Result<Utterance> {
    let (story, head) = super::story_with_head(tx, story_id).await?;
    who.check_story(Act::Record, &story, &head)?;
    let missing = || Error::NotFound("such quotation of this story".to_owned());
    let report = q!(tx, quotations::by_id(report))?
        .filter(|one| one.story_id == story_id)
        .ok_or_else(missing)?;
    let id = report.utterance_id.ok_or_else(missing)?;
    q!(tx, quotations::utterance(&id))?.ok_or_else(missing)
}

async fn same_speaker(tx: &mut Tx, one: &Utterance, other: &Utterance) -> Result<bool> {
    let (Some(a), Some(b)) = (&one.speaker_id, &other.speaker_id) else {
        return Ok(false);
    };
    let a = q!(tx, names::by_id(a))?;
    let b = q!(tx, names::by_id(b))?;
    Ok(matches!((a, b), (Some(a), Some(b)) if a.id == b.id))
}

fn decide(said: &Utterance, root: &Utterance, same_speaker: bool) -> Result<(), Refusal> {
    if said.root() == root.id {
        return Err(Refusal::new("remark-same", "these are one remark already"));
    }
    if !same_speaker {
        return Err(Refusal::new(
            "remark-speaker",
            "one remark has one speaker, who has a name in the record",
        ));
    }
    Ok(())
}

/// Shows readers of every story that reports the remarks.
async fn show(tx: &mut Tx, house: &House, actor: &Actor, act: &str, remarks: &[&str]) -> Result<()> {
    let mut stories = BTreeSet::new();
    for remark in remarks {
        stories.extend(
            q!(tx, quotations::of_remark(remark))?
                .into_iter()
                .map(|one| one.story_id),
        );
    }
    for story in stories {
        quotations::refresh(tx, house, actor, &story).await?;
        tx.enter(house.now(), actor, act, &Thing::Story(story));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_joined_once_and_to_words_of_the_same_speaker() {
        let said = |id: &str, root: Option<&str>| Utterance {
            id: id.into(),
            merged_into: root.map(str::to_owned),
            ..Utterance::default()
        };
        assert!(decide(&said("a", None), &said("b", None), true).is_ok());
        assert!(decide(&said("a", None), &said("b", None), false).is_err());
        assert!(decide(&said("a", None), &said("a", None), true).is_err());
        assert!(decide(&said("a", Some("b")), &said("b", None), true).is_err());
        assert!(decide(&said("a", Some("c")), &said("b", None), true).is_ok());
    }
}
