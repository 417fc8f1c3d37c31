//! The board of a day: hours down, sections across, a card a story, and beside them what the diary has.
//! Filled for `day/mod.rs`; what was due before now and is not there stands above all hours.

use super::{Narrow, Present};
use crate::desk::stories::Person;
use crate::desk::visit::Desk;
use crate::site::view::Moment;
use courant_model::account::Act;
use courant_model::day::{self, DayLine, Hour, Stage};
use courant_model::diary::{Event, Occurrence};
use courant_model::time::Micros;
use courant_newsroom::permissions::Who;
use courant_newsroom::{Error, day as newsroom_day, diary};
use courant_store::q;
use jiff::civil::Date;
use serde::Serialize;

/// Hours that stand there also when nothing does.
const USUAL: std::ops::RangeInclusive<i8> = 7..=22;
/// A thumbnail is about so wide, in pixels.
const THUMBNAIL: u32 = 160;

/// The board.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Board {
    pub(super) overdue: Vec<Card>,
    /// More are overdue than are listed.
    pub(super) more_overdue: bool,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
    /// Nothing at all stands in the day.
    pub(super) empty: bool,
    /// There are more stories than one page shows.
    pub(super) cut: bool,
}

/// A section.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Column {
    id: String,
    name: String,
}

/// An hour, or "some time".
#[derive(Debug, Clone, Serialize)]
pub(super) struct Row {
    /// Its first moment; nothing for "some time".
    from: Option<Micros>,
    until: Option<Micros>,
    label: String,
    /// It is now.
    now: bool,
    empty: bool,
    events: Vec<EventCard>,
    cells: Vec<Vec<Card>>,
}

/// A story on the board.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Card {
    pub(super) id: String,
    pub(super) title: String,
    /// It has a headline.
    pub(super) named: bool,
    pub(super) stage: &'static str,
    pub(super) stage_word: String,
    pub(super) late: bool,
    /// The hour and minute at which it stands; of another day with its date.
    pub(super) time: String,
    pub(super) section: String,
    pub(super) writers: String,
    pub(super) words: i64,
    pub(super) planned: i64,
    pub(super) picture: Option<Thumb>,
    pub(super) wanted: bool,
    pub(super) embargo: Option<Moment>,
    pub(super) scheduled: Option<Moment>,
    pub(super) present: Vec<Person>,
    /// Its place on the board is its due time, and the member may set that.
    pub(super) may_move: bool,
    pub(super) may_change: bool,
    pub(super) seen_due: String,
    pub(super) seen_section: String,
    /// Minutes after the hour at which it is due.
    pub(super) minute: i8,
}

/// A lead picture, small.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Thumb {
    src: String,
}

/// Something of the diary.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct EventCard {
    pub(crate) id: String,
    pub(crate) title: String,
    /// "18:30–20:00"; empty for whole days.
    pub(crate) time: String,
    pub(crate) place: String,
    pub(crate) section: String,
    pub(crate) people: String,
    pub(crate) cancelled: bool,
    /// It began on another day.
    pub(crate) goes_on: bool,
    pub(crate) repeats: bool,
    /// The day on which this time of it begins.
    pub(crate) begins: String,
    pub(crate) stories: Vec<Told>,
}

/// A story of an event.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Told {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) stage: &'static str,
    pub(crate) stage_word: String,
}

/// Headline, or working slug while there is none.
pub(in crate::desk) fn title_of(line: &DayLine) -> String {
    if line.headline.is_empty() {
        line.working_slug.clone()
    } else {
        line.headline.clone()
    }
}

