//! The front page: reads the newest stories of the paper and of each section, fills the slots, prints them.
//! Rendered by the site's `answer` at `/`.

use super::reader::Reader;
use super::view;
use crate::cache::Page;
use courant_model::entry::Thing;
use courant_model::front::{self, Candidate, Slot};
use courant_model::story::{Kind, Live};
use courant_model::time::Micros;
use courant_newsroom::{Error, commands};
use courant_store::q;
use std::collections::BTreeSet;

struct Newest(Live);

impl Candidate for Newest {
    fn id(&self) -> &str {
        &self.0.story_id
    }
    fn section(&self) -> Option<&str> {
        self.0.section_id.as_deref()
    }
    fn published(&self) -> Micros {
        self.0.placed_at.unwrap_or_default()
    }
    fn has_picture(&self) -> bool {
        self.0.picture_id.is_some()
    }
    fn is_ours(&self) -> bool {
        !matches!(Kind::parse(&self.0.kind), Some(Kind::PressRelease | Kind::Sponsored))
    }
}

/// Renders it.
pub(super) async fn render(reader: &mut Reader<'_>) -> Result<Option<Page>, Error> {
    reader.read(&Thing::Front);
    reader.read(&Thing::Latest);
    reader.turns_at_midnight();
    let layout = commands::arrange_front::current(&mut reader.tx).await?;
    let candidates = candidates(reader, &layout).await?;
    let sections: Vec<String> = reader.sections.iter().map(|section| section.id.clone()).collect();
    let now = reader.now.timestamp().as_microsecond();
    // A lead is preferred for its picture for 24 hours; the page is filled anew when that ends.
    for candidate in &candidates {
        let ends = candidate.published().saturating_add(24 * courant_model::time::HOUR);
        if candidate.has_picture() && ends > now {
            reader.holds_until(ends + 1);
        }
    }
    let filled = front::fill(&layout, &candidates, &sections, now);
    let at = |index: usize| candidates.get(index).map(|newest| &newest.0);
    let lead = match filled.lead.and_then(at) {
        Some(live) => Some(card(reader, live).await?),
        None => None,
    };
    let mut seconds = Vec::new();
    for live in filled.seconds.iter().filter_map(|index| at(*index)) {
        seconds.push(card(reader, live).await?);
    }
    let mut latest = Vec::new();
    for live in filled.latest.iter().filter_map(|index| at(*index)) {
        latest.push(card(reader, live).await?);
    }
    let mut bands = Vec::new();
    for band in &filled.bands {
        let Some(lead) = at(band.lead) else { continue };
        let lead = card(reader, lead).await?;
        let mut headlines = Vec::new();
        for live in band.more.iter().filter_map(|index| at(*index)) {
            headlines.push(card(reader, live).await?);
        }
        bands.push(view::Band {
            section: reader.section_link(Some(&band.section)),
            lead,
            headlines,
        });
    }
    let breaking = breaking(reader, now);
    let name = reader.paper.name.clone();
    let mut chrome = reader.chrome(&name, "/", "");
    chrome.today = Some(reader.dates.today(&reader.now));
    chrome
        .json_ld
        .push(view::Html(super::machines::json_ld::site(&reader.publisher())));
    let page = view::Front {
        chrome,
        breaking,
        lead,
        seconds,
        latest,
        latest_href: "/latest".to_owned(),
        bands,
    };
    let html = reader.print(&page)?;
    Ok(Some(reader.page(html)))
}

async fn card(reader: &mut Reader<'_>, live: &Live) -> Result<view::Card, Error> {
    let mut card = reader.card(live).await?;
    if !live.short_headline.is_empty() {
        card.headline.clone_from(&live.short_headline);
    }
    Ok(card)
}

/// The newest of the paper and of each section, and the stories that slots hold, each once.
async fn candidates(reader: &mut Reader<'_>, layout: &front::Layout) -> Result<Vec<Newest>, Error> {
    let most = (1 + 2 + front::LATEST) as i64;
    let mut rows = q!(reader.tx, live::latest(false, most, 0))?;
    for section in reader.sections.clone() {
        // Enough that a band fills even when all the others took from this section.
        rows.extend(q!(
            reader.tx,
            live::of_section(&section.id, false, most + 1 + front::BAND as i64, 0)
        )?);
    }
    let held = std::iter::once(&layout.lead)
        .chain(&layout.seconds)
        .chain(layout.bands.values());
    for slot in held {
        if let Slot::Story(id) = slot {
            rows.extend(q!(reader.tx, live::by_id(id))?.filter(|live| live.listed && live.retracted_at.is_none()));
        }
    }
    let mut seen = BTreeSet::new();
    rows.retain(|live| seen.insert(live.story_id.clone()));
    Ok(rows.into_iter().map(Newest).collect())
}

fn breaking(reader: &mut Reader<'_>, now: Micros) -> Option<view::Breaking> {
    let breaking = reader.paper.breaking.clone().filter(|breaking| breaking.until > now)?;
    reader.holds_until(breaking.until);
    Some(view::Breaking {
        text: breaking.text,
        href: super::reader::some(&breaking.href),
        time: reader.moment(now),
    })
}
