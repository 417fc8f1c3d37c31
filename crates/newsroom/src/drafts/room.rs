//! The room of one story on one node: one task that owns the Y document and everybody who has it open.
//! It takes what is typed, checks it, keeps it, and only then says "saved"; [`super::rooms`] opens it.
//!
//! What comes in within a breath is taken together: applied, checked against the schema, shown to the others, and kept
//! as rows in one commit. A batch that breaks the schema is taken apart, so that only the connection that broke it ends.

mod keeping;
mod presence;
mod taking;

use super::cursors::Cursors;
use super::log;
use super::protocol::{self, Heard};
use super::rooms::{Bell, closing};
use super::seat::{Closing, Joining, May, ToBrowser, ToRoom};
use super::story_and_head;
use crate::{Error, Newsroom, Result};
use bytes::Bytes;
use courant_coedit::{Fault, Sheet, bounds, knows};
use courant_model::account::Member;
use courant_model::actor::Actor;
use courant_model::time::{Micros, SECOND};
use courant_store::q;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use taking::Wrong;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

/// What is typed within this time is kept together.
const BREATH: Duration = Duration::from_millis(30);
/// A save that failed is tried again after this time.
const AGAIN: Duration = Duration::from_millis(500);
/// Most connections in a room.
const SEATS: usize = 100;
/// Bytes that may wait to be kept; whoever types more than the store takes is let go and keeps it in the browser.
const MOST_UNSAVED: usize = 16 << 20;
/// An empty room stays for those who reload their page.
const LINGERS: Duration = Duration::from_secs(30);
/// While people write, a revision is made this often.
const REVISED: Micros = 600 * SECOND;
/// Presence counts this long after it was last said.
const PRESENT: Micros = 30 * SECOND;

/// Somebody in the room.
struct Chair {
    member: Member,
    session: String,
    may: May,
    out: mpsc::Sender<ToBrowser>,
}

/// An update that somebody sent.
struct Typed {
    seat: String,
    writer: String,
    update: Bytes,
}

/// The sheet with its place in the log.
struct Open {
    epoch: String,
    sheet: Sheet,
    /// Place up to which the sheet holds all rows.
    seq: i64,
    compacted_to: i64,
    /// State vector of what is kept.
    saved: Vec<u8>,
    /// Rows that are applied and shown, and not kept yet.
    unsaved: Vec<(String, Vec<u8>)>,
    words: i64,
    suggestions: i64,
}

/// A story's room.
pub(super) struct Room {
    newsroom: Newsroom,
    story_id: String,
    node: String,
    bell: Arc<Bell>,
    chairs: HashMap<String, Chair>,
    cursors: Cursors,
    typed: Vec<Typed>,
    typed_bytes: usize,
    /// Seats of browsers that did not keep up.
    lost: Vec<String>,
    /// Cursors that other nodes have not heard of.
    to_relay: Vec<Vec<u8>>,
    /// Place of the ledger up to which this room has looked.
    ledger: i64,
    revised_at: Micros,
    /// Account that wrote what no revision has yet.
    unrevised: Option<String>,
    ended: bool,
}

impl Room {
    pub(super) fn new(newsroom: Newsroom, story_id: String, node: String, bell: Arc<Bell>) -> Self {
        Self {
            revised_at: newsroom.house.now(),
            newsroom,
            story_id,
            node,
            bell,
            chairs: HashMap::new(),
            cursors: Cursors::default(),
            typed: Vec::new(),
            typed_bytes: 0,
            lost: Vec::new(),
            to_relay: Vec::new(),
            ledger: 0,
            unrevised: None,
            ended: false,
        }
    }

    /// Lives until nobody has been in the room for a while, or the server stops.
    pub(super) async fn run(mut self, mut inbox: mpsc::Receiver<ToRoom>, mut stop: watch::Receiver<bool>) {
        let mut open = match self.begin().await {
            Ok(open) => open,
            Err(error) => {
                tracing::error!(%error, story = self.story_id, "the log of a draft cannot be opened");
                inbox.close();
                while let Some(said) = inbox.recv().await {
                    if let ToRoom::Join(joining) = said {
                        let _ = joining.out.try_send(closing(Closing::Failed));
                    }
                }
                return;
            }
        };
        let mut grown = self.newsroom.store.grown();
        let mut tick = tokio::time::interval(Duration::from_secs(1));
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut beat = 0_u32;
        let mut save_at: Option<Instant> = None;
        let mut empty_since = Instant::now();
        let bell = self.bell.clone();
        while !self.ended {
            let due = save_at.unwrap_or_else(|| Instant::now() + Duration::from_hours(1));
            tokio::select! {
                _ = stop.changed() => break,
                () = tokio::time::sleep_until(due), if save_at.is_some() => {
                    save_at = self.save(&mut open).await.then(|| Instant::now() + AGAIN);
                    self.relay().await;
                }
                said = inbox.recv() => {
                    let Some(said) = said else { break };
                    self.hear(&mut open, said).await;
                    if save_at.is_none() && (!self.typed.is_empty() || !self.to_relay.is_empty()) {
                        save_at = Some(Instant::now() + BREATH);
                    }
                }
                () = bell.rung.notified() => self.catch_up(&mut open).await,
                told = grown.changed() => {
                    if told.is_err() {
                        break;
                    }
                    self.look_at_ledger(&mut open).await;
                }
                _ = tick.tick() => {
                    beat = beat.wrapping_add(1);
                    self.tick(&mut open, beat).await;
                }
            }
            if !self.chairs.is_empty() || save_at.is_some() {
                empty_since = Instant::now();
            } else if empty_since.elapsed() > LINGERS {
                break;
            }
        }
        // `Rooms::close` waits for the closed inbox, so everything is kept before that.
        self.end(&mut open).await;
        inbox.close();
        // Whoever came to the closing door tries again and finds a new room.
        while let Some(said) = inbox.recv().await {
            if let ToRoom::Join(joining) = said {
                let _ = joining.out.try_send(closing(Closing::Leaving));
            }
        }
    }

