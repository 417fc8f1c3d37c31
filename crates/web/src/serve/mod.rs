//! The HTTP server loop: accepts connections, answers from the page cache, and hands everything else to the router.
//! The binary calls [`listen`] and [`run`]; what a request may cost is bounded here by [`Limits`].

mod headers;
mod pulse;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::response::IntoResponse;
use bytes::Bytes;
use futures_util::FutureExt;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, Uri};
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt;

use crate::cache::{PageBody, PageCache};
pub use headers::common_headers;
use pulse::{BEAT, Order, Pulse, Sweep, Watched, Working};

/// What a client may cost. Times are kept to half a second.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections at once; further ones wait in the backlog.
    pub connections: usize,
    /// From the first byte of a request to the end of its head, and from accepting to the first byte.
    pub head: Duration,
    /// Bytes of a request's head; more is answered with 431.
    pub head_bytes: usize,
    /// Between two requests.
    pub idle: Duration,
    /// Between two requests when three quarters of the connections are taken.
    pub crowded_idle: Duration,
    /// During a request, without a byte moving either way.
    pub silent_work: Duration,
    /// While the client takes nothing of what is sent.
    pub stuck: Duration,
    /// At the end, for requests under way.
    pub farewell: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4096,
            head: Duration::from_secs(10),
            head_bytes: 32 << 10,
            idle: Duration::from_mins(1),
            crowded_idle: Duration::from_secs(5),
            silent_work: Duration::from_mins(5),
            stuck: Duration::from_mins(1),
            farewell: Duration::from_secs(10),
        }
    }
}

/// Which pages the cache may hold.
pub trait Keys: Send + Sync + 'static {
    /// The key of the page at this address: its normalised path and the parameters that its route knows, in one order.
    /// `None` for whatever never comes from the cache.
    fn key<'u>(&self, uri: &'u Uri) -> Option<Cow<'u, str>>;
}

impl<F> Keys for F
where
    F: for<'u> Fn(&'u Uri) -> Option<Cow<'u, str>> + Send + Sync + 'static,
{
    fn key<'u>(&self, uri: &'u Uri) -> Option<Cow<'u, str>> {
        self(uri)
    }
}

/// Everything that the server loop needs beside a listener.
pub struct Site {
    /// Answers hits.
    pub cache: PageCache,
    /// Finds the key of a hit.
    pub keys: Arc<dyn Keys>,
    /// The clock by which pages hold.
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// Answers everything else. The client's address is there as [`ConnectInfo`] of a [`SocketAddr`].
    pub app: Router,
    /// Headers of every answer; the same as in [`crate::cache::Options::common`].
    pub common: HeaderMap,
    /// What a client may cost.
    pub limits: Limits,
}

/// A listening socket. Port 0 lets the system choose.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    use socket2::{Domain, Protocol, Socket, Type};
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // A restarted server takes its port back at once.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(1024)?;
    TcpListener::from_std(socket.into())
}

/// Serves until `shutdown` resolves; then accepts no more, finishes the requests under way within
/// [`Limits::farewell`], and returns.
pub async fn run(listener: TcpListener, site: Site, shutdown: impl Future<Output = ()>) {
    let sweep = Arc::new(Sweep::default());
    let places = Arc::new(Semaphore::new(site.limits.connections));
    let mut http = http1::Builder::new();
    // The sweep keeps the time of heads: hyper's own timer costs a registration and a read for each request.
    http.header_read_timeout(None)
        .max_header_size(site.limits.head_bytes)
        .max_buf_size(site.limits.head_bytes.max(64 << 10))
        .half_close(false);
    let site = Arc::new(site);
    let mut beats = tokio::time::interval(Duration::from_millis(BEAT));
    beats.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut shutdown = pin!(shutdown);
    loop {
        tokio::select! {
            () = &mut shutdown => break,
            _ = beats.tick() => sweep.look(&site.limits),
            accepted = accept(&listener, &places) => {
                let Some((stream, peer, place)) = accepted else { continue };
                let pulse = sweep.pulse();
                // A task of its own: what panics there ends that connection and no other.
                tokio::spawn(connection(stream, peer, place, pulse, &http, Arc::clone(&site)));
            }
        }
    }
    drop(listener);
    let farewell = site.limits.farewell;
    if tokio::time::timeout(farewell, sweep.end(Order::Finish)).await.is_err() {
        tracing::warn!("some requests took too long and were cut");
        // A connection that is told to close does so when it is next polled.
        let _ = tokio::time::timeout(Duration::from_secs(1), sweep.end(Order::Cut)).await;
    }
}

