//! A story at the desk: its text in the site's own type, and the rail beside it. One address in every state.
//! Acts on it lie in `verbs.rs`; when a rule refuses one, this page comes back with what was typed.

use super::frame::Frame;
use super::print::Page;
use super::query::{self, Typed};
use super::rail::{self, Rail};
use super::stories::{self, Choice, Person, Row, section_choices};
use super::visit::Desk;
use super::{plain, problem};
use crate::app::App;
use crate::auth::{Signed, next};
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Response};
use courant_model::account::Act;
use courant_model::story::{Kind, Revision, Story};
use courant_newsroom::permissions::Who;
use courant_newsroom::{Error, drafts, notices};
use courant_store::q;
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct StoryPage {
    frame: Frame,
    story: Row,
    fields: Fields,
    kinds: Vec<Choice>,
    sections: Vec<Choice>,
    bylines: Vec<Signer>,
    topics: Vec<Choice>,
    picture: Option<LeadPicture>,
    /// Others who have it open.
    others: Vec<Person>,
    may_write: bool,
    /// Whether the member accepts and refuses suggestions of others.
    may_settle: bool,
    account: String,
    name: String,
    /// The text as it is kept, for whoever has no script; HTML of our own making.
    body: String,
    rail: Rail,
}

/// What stands above the text.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Fields {
    pub(crate) headline: String,
    pub(crate) short_headline: String,
    pub(crate) search_title: String,
    pub(crate) share_title: String,
    pub(crate) standfirst: String,
    pub(crate) dateline: String,
}

impl Fields {
    pub(crate) fn of(revision: &Revision) -> Self {
        Self {
            headline: revision.headline.clone(),
            short_headline: revision.short_headline.clone(),
            search_title: revision.search_title.clone(),
            share_title: revision.share_title.clone(),
            standfirst: revision.standfirst.clone(),
            dateline: revision.dateline.clone(),
        }
    }
}

/// A name of the byline.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Signer {
    pub(crate) author: String,
    pub(crate) name: String,
    pub(crate) role: String,
}

/// The picture above the story.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct LeadPicture {
    pub(crate) id: String,
    pub(crate) src: String,
    pub(crate) alt: String,
    pub(crate) width: i64,
    pub(crate) height: i64,
    pub(crate) caption: String,
}

impl Page for StoryPage {
    const TEMPLATE: &'static str = "story.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let rows = Row::samples();
        rail::samples()
            .into_iter()
            .zip(rows.into_iter().cycle())
            .enumerate()
            .map(|(n, (rail, story))| Self {
                frame: Frame::sample("Ferry fares"),
                story,
                fields: Fields {
                    headline: "</textarea><b>".into(),
                    ..Fields::default()
                },
                kinds: vec![Choice {
                    value: "news".into(),
                    label: "News".into(),
                    chosen: true,
                }],
                sections: Vec::new(),
                bylines: vec![Signer {
                    author: String::new(),
                    name: "A guest".into(),
                    role: "photo".into(),
                }],
                topics: Vec::new(),
                picture: (n % 2 == 0).then(|| LeadPicture {
                    id: "p".into(),
                    src: "/media/a/b.jpg".into(),
                    alt: "Quay".into(),
                    width: 800,
                    height: 600,
                    caption: String::new(),
                }),
                others: vec![Person {
                    name: "Rui Paz".into(),
                    initials: "RP".into(),
                }],
                may_write: n % 2 == 0,
                may_settle: n % 2 == 0,
                account: "01A".into(),
                name: "Ana Reis".into(),
                body: "<p>Text.</p>".into(),
                rail,
            })
            .collect()
    }
}

/// A story, its head, and whose request it is, after the right to read it was asked.
pub(crate) async fn readable(desk: &mut Desk<'_>, who: &Who, id: &str) -> Result<(Story, Revision), Error> {
    let missing = || Error::NotFound("such story".to_owned());
    let story = q!(desk.tx, stories::by_id(id))?.ok_or_else(missing)?;
    let head = q!(desk.tx, stories::revision(&story.head))?.ok_or_else(missing)?;
    who.check_story(Act::Read, &story, &head)?;
    Ok((story, head))
}