    /// Seeds the log when this is the first time, and opens it.
    async fn begin(&mut self) -> Result<Open> {
        let house = self.newsroom.house.clone();
        let opened = {
            let mut tx = self.newsroom.store.read().await?;
            self.ledger = q!(tx, ledger::last())?;
            log::open(&mut tx, &house, &self.story_id).await?
        };
        let opened = if let Some(opened) = opened {
            opened
        } else {
            let mut tx = self.newsroom.store.write().await?;
            let (_, head) = story_and_head(&mut tx, &self.story_id).await?;
            log::seed(&mut tx, &house, &head).await?;
            tx.commit().await?;
            let mut tx = self.newsroom.store.read().await?;
            let opened = log::open(&mut tx, &house, &self.story_id).await?;
            opened.ok_or_else(|| Error::NotFound("log of this draft".to_owned()))?
        };
        let log = opened.log;
        if log.settled_seq < log.last_seq {
            self.unrevised = log.writer.strip_prefix("account:").map(str::to_owned);
        }
        Ok(Open {
            epoch: log.epoch,
            saved: opened.sheet.state_vector(),
            sheet: opened.sheet,
            seq: log.last_seq,
            compacted_to: log.compacted_to,
            unsaved: Vec::new(),
            words: log.words,
            suggestions: log.suggestions,
        })
    }

    /// Opens the sheet anew from the store, with what is shown and not kept yet; it was spent or went wrong.
    async fn reopen(&mut self, open: &mut Open) -> Result<()> {
        let opened = {
            let mut tx = self.newsroom.store.read().await?;
            log::open(&mut tx, &self.newsroom.house, &self.story_id).await?
        };
        let opened = opened.ok_or_else(|| Error::NotFound("log of this draft".to_owned()))?;
        if opened.log.epoch != open.epoch {
            self.close_all(Closing::Anew);
            self.ended = true;
            return Ok(());
        }
        open.sheet = opened.sheet;
        for (_, update) in &open.unsaved {
            if let Err(fault) = open.sheet.apply(update) {
                return Err(log::unreadable(&self.story_id, &fault));
            }
        }
        Ok(())
    }

    async fn hear(&mut self, open: &mut Open, said: ToRoom) {
        match said {
            ToRoom::Join(joining) => self.join(open, *joining).await,
            ToRoom::Leave { seat } => self.leave(open, &seat).await,
            ToRoom::Said { seat, message } => self.said(open, seat, &message).await,
        }
    }

    async fn join(&mut self, open: &Open, joining: Joining) {
        if self.chairs.len() >= SEATS {
            let _ = joining.out.try_send(closing(Closing::Crowded));
            return;
        }
        let seat = joining.seat;
        let chair = Chair {
            member: joining.member,
            session: joining.session,
            may: joining.may,
            out: joining.out,
        };
        // A reader has nothing that we could lack.
        if chair.may.write {
            let _ = chair
                .out
                .try_send(ToBrowser::Message(protocol::step1(&open.sheet.state_vector())));
        }
        if let Some(cursors) = self.cursors.all() {
            let _ = chair.out.try_send(ToBrowser::Message(protocol::awareness(&cursors)));
        }
        self.chairs.insert(seat, chair);
        self.say_present().await;
    }

    async fn leave(&mut self, open: &mut Open, seat: &str) {
        let Some(chair) = self.chairs.remove(seat) else { return };
        if let Some(gone) = self.cursors.leave(seat) {
            self.tell(&protocol::awareness(&gone), None);
            self.to_relay.push(gone);
        }
        let left = async {
            let mut tx = self.newsroom.store.write().await?;
            q!(tx, drafts::leave(&self.story_id, seat))?;
            tx.commit().await?;
            Ok::<(), Error>(())
        };
        if let Err(error) = left.await {
            tracing::warn!(%error, "presence cannot be kept");
        }
        if chair.may.write && !self.chairs.values().any(|one| one.may.write) {
            // The last writer left: what they wrote becomes a revision.
            self.save(open).await;
            self.revise(open).await;
        }
    }

