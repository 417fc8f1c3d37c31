//! Cleans a pasted text into the document. Answers the editor as JSON.

use super::problem;
use crate::app::App;
use crate::auth::Signed;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use courant_model::account::{Act, On};
use courant_newsroom::Refusal;
use courant_text::document::BlockId;
use courant_text::{Ids, html};
use http::HeaderMap;
use std::sync::Arc;

/// Ids for pasted blocks: the editor gives its own to those that are taken.
struct Pasted<'a>(&'a App);

impl Ids for Pasted<'_> {
    fn next(&mut self) -> BlockId {
        BlockId(self.0.newsroom.house.id())
    }
}

/// Makes a document of pasted HTML.
pub(crate) async fn clean(State(app): State<Arc<App>>, signed: Signed, headers: HeaderMap, body: Bytes) -> Response {
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
