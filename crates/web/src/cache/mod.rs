//! The page cache: every reader's page, rendered once, kept compressed and evicted by what it was rendered from.
//! The server loop answers hits from it, the reader's handlers fill it, and the ledger's follower evicts from it.
//!
//! Three promises, each with a test that fails without the code that keeps it:
//! - after [`PageCache::evict`] has returned, no page rendered before it is served to a request that comes then;
//! - of many requests for a page that is not there, one renders and the others wait;
//! - a hit touches no database, no template and no lock of the bookkeeping, and copies no body.

mod asked;
mod entry;
mod page;
mod press;
mod render;
mod shelf;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use http::{HeaderMap, Method, Response};
use jiff::Timestamp;
use quick_cache::sync::Cache;
use quick_cache::{DefaultHashBuilder, Lifecycle, OptionsBuilder, Weighter};
use tokio::sync::watch;

use crate::reads::Meter;
use asked::Encoding;
use entry::{Entry, Facts, Variant};
use page::Key;
pub use page::{Page, PageBody, Tag};
use press::{Grade, Order, Press};
use shelf::Shelf;

/// How the page cache is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// Bytes that pages, in all their encodings and with their headers, may take together.
    pub capacity: u64,
    /// Headers of every answer of the site; see [`crate::serve::common_headers`].
    pub common: HeaderMap,
    /// Seconds for which a CDN may keep a page; only when the CDN is purged by `Surrogate-Key`.
    pub shared: Option<u32>,
    /// Counts reads of the pages that say as what they count.
    pub meter: Option<Arc<Meter>>,
    /// How long a render may take before those who wait for it are told that it failed.
    pub patience: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            capacity: 64 << 20,
            common: HeaderMap::new(),
            shared: None,
            meter: None,
            patience: Duration::from_secs(30),
        }
    }
}

/// Why there is no page: the render's own error, shared by all who waited for it, or that it broke off.
#[derive(Clone, Debug)]
pub struct RenderFailed(Option<Arc<dyn Error + Send + Sync>>);

impl RenderFailed {
    /// The render's own error; `None` when it panicked or took longer than [`Options::patience`].
    pub fn reason(&self) -> Option<&(dyn Error + Send + Sync + 'static)> {
        self.0.as_deref()
    }
}

impl fmt::Display for RenderFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(reason) => reason.fmt(f),
            None => f.write_str("the render of the page broke off"),
        }
    }
}

impl Error for RenderFailed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.as_ref().and_then(|reason| reason.source())
    }
}

/// What the cache has done since it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Answers that needed no render.
    pub hits: u64,
    /// Requests that found no page.
    pub misses: u64,
    /// Renders that were begun.
    pub renders: u64,
    /// Pages that left because a tag of theirs was evicted.
    pub evictions: u64,
    /// Renders that did not enter because a tag of theirs was evicted meanwhile.
    pub stale: u64,
    /// Pages in the cache now.
    pub pages: u64,
    /// Bytes that they take now.
    pub bytes: u64,
}

#[derive(Default)]
struct Counters {
    hits: AtomicU64,
    misses: AtomicU64,
    renders: AtomicU64,
    evictions: AtomicU64,
    stale: AtomicU64,
}

fn one(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

#[derive(Clone)]
struct Weigh;

impl Weighter<Key, Arc<Entry>> for Weigh {
    fn weight(&self, key: &Key, entry: &Arc<Entry>) -> u64 {
        key.0.len() as u64 + entry.weight()
    }
}

/// Collects what the map drops, so that the tags can forget it.
#[derive(Clone)]
struct Leaving;

impl Lifecycle<Key, Arc<Entry>> for Leaving {
    type RequestState = Vec<(Key, Arc<Entry>)>;

    fn on_evict(&self, gone: &mut Self::RequestState, key: Key, entry: Arc<Entry>) {
        gone.push((key, entry));
    }
}

type Pages = Cache<Key, Arc<Entry>, Weigh, DefaultHashBuilder, Leaving>;

struct Inner {
    pages: Pages,
    shelf: Mutex<Shelf>,
    paused: AtomicBool,
    position: watch::Sender<u64>,
    counters: Counters,
    options: Options,
    press: Press,
}

/// The page cache. Cloning it gives another handle to the same cache.
#[derive(Clone)]
pub struct PageCache(Arc<Inner>);

impl fmt::Debug for PageCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PageCache").field(&self.counts()).finish()
    }
}

