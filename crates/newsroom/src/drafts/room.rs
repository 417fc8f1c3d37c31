//! The room of one story on one node: one task that owns the Y document and everybody who has it open.
//! It takes what is typed, checks it, keeps it, and only then says "saved"; [`super::rooms`] opens it.
//!
//! What comes in within a breath is taken together: applied, checked against the schema, shown to the others, and kept
//! as rows in one commit. A batch that breaks the schema is taken apart, so that only the connection that broke it ends.

use super::cursors::Cursors;
use super::log::{self, Noted};
use super::protocol::{self, Heard};
use super::rooms::{Bell, closing, relay_words};
use super::seat::{Closing, Joining, ToBrowser, ToRoom};
use super::story_and_head;
use crate::permissions::Who;
use crate::{Error, Newsroom, Result};
use bytes::Bytes;
use courant_coedit::{Fault, Refused, Sheet, bounds, knows, merge};
use courant_model::account::{Act, Member};
use courant_model::actor::Actor;
use courant_model::entry::Thing;
use courant_model::time::{Micros, SECOND};
use courant_store::q;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
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
    writes: bool,
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

/// What became of a batch.
struct Taken {
    /// Which of the updates had anything in them.
    anything: Vec<bool>,
    /// The edit that mends what they left behind together.
    mended: Option<Vec<u8>>,
}

