//! The reply form: `POST /replies`. Whatever is wrong, the text comes back with the reason.

use super::gate::{self, Stamp};
use super::reader::Reader;
use super::view::{self, Html, ProblemKind, Refused};
use super::{path, problem};
use crate::app::App;
use axum::extract::{FromRequest, Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use courant_model::story::Live;
use courant_newsroom::Error;
use courant_newsroom::commands::post_reply::{self, NotTaken, Sent};
use courant_store::q;
use http::header::{CACHE_CONTROL, LOCATION, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use std::sync::Arc;
use std::time::Duration;

/// The fields of a form, read leniently: bytes that are no text become replacement marks, unknown fields are passed over.
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    pub(super) fn read(body: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(body).into_owned().collect())
    }

    pub(super) fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }
}

/// Reads the body of a form that was sent from a page of ours; else the answer that says why not.
pub(super) async fn receive(app: &App, request: Request) -> Result<(Fields, String), Response> {
    let (parts, body) = request.into_parts();
    if !gate::is_from_here(app, &parts.headers) {
        return Err(problem::answer(app, ProblemKind::Refused).await);
    }
    let client = gate::client(app, &parts);
    match Bytes::from_request(Request::from_parts(parts, body), &()).await {
        Ok(bytes) => Ok((Fields::read(&bytes), client)),
        Err(rejected) if rejected.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(problem::answer(app, ProblemKind::TooLarge).await)
        }
        Err(_) => Err(problem::answer(app, ProblemKind::Unreadable).await),
    }
}

/// Takes a reply.
pub(crate) async fn send(State(app): State<Arc<App>>, request: Request) -> Response {
    let (fields, client) = match receive(&app, request).await {
        Ok(received) => received,
        Err(answer) => return answer,
    };
    let sent = Sent {
        story_id: fields.get("story").to_owned(),
        parent: fields.get("parent").to_owned(),
        name: fields.get("name").to_owned(),
        email: fields.get("email").to_owned(),
        text: fields.get("text").to_owned(),
        client,
    };
    match take(&app, &fields, &sent).await {
        Ok(answer) => answer,
        // The disk may be full, but what was typed goes back to its writer.
        Err(error @ Error::Internal(_)) => {
            tracing::error!(%error, "a reply could not be kept");
            match refuse(&app, &sent, Refused::Broken, None).await {
                Ok(answer) => answer,
                Err(_) => problem::of(&app, &error).await,
            }
        }
        Err(error) => problem::of(&app, &error).await,
    }
}

async fn take(app: &App, fields: &Fields, sent: &Sent) -> Result<Response, Error> {
    let house = &app.newsroom.house;
    // The trap: a field that people do not see.
    if !fields.get("website").is_empty() {
        return refuse(app, sent, Refused::Robot, None).await;
    }
    match gate::check(house, &sent.story_id, fields.get("stamp")) {
        Stamp::Good => {}
        Stamp::Missing => return confirm(app, sent).await,
        Stamp::Forged => return refuse(app, sent, Refused::Stamp, None).await,
    }
    if let Err(wait) = app.gate.pass(&house.keys.client_mac(&sent.client), &sent.story_id) {
        return refuse(app, sent, Refused::TooMany, Some(wait)).await;
    }
    let mut tx = app.newsroom.store.write().await?;
    let taken = match post_reply::run(&mut tx, house, sent).await? {
        Ok(taken) => taken,
        Err(why) => {
            drop(tx);
            return refuse(app, sent, reason(why), None).await;
        }
    };
    let seq = tx.commit().await?;
    app.cache.reached(seq as u64).await;
    let target = if taken.approved {
        format!("/replies/{}", taken.id)
    } else {
        format!("/replies/{}?key={}", taken.id, taken.key)
    };
    let mut answer = StatusCode::SEE_OTHER.into_response();
    if let Ok(target) = HeaderValue::from_str(&target) {
        answer.headers_mut().insert(LOCATION, target);
    }
    Ok(private(answer))
}

/// A page that only the writer of a reply may see, and no cache keep.
pub(super) fn private(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

fn reason(why: NotTaken) -> Refused {
    match why {
        NotTaken::Empty => Refused::Empty,
        NotTaken::TooLong => Refused::TooLong,
        NotTaken::Name => Refused::Name,
        NotTaken::Email => Refused::Email,
        NotTaken::Duplicate => Refused::Duplicate,
        NotTaken::Closed => Refused::Closed,
        NotTaken::Links => Refused::Links,
        NotTaken::Parent => Refused::Parent,
    }
}

fn status(reason: Refused) -> StatusCode {
    match reason {
        Refused::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Refused::Duplicate => StatusCode::CONFLICT,
        Refused::Broken => StatusCode::SERVICE_UNAVAILABLE,
        Refused::Closed | Refused::Stamp | Refused::Robot => StatusCode::FORBIDDEN,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The form with everything that was typed and a fresh stamp.
pub(super) fn kept_form(app: &App, sent: &Sent) -> view::ReplyForm {
    view::ReplyForm {
        action: "/replies".to_owned(),
        story: sent.story_id.clone(),
        parent: sent.parent.clone(),
        stamp: gate::stamp(&app.newsroom.house, &sent.story_id),
        name: sent.name.clone(),
        email: sent.email.clone(),
        text: sent.text.clone(),
        longest: post_reply::LONGEST_TEXT as u32,
    }
}

async fn story(reader: &mut Reader<'_>, sent: &Sent) -> Result<Live, Error> {
    q!(reader.tx, live::by_id(&sent.story_id))?.ok_or_else(|| Error::NotFound("such story".to_owned()))
}

async fn refuse(app: &App, sent: &Sent, reason: Refused, wait: Option<Duration>) -> Result<Response, Error> {
    let mut reader = Reader::begin(app).await?;
    let live = story(&mut reader, sent).await?;
    let title = reader.word("refused-title");
    let retry = wait.map(|wait| {
        let at = app.newsroom.house.now() + i64::try_from(wait.as_micros()).unwrap_or_default();
        reader.moment(at)
    });
    let context = view::ReplyRefused {
        chrome: reader.quiet_chrome(&title),
        story: view::Link::new(&live.headline, path::encoded(&live.path)),
        reason,
        field: reason.field(),
        retry,
        form: (reason != Refused::Closed).then(|| kept_form(app, sent)),
        text: sent.text.clone(),
    };
    let mut answer = (status(reason), axum::response::Html(reader.print(&context)?)).into_response();
    if let Some(wait) = wait {
        answer
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(wait.as_secs() + 1));
    }
    Ok(private(answer))
}

async fn confirm(app: &App, sent: &Sent) -> Result<Response, Error> {
    let mut reader = Reader::begin(app).await?;
    let live = story(&mut reader, sent).await?;
    let title = reader.word("confirm-title");
    let document = courant_text::reply::read(&sent.text, &mut courant_text::SequentialIds::new());
    let context = view::ReplyConfirm {
        chrome: reader.quiet_chrome(&title),
        story: view::Link::new(&live.headline, path::encoded(&live.path)),
        form: kept_form(app, sent),
        preview: Html(courant_text::reply::write(&document)),
    };
    Ok(private(axum::response::Html(reader.print(&context)?).into_response()))
}
