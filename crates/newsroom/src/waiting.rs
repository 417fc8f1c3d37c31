//! What waits for somebody: assigned, mentioned, sent back, ready, about to go out, failed, to be read, overdue, to be
//! reviewed, by due time. The desk opens on it; [`Changes`] says when to look again.

use crate::commands::{self, note_in_margin};
use crate::permissions::Who;
use crate::{Result, names, people};
use courant_model::account::{Act, On};
use courant_model::day;
use courant_model::note::{Notice, NoticeKind};
use courant_model::schedule::Schedule;
use courant_model::shelf::Line;
use courant_model::story::State;
use courant_model::template::Background;
use courant_model::time::{HOUR, Micros, timestamp};
use courant_store::{Store, Tx, q};
use jiff::tz::TimeZone;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::time::Duration;
use tokio::sync::watch;

/// So many of one sort are looked at; a desk with more has other worries.
const MANY: i64 = 500;
/// What goes out within this time is about to.
const SOON: Micros = HOUR;
/// States of a story that is still to come.
const IN_WORK: [&str; 4] = ["idea", "draft", "in-edit", "ready"];
/// Changes closer together than this are one.
const TOGETHER: Duration = Duration::from_millis(200);

/// One thing that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Why.
    pub kind: NoticeKind,
    /// The story; none for background.
    pub story: Option<Line>,
    /// The background that is to be reviewed.
    pub background: Option<Background>,
    /// When it is due: the story's time, the time at which it goes out, the day of review. A story that is due on a day
    /// without an hour has none; its line names the day.
    pub due_at: Option<Micros>,
    /// Since when it waits.
    pub at: Micros,
    /// Who caused it, by name; empty when nobody did.
    pub by: String,
    /// What was said: the note, the reason, or why it failed; may be empty.
    pub said: String,
    /// The note that said it.
    pub note_id: Option<String>,
}

impl Item {
    /// The day on which its story is due without an hour, while it is in work; else empty.
    pub fn due_day(&self) -> &str {
        match &self.story {
            Some(line) if IN_WORK.contains(&line.state.as_str()) => &line.due_day,
            _ => "",
        }
    }
}

/// How much waits, by kind. As JSON it is what `/desk/events` sends.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Stories and backgrounds that wait, each once.
    pub total: usize,
    /// By kind, as [`NoticeKind`] is kept; kinds of which nothing waits are left out.
    pub kinds: BTreeMap<&'static str, usize>,
    /// Requests to correct the record that nobody has answered; only for whoever answers them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests: Option<i64>,
}

/// What waits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Waiting {
    /// By due time, and where there is none by the time since when it waits.
    pub items: Vec<Item>,
    /// As in [`Counts`].
    pub requests: Option<i64>,
}

impl Waiting {
    /// How much it is.
    pub fn counts(&self) -> Counts {
        let mut kinds = BTreeMap::new();
        let mut things: Vec<&str> = Vec::new();
        for item in &self.items {
            *kinds.entry(item.kind.as_str()).or_default() += 1;
            let story = item.story.as_ref().map(|line| line.id.as_str());
            things.extend(story.or(item.background.as_ref().map(|one| one.id.as_str())));
        }
        things.sort_unstable();
        things.dedup();
        Counts {
            total: things.len(),
            kinds,
            requests: self.requests,
        }
    }

    /// What waits of one kind.
    pub fn of_kind(&self, kind: NoticeKind) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.kind == kind)
    }
}

/// What waits for somebody now.
#[crate::boxed]
pub async fn of(tx: &mut Tx, who: &Who, now: Micros) -> Result<Waiting> {
    let Some(account) = who.account() else {
        return Ok(Waiting::default());
    };
    let mut items = Vec::new();
    let notices: Vec<Notice> = q!(tx, notes::unseen(account, MANY))?;
    let mut names: HashMap<String, String> = HashMap::new();
    for notice in notices {
        if let Some(item) = told(tx, who, &mut names, notice).await? {
            items.push(item);
        }
    }
    let clock = Clock::of(tx, now).await?;
    mine(tx, account, &clock, &mut items).await?;
    for_editors(tx, who, account, &clock, &mut items).await?;
    going_out(tx, who, account, now, &mut items).await?;
    let backgrounds: Vec<Background> = q!(tx, templates::to_review(account, now))?;
    items.extend(backgrounds.into_iter().map(|background| Item {
        due_at: background.review_at,
        at: background.review_at.unwrap_or(now),
        background: Some(background),
        ..item(NoticeKind::Review, None, now)
    }));
    items.sort_by_key(|item| (clock.due(item).unwrap_or(item.at), item.at));
    let requests = if who.may(Act::KeepRecord, On::NOTHING) {
        Some(q!(tx, requests::count_open())?)
    } else {
        None
    };
    Ok(Waiting { items, requests })
}

