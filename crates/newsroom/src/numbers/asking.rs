//! Answers the desk's page of numbers: which pages are read now, from where, against the time before; and replies.
//! Everything is read from sums that are kept beside their parts, so the size of the archive does not count.

use crate::Result;
use courant_model::reading::{Share, Span, Tick, Total, Who};
use courant_model::time::{HOUR, Micros, SECOND};
use courant_store::{Tx, q};
use jiff::ToSpan;
use jiff::tz::TimeZone;

/// Sources that are named of a page.
const SOURCES: i64 = 4;
/// Sources and robots that are named of the whole site.
const SOURCES_OF_ALL: i64 = 40;

/// Up to now since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Period {
    /// Thirty minutes, one by one.
    #[default]
    HalfHour,
    /// An hour, two minutes at a time.
    Hour,
    /// Twenty-four hours.
    Day,
}

impl Period {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::HalfHour, Self::Hour, Self::Day];

    /// As addresses name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HalfHour => "30m",
            Self::Hour => "1h",
            Self::Day => "24h",
        }
    }

    /// Reads it.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.as_str() == text)
    }

    /// The spans that it is made of.
    fn span(self) -> Span {
        match self {
            Self::HalfHour | Self::Hour => Span::Minute,
            Self::Day => Span::Hour,
        }
    }

    /// The length of one of its bars.
    pub fn bar(self) -> Micros {
        match self {
            Self::HalfHour => 60 * SECOND,
            Self::Hour => 120 * SECOND,
            Self::Day => HOUR,
        }
    }

    fn bars(self) -> usize {
        match self {
            Self::HalfHour | Self::Hour => 30,
            Self::Day => 24,
        }
    }

    fn length(self) -> Micros {
        self.bar() * self.bars() as Micros
    }

    /// Its first moment: the bar under way is its last one.
    pub fn from(self, now: Micros) -> Micros {
        now - now.rem_euclid(self.bar()) + self.bar() - self.length()
    }
}

/// A page in a period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// A story's id, or one of [`courant_model::reading::pages`]; of replies always a story.
    pub page: String,
    /// How many.
    pub count: i64,
    /// Of these, how many stand before readers: of replies alone.
    pub approved: i64,
    /// The whole bars alone …
    pub whole: i64,
    /// … and the same ones in the period before.
    pub before: i64,
    /// Bar by bar.
    pub bars: Vec<i64>,
    /// From where, the most first.
    pub sources: Vec<Share>,
    /// How often robots asked for it.
    pub robots: i64,
}

/// The whole site in a period.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Site {
    /// All pages as one.
    pub sum: Row,
    /// Robots by name, the most first.
    pub robots: Vec<Share>,
}

/// The pages that were read most in a period.
#[crate::boxed]
pub async fn list(tx: &mut Tx, now: Micros, period: Period, most: i64) -> Result<Vec<Row>> {
    let (from, span) = (period.from(now), period.span().as_str());
    let totals: Vec<Total> = q!(tx, reading::totals(span, Who::Reader.as_str(), from, i64::MAX, most))?;
    let mut rows = Vec::with_capacity(totals.len());
    for total in totals {
        let mut row = one(tx, &total.page, now, period, SOURCES).await?;
        row.robots = q!(
            tx,
            reading::total(&total.page, span, Who::Robot.as_str(), from, i64::MAX)
        )?;
        rows.push(row);
    }
    Ok(rows)
}

/// The whole site.
#[crate::boxed]
pub async fn site(tx: &mut Tx, now: Micros, period: Period) -> Result<Site> {
    let sum = one(tx, "", now, period, SOURCES_OF_ALL).await?;
    let (from, span, robot) = (period.from(now), period.span().as_str(), Who::Robot.as_str());
    let robots = q!(tx, reading::sources("", span, robot, from, i64::MAX, SOURCES_OF_ALL))?;
    Ok(Site { sum, robots })
}

/// A page, or with an empty one the whole site.
async fn one(tx: &mut Tx, page: &str, now: Micros, period: Period, sources: i64) -> Result<Row> {
    let (from, span, reader) = (period.from(now), period.span().as_str(), Who::Reader.as_str());
    let begun = from - period.length();
    let ticks: Vec<Tick> = q!(tx, reading::series(page, span, reader, begun, i64::MAX, 10_000))?;
    Ok(Row {
        page: page.to_owned(),
        sources: q!(tx, reading::sources(page, span, reader, from, i64::MAX, sources))?,
        ..in_bars(&ticks, now, period)
    })
}

