//! Keeps a reply that readers wrote elsewhere, with its date, its state and its place in the thread. Called by imports.

use super::post_reply;
use crate::copydesk::withheld;
use crate::{Error, House, Refusal, Result};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::reply::{NewReply, Reply, ReplyState};
use courant_model::time::Micros;
use courant_store::{Tx, q};
use courant_text::{Document, plain};

/// Longest name, in characters; longer ones are cut.
pub const LONGEST_NAME: usize = 120;

/// A reply as it stood elsewhere.
#[derive(Debug, Clone)]
pub struct Written {
    /// The story here.
    pub story_id: String,
    /// The reply it answers, by id here.
    pub parent_id: Option<String>,
    /// The name its writer gave; empty for nobody.
    pub name: String,
    /// The writer's address; empty or unreadable when it was not kept. Sealed, and never public.
    pub email: String,
    /// What was written.
    pub document: Document,
    /// Where it stood.
    pub state: ReplyState,
    /// When it was written.
    pub at: Micros,
}

/// Keeps the reply; gives back its id and the state that it has here.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, actor: &Actor, written: &Written) -> Result<(String, ReplyState)> {
    let text = plain::write(&written.document);
    if text.trim().is_empty() {
        return Err(Refusal::new("reply-empty", "a reply without words").into());
    }
    if let Some(parent) = &written.parent_id
        && q!(tx, replies::by_id(parent))?.is_none_or(|parent| parent.story_id != written.story_id)
    {
        return Err(Error::NotFound("such reply under the story".to_owned()));
    }
    let name = name_of(&written.name);
    let held = written.state == ReplyState::Approved && withheld::holds(tx, house, &[&name, &text]).await?;
    let state = if held { ReplyState::Waiting } else { written.state };
    let email = post_reply::normalised_address(&written.email);
    // Nobody's address is nobody's: without one there is nothing by which two replies would be of the same person.
    let mac = |part: Option<&str>| part.map(|part| house.keys.address_mac(part)).unwrap_or_default();
    let new = NewReply {
        text_mac: post_reply::text_mac(house, &name, &text),
        email_cipher: house.keys.seal(email.as_deref().unwrap_or_default())?,
        email_key: house.keys.id().to_owned(),
        email_mac: mac(email.as_deref()),
        domain_mac: mac(email.as_deref().and_then(|email| email.rsplit('@').next())),
        // Where they wrote from is kept for days, and those are over.
        client_mac: Vec::new(),
        // Nobody has a key to it.
        writer_key: house.keys.random_bytes::<32>()?.to_vec(),
        reply: Reply {
            id: house.id(),
            number: q!(tx, paper::next_number("reply"))?,
            story_id: written.story_id.clone(),
            parent_id: written.parent_id.clone(),
            name,
            document: courant_text::json::write(&written.document),
            state: state.as_str().to_owned(),
            at: written.at,
        },
    };
    q!(tx, replies::add(&new))?;
    let now = house.now();
    tx.enter(now, actor, "reply", &Thing::Reply(new.reply.id.clone()));
    if state == ReplyState::Approved {
        tx.enter(now, actor, "reply", &Thing::Story(written.story_id.clone()));
    }
    Ok((new.reply.id, state))
}

/// The name as it is printed: one line, not beyond measure; nobody's is "Anonymous".
fn name_of(name: &str) -> String {
    let name: String = post_reply::printable_line(name).chars().take(LONGEST_NAME).collect();
    if name.is_empty() { "Anonymous".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn a_name_is_one_line_within_measure() {
        assert_eq!(name_of(" Ana\u{202e}\n Reis "), "Ana Reis");
        assert_eq!(name_of(""), "Anonymous");
        assert_eq!(name_of(&"n".repeat(500)).len(), super::LONGEST_NAME);
    }
}
