//! One page in the cache: its facts, and its bytes and headers in each encoding made so far.
//! Entries never change; the cache puts a new one in the place of the old when an encoding is added or pressed anew.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use ring::digest::{SHA256, digest};

use super::asked::{self, ENCODINGS, Encoding, Known};
use super::page::{Page, PageBody, Tag};
use super::press::Grade;

/// Below this many bytes a page fits into one packet as it is.
const WORTH_PRESSING: usize = 512;

/// What one header map and its allocations weigh, roughly, in bytes.
const HEADERS_WEIGH: usize = 2048;

const SURROGATE_KEY: HeaderName = HeaderName::from_static("surrogate-key");

/// What is true of a page in every encoding.
pub(crate) struct Facts {
    status: StatusCode,
    pub(crate) tags: Vec<Tag>,
    /// As what a read of the page counts.
    pub(crate) counted_as: Option<Arc<str>>,
    pub(crate) holds_until: Option<Timestamp>,
    last_modified: Option<Timestamp>,
    /// Bytes as rendered.
    pub(crate) body: Bytes,
    /// Whether other encodings are worth making.
    pressable: bool,
    /// Start of every entity tag: a hash of the bytes as rendered. With the encoder's level behind it, it stands for
    /// the encoded bytes, since the encoders are deterministic; the version of Courant, which names the encoders'
    /// versions, goes into the hash.
    hash: String,
    /// Headers of every encoding of a whole answer.
    head: HeaderMap,
    /// Headers of a 304, without its entity tag.
    known_head: HeaderMap,
    /// The CDN's time to live in seconds, when it must be cut at `holds_until`.
    cut_shared: Option<u32>,
    /// One encoding is made once: who holds the lock makes it, who waits for it finds it here.
    pub(crate) turns: [tokio::sync::Mutex<Weak<Variant>>; ENCODINGS],
}

/// The page in one encoding.
pub(crate) struct Variant {
    pub(crate) body: Bytes,
    headers: HeaderMap,
    encoding: Encoding,
    /// Its own entity tag, and the one of the same page at the other grade, which a reader may still hold.
    tags: Option<[HeaderValue; 2]>,
    /// Set once the press has been asked for the best level.
    pub(crate) ordered: AtomicBool,
}

/// The page as it stands in the cache.
pub(crate) struct Entry {
    pub(crate) facts: Arc<Facts>,
    variants: [Option<Arc<Variant>>; ENCODINGS],
}

/// `no-cache` asks every cache to revalidate, which a CDN would do too; so with a CDN the reader's own cache is told
/// the same in other words and the shared one gets its seconds.
fn cache_control(shared: Option<u32>) -> HeaderValue {
    shared
        .and_then(|seconds| HeaderValue::try_from(format!("max-age=0, must-revalidate, s-maxage={seconds}")).ok())
        .unwrap_or(HeaderValue::from_static("no-cache"))
}

fn http_date(at: Timestamp) -> Option<HeaderValue> {
    let text = DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok()?;
    HeaderValue::try_from(text).ok()
}

fn pressable(content_type: &HeaderValue) -> bool {
    let Ok(text) = content_type.to_str() else {
        return false;
    };
    let essence = text.split(';').next().unwrap_or_default().trim();
    essence.starts_with("text/")
        || essence.ends_with("+xml")
        || essence.ends_with("+json")
        || matches!(
            essence,
            "application/xml" | "application/json" | "application/javascript"
        )
}

fn hash(body: &[u8]) -> String {
    let mut text = String::with_capacity(32);
    let mut salted = ring::digest::Context::new(&SHA256);
    salted.update(env!("CARGO_PKG_VERSION").as_bytes());
    salted.update(digest(&SHA256, body).as_ref());
    for byte in salted.finish().as_ref().iter().take(12) {
        for half in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(half.into(), 16));
        }
    }
    text
}

impl Facts {
    fn etag(&self, encoding: Encoding, grade: Grade) -> Option<HeaderValue> {
        let (hash, level) = (&self.hash, grade.level(encoding));
        let tag = match encoding {
            Encoding::Identity => format!("\"{hash}\""),
            Encoding::Gzip => format!("\"{hash}-g{level}\""),
            Encoding::Brotli => format!("\"{hash}-b{level}\""),
            Encoding::Zstd => format!("\"{hash}-z{level}\""),
        };
        HeaderValue::try_from(tag).ok()
    }

    /// Whether this page has other encodings at all.
    pub(crate) fn has(&self, encoding: Encoding) -> bool {
        encoding == Encoding::Identity || self.pressable
    }

    /// The page in this encoding, with its headers ready to be sent.
    pub(crate) fn variant(&self, encoding: Encoding, grade: Grade, body: Bytes) -> Variant {
        let mut headers = self.head.clone();
        let mut set = |name, value| {
            if !headers.contains_key(&name) {
                headers.insert(name, value);
            }
        };
        set(CONTENT_LENGTH, HeaderValue::from(body.len()));
        if let Some(token) = encoding.token() {
            set(CONTENT_ENCODING, HeaderValue::from_static(token));
        }
        let other = match grade {
            Grade::Fast => Grade::Best,
            Grade::Best => Grade::Fast,
        };
        let tags = match (self.etag(encoding, grade), self.etag(encoding, other)) {
            (Some(own), Some(other)) if self.status == StatusCode::OK => {
                set(ETAG, own.clone());
                Some([own, other])
            }
            _ => None,
        };
        Variant {
            body,
            headers,
            encoding,
            tags,
            ordered: AtomicBool::new(grade == Grade::Best || encoding == Encoding::Identity),
        }
    }
}

