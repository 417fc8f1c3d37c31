//! The do-not-name list, opened: for the checks, for what readers send in, and for the page that only the chief sees.
//! Nothing here prints an entry; whoever asks learns that a text is held, and no more.

use crate::permissions::Who;
use crate::{House, Refusal, Result};
use courant_copydesk::{Desk, DoNotName, Facts, Fields, Page, Reading, checks};
use courant_model::account::{Act, On};
use courant_model::copydesk::{Protected, Withheld};
use courant_model::time::{Micros, timestamp};
use courant_store::{StoreError, Tx, q};
use courant_text::Document;

/// An entry, opened.
#[derive(Debug, Clone)]
pub struct Entry {
    /// As it is kept.
    pub kept: Withheld,
    /// What it holds.
    pub protected: Protected,
}

/// The key of the refusal that says no more than that.
pub const HELD: &str = "held-for-chief";

/// All entries. One that was sealed with another key is an error: what cannot be read cannot be kept back.
#[crate::boxed]
pub async fn entries(tx: &mut Tx, house: &House) -> Result<Vec<Entry>> {
    let mut all = Vec::new();
    for kept in q!(tx, copydesk::withheld())? {
        let opened = house.keys.unseal_secret(&kept.id, &kept.sealed)?;
        let protected = serde_json::from_slice(&opened)
            .map_err(|_| StoreError::Unreadable("an entry of the do-not-name list".to_owned()))?;
        all.push(Entry { kept, protected });
    }
    Ok(all)
}

/// The entries as the check wants them.
pub(super) async fn for_check(tx: &mut Tx, house: &House) -> Result<Vec<DoNotName>> {
    Ok(entries(tx, house)
        .await?
        .into_iter()
        .map(|entry| DoNotName {
            words: entry.protected.words(),
            until: Some(entry.kept.until_day).filter(|day| !day.is_empty()),
        })
        .collect())
}

/// Whether one of these texts holds what may not be printed today.
#[crate::boxed]
pub async fn holds(tx: &mut Tx, house: &House, texts: &[&str]) -> Result<bool> {
    let do_not_name = for_check(tx, house).await?;
    Ok(!do_not_name.is_empty() && found(do_not_name, texts, house.now()))
}

fn found(do_not_name: Vec<DoNotName>, texts: &[&str], now: Micros) -> bool {
    let fields = Fields {
        others: texts.to_vec(),
        facts: Facts {
            // A day in any zone: what ends tomorrow somewhere still holds.
            date: Some(timestamp(now).strftime("%Y-%m-%d").to_string()),
            ..Facts::default()
        },
        ..Fields::default()
    };
    let page = Page::from_story(&fields, &Document::default());
    let desk = Desk {
        do_not_name,
        ..Desk::default()
    };
    let reading = Reading::of(&page);
    checks::ALL
        .iter()
        .filter(|check| check.name == super::DO_NOT_NAME)
        .any(|check| !(check.run)(&reading, &desk).is_empty())
}

/// Refuses to put texts before readers that the chief holds back; whoever may see the list may print them. The house
/// itself, console and imports, may not: it has no name that could answer for it.
#[crate::boxed]
pub async fn guard(tx: &mut Tx, house: &House, who: &Who, texts: &[&str]) -> Result<()> {
    let is_chief = who.account().is_some() && who.may(Act::Withhold, On::NOTHING);
    if is_chief || !holds(tx, house, texts).await? {
        return Ok(());
    }
    Err(held())
}

/// The refusal. It never says why, nor which words.
pub(crate) fn held() -> crate::Error {
    Refusal::new(HELD, "held for the chief").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berg(until: Option<&str>) -> Vec<DoNotName> {
        vec![DoNotName {
            words: vec!["Anna Berg".into(), "Hillside School".into()],
            until: until.map(str::to_owned),
        }]
    }

    #[test]
    fn a_text_of_any_form_that_holds_an_entry_is_found() {
        for text in [
            "Anna Berg said",
            "photo of ANNA-BERG.jpg",
            "/local/anna-berg-speaks",
            "near hillside school",
        ] {
            assert!(found(berg(None), &["nothing", text], 0), "{text}");
        }
        assert!(!found(berg(None), &["Hanna Bergen", "Anna", ""], 0));
    }

    #[test]
    fn an_entry_whose_time_is_over_holds_nothing() {
        let day = 86_400_000_000;
        assert!(found(berg(Some("1970-01-02")), &["Anna Berg"], day));
        assert!(!found(berg(Some("1970-01-02")), &["Anna Berg"], 2 * day));
    }
}
