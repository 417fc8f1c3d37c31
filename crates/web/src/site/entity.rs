//! The pages of people in public roles, organisations and places: what an editor opened, and nothing else.
//! Rendered by the site's `answer` at `/people/SLUG` and the like; the story page takes the links.

use super::entities;
use super::listing::{numbered, pager, window};
use super::machines::json_ld;
use super::quotations;
use super::reader::{Reader, feeds_of, some};
use super::view::{self, Link};
use crate::cache::Page;
use courant_model::entry::Thing;
use courant_model::record::{Entity, EntityKind, EntityRole};
use courant_newsroom::Error;
use courant_store::q;
use http::header::LOCATION;
use http::{HeaderValue, StatusCode};

/// Stories on a page.
const PER_PAGE: u32 = 20;
/// Names at the foot of a story.
const AT_FOOT: usize = 12;

/// Whether a path is that of such a page: its kind, and the end of the address.
pub(super) fn split(path: &str) -> Option<(EntityKind, &str)> {
    let (folder, slug) = path.strip_prefix('/')?.split_once('/')?;
    let kind = EntityKind::of_folder(folder)?;
    (!slug.is_empty() && !slug.contains('/')).then_some((kind, slug))
}

/// The path of an entity's page.
pub(crate) fn path_of(entity: &Entity) -> String {
    let folder = EntityKind::parse(&entity.kind).map_or("people", EntityKind::folder);
    format!("/{folder}/{}", entity.slug)
}

/// What stands at an address before readers. Whatever comes of it goes when the entity changes.
pub(super) async fn public(reader: &mut Reader<'_>, kind: EntityKind, slug: &str) -> Result<Option<Entity>, Error> {
    let entity = q!(reader.tx, names::by_slug(kind.as_str(), slug))?;
    if let Some(entity) = &entity {
        reader.read(&Thing::Entity(entity.id.clone()));
    }
    Ok(entity.filter(|entity| entity.is_public))
}

/// Renders the page.
pub(super) async fn render(
    reader: &mut Reader<'_>,
    kind: EntityKind,
    slug: &str,
    page: u32,
) -> Result<Option<Page>, Error> {
    let Some(entity) = public(reader, kind, slug).await? else {
        return Ok(None);
    };
    let path = path_of(&entity);
    if entity.slug != slug {
        return Ok(Some(merged(reader, &path)));
    }
    let (quotations, remarks) = quotations::of_entity(reader, &entity.id, page).await?;
    let total = q!(reader.tx, mentions::count_stories(&entity.id))?.max(remarks);
    let Some(pager) = pager(reader.app, &path, page, total, PER_PAGE) else {
        return Ok(None);
    };
    reader.turns_at_midnight();
    let (limit, offset) = window(page);
    let rows = q!(reader.tx, mentions::stories_of(&entity.id, limit, offset))?;
    let stories = reader.cards(&rows).await?;
    let own_path = numbered(reader.app, &path, page);
    let mut chrome = reader.chrome(&entity.name, &own_path, "");
    if entity.noindex {
        chrome.robots = Some("noindex".to_owned());
    }
    let description = some(&entity.description).or_else(|| some(&entity.public_role));
    if let Some(card) = &mut chrome.card {
        "profile".clone_into(&mut card.kind);
        card.description = description.clone().unwrap_or_default();
    }
    chrome.description = description;
    chrome.prev.clone_from(&pager.prev);
    chrome.next.clone_from(&pager.next);
    let feeds = feeds_of(&format!("{}: {}", reader.paper.name, entity.name), &path);
    let said = reader
        .words
        .with("entity-said-by", &[("name", entity.name.as_str())])
        .unwrap_or_else(|| entity.name.clone());
    let said = feeds_of(&said, &format!("{path}/quotations"));
    let feeds: Vec<_> = feeds
        .into_iter()
        .chain(said.into_iter().filter(|_| remarks > 0))
        .collect();
    chrome.feeds = feeds.iter().cloned().chain(chrome.feeds).collect();
    let mut aliases = Vec::new();
    let mut roles = Vec::new();
    for one in q!(reader.tx, names::family(&entity.id))? {
        if one.id != entity.id {
            aliases.push(one.name);
        }
        aliases.extend(q!(reader.tx, names::aliases(&one.id))?);
        for role in q!(reader.tx, names::roles(&one.id))? {
            roles.push(role);
        }
    }
    aliases.sort();
    aliases.dedup();
    aliases.retain(|alias| *alias != entity.name);
    roles.sort_by(|one, other| other.from_day.cmp(&one.from_day));
    let url = reader.app.absolute(&path);
    chrome
        .json_ld
        .push(view::Html(json_ld::entity(&entity, kind, &aliases, &url)));
    chrome
        .json_ld
        .extend(quotations::json_ld(reader, &quotations).map(view::Html));
    let all = Link::new(entities::title(reader, kind), entities::path(kind));
    let (home, list) = (reader.app.absolute("/"), reader.app.absolute(&all.href));
    chrome.json_ld.push(view::Html(json_ld::breadcrumbs(&[
        (&reader.paper.name, &home),
        (&all.label, &list),
        (&entity.name, &url),
    ])));
    let mut printed = Vec::new();
    for one in roles {
        printed.push(role(reader, one).await?);
    }
    let context = view::EntityPage {
        chrome,
        kind: entities::view_kind(kind),
        all,
        role: some(&entity.public_role),
        description: some(&entity.description),
        aliases,
        roles: printed,
        quotations,
        ask: format!("/correction?entity={}", entity.id),
        stories,
        pager,
        feeds,
        name: entity.name,
    };
    let html = reader.print(&context)?;
    Ok(Some(reader.page(html)))
}

