//! A storyline: its timeline, who takes part, its stories with their feed; and the box that a story of it prints.
//! Rendered by the site's `answer`; everything here comes from live rows, and from storylines that an editor opened.

use super::listing::{numbered, pager};
use super::reader::{Reader, feeds_of, some};
use super::view::{self, CastMember, Link, TimelineLine};
use super::{machines, path};
use crate::cache::Page;
use courant_model::entry::Thing;
use courant_model::story::Live;
use courant_model::storyline::{Day, LiveEvent, Storyline};
use courant_newsroom::Error;
use courant_store::q;

/// First part of the address.
const FOLDER: &str = "/storylines/";
/// Stories on a page.
const PER_PAGE: u32 = 20;
/// Events on a timeline.
pub(crate) const EVENTS: i64 = 200;
/// People of the cast.
pub(crate) const CAST: i64 = 30;
/// Parts in the box beside a story.
const PARTS: i64 = 5;

/// The storyline at a path, when readers may see it. The page is told of it also when they may not, so that opening it
/// changes the page.
pub(super) async fn at(reader: &mut Reader<'_>, path: &str) -> Result<Option<Storyline>, Error> {
    let Some(slug) = path.strip_prefix(FOLDER) else {
        return Ok(None);
    };
    let found = q!(reader.tx, storylines::by_slug(slug))?;
    if let Some(storyline) = &found {
        reader.read(&Thing::Storyline(storyline.id.clone()));
    }
    Ok(found.filter(|storyline| storyline.is_public))
}

/// Renders the page.
pub(super) async fn render(reader: &mut Reader<'_>, own: &str, page: u32) -> Result<Option<Page>, Error> {
    let Some(storyline) = at(reader, own).await? else {
        return Ok(None);
    };
    let total = q!(reader.tx, storylines::count_live(&storyline.id))?;
    let Some(pager) = pager(reader.app, own, page, total, PER_PAGE) else {
        return Ok(None);
    };
    let offset = i64::from(page.saturating_sub(1)) * i64::from(PER_PAGE);
    let rows = q!(
        reader.tx,
        storylines::live_stories(&storyline.id, i64::from(PER_PAGE), offset)
    )?;
    reader.turns_at_midnight();
    let stories = reader.cards(&rows).await?;
    let (timeline, cast) = if page == 1 {
        (
            timeline(reader, &storyline.id).await?,
            cast(reader, &storyline.id).await?,
        )
    } else {
        (Vec::new(), Vec::new())
    };
    let chrome = chrome(reader, &storyline, &rows, page);
    let feeds = feeds_of(&format!("{}: {}", reader.paper.name, storyline.title), own);
    let mut context = view::StorylinePage {
        chrome,
        title: storyline.title.clone(),
        summary: some(&storyline.summary),
        closed: !storyline.is_open(),
        timeline,
        cast,
        stories,
        pager,
        feeds,
    };
    context.chrome.feeds = context.feeds.iter().cloned().chain(context.chrome.feeds).collect();
    context.chrome.prev.clone_from(&context.pager.prev);
    context.chrome.next.clone_from(&context.pager.next);
    let html = reader.print(&context)?;
    Ok(Some(reader.page(html)))
}

fn chrome(reader: &Reader<'_>, storyline: &Storyline, rows: &[Live], page: u32) -> view::Chrome {
    let own = storyline.path();
    let at = numbered(reader.app, &own, page);
    let mut chrome = reader.chrome(&storyline.title, &at, "");
    if let Some(summary) = some(&storyline.summary) {
        if let Some(card) = &mut chrome.card {
            card.description.clone_from(&summary);
        }
        chrome.description = Some(summary);
    }
    if storyline.noindex {
        chrome.robots = Some("noindex".to_owned());
    }
    let (home, url) = (reader.app.absolute("/"), reader.app.absolute(&own));
    let parts: Vec<(String, String)> = rows
        .iter()
        .map(|live| (live.headline.clone(), reader.app.absolute(&live.path)))
        .collect();
    chrome.json_ld.push(view::Html(machines::json_ld::collection(
        &storyline.title,
        &storyline.summary,
        &url,
        &parts,
        &reader.publisher(),
    )));
    chrome.json_ld.push(view::Html(machines::json_ld::breadcrumbs(&[
        (&reader.paper.name, &home),
        (&storyline.title, &url),
    ])));
    chrome
}

async fn timeline(reader: &mut Reader<'_>, id: &str) -> Result<Vec<TimelineLine>, Error> {
    let events = q!(reader.tx, storylines::timeline(id, EVENTS))?;
    let mut lines = Vec::new();
    for (place, event) in events.into_iter().enumerate() {
        reader.read(&Thing::Story(event.story_id.clone()));
        lines.push(line(reader, place + 1, event));
    }
    Ok(lines)
}

fn line(reader: &mut Reader<'_>, number: usize, event: LiveEvent) -> TimelineLine {
    let mut href = path::encoded(&event.path);
    if !event.block.is_empty() {
        href.push_str("#p-");
        href.push_str(&event.block);
    }
    let (words, sentence) = if event.title.is_empty() {
        (event.sentence, None)
    } else {
        (event.title, Some(event.sentence))
    };
    TimelineLine {
        anchor: format!("event-{number}"),
        day: Day::parse(&event.day).map(|day| reader.dates.day(day)),
        iso: event.day,
        status: event.status,
        kind: event.kind,
        words,
        sentence,
        place: some(&event.place),
        source: Link::new(event.headline, href),
        published: event.published_at.map(|at| reader.moment(at).text),
    }
}

/// People whom an editor opened a page of, and nobody else.
async fn cast(reader: &mut Reader<'_>, id: &str) -> Result<Vec<CastMember>, Error> {
    let people = q!(reader.tx, storylines::cast(id, CAST))?;
    let mut cast = Vec::new();
    for person in people {
        reader.read(&Thing::Entity(person.id));
        cast.push(CastMember {
            link: Link::new(person.name, path::encoded(&format!("/people/{}", person.slug))),
            role: some(&person.public_role),
        });
    }
    Ok(cast)
}

/// The box beside a story: the newest parts of the first storyline that readers may see, oldest first, and this one.
pub(super) async fn beside(reader: &mut Reader<'_>, live: &Live) -> Result<Option<view::Storyline>, Error> {
    let mut found = None;
    for storyline in q!(reader.tx, storylines::of_live(&live.story_id))? {
        reader.read(&Thing::Storyline(storyline.id.clone()));
        if found.is_none() && storyline.is_public {
            found = Some(storyline);
        }
    }
    let Some(storyline) = found else {
        return Ok(None);
    };
    let mut parts = q!(reader.tx, storylines::live_stories(&storyline.id, PARTS, 0))?;
    if parts.iter().all(|part| part.story_id != live.story_id) {
        parts.truncate(PARTS as usize - 1);
        parts.push(live.clone());
    }
    parts.reverse();
    let entries = parts
        .into_iter()
        .filter_map(|part| {
            let own = part.story_id == live.story_id;
            reader.read(&Thing::Story(part.story_id));
            Some(view::StorylineEntry {
                time: reader.moment(part.published_at?),
                headline: part.headline,
                href: (!own).then(|| path::encoded(&part.path)),
            })
        })
        .collect();
    Ok(Some(view::Storyline {
        link: Link::new(&storyline.title, path::encoded(&storyline.path())),
        entries,
    }))
}
