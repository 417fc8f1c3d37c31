//! The front page: reads the newest stories of the paper and of each section, fills the seats, prints them; and the lead
//! and seconds of a section's page. Rendered by the site's `answer`, and for a draft by the desk's preview.

use super::reader::Reader;
use super::view;
use crate::cache::Page;
use crate::wp;
use courant_model::entry::Thing;
use courant_model::front::{self, Candidate, Filled, Front, Layout};
use courant_model::story::Live;
use courant_model::time::Micros;
use courant_newsroom::Error;
use courant_newsroom::commands::set_breaking;
use courant_newsroom::fronts::{self, Newest};
use courant_store::q;
use http::header::LINK;

/// Renders it.
pub(super) async fn render(reader: &mut Reader<'_>) -> Result<Option<Page>, Error> {
    let layout = fronts::layout(&mut reader.tx, &Front::Paper).await?;
    let page = view(reader, &layout).await?;
    let html = reader.print(&page)?;
    let mut page = reader.page(html);
    page.headers.extend(wp::discovery(reader.app).map(|link| (LINK, link)));
    Ok(Some(page))
}

/// The front page as it is when it is arranged so.
pub(crate) async fn view(reader: &mut Reader<'_>, layout: &Layout) -> Result<view::Front, Error> {
    reader.read(&Thing::Front);
    reader.read(&Thing::Latest);
    reader.turns_at_midnight();
    let (filled, candidates) = fill(reader, &Front::Paper, layout).await?;
    let mut top = cards(reader, &candidates, filled.top()).await?.into_iter();
    let lead = top.next();
    let seconds = top.collect();
    let latest = cards(reader, &candidates, filled.latest.clone()).await?;
    let mut bands = Vec::new();
    for section in &filled.order {
        let mut band = cards(reader, &candidates, filled.band(section)).await?.into_iter();
        let Some(lead) = band.next() else { continue };
        bands.push(view::Band {
            section: reader.section_link(Some(section)),
            lead,
            headlines: band.collect(),
        });
    }
    let now = reader.now.timestamp().as_microsecond();
    let breaking = breaking(reader, now).await?;
    let name = reader.paper.name.clone();
    let mut chrome = reader.chrome(&name, "/", "");
    chrome.today = Some(reader.dates.today(&reader.now));
    chrome
        .json_ld
        .push(view::Html(super::machines::json_ld::site(&reader.publisher())));
    Ok(view::Front {
        chrome,
        breaking,
        lead,
        seconds,
        latest,
        latest_href: "/latest".to_owned(),
        bands,
    })
}

/// Lead and seconds of a section's page that is arranged so, and the ids of the stories that stand there.
pub(super) async fn top_of_section(
    reader: &mut Reader<'_>,
    section: &str,
    layout: &Layout,
) -> Result<(Vec<view::Card>, Vec<String>), Error> {
    let (filled, candidates) = fill(reader, &Front::Section(section.to_owned()), layout).await?;
    let ids = filled.top().into_iter().filter_map(|index| candidates.get(index));
    let ids = ids.map(|newest| newest.0.story_id.clone()).collect();
    Ok((cards(reader, &candidates, filled.top()).await?, ids))
}

/// Fills a front, and notes until when it stands so.
async fn fill(reader: &mut Reader<'_>, front: &Front, layout: &Layout) -> Result<(Filled, Vec<Newest>), Error> {
    let sections: Vec<String> = reader.sections.iter().map(|section| section.id.clone()).collect();
    let candidates = fronts::candidates(&mut reader.tx, front, layout, &sections).await?;
    let now = reader.now.timestamp().as_microsecond();
    // A lead is preferred for its picture for 24 hours; the page is filled anew when that ends.
    for candidate in &candidates {
        let ends = candidate.published().saturating_add(24 * courant_model::time::HOUR);
        if candidate.has_picture() && ends > now {
            reader.holds_until(ends + 1);
        }
    }
    for until in layout.slots.values().filter_map(|slot| slot.until) {
        if until > now {
            reader.holds_until(until);
        }
    }
    let filled = front::fill(front, layout, &candidates, &sections, now);
    Ok((filled, candidates))
}

async fn cards(reader: &mut Reader<'_>, candidates: &[Newest], indices: Vec<usize>) -> Result<Vec<view::Card>, Error> {
    let mut cards = Vec::with_capacity(indices.len());
    for newest in indices.into_iter().filter_map(|index| candidates.get(index)) {
        cards.push(card(reader, &newest.0).await?);
    }
    Ok(cards)
}

async fn card(reader: &mut Reader<'_>, live: &Live) -> Result<view::Card, Error> {
    let mut card = reader.card(live).await?;
    if !live.short_headline.is_empty() {
        card.headline.clone_from(&live.short_headline);
    }
    Ok(card)
}

async fn breaking(reader: &mut Reader<'_>, now: Micros) -> Result<Option<view::Breaking>, Error> {
    let Some(strip) = set_breaking::current(&mut reader.tx, now).await? else {
        return Ok(None);
    };
    reader.holds_until(strip.until_at);
    let mut href = None;
    if let Some(story) = &strip.story_id {
        reader.read(&Thing::Story(story.clone()));
        href = q!(reader.tx, live::by_id(story))?.map(|live| super::path::encoded(&live.path));
    }
    Ok(Some(view::Breaking {
        time: reader.moment(strip.set_at),
        text: strip.text,
        href,
    }))
}
