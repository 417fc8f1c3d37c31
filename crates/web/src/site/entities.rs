//! The lists of people, organisations and places that readers have a page of, by name: `/people` and the like.
//! Rendered by the site's `answer`; the foot of every page and each page of the record lead here.

use super::entity::path_of;
use super::listing::{numbered, pager};
use super::machines::json_ld;
use super::path::encoded;
use super::reader::{Reader, some};
use super::view::{self, EntityEntry, EntityGroup, Link};
use crate::cache::Page;
use courant_model::entry::Thing;
use courant_model::record::{Entity, EntityKind};
use courant_newsroom::Error;
use courant_store::q;

/// Names on a page.
const PER_PAGE: u32 = 100;

/// Whether a path is that of such a list.
pub(super) fn split(path: &str) -> Option<EntityKind> {
    EntityKind::of_folder(path.strip_prefix('/')?)
}

/// The path of the list of a kind.
pub(super) fn path(kind: EntityKind) -> String {
    format!("/{}", kind.folder())
}

/// What a list is called in the language of the paper.
pub(super) fn title(reader: &Reader<'_>, kind: EntityKind) -> String {
    reader.word(&format!("entities-{}", kind.as_str()))
}

/// Renders a page of a list; there is no list while readers have a page of nobody.
pub(super) async fn render(reader: &mut Reader<'_>, kind: EntityKind, page: u32) -> Result<Option<Page>, Error> {
    reader.read(&Thing::Record);
    let total = q!(reader.tx, names::count_public(kind.as_str()))?;
    let own = path(kind);
    let Some(pager) = pager(reader.app, &own, page, total, PER_PAGE).filter(|_| total > 0) else {
        return Ok(None);
    };
    let offset = i64::from(page.saturating_sub(1)) * i64::from(PER_PAGE);
    let rows = q!(reader.tx, names::public(kind.as_str(), i64::from(PER_PAGE), offset))?;
    for entity in &rows {
        reader.read(&Thing::Entity(entity.id.clone()));
    }
    let title = title(reader, kind);
    let at = numbered(reader.app, &own, page);
    let mut chrome = reader.chrome(&title, &at, "");
    // A list would tell engines of everybody on it, so they are given it when they may have all of it.
    if q!(reader.tx, names::any_quiet(kind.as_str()))? {
        chrome.robots = Some("noindex".to_owned());
    }
    chrome.prev.clone_from(&pager.prev);
    chrome.next.clone_from(&pager.next);
    let (home, url) = (reader.app.absolute("/"), reader.app.absolute(&own));
    chrome.json_ld.push(view::Html(json_ld::breadcrumbs(&[
        (&reader.paper.name, &home),
        (&title, &url),
    ])));
    let context = view::Entities {
        chrome,
        kind: view_kind(kind),
        title,
        groups: groups(rows),
        total: u64::try_from(total).unwrap_or_default(),
        pager,
    };
    let html = reader.print(&context)?;
    Ok(Some(reader.page(html)))
}

/// A kind as templates know it.
pub(super) fn view_kind(kind: EntityKind) -> view::EntityKind {
    match kind {
        EntityKind::Person => view::EntityKind::Person,
        EntityKind::Organisation => view::EntityKind::Organisation,
        EntityKind::Place => view::EntityKind::Place,
    }
}

/// Names in their order, under the letter with which they begin.
fn groups(rows: Vec<Entity>) -> Vec<EntityGroup> {
    let mut groups: Vec<EntityGroup> = Vec::new();
    for entity in rows {
        // The folded form has no accents: Évora stands under E.
        let letter: String = entity.folded.chars().take(1).flat_map(char::to_uppercase).collect();
        let entry = EntityEntry {
            link: Link::new(&entity.name, encoded(&path_of(&entity))),
            note: some(&entity.public_role).or_else(|| some(&entity.description)),
        };
        match groups.last_mut().filter(|group| group.letter == letter) {
            Some(group) => group.entries.push(entry),
            None => groups.push(EntityGroup {
                letter,
                entries: vec![entry],
            }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use courant_model::record::fold;

    fn entity(name: &str) -> Entity {
        Entity {
            id: name.into(),
            number: 1,
            kind: "place".into(),
            slug: courant_model::slug::of(name),
            name: name.into(),
            folded: fold(name),
            description: String::new(),
            gazetteer: String::new(),
            wikidata: String::new(),
            public_role: String::new(),
            is_public: true,
            noindex: false,
            merged_into: None,
            stands_for: name.into(),
            created_at: 0,
            changed_at: 0,
        }
    }

    #[test]
    fn names_stand_under_the_letter_with_which_they_begin_accents_apart() {
        let groups = groups(["Elvas", "Évora", "Lisbon"].map(entity).to_vec());
        let letters: Vec<(&str, usize)> = groups
            .iter()
            .map(|group| (group.letter.as_str(), group.entries.len()))
            .collect();
        assert_eq!(letters, [("E", 2), ("L", 1)]);
    }

    #[test]
    fn the_list_of_a_kind_has_the_folder_alone() {
        assert_eq!(split("/people"), Some(EntityKind::Person));
        for path in ["/people/", "/people/a", "/persons", "people", "/"] {
            assert_eq!(split(path), None, "{path}");
        }
    }
}
