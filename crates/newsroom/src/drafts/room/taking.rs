//! Takes what was typed: applied, checked against the schema and the rights, shown to the others, put in line to be kept.
//! A batch that is wrong is taken apart, so that only the connection that broke something ends.

use super::super::{log, protocol};
use super::{Closing, Open, Room, ToBrowser, Typed};
use crate::Error;
use bytes::Bytes;
use courant_coedit::{Fault, Refused, merge};
use courant_model::actor::Actor;
use courant_store::q;

/// What became of a batch.
struct Taken {
    /// Which of the updates had anything in them.
    anything: Vec<bool>,
    /// The edit that mends what they left behind together.
    mended: Option<Vec<u8>>,
}

/// Why an update was turned away.
pub(super) enum Wrong {
    Fault(Fault),
    Schema(Refused),
}

impl Room {
    /// Applies a batch and shows it to the others; whoever breaks the schema is turned away alone.
    pub(super) async fn take(&mut self, open: &mut Open, typed: Vec<Typed>) {
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
            // Whoever left meanwhile is asked as if they may not.
            let may = self.chairs.get(&one.seat).is_some_and(|chair| chair.may.settle);
            let applied = match one.writer.strip_prefix("account:") {
                Some(account) if !may && open.suggestions > 0 => open.sheet.apply_from(account, &one.update),
                _ => open.sheet.apply(&one.update),
            };
            match applied {
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

    /// Keeps what somebody sent for a person to rescue, says what was wrong, and lets them go.
    pub(super) async fn turn_away(&mut self, open: &mut Open, seat: &str, bytes: &Bytes, wrong: &Wrong) {
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