impl Entry {
    /// The page, so far only as rendered. `common` are the headers of every answer of the site; `shared` is the
    /// CDN's time to live in seconds.
    pub(crate) fn new(page: Page, common: &HeaderMap, shared: Option<u32>) -> Self {
        let mut head = HeaderMap::with_capacity(common.len() + page.headers.len() + 8);
        head.extend(common.iter().map(|(n, v)| (n.clone(), v.clone())));
        head.insert(VARY, HeaderValue::from_static("accept-encoding"));
        head.insert(CACHE_CONTROL, cache_control(shared));
        if shared.is_some() && !page.tags.is_empty() {
            let tags: Vec<&str> = page
                .tags
                .iter()
                .map(Tag::as_str)
                .filter(|t| t.bytes().all(|b| b.is_ascii_graphic()))
                .collect();
            if let Ok(tags) = HeaderValue::try_from(tags.join(" ")) {
                head.insert(SURROGATE_KEY, tags);
            }
        }
        // The page's own word goes before the cache's. A name given twice (Link) is sent twice.
        for (name, _) in &page.headers {
            head.remove(name);
        }
        for (name, value) in page.headers {
            head.append(name, value);
        }
        let known_head = head.clone();
        head.insert(CONTENT_TYPE, page.content_type.clone());
        if let Some(date) = page.last_modified.and_then(http_date) {
            head.insert(LAST_MODIFIED, date);
        }
        let facts = Facts {
            status: page.status,
            tags: page.tags,
            counted_as: page.counted_as,
            holds_until: page.holds_until,
            last_modified: page.last_modified,
            pressable: page.body.len() >= WORTH_PRESSING && pressable(&page.content_type),
            hash: hash(&page.body),
            head,
            known_head,
            cut_shared: shared.filter(|_| page.holds_until.is_some()),
            turns: Default::default(),
            body: page.body,
        };
        let plain = facts.variant(Encoding::Identity, Grade::Best, facts.body.clone());
        Self {
            facts: Arc::new(facts),
            variants: [Some(Arc::new(plain)), None, None, None],
        }
    }

    /// The same page with this encoding added or replaced.
    pub(crate) fn with(&self, encoding: Encoding, variant: Arc<Variant>) -> Self {
        let mut variants = self.variants.clone();
        if let Some(slot) = variants.get_mut(encoding as usize) {
            *slot = Some(variant);
        }
        Self {
            facts: Arc::clone(&self.facts),
            variants,
        }
    }

    /// The page in the encoding that suits `wanted`, if that is made already.
    pub(crate) fn variant(&self, wanted: Encoding) -> Option<&Arc<Variant>> {
        let encoding = if self.facts.has(wanted) {
            wanted
        } else {
            Encoding::Identity
        };
        self.variants.get(encoding as usize)?.as_ref()
    }

    pub(crate) fn holds(&self, now: Timestamp) -> bool {
        self.facts.holds_until.is_none_or(|until| now < until)
    }

    /// What the entry takes in memory, in bytes, roughly.
    pub(crate) fn weight(&self) -> u64 {
        let variants = self.variants.iter().flatten();
        let bodies: usize = variants.map(|v| v.body.len() + HEADERS_WEIGH).sum();
        let tags: usize = self.facts.tags.iter().map(|t| t.as_str().len() + 96).sum();
        (bodies + tags + HEADERS_WEIGH) as u64
    }

    /// The answer to a GET or HEAD, in this variant of this entry.
    pub(crate) fn answer(
        &self,
        variant: &Variant,
        method: &Method,
        asked: &HeaderMap,
        now: Timestamp,
    ) -> Response<PageBody> {
        let facts = &*self.facts;
        if facts.status == StatusCode::OK
            && (asked.contains_key(IF_NONE_MATCH) || asked.contains_key(IF_MODIFIED_SINCE))
            && let Some(answer) = facts.known(variant, asked, now)
        {
            return answer;
        }
        let body = if method == Method::HEAD {
            PageBody::empty()
        } else {
            PageBody::new(variant.body.clone())
        };
        let mut response = Response::new(body);
        *response.status_mut() = facts.status;
        *response.headers_mut() = variant.headers.clone();
        facts.cut_shared_life(response.headers_mut(), now);
        response
    }
}

impl Facts {
    /// The 304, if the reader has the page. The tag that the reader holds is sent back, even when the page has been
    /// pressed anew since: a cache updates what it has under that tag and no other (RFC 9111, 4.3.4).
    fn known(&self, variant: &Variant, asked: &HeaderMap, now: Timestamp) -> Option<Response<PageBody>> {
        let [own, other] = variant.tags.as_ref()?;
        let tags = [own.as_bytes(), other.as_bytes()];
        let etag = match asked::known(asked, &tags, self.last_modified) {
            Known::No => return None,
            Known::Tag(1) => other,
            Known::Tag(_) | Known::Somehow => own,
        };
        let mut response = Response::new(PageBody::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        let headers = response.headers_mut();
        *headers = self.known_head.clone();
        headers.insert(ETAG, etag.clone());
        self.cut_shared_life(headers, now);
        Some(response)
    }

    /// No CDN may keep a page past the moment until which it holds.
    fn cut_shared_life(&self, headers: &mut HeaderMap, now: Timestamp) {
        if let (Some(shared), Some(until)) = (self.cut_shared, self.holds_until) {
            let left = until.as_second().saturating_sub(now.as_second()).max(0);
            if left < i64::from(shared) {
                headers.insert(CACHE_CONTROL, cache_control(u32::try_from(left).ok()));
            }
        }
    }
}

impl Variant {
    pub(crate) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Whether the press should be asked for the best level: once, when a second reader comes.
    pub(crate) fn wants_pressing(&self) -> bool {
        !self.ordered.load(Ordering::Relaxed) && !self.ordered.swap(true, Ordering::Relaxed)
    }
}
