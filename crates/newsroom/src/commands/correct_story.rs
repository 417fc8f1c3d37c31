//! Corrects or clarifies a published story: says what was wrong, what is right and when, at the story and in the log.
//! Called by `courant story correct`, the demo and, one day, the desk.

use crate::{Error, House, Refusal, Result};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::term::Correction;
use courant_model::time::Micros;
use courant_store::{Tx, q};

/// What is asked.
#[derive(Debug, Clone)]
pub struct Correct {
    /// The story; readers must see it.
    pub story_id: String,
    /// `correction` (we were wrong) or `clarification`.
    pub kind: String,
    /// What the story said; may be empty for a clarification.
    pub wrong: String,
    /// What is right, as a whole sentence.
    pub correct: String,
    /// It concerns headline, first three paragraphs, a name or a figure.
    pub grave: bool,
    /// When; `None` is now.
    pub at: Option<Micros>,
}

/// Prints the correction and, when the story was revised with it, the newest revision.
pub async fn run(tx: &mut Tx, house: &House, actor: &Actor, wanted: &Correct) -> Result<Correction> {
    decide(wanted)?;
    let story = q!(tx, stories::by_id(&wanted.story_id))?.ok_or_else(|| Error::NotFound("such story".to_owned()))?;
    let mut live =
        q!(tx, live::by_id(&story.id))?.ok_or_else(|| Error::NotFound("such story before readers".to_owned()))?;
    let revision =
        q!(tx, stories::revision(&story.head))?.ok_or_else(|| Error::NotFound("such revision".to_owned()))?;
    let correction = Correction {
        id: house.id(),
        story_id: story.id.clone(),
        kind: wanted.kind.clone(),
        at: wanted.at.unwrap_or_else(|| house.now()),
        wrong: wanted.wrong.trim().to_owned(),
        correct: wanted.correct.trim().to_owned(),
        grave: wanted.grave,
    };
    q!(tx, corrections::add(&correction))?;
    live.updated_at = live.updated_at.max(Some(correction.at));
    super::live_row::put(tx, house, actor, "correct", &revision, live).await?;
    tx.enter(house.now(), actor, "correct", &Thing::Corrections);
    Ok(correction)
}

fn decide(wanted: &Correct) -> Result<(), Refusal> {
    if !["correction", "clarification"].contains(&wanted.kind.as_str()) {
        return Err(Refusal::new(
            "correction-kind",
            "a correction is a correction or a clarification",
        ));
    }
    if wanted.correct.trim().is_empty() {
        return Err(Refusal::new("correction-empty", "say what is right"));
    }
    if wanted.kind == "correction" && wanted.wrong.trim().is_empty() {
        return Err(Refusal::new("correction-wrong", "say what was wrong"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_says_what_was_wrong_and_what_is_right() {
        let mut wanted = Correct {
            story_id: "s".into(),
            kind: "correction".into(),
            wrong: "It said 12 boats.".into(),
            correct: "There were 21 boats.".into(),
            grave: true,
            at: None,
        };
        assert!(decide(&wanted).is_ok());
        wanted.wrong = String::new();
        assert!(decide(&wanted).is_err());
        wanted.kind = "clarification".into();
        assert!(decide(&wanted).is_ok());
        wanted.correct = " ".into();
        assert!(decide(&wanted).is_err());
    }
}
