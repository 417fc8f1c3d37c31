//! Decides on a name of a story: confirms who is meant, refuses it as a name, or leaves it open again.
//! Called by the desk, one key each; what is confirmed stands before readers as soon as the story does.

use super::keep_entity;
use crate::permissions::Who;
use crate::record::names;
use crate::{Error, House, Refusal, Result};
use courant_model::account::Act;
use courant_model::entry::Thing;
use courant_model::record::{Entity, EntityKind, Mention, fold};
use courant_store::{Tx, q};

/// What a person says of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// This one of the record is meant, by id.
    Is(String),
    /// Somebody or something that the record does not know yet.
    New(EntityKind),
    /// It is no name, or none for the record.
    Refused,
    /// Nothing is decided any more.
    Open,
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The story.
    pub story_id: String,
    /// The name as the story writes it.
    pub words: String,
    /// What is said of it.
    pub decision: Decision,
}

/// Decides. Answers with who is meant, when somebody is.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, wanted: &Wanted) -> Result<Option<Entity>> {
    let (story, head) = super::story_with_head(tx, &wanted.story_id).await?;
    who.check_story(Act::Record, &story, &head)?;
    let words = names::decide_name(&wanted.words)?;
    let folded = fold(&words);
    let actor = who.actor();
    let entity = match &wanted.decision {
        Decision::Is(id) => {
            let found = q!(tx, names::by_id(id))?;
            Some(found.ok_or_else(|| Error::NotFound("such name of the record".to_owned()))?)
        }
        Decision::New(kind) => {
            decide_new(*kind, &words)?;
            Some(make(tx, house, who, *kind, &words).await?)
        }
        Decision::Refused | Decision::Open => None,
    };
    let before = q!(tx, mentions::mention(&story.id, &folded))?;
    if let Some(id) = before.as_ref().and_then(|before| before.entity_id.as_deref()) {
        names::touch(tx, house, &actor, "record", id).await?;
    }
    if wanted.decision == Decision::Open {
        q!(tx, mentions::drop_mention(&story.id, &folded))?;
    } else {
        let kind = match &entity {
            Some(entity) => keep_entity::kind_of(entity)?.as_str(),
            None => "",
        };
        let mention = Mention {
            story_id: story.id.clone(),
            folded,
            words,
            kind: kind.to_owned(),
            entity_id: entity.as_ref().map(|entity| entity.id.clone()),
            state: if entity.is_some() { "confirmed" } else { "refused" }.to_owned(),
            decided_by: actor.to_string(),
            decided_at: house.now(),
        };
        q!(tx, mentions::put_mention(&mention))?;
    }
    if let Some(entity) = &entity {
        names::touch(tx, house, &actor, "record", &entity.id).await?;
    }
    tx.enter(house.now(), &actor, "record", &Thing::Story(story.id.clone()));
    names::refresh(tx, house, &actor, &story.id).await?;
    Ok(entity)
}

/// A new one. Where the record knows others of the name, a person has just said that none of them is meant.
async fn make(tx: &mut Tx, house: &House, who: &Who, kind: EntityKind, words: &str) -> Result<Entity> {
    let actor = who.actor();
    if q!(tx, names::by_folded(kind.as_str(), &fold(words)))?.is_empty() {
        return names::find_or_make(tx, house, &actor, kind, words).await;
    }
    let entity = names::begin(tx, house, kind, words).await?;
    q!(tx, names::insert(&entity))?;
    names::keep_names(tx, &entity, &[]).await?;
    names::touch(tx, house, &actor, "make", &entity.id).await?;
    Ok(entity)
}

/// Words for people whom a story does not name. They stay as they are described, and are tied to nobody.
const UNNAMED: &[&str] = &[
    "adviser",
    "advisers",
    "aide",
    "aides",
    "analyst",
    "analysts",
    "authorities",
    "bystander",
    "bystanders",
    "colleague",
    "colleagues",
    "diplomat",
    "diplomats",
    "employee",
    "employees",
    "expert",
    "experts",
    "insider",
    "insiders",
    "lawyer",
    "lawyers",
    "neighbour",
    "neighbours",
    "observer",
    "observers",
    "officer",
    "officers",
    "official",
    "officials",
    "people",
    "person",
    "police",
    "resident",
    "residents",
    "source",
    "sources",
    "spokesman",
    "spokesmen",
    "spokesperson",
    "spokeswoman",
    "staff",
    "victim",
    "victims",
    "witness",
    "witnesses",
    "worker",
    "workers",
];

/// Refuses to make a person of an unnamed source.
fn decide_new(kind: EntityKind, words: &str) -> Result<(), Refusal> {
    let described = words.split_whitespace().any(|word| UNNAMED.contains(&word));
    if kind == EntityKind::Person && described {
        return Err(Refusal::new(
            "name-unnamed",
            format!("{words:?} names nobody: an unnamed source stays as the story describes it"),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unnamed_source_is_made_nobody() {
        for words in ["US officials", "a spokesman", "two witnesses from Almada"] {
            assert!(decide_new(EntityKind::Person, words).is_err(), "{words}");
        }
        for words in ["Ana Reis", "Officer Sousa", "People Sousa"] {
            assert!(decide_new(EntityKind::Person, words).is_ok(), "{words}");
        }
        assert!(decide_new(EntityKind::Organisation, "the police").is_ok());
    }
}
