//! Keeps the do-not-name list: whom the paper may not name, sealed at rest, for the eyes of the chief alone.
//! Called by the desk's page of names held back; ledger and logs hear that the list changed, and no more.

use crate::copydesk::withheld::{self, Entry};
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_model::account::{Act, On};
use courant_model::copydesk::{Protected, Withheld};
use courant_model::entry::Thing;
use courant_store::{StoreError, Tx, q};
use jiff::civil::Date;

/// Most names, aliases and pictures of an entry together.
pub const MOST_WORDS: usize = 60;
/// Longest of them, in characters.
pub const LONGEST: usize = 200;
/// Shortest: what is shorter stands in every text.
pub const SHORTEST: usize = 3;

/// An entry as it is to be.
#[derive(Clone, Default)]
pub struct Keep {
    /// Which one; `None` makes a new one.
    pub id: Option<String>,
    /// What it holds.
    pub protected: Protected,
    /// The last day on which it holds; empty holds for ever.
    pub until_day: String,
}

/// The list, for whoever may see it.
#[crate::boxed]
pub async fn list(tx: &mut Tx, house: &House, who: &Who) -> Result<Vec<Entry>> {
    who.check(Act::Withhold, On::NOTHING)?;
    withheld::entries(tx, house).await
}

/// Keeps an entry.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, keep: Keep) -> Result<()> {
    who.check(Act::Withhold, On::NOTHING)?;
    let protected = decide(keep.protected, &keep.until_day)?;
    let id = match keep.id {
        Some(id) if q!(tx, copydesk::withheld())?.iter().any(|one| one.id == id) => id,
        Some(_) => return Err(Error::NotFound("such entry".to_owned())),
        None => house.id(),
    };
    let open = serde_json::to_vec(&protected)
        .map_err(|_| StoreError::Unreadable("an entry of the do-not-name list".to_owned()))?;
    let kept = Withheld {
        sealed: house.keys.seal_secret(&id, &open)?,
        until_day: keep.until_day.trim().to_owned(),
        at: house.now(),
        actor: who.actor().to_string(),
        id,
    };
    q!(tx, copydesk::withhold(&kept))?;
    tx.enter(house.now(), &who.actor(), "withhold", &Thing::CopyDesk);
    Ok(())
}

/// Forgets an entry.
#[crate::boxed]
pub async fn release(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<()> {
    who.check(Act::Withhold, On::NOTHING)?;
    if !q!(tx, copydesk::release(id))? {
        return Err(Error::NotFound("such entry".to_owned()));
    }
    tx.enter(house.now(), &who.actor(), "release", &Thing::CopyDesk);
    Ok(())
}

fn decide(given: Protected, until_day: &str) -> Result<Protected, Refusal> {
    let clean = |texts: Vec<String>| -> Vec<String> {
        let lines = texts
            .iter()
            .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.filter(|text| !text.is_empty()).collect()
    };
    let one = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let protected = Protected {
        names: clean(given.names),
        school: one(&given.school),
        street: one(&given.street),
        pictures: clean(given.pictures),
        reason: given.reason.trim().to_owned(),
    };
    let words = protected.words();
    if words.is_empty() {
        return Err(Refusal::new("withhold-empty", "say what must not be printed"));
    }
    if protected.reason.is_empty() {
        return Err(Refusal::new(
            "withhold-reason",
            "say why, for whoever decides after you",
        ));
    }
    if words.len() > MOST_WORDS || words.iter().any(|text| text.chars().count() > LONGEST) {
        return Err(Refusal::new(
            "withhold-long",
            format!("an entry has at most {MOST_WORDS} names of at most {LONGEST} characters"),
        ));
    }
    if words
        .iter()
        .any(|text| text.chars().filter(|c| c.is_alphanumeric()).count() < SHORTEST)
    {
        return Err(Refusal::new(
            "withhold-short",
            "a name of fewer than three letters would stop nearly every story",
        ));
    }
    if !until_day.trim().is_empty() && until_day.trim().parse::<Date>().is_err() {
        return Err(Refusal::new("withhold-until", "write the day as 2026-11-25"));
    }
    Ok(protected)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(names: &[&str], reason: &str) -> Protected {
        Protected {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            reason: reason.into(),
            ..Protected::default()
        }
    }

    #[test]
    fn an_entry_has_names_and_a_reason_and_none_so_short_that_it_stops_all() {
        let key = |given, until| decide(given, until).map(|one| one.names).map_err(|no| no.key);
        assert_eq!(
            key(given(&["Anna   Berg", " "], "court"), ""),
            Ok(vec!["Anna Berg".to_owned()])
        );
        assert_eq!(key(given(&[], "court"), ""), Err("withhold-empty"));
        assert_eq!(key(given(&["Anna Berg"], " "), ""), Err("withhold-reason"));
        assert_eq!(key(given(&["A."], "court"), ""), Err("withhold-short"));
        assert_eq!(key(given(&["Anna Berg"], "court"), "tomorrow"), Err("withhold-until"));
        assert!(key(given(&["Anna Berg"], "court"), "2027-01-31").is_ok());
    }
}
