//! Small files for machines: robots.txt and the OpenSearch description.
//! Rendered by the site's `answer`.

use super::machines::{self, Robots};
use super::reader::Reader;
use crate::cache::Page;
use http::{HeaderValue, StatusCode};

/// Crawlers that gather text to train language models, by the names they give themselves.
const TRAINERS: [&str; 9] = [
    "GPTBot",
    "ClaudeBot",
    "anthropic-ai",
    "CCBot",
    "Google-Extended",
    "Applebot-Extended",
    "Bytespider",
    "Meta-ExternalAgent",
    "cohere-ai",
];

/// What crawlers are asked.
pub(super) fn robots(reader: &Reader<'_>) -> Page {
    let policy = Robots {
        closed: !reader.paper.indexed,
        disallow: ["/search", "/replies/", "/report", "/desk"].map(str::to_owned).to_vec(),
        unwelcome: if reader.paper.refuse_training {
            TRAINERS.map(str::to_owned).to_vec()
        } else {
            Vec::new()
        },
        sitemaps: vec![
            reader.app.absolute("/sitemap.xml"),
            reader.app.absolute("/news-sitemap.xml"),
        ],
    };
    let mime = HeaderValue::from_static("text/plain; charset=utf-8");
    reader.tagged(Page::new(StatusCode::OK, mime, machines::robots_txt(&policy)))
}

/// How browsers search the paper.
pub(super) fn opensearch(reader: &Reader<'_>) -> Page {
    let bytes = machines::opensearch(&reader.publisher(), &reader.app.absolute("/opensearch.xml"));
    let mime = HeaderValue::from_static("application/opensearchdescription+xml; charset=utf-8");
    reader.tagged(Page::new(StatusCode::OK, mime, bytes))
}