/// A render under way. It remembers when it began; see [`PageCache::start_render`].
#[must_use = "a page that is read before its ticket was taken may enter stale"]
pub struct RenderTicket {
    cache: PageCache,
    began: u64,
    /// Set when others wait for this render under this key.
    flight: Option<Key>,
}

impl Drop for RenderTicket {
    fn drop(&mut self) {
        let mut shelf = self.cache.shelf();
        shelf.end_render(self.began);
        if let Some(key) = &self.flight {
            shelf.land(key);
        }
    }
}

/// A page larger than one part of the cache never enters; parts are at least this large, in bytes.
const PART: u64 = 16 << 20;

impl PageCache {
    /// An empty cache, and the thread that presses its pages.
    pub fn new(options: Options) -> Self {
        let parts = (options.capacity / PART).clamp(1, 32);
        let shape = OptionsBuilder::new()
            .shards(usize::try_from(parts).unwrap_or(1))
            .weight_capacity(options.capacity)
            .estimated_items_capacity(usize::try_from(options.capacity / 16_384).unwrap_or(1).max(1024))
            .build();
        let pages = match shape {
            Ok(shape) => Cache::with_options(shape, Weigh, DefaultHashBuilder::default(), Leaving),
            // Unreachable while both capacities are given above; the cache is the same but for its parts.
            Err(_) => Cache::with(4096, options.capacity, Weigh, DefaultHashBuilder::default(), Leaving),
        };
        Self(Arc::new_cyclic(|inner: &Weak<Inner>| {
            let inner = inner.clone();
            Inner {
                pages,
                shelf: Mutex::new(Shelf::new()),
                paused: AtomicBool::new(false),
                position: watch::Sender::new(0),
                counters: Counters::default(),
                options,
                press: Press::start(move |order| {
                    if let Some(inner) = inner.upgrade() {
                        Self(inner).press(&order);
                    }
                }),
            }
        }))
    }

    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        // The bookkeeping is whole between any two statements that could panic.
        self.0.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The page, if it is here, still holds and is ready in the encoding that the request asks for. Never waits.
    pub fn get(&self, key: &str, method: &Method, headers: &HeaderMap, now: Timestamp) -> Option<Response<PageBody>> {
        self.get_by(key, method, headers, None, now)
    }

    /// The same for an address with a query, which the page does not depend on and the count of its reads may.
    pub fn get_by(
        &self,
        key: &str,
        method: &Method,
        headers: &HeaderMap,
        query: Option<&str>,
        now: Timestamp,
    ) -> Option<Response<PageBody>> {
        if !matches!(*method, Method::GET | Method::HEAD) {
            return None;
        }
        let entry = self.resident(key, now)?;
        let variant = entry.variant(asked::encoding(headers))?;
        let answer = self.hit(key, &entry, variant, method, headers, now);
        self.count(&entry, method, headers, query, &answer);
        Some(answer)
    }

    /// Counts an answer, if it was a read.
    fn count(
        &self,
        entry: &Entry,
        method: &Method,
        headers: &HeaderMap,
        query: Option<&str>,
        answer: &Response<PageBody>,
    ) {
        if let (Some(meter), Some(page)) = (&self.0.options.meter, &entry.facts.counted_as) {
            meter.note(page, method, headers, query, answer.status());
        }
    }

