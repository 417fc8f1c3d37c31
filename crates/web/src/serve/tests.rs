//! What the server loop promises, over real sockets on loopback.
//! Run by the test harness; each test starts a server of its own on a port that the system chooses.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use axum::extract::Request as AxumRequest;
use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::routing::{get, post};
use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message as Words;

use super::*;
use crate::cache::{Options, Page};

struct Running {
    address: SocketAddr,
    cache: PageCache,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
    /// Requests that reached the router.
    routed: Arc<AtomicUsize>,
    /// Lets `/slow` answer.
    release: Arc<Notify>,
}

fn cached_only(uri: &Uri) -> Option<Cow<'_, str>> {
    (uri.path() == "/page").then_some(Cow::Borrowed("/page"))
}

async fn panics() -> &'static str {
    panic!("a handler has tripped")
}

async fn echo(mut socket: WebSocket) {
    while let Some(Ok(message)) = socket.recv().await {
        if socket.send(message).await.is_err() {
            return;
        }
    }
}

fn start(limits: Limits) -> Running {
    let common = common_headers(HeaderValue::from_static("default-src 'self'"));
    let cache = PageCache::new(Options {
        common: common.clone(),
        ..Options::default()
    });
    let routed = Arc::new(AtomicUsize::new(0));
    let release = Arc::new(Notify::new());
    let page = {
        let (cache, routed) = (cache.clone(), Arc::clone(&routed));
        get(move |request: AxumRequest| async move {
            routed.fetch_add(1, Ordering::SeqCst);
            let page = Page::html(StatusCode::OK, "<p>words</p>".repeat(100));
            let render = async { io::Result::Ok(page) };
            let (method, headers) = (request.method(), request.headers());
            let now = Timestamp::UNIX_EPOCH;
            let answer = cache.get_or_render("/page", method, headers, now, render);
            answer.await.unwrap()
        })
    };
    let slow = {
        let release = Arc::clone(&release);
        get(move || async move {
            release.notified().await;
            "at last"
        })
    };
    let app = Router::new()
        .route("/page", page)
        .route("/slow", slow)
        .route("/panic", get(panics))
        .route(
            "/socket",
            get(async |upgrade: WebSocketUpgrade| upgrade.on_upgrade(echo)),
        )
        .route("/echo", post(|body: String| async move { body }))
        .route(
            "/peer",
            get(|ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() }),
        );
    let listener = listen(([127, 0, 0, 1], 0).into()).unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let site = Site {
        cache: cache.clone(),
        keys: Arc::new(cached_only),
        clock: Arc::new(|| Timestamp::UNIX_EPOCH),
        app,
        common,
        limits,
    };
    let server = tokio::spawn(run(listener, site, async {
        stopped.await.ok();
    }));
    Running {
        address,
        cache,
        stop,
        server,
        routed,
        release,
    }
}

impl Running {
    async fn client(&self) -> Client {
        Client(TcpStream::connect(self.address).await.unwrap())
    }

    /// One request on a connection of its own: head and body of the answer.
    async fn ask(&self, request: &str) -> (String, String) {
        let mut client = self.client().await;
        client.send(request).await;
        client.answer().await
    }
}

struct Client(TcpStream);

impl Client {
    async fn send(&mut self, bytes: &str) {
        self.0.write_all(bytes.as_bytes()).await.unwrap();
    }

    /// Reads one answer by its Content-Length.
    async fn answer(&mut self) -> (String, String) {
        let mut bytes = Vec::new();
        loop {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let length = head
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: "))
                    .map_or(0, |length| length.parse().unwrap());
                if body.len() >= length {
                    return (head.to_owned(), body.to_owned());
                }
            }
            let read = self.0.read_buf(&mut bytes).await.unwrap();
            assert!(read > 0, "closed after {text:?}");
        }
    }

    /// Everything until the server closes.
    async fn rest(&mut self) -> String {
        let mut bytes = Vec::new();
        // A reset is an end, too.
        let _ = self.0.read_to_end(&mut bytes).await;
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

const SECURITY: [&str; 6] = [
    "x-content-type-options: nosniff",
    "referrer-policy: same-origin",
    "x-frame-options: DENY",
    "content-security-policy: default-src 'self'",
    "permissions-policy: ",
    "cross-origin-opener-policy: same-origin",
];

#[tokio::test]
async fn a_hit_never_reaches_the_router() {
    let site = start(Limits::default());
    let mut client = site.client().await;
    for _ in 0..5 {
        client.send("GET /page HTTP/1.1\r\nHost: x\r\n\r\n").await;
        let (head, body) = client.answer().await;
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
        assert_eq!(body, "<p>words</p>".repeat(100));
    }
    assert_eq!(site.routed.load(Ordering::SeqCst), 1);
    assert_eq!(site.cache.counts().hits, 4);
}

#[tokio::test]
async fn every_answer_has_the_security_headers_and_a_date_and_names_no_server() {
    let site = start(Limits::default());
    for path in ["/page", "/page", "/peer", "/nowhere", "/panic"] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
        let (head, _) = site.ask(&request).await;
        for header in SECURITY {
            assert_eq!(head.matches(header).count(), 1, "{path} {header}: {head}");
        }
        assert!(head.contains("\r\ndate: "), "{head}");
        assert!(!head.contains("\r\nserver: "), "{head}");
    }
}