/// Fills it.
pub(super) async fn fill(
    desk: &mut Desk<'_>,
    who: &Who,
    date: Date,
    narrow: &Narrow,
    present: &Present,
) -> Result<Board, Error> {
    let now = desk.app.newsroom.house.now();
    let zone = desk.paper.time_zone();
    let found = newsroom_day::stories(&mut desk.tx, who, date, &zone, now).await?;
    let cut = found.lines.len() >= newsroom_day::MOST;
    let more_overdue = found.more_overdue;
    let mut overdue = Vec::new();
    for line in found.overdue {
        if wanted(&line, narrow, present) {
            overdue.push(card(desk, who, line, date, present).await?);
        }
    }
    let events = diary::between(&mut desk.tx, who, date, date, &zone).await?;
    let hours = day::hours(date, &zone);
    let lines: Vec<DayLine> = found
        .lines
        .into_iter()
        .filter(|line| wanted(line, narrow, present))
        .collect();
    let empty = lines.is_empty() && events.is_empty() && overdue.is_empty();
    let mut columns: Vec<Column> = desk
        .sections
        .iter()
        .filter(|section| narrow.section.is_empty() || section.id == narrow.section)
        .map(|section| Column {
            id: section.id.clone(),
            name: section.name.clone(),
        })
        .collect();
    if lines
        .iter()
        .any(|line| desk.section(line.section_id.as_deref()).is_none())
    {
        columns.push(Column {
            id: String::new(),
            name: desk.word("new-no-section"),
        });
    }
    let mut rows = rows(desk, &hours, now, columns.len());
    for line in lines {
        let row = row_of(&hours, day::stands_at(&line));
        let section = desk
            .section(line.section_id.as_deref())
            .map(|section| section.id.clone())
            .unwrap_or_default();
        let column = columns.iter().position(|column| column.id == section);
        let card = card(desk, who, line, date, present).await?;
        if let (Some(row), Some(column)) = (rows.get_mut(row), column)
            && let Some(cell) = row.cells.get_mut(column)
        {
            row.empty = false;
            cell.push(card);
        }
    }
    for (event, time) in events {
        if !narrow.section.is_empty() && event.section_id.as_deref() != Some(narrow.section.as_str()) {
            continue;
        }
        // What began before today goes on some time today.
        let at = Some(time.from).filter(|_| time.days.is_none() && desk.zoned(time.from).date() == date);
        let card = event_card(desk, who, event, &time, date).await?;
        if let Some(row) = rows.get_mut(row_of(&hours, at)) {
            row.empty = false;
            row.events.push(card);
        }
    }
    for row in &mut rows {
        for cell in &mut row.cells {
            cell.sort_by(|a, b| (&a.time, &a.title).cmp(&(&b.time, &b.title)));
        }
    }
    trim(&mut rows, &hours);
    Ok(Board {
        overdue,
        more_overdue,
        columns,
        rows,
        empty,
        cut,
    })
}

/// "Some time", then each hour.
fn rows(desk: &Desk<'_>, hours: &[Hour], now: Micros, columns: usize) -> Vec<Row> {
    let row = |hour: Option<&Hour>| Row {
        from: hour.map(|hour| hour.from),
        until: hour.map(|hour| hour.until),
        label: match hour {
            None => desk.word("day-some-time"),
            Some(hour) => match &hour.twice {
                Some(zone) => format!("{:02}:00 {zone}", hour.shows),
                None => format!("{:02}:00", hour.shows),
            },
        },
        now: hour.is_some_and(|hour| (hour.from..hour.until).contains(&now)),
        empty: true,
        events: Vec::new(),
        cells: vec![Vec::new(); columns],
    };
    std::iter::once(None).chain(hours.iter().map(Some)).map(row).collect()
}

/// The row of a moment; the first where there is none.
fn row_of(hours: &[Hour], at: Option<Micros>) -> usize {
    at.and_then(|at| hours.iter().position(|hour| (hour.from..hour.until).contains(&at)))
        .map_or(0, |hour| hour + 1)
}

