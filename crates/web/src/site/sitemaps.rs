//! Sitemaps: the index, files of ten thousand addresses, and the news sitemap of the last two days.
//! Rendered by the site's `answer`.

use super::feeds;
use super::machines::{self, SitemapEntry};
use super::reader::Reader;
use crate::cache::Page;
use courant_model::entry::Thing;
use courant_model::time::{DAY, HOUR, timestamp};
use courant_newsroom::Error;
use courant_store::q;
use http::{HeaderValue, StatusCode};

/// Stories in a file.
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

/// The index: the lists in one file, the stories in as many as they need.
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
    Ok(Some(xml(reader, machines::sitemap_index(&files))))
}

/// One file of the index.
pub(super) async fn file(reader: &mut Reader<'_>, name: &str) -> Result<Option<Page>, Error> {
    if name == "lists" {
        return lists(reader).await.map(Some);
    }
    let Some(number) = name.parse::<usize>().ok().filter(|number| *number > 0) else {
        return Ok(None);
    };
    let entries = stories(reader).await?;
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