/// Shows it.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Response {
    let query = query::pairs(raw.as_deref());
    let asked = Asked {
        tab: query::field(&query, "tab"),
        done: query.get("done").map(String::as_str),
        verb: query::field(&query, "open"),
        ..Asked::default()
    };
    let page = page(&app, &signed, &id, &asked).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// How the page is asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked<'a> {
    /// The tab of the rail.
    pub(crate) tab: &'a str,
    /// What was just done.
    pub(crate) done: Option<&'a str>,
    /// What was refused, and the act that was.
    pub(crate) wrong: Option<String>,
    pub(crate) verb: &'a str,
    /// What was typed with it.
    pub(crate) typed: Typed,
    pub(crate) status: StatusCode,
    /// The address that asks who one is before a grave act, when that is due.
    pub(crate) confirm: Option<String>,
}

/// Prints it.
pub(crate) async fn page(app: &App, signed: &Signed, id: &str, asked: &Asked<'_>) -> Result<Response, Error> {
    let who = signed.who();
    let mut desk = Desk::enter(app, &signed.member).await?;
    let (story, head) = readable(&mut desk, &who, id).await?;
    // The page shows what was typed up to now, also to whoever has no script.
    let shown = match drafts::present_state(&mut desk.tx, &app.newsroom.house, id).await {
        Ok((copy, _)) => plain::as_it_stands(&head, &copy),
        Err(Error::Refusal(_)) => head.clone(),
        Err(error) => return Err(error),
    };
    let line = q!(desk.tx, shelf::line(id))?.ok_or_else(|| Error::NotFound("such story".to_owned()))?;
    let present = stories::present(&mut desk).await?;
    let row = stories::row(&mut desk, line, &present).await?;
    let others = row
        .present
        .iter()
        .filter(|one| one.name != signed.member.name)
        .cloned()
        .collect();
    let none = desk.word("new-no-section");
    let sections = section_choices(&desk, Some(&none), shown.section_id.as_deref().unwrap_or_default());
    let kinds = Kind::ALL
        .into_iter()
        .map(|kind| Choice {
            value: kind.as_str().to_owned(),
            label: desk.word(&format!("kind-{}", kind.as_str())),
            chosen: shown.kind == kind.as_str(),
        })
        .collect();
    let bylines = desk.signed_by(&shown.byline).await?;
    let topics = desk.topic_choices(&shown.topics).await?;
    let picture = desk.lead_picture(shown.picture_id.as_deref()).await?;
    let may_write =
        who.check_story(Act::Write, &story, &head).is_ok() && !matches!(story.state.as_str(), "killed" | "removed");
    let confirm = signed
        .confirmed(app)
        .is_err()
        .then(|| next::with("/desk/confirm", &format!("/desk/stories/{id}?tab=publish&open=grave")));
    let asked = &Asked {
        confirm,
        ..asked.clone()
    };
    let rail = rail::fill(&mut desk, &who, &story, &head, asked).await?;
    let document = courant_text::json::read(&shown.document).unwrap_or_default();
    let title = row.title.clone();
    let mut frame = desk.frame(&title, "stories").await?;
    frame.done = desk.done(asked.done);
    let page = StoryPage {
        frame,
        story: row,
        fields: Fields::of(&shown),
        kinds,
        sections,
        bylines,
        topics,
        picture,
        others,
        may_write,
        may_settle: who.check_story(Act::Settle, &story, &head).is_ok(),
        account: signed.member.account.clone(),
        name: signed.member.name.clone(),
        body: courant_text::html::write(&document, &courant_text::html::NoSurroundings),
        rail,
    };
    let status = if asked.status == StatusCode::default() {
        StatusCode::OK
    } else {
        asked.status
    };
    desk.print(status, &page)
}

/// What an account was told about a story is seen when it opens the story; asked by script, since a GET changes nothing.
pub(crate) async fn seen(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>) -> Response {
    let answer = async {
        let mut tx = app.newsroom.store.write().await?;
        if notices::see(&mut tx, &app.newsroom.house, &signed.member.account, &id).await? {
            tx.commit().await?;
        }
        Ok(StatusCode::NO_CONTENT.into_response())
    }
    .await;
    problem::or(&app, Some(&signed.member), answer).await
}
