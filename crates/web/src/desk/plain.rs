//! The plain form: a story as fields and Markdown, for browsers without script. It names the version it was made of.
//! When somebody changed the story since, the answer shows three versions and overwrites nothing.

mod sent;
mod three_way;

use super::frame::Frame;
use super::print::Page;
use super::problem;
use super::query::{self, Typed};
use super::stories::{Choice, section_choices};
use super::story::{self, Fields};
use super::visit::{Desk, leads_to};
use crate::app::App;
use crate::auth::Signed;
use axum::extract::{Path, RawForm, State};
use axum::response::Response;
use courant_model::account::Act;
use courant_model::story::{Kind, Revision};
use courant_newsroom::commands::file_story::Copy;
use courant_newsroom::{Error, Refusal, drafts};
use courant_store::q;
use courant_text::Document;
use courant_text::markdown::form;
use http::StatusCode;
use sent::{Sent, lines};
use serde::Serialize;
use std::sync::Arc;
use three_way::{merged, three_way};

#[cfg(test)]
pub(crate) use three_way::ThreeWay;

/// The form.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Plain {
    frame: Frame,
    story: String,
    slug: String,
    base: String,
    fields: Fields,
    sections: Vec<Choice>,
    kinds: Vec<Choice>,
    byline: String,
    topics: String,
    pictures: Vec<Choice>,
    body: String,
}

impl Page for Plain {
    const TEMPLATE: &'static str = "plain.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            frame: Frame::sample("Ferry"),
            story: "01A".into(),
            slug: "ferry".into(),
            base: "r1".into(),
            fields: Fields {
                headline: "\"<b>".into(),
                ..Fields::default()
            },
            sections: Vec::new(),
            kinds: vec![Choice {
                value: "news".into(),
                label: "News".into(),
                chosen: true,
            }],
            byline: "Ana Reis; Rui Paz (photo)".into(),
            topics: "Harbour".into(),
            pictures: vec![Choice {
                value: String::new(),
                label: "None".into(),
                chosen: true,
            }],
            body: "</textarea>".into(),
        }]
    }
}

/// Shows the form.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed, Path(id): Path<String>) -> Response {
    let answer = async {
        let mut desk = Desk::enter(&app, &signed.member).await?;
        let who = signed.who();
        let (story, head) = story::readable(&mut desk, &who, &id).await?;
        who.check_story(Act::Write, &story, &head)?;
        // What others type at the moment is shown as it stands; what is sent is compared with the version of before.
        let (copy, _) = drafts::present_state(&mut desk.tx, &app.newsroom.house, &id).await?;
        let sent = Sent::of(&mut desk.tx, &as_it_stands(&head, &copy)).await?;
        print(desk, &story.working_slug, &head.id, &id, sent, None).await
    }
    .await;
    problem::or(&app, Some(&signed.member), answer).await
}

/// A revision with the words of a copy.
pub(crate) fn as_it_stands(head: &Revision, copy: &Copy) -> Revision {
    Revision {
        headline: copy.headline.clone(),
        short_headline: copy.short_headline.clone(),
        search_title: copy.search_title.clone(),
        share_title: copy.share_title.clone(),
        standfirst: copy.standfirst.clone(),
        document: courant_text::json::write(&copy.document),
        dateline: copy.dateline.clone(),
        section_id: copy.section_id.clone(),
        kind: copy.kind.as_str().to_owned(),
        picture_id: copy.picture_id.clone(),
        byline: serde_json::to_string(&copy.byline).unwrap_or_default(),
        topics: serde_json::to_string(&copy.topics).unwrap_or_default(),
        ..head.clone()
    }
}

fn read(revision: &Revision) -> Document {
    courant_text::json::read(&revision.document).unwrap_or_default()
}

/// Keeps what was sent, or shows what stands in its way.
pub(crate) async fn keep(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let answer = kept(&app, &signed, &id, &typed).await;
    problem::or(&app, Some(&signed.member), answer).await
}