/// What was merged leads to what it stands for, and goes when the merge is undone.
fn merged(reader: &Reader<'_>, to: &str) -> Page {
    let mut page = Page::new(
        StatusCode::MOVED_PERMANENTLY,
        HeaderValue::from_static("text/plain; charset=utf-8"),
        "moved permanently\n",
    );
    if let Ok(target) = HeaderValue::from_str(&reader.app.absolute(to)) {
        page.headers.push((LOCATION, target));
    }
    page.cacheable = true;
    reader.tagged(page)
}

/// A role as the page prints it; an organisation is a link when readers have a page of it.
async fn role(reader: &mut Reader<'_>, role: EntityRole) -> Result<view::EntityRole, Error> {
    let mut organisation = None;
    if let Some(id) = &role.organisation_id {
        reader.read(&Thing::Entity(id.clone()));
        if let Some(found) = q!(reader.tx, names::by_id(id))? {
            reader.read(&Thing::Entity(found.id.clone()));
            let href = if found.is_public {
                super::path::encoded(&path_of(&found))
            } else {
                String::new()
            };
            organisation = Some(Link::new(found.name, href));
        }
    }
    Ok(view::EntityRole {
        title: role.title,
        organisation,
        from: day(reader, &role.from_day),
        to: day(reader, &role.to_day),
    })
}

/// A day in words; a month or a year as it is kept.
fn day(reader: &Reader<'_>, kept: &str) -> Option<String> {
    match kept.parse::<jiff::civil::Date>() {
        Ok(date) => date
            .to_zoned_datetime(reader.paper.time_zone())
            .ok()
            .map(|at| reader.dates.date(&at)),
        Err(_) => some(kept),
    }
}

/// Links to the public pages of those who stand in a story: people, and organisations with places.
pub(super) async fn at_foot(reader: &mut Reader<'_>, story: &str) -> Result<(Vec<Link>, Vec<Link>), Error> {
    let (mut people, mut others) = (Vec::new(), Vec::new());
    for id in q!(reader.tx, mentions::live_ids(story))? {
        reader.read(&Thing::Entity(id));
    }
    for entity in q!(reader.tx, mentions::of_live(story))? {
        reader.read(&Thing::Entity(entity.id.clone()));
        if !entity.is_public {
            continue;
        }
        let list = if entity.kind == EntityKind::Person.as_str() {
            &mut people
        } else {
            &mut others
        };
        if list.len() < AT_FOOT {
            let href = super::path::encoded(&path_of(&entity));
            list.push(Link::new(entity.name, href));
        }
    }
    Ok((people, others))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_the_record_has_a_folder_and_one_more_word() {
        assert_eq!(split("/people/ana-reis"), Some((EntityKind::Person, "ana-reis")));
        assert_eq!(split("/places/lisbon"), Some((EntityKind::Place, "lisbon")));
        for path in ["/people", "/people/", "/people/a/b", "/local/a", "people/a"] {
            assert_eq!(split(path), None, "{path}");
        }
    }
}
