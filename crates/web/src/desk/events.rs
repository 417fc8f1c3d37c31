//! Tells an open page of the desk that something changed, by server-sent events: `changed`, with how much waits.
//! The desk's script listens; a page without script is as it was when it was opened.

use crate::app::App;
use crate::auth::Signed;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use courant_model::door::Account;
use courant_newsroom::Error;
use courant_newsroom::permissions::Who;
use courant_newsroom::waiting::{self, Changes, Counts};
use courant_store::q;
use futures_util::stream;
use http::HeaderValue;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// A line is kept alive this often; then also what waits by the clock alone is looked at.
const ALIVE: Duration = Duration::from_secs(20);

/// One page that listens.
struct Listener {
    app: Arc<App>,
    account: String,
    session: String,
    changes: Changes,
    closing: watch::Receiver<bool>,
    told: Option<Counts>,
}

/// Sends events until the session ends, the page goes, or the server stops.
pub(crate) async fn stream(State(app): State<Arc<App>>, signed: Signed) -> Response {
    let listener = Listener {
        changes: Changes::of(&app.newsroom.store),
        closing: app.closing.clone(),
        app,
        account: signed.member.account,
        session: signed.session,
        told: None,
    };
    let events = stream::unfold(Some(listener), |listener| async {
        let mut listener = listener?;
        let event = listener.next().await?;
        Some((Ok::<_, Infallible>(event), Some(listener)))
    });
    let mut response = Sse::new(events)
        .keep_alive(KeepAlive::new().interval(ALIVE))
        .into_response();
    // A proxy that collects the answer would keep every event to itself.
    response
        .headers_mut()
        .insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

impl Listener {
    /// The next event; nothing when there will be none.
    async fn next(&mut self) -> Option<Event> {
        loop {
            let mut changed = self.told.is_none();
            if !changed {
                tokio::select! {
                    grown = self.changes.next() => changed = grown,
                    () = tokio::time::sleep(ALIVE) => {}
                    _ = self.closing.wait_for(|closing| *closing) => return None,
                }
            }
            match self.counts().await {
                Ok(Some(counts)) => {
                    let same = self.told.as_ref() == Some(&counts);
                    self.told = Some(counts.clone());
                    if changed || !same {
                        return Event::default().event("changed").json_data(counts).ok();
                    }
                }
                Ok(None) => return None,
                Err(error) => {
                    tracing::warn!(%error, "what waits cannot be read; trying again");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
    }

    /// How much waits, by the account's present roles; nothing when the session has ended.
    async fn counts(&self) -> Result<Option<Counts>, Error> {
        let now = self.app.newsroom.house.now();
        let mut tx = self.app.newsroom.store.read().await?;
        let sessions = q!(tx, doors::sessions(&self.account, now))?;
        if !sessions.iter().any(|session| session.id == self.session) {
            return Ok(None);
        }
        let Some(account) = q!(tx, accounts::by_id(&self.account))?.filter(Account::is_open) else {
            return Ok(None);
        };
        let waiting = waiting::of(&mut tx, &Who::Member(account.member()), now).await?;
        Ok(Some(waiting.counts()))
    }
}
