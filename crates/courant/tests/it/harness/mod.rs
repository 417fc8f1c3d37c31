//! A whole paper for one test: real router on a real listener, real database, set clock, counted ids, blobs in a folder.
//! The behaviour tests begin with [`TestPaper::empty`] or [`TestPaper::demo`]; everything goes when the value does.

mod call;
mod desk;
mod events;
mod newsdesk;
mod page;
pub mod pictures;
mod routes;
mod rows;
mod writer;

pub use call::{Answer, form, head_of, raw};
pub use desk::Colleague;
pub use events::Events;
pub(crate) use newsdesk::act;
pub use newsdesk::{APART, Draft};
pub use page::{Page, all_links, path_of};
pub use routes::{routes, verbs};
pub use writer::Writer;

use courant::demo::{DemoFolder, load};
use courant_model::ids::{CountedIds, IdSource};
use courant_model::time::{Clock, Micros, SetClock};
use courant_newsroom::outside::mail::{Place, Post};
use courant_newsroom::search::{Index, State};
use courant_newsroom::{House, Newsroom, followers, moving};
use courant_store::blobs::Blobs;
use courant_store::keys::Keys;
use courant_store::q;
use courant_store::scratch::Scratch;
use std::collections::HashMap;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The moment that the clock of a new test paper shows: Monday 23 November 2026, 12:00 UTC.
pub const NOW: Micros = 1_795_435_200_000_000;

/// A served paper.
pub struct TestPaper {
    pub newsroom: Newsroom,
    pub clock: Arc<SetClock>,
    pub address: SocketAddr,
    /// Without a slash at the end.
    pub url: String,
    pub sections: HashMap<String, String>,
    /// Goes last, with the folder of the database in it.
    pub scratch: Arc<Scratch>,
    ids: Arc<dyn IdSource>,
    clients: AtomicU32,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<()>>,
    following: JoinHandle<()>,
}

impl TestPaper {
    /// A paper with the default sections and no story. Replies to Economy stand at once, to Local they wait, and
    /// US Politics takes none.
    pub async fn empty(scratch: Scratch) -> Self {
        let paper = Self::open(scratch, None).await;
        paper.open_sections().await
    }

    /// With a theme of its own.
    pub async fn with_theme(scratch: Scratch, theme: PathBuf) -> Self {
        let paper = Self::open(scratch, Some(theme)).await;
        paper.open_sections().await
    }

    /// Behind a CDN that is purged by `Surrogate-Key` and keeps pages for so many seconds.
    pub async fn behind_a_cdn(scratch: Scratch, seconds: u32) -> Self {
        let (clock, ids) = (Arc::new(SetClock::at(NOW)), Arc::new(CountedIds::default()));
        let paper = Self::on(Arc::new(scratch), clock, ids, "search", None, |settings| {
            settings.shared_cache_seconds = Some(seconds);
        })
        .await;
        paper.open_sections().await
    }

    /// With a way for letters, and with the settings changed.
    pub async fn set_up(
        scratch: Scratch,
        mail: Option<Place>,
        change: impl FnOnce(&mut courant_web::Settings),
    ) -> Self {
        let (clock, ids) = (Arc::new(SetClock::at(NOW)), Arc::new(CountedIds::default()));
        let paper = Self::on(Arc::new(scratch), clock, ids, "search", mail, change).await;
        paper.open_sections().await
    }

    /// The demo paper.
    pub async fn demo(scratch: Scratch) -> Self {
        let mut paper = Self::open(scratch, None).await;
        load(&paper.newsroom, &DemoFolder::read().unwrap()).await.unwrap();
        paper.know_sections().await;
        paper
    }

    /// A paper made of an export, served under the same address as the one that was exported, by the same clock.
    pub async fn taken_in(scratch: Scratch, export: &Path, of: &Self) -> Self {
        if let Some(secret) = moving::secret_of(export).unwrap() {
            std::fs::write(scratch.folder.path().join("secret.key"), secret).unwrap();
        }
        let (clock, ids) = (Arc::new(SetClock::at(of.clock.now())), Arc::new(CountedIds::default()));
        let newsroom = newsroom_on(&scratch, clock.clone(), ids.clone()).await;
        moving::bring_in(&newsroom, export, moving::Bringing::default(), &mut |_| {})
            .await
            .unwrap();
        drop(newsroom);
        let url = of.url.clone();
        let mut paper = Self::on(Arc::new(scratch), clock, ids, "search", None, |settings| {
            settings.url = url.parse().unwrap();
        })
        .await;
        paper.url.clone_from(&of.url);
        paper.know_sections().await;
        paper
    }

    async fn open(scratch: Scratch, theme: Option<PathBuf>) -> Self {
        let clock = Arc::new(SetClock::at(NOW));
        let ids = Arc::new(CountedIds::default());
        Self::on(Arc::new(scratch), clock, ids, "search", None, |settings| {
            settings.theme = theme;
        })
        .await
    }

    /// A second node of the same paper: its own connections, cache and search index; the same database and blobs.
    pub async fn second_node(&self) -> Self {
        let mut node = Self::on(
            self.scratch.clone(),
            self.clock.clone(),
            self.ids.clone(),
            "search-of-the-second",
            None,
            |_| {},
        )
        .await;
        node.sections.clone_from(&self.sections);
        node
    }