/// Ticks as bars, and the whole bars of this period against the same ones of the period before.
fn in_bars(ticks: &[Tick], now: Micros, period: Period) -> Row {
    let from = period.from(now);
    let mut bars = vec![0; period.bars()];
    let (mut whole, mut before) = (0, 0);
    let current = from + period.length() - period.bar();
    for tick in ticks {
        if tick.at < from {
            if tick.at < current - period.length() {
                before += tick.count;
            }
            continue;
        }
        if tick.at < current {
            whole += tick.count;
        }
        // What another node counted by a clock that goes before this one's belongs to the last bar.
        let at = usize::try_from((tick.at - from) / period.bar()).unwrap_or_default();
        if let Some(bar) = bars.get_mut(at.min(period.bars() - 1)) {
            *bar += tick.count;
        }
    }
    Row {
        count: bars.iter().sum(),
        whole,
        before,
        bars,
        ..Row::default()
    }
}

/// The replies of a period by story, the most first; and of all stories as one.
#[crate::boxed]
pub async fn replies(tx: &mut Tx, now: Micros, period: Period, most: i64) -> Result<(Row, Vec<Row>)> {
    let (from, bar) = (period.from(now), period.bar());
    let begun = from - period.length();
    let counts = q!(tx, reading::replies(from, i64::MAX, most))?;
    let mut rows = Vec::with_capacity(counts.len());
    for count in counts {
        let ticks: Vec<Tick> = q!(tx, reading::reply_series(&count.story_id, begun, i64::MAX, bar, 10_000))?;
        rows.push(Row {
            page: count.story_id,
            approved: count.approved,
            ..in_bars(&ticks, now, period)
        });
    }
    let ticks: Vec<Tick> = q!(tx, reading::reply_series("", begun, i64::MAX, bar, 10_000))?;
    let all = Row {
        approved: q!(tx, reading::replies_standing(from, i64::MAX))?,
        ..in_bars(&ticks, now, period)
    };
    Ok((all, rows))
}

/// The whole site by the hours of the paper's day, and the same day a week ago.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Today {
    /// When today's first hour began.
    pub from: Micros,
    /// Today's hours so far.
    pub hours: Vec<i64>,
    /// All hours of the day a week ago.
    pub week_ago: Vec<i64>,
}

/// Today and the same day a week ago.
#[crate::boxed]
pub async fn today(tx: &mut Tx, now: Micros, zone: &TimeZone) -> Result<Today> {
    let from = hour_of(Span::Day.start(now, zone));
    let then = courant_model::time::timestamp(now)
        .to_zoned_datetime(zone.clone())
        .checked_sub(7.days())
        .map_or(now - 7 * 24 * HOUR, |at| at.timestamp().as_microsecond());
    let week_ago = hour_of(Span::Day.start(then, zone));
    // A day on which the clocks change has an hour more or less.
    let end = hour_of(Span::Day.start(week_ago + 30 * HOUR, zone)).max(week_ago + 23 * HOUR);
    let so_far = usize::try_from((now - from) / HOUR + 1).unwrap_or(1);
    let whole = usize::try_from((end - week_ago) / HOUR).unwrap_or(24);
    Ok(Today {
        from,
        hours: hours(tx, "", from, from + 26 * HOUR, so_far.min(25)).await?,
        week_ago: hours(tx, "", week_ago, end, whole).await?,
    })
}

fn hour_of(at: Micros) -> Micros {
    at - at.rem_euclid(HOUR)
}

/// The hours of a page from a moment on, so many of them.
pub(super) async fn hours(tx: &mut Tx, page: &str, from: Micros, to: Micros, many: usize) -> Result<Vec<i64>> {
    let ticks: Vec<Tick> = q!(
        tx,
        reading::series(page, Span::Hour.as_str(), Who::Reader.as_str(), from, to, 10_000)
    )?;
    let mut found = vec![0; many];
    for tick in ticks {
        let at = usize::try_from((tick.at - from) / HOUR).unwrap_or_default();
        if let Some(hour) = found.get_mut(at) {
            *hour += tick.count;
        }
    }
    Ok(found)
}
