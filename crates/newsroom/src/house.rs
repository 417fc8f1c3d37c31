//! What every command needs besides its transaction: clock, ids, keys, house style; and the newsroom as a whole.
//! The binary makes one of each; tests make them with a set clock and counted ids.

use crate::copydesk::Style;
use crate::followers::Looked;
use crate::outside::mail::Post;
use crate::search::Index;
use courant_model::ids::IdSource;
use courant_model::time::{Clock, Micros};
use courant_store::Store;
use courant_store::blobs::Blobs;
use courant_store::keys::Keys;
use std::sync::Arc;

/// Clock, ids, keys and house style. Cheap to clone.
#[derive(Clone)]
pub struct House {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives ids.
    pub ids: Arc<dyn IdSource>,
    /// Seals and signs.
    pub keys: Arc<Keys>,
    /// What the copy desk goes by.
    pub style: Arc<Style>,
}

impl House {
    /// Now, in microseconds UTC.
    pub fn now(&self) -> Micros {
        self.clock.now()
    }

    /// A new id.
    pub fn id(&self) -> String {
        self.ids.next()
    }
}

/// A paper's newsroom: what is kept, where the blobs are, the readers' index. Cheap to clone.
#[derive(Clone)]
pub struct Newsroom {
    /// The rows.
    pub store: Store,
    /// The blobs.
    pub blobs: Blobs,
    /// Clock, ids, keys, house style.
    pub house: House,
    /// The readers' index; the serving process has one, a command beside it none.
    pub index: Option<Arc<Index>>,
    /// The way out for mail; the serving process has one, a command beside it none.
    pub post: Option<Arc<Post>>,
    /// How far the followers of this process have looked.
    pub looked: Looked,
}

impl Newsroom {
    /// Whether a mail server is set up.
    pub fn mails(&self) -> bool {
        self.post.as_ref().is_some_and(|post| post.delivers())
    }
}
