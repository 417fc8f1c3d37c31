//! Lists of stories, newest first, in pages: Latest, a section, a topic, an author.
//! Rendered by the site's `answer`; corrections and search take the pager.

use super::reader::{Reader, feeds_of, some};
use super::view::{self, ListingKind, ListingSeat, Pager};
use crate::app::App;
use crate::cache::Page;
use crate::copy;
use courant_model::entry::Thing;
use courant_model::front::{Front, Layout};
use courant_model::story::Live;
use courant_newsroom::{Error, fronts};
use courant_store::q;

/// Stories on a page.
const PER_PAGE: u32 = 20;

/// `LIMIT` and `OFFSET` of a page.
pub(super) fn window(page: u32) -> (i64, i64) {
    (
        i64::from(PER_PAGE),
        i64::from(page.saturating_sub(1)) * i64::from(PER_PAGE),
    )
}

/// The address of a page of a list. Among files the number is part of the path, since a server of files sees no query.
pub(super) fn numbered(app: &App, path: &str, page: u32) -> String {
    match page {
        0 | 1 => path.to_owned(),
        _ if app.is_copy => format!("{}{}{page}", path.trim_end_matches('/'), copy::PAGE),
        _ => format!("{path}?page={page}"),
    }
}

/// Where a page stands among `total` entries; `None` when there is no such page.
pub(super) fn pager(app: &App, path: &str, page: u32, total: i64, per_page: u32) -> Option<Pager> {
    let path = super::path::encoded(path);
    place(page, total, per_page, |n| numbered(app, &path, n))
}

fn place(page: u32, total: i64, per_page: u32, at: impl Fn(u32) -> String) -> Option<Pager> {
    let pages = u32::try_from(total.max(0))
        .unwrap_or(u32::MAX)
        .div_ceil(per_page)
        .max(1);
    (1..=pages).contains(&page).then(|| Pager {
        page,
        pages,
        prev: (page > 1).then(|| at(page - 1)),
        next: (page < pages).then(|| at(page + 1)),
    })
}

struct List {
    kind: ListingKind,
    path: String,
    title: String,
    description: String,
    author: Option<view::Author>,
    total: i64,
}

/// Everything.
pub(super) async fn latest(reader: &mut Reader<'_>, page: u32) -> Result<Option<Page>, Error> {
    reader.read(&Thing::Latest);
    let (limit, offset) = window(page);
    let list = List {
        kind: ListingKind::Latest,
        path: "/latest".to_owned(),
        title: reader.word("latest"),
        description: String::new(),
        author: None,
        total: q!(reader.tx, live::count_latest())?,
    };
    let rows = q!(reader.tx, live::latest(false, limit, offset))?;
    print(reader, list, rows, page).await
}

/// A section; its first page begins with a lead and seconds.
pub(super) async fn section(reader: &mut Reader<'_>, id: &str, page: u32) -> Result<Option<Page>, Error> {
    let front = Front::Section(id.to_owned());
    let layout = fronts::layout(&mut reader.tx, &front).await?;
    let Some(context) = section_view(reader, id, page, &layout).await? else {
        return Ok(None);
    };
    let html = reader.print(&context)?;
    Ok(Some(reader.page(html)))
}

/// A page of a section as it is when its front is arranged so.
pub(crate) async fn section_view(
    reader: &mut Reader<'_>,
    id: &str,
    page: u32,
    layout: &Layout,
) -> Result<Option<view::Listing>, Error> {
    reader.read(&Thing::Section(id.to_owned()));
    let Some(section) = reader.sections.iter().find(|section| section.id == id).cloned() else {
        return Ok(None);
    };
    let (limit, offset) = window(page);
    let list = List {
        kind: ListingKind::Section,
        path: format!("/{}", section.slug),
        title: section.name,
        description: section.description,
        author: None,
        total: q!(reader.tx, live::count_section(id))?,
    };
    let mut rows = q!(reader.tx, live::of_section(id, false, limit, offset))?;
    let mut top = Vec::new();
    if page == 1 {
        let (cards, ids) = super::front::top_of_section(reader, id, layout).await?;
        rows.retain(|live| !ids.contains(&live.story_id));
        top = cards;
    }
    let Some(mut context) = view(reader, list, rows, page).await? else {
        return Ok(None);
    };
    let mut top = top.into_iter();
    context.lead = top.next();
    context.seconds = top.collect();
    Ok(Some(context))
}

