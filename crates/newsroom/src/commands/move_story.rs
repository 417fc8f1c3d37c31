//! Moves a story to another section or address. The old address leads to the new one for ever, and no chain stands.

use crate::copydesk::withheld;
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result, drafts};
use courant_model::account::Act;
use courant_model::actor::Actor;
use courant_model::address::{Address, Leads};
use courant_model::entry::Thing;
use courant_model::slug;
use courant_model::story::Live;
use courant_store::{Tx, q};

/// What is asked.
#[derive(Debug, Clone)]
pub struct Move {
    /// The story; readers must see it.
    pub story_id: String,
    /// The new section's id; `None` keeps the section.
    pub section_id: Option<String>,
    /// The new end of the address; `None` keeps it.
    pub slug: Option<String>,
}

/// Moves it.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, wanted: &Move) -> Result<Live> {
    let actor = &who.actor();
    let mut live = q!(tx, live::by_id(&wanted.story_id))?
        .ok_or_else(|| Error::NotFound("such story before readers".to_owned()))?;
    let mut revision =
        q!(tx, stories::revision(&live.revision_id))?.ok_or_else(|| Error::NotFound("such revision".to_owned()))?;
    let story = super::story(tx, &wanted.story_id).await?;
    who.check_story(Act::Publish, &story, &revision)?;
    if let Some(section) = &wanted.section_id {
        revision.section_id = Some(section.clone());
    }
    // The folder is what the pattern says of its section and day; the end is its own.
    let paper = super::revise_paper::current(tx).await?;
    let dated = live.published_at.unwrap_or_else(|| house.now());
    let proposed = super::publish_story::pattern_path(tx, &paper, &story, &revision, "", dated).await?;
    let folder = proposed.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let end = match &wanted.slug {
        Some(wanted) => slug::of(wanted),
        None => live.path.rsplit('/').next().unwrap_or_default().to_owned(),
    };
    if end.is_empty() {
        return Err(Refusal::new("slug-empty", "an address needs a letter or a digit").into());
    }
    withheld::guard(tx, house, who, &[&end]).await?;
    let old = live.path.clone();
    let target = format!("{folder}/{end}");
    // Where the pattern names no section, a story changes its section and stays where it is.
    let stays = target == old;
    if stays
        && wanted
            .section_id
            .as_ref()
            .is_none_or(|id| live.section_id.as_ref() == Some(id))
    {
        return Err(Refusal::new("move-nowhere", "the story stands there already").into());
    }
    if live.form == "page" {
        super::begin_page::free(tx, &end, Some(&live.story_id)).await?;
    }
    // Moving back to an address that leads here takes that address again.
    let leads_here = q!(tx, addresses::at(&target))?
        .is_some_and(|there| Leads::parse(&there.kind) == Leads::Redirect && there.target == old);
    let new = if stays || leads_here {
        target
    } else {
        super::publish_story::free_path(tx, &folder, &end).await?
    };
    if wanted.section_id.is_some() {
        // The draft moves along, and nothing of it goes out by this.
        let head = drafts::settle(tx, house, actor, &live.story_id).await?;
        let mut copy = drafts::copy_of(&head)?;
        copy.section_id.clone_from(&revision.section_id);
        let moved = drafts::replace(tx, house, actor, &live.story_id, &copy).await?;
        if head.id == live.revision_id {
            revision = moved;
        } else {
            revision.id = house.id();
            revision.at = house.now();
            revision.actor = actor.to_string();
            q!(tx, stories::keep_revision(&revision))?;
        }
    }
    if !stays {
        let now = house.now();
        let stands = Address {
            path: new.clone(),
            kind: Leads::Story.as_str().to_owned(),
            target: live.story_id.clone(),
        };
        q!(tx, addresses::put(&stands, now))?;
        redirect(tx, house, actor, &old, &new).await?;
        tx.enter(now, actor, "move", &Thing::Address(new.clone()));
        if live.form == "page" {
            super::begin_page::follow(tx, house, actor, &old, Some(&new)).await?;
        }
    }
    live.path = new;
    super::live_row::put(tx, house, actor, "move", &revision, live).await
}

/// Makes one path lead to another, and with it every path that led to the first.
#[crate::boxed]
pub async fn redirect(tx: &mut Tx, house: &House, actor: &Actor, from: &str, to: &str) -> Result<()> {
    for path in q!(tx, addresses::leading_to(from))? {
        tx.enter(house.now(), actor, "redirect", &Thing::Address(path));
    }
    q!(tx, addresses::redirect_all(from, to))?;
    let leads = Address {
        path: from.to_owned(),
        kind: Leads::Redirect.as_str().to_owned(),
        target: to.to_owned(),
    };
    q!(tx, addresses::put(&leads, house.now()))?;
    tx.enter(house.now(), actor, "redirect", &Thing::Address(from.to_owned()));
    Ok(())
}
