//! Changes a section's name, description and rule for replies; its address stays.
//! Called by `courant section`; the desk changes sections by `keep_settings`. Both keep a revision of the settings.

use crate::{Error, House, Refusal, Result, settings};
use courant_model::actor::Actor;
use courant_model::paper::AS_THE_PAPER;
use courant_model::term::Section;
use courant_store::Tx;
use std::ops::RangeInclusive;

/// What a paper may say of replies: they wait, are printed at once, or are not taken.
pub const REPLY_RULES: [&str; 3] = ["approve", "open", "closed"];
/// What a section may say: the same, or that it follows the paper.
pub const SECTION_RULES: [&str; 4] = ["approve", "open", "closed", AS_THE_PAPER];
/// Days after which replies may close; 0 means never.
pub const DAYS: RangeInclusive<i64> = 0..=36_500;

/// Keeps the section as given; the id says which.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, actor: &Actor, section: &Section) -> Result<()> {
    settings::claim(tx).await?;
    let before = settings::standing(tx).await?;
    let mut after = before.settings.clone();
    let standing = after
        .sections
        .iter_mut()
        .find(|one| one.id == section.id)
        .ok_or_else(|| Error::NotFound("such section".to_owned()))?;
    standing.clone_from(section);
    settings::put(tx, house, actor, "revise", &before, &after).await?;
    Ok(())
}

/// Whether a section can be so.
pub(crate) fn decide(name: &str, replies: &str, close_after_days: i64) -> Result<(), Refusal> {
    if name.trim().is_empty() {
        return Err(Refusal::new("section-name", "a section needs a name"));
    }
    if !SECTION_RULES.contains(&replies) {
        return Err(Refusal::new(
            "section-replies",
            format!("replies are approve, open or closed, or as the paper has it, not {replies}"),
        ));
    }
    if !DAYS.contains(&close_after_days) {
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
        assert!(decide("Local", "paper", 14).is_ok());
        assert!(decide("Local", "sometimes", 14).is_err());
        assert!(decide("Local", "open", -1).is_err());
        assert!(decide(" ", "open", 14).is_err());
    }
}
