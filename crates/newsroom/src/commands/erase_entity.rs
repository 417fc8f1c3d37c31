//! Erases a person or an organisation from the record for good: the entry with all that was merged into it, and every line
//! of the record that holds the name. Called by the desk; the ledger learns that it was done, and not whose name.
//! The stories' own texts are another command's, `anonymise_story`.

use super::anonymise_story::hide;
use super::anonymise_text::Name;
use super::erase_reach::{self, Reach};
use super::keep_entity::{kind_of, row};
use super::keep_template::unchanged;
use crate::permissions::Who;
use crate::record::{self, erased, names};
use crate::{House, Refusal, Result};
use courant_model::account::{Act, On};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::record::{Entity, EntityKind, fold, holds};
use courant_model::storyline::Storyline;
use courant_model::time::Micros;
use courant_store::{Tx, q};
use std::collections::BTreeSet;

/// What stands in the place of the name where a text cannot go as a whole: the title of a storyline, somebody's role.
pub const WORDING: &str = "a person";

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct Erase {
    /// Whom.
    pub id: String,
    /// When the entry was last changed as far as the form knew; changed since, it is a conflict. `None` does not compare.
    pub seen: Option<Micros>,
    /// Further spellings that are looked for, such as the family name alone; its names are looked for anyway.
    pub spellings: Vec<String>,
    /// What is printed where a text cannot go as a whole; [`WORDING`] when empty.
    pub wording: String,
}

/// Somebody with all that goes by their entry, and what is looked for.
struct Whom {
    family: Vec<Entity>,
    spellings: Vec<String>,
    name: Name,
}

/// What would go, for the page that asks whether it is to: reports of quotations, events, stories that name them.
#[crate::boxed]
pub async fn look(tx: &mut Tx, who: &Who, wanted: &Erase) -> Result<(usize, usize, usize)> {
    who.check(Act::Remove, On::NOTHING)?;
    let whom = whom(tx, wanted).await?;
    let reach = reach(tx, &whom).await?;
    let mut stories = BTreeSet::new();
    for one in &whom.family {
        stories.extend(q!(tx, erasing::stories_of(&one.id))?);
    }
    Ok((reach.reports.len(), reach.events.len(), stories.len()))
}

/// Erases.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, wanted: &Erase) -> Result<()> {
    who.check(Act::Remove, On::NOTHING)?;
    let whom = whom(tx, wanted).await?;
    let actor = who.actor();
    let root = whom.family.first().cloned();
    for one in &whom.family {
        names::touch(tx, house, &actor, "erase", &one.id).await?;
    }
    let reach = reach(tx, &whom).await?;
    let mut stories = BTreeSet::new();
    for one in &whom.family {
        stories.extend(q!(tx, erasing::stories_of(&one.id))?);
        q!(tx, erasing::drop_mentions(&one.id))?;
        q!(tx, erasing::part_roles(&one.id))?;
        q!(tx, erasing::part_requests(&one.id))?;
    }
    let folded = folded(&whom.spellings);
    for name in erase_reach::all_names(tx).await? {
        if folded.iter().any(|one| holds(&name, one)) {
            q!(tx, erasing::drop_name(&name))?;
        }
    }
    for name in &folded {
        erased::remember(tx, house, name).await?;
    }
    take_quotations(tx, house, &actor, &reach, &mut stories).await?;
    for event in &reach.events {
        q!(tx, erasing::drop_event(&event.id))?;
        tx.enter(
            house.now(),
            &actor,
            "erase",
            &Thing::Storyline(event.storyline_id.clone()),
        );
    }
    for storyline in &reach.storylines {
        clean_storyline(tx, house, &actor, &whom.name, storyline).await?;
    }
    clean_others(tx, house, &actor, &whom).await?;
    for one in &whom.family {
        if one.is_public || !one.public_role.is_empty() {
            let folder = kind_of(one)?.folder();
            hide(tx, house, &actor, &format!("/{folder}/{}", one.slug), &one.id).await?;
        }
        q!(tx, erasing::drop_entity(&one.id))?;
    }
    if let Some(root) = root {
        names::list_began_or_ended(tx, house, &actor, "erase", &root.kind, [root.is_public, false]).await?;
    }
    for story in stories {
        tx.enter(house.now(), &actor, "erase", &Thing::Story(story));
    }
    Ok(())
}

