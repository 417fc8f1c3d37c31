//! The WordPress REST API, `/wp-json`: apps and sites that read WordPress read this paper by it, and send replies.
//! The router leads here. Live rows only: whatever is given here, readers can see on the site.

mod args;
mod comments;
mod create;
mod embed;
mod fields;
mod found;
mod index;
pub(crate) mod key;
mod links;
mod media;
mod oembed;
mod params;
mod post;
mod posts;
mod problem;
mod routes;
mod search;
mod terms;
mod types;
mod users;

use crate::app::App;
use crate::cache::Page;
use crate::site::{Reader, gate};
use args::Asked;
use axum::body::Body;
use axum::extract::{FromRequest, Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use courant_model::time::{Micros, timestamp};
use embed::Embed;
use fields::Fields;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ALLOW, CACHE_CONTROL, CONTENT_TYPE, LINK, LOCATION, RETRY_AFTER,
};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use problem::{Fault, Refused};
use serde_json::{Value, json};
use std::sync::Arc;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=UTF-8");

/// How many there are in all, and which page this is.
#[derive(Debug, Clone)]
pub(crate) struct Total {
    all: i64,
    per_page: i64,
    page: i64,
    prev: String,
    next: String,
}

impl Total {
    fn of(asked: &Asked, all: i64) -> Self {
        let per_page = asked.number("per_page").unwrap_or(10).clamp(1, 100);
        let page = asked.number("page").unwrap_or(1).max(1);
        Self {
            all,
            per_page,
            page,
            // Beyond the end it leads to the last.
            prev: asked.with_page((page - 1).min((all + per_page - 1) / per_page).max(1)),
            next: asked.with_page(page.saturating_add(1)),
        }
    }

    fn pages(&self) -> i64 {
        (self.all + self.per_page - 1) / self.per_page
    }

    /// Refuses a page that is not there, where there are any.
    fn within(&self, code: &'static str) -> Result<(), Fault> {
        if self.page > self.pages() && self.all > 0 {
            let message = "The page number requested is larger than the number of pages available.";
            return Err(Fault::new(StatusCode::BAD_REQUEST, code, message));
        }
        Ok(())
    }
}

/// What a route gives.
#[derive(Debug)]
pub(crate) struct Given {
    body: Value,
    total: Option<Total>,
}

impl Given {
    fn one(body: Value) -> Self {
        Self { body, total: None }
    }

    fn list(items: Vec<Value>, total: Total) -> Self {
        Self {
            body: Value::Array(items),
            total: Some(total),
        }
    }
}

