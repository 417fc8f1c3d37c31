//! What the page cache knows beside its pages: which tag holds which page, which renders are under way, and what has
//! been evicted since they began. The cache locks it for every change and never for a hit.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use tokio::sync::watch;

use super::RenderFailed;
use super::entry::Entry;
use super::page::{Key, Tag};

/// What a render has brought.
#[derive(Clone)]
pub(crate) struct Rendered {
    pub(crate) entry: Arc<Entry>,
    /// One of its tags was evicted while it was rendered: right only for those who had asked before that.
    pub(crate) stale: bool,
}

pub(crate) type Landed = Option<Result<Rendered, RenderFailed>>;

/// A render that others may wait for.
struct Flight {
    landing: watch::Receiver<Landed>,
    began: u64,
}

/// A place in a flight.
pub(crate) struct Seat {
    pub(crate) landing: watch::Receiver<Landed>,
    /// No eviction lies between the start of the render and the request: whatever comes is right for it.
    pub(crate) in_time: bool,
}

/// Evicted tags that are remembered at most while renders are under way. Past it, all those renders count as stale.
const MEMORY: usize = 65_536;

/// The bookkeeping of the cache. Evictions are counted by `turn`; a render remembers the turn in which it began.
pub(crate) struct Shelf {
    turn: u64,
    /// The turn at which everything was evicted.
    cleared: u64,
    /// The ledger position of the latest eviction.
    pub(crate) position: u64,
    by_tag: HashMap<Tag, HashSet<Key>>,
    /// How many renders began in which turn and are still under way.
    renders: BTreeMap<u64, usize>,
    /// The latest turn in which a tag was evicted; empty whenever no render is under way.
    evicted: HashMap<Tag, u64>,
    flights: HashMap<Key, Flight>,
    /// The switch by which a test shows what happens without the guard.
    #[cfg(test)]
    pub(crate) unguarded: bool,
}

impl Shelf {
    pub(crate) fn new() -> Self {
        Self {
            turn: 1,
            cleared: 0,
            position: 0,
            by_tag: HashMap::new(),
            renders: BTreeMap::new(),
            evicted: HashMap::new(),
            flights: HashMap::new(),
            #[cfg(test)]
            unguarded: false,
        }
    }

    /// A render begins; the turn is given back to [`Shelf::end_render`].
    pub(crate) fn begin_render(&mut self) -> u64 {
        *self.renders.entry(self.turn).or_default() += 1;
        self.turn
    }

    /// A render has ended, one way or another. Evictions that no render needs are forgotten.
    pub(crate) fn end_render(&mut self, began: u64) {
        if let Some(count) = self.renders.get_mut(&began) {
            *count -= 1;
            if *count == 0 {
                self.renders.remove(&began);
                match self.renders.keys().next() {
                    None => self.evicted = HashMap::new(),
                    Some(&oldest) => self.evicted.retain(|_, turn| *turn > oldest),
                }
            }
        }
    }

    /// Whether a page under these tags, rendered since `began`, may show a state older than an eviction.
    pub(crate) fn is_stale(&self, began: u64, tags: &[Tag]) -> bool {
        #[cfg(test)]
        if self.unguarded {
            return false;
        }
        began < self.cleared || (tags.iter()).any(|tag| self.evicted.get(tag).is_some_and(|turn| *turn > began))
    }

    /// Notes the eviction of the tags and takes the keys of all pages under them.
    pub(crate) fn evict(&mut self, tags: Vec<Tag>) -> HashSet<Key> {
        self.turn += 1;
        let mut keys = HashSet::new();
        for tag in tags {
            keys.extend(self.by_tag.remove(&tag).into_iter().flatten());
            if !self.renders.is_empty() {
                self.evicted.insert(tag, self.turn);
            }
        }
        if self.evicted.len() > MEMORY {
            self.evicted = HashMap::new();
            self.cleared = self.turn;
        }
        keys
    }

    /// Notes the eviction of everything.
    pub(crate) fn clear(&mut self) {
        self.turn += 1;
        self.cleared = self.turn;
        self.evicted = HashMap::new();
        self.by_tag = HashMap::new();
    }

    /// A page has entered.
    pub(crate) fn link(&mut self, key: &Key, tags: &[Tag]) {
        for tag in tags {
            self.by_tag.entry(tag.clone()).or_default().insert(key.clone());
        }
    }

    /// A page has left.
    pub(crate) fn unlink(&mut self, key: &Key, tags: &[Tag]) {
        for tag in tags {
            if let Some(keys) = self.by_tag.get_mut(tag) {
                keys.remove(key);
                if keys.is_empty() {
                    self.by_tag.remove(tag);
                }
            }
        }
    }

    /// A seat in the flight that renders this page, if there is one.
    pub(crate) fn join(&self, key: &str) -> Option<Seat> {
        self.flights.get(key).map(|flight| Seat {
            landing: flight.landing.clone(),
            in_time: flight.began == self.turn,
        })
    }

    /// Begins a flight that others may join.
    pub(crate) fn take_off(&mut self, key: &Key, landing: watch::Receiver<Landed>) -> u64 {
        let began = self.begin_render();
        self.flights.insert(key.clone(), Flight { landing, began });
        began
    }

    /// Ends a flight, whether it brought a page or not.
    pub(crate) fn land(&mut self, key: &Key) {
        self.flights.remove(key);
    }

    /// How much is remembered: tags that hold pages, tags evicted, renders and flights under way.
    #[cfg(test)]
    pub(crate) fn sizes(&self) -> [usize; 4] {
        let renders = self.renders.values().sum();
        [self.by_tag.len(), self.evicted.len(), renders, self.flights.len()]
    }
}
