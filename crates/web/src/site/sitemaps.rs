//! Sitemaps: the index, files of ten thousand addresses, stories and pages of the record apart, and the news sitemap of
//! the last two days.
//! Rendered by the site's `answer`.

use super::entity::path_of;
use super::feeds;
use super::machines::{self, SitemapEntry};
use super::reader::Reader;
use crate::cache::Page;
use courant_model::entry::Thing;
use courant_model::record::EntityKind;
use courant_model::time::{DAY, HOUR, timestamp};
use courant_newsroom::Error;
use courant_store::q;
use http::{HeaderValue, StatusCode};

/// Addresses in a file.
const PER_FILE: usize = 10_000;
/// Rows that are read at once.
const BATCH: i64 = 2_000;

fn xml(reader: &Reader<'_>, bytes: Vec<u8>) -> Page {
    let mime = HeaderValue::from_static("application/xml; charset=utf-8");
    reader.tagged(Page::new(StatusCode::OK, mime, bytes))
}

/// The addresses of all live stories and pages that engines may list, in order of their ids.
async fn stories(reader: &mut Reader<'_>) -> Result<Vec<SitemapEntry>, Error> {
    reader.read(&Thing::Latest);
    let mut entries = Vec::new();
    let mut after = String::new();
    loop {
        let rows = q!(reader.tx, live::after(&after, BATCH))?;
        let Some(last) = rows.last() else { return Ok(entries) };
        after.clone_from(&last.story_id);
        entries.extend(rows.iter().filter(|live| !live.noindex).map(|live| SitemapEntry {
            url: reader.app.absolute(&live.path),
            updated: live.updated_at.max(live.published_at).map(timestamp),
        }));
    }
}

/// The addresses of the record that engines may list: its lists, everybody and everything of them, and storylines.
async fn record(reader: &mut Reader<'_>) -> Result<Vec<SitemapEntry>, Error> {
    reader.read(&Thing::Record);
    let mut paths = Vec::new();
    for kind in q!(reader.tx, names::public_kinds())? {
        // Engines are given a list when they may follow all of it.
        if let Some(kind) = EntityKind::parse(&kind)
            && !q!(reader.tx, names::any_quiet(kind.as_str()))?
        {
            paths.push(format!("/{}", kind.folder()));
        }
    }
    let mut after = String::new();
    loop {
        let rows = q!(reader.tx, names::open_to_engines(&after, BATCH))?;
        let Some(last) = rows.last() else { break };
        after.clone_from(&last.id);
        paths.extend(rows.iter().map(path_of));
    }
    after.clear();
    loop {
        let rows = q!(reader.tx, storylines::open_to_engines(&after, BATCH))?;
        let Some(last) = rows.last() else { break };
        after.clone_from(&last.id);
        paths.extend(rows.iter().map(courant_model::storyline::Storyline::path));
    }
    Ok(paths
        .into_iter()
        .map(|path| SitemapEntry {
            url: reader.app.absolute(&path),
            updated: None,
        })
        .collect())
}

/// The index: the lists in one file, the stories and the record in as many as they need.
pub(super) async fn index(reader: &mut Reader<'_>) -> Result<Option<Page>, Error> {
    let entries = stories(reader).await?;
    let mut files = vec![SitemapEntry {
        url: reader.app.absolute("/sitemaps/lists.xml"),
        updated: None,
    }];
    for (at, chunk) in entries.chunks(PER_FILE).enumerate() {
        files.push(SitemapEntry {
            url: reader.app.absolute(&format!("/sitemaps/{}.xml", at + 1)),
            updated: chunk.iter().filter_map(|entry| entry.updated).max(),
        });
    }
    for at in 1..=record(reader).await?.len().div_ceil(PER_FILE) {
        files.push(SitemapEntry {
            url: reader.app.absolute(&format!("/sitemaps/record-{at}.xml")),
            updated: None,
        });
    }
    Ok(Some(xml(reader, machines::sitemap_index(&files))))
}

/// One file of the index.
pub(super) async fn file(reader: &mut Reader<'_>, name: &str) -> Result<Option<Page>, Error> {
    if name == "lists" {
        return lists(reader).await.map(Some);
    }
    let (name, of_record) = name.strip_prefix("record-").map_or((name, false), |name| (name, true));
    let Some(number) = name.parse::<usize>().ok().filter(|number| *number > 0) else {
        return Ok(None);
    };
    let entries = if of_record {
        record(reader).await?
    } else {
        stories(reader).await?
    };
    let Some(chunk) = entries.chunks(PER_FILE).nth(number - 1) else {
        return Ok(None);
    };
    Ok(Some(xml(reader, machines::sitemap(chunk).0)))
}

async fn lists(reader: &mut Reader<'_>) -> Result<Page, Error> {
    reader.read(&Thing::Latest);
    let mut paths = vec!["/".to_owned(), "/latest".to_owned(), "/corrections".to_owned()];
    paths.extend(reader.sections.iter().map(|section| format!("/{}", section.slug)));
    paths.extend(
        q!(reader.tx, terms::authors())?
            .into_iter()
            .map(|author| format!("/by/{}", author.slug)),
    );
    paths.extend(
        q!(reader.tx, terms::topics_in_use())?
            .into_iter()
            .map(|topic| format!("/topic/{}", topic.slug)),
    );
    let entries: Vec<SitemapEntry> = paths
        .into_iter()
        .map(|path| SitemapEntry {
            url: reader.app.absolute(&path),
            updated: None,
        })
        .collect();
    Ok(xml(reader, machines::sitemap(&entries).0))
}

/// Stories of the last two days.
pub(super) async fn news(reader: &mut Reader<'_>) -> Result<Option<Page>, Error> {
    reader.read(&Thing::Latest);
    let now = reader.now.timestamp();
    let rows = q!(reader.tx, live::since(now.as_microsecond() - 2 * DAY, 1_000))?;
    let mut stories = Vec::new();
    for live in rows.iter().filter(|live| !live.noindex) {
        stories.push(feeds::described(reader, live, String::new(), &[], &[]).await?);
    }
    // Stories leave as they age.
    reader.holds_until(now.as_microsecond() + HOUR);
    let bytes = machines::news_sitemap(&reader.paper.name, &stories, now);
    Ok(Some(xml(reader, bytes)))
}
