//! How the paper takes replies where a section has no rule of its own, and what makes a reply wait everywhere.
//! `/desk/settings/replies`.

use super::{Around, Shown};
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::query::{self, Typed};
use crate::desk::visit::Desk;
use axum::response::Response;
use courant_model::paper::{AS_THE_PAPER, ReplyRules};
use courant_newsroom::Error;
use courant_newsroom::commands::keep_settings::Edit;
use serde::Serialize;

/// The room.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Replies {
    frame: Frame,
    around: Around,
    rule: String,
    days: String,
    hold_links: bool,
    words: String,
    /// Sections that follow these rules, and those with a rule of their own.
    following: Vec<String>,
    others: Vec<Own>,
}

/// A section with a rule of its own.
#[derive(Debug, Clone, Serialize)]
struct Own {
    name: String,
    rule: String,
    days: i64,
}

impl Page for Replies {
    const TEMPLATE: &'static str = "settings-replies.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let full = Self {
            frame: Frame::sample("Replies"),
            around: Around::sample(),
            rule: "approve".into(),
            days: "14".into(),
            hold_links: true,
            words: "casino\n<b>".into(),
            following: vec!["Local <b>".into()],
            others: vec![Own {
                name: "Economy <b>".into(),
                rule: "closed".into(),
                days: 0,
            }],
        };
        let bare = Self {
            following: Vec::new(),
            others: Vec::new(),
            hold_links: false,
            ..full.clone()
        };
        vec![full, bare]
    }
}

/// What the form means.
pub(super) fn edit(typed: &Typed) -> Result<Edit, Error> {
    let mut wait_words: Vec<String> = Vec::new();
    for word in query::field(typed, "words").lines().map(str::trim) {
        if !word.is_empty() && !wait_words.iter().any(|one| one == word) {
            wait_words.push(word.to_owned());
        }
    }
    Ok(Edit::Replies(ReplyRules {
        rule: query::field(typed, "rule").to_owned(),
        close_after_days: query::number(typed, "days")?,
        hold_links: typed.contains_key("hold-links"),
        wait_words,
    }))
}

/// Prints the room.
pub(super) async fn page(mut desk: Desk<'_>, shown: Shown) -> Result<Response, Error> {
    let rules = desk.paper.replies.clone();
    let rule = shown.of("rule", rules.rule);
    let days = shown.of("days", rules.close_after_days.to_string());
    let hold_links = shown.ticked("hold-links", rules.hold_links);
    let words = shown.of("words", rules.wait_words.join("\n"));
    let (follow, own): (Vec<_>, Vec<_>) = desk
        .sections
        .iter()
        .partition(|section| section.replies == AS_THE_PAPER);
    let following = follow.into_iter().map(|section| section.name.clone()).collect();
    let others = own
        .into_iter()
        .map(|section| Own {
            name: section.name.clone(),
            rule: section.replies.clone(),
            days: section.replies_close_after_days,
        })
        .collect();
    let (frame, around, status) = shown.frame(&mut desk, "replies").await?;
    let page = Replies {
        frame,
        around,
        rule,
        days,
        hold_links,
        words,
        following,
        others,
    };
    desk.print(status, &page)
}
