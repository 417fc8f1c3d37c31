//! What every handler shares, the server loop, and the page cache as a follower of the ledger.
//! `courant serve` and `courant demo` call [`run`]; the other followers and the jobs run beside it.

use crate::auth::SignOn;
use crate::cache::{Options, PageCache, Tag};
use crate::desk::copy_desk::Shown;
use crate::desk::print::Printer;
use crate::reads::{self, Meter};
use crate::serve::{self, Limits, Site, common_headers};
use crate::site::gate::{Door, Gate, Programs, Trials};
use crate::templates::Themes;
use crate::{router, site};
use courant_model::time::Micros;
use courant_newsroom::drafts::Rooms;
use courant_newsroom::{Newsroom, followers};
use courant_store::q;
use http::HeaderValue;
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use url::Url;

/// What the machine says about serving.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The only source of absolute addresses.
    pub url: Url,
    /// Networks (address, prefix length) of proxies that may name the client's address.
    pub proxies: Vec<(IpAddr, u8)>,
    /// Seconds that a CDN may keep pages; only when it is purged by `Surrogate-Key`.
    pub shared_cache_seconds: Option<u32>,
    /// The folder of the paper's own theme.
    pub theme: Option<PathBuf>,
    /// Bytes that cached pages may take together.
    pub page_cache_bytes: u64,
    /// Single sign-on at the desk, when it is set up.
    pub sign_on: Option<SignOn>,
    /// Addresses inside a private network to which webhooks may go.
    pub webhooks_inside: Vec<Url>,
    /// What the settings show of the machine.
    pub machine: Machine,
}

/// The machine as the settings show it. Nothing of it can be set there.
#[derive(Debug, Clone, Default)]
pub struct Machine {
    /// Version of the binary.
    pub version: &'static str,
    /// The settings file that was read.
    pub file: Option<String>,
    /// One line a setting, secrets hidden.
    pub lines: Vec<MachineLine>,
    /// The data folder.
    pub data: PathBuf,
    /// The folder of the blobs, when they lie in one.
    pub blobs: Option<PathBuf>,
}

/// One setting of the machine.
#[derive(Debug, Clone)]
pub struct MachineLine {
    /// Its name in `courant.toml`.
    pub key: &'static str,
    /// The environment variable of the same meaning.
    pub variable: String,
    /// Its value; nothing when it is not set and has no default.
    pub value: Option<String>,
    /// Where the value came from.
    pub from: String,
}

/// A node that has not read the ledger for so long serves without its cache.
const BLIND: Micros = 1_000_000;

/// What every handler shares.
pub(crate) struct App {
    pub(crate) newsroom: Newsroom,
    pub(crate) settings: Settings,
    pub(crate) themes: Themes,
    pub(crate) cache: PageCache,
    pub(crate) gate: Gate,
    /// The rate limit of the API.
    pub(crate) programs: Programs,
    /// The rate limit of answers of the API that the page cache keeps.
    pub(crate) renders: Programs,
    pub(crate) door: Door,
    /// The rate limit of trial letters.
    pub(crate) trials: Trials,
    pub(crate) printer: Printer,
    pub(crate) rooms: Rooms,
    /// Notes of the copy desk that were counted as shown.
    pub(crate) shown: Shown,
    /// True once the server is to stop: answers that would go on end then.
    pub(crate) closing: watch::Receiver<bool>,
    /// Whether pages become files, where nothing can be sent or looked for.
    pub(crate) is_copy: bool,
}

impl App {
    /// What handlers share, made of a newsroom and its settings.
    pub(crate) fn new(
        newsroom: Newsroom,
        settings: Settings,
        cache: PageCache,
        closing: watch::Receiver<bool>,
    ) -> Self {
        let themes = Themes::new(settings.theme.clone());
        for problem in themes.problems() {
            tracing::error!(%problem, "the theme has a fault; the built-in one takes its place");
        }
        Self {
            rooms: Rooms::new(newsroom.clone()),
            newsroom,
            settings,
            themes,
            cache,
            gate: Gate::default(),
            programs: Programs::default(),
            renders: Programs::of_renders(),
            door: Door::default(),
            trials: Trials::default(),
            printer: Printer::new(),
            shown: Shown::default(),
            closing,
            is_copy: false,
        }
    }

    /// Absolute address of a path of this site.
    pub(crate) fn absolute(&self, path: &str) -> String {
        let root = self.settings.url.as_str().trim_end_matches('/');
        format!("{root}{}", site::path::encoded(path))
    }

