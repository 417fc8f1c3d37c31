//! How a page that is missing comes in: one request renders it, the others wait, and each gets its own encoding.
//! The reader's handlers call [`PageCache::get_or_render`] after the server loop has found no hit.

use std::error::Error;
use std::future::Future;
use std::sync::Arc;

use http::{HeaderMap, Method, Response};
use jiff::Timestamp;
use tokio::sync::watch;
use tracing::Instrument;

use super::asked::{self, Encoding};
use super::entry::{Entry, Facts, Variant};
use super::page::{Key, Page, PageBody};
use super::press::{self, Grade};
use super::shelf::{Landed, Rendered, Seat};
use super::{PageCache, RenderFailed, RenderTicket, one};

/// After this many stale flights a request renders for itself.
const ROUNDS: usize = 3;

impl PageCache {
    /// The page from the cache, or rendered now, for a GET or HEAD. Of several requests for one page a single one renders; its future
    /// runs as a task of its own, so a reader who goes away takes the page from nobody. `render` must read nothing
    /// before it is first polled: what it reads must be read after the cache has noted its start.
    pub async fn get_or_render<E>(
        &self,
        key: &str,
        method: &Method,
        headers: &HeaderMap,
        now: Timestamp,
        render: impl Future<Output = Result<Page, E>> + Send + 'static,
    ) -> Result<Response<PageBody>, RenderFailed>
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        self.get_or_render_by(key, method, headers, None, now, render).await
    }

    /// The same for an address with a query, which the page does not depend on and the count of its reads may.
    pub async fn get_or_render_by<E>(
        &self,
        key: &str,
        method: &Method,
        headers: &HeaderMap,
        query: Option<&str>,
        now: Timestamp,
        render: impl Future<Output = Result<Page, E>> + Send + 'static,
    ) -> Result<Response<PageBody>, RenderFailed>
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let wanted = asked::encoding(headers);
        let mut render = Some(render);
        let mut missed = false;
        for round in 0..=ROUNDS {
            if let Some(entry) = self.resident(key, now) {
                if !missed {
                    one(&self.0.counters.hits);
                }
                // The first reader of an encoding; the second one's hit sends it to the press.
                let variant = self.made(key, &entry, wanted).await;
                let answer = entry.answer(&variant, method, headers, now);
                self.count(&entry, method, headers, query, &answer);
                return Ok(answer);
            }
            if !missed {
                one(&self.0.counters.misses);
                missed = true;
            }
            let Some(seat) = self.board(key, now, wanted, round == ROUNDS, &mut render) else {
                continue;
            };
            match seat.landed().await? {
                rendered if rendered.stale && !seat.in_time => {}
                rendered => {
                    let variant = self.made(key, &rendered.entry, wanted).await;
                    let answer = rendered.entry.answer(&variant, method, headers, now);
                    self.count(&rendered.entry, method, headers, query, &answer);
                    return Ok(answer);
                }
            }
        }
        Err(RenderFailed(None))
    }

    /// A seat in the flight that renders the page: in one under way, or else in a new one with this `render`.
    /// `None` when the page has come in meanwhile.
    fn board<E>(
        &self,
        key: &str,
        now: Timestamp,
        wanted: Encoding,
        alone: bool,
        render: &mut Option<impl Future<Output = Result<Page, E>> + Send + 'static>,
    ) -> Option<Seat>
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let mut shelf = self.shelf();
        let flight = shelf.join(key);
        if let Some(seat) = flight.as_ref().filter(|_| !alone) {
            return Some(Seat {
                landing: seat.landing.clone(),
                in_time: seat.in_time,
            });
        }
        if !alone && self.resident(key, now).is_some() {
            return None;
        }
        let render = render.take()?;
        let (tower, landing) = watch::channel(None);
        let key = Key(key.into());
        let ticket = if flight.is_some() {
            RenderTicket {
                cache: self.clone(),
                began: shelf.begin_render(),
                flight: None,
            }
        } else {
            RenderTicket {
                cache: self.clone(),
                began: shelf.take_off(&key, landing.clone()),
                flight: Some(key.clone()),
            }
        };
        drop(shelf);
        one(&self.0.counters.renders);
        let cache = self.clone();
        tokio::spawn(
            async move {
                let result = cache.render(ticket, key, wanted, render).await;
                // Nobody waits any more when all readers have gone away.
                let _ = tower.send(Some(result));
            }
            .in_current_span(),
        );
        Some(Seat { landing, in_time: true })
    }

    async fn render<E>(
        &self,
        ticket: RenderTicket,
        key: Key,
        wanted: Encoding,
        render: impl Future<Output = Result<Page, E>>,
    ) -> Result<Rendered, RenderFailed>
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let page = match tokio::time::timeout(self.0.options.patience, render).await {
            Ok(Ok(page)) => page,
            Ok(Err(error)) => return Err(RenderFailed(Some(error.into().into()))),
            Err(_) => {
                tracing::warn!(page = &*key.0, "the render took too long and was broken off");
                return Err(RenderFailed(None));
            }
        };
        let may_enter = page.may_enter();
        let mut entry = Entry::new(page, &self.0.options.common, self.0.options.shared);
        if wanted != Encoding::Identity
            && entry.facts.has(wanted)
            && let Some(variant) = press_fast(&entry.facts, wanted).await
        {
            entry = entry.with(wanted, Arc::new(variant));
        }
        let entry = Arc::new(entry);
        let stale = !self.enter(ticket, key, &entry, may_enter);
        Ok(Rendered { entry, stale })
    }

    /// The page in the wanted encoding, made now if need be, once for all who ask for it.
    async fn made(&self, key: &str, entry: &Arc<Entry>, wanted: Encoding) -> Arc<Variant> {
        if let Some(variant) = entry.variant(wanted) {
            return Arc::clone(variant);
        }
        let facts = &entry.facts;
        if let Some(turn) = facts.turns.get(wanted as usize) {
            let mut turn = turn.lock().await;
            if let Some(variant) = turn.upgrade() {
                return variant;
            }
            if let Some(variant) = self.same(key, facts).and_then(|now| now.variant(wanted).cloned()) {
                return variant;
            }
            if let Some(variant) = press_fast(facts, wanted).await {
                let variant = Arc::new(variant);
                *turn = Arc::downgrade(&variant);
                self.swap(key, facts, wanted, &variant);
                return variant;
            }
        }
        match entry.variant(Encoding::Identity) {
            Some(plain) => Arc::clone(plain),
            None => Arc::new(facts.variant(Encoding::Identity, Grade::Best, facts.body.clone())),
        }
    }
}

impl Seat {
    async fn landed(&self) -> Result<Rendered, RenderFailed> {
        let mut landing = self.landing.clone();
        let landed: Landed = match landing.wait_for(Option::is_some).await {
            Ok(landed) => landed.clone(),
            // The render panicked, or the server is stopping.
            Err(_) => None,
        };
        landed.unwrap_or(Err(RenderFailed(None)))
    }
}

/// The page in this encoding, at the fast level, off the serving threads.
async fn press_fast(facts: &Arc<Facts>, encoding: Encoding) -> Option<Variant> {
    let bytes = facts.body.clone();
    let pressed = tokio::task::spawn_blocking(move || press::squeeze(&bytes, encoding, Grade::Fast)).await;
    match pressed {
        Ok(Ok(bytes)) => Some(facts.variant(encoding, Grade::Fast, bytes)),
        Ok(Err(error)) => {
            tracing::warn!(%error, "a page could not be pressed");
            None
        }
        Err(_) => None,
    }
}