/// Now, and what the paper calls today.
struct Clock {
    now: Micros,
    today: String,
    zone: TimeZone,
}

impl Clock {
    async fn of(tx: &mut Tx, now: Micros) -> Result<Self> {
        let zone = commands::revise_paper::current(tx).await?.time_zone();
        let today = timestamp(now).to_zoned_datetime(zone.clone()).date().to_string();
        Ok(Self { now, today, zone })
    }

    /// When a thing is due: at its moment, or at the end of the day of its story.
    fn due(&self, item: &Item) -> Option<Micros> {
        item.due_at.or_else(|| day::end_of(item.due_day(), &self.zone))
    }

    fn is_overdue(&self, line: &Line) -> bool {
        day::is_past(line.due_at, &line.due_day, self.now, &self.today)
    }
}

fn item(kind: NoticeKind, story: Option<Line>, at: Micros) -> Item {
    Item {
        kind,
        due_at: story.as_ref().and_then(|line| line.due_at),
        story,
        background: None,
        at,
        by: String::new(),
        said: String::new(),
        note_id: None,
    }
}

/// What an account was told and has not seen. What can be seen from the story's state is not said twice.
async fn told(tx: &mut Tx, who: &Who, names: &mut HashMap<String, String>, notice: Notice) -> Result<Option<Item>> {
    let Some(kind) = NoticeKind::parse(&notice.kind) else {
        return Ok(None);
    };
    let Some(line) = q!(tx, shelf::line(&notice.story_id))? else {
        return Ok(None);
    };
    let from_state = match kind {
        NoticeKind::Assigned => true,
        // The update of a published story has no state of its own.
        NoticeKind::Ready => line.state != State::Published.as_str(),
        _ => false,
    };
    if from_state || !may_read(who, &line) {
        return Ok(None);
    }
    let by = match &notice.by_account {
        Some(by) => {
            if !names.contains_key(by) {
                names.insert(by.clone(), names::of_account(tx, by).await?);
            }
            names.get(by).cloned().unwrap_or_default()
        }
        None => String::new(),
    };
    let said = match &notice.note_id {
        Some(id) => match q!(tx, notes::by_id(id))? {
            Some(note) => note_in_margin::printed(tx, &note.body).await?,
            None => String::new(),
        },
        None => String::new(),
    };
    Ok(Some(Item {
        by,
        said,
        note_id: notice.note_id,
        ..item(kind, Some(line), notice.at)
    }))
}

/// Stories that an account works on.
async fn mine(tx: &mut Tx, account: &str, clock: &Clock, items: &mut Vec<Item>) -> Result<()> {
    let lines: Vec<Line> = q!(tx, shelf::own(account, Micros::MAX, "", MANY))?;
    for line in lines {
        let in_hand = ["idea", "draft", "in-edit"].contains(&line.state.as_str());
        let assigned = line.assignee.as_deref() == Some(account);
        // What one began oneself waits for its time alone; without one it is only in the list.
        let promised = line.assignee.is_none() && (line.due_at.is_some() || !line.due_day.is_empty());
        if !in_hand || !(assigned || promised) {
            continue;
        }
        let overdue = clock.is_overdue(&line);
        let said_already = items
            .iter()
            .any(|one| one.kind == NoticeKind::SentBack && one.story.as_ref().is_some_and(|story| story.id == line.id));
        if overdue || !said_already {
            let kind = if overdue {
                NoticeKind::Overdue
            } else {
                NoticeKind::Assigned
            };
            let at = line.changed_at;
            items.push(item(kind, Some(line), at));
        }
    }
    Ok(())
}