/// Leaves out the hours of the night before the first and after the last in which something stands.
fn trim(rows: &mut Vec<Row>, hours: &[Hour]) {
    let usual = |n: usize| hours.get(n).is_some_and(|hour| USUAL.contains(&hour.shows));
    let stands = |n: usize| rows.get(n + 1).is_some_and(|row| !row.empty || row.now) || usual(n);
    let first = (0..hours.len()).find(|n| stands(*n));
    let last = (0..hours.len()).rfind(|n| stands(*n));
    if let (Some(first), Some(last)) = (first, last) {
        rows.truncate(last + 2);
        rows.drain(1..=first);
    }
}

fn wanted(line: &DayLine, narrow: &Narrow, present: &Present) -> bool {
    let section = narrow.section.is_empty() || line.section_id.as_deref() == Some(narrow.section.as_str());
    let has = line.assignee.as_deref().or(line.begun_by.as_deref());
    let writer = match narrow.writer.as_str() {
        "" => true,
        "nobody" => line.assignee.is_none(),
        account => has == Some(account),
    };
    let stage = narrow
        .stage
        .is_none_or(|stage| stage == day::stage(line, present.contains_key(&line.id)));
    section && writer && stage
}

/// A story as a card.
async fn card(desk: &mut Desk<'_>, who: &Who, line: DayLine, date: Date, present: &Present) -> Result<Card, Error> {
    let now = desk.app.newsroom.house.now();
    let here = present.get(&line.id).cloned().unwrap_or_default();
    let stage = day::stage(&line, !here.is_empty());
    let late = day::is_late(&line, stage, now, &desk.now.date().to_string());
    let writers = match &line.assignee {
        Some(account) if stage != Stage::Published => desk.account_name(account).await?,
        _ => desk.signers(&line.byline).await?,
    };
    let picture = match &line.picture_id {
        Some(id) => q!(desk.tx, pictures::by_id(id))?.map(|picture| Thumb {
            src: crate::desk::pictures::src(&picture, THUMBNAIL),
        }),
        None => None,
    };
    let time = match day::stands_at(&line) {
        Some(at) if desk.zoned(at).date() == date => desk.zoned(at).strftime("%H:%M").to_string(),
        Some(at) => desk.moment(at).full,
        None if line.due_day == date.to_string() => String::new(),
        None => match line.due_day.parse() {
            Ok(day) => super::title(desk, day),
            Err(_) => String::new(),
        },
    };
    let in_work = ["idea", "draft", "in-edit", "ready"].contains(&line.state.as_str());
    let begun = line.begun_by.as_deref() == who.account() && who.account().is_some();
    let writes = newsroom_day::may(who, Act::Write, &line);
    let plans = writes && (begun || newsroom_day::may(who, Act::Assign, &line));
    Ok(Card {
        named: !line.headline.is_empty(),
        title: title_of(&line),
        stage: stage.as_str(),
        stage_word: desk.word(&format!("stage-{}", stage.as_str())),
        late,
        time,
        section: desk
            .section(line.section_id.as_deref())
            .map(|section| section.name.clone())
            .unwrap_or_default(),
        writers,
        words: line.words,
        planned: line.planned_words,
        picture,
        wanted: line.picture_wanted,
        embargo: line.embargo_until.filter(|at| *at > now).map(|at| desk.moment(at)),
        scheduled: line
            .scheduled_at
            .filter(|_| line.published_at.is_none())
            .map(|at| desk.moment(at)),
        present: here,
        may_move: in_work && plans && line.scheduled_at.is_none(),
        may_change: in_work && (writes || line.assignee.is_none() && desk.may(Act::Begin)),
        seen_due: super::sheet::due_text(line.due_at, &line.due_day),
        seen_section: line.section_id.clone().unwrap_or_default(),
        minute: line.due_at.map_or(0, |at| desk.zoned(at).minute()),
        id: line.id,
    })
}

