//! Opens the page of a person, organisation or place to readers, and closes it. Called by the desk.
//! A person's page opens only when somebody says in which public role they act; search engines are a choice of its own.

use super::keep_entity::{kind_of, row};
use crate::permissions::Who;
use crate::record::names;
use crate::{House, Refusal, Result};
use courant_model::account::{Act, On};
use courant_model::record::{Entity, EntityKind};
use courant_model::slug;
use courant_store::{Tx, q};

/// Longest public role, in characters.
pub const LONGEST_ROLE: usize = 120;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Open {
    /// Which one.
    pub id: String,
    /// In which public role a person acts, in words; witnesses, victims, minors and private people have none.
    pub role: String,
    /// Whether search engines may list the page.
    pub engines: bool,
}

/// Opens the page, or changes how it is open.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, open: &Open) -> Result<Entity> {
    who.check(Act::KeepRecord, On::NOTHING)?;
    let before = row(tx, &open.id).await?;
    let public_role = decide(&before, kind_of(&before)?, &open.role)?;
    names::guard(tx, house, who, &before.id, &[&public_role]).await?;
    // A page that readers never had takes its address from the name as it is now.
    let slug = if before.is_public || !before.public_role.is_empty() || is_of(&before.slug, &slug::of(&before.name)) {
        before.slug.clone()
    } else {
        names::free_slug(tx, &before.kind, &before.name).await?
    };
    let shown = [before.is_public, true];
    let entity = Entity {
        slug,
        public_role,
        is_public: true,
        noindex: !open.engines,
        changed_at: house.now().max(before.changed_at + 1),
        ..before
    };
    q!(tx, names::update(&entity))?;
    names::list_began_or_ended(tx, house, &who.actor(), "open", &entity.kind, shown).await?;
    names::touch(tx, house, &who.actor(), "open", &entity.id).await?;
    Ok(entity)
}

/// Closes the page: readers find nothing there any more, at once.
#[crate::boxed]
pub async fn close(tx: &mut Tx, house: &House, who: &Who, id: &str) -> Result<Entity> {
    who.check(Act::KeepRecord, On::NOTHING)?;
    let before = row(tx, id).await?;
    let shown = [before.is_public && before.merged_into.is_none(), false];
    let entity = Entity {
        is_public: false,
        noindex: true,
        changed_at: house.now().max(before.changed_at + 1),
        ..before
    };
    q!(tx, names::update(&entity))?;
    names::list_began_or_ended(tx, house, &who.actor(), "close", &entity.kind, shown).await?;
    names::touch(tx, house, &who.actor(), "close", &entity.id).await?;
    Ok(entity)
}

/// Whether an end of an address is that of a name, numbered or not.
fn is_of(slug: &str, wanted: &str) -> bool {
    slug.strip_prefix(wanted).is_some_and(|rest| {
        rest.is_empty()
            || rest
                .strip_prefix('-')
                .is_some_and(|n| !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// The public role as it is kept.
fn decide(entity: &Entity, kind: EntityKind, role: &str) -> Result<String, Refusal> {
    if entity.merged_into.is_some() {
        return Err(Refusal::new("is-merged", "this entry was merged into another already"));
    }
    let role = role.split_whitespace().collect::<Vec<_>>().join(" ");
    if kind == EntityKind::Person && role.is_empty() {
        return Err(Refusal::new(
            "public-role",
            "say in which public role the person acts; witnesses, victims, minors and private people have no page",
        ));
    }
    if role.chars().count() > LONGEST_ROLE {
        return Err(Refusal::new(
            "name-long",
            format!("a public role has at most {LONGEST_ROLE} characters"),
        ));
    }
    Ok(if kind == EntityKind::Person {
        role
    } else {
        String::new()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_a_page_only_in_a_public_role() {
        let entity = Entity {
            id: "a".into(),
            number: 1,
            kind: "person".into(),
            slug: "a".into(),
            name: "A".into(),
            folded: "a".into(),
            description: String::new(),
            gazetteer: String::new(),
            wikidata: String::new(),
            public_role: String::new(),
            is_public: false,
            noindex: true,
            merged_into: None,
            stands_for: "a".into(),
            created_at: 0,
            changed_at: 0,
        };
        let key = |kind, role| decide(&entity, kind, role).err().map(|refusal| refusal.key);
        assert_eq!(key(EntityKind::Person, "  "), Some("public-role"));
        assert_eq!(key(EntityKind::Person, "Mayor of Maren"), None);
        assert_eq!(key(EntityKind::Organisation, ""), None);
    }
}
