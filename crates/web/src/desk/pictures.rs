//! Takes a picture that somebody drags, pastes or picks; and cleans a pasted text into the document.
//! Both answer the editor as JSON; a refusal says what is wrong with the file.

use super::find::FoundPicture;
use super::problem;
use crate::app::App;
use crate::auth::Signed;
use axum::Json;
use axum::body::Bytes;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::response::{IntoResponse, Response};
use courant_model::account::{Act, On};
use courant_newsroom::commands::add_picture::{self, Said};
use courant_newsroom::{Error, Refusal};
use courant_text::document::BlockId;
use courant_text::{Ids, html};
use http::HeaderMap;
use std::sync::Arc;

/// Largest picture, in bytes.
pub(crate) const LARGEST: usize = 40 * 1024 * 1024;

/// Adds a picture to the store.
pub(crate) async fn add(
    State(app): State<Arc<App>>,
    signed: Signed,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let answer = keep(&app, &signed, form).await;
    problem::for_script(&app, &signed.member, &headers, answer).await
}

async fn keep(app: &App, signed: &Signed, form: Result<Multipart, MultipartRejection>) -> Result<Response, Error> {
    let who = signed.who();
    who.check(Act::Begin, On::NOTHING)?;
    let unreadable = || Refusal::new("upload-unreadable", "the upload broke off; send the picture again");
    let mut form = form.map_err(|_| unreadable())?;
    let mut bytes = None;
    let mut said = Said::default();
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        match field.name().unwrap_or_default() {
            "file" => {
                let file = field.bytes().await.map_err(|_| {
                    let most = LARGEST / 1024 / 1024;
                    Refusal::new(
                        "upload-large",
                        format!("the picture is larger than {most} MB, or broke off"),
                    )
                })?;
                bytes = Some(file);
            }
            "alt" => said.alt = field.text().await.map_err(|_| unreadable())?,
            "caption" => said.caption = field.text().await.map_err(|_| unreadable())?,
            "credit" => said.credit = field.text().await.map_err(|_| unreadable())?,
            _ => {}
        }
    }
    let bytes = bytes
        .filter(|bytes| !bytes.is_empty())
        .ok_or_else(|| Refusal::new("upload-empty", "no picture was sent"))?;
    let prepared = add_picture::prepare(&app.newsroom, bytes).await?;
    let mut tx = app.newsroom.store.write().await?;
    let picture = add_picture::run(&mut tx, &app.newsroom.house, &who.actor(), prepared, said).await?;
    tx.commit().await?;
    Ok(Json(FoundPicture::of(picture)).into_response())
}

/// Ids for pasted blocks: the editor gives its own to those that are taken.
struct Pasted<'a>(&'a App);

impl Ids for Pasted<'_> {
    fn next(&mut self) -> BlockId {
        BlockId(self.0.newsroom.house.id())
    }
}

/// Makes a document of pasted HTML.
pub(crate) async fn paste(State(app): State<Arc<App>>, signed: Signed, headers: HeaderMap, body: Bytes) -> Response {
    let answer = async {
        signed.who().check(Act::Begin, On::NOTHING)?;
        let text = std::str::from_utf8(&body)
            .map_err(|_| Refusal::new("paste-unreadable", "what was pasted is not text in UTF-8"))?;
        let document = html::read(text, &mut Pasted(&app)).document;
        let mut response = courant_text::json::write(&document).into_response();
        response.headers_mut().insert(
            http::header::CONTENT_TYPE,
            http::HeaderValue::from_static("application/json"),
        );
        Ok(response)
    }
    .await;
    problem::for_script(&app, &signed.member, &headers, answer).await
}
