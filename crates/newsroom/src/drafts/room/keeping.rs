//! Keeps what is in line and says "saved" only then; reads what other nodes kept; makes revisions and snapshots.
//! The room calls it after a breath, on a notification, and when the last writer leaves.

use super::super::log::Noted;
use super::super::{log, protocol};
use super::{Closing, MOST_UNSAVED, Open, Room};
use crate::{Error, Result};
use courant_model::actor::Actor;
use courant_store::q;

impl Room {
    /// Takes what was typed, shows it and keeps it. True when it must be tried again.
    pub(super) async fn save(&mut self, open: &mut Open) -> bool {
        let typed = std::mem::take(&mut self.typed);
        self.typed_bytes = 0;
        if !typed.is_empty() {
            self.take(open, typed).await;
        }
        if open.unsaved.is_empty() || self.ended {
            return false;
        }
        match self.keep(open).await {
            Ok(()) => false,
            Err(error) => {
                tracing::error!(%error, story = self.story_id, "what was typed cannot be kept; it is tried again");
                let bytes: usize = open.unsaved.iter().map(|(_, update)| update.len()).sum();
                if bytes > MOST_UNSAVED {
                    self.close_all(Closing::Failed);
                    self.ended = true;
                }
                true
            }
        }
    }

    /// Keeps what is in line, in one commit, and says so.
    async fn keep(&mut self, open: &mut Open) -> Result<()> {
        let house = self.newsroom.house.clone();
        let mut tx = self.newsroom.store.write().await?;
        let mut own = Vec::with_capacity(open.unsaved.len());
        for (writer, update) in &open.unsaved {
            let noted = Noted {
                writer,
                words: open.words,
                suggestions: open.suggestions,
            };
            let place = (self.story_id.as_str(), open.epoch.as_str());
            let Some(seq) = log::add(&mut tx, &house, place, &noted, update.clone()).await? else {
                drop(tx);
                self.close_all(Closing::Anew);
                self.ended = true;
                return Ok(());
            };
            own.push(seq);
        }
        // Rows of others that came before ours, seen under the lock that gave us our places.
        let first = own.first().copied().unwrap_or(open.seq + 1);
        let mut foreign = Vec::new();
        if first > open.seq + 1 {
            foreign = q!(tx, drafts::after(&self.story_id, open.seq, first - open.seq - 1))?;
        }
        tx.commit().await?;
        open.seq = own.last().copied().unwrap_or(open.seq);
        open.unsaved.clear();
        for row in foreign.iter().filter(|row| row.seq < first) {
            match open.sheet.apply(&row.bytes) {
                Ok(_) => self.tell(&protocol::update(&row.bytes), None),
                Err(_) => self.reopen(open).await?,
            }
        }
        open.saved = open.sheet.state_vector();
        self.tell(&protocol::saved(&open.saved), None);
        Ok(())
    }

    /// Reads what other nodes, and commands of this one, added to the log.
    pub(super) async fn catch_up(&mut self, open: &mut Open) {
        for cursors in self.bell.cursors() {
            if let Some(told) = self.cursors.relayed(&cursors) {
                self.tell(&protocol::awareness(&told), None);
            }
        }
        if let Err(error) = self.read_rows(open).await {
            tracing::error!(%error, story = self.story_id, "the log of a draft cannot be read");
        }
    }

    async fn read_rows(&mut self, open: &mut Open) -> Result<()> {
        let (place, rows) = {
            let mut tx = self.newsroom.store.read().await?;
            let place = q!(tx, drafts::place(&self.story_id))?;
            let newer = place.as_ref().is_some_and(|(_, last)| *last > open.seq);
            let rows = if newer {
                q!(tx, drafts::after(&self.story_id, open.seq, i64::MAX))?
            } else {
                Vec::new()
            };
            (place, rows)
        };
        if place.is_none_or(|(epoch, _)| epoch != open.epoch) {
            self.close_all(Closing::Anew);
            self.ended = true;
            return Ok(());
        }
        let grew = !rows.is_empty();
        for row in rows {
            if open.sheet.apply(&row.bytes).is_err() {
                self.reopen(open).await?;
            }
            open.seq = open.seq.max(row.seq);
            self.tell(&protocol::update(&row.bytes), None);
            self.unrevised = row.writer.strip_prefix("account:").map(str::to_owned);
        }
        if grew && open.unsaved.is_empty() {
            open.saved = open.sheet.state_vector();
            self.tell(&protocol::saved(&open.saved), None);
        }
        Ok(())
    }

    /// Makes a revision of what was written since the last.
    pub(super) async fn revise(&mut self, open: &mut Open) {
        let Some(account) = self.unrevised.clone().filter(|_| open.unsaved.is_empty()) else {
            return;
        };
        let house = self.newsroom.house.clone();
        let revised = async {
            let mut tx = self.newsroom.store.write().await?;
            super::super::settle(&mut tx, &house, &Actor::Account(account), &self.story_id).await?;
            tx.commit().await?;
            Ok::<(), Error>(())
        };
        match revised.await {
            // What cannot be printed yet is kept as it is; printing says why.
            Ok(()) | Err(Error::Refusal(_)) => self.unrevised = None,
            Err(error) => tracing::warn!(%error, story = self.story_id, "no revision could be made"),
        }
        self.revised_at = house.now();
    }

    pub(super) async fn compact(&mut self, open: &mut Open) {
        if !open.unsaved.is_empty() {
            return;
        }
        let house = self.newsroom.house.clone();
        let compacted = async {
            let mut tx = self.newsroom.store.write().await?;
            log::compact(&mut tx, &house, &self.story_id, &open.epoch, open.seq, &open.sheet).await?;
            tx.commit().await?;
            Ok::<(), Error>(())
        };
        match compacted.await {
            Ok(()) => open.compacted_to = open.seq,
            Err(error) => tracing::warn!(%error, story = self.story_id, "a log could not be compacted"),
        }
    }
}