/// Whoever is meant, what they stand for first, and by which spellings they are looked for.
async fn whom(tx: &mut Tx, wanted: &Erase) -> Result<Whom> {
    let own = row(tx, &wanted.id).await?;
    unchanged(wanted.seen, own.changed_at)?;
    let kind = kind_of(&own)?;
    let mut family = q!(tx, names::family(&own.stands_for))?;
    family.sort_by_key(|one| one.id != own.stands_for);
    let mut spellings = Vec::new();
    for one in &family {
        spellings.push(one.name.clone());
        spellings.extend(q!(tx, names::aliases(&one.id))?);
    }
    let wording = Some(wanted.wording.trim())
        .filter(|wording| !wording.is_empty())
        .unwrap_or(WORDING);
    spellings.extend(wanted.spellings.iter().map(|one| one.trim().to_owned()));
    let name = decide(kind, &mut spellings, wording)?;
    Ok(Whom {
        family,
        spellings,
        name,
    })
}

/// What is looked for. A place has no claim to be forgotten.
fn decide(kind: EntityKind, spellings: &mut Vec<String>, wording: &str) -> Result<Name, Refusal> {
    if kind == EntityKind::Place {
        return Err(Refusal::new(
            "erase-place",
            "people and organisations are erased; the page of a place is closed",
        ));
    }
    spellings.retain(|one| !one.is_empty());
    if spellings.iter().any(|one| fold(one).chars().count() < 2) {
        return Err(Refusal::new(
            "anonymise-short",
            "a single letter is no name: it would be taken out everywhere",
        ));
    }
    let name = Name::new(spellings, wording);
    if name.out_of(wording).is_some() {
        return Err(Refusal::new(
            "anonymise-wording",
            "say what is printed instead; it cannot hold the name itself",
        ));
    }
    Ok(name)
}

fn folded(spellings: &[String]) -> BTreeSet<String> {
    spellings
        .iter()
        .map(|one| fold(one))
        .filter(|one| !one.is_empty())
        .collect()
}

async fn reach(tx: &mut Tx, whom: &Whom) -> Result<Reach> {
    let ids = whom.family.iter().map(|one| one.id.clone()).collect();
    erase_reach::find(tx, &ids, &folded(&whom.spellings), &whom.name).await
}

/// Takes the reports out of readers' sight and out of the record, with every remark that nobody reports any more.
async fn take_quotations(
    tx: &mut Tx,
    house: &House,
    actor: &Actor,
    reach: &Reach,
    stories: &mut BTreeSet<String>,
) -> Result<()> {
    let mut told = BTreeSet::new();
    for report in &reach.reports {
        told.insert(report.story_id.clone());
    }
    for remark in reach.remarks.iter().chain(reach.cleaned.iter().map(|one| &one.id)) {
        // Other reports of a remark show it as well.
        told.extend(
            q!(tx, quotations::of_remark(remark))?
                .into_iter()
                .map(|one| one.story_id),
        );
    }
    for story in &told {
        if let Some(live) = q!(tx, live::by_id(story))? {
            record::quotations::leave(tx, house, actor, &live).await?;
        }
        q!(tx, live_quotations::clear(story))?;
    }
    for report in &reach.reports {
        q!(tx, quotations::forget(&report.id))?;
    }
    for remark in &reach.cleaned {
        q!(tx, quotations::change(remark))?;
    }
    for remark in &reach.remarks {
        q!(tx, erasing::unjoin(remark))?;
    }
    let left = reach.reports.iter().filter_map(|report| report.utterance_id.as_ref());
    for remark in reach.remarks.iter().chain(left) {
        q!(tx, quotations::drop_unreported(remark))?;
    }
    for story in &told {
        record::quotations::refresh(tx, house, actor, story).await?;
    }
    stories.extend(told);
    Ok(())
}

