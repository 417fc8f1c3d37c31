//! Server-sent events: something changed in the newsroom, and how much waits for the reader of the stream.
//! The desk's script listens and fetches anew what the open page shows.

use crate::app::App;
use crate::auth::Signed;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use courant_newsroom::permissions::Who;
use courant_newsroom::waiting::{self, Changes};
use futures_util::stream;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

/// A line now and then keeps proxies from closing the stream.
const BREATH: Duration = Duration::from_secs(20);

/// The stream. It ends with the connection; the browser opens it again by itself.
pub(crate) async fn stream(State(app): State<Arc<App>>, signed: Signed) -> Response {
    let changes = Changes::of(&app.newsroom.store);
    let begun = (app, signed.who(), changes, true);
    let events = stream::unfold(begun, |(app, who, mut changes, first)| async move {
        let line = if first {
            counts(&app, &who).await
        } else {
            match tokio::time::timeout(BREATH, changes.next()).await {
                Ok(true) => counts(&app, &who).await,
                Ok(false) => return None,
                Err(_) => ":\n\n".to_owned(),
            }
        };
        Some((Ok::<_, Infallible>(Bytes::from(line)), (app, who, changes, false)))
    });
    let headers = [
        (CONTENT_TYPE, "text/event-stream"),
        (CACHE_CONTROL, "no-store, private"),
    ];
    (headers, Body::from_stream(events)).into_response()
}

/// An event with what waits; without figures when they cannot be read, for something changed all the same.
async fn counts(app: &App, who: &Who) -> String {
    let read = async {
        let mut tx = app.newsroom.store.read().await?;
        waiting::of(&mut tx, who, app.newsroom.house.now()).await
    };
    let counts = match read.await {
        Ok(waiting) => serde_json::to_string(&waiting.counts()).unwrap_or_default(),
        Err(error) => {
            tracing::warn!(%error, "what waits could not be counted");
            "{}".to_owned()
        }
    };
    format!("event: changed\ndata: {counts}\n\n")
}
