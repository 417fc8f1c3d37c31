//! Finds anything: stories in any state, people, pictures, storylines, rooms and things to do. Ctrl-K opens it on every
//! page of the desk; `/desk/find` is the same as a page with a form, for whoever has no script.

mod commands;
mod gather;

use super::frame::Frame;
use super::print::Page;
use super::problem;
use super::query::{self, Typed};
use super::visit::Desk;
use crate::app::App;
use crate::auth::Signed;
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use courant_newsroom::Error;
use gather::{Found, gather};
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use std::sync::Arc;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FindPage {
    frame: Frame,
    q: String,
    /// The story that was open.
    story: String,
    found: Vec<Line>,
    /// Signing out was chosen: its form stands here.
    sign_out: bool,
}

/// An answer, with its kind in words.
#[derive(Debug, Clone, Serialize)]
struct Line {
    kind: String,
    label: String,
    note: String,
    href: String,
}

impl Page for FindPage {
    const TEMPLATE: &'static str = "find.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let full = Self {
            frame: Frame::sample("Find"),
            q: "\"<b>".into(),
            story: "01A".into(),
            found: vec![Line {
                kind: "Picture".into(),
                label: "The quay <b>".into(),
                note: "Ana Reis".into(),
                href: "/desk/pictures/01A".into(),
            }],
            sign_out: false,
        };
        vec![
            Self {
                found: Vec::new(),
                sign_out: true,
                ..full.clone()
            },
            full,
        ]
    }
}

async fn asked(desk: &mut Desk<'_>, query: &Typed) -> Result<Vec<Found>, Error> {
    let q: String = query::field(query, "q").chars().take(200).collect();
    gather(desk, &q, query::field(query, "story")).await
}

/// Answers the palette as JSON.
pub(crate) async fn answer(
    State(app): State<Arc<App>>,
    signed: Signed,
    headers: HeaderMap,
    RawQuery(raw): RawQuery,
) -> Response {
    let query = query::pairs(raw.as_deref());
    let answer = async {
        let mut desk = Desk::enter(&app, &signed.member).await?;
        Ok(Json(asked(&mut desk, &query).await?).into_response())
    }
    .await;
    problem::for_script(&app, &signed.member, &headers, answer).await
}

/// Shows the page.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, RawQuery(raw): RawQuery) -> Response {
    let query = query::pairs(raw.as_deref());
    let page = async {
        let mut desk = Desk::enter(&app, &signed.member).await?;
        let sign_out = query::field(&query, "do") == "sign-out";
        let found = if sign_out {
            Vec::new()
        } else {
            asked(&mut desk, &query).await?
        };
        let found = found
            .into_iter()
            .map(|one| Line {
                kind: desk.word(&format!("palette-{}", one.kind)),
                label: one.label,
                note: one.note,
                href: one.href,
            })
            .collect();
        let title = desk.word(if sign_out { "sign-out" } else { "palette" });
        let page = FindPage {
            frame: desk.frame(&title, "").await?,
            q: query::field(&query, "q").to_owned(),
            story: query::field(&query, "story").to_owned(),
            found,
            sign_out,
        };
        desk.print(StatusCode::OK, &page)
    }
    .await;
    problem::or(&app, Some(&signed.member), page).await
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::commands::COMMANDS;
    use std::collections::HashSet;

    #[test]
    fn every_command_has_words_and_an_address_of_its_own() {
        let words = crate::desk::print::Printer::new().words("en");
        let mut seen = HashSet::new();
        for command in COMMANDS {
            assert!(words.text(command.word).is_some(), "{} has no words", command.word);
            assert!(seen.insert(command.word), "{} stands there twice", command.word);
            assert!(command.href.starts_with('/'), "{}", command.href);
        }
        for kind in [
            "act",
            "place",
            "command",
            "story",
            "entity",
            "person",
            "colleague",
            "picture",
            "storyline",
            "reply",
        ] {
            assert!(words.text(&format!("palette-{kind}")).is_some(), "{kind}");
        }
        let list = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/desk/strings/en.ftl")).unwrap();
        for line in list.lines().filter(|line| line.starts_with("also-")) {
            let key = line.trim_start_matches("also-").split(' ').next().unwrap();
            let known = ["do-", "nav-", ""]
                .iter()
                .any(|before| words.text(&format!("{before}{key}")).is_some());
            assert!(known, "{line} is for nothing");
        }
    }
}
