//! Changes of fronts at their time: carried out as far as they can be, once, and whoever set them is told of the rest.
//! The scheduler's step calls [`due`] beside the stories.

use super::{BATCH, LATE, PATIENCE};
use crate::commands::schedule_front;
use crate::notices::{self, Happening};
use crate::permissions::Who;
use crate::{Error, Newsroom, Result, accounts, fronts};
use courant_model::actor::Actor;
use courant_model::front::{Front, FrontSchedule, LeftOut};
use courant_model::note::NoticeKind;
use courant_model::schedule::Local;
use courant_model::time::{Micros, SECOND};
use courant_store::{Tx, q};
use std::collections::BTreeMap;

/// Carries out what is due, and returns when the next is.
#[crate::boxed]
pub(super) async fn due(
    newsroom: &Newsroom,
    put_off: &mut BTreeMap<String, Micros>,
    now: Micros,
) -> Result<Option<Micros>> {
    let waiting = {
        let mut tx = newsroom.store.read().await?;
        q!(tx, fronts::schedules_in_state("waiting", BATCH))?
    };
    let mut next = None;
    for schedule in waiting {
        let at = put_off.get(&schedule.id).copied().unwrap_or(schedule.due_at);
        if at > now {
            next = Some(next.map_or(at, |before: Micros| before.min(at)));
            continue;
        }
        match carry_out(newsroom, &schedule).await {
            Ok(()) => drop(put_off.remove(&schedule.id)),
            Err(error) => {
                tracing::warn!(%error, schedule = schedule.id, "a front could not be changed; trying again");
                put_off.insert(schedule.id.clone(), now + SECOND);
                if now - schedule.due_at > PATIENCE {
                    give_up(newsroom, &schedule, &error.to_string()).await?;
                }
            }
        }
    }
    Ok(next)
}

/// Claims a change and carries it out in one transaction.
async fn carry_out(newsroom: &Newsroom, schedule: &FrontSchedule) -> Result<()> {
    let house = &newsroom.house;
    let now = house.now();
    let mut tx = newsroom.store.write().await?;
    if !q!(tx, fronts::settle_schedule(&schedule.id, "done", now, ""))? {
        return Ok(());
    }
    if now - schedule.due_at > LATE {
        tracing::warn!(
            schedule = schedule.id,
            seconds = (now - schedule.due_at) / SECOND,
            "a front changes late"
        );
    }
    let done = async {
        let who = match &schedule.account {
            Some(account) => Who::Member(accounts::open(&mut tx, account).await?.member()),
            None => Who::House(Actor::Job("schedule")),
        };
        let left = schedule_front::carry_out(&mut tx, house, &who, schedule).await?;
        tell(&mut tx, newsroom, schedule, &left).await
    }
    .await;
    match done {
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

/// Keeps what was left out, and tells whoever set the change of each story.
async fn tell(tx: &mut Tx, newsroom: &Newsroom, schedule: &FrontSchedule, left: &[LeftOut]) -> Result<()> {
    if left.is_empty() {
        return Ok(());
    }
    let problem = serde_json::to_string(left).map_err(fronts::unreadable)?;
    q!(tx, fronts::explain_schedule(&schedule.id, &problem))?;
    let standing = fronts::standing(tx, &Front::parse(&schedule.page)).await?;
    let mut stories: Vec<&str> = Vec::new();
    for one in left {
        let locked = standing.locks.get(&one.seat).map(|lock| lock.story.as_str());
        stories.extend(one.story.as_deref().or(locked));
    }
    about(tx, newsroom, schedule, &stories).await
}

/// Keeps a change as failed with its reason, and tells whoever set it.
async fn give_up(newsroom: &Newsroom, schedule: &FrontSchedule, reason: &str) -> Result<()> {
    let house = &newsroom.house;
    let mut tx = newsroom.store.write().await?;
    if !q!(tx, fronts::settle_schedule(&schedule.id, "failed", house.now(), reason))? {
        return Ok(());
    }
    tracing::warn!(
        front = schedule.page,
        reason,
        "a scheduled change of a front was not carried out"
    );
    let changes = schedule_front::read(schedule)?;
    let stories: Vec<&str> = changes
        .slots
        .values()
        .filter_map(|slot| slot.story.as_deref())
        .collect();
    about(&mut tx, newsroom, schedule, &stories).await?;
    let front = fronts::arrangement(&Front::parse(&schedule.page));
    tx.enter(house.now(), &Actor::Job("schedule"), "schedule failed", &front);
    tx.commit().await?;
    Ok(())
}

async fn about(tx: &mut Tx, newsroom: &Newsroom, schedule: &FrontSchedule, stories: &[&str]) -> Result<()> {
    let accounts: Vec<String> = schedule.account.clone().into_iter().collect();
    let mut told: Vec<&str> = Vec::new();
    for story in stories {
        if told.contains(story) {
            continue;
        }
        told.push(story);
        let happening = Happening {
            kind: NoticeKind::FrontLeftOut,
            story_id: story,
            note_id: None,
            by: &Actor::Job("schedule"),
        };
        notices::tell(tx, &newsroom.house, &accounts, &happening).await?;
    }
    Ok(())
}

/// Resolves the local times of all that wait, by the zones' rules of today.
#[crate::boxed]
pub(super) async fn resolve_anew(newsroom: &Newsroom) -> Result<()> {
    let waiting = {
        let mut tx = newsroom.store.read().await?;
        q!(tx, fronts::schedules_in_state("waiting", i64::MAX))?
    };
    for schedule in waiting {
        let Some(due_at) = Local::kept(&schedule.local).ok().and_then(|local| local.resolve().ok()) else {
            continue;
        };
        if due_at != schedule.due_at {
            let mut tx = newsroom.store.write().await?;
            q!(tx, fronts::reschedule(&schedule.id, &schedule.local, due_at))?;
            tx.commit().await?;
        }
    }
    Ok(())
}