    /// Absolute address of a path that is encoded already, with its query.
    pub(crate) fn absolute_raw(&self, address: &str) -> String {
        let root = self.settings.url.as_str().trim_end_matches('/');
        format!("{root}{address}")
    }
}

/// What a reader's page may load: its own pictures, style sheet and fonts, nothing else. No script at all.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; img-src 'self' data:; style-src 'self'; font-src 'self'; \
     media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Serves a paper on a listener until `stop` resolves; the page cache follows the ledger meanwhile.
pub async fn run(
    newsroom: Newsroom,
    settings: Settings,
    listener: std::net::TcpListener,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    let common = common_headers(HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    let meter = Arc::new(Meter::new(settings.url.host_str().unwrap_or_default()));
    let cache = PageCache::new(Options {
        capacity: settings.page_cache_bytes,
        meter: Some(meter.clone()),
        common: common.clone(),
        shared: settings.shared_cache_seconds,
        ..Options::default()
    });
    let (closing, closed) = watch::channel(false);
    let app = Arc::new(App::new(newsroom, settings, cache.clone(), closed));
    let rooms = app.rooms.clone();

    let follower = Follower(tokio::spawn(follow_with_cache(app.clone())));
    let clock = app.newsroom.house.clock.clone();
    let served = Site {
        cache,
        keys: Arc::new(router::key),
        clock: Arc::new(move || courant_model::time::timestamp(clock.now())),
        app: router::router(app.clone()),
        common,
        limits: Limits::default(),
    };
    let (served_all, last) = watch::channel(false);
    let counting = tokio::spawn({
        let newsroom = app.newsroom.clone();
        async move { reads::run(&meter, &newsroom, last).await }
    });
    let listening = Follower(tokio::spawn({
        let rooms = rooms.clone();
        async move { rooms.listen().await }
    }));
    // Who writes is told to come back before the server stops listening: what they typed is kept by then.
    let stop = async {
        stop.await;
        closing.send_replace(true);
        rooms.close().await;
    };
    serve::run(listener, served, stop).await;
    // What was read up to the last page is kept too.
    served_all.send_replace(true);
    if counting.await.is_err() {
        tracing::error!("the task that keeps counts of reads broke off");
    }
    drop((follower, listening));
    Ok(())
}

/// A task that ends when the server does.
struct Follower(tokio::task::JoinHandle<()>);

impl Drop for Follower {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The page cache as a follower of the ledger: drops pages by tag, and stops serving from memory while it cannot see.
async fn follow_with_cache(app: Arc<App>) {
    app.cache.pause();
    let start = loop {
        match last_entry(&app).await {
            Ok(seq) => break seq,
            Err(error) => {
                tracing::warn!(%error, "the ledger cannot be read; pages are rendered anew each time");
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
        }
    };
    // Nothing is in the cache yet, so whatever happened until now is seen by every render to come.
    app.cache.follow(start as u64);
    app.cache.resume();
    let seen = AtomicI64::new(app.newsroom.house.now());
    let watch = app
        .newsroom
        .store
        .watch_ledger(|| seen.store(app.newsroom.house.now(), Ordering::Relaxed));
    let follow = followers::follow(&app.newsroom, "pages", start, |entries| {
        let app = app.clone();
        async move {
            let position = entries.last().map_or(0, |entry| entry.seq) as u64;
            let tags = entries.into_iter().flat_map(|entry| {
                // What lists all things of a kind goes by one tag, so that a new one is not missed.
                let kind = entry.thing.split(':').next().unwrap_or_default();
                [Tag::new(site::every(kind)), Tag::new(entry.thing)]
            });
            app.cache.evict(tags, position);
            Ok(())
        }
    });
    let guard = async {
        loop {
            tokio::time::sleep(Duration::from_millis(100)).await;
            let blind = app.newsroom.house.now() - seen.load(Ordering::Relaxed) > BLIND;
            if blind && !app.cache.is_paused() {
                tracing::warn!("the ledger has not been seen for a second; pages are rendered anew each time");
                app.cache.pause();
                app.cache.clear();
            } else if !blind && app.cache.is_paused() {
                app.cache.resume();
            }
        }
    };
    tokio::join!(watch, follow, guard);
}

async fn last_entry(app: &App) -> courant_store::Result<i64> {
    let mut tx = app.newsroom.store.read().await?;
    q!(tx, ledger::last())
}
