//! One page of the desk under way: its read transaction, the paper, the strings, and whose page it is.
//! Handlers begin with [`Desk::enter`] or, before anybody is signed in, [`Desk::door`]; they end with [`Desk::print`].

use super::frame::{Frame, Me, Place, initials};
use super::print::Page;
use crate::app::App;
use crate::site::view::Moment;
use crate::templates::{Dates, Words};
use axum::response::{Html, IntoResponse, Response};
use courant_model::account::{Act, Member, On};
use courant_model::paper::Paper;
use courant_model::term::Section;
use courant_model::time::{Micros, timestamp};
use courant_newsroom::{Error, Refusal, commands};
use courant_store::{Tx, q};
use http::header::CACHE_CONTROL;
use http::{HeaderValue, StatusCode};
use jiff::ZonedDateTime;
use std::sync::Arc;

/// One page under way.
pub(crate) struct Desk<'a> {
    pub(crate) app: &'a App,
    pub(crate) tx: Tx,
    pub(crate) paper: Paper,
    pub(crate) sections: Vec<Section>,
    pub(crate) now: ZonedDateTime,
    pub(crate) dates: Dates,
    pub(crate) words: Arc<Words>,
    pub(crate) member: Option<Member>,
}

impl<'a> Desk<'a> {
    /// For a page that somebody signed in asks for.
    pub(crate) async fn enter(app: &'a App, member: &Member) -> Result<Self, Error> {
        Self::open(app, Some(member.clone())).await
    }

    /// For a page before the door: login, invitation, first start.
    pub(crate) async fn door(app: &'a App) -> Result<Self, Error> {
        Self::open(app, None).await
    }

    async fn open(app: &'a App, member: Option<Member>) -> Result<Self, Error> {
        let mut tx = app.newsroom.store.read().await?;
        let paper = match commands::revise_paper::current(&mut tx).await {
            // Before the first minute there is no paper yet, and its pages are in English.
            Err(Error::NotFound(_)) => Paper::new("Courant", "UTC"),
            found => found?,
        };
        let sections = q!(tx, terms::sections())?;
        let now = timestamp(app.newsroom.house.now()).to_zoned_datetime(paper.time_zone());
        Ok(Self {
            app,
            tx,
            sections,
            now,
            dates: app.themes.dates(&paper.language),
            words: app.printer.words(&paper.language),
            paper,
            member,
        })
    }

    /// Whether the member may do a thing that concerns no story.
    pub(crate) fn may(&self, act: Act) -> bool {
        self.member.as_ref().is_some_and(|member| member.may(act, On::NOTHING))
    }

    /// The frame of a page; `place` is the key of the navigation that the page belongs to.
    pub(crate) async fn frame(&mut self, title: &str, place: &str) -> Result<Frame, Error> {
        let mut places = Vec::new();
        if self.member.is_some() {
            let mut add = |key, href, count| {
                places.push(Place {
                    key,
                    href,
                    count,
                    current: key == place,
                });
            };
            add("waiting", "/desk", None);
        }
        Ok(Frame {
            language: self.paper.language.clone(),
            dir: self.paper.direction(),
            paper: self.paper.name.clone(),
            title: title.to_owned(),
            me: self.member.as_ref().map(|member| Me {
                account: member.account.clone(),
                name: member.name.clone(),
                initials: initials(&member.name),
            }),
            places,
            done: None,
            wrong: None,
            scripts: self.app.printer.assets().href("editor/desk.js").is_some(),
        })
    }

    /// A string of the desk.
    pub(crate) fn word(&self, key: &str) -> String {
        self.words.text(key).unwrap_or_else(|| key.to_owned())
    }

    /// What `?done=KEY` says in the status line; nothing for a key that no string stands behind.
    pub(crate) fn done(&self, key: Option<&str>) -> Option<String> {
        self.words.text(&format!("done-{}", key?))
    }

    /// What a refusal says, in the paper's language when the desk has words for its key.
    pub(crate) fn refusal(&self, refusal: &Refusal) -> String {
        self.words
            .text(&format!("refused-{}", refusal.key))
            .unwrap_or_else(|| sentence(&refusal.message))
    }

    /// A moment in the paper's zone.
    pub(crate) fn moment(&self, at: Micros) -> Moment {
        self.dates.moment(&self.zoned(at), &self.now)
    }

    /// A moment as a date and time of the paper's zone.
    pub(crate) fn zoned(&self, at: Micros) -> ZonedDateTime {
        timestamp(at).to_zoned_datetime(self.paper.time_zone())
    }

    /// A section by id.
    pub(crate) fn section(&self, id: Option<&str>) -> Option<&Section> {
        self.sections.iter().find(|section| Some(section.id.as_str()) == id)
    }

    /// The page as an answer. Nothing of the desk is kept by anybody on the way.
    pub(crate) fn print<P: Page>(&self, status: StatusCode, page: &P) -> Result<Response, Error> {
        Ok(answer(status, self.app.printer.html(page)?))
    }
}

/// HTML of the desk as an answer.
pub(crate) fn answer(status: StatusCode, html: String) -> Response {
    let mut response = (status, Html(html)).into_response();
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A message as a sentence: a capital first, a full stop last.
pub(crate) fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let mut text: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    text.push_str(letters.as_str());
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}
