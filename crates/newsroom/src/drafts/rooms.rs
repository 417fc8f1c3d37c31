//! All rooms of this node: opened when somebody comes, found again by story, told what other nodes say.
//! The serving process holds one [`Rooms`]; the desk's socket asks it for seats.

use super::room::Room;
use super::seat::{BACKLOG, Closing, Joining, May, Seat, ToBrowser, ToRoom};
use super::story_and_head;
use crate::permissions::Who;
use crate::{Error, Newsroom, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD_NO_PAD;
use courant_model::account::{Act, Member};
use courant_model::story::State;
use courant_store::draft_watch::Heard;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, mpsc, watch};

/// Messages that wait for a room.
const INBOX: usize = 1024;

/// Who wants in.
#[derive(Debug, Clone)]
pub struct Entrant {
    /// As the rules see them.
    pub member: Member,
    /// Id of the session, whose end ends the connection.
    pub session: String,
}

/// The rooms of a node. Cheap to clone.
#[derive(Clone)]
pub struct Rooms(Arc<Inner>);

struct Inner {
    newsroom: Newsroom,
    /// This node's name, so that it does not hear itself.
    node: String,
    open: Mutex<HashMap<String, Door>>,
    stop: watch::Sender<bool>,
}

/// How to reach a room.
#[derive(Clone)]
struct Door {
    inbox: mpsc::Sender<ToRoom>,
    bell: Arc<Bell>,
}

/// What other nodes say to a room.
#[derive(Default)]
pub(super) struct Bell {
    pub(super) rung: Notify,
    cursors: Mutex<Vec<Vec<u8>>>,
}

impl Bell {
    /// Cursors of other nodes since the last call.
    pub(super) fn cursors(&self) -> Vec<Vec<u8>> {
        std::mem::take(&mut *self.cursors.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Rooms {
    /// No room is open yet.
    pub fn new(newsroom: Newsroom) -> Self {
        let node = newsroom.house.id();
        Self(Arc::new(Inner {
            newsroom,
            node,
            open: Mutex::default(),
            stop: watch::Sender::new(false),
        }))
    }

    fn open(&self) -> MutexGuard<'_, HashMap<String, Door>> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A seat in a story's room, to write or to read by what the account may.
    #[crate::boxed]
    pub async fn enter(&self, entrant: Entrant, story_id: &str) -> Result<Seat, Closing> {
        let may = self.may(&entrant.member, story_id).await?;
        let (out, heard) = mpsc::channel(BACKLOG);
        let id = self.0.newsroom.house.id();
        let mut joining = ToRoom::Join(Box::new(Joining {
            seat: id.clone(),
            member: entrant.member,
            session: entrant.session,
            may,
            out,
        }));
        // A room that closes at this moment has a successor at the second try.
        for _ in 0..3 {
            let inbox = self.door(story_id)?.inbox;
            match inbox.send(joining).await {
                Ok(()) => return Ok(Seat { id, room: inbox, heard }),
                Err(mpsc::error::SendError(again)) => joining = again,
            }
        }
        Err(Closing::Failed)
    }

    /// What the account may; an error when it may not even read.
    async fn may(&self, member: &Member, story_id: &str) -> Result<May, Closing> {
        let look = async {
            let mut tx = self.0.newsroom.store.read().await?;
            story_and_head(&mut tx, story_id).await
        };
        let (story, head) = look.await.map_err(|error| match error {
            Error::NotFound(_) => Closing::NoStory,
            other => {
                tracing::error!(%other, story_id, "a room cannot be opened");
                Closing::Failed
            }
        })?;
        let who = Who::Member(member.clone());
        let over = matches!(State::parse(&story.state), Some(State::Killed | State::Removed));
        let can = |act| who.check_story(act, &story, &head).is_ok();
        let may = May {
            write: !over && can(Act::Write),
            settle: can(Act::Settle),
        };
        if may.write || can(Act::Read) {
            Ok(may)
        } else {
            Err(Closing::NotAllowed)
        }
    }

    fn door(&self, story_id: &str) -> Result<Door, Closing> {
        if *self.0.stop.borrow() {
            return Err(Closing::Leaving);
        }
        let mut open = self.open();
        if let Some(door) = open.get(story_id).filter(|door| !door.inbox.is_closed()) {
            return Ok(door.clone());
        }
        let (inbox, heard) = mpsc::channel(INBOX);
        let bell = Arc::new(Bell::default());
        let door = Door {
            inbox,
            bell: bell.clone(),
        };
        open.insert(story_id.to_owned(), door.clone());
        let room = Room::new(self.0.newsroom.clone(), story_id.to_owned(), self.0.node.clone(), bell);
        let (rooms, story, stop) = (Arc::downgrade(&self.0), story_id.to_owned(), self.0.stop.subscribe());
        tokio::spawn(async move {
            room.run(heard, stop).await;
            if let Some(rooms) = rooms.upgrade() {
                let mut open = rooms.open.lock().unwrap_or_else(PoisonError::into_inner);
                if open.get(&story).is_some_and(|door| door.inbox.is_closed()) {
                    open.remove(&story);
                }
            }
        });
        Ok(door)
    }

    /// Listens to other nodes until the future is dropped.
    #[crate::boxed]
    pub async fn listen(&self) {
        self.0
            .newsroom
            .store
            .watch_drafts(|heard| match heard {
                Heard::Grown(story) => {
                    if let Some(door) = self.open().get(&story) {
                        door.bell.rung.notify_one();
                    }
                }
                Heard::Relayed(words) => self.relayed(&words),
                Heard::All => {
                    for door in self.open().values() {
                        door.bell.rung.notify_one();
                    }
                }
            })
            .await;
    }

    /// Cursors of another node: its name, the story, the update in base64.
    fn relayed(&self, words: &str) {
        let mut words = words.split(' ');
        let (Some(node), Some(story), Some(update)) = (words.next(), words.next(), words.next()) else {
            return;
        };
        if node == self.0.node {
            return;
        }
        if let (Some(door), Ok(update)) = (self.open().get(story), BASE64_STANDARD_NO_PAD.decode(update)) {
            let mut cursors = door.bell.cursors.lock().unwrap_or_else(PoisonError::into_inner);
            // A room that does not look has nobody to show them to.
            if cursors.len() < 256 {
                cursors.push(update);
            }
            door.bell.rung.notify_one();
        }
    }

    /// Saves what was typed, tells every browser to come back, and lets nobody in any more. Returns when all rooms are
    /// closed, or after a few seconds.
    #[crate::boxed]
    pub async fn close(&self) {
        self.0.stop.send_replace(true);
        let doors: Vec<Door> = self.open().values().cloned().collect();
        let all = async {
            for door in doors {
                door.inbox.closed().await;
            }
        };
        if tokio::time::timeout(std::time::Duration::from_secs(5), all)
            .await
            .is_err()
        {
            tracing::warn!("some rooms took too long to close");
        }
    }
}

/// The words in which a node tells others of cursors; `None` when they are too long for a notification.
pub(super) fn relay_words(node: &str, story_id: &str, update: &[u8]) -> Option<String> {
    let words = format!("{node} {story_id} {}", BASE64_STANDARD_NO_PAD.encode(update));
    (words.len() < 7900).then_some(words)
}

/// What is sent to a browser that is let go.
pub(super) fn closing(closing: Closing) -> ToBrowser {
    ToBrowser::Close(closing)
}
