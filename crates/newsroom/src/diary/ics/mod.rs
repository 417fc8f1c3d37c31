//! Reads a calendar file (.ics, RFC 5545) into events for the diary. What cannot be read is named by its line and left out.
//! Called by `commands/import_diary.rs`. Crates for it bring a second library of time and do not say which line is wrong.

mod changes;
mod lines;
mod repeats;
mod times;

pub use changes::Change;

use courant_model::diary::Exception;
use courant_model::diary::repeat::Repeat;
use jiff::civil::Date;
use lines::Line;
use std::collections::BTreeMap;
use times::{At, Zones};

/// Largest file, in bytes.
pub const LARGEST: usize = 2 * 1024 * 1024;
/// Most events that are taken from one file.
pub const MOST: usize = 2_000;
/// Faults that are told; more of them are counted.
pub const MOST_FAULTS: usize = 50;
/// How deep components may lie in each other.
const DEEPEST: usize = 8;
/// Days that one series leaves out at most.
const MOST_EXCEPTIONS: usize = 1_000;
/// Longest name by which a calendar may know an event, in characters.
const LONGEST_UID: usize = 300;

/// An event of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The line on which it begins.
    pub line: usize,
    /// By which its calendar knows it; one that has none is known by title and time.
    pub uid: String,
    /// How often its calendar changed it.
    pub sequence: i64,
    /// What it is.
    pub title: String,
    /// As [`courant_model::diary::Event::starts`].
    pub starts: String,
    /// As [`courant_model::diary::Event::ends`].
    pub ends: String,
    /// IANA zone.
    pub zone: String,
    /// It lasts whole days.
    pub all_day: bool,
    /// Where.
    pub place: String,
    /// Description, contact and address of a page, as the calendar has them.
    pub said: String,
    /// How it repeats.
    pub repeat: Option<Repeat>,
    /// Days on which it does not take place, or another event stands for it.
    pub exceptions: Vec<Exception>,
    /// It does not take place.
    pub cancelled: bool,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// What.
    pub message: String,
}

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Its events, each once.
    pub events: Vec<Found>,
    /// What it says of events that it does not hold.
    pub changes: Vec<Change>,
    /// What could not be read.
    pub faults: Vec<Fault>,
    /// Faults beyond those that are told.
    pub more_faults: usize,
    /// Events that stood there more than once.
    pub doubles: usize,
}

/// Reads a file; `zone` is the paper's, for times that name none.
pub fn read(text: &str, zone: &str) -> Calendar {
    let (lines, unreadable) = lines::read(text);
    let mut faults: Vec<Fault> = unreadable
        .into_iter()
        .map(|(line, message)| fault(line, message))
        .collect();
    if !lines.iter().any(|line| line.name == "BEGIN" && is(line, "VCALENDAR")) {
        faults.insert(0, fault(1, "this is no calendar: it has no line BEGIN:VCALENDAR"));
        return told(Settled::default(), faults);
    }
    let zones = Zones::of(zone, &lines);
    let all_cancelled = lines.iter().any(|line| line.name == "METHOD" && is(line, "CANCEL"));
    let (mut found, mut called_off) = (Vec::new(), Vec::new());
    for (begins, event) in events(&lines, &mut faults) {
        if found.len() + called_off.len() >= MOST {
            faults.push(fault(
                begins,
                format!("only {MOST} events are taken from one file; the rest was left out"),
            ));
            break;
        }
        // A message that calls off says little more than a name, and all that it says is that.
        let read = if all_cancelled {
            changes::called_off(begins, &event, &zones, &mut faults).map(|change| called_off.push(change))
        } else {
            one(begins, &event, &zones, &mut faults).map(|event| found.push(event))
        };
        if let Err(wrong) = read {
            faults.push(wrong);
        }
    }
    let mut settled = settle(found, &mut faults);
    settled.changes.extend(called_off);
    told(settled, faults)
}

fn told(settled: Settled, mut faults: Vec<Fault>) -> Calendar {
    faults.sort();
    let more_faults = faults.len().saturating_sub(MOST_FAULTS);
    faults.truncate(MOST_FAULTS);
    Calendar {
        events: settled.events,
        changes: settled.changes,
        faults,
        more_faults,
        doubles: settled.doubles,
    }
}

fn fault(line: usize, message: impl Into<String>) -> Fault {
    Fault {
        line,
        message: message.into(),
    }
}

