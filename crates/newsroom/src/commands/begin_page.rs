//! Begins a standing page (About, Contact, Imprint), says which addresses one can have, and keeps the links to it in the
//! foot of every page. A page is a story of the form `page`: written, published and taken down as every story is.
//! Called by the settings room of pages; publishing, moving and taking down ask here too.

use super::file_story::{self, Copy};
use super::revise_paper;
use crate::copydesk::withheld;
use crate::permissions::Who;
use crate::{Error, House, Refusal, Result};
use courant_model::account::{Act, On};
use courant_model::actor::Actor;
use courant_model::address::{self, Leads};
use courant_model::entry::Thing;
use courant_model::navigation::{LONGEST_LABEL, MOST, RowEntry};
use courant_model::paper::Link;
use courant_model::slug;
use courant_model::story::{Live, State, Story};
use courant_store::{Tx, q};

/// What is begun.
#[derive(Debug, Clone, Default)]
pub struct BeginPage {
    /// Its title.
    pub title: String,
    /// The wanted address, with or without its slash; empty makes one of the title.
    pub address: String,
}

/// Begins it as a draft.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, who: &Who, begin: &BeginPage) -> Result<Story> {
    who.check(Act::Settings, On::NOTHING)?;
    who.check(Act::Begin, On::NOTHING)?;
    let title = begin.title.trim();
    if title.is_empty() {
        return Err(Refusal::new("page-title", "a page needs a title").into());
    }
    let wanted = wanted(title, &begin.address)?;
    withheld::guard(tx, house, who, &[title, &wanted]).await?;
    free(tx, &wanted, None).await?;
    let actor = who.actor();
    let id = house.id();
    let copy = Copy {
        headline: title.to_owned(),
        ..Copy::default()
    };
    let revision = file_story::revision(house, &actor, &id, copy)?;
    let now = house.now();
    let story = Story {
        id: id.clone(),
        number: q!(tx, paper::next_number("post"))?,
        form: "page".to_owned(),
        state: State::Draft.as_str().to_owned(),
        working_slug: wanted.clone(),
        head: revision.id.clone(),
        origin: None,
        rights: None,
        noindex: false,
        created_at: now,
        begun_by: who.account().map(str::to_owned),
        assignee: None,
        brief: String::new(),
        due_at: None,
        due_day: String::new(),
        planned_words: 0,
        picture_wanted: false,
        wanted_slug: wanted,
        embargo_until: None,
        embargo_local: String::new(),
        unread_since: None,
        changed_at: now,
    };
    q!(tx, stories::begin(&story))?;
    q!(tx, stories::keep_revision(&revision))?;
    tx.enter(now, &actor, "begin", &Thing::Story(id));
    Ok(story)
}

/// Changes the wanted address of a page that readers do not see yet.
#[crate::boxed]
pub async fn want(tx: &mut Tx, house: &House, who: &Who, id: &str, typed: &str) -> Result<()> {
    let (story, head) = super::story_with_head(tx, id).await?;
    who.check_story(Act::Write, &story, &head)?;
    super::still_in_work(&story)?;
    let wanted = wanted(&head.headline, typed)?;
    withheld::guard(tx, house, who, &[&wanted]).await?;
    free(tx, &wanted, Some(id)).await?;
    q!(tx, standing::want_slug(id, &wanted, house.now()))?;
    tx.enter(house.now(), &who.actor(), "plan", &Thing::Story(id.to_owned()));
    Ok(())
}

/// The end of an address as it is kept, of what was typed or else of the title.
fn wanted(title: &str, typed: &str) -> Result<String, Refusal> {
    let typed = typed.trim().trim_matches('/');
    if typed.contains('/') {
        return Err(Refusal::new(
            "page-address-deep",
            "a page stands at the top, such as /about; its address has one part",
        ));
    }
    let wanted = slug::of(if typed.is_empty() { title } else { typed });
    if wanted.is_empty() {
        return Err(Refusal::new("slug-empty", "an address needs a letter or a digit"));
    }
    Ok(wanted)
}

