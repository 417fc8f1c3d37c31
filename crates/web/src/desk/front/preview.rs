//! A draft front before it goes live: the real page by the real theme, in a frame as wide as a phone and in one as wide as
//! a desk. Only who may arrange it sees it, nobody keeps it, and no other site can frame it.

use super::{At, DraftView, draft, front_of};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::visit::Desk;
use crate::site;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use courant_model::front::Front;
use courant_newsroom::{Error, fronts};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, X_FRAME_OPTIONS};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Serialize;
use std::sync::Arc;

/// What the framed page may load: its own pictures, styles and fonts. It sends no form, and this site alone frames it.
pub(crate) const FRAMED: &str = "default-src 'none'; img-src 'self' data:; style-src 'self'; font-src 'self'; media-src 'self'; \
     form-action 'none'; base-uri 'none'; frame-ancestors 'self'";
/// What the page around the frames may load; frames of this site among it.
pub(crate) const AROUND: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The page around the frames.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FrontPreview {
    frame: Frame,
    at: At,
    turn: i64,
    number: i64,
    draft: Option<DraftView>,
}

impl Page for FrontPreview {
    const TEMPLATE: &'static str = "front-preview.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        use crate::site::view::samples::moment;
        let draft = DraftView {
            by: "Bo <i>".into(),
            mine: true,
            at: moment("2026-03-14T14:05:00+00:00", "14:05 WET", "14 March 2026, 14:05 WET"),
            changes: vec!["Lead: ‘Ferry <b>’ instead of automatic".into()],
            stale: false,
        };
        [Some(draft), None]
            .into_iter()
            .map(|draft| Self {
                frame: Frame::sample("Preview"),
                at: At::sample(),
                turn: 2,
                number: 1,
                draft,
            })
            .collect()
    }
}

/// Shows both frames.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, Path(name): Path<String>) -> Response {
    let answer = async {
        let mut desk = Desk::enter(&app, &signed.member).await?;
        let front = front_of(&desk, &name)?;
        fronts::check(&signed.who(), &front)?;
        let standing = fronts::standing(&mut desk.tx, &front).await?;
        let title = desk.word("front-preview");
        let frame = desk.frame(&title, "front").await?;
        let page = FrontPreview {
            at: At::of(&desk, &front),
            turn: standing.turn,
            number: standing.number,
            draft: draft(&mut desk, &standing).await?,
            frame,
        };
        let mut response = desk.print(StatusCode::OK, &page)?;
        set(&mut response, CONTENT_SECURITY_POLICY, AROUND);
        Ok(response)
    }
    .await;
    problem::or(&app, Some(&signed.member), answer).await
}

/// The page in the frames.
pub(crate) async fn framed(State(app): State<Arc<App>>, signed: Signed, Path(name): Path<String>) -> Response {
    let answer = async {
        let front = {
            let desk = Desk::enter(&app, &signed.member).await?;
            front_of(&desk, &name)?
        };
        fronts::check(&signed.who(), &front)?;
        let html = print(&app, &front).await?;
        Ok(in_frame(html))
    }
    .await;
    problem::or(&app, Some(&signed.member), answer).await
}

/// A page of the site as this site alone may frame it: nobody keeps it, and no engine lists it.
pub(in crate::desk) fn in_frame(html: String) -> Response {
    let mut response = Html(html).into_response();
    set(&mut response, CONTENT_SECURITY_POLICY, FRAMED);
    set(&mut response, X_FRAME_OPTIONS, "SAMEORIGIN");
    set(&mut response, CACHE_CONTROL, "no-store, private");
    set(
        &mut response,
        HeaderName::from_static("x-robots-tag"),
        "noindex, nofollow",
    );
    response
}

async fn print(app: &App, front: &Front) -> Result<String, Error> {
    let mut reader = site::Reader::begin(app).await?;
    let standing = fronts::standing(&mut reader.tx, front).await?;
    match front {
        Front::Paper => {
            let mut page = site::front::view(&mut reader, standing.shown()).await?;
            hide(&mut page.chrome);
            reader.print(&page)
        }
        Front::Section(id) => {
            let page = site::listing::section_view(&mut reader, id, 1, standing.shown()).await?;
            let mut page = page.ok_or_else(|| Error::NotFound("such section".to_owned()))?;
            hide(&mut page.chrome);
            reader.print(&page)
        }
    }
}

/// No engine is told of it.
fn hide(chrome: &mut site::view::Chrome) {
    chrome.robots = Some("noindex".to_owned());
    chrome.canonical = None;
}

/// Sets a header.
pub(crate) fn set(response: &mut Response, name: impl Into<HeaderName>, value: &'static str) {
    response
        .headers_mut()
        .insert(name.into(), HeaderValue::from_static(value));
}
