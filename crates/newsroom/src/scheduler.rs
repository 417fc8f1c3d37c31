//! Lets scheduled stories, updates and changes of fronts out at their time: within a second, after a restart at once, and
//! exactly once also on several nodes. Takes pictures down whose rights end, in the same way, and forgets unfinished
//! uploads. `courant serve` runs it beside the jobs.

mod fronts;

use crate::commands::picture_rights;
use crate::commands::publish_story::{self, Publish};
use crate::commands::update_story::{self, Update};
use crate::notices::{self, Happening};
use crate::permissions::Who;
use crate::{Error, Newsroom, Result, accounts, commands, uploads};
use courant_model::account::{Act, On};
use courant_model::actor::Actor;
use courant_model::door::Account;
use courant_model::entry::Thing;
use courant_model::note::NoticeKind;
use courant_model::schedule::{Local, Schedule};
use courant_model::time::{HOUR, Micros, SECOND};
use courant_store::{Tx, q};
use std::collections::BTreeMap;
use std::time::Duration;

/// The longest time between two looks at the clock, so that a clock that is set, or a machine that slept, is noticed.
const LOOK: Duration = Duration::from_millis(250);
/// Schedules that one look takes up.
const BATCH: i64 = 200;
/// What goes out more than this after its time is marked as late.
const LATE: Micros = 2 * SECOND;
/// How long a schedule is tried again when the house itself fails, before it is given up with its reason.
const PATIENCE: Micros = 10 * 60 * SECOND;
/// Zones change their rules; so often their times are resolved anew.
const RESOLVE: Micros = HOUR;
/// How often unfinished uploads are looked through.
const SWEEP: Micros = HOUR;

/// What a running scheduler remembers between looks. Nothing of it is needed after a restart.
#[derive(Debug, Default)]
pub struct Memory {
    /// Schedules that the house failed on, and when they are tried again.
    put_off: BTreeMap<String, Micros>,
    /// When times were resolved last.
    resolved_at: Option<Micros>,
    /// When unfinished uploads were looked through last.
    swept_at: Option<Micros>,
}

/// Runs until the future is dropped.
#[crate::boxed]
pub async fn run(newsroom: &Newsroom) {
    let mut memory = Memory::default();
    let mut grown = newsroom.store.grown();
    loop {
        let rest = match step(newsroom, &mut memory).await {
            Ok(next) => next.map_or(LOOK, |due| until(due, newsroom.house.now())),
            Err(error) => {
                tracing::warn!(%error, "the schedule cannot be read; trying again");
                LOOK
            }
        };
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            // A story that is scheduled for the next moment does not wait for the look after.
            _ = grown.changed() => {}
        }
    }
}

/// From now to a moment, at most one look away.
fn until(due: Micros, now: Micros) -> Duration {
    let micros = u64::try_from(due.saturating_sub(now)).unwrap_or(0).max(1_000);
    LOOK.min(Duration::from_micros(micros))
}

/// Lets out what is due, and returns when the next is.
#[crate::boxed]
pub async fn step(newsroom: &Newsroom, memory: &mut Memory) -> Result<Option<Micros>> {
    let now = newsroom.house.now();
    if memory.resolved_at.is_none_or(|at| now - at >= RESOLVE) {
        resolve_anew(newsroom).await?;
        fronts::resolve_anew(newsroom).await?;
        memory.resolved_at = Some(now);
    }
    if memory.swept_at.is_none_or(|at| now - at >= SWEEP) && !uploads::sweep(newsroom).await? {
        memory.swept_at = Some(now);
    }
    let mut next = picture_rights::expire(newsroom, BATCH).await?;
    let waiting = {
        let mut tx = newsroom.store.read().await?;
        q!(tx, schedules::in_state("waiting", BATCH))?
    };
    let fronts = fronts::due(newsroom, &mut memory.put_off, now).await?;
    next = next.into_iter().chain(fronts).min();
    for schedule in waiting {
        let at = memory.put_off.get(&schedule.id).copied().unwrap_or(schedule.due_at);
        if at > now {
            next = Some(next.map_or(at, |before: Micros| before.min(at)));
            continue;
        }
        match carry_out(newsroom, &schedule).await {
            Ok(()) => drop(memory.put_off.remove(&schedule.id)),
            Err(error) => {
                tracing::warn!(%error, schedule = schedule.id, "a story could not go out; trying again");
                memory.put_off.insert(schedule.id.clone(), now + SECOND);
                if now - schedule.due_at > PATIENCE {
                    give_up(newsroom, &schedule, &error.to_string()).await?;
                }
            }
        }
    }
    Ok(next)
}