/// Refuses an address that belongs to Courant, to a section or to another page. One that leads to this page is free.
pub(super) async fn free(tx: &mut Tx, wanted: &str, id: Option<&str>) -> Result<()> {
    let path = format!("/{wanted}");
    if !address::is_free_word(wanted) {
        return Err(Refusal::new(
            "page-address-reserved",
            format!("{path} is an address of the paper itself; choose another one"),
        )
        .into());
    }
    let Some(there) = q!(tx, addresses::at(&path))? else {
        return Ok(());
    };
    let own = match id {
        Some(id) if there.target == id => true,
        // An old address of the page itself.
        Some(id) => q!(tx, live::by_id(id))?
            .is_some_and(|live| Leads::parse(&there.kind) == Leads::Redirect && there.target == live.path),
        None => false,
    };
    if own {
        return Ok(());
    }
    Err(match Leads::parse(&there.kind) {
        Leads::Section => Refusal::new(
            "page-address-section",
            format!("a section stands at {path}; choose another address"),
        ),
        Leads::Redirect => Refusal::new(
            "page-address-redirect",
            format!("{path} leads to {} already; choose another address", there.target),
        ),
        Leads::Gone => Refusal::new(
            "page-address-gone",
            format!("something that was taken down stood at {path}; choose another address"),
        ),
        _ => Refusal::new(
            "page-address-taken",
            format!("another page stands at {path}; choose another address"),
        ),
    }
    .into())
}

/// Puts a page into the foot under its title, or takes it out.
#[crate::boxed]
pub async fn foot(tx: &mut Tx, house: &House, who: &Who, id: &str, shown: bool) -> Result<()> {
    who.check(Act::Settings, On::NOTHING)?;
    let live = q!(tx, live::by_id(id))?
        .filter(|live| live.form == "page")
        .ok_or_else(|| Error::NotFound("such page before readers".to_owned()))?;
    revise_paper::change(tx, house, &who.actor(), &|paper| {
        if !shown {
            paper.footer.retain(|link| link.href != live.path);
        } else if paper.footer.iter().all(|link| link.href != live.path) {
            paper.footer.push(as_link(&live, paper.footer.len())?);
        }
        Ok(())
    })
    .await?;
    Ok(())
}

/// The link of a page in a foot that holds so many.
fn as_link(live: &Live, stand: usize) -> Result<Link, Refusal> {
    if stand >= MOST {
        return Err(Refusal::new(
            "foot-full",
            format!("the foot holds at most {MOST} links"),
        ));
    }
    if live.headline.chars().count() > LONGEST_LABEL {
        return Err(Refusal::new(
            "foot-title",
            format!(
                "the title is longer than {LONGEST_LABEL} characters; add a link with shorter words in the navigation room"
            ),
        ));
    }
    Ok(Link {
        label: live.headline.clone(),
        href: live.path.clone(),
    })
}

/// Foot and row follow a page that stands elsewhere now, or that has gone (`to` is `None`): no link leads nowhere.
pub(super) async fn follow(tx: &mut Tx, house: &House, actor: &Actor, from: &str, to: Option<&str>) -> Result<()> {
    let leads = |entry: &RowEntry| matches!(entry, RowEntry::Link(link) if link.href == from);
    let followed = revise_paper::change(tx, house, actor, &|paper| {
        if let Some(to) = to {
            for link in paper.footer.iter_mut().filter(|link| link.href == from) {
                to.clone_into(&mut link.href);
            }
            for entry in paper.row.iter_mut().filter(|entry| leads(entry)) {
                if let RowEntry::Link(link) = entry {
                    to.clone_into(&mut link.href);
                }
            }
        } else {
            paper.footer.retain(|link| link.href != from);
            paper.row.retain(|entry| !leads(entry));
        }
        Ok(())
    })
    .await;
    match followed {
        // Whatever else the settings refuse, a page goes when it has to go.
        Ok(_) | Err(Error::Refusal(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::wanted;

    #[test]
    fn an_address_has_one_part_and_is_made_of_the_title_when_none_is_given() {
        assert_eq!(wanted("About us", "").unwrap(), "about-us");
        assert_eq!(wanted("About us", "/Who we are/").unwrap(), "who-we-are");
        assert_eq!(wanted("About us", "local/about").unwrap_err().key, "page-address-deep");
        assert_eq!(wanted("—", "").unwrap_err().key, "slug-empty");
    }
}
