//! Stories and updates that go out by themselves, with the right that whoever scheduled them has then.
//! The scheduler's step calls [`due`].

use super::due::{self, BATCH, Due};
use crate::commands::publish_story::{self, Publish};
use crate::commands::update_story::{self, Update};
use crate::notices::{self, Happening};
use crate::{Newsroom, Result, commands};
use courant_model::account::{Act, On};
use courant_model::actor::Actor;
use courant_model::door::Account;
use courant_model::entry::Thing;
use courant_model::note::NoticeKind;
use courant_model::schedule::Schedule;
use courant_model::time::{Micros, SECOND};
use courant_store::{Tx, q};
use std::collections::BTreeMap;

/// Lets out what is due, and returns when the next is.
pub(super) async fn due(newsroom: &Newsroom, put_off: &mut BTreeMap<String, Micros>) -> Result<Option<Micros>> {
    let waiting = waiting(newsroom, BATCH).await?;
    due::carry_out(newsroom, put_off, waiting).await
}

/// Resolves the times of all that wait anew.
pub(super) async fn resolve_anew(newsroom: &Newsroom) -> Result<()> {
    due::resolve_anew(newsroom, waiting(newsroom, i64::MAX).await?).await
}

async fn waiting(newsroom: &Newsroom, most: i64) -> Result<Vec<Schedule>> {
    let mut tx = newsroom.store.read().await?;
    Ok(q!(tx, schedules::in_state("waiting", most))?)
}

impl Due for Schedule {
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
        let problem = late.map_or_else(String::new, |late| format!("late {}", late / SECOND));
        Ok(q!(tx, schedules::settle(&self.id, "done", now, &problem))?)
    }

    async fn carry_out(&self, tx: &mut Tx, newsroom: &Newsroom) -> Result<()> {
        let house = &newsroom.house;
        let who = due::right_of(tx, self.account.as_deref()).await?;
        let story_id = self.story_id.clone();
        if matches!(self.kind.as_str(), "update" | "new-top") {
            let update = Update {
                story_id,
                new_top: self.kind == "new-top",
                ..Update::default()
            };
            update_story::run(tx, house, &who, &update).await?;
        } else {
            publish_story::run(tx, house, &who, &Publish::now(story_id)).await?;
        }
        Ok(())
    }

    /// Tells whoever asked for it and the editors of the section.
    async fn give_up(&self, newsroom: &Newsroom, reason: &str) -> Result<()> {
        let house = &newsroom.house;
        let mut tx = newsroom.store.write().await?;
        if !q!(tx, schedules::settle(&self.id, "failed", house.now(), reason))? {
            return Ok(());
        }
        tracing::warn!(story = self.story_id, reason, "a scheduled story did not go out");
        let mut accounts: Vec<String> = self.account.clone().into_iter().collect();
        accounts.extend(publishers(&mut tx, &self.story_id).await?);
        let happening = Happening {
            kind: NoticeKind::Failed,
            story_id: &self.story_id,
            note_id: None,
            by: &Actor::Job("schedule"),
        };
        notices::tell(&mut tx, house, &accounts, &happening).await?;
        let story = Thing::Story(self.story_id.clone());
        tx.enter(house.now(), &Actor::Job("schedule"), "schedule failed", &story);
        tx.commit().await?;
        Ok(())
    }

    async fn set_due(&self, tx: &mut Tx, due_at: Micros) -> Result<()> {
        Ok(q!(tx, schedules::set_due(&self.id, due_at))?)
    }
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
