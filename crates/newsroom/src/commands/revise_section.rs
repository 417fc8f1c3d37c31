//! Changes a section's name, description and rule for replies; its address stays.
//! Called by `courant section` and, one day, by the settings page.

use crate::copydesk::withheld;
use crate::{House, Refusal, Result};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::term::Section;
use courant_store::{Tx, q};

/// What a section may say of replies: they wait, are printed at once, or are not taken.
pub const REPLY_RULES: [&str; 3] = ["approve", "open", "closed"];

/// Keeps the section as given; the id says which.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, actor: &Actor, section: &Section) -> Result<()> {
    decide(&section.name, &section.replies, section.replies_close_after_days)?;
    if withheld::holds(tx, house, &[&section.name, &section.description]).await? {
        return Err(withheld::held());
    }
    q!(tx, terms::revise_section(section))?;
    tx.enter(house.now(), actor, "revise", &Thing::Section(section.id.clone()));
    // Its name stands in the row of sections, and its rule under each of its stories.
    tx.enter(house.now(), actor, "revise", &Thing::Paper);
    Ok(())
}

/// Whether a section can be so.
pub(super) fn decide(name: &str, replies: &str, close_after_days: i64) -> Result<(), Refusal> {
    if name.trim().is_empty() {
        return Err(Refusal::new("section-name", "a section needs a name"));
    }
    if !REPLY_RULES.contains(&replies) {
        return Err(Refusal::new(
            "section-replies",
            format!("replies are approve, open or closed, not {replies}"),
        ));
    }
    if !(0..=36_500).contains(&close_after_days) {
        return Err(Refusal::new(
            "section-days",
            "replies close after 0 (never) to 36500 days",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_that_nobody_knows_is_refused() {
        assert!(decide("Local", "open", 14).is_ok());
        assert!(decide("Local", "sometimes", 14).is_err());
        assert!(decide("Local", "open", -1).is_err());
        assert!(decide(" ", "open", 14).is_err());
    }
}
