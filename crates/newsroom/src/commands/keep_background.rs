//! Keeps shared background: paragraphs that many stories need, with an owner who looks at them again in time.
//! Called by the desk; a story takes a copy, so a change here changes no story.

use super::keep_template::{decide_name, unchanged};
use crate::people;
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_model::account::{Act, On};
use courant_model::entry::Thing;
use courant_model::template::Background;
use courant_model::time::Micros;
use courant_store::{Tx, q};
use courant_text::Document;

/// A background as it is to be.
#[derive(Debug, Clone, Default)]
pub struct Keep {
    /// Which one; `None` makes a new one.
    pub id: Option<String>,
    /// When it was last changed as far as the form knew; changed since, it is a conflict. `None` does not compare.
    pub seen: Option<Micros>,
    /// As the desk calls it.
    pub name: String,
    /// The paragraphs.
    pub document: Document,
    /// Account that answers for it.
    pub owner: Option<String>,
    /// When it is to be looked at again.
    pub review_at: Option<Micros>,
}

/// Keeps it.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, keep: &Keep) -> Result<Background> {
    let all: Vec<Background> = q!(tx, templates::background())?;
    let before = match &keep.id {
        Some(id) => Some(
            all.iter()
                .find(|one| &one.id == id)
                .ok_or_else(|| Error::NotFound("such background".to_owned()))?,
        ),
        None => None,
    };
    if let Some(before) = before {
        unchanged(keep.seen, before.changed_at)?;
    }
    let name = decide(who, keep, before, &all)?;
    if let Some(owner) = keep.owner.as_deref().filter(|owner| who.account() != Some(*owner)) {
        people::member(tx, owner).await?;
    }
    let background = Background {
        id: keep.id.clone().unwrap_or_else(|| house.id()),
        name,
        document: courant_text::json::write(&keep.document),
        owner: keep.owner.clone(),
        review_at: keep.review_at,
        changed_at: house.now(),
    };
    q!(tx, templates::put_background(&background))?;
    tx.enter(
        house.now(),
        &who.actor(),
        "keep",
        &Thing::Background(background.id.clone()),
    );
    Ok(background)
}

/// Removes one; stories that took a copy keep it.
#[crate::boxed]
pub async fn remove(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<()> {
    who.check(Act::Templates, On::NOTHING)?;
    q!(tx, templates::background_by_id(id))?.ok_or_else(|| Error::NotFound("such background".to_owned()))?;
    q!(tx, templates::remove_background(id))?;
    tx.enter(house.now(), &who.actor(), "remove", &Thing::Background(id.to_owned()));
    Ok(())
}

/// Background whose name has the typed letters, for whoever writes; all of it when nothing was typed.
#[crate::boxed]
pub async fn find(tx: &mut Tx, who: &Who, typed: &str, limit: usize) -> Result<Vec<Background>> {
    who.check(Act::Begin, On::NOTHING)?;
    let typed = courant_model::shelf::words(typed);
    let all: Vec<Background> = q!(tx, templates::background())?;
    Ok(all
        .into_iter()
        .filter(|one| {
            let words = courant_model::shelf::words(&one.name);
            typed
                .iter()
                .all(|typed| words.iter().any(|word| word.starts_with(typed.as_str())))
        })
        .take(limit)
        .collect())
}

/// The name as it is kept.
fn decide(who: &Who, keep: &Keep, before: Option<&Background>, all: &[Background]) -> Result<String, Refusal> {
    let owns = before.is_some_and(|before| before.owner.is_some() && before.owner.as_deref() == who.account());
    // The owner keeps the words and the date; whose it is and what it is called is an editor's.
    let in_bounds = before.is_some_and(|before| before.owner == keep.owner && before.name == keep.name.trim());
    if !(owns && in_bounds) {
        who.check(Act::Templates, On::NOTHING)?;
    }
    let name = decide_name(&keep.name, "background")?;
    if all
        .iter()
        .any(|one| one.name == name && Some(&one.id) != keep.id.as_ref())
    {
        return Err(Refusal::new(
            "name-taken",
            format!("there is a background {name} already"),
        ));
    }
    if keep.document.blocks.is_empty() {
        return Err(Refusal::new("background-empty", "a background needs a paragraph"));
    }
    Ok(name)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use courant_model::account::{Member, Role};
    use courant_text::{SequentialIds, plain};

    fn reporter() -> Who {
        Who::Member(Member {
            account: "me".into(),
            roles: vec![Role::Reporter],
            ..Member::default()
        })
    }

    #[test]
    fn an_owner_keeps_words_and_date_and_no_more() {
        let before = Background {
            id: "b".into(),
            name: "The ferry".into(),
            document: String::new(),
            owner: Some("me".into()),
            review_at: None,
            changed_at: 0,
        };
        let mut keep = Keep {
            id: Some("b".into()),
            seen: None,
            name: "The ferry".into(),
            document: plain::read("It sails at ten.", &mut SequentialIds::new()),
            owner: Some("me".into()),
            review_at: Some(9),
        };
        let all = std::slice::from_ref(&before);
        assert_eq!(decide(&reporter(), &keep, Some(&before), all).unwrap(), "The ferry");
        keep.owner = Some("another".into());
        assert_eq!(
            decide(&reporter(), &keep, Some(&before), all).unwrap_err().key,
            "not-allowed"
        );
        assert!(decide(&reporter(), &keep, None, &[]).is_err());
    }
}
