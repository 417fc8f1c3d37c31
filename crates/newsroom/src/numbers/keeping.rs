//! Takes in what a node counted, and forgets it in time. Every node adds its own counts to the same rows.

use crate::commands::revise_paper;
use crate::{Error, Newsroom, Result};
use courant_model::reading::{OTHER_SOURCE, Reading, Span, Who};
use courant_model::time::{DAY, HOUR, Micros};
use courant_store::{Tx, q};
use jiff::tz::TimeZone;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Pages that are kept in one transaction, so that nobody waits long for the writer.
const TOGETHER: usize = 64;
/// Sites that a page is known by in one span; further ones are "other".
const SITES_OF_A_PAGE: i64 = 24;
/// The same of the whole paper.
const SITES_OF_ALL: i64 = 200;

/// How long minutes are kept: a day, and what the comparison with the hour before needs.
const MINUTES: Micros = 26 * HOUR;
/// How long hours are kept: half a year.
const HOURS: Micros = 184 * DAY;
/// How long the sources of an hour are kept; then its sum alone.
const SOURCES_OF_HOURS: Micros = 3 * DAY;
/// How long days are kept: five years.
const DAYS: Micros = 1_826 * DAY;
/// How long the sources of a day are kept.
const SOURCES_OF_DAYS: Micros = 400 * DAY;
/// How long it is kept which pages a robot asked for; then how much it asked in all.
const PAGES_OF_ROBOTS: Micros = 31 * DAY;

/// Something that was counted so many times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// A story's id, or one of [`courant_model::reading::pages`].
    pub page: String,
    /// Reader or robot.
    pub who: Who,
    /// Where the readers came from: a key or a host; of robots, the name.
    pub source: String,
    /// How many.
    pub count: i64,
}

/// What a node counted around one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The moment.
    pub at: Micros,
    /// The counts.
    pub counted: Vec<Counted>,
}

/// What the store did not take, to be offered again, and why.
#[derive(Debug)]
pub struct Unkept {
    /// The counts that are not kept.
    pub left: Batch,
    /// Why.
    pub why: Error,
}

/// Keeps counts. What has been kept when something fails is not given back.
#[crate::boxed]
pub async fn keep(newsroom: &Newsroom, batch: Batch) -> Result<(), Unkept> {
    let mut by_page: BTreeMap<String, Vec<Counted>> = BTreeMap::new();
    for one in batch.counted {
        by_page.entry(one.page.clone()).or_default().push(one);
    }
    let mut pages: Vec<Vec<Counted>> = by_page.into_values().collect();
    while !pages.is_empty() {
        let rest = pages.split_off(pages.len().min(TOGETHER));
        if let Err(why) = keep_some(newsroom, batch.at, &pages).await {
            let counted = pages.into_iter().chain(rest).flatten().collect();
            let left = Batch { at: batch.at, counted };
            return Err(Unkept { left, why });
        }
        pages = rest;
    }
    Ok(())
}

async fn keep_some(newsroom: &Newsroom, at: Micros, pages: &[Vec<Counted>]) -> Result<()> {
    let mut tx = newsroom.store.write().await?;
    let zone = revise_paper::current(&mut tx).await?.time_zone();
    for row in rows(at, &zone, pages.iter().flatten()) {
        put(&mut tx, row).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The rows that counts become. They stand in one order on every node, days and the sums of the whole site first: so two
/// nodes wait for each other there and never in a ring.
fn rows<'c>(at: Micros, zone: &TimeZone, counted: impl Iterator<Item = &'c Counted>) -> Vec<Reading> {
    let mut sums: BTreeMap<(Reverse<Span>, Who, &str, &str), i64> = BTreeMap::new();
    for one in counted {
        for span in [Span::Day, Span::Hour, Span::Minute] {
            let mut add = |page, source| *sums.entry((Reverse(span), one.who, page, source)).or_default() += one.count;
            add("", "");
            add("", one.source.as_str());
            add(one.page.as_str(), "");
            // A robot that walks the archive would leave a row for each story and minute.
            if one.who == Who::Reader || span == Span::Day {
                add(one.page.as_str(), one.source.as_str());
            }
        }
    }
    sums.into_iter()
        .map(|((Reverse(span), who, page, source), count)| Reading {
            span: span.as_str(),
            who: who.as_str(),
            source: source.to_owned(),
            at: span.start(at, zone),
            page: page.to_owned(),
            count,
        })
        .collect()
}

/// Adds a row. Only hosts are not known beforehand, so only they are counted before one more comes in.
async fn put(tx: &mut Tx, mut row: Reading) -> Result<()> {
    if row.source.contains('.') {
        if q!(tx, reading::add_to(&row))? {
            return Ok(());
        }
        let has = q!(tx, reading::count_sources(&row.page, row.span, row.who, row.at))?;
        let most = if row.page.is_empty() {
            SITES_OF_ALL
        } else {
            SITES_OF_A_PAGE
        };
        if has >= most {
            OTHER_SOURCE.clone_into(&mut row.source);
        }
    }
    q!(tx, reading::add(&row))?;
    Ok(())
}

/// Forgets what is older than it is kept. Safe on several nodes at once; the scheduler calls it every hour.
#[crate::boxed]
pub async fn trim(newsroom: &Newsroom) -> Result<u64> {
    let now = newsroom.house.now();
    let mut gone = 0;
    for (span, kept) in [(Span::Minute, MINUTES), (Span::Hour, HOURS), (Span::Day, DAYS)] {
        let mut tx = newsroom.store.write().await?;
        gone += q!(tx, reading::forget(span.as_str(), now - kept))?;
        tx.commit().await?;
    }
    for (span, kept) in [(Span::Hour, SOURCES_OF_HOURS), (Span::Day, SOURCES_OF_DAYS)] {
        let mut tx = newsroom.store.write().await?;
        gone += q!(tx, reading::forget_sources(span.as_str(), now - kept))?;
        tx.commit().await?;
    }
    for (span, kept) in [(Span::Hour, SOURCES_OF_HOURS), (Span::Day, PAGES_OF_ROBOTS)] {
        let mut tx = newsroom.store.write().await?;
        gone += q!(tx, reading::forget_robots(span.as_str(), now - kept))?;
        tx.commit().await?;
    }
    Ok(gone)
}