/// Claims a schedule and does what it says, in one transaction: whoever dies in between has done neither.
async fn carry_out(newsroom: &Newsroom, schedule: &Schedule) -> Result<()> {
    let house = &newsroom.house;
    let now = house.now();
    let late = now - schedule.due_at;
    let problem = if late > LATE {
        format!("late {}", late / SECOND)
    } else {
        String::new()
    };
    let mut tx = newsroom.store.write().await?;
    if !q!(tx, schedules::settle(&schedule.id, "done", now, &problem))? {
        return Ok(());
    }
    match go_out(&mut tx, newsroom, schedule).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(())
        }
        Err(error @ Error::Internal(_)) => Err(error),
        Err(refused) => {
            drop(tx);
            give_up(newsroom, schedule, &refused.to_string()).await
        }
    }
}

/// Publishes or updates with the right that whoever scheduled it has now.
async fn go_out(tx: &mut Tx, newsroom: &Newsroom, schedule: &Schedule) -> Result<()> {
    let house = &newsroom.house;
    let who = match &schedule.account {
        Some(account) => Who::Member(accounts::open(tx, account).await?.member()),
        None => Who::House(Actor::Job("schedule")),
    };
    let story_id = schedule.story_id.clone();
    if matches!(schedule.kind.as_str(), "update" | "new-top") {
        let update = Update {
            story_id,
            new_top: schedule.kind == "new-top",
            ..Update::default()
        };
        update_story::run(tx, house, &who, &update).await?;
    } else {
        publish_story::run(tx, house, &who, &Publish::now(story_id)).await?;
    }
    Ok(())
}

/// Keeps a schedule as failed with its reason, and tells whoever asked for it and the editors of the section.
async fn give_up(newsroom: &Newsroom, schedule: &Schedule, reason: &str) -> Result<()> {
    let house = &newsroom.house;
    let mut tx = newsroom.store.write().await?;
    if !q!(tx, schedules::settle(&schedule.id, "failed", house.now(), reason))? {
        return Ok(());
    }
    tracing::warn!(story = schedule.story_id, reason, "a scheduled story did not go out");
    let mut accounts: Vec<String> = schedule.account.clone().into_iter().collect();
    accounts.extend(publishers(&mut tx, &schedule.story_id).await?);
    let happening = Happening {
        kind: NoticeKind::Failed,
        story_id: &schedule.story_id,
        note_id: None,
        by: &Actor::Job("schedule"),
    };
    notices::tell(&mut tx, house, &accounts, &happening).await?;
    let story = Thing::Story(schedule.story_id.clone());
    tx.enter(house.now(), &Actor::Job("schedule"), "schedule failed", &story);
    tx.commit().await?;
    Ok(())
}

/// Accounts that may publish a story: its section's editors, and the chiefs.
async fn publishers(tx: &mut Tx, story_id: &str) -> Result<Vec<String>> {
    let (_, head) = commands::story_with_head(tx, story_id).await?;
    let on = On {
        own: false,
        section: head.section_id.as_deref(),
    };
    let accounts = q!(tx, accounts::all())?.into_iter().filter(Account::is_open);
    Ok(accounts
        .map(|account| account.member())
        .filter(|member| member.may(Act::Publish, on))
        .map(|member| member.account)
        .collect())
}

/// Resolves the local times of all that wait, by the zones' rules of today.
async fn resolve_anew(newsroom: &Newsroom) -> Result<()> {
    let waiting = {
        let mut tx = newsroom.store.read().await?;
        q!(tx, schedules::in_state("waiting", i64::MAX))?
    };
    for schedule in waiting {
        // A zone that is no longer known leaves the moment as it was resolved last.
        let Some(due_at) = Local::kept(&schedule.local).ok().and_then(|local| local.resolve().ok()) else {
            continue;
        };
        if due_at != schedule.due_at {
            let mut tx = newsroom.store.write().await?;
            q!(tx, schedules::set_due(&schedule.id, due_at))?;
            tx.commit().await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_looks_at_the_clock_four_times_a_second_and_sooner_when_something_is_due() {
        assert_eq!(until(10 * SECOND, 0), LOOK);
        assert_eq!(until(SECOND / 10, 0), Duration::from_millis(100));
        assert_eq!(until(0, SECOND), Duration::from_millis(1));
    }
}
