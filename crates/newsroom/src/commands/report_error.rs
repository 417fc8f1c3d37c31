//! A reader says that something in a story is wrong. It goes to the newsroom alone and is never printed.

use crate::{Error, House, Refusal, Result};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::reply::Report;
use courant_store::{Tx, q};

/// What the reader sent.
#[derive(Debug, Clone, Default)]
pub struct ErrorReport {
    /// The story.
    pub story_id: String,
    /// The sentence it is about; may be empty.
    pub passage: String,
    /// What is wrong.
    pub text: String,
    /// An address for an answer; may be empty.
    pub email: String,
    /// The client's network address; kept as a keyed hash.
    pub client: String,
}

/// Longest report, in characters.
pub const LONGEST: usize = 4_000;

/// Keeps the report.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, report: &ErrorReport) -> Result<()> {
    if report.text.trim().is_empty() {
        return Err(Refusal::new("report-empty", "say what is wrong").into());
    }
    if report.text.chars().count() > LONGEST || report.passage.chars().count() > LONGEST {
        return Err(Refusal::new("report-long", format!("at most {LONGEST} characters")).into());
    }
    if q!(tx, live::by_id(&report.story_id))?.is_none() {
        return Err(Error::NotFound("such story before readers".to_owned()));
    }
    let email = super::post_reply::normalised_address(&report.email);
    let sealed = email.as_deref().map(|email| house.keys.seal(email)).transpose()?;
    let kept = Report {
        id: house.id(),
        story_id: report.story_id.clone(),
        at: house.now(),
        body: report.text.trim().to_owned(),
        passage: report.passage.trim().to_owned(),
        email_key: if sealed.is_some() {
            house.keys.id().to_owned()
        } else {
            String::new()
        },
        email_cipher: sealed,
        client_mac: house.keys.client_mac(&report.client),
    };
    q!(tx, replies::report(&kept))?;
    // The story's page does not show reports, so the story itself is not entered.
    tx.enter(house.now(), &Actor::Reader, "report", &Thing::Reply(kept.id));
    Ok(())
}