/// The next connection, once there is a place for it.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((stream, peer, place)),
        Err(error) => {
            // A client that has gone again is no trouble of ours; a lack of descriptors passes when one closes.
            let gone = matches!(
                error.kind(),
                io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionRefused
            );
            if !gone {
                tracing::error!(%error, "cannot accept connections");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            None
        }
    }
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    place: OwnedSemaphorePermit,
    pulse: Arc<Pulse>,
    http: &http1::Builder,
    site: Arc<Site>,
) -> impl Future<Output = ()> + use<> {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "nodelay");
    }
    let watched = Watched {
        stream,
        pulse: Arc::clone(&pulse),
        // The socket that a connection becomes keeps its place.
        _place: place,
    };
    let service = {
        let pulse = Arc::clone(&pulse);
        service_fn(move |request| {
            pulse.busy();
            site.answer(request, peer, &pulse)
        })
    };
    let connection = http.serve_connection(TokioIo::new(watched), service).with_upgrades();
    async move {
        let mut connection = pin!(connection);
        let mut leaving = false;
        std::future::poll_fn(|context| {
            match pulse.order(context) {
                Order::GoOn => {}
                Order::Finish => {
                    if !leaving {
                        leaving = true;
                        connection.as_mut().graceful_shutdown();
                    }
                }
                Order::Cut => return Poll::Ready(()),
            }
            connection.as_mut().poll(context).map(|ended| {
                if let Err(error) = ended {
                    tracing::debug!(%error, "a connection broke off");
                }
            })
        })
        .await;
    }
}

/// The answer under way: a hit is there at once, the router takes its time.
enum Answering {
    Hit(Option<Response<PageBody>>),
    Router(Pin<Box<dyn Future<Output = Response<AnswerBody>> + Send>>),
}

impl Future for Answering {
    type Output = Result<Response<AnswerBody>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Self::Hit(hit) => match hit.take() {
                Some(hit) => Poll::Ready(Ok(hit.map(AnswerBody::Page))),
                None => Poll::Pending,
            },
            Self::Router(answer) => answer.as_mut().poll(context).map(Ok),
        }
    }
}

impl Site {
    fn answer(self: &Arc<Self>, mut request: Request<Incoming>, peer: SocketAddr, pulse: &Arc<Pulse>) -> Answering {
        if let Some(key) = self.keys.key(request.uri()) {
            let now = (self.clock)();
            let query = request.uri().query();
            let hit = (self.cache).get_by(&key, request.method(), request.headers(), query, now);
            if hit.is_some() {
                return Answering::Hit(hit);
            }
        }
        let working = Working::new(pulse);
        request.extensions_mut().insert(ConnectInfo(peer));
        let site = Arc::clone(self);
        let pulse = Arc::clone(pulse);
        Answering::Router(Box::pin(async move {
            let path = request.uri().path().to_owned();
            let answered = AssertUnwindSafe(site.app.clone().oneshot(request)).catch_unwind().await;
            let mut answer = if let Ok(answer) = answered {
                answer.into_response()
            } else {
                tracing::error!(%path, "a handler panicked");
                broken()
            };
            if answer.status() == StatusCode::SWITCHING_PROTOCOLS {
                pulse.upgraded();
            }
            headers::complete(answer.headers_mut(), &site.common);
            answer.map(|body| AnswerBody::Other {
                body,
                _working: working,
            })
        }))
    }
}

/// The plainest 500: whatever makes better ones may be what broke.
fn broken() -> Response<axum::body::Body> {
    let mut answer = Response::new("Something broke on our side. Please try again.\n".into());
    *answer.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    answer
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    answer
}

/// The body of an answer.
enum AnswerBody {
    Page(PageBody),
    Other { body: axum::body::Body, _working: Working },
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match &mut *self {
            Self::Page(page) => Pin::new(page).poll_frame(context).map_err(|never| match never {}),
            Self::Other { body, .. } => Pin::new(body).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Page(page) => page.is_end_stream(),
            Self::Other { body, .. } => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Page(page) => page.size_hint(),
            Self::Other { body, .. } => body.size_hint(),
        }
    }
}
