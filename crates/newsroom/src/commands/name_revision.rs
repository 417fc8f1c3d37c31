//! Calls a version of a story something, so that it is found again: "as the lawyer saw it". An empty name takes it away.
//! Called by the desk's page of versions.

use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_model::account::Act;
use courant_model::entry::Thing;
use courant_model::story::Revision;
use courant_store::{Tx, q};

/// Longest name, in characters.
pub const LONGEST: usize = 120;

/// Names it.
#[crate::boxed]
pub async fn run(
    tx: &mut Tx,
    house: &House,
    who: &Who,
    story_id: &str,
    revision_id: &str,
    name: &str,
) -> Result<Revision> {
    let (story, head) = super::story_with_head(tx, story_id).await?;
    who.check_story(Act::Write, &story, &head)?;
    let mut revision = q!(tx, stories::revision(revision_id))?
        .filter(|revision| revision.story_id == story_id)
        .ok_or_else(|| Error::NotFound("such version of the story".to_owned()))?;
    revision.name = decide(name)?;
    q!(tx, revisions::name(revision_id, &revision.name))?;
    tx.enter(house.now(), &who.actor(), "name", &Thing::Story(story_id.to_owned()));
    Ok(revision)
}

fn decide(name: &str) -> Result<String, Refusal> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() > LONGEST {
        return Err(Refusal::new(
            "name-long",
            format!("the name of a version has at most {LONGEST} characters"),
        ));
    }
    Ok(name)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_of_bounded_length() {
        assert_eq!(decide("  as the\nlawyer saw it ").unwrap(), "as the lawyer saw it");
        assert_eq!(decide("").unwrap(), "");
        assert!(decide(&"x".repeat(LONGEST + 1)).is_err());
    }
}