/// A topic.
pub(super) async fn topic(reader: &mut Reader<'_>, id: &str, page: u32) -> Result<Option<Page>, Error> {
    reader.read(&Thing::Topic(id.to_owned()));
    let Some(topic) = q!(reader.tx, terms::topic(id))? else {
        return Ok(None);
    };
    let (limit, offset) = window(page);
    let list = List {
        kind: ListingKind::Topic,
        path: format!("/topic/{}", topic.slug),
        title: topic.name,
        description: topic.description,
        author: None,
        total: q!(reader.tx, live::count_topic(id))?,
    };
    let rows = q!(reader.tx, live::of_topic(id, false, limit, offset))?;
    print(reader, list, rows, page).await
}

/// An author.
pub(super) async fn author(reader: &mut Reader<'_>, id: &str, page: u32) -> Result<Option<Page>, Error> {
    reader.read(&Thing::Author(id.to_owned()));
    let Some(author) = q!(reader.tx, terms::author(id))? else {
        return Ok(None);
    };
    let (limit, offset) = window(page);
    let list = List {
        kind: ListingKind::Author,
        path: format!("/by/{}", author.slug),
        title: author.name.clone(),
        description: String::new(),
        author: Some(super::story::author(&author, "")),
        total: q!(reader.tx, live::count_author(id))?,
    };
    let rows = q!(reader.tx, live::of_author(id, false, limit, offset))?;
    print(reader, list, rows, page).await
}

async fn print(reader: &mut Reader<'_>, list: List, rows: Vec<Live>, page: u32) -> Result<Option<Page>, Error> {
    let Some(context) = view(reader, list, rows, page).await? else {
        return Ok(None);
    };
    let html = reader.print(&context)?;
    Ok(Some(reader.page(html)))
}

async fn view(reader: &mut Reader<'_>, list: List, rows: Vec<Live>, page: u32) -> Result<Option<view::Listing>, Error> {
    let Some(pager) = pager(reader.app, &list.path, page, list.total, PER_PAGE) else {
        return Ok(None);
    };
    reader.turns_at_midnight();
    let mut stories = Vec::new();
    let mut last_day = None;
    for live in &rows {
        let mut story = reader.card(live).await?;
        let mut day = None;
        // Latest is read by the clock: each day is named once, and under it only times stand.
        if let (ListingKind::Latest, Some(at)) = (list.kind, live.published_at) {
            let at = courant_model::time::timestamp(at).to_zoned_datetime(reader.paper.time_zone());
            story.time = Some(reader.dates.clock(&at));
            if last_day != Some(at.date()) {
                last_day = Some(at.date());
                day = Some(reader.dates.today(&at).text);
            }
        }
        stories.push(ListingSeat { day, story });
    }
    let own_path = numbered(reader.app, &list.path, page);
    let mut chrome = reader.chrome(&list.title, &own_path, &super::path::encoded(&list.path));
    if let Some(description) = some(&list.description) {
        if let Some(card) = &mut chrome.card {
            card.description.clone_from(&description);
        }
        chrome.description = Some(description);
    }
    if list.kind == ListingKind::Author
        && let Some(card) = &mut chrome.card
    {
        "profile".clone_into(&mut card.kind);
    }
    chrome.prev.clone_from(&pager.prev);
    chrome.next.clone_from(&pager.next);
    let feeds = if list.kind == ListingKind::Latest {
        feeds_of(&reader.paper.name, "")
    } else {
        feeds_of(&format!("{}: {}", reader.paper.name, list.title), &list.path)
    };
    if list.kind != ListingKind::Latest {
        chrome.feeds = feeds.iter().cloned().chain(chrome.feeds).collect();
    }
    let home = reader.app.absolute("/");
    let own = reader.app.absolute(&list.path);
    chrome.json_ld.push(view::Html(super::machines::json_ld::breadcrumbs(&[
        (&reader.paper.name, &home),
        (&list.title, &own),
    ])));
    Ok(Some(view::Listing {
        chrome,
        lead: None,
        seconds: Vec::new(),
        kind: list.kind,
        title: list.title,
        description: some(&list.description),
        author: list.author,
        stories,
        pager,
        feeds,
    }))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn no_page_stands_beyond_the_last() {
        let at = |n: u32| format!("/local/{n}");
        let second = place(2, 41, 20, at).unwrap();
        assert_eq!(
            (second.pages, second.prev.as_deref(), second.next.as_deref()),
            (3, Some("/local/1"), Some("/local/3"))
        );
        assert_eq!(place(4, 41, 20, at), None);
        assert_eq!(place(1, 0, 20, at).unwrap().pages, 1);
    }
}
