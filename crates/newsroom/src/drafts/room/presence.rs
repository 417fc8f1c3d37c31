//! Who is in the room and may stay: presence in the list, rights that were taken away, cursors for other nodes.
//! The room calls it by the clock and when the ledger has grown.

use super::super::rooms::relay_words;
use super::super::{protocol, story_and_head};
use super::{Closing, Open, PRESENT, Room};
use crate::Error;
use crate::permissions::Who;
use courant_model::account::{Act, Member};
use courant_model::entry::Thing;
use courant_store::q;

impl Room {
    /// The ledger grew: whether it speaks of this story, or of somebody in the room.
    pub(super) async fn look_at_ledger(&mut self, open: &mut Open) {
        let looked = async {
            let mut tx = self.newsroom.store.read().await?;
            let mut entries = Vec::new();
            loop {
                let more = q!(tx, ledger::after(self.ledger, 500))?;
                let Some(last) = more.last() else { break };
                self.ledger = last.seq;
                entries.extend(more);
            }
            Ok::<_, Error>(entries)
        };
        let entries = match looked.await {
            Ok(entries) => entries,
            Err(error) => {
                tracing::warn!(%error, "the ledger cannot be read");
                return;
            }
        };
        let story = Thing::Story(self.story_id.clone()).to_string();
        let of_story: Vec<_> = entries.iter().filter(|entry| entry.thing == story).collect();
        let of_somebody = entries.iter().any(|entry| {
            let account = entry.thing.strip_prefix("account:");
            account.is_some_and(|account| self.chairs.values().any(|chair| chair.member.account == account))
        });
        if !of_story.is_empty() {
            self.catch_up(open).await;
            let printed = of_story
                .iter()
                .any(|entry| matches!(entry.act.as_str(), "publish" | "update" | "correct"));
            self.tell(&protocol::notice(if printed { "published" } else { "state" }), None);
        }
        if of_somebody || !of_story.is_empty() {
            self.check_rights(open).await;
        }
    }

    /// Lets go whoever is signed out, or may no longer do what they came for.
    pub(super) async fn check_rights(&mut self, open: &mut Open) {
        let mut gone: Vec<(String, Closing)> = Vec::new();
        let mut renewed: Vec<(String, Member, bool)> = Vec::new();
        let looked = async {
            let mut tx = self.newsroom.store.read().await?;
            let (story, head) = story_and_head(&mut tx, &self.story_id).await?;
            let now = self.newsroom.house.now();
            for (seat, chair) in &self.chairs {
                let account = &chair.member.account;
                let open = q!(tx, accounts::by_id(account))?.filter(courant_model::door::Account::is_open);
                let sessions = q!(tx, doors::sessions(account, now))?;
                let Some(account) = open.filter(|_| sessions.iter().any(|one| one.id == chair.session)) else {
                    gone.push((seat.clone(), Closing::SignedOut));
                    continue;
                };
                let who = Who::Member(account.member());
                let act = if chair.may.write { Act::Write } else { Act::Read };
                if who.check_story(act, &story, &head).is_err() {
                    gone.push((seat.clone(), Closing::NotAllowed));
                } else {
                    let settles = who.check_story(Act::Settle, &story, &head).is_ok();
                    renewed.push((seat.clone(), account.member(), settles));
                }
            }
            Ok::<_, Error>(())
        };
        if let Err(error) = looked.await {
            tracing::warn!(%error, "rights cannot be looked up");
            return;
        }
        for (seat, member, settles) in renewed {
            if let Some(chair) = self.chairs.get_mut(&seat) {
                chair.member = member;
                chair.may.settle = settles;
            }
        }
        for (seat, why) in gone {
            self.close(open, &seat, why).await;
        }
    }

    pub(super) async fn say_present(&self) {
        let said = async {
            let now = self.newsroom.house.now();
            let mut tx = self.newsroom.store.write().await?;
            q!(tx, drafts::forget_absent(now))?;
            for (seat, chair) in &self.chairs {
                let (account, name) = (&chair.member.account, &chair.member.name);
                q!(tx, drafts::come(&self.story_id, seat, account, name, now + PRESENT))?;
            }
            tx.commit().await?;
            Ok::<(), Error>(())
        };
        if let Err(error) = said.await {
            tracing::warn!(%error, "presence cannot be kept");
        }
    }

    /// Tells other nodes of cursors. What they miss they get with the next move.
    pub(super) async fn relay(&mut self) {
        let told = std::mem::take(&mut self.to_relay);
        if self.newsroom.store.engine() == "sqlite" || told.is_empty() {
            return;
        }
        let words = told
            .iter()
            .filter_map(|update| relay_words(&self.node, &self.story_id, update));
        let relayed = async {
            let mut tx = self.newsroom.store.write().await?;
            for words in words {
                q!(tx, only::relay(&words))?;
            }
            tx.commit().await?;
            Ok::<(), Error>(())
        };
        if let Err(error) = relayed.await {
            tracing::debug!(%error, "cursors could not be relayed");
        }
    }
}