async fn kept(app: &App, signed: &Signed, id: &str, typed: &Typed) -> Result<Response, Error> {
    let house = &app.newsroom.house;
    let who = signed.who();
    let missing = || Error::NotFound("such story".to_owned());
    let sent = Sent::typed(typed);
    let mut tx = app.newsroom.store.write().await?;
    let story = q!(tx, stories::by_id(id))?.ok_or_else(missing)?;
    let head = q!(tx, stories::revision(&story.head))?.ok_or_else(missing)?;
    who.check_story(Act::Write, &story, &head)?;
    // What others typed up to now is theirs.
    let theirs = drafts::settle(&mut tx, house, &who.actor(), id).await?;
    let base = q!(tx, stories::revision(query::field(typed, "base")))?
        .filter(|base| base.story_id == id)
        .unwrap_or_else(|| theirs.clone());
    let mine = form::read_over(&sent.body, &read(&base));
    let was = lines(&mut tx, &base).await?;
    let is = lines(&mut tx, &theirs).await?;
    let merged = merged((&was, &is), (&read(&base), &read(&theirs)), &sent, &mine);
    let Some((lines, document)) = merged else {
        tx.commit().await?;
        return three_way(app, signed, id, (&was, &is), (&base, &theirs), &sent, &mine).await;
    };
    let merged = Sent { lines, ..sent.clone() };
    let copy = merged.copy(&mut tx, house, &who.actor(), &theirs, document).await?;
    match drafts::replace(&mut tx, house, &who.actor(), id, &copy).await {
        Ok(_) => {
            let seq = tx.commit().await?;
            app.cache.reached(seq as u64).await;
            Ok(leads_to(&format!("/desk/stories/{id}?done=kept")))
        }
        Err(Error::Refusal(refusal)) if refusal.key != "not-allowed" => {
            drop(tx);
            let desk = Desk::enter(app, &signed.member).await?;
            print(desk, &story.working_slug, &base.id, id, sent, Some(&refusal)).await
        }
        Err(error) => Err(error),
    }
}

async fn print(
    mut desk: Desk<'_>,
    slug: &str,
    base: &str,
    id: &str,
    sent: Sent,
    wrong: Option<&Refusal>,
) -> Result<Response, Error> {
    let none = desk.word("new-no-section");
    let sections = section_choices(&desk, Some(&none), &sent.section);
    let kinds = Kind::ALL
        .into_iter()
        .map(|kind| Choice {
            value: kind.as_str().to_owned(),
            label: desk.word(&format!("kind-{}", kind.as_str())),
            chosen: sent.kind == kind.as_str(),
        })
        .collect();
    let title = desk.word("plain-title");
    let mut frame = desk.frame(&title, "stories").await?;
    frame.wrong = wrong.map(|refusal| desk.refusal(refusal));
    let pictures = picture_choices(&mut desk, sent.lines.get(8).map_or("", String::as_str)).await?;
    let [
        headline,
        short_headline,
        search_title,
        share_title,
        standfirst,
        dateline,
        byline,
        topics,
    ] = [0, 1, 2, 3, 4, 5, 6, 7].map(|n| sent.lines.get(n).cloned().unwrap_or_default());
    let page = Plain {
        frame,
        story: id.to_owned(),
        slug: slug.to_owned(),
        base: base.to_owned(),
        fields: Fields {
            headline,
            short_headline,
            search_title,
            share_title,
            standfirst,
            dateline,
        },
        sections,
        kinds,
        byline,
        topics,
        pictures,
        body: sent.body,
    };
    let status = if wrong.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    desk.print(status, &page)
}

/// The newest pictures, and the chosen one.
async fn picture_choices(desk: &mut Desk<'_>, chosen: &str) -> Result<Vec<Choice>, Error> {
    let mut found = q!(desk.tx, pictures::newest(60))?;
    if !chosen.is_empty()
        && !found.iter().any(|one| one.id == chosen)
        && let Some(picture) = q!(desk.tx, pictures::by_id(chosen))?
    {
        found.push(picture);
    }
    let none = Choice {
        value: String::new(),
        label: desk.word("picture-none"),
        chosen: chosen.is_empty(),
    };
    let pictures = found.into_iter().map(|one| Choice {
        chosen: one.id == chosen,
        value: one.id,
        label: [one.caption, one.alt, one.name]
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default(),
    });
    Ok(std::iter::once(none).chain(pictures).collect())
}
