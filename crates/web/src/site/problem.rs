//! The one place that turns errors into pages: 404, 410, 500 and refusals of requests. None but the 410 is cached.

use super::reader::Reader;
use super::view::{self, Problem, ProblemKind};
use crate::app::App;
use crate::cache::{Page, Tag};
use axum::response::{Html, IntoResponse, Response};
use courant_model::entry::Thing;
use courant_newsroom::Error;
use courant_store::q;
use http::header::{ALLOW, CACHE_CONTROL};
use http::{HeaderValue, StatusCode};

/// Newest stories on a problem page.
const LATEST: i64 = 5;

fn status(kind: ProblemKind) -> StatusCode {
    match kind {
        ProblemKind::Missing => StatusCode::NOT_FOUND,
        ProblemKind::Gone => StatusCode::GONE,
        ProblemKind::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        ProblemKind::Maintenance => StatusCode::SERVICE_UNAVAILABLE,
        ProblemKind::Unreadable => StatusCode::BAD_REQUEST,
        ProblemKind::Refused | ProblemKind::Held => StatusCode::FORBIDDEN,
        ProblemKind::Method => StatusCode::METHOD_NOT_ALLOWED,
        ProblemKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ProblemKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
    }
}

fn word(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Missing => "problem-missing-title",
        ProblemKind::Gone => "problem-gone-title",
        ProblemKind::Broken => "problem-broken-title",
        ProblemKind::Maintenance => "problem-maintenance-title",
        ProblemKind::Unreadable => "problem-unreadable-title",
        ProblemKind::Refused => "problem-refused-title",
        ProblemKind::Held => "problem-held-title",
        ProblemKind::Method => "problem-method-title",
        ProblemKind::TooLarge => "problem-too-large-title",
        ProblemKind::TooMany => "problem-too-many-title",
    }
}

/// A page for a request that cannot be answered.
pub(crate) async fn answer(app: &App, kind: ProblemKind) -> Response {
    respond(app, kind, String::new(), None).await
}

/// 405: the address takes other methods.
pub(crate) async fn wrong_method(app: &App, allowed: &'static str) -> Response {
    let mut response = respond(app, ProblemKind::Method, String::new(), None).await;
    response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    response
}

/// 404: the words of the address go into the search field.
pub(crate) async fn missing(app: &App, path: &str) -> Response {
    let words: Vec<&str> = path
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .collect();
    let query: String = words.join(" ").chars().take(80).collect();
    respond(app, ProblemKind::Missing, query, None).await
}

/// 500: what broke goes to the log under a reference that the page prints.
pub(crate) async fn broken(app: &App, error: &(dyn std::error::Error + Send + Sync)) -> Response {
    let reference = app.newsroom.house.id();
    let mut causes = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        causes = format!("{causes}: {next}");
        cause = next.source();
    }
    tracing::error!(reference, error = causes, "a page could not be made");
    respond(app, ProblemKind::Broken, String::new(), Some(reference)).await
}

/// An error of a command that a form ran.
pub(crate) async fn of(app: &App, error: &Error) -> Response {
    match error {
        Error::NotFound(_) => answer(app, ProblemKind::Missing).await,
        Error::Refusal(_) | Error::Conflict(_) => answer(app, ProblemKind::Unreadable).await,
        Error::Internal(_) => broken(app, error).await,
    }
}

async fn respond(app: &App, kind: ProblemKind, query: String, reference: Option<String>) -> Response {
    let html = match page(app, kind, query, reference.clone()).await {
        Ok(html) => html,
        // Not even the paper's name can be read: a page of its own words.
        Err(error) => {
            tracing::error!(%error, "a problem page could not be made");
            format!(
                "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Out of order</title>\
                 <h1>Out of order</h1><p>The paper cannot be read at the moment. Please try again soon.</p>\
                 <p>{}</p></html>",
                reference.unwrap_or_default()
            )
        }
    };
    let mut response = (status(kind), Html(html)).into_response();
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn page(app: &App, kind: ProblemKind, query: String, reference: Option<String>) -> Result<String, Error> {
    let mut reader = Reader::begin(app).await?;
    print(&mut reader, kind, query, reference).await
}

async fn print(
    reader: &mut Reader<'_>,
    kind: ProblemKind,
    query: String,
    reference: Option<String>,
) -> Result<String, Error> {
    let latest = match kind {
        ProblemKind::Missing | ProblemKind::Gone => {
            let rows = q!(reader.tx, live::latest(false, LATEST, 0))?;
            reader.cards(&rows).await?
        }
        _ => Vec::new(),
    };
    let title = reader.word(word(kind));
    let context = Problem {
        chrome: reader.quiet_chrome(&title),
        status: status(kind).as_u16(),
        kind,
        query,
        latest,
        retry: None::<view::Moment>,
        reference,
    };
    reader.print(&context)
}

/// 410: a story that was taken down. Kept in the cache, since links to it live on.
pub(super) async fn gone(reader: &mut Reader<'_>, path: &str) -> Result<Page, Error> {
    reader.read(&Thing::Latest);
    reader.turns_at_midnight();
    let html = print(reader, ProblemKind::Gone, String::new(), None).await?;
    let mut page = reader.tagged(Page::html(StatusCode::GONE, html));
    page.cacheable = true;
    Ok(page.tagged([Tag::new(Thing::Address(path.to_owned()).to_string())]))
}
