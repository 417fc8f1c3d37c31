//! `courant import feed`: brings in what feeds hold, once. `crate::obey` runs it.
//! An item that a feed changes is brought up to date by the next run, as with every import.

use super::bringing;
use crate::cli::ImportFeed;
use crate::config::Flags;
use crate::failure::{Failure, Result};
use crate::house;
use crate::importing::item::Item;
use crate::importing::table::Found;
use crate::importing::{Bases, Files, Import, Read, Said, Stop};
use courant_exchange::feed::{self, Feed, LARGEST};
use courant_exchange::wordpress::{Place, Problem};
use courant_newsroom::Newsroom;
use courant_newsroom::commands::revise_paper;
use courant_newsroom::outside::Client;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::sync::mpsc::channel;
use url::Url;

/// Opens the paper, brings the feeds in, and tells.
pub async fn run(flags: Flags, asked: &ImportFeed) -> Result<ExitCode> {
    let settings = super::settle(&flags)?;
    let (newsroom, _) = house::open_standing(&settings.machine).await?;
    match bring(&newsroom, asked, Stop::listen()).await? {
        Some(said) => bringing::tell(&said, &asked.how),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Brings the feeds in, one after the other; nothing to tell when only a table was to be written.
pub async fn bring(newsroom: &Newsroom, asked: &ImportFeed, stop: Stop) -> Result<Option<Said>> {
    let mut whole: Option<Said> = None;
    for source in &asked.feeds {
        let (feed, site) = fetch(source).await?;
        let Some(said) = one(newsroom, asked, source, feed, site, stop.clone()).await? else {
            return Ok(None);
        };
        match &mut whole {
            Some(whole) => whole.join(said),
            None => whole = Some(said),
        }
        if stop.is_asked() {
            break;
        }
    }
    Ok(whole)
}

async fn one(
    newsroom: &Newsroom,
    asked: &ImportFeed,
    source: &str,
    feed: Feed,
    site: Option<Url>,
    stop: Stop,
) -> Result<Option<Said>> {
    let paper = {
        let mut tx = newsroom.store.read().await?;
        revise_paper::current(&mut tx).await?
    };
    let found = Found {
        types: vec!["post".to_owned()],
        ..Found::default()
    };
    let Some(table) = bringing::table(newsroom, &asked.how, ("feed", site.as_ref()), &found).await? else {
        return Ok(None);
    };
    let how = bringing::asked(&asked.how, None)?;
    let zone = paper.time_zone();
    let mut import = Import::begin(newsroom, how, ("feed", site), zone, table, stop).await?;
    let place = Place {
        file: Arc::from(source),
        line: 1,
    };
    for what in feed.problems {
        import.fault(&Problem {
            place: place.clone(),
            item: None,
            title: String::new(),
            what,
        });
    }
    import.make_terms(&[], &[], &Bases::default()).await?;
    import.bring_files(Files::default()).await?;
    let total = feed.items.len() as u64;
    let (into, from) = channel(64);
    let publish = asked.publish;
    let reading = tokio::spawn(async move {
        for item in feed.items {
            let read = Read::Item(Box::new(Item::of_feed(item, publish, &place)));
            if into.send(read).await.is_err() {
                break;
            }
        }
    });
    import.bring_items(from, total).await?;
    reading.await.map_err(|_| Failure::new("reading the feed broke off"))?;
    Ok(Some(import.end().await?))
}

/// Reads a feed from a file, or from an address by the house's one way out; with the site that it belongs to.
async fn fetch(source: &str) -> Result<(Feed, Option<Url>)> {
    let told = |error: String| Failure::new(format!("{source}: {error}"));
    let is_address = source.starts_with("http://") || source.starts_with("https://");
    let (bytes, mime, address) = if is_address {
        let url = Url::parse(source).map_err(|error| told(error.to_string()))?;
        let client = Client::new().map_err(|error| Failure::new(error.to_string()))?;
        let answer = client
            .get(&url, LARGEST)
            .await
            .map_err(|error| told(error.to_string()))?;
        (answer.bytes, answer.content_type, Some(answer.url))
    } else {
        let path = std::path::Path::new(source);
        let bytes = std::fs::read(path).map_err(|error| Failure::file(path, &error))?;
        (bytes.into(), None, None)
    };
    let feed = feed::read(&bytes, mime.as_deref(), address.as_ref().map(Url::as_str))
        .map_err(|refusal| told(refusal.to_string()))?;
    let site = feed.site.as_deref().and_then(|site| Url::parse(site).ok()).or(address);
    Ok((feed, site))
}
