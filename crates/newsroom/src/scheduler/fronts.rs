//! Changes of fronts at their time: carried out as far as they can be, once, and whoever set them is told of the rest.
//! The scheduler's step calls [`due`] beside the stories.

use super::due::{self, BATCH, Due};
use crate::commands::schedule_front;
use crate::notices::{self, Happening};
use crate::{Newsroom, Result, fronts};
use courant_model::actor::Actor;
use courant_model::front::{Front, FrontSchedule, LeftOut};
use courant_model::note::NoticeKind;
use courant_model::time::{Micros, SECOND};
use courant_store::{Tx, q};
use std::collections::BTreeMap;

/// Carries out what is due, and returns when the next is.
pub(super) async fn due(newsroom: &Newsroom, put_off: &mut BTreeMap<String, Micros>) -> Result<Option<Micros>> {
    let waiting = waiting(newsroom, BATCH).await?;
    due::carry_out(newsroom, put_off, waiting).await
}

/// Resolves the times of all that wait anew.
pub(super) async fn resolve_anew(newsroom: &Newsroom) -> Result<()> {
    due::resolve_anew(newsroom, waiting(newsroom, i64::MAX).await?).await
}

async fn waiting(newsroom: &Newsroom, most: i64) -> Result<Vec<FrontSchedule>> {
    let mut tx = newsroom.store.read().await?;
    Ok(q!(tx, fronts::schedules_in_state("waiting", most))?)
}

impl Due for FrontSchedule {
    fn id(&self) -> &str {
        &self.id
    }

    fn due_at(&self) -> Micros {
        self.due_at
    }

    fn local(&self) -> &str {
        &self.local
    }

    async fn claim(&self, tx: &mut Tx, now: Micros, late: Option<Micros>) -> Result<bool> {
        if let Some(late) = late {
            tracing::warn!(schedule = self.id, seconds = late / SECOND, "a front changes late");
        }
        Ok(q!(tx, fronts::settle_schedule(&self.id, "done", now, ""))?)
    }

    async fn carry_out(&self, tx: &mut Tx, newsroom: &Newsroom) -> Result<()> {
        let who = due::right_of(tx, self.account.as_deref()).await?;
        let left = schedule_front::carry_out(tx, &newsroom.house, &who, self).await?;
        tell(tx, newsroom, self, &left).await
    }

    async fn give_up(&self, newsroom: &Newsroom, reason: &str) -> Result<()> {
        let house = &newsroom.house;
        let mut tx = newsroom.store.write().await?;
        if !q!(tx, fronts::settle_schedule(&self.id, "failed", house.now(), reason))? {
            return Ok(());
        }
        tracing::warn!(
            front = self.page,
            reason,
            "a scheduled change of a front was not carried out"
        );
        let changes = schedule_front::read(self)?;
        let stories: Vec<&str> = changes
            .slots
            .values()
            .filter_map(|slot| slot.story.as_deref())
            .collect();
        about(&mut tx, newsroom, self, &stories).await?;
        let front = fronts::arrangement(&Front::parse(&self.page));
        tx.enter(house.now(), &Actor::Job("schedule"), "schedule failed", &front);
        tx.commit().await?;
        Ok(())
    }

    async fn set_due(&self, tx: &mut Tx, due_at: Micros) -> Result<()> {
        // One that is not waiting any more needs no time.
        q!(tx, fronts::reschedule(&self.id, &self.local, due_at))?;
        Ok(())
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

/// Tells whoever set a change of its stories, each once.
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