/// What an editor answers for: ready to be published, published unseen, late in the hands of others.
async fn for_editors(tx: &mut Tx, who: &Who, account: &str, clock: &Clock, items: &mut Vec<Item>) -> Result<()> {
    let own = On {
        own: true,
        section: None,
    };
    if who.may(Act::Publish, own) {
        let ready: Vec<Line> = q!(
            tx,
            shelf::in_state(State::Ready.as_str(), "", "", Micros::MAX, "", MANY)
        )?;
        for line in ready {
            let mine = is_own(&line, account);
            // One's own story waits for somebody else, unless the table says otherwise.
            if may(who, Act::Publish, &line) && (!mine || may(who, Act::PublishOwn, &line)) {
                let at = line.changed_at;
                items.push(item(NoticeKind::Ready, Some(line), at));
            }
        }
        let unread: Vec<Line> = q!(tx, shelf::unread(MANY))?;
        for line in unread {
            if may(who, Act::Publish, &line) && !is_own(&line, account) {
                let at = line.unread_since.unwrap_or(line.changed_at);
                items.push(item(NoticeKind::ToRead, Some(line), at));
            }
        }
    }
    if who.may(Act::Assign, own) {
        let late: Vec<Line> = q!(tx, shelf::overdue(clock.now, &clock.today, MANY))?;
        for line in late {
            let listed = items.iter().any(|one| {
                one.kind == NoticeKind::Overdue && one.story.as_ref().is_some_and(|story| story.id == line.id)
            });
            if !listed && may(who, Act::Assign, &line) {
                let day = || day::end_of(&line.due_day, &clock.zone);
                let at = line.due_at.or_else(day).unwrap_or(clock.now);
                items.push(item(NoticeKind::Overdue, Some(line), at));
            }
        }
    }
    Ok(())
}

/// What goes out within the hour, for whoever has to do with it.
async fn going_out(tx: &mut Tx, who: &Who, account: &str, now: Micros, items: &mut Vec<Item>) -> Result<()> {
    let waiting: Vec<Schedule> = q!(tx, schedules::in_state("waiting", MANY))?;
    for schedule in waiting.into_iter().take_while(|schedule| schedule.due_at <= now + SOON) {
        let Some(line) = q!(tx, shelf::line(&schedule.story_id))? else {
            continue;
        };
        let concerned = schedule.account.as_deref() == Some(account) || is_own(&line, account);
        if may_read(who, &line) && (concerned || may(who, Act::Publish, &line)) {
            items.push(Item {
                due_at: Some(schedule.due_at),
                ..item(NoticeKind::GoingOut, Some(line), schedule.asked_at)
            });
        }
    }
    Ok(())
}

/// Whether somebody may read the story of a line.
pub fn may_read(who: &Who, line: &Line) -> bool {
    may(who, Act::Read, line)
}

/// Whether somebody may do a thing on the story of a line.
pub fn may(who: &Who, act: Act, line: &Line) -> bool {
    let own = match who {
        Who::Member(member) => is_own(line, &member.account) || people::signs(member, &line.byline),
        Who::House(_) => true,
    };
    let on = On {
        own,
        section: line.section_id.as_deref(),
    };
    who.may(act, on)
}

fn is_own(line: &Line, account: &str) -> bool {
    line.begun_by.as_deref() == Some(account) || line.assignee.as_deref() == Some(account)
}

/// Says when something changed, on whichever node, so that what waits is looked at again.
#[derive(Debug)]
pub struct Changes {
    grown: watch::Receiver<i64>,
}

impl Changes {
    /// Changes of a store from now on.
    pub fn of(store: &Store) -> Self {
        let mut grown = store.grown();
        grown.mark_unchanged();
        Self { grown }
    }

    /// Waits for the next change and for the moment after it, in which others may come; false when there will be none.
    #[crate::boxed]
    pub async fn next(&mut self) -> bool {
        if self.grown.changed().await.is_err() {
            return false;
        }
        tokio::time::sleep(TOGETHER).await;
        self.grown.mark_unchanged();
        true
    }
}
