//! Answers somebody who asked to have a line of the record put right. Called by the desk's queue of such requests.
//! Whoever left an address gets the answer as a letter; what is wrong is put right by the record's own commands.

use crate::copydesk::withheld;
use crate::jobs::mail::{self, Errand};
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_model::account::{Act, On};
use courant_model::entry::Thing;
use courant_model::quotation::Request;
use courant_store::{Tx, q};

/// Longest answer, in characters.
pub const LONGEST: usize = 4_000;

/// What is answered.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The request.
    pub id: String,
    /// `corrected` or `declined`.
    pub outcome: String,
    /// What whoever asked is told.
    pub text: String,
}

/// Answers.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, answer: &Answer) -> Result<Request> {
    who.check(Act::KeepRecord, On::NOTHING)?;
    decide(answer)?;
    withheld::guard(tx, house, who, &[&answer.text]).await?;
    let mut request = q!(tx, requests::by_id(&answer.id))?.ok_or_else(|| Error::NotFound("such request".to_owned()))?;
    if request.answered_at.is_some() {
        return Err(Error::Conflict("a colleague has answered this meanwhile".to_owned()));
    }
    request.outcome.clone_from(&answer.outcome);
    answer.text.trim().clone_into(&mut request.answer);
    request.answered_by = who.account().map(str::to_owned);
    request.answered_at = Some(house.now());
    q!(tx, requests::answer(&request))?;
    if request.email_cipher.is_some() {
        mail::ask(tx, house, &Errand::Answered(request.id.clone())).await?;
    }
    tx.enter(
        house.now(),
        &who.actor(),
        "answer correction",
        &Thing::Reply(request.id.clone()),
    );
    Ok(request)
}

fn decide(answer: &Answer) -> Result<(), Refusal> {
    if !["corrected", "declined"].contains(&answer.outcome.as_str()) {
        return Err(Refusal::new(
            "answer-outcome",
            "say whether it was corrected or why not",
        ));
    }
    if answer.text.trim().is_empty() {
        return Err(Refusal::new("answer-empty", "whoever asked gets an answer in words"));
    }
    if answer.text.chars().count() > LONGEST {
        return Err(Refusal::new(
            "answer-long",
            format!("an answer has at most {LONGEST} characters"),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_an_outcome_and_words() {
        let answer = |outcome: &str, text: &str| {
            decide(&Answer {
                id: "r".into(),
                outcome: outcome.into(),
                text: text.into(),
            })
            .is_ok()
        };
        assert!(answer("corrected", "You are right: it was Porto."));
        assert!(answer("declined", "The recording has it so."));
        assert!(!answer("open", "x"));
        assert!(!answer("corrected", " "));
    }
}
