//! The numbers of one story since it was published: by hour at first, then by day; sources, robots, replies.
//! The desk's page of the story's numbers calls it.

use super::asking::hours;
use crate::Result;
use courant_model::reading::{Share, Span, Tick, Who};
use courant_model::time::{DAY, HOUR, Micros};
use courant_store::{Tx, q};
use jiff::tz::TimeZone;

/// Hours after publication that are shown one by one.
const HOURS: usize = 72;
/// Days that are shown; the newest ones when there are more.
const DAYS: i64 = 366;
/// Sources and robots that are named.
const NAMED: i64 = 40;

/// A story's numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Reads since publication, as far as days are kept.
    pub reads: i64,
    /// When the first hour began.
    pub from: Micros,
    /// The hours since publication, up to now or the first three days of them.
    pub hours: Vec<i64>,
    /// Days with reads, oldest first.
    pub days: Vec<Tick>,
    /// From where, the most first.
    pub sources: Vec<Share>,
    /// Robots by name, the most first.
    pub robots: Vec<Share>,
    /// Replies by the hours that are shown.
    pub reply_hours: Vec<i64>,
    /// Replies that came.
    pub replies: i64,
    /// Of these, how many stand before readers.
    pub approved: i64,
}

/// Reads the numbers of a story that was published at a moment.
#[crate::boxed]
pub async fn sheet(tx: &mut Tx, story: &str, published: Micros, now: Micros, zone: &TimeZone) -> Result<Sheet> {
    let from = published - published.rem_euclid(HOUR);
    let many = usize::try_from((now - from) / HOUR + 1).unwrap_or(1).clamp(1, HOURS);
    let until = from + many as Micros * HOUR;
    let (day, reader, robot) = (Span::Day.as_str(), Who::Reader.as_str(), Who::Robot.as_str());
    let since = Span::Day.start(published, zone);
    let mut days: Vec<Tick> = q!(tx, reading::series(story, day, reader, since, i64::MAX, 4_000))?;
    let reads = days.iter().map(|one| one.count).sum();
    days.retain(|one| one.at > now - DAYS * DAY);
    let ticks: Vec<Tick> = q!(tx, reading::reply_series(story, from, until, HOUR, 10_000))?;
    let mut reply_hours = vec![0; many];
    for tick in ticks {
        let at = usize::try_from((tick.at - from) / HOUR).unwrap_or_default();
        if let Some(hour) = reply_hours.get_mut(at) {
            *hour += tick.count;
        }
    }
    Ok(Sheet {
        reads,
        from,
        hours: hours(tx, story, from, until, many).await?,
        days,
        sources: q!(tx, reading::sources(story, day, reader, since, i64::MAX, NAMED))?,
        robots: q!(tx, reading::sources(story, day, robot, since, i64::MAX, NAMED))?,
        reply_hours,
        replies: q!(tx, reading::replies_of(story))?,
        approved: q!(tx, replies::count_approved(story))?,
    })
}
