//! The reader's site: one file a page kind, each from a read transaction to a rendered page.
//! The router's fallback is [`answer`]: fixed pages first, then the address table, all through the page cache.

pub(crate) mod ask_correction;
pub(crate) mod assets;
pub(crate) mod body;
pub(crate) mod copy;
mod corrections;
mod entities;
pub(crate) mod entity;
pub(crate) mod feeds;
pub(crate) mod front;
pub(crate) mod gate;
pub(crate) mod listing;
pub mod machines;
pub(crate) mod media;
pub(crate) mod oembed;
mod old_addresses;
pub(crate) mod pictures;
pub(crate) mod plain;
pub(crate) mod preview;
pub(crate) mod problem;
pub(crate) mod quotations;
mod reader;
mod related;
pub(crate) mod reply_form;
pub(crate) mod reply_page;
pub(crate) mod report_form;
pub(crate) mod search;
mod sitemaps;
mod story;
pub(crate) mod storyline;
mod thread;
pub mod view;

use crate::app::App;
use crate::cache::{Page, Tag};
use crate::{router, wp};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use courant_model::address::Leads;
use courant_model::entry::Thing;
pub(crate) use courant_model::path;
use courant_model::reading::pages;
use courant_newsroom::Error;
use courant_newsroom::commands::anonymise_story;
use courant_store::q;
use http::header::LOCATION;
use http::{HeaderValue, Method, StatusCode, Uri};
pub(crate) use reader::{Reader, every};
use std::sync::Arc;

/// Answers every address that has no route of its own.
pub(crate) async fn answer(State(app): State<Arc<App>>, request: Request) -> Response {
    // Where addresses are not rewritten, clients of WordPress name a route by a parameter.
    if wp::key::is_ours(request.uri()) {
        return wp::answer(State(app), request).await;
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return problem::wrong_method(&app, "GET, HEAD").await;
    }
    let uri = request.uri().clone();
    let Some(path) = path::decoded(uri.path()) else {
        return problem::answer(&app, view::ProblemKind::Unreadable).await;
    };
    // One address a page: another spelling of the same path leads to it.
    let canonical = path::encoded(&path);
    if canonical != uri.path() {
        return moved(&canonical, uri.query());
    }
    if let Some(there) = old_addresses::by_query(&app, &uri).await {
        return there;
    }
    let page = uri.query().and_then(router::page_of).unwrap_or(1).max(1);
    let key = router::key(&uri).map_or_else(|| canonical.clone(), std::borrow::Cow::into_owned);
    let now = courant_model::time::timestamp(app.newsroom.house.now());
    let render = {
        let app = app.clone();
        let path = path.clone();
        async move { render(app, path, page).await }
    };
    match app
        .cache
        .get_or_render_by(&key, request.method(), request.headers(), uri.query(), now, render)
        .await
    {
        Ok(response) => {
            let (parts, body) = response.into_parts();
            Response::from_parts(parts, Body::new(body))
        }
        Err(failed) => match failed.reason().and_then(|reason| reason.downcast_ref::<Missing>()) {
            Some(Missing) => problem::missing(&app, &path).await,
            None => problem::broken(&app, &failed).await,
        },
    }
}

/// A method that a route does not know.
pub(crate) async fn wrong_method(State(app): State<Arc<App>>, uri: Uri) -> Response {
    let takes_forms = matches!(uri.path(), "/replies" | "/report");
    problem::wrong_method(&app, if takes_forms { "POST" } else { "GET, HEAD" }).await
}

/// Nothing stands at the address. Not an answer that the cache could keep.
#[derive(Debug, thiserror::Error)]
#[error("nothing stands here")]
struct Missing;

type Boxed = Box<dyn std::error::Error + Send + Sync>;

/// Renders the page at a path: fixed pages first, then the address table.
async fn render(app: Arc<App>, path: String, page: u32) -> Result<Page, Boxed> {
    let mut reader = Reader::begin(&app).await?;
    let rendered = match path.as_str() {
        "/" => front::render(&mut reader).await?,
        "/latest" => listing::latest(&mut reader, page).await?,
        "/corrections" => corrections::render(&mut reader, page).await?,
        "/robots.txt" => Some(plain::robots(&reader)),
        "/opensearch.xml" => Some(plain::opensearch(&reader)),
        "/sitemap.xml" => sitemaps::index(&mut reader).await?,
        "/news-sitemap.xml" => sitemaps::news(&mut reader).await?,
        _ => match path
            .strip_prefix("/sitemaps/")
            .and_then(|file| file.strip_suffix(".xml"))
        {
            Some(number) => sitemaps::file(&mut reader, number).await?,
            None => match feeds::split(&path) {
                Some((of, form)) => feeds::render(&mut reader, of, form).await?,
                None if path.starts_with("/storylines/") => storyline::render(&mut reader, &path, page).await?,
                None => match (entities::split(&path), entity::split(&path)) {
                    (Some(kind), _) => entities::render(&mut reader, kind, page).await?,
                    (None, Some((kind, slug))) => entity::render(&mut reader, kind, slug, page).await?,
                    (None, None) => at_address(&mut reader, &path, page).await?,
                },
            },
        },
    };
    if rendered.is_none()
        && let Some(page) = erased(&mut reader, &path).await?
    {
        return Ok(page);
    }
    Ok(counted(rendered.ok_or(Missing)?, &path))
}

