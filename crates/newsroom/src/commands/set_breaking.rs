//! Sets the breaking strip above the nameplate, and ends it. It leads to a story and runs until its time.
//! Called by the desk's fronts, by `flash_story` and by `courant paper`; there is one strip at a time.

use crate::copydesk::withheld;
use crate::permissions::Who;
use crate::{House, Refusal, Result, fronts};
use courant_model::account::{Act, On};
use courant_model::entry::Thing;
use courant_model::front::Strip;
use courant_model::time::Micros;
use courant_store::{Tx, q};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// The line.
    pub text: String,
    /// The story to which it leads; readers must see it.
    pub story_id: Option<String>,
    /// Until when it runs; two hours when nothing is said.
    pub until: Option<Micros>,
}

/// Sets it; the strip before it ends.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, set: &Set) -> Result<Strip> {
    let now = house.now();
    let section = match &set.story_id {
        Some(story) => fronts::placeable(tx, story).await?.section_id,
        None => None,
    };
    may(who, set.story_id.is_some(), section.as_deref())?;
    let until_at = decide(set, now)?;
    may_be_printed(tx, house, who, set.text.trim()).await?;
    q!(tx, fronts::clear_strip())?;
    let strip = Strip {
        id: house.id(),
        text: set.text.trim().to_owned(),
        story_id: set.story_id.clone(),
        set_by: who.actor().to_string(),
        set_at: now,
        until_at,
    };
    q!(tx, fronts::set_strip(&strip))?;
    tx.enter(now, &who.actor(), "breaking", &Thing::Front);
    Ok(strip)
}

/// Ends it.
#[crate::boxed]
pub async fn end(tx: &mut Tx, house: &House, who: &Who) -> Result<()> {
    let strip = current(tx, house.now()).await?;
    let section = match strip.as_ref().and_then(|strip| strip.story_id.as_ref()) {
        Some(story) => q!(tx, live::by_id(story))?.and_then(|live| live.section_id),
        None => None,
    };
    may(
        who,
        strip.as_ref().is_some_and(|strip| strip.story_id.is_some()),
        section.as_deref(),
    )?;
    if strip.is_none() {
        return Err(Refusal::new("breaking-none", "no strip runs").into());
    }
    q!(tx, fronts::clear_strip())?;
    tx.enter(house.now(), &who.actor(), "breaking ended", &Thing::Front);
    Ok(())
}

/// The strip that runs at a moment.
#[crate::boxed]
pub async fn current(tx: &mut Tx, now: Micros) -> Result<Option<Strip>> {
    Ok(q!(tx, fronts::strip())?.filter(|strip| strip.until_at > now))
}

/// Whoever arranges the front page may; to a story also whoever may flash it.
fn may(who: &Who, has_story: bool, section: Option<&str>) -> Result<(), Refusal> {
    if who.may(Act::Front, On::NOTHING) {
        return Ok(());
    }
    if !has_story {
        return who.check(Act::Front, On::NOTHING);
    }
    who.check(Act::Flash, On { own: false, section })
}

/// The one place that reads the line before it is printed: names that are held back are refused.
async fn may_be_printed(tx: &mut Tx, house: &House, who: &Who, text: &str) -> Result<()> {
    withheld::guard(tx, house, who, &[text]).await
}

fn decide(set: &Set, now: Micros) -> Result<Micros, Refusal> {
    let text = set.text.trim();
    if text.is_empty() {
        return Err(Refusal::new("breaking-empty", "say in one line what happened"));
    }
    if text.chars().count() > Strip::MOST {
        return Err(Refusal::new(
            "breaking-long",
            format!("the strip has room for {} characters", Strip::MOST),
        ));
    }
    let until = set.until.unwrap_or(now + Strip::USUAL);
    if until <= now || until - now > Strip::LONGEST {
        return Err(Refusal::new(
            "breaking-until",
            "the strip ends within a day from now, and not before now",
        ));
    }
    Ok(until)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use courant_model::time::HOUR;

    #[test]
    fn a_strip_is_one_line_and_ends_within_a_day() {
        let mut set = Set {
            text: " Bridge closed ".into(),
            story_id: None,
            until: None,
        };
        assert_eq!(decide(&set, 5).unwrap(), 5 + 2 * HOUR);
        for (until, fits) in [(5, false), (6, true), (5 + 24 * HOUR, true), (6 + 24 * HOUR, false)] {
            set.until = Some(until);
            assert_eq!(decide(&set, 5).is_ok(), fits, "{until}");
        }
        set.until = None;
        set.text = "x".repeat(201);
        assert_eq!(decide(&set, 5).unwrap_err().key, "breaking-long");
        set.text = "\n".into();
        assert_eq!(decide(&set, 5).unwrap_err().key, "breaking-empty");
    }
}
