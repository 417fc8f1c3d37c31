//! Replies that lay with a service of its own, brought in below the stories that are here: each thread is found by its
//! address. `courant import replies` calls it.

use super::replies::{Told, Under};
use super::{BATCH, Import, Progress, addresses};
use crate::failure::Result;
use courant_exchange::replies::{Piece, Reply, Thread};
use courant_model::address::Leads;
use courant_model::brought::Kind;
use courant_model::story::Live;
use courant_store::{Tx, q};
use std::collections::{HashMap, HashSet};
use tokio::sync::mpsc::Receiver;

/// A thread, and the story that it belongs to here.
struct Found {
    live: Option<Live>,
    title: String,
    address: String,
}

impl Import<'_> {
    /// Takes in what is read, batch by batch. A reply that comes before the one that it answers waits for that.
    pub async fn bring_threads(&mut self, mut from: Receiver<Piece>) -> Result<()> {
        let mut progress = Progress::begin("replies", 0);
        let mut threads: HashMap<String, Found> = HashMap::new();
        let mut met: HashSet<String> = HashSet::new();
        let mut ours: HashMap<String, String> = HashMap::new();
        let mut waiting: Vec<Reply> = Vec::new();
        let mut read = Vec::with_capacity(BATCH);
        loop {
            read.clear();
            if from.recv_many(&mut read, BATCH).await == 0 || self.stop.is_asked() {
                break;
            }
            let mut tx = self.tx().await?;
            for piece in read.drain(..) {
                match piece {
                    Piece::Category(_) => {}
                    Piece::Problem(problem) => self.fault(&problem),
                    Piece::Thread(thread) => {
                        let found = self.find(&mut tx, &thread).await?;
                        threads.insert(thread.id, found);
                    }
                    Piece::Reply(reply) => {
                        self.said.found.replies += 1;
                        progress.step(1);
                        if reply.parent.as_ref().is_some_and(|parent| !met.contains(parent)) {
                            waiting.push(*reply);
                            continue;
                        }
                        met.insert(reply.id.clone());
                        self.under_thread(&mut tx, &threads, &reply, &mut ours).await?;
                    }
                }
            }
            self.done(tx).await?;
        }
        // Whoever is answered is there now, or in no file.
        while !waiting.is_empty() && !self.stop.is_asked() {
            let (next, later): (Vec<Reply>, Vec<Reply>) = waiting
                .drain(..)
                .partition(|reply| reply.parent.as_ref().is_none_or(|parent| met.contains(parent)));
            let (now, rest) = if next.is_empty() {
                (later, Vec::new())
            } else {
                (next, later)
            };
            for group in now.chunks(BATCH) {
                let mut tx = self.tx().await?;
                for reply in group {
                    met.insert(reply.id.clone());
                    self.under_thread(&mut tx, &threads, reply, &mut ours).await?;
                }
                self.done(tx).await?;
            }
            waiting = rest;
        }
        let told = progress.end();
        self.said.note(told);
        for thread in threads.values().filter(|thread| thread.live.is_none()) {
            self.said.problem(
                &thread.title,
                &thread.address,
                "no story stands at this address; its replies were left out",
            );
        }
        Ok(())
    }

    async fn under_thread(
        &mut self,
        tx: &mut Tx,
        threads: &HashMap<String, Found>,
        reply: &Reply,
        ours: &mut HashMap<String, String>,
    ) -> Result<()> {
        let Some(thread) = threads.get(&reply.thread) else {
            self.said.problem(
                format!("reply {}", reply.id),
                "",
                "its thread is not in the file; it was left out",
            );
            return Ok(());
        };
        let Some(live) = &thread.live else {
            return Ok(());
        };
        let under = Under {
            story: &live.story_id,
            name: format!("“{}”", live.headline),
            place: &thread.address,
            at: live.published_at,
            is_new: false,
        };
        let told = Told {
            id: &reply.id,
            parent: reply.parent.as_deref(),
            comment: &reply.comment,
        };
        self.reply(tx, &under, &told, ours).await
    }

    /// The story that a thread belongs to: by its address, or by the number that the old site gave it.
    async fn find(&self, tx: &mut Tx, thread: &Thread) -> Result<Found> {
        let mut live = None;
        let numbered = |text: &str| -> Option<String> {
            let behind = text
                .split_once("?p=")
                .or_else(|| text.split_once("?page_id="))
                .map(|(_, number)| number);
            let digits: String = behind
                .unwrap_or(text)
                .chars()
                .take_while(char::is_ascii_digit)
                .collect();
            (!digits.is_empty()).then_some(digits)
        };
        for written in [&thread.address, &thread.identifier] {
            let Some(mut path) = addresses::path_of(written, None) else {
                continue;
            };
            for _ in 0..2 {
                let Some(there) = q!(tx, addresses::at(&path))? else {
                    break;
                };
                match Leads::parse(&there.kind) {
                    Leads::Redirect => path = there.target,
                    Leads::Story => {
                        live = q!(tx, live::by_id(&there.target))?;
                        break;
                    }
                    _ => break,
                }
            }
            if live.is_some() {
                break;
            }
        }
        for written in [&thread.identifier, &thread.address] {
            if live.is_none()
                && let Some(number) = numbered(written)
                && let Some(brought) = q!(tx, brought::anywhere(Kind::Post.as_str(), &number))?
            {
                live = q!(tx, live::by_id(&brought.target))?;
            }
        }
        let title = if thread.title.is_empty() {
            &thread.id
        } else {
            &thread.title
        };
        Ok(Found {
            live,
            title: title.clone(),
            address: thread.address.clone(),
        })
    }
}