/// As what a read of the page counts, when it does not say so itself: whatever people look at counts as something.
fn counted(mut page: Page, path: &str) -> Page {
    let looked_at = page.status == StatusCode::OK && page.content_type.as_bytes().starts_with(b"text/html");
    if page.counted_as.is_none() && looked_at {
        page.counted_as = Some(if path == "/" { pages::FRONT } else { pages::OTHER }.into());
    }
    page
}

/// What is told of a page of the record, and of its feeds, that was erased: its address is known by a keyed hash alone.
async fn erased(reader: &mut Reader<'_>, path: &str) -> Result<Option<Page>, Error> {
    let mut parts = path.split('/').skip(1);
    let (Some(folder), Some(slug)) = (parts.next(), parts.next()) else {
        return Ok(None);
    };
    if folder != "storylines" && courant_model::record::EntityKind::of_folder(folder).is_none() {
        return Ok(None);
    }
    let own = format!("/{folder}/{slug}");
    let hidden = anonymise_story::hidden(&reader.app.newsroom.house, &own);
    if q!(reader.tx, addresses::at(&hidden))?.is_none() {
        return Ok(None);
    }
    // Somebody else of the name may be given the page one day.
    reader.read(&Thing::Record);
    let page = problem::gone(reader, path).await?;
    Ok(Some(page.tagged([Tag::new(Thing::Address(own).to_string())])))
}

/// What the address table says.
async fn at_address(reader: &mut Reader<'_>, path: &str, page: u32) -> Result<Option<Page>, Error> {
    let Some(address) = q!(reader.tx, addresses::at(path))? else {
        // A slash at the end is a spelling, unless an import gave that very path to something.
        let bare = path.trim_end_matches('/');
        if bare.len() < path.len()
            && !bare.is_empty()
            && let Some(there) = q!(reader.tx, addresses::at(bare))?
        {
            return old_addresses::without_slash(reader, path, there).await;
        }
        // A path that held a name which was taken out is known by its keyed hash alone.
        let hidden = anonymise_story::hidden(&reader.app.newsroom.house, path);
        if q!(reader.tx, addresses::at(&hidden))?.is_some() {
            return Ok(Some(problem::gone(reader, path).await?));
        }
        return old_addresses::beside(reader, path).await;
    };
    Ok(match Leads::parse(&address.kind) {
        Leads::Story => story::render(reader, &address.target).await?.map(|page| Page {
            counted_as: (page.status == StatusCode::OK).then(|| address.target.as_str().into()),
            ..page
        }),
        Leads::Section => listing::section(reader, &address.target, page).await?.map(|page| Page {
            counted_as: Some(pages::SECTION.into()),
            ..page
        }),
        Leads::Topic => listing::topic(reader, &address.target, page).await?,
        Leads::Author => listing::author(reader, &address.target, page).await?,
        Leads::Redirect => Some(redirect(reader, path, &address.target)),
        Leads::Picture => old_addresses::picture(reader, path, &address.target).await?,
        Leads::Gone => Some(problem::gone(reader, path).await?),
    })
}

/// A permanent redirect, kept under the tag of its address.
fn redirect(reader: &Reader<'_>, from: &str, to: &str) -> Page {
    let mut page = Page::new(
        StatusCode::MOVED_PERMANENTLY,
        HeaderValue::from_static("text/plain; charset=utf-8"),
        "moved permanently\n",
    );
    if let Ok(target) = HeaderValue::from_str(&reader.app.absolute(to)) {
        page.headers.push((LOCATION, target));
    }
    page.cacheable = true;
    page.tagged([Tag::new(Thing::Address(from.to_owned()).to_string())])
}

fn moved(path: &str, query: Option<&str>) -> Response {
    let target = match query {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    match HeaderValue::from_str(&target) {
        Ok(target) => (StatusCode::MOVED_PERMANENTLY, [(LOCATION, target)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    /// Keys that the handlers ask for by name; those that are put together are listed in the test.
    fn asked(source: &str) -> Vec<String> {
        ["word(\"", ".with(\"", ".text(\"", "=> (\"", "=> \"problem-"]
            .into_iter()
            .flat_map(|before| {
                let problem = before.ends_with("problem-");
                source.split(before).skip(1).filter_map(move |rest| {
                    let key = rest.split('"').next()?;
                    Some(if problem {
                        format!("problem-{key}")
                    } else {
                        key.to_owned()
                    })
                })
            })
            .collect()
    }

    #[test]
    fn every_word_that_a_page_asks_for_stands_in_the_theme() {
        let words = crate::templates::Themes::new(None).words("en");
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/site");
        let mut keys: Vec<String> = ["day", "week", "month", "year", "older"]
            .map(|age| format!("search-age-{age}"))
            .to_vec();
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("mod.rs") {
                keys.extend(asked(&std::fs::read_to_string(path).unwrap()));
            }
        }
        keys.retain(|key| key.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
        assert!(keys.len() > 20, "{keys:?}");
        let values = ["provider", "number", "name", "date", "headline"].map(|name| (name, "1"));
        let missing: Vec<&String> = keys.iter().filter(|key| words.with(key, &values).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
