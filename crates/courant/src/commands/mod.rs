//! The commands, one a file, named for what a person asks for.
//! `crate::run` calls them; each reads the settings, opens the house and drives the newsroom.

pub mod account;
pub mod bench_fill;
mod bringing;
pub mod check;
pub mod config;
pub mod demo;
pub mod export;
pub mod front;
pub mod import_courant;
pub mod import_feed;
pub mod import_ghost;
pub mod import_markdown;
pub mod import_page;
pub mod import_replies;
pub mod import_wordpress;
pub mod mail;
pub mod new;
pub mod paper;
pub mod record;
pub mod replies;
pub mod reports;
pub mod section;
pub mod serve;
pub mod story;
pub mod theme;
pub mod workflow;

use crate::config::{Flags, InForce, Surroundings};
use crate::failure::{Failure, Result};
use courant_model::address::Leads;
use courant_model::paper::Paper;
use courant_model::story::Live;
use courant_model::time::{DAY, Micros};
use courant_store::{Tx, q};
use jiff::civil;
use jiff::tz::TimeZone;

/// Reads the settings and begins logging.
fn settle(flags: &Flags) -> Result<InForce> {
    let settings = crate::config::read(flags, &Surroundings::of_process())?;
    crate::log::begin(&settings);
    Ok(settings)
}

/// The live story at a path or address; redirects are followed.
async fn live_at(tx: &mut Tx, written: &str) -> Result<Live> {
    let mut path = path_of(written);
    // Chains are collapsed when they are written, so one step leads to the end.
    for _ in 0..2 {
        let Some(address) = q!(tx, addresses::at(&path))? else {
            break;
        };
        match Leads::parse(&address.kind) {
            Leads::Redirect => path = address.target,
            Leads::Story => match q!(tx, live::by_id(&address.target))? {
                Some(live) => return Ok(live),
                None => break,
            },
            Leads::Gone => return Err(Failure::new(format!("the story at {path} was taken from readers"))),
            Leads::Section | Leads::Author | Leads::Topic => {
                return Err(Failure::new(format!("{path} is a list, not a story")));
            }
            Leads::Picture => return Err(Failure::new(format!("{path} is a picture, not a story"))),
        }
    }
    Err(Failure::new(format!(
        "no story stands at {path}; a path looks like /local/ferry-timetable"
    )))
}

/// The path of an address: `https://news.example/local/ferry?x` and `local/ferry/` are both `/local/ferry`.
fn path_of(written: &str) -> String {
    let path = match url::Url::parse(written) {
        Ok(url) if url.has_host() => url.path().to_owned(),
        _ => written.split(['?', '#']).next().unwrap_or_default().to_owned(),
    };
    format!("/{}", path.trim_matches('/'))
}

/// Reads a date of publication: a moment with offset, a local moment, or a day. A day counts as its noon in the
/// paper's zone, or as now when that is still to come.
fn date_of(written: &str, paper: &Paper, now: Micros) -> Result<Micros> {
    let written = written.trim();
    if let Ok(moment) = written.parse::<jiff::Timestamp>() {
        return Ok(moment.as_microsecond());
    }
    let zone = paper.time_zone();
    if let Ok(day) = written.parse::<civil::Date>()
        && !written.contains(['T', ':'])
    {
        return noon(day, &zone, now);
    }
    match written.parse::<civil::DateTime>() {
        Ok(local) => at_local(local, &zone),
        Err(_) => Err(Failure::new(format!(
            "{written:?} is no date; say 2023-09-06, 2023-09-06T14:30 or 2023-09-06T14:30+01:00"
        ))),
    }
}

/// A local moment in a zone; in the gap of a clock change the moment after it, in an overlap the first of the two.
fn at_local(local: civil::DateTime, zone: &TimeZone) -> Result<Micros> {
    local
        .to_zoned_datetime(zone.clone())
        .map(|zoned| zoned.timestamp().as_microsecond())
        .map_err(|error| Failure::new(format!("{local} is out of the calendar: {error}")))
}

fn noon(day: civil::Date, zone: &TimeZone, now: Micros) -> Result<Micros> {
    let noon = at_local(day.at(12, 0, 0, 0), zone)?;
    // Only today's noon may still be to come; a later day stays in the future and is refused by the newsroom.
    Ok(if noon > now && noon - now < DAY / 2 { now } else { noon })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_taken_from_any_way_of_writing_it() {
        for written in [
            "/local/ferry",
            "local/ferry/",
            "https://news.example/local/ferry?utm=1",
            "/local/ferry#replies",
        ] {
            assert_eq!(path_of(written), "/local/ferry");
        }
    }

    #[test]
    fn a_day_is_its_noon_in_the_papers_zone() {
        let paper = Paper::new("The Example", "Europe/Lisbon");
        let now = "2024-01-01T00:00:00Z"
            .parse::<jiff::Timestamp>()
            .unwrap()
            .as_microsecond();
        let at = date_of("2023-09-06", &paper, now).unwrap();
        assert_eq!(courant_model::time::timestamp(at).to_string(), "2023-09-06T11:00:00Z");
        let at = date_of("2023-09-06T14:30", &paper, now).unwrap();
        assert_eq!(courant_model::time::timestamp(at).to_string(), "2023-09-06T13:30:00Z");
        let at = date_of("2023-09-06T14:30+02:00", &paper, now).unwrap();
        assert_eq!(courant_model::time::timestamp(at).to_string(), "2023-09-06T12:30:00Z");
        assert!(date_of("6 September", &paper, now).is_err());
    }

    #[test]
    fn today_before_noon_is_now() {
        let paper = Paper::new("The Example", "UTC");
        let now = "2024-01-01T08:00:00Z"
            .parse::<jiff::Timestamp>()
            .unwrap()
            .as_microsecond();
        assert_eq!(date_of("2024-01-01", &paper, now).unwrap(), now);
        assert!(date_of("2024-01-02", &paper, now).unwrap() > now);
    }
}