/// A storyline whose title or summary holds the name is called otherwise, and moves when its address holds it.
async fn clean_storyline(tx: &mut Tx, house: &House, actor: &Actor, name: &Name, storyline: &Storyline) -> Result<()> {
    let clean = Storyline {
        title: name.out_of(&storyline.title).unwrap_or_else(|| storyline.title.clone()),
        summary: name
            .out_of(&storyline.summary)
            .unwrap_or_else(|| storyline.summary.clone()),
        changed_at: house.now().max(storyline.changed_at + 1),
        ..storyline.clone()
    };
    q!(tx, storylines::revise(&clean))?;
    if name.is_in_address(&storyline.slug) {
        let slug = format!("storyline-{}", storyline.number);
        q!(tx, erasing::readdress_storyline(&storyline.id, &slug))?;
        hide(tx, house, actor, &storyline.path(), &storyline.id).await?;
    }
    tx.enter(house.now(), actor, "erase", &Thing::Storyline(storyline.id.clone()));
    Ok(())
}

/// What is said of others: roles and descriptions that hold the name, and what readers asked to have corrected.
async fn clean_others(tx: &mut Tx, house: &House, actor: &Actor, whom: &Whom) -> Result<()> {
    let name = &whom.name;
    let own = |id: &str| whom.family.iter().any(|one| one.id == id);
    let mut touched = BTreeSet::new();
    for role in erase_reach::all_roles(tx).await? {
        if let Some(title) = name.out_of(&role.title).filter(|_| !own(&role.entity_id)) {
            q!(tx, erasing::rewrite_role(&role.id, &title))?;
            touched.insert(role.entity_id);
        }
    }
    for entity in erase_reach::all_entities(tx).await? {
        let (description, role) = (name.out_of(&entity.description), name.out_of(&entity.public_role));
        if own(&entity.id) || description.is_none() && role.is_none() {
            continue;
        }
        touched.insert(entity.id.clone());
        let clean = Entity {
            description: description.unwrap_or_else(|| entity.description.clone()),
            public_role: role.unwrap_or_else(|| entity.public_role.clone()),
            changed_at: house.now().max(entity.changed_at + 1),
            ..entity
        };
        q!(tx, names::update(&clean))?;
    }
    for id in touched {
        names::touch(tx, house, actor, "keep", &id).await?;
    }
    for request in erase_reach::all_requests(tx).await? {
        let (body, answer) = (name.out_of(&request.body), name.out_of(&request.answer));
        if body.is_some() || answer.is_some() {
            let body = body.unwrap_or(request.body);
            let answer = answer.unwrap_or(request.answer);
            q!(tx, erasing::rewrite_request(&request.id, &body, &answer))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_erased_and_a_place_is_not() {
        let key = |kind, spellings: &[&str], wording: &str| {
            let mut spellings = spellings.iter().map(|one| (*one).to_owned()).collect();
            decide(kind, &mut spellings, wording).err().map(|refusal| refusal.key)
        };
        assert_eq!(key(EntityKind::Person, &["Ana Reis", ""], WORDING), None);
        assert_eq!(key(EntityKind::Organisation, &["Reis & Sons"], WORDING), None);
        assert_eq!(key(EntityKind::Place, &["Maren"], WORDING), Some("erase-place"));
        assert_eq!(
            key(EntityKind::Person, &["Ana Reis", "R"], WORDING),
            Some("anonymise-short")
        );
        assert_eq!(
            key(EntityKind::Person, &["Ana Reis"], "Ms Ana Reis"),
            Some("anonymise-wording")
        );
    }
}
