//! The names of the record: finding and making people, organisations and places, and carrying the confirmed ones of a
//! story before readers. Called by the commands of the record and by `live_row`; merged ones answer with what they stand for.

use super::erased;
use crate::copydesk::withheld;
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_copydesk::gazetteer::{self, Id};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::record::{Entity, EntityKind, fold, holds, tails};
use courant_model::slug;
use courant_model::story::{Live, Revision};
use courant_store::{StoreError, Tx, q};

/// Longest name, in characters.
pub const LONGEST: usize = 120;

/// The act by which a story changes what the record shows.
const OF_A_STORY: &str = "record";

/// Everyone and everything of that name, of any kind; nobody is picked among several.
#[crate::boxed]
pub async fn resolve(tx: &mut Tx, name: &str) -> Result<Vec<Entity>> {
    Ok(q!(tx, names::by_folded("", &fold(name)))?)
}

/// The one of that name, made when there is none. Several of one name are a refusal: a person must say who is meant.
#[crate::boxed]
pub async fn find_or_make(tx: &mut Tx, house: &House, actor: &Actor, kind: EntityKind, name: &str) -> Result<Entity> {
    let known = gazetteer::get()
        .name(name.trim())
        .filter(|known| kind_of(known.kind) == kind);
    let main = known.map_or(name, |known| known.main);
    for one in [name, main] {
        let mut found = q!(tx, names::by_folded(kind.as_str(), &fold(one)))?;
        match (found.pop(), found.is_empty()) {
            (Some(one), true) => return Ok(one),
            (Some(_), false) => {
                return Err(Refusal::new(
                    "name-ambiguous",
                    format!("the record knows several of the name {one}; say which one is meant"),
                )
                .into());
            }
            (None, _) => {}
        }
    }
    if erased::is(tx, house, name).await? || erased::is(tx, house, main).await? {
        return Err(Refusal::new(
            "name-erased",
            "this name was erased from the record; an editor can enter somebody else of the name by hand",
        )
        .into());
    }
    let id = known.map_or(Id::None, |known| known.id);
    let mut entity = begin(tx, house, kind, main).await?;
    match id {
        Id::None => {}
        Id::GeoNames(_) => entity.gazetteer = id.to_string(),
        Id::Wikidata(item) => {
            entity.gazetteer = id.to_string();
            item.clone_into(&mut entity.wikidata);
        }
    }
    q!(tx, names::insert(&entity))?;
    let other = Some(name.trim().to_owned()).filter(|name| fold(name) != entity.folded);
    keep_names(tx, &entity, other.as_slice()).await?;
    tx.enter(house.now(), actor, "make", &Thing::Entity(entity.id.clone()));
    Ok(entity)
}

/// A new one of a name, not kept yet.
pub(crate) async fn begin(tx: &mut Tx, house: &House, kind: EntityKind, name: &str) -> Result<Entity> {
    let name = decide_name(name)?;
    let now = house.now();
    let id = house.id();
    Ok(Entity {
        number: q!(tx, paper::next_number("record"))?,
        kind: kind.as_str().to_owned(),
        slug: free_slug(tx, kind.as_str(), &name).await?,
        folded: fold(&name),
        name,
        description: String::new(),
        gazetteer: String::new(),
        wikidata: String::new(),
        public_role: String::new(),
        is_public: false,
        noindex: true,
        merged_into: None,
        stands_for: id.clone(),
        created_at: now,
        changed_at: now,
        id,
    })
}

/// A name of one line that is there, has letters, and is not too long.
pub(crate) fn decide_name(name: &str) -> Result<String, Refusal> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if fold(&name).is_empty() {
        return Err(Refusal::new("name-missing", "the record needs a name"));
    }
    if name.chars().count() > LONGEST {
        return Err(Refusal::new(
            "name-long",
            format!("a name of the record has at most {LONGEST} characters"),
        ));
    }
    Ok(name)
}

/// The first end of an address that is free for a name within its kind.
pub(crate) async fn free_slug(tx: &mut Tx, kind: &str, name: &str) -> Result<String> {
    let wanted = Some(slug::of(name))
        .filter(|slug| !slug.is_empty())
        .unwrap_or_else(|| "name".to_owned());
    for n in 1.. {
        let one = slug::nth(&wanted, n);
        if !q!(tx, names::slug_taken(kind, &one))? {
            return Ok(one);
        }
    }
    Err(Error::Internal(StoreError::Unreadable("no free address".to_owned())))
}

/// Writes its other names, and by what typing finds it.
pub(crate) async fn keep_names(tx: &mut Tx, entity: &Entity, aliases: &[String]) -> Result<()> {
    q!(tx, names::clear_names(&entity.id))?;
    for alias in aliases {
        let folded = fold(alias);
        if !folded.is_empty() && folded != entity.folded {
            q!(tx, names::add_alias(&entity.id, &folded, alias))?;
            for tail in tails(&folded) {
                q!(tx, names::add_tail(&entity.id, tail))?;
            }
        }
    }
    for tail in tails(&entity.folded) {
        q!(tx, names::add_tail(&entity.id, tail))?;
    }
    Ok(())
}