fn is(line: &Line, value: &str) -> bool {
    line.value.trim().eq_ignore_ascii_case(value)
}

/// The lines of each event, without those of alarms in it.
fn events<'l>(lines: &'l [Line], faults: &mut Vec<Fault>) -> Vec<(usize, Vec<&'l Line>)> {
    let mut all = Vec::new();
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut event: Vec<&Line> = Vec::new();
    let mut over = 0_usize;
    for line in lines {
        let value = line.value.trim();
        match line.name.as_str() {
            "BEGIN" if open.len() >= DEEPEST => over += 1,
            "BEGIN" => {
                if value.eq_ignore_ascii_case("VEVENT") {
                    if let Some((_, begun)) = open.iter().rfind(|(name, _)| name.eq_ignore_ascii_case("VEVENT")) {
                        faults.push(fault(*begun, "this event has no end"));
                        open.retain(|(name, _)| name.eq_ignore_ascii_case("VCALENDAR"));
                    }
                    event.clear();
                }
                open.push((value, line.number));
            }
            "END" if over > 0 => over -= 1,
            "END" => match open.iter().rposition(|(name, _)| name.eq_ignore_ascii_case(value)) {
                Some(at) => {
                    if value.eq_ignore_ascii_case("VEVENT")
                        && let Some((_, begun)) = open.get(at)
                    {
                        all.push((*begun, std::mem::take(&mut event)));
                    }
                    open.truncate(at);
                }
                None => faults.push(fault(line.number, "this ends what did not begin")),
            },
            _ => {
                let inside = open.last().is_some_and(|(name, _)| name.eq_ignore_ascii_case("VEVENT"));
                if inside && over == 0 {
                    event.push(line);
                }
            }
        }
    }
    if let Some((_, begun)) = open.iter().find(|(name, _)| name.eq_ignore_ascii_case("VEVENT")) {
        faults.push(fault(*begun, "this event has no end; the file may be cut off"));
    }
    all
}

/// An event before those of one name are settled.
struct Read {
    event: Found,
    /// The day of the series in whose place it stands, in the zone of the event.
    instead: Option<Date>,
    /// The same as the file says it.
    instead_at: Option<At>,
    /// By which day of the week each of its parts begins, where it repeats on several.
    parts: Vec<Date>,
}

fn one(begins: usize, lines: &[&Line], zones: &Zones, faults: &mut Vec<Fault>) -> Result<Read, Fault> {
    let get = |name: &str| lines.iter().find(|line| line.name == name).copied();
    let start = get("DTSTART").ok_or_else(|| fault(begins, "this event does not say when it begins (DTSTART)"))?;
    let at = zones.read(start, faults)?;
    let last = match (get("DTEND"), get("DURATION")) {
        (Some(line), _) => Some(zones.read(line, faults)?.ending(&at)),
        (None, Some(line)) => Some(at.after(line)?),
        (None, None) => None,
    };
    let end = last
        .filter(|last| last.is_not_before(&at))
        .unwrap_or_else(|| at.usual_end());
    let title = get("SUMMARY").map(Line::text).unwrap_or_default();
    let title = clip(&title.split_whitespace().collect::<Vec<_>>().join(" "), 200);
    if title.is_empty() {
        return Err(fault(begins, "this event has no title (SUMMARY)"));
    }
    let (repeat, parts) = match get("RRULE") {
        Some(line) => match repeats::read(&line.value, &at) {
            Ok(found) => found,
            Err(why) => {
                faults.push(fault(line.number, format!("{why}; only its first day was taken")));
                (None, Vec::new())
            }
        },
        None => (None, Vec::new()),
    };
    if let Some(line) = get("RDATE") {
        faults.push(fault(line.number, "single days beside a rule (RDATE) are not read"));
    }
    let mut exceptions = Vec::new();
    for line in lines.iter().filter(|line| line.name == "EXDATE") {
        for day in zones.days(line, &at.zone) {
            if exceptions.len() >= MOST_EXCEPTIONS {
                let many = format!("only {MOST_EXCEPTIONS} days are left out of one series (EXDATE); the rest stands");
                faults.push(fault(line.number, many));
                break;
            }
            exceptions.push(Exception { day, cancelled: true });
        }
        if exceptions.len() >= MOST_EXCEPTIONS {
            break;
        }
    }
    let instead_at = match get("RECURRENCE-ID") {
        Some(line) => Some(zones.read(line, faults)?),
        None => None,
    };
    let instead = instead_at.as_ref().map(|day| day.day_in(&at.zone));
    let uid = get("UID").map(Line::text).unwrap_or_default();
    let uid = if uid.is_empty() {
        format!("no-uid {} {}", at.kept(), clip(&title, 200))
    } else if uid.chars().count() > LONGEST_UID {
        return Err(fault(begins, "the name of this event (UID) is too long"));
    } else {
        uid
    };
    let said: Vec<String> = ["DESCRIPTION", "CONTACT", "URL"]
        .iter()
        .filter_map(|name| get(name))
        .map(Line::text)
        .filter(|text| !text.is_empty())
        .collect();
    Ok(Read {
        event: Found {
            line: begins,
            uid,
            sequence: sequence(get("SEQUENCE")),
            title,
            starts: at.kept(),
            ends: end.kept(),
            all_day: at.is_day(),
            place: clip(&get("LOCATION").map(Line::text).unwrap_or_default(), 200),
            said: clip(&said.join("\n"), 5_000),
            repeat,
            exceptions,
            cancelled: get("STATUS").is_some_and(|line| is(line, "CANCELLED")),
            zone: at.zone,
        },
        instead,
        instead_at,
        parts,
    })
}

