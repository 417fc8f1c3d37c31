//! The page of one check or house rule: why it exists, what it finds and leaves alone, and how it fares.
//! Every note leads here; the texts are those of `docs/copydesk`, part of the binary.

use crate::app::App;
use crate::auth::Signed;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::visit::Desk;
use axum::extract::{Path, State};
use axum::response::Response;
use courant_newsroom::{Error, copydesk};
use courant_text::{SequentialIds, html, markdown};
use http::StatusCode;
use rust_embed::RustEmbed;
use serde::Serialize;
use std::sync::Arc;

#[derive(RustEmbed)]
#[folder = "../../docs/copydesk"]
struct Docs;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CheckPage {
    frame: Frame,
    /// HTML of our own making, for a check.
    body: String,
    /// For a house rule: what it must find, and what it must leave alone.
    hits: Vec<String>,
    silent: Vec<String>,
    shown: i64,
    accepted: i64,
    dismissed: i64,
}

impl Page for CheckPage {
    const TEMPLATE: &'static str = "check.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let page = |body: &str| Self {
            frame: Frame::sample("marks"),
            body: body.into(),
            hits: vec!["In <order> to.".into()],
            silent: vec!["To.".into()],
            shown: 3,
            accepted: 2,
            dismissed: 1,
        };
        vec![page("<p>Why.</p>"), page("")]
    }
}

/// Shows it.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, Path(name): Path<String>) -> Response {
    let page = async {
        let mut desk = Desk::enter(&app, &signed.member).await?;
        let loaded = app.newsroom.house.style.current().await;
        let line = copydesk::lines(&mut desk.tx, &loaded)
            .await?
            .into_iter()
            .find(|line| line.rule == name)
            .ok_or_else(|| Error::NotFound("such check".to_owned()))?;
        let examples = loaded
            .rules
            .rules
            .iter()
            .find(|rule| rule.name == name)
            .map(|rule| rule.examples.clone());
        let examples = examples.filter(|_| !line.is_check).unwrap_or_default();
        let page = CheckPage {
            frame: desk.frame(&name, "house-style").await?,
            body: if line.is_check { printed(&name) } else { String::new() },
            hits: examples.hits,
            silent: examples.silent,
            shown: line.shown,
            accepted: line.accepted,
            dismissed: line.dismissed,
        };
        desk.print(StatusCode::OK, &page)
    }
    .await;
    problem::or(&app, Some(&signed.member), page).await
}

/// The documentation of a check, without its title, which the page prints itself.
fn printed(name: &str) -> String {
    let Some(file) = Docs::get(&format!("{name}.md")) else {
        return String::new();
    };
    let text = String::from_utf8_lossy(&file.data);
    let body = text.split_once('\n').map_or("", |(_, body)| body);
    let document = markdown::read(body, &mut SequentialIds::new()).document;
    html::write(&document, &html::NoSurroundings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_a_page_that_says_what_it_leaves_alone() {
        for check in courant_copydesk::checks::ALL {
            let page = printed(check.name);
            assert!(page.contains("<h2") && page.contains("leaves alone"), "{}", check.name);
        }
    }
}