    async fn said(&mut self, open: &mut Open, seat: String, message: &Bytes) {
        let Some(chair) = self.chairs.get(&seat) else { return };
        match protocol::read(message) {
            Some(Heard::Step1(vector)) => {
                if knows(&vector, log::seeder(&open.epoch)) == Some(false) {
                    self.close(open, &seat, Closing::Anew).await;
                    return;
                }
                let answer = match open.sheet.since(&vector) {
                    Ok(missing) => protocol::step2(&missing),
                    Err(fault) => {
                        self.turn_away(open, &seat, &Bytes::new(), &Wrong::Fault(fault)).await;
                        return;
                    }
                };
                let saved = protocol::saved(&open.saved);
                let heard = [answer, saved]
                    .into_iter()
                    .all(|message| chair.out.try_send(ToBrowser::Message(message)).is_ok());
                if !heard {
                    self.leave(open, &seat).await;
                }
            }
            Some(Heard::Update(update)) if chair.may.write => {
                let writer = Actor::Account(chair.member.account.clone()).to_string();
                self.typed_bytes += update.len();
                self.typed.push(Typed { seat, writer, update });
                if self.typed_bytes > MOST_UNSAVED {
                    self.save(open).await;
                }
            }
            Some(Heard::Update(update)) => {
                // What a reader answers to a greeting is empty.
                if !bounds::look(&update).is_ok_and(|shape| shape.is_empty()) {
                    self.close(open, &seat, Closing::NotAllowed).await;
                }
            }
            Some(Heard::Awareness(update)) => {
                if let Some(told) = self.cursors.hear(&seat, &chair.member, &update) {
                    self.tell(&protocol::awareness(&told), Some(&seat));
                    self.to_relay.push(told);
                }
            }
            None => {
                let wrong = Wrong::Fault(Fault::Malformed("no message of a room"));
                self.turn_away(open, &seat, message, &wrong).await;
            }
        }
    }

    async fn tick(&mut self, open: &mut Open, beat: u32) {
        let gone: Vec<String> = (self.chairs.iter())
            .filter(|(_, chair)| chair.out.is_closed())
            .map(|(seat, _)| seat.clone())
            .collect();
        for seat in gone {
            self.leave(open, &seat).await;
        }
        for seat in std::mem::take(&mut self.lost) {
            if let Some(gone) = self.cursors.leave(&seat) {
                self.tell(&protocol::awareness(&gone), None);
                self.to_relay.push(gone);
            }
        }
        if self.unrevised.is_some() && !self.chairs.values().any(|chair| chair.may.write) {
            self.save(open).await;
            self.revise(open).await;
        }
        if self.chairs.is_empty() {
            return;
        }
        if beat.is_multiple_of(5) {
            // A net under the notifications.
            self.catch_up(open).await;
        }
        if beat.is_multiple_of(10) {
            self.say_present().await;
            self.check_rights(open).await;
        }
        if self.unrevised.is_some() && self.newsroom.house.now() - self.revised_at >= REVISED {
            self.revise(open).await;
        }
        if open.seq - open.compacted_to >= log::COMPACT_AFTER {
            self.compact(open).await;
        }
    }

    /// Sends to everybody but one. Who cannot keep up is let go.
    fn tell(&mut self, message: &Bytes, but: Option<&str>) {
        self.chairs.retain(|seat, chair| {
            let heard = but == Some(seat.as_str()) || chair.out.try_send(ToBrowser::Message(message.clone())).is_ok();
            if !heard {
                self.lost.push(seat.clone());
            }
            heard
        });
    }

    async fn close(&mut self, open: &mut Open, seat: &str, why: Closing) {
        if let Some(chair) = self.chairs.get(seat) {
            let _ = chair.out.try_send(closing(why));
        }
        Box::pin(self.leave(open, seat)).await;
    }

    fn close_all(&mut self, why: Closing) {
        for (_, chair) in self.chairs.drain() {
            let _ = chair.out.try_send(closing(why));
        }
    }

    /// The room closes: what was typed is kept, and everybody is told to come back.
    async fn end(&mut self, open: &mut Open) {
        if !self.ended {
            self.save(open).await;
        }
        let seats: Vec<String> = self.chairs.keys().cloned().collect();
        self.close_all(Closing::Leaving);
        if open.seq > open.compacted_to {
            self.compact(open).await;
        }
        let left = async {
            let mut tx = self.newsroom.store.write().await?;
            for seat in &seats {
                q!(tx, drafts::leave(&self.story_id, seat))?;
            }
            tx.commit().await?;
            Ok::<(), Error>(())
        };
        if let Err(error) = left.await {
            tracing::warn!(%error, "presence cannot be kept");
        }
    }
}