/// One time of an event as a card of a day.
pub(in crate::desk) async fn event_card(
    desk: &mut Desk<'_>,
    who: &Who,
    event: Event,
    time: &Occurrence,
    date: Date,
) -> Result<EventCard, Error> {
    let mut people = Vec::new();
    for account in event.people() {
        people.push(desk.account_name(&account).await?);
    }
    let mut stories = Vec::new();
    for line in q!(desk.tx, diary::stories(&event.id))? {
        if newsroom_day::may(who, Act::Read, &line) {
            let stage = day::stage(&line, false);
            stories.push(Told {
                title: title_of(&line),
                stage: stage.as_str(),
                stage_word: desk.word(&format!("stage-{}", stage.as_str())),
                id: line.id,
            });
        }
    }
    let began = desk.zoned(time.from);
    let ends = desk.zoned(time.until);
    let clock = |at: &jiff::ZonedDateTime| at.strftime("%H:%M").to_string();
    let goes_on = began.date() < date;
    let told = match time.days {
        Some(_) => String::new(),
        None if time.until == time.from => clock(&began),
        None if goes_on && ends.date() > date => String::new(),
        None if goes_on => format!("–{}", clock(&ends)),
        None => format!("{}–{}", clock(&began), clock(&ends)),
    };
    Ok(EventCard {
        time: told,
        goes_on,
        place: event.place.clone(),
        section: desk
            .section(event.section_id.as_deref())
            .map(|section| section.name.clone())
            .unwrap_or_default(),
        people: people.join(", "),
        cancelled: time.cancelled,
        repeats: !event.repeats.is_empty(),
        begins: time.begins.to_string(),
        stories,
        title: event.title,
        id: event.id,
    })
}

#[cfg(test)]
impl Card {
    pub(super) fn sample() -> Self {
        use crate::site::view::samples::moment;
        let at = || moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET");
        Self {
            id: "01A".into(),
            title: "Ferry fares <rise>".into(),
            named: true,
            stage: "in-hand",
            stage_word: "In hand".into(),
            late: true,
            time: "14:30".into(),
            section: "Local".into(),
            writers: "Ana Reis".into(),
            words: 412,
            planned: 600,
            picture: Some(Thumb {
                src: "/media/a/b.jpg".into(),
            }),
            wanted: true,
            embargo: Some(at()),
            scheduled: Some(at()),
            present: vec![Person {
                name: "Rui Paz".into(),
                initials: "RP".into(),
            }],
            may_move: true,
            may_change: true,
            seen_due: "5".into(),
            seen_section: "local".into(),
            minute: 30,
        }
    }
}

#[cfg(test)]
impl EventCard {
    pub(crate) fn samples() -> Vec<Self> {
        let full = Self {
            id: "01E".into(),
            title: "Council <b>".into(),
            time: "18:30–20:00".into(),
            place: "Town hall".into(),
            section: "Local".into(),
            people: "Ana Reis".into(),
            cancelled: true,
            goes_on: true,
            repeats: true,
            begins: "2026-11-30".into(),
            stories: vec![Told {
                id: "01A".into(),
                title: "Budget <i>".into(),
                stage: "ready",
                stage_word: "Ready".into(),
            }],
        };
        let bare = Self {
            time: String::new(),
            place: String::new(),
            section: String::new(),
            people: String::new(),
            cancelled: false,
            goes_on: false,
            repeats: false,
            stories: Vec::new(),
            ..full.clone()
        };
        vec![full, bare]
    }
}

#[cfg(test)]
impl Board {
    pub(super) fn sample() -> Self {
        Self {
            overdue: Card::samples(),
            more_overdue: true,
            columns: vec![Column {
                id: "local".into(),
                name: "Local".into(),
            }],
            rows: [None, Some(5)]
                .into_iter()
                .map(|from| Row {
                    from,
                    until: from.map(|from| from + 1),
                    label: "14:00".into(),
                    now: from.is_some(),
                    empty: false,
                    events: EventCard::samples(),
                    cells: vec![Card::samples()],
                })
                .collect(),
            empty: false,
            cut: true,
        }
    }
}