/// Why an update was turned away.
enum Wrong {
    Fault(Fault),
    Schema(Refused),
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
            writes: joining.writes,
            out: joining.out,
        };
        // A reader has nothing that we could lack.
        if chair.writes {
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
        if chair.writes && !self.chairs.values().any(|one| one.writes) {
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
            Some(Heard::Update(update)) if chair.writes => {
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

    /// Takes what was typed, shows it and keeps it. True when it must be tried again.
    async fn save(&mut self, open: &mut Open) -> bool {
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

    /// Applies a batch and shows it to the others; whoever breaks the schema is turned away alone.
    async fn take(&mut self, open: &mut Open, typed: Vec<Typed>) {
        match self.apply(open, &typed) {
            Ok(taken) => {
                self.show(open, &typed, taken);
                return;
            }
            Err(_) if self.reopen(open).await.is_ok() => {}
            Err(_) => {
                self.close_all(Closing::Failed);
                self.ended = true;
                return;
            }
        }
        // Something in the batch is wrong. Each connection by itself, so that nobody pays for another.
        let mut seats: Vec<String> = Vec::new();
        for one in &typed {
            if !seats.contains(&one.seat) {
                seats.push(one.seat.clone());
            }
        }
        let already_broken = open.sheet.derive().is_err();
        for seat in seats {
            let (own, _): (Vec<&Typed>, Vec<&Typed>) = typed.iter().partition(|one| one.seat == seat);
            let own: Vec<Typed> = own.into_iter().map(Typed::again).collect();
            match self.apply(open, &own) {
                Ok(taken) => self.show(open, &own, taken),
                // Nobody is to blame for what merging broke before; it is kept, and printing it is refused.
                Err(Wrong::Schema(refused)) if already_broken => {
                    tracing::error!(%refused, story = self.story_id, "a draft is broken");
                    let anything = vec![true; own.len()];
                    self.show(open, &own, Taken { anything, mended: None });
                }
                Err(wrong) => {
                    if self.reopen(open).await.is_err() {
                        self.close_all(Closing::Failed);
                        self.ended = true;
                        return;
                    }
                    let updates: Vec<&[u8]> = own.iter().map(|one| one.update.as_ref()).collect();
                    let bytes = merge(&updates).unwrap_or_else(|_| updates.concat());
                    self.turn_away(open, &seat, &bytes.into(), &wrong).await;
                }
            }
        }
    }

    /// Applies updates and checks the whole. Says which had anything in them; an error leaves the sheet to be reopened.
    fn apply(&mut self, open: &mut Open, typed: &[Typed]) -> Result<Taken, Wrong> {
        let mut taken = Vec::with_capacity(typed.len());
        let mut mended = None;
        for one in typed {
            match open.sheet.apply(&one.update) {
                Ok(anything) => taken.push(anything),
                Err(Fault::Missing) => {
                    // The browser sends what we lack when it is asked.
                    taken.push(false);
                    if let Some(chair) = self.chairs.get(&one.seat) {
                        let ask = protocol::step1(&open.sheet.state_vector());
                        let _ = chair.out.try_send(ToBrowser::Message(ask));
                    }
                }
                Err(fault) => return Err(Wrong::Fault(fault)),
            }
        }
        if taken.contains(&true) {
            let mut ids = log::block_ids(&self.newsroom.house);
            let (derived, edit) = open.sheet.settle(&mut ids).map_err(Wrong::Schema)?;
            open.words = derived.draft.words() as i64;
            open.suggestions = derived.draft.open() as i64;
            mended = edit;
        }
        Ok(Taken {
            anything: taken,
            mended,
        })
    }

    /// Shows updates to the others and puts them in line to be kept.
    fn show(&mut self, open: &mut Open, typed: &[Typed], taken: Taken) {
        let mut rows: Vec<(String, Vec<&[u8]>)> = Vec::new();
        for (one, _) in typed.iter().zip(taken.anything).filter(|(_, anything)| *anything) {
            self.tell(&protocol::update(&one.update), Some(&one.seat));
            self.unrevised = one.writer.strip_prefix("account:").map(str::to_owned);
            match rows.last_mut() {
                Some((writer, updates)) if *writer == one.writer => updates.push(&one.update),
                _ => rows.push((one.writer.clone(), vec![&one.update])),
            }
        }
        for (writer, updates) in rows {
            match merge(&updates) {
                Ok(merged) => open.unsaved.push((writer, merged)),
                Err(_) => (open.unsaved).extend(updates.iter().map(|update| (writer.clone(), update.to_vec()))),
            }
        }
        // A mending builds on what was typed, and stands after it in the log.
        if let (Some(mended), Some(last)) = (taken.mended, typed.last()) {
            self.tell(&protocol::update(&mended), None);
            open.unsaved.push((last.writer.clone(), mended));
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
    async fn catch_up(&mut self, open: &mut Open) {
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

    /// The ledger grew: whether it speaks of this story, or of somebody in the room.
    async fn look_at_ledger(&mut self, open: &mut Open) {
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
    async fn check_rights(&mut self, open: &mut Open) {
        let mut gone: Vec<(String, Closing)> = Vec::new();
        let mut renewed: Vec<(String, Member)> = Vec::new();
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
                let act = if chair.writes { Act::Write } else { Act::Read };
                if who.check_story(act, &story, &head).is_err() {
                    gone.push((seat.clone(), Closing::NotAllowed));
                } else {
                    renewed.push((seat.clone(), account.member()));
                }
            }
            Ok::<_, Error>(())
        };
        if let Err(error) = looked.await {
            tracing::warn!(%error, "rights cannot be looked up");
            return;
        }
        for (seat, member) in renewed {
            if let Some(chair) = self.chairs.get_mut(&seat) {
                chair.member = member;
            }
        }
        for (seat, why) in gone {
            self.close(open, &seat, why).await;
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
        if self.unrevised.is_some() && !self.chairs.values().any(|chair| chair.writes) {
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

    /// Makes a revision of what was written since the last.
    async fn revise(&mut self, open: &mut Open) {
        let Some(account) = self.unrevised.clone().filter(|_| open.unsaved.is_empty()) else {
            return;
        };
        let house = self.newsroom.house.clone();
        let revised = async {
            let mut tx = self.newsroom.store.write().await?;
            super::settle(&mut tx, &house, &Actor::Account(account), &self.story_id).await?;
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

    async fn compact(&mut self, open: &mut Open) {
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

    async fn say_present(&self) {
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
    async fn relay(&mut self) {
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

    /// Keeps what somebody sent for a person to rescue, says what was wrong, and lets them go.
    async fn turn_away(&mut self, open: &mut Open, seat: &str, bytes: &Bytes, wrong: &Wrong) {
        let (problem, path) = match wrong {
            Wrong::Fault(fault) => (fault.to_string(), String::new()),
            Wrong::Schema(refused) => (refused.problem.clone(), refused.path.clone()),
        };
        let writer = self
            .chairs
            .get(seat)
            .map(|chair| Actor::Account(chair.member.account.clone()).to_string());
        tracing::warn!(story = self.story_id, %problem, %path, "an update of a draft was turned away");
        let kept = async {
            let house = &self.newsroom.house;
            let mut tx = self.newsroom.store.write().await?;
            let told = format!("{path}: {problem}");
            let writer = writer.unwrap_or_default();
            let id = house.id();
            q!(
                tx,
                drafts::keep_refused(&id, &self.story_id, &open.epoch, house.now(), &writer, &told, bytes)
            )?;
            tx.commit().await?;
            Ok::<(), Error>(())
        };
        if let Err(error) = kept.await {
            tracing::error!(%error, "a refused update could not be kept");
        }
        if let Some(chair) = self.chairs.get(seat) {
            let _ = chair
                .out
                .try_send(ToBrowser::Message(protocol::refused(&problem, &path)));
        }
        self.close(open, seat, Closing::Schema).await;
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

impl Typed {
    fn again(&self) -> Self {
        Self {
            seat: self.seat.clone(),
            writer: self.writer.clone(),
            update: self.update.clone(),
        }
    }
}
