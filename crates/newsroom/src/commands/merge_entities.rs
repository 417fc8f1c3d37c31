//! Merges two entries of the record that are one, and undoes it. Called by the desk.
//! Merging sets a pointer and rewrites nothing, so that undoing restores names, roles, stories and quotations exactly.

use super::keep_entity::row;
use crate::permissions::Who;
use crate::record::names;
use crate::{House, Refusal, Result};
use courant_model::account::{Act, On};
use courant_model::record::Entity;
use courant_store::{Tx, q};
use std::collections::BTreeSet;

/// Merges `from` into `into`, whatever both were merged from before.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, from: &str, into: &str) -> Result<Entity> {
    who.check(Act::KeepRecord, On::NOTHING)?;
    let (from, into) = (row(tx, from).await?, row(tx, into).await?);
    let into = row(tx, &into.stands_for).await?;
    decide(&from, &into)?;
    let family = q!(tx, names::family(&from.id))?;
    for one in family {
        let merged_into = if one.id == from.id {
            Some(into.id.clone())
        } else {
            one.merged_into.clone()
        };
        let moved = Entity {
            merged_into,
            stands_for: into.id.clone(),
            ..one
        };
        q!(tx, names::update(&moved))?;
    }
    // The page of the one prints the names of the other.
    if into.is_public {
        names::guard(tx, house, who, &into.id, &[]).await?;
    }
    for id in [&from.id, &into.id] {
        names::touch(tx, house, &who.actor(), "merge", id).await?;
    }
    Ok(into)
}

/// Undoes a merge: the entry stands for itself again, with all that was merged into it before.
#[crate::boxed]
pub async fn undo(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<Entity> {
    who.check(Act::KeepRecord, On::NOTHING)?;
    let own = row(tx, id).await?;
    if own.merged_into.is_none() {
        return Err(Refusal::new("not-merged", "this entry was not merged into another").into());
    }
    let root = own.stands_for.clone();
    let family = q!(tx, names::family(&root))?;
    for one in below(&family, id) {
        let merged_into = one.merged_into.clone().filter(|_| one.id != id);
        let moved = Entity {
            merged_into,
            stands_for: id.to_owned(),
            ..one
        };
        q!(tx, names::update(&moved))?;
    }
    if own.is_public {
        names::guard(tx, house, who, &own.id, &[&own.public_role]).await?;
    }
    for id in [&root, &own.id] {
        names::touch(tx, house, &who.actor(), "split", id).await?;
    }
    row(tx, id).await
}

/// One of a family with all that pointers lead to it.
fn below(family: &[Entity], id: &str) -> Vec<Entity> {
    let mut found = BTreeSet::from([id]);
    loop {
        let before = found.len();
        for one in family {
            if one.merged_into.as_deref().is_some_and(|into| found.contains(into)) {
                found.insert(&one.id);
            }
        }
        if found.len() == before {
            break;
        }
    }
    family
        .iter()
        .filter(|one| found.contains(one.id.as_str()))
        .cloned()
        .collect()
}

fn decide(from: &Entity, into: &Entity) -> Result<(), Refusal> {
    if from.merged_into.is_some() {
        return Err(Refusal::new("is-merged", "this entry was merged into another already"));
    }
    if from.id == into.id {
        return Err(Refusal::new("merge-itself", "an entry cannot be merged into itself"));
    }
    if from.kind != into.kind {
        return Err(Refusal::new(
            "merge-kinds",
            "a person, an organisation and a place are never one",
        ));
    }
    if from.is_public && !into.is_public {
        return Err(Refusal::new(
            "merge-public",
            "readers have a page of this one and none of the other; merge the other into it",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(id: &str, into: Option<&str>) -> Entity {
        Entity {
            id: id.into(),
            number: 1,
            kind: "person".into(),
            slug: id.into(),
            name: id.into(),
            folded: id.into(),
            description: String::new(),
            gazetteer: String::new(),
            wikidata: String::new(),
            public_role: String::new(),
            is_public: false,
            noindex: true,
            merged_into: into.map(String::from),
            stands_for: id.into(),
            created_at: 0,
            changed_at: 0,
        }
    }

    #[test]
    fn undoing_takes_along_what_was_merged_before() {
        let family = [
            entity("a", None),
            entity("b", Some("a")),
            entity("c", Some("b")),
            entity("d", Some("a")),
        ];
        let ids: Vec<String> = below(&family, "b").into_iter().map(|one| one.id).collect();
        assert_eq!(ids, ["b", "c"]);
    }

    #[test]
    fn only_two_of_a_kind_are_merged_and_no_page_is_lost() {
        let key = |from: &Entity, into: &Entity| decide(from, into).err().map(|refusal| refusal.key);
        let (a, mut b) = (entity("a", None), entity("b", None));
        assert_eq!(key(&a, &b), None);
        assert_eq!(key(&a, &a), Some("merge-itself"));
        b.is_public = true;
        assert_eq!(key(&b, &a), Some("merge-public"));
        assert_eq!(key(&a, &b), None);
        b.kind = "place".into();
        assert_eq!(key(&a, &b), Some("merge-kinds"));
        assert_eq!(key(&entity("c", Some("a")), &a), Some("is-merged"));
    }
}
