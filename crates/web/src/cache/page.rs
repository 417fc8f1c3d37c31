//! What the page cache keeps and how it is called: a rendered page, its tags and its key.
//! Whoever renders a reader's page builds a [`Page`]; the cache and its followers speak of it in [`Tag`]s.

use std::borrow::Borrow;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{CACHE_CONTROL, SET_COOKIE};
use http::{HeaderName, HeaderValue, StatusCode};
use http_body::{Body, Frame, SizeHint};
use jiff::Timestamp;

/// Something that a page has read, by name: `story:01J…`, `section:politics`, `front`, `chrome`, `theme:7`.
/// When it changes, every page under the tag leaves the cache.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag(Arc<str>);

impl Tag {
    /// A tag of one word: `front`, `chrome`.
    pub fn new(name: impl Into<Arc<str>>) -> Self {
        Self(name.into())
    }

    /// A tag of a kind and an id: `Tag::of("story", id)` is `story:ID`.
    pub fn of(kind: &str, id: impl fmt::Display) -> Self {
        Self(format!("{kind}:{id}").into())
    }

    /// The tag as it stands in a `Surrogate-Key` header.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Tag {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

/// The address of a page inside the cache: the normalised path plus the parameters that the route knows.
/// Looked up by `&str`, so a hit allocates no key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key(pub(crate) Arc<str>);

impl Borrow<str> for Key {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// One rendered page, the same for every reader.
#[derive(Clone, Debug)]
pub struct Page {
    /// The status that every reader gets.
    pub status: StatusCode,
    /// The media type, with its charset.
    pub content_type: HeaderValue,
    /// The page itself, not compressed.
    pub body: Bytes,
    /// Everything that the render has read.
    pub tags: Vec<Tag>,
    /// The moment from which the page is no longer right (midnight, an expiry, a closing), if there is one.
    pub holds_until: Option<Timestamp>,
    /// When anything on the page last changed. Leave it out unless it covers the whole page, chrome included.
    pub last_modified: Option<Timestamp>,
    /// Further headers; each name given here takes the place of the cache's own header of that name.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// As what a read of the page counts: a story's id, or a word of [`courant_model::reading::pages`]. `None` for what
    /// nobody reads: feeds, sitemaps, redirects.
    pub counted_as: Option<Arc<str>>,
    /// Whether the page may enter the cache. [`Page::new`] says yes to a 200 and no to all else.
    pub cacheable: bool,
}

impl Page {
    /// A page without tags, headers or times; kept when its status is 200.
    pub fn new(status: StatusCode, content_type: HeaderValue, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            content_type,
            body: body.into(),
            tags: Vec::new(),
            holds_until: None,
            last_modified: None,
            headers: Vec::new(),
            counted_as: None,
            cacheable: status == StatusCode::OK,
        }
    }

    /// An HTML page.
    pub fn html(status: StatusCode, body: impl Into<Bytes>) -> Self {
        Self::new(status, HeaderValue::from_static("text/html; charset=utf-8"), body)
    }

    /// The page under these tags as well.
    #[must_use]
    pub fn tagged(mut self, tags: impl IntoIterator<Item = Tag>) -> Self {
        self.tags.extend(tags);
        self
    }

    /// Whether the page enters the cache. A page that sets a cookie or calls itself private never does,
    /// whatever its maker has marked.
    pub(crate) fn may_enter(&self) -> bool {
        self.cacheable
            && !self.headers.iter().any(|(name, value)| {
                name == SET_COOKIE
                    || (name == CACHE_CONTROL
                        && value.to_str().is_ok_and(|v| {
                            v.split(',').any(|word| {
                                matches!(word.trim(), "no-store" | "private") || word.trim().starts_with("private=")
                            })
                        }))
            })
    }
}

/// The body of an answer from the cache: whole and shared, or nothing (HEAD, 304).
#[derive(Debug, Default)]
pub struct PageBody(Option<Bytes>);

impl PageBody {
    /// A body of these bytes.
    pub fn new(bytes: Bytes) -> Self {
        Self((!bytes.is_empty()).then_some(bytes))
    }

    /// No body.
    pub const fn empty() -> Self {
        Self(None)
    }

    /// The bytes, for tests and for `export site`.
    pub fn into_bytes(self) -> Bytes {
        self.0.unwrap_or_default()
    }
}

impl Body for PageBody {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |b| b.len() as u64))
    }
}