    async fn on(
        scratch: Arc<Scratch>,
        clock: Arc<SetClock>,
        ids: Arc<dyn IdSource>,
        search: &str,
        mail: Option<Place>,
        change: impl FnOnce(&mut courant_web::Settings),
    ) -> Self {
        let folder = scratch.folder.path();
        let opened = Index::open(&folder.join(search)).unwrap();
        let cursor = match opened.state {
            State::Kept { cursor } => Some(cursor).filter(|cursor| *cursor > 0),
            State::Fresh | State::Rebuilt { .. } => None,
        };
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let url = format!("http://{address}");
        let post = |place: Place| Post::new(&place, "desk@news.example", &url.parse().unwrap()).unwrap();
        let newsroom = Newsroom {
            index: Some(Arc::new(opened.index)),
            post: mail.map(|place| Arc::new(post(place))),
            ..newsroom_on(&scratch, clock.clone(), ids.clone()).await
        };
        let mut settings = courant_web::Settings {
            url: url.parse().unwrap(),
            // Tests come from as many readers as they like.
            proxies: vec![(IpAddr::V4(Ipv4Addr::LOCALHOST), 8)],
            shared_cache_seconds: None,
            theme: None,
            page_cache_bytes: 64 << 20,
            sign_on: None,
            webhooks_inside: Vec::new(),
            machine: courant_web::Machine::default(),
        };
        change(&mut settings);
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn({
            let newsroom = newsroom.clone();
            async move {
                courant_web::run(newsroom, settings, listener, async {
                    let _ = stopped.await;
                })
                .await
                .unwrap();
            }
        });
        let following = tokio::spawn({
            let newsroom = newsroom.clone();
            async move {
                if let Some(index) = newsroom.index.clone() {
                    followers::with_index(&newsroom, index, cursor).await;
                }
            }
        });
        Self {
            newsroom,
            clock,
            address,
            url,
            sections: HashMap::new(),
            scratch,
            ids,
            clients: AtomicU32::new(0),
            stop: Some(stop),
            serving: Some(serving),
            following,
        }
    }

    /// The newsroom as a command beside the server has it: its own connections, no index, no page cache.
    pub async fn beside(&self) -> Newsroom {
        newsroom_on(&self.scratch, self.clock.clone(), self.ids.clone()).await
    }

    /// The folder of database, blobs, secret and search index.
    pub fn folder(&self) -> &Path {
        self.scratch.folder.path()
    }

    /// Moves the clock.
    pub fn pass(&self, time: Micros) {
        self.clock.set(self.clock.now() + time);
    }

    /// Waits until what stands under each story has been worked out, so that pages change no more by themselves.
    pub async fn at_rest(&self) {
        until("what stands under stories", || async {
            let mut tx = self.newsroom.store.read().await.unwrap();
            let mut last = 0;
            for entry in q!(tx, ledger::after(0, 1_000_000)).unwrap() {
                if let Some(id) = entry.thing.strip_prefix("story:").filter(|_| entry.act != "relate")
                    && q!(tx, live::by_id(id)).unwrap().is_some()
                {
                    last = entry.seq;
                }
            }
            (q!(tx, ledger::cursor("related")).unwrap() >= Some(last)).then_some(())
        })
        .await;
    }

    /// Stops serving and gives back what is kept.
    pub async fn close(mut self) -> Arc<Scratch> {
        drop(self.stop.take());
        if let Some(serving) = self.serving.take() {
            serving.await.unwrap();
        }
        self.following.abort();
        let _ = (&mut self.following).await;
        self.scratch.clone()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, &[], b"").await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.call("GET", path, headers, b"").await
    }

    /// The page at an address, which must be there.
    pub async fn page(&self, path: &str) -> Page {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        Page::read(&answer.text())
    }

    /// A form sent as a browser sends it, from a reader who has sent nothing before.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let reader = self.clients.fetch_add(1, Ordering::Relaxed);
        let client = format!("10.{}.{}.{}", reader >> 16 & 255, reader >> 8 & 255, reader & 255);
        self.post_as(&client, path, fields).await
    }

    /// A form from a reader at an address.
    pub async fn post_as(&self, client: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let headers = [
            ("origin", self.url.as_str()),
            ("x-forwarded-for", client),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        self.call("POST", path, &headers, form(fields).as_bytes()).await
    }

    /// Any request.
    pub async fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n",
            self.address
        );
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if method == "POST" || !body.is_empty() {
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        let request = [head.as_bytes(), body].concat();
        raw(self.address, &request, method == "HEAD")
            .await
            .unwrap_or_else(|| panic!("no answer to {method} {path}"))
    }

    /// Fetches a page until it is as wanted.
    pub async fn until(&self, path: &str, wanted: impl Fn(&Answer) -> bool) -> Answer {
        until(path, || async {
            let answer = self.get(path).await;
            wanted(&answer).then_some(answer)
        })
        .await
    }
}

impl Drop for TestPaper {
    fn drop(&mut self) {
        drop(self.stop.take());
        self.following.abort();
    }
}

async fn newsroom_on(scratch: &Scratch, clock: Arc<SetClock>, ids: Arc<dyn IdSource>) -> Newsroom {
    let folder = scratch.folder.path();
    Newsroom {
        store: scratch.open().await.unwrap(),
        blobs: Blobs::in_folder(&folder.join("blobs")).unwrap(),
        house: House {
            clock,
            ids,
            keys: Arc::new(Keys::open(&folder.join("secret.key")).unwrap()),
            style: courant_newsroom::copydesk::Style::in_folder(Some(folder.join("styles"))),
        },
        index: None,
        post: None,
        looked: courant_newsroom::followers::Looked::default(),
    }
}

/// Tries until something is there; tests wait for conditions, and this is how long they have patience.
pub async fn until<T, Trying: Future<Output = Option<T>>>(what: &str, mut attempt: impl FnMut() -> Trying) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = attempt().await {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// The folder of shared examples beside the repository, or a line that says it is absent.
pub fn shared(path: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    if !folder.is_dir() {
        eprintln!("skipped: ../shared is absent");
        return None;
    }
    Some(folder.join(path))
}
