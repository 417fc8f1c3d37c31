//! Adds someone who signs stories, with an address of their own. Called by imports, the demo and, one day, the desk.

use crate::{House, Refusal, Result};
use courant_model::actor::Actor;
use courant_model::address::{Address, Leads};
use courant_model::entry::Thing;
use courant_model::slug;
use courant_model::term::Author;
use courant_store::{Tx, q};

/// Who is added.
#[derive(Debug, Clone, Default)]
pub struct NewAuthor {
    /// Wanted end of the address; empty makes one of the name.
    pub slug: String,
    /// As signed.
    pub name: String,
    /// Role; may be empty.
    pub role: String,
    /// A few sentences; may be empty.
    pub bio: String,
    /// A printed contact; may be empty.
    pub contact: String,
}

/// Adds the author; the slug gets a number when it is taken.
#[crate::boxed]
pub async fn run(tx: &mut Tx, house: &House, actor: &Actor, new: &NewAuthor) -> Result<Author> {
    let wanted = slug::of(if new.slug.is_empty() { &new.name } else { &new.slug });
    if wanted.is_empty() {
        return Err(Refusal::new("author-name", "an author needs a name").into());
    }
    let mut n = 1;
    let slug = loop {
        let candidate = slug::nth(&wanted, n);
        if q!(tx, terms::author_by_slug(&candidate))?.is_none() {
            break candidate;
        }
        n += 1;
    };
    let author = Author {
        id: house.id(),
        number: q!(tx, paper::next_number("author"))?,
        slug,
        name: new.name.trim().to_owned(),
        role: new.role.trim().to_owned(),
        bio: new.bio.trim().to_owned(),
        contact: new.contact.trim().to_owned(),
    };
    q!(tx, terms::add_author(&author))?;
    let address = Address {
        path: format!("/by/{}", author.slug),
        kind: Leads::Author.as_str().to_owned(),
        target: author.id.clone(),
    };
    q!(tx, addresses::put(&address, house.now()))?;
    tx.enter(house.now(), actor, "add", &Thing::Author(author.id.clone()));
    Ok(author)
}
