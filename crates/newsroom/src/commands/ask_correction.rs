//! Somebody asks to have a line of the record put right. It goes to the newsroom, which answers; it is never printed.
//! Called by the site's form; the address for the answer is sealed before it is kept.

use crate::{Error, House, Refusal, Result};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::quotation::Request;
use courant_store::{Tx, q};

/// Longest request, in characters.
pub const LONGEST: usize = 4_000;

/// What is asked, and about what: a quotation that readers see, or somebody who has a page.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// A quotation.
    pub quotation_id: Option<String>,
    /// A person, an organisation or a place.
    pub entity_id: Option<String>,
    /// What is wrong.
    pub text: String,
    /// An address for the answer; may be empty.
    pub email: String,
    /// The client's network address; kept as a keyed hash.
    pub client: String,
}

/// Keeps it, and notes in the ledger that it came.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, ask: &Ask) -> Result<Request> {
    decide(ask)?;
    let missing = || Error::NotFound("such line of the record before readers".to_owned());
    match (&ask.quotation_id, &ask.entity_id) {
        (Some(id), None) => {
            q!(tx, live_quotations::by_id(id))?.ok_or_else(missing)?;
        }
        (None, Some(id)) => {
            q!(tx, names::by_id(id))?
                .filter(|one| one.is_public)
                .ok_or_else(missing)?;
        }
        _ => return Err(missing()),
    }
    let email = super::post_reply::normalised_address(&ask.email);
    let sealed = email.as_deref().map(|email| house.keys.seal(email)).transpose()?;
    let request = Request {
        id: house.id(),
        quotation_id: ask.quotation_id.clone(),
        entity_id: ask.entity_id.clone(),
        at: house.now(),
        body: ask.text.trim().to_owned(),
        email_key: if sealed.is_some() {
            house.keys.id().to_owned()
        } else {
            String::new()
        },
        email_cipher: sealed,
        client_mac: house.keys.client_mac(&ask.client),
        outcome: "open".to_owned(),
        answer: String::new(),
        answered_by: None,
        answered_at: None,
    };
    q!(tx, requests::add(&request))?;
    // No page shows requests; the entry is the account that one came.
    tx.enter(
        house.now(),
        &Actor::Reader,
        "ask correction",
        &Thing::Reply(request.id.clone()),
    );
    Ok(request)
}

fn decide(ask: &Ask) -> Result<(), Refusal> {
    if ask.text.trim().is_empty() {
        return Err(Refusal::new("report-empty", "say what is wrong"));
    }
    if ask.text.chars().count() > LONGEST {
        return Err(Refusal::new("report-long", format!("at most {LONGEST} characters")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_says_what_is_wrong_in_so_many_words() {
        let ask = |text: &str| {
            decide(&Ask {
                text: text.into(),
                ..Ask::default()
            })
            .is_ok()
        };
        assert!(ask("I was in Porto that day."));
        assert!(!ask(" "));
        assert!(!ask(&"x".repeat(LONGEST + 1)));
    }
}
