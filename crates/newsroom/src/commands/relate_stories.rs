//! Chooses the stories that stand under a story, in order; choosing none leaves the choice to what was worked out.
//! Called by the desk; readers see it at once.

use crate::permissions::Who;
use crate::{House, Refusal, Result};
use courant_model::account::Act;
use courant_model::entry::Thing;
use courant_store::{Tx, q};

/// The most stories that stand under one.
pub const MOST: usize = 4;

/// Chooses.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, story_id: &str, chosen: &[String]) -> Result<()> {
    let (story, head) = super::story_with_head(tx, story_id).await?;
    who.check_story(Act::Record, &story, &head)?;
    let chosen = decide(story_id, chosen)?;
    for id in &chosen {
        let other = super::story(tx, id).await?;
        if other.form == "page" {
            return Err(Refusal::new("related-page", "a standing page goes with no story").into());
        }
    }
    q!(tx, related::clear_chosen(story_id))?;
    for (position, id) in chosen.iter().enumerate() {
        q!(tx, related::choose(story_id, position as i64, id))?;
    }
    tx.enter(house.now(), &who.actor(), "relate", &Thing::Story(story_id.to_owned()));
    Ok(())
}

fn decide(story_id: &str, chosen: &[String]) -> Result<Vec<String>, Refusal> {
    let mut kept: Vec<String> = Vec::new();
    for id in chosen.iter().filter(|id| !id.is_empty()) {
        if id == story_id {
            return Err(Refusal::new("related-itself", "a story does not go with itself"));
        }
        if !kept.contains(id) {
            kept.push(id.clone());
        }
    }
    if kept.len() > MOST {
        return Err(Refusal::new(
            "related-many",
            format!("at most {MOST} stories stand under a story"),
        ));
    }
    Ok(kept)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn at_most_four_others_once_each() {
        let ids = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
        assert_eq!(decide("s", &ids("a b a")).unwrap(), ids("a b"));
        assert_eq!(decide("s", &ids("a s")).unwrap_err().key, "related-itself");
        assert_eq!(decide("s", &ids("a b c d e")).unwrap_err().key, "related-many");
        assert!(decide("s", &[]).unwrap().is_empty());
    }
}
