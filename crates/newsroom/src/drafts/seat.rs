//! A connection's place in a room: what it says goes in, what it shall hear comes out, and why it ends.
//! Taken by `web`'s socket through [`super::Rooms::enter`]; dropping it leaves the room.

use bytes::Bytes;
use courant_model::account::Member;
use tokio::sync::mpsc;

/// Messages that wait for a browser. One that is slower is let go; it comes back and asks for what it missed.
pub(super) const BACKLOG: usize = 512;

/// Why the room ends a connection; the number is the close code of the socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// The server stops or restarts; come back.
    Leaving,
    /// The server failed; come back.
    Failed,
    /// Too many are in the room, or the browser does not keep up; come back later.
    Crowded,
    /// The session ended.
    SignedOut,
    /// The account may not do this.
    NotAllowed,
    /// There is no such story.
    NoStory,
    /// The last update broke the schema.
    Schema,
    /// The log was made anew: the browser's copy belongs to another.
    Anew,
}

impl Closing {
    /// The close code.
    pub fn code(self) -> u16 {
        match self {
            Self::Leaving => 1001,
            Self::Failed => 1011,
            Self::Crowded => 1013,
            Self::SignedOut => 4401,
            Self::NotAllowed => 4403,
            Self::NoStory => 4404,
            Self::Schema => 4409,
            Self::Anew => 4410,
        }
    }

    /// The reason in a few words.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Leaving => "the server is restarting",
            Self::Failed => "the server failed",
            Self::Crowded => "too many at once",
            Self::SignedOut => "signed out",
            Self::NotAllowed => "not allowed",
            Self::NoStory => "no such story",
            Self::Schema => "the draft would break",
            Self::Anew => "begin anew",
        }
    }
}

/// What a browser is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToBrowser {
    /// A message.
    Message(Bytes),
    /// The last thing.
    Close(Closing),
}

/// What a connection says to its room.
pub(super) enum ToRoom {
    Join(Box<Joining>),
    Said { seat: String, message: Bytes },
    Leave { seat: String },
}

/// What somebody may do in a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct May {
    /// Write.
    pub(super) write: bool,
    /// Accept and refuse suggestions of others.
    pub(super) settle: bool,
}

/// Somebody at the door.
pub(super) struct Joining {
    pub(super) seat: String,
    pub(super) member: Member,
    pub(super) session: String,
    pub(super) may: May,
    pub(super) out: mpsc::Sender<ToBrowser>,
}

/// A place in a room.
#[derive(Debug)]
pub struct Seat {
    pub(super) id: String,
    pub(super) room: mpsc::Sender<ToRoom>,
    pub(super) heard: mpsc::Receiver<ToBrowser>,
}

impl std::fmt::Debug for ToRoom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Join(_) => "Join",
            Self::Said { .. } => "Said",
            Self::Leave { .. } => "Leave",
        })
    }
}

impl Seat {
    /// Says something; false when the room is gone.
    #[crate::boxed]
    pub async fn say(&self, message: Bytes) -> bool {
        let seat = self.id.clone();
        self.room.send(ToRoom::Said { seat, message }).await.is_ok()
    }

    /// Whatever shall be sent next; `None` when the room has nothing to say any more.
    #[crate::boxed]
    pub async fn hear(&mut self) -> Option<ToBrowser> {
        self.heard.recv().await
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        // A room that has no time to hear it sees the closed channel a little later.
        let _ = self.room.try_send(ToRoom::Leave { seat: self.id.clone() });
    }
}
