//! Small files for machines: robots.txt and the OpenSearch description.
//! Rendered by the site's `answer`.

use super::machines::{self, Robots};
use super::reader::Reader;
use crate::app::App;
use crate::cache::Page;
use courant_model::crawlers;
use courant_model::paper::Paper;
use http::{HeaderValue, StatusCode};

/// What crawlers are asked.
pub(super) fn robots(reader: &Reader<'_>) -> Page {
    let mime = HeaderValue::from_static("text/plain; charset=utf-8");
    let text = robots_txt(reader.app, &reader.paper);
    reader.tagged(Page::new(StatusCode::OK, mime, text))
}

/// The text of robots.txt as a paper's settings have it; the settings preview it before they are kept.
pub(crate) fn robots_txt(app: &App, paper: &Paper) -> String {
    let mut unwelcome: Vec<&str> = Vec::new();
    if paper.refuse_training {
        unwelcome.extend(crawlers::TRAINING);
    }
    if paper.refuse_answering {
        unwelcome.extend(crawlers::ANSWERING);
    }
    machines::robots_txt(&Robots {
        closed: !paper.indexed,
        disallow: ["/search", "/replies/", "/report", "/desk"].map(str::to_owned).to_vec(),
        unwelcome: unwelcome.into_iter().map(str::to_owned).collect(),
        lines: paper.robots_lines.clone(),
        sitemaps: vec![app.absolute("/sitemap.xml"), app.absolute("/news-sitemap.xml")],
    })
}

/// How browsers search the paper.
pub(super) fn opensearch(reader: &Reader<'_>) -> Page {
    let bytes = machines::opensearch(&reader.publisher(), &reader.app.absolute("/opensearch.xml"));
    let mime = HeaderValue::from_static("application/opensearchdescription+xml; charset=utf-8");
    reader.tagged(Page::new(StatusCode::OK, mime, bytes))
}