#[tokio::test]
async fn head_has_the_headers_of_get_and_no_body() {
    let site = start(Limits::default());
    let without_date = |head: &str| -> Vec<String> {
        let lines = head.lines().map(str::to_owned);
        lines.filter(|line| !line.starts_with("date: ")).collect()
    };
    for encoding in ["", "Accept-Encoding: br\r\n"] {
        let (get, _) = site
            .ask(&format!("GET /page HTTP/1.1\r\nHost: x\r\n{encoding}\r\n"))
            .await;
        let mut client = site.client().await;
        client
            .send(&format!(
                "HEAD /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{encoding}\r\n"
            ))
            .await;
        let all = client.rest().await;
        let (head, body) = all.split_once("\r\n\r\n").unwrap();
        assert!(body.is_empty());
        let mut head = without_date(head);
        head.retain(|line| line != "connection: close");
        assert_eq!(head, without_date(&get));
        assert!(get.contains("content-length: "));
    }
}

#[tokio::test]
async fn a_reader_who_has_the_page_gets_a_304_on_a_connection_that_lives_on() {
    let site = start(Limits::default());
    let mut client = site.client().await;
    client.send("GET /page HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let (head, _) = client.answer().await;
    let etag = head.lines().find_map(|l| l.strip_prefix("etag: ")).unwrap().to_owned();
    for _ in 0..2 {
        client
            .send(&format!(
                "GET /page HTTP/1.1\r\nHost: x\r\nIf-None-Match: W/{etag}\r\n\r\n"
            ))
            .await;
        let (head, body) = client.answer().await;
        assert!(head.starts_with("HTTP/1.1 304 "), "{head}");
        assert!(head.contains(&format!("etag: {etag}")));
        assert!(body.is_empty());
    }
}

#[tokio::test]
async fn a_handler_that_panics_gives_a_plain_500_and_the_connection_lives_on() {
    let site = start(Limits::default());
    let mut client = site.client().await;
    client.send("GET /panic HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let (head, body) = client.answer().await;
    assert!(head.starts_with("HTTP/1.1 500 "), "{head}");
    assert!(!body.contains("tripped"), "the reader learns nothing of the inside");
    client.send("GET /page HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(client.answer().await.0.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn a_flood_of_headers_gets_a_431() {
    let site = start(Limits::default());
    let many = "X-A: b\r\n".repeat(150);
    let long = format!("X-Long: {}\r\n", "a".repeat(40 << 10));
    for flood in [many, long] {
        let mut client = site.client().await;
        client
            .send(&format!("GET /page HTTP/1.1\r\nHost: x\r\n{flood}\r\n"))
            .await;
        let answer = client.rest().await;
        assert!(answer.starts_with("HTTP/1.1 431 "), "{answer:?}");
    }
    let ninety = "X-A: b\r\n".repeat(90);
    let (head, _) = site
        .ask(&format!("GET /page HTTP/1.1\r\nHost: x\r\n{ninety}\r\n"))
        .await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
}

#[tokio::test]
async fn what_is_no_http_gets_a_400_and_the_server_stays_up() {
    let site = start(Limits::default());
    for nonsense in [
        "\u{16}\u{3}\u{1}\0\0\0\0\r\n\r\n",
        "GET\r\n\r\n",
        "GET /\0 HTTP/1.1\r\n\r\n",
    ] {
        let mut client = site.client().await;
        client.send(nonsense).await;
        let answer = client.rest().await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400 "), "{answer}");
    }
    let (head, _) = site.ask("GET /page HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn a_client_that_drips_its_header_is_cut() {
    let site = start(Limits {
        head: Duration::from_millis(600),
        ..Limits::default()
    });
    let mut client = site.client().await;
    client.send("GET /page HTTP/1.1\r\nHost: x\r\n").await;
    let began = Instant::now();
    // Each byte would begin an idle time anew; the time of a head counts from its first byte.
    while client.0.write_all(b"X").await.is_ok() {
        assert!(began.elapsed() < Duration::from_secs(20), "never cut");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let mut silent = site.client().await;
    assert_eq!(silent.rest().await, "", "one who never speaks is cut as well");
}

#[tokio::test]
async fn an_idle_connection_is_closed_and_one_whose_handler_works_is_not() {
    // Times are kept to half a second: a shorter limit on heads could cut a connection whose request is on its way.
    let site = start(Limits {
        idle: Duration::from_millis(100),
        ..Limits::default()
    });
    let mut working = site.client().await;
    working.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let mut idle = site.client().await;
    idle.send("GET /page HTTP/1.1\r\nHost: x\r\n\r\n").await;
    idle.answer().await;
    assert_eq!(idle.rest().await, "");
    site.release.notify_one();
    assert_eq!(working.answer().await.1, "at last");
}

#[tokio::test]
async fn a_client_that_takes_nothing_is_cut() {
    let site = start(Limits {
        stuck: Duration::from_millis(600),
        ..Limits::default()
    });
    site.ask("GET /page HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let mut client = site.client().await;
    let request = "GET /page HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000);
    // It asks and asks and reads nothing, until the server gives it up.
    let began = Instant::now();
    while client.0.write_all(request.as_bytes()).await.is_ok() {
        assert!(began.elapsed() < Duration::from_secs(30), "never cut");
    }
}

#[tokio::test]
async fn beyond_the_limit_of_connections_clients_wait_and_are_served_when_one_leaves() {
    let site = start(Limits {
        connections: 1,
        ..Limits::default()
    });
    let mut first = site.client().await;
    first.send("GET /page HTTP/1.1\r\nHost: x\r\n\r\n").await;
    first.answer().await;
    let mut second = site.client().await;
    second.send("GET /page HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let waits = tokio::time::timeout(Duration::from_millis(50), second.answer()).await;
    assert!(waits.is_err());
    drop(first);
    assert!(second.answer().await.0.starts_with("HTTP/1.1 200 "));
}

#[tokio::test]
async fn a_stopping_server_finishes_what_is_under_way_and_closes_what_is_idle() {
    let site = start(Limits::default());
    let mut idle = site.client().await;
    idle.send("GET /page HTTP/1.1\r\nHost: x\r\n\r\n").await;
    idle.answer().await;
    let mut working = site.client().await;
    working.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await;
    // The request is there once the second answer on another connection is.
    site.ask("GET /peer HTTP/1.1\r\nHost: x\r\n\r\n").await;
    site.stop.send(()).unwrap();
    assert_eq!(idle.rest().await, "");
    assert!(!site.server.is_finished());
    site.release.notify_one();
    assert_eq!(working.answer().await.1, "at last");
    site.server.await.unwrap();
    assert!(TcpStream::connect(site.address).await.is_err());
}

#[tokio::test]
async fn a_stopping_server_does_not_wait_for_ever() {
    let site = start(Limits {
        farewell: Duration::from_millis(50),
        ..Limits::default()
    });
    let mut working = site.client().await;
    working.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await;
    site.ask("GET /peer HTTP/1.1\r\nHost: x\r\n\r\n").await;
    site.stop.send(()).unwrap();
    site.server.await.unwrap();
    assert_eq!(working.rest().await, "");
}

#[tokio::test]
async fn the_router_learns_the_clients_address_and_reads_its_body() {
    let site = start(Limits::default());
    let mut client = site.client().await;
    let own = client.0.local_addr().unwrap().to_string();
    client.send("GET /peer HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert_eq!(client.answer().await.1, own);
    client
        .send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello")
        .await;
    assert_eq!(client.answer().await.1, "hello");
}

#[tokio::test]
async fn requests_sent_in_one_go_are_answered_in_order() {
    let site = start(Limits::default());
    let mut client = site.client().await;
    client
        .send(concat!(
            "GET /page HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /page HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /peer HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        ))
        .await;
    let all = client.rest().await;
    assert_eq!(all.matches("HTTP/1.1 200 OK").count(), 3, "{all}");
    assert!(all.ends_with(&client.0.local_addr().unwrap().to_string()));
}

#[tokio::test]
async fn a_socket_outlives_the_limits_of_requests_and_is_cut_when_it_falls_silent() {
    let running = start(Limits {
        head: Duration::from_millis(600),
        idle: Duration::from_millis(600),
        silent_work: Duration::from_secs(3),
        ..Limits::default()
    });
    let address = format!("ws://{}/socket", running.address);
    let (mut socket, _) = tokio_tungstenite::connect_async(address).await.unwrap();
    // For two seconds there is never an answer under way, and always a byte before the silence is too long.
    for n in 0..8 {
        let words = n.to_string();
        socket.send(Words::text(words.clone())).await.unwrap();
        assert_eq!(socket.next().await.unwrap().unwrap(), Words::text(words));
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    // Then nobody says anything, and the server makes an end.
    while let Some(Ok(_)) = socket.next().await {}
}

#[tokio::test]
async fn a_stopping_server_waits_for_a_socket_no_longer_than_its_farewell() {
    let running = start(Limits {
        farewell: Duration::from_millis(300),
        ..Limits::default()
    });
    let address = format!("ws://{}/socket", running.address);
    let (mut socket, _) = tokio_tungstenite::connect_async(address).await.unwrap();
    socket.send(Words::text("here")).await.unwrap();
    socket.next().await.unwrap().unwrap();
    running.stop.send(()).unwrap();
    running.server.await.unwrap();
    while let Some(Ok(_)) = socket.next().await {}
}