fn sequence(line: Option<&Line>) -> i64 {
    let told = line.and_then(|line| line.value.trim().parse::<i64>().ok());
    told.unwrap_or(0).clamp(0, i64::from(i32::MAX))
}

fn clip(text: &str, most: usize) -> String {
    text.trim().chars().take(most).collect()
}

/// What a file holds, each event once.
#[derive(Default)]
struct Settled {
    events: Vec<Found>,
    changes: Vec<Change>,
    doubles: usize,
}

/// Each event once: the newest of one name. What stands in the place of one day of a series is an event of its own, and
/// the series leaves that day out, be it in the file or in the diary; a series on several days of the week becomes one for
/// each.
fn settle(found: Vec<Read>, faults: &mut Vec<Fault>) -> Settled {
    let mut doubles = 0;
    let mut series: BTreeMap<String, Read> = BTreeMap::new();
    let mut instead: BTreeMap<(String, Date), Read> = BTreeMap::new();
    for one in found {
        let newer = |known: &Read| one.event.sequence >= known.event.sequence;
        let key = one.instead.map(|day| (one.event.uid.clone(), day));
        let known = match &key {
            Some(key) => instead.get(key),
            None => series.get(&one.event.uid),
        };
        if let Some(known) = known {
            doubles += 1;
            if !newer(known) {
                continue;
            }
        }
        if let Some(key) = key {
            instead.insert(key, one);
        } else {
            series.insert(one.event.uid.clone(), one);
        }
    }
    let (mut events, mut changes) = (Vec::new(), Vec::new());
    for ((uid, day), one) in &instead {
        let in_file = series.get_mut(uid);
        // A day that was moved before and is called off now is an event of the diary by itself.
        if in_file.is_none() || one.event.cancelled {
            changes.push(Change {
                line: one.event.line,
                uid: uid.clone(),
                sequence: one.event.sequence,
                cancelled: one.event.cancelled,
                day: one.instead_at.clone(),
            });
        }
        if let Some(known) = in_file {
            known.event.exceptions.retain(|exception| exception.day != *day);
            if known.event.exceptions.len() < MOST_EXCEPTIONS {
                known.event.exceptions.push(Exception {
                    day: *day,
                    cancelled: one.event.cancelled,
                });
            } else {
                let many = format!("only {MOST_EXCEPTIONS} days of one series are changed; this one stands twice");
                faults.push(fault(one.event.line, many));
            }
        }
        if !one.event.cancelled {
            events.push(Found {
                uid: format!("{uid} {day}"),
                repeat: None,
                exceptions: Vec::new(),
                ..one.event.clone()
            });
        }
    }
    for (_, mut one) in series {
        one.event.exceptions.sort();
        one.event.exceptions.dedup();
        if one.parts.len() < 2 {
            events.push(one.event);
            continue;
        }
        for day in one.parts {
            match times::shifted(&one.event, day) {
                Some(part) => events.push(part),
                None => faults.push(fault(one.event.line, "this event goes beyond the calendar")),
            }
        }
    }
    events.sort_by(|a, b| (a.line, &a.uid).cmp(&(b.line, &b.uid)));
    Settled {
        events,
        changes,
        doubles,
    }
}

#[cfg(test)]
mod tests;
