//! Corrects or clarifies a published story: says what was wrong, what is right and when, at the story and in the log.
//! Called by the desk, `courant story correct` and the demo; what was said once is never changed, only added to.

use super::going_out::{self, Leaving};
use crate::minor_fix::{self, Passage};
use crate::permissions::Who;
use crate::{House, Refusal, Result};
use courant_model::account::Act;
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
    /// It stands above the story; `None` looks whether it concerns headline, first three paragraphs, a name or a figure.
    pub grave: Option<bool>,
    /// When; `None` is now. For imports and the demo.
    pub at: Option<Micros>,
}

/// Prints the correction and, when the story was revised with it, the newest revision.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, wanted: &Correct) -> Result<Correction> {
    decide(wanted)?;
    let leaving = going_out::load(tx, house, who, &wanted.story_id).await?;
    let mut live = going_out::live(tx, &wanted.story_id).await?;
    let Leaving { story, head, .. } = &leaving;
    who.check_story(Act::Correct, story, head)?;
    going_out::stands(story, Some(&live))?;
    going_out::free_of_embargo(story, house.now())?;
    going_out::is_whole(story, head)?;
    let grave = if let Some(grave) = wanted.grave {
        grave
    } else {
        let paper = super::revise_paper::current(tx).await?;
        let passages = super::fix_story::passages(tx, &live, head).await?;
        is_grave(&paper.language, &passages, wanted)
    };
    let correction = Correction {
        id: house.id(),
        story_id: story.id.clone(),
        kind: wanted.kind.clone(),
        at: wanted.at.unwrap_or_else(|| house.now()),
        wrong: wanted.wrong.trim().to_owned(),
        correct: wanted.correct.trim().to_owned(),
        grave,
    };
    q!(tx, corrections::add(&correction))?;
    live.updated_at = live.updated_at.max(Some(correction.at));
    let act = if wanted.kind == "correction" {
        "correct"
    } else {
        "clarify"
    };
    let beside = [correction.wrong.as_str(), correction.correct.as_str()];
    going_out::put_out(tx, house, who, act, &leaving, live, &beside).await?;
    tx.enter(house.now(), &who.actor(), act, &Thing::Corrections);
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

/// A correction stands above the story when it concerns the headline, the first three paragraphs, a name or a figure;
/// told by what the draft changes, or by its own words when the text is left as it is.
fn is_grave(language: &str, passages: &[Passage], wanted: &Correct) -> bool {
    if passages.is_empty() {
        return minor_fix::words_asked(language, &wanted.wrong, &wanted.correct)
            .iter()
            .any(|asks| asks.is_grave());
    }
    passages.iter().any(|passage| passage.early || passage.asks.is_grave())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Correct {
        Correct {
            story_id: "s".into(),
            kind: "correction".into(),
            wrong: "It said 12 boats.".into(),
            correct: "There were 21 boats.".into(),
            grave: None,
            at: None,
        }
    }

    #[test]
    fn a_correction_says_what_was_wrong_and_what_is_right() {
        let mut wanted = asked();
        assert!(decide(&wanted).is_ok());
        wanted.wrong = String::new();
        assert!(decide(&wanted).is_err());
        wanted.kind = "clarification".into();
        assert!(decide(&wanted).is_ok());
        wanted.correct = " ".into();
        assert!(decide(&wanted).is_err());
    }

    #[test]
    fn a_figure_stands_above_the_story_and_a_turn_of_phrase_below() {
        let mut wanted = asked();
        assert!(is_grave("en", &[], &wanted));
        wanted.wrong = "The story said that the quay was closed.".into();
        wanted.correct = "The story meant that the quay was partly closed.".into();
        assert!(!is_grave("en", &[], &wanted));
    }
}