/// The kind as the record keeps it.
pub fn kind_of(kind: courant_copydesk::NameKind) -> EntityKind {
    match kind {
        courant_copydesk::NameKind::Person => EntityKind::Person,
        courant_copydesk::NameKind::Organisation => EntityKind::Organisation,
        courant_copydesk::NameKind::Place => EntityKind::Place,
    }
}

/// Puts the confirmed names of a story before readers: those that its printed text still holds. A retracted story
/// shows none. Enters everyone whose page changes.
pub(crate) async fn carry(tx: &mut Tx, house: &House, actor: &Actor, revision: &Revision, live: &Live) -> Result<()> {
    q!(tx, mentions::clear_live(&live.story_id))?;
    if live.retracted_at.is_some() {
        return Ok(());
    }
    let mentions = q!(tx, mentions::mentions(&live.story_id))?;
    if mentions.iter().all(|one| one.entity_id.is_none()) {
        return Ok(());
    }
    let text = printed(revision)?;
    for mention in mentions {
        let Some(id) = mention.entity_id else { continue };
        if holds(&text, &mention.folded) || goes_by(tx, &id, &text).await? {
            q!(tx, mentions::put_live(&live.story_id, &id))?;
        }
    }
    leave(tx, house, actor, live).await
}

/// Whether a text holds the name of an entity, or one of its other names.
async fn goes_by(tx: &mut Tx, id: &str, text: &str) -> Result<bool> {
    let Some(entity) = q!(tx, names::row(id))? else {
        return Ok(false);
    };
    let aliases = q!(tx, names::aliases(id))?;
    Ok(holds(text, &entity.folded) || aliases.iter().any(|alias| holds(text, &fold(alias))))
}

/// Carries the names of a story that is out along with a decision on one of them.
pub(crate) async fn refresh(tx: &mut Tx, house: &House, actor: &Actor, story_id: &str) -> Result<()> {
    let Some(live) = q!(tx, live::by_id(story_id))? else {
        return Ok(());
    };
    leave(tx, house, actor, &live).await?;
    let Some(revision) = q!(tx, stories::revision(&live.revision_id))? else {
        return Ok(());
    };
    carry(tx, house, actor, &revision, &live).await
}

/// Enters everyone who stands in a live story, before the story leaves or changes.
pub(crate) async fn leave(tx: &mut Tx, house: &House, actor: &Actor, live: &Live) -> Result<()> {
    for id in q!(tx, mentions::live_ids(&live.story_id))? {
        touch(tx, house, actor, OF_A_STORY, &id).await?;
    }
    Ok(())
}

/// Enters an entity and what it stands for; unless a story alone has changed, the lists of the record too.
pub(crate) async fn touch(tx: &mut Tx, house: &House, actor: &Actor, act: &str, id: &str) -> Result<()> {
    tx.enter(house.now(), actor, act, &Thing::Entity(id.to_owned()));
    if act != OF_A_STORY {
        tx.enter(house.now(), actor, act, &Thing::Record);
    }
    if let Some(root) = q!(tx, names::by_id(id))?.filter(|root| root.id != id) {
        tx.enter(house.now(), actor, act, &Thing::Entity(root.id));
    }
    Ok(())
}

/// Refuses to show of somebody what the chief holds back: everything that their page prints, their own names and those of
/// whatever was merged into them, and `more` that is to come.
pub(crate) async fn guard(tx: &mut Tx, house: &House, who: &Who, id: &str, more: &[&str]) -> Result<()> {
    let mut texts: Vec<String> = more.iter().map(|text| (*text).to_owned()).collect();
    for one in q!(tx, names::family(id))? {
        texts.extend(q!(tx, names::aliases(&one.id))?);
        texts.extend(q!(tx, names::roles(&one.id))?.into_iter().map(|role| role.title));
        texts.extend([one.name, one.description, one.slug]);
    }
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    withheld::guard(tx, house, who, &texts).await
}

/// Enters what stands around every page when the first of a kind comes before readers, or the last one goes: the foot of
/// the pages links to the lists.
pub(crate) async fn list_began_or_ended(
    tx: &mut Tx,
    house: &House,
    actor: &Actor,
    act: &str,
    kind: &str,
    [before, after]: [bool; 2],
) -> Result<()> {
    if before != after && q!(tx, names::count_public(kind))? == i64::from(after) {
        tx.enter(house.now(), actor, act, &Thing::Paper);
    }
    Ok(())
}

/// All words that a revision prints, folded.
fn printed(revision: &Revision) -> Result<String, StoreError> {
    let document = courant_text::json::read(&revision.document)
        .map_err(|refused| StoreError::Unreadable(format!("revision {}: {refused}", revision.id)))?;
    let page = courant_copydesk::Page::from_story(
        &courant_copydesk::Fields {
            headline: &revision.headline,
            standfirst: &revision.standfirst,
            ..courant_copydesk::Fields::default()
        },
        &document,
    );
    Ok(fold(&page.text))
}