/// A moment as the paper's clocks show it.
fn local(reader: &Reader<'_>, at: Micros) -> String {
    let local = timestamp(at).to_zoned_datetime(reader.paper.time_zone());
    local.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// A moment in UTC.
fn gmt(at: Micros) -> String {
    timestamp(at).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

/// Answers every request below the root of the API.
pub(crate) async fn answer(State(app): State<Arc<App>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = key::route(&parts.uri);
    let mut response = match parts.method {
        Method::GET | Method::HEAD => get(&app, &parts, path.clone()).await,
        Method::OPTIONS => options(&app, &path),
        Method::POST if routes::find(&path).is_some_and(|(route, _)| route.takes()) => {
            post_comment(&app, parts, body).await
        }
        _ => refuse(&Fault::no_route().told()),
    };
    for (name, value) in common(&app, allowed(&path)) {
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}

fn allowed(path: &str) -> HeaderValue {
    let takes = routes::find(path).is_some_and(|(route, _)| route.takes());
    HeaderValue::from_static(if takes { "GET, POST" } else { "GET" })
}

/// What every answer of the API says. Nothing here depends on who asks, so any site may read it.
fn common(app: &App, allowed: HeaderValue) -> Vec<(HeaderName, HeaderValue)> {
    let fixed = HeaderValue::from_static;
    let mut headers = vec![
        (ACCESS_CONTROL_ALLOW_ORIGIN, fixed("*")),
        (
            ACCESS_CONTROL_EXPOSE_HEADERS,
            fixed("X-WP-Total, X-WP-TotalPages, Link"),
        ),
        (
            ACCESS_CONTROL_ALLOW_HEADERS,
            fixed("Authorization, X-WP-Nonce, Content-Disposition, Content-MD5, Content-Type"),
        ),
        (ACCESS_CONTROL_ALLOW_METHODS, fixed("OPTIONS, GET, POST")),
        (HeaderName::from_static("x-robots-tag"), fixed("noindex")),
        (ALLOW, allowed),
    ];
    headers.extend(discovery(app).map(|link| (LINK, link)));
    headers
}

/// `Link` with the address of the API, by which clients find it.
pub(crate) fn discovery(app: &App) -> Option<HeaderValue> {
    let link = format!("<{}>; rel=\"https://api.w.org/\"", links::href(app, "/"));
    HeaderValue::from_str(&link).ok()
}

/// The same, with the address of a story in the API.
pub(crate) fn discovery_of_story(app: &App, number: i64) -> Option<HeaderValue> {
    let own = links::href(app, &format!("/wp/v2/posts/{number}"));
    let root = links::href(app, "/");
    let link = format!(
        "<{root}>; rel=\"https://api.w.org/\", <{own}>; rel=\"alternate\"; title=\"JSON\"; type=\"application/json\""
    );
    HeaderValue::from_str(&link).ok()
}

async fn get(app: &Arc<App>, parts: &Parts, path: String) -> Response {
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let client = app.newsroom.house.keys.client_mac(&gate::client(app, parts));
    let Some(key) = key::of(&parts.uri) else {
        if let Err(wait) = app.programs.pass(&client) {
            return refuse(&Fault::too_often(wait.as_secs() + 1).told());
        }
        return match page(app, &path, &query).await {
            Ok(page) => plain(page),
            Err(fault) => refuse(&fault.told()),
        };
    };
    if let Err(wait) = app.renders.pass(&client) {
        return refuse(&Fault::too_often(wait.as_secs() + 1).told());
    }
    let now = timestamp(app.newsroom.house.now());
    let render = {
        let app = app.clone();
        async move { page(&app, &path, &query).await }
    };
    let rendered = app
        .cache
        .get_or_render(&key, &parts.method, &parts.headers, now, render)
        .await;
    match rendered {
        Ok(response) => {
            let (parts, body) = response.into_parts();
            Response::from_parts(parts, Body::new(body))
        }
        Err(failed) => {
            if let Some(fault) = failed.reason().and_then(|reason| reason.downcast_ref::<Fault>()) {
                return refuse(&fault.told());
            }
            tracing::error!(error = %failed, "an answer of the WordPress API failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Reads what a path gives, cut to the fields that are wanted.
async fn read(reader: &mut Reader<'_>, path: &str, asked: Asked) -> Result<Given, Fault> {
    let Some((route, place)) = routes::find(path) else {
        return Err(Fault::no_route());
    };
    let zone = reader.paper.time_zone();
    let asked = asked.checked(&route.args(), &zone)?;
    let mut fields = Fields::read(&asked.words("_fields"));
    match asked.text("context") {
        "edit" => {
            let message = "Sorry, you are not allowed to edit this here: the API reads what is published.";
            return Err(Fault::new(StatusCode::UNAUTHORIZED, "rest_forbidden_context", message));
        }
        "embed" => fields = fields.within(routes::embedded(route.gives)),
        _ => {}
    }
    let given = routes::give(reader, route, &place, &asked, &fields).await?;
    Ok(Given {
        body: fields.cut(given.body),
        ..given
    })
}

/// An answer as a page of the cache, under the tags of everything that it has read.
async fn page(app: &App, path: &str, query: &str) -> Result<Page, Fault> {
    let asked = Asked::query(query);
    let embed = Embed::read(&asked);
    let enveloped = asked.has("_envelope");
    let mut reader = Reader::begin(app).await?;
    let mut given = read(&mut reader, path, asked).await?;
    embed::fill(&mut reader, &mut given.body, &embed).await;
    let mut headers = HeaderMap::new();
    let mut link: Vec<String> = vec![format!("<{}>; rel=\"https://api.w.org/\"", links::href(app, "/"))];
    if let Some(total) = &given.total {
        headers.insert("x-wp-total", total.all.into());
        headers.insert("x-wp-totalpages", total.pages().into());
        let own = links::href(app, path);
        if total.page > 1 {
            link.push(format!("<{own}?{}>; rel=\"prev\"", total.prev));
        }
        if total.page < total.pages() {
            link.push(format!("<{own}?{}>; rel=\"next\"", total.next));
        }
    }
    if let Ok(link) = HeaderValue::from_str(&link.join(", ")) {
        headers.insert(LINK, link);
    }
    let body = if enveloped {
        let told: serde_json::Map<String, Value> = headers
            .iter()
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.into())))
            .collect();
        json!({ "body": given.body, "status": 200, "headers": told })
    } else {
        given.body
    };
    let mut page = reader.tagged(Page::new(StatusCode::OK, JSON, body.to_string()));
    for (name, value) in common(app, allowed(path)) {
        headers.entry(name).or_insert(value);
    }
    page.headers = headers
        .into_iter()
        .filter_map(|(name, value)| Some((name?, value)))
        .collect();
    Ok(page)
}

/// An answer that is not kept.
fn plain(page: Page) -> Response {
    let mut response = (page.status, page.body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, page.content_type);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.extend(page.headers);
    response
}

fn refuse(refused: &Refused) -> Response {
    let mut response = (refused.status, refused.body().to_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, JSON);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Some(seconds) = refused.wait {
        headers.insert(RETRY_AFTER, seconds.into());
    }
    response
}

/// What a route takes; also the answer to a browser that asks before it lets a page of another site send a reply.
fn options(app: &App, path: &str) -> Response {
    let Some((route, _)) = routes::find(path) else {
        return refuse(&Fault::no_route().told());
    };
    let mut response = index::options(app, route).to_string().into_response();
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    response
}

async fn post_comment(app: &App, parts: Parts, body: Body) -> Response {
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let client = gate::client(app, &parts);
    let is_json = parts
        .headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.to_ascii_lowercase().contains("json"));
    let bytes = match Bytes::from_request(Request::from_parts(parts, body), &()).await {
        Ok(bytes) => bytes,
        Err(rejected) => {
            let message = "The request is too large or broke off.";
            return refuse(&Fault::new(rejected.status(), "rest_body_unreadable", message).told());
        }
    };
    let asked = Asked::query(&query);
    let asked = if !is_json {
        asked.with_form(&bytes)
    } else if bytes.is_empty() {
        asked
    } else if let Ok(Value::Object(map)) = serde_json::from_slice::<Value>(&bytes) {
        asked.with_json(&map)
    } else {
        let message = "Invalid JSON body passed.";
        return refuse(&Fault::new(StatusCode::BAD_REQUEST, "rest_invalid_json", message).told());
    };
    match create::take(app, asked, client).await {
        Ok(taken) => {
            let mut response = (StatusCode::CREATED, taken.body.to_string()).into_response();
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, JSON);
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
            if let Ok(address) = HeaderValue::from_str(&taken.address) {
                headers.insert(LOCATION, address);
            }
            response
        }
        Err(fault) => refuse(&fault.told()),
    }
}