    fn hit(
        &self,
        key: &str,
        entry: &Arc<Entry>,
        variant: &Variant,
        method: &Method,
        headers: &HeaderMap,
        now: Timestamp,
    ) -> Response<PageBody> {
        one(&self.0.counters.hits);
        if variant.wants_pressing() {
            let order = Order {
                key: Key(key.into()),
                facts: Arc::downgrade(&entry.facts),
                encoding: variant.encoding(),
            };
            if !self.0.press.order(order) {
                variant.ordered.store(false, Ordering::Relaxed);
            }
        }
        entry.answer(variant, method, headers, now)
    }

    fn resident(&self, key: &str, now: Timestamp) -> Option<Arc<Entry>> {
        if self.0.paused.load(Ordering::Acquire) {
            return None;
        }
        self.0.pages.get(key).filter(|entry| entry.holds(now))
    }

    /// Puts a page into the cache that was rendered outside of [`PageCache::get_or_render`], under a ticket taken
    /// before anything was read for it. Gives back whether it entered.
    pub fn insert(&self, key: &str, page: Page, ticket: RenderTicket) -> bool {
        let may_enter = page.may_enter();
        let entry = Entry::new(page, &self.0.options.common, self.0.options.shared);
        self.enter(ticket, Key(key.into()), &Arc::new(entry), may_enter) && may_enter
    }

    /// Ends the render. Gives back false when the page is stale.
    fn enter(&self, mut ticket: RenderTicket, key: Key, entry: &Arc<Entry>, may_enter: bool) -> bool {
        let mut gone = Vec::new();
        let mut shelf = self.shelf();
        let fresh = !shelf.is_stale(ticket.began, &entry.facts.tags);
        if fresh && may_enter && !self.0.paused.load(Ordering::Acquire) {
            if let Some((_, old)) = self.0.pages.remove(&*key.0) {
                shelf.unlink(&key, &old.facts.tags);
            }
            shelf.link(&key, &entry.facts.tags);
            self.put(&mut shelf, key, Arc::clone(entry), &mut gone);
        }
        // The flight ends in the same moment as the page enters, so nobody finds neither.
        if let Some(key) = ticket.flight.take() {
            shelf.land(&key);
        }
        drop(shelf);
        if !fresh {
            one(&self.0.counters.stale);
        }
        fresh
    }

    /// Puts an entry into the map and forgets what the map drops for it.
    fn put(&self, shelf: &mut Shelf, key: Key, entry: Arc<Entry>, gone: &mut Vec<(Key, Arc<Entry>)>) {
        self.0.pages.insert_with_lifecycle(key, entry, gone);
        for (key, old) in gone.iter() {
            let stays = |now: Arc<Entry>| Arc::ptr_eq(&now.facts, &old.facts);
            if !self.0.pages.peek(key).is_some_and(stays) {
                shelf.unlink(key, &old.facts.tags);
            }
        }
    }

    /// What stands in the cache under this key, if it is this very page.
    fn same(&self, key: &str, facts: &Arc<Facts>) -> Option<Arc<Entry>> {
        let entry = self.0.pages.peek(key)?;
        Arc::ptr_eq(&entry.facts, facts).then_some(entry)
    }

    /// Puts another encoding of a page in, if the page is still there.
    fn swap(&self, key: &str, facts: &Arc<Facts>, encoding: Encoding, variant: &Arc<Variant>) {
        let mut gone = Vec::new();
        let mut shelf = self.shelf();
        if let Some(entry) = self.same(key, facts) {
            let entry = Arc::new(entry.with(encoding, Arc::clone(variant)));
            self.put(&mut shelf, Key(key.into()), entry, &mut gone);
        }
        drop(shelf);
    }

