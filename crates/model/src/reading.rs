//! Reads of pages as they are counted and kept: spans of time, who asked, and the sums that the desk shows.
//! Nothing here can name a reader: no address, no cookie, no page that somebody came from.

use crate::time::{HOUR, Micros, SECOND};

/// How long a span of counts is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Span {
    /// Sixty seconds of UTC.
    Minute,
    /// An hour of UTC.
    Hour,
    /// A day of the paper's zone.
    Day,
}

impl Span {
    /// As it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }

    /// When the span of a moment began; a day begins where the zone says.
    pub fn start(self, at: Micros, zone: &jiff::tz::TimeZone) -> Micros {
        match self {
            Self::Minute => at - at.rem_euclid(60 * SECOND),
            Self::Hour => at - at.rem_euclid(HOUR),
            Self::Day => crate::time::timestamp(at)
                .to_zoned_datetime(zone.clone())
                .start_of_day()
                .map_or(at - at.rem_euclid(24 * HOUR), |day| day.timestamp().as_microsecond()),
        }
    }
}

/// Who asked for a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Who {
    /// Somebody with a browser, as far as one can tell.
    Reader,
    /// A program that says so, or asks as no browser does.
    Robot,
}

impl Who {
    /// As it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Robot => "robot",
        }
    }
}

/// Pages that are no story, as they are counted.
pub mod pages {
    /// The front page.
    pub const FRONT: &str = "front";
    /// The page of a section.
    pub const SECTION: &str = "section";
    /// Any other: lists, authors, topics, the record; and what found no place of its own.
    pub const OTHER: &str = "other";
    /// All of them.
    pub const ALL: [&str; 3] = [FRONT, SECTION, OTHER];
}

/// The source under which whatever found no place of its own is counted.
pub const OTHER_SOURCE: &str = "other";

/// A row to be added to what is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// As [`Span`] prints itself.
    pub span: &'static str,
    /// As [`Who`] prints itself.
    pub who: &'static str,
    /// A source by its key or host, a robot by its name; empty for the sum.
    pub source: String,
    /// When the span began.
    pub at: Micros,
    /// A story's id or one of [`pages`]; empty for the whole site.
    pub page: String,
    /// How many.
    pub count: i64,
}

/// How often a page was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// A story's id or one of [`pages`].
    pub page: String,
    /// How often.
    pub count: i64,
}

/// The count of one span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    /// When it began.
    pub at: Micros,
    /// How many.
    pub count: i64,
}

/// What a source, or a robot, has of a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Its key, host or name.
    pub source: String,
    /// How many.
    pub count: i64,
}

/// Replies to a story in a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyCount {
    /// The story.
    pub story_id: String,
    /// How many came.
    pub came: i64,
    /// How many of those stand by now.
    pub approved: i64,
}

/// A reply by the name of its writer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyWriter {
    /// Id of the reply.
    pub id: String,
    /// The name that its writer gave.
    pub name: String,
    /// `waiting`, `approved` …
    pub state: String,
    /// The story that it answers.
    pub story_id: String,
    /// Where that story stands.
    pub path: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_where_the_zone_says() {
        let zone = jiff::tz::TimeZone::get("Europe/Lisbon").unwrap();
        let at: jiff::Timestamp = "2026-07-14T22:30:10Z".parse().unwrap();
        let start = |span: Span, at: jiff::Timestamp| {
            crate::time::timestamp(span.start(at.as_microsecond(), &zone)).to_string()
        };
        assert_eq!(start(Span::Minute, at), "2026-07-14T22:30:00Z");
        assert_eq!(start(Span::Hour, at), "2026-07-14T22:00:00Z");
        assert_eq!(start(Span::Day, at), "2026-07-13T23:00:00Z");
        let late: jiff::Timestamp = "2026-07-14T23:00:00Z".parse().unwrap();
        assert_eq!(start(Span::Day, late), "2026-07-14T23:00:00Z");
    }
}
