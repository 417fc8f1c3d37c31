//! A one-time link for a colleague: by letter where a mail server is set up, and shown once to whoever made it.
//! Invitations and links for a new password come from `people.rs`.

use super::Signed;
use crate::app::App;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::visit::Desk;
use axum::response::Response;
use courant_model::door::{DoorKey, DoorKind};
use courant_newsroom::Error;
use courant_newsroom::accounts::token::Token;
use courant_newsroom::jobs::mail;
use courant_store::Tx;
use http::StatusCode;
use serde::Serialize;

/// A one-time link, shown once, to be handed on.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LinkPage {
    frame: Frame,
    /// `invitation` or `reset`.
    kind: &'static str,
    name: String,
    email: String,
    /// A letter with the link is on its way.
    mailed: bool,
    link: String,
}

impl Page for LinkPage {
    const TEMPLATE: &'static str = "link.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        [("invitation", true), ("reset", false)]
            .into_iter()
            .map(|(kind, mailed)| Self {
                frame: Frame::sample("A link"),
                kind,
                name: "Ben".into(),
                email: "ben@maren.example".into(),
                mailed,
                link: "https://news.example/desk/invitation?key=abc".into(),
            })
            .collect()
    }
}

/// Asks for the letter with a link when there is a mail server, commits, and shows the link.
pub(super) async fn hand_out(
    app: &App,
    signed: &Signed,
    mut tx: Tx,
    (token, key): (Token, DoorKey),
    (kind, name, email): (DoorKind, &str, &str),
) -> Result<Response, Error> {
    let mailed = app.newsroom.mails();
    if mailed {
        mail::ask_link(&mut tx, &app.newsroom.house, &key, &token).await?;
    }
    tx.commit().await?;
    let mut desk = Desk::enter(app, &signed.member).await?;
    let title = desk.word(&format!("link-{}-title", kind.as_str()));
    let frame = desk.frame(&title, "accounts").await?;
    let link = format!(
        "{}?key={}",
        app.absolute(&format!("/desk/{}", kind.as_str())),
        token.as_str()
    );
    desk.print(
        StatusCode::OK,
        &LinkPage {
            frame,
            kind: kind.as_str(),
            name: name.to_owned(),
            email: email.to_owned(),
            mailed,
            link,
        },
    )
}