    /// Presses one page at the best level; runs on the press's own thread.
    fn press(&self, order: &Order) {
        let Some(facts) = order.facts.upgrade() else {
            return;
        };
        // A page that has left meanwhile is not worth it.
        let Some(entry) = self.same(&order.key.0, &facts) else {
            return;
        };
        match press::squeeze(&facts.body, order.encoding, Grade::Best) {
            Ok(bytes) => {
                let smaller = entry
                    .variant(order.encoding)
                    .is_none_or(|fast| bytes.len() < fast.body.len());
                if smaller {
                    let best = Arc::new(facts.variant(order.encoding, Grade::Best, bytes));
                    self.swap(&order.key.0, &facts, order.encoding, &best);
                }
            }
            Err(error) => tracing::warn!(%error, "a page could not be pressed"),
        }
    }

    /// Notes that a render begins. Take the ticket before the read transaction of the render is opened: the page
    /// then enters only if none of its tags was evicted since.
    pub fn start_render(&self) -> RenderTicket {
        one(&self.0.counters.renders);
        let began = self.shelf().begin_render();
        RenderTicket {
            cache: self.clone(),
            began,
            flight: None,
        }
    }

    /// Drops every page under these tags. Once this has returned, no request that comes then sees a state older than
    /// the ledger entry at `position`, as far as its tags go.
    pub fn evict(&self, tags: impl IntoIterator<Item = Tag>, position: u64) {
        let mut gone = Vec::new();
        // Whatever the caller's iterator does, it does before the lock is taken.
        let tags: Vec<Tag> = tags.into_iter().collect();
        let mut shelf = self.shelf();
        for key in shelf.evict(tags) {
            if let Some((key, entry)) = self.0.pages.remove(&*key.0) {
                shelf.unlink(&key, &entry.facts.tags);
                gone.push(entry);
            }
        }
        self.reach(&mut shelf, position);
        drop(shelf);
        let count = gone.len() as u64;
        self.0.counters.evictions.fetch_add(count, Ordering::Relaxed);
    }

    /// Drops every page, and every render under way when it comes in.
    pub fn clear(&self) {
        let mut shelf = self.shelf();
        let count = self.0.pages.len() as u64;
        shelf.clear();
        self.0.pages.clear();
        drop(shelf);
        self.0.counters.evictions.fetch_add(count, Ordering::Relaxed);
    }

    /// Notes that the ledger has been followed up to `position`, when an entry there evicted nothing.
    pub fn follow(&self, position: u64) {
        let mut shelf = self.shelf();
        self.reach(&mut shelf, position);
    }

    fn reach(&self, shelf: &mut Shelf, position: u64) {
        shelf.position = shelf.position.max(position);
        let position = shelf.position;
        self.0.position.send_if_modified(|at| {
            let moved = *at < position;
            *at = position;
            moved
        });
    }

    /// The ledger position up to which pages have been evicted.
    pub fn position(&self) -> u64 {
        *self.0.position.borrow()
    }

    /// Waits until pages have been evicted up to this ledger position. Publishing answers after it.
    pub async fn reached(&self, position: u64) {
        // The sender lives in the cache that is borrowed here, so the wait ends by the position alone.
        let _ = self.0.position.subscribe().wait_for(|at| *at >= position).await;
    }

    /// From now on pages neither leave nor enter the cache: the node does not know what has changed.
    pub fn pause(&self) {
        let _shelf = self.shelf();
        self.0.paused.store(true, Ordering::Release);
    }

    /// The ledger has been read again and everything that it named has been evicted: pages may be served.
    pub fn resume(&self) {
        let _shelf = self.shelf();
        self.0.paused.store(false, Ordering::Release);
    }

    /// Whether the cache is paused.
    pub fn is_paused(&self) -> bool {
        self.0.paused.load(Ordering::Acquire)
    }

    /// What the cache has done since it was made.
    pub fn counts(&self) -> Counts {
        let counters = &self.0.counters;
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            hits: of(&counters.hits),
            misses: of(&counters.misses),
            renders: of(&counters.renders),
            evictions: of(&counters.evictions),
            stale: of(&counters.stale),
            pages: self.0.pages.len() as u64,
            bytes: self.0.pages.weight(),
        }
    }
}
