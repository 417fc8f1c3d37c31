//! The reader's site without a server: every answer that a reader would get, one at a time, for whoever writes them to files.
//! `courant export site` calls it. Pages are those of the site, but no form stands in them, and the pages of a list have their
//! number in the path.

use crate::app::{App, Settings};
use crate::cache::{Options, PageCache};
use crate::{router, site};
use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use courant_newsroom::Newsroom;
use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderMap, Request, StatusCode};
use std::io;
use std::sync::Arc;
use tokio::sync::watch;
use tower::ServiceExt;

/// What stands between the path of a list and the number of its page, among files.
pub(crate) const PAGE: &str = "/page/";

/// Bytes of pages that are held; each is asked for once, so there is no use in many.
const HELD: u64 = 1 << 20;

/// The site of a paper, to be copied.
#[derive(Clone)]
pub struct Copy {
    app: Arc<App>,
    router: Router,
}

/// What a reader would be answered.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The status.
    pub status: u16,
    /// `Content-Type`, or nothing.
    pub content_type: String,
    /// `Location`, or nothing.
    pub location: String,
    /// The body.
    pub body: Bytes,
}

impl Copy {
    /// Of a paper under the address that the settings name.
    pub fn new(newsroom: Newsroom, settings: Settings) -> Self {
        let cache = PageCache::new(Options {
            capacity: HELD,
            ..Options::default()
        });
        // Nobody follows the ledger here, so no page is kept.
        cache.pause();
        let (_, closing) = watch::channel(false);
        let app = Arc::new(App {
            is_copy: true,
            ..App::new(newsroom, settings, cache, closing)
        });
        Self {
            router: router::router(app.clone()),
            app,
        }
    }

    /// The answer to an address of this site, as it stands in a link.
    pub async fn answer(&self, address: &str) -> io::Result<Answered> {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        if let Some(word) = site::copy::explained(path) {
            return Ok(match site::copy::explain(&self.app, word).await {
                Ok(html) => Answered {
                    status: 200,
                    content_type: "text/html; charset=utf-8".to_owned(),
                    location: String::new(),
                    body: html.into(),
                },
                Err(error) => failed(&error.to_string()),
            });
        }
        let request = Request::get(asked(path))
            .body(Body::empty())
            .map_err(io::Error::other)?;
        let (head, body) = match self.router.clone().oneshot(request).await {
            Ok(answer) => answer.into_parts(),
            Err(never) => match never {},
        };
        let body = axum::body::to_bytes(body, usize::MAX).await.map_err(io::Error::other)?;
        Ok(Answered {
            status: head.status.as_u16(),
            content_type: header(&head.headers, &CONTENT_TYPE),
            location: header(&head.headers, &LOCATION),
            body,
        })
    }

    /// The page for addresses at which nothing stands.
    pub async fn missing(&self) -> io::Result<Answered> {
        self.answer("/404").await
    }
}

fn header(headers: &HeaderMap, name: &http::HeaderName) -> String {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

fn failed(why: &str) -> Answered {
    Answered {
        status: StatusCode::INTERNAL_SERVER_ERROR.as_u16(),
        content_type: "text/plain; charset=utf-8".to_owned(),
        location: String::new(),
        body: why.to_owned().into(),
    }
}

/// The address by which the site knows a page of a list.
fn asked(path: &str) -> String {
    match path.rsplit_once(PAGE) {
        Some((list, number)) if number.parse::<u32>().is_ok_and(|number| number > 1) => format!("{list}?page={number}"),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_page_is_found_in_its_path() {
        assert_eq!(asked("/local/page/12"), "/local?page=12");
        for other in ["/local", "/local/page/one", "/local/page/1", "/local/page/"] {
            assert_eq!(asked(other), other);
        }
    }
}
