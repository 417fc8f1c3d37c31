//! One reply at `/replies/ID`: approved, for everybody, with a form that answers it; waiting, for its writer alone.
//! The router calls it; it is never cached.

use super::reader::Reader;
use super::reply_form::private;
use super::view::{self, ProblemKind};
use super::{gate, path, problem, thread};
use crate::app::App;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Response};
use courant_model::reply::ReplyState;
use courant_newsroom::Error;
use courant_newsroom::commands::post_reply;
use courant_store::q;
use serde::Deserialize;
use std::sync::Arc;

/// The parameters.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    key: Option<String>,
}

/// Shows it.
pub(crate) async fn show(State(app): State<Arc<App>>, Path(id): Path<String>, Query(asked): Query<Asked>) -> Response {
    match print(&app, &id, asked.key.as_deref().unwrap_or_default()).await {
        Ok(Some(html)) => private(Html(html).into_response()),
        Ok(None) => problem::answer(&app, ProblemKind::Missing).await,
        Err(error) => problem::of(&app, &error).await,
    }
}

async fn print(app: &App, id: &str, key: &str) -> Result<Option<String>, Error> {
    let mut reader = Reader::begin(app).await?;
    let Some(reply) = q!(reader.tx, replies::by_id(id))? else {
        return Ok(None);
    };
    let Some(live) = q!(reader.tx, live::by_id(&reply.story_id))? else {
        return Ok(None);
    };
    let headline = match live.retracted_at {
        None => live.headline.clone(),
        Some(_) => super::feeds::retracted_headline(&reader, &live),
    };
    let story = view::Link::new(headline, path::encoded(&live.path));
    match ReplyState::parse(&reply.state) {
        Some(ReplyState::Approved) => {
            let section = reader.section(live.section_id.as_ref()).cloned();
            // Nobody answers below a notice.
            let section = section.filter(|_| live.retracted_at.is_none());
            let (closed, _) = post_reply::closing(section.as_ref(), live.published_at, app.newsroom.house.now());
            let number = place(&mut reader, &reply.story_id, id).await?;
            let title = reader
                .words
                .with("reply-by", &[("number", &number.to_string()), ("name", &reply.name)])
                .unwrap_or_else(|| reply.name.clone());
            let mut shown = thread::one(&mut reader, &reply, number, false)?;
            if let Some(parent) = &reply.parent_id {
                shown.parent = q!(reader.tx, replies::by_id(parent))?
                    .filter(|parent| ReplyState::parse(&parent.state) == Some(ReplyState::Approved))
                    .map(|parent| view::ReplyParent {
                        href: format!("/replies/{}", parent.id),
                        name: parent.name,
                    });
            }
            let context = view::ReplyAnswer {
                chrome: reader.quiet_chrome(&title),
                story,
                reply: shown,
                form: closed.is_none().then(|| view::ReplyForm {
                    action: "/replies".to_owned(),
                    story: live.story_id.clone(),
                    parent: reply.id.clone(),
                    stamp: gate::stamp(&app.newsroom.house, &live.story_id),
                    longest: post_reply::LONGEST_TEXT as u32,
                    ..view::ReplyForm::default()
                }),
            };
            Ok(Some(reader.print(&context)?))
        }
        Some(ReplyState::Waiting) if post_reply::is_writer(&mut reader.tx, &app.newsroom.house, id, key).await? => {
            let title = reader.word("waiting-title");
            let context = view::ReplyWaiting {
                chrome: reader.quiet_chrome(&title),
                story,
                name: reply.name.clone(),
                time: reader.moment(reply.at),
                body: thread::body(&reply.document)?,
            };
            Ok(Some(reader.print(&context)?))
        }
        _ => Ok(None),
    }
}

/// The place of a reply among the approved ones of its story, from 1.
async fn place(reader: &mut Reader<'_>, story: &str, id: &str) -> Result<usize, Error> {
    let all = q!(reader.tx, replies::approved(story, thread::MOST))?;
    Ok(all
        .iter()
        .position(|reply| reply.id == id)
        .map_or(all.len(), |at| at + 1))
}
